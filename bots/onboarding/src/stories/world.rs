//! A community to tell stories in.

use std::sync::Arc;

use secta_bot_kit::{
    Bot, EventId, RoomId, UserId,
    testkit::{Sent, Story},
};
use secta_record::{
    RecordId,
    act::{AccountId, Act, Rank},
};
use secta_rules::State;
use serde_json::{Value, json};

use super::keeper::Keeper;
use crate::{NAME, Onboarding};

/// A story about one community, «Поляна», founded by anna.
pub struct World {
    pub story: Story,
    pub id: RecordId,
    pub stream: RoomId,
}

impl World {
    /// With the default policy; anna's first post is in the stream.
    pub fn opened() -> Self {
        let mut world = Self::with(json!({}));
        world.anna_posts();
        world
    }

    /// Founded under a policy; nobody has posted yet.
    pub fn with(policy: Value) -> Self {
        Self::of(policy, json!({}), false)
    }

    /// Founded under a policy; `other` may be proposed. The quest's bot may be shown inputs first.
    pub fn of(policy: Value, other: Value, first: bool) -> Self {
        let mut bots: Vec<Arc<dyn Bot>> =
            vec![Arc::new(Keeper { policy, other }), Arc::new(Onboarding)];
        if first {
            bots.reverse();
        }
        let mut story = Story::of(bots);
        let (id, stream) = found(&mut story, "Поляна");
        let mut world = Self { story, id, stream };
        world.comes("anna");
        // A founder is not asked for anything.
        world.silence();
        world
    }

    /// Another community, founded by anna too.
    pub fn founds(&mut self, name: &str) -> RecordId {
        found(&mut self.story, name).0
    }

    pub fn anna_posts(&mut self) {
        self.in_porch("anna", "!пост Первый пост");
        self.story.sent();
    }

    /// Somebody gets a porch in «Поляна», and enters it.
    pub fn comes(&mut self, who: &str) -> RoomId {
        self.comes_to(who, "!вступить Поляна")
    }

    pub fn comes_to(&mut self, who: &str, command: &str) -> RoomId {
        let direct = self.story.direct(who);
        self.story.says(&direct, who, command);
        let porch = self.story.made().last().expect("a porch").0.clone();
        self.story.joins(&porch, who);
        porch
    }

    /// Somebody's porch in «Поляна».
    pub fn porch(&self, who: &str) -> RoomId {
        let user = self.story.user(who);
        let tag = format!("{}/{user}", self.id);
        let mut made = self.story.made().iter();
        let porch = made.find(|(_, asked)| {
            let name = asked["name"].as_str().unwrap_or_default();
            name.starts_with("porch/") && name.ends_with(&tag)
        });
        porch.expect("a porch").0.clone()
    }

    /// Somebody writes in their porch.
    pub fn in_porch(&mut self, who: &str, text: &str) -> EventId {
        let porch = self.porch(who);
        self.story.says(&porch, who, text)
    }

    /// Somebody becomes trusted, by the votes of those who are.
    pub fn trusts(&mut self, who: &str, voters: &[&str]) {
        self.comes(who);
        self.in_porch(who, "!пост Привет");
        let user = self.story.user(who);
        for voter in voters {
            self.in_porch(voter, &format!("!за {user}"));
        }
        assert_eq!(self.rank(who), Rank::Trusted, "{who}");
        self.story.sent();
    }

    pub fn rules(&self) -> &State {
        self.story.communities().get(&self.id).expect("it is there")
    }

    pub fn rank(&self, who: &str) -> Rank {
        let account = AccountId::new(self.story.user(who).as_str());
        self.rules().rank(&account)
    }

    /// What the quest's bot has said since the last look.
    pub fn said(&mut self) -> Vec<Sent> {
        let sent = self.story.sent();
        sent.into_iter().filter(|sent| sent.bot == NAME).collect()
    }

    /// The one message that the quest's bot has said since the last look.
    pub fn says(&mut self) -> Sent {
        let said = self.said();
        let texts: Vec<&str> = said.iter().map(Sent::text).collect();
        assert_eq!(said.len(), 1, "one message, not {texts:#?}");
        said[0].clone()
    }

    /// The one message of the quest's bot says this.
    pub fn expect(&mut self, words: &str) -> Sent {
        let said = self.says();
        assert!(
            said.text().contains(words),
            "{words:?} in {:?}",
            said.text()
        );
        said
    }

    /// The quest's bot has said nothing since the last look.
    pub fn silence(&mut self) {
        let said = self.said();
        assert!(said.is_empty(), "silence, not {said:#?}");
    }

    /// Who got the sign of joining, in order.
    pub fn signs(&self) -> Vec<UserId> {
        let acts = self.story.enacted().filter_map(|one| one.fact.act());
        let joined = acts.filter_map(|act| match act {
            Act::Join(join) => Some(UserId::new(join.account.as_str())),
            _ => None,
        });
        joined.collect()
    }
}

fn found(story: &mut Story, name: &str) -> (RecordId, RoomId) {
    let before: Vec<RecordId> = story.communities().iter().map(|(id, _)| *id).collect();
    let direct = story.direct("anna");
    story.says(&direct, "anna", &format!("!основать {name}"));
    let mut all = story.communities().iter().map(|(id, _)| *id);
    let id = all.find(|id| !before.contains(id)).expect("a community");
    let stream = story.made().last().expect("a stream").0.clone();
    (id, stream)
}
