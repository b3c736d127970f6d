//! `/api/v1/c/{c}/people`: who belongs to the community, and who invited whom (R7).

use secta_record::act::{AccountId, Rank};
use secta_rules::State;

use super::{
    reply::Refusal,
    shape::Named,
    types::{Invitation, People, Ranked, Refused},
};
use crate::here::Here;

/// How many of a kind are listed.
const LIMIT: usize = 1_000;

/// Who belongs to the community, and who invited whom.
#[utoipa::path(get, path = "/api/v1/c/{c}/people", tag = "members",
    params(("c" = String, Path, description = "The community")),
    responses((status = 200, body = People), (status = 404, body = Refused)))]
pub(super) fn people(here: &Here) -> Result<People, Refusal> {
    let rules = here.rules()?;
    let rules = rules.read();
    let (trusted, trusted_count) = ranked(here, &rules, Rank::Trusted)?;
    let (commenters, commenters_count) = ranked(here, &rules, Rank::Commenter)?;
    let mut tree = rules.invitation_tree();
    let invitations_count = tree.len();
    tree.truncate(LIMIT);
    let named = Named::of(here, tree.iter().flat_map(|edge| [&edge.by, &edge.account]))?;
    let invitations = tree.iter().map(|edge| Invitation {
        by: named.one(&edge.by),
        account: named.one(&edge.account),
        time_ms: edge.time_ms,
    });
    Ok(People {
        trusted,
        trusted_count,
        commenters,
        commenters_count,
        invitations: invitations.collect(),
        invitations_count,
        limit: LIMIT,
    })
}

/// Those of a rank with the highest index, and how many there are.
fn ranked(here: &Here, rules: &State, rank: Rank) -> Result<(Vec<Ranked>, usize), Refusal> {
    let all = rules.accounts_of(rank);
    let count = all.len();
    let mut ranked: Vec<(i64, AccountId)> = all
        .into_iter()
        .map(|account| (rules.index(&account), account))
        .collect();
    ranked.sort_by(|a, b| (b.0, &a.1).cmp(&(a.0, &b.1)));
    ranked.truncate(LIMIT);
    let named = Named::of(here, ranked.iter().map(|(_, account)| account))?;
    let shaped = ranked.iter().map(|(index, account)| Ranked {
        account: named.one(account),
        index: *index,
    });
    Ok((shaped.collect(), count))
}
