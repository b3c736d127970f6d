//! Under live traffic, processes are killed at random moments: each question is answered, and once, counted at the
//! client. The seed is printed; `SECTA_SEED` repeats it.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use rand::{Rng, SeedableRng, rngs::StdRng};
use secta_tests::{
    event::{Event, poll},
    homeserver::{Address, Kind, http},
    member::Member,
    place,
    postgres::Postgres,
    process,
    secta::{Secta, Setup},
    voting, wait,
    world::{self, Database, World},
};
use serde_json::json;
use tokio::task::JoinHandle;

/// How many members talk, each in a room of their own.
const MEMBERS: usize = 3;

/// How many polls a member asks for; the bot holds no more than twenty open in a room.
const POLLS: usize = 15;

fn dice() -> StdRng {
    let seed = std::env::var("SECTA_SEED")
        .ok()
        .and_then(|seed| seed.parse().ok())
        .unwrap_or_else(rand::random);
    println!("SECTA_SEED={seed}");
    StdRng::seed_from_u64(seed)
}

/// How often the node is killed; `SECTA_KILLS` says otherwise. What takes longer than a start of the node is done
/// less often, in proportion.
fn kills() -> usize {
    let kills = std::env::var("SECTA_KILLS").ok();
    kills.map_or(20, |kills| kills.parse().expect("SECTA_KILLS is a number"))
}

async fn a_while(dice: &mut StdRng, longest_ms: u64) {
    tokio::time::sleep(Duration::from_millis(dice.random_range(0..longest_ms))).await;
}

/// Questions may come as fast as they like.
fn unlimited(setup: &mut Setup) {
    setup.set("SECTA_LIMITS_COMMANDS_PER_MINUTE", "1000000");
    setup.set("SECTA_LIMITS_BURST", "1000000");
}

/// What a member asked in a room: the ids of the cheap questions, and how many polls.
struct Asked {
    member: Arc<Member>,
    room: String,
    questions: Vec<String>,
    polls: usize,
}

/// Members who ask and ask until they are told to stop.
struct Traffic {
    stop: Arc<AtomicBool>,
    members: Vec<JoinHandle<Asked>>,
}

impl Traffic {
    async fn start(bot: &str, address: &Address, dice: &mut StdRng) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let mut members = Vec::new();
        for number in 0..MEMBERS {
            let member = Arc::new(Member::register(address, &format!("member{number}")).await);
            let room = world::room(bot, &[member.as_ref()]).await;
            let dice = StdRng::seed_from_u64(dice.random());
            members.push(tokio::spawn(ask(member, room, Arc::clone(&stop), dice)));
        }
        Self { stop, members }
    }

    /// Ends the traffic and counts the answers.
    async fn assert_each_is_answered_once(self, bot: &str) {
        self.stop.store(true, Ordering::Relaxed);
        let mut all = 0;
        for member in self.members {
            let asked = member.await.expect("the member was heard to the end");
            all += asked.questions.len() + asked.polls;
            asked.assert_each_is_answered_once(bot).await;
        }
        println!("{all} questions, each answered once");
        assert!(all > 20, "there was traffic");
    }
}

async fn ask(member: Arc<Member>, room: String, stop: Arc<AtomicBool>, mut dice: StdRng) -> Asked {
    let (mut questions, mut polls) = (Vec::new(), 0);
    while !stop.load(Ordering::Relaxed) {
        a_while(&mut dice, 200).await;
        if polls < POLLS && dice.random_bool(0.2) {
            member
                .say(&room, &format!("!голосуем Вопрос №{polls}.? | да | нет"))
                .await;
            polls += 1;
        } else {
            questions.push(member.say(&room, "!помощь").await);
        }
    }
    // A Synapse that was killed hands on what it had taken just before when the next event comes.
    questions.push(member.say(&room, "!помощь").await);
    Asked {
        member,
        room,
        questions,
        polls,
    }
}

