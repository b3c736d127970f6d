//! `/c/{c}/appeal/{id}`: an appeal: its words, who is for and against, how it ends (R11).

use askama::Template;
use secta_bot_kit::args;
use secta_record::act::{AccountId, AppealId, Rank};

use super::{
    case::{Argument, arguments},
    frame::Frame,
    why,
};
use crate::{
    answer::{Answer, Fault, Page},
    here::Here,
    view::{
        Safe,
        date::{self, When},
        people::{self, Person},
    },
};

#[derive(Template)]
#[template(path = "appeal.html")]
struct Appeal<'a> {
    f: Frame<'a>,
    id: String,
    who: Person,
    opened: When,
    due: String,
    cases: Vec<String>,
    in_favour: Vec<Person>,
    against: Vec<Person>,
    decided: bool,
    upheld: bool,
    numbers: Safe,
    arguments: Vec<Argument>,
    votes: bool,
    for_it: bool,
    against_it: bool,
}

/// An appeal.
pub(crate) fn appeal(here: &Here) -> Result<Answer, Fault> {
    let id = AppealId(here.id("id")?.0);
    let rules = here.rules()?;
    let rules = rules.read();
    let view = rules.appeal(&id, here.now_ms).ok_or(Fault::Missing)?;
    let mut accounts = vec![view.account.clone()];
    accounts.extend(view.in_favour.iter().chain(&view.against).cloned());
    let known = people::people(here, &accounts)?;
    let named = |all: &[AccountId]| all.iter().map(|one| people::of(&known, one)).collect();
    let mine = here.account();
    let is = |all: &[AccountId]| mine.as_ref().is_some_and(|mine| all.contains(mine));
    let who = people::of(&known, &view.account);
    let page = Appeal {
        f: Frame::new(
            here,
            here.say("site-appeal-of", args!["who" => who.name.as_str()])
                .plain,
        ),
        id: id.to_string(),
        opened: date::when(&here.site, here.lang(), view.opened_ms),
        due: date::moment(&here.site, here.lang(), view.due_ms),
        cases: view
            .cases
            .iter()
            .map(|case| here.link(&format!("case/{case}")))
            .collect(),
        in_favour: named(&view.in_favour),
        against: named(&view.against),
        decided: view.decided,
        upheld: view.verdict.upheld,
        numbers: why::numbers(here, &view.verdict.why),
        arguments: arguments(here, &id.0)?,
        votes: !view.decided
            && here.rank(&rules) == Rank::Trusted
            && mine.as_ref() != Some(&view.account),
        for_it: is(&view.in_favour),
        against_it: is(&view.against),
        who,
    };
    Ok(Page::html(page.render()?).into())
}
