//! Taking an object apart, field by field.

use std::str::FromStr;

use serde_json::{Map, Value};

use super::EnvelopeError;

/// The fields that were not taken yet.
pub(super) struct Fields(Map<String, Value>);

impl Fields {
    pub fn of(value: Value, name: &'static str) -> Result<Self, EnvelopeError> {
        match value {
            Value::Object(fields) => Ok(Self(fields)),
            Value::Null
            | Value::Bool(_)
            | Value::Number(_)
            | Value::String(_)
            | Value::Array(_) => Err(wrong(name, "not an object")),
        }
    }

    pub fn take(&mut self, name: &str) -> Option<Value> {
        self.0.remove(name)
    }

    pub fn integer(&mut self, name: &'static str) -> Result<u64, EnvelopeError> {
        let value = self.required(name)?;
        value.as_u64().ok_or(wrong(name, "not an integer from 0"))
    }

    pub fn text(&mut self, name: &'static str) -> Result<String, EnvelopeError> {
        text(self.required(name)?, name)
    }

    pub fn bytes<T: FromStr>(&mut self, name: &'static str) -> Result<T, EnvelopeError> {
        bytes(self.required(name)?, name)
    }

    pub fn bytes_or_null<T: FromStr>(
        &mut self,
        name: &'static str,
    ) -> Result<Option<T>, EnvelopeError> {
        match self.required(name)? {
            Value::Null => Ok(None),
            value => bytes(value, name).map(Some),
        }
    }

    pub fn optional_bytes<T: FromStr>(
        &mut self,
        name: &'static str,
    ) -> Result<Option<T>, EnvelopeError> {
        self.take(name).map(|value| bytes(value, name)).transpose()
    }

    pub fn list_of_bytes<T: FromStr>(
        &mut self,
        name: &'static str,
    ) -> Result<Vec<T>, EnvelopeError> {
        match self.required(name)? {
            Value::Array(items) => items.into_iter().map(|item| bytes(item, name)).collect(),
            _ => Err(wrong(name, "not a list")),
        }
    }

    pub fn rest(self) -> Map<String, Value> {
        self.0
    }

    fn required(&mut self, name: &'static str) -> Result<Value, EnvelopeError> {
        self.take(name).ok_or(EnvelopeError::Missing(name))
    }
}

fn text(value: Value, name: &'static str) -> Result<String, EnvelopeError> {
    match value {
        Value::String(text) => Ok(text),
        _ => Err(wrong(name, "not a text")),
    }
}

fn bytes<T: FromStr>(value: Value, name: &'static str) -> Result<T, EnvelopeError> {
    let problem = wrong(name, "not lower-case hexadecimal of its length");
    text(value, name)?.parse().map_err(|_| problem)
}

fn wrong(field: &'static str, problem: &'static str) -> EnvelopeError {
    EnvelopeError::Wrong { field, problem }
}
