//! The program under test, as an operator sets it up and runs it.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, ExitStatus, Output, Stdio},
    sync::Arc,
    time::Duration,
};

use tempfile::TempDir;

use crate::{
    homeserver::Address,
    place,
    process::{self, Process},
    wait,
};

/// What `secta init` has written, with the places that a scenario needs to know.
pub struct Setup {
    directory: PathBuf,
    listen: u16,
    as_token: String,
    hs_token: String,
    bot: String,
    settings: Vec<(String, String)>,
    // Taken away when the setup is.
    _own: Option<TempDir>,
}

impl Setup {
    /// Sets the node up beside a homeserver, in a temporary directory of its own.
    ///
    /// # Panics
    ///
    /// When `secta init` fails.
    pub fn init(homeserver: &Address, database: Option<&str>) -> Self {
        let own = place::directory("node");
        let directory = own.path().to_path_buf();
        Self {
            _own: Some(own),
            ..Self::init_in(&directory, homeserver, database)
        }
    }

    /// The same in a directory that is there.
    ///
    /// # Panics
    ///
    /// When `secta init` fails.
    pub fn init_in(directory: &Path, homeserver: &Address, database: Option<&str>) -> Self {
        let listen = place::port();
        let mut command = Command::new(place::binary());
        command.args(["init", "--yes", "--dir"]).arg(directory);
        command.args([
            "--homeserver-url",
            &homeserver.url(),
            "--server-name",
            &homeserver.server_name,
        ]);
        command.args([
            "--listen",
            &format!("127.0.0.1:{listen}"),
            "--url",
            &format!("http://127.0.0.1:{listen}"),
        ]);
        if let Some(database) = database {
            command.args(["--database", database]);
        }
        process::run("secta init", &mut command);
        let registration = fs::read_to_string(directory.join("registration.yaml"))
            .expect("a registration was written");
        Self {
            directory: directory.to_path_buf(),
            listen,
            as_token: field(&registration, "as_token"),
            hs_token: field(&registration, "hs_token"),
            bot: format!("@secta:{}", homeserver.server_name),
            settings: Vec::new(),
            _own: None,
        }
    }

    /// Sets a field by its environment variable, for every command that follows.
    pub fn set(&mut self, variable: &str, value: &str) {
        self.settings.push((variable.to_owned(), value.to_owned()));
    }

    /// The folder of its files.
    pub fn directory(&self) -> &Path {
        &self.directory
    }

    /// The registration for the homeserver.
    pub fn registration(&self) -> PathBuf {
        self.directory.join("registration.yaml")
    }

    /// The token that the node shows.
    pub fn as_token(&self) -> &str {
        &self.as_token
    }

    /// The token that the homeserver shows.
    pub fn hs_token(&self) -> &str {
        &self.hs_token
    }

    /// Where the node takes transactions.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.listen)
    }

    /// The bot's Matrix id.
    pub fn bot(&self) -> &str {
        &self.bot
    }

    /// A command of the program, with this setup.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(place::binary());
        process::clean(&mut command)
            .args(arguments)
            .current_dir(&self.directory);
        command.envs(self.settings.iter().map(|(name, value)| (name, value)));
        command
            .env("SECTA_CONFIG", self.directory.join("secta.toml"))
            .env("LANG", "en_GB.UTF-8");
        command
    }

    /// Runs a command of the program to its end.
    pub fn output(&self, arguments: &[&str]) -> Output {
        self.command(arguments)
            .stdin(Stdio::null())
            .output()
            .expect("the program starts")
    }
}

/// A running `secta run`, killed when it goes out of scope.
pub struct Secta {
    setup: Arc<Setup>,
    only: Vec<String>,
    operating: u16,
    site: u16,
    process: Process,
    // Outside of the node's directory: a full disk there must not silence it.
    logs: TempDir,
}

