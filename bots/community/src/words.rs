//! What an item says, on its way from a message to the record and to the puppet that says it again.

use secta_bot_kit::{
    grammar::{Command, clean, fold},
    input::{Event, Media as Sent, Message},
};
use secta_record::act::{Content, Media};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::commands;

/// The most bytes of an item's texts, as JSON: the event of an edit holds them twice, below the homeserver's 64 KiB.
pub const TEXT_MAX: usize = 28 * 1024;

/// The most tags that are read of a text.
const TAGS_MAX: usize = 50;

/// What an item says.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Words {
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

impl Words {
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
            msgtype: kind(message),
            media: message.media.clone(),
        }
        .fitting()
    }

    /// Of what stands behind a command's name: from its `skip`-th word on.
    pub fn of_command(command: &Command, message: &Message, skip: usize) -> Self {
        let mut text = after_words(&command.args, skip).to_owned();
        for line in &command.lines {
            text.push('\n');
            text.push_str(line);
        }
        Self {
            text: tidy(&text),
            html: command
                .html
                .as_deref()
                .filter(|_| skip == 0)
                .and_then(behind_name),
            msgtype: kind(message),
            media: message.media.clone(),
        }
        .fitting()
    }

    /// Of an edit: behind the command's name, where the message is one.
    pub fn of_edit(message: &Message) -> Self {
        let words = Self::of_message(message);
        let said = words
            .text
            .strip_prefix(['!', '！'])
            .unwrap_or_default()
            .trim_start();
        let name = fold(said.split_whitespace().next().unwrap_or_default());
        let is = |id: &str| {
            let mut specs = commands::all().into_iter().filter(|spec| spec.id == id);
            specs.any(|spec| spec.ru.iter().chain(spec.en).any(|known| *known == name))
        };
        let behind = after_words(said, 1);
        let linked = behind
            .split_whitespace()
            .next()
            .and_then(linked_event)
            .is_some();
        if is(commands::POST) || (is(commands::COMMENT) && !linked) {
            let html = words.html.as_deref().and_then(behind_name);
            Self {
                text: tidy(behind),
                html,
                ..words
            }
        } else if is(commands::COMMENT) {
            Self {
                text: tidy(after_words(behind, 1)),
                html: None,
                ..words
            }
        } else {
            words
        }
    }

    /// Whether there is nothing to read or see.
    pub fn is_empty(&self) -> bool {
        self.media.is_none() && secta_rules::text::visible_characters(&self.text) == 0
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

    /// For the record.
    pub fn content(&self) -> Content {
        let media = self.media.iter().map(|media| Media {
            mxc: media.url.clone(),
            name: media.name.clone(),
            mime: media.mime.clone(),
            // What the record can hold of a number.
            size_bytes: media.size_bytes.min((1 << 53) - 1),
        });
        Content {
            text: self.text.clone(),
            html: self.html.clone(),
            media: media.collect(),
            lang: None,
        }
    }

    /// The content of an event that says it again. Nobody is mentioned by it.
    pub fn event(&self) -> Value {
        let mut content = json!({ "msgtype": self.msgtype, "body": self.text, "m.mentions": {} });
        if let Some(media) = &self.media {
            content["url"] = json!(media.url);
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

    fn fitting(mut self) -> Self {
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

fn tidy(text: &str) -> String {
    clean(text).trim().to_owned()
}

/// What follows the first words of a text.
pub fn after_words(text: &str, words: usize) -> &str {
    let mut rest = text.trim_start();
    for _ in 0..words {
        let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
        rest = rest[end..].trim_start_matches([' ', '\t']);
    }
    rest
}

/// A formatted text without the command's name at its beginning; `None` where it does not begin with it plainly.
fn behind_name(html: &str) -> Option<String> {
    let (open, rest) = match html.trim_start().strip_prefix("<p>") {
        Some(rest) => ("<p>", rest),
        None => ("", html.trim_start()),
    };
    let name = rest.trim_start().strip_prefix(['!', '！'])?;
    let end = name.find(|c: char| c.is_whitespace() || c == '<')?;
    let (word, after) = name.split_at(end);
    let plain = word.chars().all(char::is_alphanumeric);
    let after = after.trim_start();
    let after = after
        .strip_prefix("<br>")
        .or(after.strip_prefix("<br />"))
        .or(after.strip_prefix("<br/>"));
    let after = after.unwrap_or(&name[end..]).trim_start();
    (plain && !after.is_empty()).then(|| format!("{open}{after}"))
}

/// Links to an event: `https://matrix.to/#/!room/$event?via=…` or `matrix:roomid/…/e/…`. The event.
pub fn linked_event(word: &str) -> Option<String> {
    let path = word.trim_matches(['<', '>', '(', ')', '[', ']', ',', '.']);
    let path = path.split(['?']).next()?;
    let id = match path.split_once("matrix.to/#/") {
        Some((_, path)) => unescape(path.split_once('/')?.1),
        None => format!(
            "${}",
            unescape(path.strip_prefix("matrix:")?.split_once("/e/")?.1)
        ),
    };
    let well = id.starts_with('$')
        && id.len() <= 255
        && !id.chars().any(|c| c.is_whitespace() || c.is_control());
    well.then_some(id)
}

/// `%24` → `$`; what is no escape stays.
fn unescape(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let hex = |bytes: &[u8]| {
            let digits = bytes
                .get(..2)
                .and_then(|two| std::str::from_utf8(two).ok())?;
            u8::from_str_radix(digits, 16).ok()
        };
        match hex(after).filter(|_| *first == b'%') {
            Some(byte) => {
                bytes.push(byte);
                rest = after.get(2..).unwrap_or_default();
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The message of an event, if it is one.
pub fn message_of(event: &Event) -> Option<&Message> {
    match &event.content {
        secta_bot_kit::input::Content::Message(message) => Some(message),
        secta_bot_kit::input::Content::Reaction { .. }
        | secta_bot_kit::input::Content::PollStart
        | secta_bot_kit::input::Content::PollResponse { .. }
        | secta_bot_kit::input::Content::PollEnd { .. }
        | secta_bot_kit::input::Content::Redaction { .. }
        | secta_bot_kit::input::Content::Member(_)
        | secta_bot_kit::input::Content::State { .. }
        | secta_bot_kit::input::Content::Ciphertext { .. }
        | secta_bot_kit::input::Content::Other { .. } => None,
    }
}
