use secta_bot_kit::{Effect, testkit::Sent};
use serde_json::json;

use super::world::World;
use crate::{memory::Role, qr};

const BITCOIN: &str = "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa";
const ETHER: &str = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";
const MONERO: &str = "44AFFq5kSiGBoZ4NMDwYtN18obc8AemS33DBLWs3H7otXft3XjrpDtQGv7SqSsaBYBb98uNbr2VBBEt7f2wfn3RVGQBEP3A";

/// Boris is trusted too and has published these wallets.
fn with_wallets(wallets: &[(&str, &str)]) -> World {
    let mut world = World::with_trusted(&["boris"]);
    let porch = world.porch("boris");
    for (currency, address) in wallets {
        let text = format!("!кошелёк добавить {currency} {address}");
        world.story.says(&porch, "boris", &text);
    }
    world.story.sent();
    world
}

/// The codes that were shown, read.
fn codes(sent: &[Sent]) -> Vec<String> {
    let files = sent.iter().filter_map(|sent| sent.file.as_ref());
    files.map(|file| qr::decoded(file.bytes())).collect()
}

#[test]
fn whoever_thanks_sees_a_code_that_pays_to_the_author() {
    let mut world = with_wallets(&[("btc", BITCOIN)]);
    let stream = world.room(Role::Stream);
    let post = world.story.says(&stream, "boris", "Полезный пост");
    let asked = world.story.replies(&stream, "anna", &post, "!спасибо");
    let sent = world.story.sent();
    assert_eq!(sent.len(), 2, "{sent:#?}");
    assert!(sent[0].text().contains(BITCOIN), "{sent:#?}");
    assert_eq!(codes(&sent), [format!("bitcoin:{BITCOIN}")]);
    let image = &sent[1].content;
    assert_eq!(image["msgtype"], "m.image");
    assert_eq!(image["filename"], "btc.png");
    assert_eq!(image["info"]["mimetype"], "image/png");
    assert_eq!(image["info"]["w"], image["info"]["h"]);
    assert!(sent[1].text().contains("BTC") && sent[1].text().contains("@boris:home"));
    assert_eq!(sent[1].answers(), Some(asked.as_str()));
    assert!(
        image["url"]
            .as_str()
            .is_some_and(|url| url.starts_with("mxc://"))
    );
    world.story.check();
}

#[test]
fn each_wallet_has_its_code() {
    let mut world = with_wallets(&[("btc", BITCOIN), ("eth", ETHER), ("xmr", MONERO)]);
    let stream = world.room(Role::Stream);
    let post = world.story.says(&stream, "boris", "Полезный пост");
    world.story.replies(&stream, "anna", &post, "!thanks");
    let expected = [
        format!("bitcoin:{BITCOIN}"),
        format!("ethereum:{ETHER}"),
        format!("monero:{MONERO}"),
    ];
    assert_eq!(codes(&world.story.sent()), expected);
    world.story.check();
}

#[test]
fn thanks_are_given_by_a_link_and_from_within_the_thread() {
    let mut world = with_wallets(&[("btc", BITCOIN)]);
    let stream = world.room(Role::Stream);
    let post = world.story.says(&stream, "boris", "Полезный пост");
    world
        .story
        .says_in_thread(&stream, "anna", &post, "!спасибо");
    let sent = world.story.sent();
    assert_eq!(codes(&sent).len(), 1);
    assert!(sent.iter().all(|sent| sent.thread() == Some(post.as_str())));
    let porch = world.porch("anna");
    let link = format!("!спасибо https://matrix.to/#/{stream}/{post}?via=home");
    world.story.says(&porch, "anna", &link);
    let sent = world.story.sent();
    assert_eq!(codes(&sent).len(), 1);
    assert!(sent.iter().all(|sent| sent.room == porch));
    world.story.says(&porch, "anna", "!спасибо");
    assert!(world.story.answer().contains("Кого благодарим"));
    world.story.check();
}

#[test]
fn without_a_wallet_there_is_no_code() {
    let mut world = with_wallets(&[("btc", BITCOIN)]);
    let stream = world.room(Role::Stream);
    let post = world.story.says(&stream, "anna", "Полезный пост");
    world.story.sent();
    world.story.replies(&stream, "boris", &post, "!спасибо");
    assert!(world.story.answer().contains("нет кошельков"));
    world.story.check();
}

#[test]
fn in_an_encrypted_room_the_code_never_goes_in_the_clear() {
    let mut world = with_wallets(&[("btc", BITCOIN)]);
    let stream = world.room(Role::Stream);
    let post = world.story.says(&stream, "boris", "Полезный пост");
    let direct = world.story.direct("anna");
    let link = format!("!спасибо https://matrix.to/#/{stream}/{post}");
    world.story.says(&direct, "anna", &link);
    let sent = world.story.sent();
    assert_eq!(codes(&sent).len(), 1, "{sent:#?}");
    assert!(sent.iter().all(|sent| sent.encrypted));
    assert_eq!(sent[1].content.get("url"), None);
    assert!(sent[1].content["file"].is_object());
    world.story.check();
}

#[test]
fn the_effect_of_a_code_is_small() {
    let mut world = with_wallets(&[("xmr", MONERO)]);
    let stream = world.room(Role::Stream);
    let post = world.story.says(&stream, "boris", "Полезный пост");
    world.story.replies(&stream, "anna", &post, "!спасибо");
    let effects = world.story.effects();
    let mut files = effects
        .iter()
        .filter(|effect| matches!(effect, Effect::SendFile(_)));
    let size = files.next().map(|effect| json!(effect).to_string().len());
    assert!(size.is_some_and(|size| size < 8 * 1024), "{size:?}");
}
