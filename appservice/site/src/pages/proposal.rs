//! `/c/{c}/proposal/{id}`: a proposal: a supertag, another policy, an entry of the chronicle (R12, R16).

use askama::Template;
use secta_bot_kit::words::tidy;
use secta_record::act::{AccountId, ProposalId, Rank};
use secta_rules::state::Matter;

use super::{affairs, frame::Frame, why};
use crate::{
    answer::{Answer, Fault, Page},
    here::Here,
    links,
    view::{
        Safe,
        date::{self, When},
        people::{self, Person},
    },
};

#[derive(Template)]
#[template(path = "proposal.html")]
struct Proposal<'a> {
    f: Frame<'a>,
    id: String,
    who: Person,
    opened: When,
    due: String,
    definition: Option<String>,
    synonyms: String,
    /// What a policy would change, as safe HTML.
    changes: Option<Safe>,
    /// The item that is proposed for the chronicle.
    item: Option<String>,
    for_it: Vec<Person>,
    accepted: bool,
    lapsed: bool,
    numbers: Safe,
    /// Whether the visitor may vote here: on what is entered into the chronicle one votes in the rooms.
    votes: bool,
    given: bool,
}

/// A proposal.
pub(crate) fn proposal(here: &Here) -> Result<Answer, Fault> {
    let id = ProposalId(here.id("id")?.0);
    let community = here.community_id()?;
    let rules = here.rules()?;
    let rules = rules.read();
    let view = rules.proposal(&id, here.now_ms).ok_or(Fault::Missing)?;
    let mut accounts = vec![view.by.clone()];
    accounts.extend(view.votes.iter().cloned());
    let known = people::people(here, &accounts)?;
    let named = |all: &[AccountId]| all.iter().map(|one| people::of(&known, one)).collect();
    let mine = here.account();
    let given = mine.as_ref().is_some_and(|mine| view.votes.contains(mine));
    let supertag = match view.matter {
        Matter::Supertag(supertag) => supertag.as_ref(),
        Matter::Policy(_) | Matter::Entry(_) => None,
    };
    let entry = match view.matter {
        Matter::Entry(entry) => Some(entry),
        Matter::Policy(_) | Matter::Supertag(_) => None,
    };
    let page = Proposal {
        f: Frame::new(here, affairs::title(here, &view)),
        id: id.to_string(),
        who: people::of(&known, &view.by),
        opened: date::when(&here.site, here.lang(), view.opened_ms),
        due: date::moment(&here.site, here.lang(), view.due_ms),
        definition: supertag.map(|supertag| tidy(&supertag.definition, 2_000)),
        synonyms: supertag
            .map(|supertag| tidy(&supertag.synonyms.join(", "), 300))
            .unwrap_or_default(),
        changes: match view.matter {
            Matter::Policy(to) => Some(Safe(super::rules::changes(here, rules.policy(), to).html)),
            Matter::Supertag(_) | Matter::Entry(_) => None,
        },
        item: entry
            .and_then(|entry| entry.item)
            .map(|item| links::item(&community, &item)),
        for_it: named(&view.votes),
        accepted: view.outcome.is_some_and(|outcome| outcome.accepted),
        lapsed: view.outcome.is_some_and(|outcome| !outcome.accepted),
        numbers: why::numbers(here, &view.outcome.map_or(view.now, |outcome| outcome.why)),
        votes: view.outcome.is_none() && here.rank(&rules) == Rank::Trusted && entry.is_none(),
        given,
    };
    Ok(Page::html(page.render()?).into())
}
