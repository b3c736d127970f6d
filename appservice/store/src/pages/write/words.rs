//! What items say and are filed under: there as long as they are published.

use rusqlite::{OptionalExtension, params};
use secta_record::act::Content;

use super::{Carrier, Pen, items::Known, json};
use crate::pages::{PagesError, Words};

/// What is read as a question mark.
const QUESTION_MARKS: [char; 3] = ['?', '？', '؟'];

const PLAIN: i64 = 0;
const SUPER: i64 = 1;

impl Pen<'_> {
    pub(super) fn put_words(&self, known: Known, words: &Words) -> Result<(), PagesError> {
        self.run(
            "INSERT OR REPLACE INTO words (n, content) VALUES (?1, ?2)",
            params![known.n, json(&words.content)?],
        )?;
        self.read_content(known.n, &words.content)?;
        let tags = words.supertags.iter().map(|tag| (SUPER, tag));
        let tags = tags.chain(words.tags.iter().map(|tag| (PLAIN, tag)));
        for (place, (kind, name)) in (0_i64..).zip(tags) {
            let tag = self.tag(kind, name)?;
            let text =
                "INSERT OR IGNORE INTO item_tags (tag, time_ms, n, place) VALUES (?1, ?2, ?3, ?4)";
            if self.run(text, params![tag, known.time_ms, known.n, place])? > 0 {
                self.run("UPDATE tags SET posts = posts + 1 WHERE n = ?1", [tag])?;
            }
        }
        Ok(())
    }

    pub(super) fn replace_content(
        &self,
        known: Known,
        content: &Content,
    ) -> Result<(), PagesError> {
        self.drop_carried(Carrier::Item, known.n)?;
        self.run(
            "INSERT OR REPLACE INTO words (n, content) VALUES (?1, ?2)",
            params![known.n, json(content)?],
        )?;
        self.read_content(known.n, content)
    }

    pub(super) fn drop_words(&mut self, known: Known) -> rusqlite::Result<()> {
        self.run("DELETE FROM words WHERE n = ?1", [known.n])?;
        self.run("UPDATE items SET asks = 0 WHERE n = ?1 AND asks", [known.n])?;
        self.drop_carried(Carrier::Item, known.n)?;
        for tag in self.tags_of(known.n)? {
            let text = "DELETE FROM item_tags WHERE tag = ?1 AND time_ms = ?2 AND n = ?3";
            self.run(text, params![tag, known.time_ms, known.n])?;
            self.run("UPDATE tags SET posts = posts - 1 WHERE n = ?1", [tag])?;
            self.run("DELETE FROM tags WHERE n = ?1 AND posts <= 0", [tag])?;
        }
        self.erased = true;
        Ok(())
    }

    fn read_content(&self, n: i64, content: &Content) -> Result<(), PagesError> {
        let asks = content.text.contains(QUESTION_MARKS);
        self.run(
            "UPDATE items SET asks = ?2 WHERE n = ?1 AND asks <> ?2",
            params![n, asks],
        )?;
        self.carry(Carrier::Item, n, &content.media)
    }

    fn tags_of(&self, n: i64) -> rusqlite::Result<Vec<i64>> {
        let text = "SELECT tag FROM item_tags WHERE n = ?1 ORDER BY place";
        let mut statement = self.conn.prepare_cached(text)?;
        let tags = statement.query_map([n], |row| row.get(0))?;
        tags.collect()
    }

    fn tag(&self, kind: i64, name: &str) -> rusqlite::Result<i64> {
        let text = "SELECT n FROM tags WHERE community = ?1 AND kind = ?2 AND name = ?3";
        let values = params![self.community, kind, name];
        let known = self
            .conn
            .prepare_cached(text)?
            .query_row(values, |row| row.get(0))
            .optional()?;
        if let Some(known) = known {
            return Ok(known);
        }
        let text = "INSERT INTO tags (community, kind, name) VALUES (?1, ?2, ?3)";
        self.run(text, params![self.community, kind, name])?;
        Ok(self.conn.last_insert_rowid())
    }
}
