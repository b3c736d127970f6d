//! The site over a community with a post of two hundred comments: pages a second and their p99 at a hundred connections,
//! beside a bare server that answers with the same bytes, in one run; and the size of the first page. Prints JSON.

use std::{
    collections::BTreeMap,
    future::IntoFuture as _,
    net::SocketAddr,
    sync::{Arc, OnceLock},
    time::{Duration, Instant},
};

use axum::{Router, body::Bytes, http::header, routing::get};
use secta::{
    bots::{self, Setup},
    clock::{Clock, SystemClock},
    config::Config,
    engine::{Parts, facts, views::Views},
    metrics::Metrics,
    seal::Sealer,
    search::Shelf,
    site::{Making, library::Follower, stacks, start},
};
use secta_bot_kit::{UserId, community::Enacted, read::Selves};
use secta_record::{
    Body, Draft, Head, Record, RecordId, Reference, Signer,
    act::{AccountId, Content, ItemId},
};
use secta_rules::{Ask, Command, Fact, State};
use secta_store::{Move, Step, Store, memory::Memory};
use serde_json::json;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    task::JoinSet,
};

const COMMENTS: u16 = 200;
const POSTS: u16 = 40;
const CONNECTIONS: usize = 100;
/// What part of the bare server's pages a second is asked of the site.
const ASKED: f64 = 0.3;
const FOR: Duration = Duration::from_secs(5);

/// As in the program.
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

/// A community as a node stores it.
struct Town {
    store: Arc<Memory>,
    state: State,
    node: Signer,
    head: Option<Head>,
    community: Option<RecordId>,
    place: u64,
    row: i64,
    said: BTreeMap<ItemId, Content>,
}

fn item(number: u16) -> ItemId {
    let mut id = [0; 32];
    id[..2].copy_from_slice(&number.to_be_bytes());
    ItemId(id)
}

const WORDS: &str = "В субботу собираемся у реки: берём чай, хлеб и хорошее настроение. Кто может захватить котёл \
     побольше, отзовитесь здесь, и скажите, сколько вас будет, чтобы хватило всем.";

impl Town {
    async fn founded() -> Self {
        let mut town = Self {
            store: Arc::new(Memory::new("0badcafe")),
            state: State::new(),
            node: Signer::from_secret(&[5; 32]),
            head: None,
            community: None,
            place: 0,
            row: 0,
            said: BTreeMap::new(),
        };
        let found = Ask::Found {
            name: "Чайный двор".to_owned(),
            founder: AccountId::new("@ann:x"),
            policy: json!({}),
        };
        town.ask("@secta:x", found).await;
        for number in 1..=POSTS {
            town.post(number).await;
        }
        for number in 1..=COMMENTS {
            town.comment(number).await;
        }
        town
    }

    async fn post(&mut self, number: u16) {
        let text = format!("Заметка {number}\n\n{WORDS}\n\n{WORDS} #река");
        let html = format!("<p>Заметка {number}</p><p>{WORDS}</p><p><em>{WORDS}</em> #река</p>");
        let item = item(number);
        let content = Content {
            text,
            html: Some(html),
            ..Content::default()
        };
        self.said.insert(item, content);
        let tags = vec!["река".to_owned()];
        self.ask("@ann:x", Ask::Post { item, tags }).await;
    }

    /// Every third answers the one before it.
    async fn comment(&mut self, number: u16) {
        let (root, own) = (item(1), item(1_000 + number));
        let parent = match number % 3 {
            0 => item(1_000 + number - 1),
            _ => root,
        };
        let content = Content {
            text: format!("{number}. {WORDS}"),
            ..Content::default()
        };
        self.said.insert(own, content);
        let ask = Ask::Comment {
            item: own,
            root,
            parent,
        };
        self.ask("@ann:x", ask).await;
    }

    async fn ask(&mut self, by: &str, ask: Ask) {
        let by = AccountId::new(by);
        let now_ms = SystemClock.now_ms();
        let decided = self.state.decide(&Command { by, ask }, now_ms);
        let decided = decided.expect("allowed");
        let enacted: Vec<Enacted> = decided.into_iter().map(|fact| self.one(fact)).collect();
        let mut step = Step {
            moves: vec![Move {
                consumer: "desk".to_owned(),
                from: self.row,
                to: self.row + 1,
            }],
            ..Step::default()
        };
        self.row += 1;
        facts::write(&enacted, &mut step).expect("JSON");
        self.store.commit(step).await.expect("committed");
    }

