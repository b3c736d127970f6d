//! The archive: what is said `!запомни` to becomes a note in Git, and what people change there comes back.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use secta_tests::{
    encrypted::EncryptedMember,
    event::Event,
    homeserver::{Address, Kind, http},
    member::Member,
    place,
    secta::Setup,
    wait,
    world::{Database, World},
};
use serde_json::{Value, json};

/// Members here ask more often than people do.
fn eager(setup: &mut Setup) {
    setup.set("SECTA_LIMITS_COMMANDS_PER_MINUTE", "6000");
    setup.set("SECTA_LIMITS_BURST", "1000");
}

async fn world(kind: Kind) -> World {
    World::start_with(kind, Database::Sqlite, Address::alone(), eager).await
}

/// Runs Git in a folder; gives what it says.
fn git(folder: &Path, arguments: &[&str]) -> String {
    let output = Command::new("git")
        .args([
            "-c",
            "user.name=Вера",
            "-c",
            "user.email=vera@example.org",
            "-c",
            "core.quotePath=false",
        ])
        .args(arguments)
        .current_dir(folder)
        .output()
        .expect("git starts");
    assert!(output.status.success(), "git {arguments:?}: {output:?}");
    String::from_utf8(output.stdout).expect("text")
}

/// The one vault of a node.
fn vault(world: &World) -> PathBuf {
    let vaults = world.setup().directory().join("secta-data/vaults");
    let mut folders = fs::read_dir(vaults)
        .expect("vaults")
        .map(|entry| entry.expect("an entry").path());
    let vault = folders.next().expect("a vault");
    assert!(folders.next().is_none(), "one vault");
    vault
}

async fn answer(member: &Member, room: &str, text: &str) -> String {
    let asked = member.say(room, text).await;
    member
        .wait_for_answer(room, &asked, wait::SOON)
        .await
        .body()
        .to_owned()
}

/// Says something in reply to a message; gives the bot's answer.
async fn reply(member: &Member, room: &str, to: &str, text: &str) -> String {
    let content = json!({
        "msgtype": "m.text", "body": text, "m.relates_to": { "m.in_reply_to": { "event_id": to } },
    });
    let asked = member.send(room, "m.room.message", &content).await;
    member
        .wait_for_answer(room, &asked, wait::SOON)
        .await
        .body()
        .to_owned()
}

async fn upload(world: &World, member: &Member, room: &str, bytes: &[u8]) -> String {
    let url = format!(
        "{}/_matrix/media/v3/upload",
        world.homeserver.address().url()
    );
    let request = http()
        .post(url)
        .header("content-type", "image/png")
        .bearer_auth(member.token());
    let answer = request
        .body(bytes.to_vec())
        .send()
        .await
        .expect("an answer");
    let answer: Value = answer.json().await.expect("JSON");
    let content = json!({
        "msgtype": "m.image", "body": "Мята на балконе", "filename": "../../мята.png", "url": answer["content_uri"],
        "info": { "mimetype": "image/png", "size": bytes.len() },
    });
    member.send(room, "m.room.message", &content).await
}

