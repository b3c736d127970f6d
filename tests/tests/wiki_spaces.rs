//! Private spaces of the wiki, through the command line of their members and a node that keeps them: apart and together,
//! with one who is removed, and without a word in the node's files.

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    time::Duration,
};

use secta_tests::{
    event::Event,
    homeserver::{Kind, http},
    member::Member,
    place, process, wait,
    world::{Database, World},
};
use serde_json::{Value, json};
use tempfile::TempDir;

const SPACE: &str = "Сад за стеной";
const RECIPE: &str = "Чабрец\n\nвода\n\nмёд\n";

/// A member at their own machine, signed in on the site.
struct Gardener {
    machine: TempDir,
    site: String,
    token: String,
}

impl Gardener {
    /// Signs in with a code that comes in the porch, and makes a key; tells its public part.
    async fn comes(world: &World, who: &Neighbour) -> (Self, String) {
        let (member, porch) = (&who.member, &who.porch);
        let site = world.secta.site();
        let wanted = json!({ "user": member.user_id() });
        let attempt = posted(&site, "sign-in", &wanted).await["attempt"].clone();
        let look = |event: &Event| {
            let (_, after) = event.body().split_once("Код для входа на сайт: ")?;
            Some(after.lines().next()?.trim_matches(['*', ' ']).to_owned())
        };
        let code = member.wait_for(porch, "a code", wait::SOON, look).await;
        let sent = json!({ "attempt": attempt, "code": code });
        let secret = posted(&site, "sign-in/code", &sent).await["secret"].clone();
        let gardener = Self {
            machine: place::directory("gardener"),
            site,
            token: secret.as_str().expect("a session").to_owned(),
        };
        let key = gardener.does(&["key", "new"]);
        (gardener, key.trim().to_owned())
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(place::binary());
        process::clean(&mut command)
            .arg("wiki")
            .args(arguments)
            .current_dir(self.machine.path())
            .env("XDG_DATA_HOME", self.machine.path())
            .env("XDG_CONFIG_HOME", self.machine.path())
            .env("SECTA_SITE_TOKEN", &self.token)
            .env("LANG", "en_GB.UTF-8")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    /// Runs a command to its end; what it says.
    fn does(&self, arguments: &[&str]) -> String {
        let output = self.command(arguments).output().expect("it starts");
        assert!(output.status.success(), "{arguments:?}: {output:?}");
        String::from_utf8(output.stdout).expect("text")
    }

    /// Runs a command that fails; why.
    fn fails(&self, arguments: &[&str]) -> String {
        let output = self.command(arguments).output().expect("it starts");
        assert!(!output.status.success(), "{arguments:?}: {output:?}");
        String::from_utf8(output.stderr).expect("text")
    }

    /// Writes a text with `edit` or `resolve`.
    fn writes(&self, how: &str, title: &str, text: &str) -> Output {
        let mut command = self.command(&[how, title]);
        let mut child = command.stdin(Stdio::piped()).spawn().expect("it starts");
        let mut input = child.stdin.take().expect("an input");
        input.write_all(text.as_bytes()).expect("it reads");
        drop(input);
        let output = child.wait_with_output().expect("it ends");
        assert!(output.status.success(), "{how} {title}: {output:?}");
        output
    }

    fn syncs(&self) -> String {
        self.does(&["sync"])
    }

    fn reads(&self, title: &str) -> String {
        self.does(&["show", title])
    }
}

async fn posted(site: &str, path: &str, body: &Value) -> Value {
    let url = format!("{site}/api/v1/{path}");
    let answer = http().post(url).json(body).send().await;
    let answer = answer.expect("the site answers");
    assert!(answer.status().is_success(), "{path}: {}", answer.status());
    answer.json().await.expect("JSON")
}

/// A member of the community, with the rooms in which they talk to it.
struct Neighbour {
    member: Member,
    porch: String,
    twilight: String,
}

/// Founds «Поляна», and is trusted.
async fn founder(world: &World) -> Neighbour {
    let member = world.member("anna").await;
    let chat = world.room(&[&member]).await;
    member.say(&chat, "!община создать Поляна").await;
    member.follow_invitation("Поляна").await;
    let porch = member.follow_invitation("Предбанник · Поляна").await;
    member.say(&porch, "!пост Здравствуйте, люди").await;
    trusted(member, porch).await
}

/// Somebody whom all the others make trusted.
async fn admitted(world: &World, name: &str, voters: &[&Neighbour]) -> Neighbour {
    let member = world.member(name).await;
    let chat = world.room(&[&member]).await;
    member.say(&chat, "!вступить Поляна").await;
    let porch = member.follow_invitation("Предбанник · Поляна").await;
    let post = format!("Меня зовут {name}");
    member.say(&porch, &format!("!пост {post}")).await;
    for voter in voters {
        let (one, twilight) = (&voter.member, &voter.twilight);
        let look = |event: &Event| {
            let found = event.sender() != one.user_id() && event.body().contains(&post);
            found.then(|| event.id().to_owned())
        };
        let seen = one.wait_for(twilight, &post, wait::SOON, look).await;
        one.react(twilight, &seen, "👍").await;
    }
    trusted(member, porch).await
}

async fn trusted(member: Member, porch: String) -> Neighbour {
    let twilight = member.follow_invitation("Сумерки · Поляна").await;
    Neighbour {
        member,
        porch,
        twilight,
    }
}

/// The files below a folder in which these words stand.
fn files_with(folder: &Path, words: &str) -> Vec<PathBuf> {
    let (mut found, mut folders) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let bytes = fs::read(&path).unwrap_or_default();
            let needle = words.as_bytes();
            if bytes.windows(needle.len()).any(|part| part == needle) {
                found.push(path);
            }
        }
    }
    found
}

