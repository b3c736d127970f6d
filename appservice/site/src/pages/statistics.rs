//! `/c/{c}/statistics`: the community in numbers, each chart with its table.

use askama::Template;
use secta_bot_kit::args;

use super::frame::Frame;
use crate::{
    answer::{Answer, Fault, Page},
    here::Here,
    model::Day,
    view::{
        Safe,
        chart::{self, Line},
        date,
    },
};

/// How many days are shown at most.
const DAYS: i32 = 365;
/// How many days stand in the table.
const TABLE: usize = 30;

/// What a chart shows of a day.
type Value = fn(&Day) -> u32;

struct Chart {
    title: String,
    svg: Safe,
}

struct Row {
    day: String,
    posts: u32,
    comments: u32,
    votes: u32,
    active: u32,
    trusted: u32,
    magic: u32,
}

#[derive(Template)]
#[template(path = "statistics.html")]
struct Statistics<'a> {
    f: Frame<'a>,
    charts: Vec<Chart>,
    rows: Vec<Row>,
}

/// The numbers.
pub(crate) fn statistics(here: &Here) -> Result<Answer, Fault> {
    let id = here.community_id()?;
    let today = i32::try_from(here.now_ms.div_euclid(86_400_000)).unwrap_or(0);
    let days = here.site.ports.library.days(&id, today - DAYS)?;
    let lines: [(&str, Value); 4] = [
        ("site-chart-active", |day| day.active),
        ("site-chart-votes", |day| day.votes),
        ("site-chart-written", |day| day.posts + day.comments),
        ("site-chart-magic", |day| day.magic),
    ];
    let charts = lines.map(|(title, value)| {
        let title = here.say(title, args![]).plain;
        let values: Vec<u32> = days.iter().map(value).collect();
        let svg = chart::line(&Line {
            title: &title,
            values: &values,
            ends: ends(here, &days),
        });
        Chart { title, svg }
    });
    let rows = days.iter().rev().take(TABLE).map(|day| Row {
        day: date::short_day(here.lang(), day.day),
        posts: day.posts,
        comments: day.comments,
        votes: day.votes,
        active: day.active,
        trusted: day.trusted,
        magic: day.magic,
    });
    let page = Statistics {
        f: Frame::new(here, here.say("site-way-statistics", args![]).plain),
        charts: charts.into(),
        rows: rows.collect(),
    };
    Ok(Page::html(page.render()?).into())
}

fn ends(here: &Here, days: &[Day]) -> (String, String) {
    let named = |day: Option<&Day>| {
        day.map(|day| date::short_day(here.lang(), day.day))
            .unwrap_or_default()
    };
    (named(days.first()), named(days.last()))
}
