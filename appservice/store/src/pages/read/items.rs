//! Items, whole.

use rusqlite::{OptionalExtension, Row, params};
use secta_record::{
    RecordId,
    act::{AccountId, ItemId},
};

use super::{Eye, Pages, PagesError, id, maybe_id, parsed};
use crate::pages::{Below, ItemRow, ItemStanding, Origin, Tallied};

const ITEM: &str = "SELECT i.item, r.item, p.item, a.name, s.name, i.time_ms, i.edited_ms, i.standing, i.support, \
                    i.useful, i.oppose, i.comments, i.event, i.entry, w.content \
                    FROM items AS i JOIN accounts AS a ON a.n = i.author \
                    LEFT JOIN items AS r ON r.n = i.root LEFT JOIN items AS p ON p.n = i.parent \
                    LEFT JOIN personas AS s ON s.community = i.community AND s.account = i.author \
                    LEFT JOIN words AS w ON w.n = i.n WHERE i.n = ?1";

const TAGS: &str = "SELECT t.kind, t.name FROM item_tags AS i JOIN tags AS t ON t.n = i.tag \
                    WHERE i.n = ?1 ORDER BY i.place";

impl Pages {
    /// Items that were ever published, in the order asked for; those that are not there are left out.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn items(&self, community: &RecordId, ids: &[ItemId]) -> Result<Vec<ItemRow>, PagesError> {
        self.read(community, |eye| {
            let mut items = Vec::new();
            for id in ids {
                if let Some(n) = eye.number(id)? {
                    items.push(eye.item(n)?);
                }
            }
            Ok(items)
        })
    }

    /// The records in which an item's words stand.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn origin(
        &self,
        community: &RecordId,
        item: &ItemId,
    ) -> Result<Option<Origin>, PagesError> {
        self.read(community, |eye| {
            let text = "SELECT record, edit FROM items WHERE community = ?1 AND item = ?2";
            let mut statement = eye.conn.prepare_cached(text)?;
            let found = statement.query_row(params![eye.community, &item.0[..]], |row| {
                Ok(Origin {
                    record: RecordId(id(row, 0)?),
                    edit: maybe_id(row, 1)?.map(RecordId),
                })
            });
            Ok(found.optional()?)
        })
    }

    /// Published items of which no message is known, the last records first: at most `limit`.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn unlinked(&self, community: &RecordId, limit: usize) -> Result<Vec<ItemId>, PagesError> {
        self.read(community, |eye| {
            let text = "SELECT item FROM items INDEXED BY items_unlinked \
                        WHERE community = ?1 AND event IS NULL AND standing = 0 ORDER BY n DESC LIMIT ?2";
            let mut statement = eye.conn.prepare_cached(text)?;
            let limit = i64::try_from(limit).unwrap_or(i64::MAX);
            let values = params![eye.community, limit];
            let items = statement.query_map(values, |row| Ok(ItemId(id(row, 0)?)))?;
            Ok(items.collect::<rusqlite::Result<_>>()?)
        })
    }
}

impl Eye<'_> {
    pub(super) fn number(&self, item: &ItemId) -> rusqlite::Result<Option<i64>> {
        let text = "SELECT n FROM items WHERE community = ?1 AND item = ?2";
        let mut statement = self.conn.prepare_cached(text)?;
        let values = params![self.community, &item.0[..]];
        statement.query_row(values, |row| row.get(0)).optional()
    }

    pub(super) fn item(&self, n: i64) -> Result<ItemRow, PagesError> {
        let mut statement = self.conn.prepare_cached(ITEM)?;
        let (mut item, content) = statement.query_row([n], item)?;
        item.content = content.as_deref().map(parsed).transpose()?;
        if item.below.is_none() {
            let mut statement = self.conn.prepare_cached(TAGS)?;
            let mut rows = statement.query([n])?;
            while let Some(row) = rows.next()? {
                let kind: i64 = row.get(0)?;
                let list = if kind == 0 {
                    &mut item.tags
                } else {
                    &mut item.supertags
                };
                list.push(row.get(1)?);
            }
        }
        Ok(item)
    }
}

fn item(row: &Row<'_>) -> rusqlite::Result<(ItemRow, Option<String>)> {
    let item = ItemId(id(row, 0)?);
    let below = maybe_id(row, 1)?.zip(maybe_id(row, 2)?);
    let author: String = row.get(3)?;
    let standing = ItemStanding::of_code(row.get(7)?);
    let entry: Option<i64> = row.get(13)?;
    let found = ItemRow {
        item,
        below: below.map(|(root, parent)| Below {
            root: ItemId(root),
            parent: ItemId(parent),
        }),
        author: AccountId::new(author),
        name: row.get(4)?,
        time_ms: row.get(5)?,
        edited_ms: row.get(6)?,
        standing: standing.ok_or(rusqlite::Error::IntegralValueOutOfRange(7, 0))?,
        content: None,
        supertags: Vec::new(),
        tags: Vec::new(),
        tally: Tallied {
            item,
            support: row.get(8)?,
            useful: row.get(9)?,
            oppose: row.get(10)?,
        },
        comments: row.get(11)?,
        event: row.get(12)?,
        entry: entry.and_then(|entry| u64::try_from(entry).ok()),
    };
    Ok((found, row.get(14)?))
}
