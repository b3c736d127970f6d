//! Rows into the journal. The head is one row that whoever appends holds until the commit: numbers have no gaps,
//! and rows become visible in the order of their numbers.

use std::collections::HashSet;

use secta_bot_kit::{NewRow, Seq};

use crate::{
    StoreError,
    sql::db::{Bulk, Conn, Value},
};

const TAKE: &str = "UPDATE journal_head SET seq = seq + $1 RETURNING seq";

const INSERT: Bulk = Bulk {
    text: "INSERT INTO journal (seq, source, external_id, room, at_ms, body, sealed) VALUES {rows} \
           ON CONFLICT (source, external_id) DO NOTHING",
    columns: 7,
};

const KNOWN: Bulk = Bulk {
    text: "SELECT journal.source, journal.external_id FROM (VALUES {rows}) AS v CROSS JOIN journal \
           WHERE journal.source = v.column1 AND journal.external_id = v.column2",
    columns: 2,
};

/// Holds the head until the commit, before anything else is locked.
pub async fn hold(conn: &mut Conn) -> Result<(), StoreError> {
    conn.run("SELECT seq FROM journal_head FOR UPDATE", &[])
        .await?;
    Ok(())
}

/// Appends the rows that the journal has not; tells of each whether it was new.
pub async fn append(conn: &mut Conn, rows: &[&NewRow]) -> Result<Vec<bool>, StoreError> {
    let mut seen = HashSet::with_capacity(rows.len());
    let mut new: Vec<bool> = rows.iter().map(|row| seen.insert(id(row))).collect();
    let count = write(conn, rows, &new).await?;
    if count == new.iter().filter(|new| **new).count() {
        return Ok(new);
    }
    let known = known(conn, rows).await?;
    for (row, new) in rows.iter().zip(&mut new) {
        *new &= !known.contains(&(row.source.clone(), row.external_id.clone()));
    }
    let count = write(conn, rows, &new).await?;
    if count != new.iter().filter(|new| **new).count() {
        return Err(StoreError::Corrupt(
            "rows are in the journal and are not".to_owned(),
        ));
    }
    Ok(new)
}

fn id(row: &NewRow) -> (&str, &str) {
    (&row.source, &row.external_id)
}

/// Writes those that are taken for new. Where some were not, takes everything back; returns how many were.
async fn write(conn: &mut Conn, rows: &[&NewRow], new: &[bool]) -> Result<usize, StoreError> {
    let fresh: Vec<&NewRow> = rows
        .iter()
        .zip(new)
        .filter(|(_, new)| **new)
        .map(|(row, _)| *row)
        .collect();
    if fresh.is_empty() {
        return Ok(0);
    }
    let count = Seq::try_from(fresh.len()).unwrap_or(Seq::MAX);
    let first = take(conn, count).await? - count + 1;
    let values: Vec<Value<'_>> = (first..)
        .zip(&fresh)
        .flat_map(|(seq, row)| values(seq, row))
        .collect();
    let written = conn.run_bulk(&INSERT, &values).await?;
    if written != fresh.len() as u64 {
        conn.run("DELETE FROM journal WHERE seq >= $1", &[Value::Int(first)])
            .await?;
        take(conn, -count).await?;
    }
    Ok(usize::try_from(written).unwrap_or(usize::MAX))
}

async fn take(conn: &mut Conn, count: Seq) -> Result<Seq, StoreError> {
    let head = conn.query(TAKE, &[Value::Int(count)]).await?;
    let head = head
        .first()
        .ok_or_else(|| StoreError::Corrupt("the journal has no head".to_owned()))?;
    head.int(0)
}

fn values(seq: Seq, row: &NewRow) -> [Value<'_>; 7] {
    [
        Value::Int(seq),
        Value::Text(&row.source),
        Value::Text(&row.external_id),
        Value::MaybeText(row.room.as_deref()),
        Value::Int(row.at_ms),
        Value::Bytes(&row.body),
        Value::Int(row.sealed.into()),
    ]
}

async fn known(conn: &mut Conn, rows: &[&NewRow]) -> Result<HashSet<(String, String)>, StoreError> {
    let values: Vec<Value<'_>> = rows
        .iter()
        .flat_map(|row| [Value::Text(&row.source), Value::Text(&row.external_id)])
        .collect();
    let found = conn.query_bulk(&KNOWN, &values).await?;
    found
        .iter()
        .map(|row| Ok((row.text(0)?, row.text(1)?)))
        .collect()
}
