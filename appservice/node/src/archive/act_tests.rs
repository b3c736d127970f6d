//! Given a journal and no homeserver, when the archive is asked to follow an edit, then it does for the author alone.

use std::sync::{Arc, Mutex, OnceLock};

use jiff::tz::TimeZone;
use secta_bot_archive::act::{Act, Came, Edit, VaultId};
use secta_bot_kit::{EventId, NewRow, RoomId, UserId, journal::source, read::Selves};
use secta_bot_search::text::lemmas::Dictionaries;
use secta_store::{Batch, Store, memory::Memory};
use secta_wiki_formats::{
    note::{Note, Origin},
    vault::{Author, Change, Draft, Vault, VaultSettings},
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::Archive;
use crate::{
    bots::{self, Setup},
    clock::SystemClock,
    engine::views::View,
    seal::Sealer,
};

const FOLDER: &str = "room-1";
const ROOM: &str = "!room:home";

struct Place {
    folder: tempfile::TempDir,
    archive: Archive,
}

impl Place {
    /// With notes of `$1`, said in the clear, and `$2`, encrypted; both are Anna's.
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        make_vault(&folder);
        let sealer = Sealer::new(&[7; 32]);
        let store = Memory::new("tag");
        store.append(journal(&sealer)).await.unwrap();
        let selves = Selves {
            bot: UserId::new("@secta:home"),
            prefix: "_secta_".to_owned(),
            server: "home".to_owned(),
        };
        let archive = Archive {
            folder: folder.path().to_owned(),
            homeserver: Arc::new(OnceLock::new()),
            store: Arc::new(store),
            sealer,
            clock: Arc::new(SystemClock),
            words: Arc::new(bots::words(&Setup::new(selves.clone()))),
            selves,
            lemmas: Arc::new(Dictionaries::bundled(|error| panic!("{error}"))),
            zone: TimeZone::UTC,
            server: "home".to_owned(),
            aside: "aside".to_owned(),
            far: None,
            open: Mutex::default(),
        };
        Self { folder, archive }
    }

    async fn edits(&self, by: &str, event: &str, encrypted: bool) -> Came {
        let act = Act::Edit(Edit {
            vault: VaultId {
                folder: FOLDER.to_owned(),
                common: false,
            },
            room: RoomId::new(ROOM),
            event: EventId::new(event),
            edit: EventId::new("$e"),
            by: UserId::new(by),
            at_ms: 2_000,
            body: "* сушить *в тени*".to_owned(),
            html: Some("сушить <em>в тени</em>".to_owned()),
            file: false,
            encrypted,
        });
        let came = self
            .archive
            .perform(&format!("{event}.{by}"), &json!(act))
            .await;
        Came::deserialize(came.unwrap()).unwrap()
    }

    fn note(&self, event: &str) -> String {
        let file = self.folder.path().join(FOLDER).join(path(event));
        std::fs::read_to_string(file).unwrap()
    }
}

fn path(event: &str) -> String {
    format!("{}.md", event.trim_start_matches('$'))
}

fn make_vault(folder: &tempfile::TempDir) {
    let mut vault = Vault::open(VaultSettings::new(folder.path().join(FOLDER))).unwrap();
    for event in ["$1", "$2"] {
        let origin = Origin {
            source: String::new(),
            author_id: "@anna:home".to_owned(),
            author_name: "Анна".to_owned(),
            at_ms: 1_000,
            room: "Поляна".to_owned(),
            tags: Vec::new(),
            event_id: event.to_owned(),
        };
        let note = Note::new(&origin, &TimeZone::UTC, "сушить на солнце\n");
        let draft = Draft {
            author: Author::service("secta"),
            at_ms: 1_000,
            zone: TimeZone::UTC,
            message: event.to_owned(),
            operation: event.to_owned(),
            changes: vec![Change::Put {
                path: path(event),
                data: note.to_string().into_bytes(),
            }],
        };
        vault.commit(&draft).unwrap();
    }
}

fn journal(sealer: &Sealer) -> Batch {
    let said = json!({ "msgtype": "m.text", "body": "сушить на солнце" });
    let ciphertext = json!({ "algorithm": "m.megolm.v1.aes-sha2", "ciphertext": "…" });
    let row = |origin: &str, event: &str, kind: &str, content: &Value| {
        NewRow {
        source: origin.to_owned(),
        external_id: event.to_owned(),
        room: Some(ROOM.to_owned()),
        at_ms: 1_000,
        body: json!({
            "type": kind, "event_id": event, "room_id": ROOM, "sender": "@anna:home", "origin_server_ts": 1_000,
            "content": content,
        })
        .to_string()
        .into_bytes(),
        sealed: false,
    }
    };
    let mut decrypted = row(source::DECRYPTED, "$2", "m.room.message", &said);
    decrypted.body = sealer.seal(&decrypted.body).unwrap();
    decrypted.sealed = true;
    Batch {
        rows: vec![
            row(source::MATRIX, "$1", "m.room.message", &said),
            row(source::MATRIX, "$2", "m.room.encrypted", &ciphertext),
            decrypted,
        ],
        ..Batch::default()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_author_changes_the_words_of_a_note_and_nobody_else() {
    let place = Place::new().await;
    for (event, encrypted) in [("$1", false), ("$2", true)] {
        let came = place.edits("@boris:home", event, encrypted).await;
        assert_eq!(came, Came::Edited { changed: false });
        assert!(place.note(event).contains("на солнце"));
        let came = place.edits("@anna:home", event, encrypted).await;
        assert_eq!(came, Came::Edited { changed: true });
        let note = place.note(event);
        assert!(
            note.contains("сушить *в тени*") && !note.contains("солнце"),
            "{note}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edit_of_what_stands_in_no_note_changes_nothing() {
    let place = Place::new().await;
    let came = place.edits("@anna:home", "$3", false).await;
    assert_eq!(came, Came::Edited { changed: false });
}
