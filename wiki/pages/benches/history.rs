//! Histories of one page: how long it takes to open one with many revisions, to merge two branches, and to merge many
//! heads. Prints a table (to standard error), and last the figures as JSON.
#![expect(clippy::disallowed_methods, reason = "a benchmark reads the clock")]

use std::time::Instant;

use secta_wiki::{
    PageId, RevisionId,
    graph::History,
    head::head,
    revision::{Body, Change, Revision},
    title::Title,
};

const ROUNDS: usize = 15;
/// Lines of a page, 50 KB in all.
const LINES: usize = 700;
const REVISIONS: usize = 1_000;
const BRANCH: usize = 100;
const HEADS: usize = 1_000;

struct Page {
    title: Title,
    id: PageId,
}

fn main() {
    let title = Title::parse("Дюна").expect("a title");
    let id = title.page_id();
    let page = Page { title, id };
    let open = timed(|| chain(&page), |revisions| opened(&page, revisions));
    let merge = timed(
        || inserted(branches(&page)),
        |history| merged(&page, &history, 0),
    );
    let apart = timed(
        || inserted(heads(&page, false)),
        |history| merged(&page, &history, 0),
    );
    let clashing = timed(
        || inserted(heads(&page, true)),
        |history| merged(&page, &history, 1),
    );
    eprintln!("| figure | ms, median |\n|---|---|");
    eprintln!("| 1,000 revisions of 50 KB opened | {open:.3} |");
    eprintln!("| two branches of 100 edits merged | {merge:.3} |");
    eprintln!("| 1,000 heads merged, each of a line | {apart:.1} |");
    eprintln!("| 1,000 heads merged, all of one line | {clashing:.1} |");
    let figures = serde_json::json!({
        "wiki_open_1000_revisions_ms": open,
        "wiki_merge_branches_ms": merge,
        "wiki_thousand_heads_ms": apart.max(clashing),
    });
    println!("{figures}");
}

/// The median time of some rounds, in milliseconds.
fn timed<T>(prepare: impl Fn() -> T, run: impl Fn(T)) -> f64 {
    let mut took: Vec<f64> = (0..ROUNDS)
        .map(|_| {
            let prepared = prepare();
            let begun = Instant::now();
            run(prepared);
            begun.elapsed().as_secs_f64() * 1e3
        })
        .collect();
    took.sort_by(f64::total_cmp);
    took[ROUNDS / 2]
}

fn opened(page: &Page, revisions: Vec<Revision>) {
    let history = inserted(revisions);
    let head = head(&history, &page.id).expect("a head");
    assert!(matches!(head.change, Some(Change::Text(text)) if text.len() >= 50_000));
    // Giving back the memory is no part of opening a page.
    std::mem::forget(history);
}

fn merged(page: &Page, history: &History, conflicts_least: usize) {
    let head = head(history, &page.id).expect("a head");
    assert!(head.conflicts >= conflicts_least && !head.contested);
    assert!(conflicts_least > 0 || head.conflicts == 0);
}

fn inserted(revisions: Vec<Revision>) -> History {
    let mut history = History::default();
    for revision in revisions {
        history.insert(revision);
    }
    history
}

fn lines() -> Vec<String> {
    let words = "строка страницы, которую никто";
    let line = |number| format!("{number:05} {words}\n");
    (0..LINES).map(line).collect()
}

fn revision(page: &Page, number: usize, (parent, text): (Option<usize>, String)) -> Revision {
    Revision {
        id: id(number),
        page: page.id,
        parents: parent.map(id).into_iter().collect(),
        author: format!("@member{}:example.org", number % 50),
        time_ms: i64::try_from(number).expect("few"),
        body: Some(Body {
            title: page.title.clone(),
            comment: String::new(),
            change: Change::Text(text),
        }),
    }
}

fn id(number: usize) -> RevisionId {
    // Ids are hashes: they come in no order.
    let number = number as u64;
    let mut id = [0; 32];
    id[..8].copy_from_slice(&number.wrapping_mul(0x9e37_79b9_7f4a_7c15).to_be_bytes());
    id[8..16].copy_from_slice(&number.to_be_bytes());
    RevisionId(id)
}

fn chain(page: &Page) -> Vec<Revision> {
    let mut lines = lines();
    (0..REVISIONS)
        .map(|number| {
            lines[number * 7 % LINES] = format!("{number:05} другая строка, которую написали\n");
            revision(page, number, (number.checked_sub(1), lines.concat()))
        })
        .collect()
}

/// Two branches, of a line of the upper half in each edit, and of the lower half.
fn branches(page: &Page) -> Vec<Revision> {
    let mut revisions = vec![revision(page, 0, (None, lines().concat()))];
    for branch in 0..2 {
        let mut lines = lines();
        for edit in 0..BRANCH {
            let number = 1 + branch * BRANCH + edit;
            lines[branch * LINES / 2 + edit * 3] = format!("правка {number}\n");
            let parent = if edit == 0 { 0 } else { number - 1 };
            revisions.push(revision(page, number, (Some(parent), lines.concat())));
        }
    }
    revisions
}

/// Many heads made of one revision: all of one line, or each of a line of its own.
fn heads(page: &Page, clash: bool) -> Vec<Revision> {
    let base: Vec<_> = if clash {
        lines()
    } else {
        (0..2 * HEADS + 1)
            .map(|line| format!("строка {line:05}\n"))
            .collect()
    };
    let mut revisions = vec![revision(page, 0, (None, base.concat()))];
    for number in 1..=HEADS {
        let mut lines = base.clone();
        let line = if clash { LINES / 2 } else { 2 * number };
        lines[line] = format!("правка {number}\n");
        revisions.push(revision(page, number, (Some(0), lines.concat())));
    }
    revisions
}
