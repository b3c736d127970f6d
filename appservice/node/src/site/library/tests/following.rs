use std::fs;

use proptest::prelude::*;
use secta_record::act::{ItemId, Opinion};
use secta_rules::dump::View;
use secta_site::{
    model::{Item, Listing, Standing},
    ports::Library,
};
use tempfile::{TempDir, tempdir};

use super::{
    stories::{self, TAKEN_BACK},
    village::{BEGIN_MS, DAY_MS, TAG, Village, dump, item, text},
};
use crate::{
    engine::folds::Folds,
    seal::Sealer,
    site::library::{Follower, Stacks},
};

/// A community with its view.
struct Scene {
    village: Village,
    folder: TempDir,
    stacks: Stacks,
    follower: Follower,
}

impl Scene {
    async fn new() -> Self {
        Self::of(Village::founded().await, 400)
    }

    fn of(village: Village, slice: usize) -> Self {
        let folder = tempdir().expect("a folder");
        let (stacks, follower) = village.library_by(&folder.path().join("pages.db"), slice, None);
        Self {
            village,
            folder,
            stacks,
            follower,
        }
    }

    async fn follow(&mut self) {
        self.follower.follow_all().await.expect("followed");
        assert!(self.follower.wrong.is_empty(), "{:?}", self.follower.wrong);
    }

    /// The process dies, and begins again.
    fn again(&mut self) {
        let path = self.folder.path().join("pages.db");
        (self.stacks, self.follower) = self.village.library_by(&path, 3, None);
    }

    fn dump(&self) -> Vec<String> {
        self.stacks.pages().dump().expect("read")
    }

    fn item(&self, number: u16) -> Item {
        let found = self.stacks.items(&self.village.id(), &[item(number)]);
        found.expect("read").pop().expect("it is there")
    }

    fn listed(&self, listing: &Listing) -> Vec<ItemId> {
        let page = self.stacks.listed(&self.village.id(), listing, None, 100);
        page.expect("read").items.iter().map(|it| it.item).collect()
    }

    fn waiting(&self) -> Vec<ItemId> {
        let rules = self.stacks.rules(&self.village.id()).expect("folded");
        rules.read().waiting()
    }

    fn is_level(&self) {
        let rules = self.stacks.rules(&self.village.id()).expect("folded");
        let rules = rules.read();
        let lines = |dump: String| dump.lines().map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(
            lines(rules.dump(View::Public)),
            lines(self.village.state.dump(View::Public))
        );
        assert_eq!(rules.waiting(), self.village.state.waiting());
    }
}

#[tokio::test]
async fn what_is_published_is_shown_and_what_waits_is_in_the_rules_alone() {
    let mut scene = Scene::new().await;
    scene
        .village
        .post("@ann:x", 1, text("Чай, #самовар и #Варенье"))
        .await;
    scene
        .village
        .post("@bob:x", 2, text("nobody's business"))
        .await;
    scene.follow().await;
    let communities = scene.stacks.communities().expect("read");
    assert_eq!(
        (communities.len(), communities[0].name.as_str()),
        (1, "Поляна")
    );
    assert_eq!(scene.listed(&Listing::Newest), [item(1)]);
    assert_eq!(scene.item(1).tags, ["самовар", "варенье"]);
    assert_eq!(scene.waiting(), [item(2)]);
    let (version, changes) = (
        scene.stacks.version(&scene.village.id()),
        scene.stacks.changes(),
    );
    assert!(version > 0);
    scene.village.vote("@ann:x", 2, Opinion::Support).await;
    scene.follow().await;
    let after = scene.stacks.version(&scene.village.id());
    assert!(after > version);
    scene.village.post("@eve:x", 3, text("и это")).await;
    scene.follow().await;
    assert_eq!(scene.stacks.version(&scene.village.id()), after);
    scene.village.withdraw("@eve:x", 3).await;
    scene.follow().await;
    assert!(changes.has_changed().expect("it lives"));
    assert!(scene.waiting().is_empty());
    assert_eq!(scene.listed(&Listing::Newest).len(), 2);
    assert_eq!(
        (scene.item(2).support, scene.item(2).standing),
        (1, Standing::Published)
    );
    assert_eq!(scene.listed(&Listing::Tag("САМОВАР".to_owned())), [item(1)]);
    scene.is_level();
}

