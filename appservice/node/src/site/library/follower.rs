//! Has what is published follow the facts in the store.

use std::{
    collections::{BTreeMap, BTreeSet},
    panic::AssertUnwindSafe,
    sync::Arc,
    time::Duration,
};

use futures_util::FutureExt;
use secta_store::Store;
use tokio::{
    runtime::Handle,
    task::spawn_blocking,
    time::{sleep, timeout},
};

use super::{LibraryError, Stacks, crowd::day_of, town::Town};
use crate::{
    clock::Clock,
    engine::{Parts, folds::Folds},
    seal::Sealer,
};

/// How many facts are folded and written at a time.
pub(super) const SLICE: usize = 400;

/// How long facts are gathered before they are looked at.
const GATHER: Duration = Duration::from_millis(30);

/// How long the follower waits at the most without looking.
const IDLE: Duration = Duration::from_secs(600);

/// How long it rests where something has failed.
const AFTER_FAILURE: Duration = Duration::from_secs(5);

/// How often is looked for the messages of what was published just now, and for how long.
const LINK: Duration = Duration::from_secs(2);
const LINKING_MS: i64 = 120_000;

/// How often is looked for what waits no more, where more than so many items wait.
const SETTLE_MS: i64 = 2_000;
const MANY: usize = 500;

/// How often a community's rooms are looked at.
const FURNISH_MS: i64 = 60_000;

/// Keeps [`Stacks`].
pub struct Follower {
    hands: Hands,
    towns: BTreeMap<String, Town>,
    /// What was last told to be wrong.
    pub(super) wrong: BTreeMap<String, String>,
    /// Whether files that nothing shows were looked for since the start.
    swept: bool,
}

/// What is followed from and into.
#[derive(Clone)]
pub(super) struct Hands {
    pub stacks: Stacks,
    pub store: Arc<dyn Store>,
    pub sealer: Sealer,
    pub folds: Option<Folds>,
    pub clock: Arc<dyn Clock>,
    /// How many facts are taken at a time.
    pub slice: usize,
}

impl Follower {
    /// Follows the store of these parts.
    pub fn new(stacks: Stacks, parts: &Parts) -> Self {
        Self::with(Hands {
            stacks,
            store: Arc::clone(&parts.store),
            sealer: parts.sealer.clone(),
            folds: parts.folds.clone(),
            clock: Arc::clone(&parts.clock),
            slice: SLICE,
        })
    }

    pub(super) fn with(hands: Hands) -> Self {
        Self {
            hands,
            towns: BTreeMap::new(),
            wrong: BTreeMap::new(),
            swept: false,
        }
    }

    /// Follows for ever. It may be dropped at any await.
    pub async fn run(mut self) {
        let mut facts = self.hands.store.wakes().facts.subscribe();
        loop {
            facts.mark_unchanged();
            let wait = match AssertUnwindSafe(self.follow_all()).catch_unwind().await {
                Ok(Ok(wait)) => wait,
                Ok(Err(error)) => {
                    tracing::error!(%error, "what is published cannot be followed");
                    AFTER_FAILURE
                }
                Err(_) => {
                    tracing::error!("following what is published panicked");
                    self.towns.clear();
                    AFTER_FAILURE
                }
            };
            let stacks = self.hands.stacks.clone();
            let bell = async {
                tokio::select! {
                    // The bell ends with the store, and the store with the node.
                    _ = facts.changed() => {}
                    () = stacks.damaged() => {}
                }
            };
            let _ = timeout(wait, bell).await;
            sleep(GATHER).await;
        }
    }

    /// Follows all communities to where they are now; says how long nothing is to be done.
    pub(super) async fn follow_all(&mut self) -> Result<Duration, LibraryError> {
        if self.hands.stacks.mend()? {
            self.towns.clear();
        }
        let mut wait = IDLE;
        for (name, head) in self.hands.store.fact_heads().await? {
            let Ok(id) = name.parse() else { continue };
            let town = self.towns.remove(&name);
            match self.hands.follow(town, id, head).await {
                Ok((town, again)) => {
                    wait = wait.min(again);
                    if self.wrong.remove(&name).is_some() {
                        tracing::info!(community = name, "what is published is followed again");
                    }
                    self.towns.insert(name, town);
                }
                Err(error) => {
                    wait = wait.min(AFTER_FAILURE);
                    self.tell(name, &error);
                }
            }
        }
        if !self.swept && self.wrong.is_empty() {
            self.swept = true;
            self.hands.sweep().await;
        }
        Ok(wait)
    }

