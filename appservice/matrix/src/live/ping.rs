//! The ping.

use std::time::Instant;

use serde_json::{Value, json};

use super::{Live, http::Call};
use crate::CallError;

impl Live {
    /// Has the homeserver call the service back, and says how many milliseconds that took; Synapse then delivers at
    /// once what it held back. `None` where the homeserver does not know the call, as Dendrite: then nothing is known
    /// of the way back.
    ///
    /// # Errors
    ///
    /// As for any call; when the way back is broken, `Refused` with what the homeserver met there.
    pub(super) async fn ping_back(&self) -> Result<Option<u64>, CallError> {
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
