//! The front desk: knows the rooms, lets messages through to the bots, and answers what belongs to no bot.

mod policy;

use crate::{
    bot::Ctx,
    grammar::{CommandSpec, Registry},
    ids::EventId,
    input::{Input, Place},
    lang::Lang,
    read::Selves,
    state::Scope,
};

pub use policy::{DeskPolicy, Inviters};

/// The front desk.
#[derive(Clone, Debug)]
pub struct Desk {
    selves: Selves,
    policy: DeskPolicy,
}

/// What the front desk says of a row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// What it knows of the room.
    pub place: Option<Place>,
    /// Whether the command in it shall run.
    pub run: bool,
    /// The thread that the message edited stands in: the edit itself does not say.
    pub thread: Option<EventId>,
    /// Events whose bodies shall be erased (invariant 10).
    pub erase: Vec<String>,
}

impl Desk {
    /// Under a policy.
    pub fn new(policy: DeskPolicy, selves: Selves) -> Self {
        Self { selves, policy }
    }

    /// The commands that the front desk itself answers.
    pub fn commands(&self) -> Vec<CommandSpec> {
        commands()
    }

    /// The parts of its memory that it needs for an input.
    pub fn scopes(&self, input: &Input) -> Vec<Scope> {
        input.room().as_ref().map(Scope::room).into_iter().collect()
    }

    /// Takes one input.
    pub fn handle(&self, input: &Input, registry: &Registry, _ctx: &mut Ctx<'_>) -> Verdict {
        let _ = &self.selves;
        let run = input
            .event()
            .and_then(|event| registry.command(event))
            .is_some();
        let place = input.room().map(|room| Place {
            room,
            encrypted: false,
            direct: false,
            people: 0,
            lang: self.policy.default_lang,
        });
        Verdict {
            place,
            run,
            ..Verdict::default()
        }
    }
}

pub(crate) fn commands() -> Vec<CommandSpec> {
    Vec::new()
}

pub(crate) fn phrases(lang: Lang) -> &'static str {
    match lang {
        Lang::Ru => include_str!("ru.ftl"),
        Lang::En => include_str!("en.ftl"),
    }
}