#[tokio::test]
async fn what_waited_and_is_gone_leaves_the_rules_too() {
    let mut scene = Scene::new().await;
    scene.village.post("@ann:x", 1, text("Чай")).await;
    for (number, who) in [(2, "@bob:x"), (3, "@carl:x"), (4, "@dora:x")] {
        scene.village.post(who, number, text("Я подожду")).await;
    }
    scene.follow().await;
    assert_eq!(scene.waiting().len(), 3);
    let changes = scene.stacks.changes();
    scene.village.withdraw("@bob:x", 2).await;
    scene.follow().await;
    assert_eq!(scene.waiting(), scene.village.state.waiting());
    assert!(changes.has_changed().expect("it lives"));
    scene.village.wait(2 * DAY_MS).await;
    scene
        .village
        .post("@dora:x", 5, text("Я снова здесь"))
        .await;
    scene.follow().await;
    assert_eq!(scene.waiting(), [item(5)]);
    scene.is_level();
    assert_eq!(scene.dump(), scene.village.anew().await);
}

#[tokio::test]
async fn everything_that_is_done_is_seen() {
    let mut scene = Scene::new().await;
    stories::everything(&mut scene.village).await;
    scene.follow().await;
    scene.is_level();
    let id = scene.village.id();
    let post = scene.item(10);
    assert_eq!(
        (post.supertags, post.tags),
        (
            vec!["Чайная".to_owned()],
            vec!["самовар".to_owned(), "утро доброе".to_owned()]
        )
    );
    assert_eq!(
        (post.support, post.oppose, post.comments, post.entry),
        (1, 0, 3, Some(1))
    );
    assert_eq!(post.name.as_deref(), Some("Анна"));
    let edited = scene.item(11);
    assert_eq!(edited.content.expect("words").text, "С малиновым");
    assert!(edited.edited_ms.is_some());
    let hidden = scene.item(20);
    assert_eq!(
        (hidden.standing, hidden.content, hidden.comments),
        (Standing::Hidden, None, 1)
    );
    assert!(scene.listed(&Listing::Tag("дерзко".to_owned())).is_empty());
    let twigs = scene.stacks.thread(&id, &item(10)).expect("read");
    let seen: Vec<_> = twigs
        .iter()
        .map(|twig| (twig.item, twig.parent, twig.score))
        .collect();
    assert_eq!(
        seen,
        [
            (item(11), item(10), 0),
            (item(12), item(11), 0),
            (item(13), item(10), 3)
        ]
    );
    let said = scene.stacks.said(&id, &[20; 32]).expect("read");
    assert_eq!(said.len(), 2);
    assert!(
        said.iter()
            .all(|said| said.kind == "silence_vote" && said.text.is_some())
    );
    let entries = scene.stacks.entries(&id, None, 9).expect("read");
    let numbers: Vec<_> = entries
        .iter()
        .map(|it| (it.number, it.item, it.content.is_some()))
        .collect();
    assert_eq!(numbers, [(2, None, false), (1, Some(item(10)), true)]);
    let ann = scene.stacks.persona(&id, &"@ann:x".into()).expect("read");
    assert_eq!((ann.posts, ann.comments, ann.wallets.len()), (2, 0, 1));
    for (mxc, shown) in [
        ("mxc://x/kept", true),
        ("mxc://x/Аня", false),
        ("mxc://x/Анна", true),
        ("mxc://x/entry31", false),
    ] {
        assert_eq!(
            scene.stacks.shown(mxc).expect("read").is_some(),
            shown,
            "{mxc}"
        );
    }
    let tags = scene.stacks.tags(&id, 99).expect("read");
    assert!(tags.iter().any(|it| it.tag == "самовар") && tags.iter().all(|it| it.tag != "дерзко"));
}

