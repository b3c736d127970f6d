//! Items: published, shown or not, changed, voted on.

use rusqlite::{OptionalExtension, params};
use secta_record::act::ItemId;

use super::Pen;
use crate::pages::{Edited, ItemStanding, NewItem, PagesError, Stood, Tallied};

/// What is known of an item that is there.
#[derive(Clone, Copy)]
pub(super) struct Known {
    pub n: i64,
    pub root: Option<i64>,
    pub author: i64,
    pub time_ms: i64,
    pub standing: ItemStanding,
}

impl Pen<'_> {
    pub(super) fn add(&mut self, new: &NewItem) -> Result<(), PagesError> {
        let author = self.account(&new.author)?;
        let number = |item: &ItemId| -> Result<i64, PagesError> {
            let known = self.known(item)?;
            let known = known.ok_or_else(|| PagesError::Corrupt(format!("no item {item}")))?;
            Ok(known.n)
        };
        let root = new.below.map(|below| number(&below.root)).transpose()?;
        let parent = new.below.map(|below| number(&below.parent)).transpose()?;
        let text = "INSERT INTO items (community, item, root, parent, author, time_ms, event, record) \
                    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
        self.run(
            text,
            params![
                self.community,
                &new.item.0[..],
                root,
                parent,
                author,
                new.time_ms,
                new.event,
                &new.record.0[..],
            ],
        )?;
        let known = Known {
            n: self.conn.last_insert_rowid(),
            root,
            author,
            time_ms: new.time_ms,
            standing: ItemStanding::Published,
        };
        self.count(known, 1)?;
        match &new.words {
            Some(words) => self.put_words(known, words),
            None => Ok(()),
        }
    }

    pub(super) fn stand(&mut self, stood: &Stood) -> Result<(), PagesError> {
        let Some(known) = self.known(&stood.item)? else {
            return Ok(());
        };
        let (was, is) = (known.standing, stood.standing);
        if was == is {
            return Ok(());
        }
        self.run(
            "UPDATE items SET standing = ?2 WHERE n = ?1",
            params![known.n, is.code()],
        )?;
        if was == ItemStanding::Published {
            self.drop_words(known)?;
            self.run("UPDATE items SET event = NULL WHERE n = ?1", [known.n])?;
            self.count(known, -1)?;
        } else if is == ItemStanding::Published {
            self.run(
                "UPDATE items SET event = ?2 WHERE n = ?1",
                params![known.n, stood.event],
            )?;
            self.count(known, 1)?;
            if let Some(words) = &stood.words {
                self.put_words(known, words)?;
            }
        }
        Ok(())
    }

    pub(super) fn edit(&mut self, edited: &Edited) -> Result<(), PagesError> {
        let Some(known) = self.known(&edited.item)? else {
            return Ok(());
        };
        self.run(
            "UPDATE items SET edited_ms = ?2, edit = ?3 WHERE n = ?1",
            params![known.n, edited.time_ms, &edited.record.0[..]],
        )?;
        if known.standing != ItemStanding::Published {
            return Ok(());
        }
        match &edited.content {
            Some(content) => self.replace_content(known, content),
            None => Ok(()),
        }
    }

    pub(super) fn tally(&self, tallied: &Tallied) -> rusqlite::Result<()> {
        let text = "UPDATE items SET support = ?3, useful = ?4, oppose = ?5, score = ?6 \
                    WHERE community = ?1 AND item = ?2";
        let item = &tallied.item.0[..];
        let values = params![
            self.community,
            item,
            tallied.support,
            tallied.useful,
            tallied.oppose,
            tallied.score()
        ];
        self.run(text, values)?;
        Ok(())
    }

    pub(super) fn link(&self, item: &ItemId, event: &str) -> rusqlite::Result<()> {
        let text = "UPDATE items SET event = ?3 \
                    WHERE community = ?1 AND item = ?2 AND event IS NULL AND standing = 0";
        self.run(text, params![self.community, &item.0[..], event])?;
        Ok(())
    }

    pub(super) fn known(&self, item: &ItemId) -> Result<Option<Known>, PagesError> {
        let text = "SELECT n, root, author, time_ms, standing FROM items WHERE community = ?1 AND item = ?2";
        let mut statement = self.conn.prepare_cached(text)?;
        let found = statement.query_row(params![self.community, &item.0[..]], |row| {
            let standing = ItemStanding::of_code(row.get(4)?);
            Ok(Known {
                n: row.get(0)?,
                root: row.get(1)?,
                author: row.get(2)?,
                time_ms: row.get(3)?,
                standing: standing.ok_or(rusqlite::Error::IntegralValueOutOfRange(4, 0))?,
            })
        });
        Ok(found.optional()?)
    }

    /// Counts an item with its author and its post, or counts it no more.
    fn count(&self, known: Known, by: i64) -> rusqlite::Result<()> {
        let (posts, comments) = match known.root {
            None => (by, 0),
            Some(root) => {
                let text = "UPDATE items SET comments = comments + ?2 WHERE n = ?1";
                self.run(text, params![root, by])?;
                (0, by)
            }
        };
        let text = "INSERT INTO personas (community, account, posts, comments) VALUES (?1, ?2, ?3, ?4) \
                    ON CONFLICT DO UPDATE SET posts = posts + ?3, comments = comments + ?4";
        self.run(text, params![self.community, known.author, posts, comments])?;
        Ok(())
    }
}
