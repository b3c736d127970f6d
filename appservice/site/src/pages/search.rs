//! `/c/{c}/search`: what is found, with the words and filters of `!найди`.

use std::collections::BTreeSet;

use askama::Template;
use axum::{
    body::Body,
    http::{HeaderName, HeaderValue, Response},
};
use secta_bot_kit::{UserId, args, words::tidy};
use secta_record::act::{AccountId, ItemId};

use super::frame::Frame;
use crate::{
    answer::{Answer, Fault, Page},
    here::Here,
    links,
    model::{Found, Hit, Standing},
    routes,
    view::{
        card,
        date::{self, When},
        people::{self, Person},
    },
};

/// How many stand on a page.
const HITS: usize = 10;
/// The longest question, in characters.
const ASK_MAX: usize = 1_000;

struct Line {
    /// The item's page, where it is a public one.
    href: Option<String>,
    link: String,
    who: Person,
    when: When,
    room: String,
    snippet: Vec<(bool, String)>,
}

/// A page of the wiki.
struct PageLine {
    href: String,
    title: String,
    snippet: Vec<(bool, String)>,
}

/// The pages of the wiki, above the messages.
struct Pages {
    lines: Vec<PageLine>,
    instead: Option<String>,
    /// Where all of them are, where these are not all: how many, and the address.
    all: Option<(String, String)>,
}

#[derive(Template)]
#[template(path = "search.html")]
struct Search<'a> {
    f: Frame<'a>,
    query: String,
    pages: Option<Pages>,
    /// Whether it is told of messages.
    messages: bool,
    total: u64,
    in_words: String,
    instead: Option<String>,
    lines: Vec<Line>,
    next: Option<String>,
    previous: Option<String>,
}

/// The search: first what is found, then the page.
pub(crate) async fn search(here: Here) -> Response<Body> {
    let made = shown(&here).await;
    routes::finish(&here, made)
}

async fn shown(here: &Here) -> Result<Answer, Fault> {
    here.community()?;
    let query = here.asks("q").unwrap_or_default().trim().to_owned();
    let query: String = query.chars().take(ASK_MAX).collect();
    let skip = here.asks("skip").and_then(|skip| skip.parse().ok());
    let skip = skip.unwrap_or(0);
    let (found, public) = match query.as_str() {
        "" => Default::default(),
        query => look(here, query, skip).await?,
    };
    let mut page = render(here, query, &found, &public, skip)?.private();
    page.headers.push((
        HeaderName::from_static("x-robots-tag"),
        HeaderValue::from_static("noindex"),
    ));
    Ok(page.into())
}

/// A page of what whoever asks may read now, and which of the items in it are public.
pub(crate) async fn look(
    here: &Here,
    query: &str,
    skip: usize,
) -> Result<(Found, BTreeSet<ItemId>), Fault> {
    let id = here.community_id()?;
    let account: Option<UserId> = here.session().map(|session| session.account.clone());
    let finder = &here.site.ports.finder;
    let mut found = finder
        .find(&id, account.as_ref(), query, skip, HITS)
        .await?;
    let withheld = |hit: &Hit| {
        let named = [hit.item, hit.root].into_iter().flatten();
        named
            .into_iter()
            .any(|item| card::is_withheld(here, &id, &item))
    };
    for hit in found.hits.iter_mut().filter(|hit| withheld(hit)) {
        hit.snippet = vec![(false, here.say("site-withheld-here", args![]).plain)];
    }
    let ids: Vec<ItemId> = found.hits.iter().filter_map(|hit| hit.item).collect();
    let items = here.site.ports.library.items(&id, &ids)?;
    let gone: BTreeSet<ItemId> = items
        .iter()
        .filter(|item| item.standing != Standing::Published)
        .map(|item| item.item)
        .collect();
    // What was hidden or taken back since the index has heard of it is not quoted.
    for hit in &mut found.hits {
        if hit.item.is_some_and(|item| gone.contains(&item)) {
            hit.snippet.clear();
        }
    }
    Ok((found, items.iter().map(|item| item.item).collect()))
}

