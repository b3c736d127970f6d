//! From a URL to open, migrated databases.

use std::{
    cmp::Ordering,
    fmt::Write as _,
    fs::{File, TryLockError},
    path::{Path, PathBuf},
    str::FromStr,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use sqlx::{
    ConnectOptions, PgConnection, PgPool,
    migrate::{MigrateError, Migrator},
    postgres::{PgConnectOptions, PgPoolOptions},
};
use tokio::time::{Instant, sleep};

use crate::{
    StoreError,
    sql::{
        db::{Conn, Pool, Value},
        sqlite::{self, SqlitePool},
    },
};

static POSTGRES: Migrator = sqlx::migrate!("migrations/postgres");

/// How long a call waits for a free connection, and a process for another one to end that it takes the place of.
const PATIENCE: Duration = Duration::from_secs(10);

/// How often is looked whether it has ended.
const LOOK: Duration = Duration::from_millis(50);

/// A connection whose process is gone without a word is given up by PostgreSQL within a minute, not in two hours.
const ALIVE: [(&str, &str); 3] = [
    ("tcp_keepalives_idle", "30"),
    ("tcp_keepalives_interval", "10"),
    ("tcp_keepalives_count", "3"),
];

/// How many calls read at the same time.
const READERS: u32 = 3;

/// An open database.
pub struct Opened {
    pub writer: Pool,
    pub readers: Pool,
    pub tag: String,
    /// The lock on SQLite's file: nobody else has it until this is dropped.
    pub lock: Option<File>,
}

/// See [`crate::open_as`].
pub async fn open(url: &str, parts: &[&str]) -> Result<Opened, StoreError> {
    let (writer, readers, lock) = match url.split_once(':') {
        Some(("sqlite", path)) => {
            let path = Path::new(path.strip_prefix("//").unwrap_or(path));
            sqlite(path, parts).await?
        }
        Some(("postgres" | "postgresql", _)) => postgres(url, parts).await?,
        _ => return Err(StoreError::Url(url.to_owned())),
    };
    match tag(&writer).await {
        Ok(tag) => Ok(Opened {
            writer,
            readers,
            tag,
            lock,
        }),
        Err(error) => {
            writer.close().await;
            readers.close().await;
            Err(error)
        }
    }
}

/// A database that is there, for reading alone: nothing is made, migrated or written.
pub async fn open_to_read(url: &str) -> Result<(Pool, String), StoreError> {
    let readers = match url.split_once(':') {
        Some(("sqlite", path)) => {
            let path = Path::new(path.strip_prefix("//").unwrap_or(path));
            Pool::Sqlite(SqlitePool::for_reading(path))
        }
        Some(("postgres" | "postgresql", _)) => {
            let options = options(url)?.options([("default_transaction_read_only", "on")]);
            let pool = PgPoolOptions::new().acquire_timeout(PATIENCE);
            Pool::Postgres(pool.max_connections(1).connect_lazy_with(options))
        }
        _ => return Err(StoreError::Url(url.to_owned())),
    };
    let read = async {
        let conn = &mut readers.acquire().await?;
        check_version(conn).await?;
        read_tag(conn).await
    };
    match read.await {
        Ok(tag) => Ok((readers, tag)),
        Err(error) => {
            readers.close().await;
            Err(error)
        }
    }
}

/// Looks that a database is of this version of the program.
async fn check_version(conn: &mut Conn) -> Result<(), StoreError> {
    let (text, known) = match conn {
        Conn::Sqlite(_) => ("PRAGMA user_version", sqlite::version()),
        Conn::Postgres(_) => {
            let versions = POSTGRES.iter().map(|migration| migration.version);
            let text = "SELECT max(version) FROM _sqlx_migrations";
            (text, versions.max().unwrap_or(0))
        }
    };
    let found = conn.query(text, &[]).await?;
    let found = found.first().map(|row| row.int(0)).transpose()?;
    match found.unwrap_or(0).cmp(&known) {
        Ordering::Less => Err(StoreError::Older),
        Ordering::Equal => Ok(()),
        Ordering::Greater => Err(StoreError::Newer("it has more migrations".to_owned())),
    }
}

/// Over SQLite all parts run in one process: whoever runs any of them has the file for itself.
async fn sqlite(path: &Path, parts: &[&str]) -> Result<(Pool, Pool, Option<File>), StoreError> {
    let lock = match parts.first() {
        Some(part) => Some(locked(path, part).await?),
        None => None,
    };
    let writer = SqlitePool::for_writing(path)?;
    let readers = SqlitePool::for_reading(path);
    Ok((Pool::Sqlite(writer), Pool::Sqlite(readers), lock))
}

async fn locked(path: &Path, part: &str) -> Result<File, StoreError> {
    let mut beside = path.as_os_str().to_owned();
    beside.push(".lock");
    let beside = PathBuf::from(beside);
    let failed = |error| StoreError::File(beside.display().to_string(), error);
    let file = sqlite::private(&beside).map_err(failed)?;
    let end = Instant::now() + PATIENCE;
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::Error(error)) => return Err(failed(error)),
            Err(TryLockError::WouldBlock) if Instant::now() >= end => {
                return Err(StoreError::Taken(part.to_owned()));
            }
            Err(TryLockError::WouldBlock) => sleep(LOOK).await,
        }
    }
}

