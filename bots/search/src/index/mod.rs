//! The index: a view outside SQL that carries within itself how far in the journal it is.
//!
//! - [`doc`]: what is kept of a message, its words by number ([`lexicon`]); [`schema`]: how it lies in tantivy;
//!   [`tokens`]: the words it is found by; [`by_id`]: the hash it is taken out by;
//! - [`writer`]: putting in and taking out; [`search`]: finding; [`matching`], [`top`], [`copies`], [`snippet`]: parts of
//!   that.
//!
//! Nothing outside this module knows tantivy. To change how a message lies there, raise [`VERSION`]: an index of
//! another version is made anew.

mod by_id;
mod copies;
pub mod doc;
mod lexicon;
pub mod matching;
pub mod schema;
pub mod search;
pub mod snippet;
#[cfg(test)]
mod tests;
pub mod tokens;
pub mod top;
pub mod writer;

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use secta_bot_kit::Seq;
use serde::{Deserialize, Serialize};
use tantivy::{IndexReader, ReloadPolicy, directory::MmapDirectory};

use self::{lexicon::Lexicon, schema::Fields};
use crate::text::{Forms, Lemmas};

pub use self::{
    doc::{Class, Doc, FileText, Kind},
    search::{Found, Hit, Reading},
    writer::Writer,
};

/// The version of all that is written.
pub const VERSION: u32 = 4;

/// An index on disk.
#[derive(Clone)]
pub struct Index {
    inner: tantivy::Index,
    fields: Fields,
    reader: IndexReader,
    lemmas: Arc<dyn Lemmas>,
    forms: Forms,
    lexicon: Arc<Lexicon>,
    folder: PathBuf,
}

/// How far an index is; it is written with every commit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// The version of all that is written.
    pub version: u32,
    /// The database whose journal it follows, by its tag.
    pub origin: String,
    /// The last row of the journal that is in it.
    pub position: Seq,
    /// How many words of the lexicon it needs.
    #[serde(default)]
    pub lexicon: usize,
}

/// Why the index did not do it.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// It is of another version, or of none.
    #[error("the search index is of another version")]
    Version,
    /// The folder cannot be made.
    #[error("{0}: {1}")]
    Folder(PathBuf, std::io::Error),
    /// Tantivy said no: disk full, a damaged file …
    #[error("the search index: {0}")]
    Tantivy(#[from] tantivy::TantivyError),
    /// A message in it cannot be read.
    #[error("the search index holds something unexpected: {0}")]
    Corrupt(String),
}

impl IndexError {
    /// Whether the index will never be read: it is to be made anew. A full or absent disk passes.
    pub fn lasts(&self) -> bool {
        use tantivy::{TantivyError as Fault, directory::error::OpenReadError};
        match self {
            Self::Version | Self::Corrupt(_) => true,
            Self::Folder(..) => false,
            Self::Tantivy(fault) => !matches!(
                fault,
                Fault::LockFailure(..)
                    | Fault::IoError(_)
                    | Fault::OpenDirectoryError(_)
                    | Fault::OpenWriteError(_)
                    | Fault::OpenReadError(OpenReadError::IoError { .. })
            ),
        }
    }
}

impl Index {
    /// Opens the index of a folder; makes it where there is none.
    ///
    /// # Errors
    ///
    /// [`IndexError::Version`] where it is of another version: it is to be made anew.
    pub fn open(folder: &Path, lemmas: Arc<dyn Lemmas>) -> Result<Self, IndexError> {
        std::fs::create_dir_all(folder)
            .map_err(|error| IndexError::Folder(folder.into(), error))?;
        let directory = MmapDirectory::open(folder).map_err(tantivy::TantivyError::from)?;
        let (schema, fields) = schema::schema();
        let fresh = !tantivy::Index::exists(&directory).map_err(tantivy::TantivyError::from)?;
        let inner = if fresh {
            tantivy::Index::builder()
                .schema(schema)
                .settings(schema::settings())
                .create_in_dir(folder)?
        } else {
            let inner = tantivy::Index::open(directory)?;
            if inner.schema() != schema {
                return Err(IndexError::Version);
            }
            inner
        };
        let index = Self::over(inner, fields, lemmas, folder)?;
        match index.mark()? {
            Some(mark) if mark.version != VERSION => Err(IndexError::Version),
            Some(mark) if mark.lexicon > index.lexicon.len() => {
                let error = "words of the lexicon are missing".to_owned();
                Err(IndexError::Corrupt(error))
            }
            Some(_) | None => Ok(index),
        }
    }

    /// Opens an index that another process may be writing to.
    ///
    /// # Errors
    ///
    /// As [`Index::open`]; where there is none too.
    pub fn open_to_read(folder: &Path, lemmas: Arc<dyn Lemmas>) -> Result<Self, IndexError> {
        let (schema, fields) = schema::schema();
        let inner = tantivy::Index::open_in_dir(folder)?;
        if inner.schema() != schema {
            return Err(IndexError::Version);
        }
        Self::over(inner, fields, lemmas, folder)
    }

    fn over(
        inner: tantivy::Index,
        fields: Fields,
        lemmas: Arc<dyn Lemmas>,
        folder: &Path,
    ) -> Result<Self, IndexError> {
        let forms = Forms::new(Arc::clone(&lemmas));
        tokens::register(&inner, &forms);
        let reader = inner
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()?;
        Ok(Self {
            inner,
            fields,
            reader,
            lemmas,
            forms,
            // Read behind the commit that needs it.
            lexicon: Arc::new(Lexicon::open(folder)?),
            folder: folder.to_owned(),
        })
    }

    /// How far it is; `None` before the first commit.
    ///
    /// # Errors
    ///
    /// When it cannot be read.
    pub fn mark(&self) -> Result<Option<Mark>, IndexError> {
        let payload = self.inner.load_metas()?.payload;
        Ok(payload.and_then(|text| serde_json::from_str(&text).ok()))
    }

    /// Sees what was committed by others.
    ///
    /// # Errors
    ///
    /// When it cannot be read.
    pub fn reload(&self) -> Result<(), IndexError> {
        Ok(self.reader.reload()?)
    }

    /// How many messages are in it.
    pub fn len(&self) -> u64 {
        self.reader.searcher().num_docs()
    }

    /// Whether nothing is in it.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The folder that it is in.
    pub fn folder(&self) -> &Path {
        &self.folder
    }
}
