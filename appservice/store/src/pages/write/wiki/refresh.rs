//! What pages are now, made of their heads.

use std::collections::BTreeMap;

use rusqlite::{OptionalExtension, params};
use secta_record::act::PageId;

use super::{COMMONS, Quill, links::Source};
use crate::pages::{
    ChangeRow, FileRow, HeadRow, KindRow, LinkKind, LinkRow, PagesError, TitleRow, graph,
    write::json,
};

/// Pages that give each other their titles are not looked at for ever.
const ROUNDS: u32 = 4;

/// What a page is, and where that stands.
struct Now {
    head: HeadRow,
    /// The revision that says it as it is.
    shown: Option<i64>,
}

impl Quill<'_, '_> {
    /// Looks at all pages that were touched; tells whether one of the commons was among them.
    pub(super) fn refresh(&mut self) -> Result<bool, PagesError> {
        let mut commons = false;
        let mut rounds: BTreeMap<i64, u32> = BTreeMap::new();
        while let Some(n) = self.touched.pop_first() {
            let round = rounds.entry(n).or_default();
            *round += 1;
            if *round <= ROUNDS {
                commons |= self.look(n)? == COMMONS;
            }
        }
        Ok(commons)
    }

    fn look(&mut self, n: i64) -> Result<i64, PagesError> {
        let sql = "SELECT scope, page FROM wiki_pages WHERE n = ?1";
        let found = self
            .pen
            .conn
            .prepare_cached(sql)?
            .query_row([n], |row| Ok((row.get(0)?, PageId(row.get(1)?))));
        let Some((scope, page)) = found.optional()? else {
            return Ok(self.pen.community);
        };
        let own = self.title_of_own(n)?;
        let is_own = own.is_some();
        let title = match own {
            Some(own) => Some(own),
            None => self.title_by_links(n)?,
        };
        self.call(n, title.as_ref(), is_own)?;
        let now = match &title {
            Some(_) => self.now(n, &page)?,
            None => Now::nothing(),
        };
        self.note(n, &now)?;
        let sort = title.as_ref().map_or_else(String::new, TitleRow::sort);
        let page = Source { n, scope, sort };
        let words = title.as_ref().zip(now.head.change.as_ref());
        let words = words.and_then(|(title, change)| {
            let text = change.text()?;
            Some(self.scribe.words(&title.title, text))
        });
        self.file(&page, words.as_ref())?;
        let links = now.head.change.as_ref();
        let links = links.map_or_else(Vec::new, |change| self.links(change));
        self.link(&page, &links)?;
        Ok(scope)
    }

    /// The title that was written last.
    fn title_of_own(&self, n: i64) -> rusqlite::Result<Option<TitleRow>> {
        let sql = "SELECT title FROM wiki_revisions WHERE page = ?1 AND seq IS NOT NULL AND title IS NOT NULL \
                   ORDER BY time_ms DESC, id DESC LIMIT 1";
        let mut statement = self.pen.conn.prepare_cached(sql)?;
        let title: Option<String> = statement.query_row([n], |row| row.get(0)).optional()?;
        Ok(title.and_then(|title| self.scribe.title(&title)))
    }

    fn now(&self, n: i64, page: &PageId) -> Result<Now, PagesError> {
        let heads = self.numbers(
            "SELECT n FROM wiki_revisions WHERE page = ?1 AND head = 1",
            [n],
        )?;
        if let [only] = heads[..]
            && let Some(change) = graph::change(self.pen.conn, only)?
        {
            let change = Some(change);
            return Ok(Now {
                head: HeadRow {
                    change,
                    ..HeadRow::default()
                },
                shown: Some(only),
            });
        }
        let revisions = graph::graph(self.pen.conn, n)?;
        Ok(Now {
            head: self.scribe.head(page, revisions),
            shown: None,
        })
    }

    fn note(&self, n: i64, now: &Now) -> Result<(), PagesError> {
        let change = now.head.change.as_ref();
        self.pen
            .run("DELETE FROM wiki_merged WHERE page = ?1", [n])?;
        if now.shown.is_none() && !now.head.parents.is_empty() {
            let parents: Vec<[u8; 32]> = now.head.parents.iter().map(|id| id.0).collect();
            let sql = "INSERT INTO wiki_merged (page, change, parents) VALUES (?1, ?2, ?3)";
            let values = params![n, change.map(json).transpose()?, parents.concat()];
            self.pen.run(sql, values)?;
        }
        let file = change.and_then(ChangeRow::file);
        let sql = "UPDATE wiki_pages SET shown = ?2, moved_to = ?3, file = ?4, conflicts = ?5, contested = ?6, \
                   kind = CASE WHEN l.n IS NULL THEN NULL ELSE ?7 END, changed_ms = coalesce(l.time_ms, 0), \
                   changed_by = l.author, revisions = (SELECT count(*) FROM wiki_history WHERE page = ?1) \
                   FROM (SELECT 1) LEFT JOIN (SELECT n, time_ms, author FROM wiki_revisions \
                   WHERE page = ?1 AND seq IS NOT NULL ORDER BY time_ms DESC, id DESC LIMIT 1) AS l \
                   WHERE wiki_pages.n = ?1";
        self.pen.run(
            sql,
            params![
                n,
                now.shown,
                change.and_then(ChangeRow::moved_to),
                file.as_ref().map(json).transpose()?,
                now.head.conflicts,
                now.head.contested,
                change.map_or(KindRow::Hidden, ChangeRow::kind).code(),
            ],
        )?;
        Ok(())
    }

    fn links(&self, change: &ChangeRow) -> Vec<LinkRow> {
        match change {
            ChangeRow::Text(text) | ChangeRow::File(FileRow { text, .. }) => {
                self.scribe.links(text)
            }
            ChangeRow::Moved(to) => {
                let title = self.scribe.title(to).into_iter();
                let kind = LinkKind::Link;
                title.map(|title| LinkRow { title, kind }).collect()
            }
            ChangeRow::Deleted => Vec::new(),
        }
    }
}

impl Now {
    fn nothing() -> Self {
        Self {
            head: HeadRow::default(),
            shown: None,
        }
    }
}
