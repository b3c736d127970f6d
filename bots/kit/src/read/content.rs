use serde_json::Value;

use super::{TEXT_MAX, event::identifier, relations::Relations};
use crate::{
    ids::{EventId, UserId},
    input::{Content, FileKey, FileSource, Media, Member, Membership, Message},
};

/// The longest name, address or media type of a file that is read, in bytes.
const NAME_MAX: usize = 255;

/// The longest part of what opens an encrypted file, in bytes: 256 bits in base64 are 44.
const KEY_MAX: usize = 64;

const UNSTABLE_RESPONSE: &str = "org.matrix.msc3381.poll.response";

/// Reads what an event says.
pub(super) fn content(kind: &str, event: &Value, relations: &Relations) -> Content {
    let content = event.get("content").unwrap_or(&Value::Null);
    if let Some(state_key) = event.get("state_key") {
        return state_key
            .as_str()
            .and_then(|state_key| state(kind, state_key, content))
            .unwrap_or_else(|| other(kind));
    }
    let redacted = event
        .get("unsigned")
        .and_then(|unsigned| unsigned.get("redacted_because"));
    if redacted.is_some_and(|because| !because.is_null()) {
        return other(kind);
    }
    let read = match kind {
        "m.room.message" => message(content, relations).map(Content::Message),
        "m.room.encrypted" => ciphertext(content, event),
        "m.room.redaction" => redaction(content, event),
        "m.reaction" => relations
            .annotates
            .clone()
            .map(|(target, key)| Content::Reaction { target, key }),
        "m.poll.start" | "org.matrix.msc3381.poll.start" => Some(Content::PollStart),
        "m.poll.response" | UNSTABLE_RESPONSE => poll_response(content, relations),
        "m.poll.end" | "org.matrix.msc3381.poll.end" => relations
            .refers
            .clone()
            .map(|poll| Content::PollEnd { poll }),
        _ => None,
    };
    read.unwrap_or_else(|| other(kind))
}

fn other(kind: &str) -> Content {
    Content::Other {
        kind: kind.to_owned(),
    }
}

fn state(kind: &str, state_key: &str, content: &Value) -> Option<Content> {
    if kind != "m.room.member" {
        return Some(Content::State {
            kind: kind.to_owned(),
            state_key: state_key.to_owned(),
            content: content.clone(),
        });
    }
    let membership = match content.get("membership")?.as_str()? {
        "invite" => Membership::Invite,
        "join" => Membership::Join,
        "knock" => Membership::Knock,
        "leave" => Membership::Leave,
        "ban" => Membership::Ban,
        _ => return None,
    };
    let user = Value::from(state_key);
    Some(Content::Member(Member {
        user: UserId::new(identifier(Some(&user), '@')?),
        membership,
        direct: content
            .get("is_direct")
            .and_then(Value::as_bool)
            .unwrap_or(false),
        display_name: content
            .get("displayname")
            .and_then(Value::as_str)
            .map(str::to_owned),
        avatar_url: content
            .get("avatar_url")
            .and_then(Value::as_str)
            .filter(|url| is_mxc(url))
            .map(str::to_owned),
    }))
}

fn message(content: &Value, relations: &Relations) -> Option<Message> {
    let edits = relations.replaces.clone();
    let said = if edits.is_some() {
        content.get("m.new_content")?
    } else {
        content
    };
    let text = |key: &str| said.get(key).and_then(Value::as_str);
    let body = text("body")?;
    let html = text("formatted_body")
        .filter(|html| text("format") == Some("org.matrix.custom.html") && html.len() <= TEXT_MAX);
    let quotes = relations.quotes && edits.is_none();
    Some(Message {
        msgtype: text("msgtype")?.to_owned(),
        body: cut(if quotes {
            without_quotation(body)
        } else {
            body
        })
        .to_owned(),
        html: html.map(|html| if quotes { without_mx_reply(html) } else { html }.to_owned()),
        edits,
        media: media(said).map(Box::new),
    })
}