#[tokio::test]
async fn an_upheld_appeal_brings_words_back_as_they_were_last() {
    let mut scene = Scene::new().await;
    stories::everything(&mut scene.village).await;
    scene.follow().await;
    stories::appeal(&mut scene.village).await;
    scene.follow().await;
    let shown = scene.item(20);
    assert_eq!(shown.standing, Standing::Published);
    assert_eq!(shown.content.expect("words").text, "Дерзость, и ещё какая?");
    assert_eq!(scene.listed(&Listing::Tag("дерзко".to_owned())), [item(20)]);
    let mut anew = scene.village.anew().await;
    // A message that was redacted is not the message again.
    let event = |lines: &mut Vec<String>| {
        lines.retain(|line| !line.starts_with("item") || !line.contains("Дерзость"))
    };
    let mut kept = scene.dump();
    event(&mut anew);
    event(&mut kept);
    assert_eq!(kept, anew);
}

#[tokio::test]
async fn words_that_are_taken_back_leave_the_files() {
    let mut scene = Scene::new().await;
    stories::everything(&mut scene.village).await;
    scene.follow().await;
    assert!(holds(&scene.folder, TAKEN_BACK));
    stories::take_back(&mut scene.village).await;
    scene.follow().await;
    assert!(!holds(&scene.folder, TAKEN_BACK));
    assert!(holds(&scene.folder, "малиновым"));
    assert_eq!(scene.item(50).standing, Standing::Withdrawn);
    assert_eq!(scene.dump(), scene.village.anew().await);
    // Read for the first time when the words are gone already.
    let anew = tempdir().expect("a folder");
    let (_, mut follower) = scene.village.library(&anew.path().join("pages.db"));
    follower.follow_all().await.expect("followed");
    assert!(!holds(&anew, TAKEN_BACK));
}

fn holds(folder: &TempDir, what: &str) -> bool {
    let files = fs::read_dir(folder.path()).expect("a folder");
    let mut files = files.map(|file| fs::read(file.expect("a file").path()).expect("read"));
    files.any(|bytes| {
        bytes
            .windows(what.len())
            .any(|part| part == what.as_bytes())
    })
}

#[tokio::test]
async fn days_are_told_with_what_happened_and_how_many_were_there() {
    let mut scene = Scene::new().await;
    stories::members(&mut scene.village).await;
    scene.village.later(2 * DAY_MS);
    scene
        .village
        .comment("@ann:x", 10, (1, 1), "Тихо тут")
        .await;
    scene.village.later(29 * DAY_MS);
    scene.follow().await;
    let id = scene.village.id();
    let first = i32::try_from(BEGIN_MS / DAY_MS).expect("few");
    let days = scene.stacks.days(&id, 0).expect("read");
    assert_eq!(
        days.iter().map(|day| day.day).collect::<Vec<_>>(),
        (first..first + 32).collect::<Vec<_>>()
    );
    assert_eq!((days[0].posts, days[0].comments, days[0].votes), (4, 0, 5));
    assert_eq!((days[0].active, days[0].trusted, days[0].magic), (4, 4, 2));
    assert_eq!((days[1].posts, days[1].active), (0, 4));
    assert_eq!((days[2].comments, days[2].active), (1, 4));
    // The thirty days of those who did something on the first day alone are over.
    let numbers = |day: usize| (days[day].active, days[day].trusted, days[day].magic);
    assert_eq!(
        (numbers(29), numbers(30), numbers(31)),
        ((4, 4, 2), (1, 1, 1), (1, 1, 1))
    );
    scene.again();
    scene.follow().await;
    assert_eq!(scene.stacks.days(&id, 0).expect("read"), days);
}

