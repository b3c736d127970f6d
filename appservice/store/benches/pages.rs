//! The pages of a large community: a million posts and half as many comments, filled in as the follower does it. Prints
//! a table (to standard error): how long each listing takes at its beginning and far behind it, threads, many items, and the rows filled in a
//! second; last, JSON with the worst of the listings.
//!
//! `PAGES_POSTS` makes it smaller or larger.

use std::{
    fs,
    sync::Arc,
    time::{Duration, Instant},
};

use secta_record::{
    RecordId,
    act::{AccountId, Content, ItemId, PageId},
};
use secta_store::pages::{
    Batch, Below, GraphRow, HeadRow, ItemRow, LinkRow, NewItem, Order, Pages, Reached, Scribe,
    Spot, Tallied, TitleRow, Words, WordsRow,
};

const COMMUNITY: RecordId = RecordId([1; 32]);
const BEGIN_MS: i64 = 1_700_000_000_000;
const STEP_MS: i64 = 60_000;
/// Facts of one batch.
const SLICE: u64 = 400;
const AUTHORS: u64 = 20_000;
const TAGS: u64 = 2_000;
/// Comments of the longest thread, of a usual one, and of each post besides.
const LONG: u64 = 10_000;
const USUAL: u64 = 200;
const PAGE: usize = 50;
const ROUNDS: usize = 400;

/// There is no wiki here.
struct Nothing;

impl Scribe for Nothing {
    fn title(&self, _text: &str) -> Option<TitleRow> {
        None
    }

    fn links(&self, _text: &str) -> Vec<LinkRow> {
        Vec::new()
    }

    fn words(&self, _title: &str, _text: &str) -> WordsRow {
        WordsRow::default()
    }

    fn head(&self, _page: &PageId, _revisions: Vec<GraphRow>) -> HeadRow {
        HeadRow::default()
    }
}

/// Numbers that look random and are the same each time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (self.0 >> 33) % below.max(1)
    }

    /// Small numbers more often than large ones.
    fn skewed(&mut self, below: u64) -> u64 {
        let most = self.roll(below) + 1;
        self.roll(most)
    }
}

fn main() {
    let posts = std::env::var("PAGES_POSTS").ok();
    let posts: u64 = posts
        .and_then(|posts| posts.parse().ok())
        .unwrap_or(1_000_000);
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("pages.db");
    let pages = Pages::open(&path, "bench", Arc::new(Nothing)).expect("a view");
    let begun = Instant::now();
    let rows = fill(&pages, posts);
    let took = begun.elapsed();
    let begun = Instant::now();
    pages.wipe().expect("wiped");
    eprintln!("| figure | value |\n|---|---|");
    eprintln!("| posts, comments | {posts}, {} |", rows - posts);
    eprintln!(
        "| filled, rows/s | {:.0} |",
        rows as f64 / took.as_secs_f64()
    );
    let bytes = fs::metadata(&path).expect("a file").len();
    eprintln!("| on disk, MB | {:.0} |", bytes as f64 / 1e6);
    eprintln!("| emptying the log, ms | {:.1} |", ms(begun.elapsed()));
    eprintln!(
        "\n| call | first p50 ms | first p99 ms | deep p50 ms | deep p99 ms |\n|---|---|---|---|---|"
    );
    let worst = listings(&pages, posts);
    others(&pages, posts);
    let figures = serde_json::json!({
        "site_listing_p99_ms": worst,
        "site_filled_rows_per_s": rows as f64 / took.as_secs_f64(),
        "site_view_mb": bytes as f64 / 1e6,
    });
    println!("{figures}");
}

fn item(number: u64) -> ItemId {
    // Ids are hashes: they come in no order.
    let mixed = number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mut id = [0; 32];
    id[..8].copy_from_slice(&mixed.to_be_bytes());
    id[8..16].copy_from_slice(&number.to_be_bytes());
    ItemId(id)
}

fn author(number: u64) -> AccountId {
    AccountId::new(format!("@member{number}:example.org"))
}

fn words(dice: &mut Dice, number: u64) -> Words {
    let length = 10 + dice.skewed(160);
    let text: Vec<String> = (0..length)
        .map(|_| format!("слово{}", dice.roll(5_000)))
        .collect();
    let tags = 0..dice.roll(4);
    let tags = tags.map(|_| format!("тема{}", dice.skewed(TAGS))).collect();
    Words {
        content: Content {
            text: format!("{number} {}", text.join(" ")),
            ..Content::default()
        },
        supertags: vec![format!("Раздел {}", dice.skewed(30))],
        tags,
    }
}

