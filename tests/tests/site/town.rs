//! A community with a site: what the scenarios start from.

use std::path::PathBuf;

use reqwest::{Client, Response, header, redirect::Policy};
use secta_tests::{
    browser::{Browser, Tab, View},
    event::Event,
    homeserver::{Address, Kind, patient},
    member::Member,
    place,
    secta::Setup,
    wait,
    world::{Database, World},
};
use serde_json::json;

/// The servers, the founder's community, and a browser to look at it with.
pub struct Town {
    pub world: World,
    pub browser: Browser,
    /// The site's address.
    pub site: String,
    /// The founder.
    pub anna: Citizen,
    /// Trusted, by the founder's vote.
    pub boris: Citizen,
}

/// A member with the rooms in which they are. A room that they are not in is empty.
pub struct Citizen {
    pub member: Member,
    pub porch: String,
    pub stream: String,
    pub twilight: String,
    pub council: String,
}

impl Town {
    /// A founder and one who is trusted; so far nothing but their first posts is written.
    pub async fn start() -> Self {
        Self::start_with(Kind::Synapse, |_| ()).await
    }

    /// The same beside this homeserver, with settings that the scenario makes.
    pub async fn start_with(kind: Kind, settle: impl FnOnce(&mut Setup)) -> Self {
        let world = World::start_with(kind, Database::Sqlite, Address::alone(), settle).await;
        let (site, browser) = (world.secta.site(), Browser::start().await);
        let anna = Citizen::founds(&world).await;
        let boris = Citizen::admitted(&world, "boris", &[&anna]).await;
        Self {
            world,
            browser,
            site,
            anna,
            boris,
        }
    }

    /// A window of a new visitor.
    pub async fn tab(&self, view: &View) -> Tab {
        self.browser.open(&self.site, view).await
    }

    /// The path of the community's pages (`/c/0123456789abcdef`), as soon as the site shows this.
    pub async fn home_that_shows(&self, words: &str) -> String {
        let what = format!("the site to show {words:?}");
        let look = async || {
            let answer = visitor().get(&self.site).send().await.ok()?;
            let html = answer.text().await.ok()?;
            let path = &html[html.find("/c/")?..];
            html.contains(words)
                .then(|| path.get(..19).map(str::to_owned))?
        };
        wait::until(&what, wait::SOON, look).await
    }

    /// The path of the community's pages.
    pub async fn home(&self) -> String {
        self.home_that_shows("/c/").await
    }

    /// Starts the node again, until the site answers.
    pub async fn comes_back(&mut self) {
        self.world.secta.restart();
        self.world.secta.until_ready().await;
        let ask = async || visitor().get(&self.site).send().await.ok().map(drop);
        wait::until("the site to answer", wait::START, ask).await;
    }

    /// Asks for a page as whoever has this session's secret does; without one, as a stranger.
    pub async fn page(&self, path: &str, secret: &str) -> Response {
        let mut request = visitor().get(format!("{}{path}", self.site));
        request = request.header(header::ACCEPT_LANGUAGE, "ru");
        if !secret.is_empty() {
            // Pages take the cookie, the API the other one.
            request = request
                .header(header::COOKIE, format!("secta_session={secret}"))
                .bearer_auth(secret);
        }
        request.send().await.expect("the site answers")
    }

    /// Sends a form as it is; `headers` come with it.
    pub async fn form(
        &self,
        path: &str,
        fields: &[(&str, &str)],
        headers: &[(&str, &str)],
    ) -> Response {
        let body = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish();
        let mut request = visitor().post(format!("{}{path}", self.site)).body(body);
        request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.send().await.expect("the site answers")
    }

    /// Signs a Matrix member in on the site, by a code that comes in their porch.
    pub async fn signs_in(&self, tab: &Tab, citizen: &Citizen, back: &str) {
        let before = citizen.codes().await;
        tab.go(&format!("/sign-in?back={back}")).await;
        tab.fill("Ваш Matrix ID", citizen.member.user_id()).await;
        tab.follow("Прислать код").await;
        tab.assert_shows(&["бот прислал ему код"]).await;
        let code = citizen.new_code(&before).await;
        tab.fill("Код", &code).await;
        tab.follow_beside("Код", "Войти").await;
        assert_eq!(tab.at().await, back, "one comes back to where one was");
    }
}

/// A client that follows nothing and keeps nothing.
pub fn visitor() -> Client {
    let builder = patient().redirect(Policy::none());
    builder.build().expect("a client can be made")
}

