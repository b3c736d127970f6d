//! A step of the driver.

use std::collections::{BTreeMap, BTreeSet};

use secta_bot_kit::Seq;

use crate::{
    Move, Step, StoreError, StoredValue,
    sql::{
        db::{Bulk, Conn, Value},
        facts,
        group::Failure,
        journal, outbox,
        snapshot::{self, TOUCH_STATE},
        timers,
    },
};

const MOVE: &str = "INSERT INTO consumers (name, position) VALUES ($1, $3) ON CONFLICT (name) \
                    DO UPDATE SET position = excluded.position WHERE consumers.position = $2";

const CONTEXTS: Bulk = Bulk {
    text: "UPDATE journal SET context = v.column2 FROM (VALUES {rows}) AS v WHERE journal.seq = v.column1",
    columns: 2,
};

const KEEP: Bulk = Bulk {
    text: "INSERT INTO state (bot, scope, key, value, sealed) VALUES {rows} \
           ON CONFLICT (bot, scope, key) DO UPDATE SET value = excluded.value, sealed = excluded.sealed",
    columns: 5,
};

const FORGET: Bulk = Bulk {
    text: "DELETE FROM state WHERE (bot, scope, key) IN (VALUES {rows})",
    columns: 3,
};

const ERASE: Bulk = Bulk {
    text: "UPDATE journal SET body = v.column3, sealed = 0, erased = 1 FROM (VALUES {rows}) AS v \
           WHERE journal.source = v.column1 AND journal.external_id = v.column2",
    columns: 3,
};

const PARK: Bulk = Bulk {
    text: "INSERT INTO parked (seq, consumer, reason, at_ms) VALUES {rows} \
           ON CONFLICT (seq, consumer) DO NOTHING",
    columns: 4,
};

const DECIDED_BY: &str = "INSERT INTO meta (key, value) VALUES ('decided_by', $1) ON CONFLICT (key) \
                          DO UPDATE SET value = excluded.value WHERE meta.value <> excluded.value";

/// Makes the consumers that are not there; those that come later than the first begin at the journal's end. Where
/// something else decides than before, replay begins here.
pub async fn enrol(conn: &mut Conn, consumers: &[String], by: &str) -> Result<(), StoreError> {
    // Two processes that start at the same time would both find the table empty.
    if conn.is_postgres() {
        journal::hold(conn).await?;
    }
    let known: BTreeSet<String> = (conn.query("SELECT name FROM consumers", &[]).await?)
        .iter()
        .map(|row| row.text(0))
        .collect::<Result<_, _>>()?;
    let text = if known.is_empty() {
        "INSERT INTO consumers (name, position) VALUES ($1, 0)"
    } else {
        "INSERT INTO consumers (name, position) SELECT $1, seq FROM journal_head"
    };
    let fresh = || consumers.iter().filter(|name| !known.contains(*name));
    for name in fresh() {
        conn.run(text, &[Value::Text(name)]).await?;
    }
    let another = conn.run(DECIDED_BY, &[Value::Text(by)]).await? > 0;
    if !known.is_empty() && (another || fresh().next().is_some()) {
        snapshot::take(conn).await?;
    }
    Ok(())
}

/// Writes a step; a conflict is found before anything is written.
pub async fn commit(
    conn: &mut Conn,
    step: &Step,
    lanes: &mut BTreeSet<String>,
) -> Result<(), Failure> {
    for moved in &step.moves {
        if position(conn, &moved.consumer).await? != moved.from {
            return Err(Failure::Refused(StoreError::Conflict(
                moved.consumer.clone(),
            )));
        }
    }
    let heads = facts::check(conn, &step.facts).await?;
    go(conn, &step.moves).await?;
    note(conn, step).await?;
    remember(conn, &step.values).await?;
    outbox::queue(conn, step, lanes).await?;
    timers::change(conn, step).await?;
    let replaced = facts::write(conn, step, &heads).await?;
    if replaced || !step.erased.is_empty() {
        snapshot::take(conn).await?;
    }
    Ok(())
}

async fn position(conn: &mut Conn, consumer: &str) -> Result<Seq, StoreError> {
    let text = if conn.is_postgres() {
        "SELECT position FROM consumers WHERE name = $1 FOR UPDATE"
    } else {
        "SELECT position FROM consumers WHERE name = $1"
    };
    let found = conn.query(text, &[Value::Text(consumer)]).await?;
    found.first().map_or(Ok(0), |row| row.int(0))
}

async fn go(conn: &mut Conn, moves: &[Move]) -> Result<(), StoreError> {
    for Move { consumer, from, to } in moves {
        let values = [Value::Text(consumer), Value::Int(*from), Value::Int(*to)];
        // Of two processes that make a consumer at the same time, the second finds it moved only here.
        if conn.run(MOVE, &values).await? == 0 {
            return Err(StoreError::Conflict(consumer.clone()));
        }
    }
    Ok(())
}

/// What is noted on rows: their contexts, what is left of the erased, who could not handle them.
async fn note(conn: &mut Conn, step: &Step) -> Result<(), StoreError> {
    let contexts: BTreeMap<Seq, &str> = step
        .contexts
        .iter()
        .map(|(seq, text)| (*seq, text.as_str()))
        .collect();
    let values: Vec<Value<'_>> = contexts
        .iter()
        .flat_map(|(seq, context)| [Value::Int(*seq), Value::Text(context)])
        .collect();
    conn.run_bulk(&CONTEXTS, &values).await?;

    let erased: BTreeMap<(&str, &str), &[u8]> = step
        .erased
        .iter()
        .map(|(source, id, left)| ((source.as_str(), id.as_str()), left.as_slice()))
        .collect();
    let values: Vec<Value<'_>> = erased
        .iter()
        .flat_map(|((source, id), left)| [Value::Text(source), Value::Text(id), Value::Bytes(left)])
        .collect();
    conn.run_bulk(&ERASE, &values).await?;

    let parked = step.parked.iter().flat_map(|parked| {
        [
            Value::Int(parked.seq),
            Value::Text(&parked.consumer),
            Value::Text(&parked.reason),
            Value::Int(parked.at_ms),
        ]
    });
    conn.run_bulk(&PARK, &parked.collect::<Vec<_>>()).await?;
    Ok(())
}

async fn remember(conn: &mut Conn, values: &[StoredValue]) -> Result<(), StoreError> {
    let last: BTreeMap<_, _> = values
        .iter()
        .map(|value| ((&value.bot, &value.scope, &value.key), value))
        .collect();
    let mut touched = Vec::with_capacity(last.len() * TOUCH_STATE.columns);
    let mut kept = Vec::with_capacity(last.len() * KEEP.columns);
    let mut gone = Vec::new();
    for value in last.into_values() {
        let address = [
            Value::Text(&value.bot),
            Value::Text(value.scope.as_str()),
            Value::Text(&value.key),
        ];
        touched.extend(address);
        if value.value.is_empty() && !value.sealed {
            gone.extend(address);
        } else {
            kept.extend(address);
            kept.extend([Value::Bytes(&value.value), Value::Int(value.sealed.into())]);
        }
    }
    conn.run_bulk(&FORGET, &gone).await?;
    conn.run_bulk(&KEEP, &kept).await?;
    conn.run_bulk(&TOUCH_STATE, &touched).await?;
    Ok(())
}
