//! The example of `docs/adding-a-bot.md`: `!плюс чай` counts voices for tea, room by room.

use std::sync::Arc;

use secta_bot_kit::{
    Bot, Ctx, Input, Lang, Scope, args,
    grammar::{Body, CommandSpec, fold},
    testkit::Story,
    words::{check, check_used, tidy},
};

struct Tally;

impl Bot for Tally {
    fn name(&self) -> &'static str {
        "tally"
    }

    fn phrases(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::Ru => include_str!("ru.ftl"),
            Lang::En => include_str!("en.ftl"),
        }
    }

    fn commands(&self) -> Vec<CommandSpec> {
        vec![CommandSpec {
            bot: "tally",
            id: "count",
            ru: &["плюс"],
            en: &["plus"],
            options: &[],
            body: Body::Line,
            usage: "tally-count-usage",
            example: "tally-count-example",
            help: "tally-count-help",
        }]
    }

    fn handle(&self, input: &Input, ctx: &mut Ctx<'_>) {
        let Some(command) = input.command_of(self.name()) else {
            return;
        };
        let what = tidy(&command.args, 40);
        if what.is_empty() {
            let text = ctx.say("tally-nothing", args![]);
            ctx.refuse(&command.event, &text);
            return;
        }
        let room = Scope::room(&command.event.room);
        let key = format!("count/{}", fold(&what));
        let n = ctx.get::<u64>(&room, &key).unwrap_or(0) + 1;
        ctx.put(&room, &key, &n);
        let text = ctx.say("tally-counted", args!["what" => what, "n" => n]);
        ctx.reply(&command.event, &text);
    }
}

fn story() -> Story {
    Story::of([Arc::new(Tally) as Arc<dyn Bot>])
}

#[test]
fn the_phrases_are_complete() {
    check(&Tally);
    check_used(&Tally, &[include_str!("main.rs")]);
}

#[test]
fn voices_are_counted_room_by_room() {
    let mut story = story();
    let kitchen = story.room("kitchen", &["alice", "bob"]);
    let hall = story.room("hall", &["alice"]);
    story.says(&kitchen, "alice", "!плюс чай");
    assert_eq!(story.answer(), "чай: 1 голос");
    story.says(&kitchen, "bob", "!Плюс ЧАЙ");
    assert_eq!(story.answer(), "ЧАЙ: 2 голоса");
    story.says(&hall, "alice", "!plus tea");
    assert_eq!(story.answer(), "tea: 1 voice");
    story.check();
}

#[test]
fn what_was_refused_is_mended_by_an_edit_once() {
    let mut story = story();
    let room = story.encrypted_room("kitchen", &["alice"]);
    let root = story.says(&room, "alice", "чаепитие");
    let slip = story.says_in_thread(&room, "alice", &root, "!плюс");
    assert!(story.answer().contains("За что?"));
    story.edits(&room, "alice", &slip, "!плюс чай");
    let sent = story.sent();
    assert_eq!(
        (sent[0].text(), sent[0].thread()),
        ("чай: 1 голос", Some(root.as_str()))
    );
    assert!(sent[0].encrypted);
    story.edits(&room, "alice", &slip, "!плюс кофе");
    story.silence();
    story.check();
}

#[test]
fn help_shows_the_bot() {
    let mut story = story();
    let room = story.room("kitchen", &["alice"]);
    story.says(&room, "alice", "!помощь");
    assert!(story.answer().contains("!плюс за что — прибавить голос"));
    story.says(&room, "alice", "!плус чай");
    assert!(story.answer().contains("!плюс"));
    story.check();
}
