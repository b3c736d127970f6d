//! The form of exports: one record a line, as canonical JSON: `{"body":…,"envelope":…,"signature":"…"}`.
//! A withheld body is `null`.

use crate::{
    body::{Body, BodyError, MAX_BODY_BYTES},
    canonical::{Cursor, Fault},
    envelope::{Envelope, MAX_ENVELOPE_BYTES},
    hex::NotHex,
    keys::Signature,
    record::{Record, RecordError},
};

/// The longest line, without its end.
pub const MAX_LINE_BYTES: usize = MAX_BODY_BYTES + MAX_ENVELOPE_BYTES + 256;

/// What is no line of an export.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LineError {
    /// It is longer than [`MAX_LINE_BYTES`].
    #[error("longer than {MAX_LINE_BYTES} bytes")]
    TooLong,
    /// It is not canonical.
    #[error("not canonical {0}")]
    Fault(#[from] Fault),
    /// The signature has another form.
    #[error("the signature: {0}")]
    Signature(#[from] NotHex),
    /// The body is none.
    #[error("the body: {0}")]
    Body(#[from] BodyError),
    /// The record is none.
    #[error(transparent)]
    Record(#[from] RecordError),
}

/// Writes a record as one line, without its end.
pub fn write_line(record: &Record) -> String {
    let body = record.body().map(Body::text);
    join_line(body, record.text(), &record.signature().to_string())
}

/// Writes a record's parts as one line, without its end, as they are: the body's and the envelope's canonical texts and
/// the signature in hexadecimal.
pub fn join_line(body: Option<&str>, envelope: &str, signature: &str) -> String {
    let body = body.unwrap_or("null");
    format!(r#"{{"body":{body},"envelope":{envelope},"signature":"{signature}"}}"#)
}

/// Reads one line, without its end.
///
/// # Errors
///
/// If it is not what [`write_line`] writes of some record.
pub fn read_line(line: &[u8]) -> Result<Record, LineError> {
    if line.len() > MAX_LINE_BYTES {
        return Err(LineError::TooLong);
    }
    let mut cursor = Cursor::new(line)?;
    cursor.expect("{\"body\":")?;
    let (body, body_text) = cursor.value_and_text()?;
    cursor.expect(",\"envelope\":")?;
    let (envelope, text) = cursor.value_and_text()?;
    cursor.expect(",\"signature\":")?;
    let signature: Signature = cursor.string()?.parse()?;
    cursor.expect("}")?;
    cursor.end()?;
    let body = match body.is_null() {
        true => None,
        false => Some(Body::of(body_text.to_owned(), body)?),
    };
    let envelope = Envelope::from_value(envelope).map_err(RecordError::from)?;
    Ok(Record::of(envelope, text, signature, body)?)
}
