//! Where in a log a record stands.

use secta_bot_chronicle::log::{Source, tiles::read_bundle};
use secta_record::{LineError, join_line, read_line};
use secta_store::StoredRecord;

use super::LogsError;

/// The entry that a record makes.
pub(super) fn entry(record: &StoredRecord) -> String {
    join_line(None, &record.envelope, &record.signature)
}

/// Finds the index of a record in the log of this size; nothing where it is not in it. The entries are records of one
/// chain, so their numbers there only grow: about a dozen bundles of a million entries are read.
pub(super) fn index(
    source: &impl Source,
    size: u64,
    record: &StoredRecord,
) -> Result<Option<u64>, LogsError> {
    let wanted = entry(record);
    let number = number(wanted.as_bytes())?;
    let (mut low, mut high) = (0, size);
    while low < high {
        let middle = low + (high - low) / 2;
        let (first, entries) = read_bundle(source, middle, size)?;
        let (Some(begin), Some(end)) = (entries.first(), entries.last()) else {
            return Ok(None);
        };
        if number < self::number(begin)? {
            high = first;
        } else if number > self::number(end)? {
            low = first + entries.len() as u64;
        } else {
            let same = |entry: &Vec<u8>| entry == wanted.as_bytes();
            let at = entries.iter().position(same);
            return Ok(at.map(|at| first + at as u64));
        }
    }
    Ok(None)
}

/// The number in its chain of the record that an entry is of.
fn number(entry: &[u8]) -> Result<u64, LineError> {
    Ok(read_line(entry)?.envelope().seq)
}
