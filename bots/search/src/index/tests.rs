//! Given messages in an index, when somebody searches, then they find what they may read.

use std::sync::Arc;

use jiff::tz::TimeZone;
use secta_bot_kit::{EventId, RoomId, UserId};
use tempfile::TempDir;

use super::{
    Class, Doc, FileText, Found, Index, IndexError, Kind, Reading, Writer,
    search::{BEST, Page},
};
use crate::{
    ask::{Ask, Asker},
    rights::{Readable, Span},
    text::lemmas::Dictionaries,
};

const NOW_MS: i64 = 1_795_251_600_000;
const DAY_MS: i64 = 24 * 3_600_000;

/// An index of a square and a council, and somebody who may read the square.
struct Town {
    index: Index,
    writer: Option<Writer>,
    folder: TempDir,
    written: i64,
    reader: Readable,
}

fn square() -> RoomId {
    RoomId::new("!square:home")
}

fn council() -> RoomId {
    RoomId::new("!council:home")
}

fn lemmas() -> Arc<Dictionaries> {
    Arc::new(Dictionaries::bundled(|error| panic!("{error}")))
}

impl Town {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let index = Index::open(folder.path(), lemmas()).expect("an index");
        let writer = index.writer(1).expect("a writer");
        let mut reader = Readable::default();
        reader.add(&square(), Class::Shared, Span::ALL);
        Self {
            index,
            writer: Some(writer),
            folder,
            written: 0,
            reader,
        }
    }

    fn doc(&mut self, body: &str) -> Doc {
        self.written += 1;
        Doc {
            event: EventId::new(format!("$event{}", self.written)),
            room: square(),
            class: Class::Shared,
            order: self.written,
            author: UserId::new("@anna:home"),
            sent_ms: NOW_MS - DAY_MS + self.written * 1_000,
            edited_ms: NOW_MS - DAY_MS + self.written * 1_000,
            edit: None,
            thread: None,
            kind: Kind::Message,
            body: body.to_owned(),
            file: None,
        }
    }

    fn writer(&mut self) -> &mut Writer {
        self.writer.as_mut().expect("it is open")
    }

    fn add(&mut self, doc: Doc) {
        self.writer().add(doc).expect("it is added");
    }

    fn say(&mut self, body: &str) -> Doc {
        let doc = self.doc(body);
        self.add(doc.clone());
        doc
    }

    fn commit(&mut self) {
        let position = self.written;
        self.writer()
            .commit("tag", position)
            .expect("it is committed");
    }

    fn page(&self, text: &str, skip: usize) -> Found {
        let ask = Self::ask(text);
        let page = Page {
            skip,
            take: 5,
            now_ms: NOW_MS,
        };
        self.index
            .search(&ask, &self.reader, page)
            .expect("it is searched")
    }

    fn ask(text: &str) -> Ask {
        let zone = TimeZone::UTC;
        let asker = Asker {
            now_ms: NOW_MS,
            zone: &zone,
            server: "home",
        };
        Ask::read(text, &asker).expect("it can be asked")
    }

    fn count(&self, text: &str) -> usize {
        let counted = self.index.count(&Self::ask(text), &self.reader, NOW_MS);
        counted.expect("it is counted")
    }

    fn find(&self, text: &str) -> Vec<String> {
        let found = self.page(text, 0);
        found.hits.into_iter().map(|hit| hit.doc.body).collect()
    }
}

#[test]
fn words_are_found_in_every_form_and_all_must_be_there() {
    let mut town = Town::new();
    town.say("Привезли липового мёда");
    town.say("Мёд гречишный");
    town.say("Votes of the members 🎉");
    town.say("fn foo_bar() { baz::run() }");
    town.commit();
    assert_eq!(town.find("липовый мед"), ["Привезли липового мёда"]);
    assert_eq!(town.find("мёд -гречишный"), ["Привезли липового мёда"]);
    assert_eq!(town.find("vote member"), ["Votes of the members 🎉"]);
    assert_eq!(town.find("🎉").len(), 1);
    assert_eq!(town.find("foo_bar").len(), 1);
    assert_eq!(town.find("bar_foo").len(), 0);
    assert!(town.find("пасека").is_empty());
}

