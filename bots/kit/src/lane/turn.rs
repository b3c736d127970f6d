//! One row's way through the consumers: first the front desk, then each bot. Each names the parts of its memory that
//! it needs once it is known what those before it said.

use std::{
    collections::{BTreeMap, VecDeque},
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use serde_json::Value;

use super::{Context, DESK, Decision, Lane, Watch, named, wanted};
use crate::{
    answer::Refused,
    bot::{Bot, Ctx},
    community::{EnactError, Enacted},
    desk::{self, Verdict},
    effect::{Planned, TimerChange},
    input::{Input, What},
    state::{Address, Scope, State},
};

/// Who handles a row.
#[derive(Clone, Copy)]
pub(super) enum Consumer<'l> {
    /// The front desk.
    Desk,
    /// A bot.
    Bot(&'l Arc<dyn Bot>),
}

/// A row on its way through the consumers.
pub struct Turn<'l> {
    lane: &'l Lane,
    input: Input,
    left: VecDeque<Consumer<'l>>,
    decision: Decision,
}

impl<'l> Turn<'l> {
    pub(super) fn new(lane: &'l Lane, input: Input, left: VecDeque<Consumer<'l>>) -> Self {
        Self {
            lane,
            input,
            left,
            decision: Decision::default(),
        }
    }

    /// The scopes that the next consumer needs and that are not loaded. Loaded, they may lead to others.
    pub fn missing(&self, state: &State) -> Vec<(&'static str, Scope)> {
        let (name, scopes) = match self.left.front() {
            None => return Vec::new(),
            Some(Consumer::Desk) => (DESK, self.lane.desk.scopes(&self.input)),
            Some(Consumer::Bot(bot)) => (bot.name(), wanted(bot.as_ref(), &self.input, state)),
        };
        let missing = missing(name, scopes, state);
        match self.left.front() {
            // Only then it is known whether the input is to run as edited.
            Some(Consumer::Bot(bot)) if missing.is_empty() => {
                let mended = self.mended(name, state);
                let scopes = mended.map(|input| wanted(bot.as_ref(), &input, state));
                self::missing(name, scopes.unwrap_or_default(), state)
            }
            Some(Consumer::Bot(_) | Consumer::Desk) | None => missing,
        }
    }

    /// Lets the next consumer handle the row; `watch` is given its handling to run. False when nobody is left.
    pub fn advance(&mut self, state: &mut State, watch: Watch<'_>) -> bool {
        match self.left.pop_front() {
            None => return false,
            Some(Consumer::Desk) => self.desk(state, watch),
            Some(Consumer::Bot(bot)) if concerns(bot.as_ref(), &self.input) => {
                self.bot(bot.as_ref(), state, watch);
            }
            Some(Consumer::Bot(_)) => {}
        }
        true
    }

    /// Ends it: the input, with what the front desk has said of it, and the decision. The admin room is told of what
    /// was parked just now.
    pub fn end(mut self, state: &mut State) -> (Input, Decision) {
        let row = (self.input.seq, self.input.at_ms);
        let parked = self.decision.parked.iter();
        let told: Vec<Planned> = parked
            .filter_map(|(consumer, _)| self.lane.parked(row, consumer, state))
            .collect();
        self.decision.effects.extend(told);
        (self.input, self.decision)
    }

    fn desk(&mut self, state: &mut State, watch: Watch<'_>) {
        let lane = self.lane;
        let mut ctx = Ctx::new(DESK, &self.input, state, &lane.words);
        let mut verdict = Verdict::default();
        let outcome = catch_unwind(AssertUnwindSafe(|| {
            watch(DESK, &mut || {
                verdict = lane.desk.handle(&self.input, &lane.registry, &mut ctx);
            });
        }));
        let parts = Parts::of(ctx);
        self.settle(DESK, outcome, parts, state);
        let Verdict {
            place,
            command,
            mend,
            thread,
            erase,
        } = verdict;
        let context = Context {
            place,
            run: command.is_some(),
            mend,
            thread,
        };
        if context != Context::default() {
            self.decision.context = serde_json::to_string(&context).ok();
        }
        self.decision.erase = erase;
        self.input.take(context.place, context.mend, context.thread);
        self.input.command = command;
    }

