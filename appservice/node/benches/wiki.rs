//! The wiki as the site reads it: a page of 50 KB with a thousand revisions, and a hundred thousand pages with ten links
//! each, some wanted by many. Prints a table (to standard error) of how long each call takes at the beginning of a list
//! and far behind it; last, JSON.
//!
//! `WIKI_PAGES` makes it smaller or larger.

use std::{
    fs,
    sync::Arc,
    time::{Duration, Instant},
};

use secta::site::library::{Reading, Stacks};
use secta_bot_search::text::{Lemmas, lemmas::Dictionaries};
use secta_record::{
    RecordId,
    act::{self, AccountId},
};
use secta_site::ports::{PageKey, PageLine, PageList, Wiki as _};
use secta_store::pages::{Batch, BodyRow, ChangeRow, GraphRow, NewRevision, Pages, Reached};
use secta_wiki::{PageId, title::Title};

/// As in the program.
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

const COMMUNITY: RecordId = RecordId([1; 32]);
const BEGIN_MS: i64 = 1_700_000_000_000;
/// Revisions of one batch.
const SLICE: usize = 400;
const LINKS: usize = 10;
const REVISIONS: u64 = 1_000;
const LINES: u64 = 700;
const PAGE: usize = 50;
const ROUNDS: usize = 400;
const OPENS: usize = 200;

/// Numbers that look random and are the same each time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> f64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn below(&mut self, most: u64) -> u64 {
        (self.roll() * most as f64) as u64
    }

    /// After Zipf: the n-th number comes about n times less often than the first.
    fn zipf(&mut self, most: u64) -> u64 {
        ((most as f64).powf(self.roll()) as u64 - 1).min(most - 1)
    }
}

fn main() {
    let count = std::env::var("WIKI_PAGES").ok();
    let count: u64 = count
        .and_then(|count| count.parse().ok())
        .unwrap_or(100_000);
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("pages.db");
    let begun = Instant::now();
    fill(&path, count);
    let took = begun.elapsed().as_secs_f64();
    let bytes = fs::metadata(&path).expect("a file").len();
    eprintln!("| figure | value |\n|---|---|");
    eprintln!("| pages, links each | {count}, {LINKS} |");
    eprintln!(
        "| filled, revisions/s | {:.0} |",
        (count + REVISIONS) as f64 / took
    );
    eprintln!("| on disk, MB | {:.0} |", bytes as f64 / 1e6);
    eprintln!("\n| call | p50 ms | p99 ms |\n|---|---|---|");
    let files = folder.path().join("wiki");
    let stacks = Stacks::open(&path, "bench", &files, lemmas()).expect("a view");
    let figures = serde_json::json!({
        "wiki_open_ms": open(&stacks),
        "wiki_page_p99_ms": pages(&stacks, count),
        "wiki_backlinks_p99_ms": backlinks(&stacks, count),
        "wiki_wanted_p99_ms": list(&stacks, "wanted", PageList::Wanted),
        "wiki_lists_p99_ms": others(&stacks, count),
        "wiki_found_p99_ms": found(&stacks, count),
        "wiki_filled_revisions_per_s": (count + REVISIONS) as f64 / took,
        "wiki_view_mb": bytes as f64 / 1e6,
    });
    println!("{figures}");
}

fn lemmas() -> Arc<dyn Lemmas> {
    Arc::new(Dictionaries::bundled(|error| panic!("{error}")))
}

fn name(number: u64) -> String {
    format!("Страница {number}")
}

fn title(number: u64) -> Title {
    Title::parse(&name(number)).expect("a title")
}

fn id(number: u64) -> PageId {
    title(number).page_id()
}

