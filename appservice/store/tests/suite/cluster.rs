//! A PostgreSQL server of the tests' own, in a temporary directory, on a socket in it. The tests that run at the
//! same time share it; the last one stops it.

use std::{
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
    process::{Command, Output},
    sync::{
        Arc, Mutex, PoisonError, Weak,
        atomic::{AtomicU32, Ordering},
    },
};

use tempfile::TempDir;

static SHARED: Mutex<Weak<Cluster>> = Mutex::new(Weak::new());
static NEXT: AtomicU32 = AtomicU32::new(0);

struct Cluster {
    programs: PathBuf,
    directory: TempDir,
}

/// A database of a test's own.
pub struct Database {
    cluster: Arc<Cluster>,
    name: String,
}

/// A new database.
pub fn database() -> Database {
    let cluster = {
        let mut shared = SHARED.lock().unwrap_or_else(PoisonError::into_inner);
        shared.upgrade().unwrap_or_else(|| {
            let cluster = Arc::new(Cluster::start());
            *shared = Arc::downgrade(&cluster);
            cluster
        })
    };
    let name = format!("test{}", NEXT.fetch_add(1, Ordering::Relaxed));
    cluster.run("createdb", &["-h", &cluster.socket(), "-U", "secta", &name]);
    Database { cluster, name }
}

impl Database {
    pub fn url(&self) -> String {
        format!(
            "postgres://secta@localhost/{}?host={}",
            self.name,
            self.cluster.socket()
        )
    }

    /// Cuts every connection to this database.
    pub fn cut_connections(&self) {
        let text = format!(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{}'",
            self.name
        );
        let socket = self.cluster.socket();
        self.cluster.run(
            "psql",
            &["-h", &socket, "-U", "secta", "-d", "postgres", "-qc", &text],
        );
    }
}

impl Cluster {
    fn start() -> Self {
        let directory = tempfile::Builder::new()
            .prefix("secta-pg")
            .tempdir()
            .expect("a directory");
        let cluster = Self {
            programs: programs(),
            directory,
        };
        if is_root() {
            let owned = Command::new("chown")
                .arg("postgres")
                .arg(cluster.directory.path())
                .output();
            check("chown", owned);
        }
        let data = cluster.data();
        cluster.run(
            "initdb",
            &[
                "-D",
                &data,
                "-U",
                "secta",
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--no-sync",
            ],
        );
        let options = format!(
            "-c listen_addresses='' -c unix_socket_directories='{}'",
            cluster.socket()
        );
        let log = format!("{}/log", cluster.socket());
        cluster.run(
            "pg_ctl",
            &["-D", &data, "-w", "-s", "-l", &log, "-o", &options, "start"],
        );
        cluster
    }

    fn socket(&self) -> String {
        self.directory.path().display().to_string()
    }

    fn data(&self) -> String {
        format!("{}/data", self.socket())
    }

    fn run(&self, program: &str, arguments: &[&str]) {
        check(program, self.command(program, arguments).output());
    }

    /// The server refuses to run as root: then Debian's user for it runs it.
    fn command(&self, program: &str, arguments: &[&str]) -> Command {
        let path = self.programs.join(program);
        let mut command = if is_root() {
            let mut command = Command::new("runuser");
            command.args(["-u", "postgres", "--"]).arg(path);
            command
        } else {
            Command::new(path)
        };
        command.args(arguments).current_dir(self.directory.path());
        command
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let stopped = self
            .command(
                "pg_ctl",
                &["-D", &self.data(), "-w", "-s", "-m", "immediate", "stop"],
            )
            .status();
        if !stopped.is_ok_and(|status| status.success()) {
            eprintln!("the PostgreSQL server in {} did not stop", self.socket());
        }
    }
}

fn is_root() -> bool {
    std::fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0)
}

fn check(program: &str, output: std::io::Result<Output>) {
    let output = output.unwrap_or_else(|error| panic!("{program} does not run: {error}"));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{program}: {said}");
}

/// Where initdb and pg_ctl are: where pg_config says, or where Debian puts them, the newest first.
fn programs() -> PathBuf {
    let told = Command::new("pg_config").arg("--bindir").output().ok();
    let told = told.map(|output| PathBuf::from(String::from_utf8_lossy(&output.stdout).trim()));
    let versions = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten();
    let mut versions: Vec<PathBuf> = versions.map(|version| version.path().join("bin")).collect();
    versions.sort();
    let found = told
        .into_iter()
        .chain(versions.into_iter().rev())
        .find(|bin| has_server(bin));
    found.expect("no PostgreSQL server here: install Debian's package `postgresql`")
}

fn has_server(bin: &Path) -> bool {
    ["initdb", "pg_ctl", "postgres", "createdb", "psql"]
        .iter()
        .all(|program| bin.join(program).exists())
}
