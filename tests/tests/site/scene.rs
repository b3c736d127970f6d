//! A community in which everything is to be seen: threads, an entry of the chronicle, a case, an appeal, a proposal.

use secta_tests::wait;
use serde_json::json;

use crate::town::{Citizen, Town};

/// The words of who waits in the twilight.
pub const SECRET: &str = "Сокровенная абракадабра";
/// A wallet.
pub const WALLET: &str = "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa";

/// What there is.
pub struct Scene {
    pub town: Town,
    /// Trusted, and then muted.
    pub vera: Citizen,
    /// A ghost whose post waits.
    pub zoe: Citizen,
    /// The path of the community's pages.
    pub home: String,
}

impl Scene {
    /// Plays it.
    pub async fn start() -> Self {
        let town = Town::start().await;
        let (anna, boris) = (&town.anna, &town.boris);
        let vera = Citizen::admitted(&town.world, "vera", &[anna, boris]).await;
        anna.asks("!профиль Строю мосты через **все** реки").await;
        anna.asks(&format!("!кошелёк добавить btc {WALLET}")).await;
        boris
            .asks("!супертег Стройка | Всё о мостах, домах и дорогах | строительство")
            .await;
        let post = post(anna).await;
        talk(&town, &vera, &post).await;
        enter(&town, &vera, &post).await;
        mute(&town, &vera, &post).await;
        let zoe = Citizen::comes(&town.world, "zoe").await;
        zoe.says(&format!("!пост {SECRET} #заговор")).await;
        anna.hears(&anna.twilight, SECRET).await;
        let home = town.home_that_shows("Как мы чиним мост").await;
        Self {
            town,
            vera,
            zoe,
            home,
        }
    }
}

/// A long post: gives its event.
async fn post(anna: &Citizen) -> String {
    let long = "Сначала смотрим на сваи, потом на доски, потом на перила. ".repeat(20);
    anna.says(&format!("!пост Как мы чиним мост\n\n{long}\n\n#мост #река"))
        .await;
    let said = anna.sees(&anna.stream, "Как мы чиним мост").await;
    said.id().to_owned()
}

/// A thread with a branch.
async fn talk(town: &Town, vera: &Citizen, post: &str) {
    let (anna, boris) = (&town.anna, &town.boris);
    let stream = &boris.stream;
    let asked = boris
        .member
        .say_in_thread(stream, post, "А перила зачем?")
        .await;
    let content = json!({
        "msgtype": "m.text", "body": "Чтобы держаться",
        "m.relates_to": {
            "rel_type": "m.thread", "event_id": post, "m.in_reply_to": { "event_id": asked }, "is_falling_back": false,
        },
    });
    vera.hears(stream, "А перила зачем?").await;
    vera.member.send(stream, "m.room.message", &content).await;
    anna.hears(stream, "Чтобы держаться").await;
    anna.member.react(stream, &asked, "👍").await;
}

/// The post enters the chronicle.
async fn enter(town: &Town, vera: &Citizen, post: &str) {
    let boris = &town.boris;
    let asked = boris.replies(&boris.stream, post, "!в летопись").await;
    let told = boris
        .member
        .wait_for_answer(&boris.stream, &asked, wait::SOON);
    let told = told.await;
    vera.hears(&vera.stream, told.body()).await;
    vera.member.react(&vera.stream, told.id(), "📜").await;
    boris.hears(&boris.stream, "запись летописи").await;
}

/// Two vote with arguments against what vera says; she appeals.
async fn mute(town: &Town, vera: &Citizen, post: &str) {
    let (anna, boris) = (&town.anna, &town.boris);
    let stream = &anna.stream;
    vera.member
        .say_in_thread(stream, post, "Купите слона")
        .await;
    let bad = anna.hears(stream, "Купите слона").await;
    anna.member.react(stream, bad.id(), "🔇").await;
    let case = boris.hears(&boris.council, "Дело").await;
    boris.member.react(&boris.council, case.id(), "🔇").await;
    let arguments = [
        (anna, "Это реклама, а не разговор"),
        (boris, "Согласен: слонов не продают"),
    ];
    for (voter, argument) in arguments {
        let council = &voter.council;
        voter.hears(council, "Дело").await;
        voter
            .member
            .say_in_thread(council, case.id(), argument)
            .await;
    }
    vera.hears(&vera.porch, "лишил вас слова").await;
    vera.says("!апелляция Слон был деда, больше не буду").await;
    vera.hears(&vera.porch, "Апелляция у совета").await;
}
