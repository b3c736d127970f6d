//! How the bot comes to rooms, follows them and leaves them.

use std::fs;

use reqwest::Method;
use secta_tests::{
    encrypted::EncryptedMember,
    event::{Event, poll},
    homeserver::{Address, Homeserver, Kind, Options, http},
    member::{Member, quote},
    wait,
    world::{Database, World},
};
use serde_json::{Value, json};

async fn answers(member: &Member, room: &str) {
    let asked = member.say(room, "!помощь").await;
    member.wait_for_answer(room, &asked, wait::SOON).await;
}

async fn follows_an_upgrade(kind: Kind, version: &str) {
    let world = World::start(kind, Database::Sqlite).await;
    let anna = world.member("anna").await;
    let room = world.room(&[&anna]).await;
    answers(&anna, &room).await;
    let path = format!("/rooms/{}/upgrade", quote(&room));
    let upgraded = anna
        .call(Method::POST, &path, &json!({ "new_version": version }))
        .await;
    let fresh = upgraded["replacement_room"]
        .as_str()
        .expect("a new room")
        .to_owned();
    // Private rooms are entered by invitation: the one who upgrades invites, as Element does.
    if anna
        .try_call(
            Method::POST,
            &format!("/rooms/{}/invite", quote(&fresh)),
            &json!({ "user_id": world.bot() }),
        )
        .await
        .is_err()
    {
        eprintln!("the bot was there before its invitation");
    }
    anna.until_joined(&fresh, world.bot()).await;
    answers(&anna, &fresh).await;
}

#[tokio::test]
async fn the_bot_follows_an_upgrade_on_synapse() {
    follows_an_upgrade(Kind::Synapse, "12").await;
}

#[tokio::test]
async fn the_bot_follows_an_upgrade_on_dendrite() {
    follows_an_upgrade(Kind::Dendrite, "11").await;
}

#[tokio::test]
async fn the_bot_answers_in_rooms_of_old_and_new_versions() {
    let world = World::start(Kind::Synapse, Database::Sqlite).await;
    let anna = world.member("anna").await;
    for version in ["6", "9", "10", "11", "12"] {
        let room = anna
            .create_room(json!({ "room_version": version }), &[world.bot()])
            .await;
        anna.until_joined(&room, world.bot()).await;
        answers(&anna, &room).await;
    }
}

async fn its_maker_ends_a_poll(world: &World, version: &str) {
    let maker = world.member("maker").await;
    let asker = world.member("asker").await;
    let options = json!({ "preset": "public_chat", "room_version": version });
    let room = maker.create_room(options, &[world.bot()]).await;
    asker.join(&room, &[]).await;
    maker.until_joined(&room, world.bot()).await;
    asker.say(&room, "!голосуем Чай? | да | нет").await;
    let asked = maker.wait_for_poll(&room, "Чай?").await;
    let end = json!({
        "m.relates_to": { "rel_type": "m.reference", "event_id": asked.id() },
        "org.matrix.msc3381.poll.end": {},
        "org.matrix.msc1767.text": "The poll has ended.",
    });
    maker.send(&room, poll::END, &end).await;
    let told = |event: &Event| event.body().starts_with("Итоги: Чай?").then_some(());
    asker.wait_for(&room, "the result", wait::SOON, told).await;
}

#[tokio::test]
async fn whoever_made_a_room_of_synapse_may_end_a_poll_in_it() {
    let world = World::start(Kind::Synapse, Database::Sqlite).await;
    its_maker_ends_a_poll(&world, "12").await;
}

#[tokio::test]
async fn whoever_made_a_room_of_dendrite_may_end_a_poll_in_it() {
    let world = World::start(Kind::Dendrite, Database::Sqlite).await;
    its_maker_ends_a_poll(&world, "11").await;
}

async fn leaves_when_alone(kind: Kind) {
    let world = World::start(kind, Database::Sqlite).await;
    let anna = world.member("anna").await;
    let boris = world.member("boris").await;
    let room = anna
        .create_room(json!({ "preset": "public_chat" }), &[world.bot()])
        .await;
    boris.join(&room, &[]).await;
    anna.until_joined(&room, world.bot()).await;
    boris.leave(&room).await;
    answers(&anna, &room).await;
    anna.leave(&room).await;
    // Nobody else is there to see it: the bot itself is asked, by the service's token.
    let url = format!(
        "{}/_matrix/client/v3/joined_rooms",
        world.homeserver.address().url()
    );
    let client = http();
    wait::until(
        "the bot to leave the room where it is alone",
        wait::SOON,
        async || {
            let asked = client
                .get(&url)
                .query(&[("user_id", world.bot())])
                .bearer_auth(world.setup().as_token());
            let answer: Value = asked.send().await.ok()?.json().await.ok()?;
            (!answer["joined_rooms"]
                .as_array()?
                .iter()
                .any(|joined| *joined == room))
            .then_some(())
        },
    )
    .await;
}

