use serde_json::{Value, json};

use super::Text;
use crate::ids::{EventId, UserId};

/// What a notice answers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answering {
    /// The root of the thread that it belongs into.
    pub thread: Option<EventId>,
    /// The event that it answers.
    pub reply_to: Option<EventId>,
    /// Who is meant: their client tells them.
    pub mention: Option<UserId>,
}

/// The content of an `m.room.message` that says the text as a notice.
pub fn notice(text: &Text, answering: &Answering) -> Value {
    let mentioned: Vec<&UserId> = answering.mention.iter().collect();
    let mut content = json!({
        "msgtype": "m.notice",
        "body": text.plain,
        "format": "org.matrix.custom.html",
        "formatted_body": text.html,
        "m.mentions": if mentioned.is_empty() { json!({}) } else { json!({ "user_ids": mentioned }) },
    });
    if let Some(relates) = relates_to(answering) {
        content["m.relates_to"] = relates;
    }
    content
}

fn relates_to(answering: &Answering) -> Option<Value> {
    let Some(thread) = &answering.thread else {
        return answering
            .reply_to
            .as_ref()
            .map(|event| json!({ "m.in_reply_to": { "event_id": event } }));
    };
    Some(json!({
        "rel_type": "m.thread",
        "event_id": thread,
        "is_falling_back": answering.reply_to.is_none(),
        "m.in_reply_to": { "event_id": answering.reply_to.as_ref().unwrap_or(thread) },
    }))
}