/// The image or file of a message.
fn media(said: &Value) -> Option<Media> {
    let text = |value: Option<&Value>| value.and_then(Value::as_str).map(str::to_owned);
    let source = match said.get("file").filter(|file| file.is_object()) {
        Some(file) => FileSource {
            key: Some(file_key(file)?),
            url: text(file.get("url"))?,
        },
        None => FileSource::clear(&text(said.get("url"))?),
    };
    if !is_mxc(&source.url) {
        return None;
    }
    let body = text(said.get("body")).unwrap_or_default();
    let name = text(said.get("filename")).filter(|name| name.len() <= NAME_MAX);
    let info = said.get("info").filter(|info| info.is_object());
    let size = info.and_then(|info| info.get("size"));
    Some(Media {
        source,
        captioned: name.as_ref().is_some_and(|name| *name != body),
        name: name.unwrap_or_else(|| cut_to(&body, NAME_MAX).to_owned()),
        mime: text(info.and_then(|info| info.get("mimetype")))
            .filter(|mime| mime.len() <= NAME_MAX)
            .unwrap_or_else(|| "application/octet-stream".to_owned()),
        size_bytes: size.and_then(Value::as_u64).unwrap_or(0),
        info: info.cloned().unwrap_or(Value::Null),
    })
}

/// What opens an encrypted file; `None` where it is of a version that is not known, or no key at all.
fn file_key(file: &Value) -> Option<FileKey> {
    let text = |path: &str| {
        let text = file.pointer(path)?.as_str()?;
        let well = text.len() <= KEY_MAX && text.bytes().all(|byte| byte.is_ascii_graphic());
        well.then(|| text.to_owned())
    };
    if text("/v")? != "v2" {
        return None;
    }
    Some(FileKey {
        k: text("/key/k")?,
        iv: text("/iv")?,
        sha256: text("/hashes/sha256")?,
    })
}

fn is_mxc(url: &str) -> bool {
    let well = |c: char| c.is_ascii_graphic() && c != '"';
    url.starts_with("mxc://") && url.len() <= NAME_MAX && url.chars().all(well)
}

/// The text without the lines that quote the message answered.
fn without_quotation(body: &str) -> &str {
    if !(body.starts_with("> <") || body.starts_with("> * <")) {
        return body;
    }
    let mut rest = body;
    while rest.starts_with('>') {
        rest = rest.split_once('\n').map_or("", |(_, after)| after);
    }
    rest.strip_prefix('\n').unwrap_or(rest)
}

fn without_mx_reply(html: &str) -> &str {
    const END: &str = "</mx-reply>";
    if !html
        .trim_start()
        .get(..9)
        .is_some_and(|tag| tag.eq_ignore_ascii_case("<mx-reply"))
    {
        return html;
    }
    let end = html
        .as_bytes()
        .windows(END.len())
        .position(|bytes| bytes.eq_ignore_ascii_case(END.as_bytes()));
    end.map_or(html, |end| &html[end + END.len()..])
}

fn cut(text: &str) -> &str {
    cut_to(text, TEXT_MAX)
}

fn cut_to(text: &str, max: usize) -> &str {
    let mut end = text.len().min(max);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

fn ciphertext(content: &Value, event: &Value) -> Option<Content> {
    let session = content.get("session_id")?.as_str()?;
    (content.get("algorithm")?.as_str()? == "m.megolm.v1.aes-sha2").then(|| Content::Ciphertext {
        session: session.to_owned(),
        event: event.clone(),
    })
}

/// Up to room version 10 the homeserver checks the outer `redacts` and anyone may write the inner one; from 11 on
/// the inner one counts and homeservers repeat it outside.
fn redaction(content: &Value, event: &Value) -> Option<Content> {
    let target = identifier(event.get("redacts"), '$')
        .or_else(|| identifier(content.get("redacts"), '$'))?;
    Some(Content::Redaction {
        target: EventId::new(target),
    })
}

fn poll_response(content: &Value, relations: &Relations) -> Option<Content> {
    let list = content.get("m.selections").or_else(|| {
        content
            .get(UNSTABLE_RESPONSE)
            .and_then(|response| response.get("answers"))
    });
    let answers = list.and_then(Value::as_array).and_then(|answers| {
        answers
            .iter()
            .map(|answer| answer.as_str().map(str::to_owned))
            .collect::<Option<Vec<_>>>()
    });
    Some(Content::PollResponse {
        poll: relations.refers.clone()?,
        answers,
    })
}
