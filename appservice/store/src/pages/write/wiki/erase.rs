//! What is taken back, and what a community leaves.

use rusqlite::{OptionalExtension, params};
use secta_record::act::RevisionId;

use super::Quill;
use crate::pages::{KindRow, PagesError};

impl Quill<'_, '_> {
    /// Takes back what a revision says; tells whether it said anything.
    pub(super) fn hide(&mut self, id: &RevisionId) -> Result<bool, PagesError> {
        let sql =
            "SELECT n FROM wiki_revisions WHERE id = ?1 AND community = ?2 AND title IS NOT NULL";
        let values = params![&id.0[..], self.pen.community];
        let mut statement = self.pen.conn.prepare_cached(sql)?;
        let found = statement.query_row(values, |row| row.get(0));
        let Some(n) = found.optional()? else {
            return Ok(false);
        };
        let sql = "UPDATE wiki_revisions SET kind = ?2, title = NULL, comment = '', moved_to = NULL, file = NULL, \
                   blake3 = NULL, bytes = 0 WHERE n = ?1";
        self.pen.run(sql, [n, KindRow::Hidden.code()])?;
        self.pen.run("DELETE FROM wiki_texts WHERE n = ?1", [n])?;
        let sql = "SELECT page FROM wiki_history WHERE n = ?1";
        let pages = self.numbers(sql, [n])?;
        self.touched.extend(pages);
        Ok(true)
    }

    /// Lets go of a community, and finds the places of all others' revisions anew: those of the commons may have stood
    /// on its own.
    pub(super) fn forget(&mut self) -> Result<(), PagesError> {
        for sql in [
            "DELETE FROM wiki_texts WHERE n IN (SELECT n FROM wiki_revisions WHERE community = ?1)",
            "DELETE FROM wiki_parents WHERE child IN (SELECT n FROM wiki_revisions WHERE community = ?1)",
            "DELETE FROM wiki_revisions WHERE community = ?1",
        ] {
            self.pen.run(sql, [self.pen.community])?;
        }
        let order = "SELECT n FROM wiki_revisions ORDER BY seq IS NULL, seq";
        let order = self.numbers(order, [])?;
        for sql in [
            "DELETE FROM wiki_links",
            "DELETE FROM wiki_history",
            "DELETE FROM wiki_merged",
            "UPDATE wiki_parents SET parent = NULL",
            "UPDATE wiki_revisions SET seq = NULL, head = 0",
            "UPDATE wiki_pages SET inbound = 0, members = 0",
            "DELETE FROM wiki_pages WHERE n NOT IN (SELECT page FROM wiki_revisions)",
            "DELETE FROM wiki_words WHERE rowid NOT IN (SELECT n FROM wiki_pages)",
        ] {
            self.pen.run(sql, [])?;
        }
        for n in order {
            self.settle(vec![n])?;
        }
        self.touched
            .extend(self.numbers("SELECT n FROM wiki_pages", [])?);
        if self.refresh()? {
            self.pen.grow_others()?;
        }
        Ok(())
    }
}
