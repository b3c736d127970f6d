//! The spine's figures, through the built binary beside a real Synapse, with the raw limits measured in the same run.
//! Prints one JSON object; `cargo xtask bench spine` reads it.

mod bare;
mod intake;
mod latency;
mod rows;

use std::{sync::Arc, time::Instant};

use secta_tests::{
    homeserver::{Address, Homeserver, Kind, Options},
    secta::{Secta, Setup},
};
use serde_json::{Map, Value, json};

/// Rows of the journal for the start and the memory.
const MANY: usize = 1_000_000;

#[tokio::main]
async fn main() {
    // Cargo passes `--bench`; names choose among `reply`, `intake` and `memory`.
    let chosen: Vec<String> = std::env::args()
        .skip(1)
        .filter(|arg| !arg.starts_with('-'))
        .collect();
    let wants = |name: &str| chosen.is_empty() || chosen.iter().any(|chosen| chosen == name);
    let mut figures = Map::new();
    let folder = tempfile::tempdir().expect("a temporary folder");
    let bare = bare::measure(folder.path());
    figures.insert(
        "bare_batch_rows_per_s".to_owned(),
        json!(bare.batch.round()),
    );
    figures.insert(
        "bare_single_commits_per_s".to_owned(),
        json!(bare.single.round()),
    );

    let address = Address::alone();
    let setup = Arc::new(Setup::init(&address, None));
    let observer = latency::Observer::start(folder.path(), &address.url()).await;
    let registrations = vec![setup.registration(), observer.registration()];
    let homeserver = Homeserver::start(
        Kind::Synapse,
        Options {
            address,
            registrations,
        },
    )
    .await;
    let mut secta = Secta::start(&setup).await;
    figures.insert("idle_rss_mb".to_owned(), json!(rss_mb(&mut secta)));
    if wants("reply") {
        figures.extend(latency::measure(&homeserver, &setup, &observer).await);
    }
    let before = rss_mb(&mut secta);
    if wants("intake") {
        figures.extend(intake::measure(&secta, &bare).await);
    }
    if wants("memory") {
        intake::fill(&secta, MANY).await;
        let growth = rss_mb(&mut secta) - before;
        figures.insert("rss_growth_1m_mb".to_owned(), json!(growth));
        let start = start_s(&mut secta).await;
        figures.insert("start_1m_rows_s".to_owned(), json!(start));
    }
    println!("{}", Value::Object(figures));
}

/// The process's resident memory, in MB.
fn rss_mb(secta: &mut Secta) -> f64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", secta.process().id()))
        .expect("the process runs");
    let line = status
        .lines()
        .find(|line| line.starts_with("VmRSS:"))
        .expect("its memory");
    let kib: f64 = line
        .split_whitespace()
        .nth(1)
        .and_then(|text| text.parse().ok())
        .expect("a number");
    (kib / 1024.0 * 10.0).round() / 10.0
}

/// From the start of the process to `/ready`, in seconds.
async fn start_s(secta: &mut Secta) -> f64 {
    let (status, _) = secta.terminate();
    assert!(status.success(), "it stops cleanly");
    let start = Instant::now();
    secta.restart();
    secta.until_ready().await;
    (start.elapsed().as_secs_f64() * 1000.0).round() / 1000.0
}
