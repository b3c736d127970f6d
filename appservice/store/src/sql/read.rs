//! What reads: on connections of its own, so that it never waits for the writer.

use std::collections::{BTreeMap, BTreeSet};

use secta_bot_kit::{NewRow, Row, Scope, Seq};

use crate::{
    Figures, Parked, Snapshot, StoreError, StoredEffect, StoredValue, Timer, Views, Waiting,
    outcome::status,
    sql::{
        db::{Bulk, Conn, Record, Value},
        facts,
    },
};

const POSITIONS: Bulk = Bulk {
    text: "SELECT name, position FROM consumers WHERE name IN (VALUES {rows})",
    columns: 1,
};

const SCOPES: Bulk = Bulk {
    text: "SELECT state.bot, state.scope, state.key, state.value, state.sealed \
           FROM (VALUES {rows}) AS v CROSS JOIN state \
           WHERE state.bot = v.column1 AND state.scope = v.column2",
    columns: 2,
};

const HEADS: Bulk = Bulk {
    text: "SELECT o.key, o.bot, o.scope, o.tag, o.lane, o.payload, o.sealed, o.digest, o.status, o.attempts, \
           o.planned_ms FROM (SELECT key, ord FROM lanes WHERE next_ms <= {} AND lane NOT IN (VALUES {rows}) \
           ORDER BY ord, key LIMIT {}) AS l CROSS JOIN outbox AS o WHERE o.key = l.key ORDER BY l.ord, l.key",
    columns: 1,
};

const NEXT_EFFECT: Bulk = Bulk {
    text: "SELECT min(next_ms) FROM lanes WHERE lane NOT IN (VALUES {rows})",
    columns: 1,
};

const NO_LANE: &str = "";

pub async fn rows(conn: &mut Conn, after: Seq, limit: usize) -> Result<Vec<Row>, StoreError> {
    let text = "SELECT seq, source, external_id, room, at_ms, body, sealed, context, erased FROM journal \
                WHERE seq > $1 ORDER BY seq LIMIT $2";
    let found = conn
        .query(text, &[Value::Int(after), Value::Int(int(limit))])
        .await?;
    found.iter().map(row).collect()
}

pub async fn by_id(conn: &mut Conn, source: &str, id: &str) -> Result<Option<Row>, StoreError> {
    let text = "SELECT seq, source, external_id, room, at_ms, body, sealed, context, erased FROM journal \
                WHERE source = $1 AND external_id = $2";
    let found = conn
        .query(text, &[Value::Text(source), Value::Text(id)])
        .await?;
    found.first().map(row).transpose()
}

pub async fn positions(
    conn: &mut Conn,
    consumers: &[&str],
) -> Result<BTreeMap<String, Seq>, StoreError> {
    let mut positions: BTreeMap<String, Seq> = consumers
        .iter()
        .map(|name| ((*name).to_owned(), 0))
        .collect();
    let values: Vec<Value<'_>> = consumers.iter().map(|name| Value::Text(name)).collect();
    for row in conn.query_bulk(&POSITIONS, &values).await? {
        positions.insert(row.text(0)?, row.int(1)?);
    }
    Ok(positions)
}

pub async fn scopes(
    conn: &mut Conn,
    wanted: &[(&str, Scope)],
) -> Result<Vec<StoredValue>, StoreError> {
    let wanted: BTreeSet<(&str, &str)> = wanted
        .iter()
        .map(|(bot, scope)| (*bot, scope.as_str()))
        .collect();
    let values: Vec<Value<'_>> = wanted
        .iter()
        .flat_map(|(bot, scope)| [Value::Text(bot), Value::Text(scope)])
        .collect();
    let found = conn.query_bulk(&SCOPES, &values).await?;
    let mut values: Vec<StoredValue> = found.iter().map(value).collect::<Result<_, _>>()?;
    values.sort();
    Ok(values)
}

pub async fn heads(
    conn: &mut Conn,
    now_ms: i64,
    busy: &[String],
    limit: usize,
) -> Result<Vec<Waiting>, StoreError> {
    let before = [Value::Int(now_ms)];
    let after = [Value::Int(int(limit))];
    let found = conn
        .query_whole(&HEADS, &before, &lanes(busy), &after)
        .await?;
    found.iter().map(waiting).collect()
}

