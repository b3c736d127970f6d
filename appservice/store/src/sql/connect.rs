//! From a URL to open, migrated databases.

use std::{fmt::Write as _, path::Path, str::FromStr, time::Duration};

use sqlx::{
    ConnectOptions, PgPool,
    migrate::{MigrateError, Migrator},
    postgres::{PgConnectOptions, PgPoolOptions},
    sqlite::{
        SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
    },
};

use crate::{
    StoreError,
    sql::db::{Conn, Pool, Value},
};

static SQLITE: Migrator = sqlx::migrate!("migrations/sqlite");
static POSTGRES: Migrator = sqlx::migrate!("migrations/postgres");

/// How long a process waits for another one that writes to the same file.
const BUSY: Duration = Duration::from_secs(10);

/// How long a call waits for a free connection.
const PATIENCE: Duration = Duration::from_secs(10);

/// How many calls read at the same time.
const READERS: u32 = 3;

/// An open database.
pub struct Opened {
    pub writer: Pool,
    pub readers: Pool,
    pub tag: String,
}

pub async fn open(url: &str) -> Result<Opened, StoreError> {
    let (writer, readers) = match url.split_once(':') {
        Some(("sqlite", path)) => {
            sqlite(Path::new(path.strip_prefix("//").unwrap_or(path))).await?
        }
        Some(("postgres" | "postgresql", _)) => postgres(url).await?,
        _ => return Err(StoreError::Url(url.to_owned())),
    };
    match prepare(&writer).await {
        Ok(tag) => Ok(Opened {
            writer,
            readers,
            tag,
        }),
        Err(error) => {
            writer.close().await;
            readers.close().await;
            Err(error)
        }
    }
}

async fn sqlite(path: &Path) -> Result<(Pool, Pool), StoreError> {
    keep_private(path).map_err(sqlx::Error::Io)?;
    let common = SqliteConnectOptions::new()
        .filename(path)
        .busy_timeout(BUSY)
        .foreign_keys(true)
        .disable_statement_logging();
    let writer = common
        .clone()
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .statement_cache_capacity(256)
        .pragma("secure_delete", "ON")
        .pragma("journal_size_limit", "67108864")
        .pragma("cache_size", "-8000");
    let readers = common.read_only(true).pragma("cache_size", "-1000");
    let writer = SqlitePoolOptions::new()
        .max_connections(1)
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false)
        .connect_with(writer)
        .await?;
    let readers = SqlitePoolOptions::new()
        .max_connections(READERS)
        .acquire_timeout(PATIENCE)
        .test_before_acquire(false)
        .connect_lazy_with(readers);
    Ok((Pool::Sqlite(writer), Pool::Sqlite(readers)))
}

/// Makes the file, for its owner alone; SQLite gives the files beside it the same mode.
fn keep_private(path: &Path) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(path)?;
    #[cfg(unix)]
    file.set_permissions(std::os::unix::fs::PermissionsExt::from_mode(0o600))?;
    Ok(())
}

async fn postgres(url: &str) -> Result<(Pool, Pool), StoreError> {
    let options = PgConnectOptions::from_str(url)?
        .application_name("secta")
        .options([("synchronous_commit", "on")])
        .statement_cache_capacity(256)
        .disable_statement_logging();
    let pool = |connections| {
        PgPoolOptions::new()
            .max_connections(connections)
            .acquire_timeout(PATIENCE)
    };
    let writer: PgPool = pool(1)
        .idle_timeout(None)
        .connect_with(options.clone())
        .await?;
    let readers = pool(READERS + 1).connect_lazy_with(options);
    Ok((Pool::Postgres(writer), Pool::Postgres(readers)))
}

/// Runs the migrations and reads the tag, which the first to come makes.
async fn prepare(writer: &Pool) -> Result<String, StoreError> {
    match writer {
        Pool::Sqlite(pool) => migrate_sqlite(pool).await,
        Pool::Postgres(pool) => POSTGRES.run(pool).await,
    }
    .map_err(refused)?;
    let mut conn = writer.acquire().await?;
    tag(&mut conn).await
}

async fn migrate_sqlite(pool: &SqlitePool) -> Result<(), MigrateError> {
    SQLITE.run(pool).await
}

async fn tag(conn: &mut Conn) -> Result<String, StoreError> {
    let mut bytes = [0; 4];
    getrandom::fill(&mut bytes)
        .map_err(|error| sqlx::Error::Io(std::io::Error::other(error.to_string())))?;
    let mut fresh = String::new();
    for byte in bytes {
        let _ = write!(fresh, "{byte:02x}");
    }
    let insert = "INSERT INTO meta (key, value) VALUES ('tag', $1) ON CONFLICT (key) DO NOTHING";
    conn.run(insert, &[Value::Text(&fresh)]).await?;
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
        other => StoreError::Database(sqlx::Error::from(other)),
    }
}
