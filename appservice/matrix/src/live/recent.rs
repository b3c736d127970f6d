//! What stands in the bot's rooms, the newest first.

use secta_bot_kit::{EventId, RoomId, UserId};
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

    /// An event of a room as it is now; `None` where there is none that the bot may see.
    ///
    /// # Errors
    ///
    /// As for any call.
    pub async fn event(&self, room: &RoomId, event: &EventId) -> Result<Option<Value>, CallError> {
        let path = ["v3", "rooms", room.as_str(), "event", event.as_str()];
        match self.http.look(Call::get(&path).by(&self.bot)).await {
            Err(CallError::Refused { .. }) => Ok(None),
            answer => answer,
        }
    }

    /// The events of a thread behind its root, the oldest first: at most `limit`.
    ///
    /// # Errors
    ///
    /// As for any call.
    pub async fn thread(
        &self,
        room: &RoomId,
        root: &EventId,
        limit: usize,
    ) -> Result<Vec<Value>, CallError> {
        self.related((room, root), "m.thread", limit).await
    }

    /// The edits of an event, the oldest first: at most `limit`, the last ones.
    ///
    /// # Errors
    ///
    /// As for any call.
    pub async fn edits(
        &self,
        room: &RoomId,
        event: &EventId,
        limit: usize,
    ) -> Result<Vec<Value>, CallError> {
        self.related((room, event), "m.replace", limit).await
    }

    async fn related(
        &self,
        (room, event): (&RoomId, &EventId),
        relation: &str,
        limit: usize,
    ) -> Result<Vec<Value>, CallError> {
        let path = [
            "v1",
            "rooms",
            room.as_str(),
            "relations",
            event.as_str(),
            relation,
        ];
        let mut events = Vec::new();
        let mut from: Option<String> = None;
        loop {
            let mut call = Call::get(&path)
                .by(&self.bot)
                .with("limit", EVENTS_A_PAGE)
                .with("dir", "b");
            if let Some(from) = &from {
                call = call.with("from", from);
            }
            let mut page = self.http.call(call).await?;
            if let Some(Value::Array(chunk)) = page.get_mut("chunk").map(Value::take) {
                events.extend(chunk);
            }
            let next = page
                .get("next_batch")
                .and_then(Value::as_str)
                .map(str::to_owned);
            if next.is_none() || next == from || events.len() >= limit {
                break;
            }
            from = next;
        }
        events.truncate(limit);
        events.reverse();
        Ok(events)
    }

    /// The name that somebody has in a room.
    ///
    /// # Errors
    ///
    /// As for any call.
    pub async fn name_in(&self, room: &RoomId, user: &UserId) -> Result<Option<String>, CallError> {
        let content = self.state(room, "m.room.member", user.as_str()).await?;
        let name = content
            .as_ref()
            .and_then(|content| content.get("displayname")?.as_str());
        Ok(name.map(str::to_owned))
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
