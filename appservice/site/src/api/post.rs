//! `/api/v1/c/{c}/items/{item}`: a post with its thread; for a comment, its branch.

use std::collections::BTreeMap;

use secta_record::{RecordId, act::ItemId};
use secta_rules::State;

use super::{
    reply::Refusal,
    shape,
    types::{Comment, Post, Refused},
};
use crate::{
    answer::Fault,
    here::Here,
    model,
    view::{
        card,
        tree::{self, Leaf, Order},
    },
};

/// How many comments a page has.
const COMMENTS: usize = 200;

/// A post with its thread, or a comment with its branch.
#[utoipa::path(get, path = "/api/v1/c/{c}/items/{item}", tag = "items",
    params(
        ("c" = String, Path, description = "The community"),
        ("item" = String, Path, description = "The post or comment"),
        ("order" = Option<String>, Query, description = "`time`, `index` (the most supported first) or `questions` (unanswered ones first)"),
        ("from" = Option<usize>, Query, description = "The place of the first comment: `next` of the page before"),
    ),
    responses(
        (status = 200, body = Post),
        (status = 404, body = Refused),
        (status = 451, body = Refused, description = "Withheld where the reader comes from; `Link` with `rel=\"blocked-by\"` names who demands it (RFC 7725)"),
    ))]
pub(super) fn post(here: &Here) -> Result<Post, Refusal> {
    let (id, asked) = (here.community_id()?, here.id("item")?);
    let top = found(here, &id, &asked)?;
    let root = match top.root {
        Some(root) => found(here, &id, &root)?,
        None => top.clone(),
    };
    let order = match here.asks("order") {
        Some(code) => Order::of_code(code).ok_or(Fault::Malformed)?,
        None => Order::default(),
    };
    let from = match here.asks("from") {
        Some(from) => from.parse().map_err(|_| Fault::Malformed)?,
        None => 0,
    };
    let twigs = here.site.ports.library.thread(&id, &root.item)?;
    let leaves = tree::grow(&twigs, &top.item, top.root.is_none(), order, &root.author);
    let shown: Vec<Leaf> = leaves.iter().skip(from).take(COMMENTS).copied().collect();
    let rules = here.rules()?;
    let rules = rules.read();
    let view = rules.item(&top.item, here.now_ms);
    let behind = from.saturating_add(shown.len());
    Ok(Post {
        item: shape::item(here, &rules, &top)?,
        published: view
            .as_ref()
            .and_then(|view| view.published)
            .map(|decided| (&decided.why).into()),
        next_step: view
            .as_ref()
            .and_then(|view| view.next)
            .map(|why| (&why).into()),
        case: view.and_then(|view| view.case).map(|case| case.to_string()),
        total: leaves.len(),
        from,
        comments: comments(here, &rules, &shown)?,
        next: (behind < leaves.len()).then_some(behind),
    })
}

/// An item that is or was public, unless it is withheld from whoever asks.
fn found(here: &Here, id: &RecordId, item: &ItemId) -> Result<model::Item, Refusal> {
    if let Some(order) = card::order(here, id, item) {
        return Err(Refusal::Withheld(order.authority));
    }
    let mut found = here.site.ports.library.items(id, &[*item])?;
    Ok(found.pop().ok_or(Fault::Missing)?)
}

fn comments(here: &Here, rules: &State, shown: &[Leaf]) -> Result<Vec<Comment>, Refusal> {
    let ids: Vec<ItemId> = shown.iter().map(|leaf| leaf.item).collect();
    let items = here.site.ports.library.items(&here.community_id()?, &ids)?;
    let known: BTreeMap<ItemId, &model::Item> =
        items.iter().map(|item| (item.item, item)).collect();
    let comments = shown.iter().filter_map(|leaf| {
        let item = known.get(&leaf.item)?;
        Some(shape::item(here, rules, item).map(|item| Comment {
            depth: leaf.depth,
            below: leaf.below,
            item,
        }))
    });
    comments.collect()
}
