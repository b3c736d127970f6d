//! Public keys, signatures, and the one who signs.

use std::fmt;

use ed25519_dalek::{Signer as _, SigningKey};

use crate::hex::hex_bytes;

hex_bytes! {
    /// An ed25519 public key, of a node or of an author. Whether the bytes are a usable key shows when
    /// a signature is verified.
    PublicKey, 32
}

hex_bytes! {
    /// An ed25519 signature.
    Signature, 64
}

/// Stands before what a salt is made of.
const SALT: &str = "secta/salt/1\n";

/// Who can sign: a secret key, which is never shown.
pub struct Signer(SigningKey);

impl Signer {
    /// The signer of these 32 secret bytes.
    pub fn from_secret(secret: &[u8; 32]) -> Self {
        Self(SigningKey::from_bytes(secret))
    }

    /// The public key.
    pub fn public(&self) -> PublicKey {
        PublicKey(self.0.verifying_key().to_bytes())
    }

    /// Bytes that nobody else can guess and that are the same each time: to be written into a body whose words may be
    /// taken back, so that its hash, which stays, confirms no guess of them.
    pub fn salt(&self, of: &[u8]) -> [u8; 16] {
        let signature = self.sign(&[SALT.as_bytes(), of].concat());
        let mut salt = [0; 16];
        let hash = blake3::derive_key(SALT, &signature.0);
        salt.copy_from_slice(&hash[..16]);
        salt
    }

    /// Signs bytes; the caller has put a domain before them.
    pub(crate) fn sign(&self, message: &[u8]) -> Signature {
        Signature(self.0.sign(message).to_bytes())
    }
}

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Signer({})", self.public())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signer_never_shows_its_secret() {
        let secret = [0x5a; 32];
        let shown = format!("{:?}", Signer::from_secret(&secret));
        assert!(!shown.contains("5a5a") && !shown.contains("90, 90"));
    }

    #[test]
    fn a_salt_hangs_on_the_key_and_on_what_it_is_for() {
        let (one, other) = (Signer::from_secret(&[1; 32]), Signer::from_secret(&[2; 32]));
        assert_eq!(one.salt(b"a"), one.salt(b"a"));
        assert_ne!(one.salt(b"a"), one.salt(b"b"));
        assert_ne!(one.salt(b"a"), other.salt(b"a"));
    }

    #[test]
    fn a_key_is_read_as_it_is_written() {
        let key = Signer::from_secret(&[1; 32]).public();
        assert_eq!(key.to_string().parse(), Ok(key));
        let json = serde_json::to_string(&key).unwrap();
        assert_eq!(serde_json::from_str::<PublicKey>(&json).unwrap(), key);
        assert!(key.to_string().to_uppercase().parse::<PublicKey>().is_err());
    }
}
