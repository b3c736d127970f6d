//! Links: what a page names, counted where it leads.

use std::collections::BTreeMap;

use rusqlite::{OptionalExtension, params};

use super::{Quill, named::Row};
use crate::pages::{LinkKind, LinkRow, TitleRow};

/// The page whose links are written.
pub(super) struct Source {
    pub n: i64,
    pub scope: i64,
    pub sort: String,
}

/// A link as it is written.
#[derive(PartialEq, Eq)]
struct Link {
    kind: i64,
    title: String,
}

impl Quill<'_, '_> {
    /// Has a page name these and no others.
    pub(super) fn link(&mut self, source: &Source, links: &[LinkRow]) -> rusqlite::Result<()> {
        let before = self.links_of(source.n)?;
        let mut after: BTreeMap<(i64, bool), Link> = BTreeMap::new();
        let mut targets: BTreeMap<i64, (Row, &TitleRow)> = BTreeMap::new();
        for link in links {
            let row = self.named(&link.title, source.scope)?;
            if row.n == source.n {
                continue;
            }
            let filed = link.kind == LinkKind::Category;
            let written = after.entry((row.n, filed)).or_insert_with(|| Link {
                kind: code(link.kind),
                title: link.title.title.clone(),
            });
            written.kind = written.kind.min(code(link.kind));
            if link.title.title < written.title {
                written.title.clone_from(&link.title.title);
            }
            targets.insert(row.n, (row, &link.title));
        }
        for (at, link) in &before {
            if after.get(at) != Some(link) {
                self.unlink(source, *at)?;
            }
        }
        for (at, link) in &after {
            if before.get(at) != Some(link) {
                self.put_link(source, *at, link)?;
            }
        }
        for (target, _) in before.keys() {
            if !targets.contains_key(target) {
                self.recall(*target)?;
            }
        }
        for (target, (row, _)) in &targets {
            let named = after.range((*target, false)..=(*target, true));
            let least = named.map(|(_, link)| &link.title).min();
            let is_new = least.is_some_and(|title| row.title.is_empty() || *title < row.title);
            if !row.own && is_new {
                self.recall(*target)?;
            }
        }
        Ok(())
    }

    fn links_of(&self, source: i64) -> rusqlite::Result<BTreeMap<(i64, bool), Link>> {
        let sql = "SELECT target, filed, kind, title FROM wiki_links INDEXED BY wiki_links_by_source WHERE source = ?1";
        let mut statement = self.pen.conn.prepare_cached(sql)?;
        let links = statement.query_map([source], |row| {
            let link = Link {
                kind: row.get(2)?,
                title: row.get(3)?,
            };
            Ok(((row.get(0)?, row.get(1)?), link))
        })?;
        links.collect()
    }

    fn put_link(
        &self,
        source: &Source,
        (target, filed): (i64, bool),
        link: &Link,
    ) -> rusqlite::Result<()> {
        let sql = "INSERT INTO wiki_links (target, filed, scope, sort, source, kind, title) \
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
        let Source { n, scope, sort } = source;
        let values = params![target, filed, scope, sort, n, link.kind, link.title];
        self.pen.run(sql, values)?;
        self.count((target, filed), 1)
    }

    fn unlink(&self, source: &Source, (target, filed): (i64, bool)) -> rusqlite::Result<()> {
        let sql = "DELETE FROM wiki_links WHERE source = ?1 AND target = ?2 AND filed = ?3";
        self.pen.run(sql, params![source.n, target, filed])?;
        self.count((target, filed), -1)
    }

    fn count(&self, (target, filed): (i64, bool), by: i64) -> rusqlite::Result<()> {
        let sql = if filed {
            "UPDATE wiki_pages SET members = members + ?2 WHERE n = ?1"
        } else {
            "UPDATE wiki_pages SET inbound = inbound + ?2 WHERE n = ?1"
        };
        self.pen.run(sql, [target, by])?;
        Ok(())
    }

    /// A page that has no title of its own is called as links call it.
    fn recall(&mut self, n: i64) -> rusqlite::Result<()> {
        let sql = "SELECT own, kind IS NOT NULL FROM wiki_pages WHERE n = ?1";
        let mut statement = self.pen.conn.prepare_cached(sql)?;
        let found = statement.query_row([n], |row| Ok((row.get(0)?, row.get(1)?)));
        match found.optional()? {
            Some((false, true)) => {
                self.touched.insert(n);
            }
            Some((false, false)) => {
                let title = self.title_by_links(n)?;
                self.call(n, title.as_ref(), false)?;
                self.drop_unused(n)?;
            }
            Some((true, _)) | None => {}
        }
        Ok(())
    }

    /// How links call a page: the same whatever was written first.
    pub(super) fn title_by_links(&self, n: i64) -> rusqlite::Result<Option<TitleRow>> {
        let sql = "SELECT min(title) FROM wiki_links WHERE target = ?1";
        let mut statement = self.pen.conn.prepare_cached(sql)?;
        let title: Option<String> = statement.query_row([n], |row| row.get(0))?;
        Ok(title.and_then(|title| self.scribe.title(&title)))
    }
}

fn code(kind: LinkKind) -> i64 {
    match kind {
        LinkKind::Link => 0,
        LinkKind::Embed => 1,
        LinkKind::Category => 2,
    }
}
