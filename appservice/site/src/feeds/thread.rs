//! `/c/{c}/p/{item}/feed.atom` and its kin: a post and the newest comments below it.

use std::cmp::Reverse;

use secta_record::act::ItemId;

use super::{
    Form, Make,
    feed::{ENTRIES, Feed, Head},
};
use crate::{
    answer::{Answer, Fault},
    here::Here,
    links,
    model::Item,
    pages,
    view::card,
};

/// What makes the feed in a form.
pub(super) fn of(form: Form) -> Make {
    match form {
        Form::Atom => |here| write(here, Form::Atom),
        Form::Rss => |here| write(here, Form::Rss),
        Form::Json => |here| write(here, Form::Json),
    }
}

fn write(here: &Here, form: Form) -> Result<Answer, Fault> {
    let (id, asked) = (here.community_id()?, here.id("item")?);
    if card::is_withheld(here, &id, &asked) {
        return pages::post::post(here);
    }
    let library = &here.site.ports.library;
    let found = library.items(&id, &[asked])?.into_iter().next();
    let post = found.filter(|item| item.root.is_none());
    let post = post.ok_or(Fault::Missing)?;
    let mut twigs = library.thread(&id, &post.item)?;
    twigs.sort_by_key(|twig| Reverse((twig.time_ms, twig.item)));
    // Some of them may be hidden or withdrawn.
    let newest: Vec<ItemId> = twigs
        .iter()
        .map(|twig| twig.item)
        .take(ENTRIES * 4)
        .collect();
    let comments = library.items(&id, &newest)?;
    let title = post.content.as_ref().map(card::title).unwrap_or_default();
    let head = Head {
        name: format!("p/{}", post.item),
        title,
        page: links::item(&id, &post.item),
    };
    Ok(form.write(&Feed::of(here, head, &with_post(comments, post))?))
}

/// The newest comments, and the post behind them: whoever subscribes later sees it too.
fn with_post(mut comments: Vec<Item>, post: Item) -> Vec<Item> {
    comments.retain(|item| item.content.is_some());
    comments.truncate(ENTRIES - 1);
    comments.push(post);
    comments
}
