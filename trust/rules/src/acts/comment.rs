//! Commenting (R5).

use secta_record::act::{Act, Comment, ItemId, Rank, Rule};

use super::{Asked, Done, post};
use crate::{
    fact::{Draft, Fact, Quiet},
    refusal::Refusal,
    state::{Item, ItemNo, Public, Tally},
    unlawful::Unlawful,
};

pub(crate) fn decide(
    asked: Asked<'_>,
    item: ItemId,
    root: ItemId,
    parent: ItemId,
) -> Result<Vec<Fact>, Refusal> {
    asked.who.may_write(asked.at_ms)?;
    post::is_new(asked, &item)?;
    thread(asked.public(), &root, &parent)?;
    if asked.who.rank >= Rank::Commenter {
        let comment = Comment {
            item,
            root,
            parent,
            content: None,
        };
        return Ok(vec![asked.does(Act::Comment(comment))]);
    }
    post::has_room(asked)?;
    let draft = Draft::Comment { root, parent };
    Ok(vec![asked.quietly(Quiet::Submit { item, draft })])
}

/// The thread that a comment belongs to, if it may stand there: a public post's.
pub(crate) fn thread(public: &Public, root: &ItemId, parent: &ItemId) -> Result<ItemNo, Refusal> {
    let (number, post) = public.visible(root)?;
    if post.root.is_some() {
        return Err(Refusal::NotAPost);
    }
    let (_, answered) = public.items.find(parent).ok_or(Refusal::NotInThread)?;
    if parent != root && answered.root != Some(number) {
        return Err(Refusal::NotInThread);
    }
    Ok(number)
}

pub(crate) fn apply(
    public: &mut Public,
    done: Done<'_>,
    comment: &Comment,
) -> Result<(), Unlawful> {
    done.who.may_write(done.at_ms)?;
    done.who.is_at_least(Rank::Commenter, Rule::R5)?;
    add(public, done, comment, Some(done.at_ms))
}

/// Adds a comment, published or about to be.
pub(crate) fn add(
    public: &mut Public,
    done: Done<'_>,
    comment: &Comment,
    published_ms: Option<i64>,
) -> Result<(), Unlawful> {
    if public.items.number(&comment.item).is_some() {
        return Err(Refusal::ItemExists.into());
    }
    let root = thread(public, &comment.root, &comment.parent)?;
    let author = public.people.intern_public(done.author);
    let item = Item {
        author,
        time_ms: done.at_ms,
        root: Some(root),
        published_ms,
        hidden: false,
        withdrawn: false,
        edited_ms: None,
        spent: false,
        tally: Tally::default(),
        tags: Box::default(),
    };
    public.items.add(&comment.item, item);
    public.people.acted(author, done.at_ms);
    Ok(())
}
