//! Revisions and what they stand on, as they are written and read.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension, Row};
use secta_record::act::{AccountId, PageId, RevisionId};

use super::{BodyRow, ChangeRow, FileRow, GraphRow, KindRow, PagesError};

const REVISION: &str = "SELECT r.id, p.page, a.name, r.time_ms, r.kind, r.title, r.comment, r.moved_to, r.file, t.text \
                        FROM wiki_revisions AS r JOIN wiki_pages AS p ON p.n = r.page \
                        JOIN accounts AS a ON a.n = r.author LEFT JOIN wiki_texts AS t ON t.n = r.n WHERE r.n = ?1";

/// What a revision says.
#[derive(Default)]
struct Said {
    kind: i64,
    title: Option<String>,
    comment: String,
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
            ..Said::default()
        })
    });
    said.optional()?.map_or(Ok(None), Said::change)
}

/// A revision with what it says.
pub(super) fn revision(conn: &Connection, n: i64) -> Result<GraphRow, PagesError> {
    let mut statement = conn.prepare_cached(REVISION)?;
    let (mut found, said) = statement.query_row([n], whole)?;
    found.parents = parents(conn, n)?;
    let (title, comment) = (said.title.clone(), said.comment.clone());
    found.body = title.zip(said.change()?).map(|(title, change)| BodyRow {
        title,
        comment,
        change,
    });
    Ok(found)
}

/// The heads of a page, and what they stand on down to the last revision that all of them stand on, parents before
/// children. That one comes without its parents: nothing behind it changes what the heads come to.
pub(super) fn graph(conn: &Connection, page: i64) -> Result<Vec<GraphRow>, PagesError> {
    let sql = "SELECT seq, n FROM wiki_revisions WHERE page = ?1 AND head = 1";
    let mut ahead = numbered(conn, sql, page)?;
    let mut found: BTreeMap<RevisionId, GraphRow> = BTreeMap::new();
    let mut order = Vec::new();
    while let Some((_, n)) = ahead.pop_last() {
        let mut one = revision(conn, n)?;
        let last = ahead.is_empty() && one.body.is_some();
        if last {
            one.parents.clear();
        }
        order.push(one.id);
        found.insert(one.id, one);
        if last {
            break;
        }
        let sql = "SELECT r.seq, r.n FROM wiki_parents AS p JOIN wiki_revisions AS r ON r.n = p.parent \
                   WHERE p.child = ?1";
        ahead.extend(numbered(conn, sql, n)?);
    }
    let order = order.into_iter().rev();
    Ok(order.filter_map(|id| found.remove(&id)).collect())
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

fn whole(row: &Row<'_>) -> rusqlite::Result<(GraphRow, Said)> {
    let author: String = row.get(2)?;
    let found = GraphRow {
        id: RevisionId(row.get(0)?),
        page: PageId(row.get(1)?),
        parents: Vec::new(),
        author: AccountId::new(author),
        time_ms: row.get(3)?,
        body: None,
    };
    let said = Said {
        kind: row.get(4)?,
        title: row.get(5)?,
        comment: row.get(6)?,
        moved_to: row.get(7)?,
        file: row.get(8)?,
        text: row.get(9)?,
    };
    Ok((found, said))
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
