//! `/c/{c}/u/{account}`: a member: rank, index, badges, who invited whom, wallets, what they wrote.

use askama::Template;
use secta_bot_kit::{args, words::tidy};
use secta_record::act::{AccountId, Currency, Rank};
use secta_rules::{
    State,
    query::{AccountView, RoseBy, Standing},
};

use super::{frame::Frame, stream};
use crate::{
    answer::{Answer, Fault, Page},
    here::Here,
    links,
    model::{Listing, Persona},
    view::{
        Safe,
        card::Card,
        date,
        people::{self, Person as Named},
        qr as code, safe,
    },
};

/// How many items stand on a page.
const ITEMS: usize = 20;
/// How many of those whom somebody has invited are shown.
const GUESTS: usize = 50;

struct Wallet {
    currency: &'static str,
    address: String,
    uri: String,
    code: String,
}

#[derive(Template)]
#[template(path = "person.html")]
struct Person<'a> {
    f: Frame<'a>,
    who: Named,
    picture: Option<String>,
    about: Safe,
    rank: String,
    standing: Option<String>,
    index: i64,
    invitations: u32,
    joined: Option<String>,
    rose: Option<Safe>,
    host: Option<Named>,
    guests: Vec<Named>,
    wallets: Vec<Wallet>,
    posts: u64,
    comments: u64,
    cards: Vec<Card>,
    next: Option<String>,
    /// Whether the visitor may invite them.
    invitable: bool,
    mine: bool,
}

/// A member.
pub(crate) fn person(here: &Here) -> Result<Answer, Fault> {
    let (id, account) = (here.community_id()?, AccountId::new(here.part("account")));
    let library = &here.site.ports.library;
    let persona = library.persona(&id, &account)?;
    let rules = here.rules()?;
    let rules = rules.read();
    let view = rules.account(&account, here.now_ms);
    let view = view.filter(|view| is_public(view, &persona));
    let mine = here.account().as_ref() == Some(&account);
    // Who has done nothing in public is nobody's business.
    let view = match view {
        Some(view) => view,
        None if mine => rules
            .account(&account, here.now_ms)
            .unwrap_or_else(|| nobody(&account)),
        None => return Err(Fault::Missing),
    };
    let after = here.asks("after").and_then(stream::key_of);
    let listed = library.listed(&id, &Listing::By(account.clone()), after, ITEMS)?;
    let path = format!("u/{}", links::escaped(account.as_str()));
    let who = people::person(&id, &account, persona.name.as_deref());
    let next = listed
        .next
        .map(|key| format!("{}?after={}", here.link(&path), stream::key_text(&key)));
    let page = Person {
        f: Frame::new(here, who.name.clone()).with_feeds(&path, &who.name),
        picture: persona.avatar.as_deref().and_then(links::file),
        about: about(&persona),
        rank: people::rank(here, view.rank),
        standing: standing(here, view.standing),
        index: view.index,
        invitations: view.invitations,
        joined: view
            .joined_ms
            .map(|ms| date::when(&here.site, here.lang(), ms).day),
        rose: rose(here, &view)?,
        host: host(here, &rules, &account)?,
        guests: guests(here, &rules, &account)?,
        wallets: wallets(here, &account, &persona),
        posts: persona.posts,
        comments: persona.comments,
        cards: stream::cards(here, &rules, &listed.items)?,
        next,
        invitable: invitable(here, &rules, &view),
        mine,
        who,
    };
    Ok(Page::html(page.render()?).into())
}

/// What they say of themselves, in Markdown.
fn about(persona: &Persona) -> Safe {
    let about = persona.about.as_deref().unwrap_or_default();
    safe::members_html(&secta_wiki_formats::markdown::to_html(about))
}

/// Whether everybody may know of an account: what waits of it does not make it known.
pub(crate) fn is_public(view: &AccountView, persona: &Persona) -> bool {
    view.rank > Rank::Ghost
        || view.joined_ms.is_some()
        || view.described
        || view.active_ms.is_some()
        || view.standing != Standing::Active
        || persona.posts + persona.comments > 0
}

