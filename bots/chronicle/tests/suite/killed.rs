//! A process that writes a log is killed again and again, and nothing that it acknowledged is gone.

use std::{
    env, fs,
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
};

use secta_bot_chronicle::log::{Folder, Log, ReadOnly, audit_folder, follow};

use crate::making::{entries, key, signer};

/// How often it is killed.
const KILLS: usize = 24;

/// The folder of the log, where the writer is started.
const FOLDER: &str = "killed-log";

/// What the writer says before each size that it acknowledges.
const SAID: &str = "acknowledged ";

#[test]
#[ignore = "the writer that the test below starts and kills"]
fn writer() {
    if !Path::new(FOLDER).is_dir() {
        return;
    }
    let mut log = Log::open(Folder::open(FOLDER).unwrap(), signer()).unwrap();
    for _ in 0..1000 {
        // Batches of many sizes, so that deaths fall within, at and over the ends of tiles.
        let start = log.size();
        let batch = entries(start, start + 1 + start * 7 % 301);
        log.append(start, &batch).unwrap();
        println!("\n{SAID}{}", log.size());
    }
}

fn start(place: &Path) -> Child {
    Command::new(env::current_exe().expect("this program"))
        .args(["--exact", "killed::writer", "--ignored", "--nocapture"])
        .current_dir(place)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the writer starts")
}

/// Lets the writer acknowledge so many batches and kills it; gives the last size that it acknowledged.
fn killed_after(batches: usize, place: &Path) -> u64 {
    let mut writer = start(place);
    let said = BufReader::new(writer.stdout.take().expect("a pipe"));
    let lines = said.lines().map_while(Result::ok);
    let mut sizes = lines.filter_map(|line| line.strip_prefix(SAID)?.parse().ok());
    let last: Option<u64> = sizes.by_ref().take(batches).last();
    writer.kill().expect("it is killed");
    writer.wait().expect("it is dead");
    // What it had said before it died counts too.
    sizes.last().or(last).expect("a size")
}

#[test]
fn a_writer_that_is_killed_loses_nothing_that_it_acknowledged() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join(FOLDER);
    fs::create_dir(&folder).unwrap();
    let mut seen = None;
    for kill in 0..KILLS {
        let acknowledged = killed_after(1 + kill % 5, place.path());
        let files = ReadOnly::open(&folder);
        let found = follow(&files, &key(), seen.as_ref()).unwrap();
        assert!(found.size() >= acknowledged, "kill {kill}");
        seen = Some(found);
    }
    let log = Log::open(Folder::open(&folder).unwrap(), signer()).unwrap();
    let (audited, extras) = audit_folder(log.disk(), &key(), &[]).unwrap();
    assert_eq!(extras.beyond, 0);
    for index in (0..audited.checkpoint.size()).step_by(101) {
        assert_eq!(log.entry(index).unwrap(), Some(crate::making::entry(index)));
    }
}
