//! The homeserver port.
//!
//! [`Homeserver`] is the contract that the executors work against; [`live`] speaks to a real homeserver, with the
//! bot's encrypting device beside it; [`fake`] is an in-memory homeserver for simulation.

use std::sync::Arc;

use async_trait::async_trait;
use secta_bot_kit::{Effect, effect::KEY_FIELD, journal::Done};
use serde_json::Value;
use tokio::sync::Notify;

pub mod fake;
pub mod live;

/// How much earlier than the moment of planning an event may seem to have been sent, in milliseconds: the clocks of
/// node and homeserver differ, and either may have been set anew in between.
pub const FIND_SLACK_MS: i64 = 25 * 3_600_000;

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
    async fn find(
        &self,
        key: &str,
        effect: &Effect,
        since_ms: i64,
    ) -> Result<Option<Done>, CallError>;

    /// Asks the homeserver to deliver what it holds back (`POST …/appservice/{id}/ping`); returns the round trip
    /// in milliseconds, `0` where the homeserver does not know the call.
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

/// The refusal of an effect that is none of a homeserver's.
fn no_homeserver() -> CallError {
    CallError::Refused {
        code: "SECTA_NO_HOMESERVER".to_owned(),
        message: "a homeserver keeps no views".to_owned(),
    }
}

/// An effect's key as it goes over the wire, as transaction id and in the event: `tag` keeps one database's apart
/// from another's.
pub fn wire_key(tag: &str, key: &str) -> String {
    format!("{tag}.{key}")
}

/// A content with the wire key in it.
fn marked(content: &Value, wire_key: &str) -> Result<Value, CallError> {
    let Value::Object(fields) = content else {
        return Err(CallError::Refused {
            code: "SECTA_CONTENT".to_owned(),
            message: "an event's content is an object".to_owned(),
        });
    };
    let mut fields = fields.clone();
    fields.insert(KEY_FIELD.to_owned(), Value::from(wire_key));
    Ok(Value::Object(fields))
}
