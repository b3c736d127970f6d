//! The equation that every signature must satisfy: `[8]([s]B − [h]A − R) = 0`, with `s` below the group's order
//! and with `A` and `R` in their canonical form and not of small order.
//!
//! This is RFC 8032 (5.1.7) in its form with the cofactor 8, and stricter about what is a point. Without the
//! cofactor, a dishonest signer can make signatures that pass in one group and fail in another or alone, and
//! two verifiers of one record would disagree. With it, the sum over many has the same verdict as each alone.
//! On what an honest signer signs, every library agrees with this one.

use std::collections::BTreeMap;

use curve25519_dalek::{
    Scalar,
    constants::ED25519_BASEPOINT_POINT,
    edwards::{CompressedEdwardsY, EdwardsPoint},
    traits::{IsIdentity, VartimeMultiscalarMul},
};
use sha2::{Digest, Sha512};

/// The context of the weights, for BLAKE3's key derivation.
const WEIGHTS: &str = "secta-record 2026-11 weights of signatures verified together";

/// One signature's place in the equation.
pub(super) struct Term {
    /// The key's bytes.
    pub name: [u8; 32],
    /// A.
    pub key: EdwardsPoint,
    /// R.
    pub r: EdwardsPoint,
    /// s.
    pub s: Scalar,
    /// h.
    pub challenge: [u8; 64],
}

impl Term {
    fn h(&self) -> Scalar {
        Scalar::from_bytes_mod_order_wide(&self.challenge)
    }
}

/// The point of these bytes; `None` if there is none, if another form is the canonical one, or if its order is small.
pub(super) fn point(bytes: &[u8; 32]) -> Option<EdwardsPoint> {
    if !is_below_p(bytes) {
        return None;
    }
    let point = CompressedEdwardsY(*bytes).decompress()?;
    (!point.is_small_order()).then_some(point)
}

/// Whether y, without the sign bit, is below the field's prime 2^255 − 19. (The only other form that is not
/// canonical, a sign on x = 0, is of points of small order.)
fn is_below_p(bytes: &[u8; 32]) -> bool {
    let [low, middle @ .., high] = bytes;
    *low < 0xed || high & 0x7f != 0x7f || middle.iter().any(|byte| *byte != 0xff)
}

/// SHA-512 of R, A and the message.
pub(super) fn challenge(r: &[u8; 32], key: &[u8; 32], message: [&[u8]; 2]) -> [u8; 64] {
    let mut hasher = Sha512::new();
    hasher.update(r);
    hasher.update(key);
    message.into_iter().for_each(|part| hasher.update(part));
    hasher.finalize().into()
}

/// Whether one signature is right.
pub(super) fn holds(term: &Term) -> bool {
    let h = term.h();
    let sum = EdwardsPoint::vartime_double_scalar_mul_basepoint(&h, &-term.key, &term.s);
    (sum - term.r).mul_by_cofactor().is_identity()
}

/// Whether all signatures are right: a sum of them all, each with a weight of 128 bits that hangs on all of them.
pub(super) fn hold(terms: &[Term]) -> bool {
    let weights = weights(terms);
    let mut base = Scalar::ZERO;
    let mut keys: BTreeMap<[u8; 32], (Scalar, EdwardsPoint)> = BTreeMap::new();
    for (term, weight) in terms.iter().zip(&weights) {
        base -= weight * term.s;
        let key = keys.entry(term.name).or_insert((Scalar::ZERO, term.key));
        key.0 += weight * term.h();
    }
    let scalars = weights
        .iter()
        .chain(keys.values().map(|(scalar, _)| scalar));
    let points = terms.iter().map(|term| &term.r);
    let points = points.chain(keys.values().map(|(_, point)| point));
    let sum = EdwardsPoint::vartime_multiscalar_mul(
        scalars.chain([&base]),
        points.chain([&ED25519_BASEPOINT_POINT]),
    );
    sum.mul_by_cofactor().is_identity()
}

/// Weights that nobody can choose: each hangs on every key, message and signature. (A challenge hangs on
/// R, A and the message; s is all that it leaves out.)
fn weights(terms: &[Term]) -> Vec<Scalar> {
    let mut hasher = blake3::Hasher::new_derive_key(WEIGHTS);
    for term in terms {
        hasher.update(&term.challenge).update(term.s.as_bytes());
    }
    let mut stream = hasher.finalize_xof();
    let mut weight = || {
        let mut bytes = [0; 16];
        stream.fill(&mut bytes);
        Scalar::from(u128::from_le_bytes(bytes))
    };
    terms.iter().map(|_| weight()).collect()
}
