//! The events of a poll in the form that Element sends and reads: MSC3381 with its unstable names.

use secta_bot_kit::{EventId, words::Answering};
use serde_json::{Value, json};

use crate::{count::option_id, poll::Poll};

/// The type of a poll.
pub const START: &str = "org.matrix.msc3381.poll.start";
/// The type of a poll's end.
pub const END: &str = "org.matrix.msc3381.poll.end";
/// The text for clients without polls.
pub const TEXT: &str = "org.matrix.msc1767.text";

/// The content of a poll's event. `hint` is added to the text for clients without polls.
pub fn start(poll: &Poll, hint: &str) -> Value {
    let asked = &poll.asked;
    let kind = if asked.hidden {
        "undisclosed"
    } else {
        "disclosed"
    };
    let numbered = asked.options.iter().enumerate();
    let answers: Vec<Value> = numbered
        .clone()
        .map(|(option, text)| json!({ "id": option_id(option), TEXT: text }))
        .collect();
    let listed: Vec<String> = numbered
        .map(|(option, text)| format!("{}. {text}", option + 1))
        .collect();
    let mut content = json!({
        TEXT: format!("{}\n{}\n{hint}", asked.question, listed.join("\n")),
        START: {
            "kind": format!("org.matrix.msc3381.poll.{kind}"),
            "max_selections": asked.choices,
            "question": { TEXT: asked.question, "body": asked.question, "msgtype": "m.text" },
            "answers": answers,
        },
    });
    if let Some(thread) = &poll.thread {
        content["m.relates_to"] = json!({
            "rel_type": "m.thread",
            "event_id": thread,
            "is_falling_back": false,
            "m.in_reply_to": { "event_id": poll.ask },
        });
    }
    content
}

/// The content of the event that ends a poll.
pub fn end(poll: &EventId, text: &str) -> Value {
    json!({
        TEXT: text,
        END: {},
        "m.relates_to": { "rel_type": "m.reference", "event_id": poll },
    })
}

/// Where the result goes: to the poll, in its thread.
pub fn to_poll(poll: &Poll) -> Answering {
    Answering {
        thread: poll.thread.clone(),
        reply_to: Some(poll.event.clone().unwrap_or_else(|| poll.ask.clone())),
        mention: None,
    }
}
