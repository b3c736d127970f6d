//! Thanks are shown as images: in the clear, and encrypted where the room is.

use secta_tests::{
    encrypted::EncryptedMember,
    event::Event,
    homeserver::Kind,
    wait,
    world::{Database, World},
};

const ADDRESS: &str = "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa";

fn image(event: &Event) -> Option<Event> {
    let shown = event.kind() == "m.room.message" && event.content()["msgtype"] == "m.image";
    shown.then(|| event.clone())
}

async fn thanks_are_shown(kind: Kind) {
    let world = World::start(kind, Database::Sqlite).await;
    let anna = world.member("anna").await;
    let chat = world.room(&[&anna]).await;
    anna.say(&chat, "!община создать Поляна").await;
    let porch = anna.follow_invitation("Предбанник · Поляна").await;
    anna.say(&porch, "!пост Здравствуйте, люди").await;
    let stream = anna.follow_invitation("Поток · Поляна").await;
    let post = |event: &Event| {
        let said = event.body() == "Здравствуйте, люди";
        said.then(|| event.id().to_owned())
    };
    let post = anna.wait_for(&stream, "the post", wait::SOON, post).await;
    let wallet = format!("!кошелёк добавить btc {ADDRESS}");
    let wallet = anna.say(&porch, &wallet).await;
    anna.wait_for_answer(&porch, &wallet, wait::SOON).await;

    let thanks = format!("!спасибо https://matrix.to/#/{stream}/{post}");
    anna.say(&porch, &thanks).await;
    let clear = anna.wait_for(&porch, "an image", wait::SOON, image).await;
    assert!(clear.content()["file"].is_null(), "{:?}", clear.content());

    let eva = EncryptedMember::register(world.homeserver.address(), "eva").await;
    let direct = eva.open_direct_chat(world.bot()).await;
    eva.say(&direct, &thanks).await;
    let sealed = eva.wait_for(&direct, "an image", wait::SOON, image).await;
    assert!(sealed.content()["url"].is_null(), "{:?}", sealed.content());

    let file = eva.file(&clear).await;
    assert!(file.starts_with(b"\x89PNG"), "{file:?}");
    assert_eq!(eva.file(&sealed).await, file);
}

#[tokio::test]
async fn thanks_are_shown_on_synapse_in_the_clear_and_encrypted() {
    thanks_are_shown(Kind::Synapse).await;
}

#[tokio::test]
async fn thanks_are_shown_on_dendrite_in_the_clear_and_encrypted() {
    thanks_are_shown(Kind::Dendrite).await;
}
