//! Follows the journal: what is written, changed and redacted, is so in the index.

use std::{
    collections::BTreeSet,
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};

use secta_bot_kit::{
    Input, Look, RoomId, Row, Scope, Seq, State, What,
    input::{Content, Event, Membership},
    journal::source,
    read::{self, Selves},
};
use secta_bot_search::{
    NAME,
    follow::{self, Change},
    index::{Index, Writer, writer::PENDING_MAX},
    memory::{self as remembered, Room},
    text::Lemmas,
};
use secta_store::Store;

use super::{SearchError, memory, past::Past};
use crate::{clock::Clock, seal::Sealer};

/// How many rows are taken at a time.
const BATCH: usize = 512;

/// For so long a change may wait for others before it is committed.
const GATHER: Duration = Duration::from_millis(150);

/// For so long a message waits for what the bot learns of its room when it comes into it, in milliseconds.
const SURVEY_MS: i64 = 30_000;

/// After so many rows without a change the place is written in any case.
const UNWRITTEN: Seq = 50_000;

/// How long after a commit segments are written anew that hold what was taken out.
const PURGE_AFTER: Duration = Duration::from_secs(1);

/// How long after that it is looked at whether it was done.
const PURGE_AGAIN: Duration = Duration::from_secs(3);

/// Segments of more messages are written anew for it only so often.
const LARGE: u32 = 20_000;
const LARGE_EVERY: Duration = Duration::from_secs(3_600);

/// What a follower reads from.
#[derive(Clone)]
pub(super) struct Source {
    pub store: Arc<dyn Store>,
    pub sealer: Sealer,
    pub selves: Selves,
    pub clock: Arc<dyn Clock>,
}

/// An index that follows the journal.
pub(super) struct Follower {
    source: Source,
    pub(super) index: Index,
    pub(super) writer: Writer,
    position: Seq,
    committed: Seq,
    /// Since when a change waits.
    waiting: Option<Instant>,
    /// The reading of the past.
    pub(super) past: Past,
    /// The rooms of which everything was taken out.
    out: BTreeSet<RoomId>,
    /// When what was taken out is to leave the disk.
    purge: Option<Instant>,
    purged_large: Option<Instant>,
}

/// How far a step went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stepped {
    /// Rows were taken; there may be more.
    Took,
    /// There are rows that the bot has not handled yet.
    Behind,
    /// There is nothing to take.
    Level,
}

impl Follower {
    /// Opens the index of a folder; one that belongs to another journal, or cannot be read, is made anew.
    pub async fn open(
        folder: &Path,
        source: Source,
        lemmas: Arc<dyn Lemmas>,
    ) -> Result<Self, SearchError> {
        let fits = match Index::open(folder, Arc::clone(&lemmas)) {
            Ok(index) => fits(&index, &source).await?.then_some(index),
            Err(error) if !error.lasts() => return Err(error.into()),
            Err(error) => {
                tracing::warn!(%error, "the search index is made anew");
                None
            }
        };
        let index = match fits {
            Some(index) => index,
            None => {
                remove(folder)?;
                Index::open(folder, lemmas)?
            }
        };
        let position = index.mark()?.map_or(0, |mark| mark.position);
        let writer = index.writer(1)?;
        Ok(Self {
            source,
            index,
            writer,
            position,
            committed: position,
            waiting: None,
            past: Past::default(),
            out: BTreeSet::new(),
            purge: Some(Instant::now()),
            purged_large: None,
        })
    }

    /// The last row that it has taken.
    pub fn position(&self) -> Seq {
        self.position
    }

    /// Takes the next rows.
    pub async fn step(&mut self) -> Result<Stepped, SearchError> {
        let store = Arc::clone(&self.source.store);
        let rows = store.read(self.position, BATCH).await?;
        if rows.is_empty() {
            return Ok(Stepped::Level);
        }
        let handled = store
            .positions(&[NAME])
            .await?
            .get(NAME)
            .copied()
            .unwrap_or(0);
        let rows: Vec<Row> = rows.into_iter().filter(|row| row.seq <= handled).collect();
        let Some(mut last) = rows.last().map(|row| row.seq) else {
            return Ok(Stepped::Behind);
        };
        let fresh_ms = self.source.clock.now_ms() - SURVEY_MS;
        let fresh = rows
            .iter()
            .find(|row| row.new.at_ms > fresh_ms)
            .map(|row| row.seq);
        let events: Vec<(Seq, Event)> = rows.into_iter().filter_map(|row| self.read(row)).collect();
        let rooms = self
            .rooms(events.iter().map(|(_, event)| &event.room))
            .await?;
        for (seq, event) in events {
            let room = room_of(&rooms, &event.room);
            // Who may read it is known in a moment.
            let waits = room.epoch > 0 && !room.surveyed && fresh.is_some_and(|fresh| seq >= fresh);
            if waits && matches!(event.content, Content::Message(_)) {
                last = seq - 1;
                break;
            }
            self.take(seq, &event, &room).await?;
        }
        if last <= self.position {
            return Ok(Stepped::Behind);
        }
        self.position = last;
        Ok(Stepped::Took)
    }

    fn read(&self, mut row: Row) -> Option<(Seq, Event)> {
        if row.erased || !matches!(row.new.source.as_str(), source::MATRIX | source::DECRYPTED) {
            return None;
        }
        if row.new.sealed {
            row.new.body = self.source.sealer.open(&row.new.body).ok()?;
        }
        let seq = row.seq;
        // What cannot be read was parked by the driver.
        match read::read(&row, &self.source.selves) {
            Ok(Input {
                what: What::Event(event),
                ..
            }) => Some((seq, event)),
            Ok(_) | Err(_) => None,
        }
    }

