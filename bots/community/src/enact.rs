//! What is asked is decided by the rules, enacted, and carried into the rooms; what is refused is explained.

use secta_bot_kit::{
    EventId, UserId, args,
    input::{Event, Fired},
};
use secta_record::act::Act;
use secta_rules::{Ask, Command, Fact, Quiet, Refusal, What};
use serde_json::Value;

use crate::{
    aftermath,
    asked::{Asked, Via},
    explain,
    memory::{self, Clock, Known, Member, Subject},
    scene::{Scene, account},
    words::Words,
};

/// How long a member is not told again that their reactions don't count, in milliseconds.
const TOLD_MS: i64 = 24 * 60 * 60 * 1000;
/// How much earlier than it came a message may claim to have been written, in milliseconds.
const LATE_MS: i64 = 7 * 24 * 60 * 60 * 1000;

/// Answers what was asked by an event.
pub fn answer(scene: &mut Scene<'_, '_>, asked: Asked, event: &Event) {
    if asked.via == Via::Command {
        meet(scene, &asked.by);
    }
    if asked.words.as_ref().is_some_and(Words::is_too_long) {
        let text = scene.text(scene.lang_of(&asked.by), "community-long", args![]);
        decline(scene, &asked, event, &text);
        return;
    }
    if asked.words.as_ref().is_some_and(Words::is_sealed) {
        let text = scene.text(scene.lang_of(&asked.by), "community-sealed", args![]);
        decline(scene, &asked, event, &text);
        return;
    }
    let command = Command {
        by: account(&asked.by),
        ask: asked.ask.clone(),
    };
    match scene.rules.decide(&command, scene.now_ms()) {
        Err(refusal) => refused(scene, &asked, event, &refusal),
        Ok(facts) => {
            remember(scene, &asked, event, &facts);
            enact(scene, facts);
            crate::answers::done(scene, &asked, event);
        }
    }
}

/// Notes the language in which somebody speaks to the bot.
fn meet(scene: &mut Scene<'_, '_>, user: &UserId) {
    let lang = scene.ctx.place().map(|place| place.lang);
    let member = scene.member(user);
    if lang.is_some()
        && member.lang != lang
        && scene.ctx.place().is_some_and(|place| place.people <= 1)
    {
        scene.keep_member(user, &Member { lang, ..member });
    }
}

/// Enacts facts, and carries them into the rooms.
pub fn enact(scene: &mut Scene<'_, '_>, mut facts: Vec<Fact>) {
    for fact in &mut facts {
        let words = fact.lacks_content().and_then(|item| scene.words(&item));
        if let Some(words) = words {
            fact.fill(words.content());
        }
    }
    scene.ctx.enact(scene.id, facts.clone());
    for fact in &facts {
        aftermath::of(scene, fact);
    }
    let soonest = facts.iter().filter_map(|fact| due_ms(scene, fact)).min();
    if let Some(due_ms) = soonest {
        wake(scene, due_ms);
    }
}

/// Remembers what a vote's reaction stands for, and what an item says and where it was written.
fn remember(scene: &mut Scene<'_, '_>, asked: &Asked, event: &Event, facts: &[Fact]) {
    match (&asked.via, &asked.ask) {
        (Via::Reaction(vote), _) => {
            let by = asked.by.clone();
            know(scene, &event.id, Subject::Reaction { by, vote: *vote });
        }
        (_, Ask::Post { item, .. } | Ask::Comment { item, .. }) => {
            let mut copies = scene.copies(item);
            let now_ms = scene.now_ms();
            copies.time_ms = event.sent_ms.clamp(now_ms.saturating_sub(LATE_MS), now_ms);
            copies.origin = Some((event.room.clone(), event.subject().clone()));
            if asked.via == Via::Stream && is_published(facts) {
                copies.stream = Some(event.id.clone());
            }
            scene.keep_copies(item, &copies);
            scene.keep_words(item, asked.words.as_ref());
            know(scene, event.subject(), Subject::Item(*item));
        }
        (_, Ask::Edit { item, .. }) => scene.keep_words(item, asked.words.as_ref()),
        _ => {}
    }
}

/// Whether what was written is public as it stands.
fn is_published(facts: &[Fact]) -> bool {
    let direct = |fact: &Fact| {
        matches!(
            fact.act(),
            Some(Act::Post(_) | Act::ReleasedPost(_) | Act::Comment(_) | Act::ReleasedComment(_))
        )
    };
    facts.first().is_some_and(direct)
}

/// Remembers what an event stands for.
pub fn know(scene: &mut Scene<'_, '_>, event: &EventId, what: Subject) {
    let known = Known {
        community: scene.id,
        what,
    };
    scene.ctx.put(&memory::event(event), "known", &known);
}

