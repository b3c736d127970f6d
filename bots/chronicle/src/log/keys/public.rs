//! Verifier keys.

use std::fmt;

use ed25519_dalek::{Signature, VerifyingKey};
use signed_note::{is_key_name_valid, key_id};

use crate::log::text::{base64, to_base64};

/// The byte that says that a key signs notes.
pub(super) const LOG: u8 = 0x01;

/// The byte that says that a key cosigns checkpoints.
pub(super) const WITNESS: u8 = 0x04;

/// What is wrong with a key.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyFault {
    /// Its name could not stand in a signature line.
    #[error("the name {0:?} is empty, or has a space, a plus or a control character")]
    Name(String),
    /// It is not `name+id+key`.
    #[error("it is not of the form name+id+key")]
    Form,
    /// It is a key of another kind.
    #[error("it makes signatures of the kind {found}, but the kind {expected} is asked for")]
    Kind {
        /// The kind that is asked for.
        expected: u8,
        /// The kind that it names.
        found: u8,
    },
    /// It is no point of the curve.
    #[error("it is no Ed25519 key")]
    Curve,
    /// Its id does not follow from its name and its bytes.
    #[error("its id is {found:08x}, but its name and bytes make {expected:08x}")]
    Id {
        /// The id that follows.
        expected: u32,
        /// The id that it names.
        found: u32,
    },
}

/// A public key with its name and its id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Public {
    name: String,
    pub(super) id: u32,
    kind: u8,
    key: VerifyingKey,
}

impl Public {
    pub(super) fn new(name: &str, kind: u8, key: VerifyingKey) -> Result<Self, KeyFault> {
        if !is_key_name_valid(name) || name.chars().any(char::is_control) {
            return Err(KeyFault::Name(name.to_owned()));
        }
        let bytes = [&[kind], key.as_bytes().as_slice()].concat();
        Ok(Self {
            name: name.to_owned(),
            id: key_id(name, &bytes),
            kind,
            key,
        })
    }

    fn parse(text: &str, kind: u8) -> Result<Self, KeyFault> {
        let (name, rest) = text.split_once('+').ok_or(KeyFault::Form)?;
        let (id, bytes) = rest.split_once('+').ok_or(KeyFault::Form)?;
        let found = u32::from_str_radix(id, 16).map_err(|_| KeyFault::Form)?;
        let bytes = base64(bytes).ok_or(KeyFault::Form)?;
        let (found_kind, bytes) = bytes.split_first().ok_or(KeyFault::Form)?;
        if *found_kind != kind {
            return Err(KeyFault::Kind {
                expected: kind,
                found: *found_kind,
            });
        }
        let bytes = bytes.try_into().map_err(|_| KeyFault::Form)?;
        let key = VerifyingKey::from_bytes(bytes).map_err(|_| KeyFault::Curve)?;
        let public = Self::new(name, kind, key)?;
        match public.id {
            expected if expected != found => Err(KeyFault::Id { expected, found }),
            _ if public.to_string() != text => Err(KeyFault::Form),
            _ => Ok(public),
        }
    }

    fn holds(&self, message: &[u8], signature: &[u8]) -> bool {
        Signature::from_slice(signature)
            .is_ok_and(|signature| self.key.verify_strict(message, &signature).is_ok())
    }
}

impl fmt::Display for Public {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = [&[self.kind], self.key.as_bytes().as_slice()].concat();
        write!(f, "{}+{:08x}+{}", self.name, self.id, to_base64(&bytes))
    }
}

macro_rules! public_key {
    ($(#[$doc:meta])* $name:ident, $kind:expr) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct $name(pub(super) Public);

        impl $name {
            /// Takes a public key under a name.
            ///
            /// # Errors
            ///
            /// When the name cannot stand in a signature line, or the bytes are no key.
            pub fn new(name: &str, key: &[u8; 32]) -> Result<Self, KeyFault> {
                let key = VerifyingKey::from_bytes(key).map_err(|_| KeyFault::Curve)?;
                Public::new(name, $kind, key).map(Self)
            }

            /// Reads a verifier key, `name+id+key`.
            ///
            /// # Errors
            ///
            /// When it has another form or is of another kind.
            pub fn parse(text: &str) -> Result<Self, KeyFault> {
                Public::parse(text, $kind).map(Self)
            }

            /// The name that stands in its signature lines.
            #[must_use]
            pub fn name(&self) -> &str {
                &self.0.name
            }

            /// The public key.
            #[must_use]
            pub fn as_bytes(&self) -> &[u8; 32] {
                self.0.key.as_bytes()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

public_key!(
    /// A log's verifier key; its name is the log's origin.
    LogKey,
    LOG
);
public_key!(
    /// A witness's verifier key.
    WitnessKey,
    WITNESS
);

impl signed_note::Verifier for LogKey {
    fn name(&self) -> &str {
        &self.0.name
    }

    fn key_id(&self) -> u32 {
        self.0.id
    }

    fn verify(&self, message: &[u8], signature: &[u8]) -> bool {
        self.0.holds(message, signature)
    }
}

impl signed_note::Verifier for WitnessKey {
    fn name(&self) -> &str {
        &self.0.name
    }

    fn key_id(&self) -> u32 {
        self.0.id
    }

    fn verify(&self, message: &[u8], signature: &[u8]) -> bool {
        let Some((time, signature)) = signature.split_first_chunk() else {
            return false;
        };
        let time_s = u64::from_be_bytes(*time);
        let sane = time_s > 0 && i64::try_from(time_s).is_ok();
        sane && self.0.holds(&cosigned_message(time_s, message), signature)
    }
}

/// What a witness signs of a checkpoint's text.
pub(super) fn cosigned_message(time_s: u64, text: &[u8]) -> Vec<u8> {
    let header = format!("cosignature/v1\ntime {time_s}\n");
    [header.as_bytes(), text].concat()
}
