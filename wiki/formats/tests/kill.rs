//! A process that commits is killed at any moment, many times over: nothing that it acknowledged is lost, nothing is
//! done twice, and the repository is sound.
//!
//! `SECTA_KILLS=200` makes it longer.
#![allow(
    clippy::disallowed_methods,
    reason = "the test takes its length from outside and lets time pass"
)]

mod common;

use std::{
    env, fs,
    io::{BufRead, BufReader, Write},
    process::{Child, Command, Stdio},
    sync::mpsc::channel,
    time::Duration,
};

use common::{AT_MS, Place, draft, put, read, remove};
use secta_wiki_formats::{
    note::{Entry, Note},
    sync::{Remote, SyncSettings},
    vault::{Change, Vault, VaultSettings},
};

const COMMIT: &str = "--commit-until-killed";

fn main() {
    let arguments: Vec<_> = env::args().collect();
    match arguments.iter().position(|argument| argument == COMMIT) {
        Some(at) => commit_until_killed(&arguments[at + 1], arguments.get(at + 2)),
        None if arguments.iter().any(|argument| argument == "--list") => println!("kills: test"),
        None => kills(),
    }
}

/// What the child does: one operation after the other, the last one of the life before first.
fn commit_until_killed(root: &str, remote: Option<&String>) {
    let mut vault = Vault::open(VaultSettings::new(root)).unwrap();
    let mut number = first_unknown(&mut vault);
    loop {
        vault.commit(&operation(&vault, number)).unwrap();
        println!("{number}");
        std::io::stdout().flush().unwrap();
        if let Some(remote) = remote.filter(|_| number.is_multiple_of(5)) {
            let remote = Remote::new(remote, "main").unwrap();
            vault
                .sync(&remote, &SyncSettings::default(), AT_MS)
                .unwrap();
        }
        number += 1;
    }
}

fn first_unknown(vault: &mut Vault) -> u32 {
    let unknown = |number: &u32| vault.committed(&key(*number)).unwrap().is_none();
    (0..).find(unknown).unwrap()
}

fn key(number: u32) -> String {
    format!("{number}.archive.0")
}

/// A thread that grows, a note of its own, and a note that goes.
fn operation(vault: &Vault, number: u32) -> secta_wiki_formats::vault::Draft {
    let zone = jiff::tz::TimeZone::UTC;
    let mut thread = vault
        .read_note("Тред.md")
        .unwrap()
        .unwrap_or_else(|| Note::parse(""));
    let entry = Entry {
        event_id: format!("${number}"),
        author_name: "Вера".to_owned(),
        at_ms: AT_MS,
        link: String::new(),
        text: format!("запись {number}"),
    };
    thread.append(&entry, &zone);
    let mut changes = vec![
        put("Тред.md", thread.to_string()),
        put(
            &format!("папка {number}/Заметка {number}.md"),
            format!("{number}\n"),
        ),
    ];
    if let Some(old) = number.checked_sub(3) {
        changes.push(remove(&format!("папка {old}/Заметка {old}.md")));
    }
    draft(&key(number), changes.into_iter().collect::<Vec<Change>>())
}

fn kills() {
    let times = env::var("SECTA_KILLS").map_or(40, |times| times.parse().unwrap());
    let place = Place::new();
    let (mut acknowledged, mut delay_ms) = (None, 7_u64);
    for time in 0..times {
        // Any moment, and the same ones each time.
        delay_ms = (delay_ms * 1_103_515_245 + 12_345) % 2_147_483_648;
        let (with_remote, at_work) = (time % 2 == 1, time % 3 != 0);
        let life = Duration::from_micros(delay_ms % 150_000);
        let lived = live_and_die(&place, [with_remote, at_work], life);
        acknowledged = lived.or(acknowledged);
        after_death(&place, acknowledged);
    }
    assert!(
        acknowledged.is_some_and(|number| number > 10),
        "the child did nothing: {acknowledged:?}"
    );
    println!("{times} kills, the last operation acknowledged: {acknowledged:?}");
}

/// Kills the child somewhere in its first operations, or, with `at_work`, after one of them.
fn live_and_die(place: &Place, [with_remote, at_work]: [bool; 2], life: Duration) -> Option<u32> {
    let mut child = Command::new(env::current_exe().unwrap());
    child.arg(COMMIT).arg(place.path().join("vault"));
    if with_remote {
        child.arg(place.bare());
    }
    let mut child = child.stdout(Stdio::piped()).spawn().unwrap();
    let output = child.stdout.take().unwrap();
    let (sender, first) = channel();
    let reader = std::thread::spawn(move || {
        let lines = BufReader::new(output).lines().map_while(Result::ok);
        // Nobody waits for more than the first.
        let numbers = lines.filter_map(|line| line.parse().ok());
        let tell = |_: &u32| {
            let _ = sender.send(());
        };
        numbers.inspect(tell).last()
    });
    if at_work {
        let _ = first.recv_timeout(Duration::from_secs(60));
    }
    std::thread::sleep(life);
    kill(&mut child);
    reader.join().unwrap()
}

fn kill(child: &mut Child) {
    child.kill().unwrap();
    let status = child.wait().unwrap();
    // A child that ended by itself found something wrong.
    assert!(status.code().is_none(), "the child failed: {status}");
}

fn after_death(place: &Place, acknowledged: Option<u32>) {
    let mut vault = place.vault();
    let known = first_unknown(&mut vault);
    assert!(
        acknowledged.is_none_or(|number| number < known),
        "{acknowledged:?} was lost, {known} is next"
    );
    let thread = vault.read_note("Тред.md").unwrap();
    let events = thread.map(|note| note.events()).unwrap_or_default();
    let wanted: Vec<_> = (0..known).map(|number| format!("${number}")).collect();
    assert_eq!(events, wanted, "each once, in order");
    if known > 0 {
        place.assert_sound();
        let shown = fs::read_to_string(place.in_vault("Тред.md")).ok();
        assert_eq!(shown, read(&vault, "Тред.md"));
    }
}
