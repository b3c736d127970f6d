//! Pages by their words.

use rusqlite::params;
use secta_record::RecordId;

use super::{
    Eye, Pages, PagesError, many,
    sought::{self, Expression},
};
use crate::pages::{ChangeRow, FoundRow, FoundRows, SoughtRow, graph, read::parsed};

/// How many of the best are told apart; no more can be paged through.
const BEST: usize = 200;

/// What stands on more pages than this says too little of each of them to be weighed.
const COMMON: usize = 2_000;

/// How many pages are looked at where nothing can be weighed.
const ANY: usize = 1_000;

impl Pages {
    /// Pages with these words, the best first: at most `take` behind `skip`. A word of the title counts ten-fold.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn wiki_found(
        &self,
        community: &RecordId,
        asked: &[SoughtRow],
        (skip, take): (usize, usize),
    ) -> Result<FoundRows, PagesError> {
        self.read(community, |eye| {
            let Some(expression) = Expression::of(asked, &eye.scopes()) else {
                return Ok(FoundRows::default());
            };
            let mut best = eye.best(&expression)?;
            if sought::asks_for_order(asked) {
                let mut fitting = Vec::new();
                for n in best {
                    if eye.fits(n, asked)? {
                        fitting.push(n);
                    }
                }
                best = fitting;
            }
            let wanted = best.iter().skip(skip).take(take);
            let pages = wanted.map(|n| eye.said(*n));
            Ok(FoundRows {
                pages: pages.collect::<Result<_, _>>()?,
                total: best.len(),
            })
        })
    }
}

impl Eye<'_> {
    fn best(&self, asked: &Expression) -> rusqlite::Result<Vec<i64>> {
        let mut telling = Vec::new();
        for part in &asked.wanted {
            if !self.is_common(part)? {
                telling.push(part.as_str());
            }
        }
        match telling.is_empty() {
            true => self.linked_most(asked),
            false => self.weighed(&telling.join(" AND "), asked),
        }
    }

    fn is_common(&self, part: &str) -> rusqlite::Result<bool> {
        let sql =
            "SELECT count(*) FROM (SELECT 1 FROM wiki_words WHERE wiki_words MATCH ?1 LIMIT ?2)";
        let mut statement = self.conn.prepare_cached(sql)?;
        let count: i64 = statement.query_row(params![part, many(COMMON) + 1], |row| row.get(0))?;
        Ok(count > many(COMMON))
    }

    /// By what tells pages apart. The `+` has SQLite go through that once, not once for each page.
    fn weighed(&self, telling: &str, asked: &Expression) -> rusqlite::Result<Vec<i64>> {
        let sql = "SELECT p.n FROM wiki_words CROSS JOIN wiki_pages AS p ON p.n = wiki_words.rowid \
                   WHERE wiki_words MATCH ?1 \
                   AND +wiki_words.rowid IN (SELECT rowid FROM wiki_words WHERE wiki_words MATCH ?2) \
                   ORDER BY bm25(wiki_words, 10.0, 1.0), p.sort LIMIT ?3";
        let mut statement = self.conn.prepare_cached(sql)?;
        let found = statement.query_map(params![telling, asked.whole(), many(BEST)], |row| {
            row.get(0)
        })?;
        found.collect()
    }

    /// What is called so, then what says so; of these, what others link to.
    fn linked_most(&self, asked: &Expression) -> rusqlite::Result<Vec<i64>> {
        let sql = "SELECT p.n FROM (SELECT n, min(place) AS place FROM \
                   (SELECT * FROM (SELECT rowid AS n, 0 AS place FROM wiki_words WHERE wiki_words MATCH ?1 LIMIT ?3) \
                   UNION ALL SELECT * FROM (SELECT rowid, 1 FROM wiki_words WHERE wiki_words MATCH ?2 LIMIT ?3)) \
                   GROUP BY n) AS f JOIN wiki_pages AS p ON p.n = f.n \
                   ORDER BY f.place, p.inbound DESC, p.sort LIMIT ?4";
        let mut statement = self.conn.prepare_cached(sql)?;
        let (title, whole) = (asked.in_title(), asked.whole());
        let values = params![title, whole, many(ANY), many(BEST)];
        let found = statement.query_map(values, |row| row.get(0))?;
        found.collect()
    }

    /// Whether what is to stand together does, and what must not does not.
    fn fits(&self, n: i64, asked: &[SoughtRow]) -> rusqlite::Result<bool> {
        let sql = "SELECT title, text FROM wiki_words WHERE rowid = ?1";
        let mut statement = self.conn.prepare_cached(sql)?;
        let parts: [String; 2] = statement.query_row([n], |row| Ok([row.get(0)?, row.get(1)?]))?;
        Ok(sought::fits(asked, &parts))
    }

    /// What a page is called and says.
    fn said(&self, n: i64) -> Result<FoundRow, PagesError> {
        let sql = "SELECT p.title, p.shown, m.change FROM wiki_pages AS p \
                   LEFT JOIN wiki_merged AS m ON m.page = p.n WHERE p.n = ?1";
        let mut statement = self.conn.prepare_cached(sql)?;
        let (title, shown, merged): (String, Option<i64>, Option<String>) =
            statement.query_row([n], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        let change = match (shown, merged) {
            (Some(n), _) => graph::change(self.conn, n)?,
            (None, Some(merged)) => Some(parsed(&merged)?),
            (None, None) => None,
        };
        let text = change.as_ref().and_then(ChangeRow::text);
        let text = text.unwrap_or_default().to_owned();
        Ok(FoundRow { title, text })
    }
}
