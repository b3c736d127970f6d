//! How the words of pages are filed, and looked for where they are.
//!
//! SQLite takes runs of letters and digits for words, and everything that is not ASCII: `·` is a part of a word to it, `/`,
//! `.` and spaces are none.

use super::WordRow;

/// What stands between the forms of a word.
const BETWEEN: char = '/';

/// What is filed of a word that is everywhere.
const EVERYWHERE: &str = ".";

/// A form of a word, as it is filed in a scope: who looks in one scope passes all others by.
pub(super) fn form(scope: i64, form: &str) -> String {
    format!("{scope}·{form}")
}

/// The words of a text, as they are filed in a scope.
pub(super) fn words(scope: i64, words: &[WordRow]) -> String {
    let mut all = String::new();
    for word in words {
        if !all.is_empty() {
            all.push(' ');
        }
        for (index, one) in word.iter().enumerate() {
            if index > 0 {
                all.push(BETWEEN);
            }
            all.push_str(&form(scope, one));
        }
        if word.is_empty() {
            all.push_str(EVERYWHERE);
        }
    }
    all
}

/// The forms of each word of a text that was filed.
pub(super) fn read(filed: &str) -> Vec<Vec<&str>> {
    let bare = |form| match str::split_once(form, '·') {
        Some((_, form)) => form,
        None => form,
    };
    let words = filed.split(' ');
    words
        .map(|word| word.split(BETWEEN).map(bare).collect())
        .collect()
}