impl Secta {
    /// Starts the whole node and waits until it is ready.
    pub async fn start(setup: &Arc<Setup>) -> Self {
        let secta = Self::launch(setup, &[]);
        secta.until_ready().await;
        secta
    }

    /// Starts the node, or these parts of it, and doesn't wait.
    pub fn launch(setup: &Arc<Setup>, only: &[&str]) -> Self {
        let (operating, site) = (place::port(), place::port());
        let only: Vec<String> = only.iter().map(|part| (*part).to_owned()).collect();
        let logs = place::directory("log");
        let process = spawn(&mut running(setup, &only, [operating, site]), logs.path());
        Self {
            setup: Arc::clone(setup),
            only,
            operating,
            site,
            process,
            logs,
        }
    }

    /// How it was set up.
    pub fn setup(&self) -> &Arc<Setup> {
        &self.setup
    }

    /// The process.
    pub fn process(&mut self) -> &mut Process {
        &mut self.process
    }

    /// The URL of `/health`, `/ready` and `/metrics`.
    pub fn operating(&self) -> String {
        format!("http://127.0.0.1:{}", self.operating)
    }

    /// The URL of the public site.
    pub fn site(&self) -> String {
        format!("http://localhost:{}", self.site)
    }

    /// Waits until it says that it is ready.
    pub async fn until_ready(&self) {
        wait::until_ok(
            "secta to be ready",
            &format!("{}/ready", self.operating()),
            wait::START,
        )
        .await;
    }

    /// Kills it with SIGKILL.
    pub fn kill9(&mut self) {
        self.process.kill9();
    }

    /// Stops it with SIGTERM; tells how it ended and how long that took.
    pub fn terminate(&mut self) -> (ExitStatus, Duration) {
        self.process.terminate(Duration::from_secs(20))
    }

    /// Starts it again, and doesn't wait. It is killed where it still runs.
    pub fn restart(&mut self) {
        self.process.kill9();
        let mut command = running(&self.setup, &self.only, [self.operating, self.site]);
        self.process = spawn(&mut command, self.logs.path());
    }

    /// Starts it again in the future, and doesn't wait: its clock runs on from so many hours ahead.
    ///
    /// # Panics
    ///
    /// When there is no C compiler for the library that sets its clock.
    pub fn restart_later(&mut self, hours: u32) {
        self.process.kill9();
        let library = self.logs.path().join(format!("ahead-{hours}.so"));
        let compiled = Command::new("cc")
            .args(["-shared", "-fPIC", "-O2", "-Wall", "-Werror"])
            .arg(format!("-DSECONDS_AHEAD={}", u64::from(hours) * 3600))
            .arg("-o")
            .arg(&library)
            .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/src/ahead.c"))
            .status();
        assert!(
            compiled.is_ok_and(|status| status.success()),
            "cc must compile ahead.c: apt-get install -y gcc"
        );
        let mut command = running(&self.setup, &self.only, [self.operating, self.site]);
        command.env("LD_PRELOAD", library);
        self.process = spawn(&mut command, self.logs.path());
    }
}

fn running(setup: &Setup, only: &[String], [operating, site]: [u16; 2]) -> Command {
    let mut command = setup.command(&["run"]);
    if !only.is_empty() {
        command.arg("--only").arg(only.join(","));
    }
    command
        .env("SECTA_OPERATING_LISTEN", format!("127.0.0.1:{operating}"))
        .env("SECTA_SITE_LISTEN", format!("127.0.0.1:{site}"))
        .env("SECTA_SITE_URL", format!("http://localhost:{site}"));
    command
}

fn spawn(command: &mut Command, logs: &Path) -> Process {
    Process::start_as_is("secta", command, &logs.join("secta.log"))
}

/// A field of the registration: its values are JSON strings.
fn field(registration: &str, name: &str) -> String {
    let value = registration
        .lines()
        .find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
    let value = value.unwrap_or_else(|| panic!("no {name} in the registration:\n{registration}"));
    serde_json::from_str(value).expect("the registration's values are strings")
}
