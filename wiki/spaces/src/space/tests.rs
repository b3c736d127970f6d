mod groups;
mod hostile;
mod words;

use secta_wiki::revision::{Body, Change};

use super::{Founding, Regrouping, Space};
use crate::{
    Seed,
    key::{Member, MemberKey},
    plain::Written,
};

/// The key of somebody.
fn key(n: u8) -> MemberKey {
    MemberKey::from_secret(&[n; 32]).expect("a key")
}

fn member(n: u8) -> Member {
    key(n).member()
}

fn seed(n: u8) -> Seed {
    Seed([n; 32])
}

fn text(title: &str, text: &str) -> Written {
    Written {
        parents: Vec::new(),
        time_ms: 1_790_000_000_000,
        body: Body {
            title: title.parse().expect("a title"),
            comment: String::new(),
            change: Change::Text(text.to_owned()),
        },
    }
}

fn adding(n: u8, name: &str) -> Regrouping {
    Regrouping {
        added: vec![(member(n), name.to_owned())],
        with_history: true,
        removed: Vec::new(),
    }
}

fn removing(n: u8) -> Regrouping {
    Regrouping {
        removed: vec![key(n).id()],
        ..Regrouping::default()
    }
}

/// A log on a node, and what each of its readers makes of it.
struct Village {
    log: Vec<Vec<u8>>,
    seeds: u8,
}

impl Village {
    /// Founded by the first.
    fn new() -> Self {
        let founding = Founding {
            name: "Тайный сад".to_owned(),
            founder: "Анна".to_owned(),
        };
        let log = vec![founding.entry(&key(1), &seed(0)).expect("founded")];
        Self { log, seeds: 0 }
    }

    fn seed(&mut self) -> Seed {
        self.seeds += 1;
        seed(self.seeds)
    }

    /// The space as somebody sees it who has everything.
    fn seen_by(&self, n: u8) -> Space {
        let mut space = Space::begin(key(n), &self.log[0]).expect("a space");
        for entry in &self.log[1..] {
            space.take(entry).expect("taken");
        }
        space
    }

    fn writes(&mut self, n: u8, written: &Written) -> Vec<u8> {
        let seed = self.seed();
        let plain = written.to_bytes(key(n).id()).expect("words");
        let entry = self.seen_by(n).entry(&plain, &seed).expect("an entry");
        self.log.push(entry.clone());
        entry
    }

    fn regroups(&mut self, n: u8, regrouping: &Regrouping) -> Vec<u8> {
        let seed = self.seed();
        let entry = self
            .seen_by(n)
            .regroup(regrouping, &seed)
            .expect("an epoch");
        self.log.push(entry.clone());
        entry
    }
}

fn texts(space: &Space) -> Vec<&str> {
    let all = space.revisions().iter();
    all.filter_map(|revision| revision.change()?.text())
        .collect()
}
