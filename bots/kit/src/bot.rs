//! The [`Bot`] trait, and the [`Ctx`] through which a bot remembers and plans.

use std::collections::BTreeMap;

use secta_record::RecordId;
use secta_rules::Fact;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use crate::{
    community::{Communities, EnactError, Writing},
    effect::{Effect, Planned, TimerChange},
    grammar::CommandSpec,
    ids::EventId,
    input::{Content, Input, Place, What},
    lang::Lang,
    state::{Address, Scope, State},
    words::Words,
};

/// A bot: decides, never acts. The same inputs in the same order give the same effects and the same state.
pub trait Bot: Send + Sync {
    /// Its name: in keys, in `--only`, in the configuration. Lower-case ASCII, never changed.
    fn name(&self) -> &'static str;

    /// Its phrases in a language: a Fluent file, whose message ids start with the bot's name.
    fn phrases(&self, lang: Lang) -> &'static str;

    /// The commands that it answers.
    fn commands(&self) -> Vec<CommandSpec>;

    /// The parts of its memory that it needs for this input; by default the room's, where there is one, and the scope
    /// of a timer or outcome of its own. What stands in them may lead to others: it is asked again, with those loaded,
    /// until it names none that is new.
    fn scopes(&self, input: &Input, known: &Look<'_>) -> Vec<Scope> {
        let _ = known;
        let mut scopes: Vec<Scope> = input.room().as_ref().map(Scope::room).into_iter().collect();
        scopes.extend(own_scope(self.name(), input));
        scopes
    }

    /// Whether it is shown what the front desk has found in a room that the bot has come into
    /// ([`crate::effect::Survey`]): an outcome whose bot is the desk.
    fn wants_surveys(&self) -> bool {
        false
    }

    /// Takes one input. Timers and outcomes of other bots are not shown to it.
    fn handle(&self, input: &Input, ctx: &mut Ctx<'_>);
}

/// The scope of a timer or an outcome that belongs to this bot.
pub fn own_scope(bot: &str, input: &Input) -> Option<Scope> {
    match &input.what {
        What::Timer(fired) if fired.bot == bot => Some(fired.scope.clone()),
        What::Outcome(outcome) if outcome.bot == bot => Some(Scope::new(outcome.scope.clone())),
        _ => None,
    }
}

/// A bot's memory as far as it is loaded.
pub struct Look<'a> {
    bot: &'a str,
    state: &'a State,
}

impl<'a> Look<'a> {
    /// Of one bot.
    pub fn new(bot: &'a str, state: &'a State) -> Self {
        Self { bot, state }
    }

    /// The communities that the node keeps.
    pub fn communities(&self) -> &'a Communities {
        self.state.communities()
    }

    /// A value, if its scope is loaded, and it is there and of this shape.
    pub fn get<T: DeserializeOwned>(&self, scope: &Scope, key: &str) -> Option<T> {
        let loaded = self.state.is_loaded(self.bot, scope);
        loaded.then(|| self.state.get(self.bot, scope, key))?
    }
}

/// A bot's hands while it handles one input.
pub struct Ctx<'a> {
    bot: &'static str,
    input: &'a Input,
    state: &'a State,
    words: &'a Words,
    pub(crate) place: Option<Place>,
    pub(crate) changes: BTreeMap<Address, Option<Value>>,
    pub(crate) effects: Vec<Planned>,
    pub(crate) timers: Vec<TimerChange>,
    pub(crate) writing: Writing<'a>,
    pub(crate) fault: Option<EnactError>,
    pub(crate) forgotten: Vec<String>,
    pub(crate) forms: Vec<String>,
}

impl<'a> Ctx<'a> {
    /// For one bot and one input.
    pub fn new(bot: &'static str, input: &'a Input, state: &'a State, words: &'a Words) -> Self {
        Self {
            bot,
            input,
            state,
            words,
            place: input.place.clone(),
            changes: BTreeMap::new(),
            effects: Vec::new(),
            timers: Vec::new(),
            writing: Writing::new(state.communities()),
            fault: None,
            forgotten: Vec::new(),
            forms: Vec::new(),
        }
    }

