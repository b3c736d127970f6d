//! Merging one text.

use secta_wiki::merge::{self, Marks, Merged};

use super::Words;

/// Bytes as a text that lines can be merged of.
pub(super) fn read(data: &[u8]) -> Option<&str> {
    std::str::from_utf8(data)
        .ok()
        .filter(|text| !text.contains('\0'))
}

/// Merges two texts with what they came from.
pub(super) fn merge(words: &Words, [ours, base, theirs]: [&str; 3]) -> Merged {
    let marks = Marks {
        ours: &words.ours,
        theirs: &words.theirs,
        length: merge::MARK_LENGTH,
    };
    merge::merge(ours, base, theirs, marks)
}
