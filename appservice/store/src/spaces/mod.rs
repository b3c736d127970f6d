//! Private spaces of the wiki: a SQLite file of its own, apart from the journal, with the sealed entries of each space in
//! the order in which they came. An entry that was taken is on disk, and is never changed or lost again.
//!
//! What entries say, and who may write them, is not known here: whoever appends judges what is there before.

mod read;
#[cfg(test)]
mod tests;

use std::{
    path::Path,
    sync::{LazyLock, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use rusqlite::{Connection, OptionalExtension as _, Transaction, TransactionBehavior, params};
use rusqlite_migration::{M, Migrations};
use secta_bot_kit::UserId;
use secta_record::RecordId;

use crate::{StoreError, sql::sqlite};

pub use self::read::{Before, Listed};

/// The most bytes that a space may have.
pub const SPACE_BYTES_MAX: u64 = 256 * 1024 * 1024;
/// The most spaces that an account may found.
pub const SPACES_MAX: u32 = 20;

/// The name of an entry, an author or a space.
pub type Name = [u8; 32];

/// Forward only: a new migration is a new file at the end of this list.
const STEPS: [&str; 1] = [include_str!("../../migrations/spaces/0001_shelf.sql")];

static MIGRATIONS: LazyLock<Migrations<'static>> =
    LazyLock::new(|| Migrations::new(STEPS.map(M::up).to_vec()));

/// How long is waited for another process that holds the file.
const BUSY: Duration = Duration::from_secs(10);

const PRAGMAS: &str =
    "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;";

/// An entry that came.
#[derive(Clone, Copy, Debug)]
pub struct Coming<'e> {
    /// The space.
    pub space: Name,
    /// The entry's name.
    pub id: Name,
    /// Who signed it.
    pub author: Name,
    /// Whether it begins an epoch.
    pub begins: bool,
    /// Whose session it came by.
    pub account: &'e UserId,
    /// When, in milliseconds since 1970.
    pub came_ms: i64,
    /// The entry.
    pub bytes: &'e [u8],
}

/// What came of an entry; `R` is why whoever judged refused it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Appended<R> {
    /// It stands at this place, whether it came now or before.
    At(u64),
    /// There is no such space.
    NoSpace,
    /// The space has no room left.
    Full,
    /// The account has founded too many.
    TooMany,
    /// It does not belong there.
    Refused(R),
}

/// The private spaces of a node.
#[derive(Debug)]
pub struct Spaces {
    conn: Mutex<Connection>,
}

impl Spaces {
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

    /// Begins a space of a community with its first entry.
    ///
    /// # Errors
    ///
    /// When it cannot be written.
    pub fn found<R>(
        &self,
        community: &RecordId,
        first: &Coming<'_>,
    ) -> Result<Appended<R>, StoreError> {
        let mut conn = self.conn();
        let transaction = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        if read::is_there(&transaction, first)?.is_some() {
            return Ok(Appended::At(0));
        }
        let founded: u32 = transaction.query_row(
            "SELECT count(*) FROM space WHERE account = ?1",
            [first.account.as_str()],
            |row| row.get(0),
        )?;
        if founded >= SPACES_MAX {
            return Ok(Appended::TooMany);
        }
        let (account, made_ms) = (first.account.as_str(), first.came_ms);
        transaction.execute(
            "INSERT INTO space (id, community, account, made_ms, entries, bytes) VALUES (?1, ?2, ?3, ?4, 0, 0)",
            params![first.space, community.0, account, made_ms],
        )?;
        write(&transaction, first, 0)?;
        transaction.commit()?;
        Ok(Appended::At(0))
    }

    /// Appends an entry to a space of a community, if whoever judges what is there before agrees.
    ///
    /// # Errors
    ///
    /// When it cannot be read or written.
    pub fn append<R>(
        &self,
        community: &RecordId,
        coming: &Coming<'_>,
        judge: impl FnOnce(&Before) -> Result<(), R>,
    ) -> Result<Appended<R>, StoreError> {
        let mut conn = self.conn();
        let transaction = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let text = "SELECT entries, bytes FROM space WHERE id = ?1 AND community = ?2";
        let space = transaction
            .query_row(text, params![coming.space, community.0], |row| {
                Ok((row.get::<_, u64>(0)?, row.get::<_, u64>(1)?))
            })
            .optional()?;
        let Some((entries, bytes)) = space else {
            return Ok(Appended::NoSpace);
        };
        if let Some(position) = read::is_there(&transaction, coming)? {
            return Ok(Appended::At(position));
        }
        if bytes + coming.bytes.len() as u64 > SPACE_BYTES_MAX {
            return Ok(Appended::Full);
        }
        let before = read::before(&transaction, coming)?;
        if let Err(refused) = judge(&before) {
            return Ok(Appended::Refused(refused));
        }
        write(&transaction, coming, entries)?;
        transaction.commit()?;
        Ok(Appended::At(entries))
    }

    fn conn(&self) -> MutexGuard<'_, Connection> {
        self.conn.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn write(
    transaction: &Transaction<'_>,
    coming: &Coming<'_>,
    position: u64,
) -> rusqlite::Result<()> {
    transaction.execute(
        "INSERT INTO entry (space, position, id, author, begins, account, came_ms, bytes) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![
            coming.space,
            position,
            coming.id,
            coming.author,
            coming.begins,
            coming.account.as_str(),
            coming.came_ms,
            coming.bytes
        ],
    )?;
    transaction.execute(
        "UPDATE space SET entries = entries + 1, bytes = bytes + ?2 WHERE id = ?1",
        params![coming.space, coming.bytes.len() as u64],
    )?;
    Ok(())
}
