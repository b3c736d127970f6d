//! How many inputs a second the driver takes from the journal to the outbox, durably, when there is a backlog:
//! every input a command, every command an effect. Prints JSON; the raw limit is measured beside it in the same run.

use std::{sync::Arc, time::Instant};

use rusqlite::Connection;
use secta::{
    bots::{self, Setup},
    clock::SystemClock,
    engine::{Parts, driver::Driver},
    metrics::Metrics,
    seal::Sealer,
};
use secta_bot_kit::{NewRow, UserId, journal::source, read::Selves};
use secta_store::{Batch, Store};
use serde_json::json;

const COMMANDS: usize = 40_000;
const ROOMS: usize = 200;
/// So many that nobody is over the limit of commands.
const USERS: usize = 10_000;
const BATCH: usize = 1_000;

/// As in the program.
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    let folder = tempfile::tempdir().expect("a temporary folder");
    let bare = bare_rows_per_s(&folder.path().join("bare.sqlite"));
    let driver = runtime.block_on(driver_inputs_per_s(&folder.path().join("secta.sqlite")));
    println!(
        "{}",
        json!({ "driver_inputs_per_s": driver.round(), "driver_bare_rows_per_s": bare.round() })
    );
}

/// Rows a second that bare SQLite takes in transactions of the driver's size.
fn bare_rows_per_s(path: &std::path::Path) -> f64 {
    let mut bare = Connection::open(path).expect("a database");
    bare.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
         CREATE TABLE outbox (key TEXT PRIMARY KEY, payload BLOB) WITHOUT ROWID;",
    )
    .expect("a table");
    let payload = vec![b'x'; 600];
    let start = Instant::now();
    for batch in 0..COMMANDS / 256 {
        let transaction = bare.transaction().expect("a transaction");
        {
            let mut insert = transaction
                .prepare_cached("INSERT INTO outbox VALUES (?1, ?2)")
                .expect("a statement");
            for index in 0..256 {
                insert
                    .execute((format!("{}.vote.0", batch * 256 + index), &payload))
                    .expect("a row");
            }
        }
        transaction.commit().expect("a commit");
    }
    COMMANDS as f64 / start.elapsed().as_secs_f64()
}

async fn driver_inputs_per_s(path: &std::path::Path) -> f64 {
    let store = secta_store::open(&format!("sqlite:{}", path.display()))
        .await
        .expect("a store");
    fill(store.as_ref()).await;
    let selves = Selves {
        bot: UserId::new("@secta:bench"),
        prefix: "_secta_".to_owned(),
        server: "bench".to_owned(),
    };
    let parts = Parts {
        store: Arc::clone(&store),
        clock: Arc::new(SystemClock),
        sealer: Sealer::new(&[7; 32]),
        metrics: Arc::new(Metrics::default()),
        keep_contexts: false,
        folds: None,
        views: secta::engine::views::Views::default(),
    };
    let mut driver = Driver::new(parts, bots::lane(&Setup::new(selves), |_| true));
    let start = Instant::now();
    let mut inputs = 0;
    loop {
        match driver.step().await.expect("a step") {
            0 => break,
            count => inputs += count,
        }
    }
    let seconds = start.elapsed().as_secs_f64();
    let effects = store.figures().await.expect("figures").outbox_depth;
    assert!(
        effects >= COMMANDS as u64,
        "every command is answered: {effects} of {COMMANDS}"
    );
    store.close().await;
    inputs as f64 / seconds
}

async fn fill(store: &dyn Store) {
    for start in (0..COMMANDS).step_by(BATCH) {
        let rows = (start..start + BATCH).map(row).collect();
        store
            .append(Batch {
                rows,
                confirmed: Vec::new(),
            })
            .await
            .expect("rows");
    }
}

fn row(n: usize) -> NewRow {
    let room = format!("!room{}", n % ROOMS);
    let event = json!({
        "type": "m.room.message",
        "event_id": format!("$event{n}"),
        "room_id": room,
        "sender": format!("@user{}:bench", n % USERS),
        "origin_server_ts": 1_795_262_400_000_i64 + n as i64,
        "content": { "msgtype": "m.text", "body": "!голосования" },
    });
    NewRow {
        source: source::MATRIX.to_owned(),
        external_id: format!("$event{n}"),
        room: Some(room),
        at_ms: 1_795_262_400_000 + n as i64,
        body: event.to_string().into_bytes(),
        sealed: false,
    }
}