#[tokio::test]
async fn the_bot_leaves_a_room_of_synapse_where_it_is_alone() {
    leaves_when_alone(Kind::Synapse).await;
}

#[tokio::test]
async fn the_bot_leaves_a_room_of_dendrite_where_it_is_alone() {
    leaves_when_alone(Kind::Dendrite).await;
}

/// Gives the reason that is seen elsewhere.
async fn declines_an_invitation_from_elsewhere(kind: Kind) -> String {
    let world = World::start_with(kind, Database::Sqlite, Address::federated(), |_| ()).await;
    let options = Options {
        address: Address::federated(),
        registrations: Vec::new(),
    };
    let abroad = Homeserver::start(Kind::Synapse, options).await;
    let clara = Member::register(abroad.address(), "clara").await;
    let room = clara.create_room(json!({}), &[world.bot()]).await;
    let declined = |event: &secta_tests::event::Event| {
        let left = event.0["state_key"] == world.bot() && event.content()["membership"] == "leave";
        left.then(|| {
            event.content()["reason"]
                .as_str()
                .unwrap_or_default()
                .to_owned()
        })
    };
    clara
        .wait_for(&room, "the refusal", wait::SOON, declined)
        .await
}

#[tokio::test]
async fn an_invitation_from_elsewhere_is_declined_politely_on_synapse() {
    let reason = declines_an_invitation_from_elsewhere(Kind::Synapse).await;
    assert!(
        reason.contains("Спасибо за приглашение"),
        "it says why: {reason:?}"
    );
}

/// Dendrite does not carry the reason to the other server.
#[tokio::test]
async fn an_invitation_from_elsewhere_is_declined_on_dendrite() {
    declines_an_invitation_from_elsewhere(Kind::Dendrite).await;
}

/// The files of the bot's device are lost, and its recovery key: the passphrase that `secta init` printed brings the
/// identity back, and nobody is warned of another one.
async fn keeps_its_identity(kind: Kind) {
    let mut world = World::start(kind, Database::Sqlite).await;
    let eva = EncryptedMember::register(world.homeserver.address(), "eva").await;
    let chat = eva.open_direct_chat(world.bot()).await;
    let asked = eva.say(&chat, "!помощь").await;
    eva.wait_for_answer(&chat, &asked).await;
    let data = world.setup().directory().join("secta-data");
    wait::until("the recovery key", wait::SOON, async || {
        data.join("recovery-key").is_file().then_some(())
    })
    .await;
    let identity = eva.identity_of(world.bot()).await;

    world.secta.terminate();
    fs::remove_dir_all(data.join("device")).expect("the device's files");
    fs::remove_file(data.join("recovery-key")).expect("the recovery key");
    world.secta.restart();
    world.secta.until_ready().await;
    let asked = eva.say(&chat, "!голосования").await;
    eva.wait_for_answer(&chat, &asked).await;
    assert_eq!(eva.identity_of(world.bot()).await, identity);
    assert!(
        eva.sees_only_signed_devices_of(world.bot()).await,
        "the new device is signed"
    );
}

#[tokio::test]
async fn a_passphrase_brings_the_identity_back_on_synapse() {
    keeps_its_identity(Kind::Synapse).await;
}

#[tokio::test]
async fn a_passphrase_brings_the_identity_back_on_dendrite() {
    keeps_its_identity(Kind::Dendrite).await;
}

#[tokio::test]
async fn a_thread_is_answered_in_the_thread_and_an_edit_mends_a_refused_command() {
    let world = World::start(Kind::Synapse, Database::Sqlite).await;
    let anna = world.member("anna").await;
    let room = world.room(&[&anna]).await;
    let root = anna.say(&room, "о разном").await;
    let asked = anna.say_in_thread(&room, &root, "!помощь").await;
    let answer = anna.wait_for_answer(&room, &asked, wait::SOON).await;
    assert_eq!(answer.relates_to(), Some(root.as_str()), "in the thread");
    assert_eq!(answer.content()["msgtype"], "m.notice");
    let wrong = anna.say(&room, "!голосуем Чай? | да").await;
    anna.wait_for_answer(&room, &wrong, wait::SOON).await;
    anna.edit(&room, &wrong, "!голосуем Чай? | да | нет").await;
    anna.wait_for_poll(&room, "Чай?").await;
}
