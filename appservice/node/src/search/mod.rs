//! The search's index beside the journal: [`follower`] keeps it, [`past`] reads what was before the bot came, [`files`]
//! what stands in files, [`answers`] asks it, and [`keeper`] runs them, makes it anew where it must be, and while the
//! node serves where an operator asks.

mod answers;
mod files;
mod follower;
mod keeper;
mod memory;
mod past;
pub mod pdf;

use std::{
    path::PathBuf,
    sync::{Arc, PoisonError, RwLock},
};

use secta_bot_search::{
    index::{Index, IndexError},
    text::{Lemmas, lemmas::Dictionaries},
};
use secta_site::ports::PortError;
use secta_store::StoreError;
use serde::{Deserialize, Serialize};

pub(crate) use self::memory::load as remembered;
pub use self::{
    answers::Answers,
    keeper::{Keeper, Settings},
};
use crate::seal::SealError;

/// The index as those see it who ask.
#[derive(Clone)]
pub struct Shelf {
    folder: PathBuf,
    lemmas: Arc<dyn Lemmas>,
    index: Arc<RwLock<Option<Index>>>,
    standing: Arc<RwLock<Standing>>,
    anew: Arc<tokio::sync::Notify>,
}

/// How far the index is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Standing {
    /// The row of the journal that it has reached.
    pub row: i64,
    /// The last row of the journal.
    pub rows: i64,
    /// How many rooms' pasts are still to be read.
    pub rooms_left: usize,
    /// How many messages are in it.
    pub messages: u64,
    /// The same of an index that is being made anew.
    pub anew: Option<Box<Standing>>,
    /// How often it was made anew since the process began.
    pub made: u64,
}

/// Why the index could not be kept.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// The index.
    #[error(transparent)]
    Index(#[from] IndexError),
    /// The pages of the wiki.
    #[error(transparent)]
    Pages(#[from] PortError),
    /// The journal.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// What is sealed cannot be opened.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// What was stored is not what this program wrote.
    #[error("a stored value is not JSON: {0}")]
    Value(#[from] serde_json::Error),
    /// The library panicked over it.
    #[error("the search panicked")]
    Panicked,
    /// A folder cannot be moved or removed.
    #[error("{0}: {1}")]
    Folder(PathBuf, std::io::Error),
}

impl Shelf {
    /// Where the index stands.
    pub fn new(folder: PathBuf) -> Self {
        let lemmas = Dictionaries::bundled(|error| {
            tracing::error!(%error, "Russian words are told by their stems alone");
        });
        Self {
            folder,
            lemmas: Arc::new(lemmas),
            index: Arc::default(),
            standing: Arc::default(),
            anew: Arc::default(),
        }
    }

    /// The index, to ask it; one that another process keeps is opened to be read.
    pub fn index(&self) -> Option<Index> {
        let known = self
            .index
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        known.or_else(|| {
            let opened = Index::open_to_read(&self.folder, Arc::clone(&self.lemmas));
            opened.ok()
        })
    }

    /// Words in every form.
    pub fn lemmas(&self) -> Arc<dyn Lemmas> {
        Arc::clone(&self.lemmas)
    }

    /// How far it is.
    pub fn standing(&self) -> Standing {
        self.standing
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Has it made anew, while the one that is there is asked.
    pub fn make_anew(&self) {
        self.anew.notify_one();
    }

    fn put(&self, index: Option<Index>) {
        *self.index.write().unwrap_or_else(PoisonError::into_inner) = index;
    }

    fn stands(&self, standing: Standing) {
        *self
            .standing
            .write()
            .unwrap_or_else(PoisonError::into_inner) = standing;
    }
}
