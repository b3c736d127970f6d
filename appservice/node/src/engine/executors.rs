//! Executors carry effects out: in order within a lane, lanes side by side.
//!
//! An effect is marked as under way before the homeserver is asked. One that is found so after a crash, or whose
//! answer was lost, is in doubt: it is looked for in the room before it is sent again (invariant 3).

use std::{collections::BTreeSet, sync::Arc};

use futures_util::{StreamExt, future::BoxFuture, stream::FuturesUnordered};
use rand::{Rng, SeedableRng, rngs::SmallRng};
use secta_bot_kit::{
    Effect, NewRow,
    journal::{Done, EffectResult, source},
};
use secta_matrix::{CallError, Homeserver};
use secta_store::{Completion, StoreError, StoredEffect, Waiting};
use tokio::sync::{Notify, watch};

use super::{
    Parts, rest,
    views::{self, Views},
};
use crate::seal::SealError;

/// How many lanes are worked at a time.
const LANES: usize = 32;

/// The first wait after a failure; it doubles up to [`LONGEST_MS`].
const SHORTEST_MS: i64 = 500;

/// The longest wait between two tries of an effect.
const LONGEST_MS: i64 = 60_000;

/// After so many tries without an answer the homeserver counts as away.
const AWAY: u32 = 3;

/// How often a view is asked for an answer that it cannot make: with the waits between, some seconds.
const COMPOSE_TRIES: u32 = 5;

/// For how long keys of an encrypted event are waited for: a week.
const KEYS_PATIENCE_MS: i64 = 7 * 24 * 3_600_000;

/// The executors of the homeserver.
pub struct Executors {
    parts: Parts,
    homeserver: Arc<dyn Homeserver>,
    keys: Arc<Notify>,
    dice: SmallRng,
    silences: u32,
}

/// An effect cannot be carried out for a reason of this node.
#[derive(Debug, thiserror::Error)]
enum ExecuteError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("effect {key}: {source}")]
    Sealed { key: String, source: SealError },
    #[error("effect {key}: {source}")]
    Payload {
        key: String,
        source: serde_json::Error,
    },
}

/// Whether the homeserver gave an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Heard {
    Answer,
    Silence,
}

/// A try under way: the lane that it holds, and how it ended.
type Try = BoxFuture<'static, (String, Result<Heard, ExecuteError>)>;

/// All tries under way.
type Tries = FuturesUnordered<Try>;

/// How a try ended.
enum Tried {
    Ended(Completion),
    PutOff {
        next_ms: i64,
        in_doubt: bool,
        reason: String,
    },
}

impl Executors {
    /// Executors whose jitter comes from `seed`.
    pub fn new(parts: Parts, homeserver: Arc<dyn Homeserver>, seed: u64) -> Self {
        let keys = homeserver.keys_arrived();
        Self {
            parts,
            homeserver,
            keys,
            dice: SmallRng::seed_from_u64(seed),
            silences: 0,
        }
    }

    /// Carries effects out until `stop` is true, then finishes what is under way.
    pub async fn run(mut self, mut stop: watch::Receiver<bool>) {
        let mut busy = BTreeSet::new();
        let mut tries = Tries::new();
        while !*stop.borrow() || !tries.is_empty() {
            let due = if *stop.borrow() {
                None
            } else {
                self.begin(&mut busy, &mut tries).await
            };
            let now_ms = self.parts.clock.now_ms();
            let store = Arc::clone(&self.parts.store);
            tokio::select! {
                biased;
                Some((lane, result)) = tries.next() => {
                    match result {
                        Ok(heard) => self.heard(heard).await,
                        Err(error) => {
                            tracing::error!(%error, lane, "an effect cannot be handled");
                            rest::after_failure().await;
                        }
                    }
                    busy.remove(&lane);
                }
                Ok(()) = stop.changed() => {}
                () = self.keys.notified() => self.hurry("decrypt/").await,
                () = rest::until(&store.wakes().outbox, due, now_ms) => {}
            }
        }
    }