pub(crate) fn nobody(account: &AccountId) -> AccountView {
    AccountView {
        account: account.clone(),
        rank: Rank::Ghost,
        standing: Standing::Active,
        index: 0,
        invitations: 0,
        strikes: 0,
        waiting: 0,
        joined_ms: None,
        described: false,
        rose: None,
        active_ms: None,
    }
}

/// What stands against somebody, in words.
pub(crate) fn standing(here: &Here, standing: Standing) -> Option<String> {
    match standing {
        Standing::Active => None,
        Standing::Muted { until_ms } => {
            let until = date::moment(&here.site, here.lang(), until_ms);
            Some(here.say("site-muted", args!["until" => until]).plain)
        }
        Standing::Excluded => Some(here.say("site-excluded", args![]).plain),
    }
}

fn rose(here: &Here, view: &AccountView) -> Result<Option<Safe>, Fault> {
    let Some(rose) = &view.rose else {
        return Ok(None);
    };
    let id = here.community_id()?;
    let day = date::when(&here.site, here.lang(), rose.time_ms).day;
    Ok(Some(match &rose.by {
        RoseBy::Item(item) => {
            let words = here.say("site-rose-by-item", args!["day" => day]);
            let href = links::item(&id, item);
            Safe(format!("<a href=\"{href}\">{}</a>", words.html))
        }
        RoseBy::Invitation(_) => here
            .say("site-rose-by-invitation", args!["day" => day])
            .into(),
    }))
}

fn host(here: &Here, rules: &State, account: &AccountId) -> Result<Option<Named>, Fault> {
    let Some(invitation) = rules.invitation(account) else {
        return Ok(None);
    };
    let known = people::people(here, std::slice::from_ref(&invitation.by))?;
    Ok(Some(people::of(&known, &invitation.by)))
}

fn guests(here: &Here, rules: &State, account: &AccountId) -> Result<Vec<Named>, Fault> {
    let tree = rules.invitation_tree();
    let guests = tree.into_iter().filter(|edge| edge.by == *account);
    let guests: Vec<AccountId> = guests.map(|edge| edge.account).take(GUESTS).collect();
    let known = people::people(here, &guests)?;
    Ok(guests
        .iter()
        .map(|guest| people::of(&known, guest))
        .collect())
}

fn wallets(here: &Here, account: &AccountId, persona: &Persona) -> Vec<Wallet> {
    let page = |currency| {
        let account = links::escaped(account.as_str());
        here.link(&format!("qr/{currency}/{account}"))
    };
    let all = persona.wallets.iter().map(|(currency, address)| {
        let name = code::name(*currency);
        let address = tidy(address, 200);
        Wallet {
            currency: name,
            uri: format!("{}:{address}", code::scheme(*currency)),
            code: page(name.to_lowercase()),
            address,
        }
    });
    all.collect()
}

fn invitable(here: &Here, rules: &State, view: &AccountView) -> bool {
    let inviter = here.account().filter(|_| here.rank(rules) == Rank::Trusted);
    view.rank == Rank::Ghost
        && view.standing == Standing::Active
        && inviter.is_some_and(|inviter| rules.invitations(&inviter) > 0)
}

/// `/c/{c}/qr/{currency}/{account}`: a wallet's address as an image.
pub(crate) fn qr(here: &Here) -> Result<Answer, Fault> {
    let (id, account) = (here.community_id()?, AccountId::new(here.part("account")));
    let currency = match here.part("currency") {
        "btc" => Currency::Btc,
        "xmr" => Currency::Xmr,
        "eth" => Currency::Eth,
        _ => return Err(Fault::Missing),
    };
    let persona = here.site.ports.library.persona(&id, &account)?;
    let mut wallets = persona.wallets.iter();
    let (_, address) = wallets
        .find(|(known, _)| *known == currency)
        .ok_or(Fault::Missing)?;
    let svg = code::svg(currency, address).ok_or(Fault::Missing)?;
    Ok(Page::of("image/svg+xml", svg).into())
}
