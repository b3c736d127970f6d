//! A community to tell stories in.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use secta_bot_kit::{
    Bot, Effect, EventId, RoomId, Written,
    effect::ViewAct,
    input::{FileSource, Media},
    testkit::{Keeper, Sent, Story},
    when,
};
use secta_record::{
    RecordId,
    act::{Act as Public, Enter},
};
use secta_rules::{
    State,
    state::{Entry, Matter},
};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{
    Chronicle, NAME, Settings,
    act::{Act, Came, Gathered, Why},
};

/// The bot of these stories.
pub fn bot() -> Chronicle {
    Chronicle::new(Settings {
        selves: secta_bot_kit::testkit::selves(),
        zone: when::zone("Europe/Moscow").expect("a zone"),
    })
}

/// What the view finds, by the event.
type Found = Arc<Mutex<BTreeMap<String, Came>>>;

/// A story about one community, founded by anna.
pub struct World {
    pub story: Story,
    pub id: RecordId,
    found: Found,
}

impl World {
    /// With anna, boris, clara, dora, emil, who are all trusted: three votes are magic for somebody else's words.
    pub fn of_five() -> Self {
        Self::with(json!({}), &["boris", "clara", "dora", "emil"])
    }

    /// Founded under a policy, with so many more who are trusted.
    pub fn with(policy: Value, trusted: &[&str]) -> Self {
        let found = Found::default();
        let seen = Arc::clone(&found);
        let bots: [Arc<dyn Bot>; 2] = [Arc::new(Keeper(policy)), Arc::new(bot())];
        let mut story = Story::of(bots).viewing(Arc::new(move |act| view(&seen, act)));
        let lobby = story.room("лобби", &["anna"]);
        story.says(&lobby, "anna", "!основать Поляна");
        story.says(&lobby, "anna", "!пост");
        for who in trusted {
            let user = story.user(who);
            story.says(&lobby, "anna", &format!("!принять {user}"));
        }
        let id = *story.communities().iter().next().expect("a community").0;
        let mut world = Self { story, id, found };
        for room in ["stream", "twilight", "council", "square"] {
            let room = world.room(room);
            for who in trusted.iter().chain(&["anna", "zoe"]) {
                world.story.joins(&room, who);
            }
        }
        world.story.sent();
        world
    }

    /// One of its rooms.
    pub fn room(&self, role: &str) -> RoomId {
        let mut made = self.story.made().iter();
        let room = made.find(|(_, request)| {
            let name = request["name"].as_str().unwrap_or_default();
            name.starts_with(&format!("{role}/"))
        });
        room.expect("it is made").0.clone()
    }

    /// Somebody says something that the homeserver will give back.
    pub fn says(&mut self, role: &str, who: &str, text: &str) -> EventId {
        let room = self.room(role);
        let event = self.story.says(&room, who, text);
        self.finds(&event, who, text);
        event
    }

    /// The homeserver gives this for an event.
    pub fn finds(&mut self, event: &EventId, who: &str, text: &str) {
        let gathered = Gathered {
            author: self.story.user(who),
            name: format!("{who} the First"),
            time_ms: self.story.now_ms(),
            about: None,
            written: Written {
                text: text.to_owned(),
                msgtype: "m.text".to_owned(),
                ..Written::default()
            },
            blake3: None,
        };
        self.gives(event, Came::Gathered(Box::new(gathered)));
    }

    /// The homeserver gives an image with a caption for an event.
    pub fn finds_image(&mut self, event: &EventId, who: &str, caption: &str) {
        self.finds(event, who, caption);
        let mut found = self.found.lock().expect("a lock");
        let Some(Came::Gathered(gathered)) = found.get_mut(event.as_str()) else {
            panic!("it was said");
        };
        gathered.written.msgtype = "m.image".to_owned();
        gathered.written.media = Some(Box::new(Media {
            source: FileSource::clear("mxc://home/copy"),
            name: "чай.png".to_owned(),
            mime: "image/png".to_owned(),
            size_bytes: 7,
            captioned: true,
            info: json!({ "w": 1, "h": 1 }),
        }));
        gathered.blake3 = Some("ab".repeat(32));
    }

