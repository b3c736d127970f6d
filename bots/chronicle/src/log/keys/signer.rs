//! Secret keys.

use ed25519_dalek::{SignatureError, Signer, SigningKey};

use crate::log::keys::public::{
    KeyFault, LOG, LogKey, Public, WITNESS, WitnessKey, cosigned_message,
};

/// The secret key with which a log signs its checkpoints.
pub struct LogSigner {
    key: SigningKey,
    public: LogKey,
}

impl LogSigner {
    /// Takes the secret key of the log of this origin.
    ///
    /// # Errors
    ///
    /// When the origin cannot stand in a signature line.
    pub fn new(origin: &str, secret: &[u8; 32]) -> Result<Self, KeyFault> {
        let key = SigningKey::from_bytes(secret);
        let public = LogKey(Public::new(origin, LOG, key.verifying_key())?);
        Ok(Self { key, public })
    }

    /// The key that verifies what it signs.
    #[must_use]
    pub fn key(&self) -> LogKey {
        self.public.clone()
    }
}

impl signed_note::Signer for LogSigner {
    fn name(&self) -> &str {
        self.public.name()
    }

    fn key_id(&self) -> u32 {
        self.public.0.id
    }

    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SignatureError> {
        Ok(self.key.try_sign(message)?.to_vec())
    }
}

/// The secret key with which a witness cosigns checkpoints.
pub struct WitnessSigner {
    key: SigningKey,
    public: WitnessKey,
}

impl WitnessSigner {
    /// Takes the secret key of the witness of this name. It must be no other key's secret.
    ///
    /// # Errors
    ///
    /// When the name cannot stand in a signature line.
    pub fn new(name: &str, secret: &[u8; 32]) -> Result<Self, KeyFault> {
        let key = SigningKey::from_bytes(secret);
        let public = WitnessKey(Public::new(name, WITNESS, key.verifying_key())?);
        Ok(Self { key, public })
    }

    /// The key that verifies what it signs.
    #[must_use]
    pub fn key(&self) -> WitnessKey {
        self.public.clone()
    }

    /// It, as it signs at this time, in seconds since 1970.
    #[must_use]
    pub fn at(&self, time_s: u64) -> impl signed_note::Signer + '_ {
        SignerAt {
            witness: self,
            time_s,
        }
    }
}

struct SignerAt<'a> {
    witness: &'a WitnessSigner,
    time_s: u64,
}

impl signed_note::Signer for SignerAt<'_> {
    fn name(&self) -> &str {
        self.witness.public.name()
    }

    fn key_id(&self) -> u32 {
        self.witness.public.0.id
    }

    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SignatureError> {
        let message = cosigned_message(self.time_s, message);
        let signature = self.witness.key.try_sign(&message)?.to_bytes();
        Ok([&self.time_s.to_be_bytes()[..], &signature].concat())
    }
}
