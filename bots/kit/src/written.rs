//! What somebody has written, on its way from a message to the record and to whoever says it again.

use secta_record::act::{Content, Media};
use secta_rules::text::visible_characters;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::{
    grammar::clean,
    input::{Media as Sent, Message},
};

/// The most bytes of a text with its form, as JSON: the event of an edit holds them twice, below the homeserver's 64 KiB.
pub const TEXT_MAX: usize = 28 * 1024;

/// The most tags that are read of a text.
const TAGS_MAX: usize = 50;

/// What somebody has written.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Written {
    /// The plain text; empty for an image without a caption.
    pub text: String,
    /// The formatted text, hostile until it is sanitised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub html: Option<String>,
    /// `m.text`, `m.image` …
    pub msgtype: String,
    /// The image or file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub media: Option<Box<Sent>>,
}

impl Written {
    /// Of a message as it stands.
    pub fn of_message(message: &Message) -> Self {
        let caption = message.media.as_ref().is_none_or(|media| media.captioned);
        Self {
            text: if caption {
                tidy(&message.body)
            } else {
                String::new()
            },
            html: message.html.clone().filter(|_| caption),
            ..Self::file_of(message)
        }
        .fitting()
    }

    /// The kind of a message and its file, without its words.
    pub fn file_of(message: &Message) -> Self {
        Self {
            msgtype: kind(message),
            media: message.media.clone(),
            ..Self::default()
        }
    }

    /// Whether there is nothing to read or see.
    pub fn is_empty(&self) -> bool {
        self.media.is_none() && visible_characters(&self.text) == 0
    }

    /// Whether the text is longer than an event can carry.
    pub fn is_too_long(&self) -> bool {
        json_len(&self.text) > TEXT_MAX
    }

    /// The tags written as `#tag`.
    pub fn tags(&self) -> Vec<String> {
        let words = self
            .text
            .split(|c: char| c.is_whitespace() || "()[]{},;".contains(c));
        let tags = words.filter_map(|word| word.strip_prefix('#'));
        tags.map(|tag| tag.trim_end_matches(['.', ':', '!', '?', '"', '»']))
            .filter(|tag| {
                tag.contains(char::is_alphanumeric) && !tag.contains('#') && tag.len() <= 120
            })
            .take(TAGS_MAX)
            .map(str::to_owned)
            .collect()
    }

    /// Whether its file is encrypted for whoever was in the room: nobody else could open it.
    pub fn is_sealed(&self) -> bool {
        self.media
            .as_ref()
            .is_some_and(|media| media.source.key.is_some())
    }

    /// The file, as far as others can open it.
    fn open_media(&self) -> Option<&Sent> {
        self.media.as_deref().filter(|_| !self.is_sealed())
    }

    /// For the record; without a file that is sealed.
    pub fn content(&self) -> Content {
        let media = self.open_media().into_iter().map(|media| Media {
            mxc: media.source.url.clone(),
            name: media.name.clone(),
            mime: media.mime.clone(),
            // What the record can hold of a number.
            size_bytes: media.size_bytes.min((1 << 53) - 1),
            blake3: None,
        });
        Content {
            text: self.text.clone(),
            html: self.html.clone(),
            media: media.collect(),
            lang: None,
        }
    }

    /// The content of an event that says it again, without a file that is sealed. Nobody is mentioned by it.
    pub fn event(&self) -> Value {
        let mut content = json!({ "msgtype": self.msgtype, "body": self.text, "m.mentions": {} });
        if let Some(media) = self.open_media() {
            content["url"] = json!(media.source.url);
            content["filename"] = json!(media.name);
            content["info"] = if media.info.is_object() {
                media.info.clone()
            } else {
                json!({})
            };
            if self.text.is_empty() {
                content["body"] = json!(media.name);
            }
        }
        if let Some(html) = &self.html {
            content["format"] = json!("org.matrix.custom.html");
            content["formatted_body"] = json!(html);
        }
        content
    }

    /// Without the form, or the description of a file, that makes it too long for an event.
    #[must_use]
    pub fn fitting(mut self) -> Self {
        let text = json_len(&self.text);
        self.html = self.html.filter(|html| text + json_len(html) <= TEXT_MAX);
        // An unknown field of a media message may be of any size.
        let info = |media: &Sent| media.info.to_string().len() > 4096;
        if let Some(media) = self.media.as_mut().filter(|media| info(media)) {
            media.info = Value::Null;
        }
        self
    }
}

/// How many bytes a text takes in JSON.
fn json_len(text: &str) -> usize {
    let escaped = text
        .bytes()
        .filter(|byte| matches!(byte, b'"' | b'\\' | b'\n' | b'\t'))
        .count();
    text.len() + escaped
}

fn kind(message: &Message) -> String {
    let known = [
        "m.text", "m.emote", "m.image", "m.file", "m.video", "m.audio",
    ];
    let msgtype = message.msgtype.as_str();
    let kept = known.contains(&msgtype)
        && (message.media.is_some() || matches!(msgtype, "m.text" | "m.emote"));
    if kept { msgtype } else { "m.text" }.to_owned()
}

/// A text as it is kept: without invisible characters at its ends and those that turn its direction.
pub fn tidy(text: &str) -> String {
    clean(text).trim().to_owned()
}
