//! What the wiki's bot asks of the pages: answers at the moment of sending ([`answers`]), threads read as Markdown
//! ([`threads`]), links that follow a renamed page ([`links`]).

mod answers;
mod links;
mod threads;

use std::{
    sync::{Arc, OnceLock},
    time::Duration,
};

use async_trait::async_trait;
use jiff::tz::TimeZone;
use secta_bot_kit::{read::Selves, words::Words};
use secta_bot_wiki::act::{Act, Came, Question};
use secta_matrix::{CallError, live::Live};
use secta_record::RecordId;
use secta_site::ports::{PortError, Wiki};
use secta_wiki::title::Title;
use serde::Deserialize;
use serde_json::{Map, Value};
use url::Url;

use crate::{clock::Clock, engine::views::View};

/// How long is waited for the pages to have what was written just now, and how often is looked.
const TRIES: usize = 60;
const BETWEEN: Duration = Duration::from_millis(50);

/// The pages, for the bot.
pub struct Pages {
    /// What the records say of pages.
    pub wiki: Arc<dyn Wiki>,
    /// The homeserver that threads are read from, once it is there.
    pub homeserver: Arc<OnceLock<Arc<Live>>>,
    /// The service's own users.
    pub selves: Selves,
    /// The phrases.
    pub words: Arc<Words>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// The zone in which days and hours are told.
    pub zone: TimeZone,
    /// The site's address, where there is one.
    pub base: Option<Url>,
}

impl Pages {
    /// The address of a page.
    fn link(&self, community: &RecordId, title: Option<&Title>) -> Option<String> {
        let base = self.base.as_ref()?;
        Some(secta_site::wiki_address(base, community, title))
    }

    fn live(&self) -> Result<Arc<Live>, CallError> {
        let known = self.homeserver.get().cloned();
        known.ok_or_else(|| CallError::NotYet("the homeserver is not connected".to_owned()))
    }
}

#[async_trait]
impl View for Pages {
    async fn compose(&self, ask: &Value) -> Result<Map<String, Value>, CallError> {
        let question = Question::deserialize(ask).map_err(|error| unreadable(&error))?;
        self.answer(&question)
            .await
            .map_err(|error| not_yet(&error))
    }

    async fn perform(&self, _key: &str, act: &Value) -> Result<Value, CallError> {
        let act = Act::deserialize(act).map_err(|error| unreadable(&error))?;
        let came: Came = match &act {
            Act::Thread { room, root, only } => {
                let live = self.live()?;
                threads::read(&live, &self.selves, (room, root), only.as_ref()).await?
            }
            Act::Relink(relink) => self.relink(relink).map_err(|error| not_yet(&error))?,
        };
        serde_json::to_value(&came).map_err(|error| unreadable(&error))
    }
}

fn unreadable(error: &serde_json::Error) -> CallError {
    CallError::Refused {
        code: "SECTA_REQUEST".to_owned(),
        message: error.to_string(),
    }
}

fn not_yet(error: &PortError) -> CallError {
    tracing::error!(%error, "the wiki cannot answer");
    CallError::NotYet(error.to_string())
}
