//! Revisions and what they stand on, as they are written and read.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension};
use secta_record::act::{AccountId, PageId, RevisionId};

use super::{BodyRow, ChangeRow, FileRow, GraphRow, KindRow, PagesError};

const BARE: &str = "SELECT r.id, p.page, a.name, r.time_ms FROM wiki_revisions AS r \
                    JOIN wiki_pages AS p ON p.n = r.page JOIN accounts AS a ON a.n = r.author WHERE r.n = ?1";

/// How much is read of texts that no merge of the heads needs.
const MAX_BYTES: usize = 16 * 1024 * 1024;

/// What a revision makes of its page, as it stands in columns.
struct Said {
    kind: i64,
    moved_to: Option<String>,
    file: Option<String>,
    text: Option<String>,
}

/// What a revision makes of its page; `None` where that is taken back.
pub(super) fn change(conn: &Connection, n: i64) -> Result<Option<ChangeRow>, PagesError> {
    let sql = "SELECT r.kind, r.moved_to, r.file, t.text FROM wiki_revisions AS r \
               LEFT JOIN wiki_texts AS t ON t.n = r.n WHERE r.n = ?1";
    let mut statement = conn.prepare_cached(sql)?;
    let said = statement.query_row([n], |row| {
        Ok(Said {
            kind: row.get(0)?,
            moved_to: row.get(1)?,
            file: row.get(2)?,
            text: row.get(3)?,
        })
    });
    said.optional()?.map_or(Ok(None), Said::change)
}

/// A revision with what it says.
pub(super) fn revision(conn: &Connection, n: i64) -> Result<GraphRow, PagesError> {
    let mut found = bare(conn, n)?;
    found.body = body(conn, n)?;
    Ok(found)
}

/// A revision without what it says.
pub(super) fn bare(conn: &Connection, n: i64) -> rusqlite::Result<GraphRow> {
    let mut statement = conn.prepare_cached(BARE)?;
    let mut found = statement.query_row([n], |row| {
        let author: String = row.get(2)?;
        Ok(GraphRow {
            id: RevisionId(row.get(0)?),
            page: PageId(row.get(1)?),
            parents: Vec::new(),
            author: AccountId::new(author),
            time_ms: row.get(3)?,
            body: None,
        })
    })?;
    found.parents = parents(conn, n)?;
    Ok(found)
}

/// What a revision says; `None` where that is taken back.
pub(super) fn body(conn: &Connection, n: i64) -> Result<Option<BodyRow>, PagesError> {
    let sql = "SELECT title, comment FROM wiki_revisions WHERE n = ?1";
    let mut statement = conn.prepare_cached(sql)?;
    let (title, comment): (Option<String>, _) =
        statement.query_row([n], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(title.zip(change(conn, n)?).map(|(title, change)| BodyRow {
        title,
        comment,
        change,
    }))
}

/// Goes from the heads of a page to all that they stand on, children before parents.
struct Walk<'c> {
    conn: &'c Connection,
    ahead: BTreeMap<i64, i64>,
}

impl<'c> Walk<'c> {
    fn from(conn: &'c Connection, page: i64) -> rusqlite::Result<Self> {
        let sql = "SELECT seq, n FROM wiki_revisions WHERE page = ?1 AND head = 1";
        let ahead = numbered(conn, sql, page)?;
        Ok(Self { conn, ahead })
    }

    /// The next one, and whether all that is still to come stands behind it.
    fn next(&mut self) -> rusqlite::Result<Option<(i64, bool)>> {
        let Some((_, n)) = self.ahead.pop_last() else {
            return Ok(None);
        };
        let alone = self.ahead.is_empty();
        let sql = "SELECT r.seq, r.n FROM wiki_parents AS p JOIN wiki_revisions AS r ON r.n = p.parent \
                   WHERE p.child = ?1";
        self.ahead.extend(numbered(self.conn, sql, n)?);
        Ok(Some((n, alone)))
    }
}

/// The heads of a page, and what they stand on down to the last revision that all of them stand on, parents before
/// children. That one comes without its parents: nothing behind it changes what the heads come to.
pub(super) fn graph(conn: &Connection, page: i64) -> Result<Vec<GraphRow>, PagesError> {
    let mut walk = Walk::from(conn, page)?;
    let mut found = Vec::new();
    while let Some((n, alone)) = walk.next()? {
        let mut one = revision(conn, n)?;
        let last = alone && one.body.is_some();
        if last {
            one.parents.clear();
        }
        found.push(one);
        if last {
            break;
        }
    }
    found.reverse();
    Ok(found)
}

/// The heads of a page and all that they stand on, parents before children. What is behind the last revision that all
/// heads stand on says what it does as long as that is not too much.
pub(super) fn ancestry(conn: &Connection, page: i64) -> Result<Vec<GraphRow>, PagesError> {
    let mut walk = Walk::from(conn, page)?;
    let (mut found, mut bytes, mut met) = (Vec::new(), 0, false);
    while let Some((n, alone)) = walk.next()? {
        let mut one = bare(conn, n)?;
        if !met || bytes < MAX_BYTES {
            one.body = body(conn, n)?;
        }
        let text = one.body.as_ref().and_then(|body| body.change.text());
        bytes += text.map_or(0, str::len);
        met |= alone && one.body.is_some();
        found.push(one);
    }
    found.reverse();
    Ok(found)
}

fn numbered(conn: &Connection, sql: &str, of: i64) -> rusqlite::Result<BTreeMap<i64, i64>> {
    let mut statement = conn.prepare_cached(sql)?;
    let rows = statement.query_map([of], |row| Ok((row.get(0)?, row.get(1)?)))?;
    rows.collect()
}

/// What a revision follows.
pub(super) fn parents(conn: &Connection, n: i64) -> rusqlite::Result<Vec<RevisionId>> {
    let sql = "SELECT id FROM wiki_parents WHERE child = ?1 ORDER BY place";
    let mut statement = conn.prepare_cached(sql)?;
    let parents = statement.query_map([n], |row| Ok(RevisionId(row.get(0)?)))?;
    parents.collect()
}

/// The kind in a column.
pub(super) fn kind(code: i64) -> Result<KindRow, PagesError> {
    KindRow::of_code(code).ok_or_else(|| PagesError::Corrupt(format!("a revision of kind {code}")))
}

/// A file in a column.
pub(super) fn file(text: &str) -> Result<FileRow, PagesError> {
    serde_json::from_str(text).map_err(|error| PagesError::Corrupt(error.to_string()))
}

impl Said {
    fn change(self) -> Result<Option<ChangeRow>, PagesError> {
        let text = self.text.unwrap_or_default();
        Ok(match kind(self.kind)? {
            KindRow::Text => Some(ChangeRow::Text(text)),
            KindRow::Moved => self.moved_to.map(ChangeRow::Moved),
            KindRow::Deleted => Some(ChangeRow::Deleted),
            KindRow::File => {
                let found = self.file.as_deref().map(file).transpose()?;
                found.map(|file| ChangeRow::File(FileRow { text, ..file }))
            }
            KindRow::Hidden => None,
        })
    }
}
