//! Child processes that end in time.

use std::{
    io::{self, Read},
    os::unix::process::CommandExt,
    process::{Child, Command, ExitStatus, Stdio},
    sync::mpsc::{Receiver, RecvTimeoutError, channel},
    thread,
    time::Duration,
};

use rustix::process::{Pid, Resource, Rlimit, Signal, kill_process_group, prlimit};

const OUTPUT_BYTES: u64 = 4 << 20;
const ENDING_MS: u64 = 5_000;

/// What a process left.
#[derive(Debug)]
pub(crate) struct Finished {
    pub(crate) status: ExitStatus,
    pub(crate) output: Vec<u8>,
    pub(crate) errors: String,
}

/// Why a process left nothing.
#[derive(Debug)]
pub(crate) enum ChildTrouble {
    Start(io::Error),
    TimedOut,
}

/// Limits of a process.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    pub(crate) ms: u64,
    /// The most that it may write into one file.
    pub(crate) file_bytes: Option<u64>,
}

/// Runs a process in a group of its own, and ends the group when the time is over.
pub(crate) fn run(command: &mut Command, limits: Limits) -> Result<Finished, ChildTrouble> {
    let child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .process_group(0)
        .spawn()
        .map_err(ChildTrouble::Start)?;
    let group = i32::try_from(child.id()).ok().and_then(Pid::from_raw);
    limit_files(group, limits.file_bytes);
    let ended = watch(child);
    match ended.recv_timeout(Duration::from_millis(limits.ms)) {
        Ok(finished) => finished.map_err(ChildTrouble::Start),
        Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
            end(group);
            // So that nothing of it is left when the caller goes on.
            let _ = ended.recv_timeout(Duration::from_millis(ENDING_MS));
            Err(ChildTrouble::TimedOut)
        }
    }
}

fn limit_files(pid: Option<Pid>, bytes: Option<u64>) {
    if let (Some(pid), Some(bytes)) = (pid, bytes) {
        let limit = Rlimit {
            current: Some(bytes),
            maximum: Some(bytes),
        };
        // One that has ended already needs no limit.
        let _ = prlimit(Some(pid), Resource::Fsize, limit);
    }
}

fn end(group: Option<Pid>) {
    if let Some(group) = group {
        // One that has ended already needs no signal.
        let _ = kill_process_group(group, Signal::KILL);
    }
}

fn watch(mut child: Child) -> Receiver<io::Result<Finished>> {
    let (sender, receiver) = channel();
    let output = child.stdout.take().map(collect);
    let errors = child.stderr.take().map(collect);
    thread::spawn(move || {
        let output = output.map(Collected::wait).unwrap_or_default();
        let errors = errors.map(Collected::wait).unwrap_or_default();
        let finished = child.wait().map(|status| Finished {
            status,
            output,
            errors: String::from_utf8_lossy(&errors).into_owned(),
        });
        // Nobody waits any more when the time is over.
        let _ = sender.send(finished);
    });
    receiver
}

struct Collected(thread::JoinHandle<Vec<u8>>);

impl Collected {
    fn wait(self) -> Vec<u8> {
        self.0.join().unwrap_or_default()
    }
}

/// Reads all there is and keeps the beginning.
fn collect(mut pipe: impl Read + Send + 'static) -> Collected {
    Collected(thread::spawn(move || {
        let mut kept = Vec::new();
        // A pipe that breaks has given what it had.
        let _ = pipe.by_ref().take(OUTPUT_BYTES).read_to_end(&mut kept);
        let _ = io::copy(&mut pipe, &mut io::sink());
        kept
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    const QUICK: Limits = Limits {
        ms: 300,
        file_bytes: None,
    };

    #[test]
    fn a_process_that_hangs_is_ended_with_its_children() {
        let mut command = Command::new("sh");
        command.args(["-c", "sleep 60 & echo $!; sleep 60"]);
        assert!(matches!(
            run(&mut command, QUICK),
            Err(ChildTrouble::TimedOut)
        ));
    }

    #[test]
    fn what_a_process_says_and_how_it_ends_is_told() {
        let mut command = Command::new("sh");
        command.args(["-c", "echo да; echo нет >&2; exit 3"]);
        let limits = Limits {
            ms: 60_000,
            ..QUICK
        };
        match run(&mut command, limits) {
            Ok(finished) => {
                assert_eq!(finished.output, "да\n".as_bytes());
                assert_eq!(finished.errors, "нет\n");
                assert_eq!(finished.status.code(), Some(3));
            }
            Err(trouble) => panic!("{trouble:?}"),
        }
    }

    #[test]
    fn a_command_that_is_not_there_is_told() {
        let mut command = Command::new("/nonexistent/git");
        assert!(matches!(
            run(&mut command, QUICK),
            Err(ChildTrouble::Start(_))
        ));
    }
}
