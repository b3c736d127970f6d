//! The archive's vaults: what `!запомни` saves, what `!вспомни` asks, and the exchange with a remote.
//!
//! [`messages`] reads what is to be saved, [`notes`] makes notes of it, [`edits`] follows what changes, [`recall`]
//! answers, [`exchange`] talks to the remote. A vault is opened when it is first needed and held by this process.

#[cfg(test)]
mod act_tests;
#[cfg(test)]
mod edit_tests;
mod edits;
mod exchange;
mod messages;
mod notes;
mod recall;

use std::{
    collections::BTreeMap,
    panic::{AssertUnwindSafe, catch_unwind},
    path::PathBuf,
    sync::{Arc, Mutex, OnceLock, PoisonError, TryLockError},
    time::Duration,
};

use async_trait::async_trait;
use jiff::tz::TimeZone;
use secta_bot_archive::{
    act::{Act, Came, Save, VaultId},
    recall::Question,
};
use secta_bot_kit::{EventId, read::Selves, words::Words};
use secta_bot_search::text::Lemmas;
use secta_matrix::{CallError, live::Live};
use secta_store::{Store, StoreError};
use secta_wiki_formats::vault::{Author, Vault, VaultError, VaultSettings};
use serde::Deserialize;
use serde_json::{Map, Value};

pub use self::exchange::Far;
use crate::{
    clock::Clock,
    engine::views::View,
    seal::{SealError, Sealer},
};

/// How often, and in what time, somebody who asks waits for an exchange.
const TRIES: usize = 40;
const BETWEEN: Duration = Duration::from_millis(50);

/// The vaults.
pub struct Archive {
    /// The folder that they lie in.
    pub folder: PathBuf,
    /// The homeserver that messages and files are read from, once it is there.
    pub homeserver: Arc<OnceLock<Arc<Live>>>,
    /// The journal, for what was decrypted.
    pub store: Arc<dyn Store>,
    /// Opens what is sealed.
    pub sealer: Sealer,
    /// The service's own users.
    pub selves: Selves,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// The phrases.
    pub words: Arc<Words>,
    /// Words in every form, to recall by.
    pub lemmas: Arc<dyn Lemmas>,
    /// The zone in which notes tell their time.
    pub zone: TimeZone,
    /// The server that links go by.
    pub server: String,
    /// What stands behind the name of a file that somebody changed in a vault's folder itself.
    pub aside: String,
    /// Where vaults are exchanged with.
    pub far: Option<Far>,
    /// Those that are open.
    pub open: Mutex<BTreeMap<String, Arc<Mutex<Vault>>>>,
}

