//! What is said of entries: the proposal and how it stands, the copy in the chronicle's room.

use secta_bot_kit::{
    Ctx, EventId, Lang, UserId, Written, args,
    effect::AUTHOR_FIELD,
    grammar::clean,
    ids::permalink,
    input::Event,
    when::{Moment, print_instant},
    words::{Answering, Text, Words, notice, tidy},
};
use secta_record::act::Why;
use serde_json::{Value, json};

use crate::{
    Settings,
    act::Question,
    memory::{self, Entry, EntryId},
};

/// The most characters of a name.
const NAME_MAX: usize = 100;

/// The most bytes of an event's content, below the homeserver's 64 KiB with what is added on the way.
const CONTENT_MAX: usize = 60_000;

/// How a proposal stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// It is voted on.
    Open {
        /// The numbers.
        why: Why,
        /// Until when, in milliseconds since 1970.
        due_ms: i64,
    },
    /// It is in.
    Entered {
        /// The numbers.
        why: Why,
        /// Which entry it is.
        number: u64,
    },
    /// Its time is over.
    Lapsed {
        /// The numbers.
        why: Why,
    },
    /// Its author has taken it back, or the message is gone.
    TakenBack,
}

/// The bot's message about a proposal.
pub fn announcement(settings: &Settings, ctx: &Ctx<'_>, entry: &Entry, stage: Stage) -> Value {
    let lang = memory::hall(ctx, &entry.room).map_or(ctx.lang(), |hall| hall.lang);
    let say = |id: &str, args| ctx.words().text(lang, id, &args);
    let text = match stage {
        Stage::Open { why, due_ms } => {
            let head = args![
                "who" => name_of(&entry.by, None),
                "author" => name_of(&entry.author, Some(&entry.name)),
                "link" => permalink(&entry.room, Some(&entry.event), &settings.selves.server),
                "scroll" => scroll(ctx, entry),
            ];
            let numbers = args![
                "votes" => why.votes,
                "needed" => why.threshold,
                "x" => why.x,
                "magic" => why.magic,
                "policy" => why.policy,
                "until" => instant(settings, ctx, lang, (due_ms, ctx.now_ms())),
            ];
            let mut lines = vec![say("chronicle-proposed", head)];
            if left_file(entry) {
                lines.push(say("chronicle-file-left", args![]));
            }
            lines.push(say("chronicle-numbers", numbers));
            Text::lines(lines)
        }
        Stage::Entered { why, number } => say(
            "chronicle-is-in",
            args!["n" => number, "votes" => why.votes, "needed" => why.threshold],
        ),
        Stage::Lapsed { why } => say(
            "chronicle-lapsed",
            args!["votes" => why.votes, "needed" => why.threshold],
        ),
        Stage::TakenBack => say("chronicle-taken-back", args![]),
    };
    let (event, thread) = entry.asked.clone();
    let answering = Answering {
        thread,
        reply_to: Some(event),
        mention: None,
    };
    notice(&text, &answering)
}

/// Whether its file was too large to be copied, or could not be had.
fn left_file(entry: &Entry) -> bool {
    let media = entry.written.as_ref().and_then(|it| it.media.as_ref());
    media.is_some() && entry.blake3.is_none()
}

/// The reaction that is a vote.
fn scroll(ctx: &Ctx<'_>, entry: &Entry) -> String {
    let community = memory::hall(ctx, &entry.room).map(|hall| hall.community);
    let rules = community.and_then(|id| ctx.communities().get(&id));
    rules.map_or_else(String::new, |rules| {
        rules.policy().reactions.chronicle.clone()
    })
}

/// An edit that makes a message of the bot's say something else.
pub fn edit(event: &EventId, content: Value) -> Value {
    let mut edit = content.clone();
    edit["body"] = json!(format!(
        "* {}",
        content["body"].as_str().unwrap_or_default()
    ));
    edit["m.relates_to"] = json!({ "rel_type": "m.replace", "event_id": event });
    edit["m.new_content"] = content;
    if let Some(new) = edit["m.new_content"].as_object_mut() {
        new.remove("m.relates_to");
    }
    edit
}

