use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    sync::Arc,
};

use secta_record::Signer;
use serde_json::{Map, Value, json};

use super::{facts, homeserver::Homeserver, look::Sent};
use crate::{
    bot::Bot,
    community::{Communities, Enacted},
    desk::{Desk, DeskPolicy},
    effect::{Compose, Effect, Planned, TimerChange, ViewAct},
    ids::{RoomId, UserId},
    input::Fired,
    journal::{NewRow, Row, Seq, source},
    lane::{Decision, Lane},
    read::Selves,
    state::{Scope, State},
    web::{self, Form},
};

/// When stories begin: 1 June 2026, noon UTC, in milliseconds since 1970.
const BEGIN_MS: i64 = 1_780_315_200_000;

/// A node in miniature, for the tests of a bot.
pub struct Story {
    bots: Vec<Arc<dyn Bot>>,
    policy: DeskPolicy,
    pub(super) selves: Selves,
    lane: Lane,
    pub(super) state: State,
    pub(super) now_ms: i64,
    seq: Seq,
    taken: BTreeSet<(String, String)>,
    rows: Vec<Row>,
    pub(super) decisions: Vec<Decision>,
    timers: BTreeMap<(String, String), (i64, Scope, Value)>,
    pub(super) queue: VecDeque<Planned>,
    pub(super) homeserver: Homeserver,
    pub(super) sent: Vec<Sent>,
    pub(super) seen: usize,
    pub(super) parked: Vec<(Seq, String)>,
    pub(super) made: Vec<(RoomId, Value)>,
    pub(super) refusals: Vec<(String, String)>,
    pub(super) waiting_for_keys: Vec<Planned>,
    pub(super) composer: Option<StoryComposer>,
    pub(super) view: Option<StoryView>,
}

/// What does what views are asked to do, and says what comes of it.
pub type StoryView = Arc<dyn Fn(&ViewAct) -> Value>;

/// What composes events at the moment of sending: it is given what is asked, what the bots remember, and the journal.
pub type StoryComposer = Arc<dyn Fn(&Compose, &mut State, &[Row]) -> Map<String, Value>>;

impl Story {
    /// With these bots, and the front desk's usual policy.
    pub fn of(bots: impl IntoIterator<Item = Arc<dyn Bot>>) -> Self {
        Self::under(DeskPolicy::default(), bots)
    }

    /// With these bots, under this policy.
    pub fn under(policy: DeskPolicy, bots: impl IntoIterator<Item = Arc<dyn Bot>>) -> Self {
        let bots: Vec<Arc<dyn Bot>> = bots.into_iter().collect();
        let selves = selves();
        Self {
            lane: lane(&policy, &selves, &bots),
            bots,
            policy,
            selves,
            state: empty(),
            now_ms: BEGIN_MS,
            seq: 0,
            taken: BTreeSet::new(),
            rows: Vec::new(),
            decisions: Vec::new(),
            timers: BTreeMap::new(),
            queue: VecDeque::new(),
            homeserver: Homeserver::default(),
            sent: Vec::new(),
            seen: 0,
            parked: Vec::new(),
            made: Vec::new(),
            refusals: Vec::new(),
            waiting_for_keys: Vec::new(),
            composer: None,
            view: None,
        }
    }

    /// With something that does what views are asked to do.
    #[must_use]
    pub fn viewing(self, view: StoryView) -> Self {
        Self {
            view: Some(view),
            ..self
        }
    }

    /// What a view says.
    pub(super) fn viewed(&self, act: &ViewAct) -> Value {
        self.view.as_ref().map(|view| view(act)).unwrap_or_default()
    }

    /// With something that composes events at the moment of sending.
    #[must_use]
    pub fn composing(self, composer: StoryComposer) -> Self {
        Self {
            composer: Some(composer),
            ..self
        }
    }

    /// What is added to an event at the moment of sending.
    pub(super) fn composed(&mut self, compose: Option<&Compose>) -> Map<String, Value> {
        match (&self.composer, compose) {
            (Some(composer), Some(compose)) => composer(compose, &mut self.state, &self.rows),
            (None, _) | (_, None) => Map::new(),
        }
    }

