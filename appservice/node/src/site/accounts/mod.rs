//! Who is signed in on the site, and how they get there: by a code that comes in their porch, as accounts that are made
//! on the site and opened again by a phrase, or by passkeys.
//!
//! A secret is made here and never taken from outside; what is kept of it is its hash, in a file of its own
//! ([`Register`]). An answer does not tell whether somebody is a member: the same is done for whoever is named.

mod codes;
mod drafts;
mod limits;
mod making;
pub mod names;
mod passkeys;
mod port;
mod secrets;
#[cfg(test)]
mod tests;

use std::{path::PathBuf, sync::Arc};

use secta_bot_kit::{UserId, grammar::clean, read::Selves};
use secta_site::{model, ports::PortError};
use secta_store::{
    Store, StoreError,
    accounts::{Register, sessions::Session},
};
use url::Url;

use self::{
    limits::Limits,
    passkeys::{Party, UnderWay},
};
use super::desk::{DeskError, SiteDesk};
use crate::{
    clock::Clock,
    seal::{SealError, Sealer},
};

/// The name of the register's file in the data folder.
pub const FILE: &str = "accounts.sqlite";
/// How much of what a browser says of itself is kept, in characters.
const AGENT_MAX: usize = 200;

/// Why an account cannot be served.
#[derive(Debug, thiserror::Error)]
pub enum AccountError {
    /// The register.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// There are no random bytes.
    #[error(transparent)]
    Random(#[from] SealError),
    /// A form cannot be filed.
    #[error(transparent)]
    Desk(#[from] DeskError),
    /// What a browser is told has no JSON.
    #[error("no JSON: {0}")]
    Json(#[from] serde_json::Error),
    /// The site's address has no domain.
    #[error("passkeys need a site with a domain")]
    NoDomain,
    /// A ceremony cannot be begun.
    #[error("a passkey's ceremony cannot be begun: {0}")]
    Passkey(String),
    /// Too often tried: not before so many seconds.
    #[error("too often tried: not before {0} seconds")]
    TooOften(u64),
}

impl From<AccountError> for PortError {
    fn from(error: AccountError) -> Self {
        Self(error.to_string())
    }
}

/// What the accounts are made of.
pub struct Parts {
    /// The journal, and what the bots remember.
    pub store: Arc<dyn Store>,
    /// Seals codes in the journal.
    pub sealer: Sealer,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// The service's own users.
    pub selves: Selves,
    /// The folder of the register's file.
    pub data: PathBuf,
    /// The site's address: passkeys are for its domain.
    pub base: Url,
}

/// The accounts.
pub struct SiteAccounts {
    clock: Arc<dyn Clock>,
    selves: Selves,
    register: Arc<Register>,
    desk: SiteDesk,
    limits: Limits,
    party: Option<Party>,
    under_way: UnderWay,
}

impl SiteAccounts {
    /// Opens the register.
    ///
    /// # Errors
    ///
    /// When its file cannot be opened.
    pub fn open(parts: Parts) -> Result<Self, AccountError> {
        let register = Arc::new(Register::open(&parts.data.join(FILE))?);
        let desk = SiteDesk {
            store: parts.store,
            sealer: parts.sealer,
            clock: Arc::clone(&parts.clock),
            selves: parts.selves.clone(),
            register: Arc::clone(&register),
        };
        Ok(Self {
            clock: parts.clock,
            selves: parts.selves,
            register,
            desk,
            limits: Limits::default(),
            party: Party::of(&parts.base),
            under_way: UnderWay::default(),
        })
    }

    /// The desk for forms, which knows these accounts.
    pub fn desk(&self) -> SiteDesk {
        self.desk.clone()
    }

    /// Begins a session; returns its secret.
    fn begin(&self, account: &UserId, agent: &str) -> Result<String, AccountError> {
        let (secret, session) = self.new_session(account, agent)?;
        self.register.sweep(session.since_ms)?;
        self.register.begin(&secrets::hash(&secret), &session)?;
        Ok(secret)
    }

    fn new_session(
        &self,
        account: &UserId,
        agent: &str,
    ) -> Result<(String, Session), AccountError> {
        let now_ms = self.clock.now_ms();
        let agent = agent.chars().take(AGENT_MAX).collect::<String>();
        let session = Session {
            id: secrets::name::<8>()?,
            account: account.clone(),
            native: self.selves.is_native(account),
            csrf: secrets::random()?,
            since_ms: now_ms,
            seen_ms: now_ms,
            agent: clean(&agent).replace('\n', " "),
        };
        Ok((secrets::secret()?, session))
    }

    fn session_of(&self, secret: &str) -> Result<Option<model::Session>, AccountError> {
        let now_ms = self.clock.now_ms();
        let found = self.register.session(&secrets::hash(secret), now_ms)?;
        let Some(found) = found else {
            return Ok(None);
        };
        let name = match found.native {
            true => self.register.name_of(&found.account)?,
            false => None,
        };
        Ok(Some(model::Session {
            name,
            ..shown(found)
        }))
    }

    fn sessions_of(&self, account: &UserId) -> Result<Vec<model::Session>, AccountError> {
        let all = self.register.sessions(account, self.clock.now_ms())?;
        Ok(all.into_iter().map(shown).collect())
    }
}

fn shown(session: Session) -> model::Session {
    let Session {
        id,
        account,
        native,
        csrf,
        since_ms,
        seen_ms,
        agent,
    } = session;
    model::Session {
        id,
        account,
        native,
        name: None,
        csrf,
        since_ms,
        seen_ms,
        agent,
    }
}