/// A revision of a page, the `number`-th of all.
fn revision(number: u64, page: &str, parent: Option<u64>, text: String) -> NewRevision {
    let title = Title::parse(page).expect("a title");
    let revision = |number: u64| {
        // Ids are hashes: they come in no order.
        act::RevisionId(*blake3::hash(&number.to_be_bytes()).as_bytes())
    };
    NewRevision {
        row: GraphRow {
            id: revision(number),
            page: act::PageId(title.page_id().0),
            parents: parent.into_iter().map(revision).collect(),
            author: AccountId::new(format!("@member{}:example.org", number % 2_000)),
            time_ms: BEGIN_MS + i64::try_from(number).expect("few") * 60_000,
            body: Some(BodyRow {
                title: title.to_string(),
                comment: "правка".to_owned(),
                change: ChangeRow::Text(text),
            }),
        },
        record: RecordId(*blake3::hash(&number.to_le_bytes()).as_bytes()),
    }
}

/// Pages that link to each other and to some that nobody wrote, and one with many revisions.
fn fill(path: &std::path::Path, count: u64) {
    let reading = Arc::new(Reading::new(lemmas()));
    let pages = Pages::open(path, "bench", reading).expect("a view");
    let mut dice = Dice(7);
    let linked = (0..count).map(|number| {
        let mut text = format!("О том, что такое {number}.\n\n");
        if number % 100 == 7 {
            text.push_str("Большая редкость.\n\n");
        }
        for _ in 0..LINKS {
            // Every other one is not written.
            text.push_str(&format!("См. [[{}]], ", name(dice.zipf(count * 2))));
        }
        text.push_str(&format!("\n\n[[Категория:Раздел {}]]\n", dice.zipf(500)));
        revision(number, &name(number * 2), None, text)
    });
    let mut lines: Vec<String> = (0..LINES).map(line_of).collect();
    let long = (0..REVISIONS).map(move |number| {
        let at = usize::try_from(number % LINES).expect("few");
        lines[at] = line_of(number + LINES);
        let (own, before) = (count + number, number.checked_sub(1));
        revision(
            own,
            "Длинная",
            before.map(|before| count + before),
            lines.concat(),
        )
    });
    let mut all = linked.chain(long).peekable();
    let mut place = 0;
    while all.peek().is_some() {
        place += 1;
        let reached = Reached {
            place,
            record: None,
        };
        let batch = Batch {
            public: true,
            revisions: all.by_ref().take(SLICE).collect(),
            ..Batch::new(COMMUNITY, reached)
        };
        pages.write(&batch).expect("written");
    }
    pages.wipe().expect("wiped");
}

fn line_of(number: u64) -> String {
    format!("Строка {number}: о том, как это было, и чем кончилось.\n")
}

/// The page with many revisions.
fn open(stacks: &Stacks) -> f64 {
    let page = Title::parse("Длинная").expect("a title").page_id();
    let opened = timed(OPENS, |_| {
        let found = stacks.page(&COMMUNITY, &page).expect("read");
        let found = found.expect("it is there");
        assert_eq!(u64::from(found.revisions), REVISIONS);
        assert!(found.change.expect("a text").text().expect("a text").len() > 50_000);
    });
    line("the long page", opened);
    let took = timed(OPENS, |_| {
        let found = stacks.history(&COMMUNITY, &page, None, PAGE);
        assert_eq!(found.expect("read").len(), PAGE);
    });
    line("its history", took);
    ms(opened.1)
}

fn pages(stacks: &Stacks, count: u64) -> f64 {
    let mut dice = Dice(11);
    let ids: Vec<PageId> = (0..ROUNDS).map(|_| id(dice.below(count) * 2)).collect();
    let took = timed(ROUNDS, |round| {
        let found = stacks.page(&COMMUNITY, &ids[round]).expect("read");
        assert!(found.expect("it is there").change.is_some());
    });
    line("any page", took);
    ms(took.1)
}

