//! Writing a batch: rows and place in one transaction.

mod accounts;
mod chronicle;
mod days;
mod items;
mod wiki;
mod words;

use rusqlite::{Connection, OptionalExtension, TransactionBehavior, named_params, params};
use secta_bot_kit::Lang;
use secta_record::{
    RecordId,
    act::{AccountId, Media},
};

use std::sync::atomic::Ordering;

use super::{Batch, Pages, PagesError};

pub(super) use accounts::of_code as currency_of_code;

/// Writes into one community, within a transaction.
struct Pen<'c> {
    conn: &'c Connection,
    community: i64,
    /// Whether words have gone.
    erased: bool,
}

/// What carries a file.
#[derive(Clone, Copy)]
enum Carrier {
    Item,
    Persona,
    Entry,
}

impl Pages {
    /// Writes a batch, and empties the log where words have gone by it. Returns the community's version after it.
    ///
    /// # Errors
    ///
    /// When the disk fails, or the file is damaged: nothing is written then.
    pub fn write(&self, batch: &Batch) -> Result<u64, PagesError> {
        let (erased, version) = {
            let mut conn = self.writer();
            let transaction = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let mut pen = put(&transaction, batch)?;
            pen.write_wiki(batch, self.scribe.as_ref())?;
            let written = (pen.erased, pen.version()?);
            transaction.commit()?;
            written
        };
        if erased {
            self.unwiped.store(true, Ordering::Release);
            self.wipe()?;
        }
        Ok(version)
    }

    /// Notes the language of a community's rooms, and which of them is the stream. Returns its version after that, where
    /// it is new.
    ///
    /// # Errors
    ///
    /// When the disk fails, or the file is damaged.
    pub fn furnish(
        &self,
        community: &RecordId,
        lang: Lang,
        stream_room: Option<&str>,
    ) -> Result<Option<u64>, PagesError> {
        let text = "UPDATE communities SET lang = ?2, stream_room = ?3, version = version + 1 \
                    WHERE id = ?1 AND (lang IS NOT ?2 OR stream_room IS NOT ?3) RETURNING version";
        let values = params![&community.0[..], lang.code(), stream_room];
        let conn = self.writer();
        let version = conn.query_row(text, values, |row| row.get(0)).optional()?;
        Ok(version.map(i64::unsigned_abs))
    }

    /// Notes the messages in the stream that items are, where none is known. Returns the community's version after that.
    ///
    /// # Errors
    ///
    /// When the disk fails, or the file is damaged.
    pub fn link(
        &self,
        community: &RecordId,
        events: &[(secta_record::act::ItemId, String)],
    ) -> Result<u64, PagesError> {
        let mut conn = self.writer();
        let transaction = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let version = {
            let pen = Pen::of(&transaction, community)?;
            for (item, event) in events {
                pen.link(item, event)?;
            }
            pen.grow(0)?;
            pen.version()?
        };
        transaction.commit()?;
        Ok(version)
    }

    /// Forgets everything of a community.
    ///
    /// # Errors
    ///
    /// When the disk fails, or the file is damaged.
    pub fn forget(&self, community: &RecordId) -> Result<(), PagesError> {
        {
            let mut conn = self.writer();
            let transaction = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let pen = Pen::of(&transaction, community)?;
            pen.forget()?;
            pen.forget_wiki(self.scribe.as_ref())?;
            transaction.commit()?;
        }
        self.unwiped.store(true, Ordering::Release);
        self.wipe()?;
        Ok(())
    }
}

fn put<'c>(conn: &'c Connection, batch: &Batch) -> Result<Pen<'c>, PagesError> {
    let mut pen = Pen::of(conn, &batch.community)?;
    for item in &batch.items {
        pen.add(item)?;
    }
    for stood in &batch.standings {
        pen.stand(stood)?;
    }
    for edited in &batch.edits {
        pen.edit(edited)?;
    }
    for tallied in &batch.tallies {
        pen.tally(tallied)?;
    }
    for (account, name) in &batch.names {
        pen.known_as(account, name)?;
    }
    for (account, profile) in &batch.profiles {
        pen.profile(account, profile)?;
    }
    for (account, wallet) in &batch.wallets {
        pen.wallet(account, wallet)?;
    }
    for entry in &batch.entries {
        pen.enter(entry)?;
    }
    for proposal in &batch.entries_withdrawn {
        pen.withdraw_entry(proposal)?;
    }
    for (place, said) in &batch.said {
        pen.say(*place, said)?;
    }
    for happened in &batch.happened {
        pen.happened(happened)?;
    }
    for end in &batch.days_ended {
        pen.end_day(end)?;
    }
    pen.reach(batch)?;
    Ok(pen)
}

