//! A community of 100,000 accounts and a million public acts: `cargo bench -p secta-rules`.
//!
//! Measured: replaying the record (acts a second), the state's memory, storing and loading it, and what one vote
//! takes, from the question to the changed state.

#![expect(
    clippy::disallowed_methods,
    reason = "a bench measures time and memory"
)]

use std::{hint::black_box, time::Instant};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use secta_record::act::{AccountId, ItemId, Opinion, Rank};
use secta_rules::{Ask, Command, Fact, State, dump::View};
use serde_json::json;

const ACCOUNTS: usize = 100_000;
const ACTS: usize = 1_000_000;
const STEP_MS: i64 = 60_000;

/// Numbers that look random and are the same every time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % bound.max(1)
    }
}

struct Town {
    state: State,
    record: Vec<Fact>,
    now_ms: i64,
    dice: Dice,
    items: u64,
    posts: Vec<ItemId>,
    trusted: Vec<AccountId>,
    members: Vec<AccountId>,
}

fn name(n: usize) -> AccountId {
    AccountId::new(format!("@member{n:06}:town.example"))
}

impl Town {
    fn founded() -> Self {
        let mut town = Self {
            state: State::new(),
            record: Vec::new(),
            now_ms: 0,
            dice: Dice(7),
            items: 0,
            posts: Vec::new(),
            trusted: Vec::new(),
            members: Vec::new(),
        };
        let (founder, policy) = (name(0), json!({ "activity_window_ms": 86_400_000 }));
        let found = Ask::Found {
            name: "Town".into(),
            founder: founder.clone(),
            policy,
        };
        town.ask(&AccountId::new("@secta:town.example"), found);
        let item = town.item();
        town.ask(&founder, Ask::Post { item, tags: vec![] });
        town.posts.push(item);
        town
    }

    fn item(&mut self) -> ItemId {
        self.items += 1;
        let mut bytes = [0; 32];
        let mixed = self.items.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        bytes[..8].copy_from_slice(&mixed.to_be_bytes());
        bytes[8..16].copy_from_slice(&self.items.to_be_bytes());
        ItemId(bytes)
    }

    fn ask(&mut self, by: &AccountId, ask: Ask) -> bool {
        self.now_ms += STEP_MS;
        while let [_, ..] = self.fall_due().as_slice() {}
        let command = Command {
            by: by.clone(),
            ask,
        };
        let Ok(facts) = self.state.decide(&command, self.now_ms) else {
            return false;
        };
        self.take(&facts);
        true
    }

    fn fall_due(&mut self) -> Vec<Fact> {
        let facts = self.state.due(self.now_ms);
        self.take(&facts);
        facts
    }

    fn take(&mut self, facts: &[Fact]) {
        for fact in facts {
            self.state.apply(fact).expect("a lawful fact");
            if fact.act().is_some() {
                self.record.push(fact.clone());
            }
        }
    }

    fn note_rank(&mut self, who: &AccountId) {
        let rank = self.state.rank(who);
        if rank == Rank::Trusted && !self.trusted.contains(who) {
            self.trusted.push(who.clone());
        }
        if rank > Rank::Ghost {
            self.members.push(who.clone());
        }
    }

    /// A newcomer writes, and some of the trusted vote on it.
    fn newcomer(&mut self, n: usize) {
        let (who, item) = (name(n), self.item());
        let ask = if n.is_multiple_of(20) {
            Ask::Post {
                item,
                tags: vec!["tea".into(), format!("tag{}", n % 500)],
            }
        } else {
            let root =
                self.posts[self.posts.len() - 1 - self.dice.below(self.posts.len().min(200))];
            Ask::Comment {
                item,
                root,
                parent: root,
            }
        };
        self.ask(&who, ask);
        // Few are on duty at a time, so that the magic number stays within reach.
        let from = n / 200 * 12 + self.dice.below(4);
        for k in 0..self.trusted.len().min(12) {
            let voter = self.trusted[(from + k) % self.trusted.len()].clone();
            if self.state.draft(&item).is_none() && k > 4 {
                break;
            }
            self.ask(
                &voter,
                Ask::Vote {
                    item,
                    opinion: Opinion::Useful,
                },
            );
        }
        if n.is_multiple_of(20) && self.state.draft(&item).is_none() {
            self.posts.push(item);
        }
        self.note_rank(&who);
    }

    /// A member votes on a late post.
    fn vote(&mut self) -> Command {
        let by = self.members[self.dice.below(self.members.len())].clone();
        let item = self.posts[self.dice.below(self.posts.len())];
        let opinion = [Opinion::Support, Opinion::Useful, Opinion::Oppose][self.dice.below(3)];
        Command {
            by,
            ask: Ask::Vote { item, opinion },
        }
    }

    fn grown() -> Self {
        let mut town = Self::founded();
        town.note_rank(&name(0));
        for n in 1..ACCOUNTS {
            town.newcomer(n);
        }
        while town.record.len() < ACTS {
            let command = town.vote();
            town.ask(&command.by, command.ask);
        }
        town
    }
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
    let mut town = Town::founded();
    for n in 0..10_000 {
        let item = town.item();
        let by = name(n + 1);
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
    let mut town = Town::grown();
    let before_mib = resident_mib();
    let state = State::replay(&town.record).expect("the record replays");
    let after_mib = resident_mib();
    assert_eq!(state.digest(View::Public), town.state.digest(View::Public));
    let (members, acts) = (town.members.len(), town.record.len());
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
        bench.iter(|| black_box(State::replay(&town.record).is_ok()))
    });
    group.finish();
}

criterion_group!(benches, replay);
criterion_main!(benches);
