use std::{fs, path::Path};

use secta_record::{
    RecordId,
    act::{HideRevision, PageChange, PageFile, PageId, Revise, RevisionId},
};
use secta_rules::Ask;
use secta_site::ports::{ChangeKind, PageKey, PageList, Wiki, WikiPage};
use secta_wiki::{revision::Change, title::Title};
use tempfile::{TempDir, tempdir};

use super::{
    stories,
    village::{DAY_MS, Village},
};
use crate::site::library::{Follower, Stacks};

/// Words that their author takes back.
const SECRET: &str = "незабудка";

/// A community with its view.
struct Scene {
    village: Village,
    folder: TempDir,
    stacks: Stacks,
    follower: Follower,
}

fn title(text: &str) -> Title {
    Title::parse(text).expect("a title")
}

fn name(number: u8) -> RevisionId {
    RevisionId([number; 32])
}

fn revise(text: &str, number: u8, parents: &[u8], change: PageChange) -> Ask {
    Ask::Revise(Revise {
        revision: name(number),
        page: PageId(title(text).page_id().0),
        parents: parents.iter().copied().map(name).collect(),
        title: Some(text.to_owned()),
        comment: format!("правка {number}"),
        change: Some(change),
    })
}

fn text(title: &str, number: u8, parents: &[u8], words: &str) -> Ask {
    revise(title, number, parents, PageChange::Text(words.to_owned()))
}

impl Scene {
    async fn new() -> Self {
        let mut village = Village::founded().await;
        stories::members(&mut village).await;
        let folder = tempdir().expect("a folder");
        let (stacks, follower) = village.library_by(&folder.path().join("pages.db"), 3, None);
        Self {
            village,
            folder,
            stacks,
            follower,
        }
    }

    async fn ask(&mut self, by: &str, ask: Ask) {
        self.village.later(1_000);
        self.village.ask(by, ask).await;
    }

    async fn follow(&mut self) {
        self.follower.follow_all().await.expect("followed");
        assert!(self.follower.wrong.is_empty(), "{:?}", self.follower.wrong);
    }

    fn page_of(&self, community: &RecordId, text: &str) -> Option<WikiPage> {
        let page = self.stacks.page(community, &title(text).page_id());
        page.expect("read")
    }

    fn page(&self, text: &str) -> WikiPage {
        let page = self.page_of(&self.village.id(), text);
        page.expect("it is there")
    }

    fn reads(&self, text: &str) -> String {
        let change = self.page(text).change.expect("it says something");
        change.text().expect("a text").to_owned()
    }

    fn list(&self, list: PageList) -> Vec<String> {
        let lines = self.stacks.listed(&self.village.id(), list, None, 100);
        let lines = lines.expect("read");
        lines.iter().map(|line| line.title.to_string()).collect()
    }

    async fn is_as_made_anew(&self) {
        let dump = self.stacks.pages().dump().expect("read");
        assert_eq!(dump, self.village.anew().await);
    }
}

/// Everything in the files of a folder and those below it.
fn holds(folder: &Path, what: &str) -> bool {
    fs::read_dir(folder).expect("a folder").any(|entry| {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            return holds(&path, what);
        }
        let bytes = fs::read(path).expect("read");
        let mut parts = bytes.windows(what.len());
        parts.any(|part| part == what.as_bytes())
    })
}

#[tokio::test]
async fn what_is_written_is_read_with_its_links_and_categories() {
    let mut scene = Scene::new().await;
    let words = "Пьют с [[Варенье|вареньем]] из [[Файл:чашка.png]]\n\n[[Категория:Напитки]]";
    scene.ask("@ann:x", text("Чай", 1, &[], words)).await;
    scene
        .ask(
            "@bob:x",
            text("чай", 2, &[1], &format!("{words}\n\nИ с [[Мёд]]ом")),
        )
        .await;
    scene.follow().await;
    let page = scene.page("ЧАЙ");
    assert_eq!(
        (page.title, page.heads.len(), page.revisions),
        (title("чай"), 1, 2)
    );
    assert_eq!(page.changed.expect("somebody").0, "@bob:x".into());
    assert_eq!(page.categories, [title("Категория:Напитки")]);
    let wanted = scene.list(PageList::Wanted);
    assert_eq!(wanted, ["Варенье", "Мёд", "Файл:чашка.png"]);
    assert_eq!(
        scene.list(PageList::Linking(title("варенье").page_id())),
        ["чай"]
    );
    assert_eq!(
        scene.list(PageList::In(title("Category:напитки").page_id())),
        ["чай"]
    );
    assert_eq!(scene.list(PageList::Orphans), ["чай"]);
    let id = scene.village.id();
    let history = scene
        .stacks
        .history(&id, &title("чай").page_id(), None, 9)
        .expect("read");
    assert_eq!(
        (history.len(), history[0].comment.as_str()),
        (2, "правка 2")
    );
    assert!(history[0].size.1 > 0 && history[0].revision.body.is_none());
    let alike = scene
        .stacks
        .alike(&id, &title("Чай").skeleton())
        .expect("read");
    assert_eq!(alike, [title("чай")]);
    scene.is_as_made_anew().await;
}

