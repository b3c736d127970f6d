//! One step of the driver, purely: a row goes in, what the front desk and the bots decide comes out.

mod turn;

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::{
    bot::{Bot, Look},
    community::Enacted,
    desk::{Desk, Parking},
    effect::{Planned, TimerChange},
    grammar::Registry,
    ids::EventId,
    input::{Content, Input, What},
    journal::{Row, Seq},
    read::{Malformed, Selves, read},
    state::{Scope, State},
    words::Words,
};

/// The name under which the front desk keeps its state and its place in the journal.
pub const DESK: &str = "desk";

use turn::Consumer;
pub use turn::Turn;

/// The front desk and the bots of a process.
pub struct Lane {
    selves: Selves,
    desk: Desk,
    with_desk: bool,
    bots: Vec<Arc<dyn Bot>>,
    registry: Registry,
    words: Words,
}

/// Runs a consumer's handling, told whose it is.
pub type Watch<'a> = &'a dyn Fn(&'static str, &mut dyn FnMut());

/// What the consumers decided on one row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Decision {
    /// Effects, in order.
    pub effects: Vec<Planned>,
    /// Changes of timers by bot, in order.
    pub timers: Vec<(String, TimerChange)>,
    /// The desk's word on the row, for the bots of other processes.
    pub context: Option<String>,
    /// Events whose bodies shall be erased (invariant 10).
    pub erase: Vec<String>,
    /// Effects, by their keys, whose outcomes shall be erased.
    pub forget: Vec<String>,
    /// Forms of the site, by their ids, that shall be erased.
    pub forms: Vec<String>,
    /// Facts of communities, in order.
    pub enacted: Vec<Enacted>,
    /// Consumers that could not handle the row, with the reason.
    pub parked: Vec<(String, String)>,
}

/// The desk's word on a row, as it is stored beside it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Context {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    place: Option<crate::input::Place>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    run: bool,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    mend: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    thread: Option<EventId>,
}

impl Lane {
    /// A lane of these bots. `all` are the bots of the whole node, for their commands and phrases; `only` names
    /// those that this process runs, with [`DESK`] for the front desk.
    ///
    /// # Panics
    ///
    /// When a Fluent file of a bot does not parse: caught by the tests of every bot.
    pub fn new(
        selves: Selves,
        desk: Desk,
        all: &[Arc<dyn Bot>],
        only: impl Fn(&str) -> bool,
    ) -> Self {
        let commands = desk
            .commands()
            .into_iter()
            .chain(all.iter().flat_map(|bot| bot.commands()));
        let registry = Registry::new(commands).addressed_as(&selves.bot);
        let words = Words::new(all);
        let bots = all.iter().filter(|bot| only(bot.name())).cloned().collect();
        Self {
            selves,
            desk,
            with_desk: only(DESK),
            bots,
            registry,
            words,
        }
    }

    /// The consumers of this lane: each has its own place in the journal.
    pub fn consumers(&self) -> Vec<&'static str> {
        self.with_desk
            .then_some(DESK)
            .into_iter()
            .chain(self.bots.iter().map(|bot| bot.name()))
            .collect()
    }

    /// Reads a row, its body unsealed.
    ///
    /// # Errors
    ///
    /// What is wrong with it: the row is parked.
    pub fn read(&self, row: &Row) -> Result<Input, Malformed> {
        let mut input = read(row, &self.selves)?;
        if let Some(text) = &row.context {
            let context: Context = serde_json::from_str(text).unwrap_or_default();
            self.take(&mut input, context);
        }
        Ok(input)
    }

    /// The scopes that are needed for an input in all likelihood, as far as the input itself tells: to load those of
    /// many inputs at once. What else it takes, [`Turn::missing`] names.
    pub fn scopes(&self, input: &Input, state: &State) -> Vec<(&'static str, Scope)> {
        let mut scopes = Vec::new();
        if self.with_desk {
            scopes.extend(named(DESK, self.desk.scopes(input)));
        }
        for bot in &self.bots {
            scopes.extend(named(bot.name(), wanted(bot.as_ref(), input, state)));
        }
        scopes
    }

    /// Begins to decide on an input. `done` tells which consumers have handled it already.
    pub fn turn(&self, input: Input, done: impl Fn(&str) -> bool) -> Turn<'_> {
        let desk = (self.with_desk && !done(DESK)).then_some(Consumer::Desk);
        let bots = self.bots.iter();
        let bots = bots.filter(|bot| !done(bot.name())).map(Consumer::Bot);
        Turn::new(self, input, desk.into_iter().chain(bots).collect())
    }

    /// Decides on an input where loading is a plain call.
    pub fn decide(
        &self,
        input: Input,
        state: &mut State,
        mut load: impl FnMut(&mut State, Vec<(&'static str, Scope)>),
    ) -> Decision {
        let mut turn = self.turn(input, |_| false);
        loop {
            let missing = turn.missing(state);
            if !missing.is_empty() {
                load(state, missing);
            } else if !turn.advance(state, &|_, handle| handle()) {
                return turn.end(state).1;
            }
        }
    }

    /// The notice into the admin room that a row was parked, for whoever parks it. The row is given by its place and
    /// the time when the journal took it, in milliseconds since 1970; `None` without such a room.
    pub fn parked(&self, row: (Seq, i64), consumer: &str, state: &mut State) -> Option<Planned> {
        let (seq, at_ms) = row;
        let parking = Parking {
            seq,
            at_ms,
            consumer,
        };
        self.desk
            .parked(parking, &self.words, self.with_desk.then_some(state))
    }

    /// The scope that must be loaded before [`Lane::parked`] is asked.
    pub fn reporting(&self) -> Option<(&'static str, Scope)> {
        self.desk.reporting().map(|scope| (DESK, scope))
    }

    /// The desk's word, said by another process.
    fn take(&self, input: &mut Input, context: Context) {
        input.take(context.place, context.mend, context.thread);
        if let (true, What::Event(event)) = (context.run, &input.what) {
            input.command = self.registry.command(event);
        }
    }
}

/// What a bot needs for an input; where it is a message, also what it remembers of what it refused.
fn wanted(bot: &dyn Bot, input: &Input, state: &State) -> Vec<Scope> {
    let mut scopes = bot.scopes(input, &Look::new(bot.name(), state));
    if let Some(Content::Message(_)) = input.event().map(|event| &event.content) {
        scopes.extend(input.room().as_ref().map(Scope::room));
    }
    scopes
}

fn named(name: &'static str, scopes: Vec<Scope>) -> impl Iterator<Item = (&'static str, Scope)> {
    scopes.into_iter().map(move |scope| (name, scope))
}
