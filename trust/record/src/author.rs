//! What an author signs who registered a key: the *statement*.
//!
//! The author acts before the node gives the act its place, so the statement is the envelope without the
//! fields that are the node's alone: `node`, `seq`, `previous`, `evidence` and `author_signature` itself. It is
//! canonical JSON like everything else, behind a domain of its own. It binds community, log, kind, time,
//! author, key, references, the body's hash and every field of a later version.
//!
//! To check it: take the envelope, remove those five fields, write the rest in canonical form, put
//! [`DOMAIN`] before it, and verify `author_signature` by `author_key`. Whether that key is the
//! author's is for the record of its registration to say.

use crate::{
    canonical::{self, Unwritable},
    envelope::{Envelope, without_node},
    ids::BodyHash,
};

/// Stands before what an author signs.
pub const DOMAIN: &str = "secta/author/1\n";

/// The bytes that the author of this envelope signs.
///
/// # Errors
///
/// If the envelope has no canonical form.
pub fn statement(envelope: &Envelope) -> Result<Vec<u8>, Unwritable> {
    let text = canonical::write(&without_node(envelope))?;
    Ok([DOMAIN.as_bytes(), text.as_bytes()].concat())
}

/// The name of a statement, by which a chain knows that it carries it already.
pub(crate) fn statement_hash(statement: &[u8]) -> BodyHash {
    BodyHash(blake3::hash(statement).into())
}