async fn notes_are_made(kind: Kind) {
    let world = world(kind).await;
    let (anna, boris) = (world.member("anna").await, world.member("boris").await);
    let room = world.room(&[&anna, &boris]).await;
    let said = json!({
        "msgtype": "m.text", "body": "Как сушить мяту: в тени, неделю", "format": "org.matrix.custom.html",
        "formatted_body": "<p>Как сушить <strong>мяту</strong>:</p><ul><li>в тени</li><li><code>7 дней</code></li></ul>",
    });
    let said = anna.send(&room, "m.room.message", &said).await;
    let told = reply(&boris, &room, &said, "!запомни рецепты/мята #чай #травы").await;
    assert!(told.contains("рецепты/мята.md"), "{told}");
    let vault = vault(&world);
    let note = fs::read_to_string(vault.join("рецепты/мята.md")).expect("the note");
    for part in [
        "author_id: ",
        "@anna:",
        "травы",
        said.as_str(),
        "**мяту**",
        "- в тени",
        "`7 дней`",
    ] {
        assert!(note.contains(part), "{part}: {note}");
    }
    let log = git(&vault, &["log", "-1", "--format=%an %ae"]);
    assert!(log.contains("boris"), "who said !запомни made it: {log}");
    assert!(
        reply(&anna, &room, &said, "!запомни")
            .await
            .contains("уже в заметке")
    );

    // A thread's note grows.
    let root = anna.say(&room, "Когда пьём чай?").await;
    boris.say_in_thread(&room, &root, "В субботу").await;
    let asked = anna.say_in_thread(&room, &root, "!запомни").await;
    let told = anna.wait_for_answer(&room, &asked, wait::SOON).await;
    assert!(told.body().contains("Когда пьём чай"), "{}", told.body());
    boris.say_in_thread(&room, &root, "В пять").await;
    let asked = anna.say_in_thread(&room, &root, "!запомни").await;
    let told = anna.wait_for_answer(&room, &asked, wait::SOON).await;
    assert!(told.body().contains("1 сообщение"), "{}", told.body());
    let thread = fs::read_to_string(vault.join("Когда пьём чай.md"));
    let thread = thread
        .or_else(|_| fs::read_to_string(vault.join("Когда пьём чай？.md")))
        .expect("the thread's note");
    let places: Vec<_> = ["Когда пьём чай?", "В субботу", "В пять"]
        .iter()
        .map(|text| thread.find(text))
        .collect();
    assert!(
        places.iter().all(Option::is_some) && places.is_sorted(),
        "{thread}"
    );
    assert!(!thread.contains("!запомни"), "{thread}");

    // Files lie beside, whatever their names.
    let image = upload(&world, &anna, &room, b"\x89PNG not really").await;
    let told = reply(&anna, &room, &image, "!запомни").await;
    assert!(told.contains("Мята на балконе"), "{told}");
    let names = git(&vault, &["ls-files"]);
    let file = names
        .lines()
        .find(|name| name.starts_with("вложения/"))
        .expect("the file");
    assert_eq!(
        fs::read(vault.join(file)).expect("the file"),
        b"\x89PNG not really"
    );

    assert!(
        answer(&boris, &room, "!вспомни сушить траву")
            .await
            .contains("рецепты/мята")
    );
    assert!(
        answer(&boris, &room, "!заметки #чай")
            .await
            .contains("Заметок: 1")
    );
    assert!(
        answer(&boris, &room, "!вспомни пасека")
            .await
            .contains("нет заметок")
    );
    assert!(
        answer(&anna, &room, "!запомни ---\nevil: true\n---\nтекст")
            .await
            .contains("Запомнил")
    );

    // What is redacted leaves its note, and what was never there cannot be saved.
    anna.redact(&room, &said).await;
    wait::until("the words to leave the note", wait::SOON, async || {
        let note = fs::read_to_string(vault.join("рецепты/мята.md")).ok()?;
        (!note.contains("в тени")).then_some(())
    })
    .await;
    assert!(
        reply(&boris, &room, &said, "!запомни другое")
            .await
            .contains("сообщения нет")
    );
    git(&vault, &["fsck", "--strict", "--full"]);
    assert_eq!(git(&vault, &["status", "--porcelain"]), "");
    let replayed = world.setup().output(&["replay", "--check"]);
    assert!(replayed.status.success(), "{replayed:?}");
}

#[tokio::test]
async fn what_is_remembered_on_synapse_becomes_notes() {
    notes_are_made(Kind::Synapse).await;
}

#[tokio::test]
async fn what_is_remembered_on_dendrite_becomes_notes() {
    notes_are_made(Kind::Dendrite).await;
}

/// Waits until a note says this, and no longer that.
async fn until_noted(note: &Path, says: &str, not: &str) -> String {
    let what = format!("{} to say {says:?}", note.display());
    wait::until(&what, wait::SOON, async || {
        let text = fs::read_to_string(note).ok()?;
        (text.contains(says) && !text.contains(not)).then_some(text)
    })
    .await
}

