//! Search: what was said is found by whoever may read it, and by nobody else.

use std::{fs, sync::Arc};

use reqwest::Method;
use secta_tests::{
    encrypted::EncryptedMember,
    event::Event,
    homeserver::{Address, Homeserver, Kind, Options, http},
    member::{Member, quote},
    postgres::Postgres,
    secta::{Secta, Setup},
    wait,
    world::{self, Database, World},
};
use serde_json::{Value, json};

/// Members here ask more often than people do.
fn eager(setup: &mut Setup) {
    setup.set("SECTA_LIMITS_COMMANDS_PER_MINUTE", "6000");
    setup.set("SECTA_LIMITS_BURST", "1000");
}

async fn world(kind: Kind, database: Database) -> World {
    World::start_with(kind, database, Address::alone(), eager).await
}

/// Asks until the answer is as it should be: the index is a moment behind.
async fn found(member: &Member, room: &str, question: &str, is: impl Fn(&str) -> bool) -> Event {
    wait::until(question, wait::SOON, async || {
        let asked = member.say(room, question).await;
        let answer = member.wait_for_answer(room, &asked, wait::SOON).await;
        is(answer.body()).then_some(answer)
    })
    .await
}

/// A direct chat with the bot.
async fn direct(world: &World, member: &Member) -> String {
    let options = json!({ "is_direct": true, "preset": "trusted_private_chat" });
    let room = member.create_room(options, &[world.bot()]).await;
    member.until_joined(&room, world.bot()).await;
    room
}

async fn is_found_changed_and_taken_back(kind: Kind, database: Database) {
    let world = world(kind, database).await;
    let (anna, boris) = (world.member("anna").await, world.member("boris").await);
    let room = world.room(&[&anna, &boris]).await;
    let said = anna.say(&room, "Привезли липового мёда").await;
    let link = format!("https://matrix.to/#/{room}/{said}");
    let answer = found(&boris, &room, "!найди липовый мед", |text| {
        text.contains("Привезли")
    })
    .await;
    assert!(answer.body().contains(&link), "{}", answer.body());
    assert!(
        answer.content()["formatted_body"]
            .as_str()
            .is_some_and(|html| html.contains("<strong>мёда</strong>"))
    );

    anna.edit(&room, &said, "Привезли гречишного воска").await;
    found(&boris, &room, "!найди воск", |text| {
        text.contains("гречишного")
    })
    .await;
    found(&boris, &room, "!найди липовый", |text| {
        text.contains("ничего не нашлось")
    })
    .await;

    anna.redact(&room, &said).await;
    found(&boris, &room, "!найди гречишный", |text| {
        text.contains("ничего не нашлось")
    })
    .await;
    // The answers that quoted it are gone as well.
    let gone = |event: &Event| (event.id() == answer.id() && event.body().is_empty()).then_some(());
    wait::until("the answer to be redacted", wait::SOON, async || {
        boris.history(&room).await.iter().find_map(gone)
    })
    .await;
    let replayed = world.setup().output(&["replay", "--check"]);
    assert!(replayed.status.success(), "{replayed:?}");
}

#[tokio::test]
async fn what_was_said_is_found_changed_and_taken_back_on_synapse() {
    is_found_changed_and_taken_back(Kind::Synapse, Database::Sqlite).await;
}

#[tokio::test]
async fn what_was_said_is_found_changed_and_taken_back_on_dendrite() {
    is_found_changed_and_taken_back(Kind::Dendrite, Database::Sqlite).await;
}

#[tokio::test]
async fn what_was_said_is_found_changed_and_taken_back_over_postgres() {
    is_found_changed_and_taken_back(Kind::Synapse, Database::Postgres).await;
}

