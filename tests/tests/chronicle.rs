//! The chronicle: messages are voted into it, proven without the node, and taken back by their authors.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::Arc,
};

use reqwest::Method;
use rusqlite::{Connection, OpenFlags};
use secta_tests::{
    event::Event,
    homeserver::{Address, Kind, http},
    member::{Member, quote},
    place,
    secta::{Secta, Setup},
    wait,
    world::{Database, World},
};
use serde_json::{Value, json};

/// A node with a community of three who are trusted.
struct Town {
    world: World,
    deaths: bool,
    anna: Member,
    boris: Member,
    clara: Member,
    stream: String,
    square: String,
    twilight: String,
    chronicle: String,
}

const PICTURE: &[u8] = b"\x89PNG: the first mint of the year";

/// Waits until somebody else says something that holds these words; gives the event.
async fn hears(member: &Member, room: &str, words: &str) -> Event {
    let look = |event: &Event| {
        (event.sender() != member.user_id() && event.body().contains(words)).then(|| event.clone())
    };
    let what = format!("{words:?}");
    member.wait_for(room, &what, wait::SOON, look).await
}

async fn reply(member: &Member, room: &str, to: &str, text: &str) -> String {
    let content = json!({
        "msgtype": "m.text", "body": text, "m.relates_to": { "m.in_reply_to": { "event_id": to } },
    });
    member.send(room, "m.room.message", &content).await
}

impl Town {
    async fn start(kind: Kind, deaths: bool) -> Self {
        let world = World::start(kind, Database::Sqlite).await;
        let anna = world.member("anna").await;
        let chat = world.room(&[&anna]).await;
        anna.say(&chat, "!община создать Поляна").await;
        let space = anna.follow_invitation("Поляна").await;
        let porch = anna.follow_invitation("Предбанник · Поляна").await;
        anna.say(&porch, "!пост Здравствуйте, люди").await;
        let stream = anna.follow_invitation("Поток · Поляна").await;
        let square = anna.follow_invitation("Площадь · Поляна").await;
        let twilight = anna.follow_invitation("Сумерки · Поляна").await;
        let boris = admitted(&world, "boris", &[&anna], &twilight).await;
        boris.follow_invitation("Сумерки · Поляна").await;
        let clara = admitted(&world, "clara", &[&anna, &boris], &twilight).await;
        let chronicle = room_of_the_space(&world, &anna, &space, "Летопись").await;
        for member in [&anna, &boris, &clara] {
            member.join(&chronicle, &[]).await;
        }
        Self {
            world,
            deaths,
            anna,
            boris,
            clara,
            stream,
            square,
            twilight,
            chronicle,
        }
    }

    /// The node dies here and comes back, where the story is one of deaths.
    fn step(&mut self) {
        if self.deaths {
            self.world.secta.kill9();
            self.world.secta.restart();
        }
    }

    /// Runs a command of the program; tells whether it went well, and what it said.
    fn runs(&self, arguments: &[&str]) -> (bool, String) {
        let output = self.world.setup().output(arguments);
        let said = [output.stdout, output.stderr].concat();
        let said = String::from_utf8_lossy(&said).into_owned();
        (output.status.success(), said)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.world.setup().directory().join(name)
    }

    /// The address of the log.
    async fn log(&self) -> String {
        let url = format!("{}/_secta/v1/communities", self.world.setup().url());
        let all: Value = serde_json::from_str(&get(&url).await).expect("JSON");
        let id = all["communities"][0]["id"].as_str().expect("an id");
        format!("{url}/{id}/log")
    }

    /// Somebody proposes a message, and another votes it in; gives the copy in the chronicle.
    async fn enter(&mut self, target: &str, words: &str) -> Event {
        let asked = reply(&self.boris, &self.square, target, "!в летопись").await;
        let proposed = |event: &Event| {
            let here = event.answers(&asked) && event.body().contains("нужно 2");
            here.then(|| event.clone())
        };
        let (anna, square) = (&self.anna, &self.square);
        let proposed = anna
            .wait_for(square, "a proposal", wait::SOON, proposed)
            .await;
        assert!(proposed.body().contains("Голосов 1"), "{}", proposed.body());
        self.step();
        self.anna.react(&self.square, target, "📜").await;
        let copy = hears(&self.clara, &self.chronicle, words).await;
        hears(&self.clara, &self.square, "запись летописи").await;
        copy
    }

