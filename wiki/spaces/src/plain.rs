//! What is sealed as words: a revision of the wiki.

use secta_wiki::{
    PageId, RevisionId,
    revision::{Attachment, Body, Change, Revision, RevisionFault},
    title::Title,
};
use serde::{Deserialize, Serialize};

use crate::MemberId;

const REVISION: &str = "net.secta wiki space revision 1";

/// Why words are no revision.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PlainFault {
    /// They have another form.
    #[error("what was sealed is no revision: {0}")]
    Malformed(String),
    /// The wiki does not take it.
    #[error(transparent)]
    Revision(#[from] RevisionFault),
}

/// What a member writes: a revision that has no name yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The revisions that it was made from.
    pub parents: Vec<RevisionId>,
    /// When, in milliseconds since 1970.
    pub time_ms: i64,
    /// What it says.
    pub body: Body,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Plain {
    title: Title,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    comment: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    parents: Vec<RevisionId>,
    time_ms: i64,
    change: PlainChange,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum PlainChange {
    Text(String),
    Moved(Title),
    Deleted,
    File(PlainFile),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct PlainFile {
    name: String,
    content_type: String,
    bytes: u64,
    blake3: PageId,
    text: String,
}

impl Written {
    /// What is sealed.
    ///
    /// # Errors
    ///
    /// When the wiki does not take it.
    pub fn to_bytes(&self, author: MemberId) -> Result<Vec<u8>, PlainFault> {
        let plain = Plain {
            title: self.body.title.clone(),
            comment: self.body.comment.clone(),
            parents: self.parents.clone(),
            time_ms: self.time_ms,
            change: self.body.change.clone().into(),
        };
        let bytes = serde_json::to_vec(&plain);
        let bytes = bytes.map_err(|error| PlainFault::Malformed(error.to_string()))?;
        revision(&bytes, author)?;
        Ok(bytes)
    }
}

/// The revision that a member has sealed. Its name is known to whoever reads it, and to nobody else.
///
/// # Errors
///
/// When the bytes are none that the wiki takes.
pub fn revision(bytes: &[u8], author: MemberId) -> Result<Revision, PlainFault> {
    let plain: Plain =
        serde_json::from_slice(bytes).map_err(|error| PlainFault::Malformed(error.to_string()))?;
    let mut hasher = blake3::Hasher::new_derive_key(REVISION);
    hasher.update(&author.0).update(bytes);
    let revision = Revision {
        id: RevisionId(*hasher.finalize().as_bytes()),
        page: plain.title.page_id(),
        parents: plain.parents,
        author: author.to_string(),
        time_ms: plain.time_ms,
        body: Some(Body {
            title: plain.title,
            comment: plain.comment,
            change: plain.change.into(),
        }),
    };
    revision.check()?;
    Ok(revision)
}

impl From<Change> for PlainChange {
    fn from(change: Change) -> Self {
        match change {
            Change::Text(text) => Self::Text(text),
            Change::Moved(to) => Self::Moved(to),
            Change::Deleted => Self::Deleted,
            Change::File(file) => Self::File(PlainFile {
                name: file.name,
                content_type: file.content_type,
                bytes: file.bytes,
                blake3: PageId(file.blake3),
                text: file.text,
            }),
        }
    }
}

impl From<PlainChange> for Change {
    fn from(change: PlainChange) -> Self {
        match change {
            PlainChange::Text(text) => Self::Text(text),
            PlainChange::Moved(to) => Self::Moved(to),
            PlainChange::Deleted => Self::Deleted,
            PlainChange::File(file) => Self::File(Attachment {
                name: file.name,
                content_type: file.content_type,
                bytes: file.bytes,
                blake3: file.blake3.0,
                text: file.text,
            }),
        }
    }
}