    /// The homeserver gives this for an event.
    pub fn gives(&mut self, event: &EventId, came: Came) {
        let mut found = self.found.lock().expect("a lock");
        found.insert(event.as_str().to_owned(), came);
    }

    /// Somebody replies with a command.
    pub fn replies(&mut self, role: &str, who: &str, to: &EventId, text: &str) -> EventId {
        let room = self.room(role);
        self.story.replies(&room, who, to, text)
    }

    /// Somebody reacts.
    pub fn reacts(&mut self, role: &str, who: &str, to: &EventId, key: &str) -> EventId {
        let room = self.room(role);
        self.story.reacts(&room, who, to, key)
    }

    /// What the bot has sent since the last look.
    pub fn sent(&mut self) -> Vec<Sent> {
        let mut sent = self.story.sent();
        sent.retain(|sent| sent.bot == NAME);
        sent
    }

    /// What the bot has sent to a room since the last look.
    pub fn sent_to(&mut self, role: &str) -> Vec<Sent> {
        let room = self.room(role);
        let mut sent = self.sent();
        sent.retain(|sent| sent.room == room);
        sent
    }

    /// The texts of what the bot has said since the last look, new ones alone.
    pub fn said(&mut self) -> Vec<String> {
        let sent = self.sent();
        sent.iter()
            .filter(|sent| sent.kind == "m.room.message")
            .filter(|sent| sent.content.get("m.new_content").is_none())
            .map(|sent| sent.text().to_owned())
            .collect()
    }

    /// The one thing that the bot has said since the last look.
    pub fn answer(&mut self) -> String {
        let said = self.said();
        assert_eq!(said.len(), 1, "one answer, not {said:#?}");
        said.into_iter().next().unwrap_or_default()
    }

    /// The community's rules.
    pub fn rules(&self) -> &State {
        self.story.communities().get(&self.id).expect("it is there")
    }

    /// The entry records, in order.
    pub fn entered(&self) -> Vec<Enter> {
        let acts = self.story.enacted().filter_map(|one| one.fact.act());
        acts.filter_map(|act| match act {
            Public::Enter(enter) => Some(enter.clone()),
            _ => None,
        })
        .collect()
    }

    /// Everything that is proposed or entered, by the rules, the oldest first.
    pub fn entries(&self) -> Vec<Entry> {
        let acts = self.story.enacted().filter_map(|one| one.fact.act());
        acts.filter_map(|act| match act {
            Public::ProposeEntry(propose) => Some(propose.proposal),
            _ => None,
        })
        .filter_map(|id| {
            let view = self.rules().proposal(&id, self.story.now_ms())?;
            match view.matter {
                Matter::Entry(entry) => Some(entry.clone()),
                _ => None,
            }
        })
        .collect()
    }

    /// The kinds of what was enacted for a proposal of an entry.
    pub fn kinds(&self) -> Vec<&'static str> {
        let acts = self.story.enacted().filter_map(|one| one.fact.act());
        acts.map(Public::kind)
            .filter(|kind| {
                kind.contains("entr") || kind.contains("enter") || kind.contains("propos")
            })
            .collect()
    }

    /// How often a message was read.
    pub fn gatherings(&self) -> usize {
        let effects = self.story.effects();
        let views = effects.iter();
        views
            .filter(|effect| matches!(effect, Effect::View(_)))
            .count()
    }

    /// A message of anna's in the square, voted in by three others.
    pub fn enters(&mut self, text: &str) -> EventId {
        let said = self.says("square", "anna", text);
        self.replies("square", "boris", &said, "!в летопись");
        for who in ["clara", "dora", "emil"] {
            self.reacts("square", who, &said, "📜");
        }
        said
    }
}

fn view(found: &Found, act: &ViewAct) -> Value {
    assert_eq!(act.view, NAME);
    let Act::Gather { event, .. } = Act::deserialize(&act.ask).expect("an act");
    let found = found.lock().expect("a lock");
    let came = found.get(event.as_str()).cloned();
    json!(came.unwrap_or(Came::Not(Why::Gone)))
}
