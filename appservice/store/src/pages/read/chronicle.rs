//! Entries of the chronicle, and what was said in cases, appeals and proposals.

use rusqlite::{Row, params};
use secta_record::{
    RecordId,
    act::{AccountId, ItemId},
};

use super::{Pages, PagesError, id, maybe_id, parsed};
use crate::pages::{EntryRow, SaidRow};

const ENTRIES: &str = "SELECT e.number, e.proposal, e.record, a.name, s.name, e.written_ms, e.entered_ms, e.item, \
                       e.content FROM entries AS e JOIN accounts AS a ON a.n = e.author \
                       LEFT JOIN personas AS s ON s.community = e.community AND s.account = e.author \
                       WHERE e.community = ?1 AND e.number < ?2 ORDER BY e.number DESC LIMIT ?3";

const SAID: &str = "SELECT a.name, s.time_ms, s.kind, s.text FROM said AS s JOIN accounts AS a ON a.n = s.author \
                    WHERE s.community = ?1 AND s.about = ?2 ORDER BY s.place";

impl Pages {
    /// Entries of the chronicle with smaller numbers than `before` (`None`: the last), the newest first.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn entries(
        &self,
        community: &RecordId,
        before: Option<u64>,
        take: usize,
    ) -> Result<Vec<EntryRow>, PagesError> {
        let before = before.and_then(|number| i64::try_from(number).ok());
        let take = i64::try_from(take).unwrap_or(i64::MAX);
        self.read(community, |eye| {
            let mut statement = eye.conn.prepare_cached(ENTRIES)?;
            let mut rows =
                statement.query(params![eye.community, before.unwrap_or(i64::MAX), take])?;
            let mut entries = Vec::new();
            while let Some(row) = rows.next()? {
                entries.push(entry(row)?);
            }
            Ok(entries)
        })
    }

    /// What was said in a case, an appeal or a proposal, in order.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn said(&self, community: &RecordId, about: &[u8; 32]) -> Result<Vec<SaidRow>, PagesError> {
        self.read(community, |eye| {
            let mut statement = eye.conn.prepare_cached(SAID)?;
            let rows = statement.query_map(params![eye.community, &about[..]], |row| {
                let author: String = row.get(0)?;
                Ok(SaidRow {
                    about: *about,
                    author: AccountId::new(author),
                    time_ms: row.get(1)?,
                    kind: row.get(2)?,
                    text: row.get(3)?,
                })
            })?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }
}

fn entry(row: &Row<'_>) -> Result<EntryRow, PagesError> {
    let (number, author): (i64, String) = (row.get(0)?, row.get(3)?);
    let content: Option<String> = row.get(8)?;
    Ok(EntryRow {
        number: number.unsigned_abs(),
        proposal: id(row, 1)?,
        record: RecordId(id(row, 2)?),
        author: AccountId::new(author),
        name: row.get(4)?,
        written_ms: row.get(5)?,
        entered_ms: row.get(6)?,
        item: maybe_id(row, 7)?.map(ItemId),
        content: content.as_deref().map(parsed).transpose()?,
    })
}
