//! Files that bots make, and how they are said.

use base64::{Engine, prelude::BASE64_STANDARD};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Value, json};

use crate::words::{Answering, Text, notice};

/// The most bytes of a file: it travels within its effect, a row of the outbox that shall stay below 64 KiB.
pub const FILE_MAX: usize = 45 * 1024;

/// A file that a bot made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct File {
    mime: String,
    #[serde(serialize_with = "encode", deserialize_with = "decode")]
    bytes: Vec<u8>,
}

impl File {
    /// Of a media type; `None` where it has more than [`FILE_MAX`] bytes.
    pub fn new(mime: impl Into<String>, bytes: Vec<u8>) -> Option<Self> {
        let mime = mime.into();
        (bytes.len() <= FILE_MAX).then_some(Self { mime, bytes })
    }

    /// As it is made at the moment of sending: it never travels within an effect.
    pub fn composed(mime: impl Into<String>, bytes: Vec<u8>) -> Self {
        let mime = mime.into();
        Self { mime, bytes }
    }

    /// The media type.
    pub fn mime(&self) -> &str {
        &self.mime
    }

    /// What is in it.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

/// An image that a bot made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Image {
    /// The file.
    pub file: File,
    /// The file's name.
    pub name: String,
    /// What stands below it, and for it where it cannot be seen.
    pub caption: Text,
    /// Its width in pixels.
    pub width_px: u32,
    /// Its height in pixels.
    pub height_px: u32,
}

impl Image {
    /// The content of an `m.room.message` that shows it; the file's address is put in on the way out.
    pub(crate) fn content(&self, answering: &Answering) -> Value {
        let mut content = notice(&self.caption, answering);
        content["msgtype"] = json!("m.image");
        content["filename"] = json!(self.name);
        content["info"] = json!({
            "mimetype": self.file.mime,
            "size": self.file.bytes.len(),
            "w": self.width_px,
            "h": self.height_px,
        });
        content
    }
}

fn encode<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&BASE64_STANDARD.encode(bytes))
}

fn decode<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
    let text = String::deserialize(deserializer)?;
    BASE64_STANDARD
        .decode(text)
        .map_err(serde::de::Error::custom)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_comes_back_from_its_json_and_stays_small() {
        let bytes: Vec<u8> = (0..FILE_MAX).map(|n| n.to_le_bytes()[0]).collect();
        let file = File::new("image/png", bytes).expect("not too long");
        let json = serde_json::to_string(&file).expect("JSON");
        assert!(json.len() < 64 * 1024, "{}", json.len());
        assert_eq!(serde_json::from_str::<File>(&json).expect("a file"), file);
        assert_eq!(File::new("image/png", vec![0; FILE_MAX + 1]), None);
        let bad = serde_json::from_str::<File>(r#"{"mime":"image/png","bytes":"?"}"#);
        assert!(bad.is_err());
    }
}
