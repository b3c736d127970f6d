//! `/c/{c}/chronicle`: what the community has entered into its chronicle, each with its proof (R16).

use askama::Template;
use secta_bot_kit::args;

use super::frame::Frame;
use crate::{
    answer::{Answer, Fault, Page},
    here::Here,
    links, model,
    view::{
        Safe,
        card::{self, FileView},
        date::{self, When},
        people::{self, Person},
        safe,
    },
};

/// How many entries stand on a page.
const ENTRIES: usize = 20;

struct Entry {
    number: u64,
    href: String,
    who: Person,
    written: When,
    entered: When,
    html: Safe,
    files: Vec<FileView>,
    gone: bool,
    item: Option<String>,
    proof: String,
    record: String,
}

#[derive(Template)]
#[template(path = "chronicle.html")]
struct Chronicle<'a> {
    f: Frame<'a>,
    entries: Vec<Entry>,
    next: Option<String>,
    /// Whether one entry is shown by itself.
    single: bool,
    checkpoint: String,
    key: String,
}

/// The newest entries.
pub(crate) fn entries(here: &Here) -> Result<Answer, Fault> {
    let before = here.asks("before").and_then(|before| before.parse().ok());
    let id = here.community_id()?;
    let found = here.site.ports.library.entries(&id, before, ENTRIES)?;
    let last = found
        .last()
        .map(|entry| entry.number)
        .filter(|last| *last > 1);
    let next = last.map(|last| format!("{}?before={last}", here.link("chronicle")));
    show(here, &found, next, false)
}

/// One entry.
pub(crate) fn entry(here: &Here) -> Result<Answer, Fault> {
    let number: u64 = here.part("number").parse().map_err(|_| Fault::Missing)?;
    let id = here.community_id()?;
    let before = number.checked_add(1);
    let found = here.site.ports.library.entries(&id, before, 1)?;
    if found.first().is_none_or(|entry| entry.number != number) {
        return Err(Fault::Missing);
    }
    show(here, &found, None, true)
}

fn show(
    here: &Here,
    found: &[model::Entry],
    next: Option<String>,
    single: bool,
) -> Result<Answer, Fault> {
    let id = here.community_id()?;
    let title = match found.first().filter(|_| single) {
        Some(entry) => here.say("site-entry", args!["n" => entry.number]).plain,
        None => here.say("site-way-chronicle", args![]).plain,
    };
    let log = format!("/_secta/v1/communities/{id}/log");
    let page = Chronicle {
        f: Frame::new(here, title),
        entries: found
            .iter()
            .map(|entry| shown(here, entry, &log))
            .collect::<Result<_, _>>()?,
        next,
        single,
        checkpoint: format!("{log}/checkpoint"),
        key: format!("{log}/key"),
    };
    Ok(Page::html(page.render()?).into())
}

fn shown(here: &Here, entry: &model::Entry, log: &str) -> Result<Entry, Fault> {
    let id = here.community_id()?;
    let (site, lang) = (&here.site, here.lang());
    let withheld = entry
        .item
        .is_some_and(|item| card::is_withheld(here, &id, &item));
    let content = entry.content.as_ref().filter(|_| !withheld);
    Ok(Entry {
        number: entry.number,
        href: here.link(&format!("chronicle/{}", entry.number)),
        who: people::person(&id, &entry.author, entry.name.as_deref()),
        written: date::when(site, lang, entry.written_ms),
        entered: date::when(site, lang, entry.entered_ms),
        html: content.map(safe::words).unwrap_or_default(),
        files: content
            .map(|content| card::files(here, content))
            .unwrap_or_default(),
        gone: content.is_none(),
        item: entry.item.map(|item| links::item(&id, &item)),
        proof: format!("{log}/proof/{}", entry.record),
        record: entry.record.to_string(),
    })
}