    /// The proof of an entry, as the bot sends it: written to a file, whose path it gives.
    async fn proof(&self, number: u64, name: &str) -> String {
        let asked = format!("!доказательство {number}");
        let asked = self.anna.say(&self.square, &asked).await;
        let answer = self.anna.wait_for_answer(&self.square, &asked, wait::SOON);
        let answer = answer.await;
        assert_eq!(answer.content()["msgtype"], "m.file", "{}", answer.body());
        assert!(answer.body().contains("secta chronicle verify"));
        let bytes = download(&self.world, &self.anna, &answer.content()["url"]).await;
        fs::write(self.path(name), bytes).expect("written");
        name.to_owned()
    }
}

/// Somebody comes, posts, and is trusted by votes.
async fn admitted(world: &World, name: &str, voters: &[&Member], twilight: &str) -> Member {
    let member = world.member(name).await;
    let chat = world.room(&[&member]).await;
    member.say(&chat, "!вступить Поляна").await;
    let porch = member.follow_invitation("Предбанник · Поляна").await;
    let post = format!("Меня зовут {name}");
    member.say(&porch, &format!("!пост {post}")).await;
    let mut candidate = None;
    for voter in voters {
        let seen = hears(voter, twilight, &post).await;
        voter.react(twilight, seen.id(), "👍").await;
        candidate = Some(seen);
    }
    assert!(candidate.is_some());
    member.follow_invitation("Поток · Поляна").await;
    member.follow_invitation("Площадь · Поляна").await;
    member
}

/// A room of the community's space that anybody may come into.
async fn room_of_the_space(world: &World, member: &Member, space: &str, name: &str) -> String {
    let url = format!(
        "{}/_matrix/client/v1/rooms/{}/hierarchy",
        world.homeserver.address().url(),
        quote(space)
    );
    wait::until("the room of the space", wait::SOON, async || {
        let request = http().get(&url).bearer_auth(member.token());
        let answer: Value = request.send().await.ok()?.json().await.ok()?;
        let rooms = answer["rooms"].as_array()?.iter();
        let named = |room: &&Value| room["name"].as_str().is_some_and(|it| it.starts_with(name));
        let room = rooms
            .filter(named)
            .find_map(|room| room["room_id"].as_str());
        room.map(str::to_owned)
    })
    .await
}

async fn upload(world: &World, member: &Member, bytes: &[u8]) -> String {
    let url = format!(
        "{}/_matrix/media/v3/upload",
        world.homeserver.address().url()
    );
    let request = http()
        .post(url)
        .header("content-type", "image/png")
        .bearer_auth(member.token());
    let answer = request.body(bytes.to_vec()).send().await;
    let answer: Value = answer.expect("an answer").json().await.expect("JSON");
    answer["content_uri"]
        .as_str()
        .expect("an address")
        .to_owned()
}

async fn download(world: &World, member: &Member, address: &Value) -> Vec<u8> {
    let file = address.as_str().and_then(|it| it.strip_prefix("mxc://"));
    let url = format!(
        "{}/_matrix/client/v1/media/download/{}",
        world.homeserver.address().url(),
        file.expect("an address")
    );
    let request = http().get(url).bearer_auth(member.token());
    let answer = request.send().await.expect("an answer");
    assert!(answer.status().is_success(), "{}", answer.status());
    answer.bytes().await.expect("bytes").to_vec()
}

/// What the node shows at an address, once it is up.
async fn get(url: &str) -> String {
    wait::until("the node's answer", wait::SOON, async || {
        let answer = http().get(url).send().await.ok()?;
        assert!(answer.status().is_success(), "{url}: {}", answer.status());
        answer.text().await.ok()
    })
    .await
}

/// Sets fields of the chronicle in a node's configuration.
fn configure(setup: &Setup, fields: &str) {
    let path = setup.directory().join("secta.toml");
    let text = fs::read_to_string(&path).expect("a configuration");
    let changed = text.replacen("[chronicle]\n", &format!("[chronicle]\n{fields}\n"), 1);
    assert_ne!(text, changed, "it has a section for the chronicle");
    fs::write(path, changed).expect("written");
}

