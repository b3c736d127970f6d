//! What a record says. It stands beside the envelope, which holds only its hash: a body can be withheld
//! or withdrawn (rule R15) while the chain stays whole.

use serde_json::Value;

use crate::{
    canonical::{self, Fault, Unwritable},
    ids::BodyHash,
};

/// The longest body in canonical bytes.
pub const MAX_BODY_BYTES: usize = 256 * 1024;

/// A JSON object in its canonical form.
#[derive(Clone, Debug, PartialEq)]
pub struct Body {
    text: String,
    value: Value,
    hash: BodyHash,
}

/// What is no body.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BodyError {
    /// It is longer than [`MAX_BODY_BYTES`].
    #[error("{0} bytes are more than {MAX_BODY_BYTES}")]
    TooLong(usize),
    /// It is something else than an object.
    #[error("not an object")]
    NotAnObject,
    /// Its bytes are not canonical.
    #[error(transparent)]
    Fault(#[from] Fault),
    /// It has no canonical form.
    #[error(transparent)]
    Unwritable(#[from] Unwritable),
}

impl Body {
    /// Makes a body of a value.
    ///
    /// # Errors
    ///
    /// If it is not an object, too long, too deep, or holds numbers other than integers within ±(2^53 − 1).
    pub fn new(value: Value) -> Result<Self, BodyError> {
        let text = canonical::write(&value)?;
        Self::of(text, value)
    }

    /// Reads canonical bytes.
    ///
    /// # Errors
    ///
    /// If they are too long, not canonical or not an object.
    pub fn read(bytes: &[u8]) -> Result<Self, BodyError> {
        check_length(bytes.len())?;
        let value = canonical::read(bytes)?;
        Self::of(String::from_utf8_lossy(bytes).into_owned(), value)
    }

    /// What was read already, with its canonical text.
    pub(crate) fn of(text: String, value: Value) -> Result<Self, BodyError> {
        check_length(text.len())?;
        if !value.is_object() {
            return Err(BodyError::NotAnObject);
        }
        let hash = BodyHash(blake3::hash(text.as_bytes()).into());
        Ok(Self { text, value, hash })
    }

    /// Its canonical bytes.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Its value, an object.
    pub fn value(&self) -> &Value {
        &self.value
    }

    /// BLAKE3 of its canonical bytes.
    pub fn hash(&self) -> BodyHash {
        self.hash
    }
}

fn check_length(length: usize) -> Result<(), BodyError> {
    match length > MAX_BODY_BYTES {
        true => Err(BodyError::TooLong(length)),
        false => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_objects_are_bodies() {
        for wrong in [json!([]), json!(null), json!("text"), json!(1)] {
            assert_eq!(Body::new(wrong), Err(BodyError::NotAnObject));
        }
        assert_eq!(Body::read(b"[]"), Err(BodyError::NotAnObject));
    }

    #[test]
    fn a_body_has_a_longest_length() {
        let frame = r#"{"t":""}"#.len();
        let body = |length: usize| Body::new(json!({ "t": "x".repeat(length - frame) }));
        let longest = body(MAX_BODY_BYTES).unwrap();
        assert_eq!(Body::read(longest.text().as_bytes()), Ok(longest));
        let too_long = BodyError::TooLong(MAX_BODY_BYTES + 1);
        assert_eq!(body(MAX_BODY_BYTES + 1), Err(too_long.clone()));
        assert_eq!(Body::read(&vec![b'{'; MAX_BODY_BYTES + 1]), Err(too_long));
    }
}
