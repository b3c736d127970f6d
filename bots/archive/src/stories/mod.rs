//! Given rooms, when somebody says `!запомни`, then the right vault is asked, and what came of it is said.

mod saving;
mod syncing;

use std::sync::{Arc, Mutex};

use secta_bot_kit::{
    Bot, Lang, RoomId,
    testkit::Story,
    words::{check, check_used},
};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{
    Archive, Settings,
    act::{Act, Came, Fate, Synced},
};

fn bot(remote: bool) -> Archive {
    Archive::new(Settings {
        remote,
        private: true,
        every_ms: 300_000,
        lang: Lang::Ru,
    })
}

/// What the vault was asked to do, and what it says next.
#[derive(Clone, Default)]
struct Vault {
    asked: Arc<Mutex<Vec<Act>>>,
    says: Arc<Mutex<Vec<Came>>>,
}

impl Vault {
    fn story(&self, remote: bool) -> Story {
        let vault = self.clone();
        let bots = [Arc::new(bot(remote)) as Arc<dyn Bot>];
        Story::of(bots).viewing(Arc::new(move |act| vault.act(&act.ask)))
    }

    fn act(&self, act: &Value) -> Value {
        let act = Act::deserialize(act).expect("an act");
        let usual = match &act {
            Act::Save(_) => Came::Saved {
                path: "Заметка.md".to_owned(),
                fate: Fate::New,
                left_out: Vec::new(),
            },
            Act::Sync { .. } => Came::Synced(Synced::default()),
            Act::Forget { .. } => Came::Forgotten,
            Act::Edit(_) => Came::Edited { changed: true },
            Act::Resume { .. } => Came::Resumed,
        };
        self.asked.lock().expect("a lock").push(act);
        let said = self.says.lock().expect("a lock").pop();
        json!(said.unwrap_or(usual))
    }

    fn says(&self, came: Came) {
        self.says.lock().expect("a lock").push(came);
    }

    fn asked(&self) -> Vec<Act> {
        std::mem::take(&mut *self.asked.lock().expect("a lock"))
    }
}

/// What a user asks, and what is answered.
fn ask(story: &mut Story, room: &RoomId, who: &str, text: &str) -> String {
    story.sent();
    story.says(room, who, text);
    story.answer()
}

#[test]
fn the_phrases_are_complete_in_both_languages() {
    check(&bot(true));
}

#[test]
fn each_phrase_is_used_and_each_used_one_is_there() {
    let sources = [
        include_str!("../recall.rs"),
        include_str!("../save.rs"),
        include_str!("../switch.rs"),
        include_str!("../sync.rs"),
    ];
    check_used(&bot(true), &sources);
}