#[tokio::test]
async fn texts_that_were_written_apart_are_merged_and_conflicts_are_shown() {
    let mut scene = Scene::new().await;
    scene
        .ask("@ann:x", text("Чай", 1, &[], "один\n\nдва\n\nтри\n"))
        .await;
    scene
        .ask("@bob:x", text("Чай", 2, &[1], "ОДИН\n\nдва\n\nтри\n"))
        .await;
    scene
        .ask("@carl:x", text("Чай", 3, &[1], "один\n\nдва\n\nТРИ\n"))
        .await;
    scene.follow().await;
    assert_eq!(scene.reads("Чай"), "ОДИН\n\nдва\n\nТРИ\n");
    assert_eq!(
        (scene.page("Чай").conflicts, scene.page("Чай").heads.len()),
        (0, 2)
    );
    scene
        .ask("@dora:x", text("Чай", 4, &[1], "уно\n\nдва\n\nтри\n"))
        .await;
    scene.follow().await;
    let page = scene.page("Чай");
    assert_eq!(page.conflicts, 1);
    let shown = scene.reads("Чай");
    assert!(shown.contains("<<<<<<<") && shown.contains("ОДИН") && shown.contains("уно"));
    assert_eq!(scene.list(PageList::Contested), ["Чай"]);
    let graph = scene
        .stacks
        .graph(&scene.village.id(), &title("Чай").page_id());
    assert_eq!(graph.expect("read").len(), 4);
    scene.is_as_made_anew().await;
    scene
        .ask("@ann:x", text("Чай", 5, &[2, 3, 4], "вместе"))
        .await;
    scene.follow().await;
    assert_eq!(scene.reads("Чай"), "вместе");
    assert!(scene.list(PageList::Contested).is_empty());
    scene.is_as_made_anew().await;
}

#[tokio::test]
async fn a_page_keeps_its_history_under_another_title() {
    let mut scene = Scene::new().await;
    scene.ask("@ann:x", text("Чай", 1, &[], "Пьют")).await;
    scene
        .ask(
            "@ann:x",
            revise("Чай", 2, &[1], PageChange::Moved("Чаепитие".to_owned())),
        )
        .await;
    scene.ask("@ann:x", text("Чаепитие", 3, &[1], "Пьют")).await;
    scene
        .ask("@bob:x", revise("Кофе", 4, &[], PageChange::Deleted))
        .await;
    scene.follow().await;
    assert_eq!(
        scene.page("Чай").change,
        Some(Change::Moved(title("Чаепитие")))
    );
    let id = scene.village.id();
    let page = title("Чаепитие").page_id();
    let history = scene.stacks.history(&id, &page, None, 9).expect("read");
    let titles: Vec<_> = history
        .iter()
        .map(|it| it.title.clone().expect("a title").to_string())
        .collect();
    assert_eq!(titles, ["Чаепитие", "Чай"]);
    let asked = [page, title("Кофе").page_id(), title("Ром").page_id()];
    let known = Wiki::known(&scene.stacks, &id, &asked);
    let kinds: Vec<_> = known
        .expect("read")
        .into_iter()
        .map(|line| line.map(|line| line.kind))
        .collect();
    assert_eq!(
        kinds,
        [
            Some(Some(ChangeKind::Text)),
            Some(Some(ChangeKind::Deleted)),
            None
        ]
    );
    scene.is_as_made_anew().await;
}

