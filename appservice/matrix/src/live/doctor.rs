//! What `secta check` asks, and the ping.

use std::time::{Instant, SystemTime};

use serde_json::{Value, json};

use super::{
    Live,
    http::{Call, date_ms},
};
use crate::CallError;

impl Live {
    /// The versions of the specification that the homeserver supports.
    ///
    /// # Errors
    ///
    /// As for any call.
    pub async fn versions(&self) -> Result<Vec<String>, CallError> {
        let answer = self.http.call(Call::get(&["versions"]).anonymous()).await?;
        let versions = answer.get("versions").and_then(Value::as_array);
        Ok(versions
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect())
    }

    /// Who the homeserver takes the token's bearer for, in the bot's name.
    ///
    /// # Errors
    ///
    /// As for any call; a token that the homeserver does not know is [`CallError::Unreachable`].
    pub async fn whoami(&self) -> Result<String, CallError> {
        let answer = self
            .http
            .call(Call::get(&["v3", "account", "whoami"]).by(&self.bot))
            .await?;
        Ok(answer
            .get("user_id")
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned())
    }

    /// By how many milliseconds the homeserver's clock is ahead of this one; `None` where it does not say.
    ///
    /// # Errors
    ///
    /// When it does not answer.
    pub async fn clock_skew_ms(&self) -> Result<Option<i64>, CallError> {
        let response = self
            .http
            .response(Call::get(&["versions"]).anonymous())
            .await?;
        let now = SystemTime::now()
            .duration_since(SystemTime::UNIX_EPOCH)
            .unwrap_or_default();
        let now_ms = i64::try_from(now.as_millis()).unwrap_or(i64::MAX);
        // The header has whole seconds: the middle of its second is meant.
        Ok(date_ms(&response).map(|at_ms| at_ms + 500 - now_ms))
    }

    /// Has the homeserver call the service back, and says how many milliseconds that took; Synapse then delivers at
    /// once what it held back. `None` where the homeserver does not know the call, as Dendrite: then nothing is known
    /// of the way back.
    ///
    /// # Errors
    ///
    /// As for any call; when the way back is broken, `Refused` with what the homeserver met there.
    pub async fn ping_back(&self) -> Result<Option<u64>, CallError> {
        let path = [
            "v1",
            "appservice",
            self.settings.registration_id.as_str(),
            "ping",
        ];
        let started = Instant::now();
        let answer = match self.http.call(Call::post(&path, json!({}))).await {
            Err(CallError::Refused { code, .. }) if code == "M_UNRECOGNIZED" => return Ok(None),
            answer => answer?,
        };
        let passed = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
        let duration_ms = answer.get("duration_ms").and_then(Value::as_u64);
        Ok(Some(duration_ms.unwrap_or(passed)))
    }
}
