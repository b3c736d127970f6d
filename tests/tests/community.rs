//! A community from its founding to a case, told by ordinary clients. The node is killed between any two steps.

use std::{fs, path::PathBuf};

use reqwest::{Method, StatusCode};
use rusqlite::{Connection, OpenFlags};
use secta_tests::{
    event::Event,
    homeserver::Kind,
    member::{Member, quote},
    wait,
    world::{Database, World},
};
use serde_json::Value;

/// The servers, and what is killed between two steps.
struct Town {
    world: World,
    deaths: bool,
}

/// A member with the private room in which they talk to the bot.
struct Person {
    member: Member,
    chat: String,
}

impl Town {
    async fn start(kind: Kind, deaths: bool) -> Self {
        let world = World::start(kind, Database::Sqlite).await;
        Self { world, deaths }
    }

    async fn person(&self, name: &str) -> Person {
        let member = self.world.member(name).await;
        let chat = self.world.room(&[&member]).await;
        Person { member, chat }
    }

    /// The node dies here and comes back, where the story is one of deaths.
    fn step(&mut self) {
        if self.deaths {
            self.world.secta.kill9();
            self.world.secta.restart();
        }
    }

    fn bot(&self) -> &str {
        self.world.bot()
    }

    /// So many hours pass.
    async fn later(&mut self, hours: u32) {
        self.world.secta.restart_later(hours);
        self.world.secta.until_ready().await;
    }

    /// The files of the node in which these words stand.
    fn files_with(&self, words: &str) -> Vec<PathBuf> {
        let mut folders = vec![self.world.setup().directory().to_path_buf()];
        let mut found = Vec::new();
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).expect("a folder") {
                let path = entry.expect("an entry").path();
                if path.is_dir() {
                    folders.push(path);
                } else if holds(&fs::read(&path).unwrap_or_default(), words.as_bytes()) {
                    // One that has gone since holds nothing.
                    found.push(path);
                }
            }
        }
        found
    }

    /// Waits until no row of the journal holds these words: they go when the redaction comes back; and no other file:
    /// the search's index is written anew a moment later.
    async fn until_erased(&self, words: &str) {
        let path = self.world.setup().directory().join("secta.sqlite");
        let query = "SELECT count(*) FROM journal WHERE instr(body, CAST(?1 AS BLOB)) > 0";
        wait::until("the words to be erased", wait::SOON, async || {
            let database = Connection::open_with_flags(&path, OpenFlags::SQLITE_OPEN_READ_ONLY);
            let rows = database.and_then(|database| {
                database.query_row(query, [words], |row| row.get::<_, i64>(0))
            });
            (rows.expect("the journal") == 0).then_some(())
        })
        .await;
        wait::until("the index to be written anew", wait::SOON, async || {
            let search =
                |path: &PathBuf| path.components().any(|part| part.as_os_str() == "search");
            (!self.files_with(words).iter().any(search)).then_some(())
        })
        .await;
    }

    /// Runs a command of the program; tells whether it went well, and what it said.
    fn runs(&self, arguments: &[&str]) -> (bool, String) {
        let output = self.world.setup().output(arguments);
        let said = [output.stdout, output.stderr].concat();
        (
            output.status.success(),
            String::from_utf8_lossy(&said).into_owned(),
        )
    }

    /// Writes the record to a file and gives its text.
    fn exports(&self) -> String {
        let (written, said) = self.runs(&["export", "record.jsonl"]);
        assert!(written, "{said}");
        let path = self.world.setup().directory().join("record.jsonl");
        fs::read_to_string(path).expect("an export")
    }

    /// Verifies a record that was tampered with, beside the running node.
    fn verifies(&self, record: &str) -> (bool, String) {
        let path = self.world.setup().directory().join("tampered.jsonl");
        fs::write(path, record).expect("written");
        let node = self.world.setup().url();
        self.runs(&["verify", "tampered.jsonl", "--node", &node])
    }
}

impl Person {
    /// Waits until somebody else says something that holds these words; gives the event.
    async fn hears(&self, room: &str, words: &str) -> Event {
        let own = self.member.user_id().to_owned();
        let look = |event: &Event| {
            (event.sender() != own && event.body().contains(words)).then(|| event.clone())
        };
        let what = format!("{words:?}");
        self.member.wait_for(room, &what, wait::SOON, look).await
    }