/// The copy in the chronicle's room: number, author and time above the words and the file as they were.
pub fn copy(
    settings: &Settings,
    ctx: &Ctx<'_>,
    entry: &Entry,
    written: &Written,
    number: u64,
) -> Value {
    let hall = memory::hall(ctx, &entry.room);
    let lang = hall.map_or(ctx.lang(), |hall| hall.lang);
    let args = args![
        "n" => number,
        "author" => name_of(&entry.author, Some(&entry.name)),
        // The whole date: it is read years later.
        "at" => instant(settings, ctx, lang, (entry.time_ms, 0)),
        "link" => permalink(&entry.room, Some(&entry.event), &settings.selves.server),
    ];
    let head = ctx.words().text(lang, "chronicle-head", &args);
    let said = Text::verbatim(&written.text);
    let all = Text::paragraphs([head.clone(), said.clone()]);
    let mut content = written.event();
    if content["msgtype"] == "m.emote" {
        content["msgtype"] = json!("m.text");
    }
    content["body"] = json!(all.plain);
    content["format"] = json!("org.matrix.custom.html");
    content["formatted_body"] = match &written.html {
        Some(html) => json!(format!("<p>{}</p>{html}", head.html)),
        None => json!(all.html),
    };
    content[AUTHOR_FIELD] = json!(entry.author);
    if content.to_string().len() > CONTENT_MAX {
        // Without its form it fits: what is read is not longer than that.
        if let Some(content) = content.as_object_mut() {
            content.remove("formatted_body");
            content.remove("format");
        }
    }
    content
}

/// Its author, and who was there, hear that it is in.
pub fn tell_entered(
    settings: &Settings,
    ctx: &mut Ctx<'_>,
    entry: &Entry,
    number: u64,
    copy: &Event,
) {
    let lang = memory::hall(ctx, &entry.room).map_or(ctx.lang(), |hall| hall.lang);
    let link = permalink(&copy.room, Some(&copy.id), &settings.selves.server);
    let text = ctx.words().text(
        lang,
        "chronicle-entered",
        &args!["n" => number, "link" => link],
    );
    let answering = Answering {
        thread: entry.asked.1.clone(),
        reply_to: Some(entry.event.clone()),
        mention: Some(entry.author.clone()).filter(|author| *author != settings.selves.bot),
    };
    ctx.send(
        &entry.room,
        "m.room.message",
        notice(&text, &answering),
        "entered",
    );
}

/// A link to the copy of an entry; to the message itself while that is not there.
pub fn copy_link(settings: &Settings, ctx: &Ctx<'_>, id: &EntryId, entry: &Entry) -> String {
    let room = memory::room_of(ctx, &id.community, "chronicle");
    let (room, event) = match room.zip(entry.copy.clone()) {
        Some(copy) => copy,
        None => (entry.room.clone(), entry.event.clone()),
    };
    permalink(&room, Some(&event), &settings.selves.server)
}

/// What is told beside a proof.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proven {
    /// How many entries the log had when it was proven.
    pub size: u64,
    /// How many witnesses have cosigned that.
    pub witnesses: usize,
    /// The key that verifies the log.
    pub key: String,
}

/// The name of the file of a proof, and the words beside it.
pub fn proof(words: &Words, question: &Question, proven: &Proven) -> (String, Text) {
    let say = |id: &str, args| words.text(question.lang, id, &args);
    let name = say("chronicle-proof-file", args!["n" => question.number]);
    let args = args![
        "n" => question.number,
        "size" => proven.size,
        "witnesses" => proven.witnesses,
        "key" => proven.key.as_str(),
    ];
    (name.plain, say("chronicle-proof-told", args))
}

/// A name to show, with the Matrix id that nobody else has beside it.
pub fn name_of(user: &UserId, name: Option<&str>) -> String {
    let id = tidy(&clean(user.as_str()), 255);
    match name.map(|name| tidy(name, NAME_MAX)) {
        Some(name) if !name.is_empty() && name != id => format!("{name} ({id})"),
        Some(_) | None => id,
    }
}

/// A moment, as it is told at another.
pub fn instant(
    settings: &Settings,
    ctx: &Ctx<'_>,
    lang: Lang,
    (at_ms, now_ms): (i64, i64),
) -> Text {
    let zone = &settings.zone;
    let moment = Moment {
        at_ms,
        now_ms,
        zone,
    };
    print_instant(ctx.words(), lang, moment)
}
