//! `!вспомни` and `!заметки`: asked of the vault at the moment of answering.

use secta_bot_kit::{
    Ctx, Lang, args,
    effect::Compose,
    grammar::Command,
    words::{Text, Words, tidy},
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::{NAME, act::VaultId, memory};

/// How many notes an answer shows.
pub const SHOWN: usize = 10;

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// Of which vault.
    pub vault: VaultId,
    /// Words that are to stand in a note; none for the newest notes.
    pub words: String,
    /// A tag that notes are to have.
    pub tag: Option<String>,
    /// The language.
    pub lang: Lang,
}

/// A note that answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recalled {
    /// Its path.
    pub path: String,
    /// A part of it.
    pub excerpt: String,
    /// A link to where it comes from.
    pub source: Option<String>,
}

/// `!вспомни запрос`.
pub fn recall(command: &Command, ctx: &mut Ctx<'_>) {
    if command.args.trim().is_empty() {
        let text = ctx.say("archive-recall-what", args![]);
        ctx.refuse(&command.event, &text);
        return;
    }
    ask(command, command.args.trim().to_owned(), None, ctx);
}

/// `!заметки [#тег]`.
pub fn notes(command: &Command, ctx: &mut Ctx<'_>) {
    let tag = command.args.trim().trim_start_matches('#').to_owned();
    let tag = Some(tag).filter(|tag| !tag.is_empty());
    ask(command, String::new(), tag, ctx);
}

fn ask(command: &Command, words: String, tag: Option<String>, ctx: &mut Ctx<'_>) {
    let room = &command.event.room;
    if memory::room(ctx, room).is_open() {
        let text = ctx.say("archive-not-here", args![]);
        ctx.refuse(&command.event, &text);
        return;
    }
    let question = Question {
        vault: memory::room(ctx, room).vault(room),
        words: tidy(&words, 500),
        tag,
        lang: ctx.lang(),
    };
    let compose = Compose {
        by: NAME.to_owned(),
        // A question is plain data: it has JSON.
        ask: serde_json::to_value(&question).unwrap_or_default(),
    };
    ctx.reply_composed(&command.event, compose, "recalled");
}

/// The part of an event's content that answers; `count` is how many notes there are in all.
pub fn answer(
    question: &Question,
    notes: &[Recalled],
    count: usize,
    words: &Words,
) -> Map<String, Value> {
    let say = |id: &str, args| words.text(question.lang, id, &args);
    let asked = question.tag.as_ref().unwrap_or(&question.words);
    let text = if notes.is_empty() {
        if asked.is_empty() {
            say("archive-no-notes", args![])
        } else {
            say("archive-not-found", args!["text" => tidy(asked, 60)])
        }
    } else {
        let head = say("archive-notes", args!["n" => count]);
        let lines = notes.iter().map(|note| {
            let args =
                args!["path" => tidy(&note.path, 120), "excerpt" => tidy(&note.excerpt, 160)];
            match &note.source {
                Some(link) => say("archive-note-linked", args.with("link", link.as_str())),
                None => say("archive-note", args),
            }
        });
        Text::lines([head, Text::list(lines)])
    };
    said(&text)
}

/// The part of an event's content that says to ask later.
pub fn busy(question: &Question, words: &Words) -> Map<String, Value> {
    said(&words.text(question.lang, "archive-busy", &args![]))
}

fn said(text: &Text) -> Map<String, Value> {
    let mut content = Map::new();
    content.insert("body".to_owned(), json!(text.plain));
    content.insert("formatted_body".to_owned(), json!(text.html));
    content
}