    /// The communities that the node keeps, as they were before this input.
    pub fn communities(&self) -> &'a Communities {
        self.writing.communities()
    }

    /// Founds a community with facts of the rules; returns its id. What cannot be enacted parks the input, and
    /// nothing of what the bot plans is done.
    pub fn found(&mut self, facts: Vec<Fact>) -> Option<RecordId> {
        let found = self.writing.found(facts, self.input.event());
        found.map_err(|fault| self.fault = Some(fault)).ok()
    }

    /// Enacts facts of a community, in order: what is public among them is signed and kept for everybody. As for
    /// [`Ctx::found`], what cannot be enacted parks the input. Returns the ids of the records.
    pub fn enact(&mut self, community: RecordId, facts: Vec<Fact>) -> Vec<RecordId> {
        let enacted = self.writing.enact(community, facts, self.input.event());
        enacted.unwrap_or_else(|fault| {
            self.fault = Some(fault);
            Vec::new()
        })
    }

    /// Has the outcome of an effect of this bot erased, by the effect's key: what it tells of was taken back.
    pub fn forget_outcome(&mut self, key: &str) {
        self.forgotten.push(key.to_owned());
    }

    /// Has a form of the site ([`crate::web`]) erased: what it says was taken back, or is of no more use.
    pub fn forget_form(&mut self, form: &str) {
        self.forms.push(form.to_owned());
    }

    /// The phrases of all bots.
    pub fn words(&self) -> &'a Words {
        self.words
    }

    /// When the journal took the input, in milliseconds since 1970.
    pub fn now_ms(&self) -> i64 {
        self.input.at_ms
    }

    /// The event that the input redacts.
    pub fn redacted(&self) -> Option<&EventId> {
        match &self.input.event()?.content {
            Content::Redaction { target } => Some(target),
            Content::Message(_)
            | Content::Reaction { .. }
            | Content::PollStart
            | Content::PollResponse { .. }
            | Content::PollEnd { .. }
            | Content::Member(_)
            | Content::State { .. }
            | Content::Ciphertext { .. }
            | Content::Other { .. } => None,
        }
    }

    /// The language to answer in.
    pub fn lang(&self) -> Lang {
        self.place
            .as_ref()
            .map(|place| place.lang)
            .unwrap_or_default()
    }

    /// What the front desk knows of the room.
    pub fn place(&self) -> Option<&Place> {
        self.place.as_ref()
    }

    /// A value of the bot's memory, if it is there and of this shape.
    pub fn get<T: DeserializeOwned>(&self, scope: &Scope, key: &str) -> Option<T> {
        match self.changes.get(&self.address(scope, key)) {
            Some(value) => serde_json::from_value(value.clone()?).ok(),
            None => self.state.get(self.bot, scope, key),
        }
    }

    /// All values whose key starts with `prefix`, in order of key.
    pub fn range<T: DeserializeOwned>(&self, scope: &Scope, prefix: &str) -> Vec<(String, T)> {
        let mut values: BTreeMap<String, Option<Value>> = self
            .state
            .range::<Value>(self.bot, scope, prefix)
            .into_iter()
            .map(|(k, v)| (k, Some(v)))
            .collect();
        for ((_, changed_scope, key), value) in &self.changes {
            if changed_scope == scope && key.starts_with(prefix) {
                values.insert(key.clone(), value.clone());
            }
        }
        values
            .into_iter()
            .filter_map(|(key, value)| Some((key, serde_json::from_value(value?).ok()?)))
            .collect()
    }

    /// Remembers a value.
    pub fn put<T: Serialize>(&mut self, scope: &Scope, key: &str, value: &T) {
        // A value that is no JSON (a map with keys that are no strings) is a mistake of the bot's author:
        // it parks the input instead of being lost.
        let value = serde_json::to_value(value).expect("a bot's values are JSON");
        self.changes.insert(self.address(scope, key), Some(value));
    }

    /// Forgets a value.
    pub fn delete(&mut self, scope: &Scope, key: &str) {
        self.changes.insert(self.address(scope, key), None);
    }

    /// Plans an effect; its outcome comes back with `scope` and `tag`. Returns its key.
    pub fn plan(&mut self, scope: &Scope, tag: &str, effect: Effect) -> String {
        let key = format!("{}.{}.{}", self.input.seq, self.bot, self.effects.len());
        self.effects.push(Planned {
            key: key.clone(),
            bot: self.bot.to_owned(),
            scope: scope.clone(),
            tag: tag.to_owned(),
            effect,
        });
        key
    }

    /// Sets a timer, or moves it.
    pub fn set_timer(&mut self, name: &str, scope: &Scope, due_ms: i64, payload: Value) {
        self.timers.push(TimerChange::Set {
            name: name.to_owned(),
            scope: scope.clone(),
            due_ms,
            payload,
        });
    }

    /// Takes a timer away.
    pub fn cancel_timer(&mut self, name: &str) {
        self.timers.push(TimerChange::Cancel {
            name: name.to_owned(),
        });
    }

    fn address(&self, scope: &Scope, key: &str) -> Address {
        (self.bot.to_owned(), scope.clone(), key.to_owned())
    }
}