impl<'c> Pen<'c> {
    fn of(conn: &'c Connection, community: &RecordId) -> rusqlite::Result<Self> {
        let id = &community.0[..];
        let known = conn
            .prepare_cached("SELECT n FROM communities WHERE id = ?1")?
            .query_row([id], |row| row.get(0))
            .optional()?;
        let community = match known {
            Some(known) => known,
            None => {
                conn.execute("INSERT INTO communities (id) VALUES (?1)", [id])?;
                conn.last_insert_rowid()
            }
        };
        Ok(Self {
            conn,
            community,
            erased: false,
        })
    }

    fn run(&self, text: &str, values: impl rusqlite::Params) -> rusqlite::Result<usize> {
        self.conn.prepare_cached(text)?.execute(values)
    }

    fn account(&self, account: &AccountId) -> rusqlite::Result<i64> {
        let name = account.as_str();
        let known = self
            .conn
            .prepare_cached("SELECT n FROM accounts WHERE name = ?1")?
            .query_row([name], |row| row.get(0))
            .optional()?;
        if let Some(known) = known {
            return Ok(known);
        }
        self.run("INSERT INTO accounts (name) VALUES (?1)", [name])?;
        Ok(self.conn.last_insert_rowid())
    }

    fn carry(&self, carrier: Carrier, owner: i64, media: &[Media]) -> Result<(), PagesError> {
        let text = "INSERT OR REPLACE INTO media (community, carrier, owner, place, mxc, media) \
                    VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
        for (place, one) in (0_i64..).zip(media) {
            let carrier = carrier as i64;
            let json = json(one)?;
            let values = params![self.community, carrier, owner, place, one.mxc, json];
            self.run(text, values)?;
        }
        Ok(())
    }

    fn drop_carried(&self, carrier: Carrier, owner: i64) -> rusqlite::Result<()> {
        let text = "DELETE FROM media WHERE community = ?1 AND carrier = ?2 AND owner = ?3";
        self.run(text, params![self.community, carrier as i64, owner])?;
        Ok(())
    }

    fn reach(&self, batch: &Batch) -> rusqlite::Result<()> {
        let reached = batch.reached;
        let text = "UPDATE communities SET place = ?2, record = ?3 WHERE n = ?1";
        let record = reached.record.map(|record| record.0.to_vec());
        self.run(text, params![self.community, reached.place, record])?;
        if batch.public {
            self.grow(reached.place)?;
        }
        if let Some(founded) = &batch.founded {
            let text = "UPDATE communities SET name = :name, founded_ms = :ms WHERE n = :n";
            let values = named_params! {
                ":n": self.community, ":name": founded.name, ":ms": founded.time_ms,
            };
            self.run(text, values)?;
        }
        Ok(())
    }

    /// Has the version grow, to a number at least: a view that is made anew does not fall behind the one before.
    fn grow(&self, least: i64) -> rusqlite::Result<()> {
        let text = "UPDATE communities SET version = max(version + 1, ?2) WHERE n = ?1";
        self.run(text, [self.community, least])?;
        Ok(())
    }

    fn version(&self) -> rusqlite::Result<u64> {
        let text = "SELECT version FROM communities WHERE n = ?1";
        let mut statement = self.conn.prepare_cached(text)?;
        let version: i64 = statement.query_row([self.community], |row| row.get(0))?;
        Ok(version.unsigned_abs())
    }

    fn forget(&self) -> rusqlite::Result<()> {
        for text in [
            "DELETE FROM words WHERE n IN (SELECT n FROM items WHERE community = ?1)",
            "DELETE FROM item_tags WHERE n IN (SELECT n FROM items WHERE community = ?1)",
            "DELETE FROM items WHERE community = ?1",
            "DELETE FROM tags WHERE community = ?1",
            "DELETE FROM personas WHERE community = ?1",
            "DELETE FROM wallets WHERE community = ?1",
            "DELETE FROM entries WHERE community = ?1",
            "DELETE FROM said WHERE community = ?1",
            "DELETE FROM media WHERE community = ?1",
            "DELETE FROM days WHERE community = ?1",
            "DELETE FROM communities WHERE n = ?1",
        ] {
            self.run(text, [self.community])?;
        }
        Ok(())
    }
}

fn json(value: &impl serde::Serialize) -> Result<String, PagesError> {
    serde_json::to_string(value).map_err(|error| PagesError::Corrupt(error.to_string()))
}
