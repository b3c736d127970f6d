//! Reading: each call within one transaction of a connection of its own.

mod chronicle;
mod communities;
mod items;
mod listing;
mod people;
mod thread;
mod wiki;

use rusqlite::{Connection, OptionalExtension, Row};
use secta_record::RecordId;
use serde::de::DeserializeOwned;

use super::{Pages, PagesError};

/// Reads of one community, at one moment.
struct Eye<'c> {
    conn: &'c Connection,
    community: i64,
}

impl Pages {
    /// Reads of a community; what is read of one that is not there is empty.
    fn read<T: Default>(
        &self,
        community: &RecordId,
        read: impl FnOnce(&Eye<'_>) -> Result<T, PagesError>,
    ) -> Result<T, PagesError> {
        let reader = self.readers.take()?;
        let conn = reader.unchecked_transaction()?;
        let known = conn
            .prepare_cached("SELECT n FROM communities WHERE id = ?1")?
            .query_row([&community.0[..]], |row| row.get(0))
            .optional()?;
        match known {
            Some(community) => {
                let conn = &conn;
                read(&Eye { conn, community })
            }
            None => Ok(T::default()),
        }
    }
}

/// An id in a column.
fn id(row: &Row<'_>, column: usize) -> rusqlite::Result<[u8; 32]> {
    row.get(column)
}

/// An id in a column, where it is one.
fn maybe_id(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<[u8; 32]>> {
    row.get(column)
}

/// JSON in a column.
fn parsed<T: DeserializeOwned>(text: &str) -> Result<T, PagesError> {
    serde_json::from_str(text).map_err(|error| PagesError::Corrupt(error.to_string()))
}
