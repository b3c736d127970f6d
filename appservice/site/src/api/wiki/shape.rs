//! From the wiki to what is said of it.

use secta_record::act::AccountId;
use secta_wiki::{
    RevisionId,
    revision::{Attachment, Change},
};

use crate::{
    answer::Fault,
    api::{
        reply::Refusal,
        shape::Named,
        types::{WikiFile, WikiLine, WikiRevision, WikiRevisions},
    },
    here::Here,
    links,
    pages::wiki::history::{place_of, place_text},
    ports::{self, PageLine},
    view::wiki::line::author,
};

/// A file.
pub(super) fn file(here: &Here, file: &Attachment) -> Result<WikiFile, Refusal> {
    let path = links::wiki_file(&here.community_id()?, file);
    Ok(WikiFile {
        url: links::absolute(&here.site, &path),
        mime: file.content_type.clone(),
        size_bytes: file.bytes,
        blake3: blake3::Hash::from_bytes(file.blake3).to_hex().to_string(),
    })
}

/// A page in a list.
pub(super) fn line(here: &Here, line: &PageLine) -> Result<WikiLine, Refusal> {
    let path = links::wiki(&here.community_id()?, &line.title);
    let known = line.file.as_ref();
    Ok(WikiLine {
        title: line.title.to_string(),
        page: links::absolute(&here.site, &path),
        kind: line.kind.map(Into::into),
        moved_to: line.moved_to.as_ref().map(ToString::to_string),
        linked: line.linked,
        changed_ms: Some(line.changed_ms).filter(|ms| *ms > 0),
        file: known.map(|known| file(here, known)).transpose()?,
    })
}

/// A part of a history, of which one more was asked for than is said.
pub(super) fn revisions(
    here: &Here,
    mut found: Vec<ports::WikiRevision>,
    take: usize,
) -> Result<WikiRevisions, Refusal> {
    let more = found.len() > take;
    found.truncate(take);
    let next = found.last().filter(|_| more).map(place_text);
    let authors: Vec<AccountId> = found.iter().map(author).collect();
    let named = Named::of(here, &authors)?;
    let revisions = found.iter().map(|one| revision(here, one, &named));
    Ok(WikiRevisions {
        revisions: revisions.collect::<Result<_, _>>()?,
        next,
    })
}

/// A revision.
pub(super) fn revision(
    here: &Here,
    one: &ports::WikiRevision,
    named: &Named,
) -> Result<WikiRevision, Refusal> {
    let change = one.revision.change();
    let text = |id: &RevisionId| id.to_string();
    Ok(WikiRevision {
        id: one.revision.id.to_string(),
        record: one.record.to_string(),
        page: one.revision.page.to_string(),
        title: one.title.as_ref().map(ToString::to_string),
        parents: one.revision.parents.iter().map(text).collect(),
        author: named.one(&author(one)),
        time_ms: one.revision.time_ms,
        comment: one.comment.clone(),
        kind: one.kind.into(),
        size_bytes: one.size.0,
        change_bytes: one.size.1,
        text: change.and_then(Change::text).map(str::to_owned),
        moved_to: change.and_then(moved_to),
        file: change
            .and_then(attachment)
            .map(|it| file(here, it))
            .transpose()?,
    })
}

/// Where a page moved to.
pub(super) fn moved_to(change: &Change) -> Option<String> {
    match change {
        Change::Moved(to) => Some(to.to_string()),
        Change::Text(_) | Change::Deleted | Change::File(_) => None,
    }
}

/// The file that a page is.
pub(super) fn attachment(change: &Change) -> Option<&Attachment> {
    match change {
        Change::File(file) => Some(file),
        Change::Text(_) | Change::Deleted | Change::Moved(_) => None,
    }
}

/// The place in a history that a request names.
pub(super) fn after(here: &Here) -> Result<Option<(i64, RevisionId)>, Refusal> {
    let after = here.asks("after");
    let after = after.map(|after| place_of(after).ok_or(Fault::Malformed));
    Ok(after.transpose()?)
}
