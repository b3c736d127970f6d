//! Redactions: of an answer, which then was never given; of a question or a poll, which calls the vote off.

use secta_bot_kit::EventId;

use crate::{
    memory::{Memory, WAITING_MAX},
    poll::Poll,
    show, wire,
};

/// An event was redacted; the homeserver has judged that it might be.
pub fn redacted(memory: &mut Memory<'_, '_>, target: &EventId) {
    let polls = memory.polls();
    if polls.is_empty() {
        return;
    }
    if let Some(poll) = polls.into_iter().find(|poll| poll.is_at(target)) {
        call_off(memory, &poll, target);
        return;
    }
    let encrypted = memory.ctx.place().is_some_and(|place| place.encrypted);
    if !memory.forget_answer(target) && encrypted && memory.count("gone/") < WAITING_MAX {
        // Its text may be decrypted only after this.
        memory.put(&format!("gone/{target}"), &true);
    }
}

fn call_off(memory: &mut Memory<'_, '_>, poll: &Poll, target: &EventId) {
    match &poll.event {
        Some(event) if event != target => memory.redact(poll.n, event.clone()),
        Some(_) => {}
        None => memory.put(&doomed_key(poll.n), &true),
    }
    let text = show::called_off(memory.ctx, poll);
    let mut answering = wire::to_poll(poll);
    answering.reply_to = None;
    memory.tell(poll, "say", &text, &answering);
    memory.forget(poll);
}

/// Where it is remembered that a poll is to be redacted once its event is known.
pub fn doomed_key(n: i64) -> String {
    format!("doomed/{n}")
}
