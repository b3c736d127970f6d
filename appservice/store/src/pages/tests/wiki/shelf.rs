//! Pages to test with.

use secta_record::{
    RecordId,
    act::{PageId, RevisionId},
};

use super::super::{
    making::{Shelf, TOWN, account},
    scribe,
};
use crate::pages::{
    Batch, BodyRow, ChangeRow, FileRow, GraphRow, LineRow, NewRevision, PageRow, WikiList,
};

/// Another community than [`TOWN`].
pub const VILLAGE: RecordId = RecordId([2; 32]);

pub fn named(title: &str) -> PageId {
    scribe::title(title).page
}

pub fn revision(number: u8) -> RevisionId {
    RevisionId([number; 32])
}

pub fn says(title: &str, number: u8, parents: &[u8], change: ChangeRow) -> NewRevision {
    let body = Some(BodyRow {
        title: title.to_owned(),
        comment: format!("правка {number}"),
        change,
    });
    NewRevision {
        row: GraphRow {
            id: revision(number),
            page: named(title),
            parents: parents.iter().copied().map(revision).collect(),
            author: account(u16::from(number % 3)),
            time_ms: i64::from(number) * 1_000,
            body,
        },
        record: RecordId([number; 32]),
    }
}

pub fn text(title: &str, number: u8, parents: &[u8], text: &str) -> NewRevision {
    says(title, number, parents, ChangeRow::Text(text.to_owned()))
}

pub fn moved(title: &str, number: u8, parents: &[u8], to: &str) -> NewRevision {
    says(title, number, parents, ChangeRow::Moved(to.to_owned()))
}

pub fn deleted(title: &str, number: u8, parents: &[u8]) -> NewRevision {
    says(title, number, parents, ChangeRow::Deleted)
}

pub fn file(title: &str, number: u8, parents: &[u8]) -> NewRevision {
    let file = FileRow {
        name: title.to_owned(),
        mime: "image/png".to_owned(),
        size_bytes: 9,
        blake3: [number; 32],
        text: "на память".to_owned(),
    };
    says(title, number, parents, ChangeRow::File(file))
}

/// The same as it comes when its words are taken back already.
pub fn withheld(mut new: NewRevision) -> NewRevision {
    new.row.body = None;
    new
}

impl Shelf {
    pub fn revise(&mut self, revisions: Vec<NewRevision>) {
        self.revise_in(TOWN, revisions);
    }

    pub fn revise_in(&mut self, community: RecordId, revisions: Vec<NewRevision>) {
        let batch = Batch {
            community,
            revisions,
            ..self.batch()
        };
        self.pages.write(&batch).expect("written");
    }

    pub fn hide(&mut self, number: u8) {
        let batch = Batch {
            revisions_hidden: vec![revision(number)],
            ..self.batch()
        };
        self.pages.write(&batch).expect("written");
    }

    pub fn page(&self, title: &str) -> Option<PageRow> {
        self.pages.wiki_page(&TOWN, &named(title)).expect("read")
    }

    /// What a page says.
    pub fn reads(&self, title: &str) -> Option<String> {
        let change = self.page(title).and_then(|page| page.change)?;
        change.text().map(str::to_owned)
    }

    pub fn history(&self, title: &str) -> Vec<RevisionId> {
        let found = self.pages.wiki_history(&TOWN, &named(title), None, 100);
        found.expect("read").iter().map(|it| it.row.id).collect()
    }

    /// The titles of a list, walked through two at a time.
    pub fn list(&self, list: WikiList) -> Vec<String> {
        let mut titles = Vec::new();
        let mut last: Option<LineRow> = None;
        loop {
            let after = last.as_ref().map(|line| (line.linked, line.sort.as_str()));
            let lines = self.pages.wiki_listed(&TOWN, list, after, 2).expect("read");
            titles.extend(lines.iter().map(|line| line.title.clone()));
            match lines.last() {
                Some(line) => last = Some(line.clone()),
                None => return titles,
            }
        }
    }

    /// What is there, without how far it was followed and how often.
    pub fn wiki_dump(&self) -> Vec<String> {
        let mut lines = self.pages.dump().expect("read");
        lines.retain(|line| line.starts_with("wiki"));
        lines
    }
}
