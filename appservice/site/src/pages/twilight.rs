//! `/c/{c}/twilight`: what waits, for the trusted alone; to everybody else it is nowhere (R3, R5, R6).

use askama::Template;
use axum::{body::Body, http::Response};
use secta_bot_kit::{UserId, args};
use secta_record::act::{AccountId, ItemId, Rank};
use secta_rules::query::{ItemStatus, ItemView};

use super::{frame::Frame, why};
use crate::{
    answer::{Answer, Fault, Page},
    here::Here,
    links,
    model::{Item, Standing, Waiting},
    routes::finish,
    view::{
        Safe,
        card::{Card, Maker},
        date, people,
    },
};

/// How many items are shown, those whose time is over first.
const SHOWN: usize = 100;

struct Candidate {
    card: Card,
    rank: String,
    until: String,
    numbers: Option<Safe>,
    /// The post that a comment belongs to.
    root: Option<String>,
}

#[derive(Template)]
#[template(path = "twilight.html")]
struct Twilight<'a> {
    f: Frame<'a>,
    candidates: Vec<Candidate>,
}

/// What waits.
pub(crate) async fn twilight(here: Here) -> Response<Body> {
    let made = gather(&here).await;
    finish(&here, made)
}

async fn gather(here: &Here) -> Result<Answer, Fault> {
    here.trusted()?;
    let mut views = waiting(here, None)?;
    views.truncate(SHOWN);
    let candidates = candidates(here, &views).await?;
    let page = Twilight {
        f: Frame::new(here, here.say("site-way-twilight", args![]).plain).live(),
        candidates,
    };
    Ok(Page::html(page.render()?).private().into())
}

/// What waits that an account may see: all of it for the trusted, else its own.
pub(crate) fn seen_by(here: &Here, account: &UserId) -> Result<Vec<ItemId>, Fault> {
    let rules = here.rules()?;
    let rules = rules.read();
    Ok(match here.rank(&rules) {
        Rank::Trusted => rules.waiting(),
        Rank::Commenter | Rank::Ghost => rules.waiting_of(&AccountId::new(account.as_str())),
    })
}

/// What waits of the visitor's own.
pub(crate) async fn own(here: &Here, account: &AccountId) -> Result<Vec<Card>, Fault> {
    let views = waiting(here, Some(account))?;
    let found = candidates(here, &views).await?;
    Ok(found.into_iter().map(|candidate| candidate.card).collect())
}

/// What waits, by when its time is over: all of it, or somebody's.
fn waiting(here: &Here, of: Option<&AccountId>) -> Result<Vec<ItemView>, Fault> {
    let rules = here.rules()?;
    let rules = rules.read();
    let ids = match of {
        Some(account) => rules.waiting_of(account),
        None => rules.waiting(),
    };
    let views = ids.iter().filter_map(|id| rules.item(id, here.now_ms));
    let mut views: Vec<ItemView> = views.collect();
    views.sort_by_key(|view| (view.time_ms, view.item));
    Ok(views)
}

async fn candidates(here: &Here, views: &[ItemView]) -> Result<Vec<Candidate>, Fault> {
    let id = here.community_id()?;
    let ids: Vec<ItemId> = views.iter().map(|view| view.item).collect();
    let words = here.site.ports.twilight.waiting(&id, &ids).await?;
    let rules = here.rules()?;
    let rules = rules.read();
    let maker = Maker::new(here, &rules)?;
    let shown = views.iter().filter_map(|view| {
        let words = words.iter().find(|words| words.item == view.item)?;
        let ItemStatus::Waiting { until_ms } = view.status else {
            return None;
        };
        let mut card = maker.whole(&item(view, words, &rules));
        card.votable = !card.mine && maker.rank == Rank::Trusted;
        card.moderable = card.votable;
        card.href = here.link("twilight");
        Some(Candidate {
            rank: people::rank_of(here, &rules, &view.author),
            until: date::moment(&here.site, here.lang(), until_ms),
            numbers: view.next.as_ref().map(|why| why::numbers(here, why)),
            root: view.root.map(|root| links::item(&id, &root)),
            card,
        })
    });
    Ok(shown.collect())
}

fn item(view: &ItemView, words: &Waiting, rules: &secta_rules::State) -> Item {
    let draft = rules.draft(&view.item);
    let (supertags, tags) = match draft {
        Some(secta_rules::Draft::Post { supertags, tags }) => (supertags.clone(), tags.clone()),
        Some(secta_rules::Draft::Comment { .. }) | None => Default::default(),
    };
    Item {
        item: view.item,
        root: view.root,
        parent: view.root,
        author: view.author.clone(),
        name: words.name.clone(),
        time_ms: view.time_ms,
        edited_ms: None,
        standing: Standing::Published,
        content: words.content.clone(),
        supertags,
        tags,
        support: view.tally.support,
        useful: view.tally.useful,
        oppose: view.tally.oppose,
        comments: 0,
        event: None,
        entry: None,
    }
}
