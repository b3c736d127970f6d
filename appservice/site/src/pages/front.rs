//! `/`: the community, where there is one; else all of them.

use askama::Template;
use secta_bot_kit::{args, words::tidy};

use super::{frame::Frame, stream};
use crate::{
    answer::{Answer, Fault, Page},
    here::Here,
    links,
};

struct Line {
    href: String,
    name: String,
}

#[derive(Template)]
#[template(path = "front.html")]
struct Front<'a> {
    f: Frame<'a>,
    communities: Vec<Line>,
}

/// The first page.
pub(crate) fn front(here: &Here) -> Result<Answer, Fault> {
    let all = here.site.ports.library.communities()?;
    if let [only] = &all[..] {
        return stream::newest(&here.within(only.clone()));
    }
    let communities = all.iter().map(|community| Line {
        href: links::community(&community.id),
        name: tidy(&community.name, 80),
    });
    let page = Front {
        communities: communities.collect(),
        f: Frame::new(here, here.say("site-communities", args![]).plain),
    };
    Ok(Page::html(page.render()?).into())
}
