//! What the follower reads beside the facts: where a community begins, its rooms, words to be shown again, messages.

use std::collections::{BTreeMap, BTreeSet};

use secta_bot_community::memory::{Hall, Role};
use secta_record::{
    RecordId,
    act::{AccountId, Act, ItemId},
};
use secta_rules::State;
use secta_store::{
    StoredKept,
    pages::{Batch, ItemStanding, Origin, Reached, Words},
};

use super::{
    LibraryError,
    follower::Hands,
    gather::{words_of_comment, words_of_post},
    memory, told,
    town::Town,
};

/// How many items are looked for their messages at a time.
const LINKS: usize = 200;

impl Hands {
    /// A community where its rows stand, or somewhere before that.
    pub(super) async fn begin(&self, id: RecordId, head: i64) -> Result<Town, LibraryError> {
        let reached = self.reached(id, head).await?;
        let name = id.to_string();
        let folded = self.folds.as_ref().and_then(|folds| folds.read(&name));
        let folded = folded.map(|folded| (place(folded.places()), folded));
        let folded = folded.filter(|(place, _)| *place <= reached.place);
        let (place, mut state) = match folded {
            Some((place, folded)) => (place, folded.rules().clone()),
            None => (0, State::new()),
        };
        for fact in self.store.waiting(&name, place).await? {
            if let StoredKept::Quiet { value } = fact.kept {
                let waits = state.wait_again(&serde_json::from_slice(&value)?);
                waits.map_err(|unlawful| LibraryError::Unlawful(fact.place, unlawful))?;
            }
        }
        let mut town = Town::new(id, state, place, reached);
        town.stream = self.hall(&id).await?.and_then(|hall| stream(&hall));
        Ok(town)
    }

    /// How far the rows have come: those of another past are forgotten.
    async fn reached(&self, id: RecordId, head: i64) -> Result<Reached, LibraryError> {
        let pages = self.stacks.pages();
        let Some(row) = pages.community(&id)? else {
            return Ok(Reached::default());
        };
        let is_there = match row.reached.record {
            Some(record) => {
                let (name, record) = (id.to_string(), record.to_string());
                self.store.record(&name, &record).await?.is_some()
            }
            None => row.reached.place == 0,
        };
        if is_there && row.reached.place <= head {
            return Ok(row.reached);
        }
        tracing::warn!(community = %id, "the pages are of another past, and are made anew");
        pages.forget(&id)?;
        Ok(Reached::default())
    }

    async fn hall(&self, id: &RecordId) -> Result<Option<Hall>, LibraryError> {
        memory::hall(self.store.as_ref(), &self.sealer, id).await
    }

    /// Looks at a community's rooms.
    pub(super) async fn furnish(&self, town: &mut Town) -> Result<(), LibraryError> {
        let Some(hall) = self.hall(&town.id).await? else {
            return Ok(());
        };
        town.stream = stream(&hall);
        let pages = self.stacks.pages();
        let furnished = pages.furnish(&town.id, hall.lang, town.stream.as_deref())?;
        if let Some(version) = furnished {
            self.stacks.changed(&town.id, Some(version));
        }
        Ok(())
    }

    /// Adds to a batch what does not stand in its facts: the words of what is shown again, and messages.
    pub(super) async fn complete(
        &self,
        town: &Town,
        batch: &mut Batch,
    ) -> Result<(), LibraryError> {
        let shown = |standing| standing == ItemStanding::Published;
        for stood in &mut batch.standings {
            if shown(stood.standing)
                && let Some(origin) = self.stacks.pages().origin(&town.id, &stood.item)?
            {
                stood.words = self.words(&town.name, origin).await?;
            }
        }
        let new = batch.items.iter().map(|item| item.item);
        let again = batch.standings.iter().map(|stood| stood.item);
        let items: Vec<ItemId> = new.chain(again).collect();
        let messages = self.messages(town, &items).await?;
        for item in &mut batch.items {
            let event = messages.get(&item.item).cloned();
            item.event = event.or(item.event.take());
        }
        for stood in &mut batch.standings {
            stood.event = messages.get(&stood.item).cloned();
        }
        let authors = batch.items.iter().map(|item| item.author.clone());
        let authors: BTreeSet<AccountId> = authors.collect();
        let asked = (&town.id, &authors);
        batch.names = memory::names(self.store.as_ref(), &self.sealer, asked).await?;
        Ok(())
    }

    async fn messages(
        &self,
        town: &Town,
        items: &[ItemId],
    ) -> Result<BTreeMap<ItemId, String>, LibraryError> {
        memory::messages(self.store.as_ref(), &self.sealer, (&town.id, items)).await
    }

    /// What an item says, from its records.
    async fn words(&self, name: &str, origin: Origin) -> Result<Option<Words>, LibraryError> {
        let words = match self.act(name, &origin.record).await? {
            Some(Act::Post(post) | Act::ReleasedPost(post)) => words_of_post(&post),
            Some(Act::Comment(comment) | Act::ReleasedComment(comment)) => {
                words_of_comment(&comment)
            }
            Some(_) | None => None,
        };
        let (Some(mut words), Some(edit)) = (words.clone(), origin.edit) else {
            return Ok(words);
        };
        if let Some(Act::Edit(edit)) = self.act(name, &edit).await? {
            words.content = edit.content.unwrap_or(words.content);
        }
        Ok(Some(words))
    }

    async fn act(&self, name: &str, id: &RecordId) -> Result<Option<Act>, LibraryError> {
        match self.store.record(name, &id.to_string()).await? {
            Some(stored) => told::act(&told::record(&stored)?),
            None => Ok(None),
        }
    }

    /// Looks for the messages of items of which none is known; tells whether none is left.
    pub(super) async fn link(&self, town: &Town) -> Result<bool, LibraryError> {
        let pages = self.stacks.pages();
        let items = pages.unlinked(&town.id, LINKS)?;
        if items.is_empty() {
            return Ok(true);
        }
        let found = self.messages(town, &items).await?;
        if found.is_empty() {
            return Ok(false);
        }
        let events: Vec<(ItemId, String)> = found.into_iter().collect();
        let version = pages.link(&town.id, &events)?;
        self.stacks.changed(&town.id, Some(version));
        Ok(events.len() == items.len())
    }
}

fn stream(hall: &Hall) -> Option<String> {
    let room = hall.rooms.get(&Role::Stream);
    room.map(|room| room.as_str().to_owned())
}

fn place(places: u64) -> i64 {
    i64::try_from(places).unwrap_or(i64::MAX)
}
