//! Who is signed in on the site, and how they get there: a SQLite file of its own, apart from the journal. It is
//! technical, never exported, and none of it is part of what replay makes again.
//!
//! Secrets, codes and phrases come here as hashes alone. Nothing reads a clock: times are arguments.
//!
//! - [`sessions`]: who is signed in; [`attempts`]: codes that were sent; [`natives`]: accounts that were made on the
//!   site; [`passkeys`]: their keys; [`drafts`]: what members have begun to write in the wiki.

pub mod attempts;
pub mod drafts;
pub mod natives;
pub mod passkeys;
pub mod sessions;
#[cfg(test)]
mod tests;

use std::{
    path::Path,
    sync::{LazyLock, Mutex, PoisonError},
    time::Duration,
};

use rusqlite::{Connection, Transaction, TransactionBehavior};
use rusqlite_migration::{M, Migrations};

use crate::{StoreError, sql::sqlite};

/// A hash of a secret.
pub type Hash = [u8; 32];

/// Forward only: a new migration is a new file at the end of this list.
const STEPS: [&str; 2] = [
    include_str!("../../migrations/accounts/0001_register.sql"),
    include_str!("../../migrations/accounts/0002_draft.sql"),
];

static MIGRATIONS: LazyLock<Migrations<'static>> =
    LazyLock::new(|| Migrations::new(STEPS.map(M::up).to_vec()));

/// How long is waited for another process that holds the file.
const BUSY: Duration = Duration::from_secs(10);

const PRAGMAS: &str =
    "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;";

/// The register of sessions, attempts to sign in, accounts, keys and drafts.
#[derive(Debug)]
pub struct Register {
    conn: Mutex<Connection>,
}

impl Register {
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

    /// Reads.
    fn read<T>(
        &self,
        act: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T, StoreError> {
        let conn = self.conn.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(act(&conn)?)
    }

    /// Changes something, whole or not at all.
    fn change<T>(
        &self,
        act: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<T>,
    ) -> Result<T, StoreError> {
        let mut conn = self.conn.lock().unwrap_or_else(PoisonError::into_inner);
        let transaction = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let changed = act(&transaction)?;
        transaction.commit()?;
        Ok(changed)
    }
}
