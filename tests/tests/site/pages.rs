//! Every page is for everybody: it fits narrow windows and large letters, and axe-core finds nothing serious.
//!
//! With `SECTA_SHOTS=folder` every page is saved there as a picture, narrow and wide, light and dark.

use std::path::Path;

use secta_tests::browser::{Tab, View};
use serde_json::json;

use crate::{newcomer::signs_up, scene::Scene, town::shots};

/// A telephone, a desk, and a desk at twice the size.
const WINDOWS: [(u32, u32); 3] = [(360, 780), (1280, 900), (640, 450)];

/// Of which pages the browser has to complain, and how: that there is nothing is what they are for.
const ABSENT: [(&str, &str); 4] = [
    ("nothing", "404"),
    ("wiki-missing", "404"),
    ("wiki-deleted", "410"),
    ("wiki-category", "404"),
];

/// What was found wrong, of all pages.
#[derive(Default)]
pub struct Faults(Vec<String>);

impl Faults {
    /// Looks at the page that is open, in all windows.
    async fn judge(&mut self, tab: &Tab, name: &str) {
        self.judge_in(tab, name, &WINDOWS).await;
    }

    /// The same in these windows.
    pub async fn judge_in(&mut self, tab: &Tab, name: &str, windows: &[(u32, u32)]) {
        for &(width, height) in windows {
            tab.resize(width, height).await;
            if let Some(wide) = tab.too_wide().await {
                self.0.push(format!("{name} at {width}: {wide}"));
            }
            for dark in [false, true] {
                if width == 640 {
                    continue;
                }
                tab.darken(dark).await;
                let colours = if dark { "dark" } else { "light" };
                let found = tab.hindrances().await;
                let found = found
                    .iter()
                    .map(|one| format!("{name} at {width}, {colours}: {one}"));
                self.0.extend(found);
                if let Some(folder) = shots() {
                    shoot(tab, &folder, &format!("{name}-{width}-{colours}.png")).await;
                }
            }
        }
        tab.darken(false).await;
        self.hear(tab, name).await;
        self.one_of_each(tab, name).await;
    }

    /// The same where no script runs, axe-core's neither: in the window as it is.
    pub async fn glance(&mut self, tab: &Tab, name: &str) {
        if let Some(wide) = tab.too_wide().await {
            self.0.push(format!("{name}: {wide}"));
        }
        self.hear(tab, name).await;
        self.one_of_each(tab, name).await;
    }

    /// What the browser complained of.
    async fn hear(&mut self, tab: &Tab, name: &str) {
        let complaints = tab.complaints().await;
        let told = |one: &&String| {
            let expected = |(page, status): &(&str, &str)| *page == name && one.contains(status);
            !ABSENT.iter().any(expected)
        };
        let complaints = complaints.iter().filter(told);
        let complaints = complaints.map(|one| format!("{name}: {one}"));
        self.0.extend(complaints);
    }

    /// # Panics
    ///
    /// When anything was found.
    pub fn assert_none(&self) {
        let all = self.0.join("\n");
        assert!(self.0.is_empty(), "{} faults:\n{all}", self.0.len());
    }

    /// One heading of the first rank, one main part, one title, a language.
    async fn one_of_each(&mut self, tab: &Tab, name: &str) {
        for what in ["h1", "main", "title", "html[lang]"] {
            if tab.count(what).await != 1 {
                self.0
                    .push(format!("{name}: {} of {what}", tab.count(what).await));
            }
        }
    }
}

async fn shoot(tab: &Tab, folder: &Path, name: &str) {
    tab.picture(&folder.join(name)).await;
}

