//! What came of the bot's own events.

use secta_bot_kit::{
    EventId, Seq,
    journal::{EffectResult, Outcome},
};

use crate::{answer, cancel::doomed_key, finish, memory::Memory, poll::Ended, show, wire};

/// An outcome came back.
pub fn came(memory: &mut Memory<'_, '_>, outcome: &Outcome) {
    let Some((tag, n)) = outcome.tag.split_once('/') else {
        return;
    };
    let Ok(n) = n.parse::<Seq>() else { return };
    let event = match &outcome.result {
        EffectResult::Done(done) => Ok(done.event_id.as_ref().map(EventId::new)),
        EffectResult::Refused { message, .. } => Err(message),
    };
    match (tag, event) {
        ("start", Ok(Some(event))) => posted(memory, n, event),
        ("start", Ok(None)) => refused(memory, n, ""),
        ("start", Err(message)) => refused(memory, n, message),
        ("result", Ok(Some(event))) => note_result(memory, n, event),
        // An end, a redaction or a word that was refused changes nothing.
        _ => {}
    }
}

fn posted(memory: &mut Memory<'_, '_>, n: Seq, event: EventId) {
    if memory.get::<bool>(&doomed_key(n)).is_some() {
        memory.delete(&doomed_key(n));
        memory.redact(n, event);
        return;
    }
    let Some(mut poll) = memory.poll(n) else {
        return;
    };
    poll.event = Some(event);
    memory.keep(&poll);
    answer::claim(memory, &poll);
    finish::posted(memory, poll);
    memory.tidy();
}

/// The homeserver did not take the poll: it never was.
fn refused(memory: &mut Memory<'_, '_>, n: Seq, message: &str) {
    memory.delete(&doomed_key(n));
    let Some(poll) = memory.poll(n) else { return };
    let text = show::refused(memory.ctx, &poll, message);
    memory.tell(&poll, "say", &text, &wire::to_poll(&poll));
    memory.forget(&poll);
}

fn note_result(memory: &mut Memory<'_, '_>, n: Seq, event: EventId) {
    let key = finish::ended_key(n);
    if let Some(ended) = memory.get::<Ended>(&key) {
        memory.put(
            &key,
            &Ended {
                result: Some(event),
                ..ended
            },
        );
    }
}
