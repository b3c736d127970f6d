//! What members do on the site becomes a row of the journal, of a source of its own; what came of it is read from what
//! the bot remembers that has seen to it. A form that is filed twice is done once.

use std::{sync::Arc, time::Duration};

use async_trait::async_trait;
use secta_bot_kit::{
    NewRow,
    read::Selves,
    web::{ANSWER, Answer, Deed, Form, SOURCE, answer_scope},
};
use secta_site::ports::{Desk, PortError};
use secta_store::{Batch, Store, StoreError, accounts::Register};
use tokio::time::Instant;

use crate::{
    clock::Clock,
    seal::{SealError, Sealer},
};

/// How long an answer is waited for.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long is waited between two looks where no bell rings.
const LOOK: Duration = Duration::from_millis(50);
/// How many hexadecimal digits a row's id has.
const ID_HEX: usize = 32;
/// The longest id of a form, in bytes.
const ID_MAX: usize = 128;

/// Why a form cannot be filed, or its answer read.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A row or a value cannot be sealed or opened.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// A form or a value has no JSON.
    #[error("a form or its answer is not JSON: {0}")]
    Value(#[from] serde_json::Error),
    /// The form's id is empty or too long.
    #[error("a form's id has 1 to {ID_MAX} bytes")]
    Id,
}

/// The desk where forms of the site are filed.
#[derive(Clone)]
pub struct SiteDesk {
    /// The journal, and what the bots remember.
    pub store: Arc<dyn Store>,
    /// Seals what is not for everybody.
    pub sealer: Sealer,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// The service's own users.
    pub selves: Selves,
    /// The names of accounts that were made on the site.
    pub register: Arc<Register>,
}

impl SiteDesk {
    /// Files a form and waits for what came of it.
    ///
    /// # Errors
    ///
    /// When it cannot be filed or its answer cannot be read.
    pub async fn ask(&self, id: &str, form: &Form) -> Result<Option<Answer>, DeskError> {
        if id.is_empty() || id.len() > ID_MAX {
            return Err(DeskError::Id);
        }
        let external_id = external_id(form, id);
        let (mut rows, mut facts) = {
            let wakes = self.store.wakes();
            (wakes.rows.subscribe(), wakes.facts.subscribe())
        };
        self.append(&external_id, form).await?;
        let until = Instant::now() + PATIENCE;
        loop {
            if let Some(answer) = self.answer(&external_id, &form.deed).await? {
                return Ok(Some(answer));
            }
            if Instant::now() >= until {
                return Ok(None);
            }
            // Which bell rings does not matter, nor whether one does.
            tokio::select! {
                _ = rows.changed() => {}
                _ = facts.changed() => {}
                () = tokio::time::sleep(LOOK) => {}
            }
        }
    }

    /// An account of the site comes into a community before it does anything there: once, by the row's id.
    async fn append(&self, external_id: &str, form: &Form) -> Result<(), DeskError> {
        let mut batch = Batch::default();
        let arrives = matches!(form.deed, Deed::Arrive { .. });
        if self.selves.is_native(&form.by)
            && !arrives
            && let Some(name) = self.register.name_of(&form.by)?
        {
            let arrival = Form {
                deed: Deed::Arrive { name },
                ..form.clone()
            };
            batch.rows.push(self.row(&arrival_id(form), &arrival)?);
        }
        batch.rows.push(self.row(external_id, form)?);
        self.store.append(batch).await?;
        Ok(())
    }

    /// Files a form for which nobody waits.
    ///
    /// # Errors
    ///
    /// When it cannot be filed.
    pub async fn leave(&self, external_id: &str, form: &Form) -> Result<(), DeskError> {
        let rows = vec![self.row(external_id, form)?];
        let batch = Batch {
            rows,
            ..Batch::default()
        };
        self.store.append(batch).await?;
        Ok(())
    }

    fn row(&self, external_id: &str, form: &Form) -> Result<NewRow, DeskError> {
        let json = serde_json::to_vec(form)?;
        let sealed = form.deed.is_private();
        let body = if sealed {
            self.sealer.seal(&json)?
        } else {
            json
        };
        Ok(NewRow {
            source: SOURCE.to_owned(),
            external_id: external_id.to_owned(),
            room: None,
            at_ms: self.clock.now_ms(),
            body,
            sealed,
        })
    }

    async fn answer(&self, external_id: &str, deed: &Deed) -> Result<Option<Answer>, DeskError> {
        let bot = match deed {
            Deed::Wiki(_) => secta_bot_wiki::NAME,
            _ => secta_bot_community::NAME,
        };
        let wanted = [(bot, answer_scope(external_id))];
        let values = self.store.scopes(&wanted).await?;
        let Some(found) = values.into_iter().find(|value| value.key == ANSWER) else {
            return Ok(None);
        };
        let json = if found.sealed {
            self.sealer.open(&found.value)?
        } else {
            found.value
        };
        Ok(Some(serde_json::from_slice(&json)?))
    }
}

#[async_trait]
impl Desk for SiteDesk {
    async fn file(&self, id: &str, form: Form) -> Result<Option<Answer>, PortError> {
        let asked = self.ask(id, &form).await;
        asked.map_err(|error| PortError(error.to_string()))
    }
}

/// The id of a form's row: of who sends it too, so that nobody is shown what came of another's.
fn external_id(form: &Form, id: &str) -> String {
    row_id("net.secta web form 1", form, id)
}

/// The id of the row by which the account of a form comes into its community.
pub(super) fn arrival_id(form: &Form) -> String {
    row_id("net.secta web arrival 1", form, "")
}

fn row_id(purpose: &str, form: &Form, id: &str) -> String {
    let mut hasher = blake3::Hasher::new_derive_key(purpose);
    hasher.update(&form.community.0);
    for text in [form.by.as_str(), id] {
        hasher.update(&(text.len() as u64).to_be_bytes());
        hasher.update(text.as_bytes());
    }
    hasher.finalize().to_hex().chars().take(ID_HEX).collect()
}
