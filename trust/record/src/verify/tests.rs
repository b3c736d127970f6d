//! Signatures made on purpose to divide verifiers.

use curve25519_dalek::{
    Scalar,
    constants::{ED25519_BASEPOINT_POINT, EIGHT_TORSION},
    edwards::EdwardsPoint,
};
use ed25519_dalek::{Signer as _, SigningKey, VerifyingKey};

use super::equation::{self, Term};

/// A signature by a secret scalar and a nonce, with whatever is added to A and to R.
fn crafted(message: &[u8], more_a: EdwardsPoint, more_r: EdwardsPoint) -> ([u8; 32], [u8; 64]) {
    let (secret, nonce) = (Scalar::from(1_234_567_u64), Scalar::from(7_654_321_u64));
    let key = (secret * ED25519_BASEPOINT_POINT + more_a).compress().0;
    let r = (nonce * ED25519_BASEPOINT_POINT + more_r).compress().0;
    let challenge = equation::challenge(&r, &key, [message, b""]);
    let s = nonce + Scalar::from_bytes_mod_order_wide(&challenge) * secret;
    let mut signature = [0; 64];
    signature[..32].copy_from_slice(&r);
    signature[32..].copy_from_slice(s.as_bytes());
    (key, signature)
}

fn term(key: &[u8; 32], message: &[u8], signature: &[u8; 64]) -> Option<Term> {
    let r: &[u8; 32] = signature[..32].try_into().unwrap();
    let s = Scalar::from_canonical_bytes(signature[32..].try_into().unwrap()).into_option()?;
    let challenge = equation::challenge(r, key, [message, b""]);
    Some(Term {
        name: *key,
        key: equation::point(key)?,
        r: equation::point(r)?,
        s,
        challenge,
    })
}

fn alone(key: &[u8; 32], message: &[u8], signature: &[u8; 64]) -> bool {
    term(key, message, signature).is_some_and(|term| equation::holds(&term))
}

#[test]
fn points_of_small_order_do_not_divide_one_from_many() {
    for (more_a, more_r) in EIGHT_TORSION
        .iter()
        .flat_map(|a| EIGHT_TORSION.iter().map(move |r| (*a, *r)))
    {
        let terms: Vec<_> = (0..9_u8)
            .map(|number| {
                let (key, signature) = crafted(&[number], more_a, more_r);
                assert!(alone(&key, &[number], &signature));
                term(&key, &[number], &signature).unwrap()
            })
            .collect();
        for end in 1..=terms.len() {
            assert!(equation::hold(&terms[..end]));
        }
    }
}

#[test]
fn keys_and_points_of_small_order_are_refused() {
    for point in EIGHT_TORSION {
        assert!(equation::point(&point.compress().0).is_none());
    }
}

#[test]
fn another_form_of_a_point_is_refused() {
    let p_plus = |low: u8| {
        let mut bytes = [0xff; 32];
        (bytes[0], bytes[31]) = (low, 0x7f);
        bytes
    };
    for low in 0xed..=0xff {
        assert!(equation::point(&p_plus(low)).is_none());
    }
    assert!((0..0xed).any(|low| equation::point(&p_plus(low)).is_some()));
}

#[test]
fn the_other_form_of_s_is_refused() {
    let (key, signature) = crafted(b"m", EIGHT_TORSION[0], EIGHT_TORSION[0]);
    assert!(alone(&key, b"m", &signature));
    let order = {
        let mut bytes = (-Scalar::ONE).to_bytes();
        bytes[0] += 1;
        bytes
    };
    let (mut other, mut carry) = (signature, 0_u16);
    for (byte, add) in other[32..].iter_mut().zip(order) {
        let sum = u16::from(*byte) + u16::from(add) + carry;
        (*byte, carry) = (sum.to_le_bytes()[0], sum >> 8);
    }
    assert!(!alone(&key, b"m", &other));
}

#[test]
fn one_wrong_signature_spoils_the_sum() {
    let signed = |number: u8| {
        let key = SigningKey::from_bytes(&[number % 3; 32]);
        let signature = key.sign(&[number]).to_bytes();
        (key.verifying_key().to_bytes(), signature)
    };
    let terms = |wrong: Option<u8>| -> Vec<Term> {
        let term = |number: u8| {
            let (key, signature) = signed(number);
            let message = if wrong == Some(number) { 255 } else { number };
            term(&key, &[message], &signature).unwrap()
        };
        (0..20).map(term).collect()
    };
    assert!(equation::hold(&terms(None)));
    assert!(equation::hold(&[]));
    for wrong in 0..20 {
        assert!(!equation::hold(&terms(Some(wrong))));
    }
}

#[test]
fn what_the_strictest_verifier_takes_is_taken_and_what_it_refuses_of_honest_keys_is_refused() {
    for number in 0..=255_u8 {
        let key = SigningKey::from_bytes(&[number; 32]);
        let mut signature = key.sign(b"message").to_bytes();
        if number % 2 == 1 {
            signature[usize::from(number) % 64] ^= 1 << (number % 8);
        }
        let bytes = key.verifying_key().to_bytes();
        let strict = VerifyingKey::from_bytes(&bytes).unwrap().verify_strict(
            b"message",
            &ed25519_dalek::Signature::from_bytes(&signature),
        );
        assert_eq!(alone(&bytes, b"message", &signature), strict.is_ok());
        assert_eq!(strict.is_ok(), number % 2 == 0);
    }
}
