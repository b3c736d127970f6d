//! What is asked: words, phrases, what must not be there, and filters.

use jiff::tz::TimeZone;
use secta_bot_kit::words::tidy;
use serde::{Deserialize, Serialize};

use crate::{
    day, tags,
    text::{split, stop},
};

/// The longest question, in characters.
pub const ASK_MAX: usize = 1_000;

/// The most words of a question.
pub const WORDS_MAX: usize = 32;

/// How much of a wrong value is shown back, in characters.
const SHOWN: usize = 40;

/// What is asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Ask {
    /// What is to be there, or must not.
    pub clauses: Vec<Clause>,
    /// Who wrote it, in full: any of them.
    pub from: Vec<String>,
    /// In which room, as it was said: any of them.
    pub rooms: Vec<String>,
    /// With which tags, folded: all of them.
    pub tags: Vec<String>,
    /// Which other tags will do for one of these, and where.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub synonyms: Vec<Synonyms>,
    /// What it is: any of them.
    pub kinds: Vec<Sort>,
    /// Not before, in milliseconds since 1970.
    pub after_ms: Option<i64>,
    /// Before, in milliseconds since 1970.
    pub before_ms: Option<i64>,
}

/// What will do for a tag in some rooms.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Synonyms {
    /// The tag, folded.
    pub tag: String,
    /// Other tags, folded: any of them.
    pub names: Vec<String>,
    /// The rooms.
    pub rooms: Vec<String>,
}

/// Words that stand together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clause {
    /// As they were typed; more than one is a phrase.
    pub text: String,
    /// Whether it must not be there.
    pub not: bool,
}

/// What can be looked for by what it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// Posts.
    Post,
    /// Comments.
    Comment,
    /// Files and images.
    File,
    /// Messages with links.
    Link,
    /// Pages of the wiki.
    Page,
}

/// Why a question cannot be asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// Nothing is asked.
    Nothing,
    /// It is too long.
    Long,
    /// Only words that are everywhere.
    Common,
    /// Only what must not be there.
    OnlyNot,
    /// Pages of the wiki by something else than words.
    Pages,
    /// A filter whose value says nothing: its name and the value.
    Value(Filter, String),
}

/// A filter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Filter {
    /// `от:`
    From,
    /// `в:`
    Room,
    /// `после:`
    After,
    /// `до:`
    Before,
    /// `тег:`
    Tag,
    /// `тип:`
    Kind,
}

const FILTERS: &[(Filter, &[&str])] = &[
    (Filter::From, &["от", "автор", "from", "by"]),
    (Filter::Room, &["в", "комната", "in", "room"]),
    (Filter::After, &["после", "с", "after", "since"]),
    (Filter::Before, &["до", "before", "until"]),
    (Filter::Tag, &["тег", "метка", "tag"]),
    (Filter::Kind, &["тип", "type", "kind"]),
];

const SORTS: &[(Sort, &[&str])] = &[
    (Sort::Post, &["пост", "посты", "post", "posts"]),
    (
        Sort::Comment,
        &[
            "комментарий",
            "комментарии",
            "коммент",
            "comment",
            "comments",
        ],
    ),
    (
        Sort::File,
        &["файл", "файлы", "картинка", "file", "files", "image"],
    ),
    (Sort::Link, &["ссылка", "ссылки", "link", "links"]),
    (
        Sort::Page,
        &["страница", "страницы", "вики", "page", "pages", "wiki"],
    ),
];

/// When and where a question is asked: what its shorter words mean.
#[derive(Clone, Debug)]
pub struct Asker<'a> {
    /// When, in milliseconds since 1970.
    pub now_ms: i64,
    /// The zone in which days begin.
    pub zone: &'a TimeZone,
    /// The homeserver of names without one.
    pub server: &'a str,
}

impl Ask {
    /// Reads a question.
    ///
    /// # Errors
    ///
    /// A [`Trouble`], to be explained.
    pub fn read(text: &str, asker: &Asker<'_>) -> Result<Self, Trouble> {
        if text.chars().count() > ASK_MAX {
            return Err(Trouble::Long);
        }
        let mut ask = Self::default();
        let mut common = false;
        for part in parts(text) {
            if let Some((filter, value)) = part.filter() {
                ask.filter(filter, value, asker)?;
            } else if let Some(clause) = part.clause(part.text) {
                if clause.is_common() {
                    common = true;
                } else {
                    ask.clauses.push(clause);
                }
            }
        }
        ask.weighed(common)
    }