/// What the libraries of the Go checksum database say of a log that is served, and of its growth since a checkpoint.
fn go_says(log: &str, key: &str, seen: &Path) -> (bool, String) {
    let program = Path::new(env!("CARGO_TARGET_TMPDIR")).join("served-log");
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../bots/chronicle/tests/interop");
    let built = Command::new("go")
        .args(["build", "-mod=readonly", "-buildvcs=false", "-o"])
        .arg(&program)
        .arg(".")
        .current_dir(source)
        .output()
        .expect("Go is installed");
    assert!(built.status.success(), "{built:?}");
    let output = Command::new(program).args([log, key]).arg(seen).output();
    let output = output.expect("the program runs");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    (output.status.success(), said)
}

async fn entered_proven_and_taken_back(kind: Kind, deaths: bool) {
    let mut town = Town::start(kind, deaths).await;

    // A picture with a caption, said among members.
    let picture = upload(&town.world, &town.clara, PICTURE).await;
    let said = json!({
        "msgtype": "m.image", "body": "Первая мята года", "filename": "мята.png", "url": picture,
        "info": { "mimetype": "image/png", "size": PICTURE.len() },
    });
    let said = town.clara.send(&town.square, "m.room.message", &said).await;
    let copy = town.enter(&said, "Первая мята года").await;
    assert!(
        copy.body().starts_with("📜 № 1 · clara ("),
        "{}",
        copy.body()
    );
    assert_ne!(copy.content()["url"], json!(picture), "a copy of its own");
    let kept = download(&town.world, &town.anna, &copy.content()["url"]).await;
    assert_eq!(kept, PICTURE);
    town.step();

    // A stranger reads the chronicle without being let in.
    let zoe = town.world.member("zoe").await;
    let path = format!("/rooms/{}/messages?dir=b", quote(&town.chronicle));
    let page = zoe.call(Method::GET, &path, &Value::Null).await;
    assert!(page.to_string().contains("Первая мята года"));

    // The proof holds without the node, and for nothing else.
    let log = town.log().await;
    let key = get(&format!("{log}/key")).await;
    let key = key.trim();
    let proof = town.proof(1, "first.tlog-proof").await;
    let verify = |town: &Town, file: &str| town.runs(&["chronicle", "verify", file, "--key", key]);
    let (good, told) = verify(&town, &proof);
    assert!(good, "{told}");
    for part in ["Первая мята года", town.clara.user_id(), "1"] {
        assert!(told.contains(part), "no {part:?} in\n{told}");
    }
    let text = fs::read_to_string(town.path(&proof)).expect("the proof");
    let tampered = text.replacen("index 0", "index 1", 1);
    fs::write(town.path("tampered.tlog-proof"), tampered).expect("written");
    let (good, told) = verify(&town, "tampered.tlog-proof");
    assert!(!good, "{told}");
    town.step();

    // A second entry; the log goes on from where it was.
    let said_too = town.clara.say(&town.square, "Хрупкая абракадабра").await;
    let second = town.enter(&said_too, "Хрупкая абракадабра").await;
    assert!(second.body().starts_with("📜 № 2 "), "{}", second.body());
    town.step();
    let second_proof = town.proof(2, "second.tlog-proof").await;
    assert!(verify(&town, &second_proof).0);
    let (good, told) = town.runs(&["chronicle", "audit", &log, "--key", key]);
    assert!(good, "{told}");
    let checkpoint = get(&format!("{log}/checkpoint")).await;
    assert_eq!(checkpoint.lines().nth(1), Some("2"), "{checkpoint}");

    // Its author takes it back: the words go everywhere, the number and the leaf stay.
    town.clara.redact(&town.square, &said_too).await;
    let path = format!(
        "/rooms/{}/event/{}",
        quote(&town.chronicle),
        quote(second.id())
    );
    wait::until("a redaction", wait::SOON, async || {
        let event = town.anna.call(Method::GET, &path, &Value::Null).await;
        event["content"].get("body").is_none().then_some(())
    })
    .await;
    town.step();
    let bare = town.proof(2, "bare.tlog-proof").await;
    let (good, told) = verify(&town, &bare);
    assert!(good && !told.contains("абракадабра"), "{told}");
    let text = fs::read_to_string(town.path(&bare)).expect("the proof");
    assert!(!text.is_empty());
    until_erased(&town, "абракадабра").await;

    // Made anew, the log is the same.
    let (status, _) = town.world.secta.terminate();
    assert!(status.success(), "it stops cleanly");
    let left = files_with(&town, "абракадабра");
    assert!(left.is_empty(), "what was taken back stands in {left:?}");
    let (same, told) = town.runs(&["replay", "--check"]);
    assert!(same, "{told}");
    let folder = log.split('/').nth_back(1).expect("an id");
    fs::remove_dir_all(town.path("secta-data/chronicle").join(folder)).expect("removed");
    town.world.secta.restart();
    town.world.secta.until_ready().await;
    let again = wait::until("the log", wait::SOON, async || {
        let answer = http().get(format!("{log}/checkpoint")).send().await.ok()?;
        let text = answer.text().await.ok()?;
        (text.lines().nth(1) == Some("2")).then_some(text)
    })
    .await;
    assert_eq!(again.lines().nth(2), checkpoint.lines().nth(2));
    assert!(verify(&town, "first.tlog-proof").0, "an old proof holds on");

    town.runs(&["export", "record.jsonl"]);
    let (good, told) = town.runs(&["verify", "record.jsonl"]);
    assert!(good, "{told}");
    let record = fs::read_to_string(town.path("record.jsonl")).expect("an export");
    assert!(record.contains("Первая мята года") && !record.contains("абракадабра"));
}

