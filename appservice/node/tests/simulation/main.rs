//! The driver, the executors and the timers, single-threaded on virtual time against the fake homeserver, with a
//! crash possible before and after every commit and every outside call.
//!
//! A seed decides everything. One that fails prints its number; `SECTA_SEED=n` runs it alone, exactly the same
//! again. `SECTA_SEEDS=n` sets how many are run.

mod checks;
mod fate;
mod fragile;
mod node;
mod script;

use std::{env, panic};

use fate::Fate;
use node::World;
use serde_json::Value;

/// How many seeds a run takes.
const SEEDS: u64 = 2_000;

fn number(name: &str) -> Option<u64> {
    env::var(name).ok().map(|text| {
        text.parse()
            .unwrap_or_else(|_| panic!("{name} is no number: {text}"))
    })
}

#[test]
fn nothing_is_lost_and_nothing_is_done_twice() {
    if let Some(seed) = number("SECTA_SEED") {
        run(seed);
        return;
    }
    let seeds = number("SECTA_SEEDS").unwrap_or(SEEDS);
    let threads = std::thread::available_parallelism().map_or(1, |count| count.get() as u64);
    std::thread::scope(|scope| {
        for first in 0..threads {
            scope.spawn(move || {
                for seed in (first..seeds).step_by(threads as usize) {
                    if let Err(failure) = panic::catch_unwind(|| run(seed)) {
                        eprintln!("seed {seed} fails: run it again with SECTA_SEED={seed}");
                        panic::resume_unwind(failure);
                    }
                }
            });
        }
    });
}

/// One seed: a script of members' acts in foul weather and with crashes, then calm until all is quiet, then the
/// checks. Gives back what a second run must give again: the calls, the crashes, what stands in the rooms.
fn run(seed: u64) -> (u64, u64, Vec<Vec<Value>>) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        let world = World::new(seed);
        let deeds = script::write(&world);
        let fate = Fate::new(seed);
        world.storm(&fate, script::play(&world, &deeds)).await;
        world.calm().await;
        checks::all(&world, &deeds).await;
        (world.fake.calls(), fate.crashes(), world.timelines())
    })
}

#[test]
fn a_seed_runs_the_same_twice() {
    for seed in 0..5 {
        assert_eq!(run(seed), run(seed), "seed {seed}");
    }
}