impl Asked {
    async fn assert_each_is_answered_once(&self, bot: &str) {
        let started = Instant::now();
        loop {
            let counts = self.counts(bot, &self.member.history(&self.room).await);
            let open: Vec<_> = counts.iter().filter(|(_, count)| *count == 0).collect();
            if open.is_empty() {
                break;
            }
            assert!(
                started.elapsed() < voting::PATIENT,
                "not answered in {}: {open:?}",
                self.room
            );
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
        // What was asked last is answered last: a second answer to anything would be there by now.
        let last = self.member.say(&self.room, "!помощь").await;
        self.member
            .wait_for_answer(&self.room, &last, wait::SOON)
            .await;
        for (question, count) in self.counts(bot, &self.member.history(&self.room).await) {
            assert_eq!(count, 1, "answers to {question}");
        }
    }

    fn counts(&self, bot: &str, history: &[Event]) -> Vec<(String, usize)> {
        let of_bot: Vec<&Event> = history
            .iter()
            .filter(|event| event.sender() == bot)
            .collect();
        let answers = |question: &String| {
            of_bot
                .iter()
                .filter(|event| event.answers(question))
                .count()
        };
        let polls = |number: usize| {
            let question = format!("Вопрос №{number}.?");
            let asks = |event: &&&Event| {
                event.content()[poll::START]["question"]
                    .to_string()
                    .contains(&question)
            };
            (question.clone(), of_bot.iter().filter(asks).count())
        };
        let cheap = self
            .questions
            .iter()
            .map(|question| (question.clone(), answers(question)));
        cheap.chain((0..self.polls).map(polls)).collect()
    }
}

async fn start(database: Database) -> World {
    World::start_with(Kind::Synapse, database, Address::alone(), unlimited).await
}

#[tokio::test]
async fn the_node_is_killed_again_and_again() {
    let mut dice = dice();
    let mut world = start(Database::Sqlite).await;
    let bot = world.bot().to_owned();
    let traffic = Traffic::start(&bot, world.homeserver.address(), &mut dice).await;
    for _ in 0..kills() {
        a_while(&mut dice, 1_500).await;
        world.secta.kill9();
        a_while(&mut dice, 300).await;
        world.secta.restart();
    }
    traffic.assert_each_is_answered_once(&bot).await;
}

#[tokio::test]
async fn the_homeserver_is_killed() {
    let mut dice = dice();
    let mut world = start(Database::Sqlite).await;
    let bot = world.bot().to_owned();
    let traffic = Traffic::start(&bot, world.homeserver.address(), &mut dice).await;
    for _ in 0..kills() / 5 {
        a_while(&mut dice, 2_000).await;
        world.homeserver.kill9();
        a_while(&mut dice, 1_000).await;
        world.homeserver.restart().await;
    }
    traffic.assert_each_is_answered_once(&bot).await;
}

#[tokio::test]
async fn both_are_killed() {
    let mut dice = dice();
    let mut world = start(Database::Sqlite).await;
    let bot = world.bot().to_owned();
    let traffic = Traffic::start(&bot, world.homeserver.address(), &mut dice).await;
    for _ in 0..kills() / 5 {
        a_while(&mut dice, 2_000).await;
        if dice.random() {
            world.homeserver.kill9();
            world.secta.kill9();
        } else {
            world.secta.kill9();
            world.homeserver.kill9();
        }
        if dice.random() {
            world.secta.restart();
            world.homeserver.restart().await;
        } else {
            world.homeserver.restart().await;
            world.secta.restart();
        }
    }
    traffic.assert_each_is_answered_once(&bot).await;
}

#[tokio::test]
async fn two_processes_over_one_postgres_are_killed_in_turn() {
    let mut dice = dice();
    let postgres = Postgres::start().await;
    let address = Address::alone();
    let mut setup = Setup::init(&address, Some(&postgres.database("node")));
    unlimited(&mut setup);
    let homeserver = world::beside(Kind::Synapse, address, &setup).await;
    let setup = Arc::new(setup);
    let mut parts = [
        Secta::launch(&setup, &["gateway"]),
        Secta::launch(&setup, &["vote"]),
    ];
    parts[0].until_ready().await;
    let traffic = Traffic::start(setup.bot(), homeserver.address(), &mut dice).await;
    for turn in 0..kills() {
        a_while(&mut dice, 1_500).await;
        let part = &mut parts[turn % 2];
        part.kill9();
        a_while(&mut dice, 300).await;
        part.restart();
    }
    traffic.assert_each_is_answered_once(setup.bot()).await;
}

#[tokio::test]
async fn the_disk_is_full_for_a_while() {
    let mut dice = dice();
    let disk = SmallDisk::mount("48m");
    let address = Address::alone();
    let mut setup = Setup::init_in(disk.path(), &address, None);
    unlimited(&mut setup);
    let homeserver = world::beside(Kind::Synapse, address, &setup).await;
    let setup = Arc::new(setup);
    let secta = Secta::start(&setup).await;
    let traffic = Traffic::start(setup.bot(), homeserver.address(), &mut dice).await;
    for _ in 0..kills() / 10 {
        a_while(&mut dice, 1_000).await;
        disk.fill();
        until_it_cannot_write(&setup).await;
        a_while(&mut dice, 6_000).await;
        disk.clear();
    }
    traffic.assert_each_is_answered_once(setup.bot()).await;
    drop(secta);
}

/// Hands the node events of no meaning until it answers that it could not write one down.
async fn until_it_cannot_write(setup: &Setup) {
    let http = http();
    for n in 0_u32.. {
        let id = format!("full-{}-{n}", rand::random::<u32>());
        let event = json!({
            "event_id": format!("${id}"), "room_id": "!nowhere:secta.test", "sender": "@nobody:secta.test",
            "type": "net.secta.test.filling", "origin_server_ts": 0, "content": { "text": "x".repeat(10_000) },
        });
        let url = format!("{}/_matrix/app/v1/transactions/{id}", setup.url());
        let request = http.put(url).bearer_auth(setup.hs_token());
        let answer = request.json(&json!({ "events": [event] })).send().await;
        let status = answer.expect("the node answers").status();
        if status.is_server_error() {
            return;
        }
        assert!(n < 1_000, "a full disk takes everything");
    }
}

/// A file system in memory that is easily full. Needs root.
struct SmallDisk {
    folder: tempfile::TempDir,
}

impl SmallDisk {
    fn mount(size: &str) -> Self {
        let folder = place::directory("disk");
        let mut mount = Command::new("mount");
        mount
            .args([
                "-t",
                "tmpfs",
                "-o",
                &format!("size={size},mode=0700"),
                "secta-test",
            ])
            .arg(folder.path());
        process::run("mounting a small file system (needs root)", &mut mount);
        Self { folder }
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn filler(&self) -> PathBuf {
        self.path().join("filler")
    }

    fn fill(&self) {
        let block = vec![0; 64 * 1024];
        let mut file = fs::File::create(self.filler()).expect("a file can be made");
        while std::io::Write::write_all(&mut file, &block).is_ok() {}
    }

    fn clear(&self) {
        fs::remove_file(self.filler()).expect("a file can be taken away");
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        Command::new("umount")
            .arg("--lazy")
            .arg(self.path())
            .status()
            .ok();
    }
}
