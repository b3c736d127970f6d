//! `/c/{c}` and the other listings of posts: by time, by support, by tag and supertag.

use askama::Template;
use secta_bot_kit::{args, words::tidy};

use super::frame::Frame;
use crate::{
    answer::{Answer, Fault, Page},
    here::Here,
    links,
    model::{Item, Key, Listing},
    view::card::{Card, Maker},
};

/// How many posts stand on a page.
const POSTS: usize = 12;

#[derive(Template)]
#[template(path = "stream.html")]
struct Stream<'a> {
    f: Frame<'a>,
    head: Head,
    cards: Vec<Card>,
    next: Option<String>,
    x: u32,
    magic: u32,
    supertags: Vec<(String, String)>,
    /// Whether it is the community's first page.
    first: bool,
}

/// What stands above a listing.
#[derive(Default)]
struct Head {
    title: String,
    about: Option<String>,
    synonyms: String,
}

/// All posts, the newest first.
pub(crate) fn newest(here: &Here) -> Result<Answer, Fault> {
    let feeds = here.say("site-way-stream", args![]).plain;
    list(here, Listing::Newest, "", Head::default(), &feeds)
}

/// All posts, the most supported first.
pub(crate) fn supported(here: &Here) -> Result<Answer, Fault> {
    let head = Head::of(here.say("site-top", args![]).plain);
    list(here, Listing::Supported, "top", head, "")
}

/// The newest comments.
pub(crate) fn comments(here: &Here) -> Result<Answer, Fault> {
    let head = Head::of(here.say("site-newest-comments", args![]).plain);
    list(here, Listing::Comments, "comments", head, "")
}

/// Posts with a plain tag.
pub(crate) fn tag(here: &Here) -> Result<Answer, Fault> {
    let tag = here.part("tag");
    let title = format!("#{}", tidy(tag, 60));
    let path = format!("tag/{}", links::escaped(tag));
    let listing = Listing::Tag(tag.to_owned());
    list(here, listing, &path, Head::of(title.clone()), &title)
}

/// Posts with a supertag.
pub(crate) fn supertag(here: &Here) -> Result<Answer, Fault> {
    let rules = here.rules()?;
    let supertag = rules.read().supertag(here.part("tag")).cloned();
    let supertag = supertag.ok_or(Fault::Missing)?;
    let title = tidy(&supertag.name, 60);
    let head = Head {
        title: title.clone(),
        about: Some(tidy(&supertag.definition, 2_000)),
        synonyms: tidy(&supertag.synonyms.join(", "), 300),
    };
    let path = format!("supertag/{}", links::escaped(&supertag.name));
    list(here, Listing::Supertag(supertag.name), &path, head, &title)
}

impl Head {
    fn of(title: String) -> Self {
        Self {
            title,
            ..Self::default()
        }
    }
}

/// A page of a listing that stands under a path; without a name it has no feeds.
fn list(
    here: &Here,
    listing: Listing,
    path: &str,
    head: Head,
    feeds: &str,
) -> Result<Answer, Fault> {
    let (id, rules) = (here.community_id()?, here.rules()?);
    let after = here.asks("after").and_then(key_of);
    let listed = here
        .site
        .ports
        .library
        .listed(&id, &listing, after, POSTS)?;
    let rules = rules.read();
    let cards = cards(here, &rules, &listed.items)?;
    let next = listed.next.map(|key| {
        let page = here.link(path);
        format!("{page}?after={}", key_text(&key))
    });
    let (x, magic) = rules.magic_today(here.now_ms);
    let first = listing == Listing::Newest;
    let frame = Frame::new(here, head.title.clone());
    // The first page of all is but itself and its style: whoever only reads needs no more.
    let frame = match here.session().is_some() || !first {
        true => frame.live(),
        false => frame,
    };
    let feed = if path.is_empty() { "feed" } else { path };
    let stream = Stream {
        f: match feeds {
            "" => frame,
            title => frame.with_feeds(feed, title),
        },
        head,
        cards,
        next,
        x,
        magic,
        supertags: supertags(here, &rules),
        first: first && after.is_none(),
    };
    Ok(Page::html(stream.render()?).into())
}

fn supertags(here: &Here, rules: &secta_rules::State) -> Vec<(String, String)> {
    let all = rules.supertags().into_iter().take(30);
    all.map(|supertag| {
        let href = here.link(&format!("supertag/{}", links::escaped(&supertag.name)));
        (tidy(&supertag.name, 60), href)
    })
    .collect()
}

/// Items in a listing.
pub(crate) fn cards(
    here: &Here,
    rules: &secta_rules::State,
    items: &[Item],
) -> Result<Vec<Card>, Fault> {
    let maker = Maker::new(here, rules)?;
    Ok(items.iter().map(|item| maker.brief(item)).collect())
}

/// A place in a listing as it stands in an address.
pub(crate) fn key_text(key: &Key) -> String {
    format!("{}.{}.{}", key.score, key.time_ms, key.item)
}

/// The place that an address names.
pub(crate) fn key_of(text: &str) -> Option<Key> {
    let mut parts = text.splitn(3, '.');
    let score = parts.next()?.parse().ok()?;
    let time_ms = parts.next()?.parse().ok()?;
    let item = parts.next()?.parse().ok()?;
    Some(Key {
        score,
        time_ms,
        item,
    })
}
