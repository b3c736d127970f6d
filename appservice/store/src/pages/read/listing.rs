//! Listings, page by page: each page is a stretch of an index behind the place where the last one ended.

use rusqlite::{OptionalExtension, Params, params};
use secta_record::RecordId;

use super::{Eye, Pages, PagesError};
use crate::pages::{ItemRow, Listing, Order, Spot};

const NEWEST: &str = "SELECT n FROM items INDEXED BY posts_by_time \
                      WHERE community = ?1 AND root IS NULL AND standing = 0 AND (time_ms, n) < (?2, ?3) \
                      ORDER BY time_ms DESC, n DESC LIMIT ?4";

const SUPPORTED: &str = "SELECT n FROM items INDEXED BY posts_by_score \
                         WHERE community = ?1 AND root IS NULL AND standing = 0 \
                         AND (score, time_ms, n) < (?5, ?2, ?3) \
                         ORDER BY score DESC, time_ms DESC, n DESC LIMIT ?4";

const COMMENTS: &str = "SELECT n FROM items INDEXED BY comments_by_time \
                        WHERE community = ?1 AND root IS NOT NULL AND standing = 0 AND (time_ms, n) < (?2, ?3) \
                        ORDER BY time_ms DESC, n DESC LIMIT ?4";

const BY: &str = "SELECT n FROM items INDEXED BY items_by_author \
                  WHERE community = ?1 AND author = ?5 AND standing = 0 AND (time_ms, n) < (?2, ?3) \
                  ORDER BY time_ms DESC, n DESC LIMIT ?4";

const TAGGED: &str = "SELECT n FROM item_tags WHERE tag = ?1 AND (time_ms, n) < (?2, ?3) \
                      ORDER BY time_ms DESC, n DESC LIMIT ?4";

/// A place within an index.
struct Behind {
    score: i64,
    time_ms: i64,
    n: i64,
}

impl Pages {
    /// A page of a listing: at most `take` published items behind `after`.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn listed(
        &self,
        community: &RecordId,
        order: &Order,
        after: Option<Spot>,
        take: usize,
    ) -> Result<Listing, PagesError> {
        self.read(community, |eye| {
            let behind = eye.behind(after)?;
            let mut numbers = eye.numbers(order, &behind, take.saturating_add(1))?;
            let more = numbers.len() > take;
            numbers.truncate(take);
            let items = numbers.into_iter().map(|n| eye.item(n));
            let items: Vec<ItemRow> = items.collect::<Result<_, _>>()?;
            let last = items.last().filter(|_| more);
            let next = last.map(|item| spot(order, item));
            Ok(Listing { items, next })
        })
    }
}

fn spot(order: &Order, item: &ItemRow) -> Spot {
    let score = match order {
        Order::Supported => item.tally.score(),
        Order::Newest | Order::Supertag(_) | Order::Tag(_) | Order::By(_) | Order::Comments => 0,
    };
    Spot {
        score,
        time_ms: item.time_ms,
        item: item.item,
    }
}

impl Eye<'_> {
    /// An item that is not there stands before all others of its time.
    fn behind(&self, after: Option<Spot>) -> rusqlite::Result<Behind> {
        let Some(after) = after else {
            let last = i64::MAX;
            return Ok(Behind {
                score: last,
                time_ms: last,
                n: last,
            });
        };
        Ok(Behind {
            score: after.score,
            time_ms: after.time_ms,
            n: self.number(&after.item)?.unwrap_or(0),
        })
    }

    fn numbers(&self, order: &Order, behind: &Behind, take: usize) -> Result<Vec<i64>, PagesError> {
        let Behind { score, time_ms, n } = *behind;
        let take = i64::try_from(take).unwrap_or(i64::MAX);
        let community = self.community;
        let numbers = match order {
            Order::Newest => self.all(NEWEST, params![community, time_ms, n, take]),
            Order::Comments => self.all(COMMENTS, params![community, time_ms, n, take]),
            Order::Supported => self.all(SUPPORTED, params![community, time_ms, n, take, score]),
            Order::By(account) => match self.account(account)? {
                Some(account) => self.all(BY, params![community, time_ms, n, take, account]),
                None => Ok(Vec::new()),
            },
            Order::Tag(name) => match self.tag(0, name)? {
                Some(tag) => self.all(TAGGED, params![tag, time_ms, n, take]),
                None => Ok(Vec::new()),
            },
            Order::Supertag(name) => match self.tag(1, name)? {
                Some(tag) => self.all(TAGGED, params![tag, time_ms, n, take]),
                None => Ok(Vec::new()),
            },
        };
        Ok(numbers?)
    }

    fn tag(&self, kind: i64, name: &str) -> rusqlite::Result<Option<i64>> {
        let text = "SELECT n FROM tags WHERE community = ?1 AND kind = ?2 AND name = ?3";
        let mut statement = self.conn.prepare_cached(text)?;
        let values = params![self.community, kind, name];
        statement.query_row(values, |row| row.get(0)).optional()
    }

    fn all(&self, text: &str, values: impl Params) -> rusqlite::Result<Vec<i64>> {
        let mut statement = self.conn.prepare_cached(text)?;
        let numbers = statement.query_map(values, |row| row.get(0))?;
        numbers.collect()
    }
}
