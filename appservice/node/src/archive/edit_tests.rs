//! Given notes of messages, when these are edited, then the notes have the newer words, and lose nothing of people's.

use jiff::tz::TimeZone;
use secta_bot_archive::act::{Came, Edit, Save, VaultId, What};
use secta_bot_kit::{EventId, Lang, RoomId, UserId};
use secta_wiki_formats::vault::{Author, Change, Draft, Vault, VaultSettings};

use super::{
    messages::Message,
    notes::{self, Making, NewWords},
};

const PATH: &str = "Мята.md";

struct Place {
    _folder: tempfile::TempDir,
    vault: Vault,
    done: u32,
}

impl Place {
    /// With a note of a message, or of a thread with two.
    fn with(what: What, texts: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let vault = Vault::open(VaultSettings::new(folder.path())).unwrap();
        let mut place = Self {
            _folder: folder,
            vault,
            done: 0,
        };
        place.save(what, texts);
        place
    }

    fn save(&mut self, what: What, texts: &[&str]) {
        let save = Save {
            vault: vault_id(),
            what,
            room: RoomId::new("!room:home"),
            room_name: "Поляна".to_owned(),
            path: Some("Мята".to_owned()),
            tags: Vec::new(),
            by: UserId::new("@boris:home"),
            at_ms: 1_000,
            encrypted: false,
            lang: Lang::Ru,
        };
        let messages = texts.iter().zip(1..).map(|(text, n)| message(n, text));
        let messages = messages.collect();
        let came = self.made(|vault, making| notes::keep(vault, &save, messages, making));
        assert!(matches!(came, Came::Saved { .. }), "{came:?}");
    }

