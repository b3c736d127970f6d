use serde_json::Value;

use super::event::identifier;
use crate::ids::EventId;

/// What an event stands in relation to (`m.relates_to`).
#[derive(Debug, Default)]
pub(super) struct Relations {
    /// The root of its thread.
    pub(super) thread: Option<EventId>,
    /// The event that it answers, a thread's fallback not counted.
    pub(super) reply_to: Option<EventId>,
    /// Whether its texts may begin with a quotation of the event answered.
    pub(super) quotes: bool,
    /// The event that it edits (`m.replace`).
    pub(super) replaces: Option<EventId>,
    /// The event that it refers to (`m.reference`): a poll.
    pub(super) refers: Option<EventId>,
    /// The event that it annotates (`m.annotation`), and with what.
    pub(super) annotates: Option<(EventId, String)>,
}

impl Relations {
    /// Reads them out of an event's content.
    pub(super) fn of(content: &Value) -> Self {
        let Some(relates) = content.get("m.relates_to") else {
            return Self::default();
        };
        let answered = id(relates
            .get("m.in_reply_to")
            .and_then(|reply| reply.get("event_id")));
        let mut relations = Self {
            quotes: answered.is_some(),
            ..Self::default()
        };
        let target = id(relates.get("event_id"));
        match relates.get("rel_type").and_then(Value::as_str) {
            Some("m.thread") => {
                let falling_back = relates
                    .get("is_falling_back")
                    .and_then(Value::as_bool)
                    .unwrap_or(false);
                relations.thread = target;
                relations.reply_to = answered.filter(|_| !falling_back);
            }
            Some("m.replace") => relations.replaces = target,
            Some("m.reference") => relations.refers = target,
            Some("m.annotation") => {
                let key = relates.get("key").and_then(Value::as_str);
                relations.annotates = target.zip(key.map(str::to_owned));
            }
            Some(_) | None => relations.reply_to = answered,
        }
        relations
    }
}

fn id(value: Option<&Value>) -> Option<EventId> {
    identifier(value, '$').map(EventId::new)
}