    /// The words, the phrases and what must not be there of a text in which nothing else can be asked.
    pub fn clauses_of(text: &str) -> Vec<Clause> {
        let text: String = text.chars().take(ASK_MAX).collect();
        let parts = parts(&text).into_iter();
        let clauses = parts.filter_map(|part| match part.filter() {
            Some(_) => part.clause(part.whole),
            None => part.clause(part.text),
        });
        let telling = clauses.filter(|clause| !clause.is_common());
        telling.take(WORDS_MAX).collect()
    }

    /// Whether pages of the wiki may be what is looked for: by words alone.
    pub fn takes_pages(&self) -> bool {
        let kind = self.kinds.is_empty() || self.kinds.contains(&Sort::Page);
        let words = self.clauses.iter().any(|clause| !clause.not);
        kind && words && !self.narrows()
    }

    /// Whether only pages of the wiki are.
    pub fn is_of_pages(&self) -> bool {
        !self.kinds.is_empty() && self.kinds.iter().all(|sort| *sort == Sort::Page)
    }

    fn weighed(self, common: bool) -> Result<Self, Trouble> {
        let words = self
            .clauses
            .iter()
            .map(|clause| split::words(&clause.text).count());
        if words.sum::<usize>() > WORDS_MAX {
            return Err(Trouble::Long);
        }
        if self.kinds.contains(&Sort::Page) && !self.takes_pages() {
            return Err(Trouble::Pages);
        }
        let filters = self.narrows() || !self.kinds.is_empty();
        if self.clauses.iter().any(|clause| !clause.not) || filters {
            return Ok(self);
        }
        Err(match (self.clauses.is_empty(), common) {
            (false, _) => Trouble::OnlyNot,
            (true, true) => Trouble::Common,
            (true, false) => Trouble::Nothing,
        })
    }

    /// Whether anything is asked that messages alone have.
    fn narrows(&self) -> bool {
        !(self.from.is_empty()
            && self.rooms.is_empty()
            && self.tags.is_empty()
            && self.after_ms.is_none()
            && self.before_ms.is_none())
    }

    fn filter(&mut self, filter: Filter, value: &str, asker: &Asker<'_>) -> Result<(), Trouble> {
        let bad = || Trouble::Value(filter, tidy(value, SHOWN));
        match filter {
            Filter::From => self.from.push(user(value, asker.server).ok_or_else(bad)?),
            Filter::Room => self.rooms.push(room(value).ok_or_else(bad)?),
            Filter::Tag => self.tags.push(tags::folded(value).ok_or_else(bad)?),
            Filter::Kind => self.kinds.push(sort(value).ok_or_else(bad)?),
            Filter::After => {
                let (from_ms, _) = day::read(value, asker.now_ms, asker.zone).ok_or_else(bad)?;
                self.after_ms = self.after_ms.max(Some(from_ms));
            }
            Filter::Before => {
                let (from_ms, _) = day::read(value, asker.now_ms, asker.zone).ok_or_else(bad)?;
                self.before_ms = Some(self.before_ms.map_or(from_ms, |before| before.min(from_ms)));
            }
        }
        Ok(())
    }
}

impl Clause {
    /// Whether all its words are everywhere.
    fn is_common(&self) -> bool {
        split::words(&self.text).all(|word| stop::is_stop(&split::fold(word.text)))
    }
}

/// A part of a question: what stands between spaces, or in quotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Part<'t> {
    /// The name before the colon.
    name: Option<&'t str>,
    text: &'t str,
    not: bool,
    /// All of it, as typed.
    whole: &'t str,
}

impl<'t> Part<'t> {
    /// What is to be there or not, where a text says anything.
    fn clause(&self, text: &str) -> Option<Clause> {
        split::words(text).next()?;
        Some(Clause {
            text: text.to_owned(),
            not: self.not,
        })
    }

