//! A community with a wiki.

use std::sync::{Arc, Mutex};

use secta_bot_kit::{
    Bot, EventId, Lang, RoomId,
    effect::{ABOUT_FIELD, Compose, ViewAct},
    testkit::{Keeper, Sent, Story, selves},
    web::{self, Answer, Deed, Form, PageEdit, WikiDeed},
};
use secta_record::{
    RecordId,
    act::{Act as Public, PageChange, Revise, RevisionId},
};
use secta_rules::State;
use secta_wiki::title::Title;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::{
    NAME, Wiki,
    act::{About, Act, Came, Question},
    memory::{self, Shown},
};

/// The bot of these stories.
pub fn bot() -> Wiki {
    Wiki::new(selves())
}

pub fn title(text: &str) -> Title {
    Title::parse(text).expect("a title")
}

/// A text as a change.
pub fn text(text: &str) -> PageChange {
    PageChange::Text(text.to_owned())
}

/// A deed that changes one page.
pub fn revises(title: &str, parents: &[RevisionId], change: PageChange) -> WikiDeed {
    let edit = PageEdit {
        title: title.to_owned(),
        parents: parents.to_vec(),
        change,
    };
    WikiDeed::Revise {
        edits: vec![edit],
        comment: String::new(),
    }
}

/// A story about one community, founded by anna; boris and clara are trusted too, zoe is a newcomer.
pub struct World {
    pub story: Story,
    pub id: RecordId,
    came: Arc<Mutex<Vec<Came>>>,
}

impl World {
    pub fn new() -> Self {
        let came = Arc::new(Mutex::new(Vec::new()));
        let next = Arc::clone(&came);
        let bots: [Arc<dyn Bot>; 2] = [Arc::new(Keeper(json!({}))), Arc::new(bot())];
        let mut story = Story::of(bots)
            .viewing(Arc::new(move |act| view(&next, act)))
            .composing(Arc::new(|compose, _, _| composed(compose)));
        let lobby = story.room("лобби", &["anna"]);
        story.says(&lobby, "anna", "!основать Поляна");
        story.says(&lobby, "anna", "!пост");
        for who in ["boris", "clara"] {
            let user = story.user(who);
            story.says(&lobby, "anna", &format!("!принять {user}"));
        }
        let id = *story.communities().iter().next().expect("a community").0;
        let mut world = Self { story, id, came };
        for role in ["stream", "square", "council"] {
            let room = world.room(role);
            for who in ["anna", "boris", "clara", "zoe"] {
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

    /// Somebody gets a porch of their own.
    pub fn porch(&mut self, who: &str) -> RoomId {
        let porch = self.story.direct(who);
        self.story.says(&porch, who, "!предбанник");
        self.story.sent();
        porch
    }

    /// Somebody says something in the square.
    pub fn says(&mut self, who: &str, text: &str) -> EventId {
        let square = self.room("square");
        self.story.says(&square, who, text)
    }

    /// What the view will say next.
    pub fn comes(&mut self, came: Came) {
        self.came.lock().expect("a lock").push(came);
    }

    /// Somebody sends a form; what came of it.
    pub fn files(&mut self, who: &str, id: &str, deed: WikiDeed) -> Answer {
        let form = Form {
            community: self.id,
            by: self.story.user(who),
            lang: Lang::Ru,
            deed: Deed::Wiki(deed),
        };
        self.story.files(id, &form);
        let scope = web::answer_scope(id);
        let answer = self.story.remembers(NAME, &scope, web::ANSWER);
        answer.expect("an answer")
    }

    /// What the bot has sent since the last look.
    pub fn sent(&mut self) -> Vec<Sent> {
        let mut sent = self.story.sent();
        sent.retain(|sent| sent.bot == NAME);
        sent
    }

    /// The one thing that the bot has said since the last look.
    pub fn answer(&mut self) -> String {
        let sent = self.sent();
        assert_eq!(sent.len(), 1, "one answer, not {sent:#?}");
        sent[0].text().to_owned()
    }

    /// The community's rules.
    pub fn rules(&self) -> &State {
        self.story.communities().get(&self.id).expect("it is there")
    }

    /// The revisions, in order.
    pub fn revisions(&self) -> Vec<Revise> {
        let acts = self.story.enacted().filter_map(|one| one.fact.act());
        acts.filter_map(|act| match act {
            Public::Revise(revise) => Some(revise.clone()),
            _ => None,
        })
        .collect()
    }

    /// The revisions that a page stands at.
    pub fn heads(&self, page: &str) -> Vec<RevisionId> {
        self.rules().page(&memory::page_of(&title(page))).heads
    }
}

fn view(came: &Mutex<Vec<Came>>, act: &ViewAct) -> Value {
    assert_eq!(act.view, NAME);
    Act::deserialize(&act.ask).expect("an act");
    let mut came = came.lock().expect("a lock");
    assert!(!came.is_empty(), "nothing was to be done: {act:?}");
    json!(came.remove(0))
}

/// What the view composes: the question itself; of a page and of a thread's beginning, what it is about too.
fn composed(compose: &Compose) -> Map<String, Value> {
    let question = Question::deserialize(&compose.ask).expect("a question");
    let mut content = Map::new();
    content.insert("body".to_owned(), json!(json!(question.about).to_string()));
    let about = match &question.about {
        About::Page { title } => Some(memory::about_shown(
            &question.community,
            &Shown {
                page: memory::page_of(title),
                heads: vec![RevisionId([7; 32])],
            },
        )),
        About::Talk { title } => Some(memory::about_talk(
            &question.community,
            &memory::page_of(title),
        )),
        _ => None,
    };
    if let Some(about) = about {
        content.insert(ABOUT_FIELD.to_owned(), json!(about));
    }
    content
}
