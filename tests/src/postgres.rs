//! A real PostgreSQL cluster of one's own.

use std::{
    fs,
    os::unix::{
        fs::{MetadataExt, chown},
        process::CommandExt,
    },
    path::{Path, PathBuf},
    process::Command,
    time::{Duration, Instant},
};

use rustix::process::Signal;
use tempfile::TempDir;

use crate::{
    place,
    process::{self, Process},
    wait,
};

/// A running PostgreSQL, stopped when it goes out of scope.
pub struct Postgres {
    process: Process,
    directory: TempDir,
    port: u16,
    owner: Option<Owner>,
}

/// Whom the cluster belongs to where the tests run as root, whom PostgreSQL refuses.
#[derive(Clone, Copy, Debug)]
struct Owner {
    user: u32,
    group: u32,
}

impl Postgres {
    /// Makes a cluster in a temporary directory and waits until it takes connections.
    pub async fn start() -> Self {
        let directory = place::directory("postgres");
        let owner = owner();
        if let Some(owner) = owner {
            chown(directory.path(), Some(owner.user), Some(owner.group))
                .expect("root may give a directory away");
        }
        let data = directory.path().join("data");
        let mut make = program("initdb", owner, directory.path());
        make.args([
            "--username=secta",
            "--auth=trust",
            "--encoding=UTF8",
            "--no-locale",
            "--no-sync",
            "-D",
        ])
        .arg(&data);
        process::run("initdb", &mut make);
        let port = place::port();
        let process = launch(directory.path(), port, owner);
        let mut postgres = Self {
            process,
            directory,
            port,
            owner,
        };
        postgres.until_ready().await;
        postgres
    }

    /// The URL of a new, empty database.
    pub fn database(&self, name: &str) -> String {
        let mut make = program("createdb", self.owner, self.directory.path());
        make.args([
            "-h",
            "127.0.0.1",
            "-U",
            "secta",
            "-p",
            &self.port.to_string(),
            name,
        ]);
        process::run("createdb", &mut make);
        format!("postgres://secta@127.0.0.1:{}/{name}", self.port)
    }

    async fn until_ready(&mut self) {
        self.process.assert_running();
        let port = self.port.to_string();
        wait::until("PostgreSQL to take connections", wait::START, async || {
            let mut probe = program("pg_isready", self.owner, self.directory.path());
            probe.args(["-q", "-h", "127.0.0.1", "-p", &port]);
            probe
                .status()
                .is_ok_and(|status| status.success())
                .then_some(())
        })
        .await;
        self.process.assert_running();
    }
}

fn launch(directory: &Path, port: u16, owner: Option<Owner>) -> Process {
    let mut command = program("postgres", owner, directory);
    command
        .arg("-D")
        .arg(directory.join("data"))
        .arg("-k")
        .arg(directory)
        .args(["-h", "127.0.0.1"]);
    command.args(["-p", &port.to_string(), "-c", "max_connections=200"]);
    Process::start("PostgreSQL", &mut command, &directory.join("postgres.log"))
}

fn program(name: &str, owner: Option<Owner>, directory: &Path) -> Command {
    let mut command = Command::new(bin().join(name));
    command.current_dir(directory);
    if let Some(owner) = owner {
        command.gid(owner.group).uid(owner.user);
    }
    command
}

/// Where Debian keeps the server's programs: the newest version.
fn bin() -> PathBuf {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten();
    let bins = versions.filter_map(|entry| Some(entry.ok()?.path().join("bin")));
    let newest = bins.filter(|bin| bin.join("initdb").is_file()).max();
    newest.expect("PostgreSQL's server is not installed: apt-get install -y postgresql")
}

fn owner() -> Option<Owner> {
    let root = fs::metadata("/proc/self").is_ok_and(|meta| meta.uid() == 0);
    root.then(|| Owner {
        user: id("-u"),
        group: id("-g"),
    })
}

fn id(flag: &str) -> u32 {
    let said = process::run("id", Command::new("id").args([flag, "postgres"]));
    said.trim().parse().expect("id prints a number")
}

impl Drop for Postgres {
    fn drop(&mut self) {
        // A cluster that is killed leaves its shared memory behind: it is asked first.
        if self.process.ended().is_none() {
            self.process.signal(Signal::INT);
            let started = Instant::now();
            while self.process.ended().is_none() && started.elapsed() < Duration::from_secs(10) {
                std::thread::sleep(Duration::from_millis(10));
            }
        }
    }
}
