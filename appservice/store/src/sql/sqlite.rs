//! SQLite: statements run where they are asked for, on the thread that asks: that takes less time than
//! handing the question to another thread.

use std::{
    fs::{File, OpenOptions},
    ops::{Deref, DerefMut},
    path::{Path, PathBuf},
    sync::{Arc, LazyLock, Mutex, PoisonError},
    time::Duration,
};

use rusqlite::{
    Connection, OpenFlags,
    types::{FromSql, ToSqlOutput, Value as Cell, ValueRef},
};
use rusqlite_migration::{M, MigrationDefinitionError, Migrations};

use crate::{
    StoreError,
    sql::db::{Record, Value},
};

/// Forward only: a new migration is a new file at the end of this list.
const STEPS: [&str; 5] = [
    include_str!("../../migrations/sqlite/0001_spine.sql"),
    include_str!("../../migrations/sqlite/0002_snapshot.sql"),
    include_str!("../../migrations/sqlite/0003_facts.sql"),
    include_str!("../../migrations/sqlite/0004_touched.sql"),
    include_str!("../../migrations/sqlite/0005_kinds.sql"),
];

static MIGRATIONS: LazyLock<Migrations<'static>> =
    LazyLock::new(|| Migrations::new(STEPS.map(M::up).to_vec()));

/// How long a process waits for another one that writes to the same file.
const BUSY: Duration = Duration::from_secs(10);

/// How many prepared statements a connection keeps.
const STATEMENTS: usize = 256;

const WRITER: &str = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; \
                      PRAGMA journal_size_limit = 67108864; PRAGMA cache_size = -4000; \
                      PRAGMA wal_autocheckpoint = 16384;";

const READER: &str = "PRAGMA cache_size = -1000;";

/// The version of a database that this program writes.
pub fn version() -> i64 {
    STEPS.len() as i64
}

/// Connections to one file, all for writing or all for reading.
#[derive(Clone, Debug)]
pub struct SqlitePool(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    path: PathBuf,
    writes: bool,
    /// Those that nobody holds; none once it is closed.
    idle: Mutex<Option<Vec<Connection>>>,
}

/// A connection that goes back to its pool.
pub struct Held {
    conn: Option<Connection>,
    pool: SqlitePool,
}

/// A row that was read.
pub struct Cells(Vec<Cell>);

impl SqlitePool {
    /// Those that write: makes the file where it is missing, and runs the migrations.
    ///
    /// # Errors
    ///
    /// When it cannot be opened or was written by a newer program.
    pub fn for_writing(path: &Path) -> Result<Self, StoreError> {
        private(path).map_err(|error| StoreError::File(path.display().to_string(), error))?;
        let pool = Self::new(path, true);
        MIGRATIONS
            .to_latest(&mut *pool.acquire()?)
            .map_err(refused)?;
        Ok(pool)
    }

    /// Those that read.
    pub fn for_reading(path: &Path) -> Self {
        Self::new(path, false)
    }

    fn new(path: &Path, writes: bool) -> Self {
        Self(Arc::new(Shared {
            path: path.to_owned(),
            writes,
            idle: Mutex::new(Some(Vec::new())),
        }))
    }

    /// One that is idle, or a new one: there are as many as threads that ask at the same time.
    ///
    /// # Errors
    ///
    /// When the pool is closed, or the file cannot be opened.
    pub fn acquire(&self) -> Result<Held, StoreError> {
        let idle = match &mut *self.idle() {
            None => return Err(StoreError::Closed),
            Some(idle) => idle.pop(),
        };
        let conn = match idle {
            Some(conn) => conn,
            None => self.0.open()?,
        };
        Ok(Held {
            conn: Some(conn),
            pool: self.clone(),
        })
    }

