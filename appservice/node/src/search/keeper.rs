//! Keeps the index: follows the journal, reads the past and the files in between, and makes the index anew beside the
//! one that is asked.

use std::{
    panic::AssertUnwindSafe,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use futures_util::{FutureExt, future::BoxFuture};
use secta_bot_kit::{RoomId, read::Selves};
use secta_bot_search::{NAME, index::Doc};
use secta_matrix::{
    CallError,
    live::{Live, Page},
};

use super::{
    SearchError, Shelf, Standing,
    files::{self, FileRead},
    follower::{Follower, Source, Stepped, remove},
};
use crate::engine::Parts;

/// How long is waited for rows that the bot has not handled yet.
const BEHIND: Duration = Duration::from_millis(50);

/// How long the keeper rests after something has failed.
const AFTER_FAILURE: Duration = Duration::from_secs(5);

/// How often a file is asked for before it is left unread: for about five minutes.
const FILE_TRIES: u32 = 60;

/// How long it waits at the most without looking.
const IDLE: Duration = Duration::from_secs(20);

/// What it is made from.
pub struct Settings {
    /// The index as those see it who ask.
    pub shelf: Shelf,
    /// The homeserver, from which the past and files are read.
    pub homeserver: Arc<Live>,
}

/// Keeps the index.
pub struct Keeper {
    settings: Settings,
    source: Source,
}

/// What the homeserver was asked for.
enum Fetched {
    Rooms(Result<Vec<RoomId>, CallError>),
    Page(RoomId, Result<Page, CallError>),
    File(Box<Doc>, Result<FileRead, CallError>),
    /// Nothing: it was waited after a failure.
    Rested,
}

/// An index at work.
struct Work {
    follower: Follower,
    fetching: Option<BoxFuture<'static, Fetched>>,
    /// Whether the rooms that the bot is in are known.
    knows_rooms: bool,
    /// Whether the last look found no file to read.
    files_read: bool,
    /// How often the homeserver did not give the file that is to be read.
    file_tries: u32,
}

impl Keeper {
    /// With settings.
    pub fn new(settings: Settings, parts: &Parts, selves: Selves) -> Self {
        let source = Source {
            store: Arc::clone(&parts.store),
            sealer: parts.sealer.clone(),
            clock: Arc::clone(&parts.clock),
            selves,
        };
        Self { settings, source }
    }

    /// Keeps it for ever. A damaged index may make the library panic: that ends this try, not the node.
    pub async fn run(self) {
        loop {
            match AssertUnwindSafe(self.keep()).catch_unwind().await {
                Ok(Ok(())) => {}
                Ok(Err(error)) => tracing::error!(%error, "the search index cannot be kept"),
                Err(_) => tracing::error!("keeping the search index panicked"),
            }
            tokio::time::sleep(AFTER_FAILURE).await;
        }
    }

    async fn keep(&self) -> Result<(), SearchError> {
        let shelf = &self.settings.shelf;
        let mut work = self.open(shelf.folder.clone()).await?;
        shelf.put(Some(work.follower.index.clone()));
        let mut anew: Option<Work> = None;
        let mut made = 0;
        let mut rows = self.source.store.wakes().rows.subscribe();
        loop {
            rows.mark_unchanged();
            let mut wait = self.turn(&mut work).await?;
            if let Some(next) = &mut anew {
                wait = wait.min(self.turn(next).await?);
            }
            let rows_handled = self.rows().await?;
            shelf.stands(Standing {
                anew: anew
                    .as_ref()
                    .map(|next| Box::new(next.standing(rows_handled))),
                made,
                ..work.standing(rows_handled)
            });
            if let Some(next) = anew.take_if(|next| next.is_level()) {
                work = self.exchange(work, next).await?;
                made += 1;
                continue;
            }
            let fetched = tokio::select! {
                _ = rows.changed() => None,
                () = tokio::time::sleep(wait) => None,
                fetched = fetched(&mut work.fetching) => Some((false, fetched)),
                fetched = fetched_by(&mut anew) => Some((true, fetched)),
                () = shelf.anew.notified(), if anew.is_none() => {
                    remove(&self.beside())?;
                    anew = Some(self.open(self.beside()).await?);
                    None
                }
            };
            match (fetched, &mut anew) {
                (Some((true, fetched)), Some(next)) => next.take(fetched).await?,
                (Some((_, fetched)), _) => work.take(fetched).await?,
                (None, _) => {}
            }
        }
    }

    async fn open(&self, folder: PathBuf) -> Result<Work, SearchError> {
        let lemmas = Arc::clone(&self.settings.shelf.lemmas);
        Ok(Work {
            follower: Follower::open(&folder, self.source.clone(), lemmas).await?,
            fetching: None,
            knows_rooms: false,
            files_read: false,
            file_tries: 0,
        })
    }

    fn beside(&self) -> PathBuf {
        self.settings.shelf.folder.with_extension("anew")
    }

    /// Takes a step, and says how long nothing is to be done.
    async fn turn(&self, work: &mut Work) -> Result<Duration, SearchError> {
        let stepped = work.follower.step().await?;
        if work.follower.due().is_some_and(|due| due.is_zero()) {
            work.follower.commit()?;
            work.files_read = false;
        }
        if work.follower.purge_due().is_some_and(|due| due.is_zero()) {
            work.follower.purge()?;
        }
        if stepped == Stepped::Took {
            return Ok(Duration::ZERO);
        }
        if work.fetching.is_none() {
            work.fetching = self.next(work).await?;
        }
        let wait = match stepped {
            Stepped::Behind => BEHIND,
            Stepped::Took | Stepped::Level => IDLE,
        };
        let due = [work.follower.due(), work.follower.purge_due()];
        Ok(due.into_iter().flatten().fold(wait, Duration::min))
    }

    /// The next thing to ask the homeserver for.
    async fn next(
        &self,
        work: &mut Work,
    ) -> Result<Option<BoxFuture<'static, Fetched>>, SearchError> {
        let live = Arc::clone(&self.settings.homeserver);
        if !work.knows_rooms {
            return Ok(Some(Box::pin(async move {
                Fetched::Rooms(live.joined_rooms().await)
            })));
        }
        if let Some((room, from)) = work.follower.next_page().await? {
            return Ok(Some(Box::pin(async move {
                let page = live.recent(&room, from.as_deref()).await;
                Fetched::Page(room, page)
            })));
        }
        if work.files_read || work.follower.due().is_some() {
            return Ok(None);
        }
        let Some(doc) = work.follower.index.unread(1)?.pop() else {
            work.files_read = true;
            return Ok(None);
        };
        Ok(Some(Box::pin(async move {
            let read = files::read(&live, &doc).await;
            Fetched::File(Box::new(doc), read)
        })))
    }

    /// The one that was made anew takes the place of the other.
    async fn exchange(&self, work: Work, next: Work) -> Result<Work, SearchError> {
        let shelf = &self.settings.shelf;
        let old = shelf.folder.with_extension("old");
        shelf.put(None);
        work.follower.close()?;
        next.follower.close()?;
        remove(&old)?;
        rename(&shelf.folder, &old)?;
        rename(&self.beside(), &shelf.folder)?;
        let work = self.open(shelf.folder.clone()).await?;
        shelf.put(Some(work.follower.index.clone()));
        remove(&old)?;
        tracing::info!("the search index was made anew");
        Ok(work)
    }

    /// The last row that the bot has handled.
    async fn rows(&self) -> Result<i64, SearchError> {
        let handled = self.source.store.positions(&[NAME]).await?;
        Ok(handled.get(NAME).copied().unwrap_or(0))
    }
}