#[tokio::test]
async fn members_share_a_wiki_that_the_node_cannot_read() {
    let mut world = World::start(Kind::Synapse, Database::Sqlite).await;
    let first = founder(&world).await;
    let second = admitted(&world, "boris", &[&first]).await;
    let (anna, _) = Gardener::comes(&world, &first).await;
    let (boris, boris_key) = Gardener::comes(&world, &second).await;

    let space = together(&anna, &boris, &boris_key);
    apart(&anna, &boris);
    let third = admitted(&world, "vera", &[&first, &second]).await;
    let (vera, vera_key) = Gardener::comes(&world, &third).await;
    removed(&anna, &boris, (&vera, &vera_key), &space);
    renamed(&anna, &vera);
    killed(&anna);
    anna.syncs();

    world.secta.kill9();
    nothing_in_the_clear(&world, [&anna, &boris, &vera]);
    world.secta.restart();
    world.secta.until_ready().await;
    let again = Gardener {
        machine: place::directory("gardener"),
        site: vera.site.clone(),
        token: vera.token.clone(),
    };
    let folder = again.machine.path().join("secta/wiki");
    fs::create_dir_all(&folder).expect("a folder");
    let key = vera.machine.path().join("secta/wiki/key");
    fs::copy(key, folder.join("key")).expect("the key is copied");
    again.does(&["join", &space, "--at", &again.site]);
    assert_eq!(again.does(&["list"]), vera_after(&vera), "nothing was lost");
}

fn vera_after(vera: &Gardener) -> String {
    vera.syncs();
    vera.does(&["list"])
}

/// A space is founded, a page written, and somebody added who reads it.
fn together(anna: &Gardener, boris: &Gardener, key: &str) -> String {
    let new = [
        "space",
        "new",
        SPACE,
        "--at",
        &anna.site,
        "--as",
        "Садовница",
    ];
    let told = anna.does(&new);
    let id = told.split_whitespace().find(|word| word.len() == 64);
    let id = id.expect("the space's id").to_owned();
    anna.writes("edit", "Травяной сбор", RECIPE);
    anna.does(&["space", "add", key, "--name", "Ключник"]);
    assert!(anna.syncs().contains("sent 2"));
    boris.does(&["join", &id, "--at", &boris.site]);
    assert_eq!(boris.reads("травяной СБОР"), RECIPE);
    assert!(boris.does(&["spaces"]).contains(SPACE));
    assert!(boris.does(&["space", "members"]).contains("Садовница"));
    let history = boris.does(&["history", "Травяной сбор"]);
    assert!(history.contains("Садовница"), "{history}");
    id
}

/// Two write at once without the net: other lines flow together, the same line is kept twice until it is settled.
fn apart(anna: &Gardener, boris: &Gardener) {
    let title = "Травяной сбор";
    anna.writes("edit", title, &RECIPE.replace("Чабрец", "Чабрец и мята"));
    boris.writes("edit", title, &RECIPE.replace("мёд", "мёд и лимон"));
    for one in [anna, boris, anna] {
        one.syncs();
    }
    let both = "Чабрец и мята\n\nвода\n\nмёд и лимон\n";
    assert_eq!(
        (anna.reads(title), boris.reads(title)),
        (both.into(), both.into())
    );

    anna.writes("edit", title, &both.replace("вода", "вода родниковая"));
    boris.writes("edit", title, &both.replace("вода", "вода дождевая"));
    for one in [anna, boris, anna] {
        one.syncs();
    }
    let marked = anna.reads(title);
    assert_eq!(marked, boris.reads(title));
    for kept in ["<<<<<<<", "родниковая", "=======", "дождевая", ">>>>>>>"] {
        assert!(marked.contains(kept), "{marked}");
    }
    assert!(anna.fails(&["edit", title]).contains("settle"));
    let settled = both.replace("вода", "любая вода");
    boris.writes("resolve", title, &settled);
    boris.syncs();
    anna.syncs();
    assert_eq!(
        (anna.reads(title), boris.reads(title)),
        (settled.clone(), settled)
    );
}

