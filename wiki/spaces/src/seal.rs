//! The key of an epoch, and what is sealed with it: padded, so that lengths tell little, and bound to where it stands.

use std::fmt;

use chacha20poly1305::{
    XChaCha20Poly1305, XNonce,
    aead::{Aead as _, KeyInit as _, Payload},
};

use crate::{EntryId, MemberId, SpaceId};

const NONCE_BYTES: usize = 24;
const LENGTH_BYTES: usize = 4;
/// The least that is sealed, in bytes: shorter texts look alike.
const LEAST_BYTES: usize = 512;

const NONCE: &str = "net.secta wiki space nonce 1";
const KEY: &str = "net.secta wiki space epoch key 1";
const COMMITMENT: &str = "net.secta wiki space commitment 1";
const BOUND: &[u8] = b"net.secta wiki space sealed 1\n";

/// 32 random bytes, for one use.
#[derive(Clone)]
pub struct Seed(pub [u8; 32]);

/// Something cannot be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("what is sealed does not open: it was changed, or stood elsewhere, or the key is another")]
pub struct SealFault;

/// What is sealed here, and where it stands: it opens nowhere else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// What members know of an epoch.
    Secrets,
    /// Words.
    Words,
    /// Words that were not sent yet.
    Draft,
}

/// Where something sealed stands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    pub purpose: Purpose,
    pub space: SpaceId,
    pub epoch: EntryId,
    pub author: MemberId,
}

impl Place {
    fn bytes(&self) -> Vec<u8> {
        let purpose = match self.purpose {
            Purpose::Secrets => 1,
            Purpose::Words => 2,
            Purpose::Draft => 3,
        };
        let parts = [&self.space.0[..], &self.epoch.0, &self.author.0].concat();
        [BOUND, &[purpose], &parts].concat()
    }
}

/// An epoch's key.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct EpochKey(pub [u8; 32]);

impl fmt::Debug for EpochKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EpochKey")
    }
}

impl EpochKey {
    pub fn fresh(seed: &Seed) -> Self {
        Self(blake3::derive_key(KEY, &seed.0))
    }

    /// What everybody may see of the key: by it members know that they hold the same one.
    pub fn commitment(&self) -> [u8; 32] {
        blake3::derive_key(COMMITMENT, &self.0)
    }

    pub fn seal(&self, plain: &[u8], place: &Place, seed: &Seed) -> Result<Vec<u8>, SealFault> {
        let padded = padded(plain)?;
        // The same seed with other words gives another nonce.
        let mut hasher = blake3::Hasher::new_derive_key(NONCE);
        hasher.update(&seed.0).update(&padded);
        let mut nonce = [0; NONCE_BYTES];
        hasher.finalize_xof().fill(&mut nonce);
        let aad = place.bytes();
        let payload = Payload {
            msg: &padded,
            aad: &aad,
        };
        let cipher = XChaCha20Poly1305::new(&self.0.into());
        let sealed = cipher.encrypt(&XNonce::from(nonce), payload);
        Ok([&nonce[..], &sealed.map_err(|_| SealFault)?].concat())
    }

    pub fn open(&self, sealed: &[u8], place: &Place) -> Result<Vec<u8>, SealFault> {
        let (nonce, msg) = sealed.split_first_chunk::<NONCE_BYTES>().ok_or(SealFault)?;
        let aad = place.bytes();
        let cipher = XChaCha20Poly1305::new(&self.0.into());
        let payload = Payload { msg, aad: &aad };
        let padded = cipher.decrypt(&XNonce::from(*nonce), payload);
        bare(&padded.map_err(|_| SealFault)?)
    }
}

fn padded(plain: &[u8]) -> Result<Vec<u8>, SealFault> {
    let length = u32::try_from(plain.len()).map_err(|_| SealFault)?;
    let mut padded = Vec::with_capacity(size(plain.len() + LENGTH_BYTES));
    padded.extend_from_slice(&length.to_be_bytes());
    padded.extend_from_slice(plain);
    padded.resize(size(padded.len()), 0);
    Ok(padded)
}

fn bare(padded: &[u8]) -> Result<Vec<u8>, SealFault> {
    let (length, rest) = padded
        .split_first_chunk::<LENGTH_BYTES>()
        .ok_or(SealFault)?;
    let length = usize::try_from(u32::from_be_bytes(*length)).map_err(|_| SealFault)?;
    rest.get(..length).map(<[u8]>::to_vec).ok_or(SealFault)
}

/// The size that a length is padded to (Padmé): it tells of a length no more than its order and a few bits, and adds
/// 12 % at most.
fn size(length: usize) -> usize {
    let length = length.max(LEAST_BYTES);
    let order = length.ilog2();
    let kept = order.ilog2() + 1;
    let mask = (1_usize << (order - kept)) - 1;
    (length + mask) & !mask
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn place() -> Place {
        Place {
            purpose: Purpose::Words,
            space: SpaceId([1; 32]),
            epoch: EntryId([2; 32]),
            author: MemberId([3; 32]),
        }
    }

    proptest! {
        #[test]
        fn what_is_sealed_opens_where_it_stands_and_nowhere_else(plain: Vec<u8>, seed: [u8; 32]) {
            let (key, other) = (EpochKey([7; 32]), EpochKey([8; 32]));
            let sealed = key.seal(&plain, &place(), &Seed(seed)).expect("sealed");
            prop_assert_eq!(key.open(&sealed, &place()), Ok(plain));
            prop_assert_eq!(other.open(&sealed, &place()), Err(SealFault));
            let elsewhere = [
                Place { purpose: Purpose::Draft, ..place() },
                Place { space: SpaceId([9; 32]), ..place() },
                Place { epoch: EntryId([9; 32]), ..place() },
                Place { author: MemberId([9; 32]), ..place() },
            ];
            for elsewhere in elsewhere {
                prop_assert_eq!(key.open(&sealed, &elsewhere), Err(SealFault));
            }
        }

        #[test]
        fn a_flipped_bit_is_noticed(plain: Vec<u8>, at: prop::sample::Index, bit in 0_u8..8) {
            let key = EpochKey([7; 32]);
            let mut sealed = key.seal(&plain, &place(), &Seed([1; 32])).expect("sealed");
            let at = at.index(sealed.len());
            sealed[at] ^= 1 << bit;
            prop_assert_eq!(key.open(&sealed, &place()), Err(SealFault));
        }

        #[test]
        fn padding_adds_an_eighth_at_most_and_never_takes(length in 0_usize..3_000_000) {
            let size = size(length);
            prop_assert!(size >= length);
            prop_assert!(size <= LEAST_BYTES.max(length + length / 8));
        }
    }

    #[test]
    fn short_texts_are_sealed_to_the_same_length() {
        let key = EpochKey([7; 32]);
        let length = |plain: &[u8]| key.seal(plain, &place(), &Seed([1; 32])).map(|it| it.len());
        assert_eq!(length(b""), length(&[b'x'; 500]));
        let sizes: std::collections::BTreeSet<usize> = (1..200_000).map(size).collect();
        assert!(sizes.len() < 170, "{} sizes", sizes.len());
    }

    #[test]
    fn the_same_seed_with_other_words_is_no_harm() {
        let key = EpochKey([7; 32]);
        let sealed = |plain: &[u8]| key.seal(plain, &place(), &Seed([1; 32])).expect("sealed");
        assert_ne!(sealed(b"a")[..NONCE_BYTES], sealed(b"b")[..NONCE_BYTES]);
    }
}