async fn notes_follow_edits(kind: Kind) {
    let mut world = world(kind).await;
    let (anna, boris) = (world.member("anna").await, world.member("boris").await);
    let room = world.room(&[&anna, &boris]).await;
    let said = anna.say(&room, "Чай пьём в пять").await;
    reply(&boris, &room, &said, "!запомни чаепитие").await;
    let vault = vault(&world);
    let note = vault.join("чаепитие.md");
    until_noted(&note, "в пять", "в шесть").await;

    // What was edited before is saved as it is now.
    let early = anna.say(&room, "Самовар течёт").await;
    anna.edit(&room, &early, "Самовар починен").await;
    reply(&boris, &room, &early, "!запомни самовар").await;
    until_noted(&vault.join("самовар.md"), "починен", "течёт").await;

    // Its author's edit changes the note; somebody else's, which the homeserver takes too, does not.
    boris.edit(&room, &said, "Чай отменяется").await;
    anna.edit(&room, &said, "Чай пьём в шесть").await;
    until_noted(&note, "в шесть", "в пять").await;

    // The message in a thread's note changes where it stands, and the others stay.
    let root = anna.say(&room, "Что взять к чаю?").await;
    let second = boris.say_in_thread(&room, &root, "Баранки").await;
    let third = boris.say_in_thread(&room, &root, "Мёт").await;
    boris.edit(&room, &third, "Мёд").await;
    let asked = anna.say_in_thread(&room, &root, "!запомни к чаю").await;
    anna.wait_for_answer(&room, &asked, wait::SOON).await;
    boris.edit(&room, &second, "Сушки").await;
    let text = until_noted(&vault.join("к чаю.md"), "Сушки", "Баранки").await;
    let places: Vec<_> = ["Что взять", "Сушки", "Мёд"]
        .iter()
        .map(|part| text.find(part))
        .collect();
    assert!(
        places.iter().all(Option::is_some) && places.is_sorted(),
        "{text}"
    );

    // An edit that comes while the node is dead is not missed.
    world.secta.kill9();
    anna.edit(&room, &said, "Чай пьём в семь").await;
    world.secta.restart();
    let text = until_noted(&note, "в семь", "в шесть").await;
    assert!(!text.contains("отменяется"), "{text}");

    // An edited message that is redacted takes all its words along.
    anna.redact(&room, &said).await;
    until_noted(&note, "", "в семь").await;
    let log = git(&vault, &["log", "--format=%an"]);
    assert!(log.contains("anna"), "{log}");
    git(&vault, &["fsck", "--strict", "--full"]);
    let replayed = world.setup().output(&["replay", "--check"]);
    assert!(replayed.status.success(), "{replayed:?}");
}

#[tokio::test]
async fn notes_follow_edits_on_synapse() {
    notes_follow_edits(Kind::Synapse).await;
}

#[tokio::test]
async fn notes_follow_edits_on_dendrite() {
    notes_follow_edits(Kind::Dendrite).await;
}

async fn an_encrypted_chat_is_archived(kind: Kind) {
    let world = world(kind).await;
    let eva = EncryptedMember::register(world.homeserver.address(), "eva").await;
    let chat = eva.open_direct_chat(world.bot()).await;
    let remember = async |event: &str, path: &str| {
        let content = json!({
            "msgtype": "m.text", "body": format!("!запомни {path}"),
            "m.relates_to": { "m.in_reply_to": { "event_id": event } },
        });
        let asked = eva.send(&chat, "m.room.message", content).await;
        eva.wait_for_answer(&chat, &asked).await.body().to_owned()
    };
    let said = eva.say(&chat, "Ключ под ковриком").await;
    let told = remember(&said, "ключ").await;
    assert!(told.contains("Комната зашифрована"), "{told}");
    assert!(!world.setup().directory().join("secta-data/vaults").exists());
    let on = eva.say(&chat, "!архив включить").await;
    let told = eva.wait_for_answer(&chat, &on).await;
    assert!(told.body().contains("Внимание"), "{}", told.body());

    let told = remember(&said, "ключ").await;
    assert!(told.contains("ключ.md"), "{told}");
    let vault = vault(&world);
    let note = vault.join("ключ.md");
    until_noted(&note, "под ковриком", "в сарае").await;
    eva.edit(&chat, &said, "Ключ в сарае").await;
    until_noted(&note, "в сарае", "под ковриком").await;
    let early = eva.say(&chat, "Замок старый").await;
    eva.edit(&chat, &early, "Замок новый").await;
    remember(&early, "замок").await;
    until_noted(&vault.join("замок.md"), "новый", "старый").await;

    // A file lies there as it was before it was encrypted.
    let plan = b"\x89PNG the plan of the shed";
    let image = ("m.image", "план.png", "image/png");
    let image = eva.send_file(&chat, image, plan).await;
    let told = remember(&image, "план").await;
    assert!(
        told.contains("план.md") && !told.contains("Без вложений"),
        "{told}"
    );
    let names = git(&vault, &["ls-files"]);
    let file = names.lines().find(|name| name.ends_with(".png"));
    let file = file.unwrap_or_else(|| panic!("{names}"));
    assert_eq!(fs::read(vault.join(file)).expect("the file"), plan);
    git(&vault, &["fsck", "--strict", "--full"]);
}

#[tokio::test]
async fn an_encrypted_chat_is_archived_only_when_its_member_says_so_on_synapse() {
    an_encrypted_chat_is_archived(Kind::Synapse).await;
}