#[test]
fn a_phrase_is_found_in_its_order_with_its_small_words() {
    let mut town = Town::new();
    town.say("Собрание будет в пятницу на площади");
    town.say("На площади собрание, а в пятницу нет");
    town.commit();
    assert_eq!(
        town.find("«в пятницу на площади»"),
        ["Собрание будет в пятницу на площади"]
    );
    assert_eq!(town.find("«собрание будет»").len(), 1);
    assert_eq!(town.find("пятница площадь").len(), 2);
}

#[test]
fn filters_narrow_it() {
    let mut town = Town::new();
    let mut post = town.doc("Мёд: #пчёлы, https://example.org");
    post.kind = Kind::Post;
    post.author = UserId::new("@boris:home");
    town.add(post);
    let mut comment = town.doc("Мёд хорош");
    comment.kind = Kind::Comment;
    comment.sent_ms = NOW_MS - 40 * DAY_MS;
    town.add(comment);
    let mut file = town.doc("");
    file.file = Some(FileText {
        name: "мёд.pdf".to_owned(),
        mime: "application/pdf".to_owned(),
        unread: None,
        text: "Соты и ульи".to_owned(),
    });
    town.add(file);
    town.commit();
    let post = "Мёд: #пчёлы, https://example.org".to_owned();
    for text in [
        "мёд от:@boris",
        "тег:пчелы",
        "мёд тип:пост",
        "тип:ссылка",
        "от:boris",
    ] {
        assert_eq!(town.find(text), std::slice::from_ref(&post), "{text}");
    }
    assert_eq!(town.find("мёд до:2026-11-01"), ["Мёд хорош"]);
    assert_eq!(town.find("мёд после:2026-11-01").len(), 2);
    assert_eq!(town.find("мёд тип:файл"), [""]);
    let found = town.page("улей", 0);
    assert!(found.hits[0].in_file, "{found:?}");
    assert_eq!(town.find("мёд тип:комментарий тип:пост").len(), 2);
    assert_eq!(town.find("мёд в:!council:home").len(), 0);
}

#[test]
fn who_may_not_read_finds_nothing_in_any_way() {
    let mut town = Town::new();
    let mut secret = town.doc("Тайна совета");
    secret.room = council();
    town.add(secret);
    let mut early = town.doc("Тайна до прихода");
    early.class = Class::Joined;
    town.add(early);
    let mut late = town.doc("Тайна после прихода");
    late.class = Class::Joined;
    town.add(late);
    town.reader
        .add(&square(), Class::Joined, Span::new(3, i64::MAX));
    town.commit();
    assert_eq!(town.find("тайна"), ["Тайна после прихода"]);
    assert_eq!(town.count("тайна"), 1);
    for text in [
        "совет",
        "nfqyf cjdtnf",
        "тайма совета",
        "от:@anna совет",
        "в:!council:home",
    ] {
        let found = town.page(text, 0);
        assert!(found.hits.is_empty() && !found.more, "{text}: {found:?}");
        assert_eq!(town.count(text), 0, "{text}");
    }
    town.reader = Readable::default();
    assert!(town.find("тайна").is_empty());
}

#[test]
fn the_other_layout_and_a_wrong_letter_are_tried_when_nothing_is_found() {
    let mut town = Town::new();
    town.say("Привет, это пчела");
    town.say("Сходи к Сингулярову");
    town.commit();
    let typed = town.page("ghbdtn", 0);
    assert_eq!(typed.reading, Reading::Layout("привет".to_owned()));
    assert_eq!(typed.hits.len(), 1);
    let typo = town.page("пчила", 0);
    assert_eq!((typo.reading, typo.hits.len()), (Reading::Typos, 1));
    assert_eq!(town.find("сингуляроф").len(), 1);
    assert_eq!(town.page("пчелы", 0).reading, Reading::Asked);
    assert!(town.find("привет пасека").is_empty());
}

