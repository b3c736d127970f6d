//! `secta archive resume`, with real Git: a remote was turned back on purpose.

use std::{
    io::{BufRead, BufReader, Lines},
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, ChildStderr, Command, Output, Stdio},
    sync::{Mutex, MutexGuard, PoisonError},
};

use jiff::tz::TimeZone;
use secta_wiki_formats::{
    sync::{Outcome, Push, Remote, SyncSettings},
    vault::{Author, Change, Draft, Vault, VaultError, VaultSettings},
};

const VAULT: &str = "room-0123456789ab";
const AT_MS: i64 = 1_795_290_114_000;

/// A program that another test is just starting holds the locks of this one for a moment: one test at a time.
static ALONE: Mutex<()> = Mutex::new(());

/// A node's folder with a vault, whose remote was turned back by one commit.
struct Place {
    folder: tempfile::TempDir,
    listens: [String; 2],
    _alone: MutexGuard<'static, ()>,
}

impl Place {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let free = || {
            let listener = TcpListener::bind("127.0.0.1:0").unwrap();
            listener.local_addr().unwrap().to_string()
        };
        let place = Self {
            _alone: ALONE.lock().unwrap_or_else(PoisonError::into_inner),
            folder,
            listens: [free(), free()],
        };
        git(
            place.folder.path(),
            &["init", "--quiet", "--bare", "-b", "main", VAULT],
        );
        let init = ["init", "--yes", "--homeserver-url", "http://127.0.0.1:1"];
        let done = place.secta(&[&init[..], &["--server-name", "example.org"]].concat());
        assert!(done.status.success(), "{done:?}");
        let mut vault = place.vault().unwrap();
        for key in ["1", "2"] {
            save(&mut vault, key);
            assert!(matches!(place.sync(&mut vault), Outcome::Synced(_)));
        }
        git(
            &place.far(),
            &["update-ref", "refs/heads/main", "refs/heads/main~1"],
        );
        save(&mut vault, "3");
        assert!(matches!(place.sync(&mut vault), Outcome::Rewound { .. }));
        place
    }

    fn far(&self) -> PathBuf {
        self.folder.path().join(VAULT)
    }

    fn vault(&self) -> Result<Vault, VaultError> {
        let root = self.folder.path().join("secta-data/vaults").join(VAULT);
        std::fs::create_dir_all(&root).unwrap();
        Vault::open(VaultSettings::new(root))
    }

    fn sync(&self, vault: &mut Vault) -> Outcome {
        let remote = Remote::new(self.far().to_str().unwrap(), "main").unwrap();
        vault
            .sync(&remote, &SyncSettings::default(), AT_MS)
            .unwrap()
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_secta"));
        command.current_dir(self.folder.path()).args(args);
        command.env("LC_ALL", "C");
        command.env("SECTA_APPSERVICE_LISTEN", &self.listens[0]);
        command.env("SECTA_OPERATING_LISTEN", &self.listens[1]);
        command
    }

    fn secta(&self, args: &[&str]) -> Output {
        self.command(args).output().unwrap()
    }

    /// What is said of a resuming; an error where it failed.
    fn resume(&self, vault: &str) -> Result<String, String> {
        let mut command = self.command(&["archive", "resume", vault]);
        let remote = self.folder.path().join("{vault}");
        command.env("SECTA_ARCHIVE_REMOTE", remote);
        let done = command.output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        if done.status.success() {
            Ok(text(done.stdout))
        } else {
            Err(text(done.stderr))
        }
    }

    /// A node that listens already.
    fn node(&self) -> Node {
        let mut command = self.command(&["run"]);
        let mut child = command.stderr(Stdio::piped()).spawn().unwrap();
        let mut log = BufReader::new(child.stderr.take().unwrap()).lines();
        let listens = log.any(|line| line.unwrap().contains("the intake listens"));
        assert!(listens, "the node has ended");
        Node { child, _log: log }
    }

    fn assert_goes_on(&self, vault: &mut Vault) {
        match self.sync(vault) {
            Outcome::Synced(report) => assert!(matches!(report.push, Push::Done), "{report:?}"),
            other => panic!("{other:?}"),
        }
        let there = git(&self.far(), &["ls-tree", "--name-only", "main"]);
        assert_eq!(there, "1.md\n2.md\n3.md\n");
    }
}

struct Node {
    child: Child,
    /// Open as long as it runs.
    _log: Lines<BufReader<ChildStderr>>,
}

impl Drop for Node {
    fn drop(&mut self) {
        // One that has ended by itself is ended.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn save(vault: &mut Vault, key: &str) {
    let change = Change::Put {
        path: format!("{key}.md"),
        data: key.as_bytes().to_vec(),
    };
    let draft = Draft {
        author: Author::member("@vera:example.org", "Вера"),
        at_ms: AT_MS,
        zone: TimeZone::UTC,
        message: key.to_owned(),
        operation: key.to_owned(),
        changes: vec![change],
    };
    vault.commit(&draft).unwrap();
}

fn git(folder: &Path, args: &[&str]) -> String {
    let mut command = Command::new("git");
    command.current_dir(folder).args(args);
    let done = command
        .output()
        .expect("this needs git: apt-get install -y git");
    assert!(done.status.success(), "git {args:?}: {done:?}");
    String::from_utf8(done.stdout).unwrap()
}

#[test]
fn without_a_node_the_vault_is_opened_by_the_command_itself() {
    let place = Place::new();
    let unknown = place.resume("room-none").unwrap_err();
    assert!(unknown.contains(VAULT), "{unknown}");
    let done = place.secta(&["archive", "resume", VAULT]);
    let said = String::from_utf8(done.stderr).unwrap();
    assert!(said.contains("archive.remote"), "{said}");
    let held = place.vault().unwrap();
    let said = place.resume(VAULT).unwrap_err();
    assert!(said.contains("held by another process"), "{said}");
    drop(held);
    let said = place.resume(VAULT).unwrap();
    assert!(said.contains("exchanged again"), "{said}");
    place.assert_goes_on(&mut place.vault().unwrap());
}

#[test]
fn beside_a_node_the_node_does_it() {
    let place = Place::new();
    let node = place.node();
    let said = place.resume(VAULT).unwrap();
    assert!(said.contains("exchanged again"), "{said}");
    assert!(
        matches!(place.vault(), Err(VaultError::Busy)),
        "the node holds it"
    );
    drop(node);
    place.assert_goes_on(&mut place.vault().unwrap());
}
