//! `!голосования`: the open polls of the room.

use jiff::tz::TimeZone;
use secta_bot_kit::{
    Ctx, args,
    input::Event,
    words::{Text, tidy},
};

use crate::{
    count::tally,
    memory::Memory,
    poll::{Poll, link},
    show,
};

/// How much of a question the list shows, in characters.
const QUESTION_MAX: usize = 120;

/// Runs the command.
pub fn list(event: &Event, zone: &TimeZone, ctx: &mut Ctx<'_>) {
    let memory = Memory::new(ctx, event.room.clone());
    let open: Vec<Poll> = memory
        .polls()
        .into_iter()
        .filter(|poll| poll.end.is_none())
        .collect();
    let lines: Vec<Text> = open.iter().map(|poll| line(&memory, poll, zone)).collect();
    let text = if lines.is_empty() {
        memory.ctx.say("vote-none-open", args![])
    } else {
        let title = memory.ctx.say("vote-open", args!["n" => lines.len()]);
        Text::lines([title, Text::list(lines)])
    };
    memory.ctx.reply(event, &text);
}

fn line(memory: &Memory<'_, '_>, poll: &Poll, zone: &TimeZone) -> Text {
    let ctx = &*memory.ctx;
    // How many have voted, never how: that is for the end where the poll is hidden, and for the poll itself.
    let voters = tally(&poll.terms(i64::MAX), &memory.answers(poll.n)).voters;
    let people = memory.people(poll).max(voters);
    ctx.say(
        "vote-open-line",
        args![
            "question" => tidy(&poll.asked.question, QUESTION_MAX),
            "link" => link(&memory.room, poll.event.as_ref().unwrap_or(&poll.ask)),
            "until" => show::instant(ctx, ctx.lang(), poll.asked.deadline_ms, zone),
            "turnout" => show::turnout(ctx, ctx.lang(), voters, people),
            "asker" => poll.asker.as_str(),
        ],
    )
}