/// Over PostgreSQL the parts are locked by the one connection that writes: a process that has lost it writes again only
/// once it has them again.
async fn postgres(url: &str, parts: &[&str]) -> Result<(Pool, Pool, Option<File>), StoreError> {
    let options = options(url)?.options([("synchronous_commit", "on")]);
    let pool = |connections| {
        PgPoolOptions::new()
            .max_connections(connections)
            .acquire_timeout(PATIENCE)
    };
    let parts: Arc<[String]> = parts.iter().map(|part| (*part).to_owned()).collect();
    let taken = Arc::new(Mutex::new(None));
    let found = Arc::clone(&taken);
    let writer = pool(1)
        .idle_timeout(None)
        .after_connect(move |conn, _| {
            let (parts, found) = (Arc::clone(&parts), Arc::clone(&found));
            Box::pin(async move {
                let part = taken_of(conn, &parts).await?;
                let error = part.as_ref().map(|part| StoreError::Taken(part.clone()));
                *found.lock().unwrap_or_else(PoisonError::into_inner) = part;
                error.map_or(Ok(()), |error| {
                    Err(sqlx::Error::Configuration(error.into()))
                })
            })
        })
        .connect_with(options.clone().options(ALIVE))
        .await;
    let writer: PgPool = writer.map_err(|error| {
        let taken = taken.lock().unwrap_or_else(PoisonError::into_inner).take();
        taken.map_or(StoreError::Postgres(error), StoreError::Taken)
    })?;
    POSTGRES.run(&writer).await.map_err(refused)?;
    let readers = pool(READERS + 1).connect_lazy_with(options);
    Ok((Pool::Postgres(writer), Pool::Postgres(readers), None))
}

/// Locks the parts for as long as the connection lives; gives the first one that another connection has.
async fn taken_of(conn: &mut PgConnection, parts: &[String]) -> sqlx::Result<Option<String>> {
    for part in parts {
        let text = "SELECT pg_try_advisory_lock(hashtextextended('secta/' || $1, 0))";
        let free: bool = sqlx::query_scalar(text)
            .bind(part)
            .fetch_one(&mut *conn)
            .await?;
        if !free {
            return Ok(Some(part.clone()));
        }
    }
    Ok(None)
}

fn options(url: &str) -> Result<PgConnectOptions, StoreError> {
    Ok(PgConnectOptions::from_str(url)?
        .application_name("secta")
        .statement_cache_capacity(256)
        .disable_statement_logging())
}

/// Reads the tag, which the first to come makes.
async fn tag(writer: &Pool) -> Result<String, StoreError> {
    let conn = &mut writer.acquire().await?;
    let mut bytes = [0; 4];
    getrandom::fill(&mut bytes)
        .map_err(|error| StoreError::System(std::io::Error::other(error.to_string())))?;
    let mut fresh = String::new();
    for byte in bytes {
        let _ = write!(fresh, "{byte:02x}");
    }
    let insert = "INSERT INTO meta (key, value) VALUES ('tag', $1) ON CONFLICT (key) DO NOTHING";
    conn.run(insert, &[Value::Text(&fresh)]).await?;
    read_tag(conn).await
}

async fn read_tag(conn: &mut Conn) -> Result<String, StoreError> {
    let found = conn
        .query("SELECT value FROM meta WHERE key = 'tag'", &[])
        .await?;
    match found.first() {
        Some(row) => Ok(row.text(0)?),
        None => Err(StoreError::Corrupt("it has no tag".to_owned())),
    }
}

fn refused(error: MigrateError) -> StoreError {
    match error {
        MigrateError::VersionMissing(version) => {
            StoreError::Newer(format!("it has migration {version}"))
        }
        MigrateError::VersionMismatch(version) => {
            StoreError::Corrupt(format!("migration {version} was another one when it ran"))
        }
        other => StoreError::Postgres(sqlx::Error::from(other)),
    }
}