    /// The bot itself.
    pub fn bot(&self) -> &UserId {
        &self.selves.bot
    }

    /// The story's time, in milliseconds since 1970.
    pub fn now_ms(&self) -> i64 {
        self.now_ms
    }

    /// Moves the clock; what falls due on the way fires at its time, in order.
    pub fn advance(&mut self, by_ms: i64) {
        let until = self.now_ms.saturating_add(by_ms);
        while let Some((due_ms, key)) = self.next_timer().filter(|(due_ms, _)| *due_ms <= until) {
            self.now_ms = self.now_ms.max(due_ms);
            self.fire(key, false);
        }
        self.now_ms = until;
    }

    /// Moves the clock while the process is down: what fell due fires late, in order.
    pub fn sleep_through(&mut self, by_ms: i64) {
        self.now_ms = self.now_ms.saturating_add(by_ms);
        while let Some((_, key)) = self
            .next_timer()
            .filter(|(due_ms, _)| *due_ms <= self.now_ms)
        {
            self.fire(key, true);
        }
    }

    /// Turns the clock back, as clocks do.
    pub fn step_back(&mut self, by_ms: i64) {
        self.now_ms = self.now_ms.saturating_sub(by_ms);
    }

    /// The timers that wait: bot, name, due.
    pub fn timers(&self) -> Vec<(String, String, i64)> {
        self.timers
            .iter()
            .map(|((bot, name), (due, ..))| (bot.clone(), name.clone(), *due))
            .collect()
    }

    /// Delivers any event as the homeserver would; a repeated id is dropped, as the journal does.
    pub fn deliver(&mut self, event: &Value) {
        let text = |key: &str| event.get(key).and_then(Value::as_str).map(str::to_owned);
        let external_id = text("event_id").unwrap_or_else(|| format!("none-{}", self.seq));
        self.row(
            source::MATRIX,
            &external_id,
            text("room_id"),
            event.to_string().into_bytes(),
        );
    }

    /// Delivers a row of any source, and carries out what is decided on it.
    pub fn row(&mut self, source: &str, external_id: &str, room: Option<String>, body: Vec<u8>) {
        self.take(source, external_id, room, body);
        self.carry_out();
    }

    /// Delivers a form of the site, sealed where the node seals it, and carries out what is decided on it.
    pub fn files(&mut self, id: &str, form: &Form) {
        let body = json!(form).to_string().into_bytes();
        let new = self.new_row(web::SOURCE, id, None, body);
        let sealed = form.deed.is_private();
        self.take_row(NewRow { sealed, ..new });
        self.carry_out();
    }

    fn new_row(&self, source: &str, id: &str, room: Option<String>, body: Vec<u8>) -> NewRow {
        NewRow {
            source: source.to_owned(),
            external_id: id.to_owned(),
            room,
            at_ms: self.now_ms,
            body,
            sealed: false,
        }
    }

    /// A row enters the journal and is decided on; what is planned waits.
    pub(super) fn take(
        &mut self,
        source: &str,
        external_id: &str,
        room: Option<String>,
        body: Vec<u8>,
    ) {
        let new = self.new_row(source, external_id, room, body);
        self.take_row(new);
    }

    fn take_row(&mut self, new: NewRow) {
        let id = (new.source.clone(), new.external_id.clone());
        if !self.taken.insert(id) {
            return;
        }
        self.seq += 1;
        let row = Row {
            seq: self.seq,
            new,
            context: None,
            erased: false,
        };
        let decision = decide(&self.lane, &row, &mut self.state);
        self.rows.push(row);
        match decision {
            Ok(decision) => self.settle(decision),
            Err(reason) => self.parked.push((self.seq, reason)),
        }
    }

