//! A PostgreSQL server of the bench's own, in a temporary directory, on a socket in it.

use std::{
    os::unix::fs::MetadataExt,
    path::PathBuf,
    process::{Child, Command, Output, Stdio},
};

use tempfile::TempDir;

/// What a server with some memory is given.
const SETTINGS: &str = "-c listen_addresses='' -c shared_buffers=512MB -c work_mem=64MB \
                        -c maintenance_work_mem=256MB -c max_wal_size=4GB -c jit=off";

pub struct Cluster {
    programs: PathBuf,
    directory: TempDir,
}

impl Cluster {
    /// Starts one; `None` where there is no PostgreSQL.
    pub fn start() -> Option<Self> {
        let cluster = Self {
            programs: programs()?,
            directory: tempfile::Builder::new()
                .prefix("secta-pg")
                .tempdir()
                .expect("a directory"),
        };
        if is_root() {
            check(
                Command::new("chown")
                    .arg("postgres")
                    .arg(cluster.directory.path())
                    .output(),
            );
        }
        let data = cluster.data();
        let new = [
            "-D",
            &data,
            "-U",
            "secta",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--no-sync",
        ];
        check(cluster.command("initdb").args(new).output());
        let options = format!(
            "{SETTINGS} -c unix_socket_directories='{}'",
            cluster.socket()
        );
        let log = format!("{}/log", cluster.socket());
        let start = ["-D", &data, "-w", "-s", "-l", &log, "-o", &options, "start"];
        check(cluster.command("pg_ctl").args(start).output());
        Some(cluster)
    }

    /// Runs a command of SQL.
    pub fn run(&self, text: &str) {
        check(self.psql().args(["-c", text]).output());
    }

    /// Begins a command of SQL that reads.
    pub fn session(&self, text: &str) -> Child {
        let mut psql = self.psql();
        psql.args(["-c", text]).stdin(Stdio::piped());
        psql.spawn().expect("psql runs")
    }

    /// Runs many commands in one session; what is printed.
    pub fn script(&self, text: &str) -> String {
        let path = self.directory.path().join("script.sql");
        std::fs::write(&path, text).expect("a file");
        let output = check(self.psql().arg("-f").arg(path).output());
        String::from_utf8(output.stdout).expect("it is text")
    }

    fn psql(&self) -> Command {
        let mut psql = self.command("psql");
        psql.args([
            "-XqAt",
            "-v",
            "ON_ERROR_STOP=1",
            "-U",
            "secta",
            "-d",
            "postgres",
            "-h",
        ]);
        psql.arg(self.socket());
        psql
    }

    fn socket(&self) -> String {
        self.directory.path().display().to_string()
    }

    fn data(&self) -> String {
        format!("{}/data", self.socket())
    }

    /// The server refuses to run as root: then Debian's user for it runs it.
    fn command(&self, program: &str) -> Command {
        let path = self.programs.join(program);
        let mut command = if is_root() {
            let mut command = Command::new("runuser");
            command.args(["-u", "postgres", "--"]).arg(path);
            command
        } else {
            Command::new(path)
        };
        command.current_dir(self.directory.path());
        command
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let data = self.data();
        let stop = ["-D", &data, "-w", "-s", "-m", "immediate", "stop"];
        let stopped = self.command("pg_ctl").args(stop).status();
        if !stopped.is_ok_and(|status| status.success()) {
            eprintln!("the PostgreSQL server in {} did not stop", self.socket());
        }
    }
}

fn is_root() -> bool {
    std::fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0)
}

fn check(output: std::io::Result<Output>) -> Output {
    let output = output.expect("the program runs");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    output
}

/// Where Debian puts the server's programs, of the newest version.
fn programs() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten();
    let bins = versions.map(|version| version.path().join("bin"));
    bins.filter(|bin| bin.join("initdb").exists()).max()
}
