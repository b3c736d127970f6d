//! The wiki as a community reads it: its own pages, and those of the commons.

mod found;
mod lines;
mod lists;
mod page;
mod revisions;
mod sought;

use rusqlite::{OptionalExtension, params};
use secta_record::act::PageId;

use super::{Eye, Pages, PagesError};

/// The scope of the commons.
const COMMONS: i64 = 0;

impl Eye<'_> {
    /// The scopes that a community reads.
    fn scopes(&self) -> [i64; 2] {
        [self.community, COMMONS]
    }

    /// The number of a page; where there is none, that of what pages of the commons alone name so.
    fn wiki_page(&self, page: &PageId) -> rusqlite::Result<Option<i64>> {
        let sql = "SELECT n FROM wiki_pages WHERE page = ?1 AND scope IN (0, ?2) \
                   ORDER BY (scope = 0 AND namespace = 1) DESC, scope DESC LIMIT 1";
        let mut statement = self.conn.prepare_cached(sql)?;
        let values = params![&page.0[..], self.community];
        statement.query_row(values, |row| row.get(0)).optional()
    }

    /// All numbers that a page has: what pages of the commons name has one of its own.
    fn wiki_numbers(&self, page: &PageId) -> rusqlite::Result<Vec<i64>> {
        let sql = "SELECT n FROM wiki_pages WHERE page = ?1 AND scope IN (0, ?2)";
        let mut statement = self.conn.prepare_cached(sql)?;
        let values = params![&page.0[..], self.community];
        let numbers = statement.query_map(values, |row| row.get(0))?;
        numbers.collect()
    }
}

fn many(take: usize) -> i64 {
    i64::try_from(take).unwrap_or(i64::MAX)
}