    /// Writes as much of the log into the file as can be without anybody's waiting.
    ///
    /// # Errors
    ///
    /// When the pool is closed, or the disk fails.
    pub fn checkpoint(&self) -> Result<(), StoreError> {
        let conn = self.acquire()?;
        conn.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()))?;
        Ok(())
    }

    /// Closes those that are idle; the others are closed when they come back.
    pub fn close(&self) {
        self.idle().take();
    }

    fn idle(&self) -> std::sync::MutexGuard<'_, Option<Vec<Connection>>> {
        self.0.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Shared {
    fn open(&self) -> rusqlite::Result<Connection> {
        let access = if self.writes {
            OpenFlags::SQLITE_OPEN_READ_WRITE
        } else {
            OpenFlags::SQLITE_OPEN_READ_ONLY
        };
        let conn =
            Connection::open_with_flags(&self.path, access | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
        conn.busy_timeout(BUSY)?;
        conn.set_prepared_statement_cache_capacity(STATEMENTS);
        conn.execute_batch(if self.writes { WRITER } else { READER })?;
        Ok(conn)
    }
}

impl Held {
    /// Whether the transactions that follow are on the disk when their commit returns.
    ///
    /// # Errors
    ///
    /// When SQLite refuses.
    pub fn lasting(&self, lasting: bool) -> rusqlite::Result<()> {
        let level = if lasting { "FULL" } else { "NORMAL" };
        self.pragma_update(None, "synchronous", level)
    }

    /// Closes it instead of giving it back.
    pub fn discard(mut self) {
        self.conn.take();
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        if let (Some(conn), Some(idle)) = (self.conn.take(), &mut *self.pool.idle()) {
            idle.push(conn);
        }
    }
}

/// Runs a statement; returns how many rows it touched.
pub fn run(conn: &Connection, text: &str, values: &[Value<'_>]) -> rusqlite::Result<u64> {
    let mut statement = conn.prepare_cached(text)?;
    bind(&mut statement, values)?;
    Ok(statement.raw_execute()? as u64)
}

/// Runs a query.
pub fn query(conn: &Connection, text: &str, values: &[Value<'_>]) -> rusqlite::Result<Vec<Record>> {
    let mut statement = conn.prepare_cached(text)?;
    bind(&mut statement, values)?;
    let columns = statement.column_count();
    let mut rows = statement.raw_query();
    let mut records = Vec::new();
    while let Some(row) = rows.next()? {
        let cells = (0..columns).map(|column| Ok(row.get_ref(column)?.into()));
        let cells = cells.collect::<rusqlite::Result<_>>()?;
        records.push(Record::Sqlite(Cells(cells)));
    }
    Ok(records)
}

fn bind(statement: &mut rusqlite::Statement<'_>, values: &[Value<'_>]) -> rusqlite::Result<()> {
    for (index, value) in (1..).zip(values) {
        let value = match *value {
            Value::Int(int) => ValueRef::Integer(int),
            Value::Text(text) | Value::MaybeText(Some(text)) => ValueRef::Text(text.as_bytes()),
            Value::MaybeText(None) => ValueRef::Null,
            Value::Bytes(bytes) => ValueRef::Blob(bytes),
        };
        statement.raw_bind_parameter(index, ToSqlOutput::Borrowed(value))?;
    }
    Ok(())
}

impl Cells {
    /// A cell.
    ///
    /// # Errors
    ///
    /// When it is not there or of another type.
    pub fn read<T: FromSql>(&self, column: usize) -> Result<T, StoreError> {
        let cell = self.0.get(column).map_or(ValueRef::Null, ValueRef::from);
        T::column_result(cell)
            .map_err(|error| StoreError::Corrupt(format!("column {column}: {error}")))
    }
}

/// Makes a file, for its owner alone; SQLite gives the files beside its own the same mode.
pub fn private(path: &Path) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(path)?;
    #[cfg(unix)]
    file.set_permissions(std::os::unix::fs::PermissionsExt::from_mode(0o600))?;
    Ok(file)
}

/// What is wrong, where the migrations do not run.
pub fn refused(error: rusqlite_migration::Error) -> StoreError {
    match error {
        rusqlite_migration::Error::MigrationDefinition(
            MigrationDefinitionError::DatabaseTooFarAhead,
        ) => StoreError::Newer("it has more migrations".to_owned()),
        rusqlite_migration::Error::RusqliteError { err, .. } => StoreError::Sqlite(err),
        other => StoreError::Corrupt(other.to_string()),
    }
}

impl Deref for Held {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        self.conn.as_ref().expect("it is held until it is dropped")
    }
}

impl DerefMut for Held {
    fn deref_mut(&mut self) -> &mut Connection {
        self.conn.as_mut().expect("it is held until it is dropped")
    }
}
