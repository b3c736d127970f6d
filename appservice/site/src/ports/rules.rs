//! What the rules make of a community, written by one thread while pages read it.

use std::{cell::Cell, ops::Deref};

use parking_lot::{RwLock, RwLockReadGuard, RwLockWriteGuard};
use secta_rules::State;

thread_local! {
    /// How many [`Reading`]s this thread holds, of whatever communities.
    static HELD: Cell<usize> = const { Cell::new(0) };
}

/// What the rules make of a community's facts.
///
/// A page reads it in several places, one within the other. A lock that is fair to writers would let nobody in any more
/// once one waits, and that one waits for the page: a thread that already reads is therefore let in past them. All
/// others queue behind, so that pages, however many, do not keep the writer out.
pub struct Rules(RwLock<State>);

impl Rules {
    /// With a state.
    pub fn new(state: State) -> Self {
        Self(RwLock::new(state))
    }

    /// Reads, as long as the value is held. It cannot be held over an `await`.
    pub fn read(&self) -> Reading<'_> {
        let held = HELD.get();
        let state = match held {
            0 => self.0.read(),
            _ => self.0.read_recursive(),
        };
        HELD.set(held + 1);
        Reading(state)
    }

    /// Writes. Who reads must let go first: nobody may do both.
    pub fn write(&self) -> RwLockWriteGuard<'_, State> {
        debug_assert_eq!(HELD.get(), 0, "whoever reads cannot write");
        self.0.write()
    }
}

/// The state, while it is read.
pub struct Reading<'a>(RwLockReadGuard<'a, State>);

impl Deref for Reading<'_> {
    type Target = State;

    fn deref(&self) -> &State {
        &self.0
    }
}

impl Drop for Reading<'_> {
    fn drop(&mut self) {
        HELD.set(HELD.get() - 1);
    }
}

#[cfg(test)]
mod tests {
    use std::{
        sync::{
            Arc,
            atomic::{AtomicBool, Ordering},
            mpsc,
        },
        thread,
        time::Duration,
    };

    use super::*;
    use crate::fake::Fake;

    /// Long after anything that happens at all has happened.
    const NEVER: Duration = Duration::from_secs(60);

    #[test]
    fn a_thread_that_reads_may_read_again_while_a_writer_waits_and_another_may_not() {
        let rules = Arc::new(Rules::new(State::new()));
        let (tell, told) = mpsc::channel();
        let reader = Arc::clone(&rules);
        thread::spawn(move || {
            let outer = reader.read();
            let writer = Arc::clone(&reader);
            let writing = thread::spawn(move || drop(writer.write()));
            // From when the writer waits, nobody new is let in.
            while reader.0.try_read().is_some() {
                thread::yield_now();
            }
            drop(reader.read());
            assert!(reader.0.try_read().is_none(), "the writer still waits");
            drop(outer);
            writing.join().expect("the writer has written");
            tell.send(()).expect("somebody waits");
        });
        told.recv_timeout(NEVER).expect("nobody waits for ever");
    }

    #[test]
    fn pages_are_made_and_the_rules_go_on_beside_each_other() {
        let fake = Fake::new();
        fake.post("@ann:x", "Чай");
        let ended = Arc::new(AtomicBool::new(false));
        let (state, stop) = (Arc::clone(&fake.state), Arc::clone(&ended));
        let (tell, told) = mpsc::channel();
        let writing = thread::spawn(move || {
            while !stop.load(Ordering::Relaxed) {
                drop(state.write());
            }
        });
        thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().build();
            let runtime = runtime.expect("a runtime can be made");
            for number in 0..300 {
                // Each a page of its own, which no cache holds.
                let page = fake.at(&format!("?number={number}"));
                assert_eq!(runtime.block_on(fake.get(&page, &[])).status, 200);
            }
            tell.send(()).expect("somebody waits");
        });
        told.recv_timeout(NEVER).expect("nobody waits for ever");
        ended.store(true, Ordering::Relaxed);
        writing.join().expect("the writer ends");
    }
}