/// One comes and reads all; one is removed, and reads what was, and nothing more.
fn removed(anna: &Gardener, boris: &Gardener, (vera, key): (&Gardener, &str), space: &str) {
    anna.does(&["space", "add", key, "--name", "Пришедшая"]);
    let told = anna.does(&["space", "remove", "Ключник"]);
    assert!(told.contains("keep"), "{told}");
    boris.writes("edit", "Черновик", "не успел\n");
    anna.syncs();
    anna.writes("edit", "Тайник", "под третьей яблоней\n");
    anna.syncs();
    let told = boris.fails(&["sync"]);
    assert!(told.contains("no member"), "{told}");
    assert!(boris.fails(&["show", "Тайник"]).contains("no page"));
    assert!(boris.reads("Травяной сбор").contains("любая вода"));
    vera.does(&["join", space, "--at", &vera.site]);
    assert_eq!(vera.reads("Тайник"), "под третьей яблоней\n");
    assert!(vera.reads("Травяной сбор").contains("любая вода"));
    assert!(vera.fails(&["show", "Черновик"]).contains("no page"));
    let found = vera.does(&["search", "яблоней"]);
    assert!(found.contains("Тайник"), "{found}");
}

/// Pages are renamed, deleted and brought back, imported and exported.
fn renamed(anna: &Gardener, vera: &Gardener) {
    anna.does(&["rename", "Тайник", "Клад"]);
    anna.syncs();
    vera.syncs();
    assert!(vera.reads("Тайник").contains("Клад"));
    assert_eq!(vera.reads("Клад"), "под третьей яблоней\n");
    let history = vera.does(&["history", "Клад"]);
    let first = history.lines().last().expect("a revision");
    let revision = first.split_whitespace().next().expect("its name");
    vera.does(&["delete", "Клад"]);
    vera.fails(&["show", "Клад"]);
    vera.does(&["revert", "Клад", revision]);
    assert_eq!(vera.reads("Клад"), "под третьей яблоней\n");
    vera.does(&["export", "out"]);
    let file = vera.machine.path().join("out/Клад.md");
    assert_eq!(
        fs::read_to_string(&file).expect("a file"),
        "под третьей яблоней\n"
    );
    fs::write(&file, "перепрятано\n").expect("written");
    assert!(vera.does(&["import", "out"]).contains("written: 1"));
    fs::remove_dir_all(vera.machine.path().join("out")).expect("taken away");
    assert!(vera.does(&["diff", "Клад"]).contains("+перепрятано"));
    vera.syncs();
    anna.syncs();
    assert_eq!(anna.reads("Клад"), "перепрятано\n");
}

/// Whatever `edit` has said to be kept is kept, whenever the process is killed.
fn killed(anna: &Gardener) {
    let mut kept = Vec::new();
    for n in 0..40_u32 {
        let title = format!("Грядка {n}");
        let mut command = anna.command(&["edit", &title]);
        let mut child = command.stdin(Stdio::piped()).spawn().expect("it starts");
        let mut input = child.stdin.take().expect("an input");
        input.write_all(title.as_bytes()).ok();
        drop(input);
        std::thread::sleep(Duration::from_millis(u64::from(n) * 7));
        child.kill().ok();
        let output = child.wait_with_output().expect("it ends");
        if String::from_utf8_lossy(&output.stdout).contains("is kept") {
            kept.push(title);
        }
    }
    let list = anna.does(&["list"]);
    for title in &kept {
        let there = list.lines().any(|line| line == title);
        assert!(there, "{title} was kept and is lost");
    }
    assert!(!kept.is_empty(), "none came so far");
}

/// Neither the node nor the members' copies hold a word, a title or a name.
fn nothing_in_the_clear(world: &World, members: [&Gardener; 3]) {
    let node = world.setup().directory().to_path_buf();
    let mut folders = vec![node.clone()];
    folders.extend(members.map(|one| one.machine.path().to_path_buf()));
    for folder in folders {
        for words in [
            SPACE,
            "Травяной",
            "яблоней",
            "родниковая",
            "Садовница",
            "Ключник",
            "Тайник",
            "Клад",
            "Грядка",
            "перепрятано",
            "не успел",
        ] {
            let found = files_with(&folder, words);
            assert!(found.is_empty(), "{words} stands in {found:?}");
        }
    }
    let kept = fs::metadata(node.join("secta-data/spaces.sqlite"));
    assert!(kept.expect("the node's file of spaces").len() > 0);
}
