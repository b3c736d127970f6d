//! `!запомни`: what is to be saved, and what is said of it.

use secta_bot_kit::{
    Ctx, Effect, EventId, RoomId, Scope, args,
    effect::ViewAct,
    grammar::Command,
    input::Event,
    journal::{EffectResult, Outcome},
    words::{Answering, Text, notice, tidy},
};
use secta_wiki_formats::names::{PathTrouble, member_path};
use serde::Deserialize;

use crate::{
    NAME,
    act::{Act, Came, Fate, Save, What, Why},
    memory::{self, Pending, Room},
    sync,
};

/// The tag of a saving.
pub const SAVING: &str = "save";

/// The most tags of a note.
const TAGS: usize = 20;

/// How much of a path is shown, in characters.
const SHOWN: usize = 160;

/// `!запомни`, in reply to a message, in a thread, or with a text.
pub fn save(command: &Command, ctx: &mut Ctx<'_>) {
    let event = &command.event;
    let room = memory::room(ctx, &event.room);
    if let Some(phrase) = refusal(event, &room, ctx) {
        let text = ctx.say(phrase, args![]);
        ctx.refuse(event, &text);
        return;
    }
    match wanted(command) {
        Ok(wanted) => plan(event, &room, wanted, ctx),
        Err(trouble) => {
            let text = explained(&trouble, ctx);
            ctx.refuse(event, &text);
        }
    }
}

