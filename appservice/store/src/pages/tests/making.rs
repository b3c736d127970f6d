//! Rows to test with.

use std::path::{Path, PathBuf};

use secta_record::{
    RecordId,
    act::{AccountId, Content, ItemId, Media},
};
use tempfile::TempDir;

pub use super::scribe::scribe;
use crate::pages::{Batch, Below, ItemStanding, NewItem, Pages, Reached, Stood, Words};

pub const TOWN: RecordId = RecordId([1; 32]);
pub const TAG: &str = "0badcafe";

/// A view in a folder of its own.
pub struct Shelf {
    pub pages: Pages,
    pub folder: TempDir,
    place: i64,
}

pub fn item(number: u16) -> ItemId {
    let mut id = [0; 32];
    // Not in the order of numbers.
    id[..2].copy_from_slice(&number.wrapping_mul(40_503).to_be_bytes());
    id[2..4].copy_from_slice(&number.to_be_bytes());
    ItemId(id)
}

pub fn account(number: u16) -> AccountId {
    AccountId::new(format!("@a{number}:x"))
}

pub fn words(text: &str, tags: &[&str]) -> Words {
    Words {
        content: Content {
            text: text.to_owned(),
            ..Content::default()
        },
        supertags: Vec::new(),
        tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
    }
}

pub fn media(mxc: &str) -> Media {
    Media {
        mxc: mxc.to_owned(),
        name: "портрет.png".to_owned(),
        mime: "image/png".to_owned(),
        size_bytes: 3,
        blake3: None,
    }
}

pub fn post(number: u16, words: Words) -> NewItem {
    NewItem {
        item: item(number),
        below: None,
        author: account(0),
        time_ms: i64::from(number),
        record: RecordId([2; 32]),
        event: None,
        words: Some(words),
    }
}

pub fn comment(number: u16, (root, parent): (u16, u16), words: Words) -> NewItem {
    let (root, parent) = (item(root), item(parent));
    NewItem {
        below: Some(Below { root, parent }),
        ..post(number, words)
    }
}

pub fn stood(number: u16, standing: ItemStanding) -> Stood {
    Stood {
        item: item(number),
        standing,
        words: None,
        event: None,
    }
}

impl Shelf {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let pages = Pages::open(&at(folder.path()), TAG, scribe()).expect("a view");
        Self {
            pages,
            folder,
            place: 0,
        }
    }

    pub fn path(&self) -> PathBuf {
        at(self.folder.path())
    }

    /// An empty batch behind the last one.
    pub fn batch(&mut self) -> Batch {
        self.place += 1;
        let reached = Reached {
            place: self.place,
            record: Some(RecordId([3; 32])),
        };
        Batch {
            public: true,
            ..Batch::new(TOWN, reached)
        }
    }

    pub fn add(&mut self, items: Vec<NewItem>) {
        let batch = self.batch();
        let batch = Batch { items, ..batch };
        self.pages.write(&batch).expect("written");
    }

    pub fn stand(&mut self, standings: Vec<Stood>) {
        let batch = self.batch();
        let batch = Batch { standings, ..batch };
        self.pages.write(&batch).expect("written");
    }

    /// Everything in the files, SQLite's log among them.
    pub fn holds(&self, what: &str) -> bool {
        let files = std::fs::read_dir(self.folder.path()).expect("a folder");
        let mut files = files.map(|file| std::fs::read(file.expect("a file").path()));
        let what = what.as_bytes();
        files.any(|bytes| {
            let bytes = bytes.expect("read");
            bytes.windows(what.len()).any(|part| part == what)
        })
    }
}

fn at(folder: &Path) -> PathBuf {
    folder.join("pages.db")
}
