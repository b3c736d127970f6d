//! The facts of communities: records and quiet facts in tables of their own.
//!
//! Whoever writes facts of a community moves its head, and holds the head's row until the commit: of two processes
//! that write at the same place, the second finds the head moved.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    Step, StoreError, StoredFact, StoredKept, StoredRecord,
    facts::{self, Gone, ItemOf},
    sql::{
        db::{Bulk, Conn, Record, Value},
        group::Failure,
        read::int,
    },
};

const HEADS: Bulk = Bulk {
    text: "SELECT community, place FROM fact_heads WHERE community IN (VALUES {rows})",
    columns: 1,
};

const HOLD: Bulk = Bulk {
    text: "SELECT community, place FROM fact_heads WHERE community IN (VALUES {rows}) \
           ORDER BY community FOR UPDATE",
    columns: 1,
};

const MOVE: &str = "INSERT INTO fact_heads (community, place) VALUES ($1, $3) ON CONFLICT (community) \
                    DO UPDATE SET place = excluded.place WHERE fact_heads.place = $2";

const KNOWN: Bulk = Bulk {
    text: "SELECT id FROM records WHERE id IN (VALUES {rows})",
    columns: 1,
};

const RECORD: Bulk = Bulk {
    text: "INSERT INTO records (community, place, item, id, kind, envelope, signature, body) VALUES {rows}",
    columns: 8,
};

const QUIET: Bulk = Bulk {
    text: "INSERT INTO quiet (community, place, item, value) VALUES {rows}",
    columns: 4,
};

const SETTLE: Bulk = Bulk {
    text: "DELETE FROM quiet WHERE (community, place) IN (SELECT q.community, q.place \
           FROM (VALUES {rows}) AS v CROSS JOIN quiet AS q WHERE q.community = v.column1 AND q.item = v.column2)",
    columns: 2,
};

const SETTLE_SNAPSHOT: Bulk = Bulk {
    text: "DELETE FROM snap_quiet WHERE (community, place) IN (SELECT q.community, q.place \
           FROM (VALUES {rows}) AS v CROSS JOIN snap_quiet AS q WHERE q.community = v.column1 AND q.item = v.column2)",
    columns: 2,
};

const WITHHOLD: Bulk = Bulk {
    text: "UPDATE records SET body = NULL FROM (VALUES {rows}) AS v \
           WHERE records.community = v.column1 AND records.item = v.column2 AND records.body IS NOT NULL",
    columns: 2,
};

const IN_SNAPSHOT: Bulk = Bulk {
    text: "SELECT 1 FROM (VALUES {rows}) AS v CROSS JOIN snap_quiet AS q \
           WHERE q.community = v.column1 AND q.item = v.column2 LIMIT 1",
    columns: 2,
};

/// By the index `records_by_kind`.
const OF_KIND: &str = "SELECT id, kind, envelope, signature, body FROM records \
                           WHERE community = $1 AND kind = $2 AND place > $3 ORDER BY place LIMIT $4";

/// The next place of some communities, before and after a step.
pub struct Heads<'a> {
    before: BTreeMap<String, i64>,
    after: BTreeMap<&'a str, i64>,
}

/// Looks whether the facts of a step can be written, and holds the heads that they move. Writes nothing.
pub async fn check<'a>(conn: &mut Conn, facts: &'a [StoredFact]) -> Result<Heads<'a>, Failure> {
    let before = hold(conn, facts).await?;
    let after = facts::next(facts, &before).map_err(Failure::Refused)?;
    let records = facts.iter().filter_map(StoredFact::record);
    let ids: Vec<Value<'_>> = records.map(|record| Value::Text(&record.id)).collect();
    let known = conn.query_bulk(&KNOWN, &ids).await?;
    let known = known.iter().map(|row| row.text(0));
    let known: BTreeSet<String> = known.collect::<Result<_, _>>()?;
    facts::unknown(facts, |id| known.contains(id)).map_err(Failure::Refused)?;
    Ok(Heads { before, after })
}

async fn hold(conn: &mut Conn, facts: &[StoredFact]) -> Result<BTreeMap<String, i64>, StoreError> {
    let communities: BTreeSet<&str> = facts.iter().map(|fact| fact.community.as_str()).collect();
    let values: Vec<Value<'_>> = communities.into_iter().map(Value::Text).collect();
    let bulk = if conn.is_postgres() { &HOLD } else { &HEADS };
    let held = conn.query_bulk(bulk, &values).await?;
    held.iter().map(head).collect()
}

