//! The end of a poll: at its deadline, by `!итоги`, or in the client.
//!
//! An end that is noticed late (the process was down) waits [`GRACE_MS`] for the answers that the homeserver has
//! kept back; what was sent after the deadline does not count.

use secta_bot_kit::{
    EventId, Seq, UserId,
    input::{Event, Fired},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    count::tally,
    memory::{Memory, WAITING_MAX, timer},
    poll::{End, Ended, Poll},
    show, wire,
};

/// How long an end that was noticed late waits for answers that were under way.
pub const GRACE_MS: i64 = 10_000;
/// From when on an end is late enough to wait.
pub const LATE_MS: i64 = 1000;
/// How long it is remembered where a result is.
pub const REMEMBER_MS: i64 = 7 * secta_bot_kit::when::DAY_MS;
/// Of how many polls of a room that is remembered.
pub const REMEMBER_MAX: usize = 20;

/// An end by a member; kept where it came before the poll's event was known.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct ByMember {
    sender: UserId,
    sent_ms: i64,
    #[serde(default)]
    moderates: bool,
}

/// A timer fired: a deadline, the end of a wait, or that of the memory of a result.
pub fn fired(memory: &mut Memory<'_, '_>, fired: &Fired) {
    if let Some(n) = number(&fired.name, "ended/") {
        memory.delete(&ended_key(n));
        return;
    }
    let Some(poll) = number(&fired.name, "poll/").and_then(|n| memory.poll(n)) else {
        return;
    };
    match poll.end {
        None => {
            let late_ms = memory.ctx.now_ms().saturating_sub(fired.due_ms).max(0);
            let cutoff_ms = poll.asked.deadline_ms;
            begin(
                memory,
                poll,
                End {
                    cutoff_ms,
                    late_ms,
                    told: false,
                    settle_ms: None,
                },
            );
        }
        Some(end)
            if end
                .settle_ms
                .is_some_and(|settle_ms| fired.due_ms >= settle_ms) =>
        {
            settle(memory, &poll, end)
        }
        // Set before the end came otherwise.
        Some(_) => {}
    }
}

/// The asker wants the result.
pub fn asked_for(memory: &mut Memory<'_, '_>, poll: Poll) {
    match poll.end {
        Some(end) if poll.event.is_some() => settle(memory, &poll, end),
        // The result comes as soon as the poll itself is there.
        Some(_) => {}
        None => {
            let cutoff_ms = memory.ctx.now_ms().min(poll.asked.deadline_ms);
            begin(
                memory,
                poll,
                End {
                    cutoff_ms,
                    late_ms: 0,
                    told: false,
                    settle_ms: None,
                },
            );
        }
    }
}

/// A member ended a poll in the client: its asker, or whoever may redact.
pub fn ended_by_member(memory: &mut Memory<'_, '_>, poll: &EventId, event: &Event) {
    let end = ByMember {
        sender: event.sender.clone(),
        sent_ms: event.sent_ms,
        moderates: memory.ctx.place().is_some_and(|place| place.moderates),
    };
    if let Some(poll) = memory.poll_of(poll) {
        end_by(memory, poll, &end);
    } else if memory.awaits_event() && memory.count("early-end/") < WAITING_MAX {
        memory.put(&format!("early-end/{poll}/{}", event.id), &end);
    }
}

fn end_by(memory: &mut Memory<'_, '_>, poll: Poll, by: &ByMember) {
    // Clients hold the poll for ended where its end came from someone who may redact (the poll's own sender is the
    // bot): then it ended when that was sent. For an asker who may not, it ends now and the bot tells the clients.
    let told = by.moderates;
    if poll.end.is_some() || !(told || poll.asker == by.sender) {
        return;
    }
    let now_ms = memory.ctx.now_ms();
    let cutoff_ms = if told { by.sent_ms.min(now_ms) } else { now_ms }.min(poll.asked.deadline_ms);
    begin(
        memory,
        poll,
        End {
            cutoff_ms,
            late_ms: 0,
            told,
            settle_ms: None,
        },
    );
}

