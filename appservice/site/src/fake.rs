//! A small community in memory behind the ports, for tests: what happens in it goes through the rules, its words are
//! kept beside them.

mod doors;
mod drafts;
mod shelves;
mod spaces;
mod wiki;

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicI64, AtomicU64, Ordering},
    },
};

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, Request, StatusCode},
};
use jiff::tz::TimeZone;
use secta_bot_kit::{
    Lang, UserId,
    web::{Answer, Form},
    words::Words,
};
use secta_record::{
    RecordId,
    act::{AccountId, Content, ItemId, Opinion},
};
use secta_rules::{Ask, Command, State};
use tokio::sync::watch;
use tower::ServiceExt as _;

use crate::{
    model::{Entry, Persona, Said, Session},
    ports::{Kept, Rules, Withheld},
    site::{Ports, Settings, Site},
};

/// When it begins, in milliseconds since 1970.
pub(crate) const BEGAN_MS: i64 = 1_790_000_000_000;
/// The header in which tests say from which country they come.
pub(crate) const COUNTRY: &str = "x-country";
/// The code that comes in every porch.
pub(crate) const CODE: &str = "12345678";
/// The phrase that opens the account that was made on the site.
pub(crate) const PHRASE: &str = "twelve plain words";

/// What was written.
#[derive(Clone, Debug)]
pub(crate) struct Written {
    pub author: AccountId,
    pub root: Option<ItemId>,
    pub parent: Option<ItemId>,
    pub time_ms: i64,
    pub content: Content,
}

/// The entries of a private space, as they were sent.
type Entries = Vec<Vec<u8>>;

/// A community with what is behind the site.
pub(crate) struct Fake {
    pub id: RecordId,
    pub name: String,
    pub state: Arc<Rules>,
    now_ms: AtomicI64,
    version: AtomicU64,
    changes: watch::Sender<u64>,
    written: Mutex<BTreeMap<ItemId, Written>>,
    pub personas: Mutex<BTreeMap<AccountId, Persona>>,
    pub entries: Mutex<Vec<Entry>>,
    pub said: Mutex<BTreeMap<[u8; 32], Vec<Said>>>,
    pub sessions: Mutex<BTreeMap<String, Session>>,
    pub filed: Mutex<BTreeMap<String, (Form, Answer)>>,
    pub withheld: Mutex<Vec<Withheld>>,
    pub wiki: Mutex<wiki::Pages>,
    /// Each with whose it is.
    pub drafts: Mutex<Vec<(UserId, Kept)>>,
    /// Each with its founder, by its address.
    pub spaces: Mutex<BTreeMap<String, (UserId, Entries)>>,
}

/// What was answered.
#[derive(Debug)]
pub(crate) struct Got {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Got {
    /// The body as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).expect("the answer is JSON")
    }

    /// A header.
    pub fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name);
        value.map_or("", |value| value.to_str().expect("a header is text"))
    }
}