/// The pages that anybody may see.
async fn public(scene: &Scene, tab: &Tab) -> Vec<(&'static str, String)> {
    let home = &scene.home;
    let within = |path: &str| format!("{home}{path}");
    let mut pages = vec![
        ("first", "/".to_owned()),
        ("top", within("/top")),
        ("comments", within("/comments")),
        ("tags", within("/tags")),
        ("tag", within("/tag/мост")),
        ("people", within("/people")),
        (
            "person",
            within(&format!("/u/{}", scene.town.anna.member.user_id())),
        ),
        (
            "muted",
            within(&format!("/u/{}", scene.vera.member.user_id())),
        ),
        ("chronicle", within("/chronicle")),
        ("entry", within("/chronicle/1")),
        ("affairs", within("/affairs")),
        ("log", within("/log")),
        ("rules", within("/rules")),
        ("statistics", within("/statistics")),
        ("search", within("/search")),
        ("found", within("/search?q=сваи")),
        ("withheld", "/withheld".to_owned()),
        ("nothing", within("/nothing-like-it")),
        ("sign-in", "/sign-in".to_owned()),
        ("sign-up", "/sign-up".to_owned()),
    ];
    for (name, listing, link) in [
        ("post", "", "Как мы чиним мост"),
        ("proposal", "/affairs", "Главная тема"),
        ("appeal", "/affairs", "Апелляция"),
        ("case", "/log", "открыто дело"),
    ] {
        tab.go(&within(listing)).await;
        let found = "return [...document.querySelectorAll('main a')].find((e) => e.innerText.includes(arguments[0]))\
            ?.getAttribute('href')";
        let found = tab.script(found, json!([link])).await;
        let found = found
            .as_str()
            .unwrap_or_else(|| panic!("no {link:?} on {listing:?}"));
        pages.push((name, found.to_owned()));
    }
    pages
}

#[tokio::test]
async fn every_page_fits_and_is_for_everybody() {
    let scene = Scene::start().await;
    let (town, home) = (&scene.town, &scene.home);
    let mut faults = Faults::default();
    let tab = town.tab(&View::desk()).await;
    let pages = public(&scene, &tab).await;
    for (name, path) in &pages {
        tab.go(path).await;
        faults.judge(&tab, name).await;
    }

    // The trusted see more on some of them.
    town.signs_in(&tab, &town.anna, home).await;
    let post = pages
        .iter()
        .find(|(name, _)| *name == "post")
        .map(|(_, path)| path.clone());
    let post = post.expect("a post");
    for (name, path) in [
        ("trusted-first", home.clone()),
        ("trusted-post", post.clone()),
        ("trusted-tags", format!("{home}/tags")),
        ("twilight", format!("{home}/twilight")),
        ("write", format!("{home}/write")),
        ("me", format!("{home}/me")),
        ("me-nowhere", "/me".to_owned()),
    ] {
        tab.go(&path).await;
        faults.judge(&tab, name).await;
    }
    tab.go(&post).await;
    let open = "document.querySelectorAll('details').forEach((e) => { e.open = true })";
    tab.script(open, json!([])).await;
    faults.judge(&tab, "trusted-post-open").await;
    tab.go(&format!("{home}/write")).await;
    tab.fill(
        "Текст",
        "# Смотрим\n\nна | таблицу\n--- | ---\nи | на\n\n```\nкод\n```",
    )
    .await;
    tab.follow("Посмотреть").await;
    faults.judge(&tab, "preview").await;
    newcomer(&scene, &mut faults).await;
    faults.assert_none();
}

/// What a newcomer sees on the way in.
async fn newcomer(scene: &Scene, faults: &mut Faults) {
    let tab = scene.town.tab(&View::desk()).await;
    tab.go("/sign-in").await;
    tab.fill("Ваш Matrix ID", "@nobody:secta.test").await;
    tab.follow("Прислать код").await;
    faults.judge(&tab, "code").await;
    signs_up(&tab, "Новенькая").await;
    faults.judge(&tab, "welcome").await;
    tab.follow("Написать").await;
    tab.fill("Текст", "Первое слово").await;
    tab.follow("Отправить").await;
    faults.judge(&tab, "sent").await;
    tab.go(&format!("{}/me", scene.home)).await;
    faults.judge(&tab, "newcomer-me").await;
    tab.go("/sign-up").await;
    tab.fill("Имя, под которым вас увидят", "Новенькая").await;
    tab.follow("Завести").await;
    faults.judge(&tab, "name-taken").await;
}
