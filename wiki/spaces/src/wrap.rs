//! What only some members may open: an age file.

use std::io::{Read as _, Write as _};

use crate::{
    key::{Member, MemberKey},
    seal::EpochKey,
};

/// Why a wrapped key is of no use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WrapFault {
    /// It is wrapped for others.
    #[error("the key of this epoch is wrapped for others")]
    NotForMe,
    /// It is no age file with a key in it, or was changed.
    #[error("the wrapped key of this epoch is broken")]
    Broken,
    /// What is wrapped is not the epoch's key: not all members were given the same one.
    #[error("what is wrapped is not the key of this epoch")]
    Other,
    /// It cannot be wrapped for these members.
    #[error("a key cannot be wrapped for these members")]
    Unwrappable,
}

/// Wraps bytes for members. The randomness is the system's.
pub(crate) fn wrap(plain: &[u8], members: &[Member]) -> Result<Vec<u8>, WrapFault> {
    let recipients = members.iter().map(Member::recipient);
    let recipients: Vec<_> = recipients
        .collect::<Result<_, _>>()
        .map_err(|_| WrapFault::Unwrappable)?;
    let recipients = recipients.iter().map(|one| one as &dyn age::Recipient);
    let encryptor =
        age::Encryptor::with_recipients(recipients).map_err(|_| WrapFault::Unwrappable)?;
    let mut wrapped = Vec::new();
    let writing = || -> std::io::Result<()> {
        let mut writer = encryptor.wrap_output(&mut wrapped)?;
        writer.write_all(plain)?;
        writer.finish()?;
        Ok(())
    };
    writing().map_err(|_| WrapFault::Unwrappable)?;
    Ok(wrapped)
}

/// Unwraps bytes.
pub(crate) fn unwrap(wrapped: &[u8], key: &MemberKey) -> Result<Vec<u8>, WrapFault> {
    let decryptor = age::Decryptor::new(wrapped).map_err(|_| WrapFault::Broken)?;
    let identity: &dyn age::Identity = key.identity();
    let mut reader = match decryptor.decrypt(std::iter::once(identity)) {
        Ok(reader) => reader,
        Err(age::DecryptError::NoMatchingKeys) => return Err(WrapFault::NotForMe),
        Err(_) => return Err(WrapFault::Broken),
    };
    let mut plain = Vec::new();
    reader
        .read_to_end(&mut plain)
        .map_err(|_| WrapFault::Broken)?;
    Ok(plain)
}

/// Unwraps the key of an epoch, which is the one that its commitment names.
pub(crate) fn unwrap_key(
    wrapped: &[u8],
    commitment: &[u8; 32],
    key: &MemberKey,
) -> Result<EpochKey, WrapFault> {
    let plain = unwrap(wrapped, key)?;
    let epoch = plain.try_into().map(EpochKey);
    let epoch = epoch.map_err(|_| WrapFault::Broken)?;
    match epoch.commitment() == *commitment {
        true => Ok(epoch),
        false => Err(WrapFault::Other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(n: u8) -> MemberKey {
        MemberKey::from_secret(&[n; 32]).expect("a key")
    }

    #[test]
    fn members_unwrap_the_key_and_nobody_else() {
        let epoch = EpochKey([9; 32]);
        let commitment = epoch.commitment();
        let members: Vec<Member> = (1..=3).map(|n| key(n).member()).collect();
        let wrapped = wrap(&epoch.0, &members).expect("wrapped");
        for n in 1..=3 {
            assert!(unwrap_key(&wrapped, &commitment, &key(n)) == Ok(epoch.clone()));
            let other = unwrap_key(&wrapped, &[0; 32], &key(n));
            assert_eq!(other.err(), Some(WrapFault::Other));
        }
        assert_eq!(unwrap(&wrapped, &key(4)).err(), Some(WrapFault::NotForMe));
    }

    #[test]
    fn a_broken_wrapping_is_named_and_never_opens() {
        let wrapped = wrap(&[9; 32], &[key(1).member()]).expect("wrapped");
        for at in 0..wrapped.len() {
            let mut broken = wrapped.clone();
            broken[at] ^= 1;
            assert!(unwrap(&broken, &key(1)).is_err(), "{at}");
            assert!(unwrap(&wrapped[..at], &key(1)).is_err(), "{at}");
        }
    }
}