    fn made<T, E: std::fmt::Debug>(
        &mut self,
        act: impl FnOnce(&mut Vault, &Making<'_>) -> Result<T, E>,
    ) -> T {
        self.done += 1;
        let making = Making {
            zone: &TimeZone::UTC,
            author: &Author::service("secta"),
            operation: &format!("op.{}", self.done),
        };
        act(&mut self.vault, &making).unwrap()
    }

    /// The author edits a message, which had these words before.
    fn edits(&mut self, event: &str, by: &str, text: &str, before: &[&str]) -> Option<bool> {
        self.puts(event, by, text, before, false)
    }

    fn puts(
        &mut self,
        event: &str,
        by: &str,
        text: &str,
        before: &[&str],
        anyway: bool,
    ) -> Option<bool> {
        let edit = Edit {
            vault: vault_id(),
            room: RoomId::new("!room:home"),
            event: EventId::new(event),
            edit: EventId::new(by),
            by: UserId::new("@anna:home"),
            at_ms: 2_000,
            body: text.to_owned(),
            html: None,
            file: false,
            encrypted: false,
        };
        let words = NewWords {
            edit: &edit,
            link: "https://matrix.to/#/!room:home/$1".to_owned(),
            versions: before.iter().map(|text| (*text).to_owned()).collect(),
            text: text.to_owned(),
        };
        self.made(|vault, making| notes::edit(vault, &words, anyway, making))
    }

    fn forgets(&mut self, event: &str) {
        let event = EventId::new(event);
        self.made(|vault, making| notes::forget(vault, (&event, 3_000), making));
    }

    fn body(&self) -> String {
        let note = self.vault.read_note(PATH).unwrap();
        note.expect("the note").body().to_owned()
    }

    /// What somebody makes of the note in an editor.
    fn by_hand(&mut self, from: &str, to: &str) {
        let data = self.vault.read(PATH).unwrap().expect("the note");
        let text = String::from_utf8(data).unwrap();
        assert!(text.contains(from), "{text}");
        let draft = Draft {
            author: Author::member("@vera:home", "Вера"),
            at_ms: 1_500,
            zone: TimeZone::UTC,
            message: "От руки".to_owned(),
            operation: format!("hand.{}", self.done),
            changes: vec![Change::Put {
                path: PATH.to_owned(),
                data: text.replace(from, to).into_bytes(),
            }],
        };
        self.vault.commit(&draft).unwrap();
    }
}

fn vault_id() -> VaultId {
    VaultId {
        folder: "room-1".to_owned(),
        common: false,
    }
}

fn message(number: i64, text: &str) -> Message {
    Message {
        event: EventId::new(format!("${number}")),
        author: UserId::new("@anna:home"),
        name: "Анна".to_owned(),
        at_ms: number,
        link: format!("https://matrix.to/#/!room:home/${number}"),
        text: text.to_owned(),
        file: None,
    }
}

fn one() -> What {
    What::Message(EventId::new("$1"))
}

fn thread() -> What {
    What::Thread(EventId::new("$1"))
}

#[test]
fn the_words_of_a_message_change_and_what_people_added_stays() {
    let mut place = Place::with(one(), &["Сушить на солнце"]);
    place.by_hand("солнце", "солнце\n\nПроверено.");
    let before = ["Сушить на солнце"];
    assert_eq!(
        place.edits("$1", "$e", "Сушить в тени", &before),
        Some(true)
    );
    assert_eq!(place.body(), "Сушить в тени\n\nПроверено.\n");
    assert_eq!(
        place.edits("$1", "$e", "Сушить в тени", &before),
        Some(false)
    );
    let before = ["Сушить на солнце", "Сушить в тени"];
    assert_eq!(place.edits("$1", "$f", "Сушить", &before), Some(true));
    assert_eq!(place.body(), "Сушить\n\nПроверено.\n");
    assert_eq!(place.edits("$9", "$g", "Чужое", &[]), Some(false));
}

#[test]
fn what_people_made_of_the_words_stays_above_the_newer_ones() {
    let mut place = Place::with(one(), &["Сушить на солнце"]);
    place.by_hand("Сушить", "Никогда не сушить");
    let before = ["Сушить на солнце"];
    assert_eq!(place.edits("$1", "$e", "Сушить в тени", &before), None);
    let put = place.puts("$1", "$e", "Сушить в тени", &before, true);
    assert_eq!(put, Some(true));
    let body = place.body();
    assert!(body.starts_with("Никогда не сушить на солнце\n"), "{body}");
    assert!(
        body.contains("**Анна**") && body.contains("Сушить в тени"),
        "{body}"
    );
    assert_eq!(place.edits("$1", "$f", "Не сушить", &before), Some(true));
    assert!(!place.body().contains("Сушить в тени"));
    place.forgets("$1");
    let body = place.body();
    assert!(
        !body.contains("солнце") && !body.contains("Не сушить"),
        "{body}"
    );
}

#[test]
fn an_entry_of_a_thread_changes_and_older_words_do_not_come_back() {
    let mut place = Place::with(thread(), &["Когда чай?", "В субботу"]);
    assert_eq!(place.edits("$2", "$e", "В пятницу", &[]), Some(true));
    // As a homeserver gives it that tells of no edits.
    place.save(thread(), &["Когда чай?", "В субботу", "Приду"]);
    let body = place.body();
    assert!(
        body.contains("В пятницу") && body.contains("Приду"),
        "{body}"
    );
    assert!(!body.contains("В субботу"), "{body}");
    place.by_hand(
        "<!-- secta:entry $1 -->",
        "От руки.\n\n<!-- secta:entry $1 -->",
    );
    assert_eq!(place.edits("$1", "$f", "Когда кофе?", &[]), Some(true));
    place.forgets("$1");
    let body = place.body();
    assert!(
        body.contains("От руки.") && !body.contains("кофе"),
        "{body}"
    );
}

#[test]
fn newer_words_go_with_the_event_that_brought_them() {
    let mut place = Place::with(one(), &["Чай"]);
    assert_eq!(place.edits("$1", "$e", "Адрес Веры", &["Чай"]), Some(true));
    place.forgets("$e");
    assert_eq!(place.body().trim(), "");
    assert_eq!(place.edits("$1", "$f", "Снова", &["Чай"]), Some(false));
    let mut place = Place::with(thread(), &["Когда чай?", "В субботу"]);
    assert_eq!(place.edits("$2", "$e", "Адрес Веры", &[]), Some(true));
    place.forgets("$e");
    assert!(!place.body().contains("Адрес") && place.body().contains("Когда чай?"));
}

#[test]
fn a_message_whose_note_became_that_of_its_thread_goes_with_its_words() {
    let mut place = Place::with(one(), &["Адрес Веры"]);
    place.by_hand("Адрес Веры", "Адрес Веры\n\nОт руки.");
    place.save(thread(), &["Адрес Веры", "В субботу"]);
    let body = place.body();
    assert_eq!(body.matches("Адрес Веры").count(), 1, "{body}");
    assert!(body.starts_with("От руки."), "{body}");
    place.forgets("$1");
    let body = place.body();
    assert!(
        !body.contains("Адрес") && body.contains("В субботу") && body.contains("От руки."),
        "{body}"
    );
}
