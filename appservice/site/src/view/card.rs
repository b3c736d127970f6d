//! An item as it stands on a page.

use secta_bot_kit::{args, words::tidy};
use secta_record::{
    RecordId,
    act::{Content, ItemId, Media, Opinion, Rank},
};
use secta_rules::State;

use super::{
    Safe,
    date::{self, When},
    people::{self, Person},
    safe,
};
use crate::{
    answer::Fault,
    here::Here,
    links,
    model::{Item, Standing},
    ports::Withheld,
};

/// How much of a post stands in a listing, in characters.
const EXCERPT: usize = 700;
/// The longest title, in characters.
const TITLE_MAX: usize = 90;

/// A file below an item.
pub(crate) struct FileView {
    pub href: String,
    pub name: String,
    pub size: String,
    pub picture: bool,
}

/// An item.
pub(crate) struct Card {
    pub id: ItemId,
    pub anchor: String,
    pub href: String,
    /// The first line of its text.
    pub title: String,
    /// Whether that line is a heading, which stands above the words and not among them.
    pub headed: bool,
    pub html: Safe,
    /// Whether there is more of it on its own page.
    pub cut: bool,
    pub files: Vec<FileView>,
    pub who: Person,
    pub when: When,
    pub edited: Option<When>,
    pub support: u32,
    pub useful: u32,
    pub oppose: u32,
    /// The number of comments in words.
    pub comments_in_words: String,
    pub supertags: Vec<(String, String)>,
    pub tags: Vec<(String, String)>,
    /// Which entry of the chronicle it is, with its address.
    pub entry: Option<(u64, String)>,
    /// What the visitor thinks of it: `support`, `useful`, `oppose`, or nothing.
    pub opinion: &'static str,
    /// Whether the visitor may vote on it.
    pub votable: bool,
    /// Whether the visitor may ask for a measure.
    pub moderable: bool,
    /// Whether it is the visitor's own.
    pub mine: bool,
    pub hidden: bool,
    pub withdrawn: bool,
    /// Whether it is withheld where the visitor comes from.
    pub withheld: bool,
}

/// What a card is made with.
pub(crate) struct Maker<'a> {
    pub here: &'a Here,
    pub rules: &'a State,
    pub community: RecordId,
    pub rank: Rank,
}

impl<'a> Maker<'a> {
    /// For the visitor.
    pub fn new(here: &'a Here, rules: &'a State) -> Result<Self, Fault> {
        Ok(Self {
            here,
            rules,
            community: here.community_id()?,
            rank: here.rank(rules),
        })
    }

    /// An item on its own page, or in its thread.
    pub fn whole(&self, item: &Item) -> Card {
        self.card(item, false)
    }

    /// An item in a listing.
    pub fn brief(&self, item: &Item) -> Card {
        self.card(item, true)
    }

    fn card(&self, item: &Item, brief: bool) -> Card {
        let (here, id) = (self.here, &self.community);
        let withheld = is_withheld(here, id, &item.item);
        let content = item.content.as_ref().filter(|_| !withheld);
        let headed = item.root.is_none() && content.is_some_and(is_headed);
        let (html, cut) = shown(content, brief, headed);
        let account = here.account();
        let mine = account.as_ref() == Some(&item.author);
        let published = item.standing == Standing::Published;
        let opinion = account.and_then(|account| self.rules.opinion(&item.item, &account));
        let root = item.root.unwrap_or(item.item);
        let href = match item.root {
            Some(root) => links::comment(id, &root, &item.item),
            None => links::item(id, &root),
        };
        let lang = here.lang();
        let comments = here.say("site-comments", args!["n" => item.comments]);
        Card {
            id: item.item,
            anchor: links::anchor(&item.item),
            href,
            title: content.map(title).unwrap_or_default(),
            headed,
            html,
            cut,
            files: content
                .map(|content| files(here, content))
                .unwrap_or_default(),
            who: people::person(id, &item.author, item.name.as_deref()),
            when: date::when(&here.site, lang, item.time_ms),
            edited: item.edited_ms.map(|ms| date::when(&here.site, lang, ms)),
            support: item.support,
            useful: item.useful,
            oppose: item.oppose,
            comments_in_words: comments.plain,
            supertags: tagged(here, "supertag", &item.supertags),
            tags: tagged(here, "tag", &item.tags),
            entry: item.entry.map(|number| {
                let href = here.link(&format!("chronicle/{number}"));
                (number, href)
            }),
            opinion: opinion.map_or("", opinion_code),
            votable: published && !mine && self.rank > Rank::Ghost,
            moderable: published && !mine && self.rank == Rank::Trusted,
            mine,
            hidden: item.standing == Standing::Hidden,
            withdrawn: item.standing == Standing::Withdrawn,
            withheld,
        }
    }
}

