//! From step to step, to the end of the quest.

use secta_bot_kit::{
    args,
    grammar::clean,
    words::{Answering, Text, notice, tidy},
};
use secta_record::act::Rank;
use secta_rules::{Ask, Command, policy::QuestStep};

use crate::{
    memory::{self, Mark, Stream},
    steps, stream,
    visit::Visit,
};

/// Begins the quest of somebody who was greeted just now. Whoever is no newcomer is not asked for anything.
pub fn begin(visit: &mut Visit<'_, '_>) {
    let account = visit.account();
    let newcomer = visit.rules.rank(&account) == Rank::Ghost
        && visit.rules.founder().as_ref() != Some(&account)
        && !visit.has_joined();
    if newcomer && !visit.policy().quest.is_empty() {
        note(visit);
        let hello = visit.text("onboarding-hello", args![]);
        go_on(visit, vec![hello]);
    }
}

/// Looks whether the member has taken steps: where one of them is what was asked for, the next one follows. `again`
/// asks for what is open in any case, while the quest is under way.
pub fn look(visit: &mut Visit<'_, '_>, again: bool) {
    note(visit);
    match visit.quest.asked {
        Some(step) if again || visit.next() != Some(step) => go_on(visit, Vec::new()),
        Some(_) => {}
        None if visit.quest.owed => pay(visit),
        None => {}
    }
}

/// Shows where the member stands, and goes on from there.
pub fn resume(visit: &mut Visit<'_, '_>) {
    note(visit);
    if visit.policy().quest.is_empty() {
        let text = visit.text("onboarding-no-quest", args![]);
        visit.say(&text, None);
    } else if visit.has_joined() {
        visit.quest.asked = None;
        let text = Text::paragraphs([progress(visit), visit.text("onboarding-joined", args![])]);
        visit.say(&text, None);
    } else {
        if visit.next().is_none() && !has_done_anything(visit) {
            visit.quest.marks.retain(|_, mark| *mark == Mark::Done);
        }
        go_on(visit, Vec::new());
    }
}

/// Asks for the next step, below what is said first; where there is none, the quest is at its end.
pub fn go_on(visit: &mut Visit<'_, '_>, mut said: Vec<Text>) {
    if visit.next() == Some(QuestStep::ReadPost) && stream::good_post(visit).is_none() {
        visit.quest.marks.insert(QuestStep::ReadPost, Mark::Done);
        said.push(visit.text("onboarding-read-none", args![]));
    }
    visit.quest.asked = visit.next();
    match visit.quest.asked {
        Some(step) => {
            said.push(progress(visit));
            said.push(steps::asking(visit, step));
            said.push(visit.text("onboarding-hint", args![]));
            visit.say(&Text::paragraphs(said), Some(step));
        }
        None => end(visit, said),
    }
}

/// Notes the steps that the member has taken, whether they were asked for or not.
fn note(visit: &mut Visit<'_, '_>) {
    for step in &visit.policy().quest {
        if visit.quest.marks.get(step) != Some(&Mark::Done) && steps::is_taken(visit, *step) {
            visit.quest.marks.insert(*step, Mark::Done);
        }
    }
}

fn has_done_anything(visit: &Visit<'_, '_>) -> bool {
    let mut steps = visit.policy().quest.iter();
    steps.any(|step| visit.quest.marks.get(step) == Some(&Mark::Done))
}

/// Every step is left behind: whoever took at least one of them has joined.
fn end(visit: &mut Visit<'_, '_>, mut said: Vec<Text>) {
    said.push(progress(visit));
    let id = if !has_done_anything(visit) {
        "onboarding-nothing"
    } else if sign(visit) {
        "onboarding-done"
    } else {
        visit.quest.owed = true;
        "onboarding-owed"
    };
    said.push(visit.text(id, args![]));
    visit.say(&Text::paragraphs(said), None);
}

/// The rules have refused the sign at the end of the quest: perhaps they don't any more.
fn pay(visit: &mut Visit<'_, '_>) {
    if sign(visit) {
        let text = visit.text("onboarding-done", args![]);
        visit.say(&text, None);
    }
}

/// The sign of joining: a record, asked for by the service, and an announcement where the community wants one. False
/// where the rules refuse it, as for somebody who is excluded.
fn sign(visit: &mut Visit<'_, '_>) -> bool {
    let account = visit.account();
    let ask = Ask::Join { account };
    let by = visit.rules.service().cloned();
    let join = by.map(|by| Command { by, ask });
    let now_ms = visit.ctx.now_ms();
    let Some(Ok(facts)) = join.map(|join| visit.rules.decide(&join, now_ms)) else {
        return false;
    };
    visit.ctx.enact(visit.id, facts);
    visit.quest.owed = false;
    if visit.policy().announce_joins {
        announce(visit);
    }
    true
}

fn announce(visit: &mut Visit<'_, '_>) {
    let scope = memory::community(&visit.id);
    let Some(stream) = visit.ctx.get::<Stream>(&scope, "stream") else {
        return;
    };
    let who = tidy(&clean(visit.who.as_str()), 255);
    let link = format!("https://matrix.to/#/{who}");
    let args = args!["who" => who, "link" => link];
    let text = visit
        .ctx
        .words()
        .text(stream.lang, "onboarding-announce", &args);
    let content = notice(&text, &Answering::default());
    visit
        .ctx
        .send(&stream.room, "m.room.message", content, "announce");
}

/// Which step of how many, and what of them is done.
fn progress(visit: &Visit<'_, '_>) -> Text {
    let quest = &visit.policy().quest;
    let next = visit.next();
    let shown = quest.iter().map(|step| {
        let sign = match visit.quest.marks.get(step) {
            Some(Mark::Done) => "✅",
            Some(Mark::Skipped) => "➖",
            None if next == Some(*step) => "▶️",
            None => "▫️",
        };
        format!("{sign} {}", steps::name(visit, *step).plain)
    });
    let steps = shown.collect::<Vec<_>>().join(" · ");
    match next.and_then(|next| quest.iter().position(|step| *step == next)) {
        Some(place) => visit.text(
            "onboarding-progress",
            args!["n" => place + 1, "all" => quest.len(), "steps" => steps],
        ),
        None => visit.text("onboarding-progress-end", args!["steps" => steps]),
    }
}
