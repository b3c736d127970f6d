//! Lists of pages: each a stretch of an index, the community's beside that of the commons.

use rusqlite::{ToSql, params};
use secta_record::{RecordId, act::PageId};

use super::{
    Eye, Pages, PagesError,
    lines::{LINE, raw},
    many,
};
use crate::pages::{LineRow, WikiList};

const WRITTEN: (&str, &str) = ("wiki_pages_written", "p.kind IN (0, 3)");
const CATEGORIES: (&str, &str) = (
    "wiki_categories",
    "p.namespace = 2 AND (p.kind = 0 OR p.members > 0)",
);
const FILES: (&str, &str) = ("wiki_files", "p.kind = 3");
const CONTESTED: (&str, &str) = ("wiki_contested", "(p.conflicts > 0 OR p.contested > 0)");
/// What a page of the commons names is no orphan, though it is counted elsewhere.
const ORPHANS: (&str, &str) = (
    "wiki_orphans",
    "p.kind = 0 AND p.inbound = 0 AND p.namespace < 2 AND NOT EXISTS (SELECT 1 FROM wiki_pages AS z \
     WHERE z.page = p.page AND z.scope = 0 AND p.scope <> 0 AND z.inbound > 0)",
);

/// Behind a line: how much it is linked to, and what it is put in order by.
pub type After<'a> = (u32, &'a str);

impl Pages {
    /// A list of pages: at most `take` behind a line.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn wiki_listed(
        &self,
        community: &RecordId,
        list: WikiList,
        after: Option<After<'_>>,
        take: usize,
    ) -> Result<Vec<LineRow>, PagesError> {
        self.read(community, |eye| {
            let behind = after.map_or("", |(_, sort)| sort);
            let mut lines = match list {
                WikiList::Written => eye.by_title(WRITTEN, behind, take),
                WikiList::Categories => eye.by_title(CATEGORIES, behind, take),
                WikiList::Files => eye.by_title(FILES, behind, take),
                WikiList::Contested => eye.by_title(CONTESTED, behind, take),
                WikiList::Orphans => eye.by_title(ORPHANS, behind, take),
                WikiList::Wanted => eye.wanted(after, take),
                WikiList::In(page) => eye.linking((&page, true), behind, take),
                WikiList::Linking(page) => eye.linking((&page, false), behind, take),
            }?;
            match list {
                WikiList::Wanted => lines.sort_by(|one, other| {
                    let most = other.linked.cmp(&one.linked);
                    most.then_with(|| one.sort.cmp(&other.sort))
                }),
                WikiList::Written
                | WikiList::Categories
                | WikiList::Files
                | WikiList::Contested
                | WikiList::Orphans
                | WikiList::In(_)
                | WikiList::Linking(_) => lines.sort_by(|one, other| one.sort.cmp(&other.sort)),
            }
            lines.dedup_by(|one, other| one.page == other.page);
            lines.truncate(take);
            Ok(lines)
        })
    }
}

impl Eye<'_> {
    fn by_title(
        &self,
        (index, which): (&str, &str),
        behind: &str,
        take: usize,
    ) -> Result<Vec<LineRow>, PagesError> {
        let sql = format!(
            "SELECT {LINE} FROM wiki_pages AS p INDEXED BY {index} \
             WHERE p.scope = ?1 AND {which} AND p.sort > ?2 ORDER BY p.sort LIMIT ?3"
        );
        let mut lines = Vec::new();
        for scope in self.scopes() {
            lines.extend(self.lines(&sql, params![scope, behind, many(take)])?);
        }
        Ok(lines)
    }

    /// What others miss: in the commons, what belongs there.
    fn wanted(&self, after: Option<After<'_>>, take: usize) -> Result<Vec<LineRow>, PagesError> {
        let (linked, behind) =
            after.map_or((i64::MAX, ""), |(linked, sort)| (i64::from(linked), sort));
        let mut lines = Vec::new();
        for scope in self.scopes() {
            let values = params![scope, linked, many(take), behind];
            lines.extend(self.lines(&missing("p.inbound = ?2 AND p.sort > ?4"), values)?);
            let values = params![scope, linked, many(take)];
            lines.extend(self.lines(&missing("p.inbound < ?2"), values)?);
        }
        Ok(lines)
    }

    /// What links to a page, or is filed under it.
    fn linking(
        &self,
        (page, filed): (&PageId, bool),
        behind: &str,
        take: usize,
    ) -> Result<Vec<LineRow>, PagesError> {
        let sql = format!(
            "SELECT {LINE} FROM wiki_links AS l JOIN wiki_pages AS p ON p.n = l.source \
             WHERE l.target = ?1 AND l.filed = ?2 AND l.scope = ?3 AND l.sort > ?4 ORDER BY l.sort LIMIT ?5"
        );
        let mut lines = Vec::new();
        for target in self.wiki_numbers(page)? {
            for scope in self.scopes() {
                let values = params![target, filed, scope, behind, many(take)];
                lines.extend(self.lines(&sql, values)?);
            }
        }
        Ok(lines)
    }

    fn lines(&self, sql: &str, values: &[&dyn ToSql]) -> Result<Vec<LineRow>, PagesError> {
        let mut statement = self.conn.prepare_cached(sql)?;
        let mut rows = statement.query(values)?;
        let mut lines = Vec::new();
        while let Some(row) = rows.next()? {
            lines.push(raw(row)?.line()?);
        }
        Ok(lines)
    }
}

/// A stretch of what others miss.
fn missing(which: &str) -> String {
    format!(
        "SELECT {LINE} FROM wiki_pages AS p INDEXED BY wiki_wanted \
         WHERE p.scope = ?1 AND p.kind IS NULL AND p.inbound > 0 AND {which} \
         AND (p.scope <> 0 OR p.namespace = 1) ORDER BY p.inbound DESC, p.sort LIMIT ?3"
    )
}
