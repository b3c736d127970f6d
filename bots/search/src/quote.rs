//! Answers quote messages: when one of these is redacted, the answer goes too.

use secta_bot_kit::{
    Ctx, Effect, EventId, RoomId, args,
    journal::{EffectResult, Outcome},
};

use crate::{
    find::{self, FOUND},
    memory::{self, Answer},
};

/// How many answers are remembered of one message.
const ANSWERS: usize = 50;

/// An answer was given: what it quotes is remembered.
pub fn heard(room: &RoomId, event: &EventId, about: &str, ctx: &mut Ctx<'_>) {
    for quoted in find::quoted(about).unwrap_or_default() {
        let scope = memory::quote(&quoted);
        let mut answers: Vec<Answer> = ctx.get(&scope, "answers").unwrap_or_default();
        let answer = Answer {
            room: room.clone(),
            event: event.clone(),
        };
        if answers.contains(&answer) {
            continue;
        }
        if answers.len() >= ANSWERS {
            answers.remove(0);
        }
        answers.push(answer);
        ctx.put(&scope, "answers", &answers);
    }
}

/// The same of an answer that is not heard of otherwise: its room is encrypted.
pub fn done(outcome: &Outcome, room: Option<&RoomId>, ctx: &mut Ctx<'_>) {
    let EffectResult::Done(done) = &outcome.result else {
        return;
    };
    let about = done.data.as_ref().and_then(|data| data.as_str());
    if let (FOUND, Some(room), Some(event), Some(about)) =
        (outcome.tag.as_str(), room, &done.event_id, about)
    {
        heard(room, &EventId::new(event), about, ctx);
    }
}

/// A message was redacted.
pub fn redacted(target: &EventId, ctx: &mut Ctx<'_>) {
    let scope = memory::quote(target);
    let answers: Vec<Answer> = ctx.get(&scope, "answers").unwrap_or_default();
    if answers.is_empty() {
        return;
    }
    let reason = ctx.say("search-quote-redacted", args![]).plain;
    for answer in answers {
        let redact = Effect::Redact {
            room: answer.room,
            event_id: answer.event,
            reason: Some(reason.clone()),
        };
        ctx.plan(&scope, "redact", redact);
    }
    ctx.delete(&scope, "answers");
}
