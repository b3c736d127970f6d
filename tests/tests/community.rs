//! A community from its founding to a case, told by ordinary clients. The node is killed between any two steps.

use reqwest::{Method, StatusCode};
use secta_tests::{
    event::Event,
    homeserver::Kind,
    member::{Member, quote},
    wait,
    world::{Database, World},
};
use serde_json::Value;

/// The servers, and what is killed between two steps.
struct Town {
    world: World,
    deaths: bool,
}

/// A member with the private room in which they talk to the bot.
struct Person {
    member: Member,
    chat: String,
}

impl Town {
    async fn start(kind: Kind, deaths: bool) -> Self {
        let world = World::start(kind, Database::Sqlite).await;
        Self { world, deaths }
    }

    async fn person(&self, name: &str) -> Person {
        let member = self.world.member(name).await;
        let chat = self.world.room(&[&member]).await;
        Person { member, chat }
    }

    /// The node dies here and comes back, where the story is one of deaths.
    fn step(&mut self) {
        if self.deaths {
            self.world.secta.kill9();
            self.world.secta.restart();
        }
    }

    fn bot(&self) -> &str {
        self.world.bot()
    }
}

impl Person {
    /// Waits until somebody else says something that holds these words; gives the event.
    async fn hears(&self, room: &str, words: &str) -> Event {
        let own = self.member.user_id().to_owned();
        let look = |event: &Event| {
            (event.sender() != own && event.body().contains(words)).then(|| event.clone())
        };
        let what = format!("{words:?}");
        self.member.wait_for(room, &what, wait::SOON, look).await
    }

    /// Founds «Поляна»; gives the porch.
    async fn founds(&self) -> String {
        self.member.say(&self.chat, "!община создать Поляна").await;
        self.hears(&self.chat, "готова").await;
        self.member.follow_invitation("Поляна").await;
        self.member.follow_invitation("Предбанник · Поляна").await
    }

    /// Comes to «Поляна»; gives the porch.
    async fn comes(&self) -> String {
        self.member.say(&self.chat, "!вступить Поляна").await;
        let porch = self.member.follow_invitation("Предбанник · Поляна").await;
        self.hears(&porch, "Здравствуйте").await;
        porch
    }

    /// Whether the homeserver shows them anything that was said in a room.
    async fn may_read(&self, room: &str) -> bool {
        let path = format!("/rooms/{}/messages?dir=b", quote(room));
        let answer = self.member.try_call(Method::GET, &path, &Value::Null).await;
        match answer {
            Ok(page) => {
                let events = page["chunk"].as_array().into_iter().flatten();
                events
                    .into_iter()
                    .any(|event| event["type"] == "m.room.message")
            }
            Err(refusal) => {
                assert_eq!(refusal.status, StatusCode::FORBIDDEN, "{}", refusal.body);
                false
            }
        }
    }
}

