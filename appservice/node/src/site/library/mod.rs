//! What is published, as the pages of the site read it: [`Stacks`] answers the site, and a [`Follower`] keeps it beside
//! the store.
//!
//! A community's facts are folded twice over: the rules' state ([`Stacks::rules`], in memory, what waits included) and the
//! rows of [`secta_store::pages`] (on disk, what is public alone). Both move together, a stretch of facts at a time; the
//! rows carry the place that they have reached, the state is folded to that place when the process begins.

mod answers;
mod crowd;
mod fill;
mod follower;
mod gather;
pub(super) mod memory;
mod model;
#[cfg(test)]
mod tests;
mod told;
mod town;
mod wiki;

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::{
        Arc, PoisonError, RwLock,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
};

use secta_bot_kit::community::KeptFault;
use secta_bot_search::text::Lemmas;
use secta_record::{RecordId, act::ActFault};
use secta_rules::Unlawful;
use secta_site::ports::Rules;
use secta_store::{
    StoreError,
    pages::{Pages, PagesError},
};
use tokio::sync::{Notify, watch};

pub use follower::Follower;
pub(super) use wiki::found;
use wiki::{Blobs, Tongue};
pub use wiki::{Finds, Reading};

use crate::seal::SealError;

/// What is published, for whoever shows it.
#[derive(Clone)]
pub struct Stacks(Arc<Inner>);

struct Inner {
    path: PathBuf,
    tag: String,
    pages: RwLock<Arc<Pages>>,
    files: Blobs,
    tongue: Tongue,
    known: RwLock<BTreeMap<RecordId, Known>>,
    changes: watch::Sender<u64>,
    damaged: AtomicBool,
    bell: Notify,
}

/// What is held of a community in memory.
#[derive(Clone, Default)]
struct Known {
    rules: Option<Arc<Rules>>,
    version: Arc<AtomicU64>,
}

/// Why what is published cannot be followed.
#[derive(Debug, thiserror::Error)]
pub enum LibraryError {
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The view.
    #[error(transparent)]
    Pages(#[from] PagesError),
    /// A record cannot be read.
    #[error(transparent)]
    Kept(#[from] KeptFault),
    /// A record's body is not of its kind.
    #[error(transparent)]
    Act(#[from] ActFault),
    /// A fact that the ones before it don't justify.
    #[error("fact {0}: {1}")]
    Unlawful(i64, Unlawful),
    /// What is sealed cannot be opened.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// What was stored is not what this program wrote.
    #[error("a stored value is not JSON: {0}")]
    Value(#[from] serde_json::Error),
    /// The thread that folds has died.
    #[error("folding has died: {0}")]
    Died(#[from] tokio::task::JoinError),
}

impl Stacks {
    /// Opens the view in a file, for the database with this tag; one that does not fit is made anew. The wiki's files
    /// stand in a folder of their own; its pages are found by these forms of words.
    ///
    /// # Errors
    ///
    /// When the file can neither be opened nor made.
    pub fn open(
        path: &Path,
        tag: &str,
        files: &Path,
        lemmas: Arc<dyn Lemmas>,
    ) -> Result<Self, PagesError> {
        let tongue = Tongue::new(lemmas);
        let pages = Pages::open(path, tag, Arc::new(Reading(tongue.clone())))?;
        let mut known = BTreeMap::new();
        for row in pages.communities()? {
            let version = Arc::new(AtomicU64::new(row.version));
            let rules = None;
            known.insert(row.id, Known { rules, version });
        }
        Ok(Self(Arc::new(Inner {
            path: path.to_owned(),
            tag: tag.to_owned(),
            pages: RwLock::new(Arc::new(pages)),
            files: Blobs::new(files),
            tongue,
            known: RwLock::new(known),
            changes: watch::Sender::new(0),
            damaged: AtomicBool::new(false),
            bell: Notify::new(),
        })))
    }

    /// The rows.
    fn pages(&self) -> Arc<Pages> {
        let pages = self.0.pages.read().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(&pages)
    }

    fn known(&self, community: &RecordId) -> Option<Known> {
        let known = self.0.known.read().unwrap_or_else(PoisonError::into_inner);
        known.get(community).cloned()
    }

    /// Has the site see a community's state.
    fn show(&self, community: RecordId, rules: Arc<Rules>) {
        let mut known = self.0.known.write().unwrap_or_else(PoisonError::into_inner);
        known.entry(community).or_default().rules = Some(rules);
    }

    /// Tells that a community has changed: what waits, or what is published too.
    fn changed(&self, community: &RecordId, version: Option<u64>) {
        if let Some(version) = version {
            let mut known = self.0.known.write().unwrap_or_else(PoisonError::into_inner);
            let known = known.entry(*community).or_default();
            known.version.fetch_max(version, Ordering::AcqRel);
        }
        self.0
            .changes
            .send_modify(|changes| *changes = changes.wrapping_add(1));
    }

    /// Tells that pages of the commons may have changed, which all communities show.
    fn changed_all(&self) -> Result<(), PagesError> {
        for row in self.pages().communities()? {
            self.changed(&row.id, Some(row.version));
        }
        Ok(())
    }

    /// Notes that the file is damaged, and wakes whoever makes it anew.
    fn complain(&self, error: &PagesError) {
        if error.is_damage() && !self.0.damaged.swap(true, Ordering::AcqRel) {
            tracing::error!(%error, "the pages are damaged");
            self.0.bell.notify_one();
        }
    }

    /// Waits until the file is found to be damaged.
    async fn damaged(&self) {
        self.0.bell.notified().await;
    }

    /// Makes the file anew where it is damaged; tells whether it was.
    fn mend(&self) -> Result<bool, PagesError> {
        if !self.0.damaged.load(Ordering::Acquire) {
            return Ok(false);
        }
        Pages::remove(&self.0.path)?;
        let pages = Pages::open(
            &self.0.path,
            &self.0.tag,
            Arc::new(Reading(self.0.tongue.clone())),
        )?;
        let mut held = self.0.pages.write().unwrap_or_else(PoisonError::into_inner);
        *held = Arc::new(pages);
        self.0.damaged.store(false, Ordering::Release);
        Ok(true)
    }
}
