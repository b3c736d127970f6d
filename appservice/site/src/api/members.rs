//! `/api/v1/c/{c}/members/{account}`: a member.

use secta_record::act::AccountId;
use secta_rules::{State, query::RoseBy};

use super::{
    reply::Refusal,
    shape::{self, Named},
    types::{Account, Member, Refused, Wallet},
};
use crate::{
    answer::Fault,
    here::Here,
    links,
    model::Persona,
    pages::person::{is_public, nobody},
    view::qr,
};

/// How many of those whom somebody has invited are listed.
const GUESTS: usize = 50;

/// A member: rank, index, who invited them, wallets. What they wrote is a listing.
#[utoipa::path(get, path = "/api/v1/c/{c}/members/{account}", tag = "members",
    params(
        ("c" = String, Path, description = "The community"),
        ("account" = String, Path, description = "The Matrix user id"),
    ),
    responses((status = 200, body = Member), (status = 404, body = Refused)))]
pub(super) fn member(here: &Here) -> Result<Member, Refusal> {
    let (id, account) = (here.community_id()?, AccountId::new(here.part("account")));
    let persona = here.site.ports.library.persona(&id, &account)?;
    let rules = here.rules()?;
    let rules = rules.read();
    let view = rules.account(&account, here.now_ms);
    let mine = here.account().as_ref() == Some(&account);
    // Who has done nothing in public is nobody's business.
    let view = match view {
        Some(view) if mine || is_public(&view, &persona) => view,
        None if mine => nobody(&account),
        Some(_) | None => return Err(Fault::Missing.into()),
    };
    let avatar = persona.avatar.as_deref().and_then(links::file);
    Ok(Member {
        account: shape::account(&account, persona.name.as_deref()),
        avatar: avatar.map(|path| links::absolute(&here.site, &path)),
        rank: view.rank.into(),
        standing: view.standing.into(),
        index: view.index,
        invitations: view.invitations,
        joined_ms: view.joined_ms,
        rose_ms: view.rose.as_ref().map(|rose| rose.time_ms),
        rose_by: view.rose.and_then(|rose| match rose.by {
            RoseBy::Item(item) => Some(item.to_string()),
            RoseBy::Invitation(_) => None,
        }),
        invited_by: host(here, &rules, &account)?,
        invited: guests(here, &rules, &account)?,
        wallets: wallets(&persona),
        posts: persona.posts,
        comments: persona.comments,
        about: persona.about,
    })
}

fn host(here: &Here, rules: &State, account: &AccountId) -> Result<Option<Account>, Refusal> {
    let Some(invitation) = rules.invitation(account) else {
        return Ok(None);
    };
    let named = Named::of(here, [&invitation.by])?;
    Ok(Some(named.one(&invitation.by)))
}

fn guests(here: &Here, rules: &State, account: &AccountId) -> Result<Vec<Account>, Refusal> {
    let tree = rules.invitation_tree();
    let guests = tree.into_iter().filter(|edge| edge.by == *account);
    let guests: Vec<AccountId> = guests.map(|edge| edge.account).take(GUESTS).collect();
    Ok(Named::of(here, &guests)?.all(&guests))
}

fn wallets(persona: &Persona) -> Vec<Wallet> {
    let wallets = persona.wallets.iter().map(|(currency, address)| Wallet {
        currency: qr::name(*currency).to_lowercase(),
        address: address.clone(),
    });
    wallets.collect()
}
