//! What a page shows depends on its revisions alone, in whatever order and however often they came.

use proptest::{collection::vec, prelude::*, sample::Index};
use secta_wiki::{
    PageId, RevisionId,
    graph::{History, Inserted},
    head::{head, resolve},
    merge::{Marks, merge},
    revision::{Body, Change, MAX_PARENTS, Revision},
    title::Title,
};

/// How a revision is made: of which before it, on which page, when, and what it does.
type Seed = (Vec<Index>, bool, u8, Act);

#[derive(Clone, Debug)]
enum Act {
    Write(Index, String),
    Erase(Index),
    Delete,
    Move(bool),
    Hide,
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        6 => (any::<Index>(), "[a-c]{1,2}").prop_map(|(at, line)| Act::Write(at, line)),
        2 => any::<Index>().prop_map(Act::Erase),
        1 => Just(Act::Delete),
        1 => any::<bool>().prop_map(Act::Move),
        1 => Just(Act::Hide),
    ]
}

fn seeds() -> impl Strategy<Value = Vec<Seed>> {
    vec(
        (
            vec(any::<Index>(), 0..3),
            prop::bool::weighted(0.15),
            0..5_u8,
            act(),
        ),
        1..16,
    )
}

fn titles() -> [Title; 2] {
    ["Дюна", "Арракис"].map(|title| Title::parse(title).expect("a title"))
}

fn pages() -> [PageId; 2] {
    titles().map(|title| title.page_id())
}

fn id(number: usize) -> RevisionId {
    RevisionId([u8::try_from(number * 151 % 256).expect("a byte"); 32])
}

/// The revisions, parents before children, and the text of each.
fn revisions(seeds: &[Seed]) -> Vec<Revision> {
    let mut revisions: Vec<Revision> = Vec::new();
    let mut texts: Vec<Vec<String>> = Vec::new();
    for (number, (parents, other, time, act)) in seeds.iter().enumerate() {
        let mut parents: Vec<_> = parents
            .iter()
            .filter(|_| number > 0)
            .map(|at| at.index(number))
            .collect();
        parents.sort_unstable();
        parents.dedup();
        let first = "1\n2\n3\n4\n5\n6\n"
            .split_inclusive('\n')
            .map(str::to_owned);
        let mut lines = parents
            .first()
            .map_or(first.collect(), |parent| texts[*parent].clone());
        let title = titles()[usize::from(*other)].clone();
        let change = match act {
            Act::Write(at, line) => {
                lines.insert(at.index(lines.len() + 1), format!("{line}\n"));
                Some(Change::Text(lines.concat()))
            }
            Act::Erase(at) => {
                if !lines.is_empty() {
                    lines.remove(at.index(lines.len()));
                }
                Some(Change::Text(lines.concat()))
            }
            Act::Delete => Some(Change::Deleted),
            Act::Move(far) => Some(Change::Moved(
                Title::parse(if *far { "Каладан" } else { "Гьеди" }).expect("a title"),
            )),
            Act::Hide => None,
        };
        texts.push(lines);
        revisions.push(Revision {
            id: id(number),
            page: title.page_id(),
            parents: parents.into_iter().map(id).collect(),
            author: format!("@{number}:b"),
            time_ms: i64::from(*time),
            body: change.map(|change| Body {
                title,
                comment: String::new(),
                change,
            }),
        });
    }
    revisions
}

fn inserted<'a>(revisions: impl IntoIterator<Item = &'a Revision>) -> History {
    let mut history = History::default();
    for revision in revisions {
        history.insert(revision.clone());
    }
    history
}

fn shuffled(revisions: &[Revision], keys: &[u64]) -> Vec<Revision> {
    let mut keyed: Vec<_> = revisions.iter().cloned().zip(keys).collect();
    keyed.sort_by_key(|(_, key)| **key);
    keyed.into_iter().map(|(revision, _)| revision).collect()
}