    fn settle(&mut self, decision: Decision) {
        for (bot, change) in decision.timers.clone() {
            match change {
                TimerChange::Set {
                    name,
                    scope,
                    due_ms,
                    payload,
                } => {
                    self.timers.insert((bot, name), (due_ms, scope, payload));
                }
                TimerChange::Cancel { name } => {
                    self.timers.remove(&(bot, name));
                }
            }
        }
        self.parked.extend(
            decision
                .parked
                .iter()
                .map(|(bot, reason)| (self.seq, format!("{bot}: {reason}"))),
        );
        for planned in &decision.effects {
            // The outbox keeps it as JSON.
            let kept = serde_json::to_string(&planned.effect).expect("an effect has JSON");
            let read: Effect = serde_json::from_str(&kept).expect("an effect is read again");
            assert_eq!(read, planned.effect);
        }
        self.queue.extend(decision.effects.iter().cloned());
        self.decisions.push(decision);
    }

    fn next_timer(&self) -> Option<(i64, (String, String))> {
        self.timers
            .iter()
            .map(|(key, (due_ms, ..))| (*due_ms, key.clone()))
            .min()
    }

    fn fire(&mut self, key: (String, String), late: bool) {
        let Some((due_ms, scope, payload)) = self.timers.remove(&key) else {
            return;
        };
        let (bot, name) = key;
        let external_id = format!("{bot}/{name}@{due_ms}");
        let body = json!(Fired {
            bot,
            name,
            scope,
            due_ms,
            late,
            payload
        });
        self.row(
            source::TIMER,
            &external_id,
            None,
            body.to_string().into_bytes(),
        );
    }

    /// Ends the story: nothing was parked, and the same rows lead to the same decisions in an empty memory.
    ///
    /// # Panics
    ///
    /// When it is not so.
    pub fn check(&self) {
        assert!(self.parked.is_empty(), "parked: {:?}", self.parked);
        self.check_replay();
        facts::check(self.communities(), self.enacted());
    }

    /// The same rows lead to the same decisions in an empty memory.
    ///
    /// # Panics
    ///
    /// When they do not.
    pub fn check_replay(&self) {
        let lane = lane(&self.policy, &self.selves, &self.bots);
        let mut state = empty();
        let again: Vec<Decision> = self
            .rows
            .iter()
            .filter_map(|row| decide(&lane, row, &mut state).ok())
            .collect();
        assert_eq!(
            self.decisions, again,
            "replayed, the story goes another way"
        );
    }

    /// What a bot remembers.
    pub fn remembers<T: serde::de::DeserializeOwned>(
        &mut self,
        bot: &'static str,
        scope: &Scope,
        key: &str,
    ) -> Option<T> {
        if !self.state.is_loaded(bot, scope) {
            self.state.load(bot, scope, []);
        }
        self.state.get(bot, scope, key)
    }

    /// The communities as they are now.
    pub fn communities(&self) -> &Communities {
        self.state.communities()
    }

    /// Everything that was enacted, in order.
    pub fn enacted(&self) -> impl Iterator<Item = &Enacted> {
        self.decisions.iter().flat_map(|decision| &decision.enacted)
    }

    /// The rooms that the bot is in.
    pub fn rooms(&self) -> Vec<RoomId> {
        self.homeserver.rooms_of(&self.selves.bot)
    }
}

/// The service's own users, as stories have them.
pub fn selves() -> Selves {
    Selves {
        bot: UserId::new("@_secta_bot:home"),
        prefix: "_secta_".to_owned(),
        server: "home".to_owned(),
    }
}

/// An empty memory; the node's key is always the same.
fn empty() -> State {
    let signer = Signer::from_secret(&[7; 32]);
    State::of(Communities::new(Arc::new(signer)))
}

fn lane(policy: &DeskPolicy, selves: &Selves, bots: &[Arc<dyn Bot>]) -> Lane {
    Lane::new(
        selves.clone(),
        Desk::new(policy.clone(), selves.clone()),
        bots,
        |_| true,
    )
}

fn decide(lane: &Lane, row: &Row, state: &mut State) -> Result<Decision, String> {
    let input = lane.read(row).map_err(|malformed| malformed.to_string())?;
    Ok(lane.decide(input, state, load_nothing))
}

/// Loads scopes as they are in an empty memory.
pub fn load_nothing(state: &mut State, scopes: Vec<(&'static str, Scope)>) {
    for (bot, scope) in scopes {
        state.load(bot, &scope, []);
    }
}
