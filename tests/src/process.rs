//! A server as a child process: its output in a log file, killed by its id and waited for when it goes out of scope.

use std::{
    fs::File,
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Stdio},
    time::{Duration, Instant},
};

use rustix::process::{Pid, Signal, kill_process};

/// How many lines of a server's log are shown when a test fails.
const SHOWN_LINES: usize = 60;

/// A running server.
pub struct Process {
    name: String,
    log: PathBuf,
    child: Child,
}

impl Process {
    /// Starts a command; its output is appended to `log`.
    ///
    /// # Panics
    ///
    /// When it cannot be started.
    pub fn start(name: &str, command: &mut Command, log: &Path) -> Self {
        Self::start_as_is(name, clean(command), log)
    }

    /// The same, with the environment as it is.
    ///
    /// # Panics
    ///
    /// When it cannot be started.
    pub fn start_as_is(name: &str, command: &mut Command, log: &Path) -> Self {
        let file = File::options()
            .create(true)
            .append(true)
            .open(log)
            .expect("a log file can be opened");
        let output = file.try_clone().expect("a log file can be shared");
        let child = command
            .stdin(Stdio::null())
            .stdout(output)
            .stderr(file)
            .spawn()
            .unwrap_or_else(|error| panic!("{name} cannot be started: {error}"));
        Self {
            name: name.to_owned(),
            log: log.to_path_buf(),
            child,
        }
    }

    /// Its process id.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// What it has said so far.
    pub fn log(&self) -> String {
        std::fs::read(&self.log)
            .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
            .unwrap_or_default()
    }

    /// Kills it with SIGKILL and waits for its end.
    pub fn kill9(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }

    /// Sends a signal.
    pub fn signal(&self, signal: Signal) {
        let id = i32::try_from(self.child.id())
            .ok()
            .and_then(Pid::from_raw)
            .expect("a child has an id");
        kill_process(id, signal)
            .unwrap_or_else(|error| panic!("{} cannot be signalled: {error}", self.name));
    }

    /// Asks it to stop with SIGTERM and waits for its end; tells how it ended and how long that took.
    ///
    /// # Panics
    ///
    /// When it is still there after the deadline.
    pub fn terminate(&mut self, deadline: Duration) -> (ExitStatus, Duration) {
        self.stop_by(Signal::TERM, deadline)
    }

    /// The same with another signal, for instance that of Ctrl-C.
    ///
    /// # Panics
    ///
    /// When it is still there after the deadline.
    pub fn stop_by(&mut self, signal: Signal, deadline: Duration) -> (ExitStatus, Duration) {
        let started = Instant::now();
        self.signal(signal);
        loop {
            if let Some(status) = self.ended() {
                return (status, started.elapsed());
            }
            assert!(
                started.elapsed() < deadline,
                "{} does not stop within {} s",
                self.name,
                deadline.as_secs()
            );
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// How it ended, if it has.
    pub fn ended(&mut self) -> Option<ExitStatus> {
        self.child.try_wait().expect("a child can be waited for")
    }

    /// # Panics
    ///
    /// When it has ended by itself: there is no sense in waiting for its answer.
    pub fn assert_running(&mut self) {
        if let Some(status) = self.ended() {
            panic!("{} ended: {status}", self.name);
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.kill9();
        if std::thread::panicking() {
            let log = self.log();
            let lines: Vec<&str> = log.lines().collect();
            let end = lines[lines.len().saturating_sub(SHOWN_LINES)..].join("\n");
            eprintln!("---- {} (the end of its log)\n{end}", self.name);
        }
    }
}

/// What runs with this argument.
pub fn with_argument(argument: &str) -> Vec<Pid> {
    let all = std::fs::read_dir("/proc").into_iter().flatten().flatten();
    let its = all.filter(|entry| {
        // One that has ended since has no arguments.
        let arguments = std::fs::read(entry.path().join("cmdline")).unwrap_or_default();
        let mut arguments = arguments.split(|byte| *byte == 0);
        arguments.any(|it| it == argument.as_bytes())
    });
    let id = |entry: std::fs::DirEntry| entry.file_name().to_str()?.parse().ok();
    its.filter_map(id).filter_map(Pid::from_raw).collect()
}

/// Kills whatever runs with this argument, which names something of this test alone.
pub fn end_with_argument(argument: &str) {
    for id in with_argument(argument) {
        kill_process(id, Signal::KILL).ok();
    }
}

/// Takes away what of the environment would change a server's behaviour: proxies, and settings of the node.
pub fn clean(command: &mut Command) -> &mut Command {
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy().to_lowercase();
        if text.starts_with("secta_") || text.ends_with("_proxy") {
            command.env_remove(&name);
        }
    }
    command
}

/// Runs a command to its end.
///
/// # Panics
///
/// When it fails: with its output.
pub fn run(name: &str, command: &mut Command) -> String {
    let output = clean(command).stdin(Stdio::null()).output();
    let output = output.unwrap_or_else(|error| panic!("{name} cannot be started: {error}"));
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        output.status.success(),
        "{name}: {}\n{said}{}",
        output.status,
        String::from_utf8_lossy(&output.stderr)
    );
    said
}
