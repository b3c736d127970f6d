//! Transactions into the intake, over one connection kept alive, each answered after its commit.

use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
    time::{Duration, Instant},
};

use secta_tests::secta::Secta;
use serde_json::{Map, Value, json};

use crate::{
    bare::{Bare, SPAN},
    rows,
};

/// How long the driver may take to catch up.
const PATIENCE: Duration = Duration::from_secs(300);

/// A connection to the intake. It waits on its thread: a runtime would add its own hops to every answer.
struct Pipe {
    stream: TcpStream,
    head: String,
    answer: Vec<u8>,
}

impl Pipe {
    fn open(secta: &Secta) -> Self {
        let address = secta.setup().url().trim_start_matches("http://").to_owned();
        let stream = TcpStream::connect(&address).expect("the intake listens");
        stream.set_nodelay(true).expect("a socket");
        let token = secta.setup().hs_token();
        let head = format!(
            "Host: {address}\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\n"
        );
        Self {
            stream,
            head,
            answer: vec![0; 4096],
        }
    }

    /// Sends events as one transaction and waits for the 200.
    fn put(&mut self, transaction: usize, events: &[String]) {
        let body = format!(r#"{{"events":[{}]}}"#, events.join(","));
        let request = format!(
            "PUT /_matrix/app/v1/transactions/{transaction} HTTP/1.1\r\n{}Content-Length: {}\r\n\r\n{body}",
            self.head,
            body.len()
        );
        self.stream
            .write_all(request.as_bytes())
            .expect("the intake reads");
        let mut read = 0;
        while !self.answer[..read].ends_with(b"{}") {
            let more = self
                .stream
                .read(&mut self.answer[read..])
                .expect("the intake answers");
            assert!(
                more > 0,
                "the intake has hung up: {}",
                String::from_utf8_lossy(&self.answer[..read])
            );
            read += more;
        }
        assert!(
            self.answer.starts_with(b"HTTP/1.1 200"),
            "{}",
            String::from_utf8_lossy(&self.answer[..read])
        );
    }
}

/// Both sizes of transactions, and their ratios to bare SQLite.
pub async fn measure(secta: &Secta, bare: &Bare) -> Map<String, Value> {
    let mut next = 0;
    let batch = events_per_s(secta, 100, &mut next);
    caught_up(secta).await;
    let single = events_per_s(secta, 1, &mut next);
    caught_up(secta).await;
    let ratio = |events: f64, rows: f64| json!((events / rows * 100.0).round() / 100.0);
    Map::from_iter([
        ("intake_batch_events_per_s".to_owned(), json!(batch.round())),
        (
            "intake_single_events_per_s".to_owned(),
            json!(single.round()),
        ),
        (
            "intake_batch_vs_sqlite".to_owned(),
            ratio(batch, bare.batch),
        ),
        (
            "intake_single_vs_sqlite".to_owned(),
            ratio(single, bare.single),
        ),
    ])
}

/// Sends until so many events have been sent in all, and waits until they are handled.
pub async fn fill(secta: &Secta, total: usize) {
    let mut pipe = Pipe::open(secta);
    // Beyond the numbers that `measure` may have used.
    for start in (100_000_000..100_000_000 + total).step_by(100) {
        let events: Vec<String> = (start..start + 100).map(rows::event).collect();
        pipe.put(start, &events);
    }
    caught_up(secta).await;
}

fn events_per_s(secta: &Secta, size: usize, next: &mut usize) -> f64 {
    let mut pipe = Pipe::open(secta);
    let (mut count, mut busy) = (0, Duration::ZERO);
    while busy < SPAN {
        let events: Vec<String> = (*next..*next + size).map(rows::event).collect();
        let start = Instant::now();
        pipe.put(*next, &events);
        busy += start.elapsed();
        *next += size;
        count += size;
    }
    count as f64 / busy.as_secs_f64()
}

/// Waits until every row has been handled.
async fn caught_up(secta: &Secta) {
    let start = Instant::now();
    loop {
        let metrics = reqwest::get(format!("{}/metrics", secta.operating()))
            .await
            .expect("metrics");
        let text = metrics.text().await.expect("metrics");
        let lag = |line: &&str| line.starts_with("secta_journal_lag{") && !line.ends_with(" 0");
        if text.contains("secta_journal_lag{") && !text.lines().any(|line| lag(&line)) {
            return;
        }
        assert!(
            start.elapsed() < PATIENCE,
            "the driver does not catch up:\n{text}"
        );
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}