    /// The filter that it is, with its value.
    fn filter(&self) -> Option<(Filter, &'t str)> {
        let name = split::fold(self.name?);
        let known = FILTERS
            .iter()
            .find(|(_, names)| names.contains(&name.as_str()));
        known.map(|(filter, _)| (*filter, self.text))
    }
}

/// Splits a question into its parts.
fn parts(text: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let (part, after) = part(rest);
        parts.push(part);
        rest = after.trim_start();
    }
    parts
}

/// The first part, and what is after it.
fn part(text: &str) -> (Part<'_>, &str) {
    let minus = text.strip_prefix(['-', '−']);
    let bare = minus.filter(|rest| rest.starts_with(|c: char| c.is_alphanumeric() || is_quote(c)));
    let (not, rest) = (bare.is_some(), bare.unwrap_or(text));
    let end = rest
        .find(|c: char| c.is_whitespace() || is_quote(c))
        .unwrap_or(rest.len());
    let head = &rest[..end];
    let name = head.split_once(':').map(|(name, _)| name);
    let name = name.filter(|name| {
        FILTERS
            .iter()
            .any(|(_, names)| names.contains(&split::fold(name).as_str()))
    });
    let after_name = name.map_or(rest, |name| &rest[name.len() + 1..]);
    let (text, after) = value(after_name);
    let whole = &rest[..rest.len() - after.len()];
    let part = Part {
        name: name.filter(|_| !not),
        text: if name.is_some() && not { whole } else { text },
        not,
        whole,
    };
    (part, after)
}

/// A value: in quotes, or up to the next space.
fn value(text: &str) -> (&str, &str) {
    let mut letters = text.chars();
    if letters.next().is_some_and(is_quote) {
        let inside = letters.as_str();
        return match inside.char_indices().find(|(_, c)| is_quote(*c)) {
            Some((end, quote)) => (&inside[..end], &inside[end + quote.len_utf8()..]),
            None => (inside, ""),
        };
    }
    let end = text.find(char::is_whitespace).unwrap_or(text.len());
    text.split_at(end)
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '«' | '»' | '“' | '”' | '„')
}

fn user(value: &str, server: &str) -> Option<String> {
    let name = value.strip_prefix('@').unwrap_or(value);
    let (local, server) = name.split_once(':').unwrap_or((name, server));
    let fine = |text: &str| !text.is_empty() && !text.chars().any(char::is_whitespace);
    (fine(local) && fine(server)).then(|| format!("@{local}:{server}"))
}

fn room(value: &str) -> Option<String> {
    let name = value.trim();
    (!name.is_empty()).then(|| name.to_owned())
}

