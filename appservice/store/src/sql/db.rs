//! One way to run a statement on both databases: each statement is written once, with `$1`, `$2` … where its
//! arguments are fixed, or as a [`Bulk`] where it takes a list of rows.

use std::{
    borrow::Cow,
    collections::HashMap,
    sync::{Arc, LazyLock, Mutex, PoisonError},
};

use sqlx::{
    Arguments, AssertSqlSafe, Postgres, Row as _, SqlSafeStr,
    pool::PoolConnection,
    postgres::{PgArguments, PgPool, PgRow},
};

use crate::{
    StoreError,
    sql::{
        nul,
        sqlite::{self, Cells, SqlitePool},
    },
};

/// An argument of a statement.
#[derive(Clone, Copy, Debug)]
pub enum Value<'a> {
    Int(i64),
    Text(&'a str),
    MaybeText(Option<&'a str>),
    Bytes(&'a [u8]),
}

/// A statement over a list of rows: `{rows}` stands for the list, `{}` for one argument.
#[derive(Debug)]
pub struct Bulk {
    pub text: &'static str,
    /// How many arguments a row has.
    pub columns: usize,
}

/// The most rows that one statement takes; lists are cut into powers of two, so that few statements are prepared.
const ROWS: usize = 256;

/// Statements written out, by what they were, for how many rows, and for which database.
type Texts = HashMap<(&'static str, usize, bool), Text>;

type Text = Arc<str>;

/// Connections of either kind.
#[derive(Clone, Debug)]
pub enum Pool {
    Sqlite(SqlitePool),
    Postgres(PgPool),
}

/// A connection of either kind.
pub enum Conn {
    Sqlite(sqlite::Held),
    Postgres(PoolConnection<Postgres>),
}

/// A row of either kind.
pub enum Record {
    Sqlite(Cells),
    Postgres(PgRow),
}

impl Pool {
    pub async fn acquire(&self) -> Result<Conn, StoreError> {
        match self {
            Self::Sqlite(pool) => Ok(Conn::Sqlite(pool.acquire()?)),
            Self::Postgres(pool) => match pool.acquire().await {
                Ok(conn) => Ok(Conn::Postgres(conn)),
                Err(sqlx::Error::PoolClosed) => Err(StoreError::Closed),
                Err(other) => Err(other.into()),
            },
        }
    }

    pub async fn close(&self) {
        match self {
            Self::Sqlite(pool) => pool.close(),
            Self::Postgres(pool) => pool.close().await,
        }
    }
}

impl Conn {
    pub fn is_postgres(&self) -> bool {
        matches!(self, Self::Postgres(_))
    }

    /// Ends it without ceremony.
    pub async fn close(self) {
        match self {
            Self::Sqlite(conn) => conn.discard(),
            Self::Postgres(conn) => {
                if let Err(error) = conn.close().await {
                    tracing::debug!(%error, "a connection did not close");
                }
            }
        }
    }

    /// Begins a transaction that writes. A `lasting` one is on the disk when its commit returns; any other one at the
    /// latest with the next lasting one.
    pub async fn begin(&mut self, lasting: bool) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(conn) => {
                conn.lasting(lasting)?;
                self.run("BEGIN IMMEDIATE", &[]).await?;
            }
            Self::Postgres(_) => {
                self.run("BEGIN", &[]).await?;
                if !lasting {
                    self.run("SET LOCAL synchronous_commit = off", &[]).await?;
                }
            }
        }
        Ok(())
    }

    /// Runs a statement; returns how many rows it touched.
    pub async fn run(
        &mut self,
        text: &'static str,
        values: &[Value<'_>],
    ) -> Result<u64, StoreError> {
        let text = self.plain(text);
        self.run_text(&text, values).await
    }

    /// Runs a query.
    pub async fn query(
        &mut self,
        text: &'static str,
        values: &[Value<'_>],
    ) -> Result<Vec<Record>, StoreError> {
        let text = self.plain(text);
        self.query_text(&text, values).await
    }

    /// Runs a statement over a list of rows, in as many pieces as it takes; returns how many rows it touched.
    pub async fn run_bulk(&mut self, bulk: &Bulk, values: &[Value<'_>]) -> Result<u64, StoreError> {
        let mut touched = 0;
        for piece in pieces(values, bulk.columns) {
            let text = self.text(bulk, piece.len() / bulk.columns);
            touched += self.run_text(&text, piece).await?;
        }
        Ok(touched)
    }

    /// Runs a query over a list of rows, in as many pieces as it takes.
    pub async fn query_bulk(
        &mut self,
        bulk: &Bulk,
        values: &[Value<'_>],
    ) -> Result<Vec<Record>, StoreError> {
        let mut records = Vec::new();
        for piece in pieces(values, bulk.columns) {
            let text = self.text(bulk, piece.len() / bulk.columns);
            records.extend(self.query_text(&text, piece).await?);
        }
        Ok(records)
    }

    /// Runs a query whose list must stay whole: `before` it, the list, `after` it. The list is filled up with its
    /// last row to a power of two, so it must be one in which a row may stand twice.
    pub async fn query_whole(
        &mut self,
        bulk: &Bulk,
        before: &[Value<'_>],
        list: &[Value<'_>],
        after: &[Value<'_>],
    ) -> Result<Vec<Record>, StoreError> {
        let rows = list.len() / bulk.columns;
        let whole = rows.next_power_of_two();
        let last = &list[list.len().saturating_sub(bulk.columns)..];
        let filling = std::iter::repeat_n(last, whole - rows).flatten();
        let values: Vec<Value<'_>> = before
            .iter()
            .chain(list)
            .chain(filling)
            .chain(after)
            .copied()
            .collect();
        let text = self.text(bulk, whole);
        self.query_text(&text, &values).await
    }

    async fn run_text(&mut self, text: &Text, values: &[Value<'_>]) -> Result<u64, StoreError> {
        match self {
            Self::Sqlite(conn) => Ok(sqlite::run(conn, text, values)?),
            Self::Postgres(conn) => {
                let text = AssertSqlSafe(Arc::clone(text)).into_sql_str();
                let query = sqlx::query_with(text, arguments(values)?);
                Ok(query.execute(&mut **conn).await?.rows_affected())
            }
        }
    }

    async fn query_text(
        &mut self,
        text: &Text,
        values: &[Value<'_>],
    ) -> Result<Vec<Record>, StoreError> {
        match self {
            Self::Sqlite(conn) => Ok(sqlite::query(conn, text, values)?),
            Self::Postgres(conn) => {
                let text = AssertSqlSafe(Arc::clone(text)).into_sql_str();
                let query = sqlx::query_with(text, arguments(values)?);
                let rows = query.fetch_all(&mut **conn).await?;
                Ok(rows.into_iter().map(Record::Postgres).collect())
            }
        }
    }

    /// A statement whose arguments are fixed: what is `$1` to PostgreSQL is `?1` to SQLite.
    fn plain(&self, text: &'static str) -> Text {
        self.written(text, 0, || {
            if self.is_postgres() {
                Cow::Borrowed(text)
            } else {
                Cow::Owned(text.replace('$', "?"))
            }
        })
    }

    fn text(&self, bulk: &Bulk, rows: usize) -> Text {
        self.written(bulk.text, rows, || {
            Cow::Owned(expand(bulk, rows, self.is_postgres()))
        })
    }

    fn written(
        &self,
        text: &'static str,
        rows: usize,
        write: impl FnOnce() -> Cow<'static, str>,
    ) -> Text {
        static TEXTS: LazyLock<Mutex<Texts>> = LazyLock::new(Mutex::default);
        let key = (text, rows, self.is_postgres());
        let mut texts = TEXTS.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(texts.entry(key).or_insert_with(|| write().into()))
    }
}

/// Cuts a list of rows into pieces whose numbers of rows are powers of two.
fn pieces<'a, 'b>(
    mut values: &'b [Value<'a>],
    columns: usize,
) -> impl Iterator<Item = &'b [Value<'a>]> {
    std::iter::from_fn(move || {
        let rows = values.len() / columns;
        let take = (1_usize << rows.checked_ilog2()?).min(ROWS);
        let (piece, rest) = values.split_at(take * columns);
        values = rest;
        Some(piece)
    })
}

/// SQLite gets nameless arguments: looking names up takes it time that grows with their square.
fn expand(bulk: &Bulk, rows: usize, postgres: bool) -> String {
    let mut next = 0;
    let mut argument = || {
        next += 1;
        if postgres {
            format!("${next}")
        } else {
            "?".to_owned()
        }
    };
    let mut text = String::new();
    let mut rest = bulk.text;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        if let Some(after) = after.strip_prefix("rows}") {
            let row = |argument: &mut dyn FnMut() -> String| {
                let columns: Vec<String> = (0..bulk.columns).map(|_| argument()).collect();
                format!("({})", columns.join(","))
            };
            let list: Vec<String> = (0..rows).map(|_| row(&mut argument)).collect();
            text.push_str(&list.join(","));
            rest = after;
        } else {
            text.push_str(&argument());
            rest = after.strip_prefix('}').unwrap_or(after);
        }
    }
    text.push_str(rest);
    text
}

fn arguments(values: &[Value<'_>]) -> sqlx::Result<PgArguments> {
    let mut arguments = PgArguments::default();
    arguments.reserve(values.len(), values.len() * 16);
    for value in values {
        match *value {
            Value::Int(int) => arguments.add(int),
            Value::Text(text) => arguments.add(&*nul::hide(text)),
            Value::MaybeText(text) => arguments.add(text.map(nul::hide).as_deref()),
            Value::Bytes(bytes) => arguments.add(bytes),
        }
        .map_err(sqlx::Error::Encode)?;
    }
    Ok(arguments)
}

impl Record {
    pub fn int(&self, column: usize) -> Result<i64, StoreError> {
        match self {
            Self::Sqlite(cells) => cells.read(column),
            Self::Postgres(row) => Ok(row.try_get_unchecked(column)?),
        }
    }

    pub fn maybe_int(&self, column: usize) -> Result<Option<i64>, StoreError> {
        match self {
            Self::Sqlite(cells) => cells.read(column),
            Self::Postgres(row) => Ok(row.try_get_unchecked(column)?),
        }
    }

    pub fn flag(&self, column: usize) -> Result<bool, StoreError> {
        Ok(self.int(column)? != 0)
    }

    pub fn text(&self, column: usize) -> Result<String, StoreError> {
        match self {
            Self::Sqlite(cells) => cells.read(column),
            Self::Postgres(row) => Ok(row.try_get_unchecked(column).map(nul::show)?),
        }
    }

    pub fn maybe_text(&self, column: usize) -> Result<Option<String>, StoreError> {
        match self {
            Self::Sqlite(cells) => cells.read(column),
            Self::Postgres(row) => {
                let text: Option<String> = row.try_get_unchecked(column)?;
                Ok(text.map(nul::show))
            }
        }
    }

    pub fn bytes(&self, column: usize) -> Result<Vec<u8>, StoreError> {
        match self {
            Self::Sqlite(cells) => cells.read(column),
            Self::Postgres(row) => Ok(row.try_get_unchecked(column)?),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_a_lasting_transaction_waits_for_the_disk() {
        let folder = tempfile::tempdir().unwrap();
        let pool = SqlitePool::for_writing(&folder.path().join("secta.db")).unwrap();
        let mut conn = Pool::Sqlite(pool).acquire().await.unwrap();
        for (lasting, level) in [(false, 1), (true, 2), (false, 1), (true, 2)] {
            conn.begin(lasting).await.unwrap();
            let rows = conn.query("PRAGMA synchronous", &[]).await.unwrap();
            assert_eq!(rows[0].int(0).unwrap(), level, "lasting: {lasting}");
            conn.run("COMMIT", &[]).await.unwrap();
        }
    }
}
