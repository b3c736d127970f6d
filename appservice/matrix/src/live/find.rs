//! Looking for what an effect in doubt may have left in its room.

use secta_bot_kit::{SendEvent, effect::KEY_FIELD, journal::Done};
use serde_json::Value;

use super::Live;
use crate::{CallError, FIND_SLACK_MS};

const PAGES: usize = 20;

impl Live {
    /// Reads the room backwards, to a little before `since_ms`.
    pub(super) async fn look_for(
        &self,
        key: &str,
        send: &SendEvent,
        since_ms: i64,
    ) -> Result<Option<Done>, CallError> {
        let wire_key = self.wire_key(key);
        let until_ms = since_ms.saturating_sub(FIND_SLACK_MS);
        let mut from: Option<String> = None;
        for _ in 0..PAGES {
            let page = self.recent(&send.room, from.as_deref()).await?;
            for event in &page.events {
                if self.carries(event, &wire_key, send).await {
                    let event_id = event
                        .get("event_id")
                        .and_then(Value::as_str)
                        .map(str::to_owned);
                    return Ok(Some(Done {
                        event_id,
                        data: None,
                    }));
                }
            }
            let at_ms = |event: &Value| event.get("origin_server_ts").and_then(Value::as_i64);
            // Other servers' clocks may say anything: only when nothing on the page is recent is it the end.
            let old = page
                .events
                .iter()
                .all(|event| at_ms(event).is_some_and(|at_ms| at_ms < until_ms));
            if old || page.next.is_none() {
                return Ok(None);
            }
            from = page.next;
        }
        Ok(None)
    }

    /// Whether an event is of the service and carries the key, in the clear or within its ciphertext.
    async fn carries(&self, event: &Value, wire_key: &str, send: &SendEvent) -> bool {
        let sender = event
            .get("sender")
            .and_then(Value::as_str)
            .unwrap_or_default();
        if !self.is_own(sender) {
            return false;
        }
        let key = |event: &Value| {
            event
                .get("content")?
                .get(KEY_FIELD)?
                .as_str()
                .map(|key| key == wire_key)
        };
        if let Some(same) = key(event) {
            return same;
        }
        if event.get("type").and_then(Value::as_str) != Some("m.room.encrypted") {
            return false;
        }
        let Ok(crypto) = self.crypto().await else {
            return false;
        };
        let opened = crypto.decrypt(&send.room, event).await;
        opened.is_ok_and(|done| done.data.as_ref().and_then(key) == Some(true))
    }
}