fn refused(scene: &mut Scene<'_, '_>, asked: &Asked, event: &Event, refusal: &Refusal) {
    let quiet = match asked.via {
        Via::Reaction(_) | Via::Redaction => {
            explain::is_idle(refusal) || !belongs(scene, &asked.by)
        }
        Via::Argument => *refusal == Refusal::NothingToArgue || *refusal == Refusal::CaseClosed,
        Via::Edit => *refusal == Refusal::NotOwnItem,
        Via::Command | Via::Stream => false,
    };
    if quiet {
        return;
    }
    let lang = scene.lang_of(&asked.by);
    let text = explain::refusal(scene, lang, refusal);
    decline(scene, asked, event, &text);
}

/// Ghosts who react are not even answered: whoever is not let in may react as often as they like.
fn belongs(scene: &Scene<'_, '_>, user: &UserId) -> bool {
    scene.rules.rank(&account(user)) > secta_record::act::Rank::Ghost
}

/// Says no, where the one who asked reads it and as few others as can be.
fn decline(
    scene: &mut Scene<'_, '_>,
    asked: &Asked,
    event: &Event,
    text: &secta_bot_kit::words::Text,
) {
    match &asked.via {
        Via::Command => {
            scene.ctx.refuse(event, text);
        }
        Via::Argument => {
            scene.ctx.reply(event, text);
        }
        Via::Stream => {
            scene.redact(&event.room, &event.id, None);
            let said = asked
                .words
                .as_ref()
                .map(|words| words.text.clone())
                .unwrap_or_default();
            let lang = scene.lang_of(&asked.by);
            let text = explain::with_text_back(scene, lang, text, &said);
            scene.tell(&asked.by, &text);
        }
        Via::Edit => {
            if scene.hall.rooms.values().any(|room| *room == event.room) {
                scene.redact(&event.room, &event.id, None);
            }
            scene.tell(&asked.by, text);
        }
        Via::Redaction => scene.tell(&asked.by, text),
        Via::Reaction(_) => {
            let member = scene.member(&asked.by);
            let now_ms = scene.now_ms();
            if member.told_ms == 0 || now_ms.saturating_sub(member.told_ms) >= TOLD_MS {
                scene.keep_member(
                    &asked.by,
                    &Member {
                        told_ms: now_ms,
                        ..member
                    },
                );
                scene.tell(&asked.by, text);
            }
        }
    }
}

/// When a fact may make something fall due, in milliseconds since 1970.
fn due_ms(scene: &Scene<'_, '_>, fact: &Fact) -> Option<i64> {
    let policy = scene.rules.policy();
    let after = |ms: i64| Some(fact.time_ms.saturating_add(ms));
    match &fact.what {
        What::Quiet(Quiet::Submit { .. }) => after(policy.twilight_ms),
        What::Public(Act::OpenCase(_)) => after(policy.case_ms),
        What::Public(Act::Silence(silence)) => Some(silence.until_ms),
        What::Public(Act::Appeal(_)) => after(policy.appeal_ms),
        What::Public(Act::ProposeSupertag(_) | Act::ProposePolicy(_)) => after(policy.proposal_ms),
        // Another policy may shorten what waits.
        What::Public(Act::AcceptProposal(_)) => after(1),
        What::Public(_) | What::Quiet(_) => None,
    }
}

/// Wakes the community at a time, or before. No moment is used twice: a timer is known by when it is due.
fn wake(scene: &mut Scene<'_, '_>, due_ms: i64) {
    let scope = memory::community(&scene.id);
    let clock: Clock = scene.ctx.get(&scope, "clock").unwrap_or_default();
    let set_ms = due_ms.max(clock.fired_ms.saturating_add(1));
    if clock.set_ms != 0 && clock.set_ms <= set_ms {
        return;
    }
    scene.ctx.put(&scope, "clock", &Clock { set_ms, ..clock });
    let name = format!("due/{}", scene.id);
    scene.ctx.set_timer(&name, &scope, set_ms, Value::Null);
}

/// The community's timer fired: the one thing that has been due longest happens, and the next soon after, so that
/// whatever else comes in meanwhile is not held up.
pub fn fired(scene: &mut Scene<'_, '_>, fired: &Fired) {
    let scope = memory::community(&scene.id);
    scene.ctx.put(
        &scope,
        "clock",
        &Clock {
            set_ms: 0,
            fired_ms: fired.due_ms,
        },
    );
    let facts = scene.rules.due(scene.now_ms());
    let next_ms = if facts.is_empty() {
        scene.rules.next_due_ms()
    } else {
        Some(fired.due_ms.saturating_add(1))
    };
    if !facts.is_empty() {
        enact(scene, facts);
    }
    if let Some(next_ms) = next_ms {
        wake(scene, next_ms);
    }
}
