//! `/withheld`: what this node withholds in some countries, and by whose order (RFC 7725).

use askama::Template;
use secta_bot_kit::{args, words::tidy};

use super::frame::Frame;
use crate::{
    answer::{Answer, Fault, Page},
    here::Here,
    links,
    view::date::{self, When},
};

struct Order {
    href: String,
    since: When,
    until: Option<When>,
    countries: String,
    authority: String,
    reason: String,
}

#[derive(Template)]
#[template(path = "withheld.html")]
struct Withheld<'a> {
    f: Frame<'a>,
    orders: Vec<Order>,
}

/// The public log of what is withheld.
pub(crate) fn list(here: &Here) -> Result<Answer, Fault> {
    let all = here.site.ports.borders.withheld();
    let orders = all.iter().rev().map(|one| Order {
        href: links::item(&one.community, &one.item),
        since: date::when(&here.site, here.lang(), one.since_ms),
        until: one
            .until_ms
            .map(|ms| date::when(&here.site, here.lang(), ms)),
        countries: one.countries.join(", "),
        authority: one.authority.clone(),
        reason: tidy(&one.reason, 1_000),
    });
    let page = Withheld {
        orders: orders.collect(),
        f: Frame::new(here, here.say("site-withheld", args![]).plain),
    };
    Ok(Page::html(page.render()?).private().into())
}