pub async fn next_effect_ms(conn: &mut Conn, busy: &[String]) -> Result<Option<i64>, StoreError> {
    let found = conn
        .query_whole(&NEXT_EFFECT, &[], &lanes(busy), &[])
        .await?;
    found.first().map_or(Ok(None), |row| row.maybe_int(0))
}

/// The lanes of a list that must not be empty.
fn lanes(busy: &[String]) -> Vec<Value<'_>> {
    if busy.is_empty() {
        return vec![Value::Text(NO_LANE)];
    }
    busy.iter().map(|lane| Value::Text(lane)).collect()
}

pub async fn due_timers(
    conn: &mut Conn,
    now_ms: i64,
    limit: usize,
) -> Result<Vec<Timer>, StoreError> {
    let text = "SELECT bot, name, scope, due_ms, payload FROM timers WHERE fired = 0 AND due_ms <= $1 \
                ORDER BY due_ms, bot, name LIMIT $2";
    let found = conn
        .query(text, &[Value::Int(now_ms), Value::Int(int(limit))])
        .await?;
    found.iter().map(timer).collect()
}

pub async fn next_timer_ms(conn: &mut Conn) -> Result<Option<i64>, StoreError> {
    maybe(conn, "SELECT min(due_ms) FROM timers WHERE fired = 0").await
}

pub async fn parked(conn: &mut Conn, limit: usize) -> Result<Vec<Parked>, StoreError> {
    let text =
        "SELECT seq, consumer, reason, at_ms FROM parked ORDER BY seq DESC, consumer LIMIT $1";
    let found = conn.query(text, &[Value::Int(int(limit))]).await?;
    let parked = |row: &Record| {
        Ok(Parked {
            seq: row.int(0)?,
            consumer: row.text(1)?,
            reason: row.text(2)?,
            at_ms: row.int(3)?,
        })
    };
    found.iter().map(parked).collect()
}

/// As of one moment: the queries share a transaction.
pub async fn views(conn: &mut Conn) -> Result<Views, StoreError> {
    let begin = if conn.is_postgres() {
        "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
    } else {
        "BEGIN"
    };
    conn.run(begin, &[]).await?;
    let views = views_now(conn).await;
    conn.run("COMMIT", &[]).await?;
    views
}

async fn views_now(conn: &mut Conn) -> Result<Views, StoreError> {
    let effect = |row: &Record| Ok::<_, StoreError>((row.text(0)?, row.text(1)?, row.text(2)?));
    let place = |row: &Record| Ok::<_, StoreError>((row.int(0)?, row.text(1)?));
    let record = |row: &Record| Ok::<_, StoreError>((row.text(0)?, row.int(1)?, row.text(2)?));
    let quiet = |row: &Record| Ok::<_, StoreError>((row.text(0)?, row.int(1)?, row.bytes(2)?));
    let positions = "SELECT name, position FROM consumers";
    let values = "SELECT bot, scope, key, value, sealed FROM state ORDER BY bot, scope, key";
    let timers = "SELECT bot, name, scope, due_ms, payload FROM timers ORDER BY bot, name";
    let effects = "SELECT key, lane, digest FROM outbox \
                   WHERE seq > (SELECT coalesce(min(position), 0) FROM snap_positions) ORDER BY ord, key";
    let parked = "SELECT seq, consumer FROM parked \
                  WHERE seq > (SELECT coalesce(min(position), 0) FROM snap_positions) ORDER BY seq, consumer";
    let records = "SELECT r.community, r.place, r.id \
                   FROM fact_heads AS h LEFT JOIN snap_heads AS s ON s.community = h.community \
                   CROSS JOIN records AS r WHERE r.community = h.community AND r.place >= coalesce(s.place, 0) \
                   ORDER BY r.community, r.place";
    let quiet_facts = "SELECT community, place, value FROM quiet ORDER BY community, place";
    Ok(Views {
        positions: list(conn, positions, position).await?.into_iter().collect(),
        snapshot: snapshot_now(conn).await?,
        values: list(conn, values, value).await?,
        effects: list(conn, effects, effect).await?,
        timers: list(conn, timers, timer).await?,
        parked: list(conn, parked, place).await?,
        records: list(conn, records, record).await?,
        quiet: list(conn, quiet_facts, quiet).await?,
    })
}

