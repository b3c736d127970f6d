//! Rows of pages: made for whoever writes or names one, and gone with the last of them.

use rusqlite::{OptionalExtension, params};
use secta_record::act::PageId;

use super::{COMMONS, Quill};
use crate::pages::{GraphRow, Space, TitleRow};

/// A page's row.
pub(super) struct Row {
    pub n: i64,
    pub scope: i64,
    /// How it is called so far; empty where no title may be shown.
    pub title: String,
    /// Whether the title is one of its own revisions'.
    pub own: bool,
}

impl Quill<'_, '_> {
    /// The page of a revision.
    pub(super) fn page_of(&mut self, row: &GraphRow) -> rusqlite::Result<Row> {
        let body = row.body.as_ref();
        let title = body.and_then(|body| self.scribe.title(&body.title));
        match title.filter(|title| title.page == row.page) {
            Some(title) => self.named(&title, self.pen.community),
            None => self.unnamed(&row.page),
        }
    }

    /// The page that a title names within a scope.
    pub(super) fn named(&mut self, title: &TitleRow, scope: i64) -> rusqlite::Result<Row> {
        let commons = title.space == Space::Commons;
        let scope = if commons { COMMONS } else { scope };
        if let Some(row) = self.row(&title.page, scope)? {
            return Ok(row);
        }
        let row = self.make(&title.page, scope, title.space)?;
        if commons {
            self.gather(&title.page, row.n)?;
        }
        Ok(row)
    }

    fn unnamed(&self, page: &PageId) -> rusqlite::Result<Row> {
        let sql = "SELECT EXISTS (SELECT 1 FROM wiki_pages WHERE page = ?1 AND scope = 0 AND namespace = 1)";
        let mut statement = self.pen.conn.prepare_cached(sql)?;
        let commons: bool = statement.query_row([&page.0[..]], |row| row.get(0))?;
        let scope = if commons { COMMONS } else { self.pen.community };
        match self.row(page, scope)? {
            Some(row) => Ok(row),
            None => self.make(page, scope, Space::Page),
        }
    }

    fn row(&self, page: &PageId, scope: i64) -> rusqlite::Result<Option<Row>> {
        let sql = "SELECT n, title, own FROM wiki_pages WHERE page = ?1 AND scope = ?2";
        let mut statement = self.pen.conn.prepare_cached(sql)?;
        let found = statement.query_row(params![&page.0[..], scope], |row| {
            Ok(Row {
                n: row.get(0)?,
                scope,
                title: row.get(1)?,
                own: row.get(2)?,
            })
        });
        found.optional()
    }

    fn make(&self, page: &PageId, scope: i64, space: Space) -> rusqlite::Result<Row> {
        let sql = "INSERT INTO wiki_pages (page, scope, namespace) VALUES (?1, ?2, ?3)";
        let values = params![&page.0[..], scope, space.code()];
        self.pen.run(sql, values)?;
        Ok(Row {
            n: self.pen.conn.last_insert_rowid(),
            scope,
            title: String::new(),
            own: false,
        })
    }

    /// Calls a page so; `None` where no title may be shown.
    pub(super) fn call(&self, n: i64, title: Option<&TitleRow>, own: bool) -> rusqlite::Result<()> {
        let sql = "UPDATE wiki_pages SET title = ?2, sort = ?3, skeleton = ?4, own = ?5, \
                   namespace = coalesce(?6, namespace) WHERE n = ?1";
        let values = params![
            n,
            title.map_or("", |title| &title.title),
            title.map_or_else(String::new, TitleRow::sort),
            title.map_or("", |title| &title.skeleton),
            own,
            title.map(|title| title.space.code()),
        ];
        self.pen.run(sql, values)?;
        Ok(())
    }

    /// Lets go of a page that nobody writes or names any more.
    pub(super) fn drop_unused(&self, n: i64) -> rusqlite::Result<()> {
        let sql = "DELETE FROM wiki_pages WHERE n = ?1 AND inbound = 0 AND members = 0 \
                   AND NOT EXISTS (SELECT 1 FROM wiki_revisions WHERE page = ?1)";
        self.pen.run(sql, [n])?;
        Ok(())
    }

    /// Takes together what communities hold of a page of which it is known just now that it is of the commons.
    fn gather(&mut self, page: &PageId, n: i64) -> rusqlite::Result<()> {
        let sql = "SELECT n FROM wiki_pages WHERE page = ?1 AND scope <> 0";
        let held = self.numbers(sql, [&page.0[..]])?;
        for from in held {
            let moved = self.numbers("SELECT n FROM wiki_revisions WHERE page = ?1", [from])?;
            for sql in [
                "UPDATE wiki_revisions SET page = ?2, scope = 0 WHERE page = ?1",
                "INSERT OR IGNORE INTO wiki_history (page, time_ms, id, n) \
                 SELECT ?2, time_ms, id, n FROM wiki_history WHERE page = ?1",
            ] {
                self.pen.run(sql, [from, n])?;
            }
            for sql in [
                "DELETE FROM wiki_history WHERE page = ?1",
                "DELETE FROM wiki_merged WHERE page = ?1",
                "DELETE FROM wiki_words WHERE rowid = ?1",
                "DELETE FROM wiki_pages WHERE n = ?1",
            ] {
                self.pen.run(sql, [from])?;
            }
            self.touched.remove(&from);
            self.touched.insert(n);
            let followers = moved.iter().map(|moved| self.followers(*moved));
            let followers: Vec<Vec<i64>> = followers.collect::<Result<_, _>>()?;
            self.settle(moved)?;
            self.settle(followers.into_iter().flatten().collect())?;
        }
        let sql = "UPDATE wiki_revisions SET head = NOT EXISTS (SELECT 1 FROM wiki_parents AS p \
                   JOIN wiki_revisions AS c ON c.n = p.child WHERE p.parent = wiki_revisions.n AND c.page = ?1) \
                   WHERE page = ?1 AND seq IS NOT NULL";
        self.pen.run(sql, [n])?;
        Ok(())
    }

    pub(super) fn numbers(
        &self,
        sql: &str,
        values: impl rusqlite::Params,
    ) -> rusqlite::Result<Vec<i64>> {
        let mut statement = self.pen.conn.prepare_cached(sql)?;
        let numbers = statement.query_map(values, |row| row.get(0))?;
        numbers.collect()
    }
}
