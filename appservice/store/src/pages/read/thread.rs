//! A thread without its words.

use std::collections::BTreeMap;

use secta_record::{
    RecordId,
    act::{AccountId, ItemId},
};

use super::{Eye, Pages, PagesError, id};
use crate::pages::TwigRow;

const TWIGS: &str = "SELECT n, item, parent, author, time_ms, score, asks FROM items INDEXED BY items_by_root \
                     WHERE root = ?1 ORDER BY time_ms, n";

/// A comment with what it answers and its author as numbers.
struct Bud {
    n: i64,
    item: ItemId,
    parent: i64,
    author: i64,
    time_ms: i64,
    score: i64,
    asks: bool,
}

impl Pages {
    /// All comments below a post, by time; hidden and withdrawn ones are in it.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn thread(&self, community: &RecordId, root: &ItemId) -> Result<Vec<TwigRow>, PagesError> {
        self.read(community, |eye| match eye.number(root)? {
            Some(n) => eye.twigs(n, root),
            None => Ok(Vec::new()),
        })
    }
}

impl Eye<'_> {
    fn twigs(&self, root: i64, id: &ItemId) -> Result<Vec<TwigRow>, PagesError> {
        let buds = self.buds(root)?;
        let ids: BTreeMap<i64, ItemId> = buds.iter().map(|bud| (bud.n, bud.item)).collect();
        let mut names: BTreeMap<i64, AccountId> = BTreeMap::new();
        let mut twigs = Vec::with_capacity(buds.len());
        for bud in buds {
            let author = match names.get(&bud.author) {
                Some(name) => name.clone(),
                None => {
                    let name = self.name_of(bud.author)?;
                    names.insert(bud.author, name.clone());
                    name
                }
            };
            twigs.push(TwigRow {
                item: bud.item,
                parent: ids.get(&bud.parent).copied().unwrap_or(*id),
                author,
                time_ms: bud.time_ms,
                score: bud.score,
                asks: bud.asks,
            });
        }
        Ok(twigs)
    }

    fn buds(&self, root: i64) -> rusqlite::Result<Vec<Bud>> {
        let mut statement = self.conn.prepare_cached(TWIGS)?;
        let buds = statement.query_map([root], |row| {
            Ok(Bud {
                n: row.get(0)?,
                item: ItemId(id(row, 1)?),
                parent: row.get(2)?,
                author: row.get(3)?,
                time_ms: row.get(4)?,
                score: row.get(5)?,
                asks: row.get(6)?,
            })
        })?;
        buds.collect()
    }

    fn name_of(&self, account: i64) -> rusqlite::Result<AccountId> {
        let text = "SELECT name FROM accounts WHERE n = ?1";
        let mut statement = self.conn.prepare_cached(text)?;
        let name: String = statement.query_row([account], |row| row.get(0))?;
        Ok(AccountId::new(name))
    }
}
