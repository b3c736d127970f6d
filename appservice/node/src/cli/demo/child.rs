//! A child process that is started again when it dies.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Stdio,
    time::Duration,
};

use anyhow::Context;
use rustix::process::{Pid, Signal, kill_process};
use tokio::{
    process::{Child, Command},
    time::{Instant, sleep_until, timeout},
};

/// A child that lived this long starts again at once.
const STEADY: Duration = Duration::from_secs(10);
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// How to start it.
pub(super) struct Program {
    /// Its name, for people.
    pub title: &'static str,
    /// Program and arguments.
    pub line: Vec<PathBuf>,
    /// Where it runs.
    pub home: PathBuf,
    /// Where its output goes.
    pub log: PathBuf,
    /// How long it may take to stop.
    pub patience: Duration,
}

/// A program under supervision.
pub(super) struct Supervised {
    program: Program,
    state: State,
    deaths: u32,
}

enum State {
    Running { child: Child, since: Instant },
    Waiting { until: Instant },
}

/// What became of it.
#[derive(Debug)]
pub(super) enum Change {
    /// It died, and is started again after a pause.
    Died {
        /// How.
        how: String,
        /// The pause.
        pause: Duration,
    },
    /// It runs again.
    Started,
}

impl Program {
    fn start(&self) -> anyhow::Result<Child> {
        let log = fs::OpenOptions::new()
            .create(true)
            .append(true)
            .open(&self.log)?;
        let line = with_death_signal(&self.line);
        let mut command = Command::new(&line[0]);
        command
            .args(&line[1..])
            .current_dir(&self.home)
            .stdin(Stdio::null());
        // A process group of its own: Ctrl-C reaches the demo alone, which stops the children in order.
        command
            .stdout(log.try_clone()?)
            .stderr(log)
            .kill_on_drop(true)
            .process_group(0);
        for variable in crate::config::Config::variables() {
            command.env_remove(variable);
        }
        command
            .spawn()
            .with_context(|| format!("cannot start {}", self.title))
    }
}

/// Lets `setpriv`, where it is, end the child when the demo itself is killed.
fn with_death_signal(line: &[PathBuf]) -> Vec<PathBuf> {
    let setpriv = ["/usr/bin/setpriv", "/bin/setpriv"]
        .into_iter()
        .find(|path| Path::new(path).is_file());
    let Some(setpriv) = setpriv else {
        return line.to_vec();
    };
    let before = [setpriv, "--pdeathsig", "TERM", "--"].map(PathBuf::from);
    before.into_iter().chain(line.iter().cloned()).collect()
}

impl Supervised {
    /// Starts it.
    pub(super) fn start(program: Program) -> anyhow::Result<Self> {
        let child = program.start()?;
        Ok(Self {
            program,
            state: State::Running {
                child,
                since: Instant::now(),
            },
            deaths: 0,
        })
    }

    /// Its name, for people.
    pub(super) fn title(&self) -> &'static str {
        self.program.title
    }

    /// Where its output goes.
    pub(super) fn log(&self) -> &Path {
        &self.program.log
    }

    /// Its process id, while it runs.
    pub(super) fn pid(&self) -> Option<u32> {
        match &self.state {
            State::Running { child, .. } => child.id(),
            State::Waiting { .. } => None,
        }
    }

    /// How often in a row it died soon after its start.
    pub(super) fn deaths(&self) -> u32 {
        self.deaths
    }

    /// Waits until it dies, or starts it again when its pause is over. Safe to drop and call again.
    pub(super) async fn next(&mut self) -> anyhow::Result<Change> {
        match &mut self.state {
            State::Running { child, since } => {
                let how = child.wait().await?.to_string();
                self.deaths = if since.elapsed() >= STEADY {
                    0
                } else {
                    self.deaths + 1
                };
                let pause = pause(self.deaths);
                self.state = State::Waiting {
                    until: Instant::now() + pause,
                };
                Ok(Change::Died { how, pause })
            }
            State::Waiting { until } => {
                sleep_until(*until).await;
                let child = self.program.start()?;
                self.state = State::Running {
                    child,
                    since: Instant::now(),
                };
                Ok(Change::Started)
            }
        }
    }

    /// Asks it to stop; kills it where it takes too long.
    pub(super) async fn stop(&mut self) {
        let State::Running { child, .. } = &mut self.state else {
            return;
        };
        if let Some(pid) = child.id().and_then(|id| Pid::from_raw(id.cast_signed())) {
            // It may be gone already; waiting tells.
            let _ = kill_process(pid, Signal::TERM);
        }
        if timeout(self.program.patience, child.wait()).await.is_err() {
            // The same.
            let _ = child.kill().await;
        }
    }
}

/// None after a death out of the blue, so that a killed child is back at once; longer while it keeps dying.
fn pause(deaths: u32) -> Duration {
    match deaths {
        0 | 1 => Duration::ZERO,
        more => Duration::from_secs(1 << (more - 2).min(5)).min(LONGEST_PAUSE),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn program(script: &str, home: &Path) -> Program {
        Program {
            title: "shell",
            line: ["/bin/sh", "-c", script].map(PathBuf::from).to_vec(),
            home: home.to_owned(),
            log: home.join("log"),
            patience: Duration::from_secs(5),
        }
    }

    #[test]
    fn the_pause_grows_while_it_keeps_dying() {
        let seconds: Vec<u64> = (0..10).map(|deaths| pause(deaths).as_secs()).collect();
        assert_eq!(seconds, [0, 0, 1, 2, 4, 8, 16, 30, 30, 30]);
    }

    #[tokio::test]
    async fn a_killed_child_is_back_at_once_with_another_pid() {
        let home = tempfile::tempdir().unwrap();
        let mut child = Supervised::start(program("exec sleep 600", home.path())).unwrap();
        let first = child.pid().unwrap();
        kill_process(Pid::from_raw(first.cast_signed()).unwrap(), Signal::KILL).unwrap();
        assert!(matches!(child.next().await.unwrap(), Change::Died { .. }));
        assert_eq!(child.pid(), None);
        assert!(matches!(child.next().await.unwrap(), Change::Started));
        assert_ne!(child.pid().unwrap(), first);
        child.stop().await;
        assert!(matches!(child.next().await.unwrap(), Change::Died { .. }));
    }

    #[tokio::test]
    async fn a_child_that_does_not_stop_is_killed() {
        let home = tempfile::tempdir().unwrap();
        let deaf = "trap '' TERM; echo deaf; while :; do sleep 1; done";
        let mut program = program(deaf, home.path());
        program.patience = Duration::from_millis(200);
        let mut child = Supervised::start(program).unwrap();
        while fs::read_to_string(child.log())
            .unwrap_or_default()
            .is_empty()
        {
            tokio::task::yield_now().await;
        }
        child.stop().await;
        assert!(matches!(child.next().await.unwrap(), Change::Died { .. }));
    }
}
