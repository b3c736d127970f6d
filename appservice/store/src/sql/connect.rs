//! From a URL to open, migrated databases.

use std::{cmp::Ordering, fmt::Write as _, path::Path, str::FromStr, time::Duration};

use sqlx::{
    ConnectOptions, PgPool,
    migrate::{MigrateError, Migrator},
    postgres::{PgConnectOptions, PgPoolOptions},
};

use crate::{
    StoreError,
    sql::{
        db::{Conn, Pool, Value},
        sqlite::{self, SqlitePool},
    },
};

static POSTGRES: Migrator = sqlx::migrate!("migrations/postgres");

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
        Some(("sqlite", path)) => sqlite(Path::new(path.strip_prefix("//").unwrap_or(path)))?,
        Some(("postgres" | "postgresql", _)) => postgres(url).await?,
        _ => return Err(StoreError::Url(url.to_owned())),
    };
    match tag(&writer).await {
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

fn sqlite(path: &Path) -> Result<(Pool, Pool), StoreError> {
    let writer = SqlitePool::for_writing(path)?;
    let readers = SqlitePool::for_reading(path);
    Ok((Pool::Sqlite(writer), Pool::Sqlite(readers)))
}

async fn postgres(url: &str) -> Result<(Pool, Pool), StoreError> {
    let options = options(url)?.options([("synchronous_commit", "on")]);
    let pool = |connections| {
        PgPoolOptions::new()
            .max_connections(connections)
            .acquire_timeout(PATIENCE)
    };
    let writer: PgPool = pool(1)
        .idle_timeout(None)
        .connect_with(options.clone())
        .await?;
    POSTGRES.run(&writer).await.map_err(refused)?;
    let readers = pool(READERS + 1).connect_lazy_with(options);
    Ok((Pool::Postgres(writer), Pool::Postgres(readers)))
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
