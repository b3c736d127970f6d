//! `secta demo`, as a stranger runs it: from nothing to a community at all ranks and a counted vote, with everything
//! killed in between.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use reqwest::Method;
use rustix::process::{Pid, Signal, kill_process, test_kill_process};
use secta_tests::{
    homeserver::Address,
    member::Member,
    place,
    process::{self, Process},
    voting, wait,
};
use serde_json::Value;
use tempfile::TempDir;

/// A running demo.
struct Demo {
    process: Process,
    data: PathBuf,
    starts: usize,
    lines: usize,
}

impl Demo {
    fn launch(data: &Path, homeserver: &str, ports: u16) -> Self {
        let mut command = Command::new(place::binary());
        process::clean(&mut command)
            .arg("demo")
            .arg("--data")
            .arg(data)
            .arg("--tools")
            .arg(place::tools());
        command.args([
            "--homeserver",
            homeserver,
            "--port-base",
            &ports.to_string(),
        ]);
        let log = data.join("demo.log");
        let before = std::fs::read_to_string(&log).unwrap_or_default();
        Self {
            process: Process::start("secta demo", &mut command, &log),
            data: data.to_path_buf(),
            starts: said_ready(&before) + 1,
            lines: before.lines().count(),
        }
    }

    async fn until_ready(&mut self) {
        wait::until(
            "the demo to say that it is ready",
            Duration::from_secs(300),
            async || {
                self.process.assert_running();
                (said_ready(&self.process.log()) >= self.starts).then_some(())
            },
        )
        .await;
    }

    /// Waits until so many of the steps after the start of the homeserver have begun.
    async fn until_begun(&mut self, steps: usize) {
        let what = format!("{steps} steps of the demo");
        wait::until(&what, Duration::from_secs(300), async || {
            self.process.assert_running();
            let log = self.process.log();
            let told = log.lines().skip(self.lines);
            let begun = told.filter(|line| line.ends_with('…') && *line != "Stopping…");
            (begun.count() > steps).then_some(())
        })
        .await;
    }

    fn facts(&self) -> Option<Value> {
        self.read("demo.json")
    }

    /// A child that runs, also before the demo is ready.
    fn running(&self, child: &str) -> Pid {
        let pids = self.read("demo-pids.json").expect("demo-pids.json");
        let pid = i32::try_from(pids[child].as_i64().expect("a process id"));
        Pid::from_raw(pid.expect("a small number")).expect("a process")
    }

    fn read(&self, file: &str) -> Option<Value> {
        serde_json::from_str(&std::fs::read_to_string(self.data.join(file)).ok()?).ok()
    }

    fn pid(&self, child: &str) -> Option<Pid> {
        let pid = self.facts()?["pids"][child].as_i64()?;
        Pid::from_raw(i32::try_from(pid).ok()?)
    }

    /// Kills a child and waits until another runs in its place.
    async fn kill(&mut self, child: &str) {
        let before = self.pid(child).expect("a process id");
        kill_process(before, Signal::KILL).expect("a child that can be killed");
        wait::until(
            &format!("{child} to be started again"),
            wait::START,
            async || self.pid(child).filter(|pid| *pid != before).map(drop),
        )
        .await;
    }
}

fn said_ready(log: &str) -> usize {
    log.lines().filter(|line| *line == "ready").count()
}

#[derive(Debug)]
struct Told {
    address: Address,
    bot: String,
    rooms: BTreeMap<String, String>,
    accounts: Vec<Account>,
}

#[derive(Debug, PartialEq)]
struct Account {
    user: String,
    password: String,
    rank: String,
}

impl Told {
    fn room(&self, name: &str) -> &str {
        let room = self.rooms.get(name);
        room.unwrap_or_else(|| panic!("demo.json has no room {name}"))
    }

    fn of_rank(&self, rank: &str) -> Vec<&Account> {
        let accounts = self.accounts.iter();
        accounts.filter(|account| account.rank == rank).collect()
    }
}

fn told(facts: &Value) -> Told {
    let text = |value: &Value| {
        value
            .as_str()
            .unwrap_or_else(|| panic!("demo.json lacks a field: {facts}"))
            .to_owned()
    };
    let url = text(&facts["homeserver"]);
    let port = url
        .rsplit(':')
        .next()
        .and_then(|port| port.trim_end_matches('/').parse().ok())
        .expect("a port");
    assert!(
        Path::new(&text(&facts["config"])).is_file(),
        "the configuration is where it says"
    );
    let log = text(&facts["log"]);
    assert!(
        log.starts_with("http://127.0.0.1:") && log.ends_with("/log"),
        "the log of the chronicle is where it says: {log}"
    );
    let accounts = facts["accounts"].as_array().expect("accounts");
    let rooms = facts["rooms"].as_object().expect("rooms");
    Told {
        address: Address {
            server_name: text(&facts["server_name"]),
            port,
            federation: None,
        },
        bot: text(&facts["bot"]),
        rooms: rooms
            .iter()
            .map(|(name, room)| (name.clone(), text(room)))
            .collect(),
        accounts: accounts
            .iter()
            .map(|account| Account {
                user: text(&account["user_id"]),
                password: text(&account["password"]),
                rank: text(&account["rank"]),
            })
            .collect(),
    }
}

async fn log_in(told: &Told, number: usize) -> Member {
    let Account { user, password, .. } = &told.accounts[number];
    Member::login(&told.address, user, password).await
}

