//! Entries of the chronicle, and what was said in cases, appeals and proposals.

use rusqlite::{OptionalExtension, params};

use super::{Carrier, Pen, json};
use crate::pages::{EntryRow, PagesError, SaidRow};

impl Pen<'_> {
    pub(super) fn enter(&mut self, entry: &EntryRow) -> Result<(), PagesError> {
        let author = self.account(&entry.author)?;
        let number = i64::try_from(entry.number).unwrap_or(i64::MAX);
        let content = entry.content.as_ref().map(json).transpose()?;
        let item = entry.item.as_ref().map(|item| &item.0[..]);
        let text = "INSERT INTO entries (community, number, proposal, record, author, written_ms, entered_ms, \
                    item, content) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
        self.run(
            text,
            params![
                self.community,
                number,
                &entry.proposal[..],
                &entry.record.0[..],
                author,
                entry.written_ms,
                entry.entered_ms,
                item,
                content,
            ],
        )?;
        if let Some(content) = &entry.content {
            self.carry(Carrier::Entry, number, &content.media)?;
        }
        if let Some(item) = item {
            let text = "UPDATE items SET entry = ?3 WHERE community = ?1 AND item = ?2";
            self.run(text, params![self.community, item, number])?;
        }
        Ok(())
    }

    pub(super) fn withdraw_entry(&mut self, proposal: &[u8; 32]) -> rusqlite::Result<()> {
        let text = "UPDATE entries SET content = NULL, written_ms = entered_ms \
                    WHERE community = ?1 AND proposal = ?2 RETURNING number";
        let number: Option<i64> = self
            .conn
            .prepare_cached(text)?
            .query_row(params![self.community, &proposal[..]], |row| row.get(0))
            .optional()?;
        if let Some(number) = number {
            self.drop_carried(Carrier::Entry, number)?;
            self.erased = true;
        }
        Ok(())
    }

    pub(super) fn say(&self, place: i64, said: &SaidRow) -> rusqlite::Result<()> {
        let author = self.account(&said.author)?;
        let text = "INSERT INTO said (community, about, place, author, time_ms, kind, text) \
                    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
        let about = &said.about[..];
        let values = params![
            self.community,
            about,
            place,
            author,
            said.time_ms,
            said.kind,
            said.text
        ];
        self.run(text, values)?;
        Ok(())
    }
}
