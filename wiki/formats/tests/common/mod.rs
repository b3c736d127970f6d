//! A member with a clone, and the service with its vault.
#![allow(dead_code, reason = "each test takes what it needs")]

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use jiff::tz::TimeZone;
use secta_wiki_formats::{
    sync::{Outcome, Remote, Report, SyncSettings},
    vault::{Author, Change, Committed, Draft, Vault, VaultError, VaultSettings},
};
use tempfile::TempDir;

/// 21 November 2026.
pub const AT_MS: i64 = 1_795_290_114_000;

/// A temporary folder with a bare repository in it.
pub struct Place {
    folder: TempDir,
}

impl Place {
    pub fn new() -> Self {
        let place = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        git(
            place.path(),
            &["init", "--quiet", "--bare", "-b", "main", "remote.git"],
        );
        place
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    pub fn bare(&self) -> PathBuf {
        self.path().join("remote.git")
    }

    pub fn remote(&self) -> Remote {
        Remote::new(self.bare().to_str().unwrap(), "main").unwrap()
    }

    /// The vault, opened. A child of a process that died, such as a push on its way, may hold it for a moment more; so
    /// may one that another test is just starting.
    #[allow(clippy::disallowed_methods, reason = "the vault becomes free in time")]
    pub fn vault(&self) -> Vault {
        let settings = VaultSettings::new(self.path().join("vault"));
        for _ in 0..500 {
            match Vault::open(settings.clone()) {
                Ok(vault) => return vault,
                Err(VaultError::Busy) => std::thread::sleep(Duration::from_millis(20)),
                Err(error) => panic!("{error}"),
            }
        }
        panic!("the vault stays held");
    }

    /// A clone of a member, on `main`.
    pub fn member(&self, name: &str) -> Member {
        let folder = self.path().join(name);
        git(self.path(), &["clone", "--quiet", "remote.git", name]);
        git(&folder, &["checkout", "--quiet", "-B", "main"]);
        git(&folder, &["config", "user.name", name]);
        git(&folder, &["config", "user.email", "member@example.org"]);
        Member { folder }
    }

    pub fn in_vault(&self, path: &str) -> PathBuf {
        self.path().join("vault").join(path)
    }

    /// Nothing is broken, and the folder shows what the branch holds.
    pub fn assert_sound(&self) {
        let vault = self.path().join("vault");
        git(&vault, &["fsck", "--strict", "--full"]);
        let status = git(&vault, &["status", "--porcelain", "--untracked-files=no"]);
        assert_eq!(status, "", "the folder shows something else");
    }
}

/// A person with a clone and an editor.
pub struct Member {
    pub folder: PathBuf,
}

impl Member {
    pub fn git(&self, args: &[&str]) -> String {
        git(&self.folder, args)
    }

    pub fn write(&self, path: &str, data: impl AsRef<[u8]>) {
        let file = self.folder.join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, data).unwrap();
    }

    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.folder.join(path)).unwrap()
    }

    pub fn commit(&self, message: &str) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "-m", message]);
    }

    pub fn push(&self) {
        self.git(&["push", "--quiet", "origin", "main"]);
    }

    pub fn pull(&self) {
        self.git(&["pull", "--quiet", "--no-rebase", "origin", "main"]);
    }
}

pub fn git(folder: &Path, args: &[&str]) -> String {
    let output = Command::new("git")
        .current_dir(folder)
        .args(args)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("LC_ALL", "C")
        .output()
        .expect("these tests need git: apt-get install -y git");
    assert!(
        output.status.success(),
        "git {args:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}

pub fn draft(key: &str, changes: Vec<Change>) -> Draft {
    Draft {
        author: Author::member("@vera:example.org", "Вера"),
        at_ms: AT_MS,
        zone: TimeZone::UTC,
        message: format!("Запомнено: {key}"),
        operation: key.to_owned(),
        changes,
    }
}

pub fn put(path: &str, data: impl AsRef<[u8]>) -> Change {
    Change::Put {
        path: path.to_owned(),
        data: data.as_ref().to_vec(),
    }
}

pub fn remove(path: &str) -> Change {
    let path = path.to_owned();
    Change::Remove { path }
}

pub fn save(vault: &mut Vault, key: &str, path: &str, data: impl AsRef<[u8]>) -> Committed {
    vault.commit(&draft(key, vec![put(path, data)])).unwrap()
}

pub fn read(vault: &Vault, path: &str) -> Option<String> {
    let data = vault.read(path).unwrap()?;
    Some(String::from_utf8(data).unwrap())
}

pub fn sync(vault: &mut Vault, remote: &Remote) -> Outcome {
    vault.sync(remote, &SyncSettings::default(), AT_MS).unwrap()
}

pub fn synced(vault: &mut Vault, remote: &Remote) -> Report {
    match sync(vault, remote) {
        Outcome::Synced(report) => report,
        other => panic!("{other:?}"),
    }
}
