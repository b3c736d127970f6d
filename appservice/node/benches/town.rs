//! A community of 100,000 accounts and a million acts on one node. Prints JSON: how long a vote takes from its event
//! to what it causes in the outbox, durably; how long the node takes to begin with and without what was folded
//! before; how a vote fares while ten thousand items expire.

#[path = "../../../trust/rules/benches/town/mod.rs"]
mod town;

use std::{
    collections::VecDeque,
    path::Path,
    sync::{
        Arc, Mutex,
        atomic::{AtomicI64, Ordering},
    },
    time::{Duration, Instant},
};

use secta::{
    bots::Setup,
    clock::Clock,
    engine::{self, Parts, driver::Driver, facts, folds::Folds},
    intake::Intake,
    metrics::Metrics,
    seal::Sealer,
};
use secta_bot_kit::{
    Bot, Ctx, EventId, Input, Lang, NewRow, RoomId, UserId,
    desk::{Desk, DeskPolicy},
    grammar::CommandSpec,
    journal::source,
    lane::Lane,
    read::Selves,
};
use secta_matrix::{
    Homeserver,
    fake::{Fake, Manner, Settings, Weather},
};
use secta_record::{
    RecordId,
    act::{AccountId, Content, ItemId},
};
use secta_rules::Fact;
use secta_store::{Batch, Store};
use serde_json::{Value, json};
use town::{Town, resident_mib};

const ACCOUNTS: usize = 100_000;
const ACTS: usize = 1_000_000;
const VOTES: usize = 2_000;
/// Newcomers, and what each of them has waiting at the end.
const NEWCOMERS: usize = 2_000;
const WAITING: usize = 5;
const HOUR_MS: i64 = 3_600_000;
const START_MS: i64 = 1_795_262_400_000;
/// Facts in one step of the driver.
const CHUNK: usize = 5_000;
const PATIENCE: Duration = Duration::from_secs(600);

/// As in the program.
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

/// A clock that can be set forward.
struct SetClock(AtomicI64, Instant);

impl Clock for SetClock {
    fn now_ms(&self) -> i64 {
        let passed = i64::try_from(self.1.elapsed().as_millis()).unwrap_or(i64::MAX);
        self.0.load(Ordering::Relaxed) + passed
    }
}

/// A bot that enacts what it was given, one chunk for each of its messages.
struct Crowd(Mutex<VecDeque<(RecordId, Vec<Fact>)>>);

impl Bot for Crowd {
    fn name(&self) -> &'static str {
        "crowd"
    }

    fn phrases(&self, _: Lang) -> &'static str {
        ""
    }

    fn commands(&self) -> Vec<CommandSpec> {
        Vec::new()
    }

    fn handle(&self, input: &Input, ctx: &mut Ctx<'_>) {
        let ours = input
            .event()
            .is_some_and(|event| event.sender.as_str() == "@crowd:bench");
        let next = ours
            .then(|| self.0.lock().expect("nobody died").pop_front())
            .flatten();
        if let Some((community, facts)) = next {
            ctx.enact(community, facts);
        }
    }
}

struct World {
    store: Arc<dyn Store>,
    fake: Arc<Fake>,
    clock: Arc<SetClock>,
    crowd: Arc<Crowd>,
    folds: Folds,
}

fn selves() -> Selves {
    Selves {
        bot: UserId::new("@_secta_bot:bench"),
        prefix: "_secta_".to_owned(),
        server: "bench".to_owned(),
    }
}

impl World {
    async fn open(folder: &Path) -> Self {
        let url = format!("sqlite:{}", folder.join("secta.sqlite").display());
        let store = secta_store::open(&url).await.expect("a store");
        let fake = Fake::new(Settings {
            seed: 1,
            weather: Weather::fair(),
            manner: Manner::Synapse,
            bot: selves().bot,
            namespace: "@_secta_".to_owned(),
            tag: store.tag().to_owned(),
            starts_at_ms: START_MS,
        });
        Self {
            store,
            fake,
            clock: Arc::new(SetClock(AtomicI64::new(START_MS), Instant::now())),
            crowd: Arc::new(Crowd(Mutex::default())),
            folds: Folds::new(folder.join("folded"), Sealer::new(&[7; 32])),
        }
    }

    fn lane(&self) -> Lane {
        let mut bots = Setup::new(selves()).all();
        bots.push(Arc::clone(&self.crowd) as Arc<dyn Bot>);
        let desk = Desk::new(DeskPolicy::default(), selves());
        Lane::new(selves(), desk, &bots, |_| true)
    }

