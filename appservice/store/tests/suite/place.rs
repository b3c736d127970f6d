//! Where a store lives: it can be opened again.

use std::sync::Arc;

use secta_store::{Store, memory::Memory};
use tempfile::TempDir;

use crate::cluster::{self, Database};

pub enum Place {
    Memory(Memory),
    Sqlite(TempDir),
    Postgres(Database),
}

impl Place {
    pub fn memory() -> Self {
        Self::Memory(Memory::new("0badcafe"))
    }

    pub fn sqlite() -> Self {
        Self::Sqlite(tempfile::tempdir().expect("a temporary directory"))
    }

    pub fn postgres() -> Self {
        Self::Postgres(cluster::database())
    }

    /// The URL, where there is one.
    pub fn url(&self) -> Option<String> {
        match self {
            Self::Memory(_) => None,
            Self::Sqlite(directory) => Some(format!(
                "sqlite:{}",
                directory.path().join("secta.db").display()
            )),
            Self::Postgres(database) => Some(database.url()),
        }
    }

    pub async fn open(&self) -> Arc<dyn Store> {
        match (self, self.url()) {
            (Self::Memory(memory), _) => Arc::new(memory.handle()),
            (_, Some(url)) => secta_store::open(&url).await.expect("it opens"),
            (_, None) => unreachable!("only memory has no URL"),
        }
    }
}
