//! Telling how far the reading of a room's past is.

use secta_bot_kit::{
    Ctx, EventId, Lang, RoomId, Scope, args,
    journal::{EffectResult, Outcome},
    words::{Answering, Text, notice},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// The tag of the message in which it is told.
pub const TOLD: &str = "history";

const KEY: &str = "history";

/// How far it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// The room.
    pub room: RoomId,
    /// How many messages were read.
    pub read: u64,
    /// Whether the beginning was reached.
    pub done: bool,
}

/// The message in which it is told.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Told {
    #[serde(default)]
    event: Option<EventId>,
    /// What is to be said once the message is there.
    #[serde(default)]
    next: Option<(u64, bool)>,
}

/// Tells it: the first time by a message, then by editing that.
pub fn told(progress: &Progress, lang: Lang, ctx: &mut Ctx<'_>) {
    let scope = Scope::room(&progress.room);
    let mut told: Told = ctx.get(&scope, KEY).unwrap_or_default();
    let text = text(progress.read, progress.done, lang, ctx);
    match (ctx.get::<Told>(&scope, KEY), &told.event) {
        (None, _) => {
            ctx.send(
                &progress.room,
                "m.room.message",
                notice(&text, &Answering::default()),
                TOLD,
            );
        }
        (Some(_), Some(event)) => {
            let edit = edit(event, &text);
            ctx.send(&progress.room, "m.room.message", edit, "history-edit");
        }
        (Some(_), None) => told.next = Some((progress.read, progress.done)),
    }
    if progress.done && told.event.is_some() {
        ctx.delete(&scope, KEY);
    } else {
        ctx.put(&scope, KEY, &told);
    }
}

/// The message is there.
pub fn sent(outcome: &Outcome, room: &RoomId, lang: Lang, ctx: &mut Ctx<'_>) {
    let (TOLD, EffectResult::Done(done)) = (outcome.tag.as_str(), &outcome.result) else {
        return;
    };
    let scope = Scope::room(room);
    let (Some(mut told), Some(event)) = (ctx.get::<Told>(&scope, KEY), &done.event_id) else {
        return;
    };
    let event = EventId::new(event);
    let next = told.next.take();
    told.event = Some(event.clone());
    if let Some((read, done)) = next {
        let edit = edit(&event, &text(read, done, lang, ctx));
        ctx.send(room, "m.room.message", edit, "history-edit");
        if done {
            ctx.delete(&scope, KEY);
            return;
        }
    }
    ctx.put(&scope, KEY, &told);
}

fn text(read: u64, done: bool, lang: Lang, ctx: &Ctx<'_>) -> Text {
    let phrase = if done {
        "search-history-done"
    } else {
        "search-history"
    };
    ctx.words().text(lang, phrase, &args!["n" => read])
}

fn edit(event: &EventId, text: &Text) -> Value {
    let new = notice(text, &Answering::default());
    let mut content = new.clone();
    content["body"] = json!(format!("* {}", text.plain));
    content["m.new_content"] = new;
    content["m.relates_to"] = json!({ "rel_type": "m.replace", "event_id": event });
    content
}
