//! What stands in a space.

use rusqlite::{Connection, OptionalExtension as _, params};
use secta_bot_kit::UserId;
use secta_record::RecordId;

use super::{Coming, Name, Spaces};
use crate::StoreError;

/// What is there before an entry: enough to judge it by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Before {
    /// The entries that began epochs, in order.
    pub epochs: Vec<Vec<u8>>,
    /// The last entry of its author.
    pub last: Option<Name>,
}

/// A space at a glance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Its name.
    pub id: Name,
    /// When it was founded, in milliseconds since 1970.
    pub made_ms: i64,
    /// How many entries it has.
    pub entries: u64,
    /// How many bytes they have.
    pub bytes: u64,
}

impl Spaces {
    /// The entries of a space of a community behind the first `skip`, in order: at least one if there is one, others as
    /// long as they are not more than `bytes_max` together. `None` where there is no such space.
    ///
    /// # Errors
    ///
    /// When they cannot be read.
    pub fn entries(
        &self,
        community: &RecordId,
        space: &Name,
        skip: u64,
        bytes_max: usize,
    ) -> Result<Option<Vec<Vec<u8>>>, StoreError> {
        let conn = self.conn();
        let text = "SELECT 1 FROM space WHERE id = ?1 AND community = ?2";
        let there = conn.query_row(text, params![space, community.0], |_| Ok(()));
        if there.optional()?.is_none() {
            return Ok(None);
        }
        let mut statement = conn.prepare_cached(
            "SELECT bytes FROM entry WHERE space = ?1 AND position >= ?2 ORDER BY position",
        )?;
        let skip = i64::try_from(skip).unwrap_or(i64::MAX);
        let mut rows = statement.query(params![space, skip])?;
        let (mut found, mut length) = (Vec::new(), 0);
        while let Some(row) = rows.next()? {
            let bytes: Vec<u8> = row.get(0)?;
            length += bytes.len();
            if !found.is_empty() && length > bytes_max {
                break;
            }
            found.push(bytes);
        }
        Ok(Some(found))
    }

    /// The spaces of a community that an account has founded or written to, the oldest first.
    ///
    /// # Errors
    ///
    /// When they cannot be read.
    pub fn of(&self, community: &RecordId, account: &UserId) -> Result<Vec<Listed>, StoreError> {
        let conn = self.conn();
        let mut statement = conn.prepare_cached(
            "SELECT id, made_ms, entries, bytes FROM space WHERE community = ?1 AND id IN \
             (SELECT space FROM entry WHERE account = ?2) ORDER BY made_ms, id",
        )?;
        let rows = statement.query_map(params![community.0, account.as_str()], |row| {
            Ok(Listed {
                id: row.get(0)?,
                made_ms: row.get(1)?,
                entries: row.get(2)?,
                bytes: row.get(3)?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

/// Where an entry stands already.
pub(super) fn is_there(conn: &Connection, coming: &Coming<'_>) -> rusqlite::Result<Option<u64>> {
    let text = "SELECT position FROM entry WHERE space = ?1 AND id = ?2";
    let mut statement = conn.prepare_cached(text)?;
    let found = statement.query_row(params![coming.space, coming.id], |row| row.get(0));
    found.optional()
}

pub(super) fn before(conn: &Connection, coming: &Coming<'_>) -> rusqlite::Result<Before> {
    let text = "SELECT bytes FROM entry WHERE space = ?1 AND begins = 1 ORDER BY position";
    let mut statement = conn.prepare_cached(text)?;
    let epochs = statement.query_map([coming.space], |row| row.get(0))?;
    let epochs = epochs.collect::<rusqlite::Result<_>>()?;
    let text =
        "SELECT id FROM entry WHERE space = ?1 AND author = ?2 ORDER BY position DESC LIMIT 1";
    let mut statement = conn.prepare_cached(text)?;
    let last = statement.query_row(params![coming.space, coming.author], |row| row.get(0));
    Ok(Before {
        epochs,
        last: last.optional()?,
    })
}
