//! Entry bundles: entries one after another, each behind its length.

/// The most bytes that an entry may have.
pub const MAX_ENTRY_BYTES: usize = u16::MAX as usize;

/// Writes an entry to the end of a bundle; false, and nothing is written, when it is too long.
#[must_use]
pub fn push(bundle: &mut Vec<u8>, entry: &[u8]) -> bool {
    let Ok(length) = u16::try_from(entry.len()) else {
        return false;
    };
    bundle.extend(length.to_be_bytes());
    bundle.extend(entry);
    true
}

/// The entries of a bundle; the last item is `None` when the bundle ends within an entry.
pub struct Entries<'a> {
    rest: &'a [u8],
}

/// Reads the entries of a bundle.
#[must_use]
pub fn entries(bundle: &[u8]) -> Entries<'_> {
    Entries { rest: bundle }
}

impl<'a> Entries<'a> {
    /// What is not yet read.
    #[must_use]
    pub fn rest(&self) -> &'a [u8] {
        self.rest
    }

    fn read(&mut self) -> Option<&'a [u8]> {
        let (length, rest) = self.rest.split_first_chunk()?;
        let (entry, rest) = rest.split_at_checked(u16::from_be_bytes(*length).into())?;
        self.rest = rest;
        Some(entry)
    }
}

impl<'a> Iterator for Entries<'a> {
    type Item = Option<&'a [u8]>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let entry = self.read();
        if entry.is_none() {
            self.rest = &[];
        }
        Some(entry)
    }
}

/// Reads a bundle of exactly so many entries.
#[must_use]
pub fn exactly(bundle: &[u8], count: u64) -> Option<Vec<&[u8]>> {
    let read: Option<Vec<&[u8]>> = entries(bundle).collect();
    read.filter(|entries| entries.len() as u64 == count)
}

/// The beginning of a bundle that holds so many entries, or nothing when it holds fewer.
#[must_use]
pub fn prefix(bundle: &[u8], count: u64) -> Option<&[u8]> {
    let mut left = entries(bundle);
    for _ in 0..count {
        left.next()??;
    }
    bundle.get(..bundle.len() - left.rest().len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bundle(entries: &[&[u8]]) -> Vec<u8> {
        let mut bytes = Vec::new();
        for entry in entries {
            assert!(push(&mut bytes, entry));
        }
        bytes
    }

    #[test]
    fn entries_come_out_as_they_went_in() {
        let bytes = bundle(&[b"one", b"", b"three"]);
        assert_eq!(exactly(&bytes, 3).unwrap(), [&b"one"[..], b"", b"three"]);
        assert_eq!(exactly(&bytes, 2), None);
        assert_eq!(prefix(&bytes, 2), Some(&bundle(&[b"one", b""])[..]));
        assert_eq!(prefix(&bytes, 4), None);
    }

    #[test]
    fn a_bundle_that_ends_within_an_entry_is_not_one() {
        let bytes = bundle(&[b"one", b"two"]);
        for end in [1, 4, 6, 7, 9] {
            assert_eq!(exactly(&bytes[..end], 2), None, "{end}");
        }
    }

    #[test]
    fn an_entry_longer_than_its_length_can_say_is_refused() {
        let mut bytes = Vec::new();
        assert!(push(&mut bytes, &vec![0; MAX_ENTRY_BYTES]));
        assert!(!push(&mut bytes, &vec![0; MAX_ENTRY_BYTES + 1]));
        assert_eq!(bytes.len(), MAX_ENTRY_BYTES + 2);
    }
}