/// How many are passed over on the next page, if there is one: of messages, or of pages where only these are asked for.
pub(crate) fn next(found: &Found, skip: usize) -> Option<usize> {
    let given = match found.hits.len() {
        0 => found.pages.pages.len(),
        hits => hits,
    };
    let behind = skip.saturating_add(given);
    let more = u64::try_from(behind).is_ok_and(|behind| behind < found.total);
    (more && given > 0).then_some(behind)
}

fn render(
    here: &Here,
    query: String,
    found: &Found,
    public: &BTreeSet<ItemId>,
    skip: usize,
) -> Result<Page, Fault> {
    let author = |hit: &Hit| AccountId::new(&hit.author);
    let authors: Vec<AccountId> = found.hits.iter().map(author).collect();
    let known = people::people(here, &authors)?;
    let who = |hit: &Hit| people::of(&known, &author(hit));
    let lines = found
        .hits
        .iter()
        .map(|hit| line(here, hit, who(hit), public));
    let lines: Vec<Line> = lines.collect::<Result<_, Fault>>()?;
    let at = |skip: usize| {
        let query = links::escaped(&query);
        here.link(&format!("search?q={query}&skip={skip}"))
    };
    let pages = pages(here, &query, found)?;
    let page = Search {
        f: Frame::new(here, here.say("site-way-search", args![]).plain),
        messages: !query.is_empty() && (pages.is_none() || !lines.is_empty()),
        pages,
        total: found.total,
        in_words: here
            .say("site-search-total", args!["n" => found.total])
            .plain,
        instead: instead(here, found.instead.as_deref()),
        lines,
        next: next(found, skip).map(at),
        previous: (skip > 0).then(|| at(skip.saturating_sub(HITS))),
        query,
    };
    Ok(Page::html(page.render()?))
}

fn instead(here: &Here, instead: Option<&str>) -> Option<String> {
    instead.map(|instead| {
        let args = args!["value" => tidy(instead, 200)];
        here.say("site-search-instead", args).plain
    })
}

/// The pages that were found; `None` where there are none.
fn pages(here: &Here, query: &str, found: &Found) -> Result<Option<Pages>, Fault> {
    let pages = &found.pages;
    if pages.pages.is_empty() {
        return Ok(None);
    }
    let id = here.community_id()?;
    let lines = pages.pages.iter().map(|page| PageLine {
        href: links::wiki(&id, &page.title),
        title: page.title.to_string(),
        snippet: clean(&page.snippet),
    });
    // Where only pages are asked for, they are what is counted, and follow one another.
    let above = found.total == 0 || !found.hits.is_empty();
    let more = pages.total > pages.pages.len() as u64;
    let all = (above && more).then(|| {
        let kind = here.say("site-search-only-pages", args![]).plain;
        let query = links::escaped(&format!("{query} {kind}"));
        let said = here.say("site-search-pages-all", args!["n" => pages.total]);
        (said.plain, here.link(&format!("search?q={query}")))
    });
    Ok(Some(Pages {
        lines: lines.collect(),
        instead: instead(here, pages.instead.as_deref()),
        all,
    }))
}

fn clean(snippet: &[(bool, String)]) -> Vec<(bool, String)> {
    let pieces = snippet.iter();
    pieces
        .map(|(marked, text)| (*marked, secta_bot_kit::grammar::clean(text)))
        .collect()
}

fn line(here: &Here, hit: &Hit, who: Person, public: &BTreeSet<ItemId>) -> Result<Line, Fault> {
    let id = here.community_id()?;
    let item = hit.item.filter(|item| public.contains(item));
    Ok(Line {
        href: item.map(|item| match hit.root {
            Some(root) => links::comment(&id, &root, &item),
            None => links::item(&id, &item),
        }),
        link: hit.link.clone(),
        who,
        when: date::when(&here.site, here.lang(), hit.time_ms),
        room: tidy(&hit.room, 60),
        snippet: clean(&hit.snippet),
    })
}

#[cfg(test)]
mod tests {
    use crate::fake::{COUNTRY, Fake};

