//! `?rename`, `?delete`, `?protect`: what is seldom done to a page, each with a form of its own.

use askama::Template;
use secta_bot_kit::args;
use secta_record::act::Rank;
use secta_wiki::revision::MAX_COMMENT_LETTERS;

use super::{spot::Spot, top::Top};
use crate::{
    answer::{Answer, Fault, Page},
    forms::wiki::shape,
    pages::frame::Frame,
    view::people,
};

#[derive(Template)]
#[template(path = "wiki-act.html")]
struct Act<'a> {
    f: Frame<'a>,
    top: Top,
    page: String,
    deed: &'static str,
    about: String,
    parents: String,
    comment_most: usize,
    /// The title as it is, to be changed.
    to: String,
    /// The ranks to choose from: code, name, whether it is the one now.
    ranks: Vec<(&'static str, String, bool)>,
}

/// `?rename`: another title.
pub(super) fn rename(spot: &Spot<'_>) -> Result<Answer, Fault> {
    let form = act(
        spot,
        "rename",
        ["site-wiki-rename-of", "site-wiki-rename-about"],
    )?;
    Ok(Page::html(form.render()?).private().into())
}

/// `?delete`: nothing more.
pub(super) fn delete(spot: &Spot<'_>) -> Result<Answer, Fault> {
    let form = act(
        spot,
        "delete",
        ["site-wiki-delete-of", "site-wiki-delete-about"],
    )?;
    Ok(Page::html(form.render()?).private().into())
}

/// `?protect`: who may change it.
pub(super) fn protect(spot: &Spot<'_>) -> Result<Answer, Fault> {
    if !spot.may_protect()? {
        return Err(Fault::Missing);
    }
    let form = act(
        spot,
        "protect",
        ["site-wiki-protect-of", "site-wiki-protect-about"],
    )?;
    Ok(Page::html(form.render()?).private().into())
}

fn act<'a>(spot: &Spot<'a>, deed: &'static str, ids: [&str; 2]) -> Result<Act<'a>, Fault> {
    spot.here.signed_in()?;
    if !spot.is_written() || !spot.may_edit()? {
        return Err(Fault::Missing);
    }
    let [title, about] = ids;
    let title = spot.here.say(title, args!["value" => spot.name()]).plain;
    Ok(Act {
        f: Frame::new(spot.here, title),
        top: Top::of(spot, deed)?,
        page: spot.href(),
        deed,
        about: spot.here.say(about, args![]).plain,
        parents: shape::ids(spot.heads()),
        comment_most: MAX_COMMENT_LETTERS,
        to: spot.name(),
        ranks: ranks(spot)?,
    })
}

fn ranks(spot: &Spot<'_>) -> Result<Vec<(&'static str, String, bool)>, Fault> {
    let rules = spot.here.rules()?;
    let view = rules.read().page(&spot.rules_id());
    let own = view.is_protected.then_some(view.rank);
    let named = [
        ("ghost", Rank::Ghost),
        ("commenter", Rank::Commenter),
        ("trusted", Rank::Trusted),
    ];
    let choice = |(code, rank)| (code, people::rank(spot.here, rank), own == Some(rank));
    let policy = spot.here.say("site-wiki-rank-policy", args![]).plain;
    let mut ranks = vec![("policy", policy, own.is_none())];
    ranks.extend(named.map(choice));
    Ok(ranks)
}
