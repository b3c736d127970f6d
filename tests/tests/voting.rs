//! A vote from the question to the result, on every combination of servers.

use secta_tests::{
    encrypted::EncryptedMember,
    homeserver::{Address, Homeserver, Kind, Options},
    member::Member,
    voting,
    world::{Database, World},
};
use serde_json::json;

async fn vote_in_a_room(kind: Kind, database: Database) {
    let world = World::start(kind, database).await;
    let anna = world.member("anna").await;
    let boris = world.member("boris").await;
    let room = world.room(&[&anna, &boris]).await;
    voting::vote(world.bot(), &room, &anna, &boris).await;
}

#[tokio::test]
async fn a_vote_on_synapse_is_counted_once() {
    vote_in_a_room(Kind::Synapse, Database::Sqlite).await;
}

#[tokio::test]
async fn a_vote_on_dendrite_is_counted_once() {
    vote_in_a_room(Kind::Dendrite, Database::Sqlite).await;
}

#[tokio::test]
async fn a_vote_on_postgres_is_counted_once() {
    vote_in_a_room(Kind::Synapse, Database::Postgres).await;
}

async fn vote_in_an_encrypted_chat(kind: Kind) {
    let world = World::start(kind, Database::Sqlite).await;
    let anna = EncryptedMember::register(world.homeserver.address(), "anna").await;
    let chat = anna.open_direct_chat(world.bot()).await;
    voting::vote_in_secret(world.bot(), &chat, &anna).await;
    assert!(
        anna.sees_only_signed_devices_of(world.bot()).await,
        "the bot's device is signed by its owner"
    );
}

#[tokio::test]
async fn a_vote_in_an_encrypted_chat_on_synapse_is_counted_once() {
    vote_in_an_encrypted_chat(Kind::Synapse).await;
}

#[tokio::test]
async fn a_vote_in_an_encrypted_chat_on_dendrite_is_counted_once() {
    vote_in_an_encrypted_chat(Kind::Dendrite).await;
}

/// The node is beside the first homeserver; Clara votes from the second.
async fn vote_across(first: Kind, second: Kind) {
    let world = World::start_with(first, Database::Sqlite, Address::federated(), |_| ()).await;
    let options = Options {
        address: Address::federated(),
        registrations: Vec::new(),
    };
    let abroad = Homeserver::start(second, options).await;
    let anna = world.member("anna").await;
    let clara = Member::register(abroad.address(), "clara").await;
    let invited = [world.bot(), clara.user_id()];
    let room = anna
        .create_room(json!({ "room_version": "10" }), &invited)
        .await;
    anna.until_joined(&room, world.bot()).await;
    clara.wait_for_invitation(&room).await;
    clara
        .join(&room, &[&world.homeserver.address().server_name])
        .await;
    anna.until_joined(&room, clara.user_id()).await;
    voting::vote(world.bot(), &room, &clara, &anna).await;
}

#[tokio::test]
async fn a_member_of_a_dendrite_votes_in_a_room_of_a_synapse() {
    vote_across(Kind::Synapse, Kind::Dendrite).await;
}

#[tokio::test]
async fn a_member_of_a_synapse_votes_in_a_room_of_a_dendrite() {
    vote_across(Kind::Dendrite, Kind::Synapse).await;
}