#[tokio::test]
async fn what_somebody_takes_back_leaves_the_files_and_the_pages() {
    let mut scene = Scene::new().await;
    scene
        .ask("@ann:x", text("Чай", 1, &[], "Пьют с [[Мёд]]ом"))
        .await;
    scene
        .ask(
            "@bob:x",
            text("Чай", 2, &[1], &format!("{SECRET} [[{SECRET}]]")),
        )
        .await;
    scene
        .ask("@bob:x", text(&format!("{SECRET}2"), 3, &[], "это"))
        .await;
    scene.follow().await;
    assert!(holds(scene.folder.path(), SECRET));
    for number in [2, 3] {
        let hide = HideRevision {
            revision: name(number),
        };
        scene.ask("@bob:x", Ask::HideRevision(hide)).await;
    }
    scene.follow().await;
    assert!(!holds(scene.folder.path(), SECRET));
    assert_eq!(scene.reads("Чай"), "Пьют с [[Мёд]]ом");
    let id = scene.village.id();
    let history = scene
        .stacks
        .history(&id, &title("Чай").page_id(), None, 9)
        .expect("read");
    assert_eq!(
        (history[0].kind, &history[0].title, history[0].size),
        (ChangeKind::Hidden, &None, (0, 0))
    );
    assert_eq!(scene.list(PageList::Wanted), ["Мёд"]);
    assert_eq!(scene.list(PageList::All), ["Чай"]);
    scene.is_as_made_anew().await;
}

#[tokio::test]
async fn pages_of_the_commons_are_written_by_all_communities() {
    let mut scene = Scene::new().await;
    let mut other = Village::beside(&scene.village).await;
    stories::members(&mut other).await;
    scene
        .ask("@ann:x", text("Общее:Устав", 1, &[], "раз\n\nдва\n"))
        .await;
    other.later(1_000);
    other
        .ask("@ann:x", text("Commons:Устав", 2, &[1], "раз\n\nтри\n"))
        .await;
    other
        .ask("@ann:x", text("Чай", 3, &[], "их чай, по [[Общее:Устав]]у"))
        .await;
    scene
        .ask("@bob:x", text("Общее:Устав", 4, &[1], "ноль\n\nдва\n"))
        .await;
    scene.ask("@bob:x", text("Чай", 5, &[], "наш чай")).await;
    scene.follow().await;
    for community in [scene.village.id(), other.id()] {
        let page = scene.page_of(&community, "Общее:Устав").expect("there");
        let change = page.change.expect("a text");
        assert_eq!(change.text(), Some("ноль\n\nтри\n"));
        let recent = scene.stacks.recent(&community, None, 9).expect("read");
        assert_eq!(recent.len(), 4);
    }
    assert_eq!(scene.reads("Чай"), "наш чай");
    assert_eq!(scene.list(PageList::All), ["Общее:Устав", "Чай"]);
    scene.is_as_made_anew().await;
}

#[tokio::test]
async fn what_is_no_revision_of_its_page_stops_nothing() {
    let mut scene = Scene::new().await;
    let wrong = |number, title: &str, change| {
        let Ask::Revise(mut revise) = revise("Чай", number, &[], change) else {
            unreachable!("it revises");
        };
        revise.title = Some(title.to_owned());
        Ask::Revise(revise)
    };
    let short = || PageChange::Text("раз".to_owned());
    let file = PageFile {
        mime: "image/png".to_owned(),
        size_bytes: 1,
        blake3: "нет".to_owned(),
        text: String::new(),
        extra: serde_json::Map::new(),
    };
    scene.ask("@ann:x", wrong(1, "Кофе", short())).await;
    scene.ask("@ann:x", wrong(2, "[[", short())).await;
    scene
        .ask(
            "@ann:x",
            wrong(3, "Чай", PageChange::Text("a".repeat(200 * 1024 + 1))),
        )
        .await;
    scene
        .ask(
            "@ann:x",
            wrong(4, "Чай", PageChange::Moved("чай".to_owned())),
        )
        .await;
    scene
        .ask("@ann:x", wrong(5, "Чай", PageChange::File(file)))
        .await;
    scene.follow().await;
    assert!(scene.page_of(&scene.village.id(), "Чай").is_none());
    assert!(scene.list(PageList::All).is_empty());
    scene
        .ask("@bob:x", text("Чай", 6, &[1, 2, 3, 4, 5], "наконец"))
        .await;
    scene.follow().await;
    assert_eq!(scene.reads("Чай"), "наконец");
    scene.is_as_made_anew().await;
}

