//! `/c/{c}/tags`: the supertags with what belongs under them, and the plain tags.

use askama::Template;
use secta_bot_kit::{args, words::tidy};
use secta_record::act::Rank;

use super::frame::Frame;
use crate::{
    answer::{Answer, Fault, Page},
    here::Here,
    links,
};

/// How many plain tags are shown.
const TAGS: usize = 100;

struct Supertag {
    href: String,
    name: String,
    definition: String,
    synonyms: String,
}

struct Tag {
    href: String,
    name: String,
    posts: u64,
}

#[derive(Template)]
#[template(path = "tags.html")]
struct Tags<'a> {
    f: Frame<'a>,
    supertags: Vec<Supertag>,
    tags: Vec<Tag>,
    /// Whether the visitor may propose a supertag.
    proposes: bool,
}

/// The tags.
pub(crate) fn tags(here: &Here) -> Result<Answer, Fault> {
    let id = here.community_id()?;
    let used = here.site.ports.library.tags(&id, TAGS)?;
    let rules = here.rules()?;
    let rules = rules.read();
    let supertags = rules.supertags().into_iter().map(|supertag| Supertag {
        href: here.link(&format!("supertag/{}", links::escaped(&supertag.name))),
        name: tidy(&supertag.name, 60),
        definition: tidy(&supertag.definition, 2_000),
        synonyms: tidy(&supertag.synonyms.join(", "), 300),
    });
    let tags = used.iter().map(|used| Tag {
        href: here.link(&format!("tag/{}", links::escaped(&used.tag))),
        name: tidy(&used.tag, 60),
        posts: used.posts,
    });
    let page = Tags {
        f: Frame::new(here, here.say("site-way-tags", args![]).plain),
        supertags: supertags.collect(),
        tags: tags.collect(),
        proposes: here.rank(&rules) == Rank::Trusted,
    };
    Ok(Page::html(page.render()?).into())
}