#[test]
fn what_was_changed_is_found_as_it_is_and_what_is_gone_is_not() {
    let mut town = Town::new();
    let said = town.say("Мёд по сто");
    town.commit();
    let edit = EventId::new("$edit");
    let changed = Doc {
        body: "Воск по сто".to_owned(),
        edit: Some(edit.clone()),
        ..said.clone()
    };
    town.writer().remove(&said).expect("it is removed");
    town.add(changed.clone());
    town.commit();
    assert!(town.find("мёд").is_empty());
    assert_eq!(town.find("воск"), ["Воск по сто"]);
    let by_edit = town.writer().get(&square(), &edit).expect("it is read");
    assert_eq!(by_edit.as_ref(), Some(&changed));
    town.writer().remove(&changed).expect("it is removed");
    town.commit();
    assert!(town.find("воск").is_empty());
    assert_eq!(
        town.writer()
            .get(&square(), &said.event)
            .expect("it is read"),
        None
    );
    assert_eq!(town.index.len(), 0);
}

#[test]
fn what_was_taken_out_leaves_the_disk() {
    let mut town = Town::new();
    let said = town.say("Мёд, который надо забыть");
    town.say("Мёд, который остаётся");
    town.commit();
    town.writer().remove(&said).expect("it is removed");
    town.commit();
    assert!(!town.writer().is_pure(u32::MAX).expect("it is read"));
    assert_eq!(town.writer().purge(1).expect("it is begun"), 0, "too large");
    assert_eq!(town.writer().purge(2).expect("it is begun"), 1);
    let writer = town.writer.take().expect("it is open");
    writer.finish().expect("it is merged");
    town.index.reload().expect("it is read");
    town.writer = Some(town.index.writer(1).expect("a writer"));
    assert!(town.writer().is_pure(u32::MAX).expect("it is read"));
    assert_eq!(town.find("мёд"), ["Мёд, который остаётся"]);
}

#[test]
fn what_is_said_of_an_event_in_another_room_does_not_touch_it() {
    let mut town = Town::new();
    let said = town.say("Мёд на площади");
    let claimed = Doc {
        room: council(),
        body: "Дёготь".to_owned(),
        ..said.clone()
    };
    town.add(claimed.clone());
    town.commit();
    let known = town.writer().get(&square(), &said.event);
    assert_eq!(known.expect("it is read"), Some(said.clone()));
    town.writer().remove(&claimed).expect("it is removed");
    town.commit();
    assert_eq!(town.find("мёд"), ["Мёд на площади"]);
}

#[test]
fn a_room_goes_as_a_whole() {
    let mut town = Town::new();
    town.say("Мёд здесь");
    town.commit();
    let waiting = town.say("Мёд и тут");
    town.writer().remove_room(&square());
    assert_eq!(
        town.writer()
            .get(&square(), &waiting.event)
            .expect("it is read"),
        None
    );
    town.commit();
    assert!(town.find("мёд").is_empty());
}

#[test]
fn pages_follow_each_other_without_repetition() {
    let mut town = Town::new();
    for number in 0..12 {
        town.say(&format!("Мёд номер {number}"));
    }
    town.commit();
    let mut all = Vec::new();
    for skip in [0, 5, 10] {
        let found = town.page("мёд", skip);
        assert_eq!(found.more, skip < 10);
        assert_eq!(town.count("мёд"), 12);
        all.extend(found.hits.into_iter().map(|hit| hit.doc.body));
    }
    all.sort();
    all.dedup();
    assert_eq!(all.len(), 12);
    assert!(town.page("мёд", BEST).hits.is_empty());
}

#[test]
fn the_newest_of_the_like_comes_first() {
    let mut town = Town::new();
    let mut old = town.doc("Мёд свежий");
    old.sent_ms = NOW_MS - 900 * DAY_MS;
    town.add(old);
    town.say("Свежий мёд");
    town.commit();
    assert_eq!(town.find("свежий мёд"), ["Свежий мёд", "Мёд свежий"]);
    assert_eq!(town.find("от:@anna"), ["Свежий мёд", "Мёд свежий"]);
}

