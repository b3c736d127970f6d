//! A page that the law withholds in one country: there it is named and not shown, everywhere else it stays.

use reqwest::{Client, header, redirect::Policy};
use secta_tests::homeserver::{Kind, patient};
use serde_json::{Value, json};

use crate::{
    caller::Caller,
    media::{PNG, path_of, uploads},
    town::Town,
};

/// The proxy whose word on countries is taken; every other address of loopback is anybody's.
const PROXY: &str = "127.0.0.2";
/// What is withheld.
const WORDS: &str = "Опальное";
/// Who demands it.
const COURT: &str = "https://court.example/order/7";

/// Somebody who reads through the proxy, or without one.
struct Reader {
    http: Client,
    site: String,
    headers: Vec<(&'static str, String)>,
}

/// A status, what blocks it, and the page.
type Told = (u16, String, String);

impl Reader {
    fn new(town: &Town, from: &str, headers: &[(&'static str, &str)]) -> Self {
        let builder = patient().redirect(Policy::none());
        let from: std::net::IpAddr = from.parse().expect("an address");
        let headers = headers
            .iter()
            .map(|(name, value)| (*name, (*value).to_owned()));
        Self {
            http: builder.local_address(from).build().expect("a client"),
            site: town.site.replace("localhost", "127.0.0.1"),
            headers: headers.collect(),
        }
    }

    /// Through the proxy, which says a country.
    fn of(town: &Town, country: &str) -> Self {
        Self::new(town, PROXY, &[("x-country", country)])
    }

    async fn asks(&self, path: &str) -> Told {
        let mut request = self.http.get(format!("{}{path}", self.site));
        for (name, value) in &self.headers {
            request = request.header(*name, value);
        }
        let request = request.header(header::ACCEPT_LANGUAGE, "ru");
        let answer = request.send().await.expect("the site answers");
        let link = answer.headers().get(header::LINK);
        let link = link.map_or("", |link| link.to_str().expect("a text"));
        let (status, link) = (answer.status().as_u16(), link.to_owned());
        let bytes = answer.bytes().await.expect("a body");
        (status, link, String::from_utf8_lossy(&bytes).into_owned())
    }
}

/// What is withheld: its page, its comment's page, its picture.
struct Opal {
    home: String,
    item: String,
    page: String,
    comment: String,
    picture: String,
}

async fn written(town: &Town) -> Opal {
    let (anna, boris) = (&town.anna, &town.boris);
    let picture = uploads(town, anna, "image/png", PNG).await;
    let content = json!({
        "msgtype": "m.image", "body": format!("!пост {WORDS} слово о мостах\n\nЗдесь всё {WORDS} #опала"),
        "filename": "мост.png", "url": picture, "info": { "mimetype": "image/png", "size": PNG.len() },
    });
    anna.member
        .send(&anna.porch, "m.room.message", &content)
        .await;
    let post = boris.hears(&boris.stream, WORDS).await;
    boris
        .member
        .say_in_thread(&boris.stream, post.id(), "Ответ о мостах")
        .await;
    anna.says("!пост Остальное о мостах").await;
    let home = town.home_that_shows("Остальное о мостах").await;
    let listing = format!("{home}/items?list=comments");
    let first = |all: &Value| Some(all["items"][0].clone()).filter(Value::is_object);
    let comment = Caller::stranger(town).until_reads(&listing, first).await;
    let search = format!("{home}/search?q=мостах");
    let all = |found: &Value| (found["total"] == 3).then_some(());
    Caller::stranger(town).until_reads(&search, all).await;
    let path = |page: &str| page.replace(&town.site, "");
    let item = comment["root"].as_str().expect("an id").to_owned();
    Opal {
        page: format!("{home}/p/{item}"),
        comment: path(comment["page"].as_str().expect("a page")),
        picture: path_of(&picture),
        home,
        item,
    }
}

/// Every address under which the words stand, or might.
fn addresses(opal: &Opal) -> Vec<String> {
    let home = &opal.home;
    let within = [
        "",
        "/top",
        "/comments",
        "/tag/опала",
        "/tag/опала.atom",
        "/tag/опала.json",
        "/u/@anna:secta.test",
        "/u/@anna:secta.test.atom",
        "/search?q=мостах",
        "/feed.atom",
        "/feed.rss",
        "/feed.json",
        "/log",
        "/affairs",
        "/people",
        "/tags",
        "/statistics",
        "/chronicle",
    ];
    let api = [
        "/items",
        "/items?list=supported",
        "/items?list=comments",
        "/items?tag=опала",
        "/search?q=мостах",
    ];
    let pages = within.iter().map(|path| format!("{home}{path}"));
    let api = api.iter().map(|path| format!("/api/v1{home}{path}"));
    let own = ["", "/feed.atom", "/feed.rss", "/feed.json"];
    let own = own.iter().map(|end| format!("{}{end}", opal.page));
    let more = [
        "/".to_owned(),
        format!("/api/v1{home}/items/{}", opal.item),
        opal.comment.clone(),
    ];
    pages.chain(api).chain(own).chain(more).collect()
}

#[tokio::test]
async fn what_the_law_withholds_in_a_country_is_named_there_and_read_everywhere_else() {
    let town = Town::start_with(Kind::Synapse, |setup| {
        setup.set("SECTA_SITE_PROXIES", PROXY);
        setup.set("SECTA_SITE_COUNTRY_HEADER", "x-country");
        setup.set("SECTA_SITE_ELSEWHERE", "http://tea.onion/");
    })
    .await;
    let opal = written(&town).await;
    let there = Reader::of(&town, "ru");
    let before = readings(&there, &opal).await;
    let shown = before.iter().filter(|(_, told)| told.2.contains(WORDS));
    assert!(shown.count() > 15, "{before:?}");
    let exported = runs(&town, &["export", "-"]);

    let page = format!("{}{}", town.site, opal.page);
    let order = [
        "--countries",
        "RU,by",
        "--authority",
        COURT,
        "--reason",
        "Так решил суд",
    ];
    runs(
        &town,
        &[&["site", "withhold", page.as_str()][..], &order].concat(),
    );
    withheld(&town, &there, &opal).await;
    elsewhere(&town, &opal, &before).await;
    proxies(&town).await;
    assert_eq!(
        runs(&town, &["export", "-"]),
        exported,
        "records are untouched"
    );
    let told = runs(&town, &["site", "withheld"]);
    assert!(
        told.starts_with("+ ") && told.contains(&opal.item),
        "{told}"
    );

    runs(&town, &["site", "release", &page]);
    let after = readings(&there, &opal).await;
    assert_eq!(words(&after), words(&before), "everything is back at once");
    let (_, _, log) = there.asks("/withheld").await;
    assert!(
        log.contains(COURT) && log.contains(&opal.page),
        "it stays told"
    );
}

async fn readings(reader: &Reader, opal: &Opal) -> Vec<(String, Told)> {
    let mut read = Vec::new();
    for path in addresses(opal) {
        let told = reader.asks(&path).await;
        read.push((path, told));
    }
    read
}

/// Which answers are given, and where the words stand in them.
fn words(read: &[(String, Told)]) -> Vec<(&str, u16, usize)> {
    let counted = read.iter().map(|(path, (status, _, text))| {
        let count = text.matches(WORDS).count();
        (path.as_str(), *status, count)
    });
    counted.collect()
}

async fn withheld(town: &Town, there: &Reader, opal: &Opal) {
    for (path, (status, link, text)) in readings(there, opal).await {
        assert!(!text.contains(WORDS), "{path} carries the words: {text}");
        let own = path.contains(&opal.item) || path == opal.comment;
        if own {
            assert_eq!(status, 451, "{path}");
            assert_eq!(link, format!("<{COURT}>; rel=\"blocked-by\""), "{path}");
        }
    }
    assert_eq!(there.asks(&opal.picture).await.0, 404, "its picture too");
    let (_, _, stub) = there.asks(&opal.page).await;
    for way in [
        COURT,
        "Так решил суд",
        "RU, BY",
        "http://tea.onion/",
        "Tor",
        "Matrix",
        "/withheld",
    ] {
        assert!(stub.contains(way), "no {way:?}: {stub}");
    }
    let caller = Caller::signs_in(town, &town.boris).await;
    let mut signed = Reader::of(town, "BY");
    signed
        .headers
        .push(("cookie", format!("secta_session={}", caller.secret())));
    assert_eq!(signed.asks(&opal.page).await.0, 451, "for members too");
}

/// Everybody else reads it, whatever they say of themselves; and everybody reads what is withheld.
async fn elsewhere(town: &Town, opal: &Opal, before: &[(String, Told)]) {
    let chain = ("x-forwarded-for", "6.6.6.6, 203.0.113.9");
    for reader in [
        Reader::of(town, "FI"),
        Reader::of(town, "nowhere"),
        Reader::new(town, PROXY, &[]),
        Reader::new(town, PROXY, &[("x-country", "FI"), chain]),
        Reader::new(town, "127.0.0.1", &[("x-country", "RU"), chain]),
    ] {
        let read = readings(&reader, opal).await;
        assert_eq!(words(&read), words(before), "{:?}", reader.headers);
        assert_eq!(reader.asks(&opal.picture).await.0, 200);
        let (status, _, log) = reader.asks("/withheld").await;
        assert!(status == 200 && log.contains(COURT) && log.contains("RU, BY"));
        assert!(log.contains(&opal.page) && !log.contains(WORDS));
    }
    let behind = Reader::new(town, PROXY, &[("x-country", "RU"), chain]);
    assert_eq!(behind.asks(&opal.page).await.0, 451);
}

/// Attempts are counted by the last address that the proxy has written, and by nothing that anybody else writes.
async fn proxies(town: &Town) {
    let tries = async |from: &str, chain: &str| {
        let reader = Reader::new(town, from, &[]);
        let request = reader.http.post(format!("{}/api/v1/sign-in", reader.site));
        let request = request.header("x-forwarded-for", chain);
        let nobody = json!({ "user": format!("@n{}:secta.test", rand::random::<u32>()) });
        let answer = request.json(&nobody).send().await.expect("an answer");
        answer.status().as_u16()
    };
    for number in 0..10 {
        assert_eq!(
            tries(PROXY, &format!("6.6.6.{number}, 203.0.113.9")).await,
            200
        );
        assert_eq!(
            tries("127.0.0.3", &format!("203.0.113.{number}")).await,
            200
        );
    }
    assert_eq!(tries(PROXY, "203.0.113.77, 203.0.113.9").await, 429);
    assert_eq!(tries(PROXY, "203.0.113.9, 203.0.113.77").await, 200);
    assert_eq!(tries("127.0.0.3", "203.0.113.200").await, 429);
}

fn runs(town: &Town, arguments: &[&str]) -> String {
    let output = town.world.setup().output(arguments);
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let wrong = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {said}{wrong}");
    said
}