fn assert_same(one: &History, other: &History) -> Result<(), TestCaseError> {
    for page in pages() {
        prop_assert_eq!(head(one, &page), head(other, &page));
        prop_assert_eq!(resolve(one, &page), resolve(other, &page));
        prop_assert_eq!(one.heads(&page), other.heads(&page));
        prop_assert_eq!(one.log(&page), other.log(&page));
    }
    prop_assert!(one.aside().eq(other.aside()));
    prop_assert!(one.awaited().eq(other.awaited()));
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]

    #[test]
    fn any_order_of_arrival_gives_the_same_page(
        seeds in seeds(),
        keys in vec(any::<u64>(), 16),
        missing in proptest::option::of(any::<Index>()),
    ) {
        let mut revisions = revisions(&seeds);
        if let Some(missing) = missing {
            revisions.remove(missing.index(revisions.len()));
        }
        let one = inserted(&revisions);
        let other = inserted(&shuffled(&revisions, &keys));
        assert_same(&one, &other)?;
    }

    #[test]
    fn what_came_twice_changes_nothing(seeds in seeds(), keys in vec(any::<u64>(), 16)) {
        let revisions = shuffled(&revisions(&seeds), &keys);
        let once = inserted(&revisions);
        let mut twice = inserted(revisions.iter().flat_map(|revision| [revision, revision]));
        for revision in &revisions {
            prop_assert_eq!(twice.insert(revision.clone()), Inserted::Known);
        }
        assert_same(&once, &twice)?;
    }

    #[test]
    fn every_head_is_given_to_the_next_edit_or_stays(seeds in seeds()) {
        let history = inserted(&revisions(&seeds));
        for page in pages() {
            let Some(head) = head(&history, &page) else { continue };
            let mut all = [head.parents.clone(), head.others].concat();
            all.sort_unstable();
            let mut heads = history.heads(&page);
            heads.sort_unstable();
            prop_assert_eq!(all, heads);
            prop_assert!(head.parents.len() <= MAX_PARENTS);
        }
    }

    #[test]
    fn common_ancestors_are_those_that_a_plain_search_finds(
        seeds in seeds(),
        (one, other) in any::<(Index, Index)>(),
    ) {
        let revisions = revisions(&seeds);
        let history = inserted(&revisions);
        let of = |at: Index| {
            let id = revisions[at.index(revisions.len())].id;
            (id, [history.ancestors(&id), vec![id]].concat())
        };
        let ((one, mine), (other, theirs)) = (of(one), of(other));
        let common: Vec<_> = mine.iter().filter(|id| theirs.contains(id)).collect();
        let is_best = |id: &&&RevisionId| !common.iter().any(|other| history.is_ancestor(id, other));
        let mut best: Vec<_> = common.iter().filter(is_best).map(|id| **id).collect();
        best.sort_unstable();
        let mut found = history.best_common_ancestors(&[one], &[other]);
        found.sort_unstable();
        prop_assert_eq!(found, best);
    }

    #[test]
    fn no_line_that_somebody_wrote_is_lost(
        base in vec("[a-d]", 0..12),
        (mine, theirs) in (vec((any::<Index>(), any::<bool>()), 0..6), vec((any::<Index>(), any::<bool>()), 0..6)),
    ) {
        let edited = |edits: &[(Index, bool)], name: &str| {
            let mut lines = base.clone();
            for (number, (at, insert)) in edits.iter().enumerate() {
                let at = at.index(lines.len() + 1);
                if !insert && at < lines.len() {
                    lines.remove(at);
                }
                lines.insert(at, format!("{name}{number}"));
            }
            lines.join("\n")
        };
        let (mine, theirs) = (edited(&mine, "mine"), edited(&theirs, "theirs"));
        let marks = Marks { ours: "a", theirs: "b", length: 7 };
        let merged = merge(&mine, &base.join("\n"), &theirs, marks);
        let written = [mine.lines(), theirs.lines()].into_iter().flatten();
        for line in written.filter(|line| line.len() > 1) {
            prop_assert!(merged.text.lines().any(|found| found == line), "{} {}", line, merged.text);
        }
    }
}