    /// Waits until somebody says these words again.
    async fn hears_after(&self, room: &str, words: &str, before: &Event) -> Event {
        let look = |event: &Event| {
            (event.id() != before.id() && event.body().contains(words)).then(|| event.clone())
        };
        let what = format!("{words:?} again");
        self.member.wait_for(room, &what, wait::SOON, look).await
    }

    /// Waits until the homeserver shows nothing any more of what an event said.
    async fn until_redacted(&self, room: &str, event: &str) {
        let path = format!("/rooms/{}/event/{}", quote(room), quote(event));
        wait::until("a redaction", wait::SOON, async || {
            let event = self.member.call(Method::GET, &path, &Value::Null).await;
            event["content"].get("body").is_none().then_some(())
        })
        .await;
    }

    /// Founds «Поляна»; gives the porch.
    async fn founds(&self) -> String {
        self.member.say(&self.chat, "!община создать Поляна").await;
        self.hears(&self.chat, "готова").await;
        self.member.follow_invitation("Поляна").await;
        self.member.follow_invitation("Предбанник · Поляна").await
    }

    /// Comes to «Поляна»; gives the porch.
    async fn comes(&self) -> String {
        self.member.say(&self.chat, "!вступить Поляна").await;
        let porch = self.member.follow_invitation("Предбанник · Поляна").await;
        self.hears(&porch, "Здравствуйте").await;
        porch
    }

    /// Whether the homeserver shows them anything that was said in a room.
    async fn may_read(&self, room: &str) -> bool {
        let path = format!("/rooms/{}/messages?dir=b", quote(room));
        let answer = self.member.try_call(Method::GET, &path, &Value::Null).await;
        match answer {
            Ok(page) => {
                let events = page["chunk"].as_array().into_iter().flatten();
                events
                    .into_iter()
                    .any(|event| event["type"] == "m.room.message")
            }
            Err(refusal) => {
                assert_eq!(refusal.status, StatusCode::FORBIDDEN, "{}", refusal.body);
                false
            }
        }
    }
}

fn holds(bytes: &[u8], words: &[u8]) -> bool {
    bytes.windows(words.len()).any(|window| window == words)
}

/// R13: whoever has the record recomputes every decision, and finds what was done to it.
fn the_record_proves_itself(town: &Town, people: &[(&Person, &str)]) {
    let record = town.exports();
    let node = town.world.setup().url();
    let node = node.as_str();
    for arguments in [
        vec!["verify", "record.jsonl"],
        vec!["verify", "record.jsonl", "--node", node],
        vec!["verify", node],
    ] {
        let (good, said) = town.runs(&arguments);
        assert!(good && said.contains("GOOD"), "{arguments:?}: {said}");
        for (person, standing) in people {
            let line = format!("{}: {standing}", person.member.user_id());
            assert!(said.contains(&line), "no {line:?} in\n{said}");
        }
        assert_eq!(said.contains("✓ Поляна"), arguments.last() == Some(&node));
    }
    let (good, json) = town.runs(&["verify", "record.jsonl", "--json"]);
    let json: Value = serde_json::from_str(&json).expect("JSON");
    assert!(good && json["ok"] == true && json["communities"][0]["name"] == "Поляна");

    let lines: Vec<String> = record.lines().map(str::to_owned).collect();
    let with = |change: &dyn Fn(&mut Vec<String>)| {
        let mut lines = lines.clone();
        change(&mut lines);
        lines.join("\n") + "\n"
    };
    let flip = |lines: &mut Vec<String>| {
        lines[4] = lines[4].replacen("\"seq\":4", "\"seq\":5", 1);
    };
    let remove = |lines: &mut Vec<String>| drop(lines.remove(4));
    let swap = |lines: &mut Vec<String>| lines.swap(4, 5);
    let repeat = |lines: &mut Vec<String>| lines.insert(7, lines[4].clone());
    let tampered = [
        (with(&flip), "line 5: the node's signature is wrong"),
        (
            with(&remove),
            "line 5: missing before this line: numbers 4 to 4",
        ),
        (with(&swap), "line 6: out of order"),
        (with(&repeat), "line 8: repeated"),
    ];
    for (record, words) in tampered {
        let (good, said) = town.verifies(&record);
        assert!(!good && said.contains(words), "no {words:?} in\n{said}");
    }
    let older = with(&|lines| lines.truncate(6));
    let (good, said) = town.verifies(&older);
    let ahead = format!("the node is ahead by {} records", lines.len() - 6);
    assert!(good && said.contains(&ahead), "no {ahead:?} in\n{said}");
}