fn sort(value: &str) -> Option<Sort> {
    let name = split::fold(value);
    let known = SORTS
        .iter()
        .find(|(_, names)| names.contains(&name.as_str()));
    known.map(|(sort, _)| *sort)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// 2026-11-21, noon in Moscow.
    const NOW_MS: i64 = 1_795_251_600_000;

    fn read(text: &str) -> Result<Ask, Trouble> {
        let zone = TimeZone::fixed(jiff::tz::offset(3));
        Ask::read(
            text,
            &Asker {
                now_ms: NOW_MS,
                zone: &zone,
                server: "home",
            },
        )
    }

    fn clauses(text: &str) -> Vec<(String, bool)> {
        let ask = read(text).expect("it can be asked");
        ask.clauses
            .into_iter()
            .map(|clause| (clause.text, clause.not))
            .collect()
    }

    fn clause(text: &str, not: bool) -> (String, bool) {
        (text.to_owned(), not)
    }

    #[test]
    fn words_phrases_and_what_must_not_be() {
        assert_eq!(
            clauses("липовый мёд"),
            [clause("липовый", false), clause("мёд", false)]
        );
        assert_eq!(
            clauses("«липовый мёд» -гречишный -\"в сотах\""),
            [
                clause("липовый мёд", false),
                clause("гречишный", true),
                clause("в сотах", true)
            ]
        );
        assert_eq!(
            clauses("чай-кофе - мёд"),
            [clause("чай-кофе", false), clause("мёд", false)]
        );
        assert_eq!(clauses("http://a.b/в:г"), [clause("http://a.b/в:г", false)]);
        assert_eq!(
            clauses("мёд и «не в этом»"),
            [clause("мёд", false), clause("не в этом", false)]
        );
        assert_eq!(clauses("«открыто"), [clause("открыто", false)]);
    }

    #[test]
    fn filters_stand_anywhere() {
        let ask =
            read("от:@anna мёд в:«Наша площадь» тег:#Пчёлы тип:Файл from:bob:away").expect("fine");
        assert_eq!(ask.from, ["@anna:home", "@bob:away"]);
        assert_eq!(ask.rooms, ["Наша площадь"]);
        assert_eq!(ask.tags, ["пчелы"]);
        assert_eq!(ask.kinds, [Sort::File]);
        assert_eq!(ask.clauses.len(), 1);
        let alone = read("тип:ссылка").expect("a filter is enough");
        assert!(alone.clauses.is_empty());
    }

    #[test]
    fn pages_are_looked_for_by_words_alone() {
        let takes = |text: &str| {
            let ask = read(text).expect("fine");
            (ask.takes_pages(), ask.is_of_pages())
        };
        assert_eq!(takes("мёд -чай"), (true, false));
        assert_eq!(takes("мёд type:page"), (true, true));
        assert_eq!(takes("мёд тип:страница тип:пост"), (true, false));
        assert_eq!(takes("мёд тип:пост"), (false, false));
        assert_eq!(takes("мёд от:@anna"), (false, false));
        for text in [
            "тип:страница",
            "тип:страница -мёд",
            "мёд тип:страница до:вчера",
        ] {
            assert_eq!(read(text), Err(Trouble::Pages), "{text}");
        }
    }

    #[test]
    fn where_only_words_can_be_asked_filters_are_words() {
        let clauses = Ask::clauses_of("«липовый мёд» -чай и тип:страница");
        let texts: Vec<&str> = clauses.iter().map(|clause| clause.text.as_str()).collect();
        assert_eq!(texts, ["липовый мёд", "чай", "тип:страница"]);
        assert!(clauses[1].not && !clauses[2].not);
        assert!(Ask::clauses_of("и -").is_empty());
    }

    #[test]
    fn a_tag_of_several_words_stands_in_quotes() {
        for text in [
            "мёд тег:\"чай со льдом\"",
            "тег:«#Чай со льдом» мёд",
            "мёд tag:чай_со-льдом",
        ] {
            let ask = read(text).expect("fine");
            assert_eq!(ask.tags, ["чай со льдом"], "{text}");
            assert_eq!(ask.clauses.len(), 1, "{text}");
        }
    }

    #[test]
    fn days_bound_the_time() {
        let ask = read("мёд после:2026-11-20 до:21.11.2026").expect("fine");
        assert_eq!(
            (ask.after_ms, ask.before_ms),
            (Some(NOW_MS - 36 * 3_600_000), Some(NOW_MS - 12 * 3_600_000))
        );
    }

    #[test]
    fn what_cannot_be_asked_is_named() {
        assert_eq!(read("  "), Err(Trouble::Nothing));
        assert_eq!(read("?!"), Err(Trouble::Nothing));
        assert_eq!(read("и не в"), Err(Trouble::Common));
        assert_eq!(read("-мёд"), Err(Trouble::OnlyNot));
        assert_eq!(
            read("мёд тип:чушь"),
            Err(Trouble::Value(Filter::Kind, "чушь".to_owned()))
        );
        assert_eq!(
            read("мёд после:никогда"),
            Err(Trouble::Value(Filter::After, "никогда".to_owned()))
        );
        assert_eq!(
            read("мёд от:@"),
            Err(Trouble::Value(Filter::From, "@".to_owned()))
        );
        assert_eq!(
            read("мёд в:"),
            Err(Trouble::Value(Filter::Room, String::new()))
        );
        assert_eq!(read(&"я".repeat(ASK_MAX + 1)), Err(Trouble::Long));
        assert_eq!(read(&"мёд ".repeat(WORDS_MAX + 1)), Err(Trouble::Long));
    }

    proptest! {
        #[test]
        fn anything_can_be_read(text in "[\\PC\"«»: -]{0,60}") {
            let _ = read(&text);
        }
    }
}