/// What `demo.json` says of ranks is what the bot says, and what the rooms show.
async fn assert_ranks(told: &Told, alice: &Member) {
    let counts = ["trusted", "commenter", "ghost"].map(|rank| told.of_rank(rank).len());
    assert_eq!(counts, [4, 2, 2]);
    let mut members = BTreeMap::new();
    for room in ["stream", "twilight", "council", "square"] {
        members.insert(room, alice.joined(told.room(room)).await);
    }
    let porch = porch(told, alice).await;
    for account in &told.accounts {
        let word = match account.rank.as_str() {
            "trusted" => "доверенный",
            "commenter" => "комментатор",
            _ => "новичок",
        };
        let asked = alice.say(&porch, &format!("!ранг {}", account.user)).await;
        let answer = alice.wait_for_answer(&porch, &asked, wait::SOON).await;
        assert!(answer.body().contains(word), "{}", answer.body());
        for (room, members) in &members {
            let trusted = account.rank == "trusted";
            let open =
                trusted || (account.rank == "commenter" && matches!(*room, "stream" | "square"));
            let inside = members.contains(&account.user);
            assert_eq!(inside, open, "{} in the {room}", account.user);
        }
    }
}

/// The room that somebody has with the bot alone.
async fn porch(told: &Told, member: &Member) -> String {
    let answer = member
        .call(Method::GET, "/joined_rooms", &Value::Null)
        .await;
    let rooms = answer["joined_rooms"].as_array().expect("rooms");
    let mut rooms = rooms.iter().filter_map(Value::as_str);
    let porch = rooms.find(|room| told.rooms.values().all(|hall| hall != room));
    porch.expect("a porch").to_owned()
}

/// What people say in the community's rooms; nobody says anything twice, whatever died.
async fn said_once(told: &Told, trusted: &Member) -> BTreeSet<(String, String)> {
    let mut said = BTreeSet::new();
    for room in ["stream", "twilight", "council", "square"] {
        for event in trusted.history(told.room(room)).await {
            let by_people = event.kind() == "m.room.message" && event.sender() != told.bot;
            let line = (room.to_owned(), event.body().to_owned());
            if by_people && !line.1.is_empty() {
                assert!(said.insert(line.clone()), "twice: {line:?}");
            }
        }
    }
    said
}

async fn try_the_demo(homeserver: &str) {
    let data: TempDir = place::directory("demo");
    let ports = place::ports(4);
    let mut demo = Demo::launch(data.path(), homeserver, ports);
    demo.until_ready().await;
    let first = told(&demo.facts().expect("demo.json"));
    let (alice, bob) = (log_in(&first, 0).await, log_in(&first, 1).await);
    assert_ranks(&first, &alice).await;
    let square = first.room("square");
    voting::vote(&first.bot, square, &alice, &bob).await;
    for child in ["secta", "homeserver"] {
        demo.kill(child).await;
        let asked = alice.say(square, "!помощь").await;
        alice.wait_for_answer(square, &asked, voting::PATIENT).await;
    }
    let children = ["homeserver", "secta"].map(|child| demo.pid(child).expect("a process id"));
    let (status, _) = demo.process.stop_by(Signal::INT, Duration::from_secs(30));
    assert!(status.success(), "{status}");
    assert!(
        children.iter().all(|pid| test_kill_process(*pid).is_err()),
        "Ctrl-C stops what it started"
    );
    drop(demo);
    let mut demo = Demo::launch(data.path(), homeserver, ports);
    demo.until_ready().await;
    let second = told(&demo.facts().expect("demo.json"));
    assert_eq!(
        (&second.accounts, &second.rooms),
        (&first.accounts, &first.rooms),
        "the data is kept"
    );
    let alice = log_in(&second, 0).await;
    let history = alice.history(second.room("square")).await;
    assert!(
        history
            .iter()
            .any(|event| event.body().contains("!голосуем Чай?"))
    );
    demo.process.stop_by(Signal::INT, Duration::from_secs(30));
}

/// Killed while the people come, while they write, and with a child killed in between: the next start goes on.
async fn kill_the_demo_half_way(homeserver: &str) {
    let data: TempDir = place::directory("demo-half");
    let ports = place::ports(4);
    for seen in [1, 2] {
        let mut demo = Demo::launch(data.path(), homeserver, ports);
        demo.until_begun(seen).await;
        demo.process.kill9();
        assert!(demo.facts().is_none(), "it was not ready");
    }
    let mut demo = Demo::launch(data.path(), homeserver, ports);
    demo.until_begun(2).await;
    kill_process(demo.running("secta"), Signal::KILL).expect("a child that can be killed");
    demo.until_ready().await;
    let told = told(&demo.facts().expect("demo.json"));
    let alice = log_in(&told, 0).await;
    assert_ranks(&told, &alice).await;
    assert!(said_once(&told, &alice).await.len() > 10);
    demo.process.stop_by(Signal::INT, Duration::from_secs(30));
    let replayed = Command::new(place::binary())
        .args(["replay", "--check", "--config"])
        .arg(data.path().join(homeserver).join("secta.toml"))
        .output()
        .expect("secta starts");
    let said = String::from_utf8_lossy(&replayed.stdout);
    assert!(replayed.status.success(), "{said}");
}

#[tokio::test]
async fn the_demo_with_synapse_survives_kills_and_keeps_its_data() {
    try_the_demo("synapse").await;
}

#[tokio::test]
async fn the_demo_with_dendrite_survives_kills_and_keeps_its_data() {
    try_the_demo("dendrite").await;
}

#[tokio::test]
async fn the_demo_with_synapse_goes_on_where_it_was_killed() {
    kill_the_demo_half_way("synapse").await;
}

#[tokio::test]
async fn the_demo_with_dendrite_goes_on_where_it_was_killed() {
    kill_the_demo_half_way("dendrite").await;
}
