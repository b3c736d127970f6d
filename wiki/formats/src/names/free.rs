//! A name that nobody has yet.

use unicode_normalization::UnicodeNormalization;

/// The path itself, or with ` 2`, ` 3` … before its ending, so that no file system takes it for one of `taken`.
///
/// `ending` is put behind the path: `.md`.
pub fn free<'a>(path: &str, ending: &str, taken: impl IntoIterator<Item = &'a str>) -> String {
    let taken: std::collections::BTreeSet<_> = taken.into_iter().map(folded).collect();
    let mut candidate = format!("{path}{ending}");
    let mut number = 2_u64;
    while taken.contains(&folded(&candidate)) {
        candidate = format!("{path} {number}{ending}");
        number += 1;
    }
    candidate
}

/// Whether some file system takes two paths for one: equal but for case or composition.
pub fn same_file(one: &str, other: &str) -> bool {
    folded(one) == folded(other)
}

/// What paths have in common that some file system takes for one.
pub(crate) fn folded(path: &str) -> String {
    // Upper and then lower: `ß`, `ſ` and final sigma have more forms than two.
    let upper = path.nfd().collect::<String>().to_uppercase();
    upper.to_lowercase().replace('ς', "σ").nfc().collect()
}
