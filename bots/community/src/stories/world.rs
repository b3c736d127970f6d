//! A community to tell stories in.

use std::sync::Arc;

use secta_bot_kit::{
    Bot, Effect, EventId, RoomId,
    testkit::{Sent, Story, selves},
    when,
};
use secta_record::{
    RecordId,
    act::{AccountId, Rank},
};
use secta_rules::State;

use crate::{
    Community, Settings,
    memory::{self, Hall, Member, Role},
};

/// The bot of all stories.
pub(crate) fn bot() -> Community {
    let zone = when::zone("UTC").expect("a zone");
    Community::new(Settings {
        selves: selves(),
        zone,
    })
}

/// A story about one community, «Поляна», founded by anna.
pub(super) struct World {
    pub story: Story,
    pub id: RecordId,
    pub hall: Hall,
}

impl World {
    /// Founded, nobody has posted yet.
    pub fn founded() -> Self {
        Self::founded_in(Story::of([Arc::new(bot()) as Arc<dyn Bot>]))
    }

    /// That, with another bot on the node.
    pub fn founded_beside(other: Arc<dyn Bot>) -> Self {
        Self::founded_in(Story::of([Arc::new(bot()) as Arc<dyn Bot>, other]))
    }

    fn founded_in(mut story: Story) -> Self {
        let tea = story.room("tea", &["anna", "boris"]);
        story.says(&tea, "anna", "!община создать Поляна");
        let id = story
            .communities()
            .iter()
            .map(|(id, _)| *id)
            .next()
            .expect("a community");
        let hall = story
            .remembers("community", &memory::community(&id), "hall")
            .expect("its rooms");
        let mut world = Self { story, id, hall };
        world.enters_porch("anna");
        world.story.sent();
        world
    }

    /// With anna trusted, by her first post.
    pub fn opened() -> Self {
        let mut world = Self::founded();
        world.posts("anna", "Первый пост");
        world.moves_in("anna");
        world.story.sent();
        world
    }

    /// With these trusted besides anna, by the votes of those before them.
    pub fn with_trusted(names: &[&str]) -> Self {
        let mut world = Self::opened();
        let mut voters = vec!["anna"];
        for name in names {
            world.comes(name);
            let candidate = world.candidate(name, &format!("Привет, я {name}"));
            for voter in &voters {
                world
                    .story
                    .reacts(&world.room(Role::Twilight), voter, &candidate, "👍");
            }
            assert_eq!(world.rank(name), Rank::Trusted, "{name}");
            world.moves_in(name);
            voters.push(name);
        }
        world.story.sent();
        world
    }

    pub fn room(&self, role: Role) -> RoomId {
        self.hall.rooms[&role].clone()
    }

    pub fn rules(&self) -> &State {
        self.story
            .communities()
            .get(&self.id)
            .expect("the community")
    }

    pub fn rank(&self, who: &str) -> Rank {
        self.rules().rank(&self.account(who))
    }

    pub fn account(&self, who: &str) -> AccountId {
        AccountId::new(self.story.user(who).as_str())
    }

    pub fn member(&mut self, who: &str) -> Member {
        let scope = memory::member(&self.id, &self.story.user(who));
        self.story
            .remembers("community", &scope, "member")
            .unwrap_or_default()
    }

    /// Somebody's porch.
    pub fn porch(&mut self, who: &str) -> RoomId {
        self.member(who)
            .porch
            .unwrap_or_else(|| panic!("{who} has a porch"))
    }

    /// Somebody knocks on the space, and enters the porch that is opened.
    pub fn comes(&mut self, who: &str) -> RoomId {
        let space = self.room(Role::Space);
        self.story.knocks(&space, who);
        self.enters_porch(who)
    }

    fn enters_porch(&mut self, who: &str) -> RoomId {
        let porch = self.porch(who);
        self.story.joins(&porch, who);
        porch
    }

    /// Somebody follows the invitations to the members' rooms that their rank opens.
    pub fn moves_in(&mut self, who: &str) {
        for role in crate::aftermath::ranks::rooms_of(self.rank(who)) {
            let room = self.room(*role);
            self.story.joins(&room, who);
        }
    }

    /// Somebody posts from the porch.
    pub fn posts(&mut self, who: &str, text: &str) -> EventId {
        let porch = self.porch(who);
        self.story.says(&porch, who, &format!("!пост {text}"))
    }

    /// Somebody posts from the porch; what a puppet says of it in the twilight.
    pub fn candidate(&mut self, who: &str, text: &str) -> EventId {
        self.story.sent();
        self.posts(who, text);
        let said = self.said_in(Role::Twilight);
        assert!(
            said.len() >= 2,
            "a candidate and the line below it: {said:#?}"
        );
        said[0].id.clone()
    }

    /// What was said in one of the rooms since the last look.
    pub fn said_in(&mut self, role: Role) -> Vec<Sent> {
        let room = self.room(role);
        let sent = self.story.sent();
        sent.into_iter().filter(|sent| sent.room == room).collect()
    }

    /// What somebody was told in their porch since the last look.
    pub fn told(&mut self, who: &str) -> Vec<String> {
        let porch = self.member(who).porch;
        let sent = self.story.sent();
        let told = sent
            .iter()
            .filter(|sent| Some(&sent.room) == porch.as_ref());
        told.map(|sent| sent.text().to_owned()).collect()
    }

    /// Somebody becomes a commenter by a useful comment.
    pub fn makes_commenter(&mut self, who: &str) {
        let stream = self.room(Role::Stream);
        let root = self.story.says(&stream, "anna", "Кто подскажет?");
        let porch = self.comes(who);
        self.story.sent();
        self.story.says(
            &porch,
            who,
            &format!("!комментарий https://matrix.to/#/{stream}/{root} Подскажу"),
        );
        let candidate = self.said_in(Role::Twilight)[0].id.clone();
        for voter in ["anna", "boris", "clara", "dora"] {
            if self.rank(who) == Rank::Ghost && self.rank(voter) == Rank::Trusted {
                self.reacts(Role::Twilight, voter, &candidate, "💡");
            }
        }
        assert_eq!(self.rank(who), Rank::Commenter, "{who}");
        self.story.sent();
    }

    /// The rooms that somebody was invited to.
    pub fn invited(&self, who: &str) -> Vec<RoomId> {
        let who = self.story.user(who);
        let effects = self.story.effects();
        let rooms = effects.iter().filter_map(|effect| match effect {
            Effect::Invite { room, user } if *user == who => Some(room.clone()),
            _ => None,
        });
        rooms.collect()
    }

    pub fn reacts(&mut self, role: Role, who: &str, to: &EventId, key: &str) -> EventId {
        let room = self.room(role);
        self.story.reacts(&room, who, to, key)
    }
}
