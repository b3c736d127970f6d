//! Answers from the index, at the moment of sending.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use async_trait::async_trait;
use jiff::tz::TimeZone;
use secta_bot_kit::words::Words;
use secta_bot_search::{
    compose::{self, Composer as Composed},
    find::Request,
    pages::{self, PageHit, Pages},
};
use secta_matrix::CallError;
use secta_store::Store;
use serde::Deserialize;
use serde_json::{Map, Value};
use url::Url;

use super::{SearchError, Shelf, memory};
use crate::{engine::views::View, seal::Sealer, site::library::Stacks};

/// Who answers.
pub struct Answers {
    /// The index.
    pub shelf: Shelf,
    /// What the bot remembers of rooms and people.
    pub store: Arc<dyn Store>,
    /// Opens what is sealed.
    pub sealer: Sealer,
    /// The phrases.
    pub words: Arc<Words>,
    /// The zone in which days and hours are told.
    pub zone: TimeZone,
    /// The server that links go by.
    pub server: String,
    /// The pages of the wiki.
    pub stacks: Option<Stacks>,
    /// The site's address, where there is one.
    pub base: Option<Url>,
}

impl Answers {
    async fn answer(&self, request: Request) -> Result<Map<String, Value>, SearchError> {
        let state = memory::load(self.store.as_ref(), &self.sealer, |state| {
            compose::scopes(&request, state)
        })
        .await?;
        let pages = tokio::task::block_in_place(|| self.pages(&request))?;
        let index = self.shelf.index();
        let composer = Composed {
            index: index.as_ref(),
            pages: &pages,
            words: &self.words,
            zone: &self.zone,
            server: &self.server,
        };
        // A damaged index may make the library panic: that is an answer that cannot be given.
        let search = || catch_unwind(AssertUnwindSafe(|| composer.content(&request, &state)));
        match tokio::task::block_in_place(search) {
            Ok(content) => Ok(content?),
            Err(_) => Err(SearchError::Panicked),
        }
    }

    fn pages(&self, request: &Request) -> Result<Pages, SearchError> {
        let (Some(wanted), Some(stacks)) = (pages::wanted(request), &self.stacks) else {
            return Ok(Pages::default());
        };
        let (community, part) = (wanted.community, (wanted.skip, wanted.take));
        let found = stacks.find_pages(&community, &request.ask.clauses, part)?;
        let base = self.base.as_ref();
        let hits = found.pages.into_iter().map(|(title, snippet)| PageHit {
            link: base.map(|base| secta_site::wiki_address(base, &community, Some(&title))),
            title: title.to_string(),
            snippet,
        });
        Ok(Pages {
            hits: hits.collect(),
            total: found.total,
            reading: found.reading,
        })
    }
}

#[async_trait]
impl View for Answers {
    async fn compose(&self, ask: &Value) -> Result<Map<String, Value>, CallError> {
        let request = Request::deserialize(ask).map_err(|error| CallError::Refused {
            code: "SECTA_REQUEST".to_owned(),
            message: error.to_string(),
        })?;
        self.answer(request).await.map_err(|error| {
            tracing::error!(%error, "the search cannot answer");
            CallError::NotYet(error.to_string())
        })
    }
}