#[tokio::test]
async fn who_is_not_in_a_room_finds_nothing_of_it() {
    let world = world(Kind::Synapse, Database::Sqlite).await;
    let (anna, boris) = (world.member("anna").await, world.member("boris").await);
    let council = world.room(&[&anna]).await;
    let square = world.room(&[&anna, &boris]).await;
    anna.say(&council, "Тайный мёд совета").await;
    anna.say(&square, "Мёд на площади").await;
    let (annas, boriss) = (direct(&world, &anna).await, direct(&world, &boris).await);
    let all = |text: &str| text.contains("Тайный") && text.contains("площади");
    found(&anna, &annas, "!найди мёд", all).await;
    let asked = boris.say(&boriss, "!найди мёд").await;
    let told = boris.wait_for_answer(&boriss, &asked, wait::SOON).await;
    assert!(
        told.body().contains("площади") && !told.body().contains("Тайный"),
        "{}",
        told.body()
    );
    let asked = anna.say(&square, "!найди мёд").await;
    let told = anna.wait_for_answer(&square, &asked, wait::SOON).await;
    assert!(
        !told.body().contains("Тайный"),
        "before others: {}",
        told.body()
    );

    boris.leave(&square).await;
    found(&boris, &boriss, "!найди мёд", |text| {
        text.contains("ничего не нашлось")
    })
    .await;
}

async fn the_past_is_read(kind: Kind) {
    let address = Address::alone();
    let mut setup = Setup::init(&address, None);
    eager(&mut setup);
    let setup = Arc::new(setup);
    let options = Options {
        address,
        registrations: vec![setup.registration()],
    };
    let homeserver = Homeserver::start(kind, options).await;
    let anna = Member::register(homeserver.address(), "anna").await;
    let room = anna.create_room(json!({ "name": "Площадь" }), &[]).await;
    anna.say(&room, "Самый первый мёд").await;
    for number in 0..130 {
        anna.say(&room, &format!("разговор {number}")).await;
    }
    let mut secta = Secta::start(&setup).await;
    anna.invite(&room, setup.bot()).await;
    let told = |event: &Event| {
        event
            .body()
            .contains("История комнаты прочитана: 131")
            .then_some(())
    };
    anna.wait_for(&room, "the past to be read", wait::START, told)
        .await;
    found(&anna, &room, "!найди первый мёд", |text| {
        text.contains("Самый первый мёд")
    })
    .await;

    // Killed and started again it goes on; without its folder the index is made anew.
    anna.say(&room, "Мёд перед смертью").await;
    secta.kill9();
    secta.restart();
    secta.until_ready().await;
    found(
        &anna,
        &room,
        "!найди перед смертью",
        |text| text.contains("Мёд перед смертью"),
    )
    .await;
    secta.kill9();
    fs::remove_dir_all(setup.directory().join("secta-data/search")).expect("the index is there");
    secta.restart();
    secta.until_ready().await;
    let both = |text: &str| text.contains("Самый первый") && text.contains("перед смертью");
    found(&anna, &room, "!найди мёд", both).await;

    let mut reindex = setup.command(&["reindex"]);
    reindex.env(
        "SECTA_OPERATING_LISTEN",
        secta.operating().replace("http://", ""),
    );
    let output = tokio::task::spawn_blocking(move || reindex.output())
        .await
        .expect("it runs")
        .expect("it starts");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        output.status.success() && text.contains("made anew"),
        "{output:?}"
    );
    found(&anna, &room, "!найди мёд", both).await;
}

#[tokio::test]
async fn what_was_before_the_bot_is_read_on_synapse_and_kept_over_deaths() {
    the_past_is_read(Kind::Synapse).await;
}

#[tokio::test]
async fn what_was_before_the_bot_is_read_on_dendrite_and_kept_over_deaths() {
    the_past_is_read(Kind::Dendrite).await;
}

/// Uploads a file and says it.
async fn upload(world: &World, member: &Member, room: &str, file: (&str, &str, Vec<u8>)) {
    let (name, mime, bytes) = file;
    let size = bytes.len();
    let url = format!(
        "{}/_matrix/media/v3/upload",
        world.homeserver.address().url()
    );
    let request = http()
        .post(url)
        .query(&[("filename", name)])
        .header("content-type", mime)
        .bearer_auth(member.token())
        .body(bytes);
    let answer: Value = request
        .send()
        .await
        .expect("an answer")
        .json()
        .await
        .expect("JSON");
    let content = json!({
        "msgtype": "m.file", "body": name, "filename": name, "url": answer["content_uri"],
        "info": { "mimetype": mime, "size": size },
    });
    member.send(room, "m.room.message", &content).await;
}

