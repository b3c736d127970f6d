//! One step of the driver, purely: a row goes in, what the front desk and the bots decide comes out.

use std::{
    collections::BTreeMap,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use serde::{Deserialize, Serialize};

use crate::{
    answer::Refused,
    bot::{Bot, Ctx},
    desk::{Desk, Verdict},
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

    /// The scopes that the desk and the bots need for an input.
    pub fn scopes(&self, input: &Input) -> Vec<(&'static str, Scope)> {
        let mut scopes = Vec::new();
        if self.with_desk {
            scopes.extend(
                self.desk
                    .scopes(input)
                    .into_iter()
                    .map(|scope| (DESK, scope)),
            );
        }
        for bot in &self.bots {
            scopes.extend(
                bot.scopes(input)
                    .into_iter()
                    .map(|scope| (bot.name(), scope)),
            );
            // Where it remembers what it refused.
            if let Some(Content::Message(_)) = input.event().map(|event| &event.content) {
                scopes.extend(input.room().map(|room| (bot.name(), Scope::room(&room))));
            }
        }
        scopes.sort();
        scopes.dedup();
        scopes
    }

    /// Decides on an input. `done` tells which consumers have handled it already; `watch` is given each consumer's
    /// handling to run, so that the caller can time it.
    pub fn decide(
        &self,
        input: &mut Input,
        state: &mut State,
        done: impl Fn(&str) -> bool,
        watch: Watch<'_>,
    ) -> Decision {
        let mut decision = Decision::default();
        if self.with_desk && !done(DESK) {
            self.decide_desk(input, state, watch, &mut decision);
        }
        for bot in &self.bots {
            if !done(bot.name()) && concerns(bot.name(), input) {
                self.decide_bot(bot.as_ref(), input, state, watch, &mut decision);
            }
        }
        self.report_parked(input, state, &mut decision);
        decision
    }

    fn decide_desk(
        &self,
        input: &mut Input,
        state: &mut State,
        watch: Watch<'_>,
        decision: &mut Decision,
    ) {
        let mut ctx = Ctx::new(DESK, input, state, &self.words);
        let mut verdict = Verdict::default();
        let outcome = catch_unwind(AssertUnwindSafe(|| {
            watch(DESK, &mut || {
                verdict = self.desk.handle(input, &self.registry, &mut ctx)
            });
        }));
        let parts = Parts::of(ctx);
        settle(DESK, outcome, parts, input, state, decision);
        let Verdict {
            place,
            run,
            mend,
            thread,
            erase,
        } = verdict;
        let context = Context {
            place,
            run,
            mend,
            thread,
        };
        if context != Context::default() {
            decision.context = serde_json::to_string(&context).ok();
        }
        decision.erase = erase;
        self.take(input, context);
    }

    /// Shows an input to a bot. An edit of a message that the bot refused runs as if it were new.
    fn decide_bot(
        &self,
        bot: &dyn Bot,
        input: &Input,
        state: &mut State,
        watch: Watch<'_>,
        decision: &mut Decision,
    ) {
        let name = bot.name();
        let mended = self.mended(name, input, state);
        let shown = mended.as_ref().unwrap_or(input);
        let mut ctx = Ctx::new(name, shown, state, &self.words);
        if let (Some(_), Some(event)) = (&mended, input.event()) {
            ctx.delete(&Scope::room(&event.room), &Refused::key(event.subject()));
        }
        let outcome = catch_unwind(AssertUnwindSafe(|| {
            watch(name, &mut || bot.handle(shown, &mut ctx))
        }));
        let parts = Parts::of(ctx);
        settle(name, outcome, parts, input, state, decision);
    }

    fn mended(&self, bot: &str, input: &Input, state: &State) -> Option<Input> {
        let event = input.event().filter(|_| input.mend)?;
        let refused = Refused::mended(bot, state, event, input.at_ms, self.desk.edit_window_ms())?;
        let mut mended = input.clone();
        if let What::Event(event) = &mut mended.what {
            event.thread = refused.thread;
            mended.command = self
                .registry
                .command(event)
                .filter(|command| command.bot == bot);
        }
        mended.command.is_some().then_some(mended)
    }

    /// Tells the admin room of inputs that were parked just now.
    fn report_parked(&self, input: &Input, state: &mut State, decision: &mut Decision) {
        let consumers: Vec<String> = decision
            .parked
            .iter()
            .map(|(consumer, _)| consumer.clone())
            .collect();
        for consumer in consumers {
            let planned = self.parked(input.seq, &consumer, state);
            decision.effects.extend(planned);
        }
    }

    /// The notice into the admin room that a row was parked, for whoever parks it; `None` without such a room.
    pub fn parked(&self, seq: Seq, consumer: &str, state: &State) -> Option<Planned> {
        self.desk
            .parked(seq, consumer, &self.words, self.with_desk.then_some(state))
    }

    fn take(&self, input: &mut Input, context: Context) {
        input.place = context.place;
        input.mend = context.mend;
        if let What::Event(event) = &mut input.what {
            event.thread = event.thread.take().or(context.thread);
            input.command = if context.run {
                self.registry.command(event)
            } else {
                None
            };
        }
    }
}

/// Whether an input is shown to a bot: timers and outcomes go to their owner alone.
fn concerns(bot: &str, input: &Input) -> bool {
    match &input.what {
        What::Timer(fired) => fired.bot == bot,
        What::Outcome(outcome) => outcome.bot == bot,
        What::Erased => false,
        What::Event(_) | What::Foreign { .. } => true,
    }
}

struct Parts {
    changes: BTreeMap<crate::state::Address, Option<serde_json::Value>>,
    effects: Vec<Planned>,
    timers: Vec<TimerChange>,
}

impl Parts {
    fn of(ctx: Ctx<'_>) -> Self {
        let Ctx {
            changes,
            effects,
            timers,
            ..
        } = ctx;
        Self {
            changes,
            effects,
            timers,
        }
    }
}

/// Takes over what a consumer decided, or parks the row for it where it panicked.
fn settle(
    name: &'static str,
    outcome: std::thread::Result<()>,
    parts: Parts,
    input: &Input,
    state: &mut State,
    decision: &mut Decision,
) {
    if let Err(panic) = outcome {
        decision
            .parked
            .push((name.to_owned(), panic_text(panic.as_ref())));
        return;
    }
    let private = input.is_private();
    for (address, value) in parts.changes {
        state.set(address, value, private);
    }
    decision.effects.extend(parts.effects);
    decision.timers.extend(
        parts
            .timers
            .into_iter()
            .map(|change| (name.to_owned(), change)),
    );
}

fn panic_text(panic: &(dyn std::any::Any + Send)) -> String {
    panic
        .downcast_ref::<&str>()
        .map(|text| (*text).to_owned())
        .or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "panicked".to_owned())
}
