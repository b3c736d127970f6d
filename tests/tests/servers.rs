//! The real servers by themselves: what the other scenarios stand on.

use secta_tests::{
    encrypted::EncryptedMember,
    homeserver::{Address, Homeserver, Kind, Options},
    member::Member,
    postgres::Postgres,
    wait,
};
use serde_json::json;

async fn alone(kind: Kind) -> Homeserver {
    Homeserver::start(
        kind,
        Options {
            address: Address::alone(),
            registrations: Vec::new(),
        },
    )
    .await
}

async fn federated(kind: Kind) -> Homeserver {
    Homeserver::start(
        kind,
        Options {
            address: Address::federated(),
            registrations: Vec::new(),
        },
    )
    .await
}

async fn members_talk(kind: Kind) {
    let mut homeserver = alone(kind).await;
    let anna = Member::register(homeserver.address(), "anna").await;
    let boris = Member::register(homeserver.address(), "boris").await;
    let room = anna.create_room(json!({}), &[boris.user_id()]).await;
    boris.wait_for_invitation(&room).await;
    boris.join(&room, &[]).await;
    let said = anna.say(&room, "чай?").await;
    boris
        .wait_for(&room, "what Anna said", wait::SOON, |event| {
            (event.id() == said).then_some(())
        })
        .await;
    homeserver.kill9();
    homeserver.restart().await;
    boris.react(&room, &said, "👍").await;
    anna.wait_for(&room, "the reaction", wait::SOON, |event| {
        (event.relates_to() == Some(&said)).then_some(())
    })
    .await;
    assert_eq!(
        anna.history(&room)
            .await
            .iter()
            .filter(|event| event.body() == "чай?")
            .count(),
        1
    );
}

#[tokio::test]
async fn members_talk_on_synapse_and_after_it_was_killed() {
    members_talk(Kind::Synapse).await;
}

#[tokio::test]
async fn members_talk_on_dendrite_and_after_it_was_killed() {
    members_talk(Kind::Dendrite).await;
}

async fn federate(first: Kind, second: Kind) {
    let one = federated(first).await;
    let other = federated(second).await;
    let anna = Member::register(one.address(), "anna").await;
    let clara = Member::register(other.address(), "clara").await;
    let room = anna
        .create_room(json!({ "room_version": "10" }), &[clara.user_id()])
        .await;
    clara.wait_for_invitation(&room).await;
    clara.join(&room, &[&one.address().server_name]).await;
    let said = clara.say(&room, "привет").await;
    anna.wait_for(&room, "what Clara said", wait::SOON, |event| {
        (event.id() == said).then_some(())
    })
    .await;
    let said = anna.say(&room, "чай?").await;
    clara
        .wait_for(&room, "what Anna said", wait::SOON, |event| {
            (event.id() == said).then_some(())
        })
        .await;
}

#[tokio::test]
async fn synapse_and_dendrite_federate_over_tls() {
    federate(Kind::Synapse, Kind::Dendrite).await;
}

#[tokio::test]
async fn dendrite_and_synapse_federate_over_tls() {
    federate(Kind::Dendrite, Kind::Synapse).await;
}

#[tokio::test]
async fn an_encrypting_member_logs_in_on_both() {
    for kind in [Kind::Synapse, Kind::Dendrite] {
        let homeserver = alone(kind).await;
        let anna = EncryptedMember::register(homeserver.address(), "anna").await;
        assert!(anna.user_id().starts_with("@anna:"));
    }
}

#[tokio::test]
async fn postgres_gives_empty_databases() {
    let postgres = Postgres::start().await;
    assert!(postgres.database("one").ends_with("/one"));
    assert!(postgres.database("two").ends_with("/two"));
}
