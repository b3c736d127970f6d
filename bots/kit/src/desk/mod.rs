//! The front desk: knows the rooms, lets commands through to the bots, and answers what belongs to no bot.
//!
//! It handles every row before the bots do. To teach it another kind of input: a method of [`visit::Visit`] in a
//! file of its own, called from [`Desk::handle`].

mod commands;
mod help;
mod language;
mod members;
mod messages;
mod policy;
mod power;
mod rate;
mod reports;
mod room;
mod secrets;
#[cfg(test)]
mod tests;
mod visit;

use crate::{
    bot::Ctx,
    grammar::{Command, CommandSpec, Registry},
    ids::EventId,
    input::{Content, Input, Place, What},
    journal::EffectResult,
    lane::DESK,
    lang::Lang,
    read::Selves,
    state::Scope,
};

pub(crate) use commands::{commands, phrases};
pub use members::surveyed;
pub use policy::{DeskPolicy, Inviters};
pub(crate) use reports::Parking;
use visit::Visit;

/// The front desk.
#[derive(Clone, Debug)]
pub struct Desk {
    selves: Selves,
    policy: DeskPolicy,
}

/// What the front desk says of a row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Verdict {
    /// What it knows of the room.
    pub place: Option<Place>,
    /// The command in it that shall run.
    pub command: Option<Command>,
    /// Whether it edits a command, and may run where a bot refused the one edited.
    pub mend: bool,
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

    /// How long a refused command may be mended by an edit, in milliseconds.
    pub fn edit_window_ms(&self) -> i64 {
        self.policy.edit_window_ms
    }

    /// The parts of its memory that it needs for an input.
    pub fn scopes(&self, input: &Input) -> Vec<Scope> {
        let mut scopes: Vec<Scope> = input.room().as_ref().map(Scope::room).into_iter().collect();
        scopes.extend(self.policy.admin_room.as_ref().map(Scope::room));
        match &input.what {
            What::Event(event) => {
                scopes.push(Scope::user(&event.sender));
                match &event.content {
                    Content::Member(member) => {
                        scopes.push(Scope::member(&event.room, &member.user))
                    }
                    Content::State { kind, content, .. } => {
                        scopes.extend(
                            members::replacement(kind, content)
                                .as_ref()
                                .map(Scope::room),
                        );
                    }
                    _ => {}
                }
            }
            What::Timer(fired) if fired.bot == DESK => {
                scopes.extend(secrets::asker(fired).as_ref().map(Scope::user));
            }
            What::Outcome(outcome) if outcome.bot == DESK => {
                if let (Some(room), EffectResult::Done(done)) = (input.room(), &outcome.result) {
                    let survey = members::survey(done);
                    scopes.extend(
                        survey
                            .iter()
                            .flat_map(|s| &s.joined)
                            .map(|user| Scope::member(&room, user)),
                    );
                    scopes.extend(survey.and_then(|s| s.replaced_by).as_ref().map(Scope::room));
                }
            }
            What::Timer(_) | What::Outcome(_) | What::Foreign { .. } | What::Erased => {}
        }
        scopes
    }

    /// Takes one input.
    pub fn handle(&self, input: &Input, registry: &Registry, ctx: &mut Ctx<'_>) -> Verdict {
        let mut visit = Visit::new(self, input, registry, ctx);
        match &input.what {
            What::Event(event) => visit.event(event),
            What::Timer(fired) if fired.bot == DESK => visit.undecryptable(fired),
            What::Outcome(outcome) => visit.outcome(outcome),
            What::Timer(_) | What::Foreign { .. } | What::Erased => {}
        }
        visit.leave()
    }

    fn default_lang(&self) -> Lang {
        self.policy.default_lang
    }
}
