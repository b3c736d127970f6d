//! Events as a client sees them.

use serde_json::{Value, json};

/// The types of polls that Element uses.
pub mod poll {
    /// A poll.
    pub const START: &str = "org.matrix.msc3381.poll.start";
    /// An answer.
    pub const RESPONSE: &str = "org.matrix.msc3381.poll.response";
    /// Its end.
    pub const END: &str = "org.matrix.msc3381.poll.end";
}

/// One event of a room's timeline.
#[derive(Clone, Debug, PartialEq)]
pub struct Event(pub Value);

impl Event {
    /// Its id.
    pub fn id(&self) -> &str {
        self.0["event_id"].as_str().unwrap_or_default()
    }

    /// Its type.
    pub fn kind(&self) -> &str {
        self.0["type"].as_str().unwrap_or_default()
    }

    /// Who sent it.
    pub fn sender(&self) -> &str {
        self.0["sender"].as_str().unwrap_or_default()
    }

    /// Its content.
    pub fn content(&self) -> &Value {
        &self.0["content"]
    }

    /// The text of a message.
    pub fn body(&self) -> &str {
        self.content()["body"].as_str().unwrap_or_default()
    }

    /// The event that it relates to: a thread's root, a poll, what a reaction is on.
    pub fn relates_to(&self) -> Option<&str> {
        self.content()["m.relates_to"]["event_id"].as_str()
    }

    /// The event that it replies to, inside a thread too.
    pub fn replies_to(&self) -> Option<&str> {
        self.content()["m.relates_to"]["m.in_reply_to"]["event_id"].as_str()
    }

    /// Whether it says something in answer to that event: in its thread, or as a reply.
    pub fn answers(&self, question: &str) -> bool {
        self.relates_to() == Some(question) || self.replies_to() == Some(question)
    }

    /// The answers of a poll, as (id, text).
    pub fn poll_answers(&self) -> Vec<(String, String)> {
        let answers = self.content()[poll::START]["answers"]
            .as_array()
            .cloned()
            .unwrap_or_default();
        let text = |answer: &Value| {
            let text = answer["org.matrix.msc1767.text"]
                .as_str()
                .or_else(|| answer["body"].as_str());
            text.unwrap_or_default().to_owned()
        };
        answers
            .iter()
            .map(|answer| {
                (
                    answer["id"].as_str().unwrap_or_default().to_owned(),
                    text(answer),
                )
            })
            .collect()
    }

    /// The id of a poll's answer by its text.
    ///
    /// # Panics
    ///
    /// When there is no such answer.
    pub fn poll_answer(&self, text: &str) -> String {
        let answers = self.poll_answers();
        let found = answers.iter().find(|(_, answer)| answer == text);
        found
            .unwrap_or_else(|| panic!("the poll has no answer {text:?}: {}", self.0))
            .0
            .clone()
    }
}

/// The content of a text message.
pub fn text(body: &str) -> Value {
    json!({ "msgtype": "m.text", "body": body })
}

/// The content of an edit of a text message.
pub fn edit(said: &str, body: &str) -> Value {
    let mut content = text(&format!("* {body}"));
    content["m.new_content"] = text(body);
    content["m.relates_to"] = json!({ "rel_type": "m.replace", "event_id": said });
    content
}

/// The content of an answer to a poll.
pub fn response(poll: &str, answers: &[&str]) -> Value {
    json!({ "m.relates_to": { "rel_type": "m.reference", "event_id": poll }, poll::RESPONSE: { "answers": answers } })
}