#[test]
fn an_index_goes_on_where_its_last_commit_was() {
    let mut town = Town::new();
    town.say("Мёд записан");
    town.writer()
        .set_note("past", b"here".to_vec())
        .expect("it is noted");
    town.commit();
    town.say("Мёд потерян");
    drop(town.writer.take());
    let again = Index::open(town.folder.path(), lemmas()).expect("it is opened again");
    let mark = again.mark().expect("a mark").expect("there was a commit");
    assert_eq!((mark.position, mark.origin.as_str()), (1, "tag"));
    town.index = again;
    town.writer = Some(town.index.writer(1).expect("a writer"));
    assert_eq!(town.find("мёд"), ["Мёд записан"]);
    assert_eq!(
        town.writer().note("past").expect("it is read"),
        Some(b"here".to_vec())
    );
    assert_eq!(town.writer().note("none").expect("it is read"), None);
    assert!(
        matches!(town.index.writer(1), Err(IndexError::Tantivy(_))),
        "one writes at a time"
    );
}

#[test]
fn words_that_many_use_are_known_by_number_after_a_crash_too() {
    let mut town = Town::new();
    let people = ["@anna:home", "@boris:home", "@vera:home", "@gleb:home"];
    for person in people {
        let mut doc = town.doc("Мёд из Башкирии, HONEY!");
        doc.author = UserId::new(person);
        town.add(doc);
    }
    town.commit();
    for person in people {
        let mut doc = town.doc("Потерянное слово");
        doc.author = UserId::new(person);
        town.add(doc);
    }
    // What was learnt for them reached the disk, the commit did not.
    town.index.lexicon.save().expect("it is saved");
    drop(town.writer.take());
    town.index = Index::open(town.folder.path(), lemmas()).expect("it is opened again");
    town.writer = Some(town.index.writer(1).expect("a writer"));
    for person in people {
        let mut doc = town.doc("Другое из слов");
        doc.author = UserId::new(person);
        town.add(doc);
    }
    town.commit();
    town.index = Index::open_to_read(town.folder.path(), lemmas()).expect("another reads it");
    assert_eq!(town.find("мёд"), ["Мёд из Башкирии, HONEY!"; 4]);
    assert_eq!(town.find("другое"), ["Другое из слов"; 4]);
    assert!(town.find("потерянное").is_empty());
}

#[test]
fn an_index_without_its_words_is_made_anew() {
    let mut town = Town::new();
    for person in ["@anna:home", "@boris:home", "@vera:home"] {
        let mut doc = town.doc("Мёд");
        doc.author = UserId::new(person);
        town.add(doc);
    }
    town.commit();
    drop(town.writer.take());
    std::fs::write(town.folder.path().join("lexicon"), "").expect("it is emptied");
    let opened = Index::open(town.folder.path(), lemmas()).err();
    assert!(opened.is_some_and(|error| error.lasts()));
}

/// A post in the twilight, and later in the stream, which everybody may read.
fn post(town: &mut Town, body: &str) {
    for (room, class) in [
        (square(), Class::Shared),
        (RoomId::new("!stream:home"), Class::WorldReadable),
    ] {
        let kind = Kind::Post;
        let doc = town.doc(body);
        town.add(Doc {
            room,
            class,
            kind,
            ..doc
        });
    }
}

#[test]
fn what_came_out_of_the_twilight_is_found_once_where_everybody_reads_it() {
    let mut town = Town::new();
    let stream = RoomId::new("!stream:home");
    town.reader.add(&stream, Class::WorldReadable, Span::ALL);
    for number in 0..7 {
        post(&mut town, &format!("Пчёлы {number}"));
    }
    // Somebody says the same again: that is another post, and talk is no post at all.
    post(&mut town, "Пчёлы 0");
    town.say("Пчёлы 1");
    let waiting = town.doc("Пчёлы ждут");
    town.add(Doc {
        kind: Kind::Post,
        ..waiting
    });
    town.commit();
    assert_eq!(town.count("пчёлы"), 10);
    let mut found = Vec::new();
    for skip in [0, 5] {
        let page = town.page("пчёлы", skip);
        assert_eq!(page.more, skip == 0);
        found.extend(page.hits.into_iter().map(|hit| hit.doc));
    }
    assert_eq!(found.len(), 10);
    let hidden: Vec<&str> = found
        .iter()
        .filter(|doc| doc.room == square())
        .map(|doc| doc.body.as_str())
        .collect();
    assert_eq!(hidden, ["Пчёлы ждут", "Пчёлы 1"]);
}