    fn parts(&self, folds: bool) -> Parts {
        Parts {
            store: Arc::clone(&self.store),
            clock: Arc::clone(&self.clock) as Arc<dyn Clock>,
            sealer: Sealer::new(&[7; 32]),
            metrics: Arc::new(Metrics::default()),
            keep_contexts: false,
            folds: folds.then(|| self.folds.clone()),
            views: secta::engine::views::Views::default(),
        }
    }

    /// Runs the node beside something, until that ends.
    async fn beside<T>(&self, act: impl Future<Output = T>) -> T {
        let parts = self.parts(true);
        let intake = Intake {
            store: Arc::clone(&parts.store),
            clock: Arc::clone(&parts.clock),
            selves: selves(),
            hs_token: String::new(),
            body_limit: 0,
            metrics: Arc::clone(&parts.metrics),
            late: tokio::sync::Notify::new(),
        };
        let intake = &intake;
        let deliver = |_, events: Vec<Value>| async move {
            let texts: Vec<String> = events.iter().map(Value::to_string).collect();
            intake
                .accept(texts.iter().map(String::as_str))
                .await
                .is_ok()
        };
        let homeserver = Arc::clone(&self.fake) as Arc<dyn Homeserver>;
        tokio::select! {
            () = self.fake.pump(deliver) => unreachable!("it delivers for ever"),
            () = engine::run_together(parts, self.lane(), homeserver, 1) => unreachable!("it runs for ever"),
            done = tokio::time::timeout(PATIENCE, act) => done.expect("it comes to an end"),
        }
    }

    /// Waits until everything is delivered, handled and carried out.
    async fn quiet(&self) {
        loop {
            tokio::time::sleep(Duration::from_millis(20)).await;
            let figures = self.store.figures().await.expect("figures");
            let handled = figures.positions.values().all(|at| *at == figures.head);
            if handled && self.fake.is_delivered() && figures.outbox_depth == 0 {
                return;
            }
        }
    }

    fn room_named(&self, name: &str) -> RoomId {
        let named = |room: &RoomId| {
            let timeline = self.fake.timeline(room);
            timeline
                .iter()
                .any(|event| event["type"] == "m.room.name" && event["content"]["name"] == name)
        };
        let mut rooms = self.fake.rooms().into_iter();
        rooms
            .find(named)
            .unwrap_or_else(|| panic!("there is a room named {name}"))
    }

    async fn append(&self, id: &str, room: &RoomId, event: Value) {
        let row = NewRow {
            source: source::MATRIX.to_owned(),
            external_id: id.to_owned(),
            room: Some(room.to_string()),
            at_ms: self.clock.now_ms(),
            body: event.to_string().into_bytes(),
            sealed: false,
        };
        let batch = Batch {
            rows: vec![row],
            confirmed: Vec::new(),
        };
        self.store.append(batch).await.expect("a row");
    }

    async fn react(&self, n: usize, room: &RoomId, who: &str, target: &EventId) {
        let id = format!("$vote{n}");
        let relates = json!({ "rel_type": "m.annotation", "event_id": target, "key": "👍" });
        let event = json!({
            "type": "m.reaction", "event_id": id, "room_id": room, "sender": who,
            "origin_server_ts": self.clock.now_ms(), "content": { "m.relates_to": relates },
        });
        self.append(&id, room, event).await;
    }

    async fn caught_up(&self, driver: &mut Driver) {
        while driver.step().await.expect("a step") > 0 {}
        driver.flush().await.expect("a place");
    }
}

#[tokio::main]
async fn main() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let world = World::open(folder.path()).await;
    let (id, stream) = founded(&world).await;
    let start = Instant::now();
    let members = grow(&world, id).await;
    let growing_s = start.elapsed().as_secs_f64();
    let start = Instant::now();
    let mut driver = Driver::new(world.parts(true), world.lane());
    world.caught_up(&mut driver).await;
    let from_facts_s = start.elapsed().as_secs_f64();

    let post = say(&world, &stream, "Кто идёт на встречу в шесть?").await;
    hold(&folder.path().join("secta.sqlite"));
    let read_before = read_kib();
    let votes = votes(&world, &stream, &post, &members).await;
    let votes_read_kib = read_kib() - read_before;
    eprintln!(
        "votes: p50 {} ms, p99 {} ms, {votes_read_kib} KiB read",
        at(&votes, 500),
        at(&votes, 990)
    );
    let start = Instant::now();
    world
        .folds
        .renew(world.store.as_ref())
        .await
        .expect("folded");
    let folding_s = start.elapsed().as_secs_f64();
    let resident_before = resident_mib();
    let start = Instant::now();
    let mut driver = Driver::new(world.parts(true), world.lane());
    world.caught_up(&mut driver).await;
    let from_folds_s = start.elapsed().as_secs_f64();
    let resident = resident_mib() - resident_before;
    drop(driver);

    let expiring = expiring(&world, &stream, &members).await;
    let round = |seconds: f64| (seconds * 100.0).round() / 100.0;
    println!(
        "{}",
        json!({
            "town_members": members.len(), "vote_to_outbox_p50_ms": at(&votes, 500),
            "vote_to_outbox_p99_ms": at(&votes, 990), "vote_to_outbox_max_ms": at(&votes, 1000),
            "votes_read_kib": votes_read_kib,
            "growing_s": round(growing_s), "start_from_facts_s": round(from_facts_s), "folding_s": round(folding_s),
            "start_from_folds_s": round(from_folds_s), "driver_mib": resident,
            "expiring_items": expiring.items, "expiring_s": expiring.seconds, "votes_while_expiring": expiring.times.len(),
            "vote_while_expiring_p50_ms": at(&expiring.times, 500),
            "vote_while_expiring_p99_ms": at(&expiring.times, 990),
            "vote_while_expiring_max_ms": at(&expiring.times, 1000),
        })
    );
}