    pub(super) async fn rooms<'r>(
        &self,
        rooms: impl Iterator<Item = &'r RoomId>,
    ) -> Result<State, SearchError> {
        let scopes: Vec<Scope> = rooms.map(Scope::room).collect();
        memory::load(self.source.store.as_ref(), &self.source.sealer, |_| {
            scopes.clone()
        })
        .await
    }

    async fn take(&mut self, seq: Seq, event: &Event, room: &Room) -> Result<(), SearchError> {
        if !room.is_out() {
            self.out.remove(&event.room);
        } else if self.out.insert(event.room.clone()) {
            self.writer.remove_room(&event.room);
            self.waits();
        }
        if let Content::Member(member) = &event.content
            && member.user == self.source.selves.bot
        {
            match member.membership {
                Membership::Join => self.past.enter(&event.room, true),
                Membership::Leave | Membership::Ban => self.past.leave(&event.room),
                Membership::Invite | Membership::Knock => {}
            }
        }
        match follow::change(event, seq, room) {
            Some(change) => self.apply(change).await,
            None => Ok(()),
        }
    }

    /// Changes the index.
    pub(super) async fn apply(&mut self, change: Change) -> Result<(), SearchError> {
        let (room, event) = match &change {
            Change::Put(doc) | Change::Edit { doc } => (doc.room.clone(), doc.event.clone()),
            Change::Remove(room, event) => (room.clone(), event.clone()),
        };
        let removed = matches!(change, Change::Remove(..));
        let old = self.writer.get(&room, &event)?;
        if removed && old.is_none() {
            return Ok(());
        }
        if let Some(old) = &old {
            self.writer.remove(old)?;
        }
        let back = old
            .as_ref()
            .filter(|old| removed && old.event != event)
            .cloned();
        if let Some(doc) = follow::merged(old, change) {
            self.writer.add(doc)?;
        }
        self.waits();
        // The event that changed a message was redacted: the message is as it was before.
        if let Some(back) = back
            && let Some(row) = self
                .source
                .store
                .row(source::MATRIX, back.event.as_str())
                .await?
            && let Some((seq, event)) = self.read(row)
        {
            let rooms = self.rooms([&event.room].into_iter()).await?;
            let room = room_of(&rooms, &event.room);
            if let Some(Change::Put(doc)) = follow::change(&event, seq, &room) {
                self.writer.add(*doc)?;
            }
        }
        Ok(())
    }

    /// Something waits for the commit.
    pub(super) fn waits(&mut self) {
        self.waiting.get_or_insert_with(Instant::now);
    }

    /// When it is time for a commit: in so long. `None` where nothing waits.
    pub fn due(&self) -> Option<Duration> {
        if self.writer.pending() >= PENDING_MAX || self.position - self.committed >= UNWRITTEN {
            return Some(Duration::ZERO);
        }
        self.waiting
            .map(|since| GATHER.saturating_sub(since.elapsed()))
    }

    /// Commits.
    pub fn commit(&mut self) -> Result<(), SearchError> {
        let (origin, position) = (self.source.store.tag().to_owned(), self.position);
        tokio::task::block_in_place(|| self.writer.commit(&origin, position))?;
        self.committed = position;
        self.waiting = None;
        let soon = Instant::now() + PURGE_AFTER;
        self.purge = Some(self.purge.map_or(soon, |at| at.min(soon)));
        Ok(())
    }

    /// When [`Follower::purge`] is to be asked: in so long.
    pub fn purge_due(&self) -> Option<Duration> {
        self.purge
            .map(|at| at.saturating_duration_since(Instant::now()))
    }

    /// Lets what was taken out leave the disk.
    pub fn purge(&mut self) -> Result<(), SearchError> {
        let large = self
            .purged_large
            .is_none_or(|at| at.elapsed() >= LARGE_EVERY);
        self.writer.purge(if large { u32::MAX } else { LARGE })?;
        if large {
            self.purged_large = Some(Instant::now());
        }
        // It is looked at again: a segment may have been in the middle of a merge.
        let again = if !self.writer.is_pure(LARGE)? {
            Some(PURGE_AGAIN)
        } else if !self.writer.is_pure(u32::MAX)? {
            Some(LARGE_EVERY)
        } else {
            None
        };
        self.purge = again.map(|wait| Instant::now() + wait);
        Ok(())
    }

    /// Waits for the merges, and lets go of the folder.
    pub fn close(self) -> Result<(), SearchError> {
        tokio::task::block_in_place(|| self.writer.finish())?;
        Ok(())
    }

    /// What it reads from.
    pub fn source(&self) -> &Source {
        &self.source
    }
}

/// What the bot remembers of a room.
pub(super) fn room_of(state: &State, room: &RoomId) -> Room {
    remembered::look_at(&Look::new(NAME, state), room)
}

/// Whether an index goes on where the journal does.
async fn fits(index: &Index, source: &Source) -> Result<bool, SearchError> {
    let Some(mark) = index.mark()? else {
        return Ok(index.is_empty());
    };
    let next = source.store.read(mark.position, 1).await?;
    let without_gap = next.first().is_none_or(|row| row.seq == mark.position + 1);
    Ok(mark.origin == source.store.tag() && without_gap)
}

/// Removes a folder, where it is there.
pub(super) fn remove(folder: &Path) -> Result<(), SearchError> {
    match std::fs::remove_dir_all(folder) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(SearchError::Folder(folder.to_owned(), error)),
    }
}
