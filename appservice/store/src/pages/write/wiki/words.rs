//! The words that a page is found by, as long as it shows them.

use rusqlite::{OptionalExtension, params};

use super::{Quill, links::Source};
use crate::pages::{WordRow, WordsRow, filed};

impl Quill<'_, '_> {
    /// Has a page be found by these words and no others.
    pub(super) fn file(&self, page: &Source, words: Option<&WordsRow>) -> rusqlite::Result<()> {
        let Source { n, scope, .. } = page;
        let all = |words: &[WordRow]| filed::words(*scope, words);
        let new = words.map(|words| (all(&words.title), all(&words.text)));
        let sql = "SELECT title, text FROM wiki_words WHERE rowid = ?1";
        let mut statement = self.pen.conn.prepare_cached(sql)?;
        let old: Option<(String, String)> = statement
            .query_row([n], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        if old == new {
            return Ok(());
        }
        if old.is_some() {
            self.pen
                .run("DELETE FROM wiki_words WHERE rowid = ?1", [n])?;
        }
        if let Some((title, text)) = new {
            let sql = "INSERT INTO wiki_words (rowid, title, text) VALUES (?1, ?2, ?3)";
            self.pen.run(sql, params![n, title, text])?;
        }
        Ok(())
    }
}
