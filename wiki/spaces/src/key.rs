//! What a member has, and what others know of them.

#[cfg(test)]
mod tests;

use std::{fmt, str::FromStr};

use age::{secrecy::ExposeSecret as _, x25519};
use bech32::{Bech32, Bech32m, Hrp};
use ed25519_dalek::{Signer as _, SigningKey, VerifyingKey};

use crate::MemberId;

/// What a member's public part begins with.
const MEMBER: &str = "secta-member";
/// What age's keys begin with.
const IDENTITY: &str = "age-secret-key-";
const RECIPIENT: &str = "age";
/// What the signing key is derived under.
const SIGNING: &str = "net.secta wiki space signing key 1";

/// Why a text is no key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyFault {
    /// There is no key of age in it.
    #[error("there is no key here: a line that begins with AGE-SECRET-KEY-1 is needed")]
    NoIdentity,
    /// There are several.
    #[error("there are several keys here; one is needed")]
    Several,
    /// It is no public part of a key.
    #[error(
        "this is no public part of a key: it begins with secta-member1, and a mistyped letter is noticed"
    )]
    NoMember,
    /// Its parts are no usable keys.
    #[error("the key in this public part is of no use")]
    Weak,
}

/// A member's key: it opens what is wrapped for them, and signs what they write.
#[derive(Clone)]
pub struct MemberKey {
    identity: x25519::Identity,
    signing: SigningKey,
    member: Member,
}

/// What others know of a member: for whom a key is wrapped, and how signatures are verified.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Member {
    verifying: [u8; 32],
    recipient: [u8; 32],
}

impl MemberKey {
    /// The key of 32 random bytes.
    ///
    /// # Errors
    ///
    /// Never for any 32 bytes that `age` takes as a key: it takes all.
    pub fn from_secret(secret: &[u8; 32]) -> Result<Self, KeyFault> {
        let identity = bech32::encode::<Bech32>(Hrp::parse_unchecked(IDENTITY), secret);
        let identity = identity.map_err(|_| KeyFault::NoIdentity)?;
        let identity: x25519::Identity = identity.parse().map_err(|_| KeyFault::NoIdentity)?;
        let recipient = bytes(RECIPIENT, &identity.to_public().to_string());
        let signing = SigningKey::from_bytes(&blake3::derive_key(SIGNING, secret));
        let member = Member {
            verifying: signing.verifying_key().to_bytes(),
            recipient: recipient.ok_or(KeyFault::NoIdentity)?,
        };
        Ok(Self {
            identity,
            signing,
            member,
        })
    }

    /// Reads a key file: one line with a key of age, and comments behind `#`.
    ///
    /// # Errors
    ///
    /// When there is none, or more than one.
    pub fn read(text: &str) -> Result<Self, KeyFault> {
        let lines = text.lines().map(str::trim);
        let mut keys = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
        let key = keys.next().ok_or(KeyFault::NoIdentity)?;
        if keys.next().is_some() {
            return Err(KeyFault::Several);
        }
        let secret = bytes(IDENTITY, key).ok_or(KeyFault::NoIdentity)?;
        Self::from_secret(&secret)
    }

    /// The key file's line, which is secret.
    pub fn to_line(&self) -> String {
        self.identity.to_string().expose_secret().to_owned()
    }

    /// What others know of it.
    pub fn member(&self) -> Member {
        self.member
    }

    /// The member's name.
    pub fn id(&self) -> MemberId {
        self.member.id()
    }

    pub(crate) fn identity(&self) -> &x25519::Identity {
        &self.identity
    }

    pub(crate) fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.signing.sign(message).to_bytes()
    }
}

impl fmt::Debug for MemberKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MemberKey({})", self.id())
    }
}

impl Member {
    /// The bytes that stand in a list of members.
    pub const BYTES: usize = 64;

    /// The member's name.
    pub fn id(&self) -> MemberId {
        MemberId(self.verifying)
    }

    pub(crate) fn to_bytes(self) -> [u8; Self::BYTES] {
        let mut all = [0; Self::BYTES];
        all[..32].copy_from_slice(&self.verifying);
        all[32..].copy_from_slice(&self.recipient);
        all
    }

    /// A member of their bytes, whose keys are usable.
    pub(crate) fn of_bytes(all: &[u8; Self::BYTES]) -> Result<Self, KeyFault> {
        let (mut verifying, mut recipient) = ([0; 32], [0; 32]);
        verifying.copy_from_slice(&all[..32]);
        recipient.copy_from_slice(&all[32..]);
        let key = VerifyingKey::from_bytes(&verifying).map_err(|_| KeyFault::Weak)?;
        if key.is_weak() {
            return Err(KeyFault::Weak);
        }
        Ok(Self {
            verifying,
            recipient,
        })
    }

    pub(crate) fn recipient(&self) -> Result<x25519::Recipient, KeyFault> {
        let text = bech32::encode::<Bech32>(Hrp::parse_unchecked(RECIPIENT), &self.recipient);
        let text = text.map_err(|_| KeyFault::Weak)?;
        text.parse().map_err(|_| KeyFault::Weak)
    }
}

impl fmt::Display for Member {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hrp = Hrp::parse_unchecked(MEMBER);
        bech32::encode_lower_to_fmt::<Bech32m, _>(f, hrp, &self.to_bytes()).map_err(|_| fmt::Error)
    }
}

impl fmt::Debug for Member {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Member({})", self.id())
    }
}

impl FromStr for Member {
    type Err = KeyFault;

    fn from_str(text: &str) -> Result<Self, KeyFault> {
        let parsed = bech32::primitives::decode::CheckedHrpstring::new::<Bech32m>(text.trim());
        let parsed = parsed.map_err(|_| KeyFault::NoMember)?;
        if parsed.hrp().to_lowercase() != MEMBER {
            return Err(KeyFault::NoMember);
        }
        let all: Vec<u8> = parsed.byte_iter().collect();
        let all = all.try_into().map_err(|_| KeyFault::NoMember)?;
        Self::of_bytes(&all)
    }
}

/// The 32 bytes of a key of age.
fn bytes(prefix: &str, text: &str) -> Option<[u8; 32]> {
    let parsed = bech32::primitives::decode::CheckedHrpstring::new::<Bech32>(text).ok()?;
    if parsed.hrp().to_lowercase() != prefix {
        return None;
    }
    let all: Vec<u8> = parsed.byte_iter().collect();
    all.try_into().ok()
}