/// A community, founded by anna from a room; its id and its stream.
async fn founded(world: &World) -> (RecordId, RoomId) {
    let anna = UserId::new("@anna:bench");
    let tea = world.fake.make_room(&anna, false);
    world
        .beside(async {
            world.fake.invite_bot(&tea, &anna);
            world.quiet().await;
            let text = json!({ "msgtype": "m.text", "body": "!община создать Город" });
            world.fake.user_sends(&tea, &anna, text);
            world.quiet().await;
        })
        .await;
    let communities = facts::load(world.store.as_ref(), &Sealer::new(&[7; 32]), None).await;
    let communities = communities.expect("facts");
    let (id, _) = communities.iter().next().expect("a community");
    (*id, world.room_named("Поток · Город"))
}

/// A hundred thousand come, and all that they do; those who may vote in the stream.
async fn grow(world: &World, id: RecordId) -> Vec<AccountId> {
    let communities = facts::load(world.store.as_ref(), &Sealer::new(&[7; 32]), None).await;
    let communities = communities.expect("facts");
    let state = communities.get(&id).expect("the community").clone();
    let mut town = Town::of(state, world.clock.now_ms(), |n| {
        ItemId(blake3::hash(&n.to_be_bytes()).into())
    });
    town.duty = (2_000, 40);
    let crowd = UserId::new("@crowd:bench");
    let room = world.fake.make_room(&crowd, false);
    let mut driver = Driver::new(world.parts(false), world.lane());
    let (mut count, mut newcomer) = (0, 1);
    while newcomer < ACCOUNTS || count < ACTS {
        if newcomer < ACCOUNTS {
            town.newcomer(newcomer);
            newcomer += 1;
        } else {
            let command = town.vote();
            town.ask(&command.by, command.ask);
        }
        if town.made.len() >= CHUNK {
            let mut facts = std::mem::take(&mut town.made);
            for fact in &mut facts {
                count += usize::from(fact.act().is_some());
                fact.fill(Content {
                    text: "Доброе утро, соседи!".to_owned(),
                    ..Content::default()
                });
            }
            world
                .crowd
                .0
                .lock()
                .expect("nobody died")
                .push_back((id, facts));
            let event = json!({
                "type": "m.room.message", "event_id": format!("$crowd{count}"), "room_id": room,
                "sender": crowd, "origin_server_ts": START_MS, "content": { "msgtype": "m.text", "body": "мы" },
            });
            world.append(&format!("$crowd{count}"), &room, event).await;
            world.caught_up(&mut driver).await;
        }
    }
    let parked = world.store.parked(1).await.expect("parked");
    assert!(parked.is_empty(), "{parked:?}");
    world
        .clock
        .0
        .store(town.now_ms + HOUR_MS, Ordering::Relaxed);
    eprintln!(
        "{count} acts of {newcomer} accounts, {} members",
        town.members.len()
    );
    town.members
}

async fn say(world: &World, stream: &RoomId, text: &str) -> EventId {
    let anna = UserId::new("@anna:bench");
    world
        .beside(async {
            world.fake.user_is(stream, &anna, "join");
            let content = json!({ "msgtype": "m.text", "body": text });
            let event = world.fake.user_sends(stream, &anna, content);
            world.quiet().await;
            event
        })
        .await
}

