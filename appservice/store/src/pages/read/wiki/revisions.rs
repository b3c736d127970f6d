//! Revisions: one by one, of a page, of all pages.

use rusqlite::{OptionalExtension, ToSql, params};
use secta_record::{
    RecordId,
    act::{PageId, RevisionId},
};

use super::{Eye, Pages, PagesError, many};
use crate::pages::{KindRow, RevisionRow, graph};

/// How far back is looked for what is not taken back.
const BACK: usize = 64;

/// Behind a revision: its time and its name.
pub type Behind = (i64, RevisionId);

impl Pages {
    /// Revisions with what they say, in the order asked for; those that are not there are left out.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn wiki_revisions(
        &self,
        community: &RecordId,
        ids: &[RevisionId],
    ) -> Result<Vec<RevisionRow>, PagesError> {
        self.read(community, |eye| {
            let sql = "SELECT n FROM wiki_revisions WHERE id = ?1 AND seq IS NOT NULL \
                       AND (community = ?2 OR scope = 0) ORDER BY community <> ?2, record LIMIT 1";
            let mut statement = eye.conn.prepare_cached(sql)?;
            let mut found = Vec::new();
            for id in ids {
                let values = params![&id.0[..], eye.community];
                let n: Option<i64> = statement.query_row(values, |row| row.get(0)).optional()?;
                let Some(n) = n else { continue };
                let mut line = eye.revision(n)?;
                line.row.body = graph::body(eye.conn, n)?;
                found.push(line);
            }
            Ok(found)
        })
    }

    /// The revisions of a page and of those that it was moved from, the newest first, without their texts: at most
    /// `take` behind one.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn wiki_history(
        &self,
        community: &RecordId,
        page: &PageId,
        after: Option<Behind>,
        take: usize,
    ) -> Result<Vec<RevisionRow>, PagesError> {
        self.read(community, |eye| {
            let Some(page) = eye.wiki_page(page)? else {
                return Ok(Vec::new());
            };
            let sql = "SELECT n FROM wiki_history WHERE page = ?1 AND (time_ms, id) < (?2, ?3) \
                       ORDER BY time_ms DESC, id DESC, n DESC LIMIT ?4";
            let (time_ms, id) = before(after);
            let numbers = eye.revision_numbers(sql, params![page, time_ms, &id[..], many(take)])?;
            numbers.into_iter().map(|n| eye.revision(n)).collect()
        })
    }

    /// What was changed last on all pages, the newest first, without texts: at most `take` behind one.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn wiki_recent(
        &self,
        community: &RecordId,
        after: Option<Behind>,
        take: usize,
    ) -> Result<Vec<RevisionRow>, PagesError> {
        self.read(community, |eye| {
            let sql = "SELECT n FROM wiki_revisions INDEXED BY wiki_revisions_by_time WHERE scope = ?1 \
                       AND seq IS NOT NULL AND (time_ms, id) < (?2, ?3) ORDER BY time_ms DESC, id DESC LIMIT ?4";
            let (time_ms, id) = before(after);
            let mut found = Vec::new();
            for scope in eye.scopes() {
                let values = params![scope, time_ms, &id[..], many(take)];
                for n in eye.revision_numbers(sql, values)? {
                    found.push(eye.revision(n)?);
                }
            }
            found.sort_by_key(|found| std::cmp::Reverse((found.row.time_ms, found.row.id)));
            found.truncate(take);
            Ok(found)
        })
    }
}

/// Every name stands before this one.
fn before(after: Option<Behind>) -> (i64, Vec<u8>) {
    after.map_or((i64::MAX, vec![0xff; 33]), |(time_ms, id)| {
        (time_ms, id.0.to_vec())
    })
}

impl Eye<'_> {
    fn revision_numbers(&self, sql: &str, values: &[&dyn ToSql]) -> rusqlite::Result<Vec<i64>> {
        let mut statement = self.conn.prepare_cached(sql)?;
        let numbers = statement.query_map(values, |row| row.get(0))?;
        numbers.collect()
    }

    /// A revision without what it says.
    fn revision(&self, n: i64) -> Result<RevisionRow, PagesError> {
        let sql = "SELECT kind, title, comment, bytes, record FROM wiki_revisions WHERE n = ?1";
        let mut statement = self.conn.prepare_cached(sql)?;
        let row = graph::bare(self.conn, n)?;
        let bytes_before = self.bytes_before(n)?;
        let (found, kind) = statement.query_row([n], |line| {
            let found = RevisionRow {
                row,
                title: line.get(1)?,
                comment: line.get(2)?,
                kind: KindRow::Hidden,
                bytes: line.get(3)?,
                bytes_before,
                record: RecordId(line.get(4)?),
            };
            Ok((found, line.get(0)?))
        })?;
        let kind = graph::kind(kind)?;
        Ok(RevisionRow { kind, ..found })
    }

    /// How long the text was that a revision's author had before them: what is taken back is looked past.
    fn bytes_before(&self, n: i64) -> rusqlite::Result<u64> {
        let sql = "SELECT r.n, r.bytes, r.kind = 4 FROM wiki_parents AS p JOIN wiki_revisions AS r ON r.n = p.parent \
                   WHERE p.child = ?1 ORDER BY r.time_ms DESC, r.id DESC LIMIT 1";
        let mut statement = self.conn.prepare_cached(sql)?;
        let mut n = n;
        for _ in 0..BACK {
            let found = statement.query_row([n], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get::<_, bool>(2)?))
            });
            match found.optional()? {
                Some((parent, _, true)) => n = parent,
                Some((_, bytes, false)) => return Ok(bytes),
                None => return Ok(0),
            }
        }
        Ok(0)
    }
}
