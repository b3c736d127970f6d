//! Revisions and what pages are, as forms and records have them.

use secta_record::act::{self, PageChange, PageFile};
use secta_wiki::{
    RevisionId,
    revision::{Attachment, Change, MAX_PARENTS},
};

use crate::{answer::Fault, forms::fields::Fields};

/// The revisions that a form has seen.
pub(crate) fn parents(fields: &Fields) -> Result<Vec<RevisionId>, Fault> {
    let ids = fields.get("parents").split_whitespace();
    let ids: Result<Vec<RevisionId>, _> = ids.take(MAX_PARENTS + 1).map(str::parse).collect();
    let ids = ids.map_err(|_| Fault::Malformed)?;
    (ids.len() <= MAX_PARENTS)
        .then_some(ids)
        .ok_or(Fault::Malformed)
}

/// Revisions as a form has them.
pub(crate) fn ids(revisions: &[RevisionId]) -> String {
    let ids: Vec<String> = revisions.iter().map(ToString::to_string).collect();
    ids.join(" ")
}

/// Revisions as the rules call them.
pub(crate) fn rules_ids(revisions: &[RevisionId]) -> Vec<act::RevisionId> {
    revisions.iter().map(|id| act::RevisionId(id.0)).collect()
}

/// What a page is, as a record has it.
pub(super) fn page_change(change: &Change) -> PageChange {
    match change {
        Change::Text(text) => PageChange::Text(text.clone()),
        Change::Moved(to) => PageChange::Moved(to.to_string()),
        Change::Deleted => PageChange::Deleted,
        Change::File(file) => file_change(file, file.text.clone()),
    }
}

/// A file with words about it, as a record has it.
pub(crate) fn file_change(file: &Attachment, text: String) -> PageChange {
    PageChange::File(PageFile {
        mime: file.content_type.clone(),
        size_bytes: file.bytes,
        blake3: blake3::Hash::from_bytes(file.blake3).to_hex().to_string(),
        text,
        extra: serde_json::Map::new(),
    })
}
