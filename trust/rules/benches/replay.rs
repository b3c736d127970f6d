//! A community of 100,000 accounts and a million public acts: `cargo bench -p secta-rules`.
//!
//! Measured: replaying the record (acts a second), the state's memory, storing and loading it, and what one vote
//! takes, from the question to the changed state.

#![expect(
    clippy::disallowed_methods,
    reason = "a bench measures time and memory"
)]

mod town;

use std::{hint::black_box, time::Instant};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use secta_record::act::{AccountId, ItemId, Rank};
use secta_rules::{Ask, Command, State, dump::View};
use serde_json::json;
use town::{Town, name};

const ACCOUNTS: usize = 100_000;
const ACTS: usize = 1_000_000;

/// A community of its own.
fn founded() -> Town {
    let found = Ask::Found {
        name: "Town".into(),
        founder: name(0),
        policy: json!({ "activity_window_ms": 86_400_000 }),
    };
    let mut state = State::new();
    let by = AccountId::new("@secta:town.example");
    let facts = state.decide(&Command { by, ask: found }, 0);
    let facts = facts.expect("a community");
    for fact in &facts {
        state.apply(fact).expect("a lawful fact");
    }
    let mut town = Town::of(state, 0, numbered);
    town.made.splice(0..0, facts);
    town
}

fn numbered(n: u64) -> ItemId {
    let mut bytes = [0; 32];
    let mixed = n.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    bytes[..8].copy_from_slice(&mixed.to_be_bytes());
    bytes[8..16].copy_from_slice(&n.to_be_bytes());
    ItemId(bytes)
}

/// The community, grown to its size.
fn grown() -> Town {
    let mut town = founded();
    for n in 1..ACCOUNTS {
        town.newcomer(n);
    }
    town.made.retain(|fact| fact.act().is_some());
    while town.made.len() < ACTS {
        let command = town.vote();
        town.ask(&command.by, command.ask);
    }
    town
}

/// What this process holds of the machine's memory, in MiB.
fn resident_mib() -> u64 {
    let text = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = text
        .lines()
        .find(|line| line.starts_with("VmRSS:"))
        .unwrap_or_default();
    let kib = line
        .split_whitespace()
        .nth(1)
        .and_then(|number| number.parse::<u64>().ok());
    kib.unwrap_or(0) / 1024
}

fn votes(town: &mut Town) {
    let mut times = Vec::new();
    for _ in 0..50_000 {
        let command = town.vote();
        town.now_ms += 1;
        let start = Instant::now();
        if let Ok(facts) = town.state.decide(&command, town.now_ms) {
            for fact in &facts {
                town.state.apply(fact).expect("a lawful fact");
            }
            times.push(start.elapsed());
        }
    }
    times.sort_unstable();
    let at = |part: usize| {
        times
            .get(times.len() * part / 1000)
            .copied()
            .unwrap_or_default()
    };
    let (p50, p99, max) = (at(500), at(990), times.last().copied().unwrap_or_default());
    println!(
        "a vote, decided and applied: p50 {p50:?}, p99 {p99:?}, max {max:?} of {}",
        times.len()
    );
}

fn expiries() {
    let mut town = founded();
    for n in 0..10_000 {
        let item = town.item(1_000_000 + n);
        let by = name(usize::try_from(n).unwrap_or(0) + 1);
        let command = Command {
            by,
            ask: Ask::Post { item, tags: vec![] },
        };
        let facts = town
            .state
            .decide(&command, town.now_ms)
            .expect("a candidate");
        town.take(&facts);
    }
    town.now_ms += 172_800_000;
    let start = Instant::now();
    let mut count = 0;
    while let [_, ..] = town.fall_due().as_slice() {
        count += 1;
    }
    println!("{count} items that expire together: {:?}", start.elapsed());
}

fn replay(criterion: &mut Criterion) {
    let mut town = grown();
    let before_mib = resident_mib();
    let state = State::replay(&town.made).expect("the record replays");
    let after_mib = resident_mib();
    assert_eq!(state.digest(View::Public), town.state.digest(View::Public));
    let (members, acts) = (town.members.len(), town.made.len());
    let accounts =
        [Rank::Ghost, Rank::Commenter, Rank::Trusted].map(|rank| state.accounts_of(rank).len());
    println!(
        "{acts} acts, accounts {accounts:?}, {members} members, state ≈ {} MiB",
        after_mib - before_mib
    );
    let start = Instant::now();
    let stored = serde_json::to_vec(&state).expect("JSON");
    let storing = start.elapsed();
    let start = Instant::now();
    let loaded: State = serde_json::from_slice(&stored).expect("a state");
    println!(
        "stored in {storing:?}, {} MiB; loaded in {:?}",
        stored.len() >> 20,
        start.elapsed()
    );
    assert_eq!(loaded.digest(View::Whole), state.digest(View::Whole));
    drop((loaded, stored, state));
    votes(&mut town);
    expiries();
    let mut group = criterion.benchmark_group("replay");
    group
        .sample_size(10)
        .throughput(Throughput::Elements(u64::try_from(acts).unwrap_or(0)));
    group.bench_function("acts", |bench| {
        bench.iter(|| black_box(State::replay(&town.made).is_ok()))
    });
    group.finish();
}

criterion_group!(benches, replay);
criterion_main!(benches);
