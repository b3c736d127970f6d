//! `/c/{c}/people`: who belongs to the community, and who invited whom (R7).

use std::collections::BTreeMap;

use askama::Template;
use secta_bot_kit::args;
use secta_record::act::{AccountId, Rank};
use secta_rules::State;

use super::frame::Frame;
use crate::{
    answer::{Answer, Fault, Page},
    here::Here,
    view::{
        date,
        people::{self, Person},
    },
};

/// How many of a rank stand on a page.
const SHOWN: usize = 200;

struct Member {
    who: Person,
    index: i64,
}

/// A line of the tree.
struct Branch {
    who: Person,
    /// How far it is moved in.
    depth: usize,
    day: String,
}

#[derive(Template)]
#[template(path = "people.html")]
struct People<'a> {
    f: Frame<'a>,
    trusted: Vec<Member>,
    trusted_count: u32,
    commenters: Vec<Member>,
    commenters_count: u32,
    tree: Vec<Branch>,
    tree_cut: bool,
}

/// The members.
pub(crate) fn people(here: &Here) -> Result<Answer, Fault> {
    let rules = here.rules()?;
    let rules = rules.read();
    let (trusted, trusted_count) = members(here, &rules, Rank::Trusted)?;
    let (commenters, commenters_count) = members(here, &rules, Rank::Commenter)?;
    let (tree, tree_cut) = tree(here, &rules)?;
    let page = People {
        f: Frame::new(here, here.say("site-way-people", args![]).plain),
        trusted,
        trusted_count,
        commenters,
        commenters_count,
        tree,
        tree_cut,
    };
    Ok(Page::html(page.render()?).into())
}

/// Those of a rank with the highest index, and how many there are.
fn members(here: &Here, rules: &State, rank: Rank) -> Result<(Vec<Member>, u32), Fault> {
    let all = rules.accounts_of(rank);
    let count = u32::try_from(all.len()).unwrap_or(u32::MAX);
    let mut ranked: Vec<(i64, AccountId)> = all
        .into_iter()
        .map(|account| (rules.index(&account), account))
        .collect();
    ranked.sort_by(|a, b| (b.0, &a.1).cmp(&(a.0, &b.1)));
    ranked.truncate(SHOWN);
    let accounts: Vec<AccountId> = ranked.iter().map(|(_, account)| account.clone()).collect();
    let known = people::people(here, &accounts)?;
    let member = |(index, account): &(i64, AccountId)| Member {
        who: people::of(&known, account),
        index: *index,
    };
    Ok((ranked.iter().map(member).collect(), count))
}

/// The tree's first branches, and whether there are more.
fn tree(here: &Here, rules: &State) -> Result<(Vec<Branch>, bool), Fault> {
    let edges = rules.invitation_tree();
    let mut under: BTreeMap<&AccountId, Vec<(&AccountId, i64)>> = BTreeMap::new();
    let mut guests = std::collections::BTreeSet::new();
    for edge in &edges {
        under
            .entry(&edge.by)
            .or_default()
            .push((&edge.account, edge.time_ms));
        guests.insert(&edge.account);
    }
    let roots = under.keys().filter(|host| !guests.contains(**host)).rev();
    let mut waiting: Vec<(&AccountId, usize, Option<i64>)> =
        roots.map(|host| (*host, 0, None)).collect();
    let mut order = Vec::new();
    while let Some((account, depth, since)) = waiting.pop() {
        order.push((account.clone(), depth, since));
        if order.len() > SHOWN {
            break;
        }
        let below = under.get(account).into_iter().flatten().rev();
        waiting.extend(below.map(|(guest, at)| (*guest, depth + 1, Some(*at))));
    }
    let cut = order.len() > SHOWN;
    order.truncate(SHOWN);
    let accounts: Vec<AccountId> = order
        .iter()
        .map(|(account, _, _)| account.clone())
        .collect();
    let known = people::people(here, &accounts)?;
    let branch = |(account, depth, since): &(AccountId, usize, Option<i64>)| Branch {
        who: people::of(&known, account),
        depth: (*depth).min(8),
        day: since
            .map(|ms| date::when(&here.site, here.lang(), ms).day)
            .unwrap_or_default(),
    };
    Ok((order.iter().map(branch).collect(), cut))
}
