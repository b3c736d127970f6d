//! The outbox, and with it the heads of its lanes.
//!
//! `lanes` holds the oldest waiting effect of every lane that has one. Whoever queues an effect lowers the head
//! where it is older; whoever ends or puts off one locks its lane and looks again. Both hold the lane's row until
//! their commit, so that the last to hold it has seen what all before it did.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use secta_bot_kit::{NewRow, Seq};

use crate::{
    Completion, Step, StoreError, StoredEffect,
    outcome::{self, Ended},
    sql::{
        db::{Bulk, Conn, Record, Value},
        group::PutOff,
    },
};

const QUEUE: Bulk = Bulk {
    text: "INSERT INTO outbox (key, seq, idx, ord, bot, scope, tag, lane, payload, sealed, digest, planned_ms) \
           VALUES {rows} ON CONFLICT (key) DO NOTHING",
    columns: 12,
};

const LOWER: Bulk = Bulk {
    text: "INSERT INTO lanes (lane, key, ord, next_ms) VALUES {rows} ON CONFLICT (lane) \
           DO UPDATE SET key = excluded.key, ord = excluded.ord, next_ms = excluded.next_ms \
           WHERE (excluded.ord, excluded.key) < (lanes.ord, lanes.key)",
    columns: 4,
};

const LOCK: Bulk = Bulk {
    text: "SELECT lane FROM lanes WHERE lane IN (VALUES {rows}) ORDER BY lane FOR UPDATE",
    columns: 1,
};

const CLEAR: Bulk = Bulk {
    text: "DELETE FROM lanes WHERE lane IN (VALUES {rows}) AND NOT EXISTS \
           (SELECT 1 FROM outbox WHERE outbox.lane = lanes.lane AND outbox.status < 2)",
    columns: 1,
};

const LOOK: Bulk = Bulk {
    text: "UPDATE lanes SET (key, ord, next_ms) = (SELECT o.key, o.ord, o.next_ms FROM outbox AS o \
           WHERE o.lane = lanes.lane AND o.status < 2 ORDER BY o.ord, o.key LIMIT 1) \
           WHERE lane IN (VALUES {rows})",
    columns: 1,
};

const SENDING: Bulk = Bulk {
    text: "UPDATE outbox SET status = 1 WHERE status < 2 AND key IN (VALUES {rows})",
    columns: 1,
};

const PUT_OFF: Bulk = Bulk {
    text: "UPDATE outbox SET next_ms = v.column2, status = v.column3, reason = v.column4, \
           attempts = outbox.attempts + 1 FROM (VALUES {rows}) AS v \
           WHERE outbox.key = v.column1 AND outbox.status < 2 RETURNING outbox.lane",
    columns: 4,
};

const WAITING: Bulk = Bulk {
    text: "SELECT key, bot, scope, tag, lane FROM outbox WHERE status < 2 AND key IN (VALUES {rows})",
    columns: 1,
};

const END: Bulk = Bulk {
    text: "UPDATE outbox SET status = v.column2, event_id = v.column3, reason = v.column4, \
           payload = NULL, sealed = 0 FROM (VALUES {rows}) AS v WHERE outbox.key = v.column1",
    columns: 4,
};

/// The end of every lane that starts with a prefix, in the order of texts.
const LAST: char = char::MAX;

/// Queues the effects of a step.
pub async fn queue(
    conn: &mut Conn,
    step: &Step,
    lanes: &mut BTreeSet<String>,
) -> Result<(), StoreError> {
    if step.effects.is_empty() {
        return Ok(());
    }
    let order = outcome::order(&step.effects);
    let mut values = Vec::with_capacity(order.len() * QUEUE.columns);
    let mut heads: BTreeMap<&str, (i64, &str)> = BTreeMap::new();
    for ((seq, effect), (index, ord)) in step.effects.iter().zip(order) {
        values.extend(queued(*seq, index, ord, effect, step.at_ms));
        let head = heads.entry(&effect.lane).or_insert((ord, &effect.key));
        *head = (*head).min((ord, &effect.key));
    }
    if conn.run_bulk(&QUEUE, &values).await? != step.effects.len() as u64 {
        lanes.extend(heads.keys().map(|lane| (*lane).to_owned()));
    }
    let values = heads.iter().flat_map(|(lane, (ord, key))| {
        [
            Value::Text(lane),
            Value::Text(key),
            Value::Int(*ord),
            Value::Int(0),
        ]
    });
    conn.run_bulk(&LOWER, &values.collect::<Vec<_>>()).await?;
    Ok(())
}