    fn one(&mut self, mut fact: Fact) -> Enacted {
        if let Some(item) = fact.lacks_content() {
            fact.fill(self.said[&item].clone());
        }
        self.state.apply(&fact).expect("lawful");
        let record = fact.act().is_some().then(|| self.sign(&fact));
        let place = self.place;
        self.place += 1;
        Enacted {
            community: self.community.expect("founded"),
            place,
            fact,
            record,
        }
    }

    fn sign(&mut self, fact: &Fact) -> Record {
        let act = fact.act().expect("public");
        let references = act.references().into_iter().map(Reference);
        let body = Body::new(act.to_body().expect("a body")).expect("a body");
        let draft = Draft {
            author: fact.author.as_str().to_owned(),
            time_ms: fact.time_ms.unsigned_abs(),
            references: references.collect(),
            ..Draft::new(self.community, act.kind(), body)
        };
        let record = draft.sign(&self.node, self.head).expect("signed");
        let record = record.into_record();
        self.community.get_or_insert(record.id());
        self.head = Some(Head::of(&record));
        record
    }
}

fn config(folder: &std::path::Path, address: SocketAddr) -> Config {
    let token = "a".repeat(40);
    let text = format!(
        "[homeserver]\nurl = \"http://127.0.0.1:1\"\nserver_name = \"x\"\n[appservice]\nas_token = \"{token}\"\n\
         hs_token = \"{token}b\"\n[site]\nlisten = \"{address}\"\nurl = \"http://{address}\"\n"
    );
    Config::parse(&text, folder).expect("a configuration")
}

fn free() -> SocketAddr {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.local_addr().expect("an address")
}

/// The site over the town.
async fn serve(town: &Town, folder: &std::path::Path, tasks: &mut JoinSet<()>) -> SocketAddr {
    let address = free();
    let config = config(folder, address);
    std::fs::create_dir_all(&config.data_dir).expect("a folder");
    let selves = Selves {
        bot: UserId::new("@secta:x"),
        prefix: "_secta_".to_owned(),
        server: "x".to_owned(),
    };
    let setup = Setup::new(selves);
    let parts = Parts {
        store: Arc::clone(&town.store) as Arc<dyn Store>,
        clock: Arc::new(SystemClock),
        sealer: Sealer::new(&[7; 32]),
        metrics: Arc::new(Metrics::default()),
        keep_contexts: false,
        folds: None,
        views: Views::default(),
    };
    let shelf = Shelf::new(config.search_dir());
    let stacks = stacks(&config, parts.store.tag(), shelf.lemmas()).expect("a view");
    tasks.spawn(Follower::new(stacks.clone(), &parts).run());
    let making = Making {
        stacks,
        words: Arc::new(bots::words(&setup)),
        zone: bots::zone(&setup),
        shelf,
        homeserver: Arc::new(OnceLock::new()),
        beside: Router::new(),
    };
    start(&config, &parts, making, tasks).await.expect("a site");
    address
}

/// A bare server that answers with these bytes.
async fn bare(body: Bytes) -> SocketAddr {
    let page = get(move || {
        let body = body.clone();
        async move { ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], body) }
    });
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let routes = Router::new().route("/", page);
    tokio::spawn(axum::serve(listener, routes).into_future());
    address
}

/// One page; its body.
async fn fetch(stream: &mut TcpStream, request: &[u8], buffer: &mut Vec<u8>) -> usize {
    stream.write_all(request).await.expect("sent");
    buffer.clear();
    let mut piece = [0; 65_536];
    loop {
        let read = stream.read(&mut piece).await.expect("an answer");
        assert!(read > 0, "the server hung up");
        buffer.extend_from_slice(&piece[..read]);
        let Some(end) = buffer.windows(4).position(|four| four == b"\r\n\r\n") else {
            continue;
        };
        let head = String::from_utf8_lossy(&buffer[..end]).to_lowercase();
        assert!(head.starts_with("http/1.1 200"), "{head}");
        let (_, length) = head.split_once("content-length: ").expect("a length");
        let length: usize = length
            .split("\r\n")
            .next()
            .expect("a line")
            .parse()
            .expect("a number");
        if buffer.len() >= end + 4 + length {
            return end + 4;
        }
    }
}

fn request(path: &str) -> Vec<u8> {
    format!("GET {path} HTTP/1.1\r\nHost: x\r\nAccept-Language: ru\r\n\r\n").into_bytes()
}

async fn body(address: SocketAddr, path: &str) -> Vec<u8> {
    let mut stream = TcpStream::connect(address).await.expect("connected");
    let mut buffer = Vec::new();
    let start = fetch(&mut stream, &request(path), &mut buffer).await;
    buffer.split_off(start)
}