    /// Begins what can be begun; returns when more will be due.
    async fn begin(&mut self, busy: &mut BTreeSet<String>, tries: &mut Tries) -> Option<i64> {
        match self.start(busy, tries.len()).await {
            Ok(started) => tries.extend(started),
            Err(error) => {
                tracing::error!(%error, "the outbox cannot be read");
                rest::after_failure().await;
                return Some(self.parts.clock.now_ms());
            }
        }
        if tries.len() >= LANES {
            return None;
        }
        let names: Vec<String> = busy.iter().cloned().collect();
        self.parts
            .store
            .next_effect_ms(&names)
            .await
            .unwrap_or_default()
    }

    async fn start(
        &mut self,
        busy: &mut BTreeSet<String>,
        under_way: usize,
    ) -> Result<Vec<Try>, StoreError> {
        let room = LANES.saturating_sub(under_way);
        if room == 0 {
            return Ok(Vec::new());
        }
        let store = &self.parts.store;
        let names: Vec<String> = busy.iter().cloned().collect();
        let heads = store.heads(self.parts.clock.now_ms(), &names, room).await?;
        let fresh: Vec<String> = heads
            .iter()
            .filter(|head| !head.in_doubt)
            .map(|head| head.effect.key.clone())
            .collect();
        if !fresh.is_empty() {
            store.mark_sending(&fresh).await?;
        }
        Ok(heads
            .into_iter()
            .map(|head| self.attempt(head, busy))
            .collect())
    }

    fn attempt(&mut self, head: Waiting, busy: &mut BTreeSet<String>) -> Try {
        let lane = head.effect.lane.clone();
        busy.insert(lane.clone());
        let parts = self.parts.clone();
        let homeserver = Arc::clone(&self.homeserver);
        let back_off = back_off(head.attempts, &mut self.dice);
        Box::pin(async move {
            (
                lane,
                attempt(&parts, homeserver.as_ref(), head, back_off).await,
            )
        })
    }

    /// When a homeserver that was away answers again, nothing waits any longer.
    async fn heard(&mut self, heard: Heard) {
        match heard {
            Heard::Silence => self.silences += 1,
            Heard::Answer => {
                if std::mem::take(&mut self.silences) >= AWAY {
                    self.hurry("").await;
                }
            }
        }
    }

    async fn hurry(&self, lane_prefix: &str) {
        let now_ms = self.parts.clock.now_ms();
        if let Err(error) = self.parts.store.hurry(lane_prefix, now_ms).await {
            tracing::error!(%error, "effects that wait cannot be hurried");
        }
    }
}

async fn attempt(
    parts: &Parts,
    homeserver: &dyn Homeserver,
    head: Waiting,
    back_off_ms: i64,
) -> Result<Heard, ExecuteError> {
    let effect = match unpack(parts, &head.effect) {
        Ok(effect) => effect,
        Err(error) => {
            let result = EffectResult::Refused {
                code: "SECTA_UNREADABLE".to_owned(),
                message: error.to_string(),
            };
            let completion = Completion {
                key: head.effect.key,
                at_ms: parts.clock.now_ms(),
                result,
                row: None,
            };
            parts.store.complete(completion).await?;
            return Ok(Heard::Answer);
        }
    };
    let answer = ask(parts, homeserver, &head, &effect).await;
    let now_ms = parts.clock.now_ms();
    parts.metrics.call(&answer);
    let heard = match answer {
        Err(CallError::Unreachable(_)) => Heard::Silence,
        Ok(_)
        | Err(CallError::Limited { .. } | CallError::NotYet(_) | CallError::Refused { .. }) => {
            Heard::Answer
        }
    };
    match weigh(parts, &head, &effect, answer, now_ms, back_off_ms)? {
        Tried::Ended(completion) => parts.store.complete(completion).await?,
        Tried::PutOff {
            next_ms,
            in_doubt,
            reason,
        } => {
            tracing::debug!(key = head.effect.key, reason, "an effect is put off");
            parts
                .store
                .put_off(&head.effect.key, next_ms, in_doubt, &reason)
                .await?;
        }
    }
    Ok(heard)
}

