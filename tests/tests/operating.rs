//! What an operator sees: health, figures, stopping, the doctor, the proof by replay.

use std::time::Duration;

use secta_tests::{
    homeserver::{Kind, http},
    process, voting, wait,
    world::{Database, World},
};

async fn get(url: String) -> (u16, String) {
    let answer = http().get(url).send().await.expect("an answer");
    (
        answer.status().as_u16(),
        answer.text().await.expect("a text"),
    )
}

#[tokio::test]
async fn health_readiness_and_figures_are_told() {
    let world = World::start(Kind::Synapse, Database::Sqlite).await;
    let operating = world.secta.operating();
    assert_eq!(get(format!("{operating}/health")).await.0, 200);
    assert_eq!(get(format!("{operating}/ready")).await.0, 200);
    let anna = world.member("anna").await;
    let room = world.room(&[&anna]).await;
    let asked = anna.say(&room, "!помощь").await;
    anna.wait_for_answer(&room, &asked, wait::SOON).await;
    let (status, figures) = get(format!("{operating}/metrics")).await;
    assert_eq!(status, 200);
    for name in ["journal", "outbox", "parked", "homeserver"] {
        assert!(figures.contains(name), "no figure of {name}:\n{figures}");
    }
    assert!(figures.trim_end().ends_with("# EOF"), "{figures}");
}

#[tokio::test]
async fn a_word_to_stop_is_heeded_within_five_seconds_and_nothing_is_lost() {
    let mut world = World::start(Kind::Synapse, Database::Sqlite).await;
    let anna = world.member("anna").await;
    let room = world.room(&[&anna]).await;
    let asked = anna.say(&room, "!помощь").await;
    let (status, took) = world.secta.terminate();
    assert!(status.success(), "it stops with success: {status}");
    assert!(took < Duration::from_secs(5), "it took {took:?}");
    world.secta.restart();
    anna.wait_for_answer(&room, &asked, voting::PATIENT).await;
}

#[tokio::test]
async fn the_logs_hold_no_message_and_no_token() {
    let mut world = World::start_with(
        Kind::Synapse,
        Database::Sqlite,
        secta_tests::homeserver::Address::alone(),
        |setup| {
            setup.set("SECTA_OPERATING_LOG", "debug");
        },
    )
    .await;
    let anna = world.member("anna").await;
    let room = world.room(&[&anna]).await;
    let asked = anna
        .say(&room, "!голосуем Сокровенное? | шёпот | крик")
        .await;
    anna.wait_for_poll(&room, "Сокровенное?").await;
    let asked_help = anna.say(&room, "!помощь").await;
    anna.wait_for_answer(&room, &asked_help, wait::SOON).await;
    let log = world.secta.process().log();
    assert!(!log.is_empty() && !asked.is_empty());
    for secret in [
        "Сокровенное",
        "шёпот",
        world.setup().as_token(),
        world.setup().hs_token(),
    ] {
        assert!(!log.contains(secret), "the log holds {secret:?}");
    }
}

#[tokio::test]
async fn the_doctor_finds_nothing_where_all_is_well_and_names_what_is_not() {
    let world = World::start(Kind::Synapse, Database::Sqlite).await;
    let setup = world.setup();
    let well = setup.output(&["check"]);
    let said = |output: &std::process::Output| {
        format!(
            "{}{}",
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        )
    };
    assert!(well.status.success(), "{}", said(&well));
    let mut wrong_token = setup.command(&["check"]);
    wrong_token.env("SECTA_APPSERVICE_AS_TOKEN", "wrong-token-wrong-token");
    let output = wrong_token.output().expect("the program starts");
    assert!(
        !output.status.success() && said(&output).contains("as_token"),
        "{}",
        said(&output)
    );
    let mut absent = setup.command(&["check"]);
    absent.env("SECTA_HOMESERVER_URL", "http://127.0.0.1:9");
    let output = absent.output().expect("the program starts");
    assert!(
        !output.status.success() && said(&output).contains("127.0.0.1:9"),
        "{}",
        said(&output)
    );
}