/// From a vote's event to the commit of what it causes; sorted.
async fn votes(
    world: &World,
    stream: &RoomId,
    post: &EventId,
    members: &[AccountId],
) -> Vec<Duration> {
    let mut driver = Driver::new(world.parts(true), world.lane());
    world.caught_up(&mut driver).await;
    let before = world.store.fact_heads().await.expect("heads");
    let mut times = Vec::new();
    for (n, member) in members.iter().rev().take(VOTES).enumerate() {
        let start = Instant::now();
        world.react(n, stream, member.as_str(), post).await;
        while driver.step().await.expect("a step") > 0 {}
        times.push(start.elapsed());
    }
    driver.flush().await.expect("a place");
    let after = world.store.fact_heads().await.expect("heads");
    let facts: i64 = after.values().sum::<i64>() - before.values().sum::<i64>();
    assert!(facts >= VOTES as i64, "the votes count: {facts}");
    times.sort_unstable();
    times
}

/// Reads a file, so that the machine's memory holds it, as it holds the database of a node that runs: some machines
/// drop what was not looked at for two minutes, and the community has just grown for longer than that.
fn hold(file: &Path) {
    let mut file = std::fs::File::open(file).expect("a database");
    std::io::copy(&mut file, &mut std::io::sink()).expect("it is read");
}

/// What this process has had read from the disk until now, in KiB.
fn read_kib() -> i64 {
    let text = std::fs::read_to_string("/proc/self/io").unwrap_or_default();
    let line = text
        .lines()
        .find_map(|line| line.strip_prefix("read_bytes: "));
    line.and_then(|bytes| bytes.parse::<i64>().ok())
        .unwrap_or(0)
        / 1024
}

/// How votes fared while items expired.
struct Expiring {
    items: usize,
    seconds: u64,
    /// Sorted.
    times: Vec<Duration>,
}

/// Ten thousand items expire while members vote.
async fn expiring(world: &World, stream: &RoomId, members: &[AccountId]) -> Expiring {
    let space = world.room_named("Город");
    let names: Vec<UserId> = (0..NEWCOMERS)
        .map(|n| UserId::new(format!("@new{n}:bench")))
        .collect();
    let waiting = async || {
        let heads = world.store.fact_heads().await.expect("heads");
        let (name, head) = heads.iter().next().expect("a community");
        let waiting = world.store.waiting(name, *head).await.expect("facts");
        waiting.len()
    };
    world.beside(async {
        for name in &names {
            world.fake.user_is(&space, name, "knock");
        }
        world.quiet().await;
        for room in world.fake.rooms() {
            let invited = world.fake.timeline(&room).iter().find_map(|event| {
                let key = event["state_key"].as_str()?;
                (event["content"]["membership"] == "invite" && key.starts_with("@new")).then(|| UserId::new(key))
            });
            let Some(invited) = invited.filter(|_| room != space) else { continue };
            world.fake.user_is(&room, &invited, "join");
            for n in 0..WAITING {
                let content = json!({ "msgtype": "m.text", "body": format!("!пост Привет, я здесь впервые, вот и {n}") });
                world.fake.user_sends(&room, &invited, content);
            }
        }
        world.quiet().await;
    })
    .await;
    let before = waiting().await;
    eprintln!("{before} items wait");
    let post = say(world, stream, "А кто в семь?").await;
    world.clock.0.fetch_add(49 * HOUR_MS, Ordering::Relaxed);
    let start = Instant::now();
    let mut times = Vec::new();
    world
        .beside(async {
            let mut voters = members.iter().rev().enumerate();
            // The first waits for the node's start, which is not what is measured.
            let (n, voter) = voters.next().expect("somebody");
            world.react(VOTES + n, stream, voter.as_str(), &post).await;
            handled(world, &format!("$vote{}", VOTES + n)).await;
            while waiting().await > 0 {
                let (n, voter) = voters.next().expect("somebody who has not voted");
                let start = Instant::now();
                world.react(VOTES + n, stream, voter.as_str(), &post).await;
                handled(world, &format!("$vote{}", VOTES + n)).await;
                times.push(start.elapsed());
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        })
        .await;
    times.sort_unstable();
    Expiring {
        items: before,
        seconds: start.elapsed().as_secs(),
        times,
    }
}

async fn handled(world: &World, id: &str) {
    let row = world.store.row(source::MATRIX, id).await.expect("a look");
    let seq = row.expect("the vote's row").seq;
    loop {
        let at = world
            .store
            .positions(&["community"])
            .await
            .expect("positions");
        if at.values().all(|at| *at >= seq) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
}

/// A part, in thousandths, of sorted times, in milliseconds.
fn at(times: &[Duration], part: usize) -> f64 {
    let time = times.get(times.len().saturating_sub(1) * part / 1000);
    let time = time.copied().unwrap_or_default();
    (time.as_secs_f64() * 100_000.0).round() / 100.0
}
