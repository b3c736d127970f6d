//! Posting (R2, R3).

use secta_record::act::{Act, ItemId, Post, Promote, Publish, Rank, Rule};

use super::{
    Asked, Done,
    count::{self, Counted},
    presence,
};
use crate::{
    fact::{Draft, Fact, Quiet},
    refusal::Refusal,
    state::{Item, Public, Tally},
    tags,
    unlawful::Unlawful,
};

pub(crate) fn decide(
    asked: Asked<'_>,
    item: ItemId,
    written: &[String],
) -> Result<Vec<Fact>, Refusal> {
    asked.who.may_write(asked.at_ms)?;
    is_new(asked, &item)?;
    let (supertags, tags) = tags::sorted(asked.public(), written)?;
    let post = Post {
        item,
        content: None,
        supertags,
        tags,
    };
    if asked.who.rank == Rank::Trusted {
        return Ok(vec![asked.does(Act::Post(post))]);
    }
    let public = asked.public();
    match asked.who.number {
        Some(founder) if count::is_founding(public, founder) => found(asked, founder, post),
        Some(_) | None => wait(asked, post),
    }
}

/// Checks that no item, public or waiting, has this id.
pub(crate) fn is_new(asked: Asked<'_>, item: &ItemId) -> Result<(), Refusal> {
    let waits = asked.state.twilight.get(item).is_some();
    if waits || asked.public().items.number(item).is_some() {
        return Err(Refusal::ItemExists);
    }
    Ok(())
}

/// The founder's first post: published without a vote.
fn found(asked: Asked<'_>, founder: u32, post: Post) -> Result<Vec<Fact>, Refusal> {
    let item = post.item;
    let counted = Counted {
        author: founder,
        tally: Tally::default(),
        acting: None,
        at_ms: asked.at_ms,
    };
    let why = count::post(asked.public(), &counted);
    let promote = Promote {
        account: asked.by.clone(),
        to: Rank::Trusted,
        item,
        why,
    };
    Ok(vec![
        asked.does(Act::ReleasedPost(post)),
        asked.ruled(Act::Publish(Publish { item, why }))?,
        asked.ruled(Act::Promote(promote))?,
    ])
}

fn wait(asked: Asked<'_>, post: Post) -> Result<Vec<Fact>, Refusal> {
    has_room(asked)?;
    let draft = Draft::Post {
        supertags: post.supertags,
        tags: post.tags,
    };
    let item = post.item;
    let mut facts = vec![asked.quietly(Quiet::Submit { item, draft })];
    facts.extend(presence::of(asked));
    Ok(facts)
}

/// Checks that one more item of theirs may wait.
pub(crate) fn has_room(asked: Asked<'_>) -> Result<(), Refusal> {
    let author = asked.who.number;
    let waiting = author.map_or(0, |author| asked.state.twilight.of(author).count());
    let waiting = u32::try_from(waiting).unwrap_or(u32::MAX);
    let max = asked.public().in_force().pending_max;
    if waiting >= max {
        return Err(Refusal::TooManyPending { waiting, max });
    }
    Ok(())
}

pub(crate) fn apply(public: &mut Public, done: Done<'_>, post: &Post) -> Result<(), Unlawful> {
    done.who.may_write(done.at_ms)?;
    done.who.is_at_least(Rank::Trusted, Rule::R3)?;
    add(public, done, post, Some(done.at_ms))
}

/// Adds a post, published or about to be.
pub(crate) fn add(
    public: &mut Public,
    done: Done<'_>,
    post: &Post,
    published_ms: Option<i64>,
) -> Result<(), Unlawful> {
    if public.items.number(&post.item).is_some() {
        return Err(Refusal::ItemExists.into());
    }
    let author = public.people.intern_public(done.author);
    let item = Item {
        author,
        time_ms: done.at_ms,
        root: None,
        published_ms,
        hidden: false,
        withdrawn: false,
        edited_ms: None,
        spent: false,
        tally: Tally::default(),
        tags: tags::interned(public, &post.supertags, &post.tags),
    };
    public.items.add(&post.item, item);
    public.people.acted(author, done.at_ms);
    Ok(())
}
