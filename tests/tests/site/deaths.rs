//! The node dies between a form and its record: what was sent stands once, however often it is sent again.

use std::time::{Duration, Instant};

use reqwest::{RequestBuilder, StatusCode};
use rustix::process::Signal;
use secta_tests::wait;
use serde_json::Value;

use crate::{caller::Caller, town::Town};

/// At how many instants of the time that a form takes the node is killed.
const INSTANTS: u32 = 8;

/// A page with its form, and who writes.
pub struct Desk {
    pub anna: Caller,
    pub home: String,
    pub token: String,
    /// The form with a text, as it is sent.
    pub sheet: fn(&Desk, &str) -> RequestBuilder,
}

/// A form that posts a text.
fn post(desk: &Desk, text: &str) -> RequestBuilder {
    let fields = [
        ("token", desk.token.as_str()),
        ("deed", "post"),
        ("text", text),
        ("back", desk.home.as_str()),
    ];
    desk.anna.form(&format!("{}/do", desk.home), &fields)
}

impl Desk {
    /// A form, on its way in a task of its own.
    fn sends(&self, text: &str) -> tokio::task::JoinHandle<Option<StatusCode>> {
        let sent = (self.sheet)(self, text).send();
        tokio::spawn(async move { sent.await.ok().map(|answer| answer.status()) })
    }

    /// Sends a form, the same as before, until it leads to what has come of it.
    pub async fn sends_again(&self, text: &str) {
        let ask = async || {
            let status = self.sends(text).await.expect("a task");
            (status == Some(StatusCode::SEE_OTHER)).then_some(())
        };
        wait::until(&format!("{text:?} to be done"), wait::SOON, ask).await;
    }
}

#[tokio::test]
async fn a_form_is_done_once_wherever_the_node_dies_on_the_way() {
    let mut town = Town::start().await;
    let home = town.home_that_shows("Меня зовут boris").await;
    let anna = Caller::signs_in(&town, &town.anna).await;
    let token = anna.token(&format!("{home}/write")).await;
    let sheet = post;
    let desk = Desk {
        anna,
        home,
        token,
        sheet,
    };
    let mut texts = dies_everywhere(&mut town, &desk).await;
    texts.push(not_yet_in_the_room(&mut town, &desk).await);

    // What was sent last comes last: a second copy of anything would be there by now.
    desk.sends_again("Последнее слово").await;
    town.boris
        .hears(&town.boris.stream, "Последнее слово")
        .await;
    texts.push("Последнее слово".to_owned());
    in_the_room(&town, &texts).await;
    on_the_site(&town, &desk, &texts).await;
}

/// A form is sent once undisturbed, and then again and again with the node dying at every instant of that time. Gives the
/// texts that were sent.
pub async fn dies_everywhere(town: &mut Town, desk: &Desk) -> Vec<String> {
    let began = Instant::now();
    desk.sends_again("Первое слово").await;
    let whole = began.elapsed();
    println!("a form takes {} ms", whole.as_millis());
    let mut texts = vec!["Первое слово".to_owned()];
    texts.push(never_read(town, desk).await);
    for instant in 0..INSTANTS {
        texts.push(killed_after(town, desk, whole * instant / INSTANTS).await);
    }
    texts.push(answered(town, desk).await);
    texts
}

/// The node comes back, and the same form comes to it again.
async fn comes_back(town: &mut Town, desk: &Desk, text: &str) {
    town.world.secta.kill9();
    town.comes_back().await;
    desk.sends_again(text).await;
}

/// The form has reached the machine, and the node was stopped before it could read it.
async fn never_read(town: &mut Town, desk: &Desk) -> String {
    let text = "Непрочитанное слово".to_owned();
    town.world.secta.process().signal(Signal::STOP);
    let sent = desk.sends(&text);
    let answer = tokio::time::timeout(Duration::from_millis(300), sent).await;
    assert!(answer.is_err(), "a node that is stopped does not answer");
    comes_back(town, desk, &text).await;
    text
}

/// The node is killed so long after the form was sent off.
async fn killed_after(town: &mut Town, desk: &Desk, so_long: Duration) -> String {
    let text = format!("Слово после {} мкс.", so_long.as_micros());
    let sent = desk.sends(&text);
    tokio::time::sleep(so_long).await;
    town.world.secta.kill9();
    let answer = sent.await.expect("a task");
    println!("killed after {} us: {answer:?}", so_long.as_micros());
    comes_back(town, desk, &text).await;
    text
}

/// The node is killed as soon as it has answered.
async fn answered(town: &mut Town, desk: &Desk) -> String {
    let text = "Отвеченное слово".to_owned();
    desk.sends_again(&text).await;
    comes_back(town, desk, &text).await;
    text
}

/// The form was taken while the homeserver was away: it is recorded, and in no room yet.
async fn not_yet_in_the_room(town: &mut Town, desk: &Desk) -> String {
    let text = "Несказанное слово".to_owned();
    town.world.homeserver.kill9();
    let sent = desk.sends(&text).await.expect("a task");
    println!("without a homeserver: {sent:?}");
    assert!(sent.is_some_and(|status| !status.is_client_error()));
    town.world.secta.kill9();
    town.world.homeserver.restart().await;
    comes_back(town, desk, &text).await;
    text
}

async fn in_the_room(town: &Town, texts: &[String]) {
    let history = town.boris.member.history(&town.boris.stream).await;
    for text in texts {
        let said = history.iter().filter(|event| event.body() == text).count();
        assert_eq!(said, 1, "{text:?} in the room");
    }
}

async fn on_the_site(town: &Town, desk: &Desk, texts: &[String]) {
    let stranger = Caller::stranger(town);
    let (mut shown, mut after) = (Vec::new(), String::new());
    loop {
        let page = stranger.reads(&format!("{}/items{after}", desk.home)).await;
        let items = page["items"].as_array().cloned().unwrap_or_default();
        let text = |item: &Value| item["words"]["text"].as_str().map(str::to_owned);
        shown.extend(items.iter().filter_map(text));
        match page["next"].as_str() {
            Some(next) => after = format!("?after={next}"),
            None => break,
        }
    }
    for text in texts {
        let count = shown.iter().filter(|one| *one == text).count();
        assert_eq!(count, 1, "{text:?} on the site: {shown:?}");
    }
}