async fn from_founding_to_a_case(kind: Kind, deaths: bool) {
    let mut town = Town::start(kind, deaths).await;
    let anna = town.person("anna").await;
    let porch = anna.founds().await;
    town.step();

    // R2: the founder's first post is out at once and makes them trusted.
    anna.member.say(&porch, "!пост Здравствуйте, люди").await;
    let stream = anna.member.follow_invitation("Поток · Поляна").await;
    let twilight = anna.member.follow_invitation("Сумерки · Поляна").await;
    let council = anna.member.follow_invitation("Совет · Поляна").await;
    anna.hears(&stream, "Здравствуйте, люди").await;
    town.step();

    // R3, R4: a stranger's post waits in the twilight, which they don't see, and one vote is enough now.
    let boris = town.person("boris").await;
    let his_porch = boris.comes().await;
    town.step();
    boris
        .member
        .say(&his_porch, "!пост Я Борис, строю мосты")
        .await;
    let candidate = anna.hears(&twilight, "строю мосты").await;
    assert!(
        candidate.sender().starts_with("@_secta_c_"),
        "{}",
        candidate.sender()
    );
    assert!(
        !boris.may_read(&twilight).await,
        "a ghost sees nothing of the twilight"
    );
    town.step();
    anna.member.react(&twilight, candidate.id(), "👍").await;
    let published = anna.hears(&stream, "строю мосты").await;
    assert_eq!(
        candidate.sender(),
        published.sender(),
        "their puppet says it again"
    );
    boris.hears(&his_porch, "доверенный").await;
    boris.member.follow_invitation("Поток · Поляна").await;
    boris.member.follow_invitation("Совет · Поляна").await;
    town.step();

    // R5: a ghost's comment waits too, and comes out in the post's thread.
    let vera = town.person("vera").await;
    let her_porch = vera.comes().await;
    let link = format!("https://matrix.to/#/{stream}/{}", published.id());
    let comment = format!("!комментарий {link} Купите мои часы");
    vera.member.say(&her_porch, &comment).await;
    let waiting = anna.hears(&twilight, "мои часы").await;
    town.step();
    anna.member.react(&twilight, waiting.id(), "💡").await;
    let out = boris.hears(&stream, "мои часы").await;
    assert_eq!(
        out.relates_to(),
        Some(published.id()),
        "it stands in the post's thread"
    );
    boris.member.react(&stream, out.id(), "💡").await;
    vera.hears(&her_porch, "комментатор").await;
    town.step();

    // R8, R10: two moderation votes with arguments hide it and take the word from her.
    anna.member.react(&stream, out.id(), "🔇").await;
    let case = boris.hears(&council, "Дело").await;
    anna.member
        .say_in_thread(&council, case.id(), "Это реклама, а не разговор")
        .await;
    anna.hears(&council, "учтён").await;
    town.step();
    boris.member.react(&council, case.id(), "🔇").await;
    boris
        .member
        .say_in_thread(&council, case.id(), "Согласен, чистый спам")
        .await;
    boris.hears(&council, "лишён слова").await;
    vera.hears(&her_porch, "лишил вас слова").await;
    town.step();

    // R14: why.
    let asked = vera.member.say(&her_porch, "!ранг").await;
    let rank = vera
        .member
        .wait_for_answer(&her_porch, &asked, wait::SOON)
        .await;
    assert!(rank.body().contains("комментатор"), "{}", rank.body());
    let asked = anna.member.say(&porch, "!журнал").await;
    let log = anna
        .member
        .wait_for_answer(&porch, &asked, wait::SOON)
        .await;
    assert!(log.body().contains(vera.member.user_id()), "{}", log.body());

    // Nothing was said twice, whatever died.
    let said = [
        (&twilight, "Я Борис"),
        (&stream, "Я Борис"),
        (&stream, "Купите"),
    ];
    for (room, beginning) in said {
        let history = anna.member.history(room).await;
        let again = history
            .iter()
            .filter(|event| event.body().starts_with(beginning));
        assert!(again.count() <= 1, "{beginning:?} stands twice in {room}");
    }
    let bot = town.bot().to_owned();
    assert!(anna.member.joined(&council).await.contains(&bot));
    let (status, _) = town.world.secta.terminate();
    assert!(status.success(), "it stops cleanly");
    let config = town.world.setup().output(&["replay", "--check"]);
    assert!(
        config.status.success(),
        "{}",
        String::from_utf8_lossy(&config.stdout)
    );
}

#[tokio::test]
async fn a_community_lives_from_its_founding_to_a_case_on_synapse() {
    from_founding_to_a_case(Kind::Synapse, false).await;
}

#[tokio::test]
async fn a_community_lives_from_its_founding_to_a_case_on_dendrite() {
    from_founding_to_a_case(Kind::Dendrite, false).await;
}

#[tokio::test]
async fn it_lives_though_the_node_is_killed_between_any_two_steps() {
    from_founding_to_a_case(Kind::Synapse, true).await;
}