fn refusal(event: &Event, room: &Room, ctx: &Ctx<'_>) -> Option<&'static str> {
    let encrypted = is_encrypted(event, ctx);
    if room.is_twilight() {
        Some("archive-twilight")
    } else if room.allowed == Some(false) {
        Some("archive-is-off")
    } else if encrypted && room.allowed != Some(true) {
        Some("archive-encrypted")
    } else {
        None
    }
}

/// Whether the room is encrypted.
pub fn is_encrypted(event: &Event, ctx: &Ctx<'_>) -> bool {
    event.encrypted || ctx.place().is_some_and(|place| place.encrypted)
}

struct Wanted {
    what: What,
    path: Option<String>,
    tags: Vec<String>,
}

enum Trouble {
    Nothing,
    Path(PathTrouble),
}

fn wanted(command: &Command) -> Result<Wanted, Trouble> {
    let event = &command.event;
    let what = match (&event.reply_to, &event.thread) {
        (Some(answered), _) => Some(What::Message(answered.clone())),
        (None, Some(root)) => Some(What::Thread(root.clone())),
        (None, None) => None,
    };
    let (words, tags) = split_tags(&command.args);
    if let Some(what) = what {
        let path = Some(words).filter(|words| !words.is_empty());
        let path = path
            .map(|path| member_path(&path))
            .transpose()
            .map_err(Trouble::Path)?;
        return Ok(Wanted { what, path, tags });
    }
    let mut body = command.args.clone();
    for line in &command.lines {
        body.push('\n');
        body.push_str(line);
    }
    if body.trim().is_empty() {
        return Err(Trouble::Nothing);
    }
    let what = What::Text {
        event: command.subject().clone(),
        body: body.trim().to_owned(),
    };
    let (_, tags) = split_tags(&body);
    Ok(Wanted {
        what,
        path: None,
        tags,
    })
}

/// The tags among words, and the words without them.
fn split_tags(text: &str) -> (String, Vec<String>) {
    let (mut words, mut tags) = (Vec::new(), Vec::new());
    for word in text.split_whitespace() {
        match word
            .strip_prefix('#')
            .map(|tag| tag.trim_end_matches([',', '.', ';']))
        {
            Some(tag) if tag.chars().any(char::is_alphabetic) && tags.len() < TAGS => {
                tags.push(tidy(tag, 60));
            }
            Some(_) | None => words.push(word),
        }
    }
    tags.dedup();
    (words.join(" "), tags)
}

fn plan(event: &Event, room: &Room, wanted: Wanted, ctx: &mut Ctx<'_>) {
    let vault = room.vault(&event.room);
    let name = room.name.as_deref().unwrap_or(event.room.as_str());
    let act = Act::Save(Save {
        vault: vault.clone(),
        what: wanted.what,
        room: event.room.clone(),
        room_name: tidy(name, 100),
        path: wanted.path,
        tags: wanted.tags,
        by: event.sender.clone(),
        at_ms: event.sent_ms,
        encrypted: is_encrypted(event, ctx),
        lang: ctx.lang(),
    });
    let effect = Effect::View(ViewAct {
        view: NAME.to_owned(),
        lane: vault.folder.clone(),
        // It is plain data: it has JSON.
        ask: serde_json::to_value(&act).unwrap_or_default(),
    });
    let scope = Scope::room(&event.room);
    let key = ctx.plan(&scope, SAVING, effect);
    let pending = Pending {
        event: event.subject().clone(),
        thread: event.thread.clone(),
        by: event.sender.clone(),
        lang: ctx.lang(),
    };
    ctx.put(&scope, &pending_key(&key), &pending);
    sync::begin(&vault, &event.room, ctx);
}

fn pending_key(key: &str) -> String {
    format!("pending/{key}")
}

fn explained(trouble: &Trouble, ctx: &Ctx<'_>) -> Text {
    match trouble {
        Trouble::Nothing => ctx.say("archive-nothing", args![]),
        Trouble::Path(trouble) => ctx.say(
            "archive-bad-path",
            args!["why" => path_trouble(trouble, ctx)],
        ),
    }
}

fn path_trouble(trouble: &PathTrouble, ctx: &Ctx<'_>) -> Text {
    let phrase = match trouble {
        PathTrouble::Absolute => "archive-path-absolute",
        PathTrouble::Relative => "archive-path-relative",
        PathTrouble::Empty => "archive-path-empty",
        PathTrouble::Deep { .. } => "archive-path-deep",
        PathTrouble::Nameless(_) => "archive-path-nameless",
    };
    ctx.say(phrase, args![])
}

/// A message was redacted: its words leave the note, where anything was saved of the room.
pub fn redacted(room: &RoomId, target: &EventId, ctx: &mut Ctx<'_>) {
    let vault = memory::room(ctx, room).vault(room);
    let scope = memory::vault(&vault.folder);
    if ctx.get::<memory::Vault>(&scope, "vault").is_none() {
        return;
    }
    let act = Act::Forget {
        vault: vault.clone(),
        event: target.clone(),
        at_ms: ctx.now_ms(),
    };
    let effect = Effect::View(ViewAct {
        view: NAME.to_owned(),
        lane: vault.folder.clone(),
        ask: serde_json::to_value(&act).unwrap_or_default(),
    });
    ctx.plan(&scope, "forget", effect);
    sync::begin(&vault, room, ctx);
}

/// The vault has answered: so is whoever asked.
pub fn done(outcome: &Outcome, room: &RoomId, ctx: &mut Ctx<'_>) {
    let scope = Scope::room(room);
    let key = pending_key(&outcome.key);
    let Some(pending) = ctx.get::<Pending>(&scope, &key) else {
        return;
    };
    ctx.delete(&scope, &key);
    let came = match &outcome.result {
        EffectResult::Done(done) => done
            .data
            .as_ref()
            .and_then(|data| Came::deserialize(data).ok()),
        EffectResult::Refused { .. } => None,
    };
    let text = said(came.as_ref(), &pending, ctx);
    let answering = Answering {
        thread: pending.thread,
        reply_to: Some(pending.event),
        mention: Some(pending.by),
    };
    ctx.send(room, "m.room.message", notice(&text, &answering), "saved");
}

fn said(came: Option<&Came>, pending: &Pending, ctx: &Ctx<'_>) -> Text {
    let say = |id: &str, args| ctx.words().text(pending.lang, id, &args);
    match came {
        Some(Came::Saved {
            path,
            fate,
            left_out,
        }) => {
            let shown = tidy(path, SHOWN);
            let text = match fate {
                Fate::New => say("archive-saved", args!["path" => shown]),
                Fate::Grown(n) => say("archive-grown", args!["path" => shown, "n" => *n]),
                Fate::Same => say("archive-same", args!["path" => shown]),
            };
            let files = left_out
                .iter()
                .map(|name| tidy(name, 60))
                .collect::<Vec<_>>()
                .join(", ");
            let left =
                (!files.is_empty()).then(|| say("archive-left-out", args!["files" => files]));
            Text::lines([text].into_iter().chain(left))
        }
        Some(Came::Not(Why::Gone)) => say("archive-gone", args![]),
        Some(Came::Not(Why::Empty)) => say("archive-empty", args![]),
        Some(Came::Not(Why::Taken)) => say("archive-taken", args![]),
        Some(Came::Edited { .. } | Came::Synced(_) | Came::Forgotten | Came::Resumed) | None => {
            say("archive-failed", args![])
        }
    }
}