/// Writes the facts of a step, and takes away what goes; tells whether the snapshot holds something of it.
pub async fn write(conn: &mut Conn, step: &Step, heads: &Heads<'_>) -> Result<bool, StoreError> {
    go(conn, heads).await?;
    let gone = Gone::of(step);
    conn.run_bulk(&SETTLE, &items(gone.settled.iter().copied()))
        .await?;
    conn.run_bulk(&WITHHOLD, &items(gone.withheld.iter().copied()))
        .await?;
    insert(conn, &step.facts, &gone).await?;
    let kept = conn.query_bulk(&IN_SNAPSHOT, &items(gone.items())).await?;
    conn.run_bulk(&SETTLE_SNAPSHOT, &items(gone.settled.iter().copied()))
        .await?;
    Ok(!kept.is_empty())
}

async fn go(conn: &mut Conn, heads: &Heads<'_>) -> Result<(), StoreError> {
    for (community, to) in &heads.after {
        let from = heads.before.get(*community).copied().unwrap_or(0);
        let values = [Value::Text(community), Value::Int(from), Value::Int(*to)];
        // Of two processes that write a community's first fact at the same time, the second finds it only here.
        if conn.run(MOVE, &values).await? == 0 {
            return Err(StoreError::Conflict((*community).to_owned()));
        }
    }
    Ok(())
}

fn items<'a>(items: impl Iterator<Item = ItemOf<'a>>) -> Vec<Value<'a>> {
    items
        .flat_map(|(community, item)| [Value::Text(community), Value::Text(item)])
        .collect()
}

/// Writes what does not go at once.
async fn insert(conn: &mut Conn, facts: &[StoredFact], gone: &Gone<'_>) -> Result<(), StoreError> {
    let (mut records, mut quiet) = (Vec::new(), Vec::new());
    for fact in facts {
        match &fact.kept {
            StoredKept::Record(record) => {
                let body = record.body.as_deref().filter(|_| !gone.withholds(fact));
                records.extend(address(fact));
                records.extend(columns(record));
                records.push(Value::MaybeText(body));
            }
            StoredKept::Quiet { value } if !gone.settles(fact) => {
                quiet.extend(address(fact));
                quiet.push(Value::Bytes(value));
            }
            StoredKept::Quiet { .. } => {}
        }
    }
    conn.run_bulk(&RECORD, &records).await?;
    conn.run_bulk(&QUIET, &quiet).await?;
    Ok(())
}

fn address(fact: &StoredFact) -> [Value<'_>; 3] {
    [
        Value::Text(&fact.community),
        Value::Int(fact.place),
        Value::MaybeText(fact.item.as_deref()),
    ]
}

fn columns(record: &StoredRecord) -> [Value<'_>; 4] {
    [
        Value::Text(&record.id),
        Value::Text(&record.kind),
        Value::Text(&record.envelope),
        Value::Text(&record.signature),
    ]
}

/// The next place of every community.
pub async fn heads(conn: &mut Conn) -> Result<BTreeMap<String, i64>, StoreError> {
    let found = conn.query("SELECT community, place FROM fact_heads", &[]);
    found.await?.iter().map(head).collect()
}

/// The facts of all communities after a place, in order.
pub async fn all(
    conn: &mut Conn,
    after: Option<(&str, i64)>,
    limit: usize,
) -> Result<Vec<StoredFact>, StoreError> {
    let text = "SELECT community, place, item, id, kind, envelope, signature, body, NULL FROM \
                (SELECT * FROM records WHERE (community, place) > ($1, $2) ORDER BY community, place LIMIT $3) AS r \
                UNION ALL SELECT community, place, item, NULL, NULL, NULL, NULL, NULL, value FROM \
                (SELECT * FROM quiet WHERE (community, place) > ($1, $2) ORDER BY community, place LIMIT $3) AS q \
                ORDER BY 1, 2 LIMIT $3";
    let (community, place) = after.unwrap_or(("", i64::MIN));
    let values = [
        Value::Text(community),
        Value::Int(place),
        Value::Int(int(limit)),
    ];
    conn.query(text, &values).await?.iter().map(fact).collect()
}

/// The facts of one community after a place, in order.
pub async fn of(
    conn: &mut Conn,
    community: &str,
    after_place: i64,
    limit: usize,
) -> Result<Vec<StoredFact>, StoreError> {
    let text = "SELECT community, place, item, id, kind, envelope, signature, body, NULL FROM \
                (SELECT * FROM records WHERE community = $1 AND place > $2 ORDER BY place LIMIT $3) AS r \
                UNION ALL SELECT community, place, item, NULL, NULL, NULL, NULL, NULL, value FROM \
                (SELECT * FROM quiet WHERE community = $1 AND place > $2 ORDER BY place LIMIT $3) AS q \
                ORDER BY 2 LIMIT $3";
    let values = [
        Value::Text(community),
        Value::Int(after_place),
        Value::Int(int(limit)),
    ];
    conn.query(text, &values).await?.iter().map(fact).collect()
}

