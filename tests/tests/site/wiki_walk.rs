//! A member's way through the wiki: writing, a draft, a file, another title, the past, a conflict, the lists.
//!
//! With `SECTA_SHOTS=folder` every page on the way is saved there as a picture.

mod past;
mod pictures;
mod writing;

use reqwest::StatusCode;
use secta_tests::browser::{Tab, View};

use crate::{
    pages::Faults,
    town::{Town, visitor},
};

/// A telephone and a desk.
const WINDOWS: [(u32, u32); 2] = [(360, 780), (1280, 900)];

/// The member on the way.
struct Walk {
    town: Town,
    tab: Tab,
    view: View,
    home: String,
    faults: Faults,
}

impl Walk {
    /// Boris has signed in.
    async fn begins(view: View) -> Self {
        let town = Town::start().await;
        let home = town.home_that_shows("Меня зовут boris").await;
        let tab = town.tab(&view).await;
        town.signs_in(&tab, &town.boris, &home).await;
        Self {
            town,
            tab,
            view,
            home,
            faults: Faults::default(),
        }
    }

    /// The path of a page of the wiki.
    fn path(&self, title: &str) -> String {
        let slug = title.replace(' ', "_");
        let slug: String = url::form_urlencoded::byte_serialize(slug.as_bytes()).collect();
        format!("{}/wiki/{slug}", self.home)
    }

    /// Looks whether the page that is open is fit for everybody.
    async fn judge(&mut self, name: &str) {
        match self.view.scripts {
            true => self.faults.judge_in(&self.tab, name, &WINDOWS).await,
            false => self.faults.glance(&self.tab, name).await,
        }
    }

    /// Goes to a page of the wiki by its title, as from its first page.
    async fn opens(&self, title: &str) {
        self.tab.go(&format!("{}/wiki", self.home)).await;
        self.tab.fill("Название", title).await;
        self.tab.follow("Открыть").await;
    }

    /// Follows a way that stands folded above a page.
    async fn chooses(&self, way: &str) {
        self.tab.click_css(".tabs details summary").await;
        self.tab.follow(way).await;
    }

    /// Writes another text over that of a page.
    async fn changes(&self, title: &str, text: &str) {
        self.tab.go(&format!("{}?edit", self.path(title))).await;
        self.tab.fill("Текст", text).await;
        self.tab.follow("Сохранить").await;
    }
}

async fn through_the_wiki(view: View) {
    let mut walk = Walk::begins(view).await;
    writing::writes(&mut walk).await;
    writing::keeps_a_draft(&mut walk).await;
    writing::reads(&mut walk).await;
    writing::edits_a_section(&mut walk).await;
    writing::throws_away(&mut walk).await;
    pictures::gives_a_file(&mut walk).await;
    past::renames(&mut walk).await;
    past::looks_back(&mut walk).await;
    past::settles(&mut walk).await;
    past::protects(&mut walk).await;
    past::deletes(&mut walk).await;
    lists(&mut walk).await;
    feeds(&walk).await;
    walk.faults.assert_none();
}

async fn lists(walk: &mut Walk) {
    for (name, path, words) in [
        ("wiki", "wiki", "Последние правки"),
        ("wiki-changes", "wiki-changes", "Кошки"),
        ("wiki-pages", "wiki-pages", "Арракис"),
        ("wiki-categories", "wiki-categories", "Книги"),
        ("wiki-files", "wiki-files", "План.png"),
        ("wiki-wanted", "wiki-wanted", "Пряность"),
        ("wiki-orphans", "wiki-orphans", "Кошки"),
        ("wiki-contested", "wiki-contested", "ждут, чтобы кто-то"),
    ] {
        walk.tab.go(&format!("{}/{path}", walk.home)).await;
        walk.tab.assert_shows(&[words]).await;
        walk.judge(name).await;
    }
    walk.tab.go(&walk.path("Категория:Книги")).await;
    walk.tab.assert_shows(&["Арракис"]).await;
    walk.judge("wiki-category").await;
}

/// The changes of the wiki and of a page, for who reads them elsewhere.
async fn feeds(walk: &Walk) {
    let of_page = format!("{}?feed=atom", walk.path("Арракис"));
    for path in [format!("{}/wiki-changes.atom", walk.home), of_page] {
        let answer = visitor().get(format!("{}{path}", walk.town.site)).send();
        let answer = answer.await.expect("the site answers");
        assert_eq!(answer.status(), StatusCode::OK, "{path}");
        let kind = answer.headers()["content-type"].to_str().expect("text");
        assert!(kind.starts_with("application/atom+xml"), "{kind}");
        let feed = answer.text().await.expect("a text");
        assert!(
            feed.contains("<entry>") && feed.contains("Арракис"),
            "{feed}"
        );
    }
}

#[tokio::test]
async fn a_member_goes_through_the_wiki_on_a_telephone_without_scripts() {
    through_the_wiki(View::phone()).await;
}

#[tokio::test]
async fn a_member_goes_through_the_wiki_at_a_desk_with_scripts() {
    through_the_wiki(View::desk()).await;
}
