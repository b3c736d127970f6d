//! Pages, each a line.

use rusqlite::{OptionalExtension, Row, params};
use secta_record::{RecordId, act::PageId};

use super::{Eye, Pages, PagesError};
use crate::pages::{KindRow, LineRow, graph};

/// Columns of a page `p`, and how often pages of the commons name it that is not one of theirs.
pub(super) const LINE: &str = "p.page, p.title, p.sort, p.kind, p.moved_to, p.file, p.changed_ms, p.inbound, \
                               coalesce((SELECT z.inbound FROM wiki_pages AS z WHERE z.page = p.page AND z.scope = 0 \
                               AND p.scope <> 0), 0)";

/// A line with what is still to be read in it.
pub(super) struct Raw {
    line: LineRow,
    kind: Option<i64>,
    file: Option<String>,
}

impl Pages {
    /// What is known of pages, in the order asked for; `None` for those of which nothing is.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn wiki_known(
        &self,
        community: &RecordId,
        pages: &[PageId],
    ) -> Result<Vec<Option<LineRow>>, PagesError> {
        let known = self.read(community, |eye| {
            let lines = pages.iter().map(|page| match eye.wiki_page(page)? {
                Some(n) => eye.wiki_line(n),
                None => Ok(None),
            });
            lines.collect::<Result<Vec<_>, _>>()
        })?;
        Ok(match known.is_empty() {
            true => vec![None; pages.len()],
            false => known,
        })
    }

    /// The titles of pages that look the same.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn wiki_alike(
        &self,
        community: &RecordId,
        skeleton: &str,
    ) -> Result<Vec<String>, PagesError> {
        self.read(community, |eye| {
            let sql = "SELECT title FROM wiki_pages INDEXED BY wiki_pages_alike \
                       WHERE scope IN (0, ?1) AND skeleton = ?2 AND kind IN (0, 1, 3) ORDER BY sort LIMIT 20";
            let mut statement = eye.conn.prepare_cached(sql)?;
            let titles = statement.query_map(params![eye.community, skeleton], |row| row.get(0))?;
            Ok(titles.collect::<rusqlite::Result<_>>()?)
        })
    }
}

impl Eye<'_> {
    /// A page's line; `None` where no title may be shown.
    pub(super) fn wiki_line(&self, n: i64) -> Result<Option<LineRow>, PagesError> {
        let sql = format!("SELECT {LINE} FROM wiki_pages AS p WHERE p.n = ?1 AND p.title <> ''");
        let mut statement = self.conn.prepare_cached(&sql)?;
        let found = statement.query_row([n], raw).optional()?;
        found.map(Raw::line).transpose()
    }
}

pub(super) fn raw(row: &Row<'_>) -> rusqlite::Result<Raw> {
    let (own, commons): (u32, u32) = (row.get(7)?, row.get(8)?);
    let line = LineRow {
        page: PageId(row.get(0)?),
        title: row.get(1)?,
        sort: row.get(2)?,
        kind: None,
        moved_to: row.get(4)?,
        linked: own.saturating_add(commons),
        changed_ms: row.get(6)?,
        file: None,
    };
    Ok(Raw {
        line,
        kind: row.get(3)?,
        file: row.get(5)?,
    })
}

impl Raw {
    pub(super) fn line(self) -> Result<LineRow, PagesError> {
        let kind: Option<KindRow> = self.kind.map(graph::kind).transpose()?;
        let file = self.file.as_deref().map(graph::file).transpose()?;
        Ok(LineRow {
            kind,
            file,
            ..self.line
        })
    }
}
