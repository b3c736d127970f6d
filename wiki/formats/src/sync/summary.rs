//! What changed, in lines.

use gix::{ObjectId, Repository};
use imara_diff::{Algorithm, Diff, InternedInput};

use super::{
    SyncError,
    outcome::{FileReport, What},
    text,
};
use crate::{
    names::is_invisible,
    vault::{
        CommitId, Vault, objects,
        tree::{self, Difference, Entry},
    },
};

const EXCERPT_LINES: usize = 6;
const LINE_CHARACTERS: usize = 160;
const DIFF_BYTES: usize = 1 << 20;

impl Vault {
    /// What changed in the vault since a commit, or since it was empty.
    ///
    /// # Errors
    ///
    /// When the repository cannot be read, or has no such commit.
    pub fn changed_since(&self, commit: Option<CommitId>) -> Result<Vec<FileReport>, SyncError> {
        let old = self.tree_at(commit.map(|commit| commit.0))?;
        let new = self.tree_at(self.head_id()?)?;
        between(&self.repository, old, new)
    }
}

/// What differs between two trees, file by file.
pub(super) fn between(
    repository: &Repository,
    old: Option<ObjectId>,
    new: Option<ObjectId>,
) -> Result<Vec<FileReport>, SyncError> {
    tree::differences(repository, old, new)?
        .into_iter()
        .map(|(path, difference)| report(repository, path, difference))
        .collect()
}

fn report(
    repository: &Repository,
    path: String,
    difference: Difference,
) -> Result<FileReport, SyncError> {
    let what = match (difference.old, difference.new) {
        (None, _) => What::Added,
        (Some(_), None) => What::Removed,
        (Some(_), Some(_)) => What::Changed,
    };
    let mut report = FileReport {
        path,
        what,
        lines_added: 0,
        lines_removed: 0,
        excerpt: Vec::new(),
    };
    let old = read(repository, difference.old)?;
    let new = read(repository, difference.new)?;
    if let (Some(old), Some(new)) = (old, new) {
        count(&old, &new, &mut report);
    }
    Ok(report)
}

/// A text; nothing where there is no file; `None` where it is no text, or too long to compare.
fn read(repository: &Repository, entry: Option<Entry>) -> Result<Option<String>, SyncError> {
    let Some(entry) = entry else {
        return Ok(Some(String::new()));
    };
    let small = entry.is_file() && objects::blob_bytes(repository, entry.id)? <= DIFF_BYTES as u64;
    if !small {
        return Ok(None);
    }
    let data = objects::blob(repository, entry.id)?;
    Ok(text::read(&data).map(str::to_owned))
}

fn count(old: &str, new: &str, report: &mut FileReport) {
    let input = InternedInput::new(old, new);
    let mut diff = Diff::compute(Algorithm::Histogram, &input);
    diff.postprocess_lines(&input);
    report.lines_added = diff.count_additions();
    report.lines_removed = diff.count_removals();
    for hunk in diff.hunks() {
        let before = input.before.get(range(&hunk.before)).unwrap_or_default();
        let after = input.after.get(range(&hunk.after)).unwrap_or_default();
        let lines = before.iter().map(|line| ('-', line));
        for (sign, line) in lines.chain(after.iter().map(|line| ('+', line))) {
            if report.excerpt.len() >= EXCERPT_LINES {
                return;
            }
            let line = short(input.interner[*line]);
            if !line.is_empty() {
                report.excerpt.push(format!("{sign} {line}"));
            }
        }
    }
}

fn range(lines: &std::ops::Range<u32>) -> std::ops::Range<usize> {
    lines.start as usize..lines.end as usize
}

fn short(line: &str) -> String {
    let seen = line
        .chars()
        .filter(|c| !c.is_control() && !is_invisible(*c));
    let short: String = seen.take(LINE_CHARACTERS).collect();
    short.trim().to_owned()
}
