//! What a record claims: that a key signed bytes.

use std::{borrow::Cow, collections::BTreeMap};

use curve25519_dalek::{Scalar, edwards::EdwardsPoint};

use super::{
    Whose,
    equation::{self, Term},
};
use crate::{
    author,
    keys::{PublicKey, Signature},
    record::{DOMAIN, Record},
};

/// The points of keys that were met; `None` for a key that nobody can sign by.
#[derive(Default)]
pub(super) struct Keys(BTreeMap<PublicKey, Option<EdwardsPoint>>);

impl Keys {
    fn point(&mut self, key: PublicKey) -> Option<EdwardsPoint> {
        *self.0.entry(key).or_insert_with(|| equation::point(&key.0))
    }
}

/// One signature, with what it should be of.
pub(super) struct Claim<'a> {
    whose: Whose,
    key: PublicKey,
    signature: Signature,
    domain: &'static str,
    content: Cow<'a, [u8]>,
}

/// The claims of a record: its node's, and its author's if there is one.
pub(super) fn claims(record: &Record) -> impl Iterator<Item = Claim<'_>> {
    let node = Claim {
        whose: Whose::Node,
        key: record.envelope().node,
        signature: record.signature(),
        domain: DOMAIN,
        content: Cow::Borrowed(record.text().as_bytes()),
    };
    std::iter::once(node).chain(authors_claim(record))
}

fn authors_claim(record: &Record) -> Option<Claim<'_>> {
    let envelope = record.envelope();
    Some(Claim {
        whose: Whose::Author,
        key: envelope.author_key?,
        signature: envelope.author_signature?,
        domain: "",
        content: Cow::Owned(author::statement(envelope).unwrap_or_default()),
    })
}

impl Claim<'_> {
    pub fn whose(&self) -> Whose {
        self.whose
    }

    /// The claim as curve points and scalars; `None` if it holds no such things.
    pub fn term(&self, keys: &mut Keys) -> Option<Term> {
        let key = keys.point(self.key)?;
        let (r, s) = self.signature.0.split_at(32);
        let r: &[u8; 32] = r.try_into().ok()?;
        let s = Scalar::from_canonical_bytes(s.try_into().ok()?).into_option()?;
        let message = [self.domain.as_bytes(), &self.content];
        let challenge = equation::challenge(r, &self.key.0, message);
        Some(Term {
            name: self.key.0,
            key,
            r: equation::point(r)?,
            s,
            challenge,
        })
    }
}
