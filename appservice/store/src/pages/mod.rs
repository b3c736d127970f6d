//! The public records of communities as the pages of the site read them: an SQLite file of its own, which holds nothing
//! that waits and nothing that cannot be made again.
//!
//! It knows nothing of rules, and of the wiki's titles and texts no more than a [`Scribe`] reads to it: whoever follows the records gives it rows ([`Batch`]), and the rows are written in one
//! transaction with the place that is reached by them. A file of another form, of another database or damaged is made
//! anew. One writes, any number read beside it, and neither waits for the other.
//!
//! What is taken back leaves the file: freed bytes are overwritten, and SQLite's log is emptied as soon as words have
//! gone.
//!
//! To add a listing: its variant of [`Order`], its index in `schema.sql`, its line in `read/listing.rs`, its row in
//! `benches/pages.rs`; and count [`FORM`] up.

mod dump;
mod filed;
mod graph;
mod pool;
mod read;
mod rows;
#[cfg(test)]
mod tests;
mod write;

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use rusqlite::{Connection, ErrorCode, OpenFlags, OptionalExtension};

use pool::Readers;
pub use rows::*;

/// The form of the file: one of another form is made anew.
const FORM: i64 = 3;

/// The files of SQLite beside the one that it is asked for.
const BESIDE: [&str; 3] = ["", "-wal", "-shm"];

/// How long a call waits for another one, and for readers to let go of the log.
const BUSY: Duration = Duration::from_secs(1);

/// How many prepared statements a connection keeps.
const STATEMENTS: usize = 128;

const WRITER: &str = "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA secure_delete = ON; \
                      PRAGMA temp_store = MEMORY; PRAGMA cache_size = -32000; \
                      PRAGMA journal_size_limit = 67108864; PRAGMA wal_autocheckpoint = 16384;";

/// Readers look into the system's cache of the file instead of copying from it.
const READER: &str =
    "PRAGMA temp_store = MEMORY; PRAGMA cache_size = -4000; PRAGMA mmap_size = 2147418112;";

/// The view.
pub struct Pages {
    path: PathBuf,
    writer: Mutex<Connection>,
    readers: Readers,
    scribe: Arc<dyn Scribe>,
    /// Whether the log may still hold what has gone from the file.
    unwiped: AtomicBool,
}

/// Why the view cannot be read or written.
#[derive(Debug, thiserror::Error)]
pub enum PagesError {
    /// SQLite said no: damaged, disk full …
    #[error("the pages: {0}")]
    Sqlite(#[from] rusqlite::Error),
    /// A file cannot be made or removed.
    #[error("{0}: {1}")]
    File(PathBuf, io::Error),
    /// It holds something that this program did not write.
    #[error("the pages hold something unexpected: {0}")]
    Corrupt(String),
}

impl Pages {
    /// Opens the view of the database with this tag, and makes it where there is none, where it is another database's
    /// or of another form, and where it is damaged. What the wiki's texts mean the scribe says.
    ///
    /// # Errors
    ///
    /// When the file can neither be opened nor made.
    pub fn open(path: &Path, tag: &str, scribe: Arc<dyn Scribe>) -> Result<Self, PagesError> {
        match Self::at(path, tag, &scribe) {
            Ok(Some(pages)) => return Ok(pages),
            Ok(None) => tracing::info!(path = %path.display(), "the pages are made anew"),
            Err(error) if error.is_damage() => {
                tracing::warn!(path = %path.display(), %error, "the pages are made anew");
            }
            Err(error) => return Err(error),
        }
        Self::remove(path)?;
        let made = Self::at(path, tag, &scribe)?;
        made.ok_or_else(|| PagesError::Corrupt("they were made just now".to_owned()))
    }

    /// Removes the view's files. Whoever has it open reads on in what was there.
    ///
    /// # Errors
    ///
    /// When a file is there and cannot be removed.
    pub fn remove(path: &Path) -> Result<(), PagesError> {
        for suffix in BESIDE {
            let mut name = path.as_os_str().to_owned();
            name.push(suffix);
            match fs::remove_file(&name) {
                Ok(()) => {}
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(PagesError::File(PathBuf::from(name), error)),
            }
        }
        Ok(())
    }

    /// Where it stands.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Empties SQLite's log where it may still hold what has gone from the file. Tells whether nothing is left to be
    /// emptied: a reader may be in the way.
    ///
    /// # Errors
    ///
    /// When the disk fails.
    pub fn wipe(&self) -> Result<bool, PagesError> {
        if !self.unwiped.load(Ordering::Acquire) {
            return Ok(true);
        }
        let wiped = emptied(&self.writer())?;
        self.unwiped.store(!wiped, Ordering::Release);
        Ok(wiped)
    }

    /// The view in a file, if it is the one that is wanted.
    fn at(path: &Path, tag: &str, scribe: &Arc<dyn Scribe>) -> Result<Option<Self>, PagesError> {
        private(path).map_err(|error| PagesError::File(path.to_owned(), error))?;
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let conn = Connection::open_with_flags(path, flags)?;
        conn.busy_timeout(BUSY)?;
        conn.set_prepared_statement_cache_capacity(STATEMENTS);
        conn.execute_batch(WRITER)?;
        let tables: i64 =
            conn.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
        if tables == 0 {
            make(&conn, tag)?;
        } else if !is_ours(&conn, tag)? {
            return Ok(None);
        }
        // What the process before has left there.
        let wiped = emptied(&conn)?;
        Ok(Some(Self {
            path: path.to_owned(),
            writer: Mutex::new(conn),
            readers: Readers::of(path),
            scribe: Arc::clone(scribe),
            unwiped: AtomicBool::new(!wiped),
        }))
    }

    fn writer(&self) -> MutexGuard<'_, Connection> {
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl PagesError {
    /// Whether the file is not what it should be: made anew, it would do.
    pub fn is_damage(&self) -> bool {
        match self {
            Self::Sqlite(rusqlite::Error::SqliteFailure(failure, _)) => matches!(
                failure.code,
                ErrorCode::DatabaseCorrupt
                    | ErrorCode::NotADatabase
                    | ErrorCode::ConstraintViolation
            ),
            Self::Sqlite(
                rusqlite::Error::FromSqlConversionFailure(..)
                | rusqlite::Error::InvalidColumnType(..)
                | rusqlite::Error::IntegralValueOutOfRange(..)
                | rusqlite::Error::SqlInputError { .. },
            )
            | Self::Corrupt(_) => true,
            Self::Sqlite(_) | Self::File(..) => false,
        }
    }
}

fn make(conn: &Connection, tag: &str) -> rusqlite::Result<()> {
    let made = conn.unchecked_transaction()?;
    made.execute_batch(include_str!("schema.sql"))?;
    made.execute_batch(include_str!("wiki.sql"))?;
    made.execute("INSERT INTO meta (key, value) VALUES ('tag', ?1)", [tag])?;
    made.pragma_update(None, "user_version", FORM)?;
    made.commit()
}

fn is_ours(conn: &Connection, tag: &str) -> rusqlite::Result<bool> {
    let form: i64 = conn.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    if form != FORM {
        return Ok(false);
    }
    let text = "SELECT value FROM meta WHERE key = 'tag'";
    let found: Option<String> = conn.query_row(text, [], |row| row.get(0)).optional()?;
    Ok(found.as_deref() == Some(tag))
}

fn emptied(conn: &Connection) -> rusqlite::Result<bool> {
    let busy: i64 = conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
    Ok(busy == 0)
}

/// Makes a file, for its owner alone; SQLite gives the files beside its own the same mode.
fn private(path: &Path) -> io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop)
}
