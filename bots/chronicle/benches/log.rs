//! How fast a log grows durably, and how long its proofs are and take: tells on the way, and prints one JSON object last.
//!
//! The log is written in the folder that the first argument names, or in the folder for temporary files.

use std::{
    hint::black_box,
    time::{Duration, Instant},
};

use secta_bot_chronicle::log::{
    Disk, Folder, Hash, Log, LogSigner, Memory, Policy, ProofFile, audit, consistency,
    merkle::check_inclusion, verify,
};
use serde_json::json;
use sha2::{Digest, Sha256};

/// How large the logs are whose proofs are measured.
const MILLION: u64 = 1_000_000;

/// What a batch is: few entries at a time, as many as the node appends at once, and many.
const BATCHES: [u64; 3] = [100, 256, 1000];

/// How long each size of batches is measured, and at least how many batches.
const SPAN: Duration = Duration::from_secs(10);
const LEAST: u64 = 20;

fn main() {
    let parent = std::env::args().skip(1).find(|text| !text.starts_with('-'));
    let appended = BATCHES.map(|batch| appended(parent.as_deref(), batch));
    for figures in &appended {
        eprintln!("{figures}");
    }
    let proofs = proofs();
    eprintln!("{proofs}");
    println!(
        "{}",
        json!({
            "chronicle_entries_per_s": appended[1]["entries_a_second"],
            "chronicle_proof_bytes": proofs["longest_without_note_bytes"],
            "chronicle_proof_verified_ms": proofs["file_verified_ms"],
        })
    );
}

fn signer() -> LogSigner {
    LogSigner::new("example.org/chronicle", &[7; 32]).expect("a good origin")
}

/// An entry as long as a signed record usually is.
fn entry(index: u64) -> Vec<u8> {
    format!("{index:0>500}").into_bytes()
}

#[expect(clippy::disallowed_methods, reason = "a bench measures time")]
fn now() -> Instant {
    Instant::now()
}

/// How many entries a second are appended durably, a batch at a time.
fn appended(parent: Option<&str>, batch: u64) -> serde_json::Value {
    let parent = parent.map_or_else(std::env::temp_dir, Into::into);
    let place = tempfile::tempdir_in(parent).expect("a folder");
    let disk = Folder::open(place.path()).expect("it opens");
    let mut log = Log::open(disk, signer()).expect("it opens");
    let mut times = Vec::new();
    let mut spent = Duration::ZERO;
    while spent < SPAN || (times.len() as u64) < LEAST {
        let start = log.size();
        let entries: Vec<Vec<u8>> = (start..start + batch).map(entry).collect();
        let begun = now();
        log.append(start, &entries).expect("it is appended");
        times.push(begun.elapsed());
        spent += begun.elapsed();
    }
    audit(log.disk(), &log.key(), &[]).expect("a whole log");
    times.sort();
    json!({
        "entries_a_batch": batch,
        "entries": log.size(),
        "entries_a_second": (log.size() as f64 / spent.as_secs_f64()).round(),
        "batch_ms_median": ms(times[times.len() / 2]),
        "batch_ms_longest": ms(times[times.len() - 1]),
    })
}

fn ms(time: Duration) -> f64 {
    (time.as_secs_f64() * 1e6).round() / 1e3
}

/// The mean of a thousand rounds of one act.
fn mean(mut act: impl FnMut(u64)) -> f64 {
    let begun = now();
    (0..1000).for_each(&mut act);
    ms(begun.elapsed() / 1000)
}

/// How long proofs in a log of a million entries take, and how long they are.
fn proofs() -> serde_json::Value {
    let mut log = Log::open(Memory::default(), signer()).expect("it opens");
    let entries: Vec<Vec<u8>> = (0..MILLION).map(entry).collect();
    log.append(0, &entries).expect("it is appended");
    let index = |round: u64| round * 999_983 % MILLION;
    let proofs: Vec<ProofFile> = (0..1000)
        .map(|round| log.proof(index(round)).expect("a proof"))
        .collect();
    let texts: Vec<String> = proofs.iter().map(ProofFile::to_string).collect();
    let longest = proofs.iter().zip(&texts);
    let longest = longest.map(|(proof, text)| text.len() - proof.checkpoint.len());
    let key = log.key();
    json!({
        "entries": MILLION,
        "longest_without_note_bytes": longest.max(),
        "note_bytes": log.checkpoint().to_bytes().len(),
        "made_ms": mean(|round| drop(black_box(log.proof(index(round))))),
        "file_verified_ms": mean(|round| {
            let at = round as usize;
            let verdict = verify(&entries[index(round) as usize], texts[at].as_bytes(), &key, &Policy::none());
            verdict.expect("it holds");
        }),
        "inclusion_checked_ms": inclusion_checked(&log, &proofs, &entries),
        "consistency_made_ms": mean(|round| {
            drop(black_box(consistency(log.disk(), log.checkpoint(), index(round) + 1)));
        }),
    })
}

fn inclusion_checked(log: &Log<impl Disk>, proofs: &[ProofFile], entries: &[Vec<u8>]) -> f64 {
    let tree = (log.size(), log.checkpoint().root());
    mean(|round| {
        let proof = &proofs[round as usize];
        let entry = &entries[proof.index as usize];
        let leaf = Sha256::new().chain_update([0]).chain_update(entry);
        let leaf = Hash(leaf.finalize().into());
        check_inclusion(&proof.hashes, tree, (proof.index, leaf)).expect("it holds");
    })
}