impl Work {
    /// What the homeserver has answered.
    async fn take(&mut self, fetched: Fetched) -> Result<(), SearchError> {
        self.fetching = None;
        let failed = match fetched {
            Fetched::Rooms(Ok(rooms)) => {
                self.knows_rooms = true;
                return self.follower.enter_all(&rooms).await;
            }
            Fetched::Page(room, Ok(page)) => return self.follower.take_page(&room, page).await,
            Fetched::Page(room, Err(CallError::Refused { code, .. })) => {
                // The bot is not in it any more.
                tracing::info!(%room, code, "the past of a room cannot be read");
                self.follower.past.leave(&room);
                return Ok(());
            }
            Fetched::File(doc, Ok(read)) => {
                self.file_tries = 0;
                return self.follower.take_file(*doc, read);
            }
            Fetched::File(doc, Err(_)) if self.file_tries >= FILE_TRIES => {
                // The server that has it is gone: the others are not to wait for it.
                self.file_tries = 0;
                return self.follower.take_file(*doc, FileRead::Nothing);
            }
            Fetched::Rested => return Ok(()),
            Fetched::File(_, Err(error)) => {
                self.file_tries += 1;
                error
            }
            Fetched::Rooms(Err(error)) | Fetched::Page(_, Err(error)) => error,
        };
        tracing::debug!(error = %failed, "the search waits for the homeserver");
        self.fetching = Some(Box::pin(async {
            tokio::time::sleep(AFTER_FAILURE).await;
            Fetched::Rested
        }));
        Ok(())
    }

    /// Whether nothing is left to be done.
    fn is_level(&self) -> bool {
        self.knows_rooms
            && self.fetching.is_none()
            && self.files_read
            && self.follower.past.len() == 0
            && self.follower.due().is_none()
    }

    fn standing(&self, rows: i64) -> Standing {
        Standing {
            row: self.follower.position(),
            rows,
            rooms_left: self.follower.past.len(),
            messages: self.follower.index.len(),
            ..Standing::default()
        }
    }
}

/// Waits for what the homeserver was asked for, if anything was.
async fn fetched(fetching: &mut Option<BoxFuture<'static, Fetched>>) -> Fetched {
    match fetching {
        Some(fetching) => fetching.await,
        None => std::future::pending().await,
    }
}

async fn fetched_by(work: &mut Option<Work>) -> Fetched {
    match work {
        Some(work) => fetched(&mut work.fetching).await,
        None => std::future::pending().await,
    }
}

fn rename(from: &Path, to: &Path) -> Result<(), SearchError> {
    std::fs::rename(from, to).map_err(|error| SearchError::Folder(from.to_owned(), error))
}
