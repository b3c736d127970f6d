//! Entries that the log has already, compared with what is given for their places.

use crate::log::{
    disk::Source,
    tiles::{ReadFault, read_bundle},
};

/// Finds the first of the given entries, beginning at `start`, that is not what the log of this size has in its place.
///
/// # Errors
///
/// When the log cannot be read.
pub fn first_difference(
    source: &impl Source,
    size: u64,
    start: u64,
    entries: &[&[u8]],
) -> Result<Option<u64>, ReadFault> {
    let mut index = start;
    let mut given = entries.iter();
    while index < size && !given.as_slice().is_empty() {
        let (first, stored) = read_bundle(source, index, size)?;
        let skip = usize::try_from(index - first).unwrap_or(usize::MAX);
        for (stored, given) in stored.iter().skip(skip).zip(given.by_ref()) {
            if stored != given {
                return Ok(Some(index));
            }
            index += 1;
        }
    }
    Ok(None)
}
