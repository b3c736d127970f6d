//! What bare SQLite does with the same rows, transactions and pragmas.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use rusqlite::{Connection, params};

use crate::rows;

/// For how long each is measured.
pub const SPAN: Duration = Duration::from_secs(4);

/// Rows or commits a second.
pub struct Bare {
    /// In transactions of a hundred rows.
    pub batch: f64,
    /// In transactions of one row.
    pub single: f64,
}

/// Measures both.
pub fn measure(folder: &Path) -> Bare {
    Bare {
        batch: rows_per_s(&folder.join("batch.sqlite"), 100),
        single: rows_per_s(&folder.join("single.sqlite"), 1),
    }
}

fn rows_per_s(path: &Path, size: usize) -> f64 {
    let mut bare = Connection::open(path).expect("a database");
    bare.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 16384;
         CREATE TABLE journal (seq INTEGER PRIMARY KEY, source TEXT NOT NULL, external_id TEXT NOT NULL, room TEXT,
             at_ms INTEGER NOT NULL, body BLOB NOT NULL, sealed INTEGER NOT NULL, context TEXT,
             erased INTEGER NOT NULL DEFAULT 0, UNIQUE (source, external_id));",
    )
    .expect("a table");
    let events: Vec<String> = (0..10_000).map(rows::event).collect();
    let start = Instant::now();
    let mut count = 0;
    while start.elapsed() < SPAN {
        let transaction = bare.transaction().expect("a transaction");
        {
            let mut insert = transaction
                .prepare_cached(
                    "INSERT INTO journal (source, external_id, room, at_ms, body, sealed) VALUES (?1, ?2, ?3, ?4, ?5, 0)",
                )
                .expect("a statement");
            for _ in 0..size {
                let id = format!("$bench{count:08}abcdefghijklmnopqrstuvwxyz012345");
                let room = format!("!room{}abcdefghijklmnopqrstuvwxyz:bench", count % 50);
                let body = events[count % events.len()].as_bytes();
                insert
                    .execute(params!["matrix", id, room, count as i64, body])
                    .expect("a row");
                count += 1;
            }
        }
        transaction.commit().expect("a commit");
    }
    count as f64 / start.elapsed().as_secs_f64()
}