/// A PDF of one page that says a text of Latin letters.
fn pdf(text: &str) -> Vec<u8> {
    let stream = format!("BT /F1 24 Tf 72 700 Td ({text}) Tj ET");
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R \
         /Resources << /Font << /F1 5 0 R >> >> >>"
            .to_owned(),
        format!(
            "<< /Length {} >>\nstream\n{stream}\nendstream",
            stream.len()
        ),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
            .to_owned(),
    ];
    let mut pdf = "%PDF-1.4\n".to_owned();
    let mut places = Vec::new();
    for (index, object) in objects.iter().enumerate() {
        places.push(pdf.len());
        pdf.push_str(&format!("{} 0 obj\n{object}\nendobj\n", index + 1));
    }
    let table = pdf.len();
    pdf.push_str(&format!(
        "xref\n0 {}\n0000000000 65535 f \n",
        objects.len() + 1
    ));
    for place in places {
        pdf.push_str(&format!("{place:010} 00000 n \n"));
    }
    pdf.push_str(&format!(
        "trailer << /Size {} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n",
        objects.len() + 1
    ));
    pdf.into_bytes()
}

async fn files_are_found(kind: Kind) {
    let world = world(kind, Database::Sqlite).await;
    let anna = world.member("anna").await;
    let room = world.room(&[&anna]).await;
    let windows = [0xCF, 0xF7, 0xE5, 0xEB, 0xFB]; // «Пчелы», as Windows has it
    upload(
        &world,
        &anna,
        &room,
        ("устав.txt", "text/plain", "Ульи и соты".into()),
    )
    .await;
    upload(
        &world,
        &anna,
        &room,
        ("old.txt", "text/plain", windows.to_vec()),
    )
    .await;
    upload(
        &world,
        &anna,
        &room,
        ("plan.pdf", "application/pdf", pdf("Linden blossoms")),
    )
    .await;
    upload(
        &world,
        &anna,
        &room,
        (
            "broken.pdf",
            "application/pdf",
            b"%PDF-1.4 nothing".to_vec(),
        ),
    )
    .await;
    found(
        &anna,
        &room,
        "!найди устав тип:файл",
        |text| text.contains("устав.txt"),
    )
    .await;
    found(&anna, &room, "!найди улей", |text| {
        text.contains("устав.txt")
    })
    .await;
    found(&anna, &room, "!найди пчела", |text| {
        text.contains("old.txt")
    })
    .await;
    found(&anna, &room, "!find linden blossom", |text| {
        text.contains("plan.pdf")
    })
    .await;
    found(&anna, &room, "!найди broken", |text| {
        text.contains("broken.pdf")
    })
    .await;
}

#[tokio::test]
async fn what_stands_in_files_is_found_on_synapse() {
    files_are_found(Kind::Synapse).await;
}

#[tokio::test]
async fn what_stands_in_files_is_found_on_dendrite() {
    files_are_found(Kind::Dendrite).await;
}