/// Fills a view; gives how many rows of items there are.
fn fill(pages: &Pages, posts: u64) -> u64 {
    let mut dice = Dice(7);
    let (mut batch, mut place) = (empty(0), 0);
    let mut comments = posts;
    for number in 0..posts {
        let time_ms = BEGIN_MS + i64::try_from(number).expect("few") * STEP_MS;
        batch.items.push(new(&mut dice, (number, None), time_ms));
        let below = match number {
            0 => LONG,
            1 => USUAL,
            _ => number % 2,
        };
        for answer in 0..below {
            let hangs = Below {
                root: item(number),
                parent: if answer == 0 {
                    item(number)
                } else {
                    item(comments - 1 - dice.roll(answer.min(20)))
                },
            };
            batch
                .items
                .push(new(&mut dice, (comments, Some(hangs)), time_ms + 1));
            comments += 1;
        }
        batch.tallies.push(Tallied {
            item: item(number),
            support: u32::try_from(dice.skewed(300)).expect("few"),
            useful: u32::try_from(dice.roll(20)).expect("few"),
            oppose: u32::try_from(dice.skewed(50)).expect("few"),
        });
        place += 1;
        if place % SLICE == 0 || number + 1 == posts {
            let written = std::mem::replace(&mut batch, empty(place));
            pages.write(&written).expect("written");
        }
    }
    comments
}

fn empty(place: u64) -> Batch {
    let reached = Reached {
        place: i64::try_from(place).expect("few") + 1,
        record: Some(COMMUNITY),
    };
    Batch::new(COMMUNITY, reached)
}

fn new(dice: &mut Dice, (number, below): (u64, Option<Below>), time_ms: i64) -> NewItem {
    let mut words = words(dice, number);
    if below.is_some() {
        words.supertags.clear();
        words.tags.clear();
    }
    NewItem {
        item: item(number),
        below,
        author: author(dice.skewed(AUTHORS)),
        time_ms,
        record: RecordId(item(number).0),
        event: Some(format!("$event{number:040}")),
        words: Some(words),
    }
}

/// The worst p99 of them, in milliseconds.
fn listings(pages: &Pages, posts: u64) -> f64 {
    let mut worst = 0_f64;
    let orders = [
        ("newest", Order::Newest),
        ("by support", Order::Supported),
        ("supertag", Order::Supertag("Раздел 0".to_owned())),
        ("tag", Order::Tag("тема3".to_owned())),
        ("by author", Order::By(author(0))),
        ("comments", Order::Comments),
    ];
    for (name, order) in orders {
        let first = timed(|_| {
            let page = pages.listed(&COMMUNITY, &order, None, PAGE).expect("read");
            assert_eq!(page.items.len(), PAGE);
        });
        let mut dice = Dice(11);
        let spots: Vec<Spot> = (0..ROUNDS)
            .map(|_| spot(&item_of(pages, dice.roll(posts)), &order))
            .collect();
        let deep = timed(|round| {
            pages
                .listed(&COMMUNITY, &order, Some(spots[round]), PAGE)
                .expect("read");
        });
        line(name, first, Some(deep));
        worst = worst.max(ms(first.1)).max(ms(deep.1));
    }
    worst
}

fn item_of(pages: &Pages, number: u64) -> ItemRow {
    let mut found = pages.items(&COMMUNITY, &[item(number)]).expect("read");
    found.pop().expect("it is there")
}

fn spot(item: &ItemRow, order: &Order) -> Spot {
    let score = if *order == Order::Supported {
        item.tally.score()
    } else {
        0
    };
    Spot {
        score,
        time_ms: item.time_ms,
        item: item.item,
    }
}

fn others(pages: &Pages, posts: u64) {
    for (name, root, size) in [("thread of 10,000", 0, LONG), ("thread of 200", 1, USUAL)] {
        let took = timed(|_| {
            let twigs = pages.thread(&COMMUNITY, &item(root)).expect("read");
            assert_eq!(twigs.len() as u64, size);
        });
        line(name, took, None);
    }
    let mut dice = Dice(13);
    let many: Vec<Vec<ItemId>> = (0..ROUNDS)
        .map(|_| (0..200).map(|_| item(dice.roll(posts))).collect())
        .collect();
    let took = timed(|round| {
        let items = pages.items(&COMMUNITY, &many[round]).expect("read");
        assert_eq!(items.len(), 200);
    });
    line("200 items from anywhere", took, None);
    line(
        "tags",
        timed(|_| drop(pages.tags(&COMMUNITY, 100).expect("read"))),
        None,
    );
    let who: Vec<AccountId> = (0..200).map(author).collect();
    line(
        "200 names",
        timed(|_| drop(pages.names(&COMMUNITY, &who).expect("read"))),
        None,
    );
    line(
        "persona",
        timed(|_| drop(pages.persona(&COMMUNITY, &author(0)).expect("read"))),
        None,
    );
}

/// p50 and p99.
fn timed(mut call: impl FnMut(usize)) -> (Duration, Duration) {
    let mut took: Vec<Duration> = (0..ROUNDS)
        .map(|round| {
            let begun = Instant::now();
            call(round);
            begun.elapsed()
        })
        .collect();
    took.sort_unstable();
    (took[ROUNDS / 2], took[ROUNDS * 99 / 100])
}

fn line(name: &str, first: (Duration, Duration), deep: Option<(Duration, Duration)>) {
    let deep = deep.map_or_else(
        || "| |".to_owned(),
        |deep| format!("{:.2} | {:.2} |", ms(deep.0), ms(deep.1)),
    );
    eprintln!(
        "| {name} | {:.2} | {:.2} | {deep}",
        ms(first.0),
        ms(first.1)
    );
}

fn ms(took: Duration) -> f64 {
    took.as_secs_f64() * 1e3
}
