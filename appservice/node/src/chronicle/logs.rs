//! The logs as this process writes them: one for each community, opened when it is first needed and held from then on.

use std::{
    collections::BTreeMap,
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
};

use secta_bot_chronicle::log::{KeyFault, LogKey, SignedCheckpoint, WitnessKey, serve::CHECKPOINT};
use secta_record::RecordId;
use secta_store::{Store, StoredRecord};
use tokio::{
    sync::{OwnedMutexGuard, watch},
    task::spawn_blocking,
};

use super::{
    ENTER, LogsError, Proof, Shown,
    keys::Keys,
    open::{Asked, Open},
};
use crate::{
    config::{Config, WitnessAt},
    seal::Sealer,
};

/// How many records are read and appended at a time: as many as a bundle holds.
const PAGE: usize = 256;

/// The logs of this node's communities.
#[derive(Clone)]
pub struct Logs {
    shown: Shown,
    witnesses: Arc<[WitnessAt]>,
    open: Arc<Mutex<BTreeMap<RecordId, Slot>>>,
    changed: Arc<watch::Sender<u64>>,
}

/// A log, once it is open. Whoever writes holds the lock.
type Slot = Arc<tokio::sync::Mutex<Option<Open>>>;
type Held = OwnedMutexGuard<Option<Open>>;

impl Logs {
    /// Logs in this folder, which is made when it is needed.
    pub fn new(
        folder: PathBuf,
        store: Arc<dyn Store>,
        keys: Keys,
        witnesses: Vec<WitnessAt>,
    ) -> Self {
        let shown = Shown {
            folder,
            store,
            keys,
            witnesses: witnesses.iter().map(|it| it.key.clone()).collect(),
        };
        Self {
            shown,
            witnesses: witnesses.into(),
            open: Arc::default(),
            changed: Arc::default(),
        }
    }

    /// The logs of a configured node.
    ///
    /// # Errors
    ///
    /// When the server's name cannot stand in a signature line.
    pub fn of(config: &Config, store: Arc<dyn Store>, sealer: &Sealer) -> Result<Self, KeyFault> {
        let keys = Keys::of(config, sealer)?;
        let witnesses = config.chronicle.witnesses.clone();
        Ok(Self::new(config.chronicle_dir(), store, keys, witnesses))
    }

    /// The logs as anybody reads them.
    pub fn shown(&self) -> &Shown {
        &self.shown
    }

    /// The key that verifies a community's log.
    pub fn key(&self, community: &RecordId) -> LogKey {
        self.shown.key(community)
    }

    /// Appends what the community has entered since; returns how many entries the log has. A community that has never
    /// entered anything has no log.
    ///
    /// # Errors
    ///
    /// When the store or the disk fails, or the folder holds another log, a damaged one, or one that is ahead of the
    /// records. What was appended stays.
    pub async fn catch_up(&self, community: &RecordId) -> Result<u64, LogsError> {
        let mut held = self.hold(community).await;
        if held.is_none() && !self.is_made(community) {
            let first = self.page(community, None, 1).await?;
            if first.is_empty() {
                return Ok(0);
            }
        }
        let opens = held.is_none();
        let (back, mut end) = self.work(community, held, |open| Ok(open.end())).await?;
        if opens {
            // Its witnesses may not have cosigned it as it is.
            self.tell_changed();
        }
        held = back;
        loop {
            let (last, size) = end;
            let page = self.page(community, last, PAGE).await?;
            if page.is_empty() {
                return Ok(size);
            }
            (held, end) = self
                .work(community, held, move |open| open.append(&page))
                .await?;
            self.tell_changed();
        }
    }

    /// Proves that a record is in its community's log, which catches up first. Nothing where the community has no such
    /// entry.
    ///
    /// # Errors
    ///
    /// As [`Logs::catch_up`].
    pub async fn prove(
        &self,
        community: &RecordId,
        record: &RecordId,
    ) -> Result<Option<Proof>, LogsError> {
        self.catch_up(community).await?;
        self.shown.prove(community, record).await
    }

    /// Counts how often logs were opened, have grown or were cosigned.
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.changed.subscribe()
    }

    /// The witnesses that are asked.
    pub(super) fn witnesses(&self) -> &[WitnessAt] {
        &self.witnesses
    }

    /// The store that the logs follow.
    pub(super) fn store(&self) -> &dyn Store {
        self.shown.store.as_ref()
    }

    /// The communities whose logs are open.
    pub(super) fn opened(&self) -> Vec<RecordId> {
        self.slots().keys().copied().collect()
    }

    /// What to ask a witness with that has cosigned the log at this size last, as far as is known; nothing where it has
    /// cosigned the log as it is, or there is no log.
    pub(super) async fn ask(
        &self,
        community: &RecordId,
        witness: &WitnessKey,
        old: Option<u64>,
    ) -> Result<Option<Asked>, LogsError> {
        let held = self.hold(community).await;
        if held.is_none() && !self.is_made(community) {
            return Ok(None);
        }
        let witness = witness.clone();
        let asked = self.work(community, held, move |open| open.ask(&witness, old));
        Ok(asked.await?.1)
    }

    /// Attaches what a witness has answered.
    pub(super) async fn attach(
        &self,
        community: &RecordId,
        asked: SignedCheckpoint,
        answer: Vec<u8>,
        witness: &WitnessKey,
    ) -> Result<(), LogsError> {
        let held = self.hold(community).await;
        let witness = [witness.clone()];
        let attached = self.work(community, held, move |open| {
            open.log.attach(&asked, &answer, &witness)?;
            Ok(())
        });
        attached.await?;
        self.tell_changed();
        Ok(())
    }

    fn slots(&self) -> std::sync::MutexGuard<'_, BTreeMap<RecordId, Slot>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn hold(&self, community: &RecordId) -> Held {
        let slot = Arc::clone(self.slots().entry(*community).or_default());
        slot.lock_owned().await
    }

    /// Whether a log was ever made.
    fn is_made(&self, community: &RecordId) -> bool {
        self.shown.folder(community).is_dir()
    }

    fn tell_changed(&self) {
        self.changed
            .send_modify(|changes| *changes = changes.wrapping_add(1));
    }

    async fn page(
        &self,
        community: &RecordId,
        after: Option<RecordId>,
        limit: usize,
    ) -> Result<Vec<StoredRecord>, LogsError> {
        let (name, id) = (community.to_string(), after.map(|after| after.to_string()));
        let found = self
            .store()
            .records_of_kind(&name, ENTER, id.as_deref(), limit);
        match (found.await?, after) {
            (Some(records), _) => Ok(records),
            (None, Some(last)) => Err(LogsError::Ahead(last)),
            (None, None) => Ok(Vec::new()),
        }
    }

    /// Works on a log, away from those who answer; opens it first where it is not. The lock goes along, so that nobody
    /// comes in between where the caller is gone. A log on which something has failed is opened again.
    async fn work<T: Send + 'static>(
        &self,
        community: &RecordId,
        mut held: Held,
        act: impl FnOnce(&mut Open) -> Result<T, LogsError> + Send + 'static,
    ) -> Result<(Held, T), LogsError> {
        let (folder, signer) = (
            self.shown.folder(community),
            self.shown.keys.log(community)?,
        );
        let worked = spawn_blocking(move || {
            // One that was deleted meanwhile is made anew.
            let there = held.take().filter(|_| folder.join(CHECKPOINT).exists());
            let mut open = match there {
                Some(open) => open,
                None => Open::new(folder, signer)?,
            };
            let done = act(&mut open)?;
            *held = Some(open);
            Ok((held, done))
        });
        worked.await?
    }
}
