//! How the fake delivers transactions to the service: as a Synapse or as a Dendrite does.

use std::{collections::VecDeque, future::Future, pin::Pin, time::Duration};

use futures_util::stream::{FuturesUnordered, StreamExt};
use serde_json::Value;
use tokio::{
    select,
    time::{sleep, timeout},
};

use super::{Fake, weather::Manner};

const SYNAPSE_BATCH: usize = 100;
const SYNAPSE_BACK_OFF: u32 = 9;
const DENDRITE_BATCH: usize = 50;
const DENDRITE_BACK_OFF: u32 = 6;

/// What waits to be delivered; it outlives a pump, as a homeserver outlives the service.
#[derive(Debug, Default)]
pub(super) struct Waiting {
    /// Synapse's transactions that failed, and those made since.
    pending: VecDeque<(String, Vec<Value>)>,
    back_off: u32,
}

/// Copies of transactions that the homeserver has given up and the service still handles.
type Abandoned<Fut> = FuturesUnordered<Pin<Box<Fut>>>;

impl Fake {
    /// Delivers the service's transactions for ever: `deliver(id, events)` is the service's handler and says
    /// whether it answered 200. Drop it to kill the service in the middle of what it does; a new one goes on with
    /// what was not acknowledged.
    pub async fn pump<F, Fut>(&self, deliver: F)
    where
        F: Fn(String, Vec<Value>) -> Fut,
        Fut: Future<Output = bool>,
    {
        let mut abandoned = Abandoned::new();
        loop {
            let down_ms = self.world().down_until_ms.saturating_sub(self.now_ms());
            if let Ok(millis @ 1..) = u64::try_from(down_ms) {
                self.beside(sleep(Duration::from_millis(millis)), &mut abandoned)
                    .await;
                continue;
            }
            let Some((id, events)) = self.next_transaction() else {
                self.beside(self.queued.notified(), &mut abandoned).await;
                continue;
            };
            let count = events.len();
            if self.attempt(id, events, &deliver, &mut abandoned).await {
                self.acknowledged(count);
            } else {
                let pause = self.failed();
                let flushed = async {
                    let _ = timeout(pause, self.flush.notified()).await;
                };
                self.beside(flushed, &mut abandoned).await;
            }
        }
    }

    /// Whether everything has been delivered.
    pub fn is_delivered(&self) -> bool {
        let world = self.world();
        world.queue.is_empty() && world.waiting.pending.is_empty()
    }

    /// How many events wait to be delivered.
    pub fn undelivered(&self) -> usize {
        let world = self.world();
        world.queue.len()
            + world
                .waiting
                .pending
                .iter()
                .map(|(_, events)| events.len())
                .sum::<usize>()
    }

    fn next_transaction(&self) -> Option<(String, Vec<Value>)> {
        let mut world = self.world();
        match self.settings.manner {
            Manner::Synapse if world.waiting.pending.is_empty() => {
                let count = world.queue.len().min(SYNAPSE_BATCH);
                let events: Vec<Value> = world.queue.drain(..count).collect();
                if events.is_empty() {
                    return None;
                }
                let id = world.next_id().to_string();
                world.waiting.pending.push_back((id, events));
            }
            Manner::Synapse => {
                // In catch-up, what comes in the meantime is a transaction each.
                while let Some(event) = world.queue.pop_front() {
                    let id = world.next_id().to_string();
                    world.waiting.pending.push_back((id, vec![event]));
                }
            }
            Manner::Dendrite => {
                let first = world.queue.front()?["event_id"]
                    .as_str()
                    .unwrap_or_default();
                let id = format!("at{}", first.trim_start_matches('$'));
                return Some((
                    id,
                    world.queue.iter().take(DENDRITE_BATCH).cloned().collect(),
                ));
            }
        }
        world.waiting.pending.front().cloned()
    }

    async fn attempt<F, Fut>(
        &self,
        id: String,
        events: Vec<Value>,
        deliver: &F,
        abandoned: &mut Abandoned<Fut>,
    ) -> bool
    where
        F: Fn(String, Vec<Value>) -> Fut,
        Fut: Future<Output = bool>,
    {
        let weather = self.weather();
        let (lost, answer_lost, doubled, impatient, patience) = {
            let dice = &mut self.world().dice;
            (
                dice.roll(weather.delivery_lost),
                dice.roll(weather.delivery_answer_lost),
                dice.roll(weather.delivery_doubled),
                dice.roll(weather.impatient),
                dice.pick(&(0..=100)),
            )
        };
        if lost {
            return false;
        }
        if doubled {
            abandoned.push(Box::pin(deliver(id.clone(), events.clone())));
        }
        let mut handled = Box::pin(deliver(id, events));
        if impatient {
            let pause = Duration::from_millis(patience);
            let answer = self
                .beside(async { timeout(pause, &mut handled).await.ok() }, abandoned)
                .await;
            return match answer {
                Some(answer) => answer && !answer_lost,
                None => {
                    abandoned.push(handled);
                    false
                }
            };
        }
        self.beside(handled, abandoned).await && !answer_lost
    }

    fn acknowledged(&self, count: usize) {
        let mut world = self.world();
        world.waiting.back_off = 0;
        match self.settings.manner {
            Manner::Synapse => drop(world.waiting.pending.pop_front()),
            Manner::Dendrite => drop(world.queue.drain(..count)),
        }
    }

    fn failed(&self) -> Duration {
        let most = match self.settings.manner {
            Manner::Synapse => SYNAPSE_BACK_OFF,
            Manner::Dendrite => DENDRITE_BACK_OFF,
        };
        let mut world = self.world();
        world.waiting.back_off = (world.waiting.back_off + 1).min(most);
        Duration::from_secs(1 << world.waiting.back_off)
    }

    /// Awaits something while abandoned copies go on and keys arrive.
    async fn beside<T, Fut>(
        &self,
        future: impl Future<Output = T>,
        abandoned: &mut Abandoned<Fut>,
    ) -> T
    where
        Fut: Future<Output = bool>,
    {
        let mut future = std::pin::pin!(future);
        loop {
            select! {
                biased;
                result = &mut future => return result,
                Some(_) = abandoned.next() => {}
                () = self.key_comes() => self.keys.notify_one(),
            }
        }
    }

    /// Ends when the next late key has arrived.
    async fn key_comes(&self) {
        loop {
            let now_ms = self.now_ms();
            let next_ms = self.world().keys_due.first().copied();
            let wait = async {
                match next_ms.map(|at_ms| u64::try_from(at_ms.saturating_sub(now_ms)).unwrap_or(0))
                {
                    Some(millis) => sleep(Duration::from_millis(millis)).await,
                    None => std::future::pending().await,
                }
            };
            select! {
                biased;
                () = wait => {
                    self.world().keys_due.retain(|at_ms| Some(*at_ms) > next_ms);
                    return;
                }
                () = self.keys_changed.notified() => {}
            }
        }
    }
}
