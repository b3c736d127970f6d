//! What a feed holds, whatever its form.

use secta_bot_kit::{args, words::tidy};
use secta_record::{RecordId, act::Content};

use super::xml;
use crate::{
    answer::Fault,
    here::Here,
    links,
    model::{Item, Standing},
    view::{card, people, safe},
};

/// How many entries a feed has.
pub(super) const ENTRIES: usize = 30;

/// A file.
pub(super) struct File {
    pub url: String,
    pub name: String,
    pub mime: String,
    pub size_bytes: u64,
}

/// A post or a comment.
pub(super) struct Entry {
    /// A `tag:` of its own, which stays whatever becomes of the site (RFC 4151).
    pub id: String,
    pub url: String,
    pub title: String,
    pub html: String,
    pub author: String,
    pub author_url: String,
    pub published_ms: i64,
    pub updated_ms: i64,
    pub tags: Vec<String>,
    pub files: Vec<File>,
    pub lang: Option<String>,
}

/// A feed.
pub(super) struct Feed {
    pub id: String,
    pub title: String,
    /// What it is about, in a few words.
    pub about: String,
    /// The page of which it is a feed.
    pub home: String,
    /// Its own address.
    pub own: String,
    pub updated_ms: i64,
    pub lang: String,
    pub entries: Vec<Entry>,
}

/// What a feed is of.
pub(super) struct Head {
    /// What tells it from the community's others.
    pub name: String,
    pub title: String,
    /// The page's path.
    pub page: String,
}

impl Feed {
    /// Of items, in the order in which they are given. What is not for everybody is left out.
    pub fn of(here: &Here, head: Head, items: &[Item]) -> Result<Self, Fault> {
        let id = here.community_id()?;
        let entries = items.iter().filter_map(|item| entry(here, &id, item));
        Self::with(here, head, entries.take(ENTRIES).collect())
    }

    /// Of entries that are made already.
    pub fn with(here: &Here, head: Head, entries: Vec<Entry>) -> Result<Self, Fault> {
        let community = here.community()?;
        let (id, site) = (community.id, &here.site);
        let rules = here.rules()?;
        let founded = rules.read().founded_ms();
        let updated = entries.iter().map(|entry| entry.updated_ms).max();
        let name = tidy(&community.name, 80);
        let own = match here.asks("feed") {
            Some(_) => here.asked.as_str(),
            None => here.asked.split('?').next().unwrap_or_default(),
        };
        let title = match head.title.as_str() {
            "" => name.clone(),
            title => format!("{} — {name}", tidy(title, 90)),
        };
        let about = here.say("site-feed-about", args!["value" => name]);
        Ok(Self {
            id: tag(&id, &head.name),
            title: fit(&title),
            about: fit(&about.plain),
            home: links::absolute(site, &head.page),
            own: links::absolute(site, own),
            updated_ms: updated.or(founded).unwrap_or(0),
            lang: community.lang.code().to_owned(),
            entries,
        })
    }
}

/// A name of something of a community that stays.
pub(super) fn tag(community: &RecordId, name: &str) -> String {
    format!("tag:secta.net,2026:{community}/{name}")
}

fn entry(here: &Here, id: &RecordId, item: &Item) -> Option<Entry> {
    let withheld = card::is_withheld(here, id, &item.item);
    let public = item.standing == Standing::Published && !withheld;
    let content = item.content.as_ref().filter(|_| public)?;
    let path = match item.root {
        Some(root) => links::comment(id, &root, &item.item),
        None => links::item(id, &item.item),
    };
    let person = people::person(id, &item.author, item.name.as_deref());
    let title = match card::title(content) {
        title if title.is_empty() => here.say("site-no-words", args![]).plain,
        title => title,
    };
    let files = files(here, content);
    Some(Entry {
        id: tag(id, &item.item.to_string()),
        url: links::absolute(&here.site, &path),
        title: fit(&title),
        html: fit(&html(content, &files)),
        author: fit(&person.name),
        author_url: links::absolute(&here.site, &person.href),
        published_ms: item.time_ms,
        updated_ms: item
            .edited_ms
            .map_or(item.time_ms, |edited| edited.max(item.time_ms)),
        tags: item
            .supertags
            .iter()
            .chain(&item.tags)
            .map(|tag| fit(tag))
            .collect(),
        files,
        lang: content.lang.clone().filter(|lang| is_lang(lang)),
    })
}

fn files(here: &Here, content: &Content) -> Vec<File> {
    let files = content.media.iter().filter_map(|media| {
        Some(File {
            url: links::absolute(&here.site, &links::file(&media.mxc)?),
            name: fit(&tidy(&media.name, 120)),
            mime: match is_mime(&media.mime) {
                true => media.mime.clone(),
                false => "application/octet-stream".to_owned(),
            },
            size_bytes: media.size_bytes,
        })
    });
    files.collect()
}

/// A text without what XML cannot hold, in whichever form the feed is.
pub(super) fn fit(text: &str) -> String {
    text.chars().filter(|c| xml::is_char(*c)).collect()
}

/// Whether it may be a language (BCP 47).
fn is_lang(lang: &str) -> bool {
    let part = |part: &str| {
        (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
    };
    lang.len() <= 35 && lang.split('-').all(part)
}

/// Whether it may be a media type.
pub(crate) fn is_mime(mime: &str) -> bool {
    let part = |part: &str| {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$&^_.+-".contains(&byte);
        (1..=60).contains(&part.len()) && part.bytes().all(plain)
    };
    let parts = mime.split_once('/');
    parts.is_some_and(|(kind, name)| part(kind) && part(name))
}

/// The words as on the page, with the files behind them.
fn html(content: &Content, files: &[File]) -> String {
    let mut html = safe::words(content).0;
    for file in files {
        let (url, name) = (safe::escape(&file.url), safe::escape(&file.name));
        html.push_str(&match safe::picture(&file.mime) {
            true => format!("<p><img src=\"{url}\" alt=\"{name}\"></p>"),
            false => format!("<p><a href=\"{url}\">{name}</a></p>"),
        });
    }
    html
}
