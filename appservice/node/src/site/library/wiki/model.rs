//! From records to rows, from rows to what the site shows.

use secta_bot_search::index::{Reading, snippet::Piece};
use secta_record::act::{AccountId, PageChange, PageFile, PageId, Revise, RevisionId};
use secta_site::model::{FoundPage, FoundPages};
use secta_site::ports::{ChangeKind, PageLine, WikiPage, WikiRevision};
use secta_store::pages::{
    BodyRow, ChangeRow, FileRow, GraphRow, KindRow, LineRow, PageRow, RevisionRow,
};
use secta_wiki::{
    revision::{Attachment, Body, Change, Revision, RevisionFault},
    title::{Title, TitleFault},
};

use super::words::Finds;

/// Why what a record says is no revision of its page.
#[derive(Debug, thiserror::Error)]
enum Unreadable {
    /// A title cannot be one.
    #[error(transparent)]
    Title(#[from] TitleFault),
    /// A limit is not kept, or the title is another page's.
    #[error(transparent)]
    Fault(#[from] RevisionFault),
    /// A file's hash is none.
    #[error("{0:?} is no BLAKE3 of a file")]
    Hash(String),
}

/// The row of a revision. What it says is left out where it cannot be: those who follow it keep their places.
pub fn revision(revise: &Revise, author: AccountId, time_ms: i64) -> GraphRow {
    let row = GraphRow {
        id: revise.revision,
        page: revise.page,
        parents: revise.parents.clone(),
        author,
        time_ms,
        body: None,
    };
    let body = said(revise, &row).unwrap_or_else(|error| {
        tracing::warn!(revision = %row.id, %error, "what a revision says is left out");
        None
    });
    GraphRow { body, ..row }
}

fn said(revise: &Revise, row: &GraphRow) -> Result<Option<BodyRow>, Unreadable> {
    let (Some(title), Some(change)) = (&revise.title, &revise.change) else {
        return Ok(None);
    };
    let title = Title::parse(title)?;
    let change = match change {
        PageChange::Text(text) => Change::Text(text.clone()),
        PageChange::Moved(to) => Change::Moved(Title::parse(to)?),
        PageChange::Deleted => Change::Deleted,
        PageChange::File(file) => Change::File(attachment(&title, file)?),
    };
    let comment = revise.comment.clone();
    let body = Body {
        title,
        comment,
        change,
    };
    let revision = Revision {
        body: Some(body),
        ..graph(row.clone())
    };
    revision.check()?;
    Ok(revision.body.map(body_row))
}

fn attachment(title: &Title, file: &PageFile) -> Result<Attachment, Unreadable> {
    let blake3 = blake3::Hash::from_hex(&file.blake3);
    Ok(Attachment {
        name: title.name().to_owned(),
        content_type: file.mime.clone(),
        bytes: file.size_bytes,
        blake3: *blake3
            .map_err(|_| Unreadable::Hash(file.blake3.clone()))?
            .as_bytes(),
        text: file.text.clone(),
    })
}

fn body_row(body: Body) -> BodyRow {
    BodyRow {
        title: body.title.to_string(),
        comment: body.comment,
        change: change_row(body.change),
    }
}

/// A change as a row has it.
pub fn change_row(change: Change) -> ChangeRow {
    match change {
        Change::Text(text) => ChangeRow::Text(text),
        Change::Moved(to) => ChangeRow::Moved(to.to_string()),
        Change::Deleted => ChangeRow::Deleted,
        Change::File(file) => ChangeRow::File(FileRow {
            name: file.name,
            mime: file.content_type,
            size_bytes: file.bytes,
            blake3: file.blake3,
            text: file.text,
        }),
    }
}

/// A revision as merging has it.
pub fn graph(row: GraphRow) -> Revision {
    Revision {
        id: revision_id(row.id),
        page: page_id(row.page),
        parents: row.parents.into_iter().map(revision_id).collect(),
        author: row.author.as_str().to_owned(),
        time_ms: row.time_ms,
        body: row.body.and_then(body),
    }
}

fn body(row: BodyRow) -> Option<Body> {
    Some(Body {
        title: Title::parse(&row.title).ok()?,
        comment: row.comment,
        change: change(row.change)?,
    })
}

fn change(row: ChangeRow) -> Option<Change> {
    Some(match row {
        ChangeRow::Text(text) => Change::Text(text),
        ChangeRow::Moved(to) => Change::Moved(Title::parse(&to).ok()?),
        ChangeRow::Deleted => Change::Deleted,
        ChangeRow::File(file) => Change::File(file_of(file)),
    })
}

fn file_of(file: FileRow) -> Attachment {
    Attachment {
        name: file.name,
        content_type: file.mime,
        bytes: file.size_bytes,
        blake3: file.blake3,
        text: file.text,
    }
}

/// A page; `None` where its title cannot be read.
pub fn page(row: PageRow) -> Option<WikiPage> {
    let changed = row.changed_by.map(|who| (who, row.line.changed_ms));
    let categories = row.categories.iter();
    Some(WikiPage {
        title: Title::parse(&row.line.title).ok()?,
        change: row.change.and_then(change),
        heads: row.heads.into_iter().map(revision_id).collect(),
        conflicts: row.conflicts,
        contested: row.contested,
        changed,
        revisions: row.revisions,
        linked: row.line.linked,
        categories: categories
            .filter_map(|title| Title::parse(title).ok())
            .collect(),
    })
}

/// A page's line; `None` where its title cannot be read.
pub fn line(row: LineRow) -> Option<PageLine> {
    let moved_to = row.moved_to.as_deref().map(Title::parse);
    Some(PageLine {
        title: Title::parse(&row.title).ok()?,
        kind: row.kind.map(kind),
        moved_to: moved_to.and_then(Result::ok),
        linked: row.linked,
        changed_ms: row.changed_ms,
        file: row.file.map(file_of),
    })
}

/// Pages that were found, as the site shows them.
pub fn found(finds: Finds) -> FoundPages {
    let marked = |(text, marked): Piece| (marked, text);
    let pages = finds.pages.into_iter().map(|(title, snippet)| FoundPage {
        title,
        snippet: snippet.into_iter().map(marked).collect(),
    });
    FoundPages {
        pages: pages.collect(),
        total: u64::try_from(finds.total).unwrap_or(u64::MAX),
        instead: match finds.reading {
            Reading::Asked | Reading::Typos => None,
            Reading::Layout(words) => Some(words),
        },
    }
}

/// A revision as the site shows it.
pub fn shown(row: RevisionRow) -> WikiRevision {
    let after = i64::try_from(row.bytes).unwrap_or(i64::MAX);
    let before = i64::try_from(row.bytes_before).unwrap_or(i64::MAX);
    let by = match row.kind {
        KindRow::Hidden => 0,
        KindRow::Text | KindRow::Moved | KindRow::Deleted | KindRow::File => after - before,
    };
    let title = row.title.as_deref().map(Title::parse);
    WikiRevision {
        title: title.and_then(Result::ok),
        comment: row.comment,
        kind: kind(row.kind),
        size: (row.bytes, by),
        record: row.record,
        revision: graph(row.row),
    }
}

fn kind(kind: KindRow) -> ChangeKind {
    match kind {
        KindRow::Text => ChangeKind::Text,
        KindRow::Moved => ChangeKind::Moved,
        KindRow::Deleted => ChangeKind::Deleted,
        KindRow::File => ChangeKind::File,
        KindRow::Hidden => ChangeKind::Hidden,
    }
}

fn page_id(id: PageId) -> secta_wiki::PageId {
    secta_wiki::PageId(id.0)
}

fn revision_id(id: RevisionId) -> secta_wiki::RevisionId {
    secta_wiki::RevisionId(id.0)
}