/// Pages a second and their p99 in milliseconds: as fast as answers come, or at a pace of so many a second. At a pace a
/// page's time counts from when its turn came, whether the connection was free then or not.
async fn load(address: SocketAddr, path: &str, pace: Option<f64>) -> (f64, f64) {
    let until = Instant::now() + FOR;
    let every = pace.map(|pace| Duration::from_secs_f64(CONNECTIONS as f64 / pace));
    let mut tasks = JoinSet::new();
    for connection in 0..CONNECTIONS {
        let request = request(path);
        tasks.spawn(async move {
            let mut stream = TcpStream::connect(address).await.expect("connected");
            let (mut times, mut buffer) = (Vec::new(), Vec::new());
            let share = connection as f64 / CONNECTIONS as f64;
            let mut turn = Instant::now() + every.unwrap_or_default().mul_f64(share);
            while Instant::now().max(turn) < until {
                match every {
                    Some(every) => {
                        tokio::time::sleep_until(turn.into()).await;
                        fetch(&mut stream, &request, &mut buffer).await;
                        times.push(turn.elapsed());
                        turn += every;
                    }
                    None => {
                        let start = Instant::now();
                        fetch(&mut stream, &request, &mut buffer).await;
                        times.push(start.elapsed());
                        turn = start;
                    }
                }
            }
            times
        });
    }
    let mut times: Vec<Duration> = tasks.join_all().await.into_iter().flatten().collect();
    times.sort();
    let p99 = times[times.len() * 99 / 100].as_secs_f64() * 1_000.0;
    let pages = f64::from(u32::try_from(times.len()).expect("few"));
    (pages / FOR.as_secs_f64(), p99)
}

fn main() {
    // Who asks has a thread of its own; the servers share the others, as they do beside a proxy.
    let servers = tokio::runtime::Runtime::new().expect("a runtime");
    let asking = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut tasks = JoinSet::new();
    let (site, path) = servers.block_on(async {
        let town = Town::founded().await;
        let site = serve(&town, folder.path(), &mut tasks).await;
        let id = town.community.expect("founded").to_string();
        (site, format!("/c/{}/p/{}", &id[..16], item(1)))
    });
    let (page, first, style) = asking.block_on(async {
        let last = format!("i{}", &item(1_000 + COMMENTS).to_string()[..16]);
        let page = until(site, &path, &last).await;
        let first = body(site, "/").await;
        let text = String::from_utf8_lossy(&first).into_owned();
        let style = text.split("href=\"/assets/").nth(1).expect("a style");
        let style = format!("/assets/{}", style.split('"').next().expect("a name"));
        (page, first, body(site, &style).await)
    });
    let bare = servers.block_on(bare(Bytes::from(page.clone())));
    let ((bare_s, bare_p99), (site_s, full_p99)) =
        asking.block_on(async { (load(bare, "/", None).await, load(site, &path, None).await) });
    // At the pace that is asked of the site, which is not all that the machine can do.
    let (_, site_p99) = asking.block_on(load(site, &path, Some(ASKED * bare_s)));
    // What is asked with so long a query is not kept: each is made anew.
    let anew = format!("{path}?x={}", "x".repeat(300));
    let (made_s, made_p99) = asking.block_on(load(site, &anew, None));
    let kilobytes = |bytes: usize| bytes as f64 / 1024.0;
    let figures = json!({
        "site_page_kb": kilobytes(page.len()),
        "site_pages_per_s": site_s,
        "site_bare_pages_per_s": bare_s,
        "site_page_vs_bare": site_s / bare_s,
        "site_page_p99_ms": site_p99,
        "site_page_full_p99_ms": full_p99,
        "site_bare_p99_ms": bare_p99,
        "site_made_pages_per_s": made_s,
        "site_made_p99_ms": made_p99,
        "site_first_page_kb": kilobytes(first.len() + style.len()),
    });
    println!("{figures}");
}

/// The page, once it holds this.
async fn until(site: SocketAddr, path: &str, what: &str) -> Vec<u8> {
    let patience = Instant::now() + Duration::from_secs(60);
    loop {
        let mut stream = TcpStream::connect(site).await.expect("connected");
        stream.write_all(&request(path)).await.expect("sent");
        stream.shutdown().await.expect("said");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.expect("an answer");
        if String::from_utf8_lossy(&answer).contains(what) {
            return body(site, path).await;
        }
        assert!(Instant::now() < patience, "the site has not caught up");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}
