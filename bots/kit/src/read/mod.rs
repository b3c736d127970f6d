//! From a row's bytes to an [`Input`]. What came from outside is not trusted: a row that is no event at all is
//! [`Malformed`]; content of a wrong shape makes an event of [`crate::input::Content::Other`], or a spoiled answer.

mod content;
mod event;
mod relations;
#[cfg(test)]
mod tests;

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::{
    ids::UserId,
    input::{Input, What},
    journal::{Row, source},
};

/// The longest text that is read of a message, in bytes; the rest is cut off.
pub const TEXT_MAX: usize = 64 * 1024;

/// How the localparts of accounts that were made on the site go on behind the service's prefix.
const NATIVE: &str = "w_";

/// Who the service itself is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selves {
    /// The bot.
    pub bot: UserId,
    /// How the localparts of the service's users begin, e.g. `_secta_`.
    pub prefix: String,
    /// The homeserver's name.
    pub server: String,
}

impl Selves {
    /// Whether a user is the bot, a puppet or an account that was made on the site.
    pub fn owns(&self, user: &UserId) -> bool {
        *user == self.bot
            || (!self.prefix.is_empty()
                && user.server() == self.server
                && user.localpart().starts_with(&self.prefix))
    }

    /// Whether a user is an account that was made on the site: a person, though of the service's namespace.
    pub fn is_native(&self, user: &UserId) -> bool {
        let local = user.localpart().strip_prefix(&self.prefix);
        let name = local.and_then(|local| local.strip_prefix(NATIVE));
        self.owns(user) && *user != self.bot && name.is_some_and(|name| !name.is_empty())
    }

    /// The account that is made on the site under a name of lower-case Latin letters, digits and `_`.
    pub fn native(&self, name: &str) -> UserId {
        UserId::new(format!("@{}{NATIVE}{name}:{}", self.prefix, self.server))
    }
}

/// What is wrong with a row. No reason quotes the row.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Malformed {
    /// The body is not JSON, or nested too deeply.
    #[error("the body is not JSON")]
    NotJson,
    /// A field that every event has is missing, or is not what it must be.
    #[error("the event has no valid {0}")]
    Field(&'static str),
    /// The body of one of the node's own rows is of another shape.
    #[error("the body is no {0}")]
    Shape(&'static str),
    /// The body cannot be had.
    #[error("{0}")]
    Unreadable(String),
}

impl Malformed {
    /// For a body that cannot be had, with the reason.
    pub fn new(reason: impl Into<String>) -> Self {
        Self::Unreadable(reason.into())
    }
}

/// Reads a row, its body unsealed.
///
/// # Errors
///
/// What is wrong with it, without quoting it.
pub fn read(row: &Row, selves: &Selves) -> Result<Input, Malformed> {
    let what = if row.erased {
        What::Erased
    } else {
        what(row, selves)?
    };
    Ok(Input {
        seq: row.seq,
        at_ms: row.new.at_ms,
        what,
        place: None,
        command: None,
        mend: false,
        sealed: row.new.sealed,
    })
}

fn what(row: &Row, selves: &Selves) -> Result<What, Malformed> {
    let new = &row.new;
    Ok(match new.source.as_str() {
        source::MATRIX | source::DECRYPTED => What::Event(event::event(new, selves)?),
        source::TIMER => What::Timer(own(&new.body, "timer")?),
        source::OUTBOX => What::Outcome(own(&new.body, "outcome")?),
        other => What::Foreign {
            source: other.to_owned(),
            external_id: new.external_id.clone(),
            body: json::<Value>(&new.body)?,
        },
    })
}

fn json<T: DeserializeOwned>(body: &[u8]) -> Result<T, Malformed> {
    serde_json::from_slice(body).map_err(|_| Malformed::NotJson)
}

fn own<T: DeserializeOwned>(body: &[u8], shape: &'static str) -> Result<T, Malformed> {
    serde_json::from_value(json(body)?).map_err(|_| Malformed::Shape(shape))
}
