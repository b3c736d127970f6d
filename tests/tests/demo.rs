//! `secta demo`, as a stranger runs it: from nothing to a counted vote, with its children killed in between.

use std::{
    net::TcpListener,
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

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
        let starts = said_ready(&std::fs::read_to_string(&log).unwrap_or_default()) + 1;
        Self {
            process: Process::start("secta demo", &mut command, &log),
            data: data.to_path_buf(),
            starts,
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

    fn facts(&self) -> Option<Value> {
        serde_json::from_str(&std::fs::read_to_string(self.data.join("demo.json")).ok()?).ok()
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

/// Three free ports in a row.
fn ports() -> u16 {
    loop {
        let base = place::port();
        let free = |port: u16| TcpListener::bind(("127.0.0.1", port)).is_ok();
        if base < 65_000 && (base..base + 3).all(free) {
            return base;
        }
    }
}

struct Told {
    address: Address,
    bot: String,
    square: String,
    accounts: Vec<(String, String)>,
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
    let accounts = facts["accounts"].as_array().expect("accounts");
    assert!(accounts.iter().all(|account| account["rank"].is_string()));
    Told {
        address: Address {
            server_name: text(&facts["server_name"]),
            port,
            federation: None,
        },
        bot: text(&facts["bot"]),
        square: text(&facts["rooms"]["square"]),
        accounts: accounts
            .iter()
            .map(|account| (text(&account["user_id"]), text(&account["password"])))
            .collect(),
    }
}

async fn log_in(told: &Told, number: usize) -> Member {
    let (user, password) = &told.accounts[number];
    Member::login(&told.address, user, password).await
}

async fn try_the_demo(homeserver: &str) {
    let data: TempDir = place::directory("demo");
    let ports = ports();
    let mut demo = Demo::launch(data.path(), homeserver, ports);
    demo.until_ready().await;
    let first = told(&demo.facts().expect("demo.json"));
    assert_eq!(first.accounts.len(), 3);
    let (anna, boris) = (log_in(&first, 0).await, log_in(&first, 1).await);
    voting::vote(&first.bot, &first.square, &anna, &boris).await;
    for child in ["secta", "homeserver"] {
        demo.kill(child).await;
        let asked = anna.say(&first.square, "!помощь").await;
        anna.wait_for_answer(&first.square, &asked, voting::PATIENT)
            .await;
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
        (&second.accounts, &second.square),
        (&first.accounts, &first.square),
        "the data is kept"
    );
    let anna = log_in(&second, 0).await;
    let history = anna.history(&second.square).await;
    assert!(
        history
            .iter()
            .any(|event| event.body().contains("!голосуем Чай?"))
    );
    demo.process.stop_by(Signal::INT, Duration::from_secs(30));
}

#[tokio::test]
async fn the_demo_with_synapse_survives_kills_and_keeps_its_data() {
    try_the_demo("synapse").await;
}

#[tokio::test]
async fn the_demo_with_dendrite_survives_kills_and_keeps_its_data() {
    try_the_demo("dendrite").await;
}