/// Waits until no row of the journal and no file of the search holds these words.
async fn until_erased(town: &Town, words: &str) {
    let path = town.path("secta.sqlite");
    let query = "SELECT count(*) FROM journal WHERE instr(body, CAST(?1 AS BLOB)) > 0";
    wait::until("the words to be erased", wait::SOON, async || {
        let database = Connection::open_with_flags(&path, OpenFlags::SQLITE_OPEN_READ_ONLY);
        let rows = database
            .and_then(|database| database.query_row(query, [words], |row| row.get::<_, i64>(0)));
        (rows.expect("the journal") == 0).then_some(())
    })
    .await;
    wait::until("the index to be written anew", wait::SOON, async || {
        let search = |path: &PathBuf| path.components().any(|part| part.as_os_str() == "search");
        (!files_with(town, words).iter().any(search)).then_some(())
    })
    .await;
}

/// The node's own files in which these words stand.
fn files_with(town: &Town, words: &str) -> Vec<PathBuf> {
    let mut folders = vec![town.world.setup().directory().to_path_buf()];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let proof = path.extension().is_some_and(|it| it == "tlog-proof");
            // One that has gone since holds nothing.
            let bytes = fs::read(&path).unwrap_or_default();
            if !proof && bytes.windows(words.len()).any(|it| it == words.as_bytes()) {
                found.push(path);
            }
        }
    }
    found
}

#[tokio::test]
async fn messages_are_entered_proven_and_taken_back_on_synapse() {
    entered_proven_and_taken_back(Kind::Synapse, false).await;
}

#[tokio::test]
async fn messages_are_entered_proven_and_taken_back_on_dendrite() {
    entered_proven_and_taken_back(Kind::Dendrite, false).await;
}

#[tokio::test]
async fn so_they_are_though_the_node_is_killed_between_any_two_steps() {
    entered_proven_and_taken_back(Kind::Synapse, true).await;
}