#[tokio::test]
async fn a_view_that_is_lost_or_of_another_past_is_made_anew() {
    let mut scene = Scene::new().await;
    stories::everything(&mut scene.village).await;
    scene.follow().await;
    let whole = scene.dump();
    // The database was put back to what it was before.
    let mut other = Village::founded().await;
    other.post("@ann:x", 1, text("Другое прошлое")).await;
    let path = scene.folder.path().join("pages.db");
    let (stacks, mut follower) = other.library(&path);
    follower.follow_all().await.expect("followed");
    assert_eq!(stacks.pages().dump().expect("read"), other.anew().await);
    drop((stacks, follower));
    scene.again();
    scene.follow().await;
    assert_eq!(scene.dump(), whole);
    scene.is_level();
}

#[tokio::test]
async fn a_view_that_is_damaged_while_it_is_read_is_made_anew() {
    let mut scene = Scene::new().await;
    stories::everything(&mut scene.village).await;
    scene.follow().await;
    let whole = scene.dump();
    scene
        .stacks
        .pages()
        .forget(&scene.village.id())
        .expect("spoiled");
    let damaged = secta_store::pages::PagesError::Corrupt("a page".to_owned());
    scene.stacks.complain(&damaged);
    scene.follow().await;
    assert_eq!(scene.dump(), whole);
    scene.is_level();
}

#[tokio::test]
async fn it_begins_from_what_was_folded_before_where_the_rows_are_not_behind() {
    let mut scene = Scene::new().await;
    stories::members(&mut scene.village).await;
    scene.village.post("@eve:x", 30, text("Я подожду")).await;
    scene.village.skip(20_000);
    scene.village.vote("@bob:x", 1, Opinion::Support).await;
    scene.follow().await;
    let sealer = Sealer::new(&[7; 32]);
    let folds = Folds::new(scene.folder.path().join("folded"), sealer);
    folds
        .renew(scene.village.store.as_ref())
        .await
        .expect("written");
    let name = scene.village.id().to_string();
    let folded = folds.read(&name).expect("it is there");
    assert!(folded.places() > 20_000 && folded.rules().waiting().is_empty());
    scene.village.comment("@bob:x", 10, (1, 1), "А чай?").await;
    scene.village.vote("@carl:x", 30, Opinion::Useful).await;
    let path = scene.folder.path().join("pages.db");
    for lost in [false, true] {
        if lost {
            secta_store::pages::Pages::remove(&path).expect("removed");
        }
        let folds = Some(folds.clone());
        (scene.stacks, scene.follower) = scene.village.library_by(&path, 3, folds);
        scene.follow().await;
        scene.is_level();
        assert_eq!(scene.waiting(), [item(30)]);
        assert_eq!(scene.dump(), scene.village.anew().await);
    }
}

#[tokio::test]
async fn the_follower_wakes_when_facts_are_written() {
    let mut scene = Scene::new().await;
    let stacks = scene.stacks.clone();
    let mut changes = stacks.changes();
    let id = scene.village.id();
    let running = tokio::spawn(scene.follower.run());
    changes.changed().await.expect("it lives");
    scene.village.post("@ann:x", 1, text("Чай")).await;
    while stacks.items(&id, &[item(1)]).expect("read").is_empty() {
        changes.changed().await.expect("it lives");
    }
    running.abort();
    let _ = running.await;
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn it_comes_to_the_same_however_it_is_cut_and_killed(
        slice in 1..9_usize,
        cuts in proptest::collection::vec(0..4_u8, 1..5),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async {
            let mut scene = Scene::of(Village::founded().await, slice);
            for cut in cuts {
                match cut {
                    0 => scene.again(),
                    1 => scene.follower.follow_some().await,
                    2 => scene.village.wait(DAY_MS).await,
                    _ => scene.follow().await,
                }
            }
            stories::everything(&mut scene.village).await;
            scene.follower.follow_some().await;
            scene.again();
            scene.follower.follow_some().await;
            stories::take_back(&mut scene.village).await;
            scene.follower.follow_some().await;
            scene.again();
            scene.follow().await;
            scene.is_level();
            let (kept, anew) = (scene.dump(), scene.village.anew().await);
            assert_eq!(kept, anew);
            let path = scene.folder.path().join("pages.db");
            drop((scene.stacks, scene.follower));
            assert_eq!(dump(&path), anew, "{TAG}");
        });
    }
}