async fn snapshot_now(conn: &mut Conn) -> Result<Snapshot, StoreError> {
    let positions = "SELECT name, position FROM snap_positions";
    let values = "SELECT bot, scope, key, value, sealed FROM snap_state ORDER BY bot, scope, key";
    let timers = "SELECT bot, name, scope, due_ms, payload FROM snap_timers ORDER BY bot, name";
    let heads = "SELECT community, place FROM snap_heads";
    let quiet = "SELECT community, place, item, value FROM snap_quiet ORDER BY community, place";
    Ok(Snapshot {
        positions: list(conn, positions, position).await?.into_iter().collect(),
        values: list(conn, values, value).await?,
        timers: list(conn, timers, timer).await?,
        heads: list(conn, heads, facts::head).await?.into_iter().collect(),
        quiet: list(conn, quiet, facts::quiet).await?,
    })
}

async fn list<T>(
    conn: &mut Conn,
    text: &'static str,
    read: impl Fn(&Record) -> Result<T, StoreError>,
) -> Result<Vec<T>, StoreError> {
    conn.query(text, &[]).await?.iter().map(read).collect()
}

pub async fn figures(conn: &mut Conn) -> Result<Figures, StoreError> {
    let positions = conn
        .query("SELECT name, position FROM consumers", &[])
        .await?;
    Ok(Figures {
        head: maybe(conn, "SELECT seq FROM journal_head")
            .await?
            .unwrap_or(0),
        positions: positions.iter().map(position).collect::<Result<_, _>>()?,
        outbox_depth: count(conn, "SELECT count(*) FROM outbox WHERE status < 2").await?,
        outbox_oldest_ms: maybe(conn, "SELECT min(planned_ms) FROM outbox WHERE status < 2")
            .await?,
        refused: count(conn, "SELECT count(*) FROM outbox WHERE status = 3").await?,
        parked: count(conn, "SELECT count(*) FROM parked").await?,
        timers: count(conn, "SELECT count(*) FROM timers WHERE fired = 0").await?,
    })
}

async fn maybe(conn: &mut Conn, text: &'static str) -> Result<Option<i64>, StoreError> {
    let found = conn.query(text, &[]).await?;
    found.first().map_or(Ok(None), |row| row.maybe_int(0))
}

async fn count(conn: &mut Conn, text: &'static str) -> Result<u64, StoreError> {
    Ok(maybe(conn, text)
        .await?
        .and_then(|count| u64::try_from(count).ok())
        .unwrap_or(0))
}

/// A limit, as an argument.
pub fn int(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}

fn position(row: &Record) -> Result<(String, Seq), StoreError> {
    Ok((row.text(0)?, row.int(1)?))
}

fn row(row: &Record) -> Result<Row, StoreError> {
    let new = NewRow {
        source: row.text(1)?,
        external_id: row.text(2)?,
        room: row.maybe_text(3)?,
        at_ms: row.int(4)?,
        body: row.bytes(5)?,
        sealed: row.flag(6)?,
    };
    Ok(Row {
        seq: row.int(0)?,
        new,
        context: row.maybe_text(7)?,
        erased: row.flag(8)?,
    })
}

fn value(row: &Record) -> Result<StoredValue, StoreError> {
    Ok(StoredValue {
        bot: row.text(0)?,
        scope: Scope::new(row.text(1)?),
        key: row.text(2)?,
        value: row.bytes(3)?,
        sealed: row.flag(4)?,
    })
}

fn timer(row: &Record) -> Result<Timer, StoreError> {
    Ok(Timer {
        bot: row.text(0)?,
        name: row.text(1)?,
        scope: Scope::new(row.text(2)?),
        due_ms: row.int(3)?,
        payload: row.text(4)?,
    })
}

fn waiting(row: &Record) -> Result<Waiting, StoreError> {
    let effect = StoredEffect {
        key: row.text(0)?,
        bot: row.text(1)?,
        scope: Scope::new(row.text(2)?),
        tag: row.text(3)?,
        lane: row.text(4)?,
        payload: row.bytes(5)?,
        sealed: row.flag(6)?,
        digest: row.text(7)?,
    };
    Ok(Waiting {
        effect,
        in_doubt: row.int(8)? == status::SENDING,
        attempts: u32::try_from(row.int(9)?).unwrap_or(u32::MAX),
        planned_ms: row.int(10)?,
    })
}