async fn ask(
    parts: &Parts,
    homeserver: &dyn Homeserver,
    head: &Waiting,
    effect: &Effect,
) -> Result<Done, CallError> {
    let key = &head.effect.key;
    if head.in_doubt
        && let Some(done) = homeserver.find(key, effect, head.planned_ms).await?
    {
        return Ok(done);
    }
    if let Effect::View(act) = effect {
        return parts.views.perform(key, act).await;
    }
    match compose(&parts.views, head, effect).await? {
        Some(composed) => {
            let done = homeserver.perform(key, &composed).await?;
            Ok(views::told(&composed, done))
        }
        None => homeserver.perform(key, effect).await,
    }
}

/// The effect as it is sent; `None` where nothing is to be added. What a view cannot make after some tries is said so:
/// nothing else in the room waits for it.
async fn compose(
    views: &Views,
    head: &Waiting,
    effect: &Effect,
) -> Result<Option<Effect>, CallError> {
    match views.composed(effect).await {
        Err(CallError::NotYet(reason)) if head.attempts < COMPOSE_TRIES => {
            Err(CallError::NotYet(reason))
        }
        Err(error @ (CallError::NotYet(_) | CallError::Refused { .. })) => {
            tracing::error!(%error, key = head.effect.key, "an answer cannot be made");
            views::without(effect).map(Some).ok_or(error)
        }
        other => other,
    }
}

fn weigh(
    parts: &Parts,
    head: &Waiting,
    effect: &Effect,
    answer: Result<Done, CallError>,
    now_ms: i64,
    back_off_ms: i64,
) -> Result<Tried, ExecuteError> {
    let key = head.effect.key.clone();
    let refused = |code: String, message: String| {
        tracing::warn!(key, code, message, "an effect was refused for good");
        let result = EffectResult::Refused { code, message };
        Tried::Ended(Completion {
            key: key.clone(),
            at_ms: now_ms,
            result,
            row: None,
        })
    };
    Ok(match answer {
        Ok(mut done) => {
            let row = decrypted_row(parts, effect, &mut done, now_ms).map_err(|source| {
                ExecuteError::Sealed {
                    key: key.clone(),
                    source,
                }
            })?;
            Tried::Ended(Completion {
                key,
                at_ms: now_ms,
                result: EffectResult::Done(done),
                row,
            })
        }
        Err(CallError::Refused { code, message }) => refused(code, message),
        Err(CallError::NotYet(reason)) if now_ms - head.planned_ms > KEYS_PATIENCE_MS => {
            refused("SECTA_GIVEN_UP".to_owned(), reason)
        }
        Err(CallError::NotYet(reason)) => Tried::PutOff {
            next_ms: now_ms + back_off_ms,
            in_doubt: head.in_doubt,
            reason,
        },
        Err(CallError::Limited { retry_after_ms }) => {
            let wait = i64::try_from(retry_after_ms).unwrap_or(LONGEST_MS);
            let reason = "asked to wait".to_owned();
            Tried::PutOff {
                next_ms: now_ms + wait + back_off_ms / 10,
                in_doubt: head.in_doubt,
                reason,
            }
        }
        Err(CallError::Unreachable(reason)) => Tried::PutOff {
            next_ms: now_ms + back_off_ms,
            in_doubt: true,
            reason,
        },
    })
}

/// A decrypted event enters the journal as a row of its own, sealed.
fn decrypted_row(
    parts: &Parts,
    effect: &Effect,
    done: &mut Done,
    now_ms: i64,
) -> Result<Option<NewRow>, SealError> {
    let Effect::Decrypt { room, event, .. } = effect else {
        return Ok(None);
    };
    let body = done.data.take().unwrap_or_default().to_string();
    Ok(Some(NewRow {
        source: source::DECRYPTED.to_owned(),
        external_id: event["event_id"].as_str().unwrap_or_default().to_owned(),
        room: Some(room.to_string()),
        at_ms: now_ms,
        body: parts.sealer.seal(body.as_bytes())?,
        sealed: true,
    }))
}

