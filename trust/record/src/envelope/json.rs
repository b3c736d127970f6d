//! An envelope as a JSON value, both ways.

use serde_json::{Map, Value};

use super::{Envelope, EnvelopeError, Evidence, VERSION, check::check_version, fields::Fields};

/// The fields that are the node's alone, so that the author's signature does not cover them.
const AUTHOR_OMITS: [&str; 5] = ["author_signature", "evidence", "node", "previous", "seq"];

impl Envelope {
    /// Reads an envelope.
    ///
    /// # Errors
    ///
    /// If a field is missing or is not what it should be.
    pub fn from_value(value: Value) -> Result<Self, EnvelopeError> {
        let mut fields = Fields::of(value, "envelope")?;
        check_version(fields.integer("version")?)?;
        let envelope = Self {
            community: fields.bytes_or_null("community")?,
            log: fields.text("log")?,
            kind: fields.text("kind")?,
            time_ms: fields.integer("time_ms")?,
            author: fields.text("author")?,
            author_key: fields.optional_bytes("author_key")?,
            author_signature: fields.optional_bytes("author_signature")?,
            node: fields.bytes("node")?,
            seq: fields.integer("seq")?,
            previous: fields.bytes_or_null("previous")?,
            references: fields.list_of_bytes("references")?,
            body: fields.bytes("body")?,
            evidence: fields.take("evidence").map(evidence).transpose()?,
            extra: fields.rest(),
        };
        envelope.check()?;
        Ok(envelope)
    }

    /// The envelope as a JSON object.
    pub fn to_value(&self) -> Value {
        let mut fields = self.extra.clone();
        let mut put = |name: &str, value: Value| fields.insert(name.to_owned(), value);
        put("version", VERSION.into());
        put("community", text_or_null(self.community.as_ref()));
        put("log", self.log.clone().into());
        put("kind", self.kind.clone().into());
        put("time_ms", self.time_ms.into());
        put("author", self.author.clone().into());
        put("node", self.node.to_string().into());
        put("seq", self.seq.into());
        put("previous", text_or_null(self.previous.as_ref()));
        let references = self.references.iter().map(|id| Value::from(id.to_string()));
        put("references", references.collect());
        put("body", self.body.to_string().into());
        if let Some(key) = &self.author_key {
            put("author_key", key.to_string().into());
        }
        if let Some(signature) = &self.author_signature {
            put("author_signature", signature.to_string().into());
        }
        if let Some(evidence) = &self.evidence {
            put("evidence", evidence.to_value());
        }
        Value::Object(fields)
    }
}

impl Evidence {
    fn to_value(&self) -> Value {
        let mut fields = self.extra.clone();
        fields.insert("room".to_owned(), self.room.clone().into());
        fields.insert("event_id".to_owned(), self.event_id.clone().into());
        fields.insert("origin".to_owned(), self.origin.clone().into());
        Value::Object(fields)
    }
}

fn evidence(value: Value) -> Result<Evidence, EnvelopeError> {
    let mut fields = Fields::of(value, "evidence")?;
    Ok(Evidence {
        room: fields.text("room")?,
        event_id: fields.text("event_id")?,
        origin: fields.text("origin")?,
        extra: fields.rest(),
    })
}

fn text_or_null(bytes: Option<&impl ToString>) -> Value {
    bytes.map_or(Value::Null, |bytes| bytes.to_string().into())
}

/// The value of an envelope without the fields that are the node's alone.
pub(crate) fn without_node(envelope: &Envelope) -> Value {
    let mut fields: Map<String, Value> = match envelope.to_value() {
        Value::Object(fields) => fields,
        other => return other,
    };
    fields.retain(|name, _| !AUTHOR_OMITS.contains(&name.as_str()));
    Value::Object(fields)
}
