//! `/c/{c}/affairs`: what is open: cases, appeals, proposals (R10–R12, R16).

use askama::Template;
use secta_bot_kit::{args, words::tidy};
use secta_record::act::AccountId;
use secta_rules::{State, query::ProposalView, state::Matter};

use super::frame::Frame;
use crate::{
    answer::{Answer, Fault, Page},
    here::Here,
    view::{
        date,
        people::{self, Person},
    },
};

/// How many of a kind are shown.
const SHOWN: usize = 100;

/// A line about something that is open.
struct Affair {
    href: String,
    title: String,
    who: Person,
    until: String,
}

#[derive(Template)]
#[template(path = "affairs.html")]
struct Affairs<'a> {
    f: Frame<'a>,
    cases: Vec<Affair>,
    appeals: Vec<Affair>,
    proposals: Vec<Affair>,
    /// Whether the visitor may appeal now.
    appellant: bool,
}

/// What is open.
pub(crate) fn affairs(here: &Here) -> Result<Answer, Fault> {
    let rules = here.rules()?;
    let rules = rules.read();
    let page = Affairs {
        f: Frame::new(here, here.say("site-way-affairs", args![]).plain),
        cases: cases(here, &rules)?,
        appeals: appeals(here, &rules)?,
        proposals: proposals(here, &rules)?,
        appellant: appellant(here, &rules),
    };
    Ok(Page::html(page.render()?).into())
}

fn appellant(here: &Here, rules: &State) -> bool {
    here.account().is_some_and(|account| {
        let bound = rules.standing(&account, here.now_ms) != secta_rules::query::Standing::Active;
        bound && rules.open_appeal_of(&account).is_none()
    })
}

fn cases(here: &Here, rules: &State) -> Result<Vec<Affair>, Fault> {
    let mut open = rules.open_cases(here.now_ms);
    open.truncate(SHOWN);
    let accounts: Vec<AccountId> = open.iter().map(|case| case.account.clone()).collect();
    let known = people::people(here, &accounts)?;
    let line = |case: &secta_rules::query::CaseView| {
        let args = args!["silence" => case.silence.len(), "exclude" => case.exclude.len()];
        Affair {
            href: here.link(&format!("case/{}", case.case)),
            title: here.say("site-case-votes", args).plain,
            who: people::of(&known, &case.account),
            until: date::moment(&here.site, here.lang(), case.due_ms),
        }
    };
    Ok(open.iter().map(line).collect())
}

fn appeals(here: &Here, rules: &State) -> Result<Vec<Affair>, Fault> {
    let mut open = rules.open_appeals(here.now_ms);
    open.truncate(SHOWN);
    let accounts: Vec<AccountId> = open.iter().map(|appeal| appeal.account.clone()).collect();
    let known = people::people(here, &accounts)?;
    let line = |appeal: &secta_rules::query::AppealView| {
        let args = args!["for" => appeal.in_favour.len(), "against" => appeal.against.len()];
        Affair {
            href: here.link(&format!("appeal/{}", appeal.appeal)),
            title: here.say("site-appeal-votes", args).plain,
            who: people::of(&known, &appeal.account),
            until: date::moment(&here.site, here.lang(), appeal.due_ms),
        }
    };
    Ok(open.iter().map(line).collect())
}

fn proposals(here: &Here, rules: &State) -> Result<Vec<Affair>, Fault> {
    let mut open = rules.open_proposals(here.now_ms);
    open.truncate(SHOWN);
    let accounts: Vec<AccountId> = open.iter().map(|proposal| proposal.by.clone()).collect();
    let known = people::people(here, &accounts)?;
    let line = |proposal: &ProposalView<'_>| Affair {
        href: here.link(&format!("proposal/{}", proposal.proposal)),
        title: title(here, proposal),
        who: people::of(&known, &proposal.by),
        until: date::moment(&here.site, here.lang(), proposal.due_ms),
    };
    Ok(open.iter().map(line).collect())
}

/// What a proposal is about.
pub(crate) fn title(here: &Here, proposal: &ProposalView<'_>) -> String {
    match proposal.matter {
        Matter::Supertag(supertag) => {
            let name = supertag.as_ref().map(|supertag| tidy(&supertag.name, 60));
            let args = args!["value" => name.unwrap_or_default()];
            here.say("site-proposal-supertag", args).plain
        }
        Matter::Policy(_) => here.say("site-proposal-policy", args![]).plain,
        Matter::Entry(_) => here.say("site-proposal-entry", args![]).plain,
    }
}