    /// Shows an input to a bot. An edit of a message that the bot refused runs as if it were new.
    fn bot(&mut self, bot: &dyn Bot, state: &mut State, watch: Watch<'_>) {
        let name = bot.name();
        let mended = self.mended(name, state);
        let shown = mended.as_ref().unwrap_or(&self.input);
        let mut ctx = Ctx::new(name, shown, state, &self.lane.words);
        if let (Some(_), Some(event)) = (&mended, self.input.event()) {
            ctx.delete(&Scope::room(&event.room), &Refused::key(event.subject()));
        }
        let outcome = catch_unwind(AssertUnwindSafe(|| {
            watch(name, &mut || bot.handle(shown, &mut ctx));
        }));
        let parts = Parts::of(ctx);
        self.settle(name, outcome, parts, state);
    }

    fn mended(&self, bot: &str, state: &State) -> Option<Input> {
        let input = &self.input;
        let event = input.event().filter(|_| input.mend)?;
        let window_ms = self.lane.desk.edit_window_ms();
        let refused = Refused::mended(bot, state, event, input.at_ms, window_ms)?;
        let mut mended = input.clone();
        if let What::Event(event) = &mut mended.what {
            event.thread = refused.thread;
            mended.command = self
                .lane
                .registry
                .command(event)
                .filter(|command| command.bot == bot);
        }
        mended.command.is_some().then_some(mended)
    }

    /// Takes over what a consumer decided, or parks the row for it where it panicked.
    fn settle(
        &mut self,
        name: &'static str,
        outcome: std::thread::Result<()>,
        parts: Parts,
        state: &mut State,
    ) {
        if let Err(panic) = outcome {
            let reason = panic_text(panic.as_ref());
            self.park(name, reason);
            return;
        }
        if let Some(fault) = parts.fault {
            self.park(name, fault.to_string());
            return;
        }
        let mut enacted = parts.enacted;
        let taken = state.communities_mut().take(&enacted);
        if let Err((index, unlawful)) = taken {
            // What came before it holds, and is written: memory and record stay the same.
            enacted.truncate(index);
            self.decision.enacted.extend(enacted);
            self.park(name, unlawful.to_string());
            return;
        }
        self.decision.enacted.extend(enacted);
        self.decision.forget.extend(parts.forgotten);
        self.decision.forms.extend(parts.forms);
        let private = self.input.is_private();
        for (address, value) in parts.changes {
            state.set(address, value, private);
        }
        self.decision.effects.extend(parts.effects);
        let timers = parts.timers.into_iter();
        let timers = timers.map(|change| (name.to_owned(), change));
        self.decision.timers.extend(timers);
    }

    fn park(&mut self, name: &str, reason: String) {
        self.decision.parked.push((name.to_owned(), reason));
    }
}

/// Those of a consumer's scopes that are not loaded.
fn missing(name: &'static str, scopes: Vec<Scope>, state: &State) -> Vec<(&'static str, Scope)> {
    named(name, scopes)
        .filter(|(name, scope)| !state.is_loaded(name, scope))
        .collect()
}

/// Whether an input is shown to a bot: timers and outcomes go to their owner alone, and surveys to who wants them.
fn concerns(bot: &dyn Bot, input: &Input) -> bool {
    match &input.what {
        What::Timer(fired) => fired.bot == bot.name(),
        What::Outcome(outcome) => {
            outcome.bot == bot.name() || bot.wants_surveys() && desk::surveyed(outcome).is_some()
        }
        What::Erased => false,
        What::Event(_) | What::Foreign { .. } => true,
    }
}

struct Parts {
    changes: BTreeMap<Address, Option<Value>>,
    effects: Vec<Planned>,
    timers: Vec<TimerChange>,
    enacted: Vec<Enacted>,
    fault: Option<EnactError>,
    forgotten: Vec<String>,
    forms: Vec<String>,
}

impl Parts {
    fn of(ctx: Ctx<'_>) -> Self {
        let Ctx {
            changes,
            effects,
            timers,
            writing,
            fault,
            forgotten,
            forms,
            ..
        } = ctx;
        Self {
            changes,
            effects,
            timers,
            enacted: writing.end(),
            fault,
            forgotten,
            forms,
        }
    }
}

fn panic_text(panic: &(dyn std::any::Any + Send)) -> String {
    panic
        .downcast_ref::<&str>()
        .map(|text| (*text).to_owned())
        .or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "panicked".to_owned())
}