async fn from_founding_to_a_case(kind: Kind, deaths: bool) {
    let mut town = Town::start(kind, deaths).await;
    let anna = town.person("anna").await;
    let porch = anna.founds().await;
    town.step();

    // R2: the founder's first post is out at once and makes them trusted.
    anna.member.say(&porch, "!пост Здравствуйте, люди").await;
    let stream = anna.member.follow_invitation("Поток · Поляна").await;
    let twilight = anna.member.follow_invitation("Сумерки · Поляна").await;
    let council = anna.member.follow_invitation("Совет · Поляна").await;
    anna.hears(&stream, "Здравствуйте, люди").await;
    town.step();

    // R3, R4: a stranger's post waits in the twilight, which they don't see, and one vote is enough now.
    let boris = town.person("boris").await;
    let his_porch = boris.comes().await;
    town.step();
    boris
        .member
        .say(&his_porch, "!пост Я Борис, строю мосты")
        .await;
    let candidate = anna.hears(&twilight, "строю мосты").await;
    assert!(
        candidate.sender().starts_with("@_secta_c_"),
        "{}",
        candidate.sender()
    );
    assert!(
        !boris.may_read(&twilight).await,
        "a ghost sees nothing of the twilight"
    );
    town.step();
    anna.member.react(&twilight, candidate.id(), "👍").await;
    let published = anna.hears(&stream, "строю мосты").await;
    assert_eq!(
        candidate.sender(),
        published.sender(),
        "their puppet says it again"
    );
    boris.hears(&his_porch, "доверенный").await;
    boris.member.follow_invitation("Поток · Поляна").await;
    boris.member.follow_invitation("Совет · Поляна").await;
    town.step();

    // The quest: whoever has gone through it has the sign of joining.
    let vera = town.person("vera").await;
    let her_porch = vera.comes().await;
    vera.hears(&her_porch, "Шаг 1 из 4").await;
    vera.member.say(&her_porch, "!принимаю").await;
    vera.hears(&her_porch, "Шаг 2 из 4").await;
    town.step();
    let profile = "!профиль Часовщик, чиню и продаю";
    vera.member.say(&her_porch, profile).await;
    vera.hears(&her_porch, "Шаг 3 из 4").await;
    vera.member.say(&her_porch, "!дальше").await;
    vera.hears(&her_porch, "Шаг 4 из 4").await;
    vera.member.say(&her_porch, "!пропустить").await;
    vera.hears(&her_porch, "Квест пройден").await;
    town.step();

    // R5: a ghost's comment waits too, and comes out in the post's thread.
    let link = format!("https://matrix.to/#/{stream}/{}", published.id());
    let comment = format!("!комментарий {link} Купите мои часы");
    vera.member.say(&her_porch, &comment).await;
    let waiting = anna.hears(&twilight, "мои часы").await;
    town.step();
    anna.member.react(&twilight, waiting.id(), "💡").await;
    let out = boris.hears(&stream, "мои часы").await;
    assert_eq!(
        out.relates_to(),
        Some(published.id()),
        "it stands in the post's thread"
    );
    boris.member.react(&stream, out.id(), "💡").await;
    vera.hears(&her_porch, "комментатор").await;
    town.step();

    // R8, R10: two moderation votes with arguments hide it and take the word from her.
    anna.member.react(&stream, out.id(), "🔇").await;
    let case = boris.hears(&council, "Дело").await;
    anna.member
        .say_in_thread(&council, case.id(), "Это реклама, а не разговор")
        .await;
    anna.hears(&council, "учтён").await;
    town.step();
    boris.member.react(&council, case.id(), "🔇").await;
    boris
        .member
        .say_in_thread(&council, case.id(), "Согласен, чистый спам")
        .await;
    boris.hears(&council, "лишён слова").await;
    vera.hears(&her_porch, "лишил вас слова").await;
    town.step();

    // R14: why.
    let asked = vera.member.say(&her_porch, "!ранг").await;
    let rank = vera
        .member
        .wait_for_answer(&her_porch, &asked, wait::SOON)
        .await;
    assert!(rank.body().contains("комментатор"), "{}", rank.body());
    let asked = anna.member.say(&porch, "!журнал").await;
    let log = anna
        .member
        .wait_for_answer(&porch, &asked, wait::SOON)
        .await;
    assert!(log.body().contains(vera.member.user_id()), "{}", log.body());

    let muted = (&vera, "muted until");
    the_record_proves_itself(&town, &[(&anna, "active"), (&boris, "active"), muted]);

    // R11: she appeals, and those with a positive index vote.
    let words = "!апелляция Это были часы деда, больше не буду";
    vera.member.say(&her_porch, words).await;
    vera.hears(&her_porch, "Апелляция у совета").await;
    let appeal = boris.hears(&council, "Апелляция").await;
    for voter in [&anna, &boris] {
        voter.member.react(&council, appeal.id(), "👍").await;
    }
    town.step();

    // R6: what waits for 48 hours is gone, here and there.
    let gleb = town.person("gleb").await;
    let gleb_porch = gleb.comes().await;
    let said = gleb.member.say(&gleb_porch, "!пост Мимолётная абракадабра");
    let said = said.await;
    let fleeting = anna.hears(&twilight, "Мимолётная").await;
    assert!(!town.files_with("Мимолётная").is_empty());
    town.later(8 * 24).await;
    gleb.hears(&gleb_porch, "Время вышло").await;
    for (person, room, event) in [
        (&anna, &twilight, fleeting.id()),
        (&gleb, &gleb_porch, said.as_str()),
    ] {
        person.until_redacted(room, event).await;
    }
    vera.hears(&her_porch, "вы снова с нами").await;
    let shown = anna.hears_after(&stream, "мои часы", &out).await;
    assert_eq!(shown.relates_to(), Some(published.id()));

    let asked = vera.member.say(&her_porch, "!профиль").await;
    let profile = vera.member.wait_for_answer(&her_porch, &asked, wait::SOON);
    let profile = profile.await;
    assert!(profile.body().contains("🏅"), "{}", profile.body());

    // Nothing was said twice, whatever died.
    let said = [
        (&twilight, "Я Борис"),
        (&stream, "Я Борис"),
        (&stream, "Купите"),
    ];
    for (room, beginning) in said {
        let history = anna.member.history(room).await;
        let again = history
            .iter()
            .filter(|event| event.body().starts_with(beginning));
        assert!(again.count() <= 1, "{beginning:?} stands twice in {room}");
    }
    let bot = town.bot().to_owned();
    assert!(anna.member.joined(&council).await.contains(&bot));
    town.until_erased("Мимолётная").await;
    let (status, _) = town.world.secta.terminate();
    assert!(status.success(), "it stops cleanly");
    let left = town.files_with("Мимолётная");
    assert!(left.is_empty(), "what was deleted still stands in {left:?}");
    let (same, said) = town.runs(&["replay", "--check"]);
    assert!(same, "{said}");
    town.exports();
    let (good, said) = town.runs(&["verify", "record.jsonl"]);
    assert!(good, "a node that stands still is exported too: {said}");
}

#[tokio::test]
async fn a_community_lives_from_its_founding_to_a_case_on_synapse() {
    from_founding_to_a_case(Kind::Synapse, false).await;
}

#[tokio::test]
async fn a_community_lives_from_its_founding_to_a_case_on_dendrite() {
    from_founding_to_a_case(Kind::Dendrite, false).await;
}

#[tokio::test]
async fn it_lives_though_the_node_is_killed_between_any_two_steps() {
    from_founding_to_a_case(Kind::Synapse, true).await;
}