/// The poll's event has become known: an end that waited for it goes on.
pub fn posted(memory: &mut Memory<'_, '_>, poll: Poll) {
    if let Some(end) = poll.end {
        let by_itself = end.cutoff_ms == poll.asked.deadline_ms;
        let waited_ms = memory.ctx.now_ms().saturating_sub(end.cutoff_ms);
        let late_ms = if by_itself {
            end.late_ms.max(waited_ms)
        } else {
            0
        };
        begin(memory, poll, End { late_ms, ..end });
        return;
    }
    let Some(event) = &poll.event else { return };
    for early in memory.values::<ByMember>(&format!("early-end/{event}/")) {
        let Some(poll) = memory.poll(poll.n) else {
            return;
        };
        end_by(memory, poll, &early);
    }
}

fn begin(memory: &mut Memory<'_, '_>, mut poll: Poll, mut end: End) {
    if poll.event.is_none() {
        poll.end = Some(end);
        memory.ctx.cancel_timer(&timer(poll.n));
        memory.keep(&poll);
    } else if end.late_ms >= LATE_MS {
        tell_clients(memory, &poll, &mut end, None);
        let settle_ms = memory.ctx.now_ms().saturating_add(GRACE_MS);
        end.settle_ms = Some(settle_ms);
        poll.end = Some(end);
        memory.keep(&poll);
        memory.wake(poll.n, settle_ms);
    } else {
        settle(memory, &poll, end);
    }
}

/// Counts, says the result, and forgets the poll.
fn settle(memory: &mut Memory<'_, '_>, poll: &Poll, mut end: End) {
    let Some(event) = poll.event.clone() else {
        return;
    };
    let tally = tally(&poll.terms(end.cutoff_ms), &memory.answers(poll.n));
    let people = memory.people(poll).max(tally.voters);
    let result = show::Outcome {
        poll,
        tally: &tally,
        people,
        late_ms: end.late_ms,
    };
    let headline = show::headline(memory.ctx, &result);
    let text = show::result(memory.ctx, &result);
    tell_clients(memory, poll, &mut end, Some(&headline.plain));
    memory.tell(poll, "result", &text, &wire::to_poll(poll));
    remember(memory, poll, event);
    memory.forget(poll);
}

/// Ends the poll in the clients, unless it is ended there.
fn tell_clients(memory: &mut Memory<'_, '_>, poll: &Poll, end: &mut End, text: Option<&str>) {
    let Some(event) = poll.event.as_ref().filter(|_| !end.told) else {
        return;
    };
    let closed = show::closed(memory.ctx, poll);
    memory.send(
        poll,
        "end",
        wire::END,
        wire::end(event, text.unwrap_or(&closed.plain)),
    );
    end.told = true;
}

fn remember(memory: &mut Memory<'_, '_>, poll: &Poll, event: EventId) {
    let ended = Ended {
        n: poll.n,
        ask: poll.ask.clone(),
        event,
        thread: poll.thread.clone(),
        result: None,
    };
    memory.put(&ended_key(poll.n), &ended);
    let due_ms = memory.ctx.now_ms().saturating_add(REMEMBER_MS);
    let scope = memory.scope().clone();
    memory
        .ctx
        .set_timer(&format!("ended/{}", poll.n), &scope, due_ms, Value::Null);
    let all = memory.ended();
    for old in all.iter().take(all.len().saturating_sub(REMEMBER_MAX)) {
        memory.delete(&ended_key(old.n));
        memory.ctx.cancel_timer(&format!("ended/{}", old.n));
    }
}

/// Where it is remembered where a poll's result is.
pub fn ended_key(n: Seq) -> String {
    format!("ended/{n:012}")
}

fn number(name: &str, prefix: &str) -> Option<Seq> {
    name.strip_prefix(prefix)?.parse().ok()
}