fn unpack(parts: &Parts, stored: &StoredEffect) -> Result<Effect, ExecuteError> {
    let key = || stored.key.clone();
    let opened;
    let json = if stored.sealed {
        opened = parts
            .sealer
            .open(&stored.payload)
            .map_err(|source| ExecuteError::Sealed { key: key(), source })?;
        &opened
    } else {
        &stored.payload
    };
    serde_json::from_slice(json).map_err(|source| ExecuteError::Payload { key: key(), source })
}

/// Doubles from try to try, with jitter of a quarter.
fn back_off(attempts: u32, dice: &mut SmallRng) -> i64 {
    let whole = SHORTEST_MS
        .saturating_mul(1 << attempts.min(10))
        .min(LONGEST_MS);
    whole - dice.random_range(0..=whole / 4)
}

#[cfg(test)]
mod tests {
    use async_trait::async_trait;
    use secta_bot_kit::{File, RoomId, Scope, SendEvent, SendFile, effect::Compose};
    use serde_json::{Map, Value, json};

    use super::*;
    use crate::engine::views::View;

    /// A view that is never able to.
    struct Unable;

    #[async_trait]
    impl View for Unable {
        async fn compose(&self, _: &Value) -> Result<Map<String, Value>, CallError> {
            Err(CallError::NotYet("damaged".to_owned()))
        }
    }

    fn waiting(attempts: u32) -> Waiting {
        Waiting {
            effect: StoredEffect {
                key: "1.search.0".to_owned(),
                lane: "room/!room:home".to_owned(),
                bot: "search".to_owned(),
                scope: Scope::new("room/!room:home"),
                tag: "answer".to_owned(),
                digest: String::new(),
                payload: Vec::new(),
                sealed: false,
            },
            planned_ms: 0,
            attempts,
            in_doubt: false,
        }
    }

    fn send() -> SendEvent {
        SendEvent {
            room: RoomId::new("!room:home"),
            sender: None,
            sent_ms: None,
            kind: "m.room.message".to_owned(),
            content: json!({ "msgtype": "m.notice", "body": "not now" }),
            encrypted: false,
            compose: Some(Compose {
                by: "search".to_owned(),
                ask: Value::Null,
            }),
        }
    }

    fn file() -> Effect {
        let mut event = send();
        event.content["msgtype"] = json!("m.file");
        Effect::SendFile(SendFile {
            compose: event.compose.take(),
            event,
            file: File::composed("text/plain", Vec::new()),
        })
    }

    #[tokio::test]
    async fn a_room_does_not_wait_for_an_answer_that_cannot_be_made() {
        let views = Views::default().with("search", Arc::new(Unable));
        let said = Effect::Send(SendEvent {
            compose: None,
            ..send()
        });
        for (asked, tries) in [(Effect::Send(send()), COMPOSE_TRIES), (file(), 0)] {
            // Files it makes none at all: that will not change.
            for attempts in 0..tries {
                let tried = compose(&views, &waiting(attempts), &asked).await;
                assert!(matches!(tried, Err(CallError::NotYet(_))), "{tried:?}");
            }
            let sent = compose(&views, &waiting(tries), &asked).await;
            assert_eq!(sent.ok().flatten().as_ref(), Some(&said));
        }
    }

    #[tokio::test]
    async fn without_its_view_an_answer_says_so() {
        let asked = Effect::Send(send());
        let sent = compose(&Views::default(), &waiting(0), &asked).await;
        let Ok(Some(Effect::Send(sent))) = sent else {
            panic!("it is sent");
        };
        assert_eq!(
            (sent.compose, sent.content["body"].as_str()),
            (None, Some("not now"))
        );
    }
}
