//! Revisions: added, and put in their places as soon as all that they follow is there.

use rusqlite::{OptionalExtension, params};

use super::Quill;
use crate::pages::{ChangeRow, KindRow, NewRevision, PagesError, write::json};

/// A revision that has no place yet.
struct Waiting {
    page: i64,
    community: i64,
}

impl Quill<'_, '_> {
    pub(super) fn revise(&mut self, new: &NewRevision) -> Result<(), PagesError> {
        let row = &new.row;
        let page = self.page_of(row)?;
        let author = self.pen.account(&row.author)?;
        let change = row.body.as_ref().map(|body| &body.change);
        let file = change.and_then(ChangeRow::file);
        let text = change.and_then(ChangeRow::text);
        let kind = change.map_or(KindRow::Hidden, ChangeRow::kind);
        let bytes = text.map_or(0, str::len);
        let sql = "INSERT INTO wiki_revisions (community, scope, id, page, author, time_ms, record, kind, title, \
                   comment, moved_to, file, blake3, bytes) \
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)";
        self.pen.run(
            sql,
            params![
                self.pen.community,
                page.scope,
                &row.id.0[..],
                page.n,
                author,
                row.time_ms,
                &new.record.0[..],
                kind.code(),
                row.body.as_ref().map(|body| &body.title),
                row.body.as_ref().map_or("", |body| &body.comment),
                change.and_then(ChangeRow::moved_to),
                file.as_ref().map(json).transpose()?,
                file.as_ref().map(|file| &file.blake3[..]),
                i64::try_from(bytes).unwrap_or(i64::MAX),
            ],
        )?;
        let n = self.pen.conn.last_insert_rowid();
        if let Some(text) = text {
            let sql = "INSERT INTO wiki_texts (n, text) VALUES (?1, ?2)";
            self.pen.run(sql, params![n, text])?;
        }
        for (place, parent) in (0_i64..).zip(&row.parents) {
            let sql = "INSERT INTO wiki_parents (child, place, id) VALUES (?1, ?2, ?3)";
            self.pen.run(sql, params![n, place, &parent.0[..]])?;
        }
        Ok(self.settle(vec![n])?)
    }

    /// Puts revisions in their places where that can be, and whatever has waited for them.
    pub(super) fn settle(&mut self, mut waiting: Vec<i64>) -> rusqlite::Result<()> {
        while let Some(n) = waiting.pop() {
            if self.place(n)? {
                waiting.extend(self.followers(n)?);
            }
        }
        Ok(())
    }

    /// Puts a revision in its place; tells whether it has one now and had none.
    fn place(&mut self, n: i64) -> rusqlite::Result<bool> {
        let Some(waiting) = self.waiting(n)? else {
            return Ok(false);
        };
        let Some(parents) = self.parents(n, waiting.community)? else {
            return Ok(false);
        };
        for (place, parent) in (0_i64..).zip(&parents) {
            let sql = "UPDATE wiki_parents SET parent = ?3 WHERE child = ?1 AND place = ?2";
            self.pen.run(sql, [n, place, *parent])?;
        }
        let sql = "UPDATE wiki_revisions SET head = 1, \
                   seq = (SELECT coalesce(max(seq), 0) + 1 FROM wiki_revisions WHERE seq IS NOT NULL) WHERE n = ?1";
        self.pen.run(sql, [n])?;
        for parent in &parents {
            let sql = "UPDATE wiki_revisions SET head = 0 WHERE n = ?1 AND page = ?2 AND head = 1";
            self.pen.run(sql, [*parent, waiting.page])?;
        }
        self.remember(n, waiting.page)?;
        self.touched.insert(waiting.page);
        Ok(true)
    }

    fn waiting(&self, n: i64) -> rusqlite::Result<Option<Waiting>> {
        let sql = "SELECT page, community FROM wiki_revisions WHERE n = ?1 AND seq IS NULL";
        let mut statement = self.pen.conn.prepare_cached(sql)?;
        let found = statement.query_row([n], |row| {
            Ok(Waiting {
                page: row.get(0)?,
                community: row.get(1)?,
            })
        });
        found.optional()
    }

    /// What a revision follows; `None` while one of it has no place. Those of its own community go before the commons'.
    fn parents(&self, n: i64, community: i64) -> rusqlite::Result<Option<Vec<i64>>> {
        let sql = "SELECT (SELECT r.n FROM wiki_revisions AS r WHERE r.id = p.id AND r.seq IS NOT NULL \
                   AND (r.community = ?2 OR r.scope = 0) ORDER BY r.community <> ?2, r.record LIMIT 1) \
                   FROM wiki_parents AS p WHERE p.child = ?1 ORDER BY p.place";
        let mut statement = self.pen.conn.prepare_cached(sql)?;
        let parents = statement.query_map([n, community], |row| row.get(0))?;
        parents.collect()
    }

    /// Revisions that wait for one, or for another of its name.
    pub(super) fn followers(&self, n: i64) -> rusqlite::Result<Vec<i64>> {
        let sql = "SELECT p.child FROM wiki_revisions AS r JOIN wiki_parents AS p ON p.id = r.id \
                   WHERE r.n = ?1 AND p.parent IS NULL ORDER BY p.child DESC";
        let mut statement = self.pen.conn.prepare_cached(sql)?;
        let children = statement.query_map([n], |row| row.get(0))?;
        children.collect()
    }

    /// Notes a revision in its page's history, with what it has from other pages.
    fn remember(&self, n: i64, page: i64) -> rusqlite::Result<()> {
        let sql = "INSERT OR IGNORE INTO wiki_history (page, time_ms, id, n) \
                   SELECT ?2, time_ms, id, n FROM wiki_revisions WHERE n = ?1";
        self.pen.run(sql, [n, page])?;
        let sql = "SELECT EXISTS (SELECT 1 FROM wiki_parents AS p JOIN wiki_revisions AS r ON r.n = p.parent \
                   WHERE p.child = ?1 AND r.page <> ?2)";
        let mut statement = self.pen.conn.prepare_cached(sql)?;
        let moved: bool = statement.query_row([n, page], |row| row.get(0))?;
        if moved {
            let sql = "WITH RECURSIVE above (n) AS (SELECT parent FROM wiki_parents WHERE child = ?1 \
                       UNION SELECT p.parent FROM above JOIN wiki_parents AS p ON p.child = above.n) \
                       INSERT OR IGNORE INTO wiki_history (page, time_ms, id, n) \
                       SELECT ?2, r.time_ms, r.id, r.n FROM above JOIN wiki_revisions AS r ON r.n = above.n";
            self.pen.run(sql, [n, page])?;
        }
        Ok(())
    }
}