pub(crate) fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Fake {
    /// A community that `@ann:x` has founded, and whose first post has made her trusted.
    pub fn new() -> Arc<Self> {
        Self::named("Чай")
    }

    /// The same under a name.
    pub fn named(name: &str) -> Arc<Self> {
        let fake = Self {
            id: RecordId(*blake3::hash(name.as_bytes()).as_bytes()),
            name: name.to_owned(),
            state: Arc::new(Rules::new(State::new())),
            now_ms: AtomicI64::new(BEGAN_MS),
            version: AtomicU64::new(1),
            changes: watch::Sender::new(0),
            written: Mutex::default(),
            personas: Mutex::default(),
            entries: Mutex::default(),
            said: Mutex::default(),
            sessions: Mutex::default(),
            filed: Mutex::default(),
            withheld: Mutex::default(),
            wiki: Mutex::default(),
            drafts: Mutex::default(),
            spaces: Mutex::default(),
        };
        fake.ask(
            "@secta:x",
            Ask::Found {
                name: name.to_owned(),
                founder: AccountId::new("@ann:x"),
                policy: serde_json::json!({}),
            },
        );
        fake.post("@ann:x", "Здесь говорят о чае.");
        Arc::new(fake)
    }

    /// What time it is.
    pub fn now_ms(&self) -> i64 {
        self.now_ms.load(Ordering::SeqCst)
    }

    /// Time goes by.
    pub fn wait_ms(&self, ms: i64) {
        self.now_ms.fetch_add(ms, Ordering::SeqCst);
    }

    /// Something is published or waits.
    pub fn changed(&self) {
        let version = self.version.fetch_add(1, Ordering::SeqCst) + 1;
        self.changes.send_replace(version);
    }

    /// Somebody asks something of the rules, a second after what was before.
    pub fn ask(&self, by: &str, ask: Ask) {
        self.wait_ms(1_000);
        let by = AccountId::new(by);
        let mut state = self.state.write();
        let facts = state
            .decide(&Command { by, ask }, self.now_ms())
            .expect("the rules allow it");
        for fact in &facts {
            state.apply(fact).expect("what was decided is lawful");
        }
        drop(state);
        self.changed();
    }

    /// Somebody posts.
    pub fn post(&self, by: &str, text: &str) -> ItemId {
        let content = Content {
            text: text.to_owned(),
            ..Content::default()
        };
        self.post_content(by, content)
    }

    /// Somebody posts something formatted, or with files.
    pub fn post_content(&self, by: &str, content: Content) -> ItemId {
        let item = self.write(by, None, None, content.clone());
        let tags = content.text.split_whitespace();
        let tags = tags.filter_map(|word| word.strip_prefix('#'));
        let tags = tags.map(str::to_owned).collect();
        self.ask(by, Ask::Post { item, tags });
        item
    }

    /// Somebody answers a post or a comment.
    pub fn comment(&self, by: &str, parent: ItemId, text: &str) -> ItemId {
        let root = held(&self.written).get(&parent).and_then(|it| it.root);
        let root = root.unwrap_or(parent);
        let content = Content {
            text: text.to_owned(),
            ..Content::default()
        };
        let item = self.write(by, Some(root), Some(parent), content);
        self.ask(by, Ask::Comment { item, root, parent });
        item
    }

    fn write(
        &self,
        by: &str,
        root: Option<ItemId>,
        parent: Option<ItemId>,
        content: Content,
    ) -> ItemId {
        let mut written = held(&self.written);
        let number = u32::try_from(written.len()).expect("a few items");
        let item = ItemId(*blake3::hash(&number.to_be_bytes()).as_bytes());
        let one = Written {
            author: AccountId::new(by),
            root,
            parent,
            // The rules are asked a second later.
            time_ms: self.now_ms() + 1_000,
            content,
        };
        written.insert(item, one);
        item
    }

    /// Somebody gives an opinion.
    pub fn vote(&self, by: &str, item: ItemId, opinion: Opinion) {
        self.ask(by, Ask::Vote { item, opinion });
    }

    /// Somebody becomes trusted, by a post that all who are asked support.
    pub fn trust(&self, who: &str, by: &[&str]) -> ItemId {
        let item = self.post(who, &format!("{who} пишет о себе."));
        for voter in by {
            self.vote(voter, item, Opinion::Support);
        }
        item
    }

    /// Somebody gives themselves a name.
    pub fn name(&self, who: &str, name: &str) {
        let persona = Persona {
            name: Some(name.to_owned()),
            ..Persona::default()
        };
        held(&self.personas).insert(AccountId::new(who), persona);
        self.changed();
    }

    /// Somebody signs in: the session's secret.
    pub fn session(&self, who: &str) -> String {
        let mut sessions = held(&self.sessions);
        let secret = format!("secret-{}", sessions.len());
        let session = Session {
            id: format!("session-{}", sessions.len()),
            account: UserId::new(who),
            native: false,
            name: None,
            csrf: *blake3::hash(secret.as_bytes()).as_bytes(),
            since_ms: self.now_ms(),
            seen_ms: self.now_ms(),
            agent: String::new(),
        };
        sessions.insert(secret.clone(), session);
        secret
    }

    /// An item is withheld in a country.
    pub fn withhold(&self, item: ItemId, country: &str) {
        held(&self.withheld).push(Withheld {
            community: self.id,
            item,
            countries: vec![country.to_owned()],
            authority: "https://court.example/order".to_owned(),
            reason: "an order".to_owned(),
            since_ms: self.now_ms(),
            until_ms: None,
        });
        self.changed();
    }

    /// An address of the community: `/c/…{path}`.
    pub fn at(&self, path: &str) -> String {
        format!("/c/{}{path}", &self.id.to_string()[..16])
    }

    /// The site over it.
    pub fn site(self: &Arc<Self>) -> Router {
        let settings = Settings {
            base: "https://site.example".parse().expect("an address"),
            lang: Lang::Ru,
            zone: TimeZone::UTC,
            elsewhere: Vec::new(),
            server: "x".to_owned(),
            cache_bytes: 1_000_000,
        };
        let ports = Ports {
            library: self.clone(),
            twilight: self.clone(),
            desk: self.clone(),
            accounts: self.clone(),
            finder: self.clone(),
            files: self.clone(),
            borders: self.clone(),
            wiki: self.clone(),
            drafts: self.clone(),
            margins: self.clone(),
            spaces: self.clone(),
        };
        let clock = Arc::clone(self);
        let words = Words::with(&[], &[("site", crate::phrases)]);
        let site = Site::new(
            settings,
            Arc::new(words),
            ports,
            Arc::new(move || clock.now_ms()),
        );
        crate::router(Arc::new(site))
    }

    /// Asks the site for something.
    pub async fn get(self: &Arc<Self>, path: &str, headers: &[(&str, &str)]) -> Got {
        self.send("GET", path, headers, "").await
    }

    /// Sends the site something.
    pub async fn send(
        self: &Arc<Self>,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Got {
        Self::through(self.site(), method, path, headers, body).await
    }

    /// The same through a site that is there already, with what it keeps.
    pub async fn through(
        site: Router,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Got {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request
            .body(Body::from(body.to_owned()))
            .expect("a request");
        let response = site.oneshot(request).await.expect("an answer");
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, 16 << 20).await.expect("a body");
        Got {
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8(body.to_vec()).expect("text"),
        }
    }
}