#[tokio::test]
async fn files_are_kept_under_their_hashes_as_long_as_they_are_shown() {
    let mut scene = Scene::new().await;
    let shown = scene.stacks.keep("картинка".as_bytes()).expect("kept");
    let lost = scene.stacks.keep(SECRET.as_bytes()).expect("kept");
    let change = PageChange::File(PageFile {
        mime: "image/png".to_owned(),
        size_bytes: 16,
        blake3: blake3::Hash::from_bytes(shown).to_hex().to_string(),
        text: "на память".to_owned(),
        extra: serde_json::Map::new(),
    });
    scene
        .ask("@bob:x", revise("Файл:чашка.png", 1, &[], change))
        .await;
    scene.follow().await;
    assert_eq!(scene.list(PageList::Files), ["Файл:чашка.png"]);
    assert!(
        scene.stacks.bytes(&lost).expect("read").is_some(),
        "it is new"
    );
    scene.village.later(40 * DAY_MS);
    let path = scene.folder.path().join("pages.db");
    (scene.stacks, scene.follower) = scene.village.library_by(&path, 3, None);
    scene.follow().await;
    assert!(scene.stacks.bytes(&lost).expect("read").is_none());
    assert_eq!(
        scene.stacks.bytes(&shown).expect("read").as_deref(),
        Some("картинка".as_bytes())
    );
    let hide = HideRevision { revision: name(1) };
    scene.ask("@bob:x", Ask::HideRevision(hide)).await;
    scene.follow().await;
    assert!(scene.stacks.bytes(&shown).expect("read").is_none());
    assert!(!holds(scene.folder.path(), "картинка"));
}

#[tokio::test]
async fn lists_go_on_behind_a_line() {
    let mut scene = Scene::new().await;
    for (number, name) in (1..).zip(["Чай", "Категория:Чай", "Файл:Чай", "Чай с мёдом", "Аист"])
    {
        scene
            .ask("@ann:x", text(name, number, &[], "[[Лес]] [[Луг]]"))
            .await;
    }
    scene.follow().await;
    let id = scene.village.id();
    let (mut after, mut found): (Option<PageKey>, Vec<String>) = (None, Vec::new());
    loop {
        let lines = scene
            .stacks
            .listed(&id, PageList::All, after.as_ref(), 2)
            .expect("read");
        let Some(last) = lines.last() else { break };
        after = Some(PageKey::behind(PageList::All, last));
        found.extend(lines.iter().map(|line| line.title.to_string()));
    }
    assert_eq!(found, scene.list(PageList::All));
    assert_eq!(found.len(), 5);
}

fn found(scene: &Scene, words: &str) -> Vec<String> {
    let found = scene.stacks.found(&scene.village.id(), words, 10);
    let pages = found.expect("read").pages.into_iter();
    pages.map(|page| page.title.to_string()).collect()
}

#[tokio::test]
async fn pages_are_found_by_words_in_other_forms_and_titles_come_first() {
    let mut scene = Scene::new().await;
    for (index, (title, words)) in [
        ("Устав", "Не **шуметь** после десяти. Гостей кормят."),
        (
            "Кормление кошек",
            "Кошку кормят рыбой. См. [[Устав|правила]].",
        ),
        ("Ёлка", "Наряжают в декабре, по уставу."),
    ]
    .into_iter()
    .enumerate()
    {
        let number = u8::try_from(index + 1).expect("few");
        scene.ask("@ann:x", text(title, number, &[], words)).await;
    }
    scene.follow().await;
    for (words, pages) in [
        ("шумели", &["Устав"][..]),
        ("уставы", &["Устав", "Ёлка"]),
        ("кошки", &["Кормление кошек"]),
        ("елки", &["Ёлка"]),
        ("правило", &["Кормление кошек"]),
        ("кормить -кошка", &["Устав"]),
        ("«кормить гости»", &[]),
        ("«гости кормить»", &["Устав"]),
        ("rjirf", &["Кормление кошек"]),
        ("декабрь наряжать", &["Ёлка"]),
        ("дикабря", &["Ёлка"]),
        ("собака", &[]),
        (" ", &[]),
        ("тег:чай", &[]),
    ] {
        assert_eq!(found(&scene, words), pages, "{words}");
    }
    let one = scene.stacks.found(&scene.village.id(), "шумели", 10);
    let one = one.expect("read").pages.remove(0);
    assert_eq!(
        one.snippet,
        [
            (false, "Не ".to_owned()),
            (true, "шуметь".to_owned()),
            (false, " после десяти. Гостей кормят.".to_owned()),
        ]
    );
    scene.is_as_made_anew().await;
}
