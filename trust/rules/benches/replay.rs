//! A community of 100,000 accounts and a million public acts. Prints JSON: replaying the record (acts a second, the
//! best of some rounds), the state's memory, storing and loading it, what one vote takes, from the question to the
//! changed state, and ten thousand items that expire together.

#![expect(
    clippy::disallowed_methods,
    reason = "a bench measures time and memory"
)]

mod town;

use std::{
    hint::black_box,
    time::{Duration, Instant},
};

use secta_record::act::{AccountId, ItemId, Rank};
use secta_rules::{Ask, Command, State, dump::View};
use serde_json::json;
use town::{Town, name, resident_mib};

const ACCOUNTS: usize = 100_000;
const ACTS: usize = 1_000_000;
/// How many rounds a time is the best of.
const ROUNDS: usize = 5;

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

/// What a vote takes, decided and applied, in microseconds: half of them no more than the first, 99 in 100 no more
/// than the second.
fn votes(town: &mut Town) -> [f64; 2] {
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
        let time = times.get(times.len() * part / 1000);
        time.copied().unwrap_or_default().as_nanos() as f64 / 1_000.0
    };
    [at(500), at(990)]
}

/// Ten thousand items expire together.
fn expiries() -> Duration {
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
    while let [_, ..] = town.fall_due().as_slice() {}
    start.elapsed()
}

fn time(work: impl FnOnce()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}

fn main() {
    let mut town = grown();
    let before_mib = resident_mib();
    let state = State::replay(&town.made).expect("the record replays");
    let state_mib = resident_mib() - before_mib;
    assert_eq!(state.digest(View::Public), town.state.digest(View::Public));
    let (members, acts) = (town.members.len(), town.made.len());
    let accounts =
        [Rank::Ghost, Rank::Commenter, Rank::Trusted].map(|rank| state.accounts_of(rank).len());
    let mut stored = Vec::new();
    let storing = time(|| stored = serde_json::to_vec(&state).expect("JSON"));
    let mut loaded = State::new();
    let loading = time(|| loaded = serde_json::from_slice(&stored).expect("a state"));
    assert_eq!(loaded.digest(View::Whole), state.digest(View::Whole));
    let stored_mib = stored.len() >> 20;
    drop((loaded, stored, state));
    let rounds = (0..ROUNDS).map(|_| time(|| drop(black_box(State::replay(&town.made)))));
    let replaying = rounds.min().unwrap_or_default();
    let votes = votes(&mut town);
    println!(
        "{}",
        json!({
            "replay_acts_per_s": (acts as f64 / replaying.as_secs_f64()).round(),
            "replay_acts": acts, "replay_accounts": accounts, "replay_members": members,
            "state_mib": state_mib, "state_stored_mib": stored_mib,
            "state_storing_ms": storing.as_millis() as u64, "state_loading_ms": loading.as_millis() as u64,
            "rules_vote_p50_us": votes[0], "rules_vote_p99_us": votes[1], "rules_10k_expiries_ms": expiries().as_millis() as u64,
        })
    );
}
