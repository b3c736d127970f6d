//! The place from which replay starts: everything as it was, copied within the transaction that erases or drops.

use crate::{
    StoreError,
    sql::db::{Conn, Value},
};

const TAKE: [&str; 10] = [
    "DELETE FROM snap_positions",
    "DELETE FROM snap_state",
    "DELETE FROM snap_timers",
    "DELETE FROM snap_heads",
    "DELETE FROM snap_quiet",
    "INSERT INTO snap_positions (name, position) SELECT name, position FROM consumers",
    "INSERT INTO snap_state (bot, scope, key, value, sealed) SELECT bot, scope, key, value, sealed FROM state",
    "INSERT INTO snap_timers (bot, name, scope, due_ms, payload) SELECT bot, name, scope, due_ms, payload FROM timers",
    "INSERT INTO snap_heads (community, place) SELECT community, place FROM fact_heads",
    "INSERT INTO snap_quiet (community, place, item, value) SELECT community, place, item, value FROM quiet",
];

/// Takes a snapshot of what stands now.
pub async fn take(conn: &mut Conn) -> Result<(), StoreError> {
    for text in TAKE {
        conn.run(text, &[]).await?;
    }
    Ok(())
}

/// Erases the sealed bodies of handled rows that are older than `before_ms`; returns how many.
pub async fn forget(conn: &mut Conn, before_ms: i64) -> Result<u64, StoreError> {
    let text = "UPDATE journal SET body = $1, sealed = 0, erased = 1 WHERE sealed = 1 AND at_ms < $2 \
                AND seq <= (SELECT coalesce(min(position), 0) FROM consumers)";
    let count = conn
        .run(text, &[Value::Bytes(&[]), Value::Int(before_ms)])
        .await?;
    if count > 0 {
        take(conn).await?;
    }
    Ok(count)
}

/// Drops handled rows that are older than `before_ms` and whatever came of them; returns how many rows.
pub async fn drop_rows(conn: &mut Conn, before_ms: i64) -> Result<u64, StoreError> {
    // Rows go from the front alone, so that the journal stays without gaps: up to the first that is too young.
    let last = "SELECT coalesce(min(seq) - 1, (SELECT seq FROM journal_head)) FROM journal WHERE at_ms >= $1";
    let young = conn.query(last, &[Value::Int(before_ms)]).await?;
    let until = young.first().map_or(Ok(0), |row| row.int(0))?;
    let rows = "DELETE FROM journal WHERE seq <= $1 AND seq <= (SELECT coalesce(min(position), 0) FROM consumers)";
    let count = conn.run(rows, &[Value::Int(until)]).await?;
    if count > 0 {
        let effects = "DELETE FROM outbox WHERE status >= 2 AND seq < (SELECT coalesce(min(seq), $1) FROM journal)";
        conn.run(effects, &[Value::Int(until)]).await?;
        take(conn).await?;
    }
    Ok(count)
}
