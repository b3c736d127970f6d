//! The repository that all revisions of a wiki come to, one commit for each.
//!
//! They come to a branch of their own, `wiki`; the branch that people see follows it as long as nobody has committed there.
//! Killed anywhere between, both are whole, and the next time goes on.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

use gix::bstr::ByteSlice;
use secta_wiki::RevisionId;

use super::past::{BRANCH, done, from_branch, revision_of};
use crate::vault::{self, VaultError, branch, objects, tree};

/// For every command, whatever the machine's or the repository's own settings say.
const SETTINGS: [&str; 7] = [
    "core.hooksPath=/dev/null",
    "core.fsmonitor=false",
    "core.attributesFile=/dev/null",
    "core.fsync=all",
    "core.quotePath=false",
    "gc.auto=0",
    "maintenance.auto=false",
];

/// Why commits cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum RepositoryError {
    /// The repository cannot be read.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// The command `git` cannot be run, or nothing can be written to it.
    #[error("git: {0}")]
    Io(#[from] io::Error),
    /// It has failed, with what it says.
    #[error("git: {0}")]
    Failed(String),
}

/// A repository of a wiki.
#[derive(Debug)]
pub struct Repository {
    root: PathBuf,
}

impl Repository {
    /// The repository of a folder; one is made where there is none.
    ///
    /// # Errors
    ///
    /// When it cannot be made.
    pub fn open(root: &Path) -> Result<Self, RepositoryError> {
        std::fs::create_dir_all(root)?;
        let root = root.to_owned();
        let repository = Self { root };
        if std::fs::symlink_metadata(repository.root.join(".git")).is_err() {
            let arguments = ["init", "--quiet", "--template=", "--initial-branch=main"];
            repository.runs(&arguments)?;
        }
        Ok(repository)
    }

    /// The revisions that are commits already.
    ///
    /// # Errors
    ///
    /// When the repository cannot be read.
    pub fn done(&self) -> Result<BTreeSet<RevisionId>, RepositoryError> {
        let repository = vault::open::open(&self.root)?;
        let Some(head) = branch::read(&repository, BRANCH)? else {
            return Ok(BTreeSet::new());
        };
        let mut found = BTreeSet::new();
        let walk = repository.rev_walk([head]).all();
        for info in walk.map_err(VaultError::repository)? {
            let id = info.map_err(VaultError::repository)?.id;
            let commit = repository.find_commit(id).map_err(VaultError::repository)?;
            let message = commit.message_raw_sloppy().to_str_lossy();
            found.extend(revision_of(&message));
        }
        Ok(found)
    }

    /// The files of the last commit, each with what it says where it is a note.
    ///
    /// # Errors
    ///
    /// When the repository cannot be read.
    pub fn files(&self) -> Result<BTreeMap<String, Option<String>>, RepositoryError> {
        let repository = vault::open::open(&self.root)?;
        let Some(head) = branch::read(&repository, BRANCH)? else {
            return Ok(BTreeMap::new());
        };
        let tree = objects::tree_of(&repository, head)?;
        let mut files = BTreeMap::new();
        for (path, entry) in tree::files(&repository, Some(tree))? {
            let text = match path.ends_with(".md") {
                true => Some(objects::blob(&repository, entry.id)?),
                false => None,
            };
            let text = text.map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
            files.insert(path, text);
        }
        Ok(files)
    }

    /// Has commits written, all of them or none.
    ///
    /// # Errors
    ///
    /// When `git` fails, or what is to be written does.
    pub fn write(
        &self,
        commits: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Result<(), RepositoryError> {
        let goes_on = branch::read(&vault::open::open(&self.root)?, BRANCH)?.is_some();
        let arguments = ["fast-import", "--quiet", "--done", "--date-format=raw"];
        let mut child = self
            .command(&arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()?;
        let written = child.stdin.take().map(|input| {
            let mut out = BufWriter::new(input);
            if goes_on {
                from_branch(&mut out)?;
            }
            commits(&mut out)?;
            done(&mut out)?;
            out.flush()
        });
        // Without its last word `git` leaves everything as it was.
        let output = child.wait_with_output()?;
        if let Some(Err(error)) = written
            && error.kind() != io::ErrorKind::BrokenPipe
        {
            return Err(error.into());
        }
        good(output)
    }

    /// Brings the folder, and the branch that it shows, to the last commit; `false` where people have commits of their own
    /// there, which they have to merge themselves.
    ///
    /// # Errors
    ///
    /// When something in the folder that is not committed is in the way.
    pub fn show(&self) -> Result<bool, RepositoryError> {
        if branch::read(&vault::open::open(&self.root)?, BRANCH)?.is_none() {
            return Ok(true);
        }
        let head = self
            .command(&["rev-parse", "--verify", "--quiet", "HEAD"])
            .output()?;
        if head.status.success() {
            let contained = self
                .command(&["merge-base", "--is-ancestor", "HEAD", BRANCH])
                .output()?;
            if !contained.status.success() {
                return Ok(false);
            }
        }
        self.runs(&["merge", "--quiet", "--ff-only", BRANCH])?;
        Ok(true)
    }

    fn runs(&self, arguments: &[&str]) -> Result<(), RepositoryError> {
        good(self.command(arguments).stdin(Stdio::null()).output()?)
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("git");
        command.current_dir(&self.root);
        for name in [
            "GIT_DIR",
            "GIT_WORK_TREE",
            "GIT_INDEX_FILE",
            "GIT_OBJECT_DIRECTORY",
        ] {
            command.env_remove(name);
        }
        command
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_TERMINAL_PROMPT", "0")
            .env(
                "GIT_CEILING_DIRECTORIES",
                self.root.parent().unwrap_or(&self.root),
            )
            .env("LC_ALL", "C");
        for setting in SETTINGS {
            command.args(["-c", setting]);
        }
        command.args(arguments);
        command
    }
}

fn good(output: Output) -> Result<(), RepositoryError> {
    match output.status.success() {
        true => Ok(()),
        false => {
            let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
            Err(RepositoryError::Failed(said))
        }
    }
}
