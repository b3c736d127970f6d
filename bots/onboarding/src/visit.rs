//! A member's quest before the bot.

use secta_bot_kit::{
    Ctx, UserId,
    effect::ABOUT_FIELD,
    input::Event,
    words::{Answering, Args, Text, notice},
};
use secta_record::{RecordId, act::AccountId};
use secta_rules::{
    State,
    policy::{Policy, QuestStep},
};

use crate::memory::{self, Quest};

/// How the subject of a message begins that asks for a step.
const ASKS: &str = "quest";

/// A member's quest before the bot.
pub struct Visit<'v, 'a> {
    /// The hands.
    pub ctx: &'v mut Ctx<'a>,
    /// The community.
    pub id: RecordId,
    /// Whose quest it is.
    pub who: UserId,
    /// The community's rules.
    pub rules: &'a State,
    /// The quest.
    pub quest: Quest,
    /// The member's message that is answered.
    pub answers: Option<Event>,
    /// Whether the member speaks in a language that they have chosen.
    pub chose_language: bool,
    before: Option<Quest>,
}

impl<'v, 'a> Visit<'v, 'a> {
    /// Of somebody whom the bot has met in their porch.
    pub fn open(ctx: &'v mut Ctx<'a>, id: RecordId, who: UserId) -> Option<Self> {
        let quest: Quest = ctx.get(&memory::member(&id, &who), "quest")?;
        let before = Some(quest.clone());
        let visit = Self::of(ctx, id, who, quest)?;
        Some(Self { before, ..visit })
    }

    /// Of a quest that is new.
    pub fn of(ctx: &'v mut Ctx<'a>, id: RecordId, who: UserId, quest: Quest) -> Option<Self> {
        let rules = ctx.communities().get(&id)?;
        Some(Self {
            ctx,
            id,
            who,
            rules,
            quest,
            answers: None,
            chose_language: false,
            before: None,
        })
    }

    /// Ends the visit: what has changed is remembered.
    pub fn close(self) {
        if self.before.as_ref() != Some(&self.quest) {
            let scope = memory::member(&self.id, &self.who);
            self.ctx.put(&scope, "quest", &self.quest);
        }
    }

    /// The policy in force.
    pub fn policy(&self) -> &'a Policy {
        self.rules.policy()
    }

    /// The member's account.
    pub fn account(&self) -> AccountId {
        AccountId::new(self.who.as_str())
    }

    /// Whether the member has the sign of joining.
    pub fn has_joined(&self) -> bool {
        let view = self.rules.account(&self.account(), self.ctx.now_ms());
        view.is_some_and(|view| view.joined_ms.is_some())
    }

    /// The first step of the quest that is not left behind.
    pub fn next(&self) -> Option<QuestStep> {
        let mut steps = self.policy().quest.iter().copied();
        steps.find(|step| !self.quest.marks.contains_key(step))
    }

    /// A phrase in the member's language.
    pub fn text(&self, id: &str, args: Args) -> Text {
        self.ctx.words().text(self.quest.lang, id, &args)
    }

    /// Says something in the porch; where it asks for a step, a reaction to it may be an answer.
    pub fn say(&mut self, text: &Text, asks: Option<QuestStep>) {
        let answers = self.answers.as_ref();
        let answering = Answering {
            thread: answers.and_then(|event| event.thread.clone()),
            reply_to: answers.map(|event| event.subject().clone()),
            mention: Some(self.who.clone()),
        };
        let mut content = notice(text, &answering);
        if let Some(step) = asks {
            content[ABOUT_FIELD] = format!("{ASKS}/{}", step.name()).into();
        }
        let porch = self.quest.porch.clone();
        self.ctx.send(&porch, "m.room.message", content, ASKS);
    }
}

/// The server of a community's service, which is in all its rooms.
pub fn server(rules: &State) -> String {
    let service = rules.service().map(|it| UserId::new(it.as_str()));
    service.map_or_else(String::new, |service| service.server().to_owned())
}

/// The step that a message of this bot asks for, by its subject.
pub fn asks(about: &str) -> Option<QuestStep> {
    let name = about.strip_prefix(ASKS)?.strip_prefix('/')?;
    QuestStep::ALL.into_iter().find(|step| step.name() == name)
}