    #[tokio::test]
    async fn what_is_found_is_marked_and_leads_to_its_page() {
        let fake = Fake::new();
        let post = fake.post("@ann:x", "Чай с <мятой> и мёдом");
        fake.name("@ann:x", "Анна с пятого этажа");
        let path = fake.at("/search?q=%3C%D0%BC%D1%8F%D1%82%D0%BE%D0%B9%3E");
        let got = fake.get(&path, &[]).await;
        assert!(
            got.body.contains("<mark>&#60;мятой&#62;</mark>"),
            "{}",
            got.body
        );
        assert!(got.body.contains(&fake.at(&format!("/p/{post}"))));
        assert!(got.body.contains("Анна с пятого этажа"), "{}", got.body);
        assert_eq!(got.header("x-robots-tag"), "noindex");
        assert_eq!(got.header("cache-control"), "no-store");
    }

    #[tokio::test]
    async fn pages_follow_one_another_and_nothing_asked_finds_nothing() {
        let fake = Fake::new();
        for number in 0..12 {
            fake.post("@ann:x", &format!("слово {number}"));
        }
        let word = "%D1%81%D0%BB%D0%BE%D0%B2%D0%BE";
        let first = fake.get(&fake.at(&format!("/search?q={word}")), &[]).await;
        let next = fake.at(&format!("/search?q={word}&#38;skip=10"));
        assert!(first.body.contains(&next), "{}", first.body);
        let path = fake.at(&format!("/search?q={word}&skip=10"));
        let last = fake.get(&path, &[]).await;
        assert_eq!(last.body.matches("<article").count(), 2);
        assert!(!last.body.contains("rel=\"next\""));
        let empty = fake.get(&fake.at("/search"), &[]).await;
        assert!(empty.status == 200 && !empty.body.contains("<article"));
    }

    const TEA: &str = "%D1%87%D0%B0%D0%B9%D0%BD%D0%B8%D0%BA";

    #[tokio::test]
    async fn pages_of_the_wiki_stand_above_messages_for_strangers_too() {
        let fake = Fake::new();
        fake.post("@ann:x", "Мой чайник свистит");
        fake.page("@ann:x", "Посуда", "Здесь <b>чайник</b> и **чашки**");
        let got = fake.get(&fake.at(&format!("/search?q={TEA}")), &[]).await;
        let page = got.body.find("Страницы вики").expect("pages");
        let post = got.body.find("свистит").expect("a post");
        assert!(page < post, "{}", got.body);
        assert!(
            got.body.contains("<mark>чайник</mark>&#60;/b&#62;"),
            "{}",
            got.body
        );
        let path = fake.at("/wiki/%D0%9F%D0%BE%D1%81%D1%83%D0%B4%D0%B0");
        assert!(
            got.body.contains(&format!("href=\"{path}\"")),
            "{}",
            got.body
        );
        assert!(got.body.contains("Нашлось 1 сообщение"));
    }

    #[tokio::test]
    async fn where_pages_alone_are_found_messages_are_not_told_of() {
        let fake = Fake::new();
        for number in 0..12 {
            fake.page("@ann:x", &format!("Посуда {number}"), "Здесь чайник");
        }
        let path = fake.at(&format!("/search?q={TEA}"));
        let got = fake.get(&path, &[]).await;
        assert_eq!(got.body.matches("<article").count(), 3, "{}", got.body);
        assert!(!got.body.contains("Ничего не нашлось"));
        let kind = "%20%D1%82%D0%B8%D0%BF:%D1%81%D1%82%D1%80%D0%B0%D0%BD%D0%B8%D1%86%D0%B0";
        assert!(got.body.contains(&format!("{path}{kind}")), "{}", got.body);
        let first = fake.get(&format!("{path}{kind}"), &[]).await;
        assert_eq!(first.body.matches("<article").count(), 10);
        assert!(first.body.contains("&#38;skip=10") && !first.body.contains("Все страницы"));
        let last = fake.get(&format!("{path}{kind}&skip=10"), &[]).await;
        assert_eq!(last.body.matches("<article").count(), 2);
        assert!(!last.body.contains("rel=\"next\""));
    }

    #[tokio::test]
    async fn what_is_withheld_is_not_quoted() {
        let fake = Fake::new();
        let post = fake.post("@ann:x", "тайное слово");
        fake.withhold(post, "FR");
        let path = fake.at("/search?q=%D1%81%D0%BB%D0%BE%D0%B2%D0%BE");
        let got = fake.get(&path, &[(COUNTRY, "FR")]).await;
        assert!(!got.body.contains("тайное"), "{}", got.body);
    }
}