#[tokio::test]
async fn another_node_is_the_witness_of_what_the_log_says() {
    let mut town = Town::start(Kind::Synapse, false).await;
    let said = town.clara.say(&town.square, "Первое слово").await;
    town.enter(&said, "Первое слово").await;
    let log = town.log().await;
    let key = get(&format!("{log}/key")).await.trim().to_owned();
    let seen = town.path("seen");
    fs::write(&seen, get(&format!("{log}/checkpoint")).await).expect("written");

    // A node of another server, which nobody's homeserver is needed for.
    let directory = place::directory("witness");
    let elsewhere = Address {
        server_name: "witness.test".to_owned(),
        ..Address::alone()
    };
    let setup = Setup::init_in(directory.path(), &elsewhere, None);
    configure(&setup, &format!("witness_for = [{key:?}]"));
    let witness = Secta::launch(&Arc::new(setup), &[]);
    let url = format!("{}/_secta/v1/witness", witness.setup().url());
    let witness_key = get(&format!("{url}/key")).await.trim().to_owned();
    assert!(
        witness_key.starts_with("witness.test/witness+"),
        "{witness_key}"
    );

    let at = format!("{url} {witness_key}");
    configure(town.world.setup(), &format!("witnesses = [{at:?}]"));
    town.world.secta.kill9();
    town.world.secta.restart();
    let cosigned = async |town: &Town, size: &str| {
        wait::until("the cosignature", wait::SOON, async || {
            let checkpoint = get(&format!("{}/checkpoint", town.log().await)).await;
            let cosigned = checkpoint.contains("— witness.test/witness ");
            (cosigned && checkpoint.lines().nth(1) == Some(size)).then_some(())
        })
        .await;
    };
    cosigned(&town, "1").await;
    let said = town.clara.say(&town.square, "Второе слово").await;
    town.enter(&said, "Второе слово").await;
    cosigned(&town, "2").await;

    // The proof says that the witness has seen it, and whoever asks for one is content.
    let proof = town.proof(2, "witnessed.tlog-proof").await;
    let arguments = ["chronicle", "verify", &proof, "--key", &key, "--witness"];
    let with = |witness: &str| {
        let more = [witness, "--quorum", "1"];
        town.runs(&[&arguments[..], &more].concat())
    };
    let (good, told) = with(&witness_key);
    assert!(good && told.contains("witness.test"), "{told}");
    let stranger = witness_key.replacen("witness.test", "stranger.test", 1);
    assert!(!with(&stranger).0, "another name has another key");
    let (accepted, said) = go_says(&log, &key, &seen);
    assert!(accepted && said.starts_with("accepted: 2 "), "{said}");
}

#[tokio::test]
async fn a_post_is_entered_with_its_author_and_withdrawn_with_the_post() {
    let town = Town::start(Kind::Synapse, false).await;
    let post = hears(&town.anna, &town.stream, "Меня зовут clara").await;
    let asked = reply(&town.anna, &town.stream, post.id(), "!в летопись").await;
    let told = town
        .anna
        .wait_for_answer(&town.stream, &asked, wait::SOON)
        .await;
    assert!(
        told.body().contains(town.clara.user_id()),
        "{}",
        told.body()
    );
    town.boris.react(&town.stream, told.id(), "📜").await;
    let copy = hears(&town.boris, &town.chronicle, "Меня зовут clara").await;
    assert!(
        copy.body().contains(town.clara.user_id()),
        "{}",
        copy.body()
    );

    let link = format!("https://matrix.to/#/{}/{}", town.stream, post.id());
    let chat = town.world.room(&[&town.clara]).await;
    town.clara.say(&chat, &format!("!отозвать {link}")).await;
    let path = format!(
        "/rooms/{}/event/{}",
        quote(&town.chronicle),
        quote(copy.id())
    );
    wait::until("a redaction", wait::SOON, async || {
        let event = town.anna.call(Method::GET, &path, &Value::Null).await;
        event["content"].get("body").is_none().then_some(())
    })
    .await;

    // From the twilight nothing is entered.
    let zoe = town.world.member("zoe").await;
    let chat = town.world.room(&[&zoe]).await;
    zoe.say(&chat, "!вступить Поляна").await;
    let porch = zoe.follow_invitation("Предбанник · Поляна").await;
    zoe.say(&porch, "!пост Ещё не решено").await;
    let twilight = &town.twilight;
    let waiting = hears(&town.anna, twilight, "Ещё не решено").await;
    let asked = reply(&town.anna, twilight, waiting.id(), "!в летопись").await;
    let told = town
        .anna
        .wait_for_answer(twilight, &asked, wait::SOON)
        .await;
    assert!(told.body().contains("Из Сумерек"), "{}", told.body());
}