/// Whether an item is withheld where the visitor comes from.
pub(crate) fn is_withheld(here: &Here, community: &RecordId, item: &ItemId) -> bool {
    order(here, community, item).is_some()
}

/// The newest order under which an item is withheld where the visitor comes from.
pub(crate) fn order(here: &Here, community: &RecordId, item: &ItemId) -> Option<Withheld> {
    let country = here.visit.country.as_ref()?;
    let all = here.site.ports.borders.withheld();
    let newest = all.iter().rfind(|one| {
        one.community == *community
            && one.item == *item
            && one.until_ms.is_none()
            && one.countries.contains(country)
    });
    newest.cloned()
}

/// Whether a text begins with a short line of its own, a heading: in what is formatted, with one that is meant so.
fn is_headed(content: &Content) -> bool {
    let text = content.text.trim_start();
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let short = first.chars().count() <= TITLE_MAX && !first.contains("://");
    match &content.html {
        None => short && (!rest.trim().is_empty() || content.media.is_empty()),
        Some(html) => short && safe::heading(html).is_some(),
    }
}

fn shown(content: Option<&Content>, brief: bool, headed: bool) -> (Safe, bool) {
    let Some(content) = content else {
        return (Safe::default(), false);
    };
    let text = match content.text.trim_start().split_once('\n') {
        Some((_, rest)) if headed => rest,
        None if headed => "",
        _ => &content.text,
    };
    match text.char_indices().nth(EXCERPT) {
        Some((end, _)) if brief => {
            let end = text[..end].rfind(char::is_whitespace).unwrap_or(end);
            let start = format!("{}…", text[..end].trim_end());
            (safe::plain(&start), true)
        }
        Some(_) | None => match &content.html {
            Some(html) => {
                let rest = safe::heading(html).filter(|_| headed);
                (safe::members_html(rest.unwrap_or(html)), false)
            }
            None => (safe::plain(text), false),
        },
    }
}

/// The first line of a text, as a title.
pub(crate) fn title(content: &Content) -> String {
    let mut lines = content.text.lines();
    let first = lines.find(|line| !line.trim().is_empty());
    let first = first.unwrap_or_default().trim_start();
    // A heading's or a quote's mark; a tag keeps its own.
    let marked = first.trim_start_matches(['#', '*', '>']);
    let bare = marked.strip_prefix(' ').unwrap_or(first);
    let title = tidy(bare, TITLE_MAX);
    if title.is_empty() {
        let file = content.media.first();
        return file
            .map(|file| tidy(&file.name, TITLE_MAX))
            .unwrap_or_default();
    }
    title
}

/// The files of an item.
pub(crate) fn files(here: &Here, content: &Content) -> Vec<FileView> {
    content
        .media
        .iter()
        .filter_map(|media| file(here, media))
        .collect()
}

fn file(here: &Here, media: &Media) -> Option<FileView> {
    Some(FileView {
        href: links::file(&media.mxc)?,
        name: tidy(&media.name, 120),
        size: size(here, media.size_bytes),
        picture: safe::picture(&media.mime),
    })
}

/// How large a file is, in words.
pub(crate) fn size(here: &Here, bytes: u64) -> String {
    let kilobytes = bytes.div_ceil(1024);
    let id = if kilobytes < 1024 {
        return here.say("site-size-kb", args!["n" => kilobytes]).plain;
    } else {
        "site-size-mb"
    };
    here.say(id, args!["n" => kilobytes.div_ceil(1024)]).plain
}

fn tagged(here: &Here, kind: &str, names: &[String]) -> Vec<(String, String)> {
    let link = |name: &String| here.link(&format!("{kind}/{}", links::escaped(name)));
    names
        .iter()
        .map(|name| (tidy(name, 60), link(name)))
        .collect()
}

/// An opinion in forms.
pub(crate) fn opinion_code(opinion: Opinion) -> &'static str {
    match opinion {
        Opinion::Support => "support",
        Opinion::Useful => "useful",
        Opinion::Oppose => "oppose",
    }
}
