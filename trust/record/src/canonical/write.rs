//! The one right form of a value.

use serde_json::{Number, Value};

use super::{MAX_DEPTH, MAX_INTEGER};

/// A value that has no canonical form here.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unwritable {
    /// A number that is no integer, or one beyond [`MAX_INTEGER`].
    #[error("{0} is not an integer within ±(2^53 − 1)")]
    Number(String),
    /// Arrays and objects stand deeper in one another than [`MAX_DEPTH`].
    #[error("nested deeper than {MAX_DEPTH}")]
    TooDeep,
    /// The writer failed.
    #[error("cannot be written: {0}")]
    Writer(String),
}

/// Writes a value as canonical JSON.
///
/// # Errors
///
/// If it holds a number other than an integer of at most [`MAX_INTEGER`], or is nested too deep.
pub fn write(value: &Value) -> Result<String, Unwritable> {
    check(value, 0)?;
    serde_jcs::to_string(value).map_err(|error| Unwritable::Writer(error.to_string()))
}

fn check(value: &Value, depth: usize) -> Result<(), Unwritable> {
    match value {
        Value::Null | Value::Bool(_) | Value::String(_) => Ok(()),
        Value::Number(number) => check_number(number),
        Value::Array(_) | Value::Object(_) if depth == MAX_DEPTH => Err(Unwritable::TooDeep),
        Value::Array(items) => items.iter().try_for_each(|item| check(item, depth + 1)),
        Value::Object(fields) => fields
            .values()
            .try_for_each(|field| check(field, depth + 1)),
    }
}

fn check_number(number: &Number) -> Result<(), Unwritable> {
    match number.as_i64() {
        Some(integer) if integer.unsigned_abs() <= MAX_INTEGER.unsigned_abs() => Ok(()),
        Some(_) | None => Err(Unwritable::Number(number.to_string())),
    }
}