impl Citizen {
    /// Founds «Поляна».
    async fn founds(world: &World) -> Self {
        let member = world.member("anna").await;
        let chat = world.room(&[&member]).await;
        member.say(&chat, "!община создать Поляна").await;
        member.follow_invitation("Поляна").await;
        let porch = member.follow_invitation("Предбанник · Поляна").await;
        member.say(&porch, "!пост Здравствуйте, люди #начало").await;
        Self::trusted(member, porch).await
    }

    /// Comes into «Поляна».
    pub async fn comes(world: &World, name: &str) -> Self {
        let member = world.member(name).await;
        let chat = world.room(&[&member]).await;
        member.say(&chat, "!вступить Поляна").await;
        let porch = member.follow_invitation("Предбанник · Поляна").await;
        Self {
            member,
            porch,
            stream: String::new(),
            twilight: String::new(),
            council: String::new(),
        }
    }

    /// Comes, posts, and is trusted by votes.
    pub async fn admitted(world: &World, name: &str, voters: &[&Self]) -> Self {
        let newcomer = Self::comes(world, name).await;
        let post = format!("Меня зовут {name}");
        newcomer.says(&format!("!пост {post}")).await;
        for voter in voters {
            let seen = voter.hears(&voter.twilight, &post).await;
            voter.member.react(&voter.twilight, seen.id(), "👍").await;
        }
        Self::trusted(newcomer.member, newcomer.porch).await
    }

    /// Follows the invitations that the trusted get.
    async fn trusted(member: Member, porch: String) -> Self {
        let stream = member.follow_invitation("Поток · Поляна").await;
        let twilight = member.follow_invitation("Сумерки · Поляна").await;
        let council = member.follow_invitation("Совет · Поляна").await;
        Self {
            member,
            porch,
            stream,
            twilight,
            council,
        }
    }

    /// Says something in the porch.
    pub async fn says(&self, words: &str) -> String {
        self.member.say(&self.porch, words).await
    }

    /// Says something in the porch and waits for the answer.
    pub async fn asks(&self, words: &str) -> Event {
        let asked = self.says(words).await;
        self.member
            .wait_for_answer(&self.porch, &asked, wait::SOON)
            .await
    }

    /// Waits until somebody else says something that holds these words.
    pub async fn hears(&self, room: &str, words: &str) -> Event {
        let own = self.member.user_id();
        let look = |event: &Event| {
            (event.sender() != own && event.body().contains(words)).then(|| event.clone())
        };
        let what = format!("{words:?}");
        self.member.wait_for(room, &what, wait::SOON, look).await
    }

    /// Waits until anybody says something that holds these words, oneself too.
    pub async fn sees(&self, room: &str, words: &str) -> Event {
        let look = |event: &Event| event.body().contains(words).then(|| event.clone());
        let what = format!("{words:?}");
        self.member.wait_for(room, &what, wait::SOON, look).await
    }

    /// Replies to a message.
    pub async fn replies(&self, room: &str, to: &str, words: &str) -> String {
        let content = json!({
            "msgtype": "m.text", "body": words, "m.relates_to": { "m.in_reply_to": { "event_id": to } },
        });
        self.member.send(room, "m.room.message", &content).await
    }

    /// The codes that came in the porch so far, as event ids.
    pub async fn codes(&self) -> Vec<String> {
        let seen = self.member.history(&self.porch).await;
        let codes = seen.iter().filter(|event| code_in(event).is_some());
        codes.map(|event| event.id().to_owned()).collect()
    }

    /// Waits for a code that is none of these.
    pub async fn new_code(&self, known: &[String]) -> String {
        let look = |event: &Event| {
            let new = !known.iter().any(|id| id == event.id());
            code_in(event).filter(|_| new)
        };
        let waiting = self
            .member
            .wait_for(&self.porch, "a code", wait::SOON, look);
        waiting.await
    }
}

/// The code that a message of the bot tells.
fn code_in(event: &Event) -> Option<String> {
    let (_, after) = event.body().split_once("Код для входа на сайт: ")?;
    let code = after.lines().next()?.trim_matches(['*', ' ']);
    Some(code.to_owned())
}

/// Where pictures of the pages are kept, when somebody wants to look at them (`SECTA_SHOTS`).
pub fn shots() -> Option<PathBuf> {
    let folder = PathBuf::from(std::env::var_os("SECTA_SHOTS")?);
    let folder = place::root().join(folder);
    std::fs::create_dir_all(&folder).expect("a folder for pictures");
    Some(folder)
}
