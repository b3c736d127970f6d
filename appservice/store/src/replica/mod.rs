//! A member's copy of a private space: a SQLite file on their own machine. What it has said to be kept is on disk,
//! whenever the process or the machine dies.

#[cfg(test)]
mod tests;

use std::{
    path::Path,
    sync::{LazyLock, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use rusqlite::{Connection, OptionalExtension as _, TransactionBehavior, params};
use rusqlite_migration::{M, Migrations};

use crate::{StoreError, sql::sqlite};

/// Forward only: a new migration is a new file at the end of this list.
const STEPS: [&str; 1] = [include_str!("../../migrations/replica/0001_copy.sql")];

static MIGRATIONS: LazyLock<Migrations<'static>> =
    LazyLock::new(|| Migrations::new(STEPS.map(M::up).to_vec()));

/// How long is waited for another process that holds the file.
const BUSY: Duration = Duration::from_secs(10);

const PRAGMAS: &str =
    "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;";

/// A copy of a space.
#[derive(Debug)]
pub struct Replica {
    conn: Mutex<Connection>,
}

impl Replica {
    /// Opens the file, which is made for its owner alone where it is missing.
    ///
    /// # Errors
    ///
    /// When it cannot be opened or was written by a newer program.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let file = |error| StoreError::File(path.display().to_string(), error);
        sqlite::private(path).map_err(file)?;
        let mut conn = Connection::open(path)?;
        conn.busy_timeout(BUSY)?;
        conn.execute_batch(PRAGMAS)?;
        MIGRATIONS.to_latest(&mut conn).map_err(sqlite::refused)?;
        let conn = Mutex::new(conn);
        Ok(Self { conn })
    }

    /// The entries, in the node's order.
    ///
    /// # Errors
    ///
    /// When they cannot be read.
    pub fn entries(&self) -> Result<Vec<Vec<u8>>, StoreError> {
        self.column("SELECT bytes FROM entry ORDER BY position")
    }

    /// Keeps entries of the node, the first of them at this place. Where another process was faster nothing is kept twice.
    ///
    /// # Errors
    ///
    /// When they cannot be written.
    pub fn keep(&self, from: u64, entries: &[Vec<u8>]) -> Result<(), StoreError> {
        let mut conn = self.conn();
        let transaction = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        for (position, bytes) in (from..).zip(entries) {
            let text = "INSERT OR IGNORE INTO entry (position, bytes) VALUES (?1, ?2)";
            transaction.execute(text, params![position, bytes])?;
        }
        transaction.commit()?;
        Ok(())
    }

    /// What waits to be sent, in order, with its numbers.
    ///
    /// # Errors
    ///
    /// When it cannot be read.
    pub fn drafts(&self) -> Result<Vec<(i64, Vec<u8>)>, StoreError> {
        self.numbered("SELECT number, bytes FROM draft ORDER BY number")
    }

    /// Keeps drafts until they are sent, all or none.
    ///
    /// # Errors
    ///
    /// When they cannot be written.
    pub fn add_drafts(&self, drafts: &[Vec<u8>]) -> Result<(), StoreError> {
        let mut conn = self.conn();
        let transaction = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        for draft in drafts {
            transaction.execute("INSERT INTO draft (bytes) VALUES (?1)", [draft])?;
        }
        transaction.commit()?;
        Ok(())
    }

    /// Lets go of a draft.
    ///
    /// # Errors
    ///
    /// When it cannot be written.
    pub fn drop_draft(&self, number: i64) -> Result<(), StoreError> {
        let text = "DELETE FROM draft WHERE number = ?1";
        self.conn().execute(text, [number])?;
        Ok(())
    }

    /// What is wished of the list of members, in order, with its numbers.
    ///
    /// # Errors
    ///
    /// When it cannot be read.
    pub fn wishes(&self) -> Result<Vec<(i64, String)>, StoreError> {
        self.numbered("SELECT number, text FROM wish ORDER BY number")
    }

    /// Keeps a wish until it is fulfilled.
    ///
    /// # Errors
    ///
    /// When it cannot be written.
    pub fn add_wish(&self, text: &str) -> Result<(), StoreError> {
        let insert = "INSERT INTO wish (text) VALUES (?1)";
        self.conn().execute(insert, [text])?;
        Ok(())
    }

    /// Lets go of a wish.
    ///
    /// # Errors
    ///
    /// When it cannot be written.
    pub fn drop_wish(&self, number: i64) -> Result<(), StoreError> {
        let text = "DELETE FROM wish WHERE number = ?1";
        self.conn().execute(text, [number])?;
        Ok(())
    }

    /// A setting.
    ///
    /// # Errors
    ///
    /// When it cannot be read.
    pub fn setting(&self, name: &str) -> Result<Option<String>, StoreError> {
        let text = "SELECT value FROM setting WHERE name = ?1";
        let found = self.conn().query_row(text, [name], |row| row.get(0));
        Ok(found.optional()?)
    }

    /// Writes a setting.
    ///
    /// # Errors
    ///
    /// When it cannot be written.
    pub fn set(&self, name: &str, value: &str) -> Result<(), StoreError> {
        let text = "INSERT INTO setting (name, value) VALUES (?1, ?2) \
                    ON CONFLICT (name) DO UPDATE SET value = excluded.value";
        self.conn().execute(text, [name, value])?;
        Ok(())
    }

    fn conn(&self) -> MutexGuard<'_, Connection> {
        self.conn.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn column(&self, text: &str) -> Result<Vec<Vec<u8>>, StoreError> {
        let conn = self.conn();
        let mut statement = conn.prepare_cached(text)?;
        let rows = statement.query_map([], |row| row.get(0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    fn numbered<T: rusqlite::types::FromSql>(
        &self,
        text: &str,
    ) -> Result<Vec<(i64, T)>, StoreError> {
        let conn = self.conn();
        let mut statement = conn.prepare_cached(text)?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}
