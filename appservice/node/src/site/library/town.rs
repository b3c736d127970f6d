//! One community in the follower's hands.

use std::{collections::BTreeSet, sync::Arc};

use secta_record::{RecordId, act::ItemId};
use secta_rules::{DropCause, Fact, Quiet, State};
use secta_site::ports::Rules;
use secta_store::{
    StoredFact,
    pages::{Batch, Reached},
};

use super::{LibraryError, crowd::Crowd, gather::Gathering, told::Told};

/// A community, folded up to a place.
pub(super) struct Town {
    pub id: RecordId,
    /// Its id as the store has it.
    pub name: String,
    pub rules: Arc<Rules>,
    /// The place of the next fact.
    pub place: i64,
    /// What the rows have reached: facts before it are folded and written no more.
    pub reached: Reached,
    /// Whether places were left out: what waited there may wait no more.
    pub gap: bool,
    /// The community's stream, once it is known.
    pub stream: Option<String>,
    /// When it was looked last for what waits no more, in milliseconds since 1970.
    pub settled_ms: i64,
    /// When the rooms were looked at last, in milliseconds since 1970.
    pub furnished_ms: i64,
    /// When an item was written last of which no message was known, in milliseconds since 1970.
    pub unlinked_ms: Option<i64>,
    /// The day up to which quiet days are written.
    pub days_to: i32,
    crowd: Option<Crowd>,
}

impl Town {
    /// A community whose state has been folded up to a place, and whose rows have reached another, not before it.
    pub fn new(id: RecordId, state: State, place: i64, reached: Reached) -> Self {
        Self {
            id,
            name: id.to_string(),
            rules: Arc::new(Rules::new(state)),
            place,
            reached,
            gap: false,
            settled_ms: i64::MIN,
            stream: None,
            furnished_ms: i64::MIN,
            unlinked_ms: None,
            days_to: i32::MIN,
            crowd: None,
        }
    }

    /// Whether the state is where the rows are, or further.
    pub fn is_level(&self) -> bool {
        self.place >= self.reached.place
    }

    /// Takes the facts that follow; gives what they change in the rows.
    pub fn take(&mut self, facts: Vec<StoredFact>) -> Result<Option<Batch>, LibraryError> {
        let told: Vec<Told> = facts
            .into_iter()
            .map(Told::read)
            .collect::<Result<_, _>>()?;
        let mut gathering = Gathering::new(self.id, self.reached);
        self.apply(&told, &mut gathering)?;
        let written = told.iter().any(|told| told.place >= self.reached.place);
        let state = self.rules.read();
        if self.is_level() {
            let crowd = self.crowd.get_or_insert_with(|| Crowd::of(&state));
            gathering.days_ended(crowd.today(&state).into_iter().collect());
        }
        Ok(written.then(|| gathering.end(&state)))
    }

    fn apply(&mut self, told: &[Told], gathering: &mut Gathering) -> Result<(), LibraryError> {
        let mut state = self.rules.write();
        for one in told {
            let fact = one.fact.as_ref().filter(|_| one.record.is_some());
            let mut crowd = (one.place >= self.reached.place)
                .then(|| self.crowd.get_or_insert_with(|| Crowd::of(&state)));
            if let (Some(crowd), Some(fact)) = (&mut crowd, fact) {
                gathering.days_ended(crowd.roll(&state, fact.time_ms));
            }
            one.apply(&mut state)?;
            self.gap |= one.place > self.place;
            self.place = one.place.saturating_add(1);
            if let Some(crowd) = crowd {
                if let Some(fact) = fact {
                    crowd.touch(&state, fact);
                }
                gathering.take(one, &state, self.stream.as_deref());
            }
        }
        Ok(())
    }

    /// Goes on at a place: the facts between are gone.
    pub fn skip_to(&mut self, place: i64) {
        self.gap |= place > self.place;
        self.place = self.place.max(place);
    }

    /// How many items wait, as far as is known.
    pub fn waiting(&self) -> usize {
        self.rules.read().waiting().len()
    }

    /// Lets go of whatever does not wait any more; tells whether there was any.
    pub fn settle(&mut self, waiting: &BTreeSet<ItemId>) -> Result<bool, LibraryError> {
        self.gap = false;
        let mut gone = self.rules.read().waiting();
        gone.retain(|item| !waiting.contains(item));
        let mut state = self.rules.write();
        let (time_ms, place) = (state.clock_ms(), self.place);
        for item in &gone {
            let cause = DropCause::Expired;
            let drop = Quiet::Drop { item: *item, cause };
            let fact = Fact::quiet(time_ms, &"".into(), drop);
            let taken = state.wait_again(&fact);
            taken.map_err(|unlawful| LibraryError::Unlawful(place, unlawful))?;
        }
        Ok(!gone.is_empty())
    }

    /// The days behind the last fact's, up to one.
    pub fn quiet_days(&mut self, until: i32) -> Option<Batch> {
        let crowd = self.crowd.as_ref().filter(|_| self.days_to < until)?;
        let days_ended = crowd.quiet(&self.rules.read(), until);
        self.days_to = until;
        let batch = Batch {
            public: true,
            days_ended,
            ..Batch::new(self.id, self.reached)
        };
        (!batch.days_ended.is_empty()).then_some(batch)
    }
}
