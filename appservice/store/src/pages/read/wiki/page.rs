//! A page, whole.

use rusqlite::OptionalExtension;
use secta_record::{
    RecordId,
    act::{AccountId, MAX_PARENTS, PageId, RevisionId},
};

use super::{Eye, Pages, PagesError};
use crate::pages::{ChangeRow, GraphRow, PageRow, graph, read::parsed};

/// What stands in a page's row beside its line.
struct Beside {
    shown: Option<i64>,
    merged: Option<String>,
    parents: Option<Vec<u8>>,
    conflicts: u32,
    contested: bool,
    changed_by: Option<String>,
    revisions: u32,
}

impl Pages {
    /// A page; `None` where nobody has written or named it, and where no title of it may be shown.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn wiki_page(
        &self,
        community: &RecordId,
        page: &PageId,
    ) -> Result<Option<PageRow>, PagesError> {
        self.read(community, |eye| match eye.wiki_page(page)? {
            Some(n) => eye.whole_page(n, page),
            None => Ok(None),
        })
    }

    /// The heads of a page and all that they stand on, parents before children. Old texts are left out where there are
    /// many.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn wiki_graph(
        &self,
        community: &RecordId,
        page: &PageId,
    ) -> Result<Vec<GraphRow>, PagesError> {
        self.read(community, |eye| match eye.wiki_page(page)? {
            Some(n) => graph::ancestry(eye.conn, n),
            None => Ok(Vec::new()),
        })
    }
}

impl Eye<'_> {
    fn whole_page(&self, n: i64, page: &PageId) -> Result<Option<PageRow>, PagesError> {
        let Some(line) = self.wiki_line(n)? else {
            return Ok(None);
        };
        let beside = self.beside(n)?;
        Ok(Some(PageRow {
            line,
            change: self.shown(&beside)?,
            heads: self.heads(n, &beside)?,
            conflicts: beside.conflicts,
            contested: beside.contested,
            changed_by: beside.changed_by.map(AccountId::new),
            revisions: beside.revisions,
            categories: self.categories(n, page)?,
        }))
    }

    fn beside(&self, n: i64) -> rusqlite::Result<Beside> {
        let sql = "SELECT p.shown, m.change, p.conflicts, p.contested, a.name, p.revisions, m.parents FROM wiki_pages AS p \
                   LEFT JOIN wiki_merged AS m ON m.page = p.n LEFT JOIN accounts AS a ON a.n = p.changed_by \
                   WHERE p.n = ?1";
        self.conn.prepare_cached(sql)?.query_row([n], |row| {
            Ok(Beside {
                shown: row.get(0)?,
                merged: row.get(1)?,
                conflicts: row.get(2)?,
                contested: row.get(3)?,
                changed_by: row.get(4)?,
                revisions: row.get(5)?,
                parents: row.get(6)?,
            })
        })
    }

    fn shown(&self, beside: &Beside) -> Result<Option<ChangeRow>, PagesError> {
        match (beside.shown, &beside.merged) {
            (Some(n), _) => graph::change(self.conn, n),
            (None, Some(merged)) => parsed(merged).map(Some),
            (None, None) => Ok(None),
        }
    }

    /// The heads, first those that are shown; no more than a revision can follow.
    fn heads(&self, n: i64, beside: &Beside) -> rusqlite::Result<Vec<RevisionId>> {
        let (parents, _) = beside.parents.as_deref().unwrap_or_default().as_chunks();
        let parents: Vec<[u8; 32]> = parents.to_vec();
        let sql = "SELECT id FROM wiki_revisions INDEXED BY wiki_heads WHERE page = ?1 AND head = 1 \
                   ORDER BY time_ms, id";
        let mut statement = self.conn.prepare_cached(sql)?;
        let heads = statement.query_map([n], |row| row.get(0))?;
        let mut heads: Vec<[u8; 32]> = heads.collect::<Result<_, _>>()?;
        heads.sort_by_key(|id| {
            parents
                .iter()
                .position(|one| one == id)
                .unwrap_or(parents.len())
        });
        heads.truncate(MAX_PARENTS);
        Ok(heads.into_iter().map(RevisionId).collect())
    }

    fn categories(&self, n: i64, page: &PageId) -> rusqlite::Result<Vec<String>> {
        let sql = "SELECT l.title FROM wiki_links AS l JOIN wiki_pages AS p ON p.n = l.target \
                   WHERE l.source = ?1 AND l.filed = 1 AND p.page <> ?2 ORDER BY p.sort";
        let mut statement = self.conn.prepare_cached(sql)?;
        let titles = statement.query_map(rusqlite::params![n, &page.0[..]], |row| row.get(0))?;
        titles.collect()
    }
}

impl Pages {
    /// Whether a revision shows a file, by the BLAKE3 of what is in it.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn wiki_shows(&self, blake3: &[u8; 32]) -> Result<bool, PagesError> {
        let reader = self.readers.take()?;
        let sql = "SELECT 1 FROM wiki_revisions WHERE blake3 = ?1 LIMIT 1";
        let mut statement = reader.prepare_cached(sql)?;
        let found = statement.query_row([&blake3[..]], |_| Ok(())).optional()?;
        Ok(found.is_some())
    }

    /// The files that revisions of a community show, by the BLAKE3 of what is in them.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn wiki_files(
        &self,
        community: &RecordId,
        ids: &[RevisionId],
    ) -> Result<Vec<[u8; 32]>, PagesError> {
        self.read(community, |eye| {
            let sql = "SELECT blake3 FROM wiki_revisions WHERE id = ?1 AND community = ?2 AND blake3 IS NOT NULL";
            let mut statement = eye.conn.prepare_cached(sql)?;
            let mut files = Vec::new();
            for id in ids {
                let values = rusqlite::params![&id.0[..], eye.community];
                let found: Option<[u8; 32]> =
                    statement.query_row(values, |row| row.get(0)).optional()?;
                files.extend(found);
            }
            Ok(files)
        })
    }
}