/// Why a vault did not do it.
#[derive(Debug, thiserror::Error)]
enum ArchiveError {
    #[error(transparent)]
    Call(#[from] CallError),
    #[error(transparent)]
    Vault(#[from] VaultError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Seal(#[from] SealError),
    #[error(transparent)]
    Json(#[from] serde_json::Error),
}

impl Archive {
    /// Does something with a vault, on this thread: it waits for the disk, and for an exchange that is under way.
    fn with<T>(
        &self,
        id: &VaultId,
        act: impl FnOnce(&mut Vault) -> Result<T, VaultError>,
    ) -> Result<T, VaultError> {
        tokio::task::block_in_place(|| {
            let vault = self.vault(id)?;
            let mut vault = vault.lock().unwrap_or_else(PoisonError::into_inner);
            unwound(|| act(&mut vault))
        })
    }

    /// The same for somebody who waits for an answer; `None` where an exchange takes too long.
    async fn with_soon<T>(
        &self,
        id: &VaultId,
        act: impl FnOnce(&mut Vault) -> Result<T, VaultError>,
    ) -> Result<Option<T>, VaultError> {
        let vault = tokio::task::block_in_place(|| self.vault(id))?;
        for _ in 0..TRIES {
            match vault.try_lock() {
                Ok(mut vault) => {
                    return tokio::task::block_in_place(|| unwound(|| act(&mut vault))).map(Some);
                }
                Err(TryLockError::Poisoned(poisoned)) => {
                    let mut vault = poisoned.into_inner();
                    return tokio::task::block_in_place(|| unwound(|| act(&mut vault))).map(Some);
                }
                Err(TryLockError::WouldBlock) => {}
            }
            tokio::time::sleep(BETWEEN).await;
        }
        Ok(None)
    }

    fn vault(&self, id: &VaultId) -> Result<Arc<Mutex<Vault>>, VaultError> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(vault) = open.get(&id.folder) {
            return Ok(Arc::clone(vault));
        }
        let root = self.folder.join(&id.folder);
        let vault = Vault::open(VaultSettings {
            aside: self.aside.clone(),
            ..VaultSettings::new(root)
        })?;
        let vault = Arc::new(Mutex::new(vault));
        open.insert(id.folder.clone(), Arc::clone(&vault));
        Ok(vault)
    }

    /// Whether a vault was ever made.
    fn is_made(&self, id: &VaultId) -> bool {
        self.folder.join(&id.folder).is_dir()
    }

    fn live(&self) -> Result<Arc<Live>, CallError> {
        let known = self.homeserver.get().cloned();
        known.ok_or_else(|| CallError::NotYet("the homeserver is not connected".to_owned()))
    }

    /// Takes a message's words out of its note.
    fn forget(
        &self,
        id: &VaultId,
        (event, at_ms): (&EventId, i64),
        operation: &str,
    ) -> Result<Came, VaultError> {
        let making = notes::Making {
            zone: &self.zone,
            author: &Author::service("secta"),
            operation,
        };
        if self.is_made(id) {
            self.with(id, |vault| notes::forget(vault, (event, at_ms), &making))?;
        }
        Ok(Came::Forgotten)
    }

    async fn save(&self, key: &str, save: &Save) -> Result<Came, ArchiveError> {
        let messages = match self.messages(save).await? {
            Ok(messages) => messages,
            Err(why) => return Ok(Came::Not(why)),
        };
        let operation = format!("{}.{key}", self.store.tag());
        let author = self.author(save).await?;
        let came = self.with(&save.vault, |vault| {
            notes::keep(
                vault,
                save,
                messages,
                &notes::Making {
                    zone: &self.zone,
                    author: &author,
                    operation: &operation,
                },
            )
        })?;
        Ok(came)
    }
}

/// A damaged repository may make the library panic: that is an error of the vault.
fn unwound<T>(act: impl FnOnce() -> Result<T, VaultError>) -> Result<T, VaultError> {
    catch_unwind(AssertUnwindSafe(act))
        .unwrap_or_else(|_| Err(VaultError::Repository("reading it panicked".to_owned())))
}

#[async_trait]
impl View for Archive {
    async fn compose(&self, ask: &Value) -> Result<Map<String, Value>, CallError> {
        let question = Question::deserialize(ask).map_err(|error| unreadable(&error))?;
        let answer = self.recall(&question).await;
        answer.map_err(|error| not_yet(&error.into()))
    }

    async fn perform(&self, key: &str, act: &Value) -> Result<Value, CallError> {
        let act = Act::deserialize(act).map_err(|error| unreadable(&error))?;
        let came = match &act {
            Act::Save(save) => self
                .save(key, save)
                .await
                .map_err(|error| not_yet(&error))?,
            Act::Forget {
                vault,
                event,
                at_ms,
            } => {
                let operation = format!("{}.{key}", self.store.tag());
                self.forget(vault, (event, *at_ms), &operation)
                    .map_err(|error| not_yet(&error.into()))?
            }
            Act::Edit(edit) => {
                let operation = format!("{}.{key}", self.store.tag());
                self.edit(edit, &operation)
                    .await
                    .map_err(|error| not_yet(&error))?
            }
            Act::Sync { vault } => Came::Synced(self.exchange(vault)),
            Act::Resume { vault } => self
                .resume(vault)
                .await
                .map_err(|error| not_yet(&error.into()))?,
        };
        serde_json::to_value(&came).map_err(|error| unreadable(&error))
    }
}

fn unreadable(error: &serde_json::Error) -> CallError {
    CallError::Refused {
        code: "SECTA_REQUEST".to_owned(),
        message: error.to_string(),
    }
}

/// What fails now is tried again: a disk that is full, a homeserver that is away.
fn not_yet(error: &ArchiveError) -> CallError {
    tracing::warn!(%error, "the archive cannot do it now");
    match error {
        ArchiveError::Call(error) => error.clone(),
        other => CallError::NotYet(other.to_string()),
    }
}
