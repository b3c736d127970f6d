//! What `git` meant: its words, in English by `LC_ALL=C`, as a typed reason.

use super::SyncError;

const SAID_CHARACTERS: usize = 300;

/// What a push came to.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Rejection {
    /// The remote moved on.
    Behind,
    /// It has a rule of its own.
    Declined,
    /// It was no rejection.
    None,
}

const HOST_KEY: &[&str] = &[
    "host key verification failed",
    "remote host identification has changed",
    "ssl certificate problem",
    "certificate verification failed",
    "no alternative certificate subject name",
];
const DENIED: &[&str] = &[
    "permission denied",
    "authentication failed",
    "could not read username",
    "could not read password",
    "terminal prompts disabled",
    "returned error: 401",
    "returned error: 403",
    "access denied",
    "not permitted",
    "dubious ownership",
];
const GONE: &[&str] = &[
    "does not appear to be a git repository",
    "no such file or directory",
    "not found",
    "does not exist",
    "returned error: 404",
];
const UNREACHABLE: &[&str] = &[
    "could not resolve",
    "connection refused",
    "connection timed out",
    "connection reset",
    "connection closed",
    "network is unreachable",
    "no route to host",
    "failed to connect",
    "couldn't connect",
    "operation timed out",
    "timed out",
    "returned error: 5",
    "returned error: 429",
    "the remote end hung up",
    "early eof",
];
const HOSTILE: &[&str] = &[
    "fsck error",
    "died of signal 25",
    "file size limit",
    "bad object",
    "pack exceeds maximum",
    "hasdot",
    "unpack-objects failed",
    "index-pack failed",
    "redirect",
];

/// What stopped a fetch or a push.
pub(super) fn error(errors: &str) -> SyncError {
    let words = errors.to_lowercase();
    let has = |list: &[&str]| list.iter().any(|word| words.contains(word));
    let said = said(errors);
    if has(HOST_KEY) {
        SyncError::HostKey(said)
    } else if has(DENIED) {
        SyncError::Denied(said)
    } else if has(HOSTILE) {
        SyncError::Hostile(said)
    } else if has(GONE) {
        SyncError::Gone(said)
    } else if has(UNREACHABLE) {
        SyncError::Unreachable(said)
    } else {
        SyncError::Command(said)
    }
}

/// Whether a fetch failed because the remote has no such branch.
pub(super) fn is_branchless(errors: &str) -> bool {
    errors.contains("couldn't find remote ref")
}

/// What the lines of `git push --porcelain` say.
pub(super) fn rejection(output: &str) -> Rejection {
    let Some(line) = output.lines().find(|line| line.starts_with('!')) else {
        return Rejection::None;
    };
    let races = [
        "(fetch first)",
        "(non-fast-forward)",
        "(stale info)",
        "cannot lock ref",
        "failed to update ref",
        "incorrect old value",
        "failed to lock",
        "reference already exists",
    ];
    if races.iter().any(|race| line.contains(race)) {
        Rejection::Behind
    } else {
        Rejection::Declined
    }
}

/// The last words that say something, fit for people and logs.
pub(super) fn said(errors: &str) -> String {
    let telling = |line: &&str| {
        !line.is_empty()
            && !line.starts_with("Please make sure")
            && !line.starts_with("and the repository exists")
    };
    let lines: Vec<_> = errors.lines().map(str::trim).filter(telling).collect();
    let last = lines
        .get(lines.len().saturating_sub(3)..)
        .unwrap_or_default();
    last.join("; ")
        .chars()
        .filter(|c| !c.is_control() && !crate::names::is_invisible(*c))
        .take(SAID_CHARACTERS)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rejected_push_says_whether_to_try_again() {
        let line = |reason| format!("To x\n!\tabc:refs/heads/main\t[rejected] ({reason})\nDone\n");
        assert_eq!(rejection(&line("fetch first")), Rejection::Behind);
        assert_eq!(
            rejection(&line("pre-receive hook declined")),
            Rejection::Declined
        );
        assert_eq!(
            rejection("To x\n*\tabc:refs/heads/main\t[new branch]\n"),
            Rejection::None
        );
    }

    #[test]
    fn the_words_of_git_become_reasons() {
        assert!(matches!(
            error("fatal: unable to access 'https://x/': Could not resolve host: x"),
            SyncError::Unreachable(_)
        ));
        assert!(matches!(
            error(
                "git@x: Permission denied (publickey).\nfatal: Could not read from remote repository."
            ),
            SyncError::Denied(_)
        ));
        assert!(matches!(
            error("fatal: '/x' does not appear to be a git repository"),
            SyncError::Gone(_)
        ));
    }
}
