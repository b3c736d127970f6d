//! What happens in a community's stream: posts that a newcomer can be shown, and what members of the quest write there.

use std::cmp::Reverse;

use secta_bot_kit::{
    Ctx, Lang, RoomId, Scope, UserId,
    community::{About, item_of},
    input::{Content, Event},
};
use secta_record::{RecordId, act::ItemId};
use secta_rules::{
    State,
    policy::QuestStep,
    query::{ItemStatus, ItemView},
};

use crate::{
    memory::{self, Mark, Place, Post, Stream},
    visit::Visit,
    way,
};

/// The most posts that are remembered.
const POSTS_MAX: usize = 30;

/// A community's stream is made known.
pub fn is_here(ctx: &mut Ctx<'_>, community: RecordId, room: &RoomId, lang: Lang) {
    let scope = memory::community(&community);
    let before: Option<Stream> = ctx.get(&scope, "stream");
    let stream = Stream {
        room: room.clone(),
        lang,
        posts: before.map(|before| before.posts).unwrap_or_default(),
    };
    ctx.put(&scope, "stream", &stream);
    ctx.put(&Scope::room(room), "place", &Place::Stream { community });
}

/// Something happened in a community's stream.
pub fn happened(ctx: &mut Ctx<'_>, id: RecordId, event: &Event) {
    let Some(rules) = ctx.communities().get(&id) else {
        return;
    };
    let Some(view) = said(rules, &id, event, ctx.now_ms()) else {
        return;
    };
    let step = match view.root {
        None => QuestStep::FirstPost,
        Some(_) => QuestStep::FirstComment,
    };
    if step == QuestStep::FirstPost {
        remember(ctx, &id, view.item, event);
    }
    let author = UserId::new(view.author.as_str());
    if let Some(mut visit) = Visit::open(ctx, id, author) {
        visit.quest.marks.insert(step, Mark::Done);
        way::look(&mut visit, false);
        visit.close();
    }
}

/// The public item that an event of the stream says.
pub fn said(rules: &State, community: &RecordId, event: &Event, now_ms: i64) -> Option<ItemView> {
    let Content::Message(message) = &event.content else {
        return None;
    };
    let item = match event.about.as_deref().and_then(About::read) {
        Some(About::Item { item, .. }) => item,
        Some(About::Hall { .. } | About::Porch { .. }) | None => {
            item_of(community, &event.room, &event.id)
        }
    };
    let view = rules.item(&item, now_ms)?;
    (message.edits.is_none() && is_public(&view)).then_some(view)
}

fn is_public(view: &ItemView) -> bool {
    match view.status {
        ItemStatus::Published { .. } => true,
        ItemStatus::Waiting { .. } | ItemStatus::Hidden | ItemStatus::Withdrawn => false,
    }
}

fn remember(ctx: &mut Ctx<'_>, id: &RecordId, item: ItemId, event: &Event) {
    let scope = memory::community(id);
    let Some(mut stream) = ctx.get::<Stream>(&scope, "stream") else {
        return;
    };
    stream.posts.retain(|post| post.item != item);
    let event = event.id.clone();
    stream.posts.push(Post { item, event });
    let old = stream.posts.len().saturating_sub(POSTS_MAX);
    stream.posts.drain(..old);
    ctx.put(&scope, "stream", &stream);
}

/// The post among the last ones that the members like best, and that is not the newcomer's own.
pub fn good_post(visit: &Visit<'_, '_>) -> Option<(RoomId, Post)> {
    let stream: Stream = visit.ctx.get(&memory::community(&visit.id), "stream")?;
    let now_ms = visit.ctx.now_ms();
    let liked = |(age, post): (usize, &Post)| {
        let view = visit.rules.item(&post.item, now_ms)?;
        let others = view.author.as_str() != visit.who.as_str();
        (others && is_public(&view)).then(|| ((view.tally.index(), Reverse(age)), post.clone()))
    };
    let posts = stream.posts.iter().rev().enumerate().filter_map(liked);
    let (_, post) = posts.max_by_key(|(liking, _)| *liking)?;
    Some((stream.room, post))
}