    /// Follows each community by one stretch of facts, and dies.
    #[cfg(test)]
    pub(super) async fn follow_some(&mut self) {
        for (name, head) in self.hands.store.fact_heads().await.expect("heads") {
            let id = name.parse().expect("an id");
            let town = match self.towns.remove(&name) {
                Some(town) => town,
                None => self.hands.begin(id, head).await.expect("begun"),
            };
            let town = self.hands.slice(town, head).await.expect("taken");
            self.towns.insert(name, town);
        }
    }

    /// What is wrong is told once.
    fn tell(&mut self, name: String, error: &LibraryError) {
        if let LibraryError::Pages(error) = error {
            self.hands.stacks.complain(error);
        }
        let error = error.to_string();
        if self.wrong.get(&name) != Some(&error) {
            tracing::error!(
                community = name,
                error,
                "what is published cannot be followed"
            );
            self.wrong.insert(name, error);
        }
    }
}

impl Hands {
    /// Follows a community to its head, a slice at a time, on a thread where nobody waits.
    async fn follow(
        &self,
        town: Option<Town>,
        id: secta_record::RecordId,
        head: i64,
    ) -> Result<(Town, Duration), LibraryError> {
        let mut town = match town {
            Some(town) => town,
            None => {
                let hands = self.clone();
                apart(async move { hands.begin(id, head).await }).await?
            }
        };
        loop {
            let hands = self.clone();
            town = apart(async move { hands.slice(town, head).await }).await?;
            if town.is_level() {
                self.stacks.show(town.id, Arc::clone(&town.rules));
            }
            if town.place >= head {
                break;
            }
        }
        let hands = self.clone();
        apart(async move { hands.tidy(town).await }).await
    }

    /// One stretch of facts.
    async fn slice(&self, mut town: Town, head: i64) -> Result<Town, LibraryError> {
        let place = town.place;
        if place >= head {
            return Ok(town);
        }
        let facts = self
            .store
            .facts_of(&town.name, place - 1, self.slice)
            .await?;
        if facts.is_empty() {
            town.skip_to(head);
            return Ok(town);
        }
        let Some(mut batch) = town.take(facts)? else {
            return Ok(town);
        };
        self.complete(&town, &mut batch).await?;
        let version = self.stacks.write(&batch)?;
        town.reached = batch.reached;
        town.days_to = i32::MIN;
        if batch.items.iter().any(|item| item.event.is_none()) {
            town.unlinked_ms = Some(self.clock.now_ms());
        }
        self.stacks.changed(&town.id, Some(version));
        Ok(town)
    }

    /// What is to be seen to once the facts are taken; says how long nothing is to be done.
    async fn tidy(&self, mut town: Town) -> Result<(Town, Duration), LibraryError> {
        let now_ms = self.clock.now_ms();
        let settling = self.settle(&mut town, now_ms).await?;
        self.stacks.pages().wipe()?;
        if town.stream.is_none() || now_ms.saturating_sub(town.furnished_ms) >= FURNISH_MS {
            self.furnish(&mut town).await?;
            town.furnished_ms = now_ms;
        }
        if let Some(batch) = town.quiet_days(day_of(now_ms)) {
            let version = self.stacks.pages().write(&batch)?;
            self.stacks.changed(&town.id, Some(version));
        }
        let linking = town
            .unlinked_ms
            .is_some_and(|since_ms| now_ms.saturating_sub(since_ms) < LINKING_MS);
        if self.link(&town).await? {
            town.unlinked_ms = None;
        }
        let again = if linking && town.unlinked_ms.is_some() {
            LINK
        } else {
            IDLE
        };
        Ok((town, again.min(settling)))
    }

    /// Lets go of what waits no more. What is dropped from the twilight leaves no fact: the places of what was told of
    /// it are left out, and that is all. Says when to look again.
    async fn settle(&self, town: &mut Town, now_ms: i64) -> Result<Duration, LibraryError> {
        let waiting = if town.gap { town.waiting() } else { 0 };
        if waiting == 0 {
            town.gap = false;
            return Ok(IDLE);
        }
        if waiting > MANY && now_ms.saturating_sub(town.settled_ms) < SETTLE_MS {
            return Ok(LINK);
        }
        town.settled_ms = now_ms;
        let quiet = self.store.waiting(&town.name, town.place).await?;
        let items = quiet.iter().filter_map(|fact| fact.item.as_deref());
        let waiting: BTreeSet<_> = items.filter_map(|item| item.parse().ok()).collect();
        if town.settle(&waiting)? {
            self.stacks.changed(&town.id, None);
        }
        Ok(IDLE)
    }
}

/// Runs something that takes its time on a thread of its own.
async fn apart<T: Send + 'static>(
    work: impl Future<Output = Result<T, LibraryError>> + Send + 'static,
) -> Result<T, LibraryError> {
    let runtime = Handle::current();
    spawn_blocking(move || runtime.block_on(work)).await?
}