/// The quiet facts about items before a place, in order.
pub async fn waiting(
    conn: &mut Conn,
    community: &str,
    before_place: i64,
) -> Result<Vec<StoredFact>, StoreError> {
    let text = "SELECT community, place, item, value FROM quiet \
                WHERE community = $1 AND place < $2 AND item IS NOT NULL ORDER BY place";
    let values = [Value::Text(community), Value::Int(before_place)];
    conn.query(text, &values).await?.iter().map(quiet).collect()
}

/// The records of one community that follow one of them, in order; `None` when that is no record of the community.
pub async fn records(
    conn: &mut Conn,
    community: &str,
    after: Option<&str>,
    limit: usize,
) -> Result<Option<Vec<StoredRecord>>, StoreError> {
    let Some(place) = place_after(conn, community, after).await? else {
        return Ok(None);
    };
    let text = "SELECT id, kind, envelope, signature, body FROM records \
                WHERE community = $1 AND place > $2 ORDER BY place LIMIT $3";
    let values = [
        Value::Text(community),
        Value::Int(place),
        Value::Int(int(limit)),
    ];
    read(conn, text, &values).await.map(Some)
}

/// The same of one kind alone.
pub async fn records_of_kind(
    conn: &mut Conn,
    (community, kind): (&str, &str),
    after: Option<&str>,
    limit: usize,
) -> Result<Option<Vec<StoredRecord>>, StoreError> {
    let Some(place) = place_after(conn, community, after).await? else {
        return Ok(None);
    };
    let values = [
        Value::Text(community),
        Value::Text(kind),
        Value::Int(place),
        Value::Int(int(limit)),
    ];
    read(conn, OF_KIND, &values).await.map(Some)
}

/// One record of a community.
pub async fn one(
    conn: &mut Conn,
    community: &str,
    id: &str,
) -> Result<Option<StoredRecord>, StoreError> {
    let text =
        "SELECT id, kind, envelope, signature, body FROM records WHERE id = $1 AND community = $2";
    let values = [Value::Text(id), Value::Text(community)];
    Ok(read(conn, text, &values).await?.pop())
}

async fn read(
    conn: &mut Conn,
    text: &'static str,
    values: &[Value<'_>],
) -> Result<Vec<StoredRecord>, StoreError> {
    let found = conn.query(text, values).await?;
    found.iter().map(|row| record(row, 0)).collect()
}

/// The place that records follow; `None` when the one that they are to follow is none of the community.
async fn place_after(
    conn: &mut Conn,
    community: &str,
    after: Option<&str>,
) -> Result<Option<i64>, StoreError> {
    match after {
        Some(id) => place_of(conn, community, id).await,
        None => Ok(Some(i64::MIN)),
    }
}

async fn place_of(conn: &mut Conn, community: &str, id: &str) -> Result<Option<i64>, StoreError> {
    let text = "SELECT place FROM records WHERE id = $1 AND community = $2";
    let values = [Value::Text(id), Value::Text(community)];
    let found = conn.query(text, &values).await?;
    found.first().map(|row| row.int(0)).transpose()
}

/// A community's head.
pub fn head(row: &Record) -> Result<(String, i64), StoreError> {
    Ok((row.text(0)?, row.int(1)?))
}

/// A quiet fact.
pub fn quiet(row: &Record) -> Result<StoredFact, StoreError> {
    Ok(StoredFact {
        community: row.text(0)?,
        place: row.int(1)?,
        item: row.maybe_text(2)?,
        kept: StoredKept::Quiet {
            value: row.bytes(3)?,
        },
    })
}

fn fact(row: &Record) -> Result<StoredFact, StoreError> {
    let kept = match row.maybe_text(3)? {
        None => StoredKept::Quiet {
            value: row.bytes(8)?,
        },
        Some(_) => StoredKept::Record(record(row, 3)?),
    };
    Ok(StoredFact {
        community: row.text(0)?,
        place: row.int(1)?,
        item: row.maybe_text(2)?,
        kept,
    })
}

/// A record, whose columns begin with this one.
fn record(row: &Record, first: usize) -> Result<StoredRecord, StoreError> {
    Ok(StoredRecord {
        id: row.text(first)?,
        kind: row.text(first + 1)?,
        envelope: row.text(first + 2)?,
        signature: row.text(first + 3)?,
        body: row.maybe_text(first + 4)?,
    })
}
