//! The steps: when each is taken, and what it asks for.

use secta_bot_kit::{
    args,
    ids::permalink,
    words::{Args, Text},
};
use secta_record::act::Rank;
use secta_rules::{Draft, policy::QuestStep, policy::plain_key, query::RoseBy};

use crate::{
    stream,
    visit::{self, Visit},
};

/// The reactions that answer a message with yes.
const YES: [&str; 4] = ["✅", "👍", "☑", "✔"];

/// Whether the rules know that the member has taken a step, or the input itself tells.
pub fn is_taken(visit: &Visit<'_, '_>, step: QuestStep) -> bool {
    match step {
        QuestStep::AcceptPrinciples | QuestStep::ReadPost => false,
        QuestStep::Introduce => {
            let view = visit.rules.account(&visit.account(), visit.ctx.now_ms());
            view.is_some_and(|view| view.described)
        }
        QuestStep::ChooseLanguage => visit.chose_language,
        // Nobody becomes trusted but by a post of their own that is published (R2, R4).
        QuestStep::FirstPost => {
            visit.rules.rank(&visit.account()) == Rank::Trusted
                || waits(visit, |draft| matches!(draft, Draft::Post { .. }))
        }
        QuestStep::FirstComment => {
            rose_by_comment(visit) || waits(visit, |draft| matches!(draft, Draft::Comment { .. }))
        }
    }
}

fn waits(visit: &Visit<'_, '_>, is_it: impl Fn(&Draft) -> bool) -> bool {
    let waiting = visit.rules.waiting_of(&visit.account());
    let mut drafts = waiting.iter().filter_map(|item| visit.rules.draft(item));
    drafts.any(is_it)
}

/// Whether a useful comment made the member a commenter (R5).
fn rose_by_comment(visit: &Visit<'_, '_>) -> bool {
    let view = visit.rules.account(&visit.account(), visit.ctx.now_ms());
    view.is_some_and(|view| {
        let by_item = |by| matches!(by, RoseBy::Item(_));
        view.rank == Rank::Commenter && view.rose.is_some_and(|rose| by_item(rose.by))
    })
}

/// Whether a reaction to the message that asks for a step takes it.
pub fn is_taken_by(step: QuestStep, key: &str) -> bool {
    match step {
        QuestStep::AcceptPrinciples | QuestStep::ReadPost => YES.contains(&plain_key(key).as_str()),
        QuestStep::Introduce
        | QuestStep::ChooseLanguage
        | QuestStep::FirstPost
        | QuestStep::FirstComment => false,
    }
}

/// A step's short name.
pub fn name(visit: &Visit<'_, '_>, step: QuestStep) -> Text {
    let id = match step {
        QuestStep::AcceptPrinciples => "onboarding-name-principles",
        QuestStep::Introduce => "onboarding-name-introduce",
        QuestStep::ChooseLanguage => "onboarding-name-language",
        QuestStep::ReadPost => "onboarding-name-read",
        QuestStep::FirstPost => "onboarding-name-post",
        QuestStep::FirstComment => "onboarding-name-comment",
    };
    visit.text(id, args![])
}

/// What a step asks for, and how to do it.
pub fn asking(visit: &Visit<'_, '_>, step: QuestStep) -> Text {
    match step {
        QuestStep::AcceptPrinciples => principles(visit),
        QuestStep::Introduce => visit.text("onboarding-ask-introduce", args![]),
        QuestStep::ChooseLanguage => visit.text("onboarding-ask-language", args![]),
        QuestStep::ReadPost => visit.text("onboarding-ask-read", link(visit)),
        QuestStep::FirstPost => visit.text("onboarding-ask-post", args![]),
        QuestStep::FirstComment => visit.text("onboarding-ask-comment", args![]),
    }
}

fn principles(visit: &Visit<'_, '_>) -> Text {
    let own = visit.policy().principles.trim();
    let principles = if own.is_empty() {
        visit.text("onboarding-principles", args![])
    } else {
        Text::verbatim(own)
    };
    Text::lines([
        visit.text("onboarding-ask-principles", args![]),
        principles,
        visit.text("onboarding-ask-principles-how", args![]),
    ])
}

fn link(visit: &Visit<'_, '_>) -> Args {
    let link = stream::good_post(visit)
        .map(|(room, post)| permalink(&room, Some(&post.event), &visit::server(visit.rules)));
    args!["link" => link.unwrap_or_default()]
}
