//! `/c/{c}/case/{id}`: a case: the item, the votes with their arguments, what came of it (R10).

use askama::Template;
use secta_bot_kit::{args, words::tidy};
use secta_record::act::{AccountId, CaseId, Rank};
use secta_rules::query::CaseView;

use super::{frame::Frame, why};
use crate::{
    answer::{Answer, Fault, Page},
    here::Here,
    links,
    view::{
        Safe,
        date::{self, When},
        people::{self, Person},
        safe,
    },
};

/// An argument.
pub(crate) struct Argument {
    pub who: Person,
    pub when: When,
    pub kind: String,
    pub text: Safe,
}

#[derive(Template)]
#[template(path = "case.html")]
struct Case<'a> {
    f: Frame<'a>,
    who: Person,
    by: Person,
    opened: When,
    due: String,
    open: bool,
    overturned: bool,
    /// The item's address, where it is or was public.
    item: Option<String>,
    item_id: String,
    id: String,
    silence: Vec<Person>,
    silence_numbers: Safe,
    exclude: Vec<Person>,
    exclude_numbers: Safe,
    muted: Option<String>,
    excluded: bool,
    arguments: Vec<Argument>,
    /// Whether the visitor may vote.
    votes: bool,
    wants_silence: bool,
    wants_exclude: bool,
}

/// A case.
pub(crate) fn case(here: &Here) -> Result<Answer, Fault> {
    let id = CaseId(here.id("id")?.0);
    let rules = here.rules()?;
    let rules = rules.read();
    let view = rules.case(&id, here.now_ms).ok_or(Fault::Missing)?;
    let mine = here.account();
    let trusted = here.rank(&rules) == Rank::Trusted;
    let community = here.community_id()?;
    let public = here.site.ports.library.items(&community, &[view.item])?;
    let mut accounts = vec![view.account.clone(), view.opened_by.clone()];
    accounts.extend(view.silence.iter().chain(&view.exclude).cloned());
    let known = people::people(here, &accounts)?;
    let named = |all: &[AccountId]| all.iter().map(|one| people::of(&known, one)).collect();
    let wants = |all: &[AccountId]| mine.as_ref().is_some_and(|mine| all.contains(mine));
    let who = people::of(&known, &view.account);
    let open = view.closed_ms.is_none();
    let page = Case {
        f: Frame::new(
            here,
            here.say("site-case-of", args!["who" => who.name.as_str()])
                .plain,
        ),
        by: people::of(&known, &view.opened_by),
        opened: date::when(&here.site, here.lang(), view.opened_ms),
        due: date::moment(&here.site, here.lang(), view.due_ms),
        open,
        overturned: view.overturned,
        item: (!public.is_empty()).then(|| links::item(&community, &view.item)),
        item_id: view.item.to_string(),
        id: id.to_string(),
        silence: named(&view.silence),
        silence_numbers: why::numbers(here, &view.silenced.unwrap_or(view.silence_now)),
        exclude: named(&view.exclude),
        exclude_numbers: why::numbers(here, &exclusion(&view)),
        muted: view
            .muted_until_ms
            .map(|until| date::moment(&here.site, here.lang(), until)),
        excluded: view.excluded.is_some(),
        arguments: arguments(here, &id.0)?,
        votes: open && trusted && mine.as_ref() != Some(&view.account),
        wants_silence: wants(&view.silence),
        wants_exclude: wants(&view.exclude),
        who,
    };
    Ok(Page::html(page.render()?).into())
}

fn exclusion(view: &CaseView) -> secta_record::act::Why {
    view.excluded
        .map_or(view.exclude_now, |decided| decided.why)
}

/// What was said in a case, an appeal or a proposal.
pub(crate) fn arguments(here: &Here, about: &[u8; 32]) -> Result<Vec<Argument>, Fault> {
    let id = here.community_id()?;
    let said = here.site.ports.library.said(&id, about)?;
    let accounts: Vec<AccountId> = said.iter().map(|said| said.author.clone()).collect();
    let known = people::people(here, &accounts)?;
    let argument = |said: &crate::model::Said| {
        let id = match said.kind.as_str() {
            "silence_vote" => "site-said-silence",
            "exclude_vote" => "site-said-exclude",
            "appeal" => "site-said-appeal",
            _ => "site-said",
        };
        let text = said.text.as_deref().map(safe::plain);
        let withheld = || Safe(here.say("site-words-withheld", args![]).html);
        Argument {
            who: people::of(&known, &said.author),
            when: date::when(&here.site, here.lang(), said.time_ms),
            kind: tidy(&here.say(id, args![]).plain, 60),
            text: text.unwrap_or_else(withheld),
        }
    };
    Ok(said.iter().map(argument).collect())
}