#[tokio::test]
async fn a_typo_in_the_configuration_is_named_with_its_line() {
    let world = World::start(Kind::Synapse, Database::Sqlite).await;
    let config = world.setup().directory().join("secta.toml");
    let text = std::fs::read_to_string(&config).expect("a configuration");
    std::fs::write(&config, text.replacen("server_name =", "server_nam =", 1))
        .expect("a file that can be written");
    let output = world.setup().output(&["check"]);
    let said = format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(!output.status.success());
    assert!(
        said.contains("server_nam") && said.contains("server_name`") && said.contains("line "),
        "{said}"
    );
}

async fn replay_gives_the_same(database: Database) {
    let mut world = World::start(Kind::Synapse, database).await;
    let anna = world.member("anna").await;
    let boris = world.member("boris").await;
    let room = world.room(&[&anna, &boris]).await;
    voting::vote(world.bot(), &room, &anna, &boris).await;
    anna.say(&room, "!голосуем И ещё? | да | нет").await;
    anna.wait_for_poll(&room, "И ещё?").await;
    world.secta.terminate();
    let told = process::run(
        "secta replay --check",
        &mut world.setup().command(&["replay", "--check"]),
    );
    assert!(!told.is_empty());
}

#[tokio::test]
async fn replaying_the_journal_of_sqlite_gives_every_decision_again() {
    replay_gives_the_same(Database::Sqlite).await;
}

#[tokio::test]
async fn replaying_the_journal_of_postgres_gives_every_decision_again() {
    replay_gives_the_same(Database::Postgres).await;
}

/// `secta community create`, against the running node.
fn create(world: &World, founder: &str, name: &str) -> (bool, String) {
    let arguments = ["community", "create", "--founder", founder, name];
    let listen = world.secta.operating().replace("http://", "");
    let output = world
        .setup()
        .command(&arguments)
        .env("SECTA_OPERATING_LISTEN", listen)
        .env("LC_ALL", "C")
        .output()
        .expect("secta starts");
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8_lossy(&said).into_owned();
    (output.status.success(), said)
}

#[tokio::test]
async fn an_operator_founds_a_community_for_a_member_and_gives_nobody_a_rank() {
    let mut world = World::start(Kind::Synapse, Database::Sqlite).await;
    let (anna, boris) = (world.member("anna").await, world.member("boris").await);
    let (fine, said) = create(&world, anna.user_id(), "Поляна");
    assert!(fine && said.contains("https://matrix.to/#/"), "{said}");
    let again = create(&world, anna.user_id(), "Поляна");
    assert_eq!(again, (true, said), "it is told, not made again");
    let (fine, said) = create(&world, boris.user_id(), "поляна");
    assert!(
        !fine && said.contains("somebody else has founded"),
        "{said}"
    );
    let nobody = anna.user_id().replace("anna", "nobody");
    let (fine, said) = create(&world, &nobody, "Опушка");
    assert!(!fine && said.contains("knows no user"), "{said}");

    anna.follow_invitation("Поляна").await;
    let porch = anna.follow_invitation("Предбанник · Поляна").await;
    let asked = anna.say(&porch, "!ранг").await;
    let rank = anna.wait_for_answer(&porch, &asked, wait::SOON).await;
    assert!(rank.body().contains("новичок"), "{}", rank.body());
    anna.say(&porch, "!пост Здравствуйте, люди").await;
    anna.follow_invitation("Поток · Поляна").await;

    let url = format!("{}/communities/one", world.secta.operating());
    assert_eq!(get(url.clone()).await.0, 401, "without the token");
    let token = world.setup().hs_token().to_owned();
    let put = http().put(url).bearer_auth(token).body("[]").send().await;
    assert_eq!(put.expect("an answer").status(), 400, "no request");

    world.secta.terminate();
    let (fine, said) = create(&world, anna.user_id(), "Опушка");
    assert!(!fine && said.contains("secta run"), "{said}");
    let replayed = world.setup().output(&["replay", "--check"]);
    let said = String::from_utf8_lossy(&replayed.stdout);
    assert!(replayed.status.success(), "{said}");
}