/// What links to the pages that are linked to most, and to any, first and far behind.
fn backlinks(stacks: &Stacks, count: u64) -> f64 {
    let mut dice = Dice(13);
    let asked: Vec<(PageId, Option<PageKey>)> = (0..ROUNDS)
        .map(|_| {
            let to = id(dice.zipf(count * 2));
            let behind = dice.below(count) * 2;
            let after = (!behind.is_multiple_of(3)).then(|| PageKey {
                linked: 0,
                key: title(behind).key(),
            });
            (to, after)
        })
        .collect();
    let took = timed(ROUNDS, |round| {
        let (to, after) = &asked[round];
        let list = PageList::Linking(*to);
        let found = stacks.listed(&COMMUNITY, list, after.as_ref(), PAGE);
        drop(found.expect("read"));
    });
    line("what links to pages", took);
    ms(took.1)
}

/// A list from its beginning to its end, or a good way there.
fn list(stacks: &Stacks, name: &str, list: PageList) -> f64 {
    let mut after: Option<PageKey> = None;
    let took = timed(ROUNDS, |_| {
        let lines = stacks.listed(&COMMUNITY, list, after.as_ref(), PAGE);
        let lines: Vec<PageLine> = lines.expect("read");
        after = lines.last().map(|last| PageKey::behind(list, last));
    });
    line(name, took);
    ms(took.1)
}

fn others(stacks: &Stacks, count: u64) -> f64 {
    let category = Title::parse("Категория:Раздел 0").expect("a title");
    let lists = [
        ("all", PageList::All),
        ("categories", PageList::Categories),
        ("a category", PageList::In(category.page_id())),
        ("files", PageList::Files),
        ("orphans", PageList::Orphans),
        ("contested", PageList::Contested),
    ];
    let mut worst = 0.0_f64;
    for (name, which) in lists {
        worst = worst.max(list(stacks, name, which));
    }
    let mut after = None;
    let took = timed(ROUNDS, |_| {
        let found = stacks.recent(&COMMUNITY, after, PAGE).expect("read");
        after = found.last().map(|last| last.revision.order());
    });
    line("recent changes", took);
    let ids: Vec<PageId> = (0..100).map(|number| id(number * count / 100)).collect();
    let known = timed(ROUNDS, |_| drop(stacks.known(&COMMUNITY, &ids)));
    line("a hundred links of a page", known);
    worst.max(ms(took.1)).max(ms(known.1))
}

/// Pages by their words: those of a title, a phrase, words of few pages, of some, of many and of all, a word in the other
/// layout and one with a wrong letter. The worst.
fn found(stacks: &Stacks, count: u64) -> f64 {
    let mut dice = Dice(17);
    let mut number = move || dice.below(count) * 2;
    let questions: [(&str, &mut dyn FnMut() -> String); 8] = [
        ("a title", &mut || format!("страница {}", number())),
        ("a phrase", &mut || "\"чем кончилось\"".to_owned()),
        ("a word of one page", &mut || "строками".to_owned()),
        ("words of some pages", &mut || "страницы 300".to_owned()),
        ("a word of a hundredth", &mut || "редкости".to_owned()),
        ("a word of all pages", &mut || "страницами".to_owned()),
        ("the other layout", &mut || "htlrjcnm".to_owned()),
        ("a wrong letter", &mut || "реткость".to_owned()),
    ];
    let mut worst = 0.0_f64;
    for (name, ask) in questions {
        let took = timed(ROUNDS, |_| {
            let found = stacks.found(&COMMUNITY, &ask(), 3).expect("read");
            assert!(!found.pages.is_empty(), "{name}");
        });
        line(&format!("found by {name}"), took);
        worst = worst.max(ms(took.1));
    }
    worst
}

/// p50 and p99.
fn timed(rounds: usize, mut call: impl FnMut(usize)) -> (Duration, Duration) {
    let mut took: Vec<Duration> = (0..rounds)
        .map(|round| {
            let begun = Instant::now();
            call(round);
            begun.elapsed()
        })
        .collect();
    took.sort_unstable();
    (took[rounds / 2], took[rounds * 99 / 100])
}

fn line(name: &str, (half, most): (Duration, Duration)) {
    eprintln!("| {name} | {:.2} | {:.2} |", ms(half), ms(most));
}

fn ms(took: Duration) -> f64 {
    took.as_secs_f64() * 1e3
}
