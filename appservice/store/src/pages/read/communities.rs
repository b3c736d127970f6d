//! The communities, and how far each was followed.

use rusqlite::{OptionalExtension, Row};
use secta_bot_kit::Lang;
use secta_record::RecordId;

use super::{Pages, PagesError, id, maybe_id};
use crate::pages::{CommunityRow, Reached};

const ROW: &str =
    "SELECT id, name, founded_ms, lang, stream_room, place, record, version FROM communities";

impl Pages {
    /// The communities that are founded, the oldest first.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn communities(&self) -> Result<Vec<CommunityRow>, PagesError> {
        let reader = self.readers.take()?;
        let text = format!("{ROW} WHERE version > 0 ORDER BY founded_ms, id");
        let mut statement = reader.prepare_cached(&text)?;
        let rows = statement.query_map([], community)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// One community.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn community(&self, id: &RecordId) -> Result<Option<CommunityRow>, PagesError> {
        let reader = self.readers.take()?;
        let mut statement = reader.prepare_cached(&format!("{ROW} WHERE id = ?1"))?;
        Ok(statement.query_row([&id.0[..]], community).optional()?)
    }
}

fn community(row: &Row<'_>) -> rusqlite::Result<CommunityRow> {
    let lang: String = row.get(3)?;
    let version: i64 = row.get(7)?;
    Ok(CommunityRow {
        id: RecordId(id(row, 0)?),
        name: row.get(1)?,
        founded_ms: row.get(2)?,
        lang: Lang::of_code(&lang),
        stream_room: row.get(4)?,
        reached: Reached {
            place: row.get(5)?,
            record: maybe_id(row, 6)?.map(RecordId),
        },
        version: version.unsigned_abs(),
    })
}
