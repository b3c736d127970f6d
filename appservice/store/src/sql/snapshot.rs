//! The place from which replay starts: everything as it was, kept within the transaction that erases or drops. What
//! was not touched since the snapshot before stands in it already: an erasure costs as much as what happened since
//! the last one, however much is remembered.

use crate::{
    StoreError,
    sql::db::{Bulk, Conn, Value},
};

/// Another process may be half-way through a step: whoever moves a consumer waits, and is waited for.
const ALONE: &str = "LOCK TABLE consumers IN EXCLUSIVE MODE";

const TAKE: [&str; 11] = [
    "DELETE FROM snap_positions",
    "INSERT INTO snap_positions (name, position) SELECT name, position FROM consumers",
    "DELETE FROM snap_state WHERE (bot, scope, key) IN (SELECT bot, scope, key FROM touched_state)",
    "INSERT INTO snap_state (bot, scope, key, value, sealed) SELECT s.bot, s.scope, s.key, s.value, s.sealed \
     FROM touched_state AS t CROSS JOIN state AS s WHERE s.bot = t.bot AND s.scope = t.scope AND s.key = t.key",
    "DELETE FROM touched_state",
    "DELETE FROM snap_timers WHERE (bot, name) IN (SELECT bot, name FROM touched_timers)",
    "INSERT INTO snap_timers (bot, name, scope, due_ms, payload) SELECT s.bot, s.name, s.scope, s.due_ms, s.payload \
     FROM touched_timers AS t CROSS JOIN timers AS s WHERE s.bot = t.bot AND s.name = t.name",
    "DELETE FROM touched_timers",
    // Quiet facts are never changed, and those that go are taken from the snapshot when they do.
    "INSERT INTO snap_quiet (community, place, item, value) SELECT q.community, q.place, q.item, q.value \
     FROM fact_heads AS f LEFT JOIN snap_heads AS h ON h.community = f.community \
     CROSS JOIN quiet AS q WHERE q.community = f.community AND q.place >= coalesce(h.place, 0)",
    "DELETE FROM snap_heads",
    "INSERT INTO snap_heads (community, place) SELECT community, place FROM fact_heads",
];

/// Notes that values were written or taken away.
pub const TOUCH_STATE: Bulk = Bulk {
    text: "INSERT INTO touched_state (bot, scope, key) VALUES {rows} ON CONFLICT (bot, scope, key) DO NOTHING",
    columns: 3,
};

/// Notes that timers were set or taken away.
pub const TOUCH_TIMERS: Bulk = Bulk {
    text: "INSERT INTO touched_timers (bot, name) VALUES {rows} ON CONFLICT (bot, name) DO NOTHING",
    columns: 2,
};

/// Takes a snapshot of what stands now.
pub async fn take(conn: &mut Conn) -> Result<(), StoreError> {
    if conn.is_postgres() {
        conn.run(ALONE, &[]).await?;
    }
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