#[tokio::test]
async fn an_encrypted_chat_is_archived_only_when_its_member_says_so_on_dendrite() {
    an_encrypted_chat_is_archived(Kind::Dendrite).await;
}

#[tokio::test]
async fn a_vault_is_exchanged_with_people() {
    let far = place::directory("far");
    let remote = far.path().to_str().expect("a path").to_owned();
    let settle = |setup: &mut Setup| {
        eager(setup);
        setup.set(
            "SECTA_ARCHIVE_REMOTE",
            &format!("file://{remote}/{{vault}}.git"),
        );
        setup.set("SECTA_ARCHIVE_EVERY_SECONDS", "1");
        setup.set("SECTA_ARCHIVE_PRIVATE", "true");
    };
    let world = World::start_with(Kind::Synapse, Database::Sqlite, Address::alone(), settle).await;
    let anna = world.member("anna").await;
    let room = world.room(&[&anna]).await;
    assert!(
        answer(&anna, &room, "!запомни Чай пьют в субботу")
            .await
            .contains("Запомнил")
    );
    let failed = |event: &Event| event.body().contains("не получается").then_some(());
    anna.wait_for(&room, "the trouble to be told", wait::SOON, failed)
        .await;
    let vault = vault(&world);
    let name = vault
        .file_name()
        .expect("a name")
        .to_str()
        .expect("text")
        .to_owned();
    let bare = far.path().join(format!("{name}.git"));
    git(
        far.path(),
        &[
            "init",
            "--bare",
            "-b",
            "main",
            bare.to_str().expect("a path"),
        ],
    );
    wait::until("the vault to be pushed", wait::SOON, async || {
        bare.join("refs/heads/main").is_file().then_some(())
    })
    .await;

    // Somebody changes a note in Obsidian, and adds one.
    let clone = far.path().join("clone");
    git(
        far.path(),
        &["clone", bare.to_str().expect("a path"), "clone"],
    );
    let note = clone.join("Чай пьют в субботу.md");
    let text = fs::read_to_string(&note).expect("the note");
    fs::write(&note, text.replace("в субботу\n", "в воскресенье\n")).expect("it is written");
    fs::write(clone.join("Самовар.md"), "На дровах\n").expect("it is written");
    git(&clone, &["add", "."]);
    git(&clone, &["commit", "-m", "Правка"]);
    git(&clone, &["push"]);
    let told = |event: &Event| {
        let body = event.body();
        (body.contains("Вера") && body.contains("Самовар.md")).then(|| body.to_owned())
    };
    let body = anna
        .wait_for(&room, "the changes to be told", wait::SOON, told)
        .await;
    assert!(body.contains("+1 −1"), "{body}");
    assert_eq!(
        fs::read_to_string(vault.join("Самовар.md")).expect("the note"),
        "На дровах\n"
    );
    assert!(
        answer(&anna, &room, "!вспомни дрова")
            .await
            .contains("Самовар")
    );
    git(&vault, &["fsck", "--strict", "--full"]);
}

/// Killed again and again while people remember things: every note that was promised is there, once.
#[tokio::test]
async fn the_repository_is_whole_whenever_the_node_dies() {
    let mut world = world(Kind::Synapse).await;
    let anna = world.member("anna").await;
    let room = world.room(&[&anna]).await;
    let mut asked = Vec::new();
    for life in 0..8 {
        for number in 0..3 {
            let text = format!("!запомни Запись жизнь {life} номер {number}");
            asked.push((life, number, anna.say(&room, &text).await));
        }
        if life % 2 == 0 {
            let (_, _, last) = asked.last().expect("it was asked");
            anna.wait_for_answer(&room, last, wait::START).await;
        }
        world.secta.kill9();
        if let Ok(folders) = fs::read_dir(world.setup().directory().join("secta-data/vaults")) {
            for folder in folders {
                git(
                    &folder.expect("an entry").path(),
                    &["fsck", "--strict", "--full"],
                );
            }
        }
        world.secta.restart();
    }
    for (_, _, event) in &asked {
        anna.wait_for_answer(&room, event, wait::START).await;
    }
    let vault = vault(&world);
    for (life, number, _) in asked {
        let names = git(&vault, &["ls-files"]);
        let title = format!("Запись жизнь {life} номер {number}");
        assert_eq!(names.matches(&title).count(), 1, "{title}: {names}");
    }
    let commits = git(&vault, &["log", "--format=%s"]);
    assert_eq!(commits.lines().count(), 24, "{commits}");
    git(&vault, &["fsck", "--strict", "--full"]);
}
