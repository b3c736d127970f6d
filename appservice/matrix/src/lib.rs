//! The homeserver port.
//!
//! [`Homeserver`] is the contract that the executors work against; [`live`] speaks to a real homeserver, with the
//! bot's encrypting device beside it; [`fake`] is an in-memory homeserver for simulation.

use std::sync::Arc;

use async_trait::async_trait;
use secta_bot_kit::{Effect, journal::Done};
use tokio::sync::Notify;

/// What the node needs of a homeserver.
#[async_trait]
pub trait Homeserver: Send + Sync {
    /// Carries out one effect. `key` makes the transaction id (with the bot's device) and, in
    /// [`secta_bot_kit::effect::KEY_FIELD`], marks the event. [`Effect::Decrypt`] returns the decrypted event,
    /// whole, as the outcome's data.
    async fn perform(&self, key: &str, effect: &Effect) -> Result<Done, CallError>;

    /// Looks for what an effect in doubt may have left: an event that carries its key, sent after `since_ms`.
    /// `None` where there is none and the effect is to be carried out again; effects that do no harm twice
    /// (a join, a state event) are answered with `None` at once.
    async fn find(&self, key: &str, effect: &Effect, since_ms: i64) -> Result<Option<Done>, CallError>;

    /// Asks the homeserver to deliver what it holds back (`POST …/appservice/{id}/ping`); returns the round trip
    /// in milliseconds.
    async fn ping(&self) -> Result<u64, CallError>;

    /// Rung when keys have arrived, so that effects answered with [`CallError::NotYet`] are tried at once.
    fn keys_arrived(&self) -> Arc<Notify>;
}

/// Why a call did not succeed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CallError {
    /// No answer, or one that means nothing (5xx, HTML): it may have been carried out or not.
    #[error("the homeserver does not answer: {0}")]
    Unreachable(String),
    /// Too many requests: not carried out.
    #[error("the homeserver asks to wait {retry_after_ms} ms")]
    Limited {
        /// How long to wait.
        retry_after_ms: u64,
    },
    /// Something has to come first (a key, the sync of a room): not carried out.
    #[error("not yet: {0}")]
    NotYet(String),
    /// No, and it will not change: not carried out.
    #[error("the homeserver refuses: {code}: {message}")]
    Refused {
        /// The Matrix error code, or `SECTA_…`.
        code: String,
        /// What it said.
        message: String,
    },
}
