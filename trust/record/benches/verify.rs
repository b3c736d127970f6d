//! How fast exports are verified, beside what ed25519-dalek's batch verification does with the same messages: prints
//! the ratios as JSON.

use std::{
    hint::black_box,
    time::{Duration, Instant},
};

use ed25519_dalek::{Signature, VerifyingKey, verify_batch};
use secta_record::{
    Body, Chains, Draft, Head, Record, Signer, Verified, record::DOMAIN, verify::GROUP, verify_all,
    verify_stream, write_line,
};
use serde_json::json;

/// How many rounds the ratio is the best of.
const ROUNDS: usize = 15;

/// What is verified, in the forms that each way needs.
struct Sample {
    records: Vec<Record>,
    export: String,
    messages: Vec<Vec<u8>>,
    signatures: Vec<Signature>,
    keys: Vec<VerifyingKey>,
}

impl Sample {
    fn new(size: usize) -> Self {
        let records = chain(size);
        let key = |record: &Record| VerifyingKey::from_bytes(&record.envelope().node.0).unwrap();
        Self {
            export: records
                .iter()
                .map(|record| write_line(record) + "\n")
                .collect(),
            messages: records
                .iter()
                .map(|record| [DOMAIN, record.text()].concat().into())
                .collect(),
            signatures: records
                .iter()
                .map(|record| Signature::from_bytes(&record.signature().0))
                .collect(),
            keys: records.iter().map(key).collect(),
            records,
        }
    }

    fn by_the_library(&self) {
        let messages: Vec<&[u8]> = self.messages.iter().map(Vec::as_slice).collect();
        verify_batch(&messages, &self.signatures, &self.keys).unwrap();
    }

    fn whole_export(&self) {
        let count = verify_stream(self.export.as_bytes(), &mut Chains::any(), |record| {
            drop(black_box(record))
        });
        assert_eq!(count.unwrap(), self.records.len() as u64);
    }
}

fn chain(size: usize) -> Vec<Record> {
    let node = Signer::from_secret(&[7; 32]);
    let mut records: Vec<Verified> = Vec::new();
    for number in 0..size {
        let body = json!({"item": format!("{number:064x}"), "opinion": "support"});
        let draft = Draft {
            author: format!("@member{}:example.org", number % 100),
            time_ms: 1_700_000_000_000 + number as u64,
            references: records
                .iter()
                .rev()
                .take(1)
                .map(|record| record.id().into())
                .collect(),
            ..Draft::new(
                records.first().map(|record| record.id()),
                "vote",
                Body::new(body).unwrap(),
            )
        };
        let head = records.last().map(|record| Head::of(record));
        records.push(draft.sign(&node, head).unwrap());
    }
    records.into_iter().map(Verified::into_record).collect()
}

fn verify_records(records: Vec<Record>) {
    assert!(verify_all(records).iter().all(Result::is_ok));
}

#[expect(clippy::disallowed_methods, reason = "a bench measures time")]
fn time(work: impl FnOnce()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}

/// The best of some rounds, each way in turn, so that a busy machine slows all of them.
fn main() {
    let sample = Sample::new(GROUP);
    let mut best = [Duration::MAX; 3];
    for _ in 0..ROUNDS {
        let records = sample.records.clone();
        let round = [
            time(|| sample.by_the_library()),
            time(|| verify_records(records)),
            time(|| sample.whole_export()),
        ];
        best.iter_mut()
            .zip(round)
            .for_each(|(best, time)| *best = time.min(*best));
    }
    let [library, records, export] = best.map(|time| time.as_secs_f64());
    let round = |ratio: f64| (ratio * 100.0).round() / 100.0;
    println!(
        "{}",
        json!({
            "verify_vs_dalek_batch": round(library / records), "verify_export_vs_dalek_batch": round(library / export),
        })
    );
}
