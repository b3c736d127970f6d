//! What stands in the bot's rooms, the newest first.

use secta_bot_kit::RoomId;
use serde_json::Value;

use super::{Live, http::Call};
use crate::CallError;

const EVENTS_A_PAGE: &str = "100";

/// A page of a room's events, the newest first.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// The events.
    pub events: Vec<Value>,
    /// Where the next page begins; `None` where there is none.
    pub next: Option<String>,
}

impl Live {
    /// The rooms that the bot is in.
    ///
    /// # Errors
    ///
    /// As for any call.
    pub async fn joined_rooms(&self) -> Result<Vec<RoomId>, CallError> {
        let answer = self
            .http
            .call(Call::get(&["v3", "joined_rooms"]).by(&self.bot))
            .await?;
        let rooms = answer.get("joined_rooms").and_then(Value::as_array);
        let ids = rooms.into_iter().flatten().filter_map(Value::as_str);
        Ok(ids.map(RoomId::new).collect())
    }

    /// A page of a room's events: the newest, or those before `from`.
    ///
    /// # Errors
    ///
    /// As for any call.
    pub async fn recent(&self, room: &RoomId, from: Option<&str>) -> Result<Page, CallError> {
        let path = ["v3", "rooms", room.as_str(), "messages"];
        let mut call = Call::get(&path)
            .by(&self.bot)
            .with("dir", "b")
            .with("limit", EVENTS_A_PAGE);
        if let Some(from) = from {
            call = call.with("from", from);
        }
        let mut page = self.http.call(call).await?;
        let next = page.get("end").and_then(Value::as_str).map(str::to_owned);
        let events = match page.get_mut("chunk").map(Value::take) {
            Some(Value::Array(events)) => events,
            _ => Vec::new(),
        };
        Ok(Page {
            events,
            next: next.filter(|next| Some(next.as_str()) != from),
        })
    }
}