#[tokio::test]
async fn an_encrypted_chat_is_searched_only_when_its_member_says_so() {
    let world = world(Kind::Synapse, Database::Sqlite).await;
    let eva = EncryptedMember::register(world.homeserver.address(), "eva").await;
    let chat = eva.open_direct_chat(world.bot()).await;
    eva.say(&chat, "Тайный мёд").await;
    let asked = eva.say(&chat, "!найди мёд").await;
    let told = eva.wait_for_answer(&chat, &asked).await;
    assert!(told.body().contains("ничего не нашлось"), "{}", told.body());
    let on = eva.say(&chat, "!поиск включить").await;
    assert!(
        eva.wait_for_answer(&chat, &on)
            .await
            .body()
            .contains("Внимание")
    );
    eva.say(&chat, "Второй мёд").await;
    wait::until("the message to be found", wait::SOON, async || {
        let asked = eva.say(&chat, "!найди мёд").await;
        let told = eva.wait_for_answer(&chat, &asked).await;
        assert!(!told.body().contains("Тайный"), "{}", told.body());
        told.body().contains("Второй мёд").then_some(())
    })
    .await;
    let file = ("m.file", "пасека.txt", "text/plain");
    eva.send_file(&chat, file, "Липа цветёт в июле".as_bytes())
        .await;
    wait::until(
        "what stands in the file to be found",
        wait::SOON,
        async || {
            let asked = eva.say(&chat, "!найди липы").await;
            let told = eva.wait_for_answer(&chat, &asked).await;
            told.body().contains("пасека.txt").then_some(())
        },
    )
    .await;
    let off = eva.say(&chat, "!поиск выключить").await;
    assert!(
        eva.wait_for_answer(&chat, &off)
            .await
            .body()
            .contains("стирается")
    );
    wait::until("the index to forget it", wait::SOON, async || {
        let mut gone = true;
        for question in ["!найди мёд", "!найди липы"] {
            let asked = eva.say(&chat, question).await;
            let told = eva.wait_for_answer(&chat, &asked).await;
            gone &= told.body().contains("ничего не нашлось");
        }
        gone.then_some(())
    })
    .await;
}

/// Killed again and again while people talk, nothing is missing in the index, and nothing is there twice.
#[tokio::test]
async fn nothing_is_lost_or_doubled_by_deaths() {
    let mut world = world(Kind::Synapse, Database::Sqlite).await;
    let anna = world.member("anna").await;
    let room = world.room(&[&anna]).await;
    for life in 0..6 {
        for number in 0..5 {
            anna.say(&room, &format!("улей жизнь{life} номер{number}"))
                .await;
        }
        world.secta.kill9();
        world.secta.restart();
    }
    world.secta.until_ready().await;
    for life in 0..6 {
        let all =
            |text: &str| (0..5).all(|number| text.matches(&format!("номер{number}")).count() == 1);
        let question = format!("!найди жизнь{life}");
        found(&anna, &room, &question, all).await;
    }
    let path = format!("/rooms/{}/leave", quote(&room));
    anna.call(Method::POST, &path, &json!({})).await;
}

#[tokio::test]
async fn search_runs_in_a_process_of_its_own() {
    let postgres = Postgres::start().await;
    let address = Address::alone();
    let mut setup = Setup::init(&address, Some(&postgres.database("node")));
    eager(&mut setup);
    let homeserver = world::beside(Kind::Synapse, address, &setup).await;
    let setup = Arc::new(setup);
    let others = [
        "gateway",
        "archive",
        "chronicle",
        "community",
        "onboarding",
        "vote",
        "wiki",
    ];
    let mut parts = [
        Secta::launch(&setup, &others),
        Secta::launch(&setup, &["search"]),
    ];
    for part in &parts {
        part.until_ready().await;
    }
    let anna = Member::register(homeserver.address(), "anna").await;
    let room = world::room(setup.bot(), &[&anna]).await;
    let said = anna.say(&room, "Привезли липового мёда").await;
    found(&anna, &room, "!найди липовый мед", |text| {
        text.contains("Привезли")
    })
    .await;

    // What is said while it is away is found when it is back, and nobody else waits for it.
    parts[1].kill9();
    anna.redact(&room, &said).await;
    anna.say(&room, "Остался гречишный воск").await;
    let asked = anna.say(&room, "!голосования").await;
    anna.wait_for_answer(&room, &asked, wait::SOON).await;
    parts[1].restart();
    found(&anna, &room, "!найди воск", |text| {
        text.contains("гречишный")
    })
    .await;
    found(&anna, &room, "!найди липовый", |text| {
        text.contains("ничего не нашлось")
    })
    .await;
}
