//! `/c/{c}/me` and `/me`: what the service has told, the profile, wallets, sessions and passkeys.

use askama::Template;
use axum::{body::Body, http::Response};
use secta_bot_kit::{args, words::tidy};
use secta_record::act::AccountId;

use super::frame::Frame;
use crate::{
    answer::{Answer, Fault, Page},
    here::Here,
    links,
    model::Persona,
    routes::finish,
    view::{
        self, Safe,
        card::Card,
        date::{self, When},
        people, qr,
    },
};

/// How many sessions are listed.
const SESSIONS: usize = 50;

struct Told {
    when: When,
    html: Safe,
}

struct Opened {
    id: String,
    agent: String,
    since: When,
    seen: When,
    current: bool,
}

/// What one has begun to write in the wiki.
struct Begun {
    title: String,
    /// The community in whose wiki, where that is not the one that is looked at.
    community: String,
    href: String,
    when: When,
    kept_ms: i64,
}

struct Wallet {
    code: String,
    name: &'static str,
    address: String,
}

#[derive(Template)]
#[template(path = "me.html")]
struct Me<'a> {
    f: Frame<'a>,
    /// Whether a community is looked at: there one describes oneself.
    within: bool,
    account: String,
    page: String,
    rank: String,
    standing: Option<String>,
    name: String,
    about: String,
    wallets: Vec<Wallet>,
    told: Vec<Told>,
    waiting: Vec<Card>,
    drafts: Vec<Begun>,
    sessions: Vec<Opened>,
    /// What the browser needs to make a passkey, for accounts of the site's own.
    options: Option<String>,
}

/// One's own page.
pub(crate) async fn me(here: Here) -> Response<Body> {
    let made = gather(&here).await;
    finish(&here, made)
}

async fn gather(here: &Here) -> Result<Answer, Fault> {
    let session = here.signed_in()?;
    let account = AccountId::new(session.account.as_str());
    let site = &here.site;
    let (mut told, mut persona) = (Vec::new(), Persona::default());
    let (mut rank, mut standing, mut waiting) = (String::new(), None, Vec::new());
    if let Ok(id) = here.community_id() {
        told = site.ports.twilight.told(&id, &session.account).await?;
        persona = site.ports.library.persona(&id, &account)?;
        waiting = super::twilight::own(here, &account).await?;
        let rules = here.rules()?;
        let rules = rules.read();
        rank = people::rank_of(here, &rules, &account);
        standing = super::person::standing(here, rules.standing(&account, here.now_ms));
    }
    let options = match session.native {
        // Without a name of its own the site can have none: everything else is there.
        true => site.ports.accounts.passkey_wanted(session).ok(),
        false => None,
    };
    let page = Me {
        f: Frame::new(here, here.say("site-me", args![]).plain),
        within: here.maybe_community().is_some(),
        account: session.account.as_str().to_owned(),
        page: here.link(&format!("u/{}", links::escaped(account.as_str()))),
        rank,
        standing,
        name: persona
            .name
            .clone()
            .or_else(|| session.name.clone())
            .map(|name| tidy(&name, 80))
            .unwrap_or_default(),
        about: persona.about.clone().unwrap_or_default(),
        wallets: wallets(&persona),
        told: told
            .into_iter()
            .map(|(at_ms, html)| Told {
                when: date::when(site, here.lang(), at_ms),
                html: Safe(html),
            })
            .collect(),
        waiting,
        drafts: drafts(here)?,
        sessions: sessions(here)?,
        options,
    };
    Ok(Page::html(page.render()?).private().into())
}

/// The drafts in this community's wiki; in all of them where none is looked at.
fn drafts(here: &Here) -> Result<Vec<Begun>, Fault> {
    let ports = &here.site.ports;
    let all = ports.drafts.all(&here.signed_in()?.account)?;
    let communities = match here.maybe_community() {
        Some(community) => vec![community.clone()],
        None => ports.library.communities()?,
    };
    let listed = all.into_iter().filter_map(|begun| {
        let own = communities.iter().find(|one| one.id == begun.community)?;
        let elsewhere = here.maybe_community().is_none();
        Some(Begun {
            title: view::wiki::title(here, &begun.title),
            community: match elsewhere {
                true => tidy(&own.name, 80),
                false => String::new(),
            },
            href: links::wiki(&own.id, &begun.title),
            when: date::when(&here.site, here.lang(), begun.kept_ms),
            kept_ms: begun.kept_ms,
        })
    });
    Ok(listed.collect())
}

fn wallets(persona: &Persona) -> Vec<Wallet> {
    let all = [
        secta_record::act::Currency::Btc,
        secta_record::act::Currency::Xmr,
        secta_record::act::Currency::Eth,
    ];
    let wallet = |currency| {
        let mut known = persona.wallets.iter();
        let known = known.find(|(known, _)| *known == currency);
        Wallet {
            code: qr::name(currency).to_lowercase(),
            name: qr::name(currency),
            address: known
                .map(|(_, address)| address.clone())
                .unwrap_or_default(),
        }
    };
    all.map(wallet).into()
}

fn sessions(here: &Here) -> Result<Vec<Opened>, Fault> {
    let session = here.signed_in()?;
    let all = here.site.ports.accounts.sessions(&session.account)?;
    let opened = all.into_iter().take(SESSIONS).map(|one| Opened {
        current: one.id == session.id,
        agent: tidy(&one.agent, 120),
        since: date::when(&here.site, here.lang(), one.since_ms),
        seen: date::when(&here.site, here.lang(), one.seen_ms),
        id: one.id,
    });
    Ok(opened.collect())
}