fn queued(seq: Seq, index: i64, ord: i64, effect: &StoredEffect, at_ms: i64) -> [Value<'_>; 12] {
    [
        Value::Text(&effect.key),
        Value::Int(seq),
        Value::Int(index),
        Value::Int(ord),
        Value::Text(&effect.bot),
        Value::Text(effect.scope.as_str()),
        Value::Text(&effect.tag),
        Value::Text(&effect.lane),
        Value::Bytes(&effect.payload),
        Value::Int(effect.sealed.into()),
        Value::Text(&effect.digest),
        Value::Int(at_ms),
    ]
}

/// Finds the heads of lanes anew.
pub async fn refresh(conn: &mut Conn, lanes: &BTreeSet<String>) -> Result<(), StoreError> {
    let values: Vec<Value<'_>> = lanes.iter().map(|lane| Value::Text(lane)).collect();
    if conn.is_postgres() {
        conn.query_bulk(&LOCK, &values).await?;
    }
    conn.run_bulk(&CLEAR, &values).await?;
    conn.run_bulk(&LOOK, &values).await?;
    Ok(())
}

/// Marks effects as under way.
pub async fn mark_sending(conn: &mut Conn, keys: &BTreeSet<&str>) -> Result<(), StoreError> {
    let values: Vec<Value<'_>> = keys.iter().map(|key| Value::Text(key)).collect();
    conn.run_bulk(&SENDING, &values).await?;
    Ok(())
}

/// Puts effects off.
pub async fn put_off(
    conn: &mut Conn,
    asked: &BTreeMap<&str, &PutOff>,
    lanes: &mut BTreeSet<String>,
) -> Result<(), StoreError> {
    let values = asked.values().flat_map(|asked| {
        let status = if asked.in_doubt {
            outcome::status::SENDING
        } else {
            outcome::status::QUEUED
        };
        [
            Value::Text(&asked.key),
            Value::Int(asked.next_ms),
            Value::Int(status),
            Value::Text(&asked.reason),
        ]
    });
    for row in conn
        .query_bulk(&PUT_OFF, &values.collect::<Vec<_>>())
        .await?
    {
        lanes.insert(row.text(0)?);
    }
    Ok(())
}

/// Lets the effects of some lanes be tried at once.
pub async fn hurry(conn: &mut Conn, lane_prefix: &str, now_ms: i64) -> Result<(), StoreError> {
    let end = format!("{lane_prefix}{LAST}");
    let values = [
        Value::Text(lane_prefix),
        Value::Text(&end),
        Value::Int(now_ms),
    ];
    let outbox = "UPDATE outbox SET next_ms = $3 WHERE status < 2 AND lane >= $1 AND lane < $2 AND next_ms > $3";
    let lanes = "UPDATE lanes SET next_ms = $3 WHERE lane >= $1 AND lane < $2 AND next_ms > $3";
    conn.run(outbox, &values).await?;
    conn.run(lanes, &values).await?;
    Ok(())
}

/// Ends effects; returns the rows that enter the journal, by key. Of two ends of one effect the first holds.
pub async fn end(
    conn: &mut Conn,
    completions: &[&Completion],
    lanes: &mut BTreeSet<String>,
) -> Result<HashMap<String, NewRow>, StoreError> {
    let keys: Vec<Value<'_>> = completions
        .iter()
        .map(|completion| Value::Text(&completion.key))
        .collect();
    let mut waiting = HashMap::new();
    for row in conn.query_bulk(&WAITING, &keys).await? {
        waiting.insert(row.text(0)?, ended(&row)?);
    }
    let mut rows = HashMap::new();
    let mut ends = Vec::new();
    for completion in completions {
        if let Some(ended) = waiting.remove(&completion.key) {
            lanes.insert(ended.lane.clone());
            rows.insert(completion.key.clone(), outcome::row(completion, ended)?);
            ends.push((completion.key.as_str(), outcome::end(&completion.result)));
        }
    }
    let values = ends.iter().flat_map(|(key, (status, event_id, reason))| {
        [
            Value::Text(key),
            Value::Int(*status),
            Value::MaybeText(*event_id),
            Value::MaybeText(reason.as_deref()),
        ]
    });
    conn.run_bulk(&END, &values.collect::<Vec<_>>()).await?;
    Ok(rows)
}

fn ended(row: &Record) -> Result<Ended, StoreError> {
    Ok(Ended {
        bot: row.text(1)?,
        scope: row.text(2)?,
        tag: row.text(3)?,
        lane: row.text(4)?,
    })
}
