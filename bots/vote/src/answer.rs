//! Answers to polls: remembered one by one, counted at the end.

use secta_bot_kit::{EventId, Input, input::Event};

use crate::{
    count::{Answer, Picks},
    memory::{Early, Memory, WAITING_MAX},
    poll::Poll,
};

/// The answer that an event gives. It was not sent later than it arrived, whatever its server says.
pub fn given(event: &Event, answers: Option<&[String]>, input: &Input) -> (EventId, Answer) {
    let answer = Answer {
        voter: event.sender.clone(),
        sent_ms: event.sent_ms.min(input.at_ms),
        seq: input.seq,
        picks: Picks::read(answers),
    };
    (event.id.clone(), answer)
}

/// Takes an answer to a poll.
pub fn answer(memory: &mut Memory<'_, '_>, poll: &EventId, (event, answer): (EventId, Answer)) {
    if memory.get::<bool>(&format!("gone/{event}")).is_some() {
        return;
    }
    if let Some(poll) = memory.poll_of(poll) {
        memory.keep_answer(poll.n, &event, &answer);
    } else if memory.awaits_event() && memory.count("early/") < WAITING_MAX {
        memory.put(
            &format!("early/{event}"),
            &Early {
                poll: poll.clone(),
                answer,
            },
        );
    }
}

/// Gives a poll whose event has become known the answers that came before.
pub fn claim(memory: &mut Memory<'_, '_>, poll: &Poll) {
    let scope = memory.scope().clone();
    for (key, early) in memory.ctx.range::<Early>(&scope, "early/") {
        if poll.event.as_ref() == Some(&early.poll) {
            let event = EventId::new(&key["early/".len()..]);
            memory.delete(&key);
            memory.keep_answer(poll.n, &event, &early.answer);
        }
    }
}
