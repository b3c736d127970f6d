//! Who may redact what others wrote: the moderators of a room.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::visit::Visit;
use crate::{
    effect::Survey,
    ids::{RoomId, UserId},
    input::Event,
    state::Scope,
};

const KEY: &str = "power";

/// The most users that are remembered of a room.
const USERS_MAX: usize = 100;

/// Who may redact what others wrote.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
struct Power {
    /// Whether everybody may.
    everybody: bool,
    /// Who may by the power levels.
    users: Vec<UserId>,
    /// Who may because they made the room, from room version 12 on.
    creators: Vec<UserId>,
}

impl Visit<'_, '_> {
    /// Whether the sender of an event may redact what others wrote.
    pub(super) fn moderates(&self, event: &Event) -> bool {
        let power = self.power(&event.room);
        let user = &event.sender;
        power.everybody || power.users.contains(user) || power.creators.contains(user)
    }

    /// The room's power levels changed.
    pub(super) fn levels_changed(&mut self, room: &RoomId, content: &Value) {
        let creators = self.power(room).creators;
        self.keep_power(
            room,
            Power {
                creators,
                ..power(content)
            },
        );
    }

    /// What a survey tells. Levels that were set since the join are newer or the same.
    pub(super) fn levels_found(&mut self, room: &RoomId, survey: &Survey) {
        let known = self.power(room);
        let found = survey.power_levels.as_ref().map(power).unwrap_or_default();
        let levels = if known == Power::default() {
            found
        } else {
            known
        };
        let creators = survey.creators.clone();
        self.keep_power(room, Power { creators, ..levels });
    }

    fn power(&self, room: &RoomId) -> Power {
        self.ctx.get(&Scope::room(room), KEY).unwrap_or_default()
    }

    fn keep_power(&mut self, room: &RoomId, power: Power) {
        self.ctx.put(&Scope::room(room), KEY, &power);
    }
}

fn power(content: &Value) -> Power {
    let needed = content.get("redact").map_or(Some(50), level);
    let default = content.get("users_default").map_or(Some(0), level);
    // Levels of a wrong shape give nobody anything.
    let (Some(needed), Some(default)) = (needed, default) else {
        return Power::default();
    };
    let users = content.get("users").and_then(Value::as_object);
    let mighty = |level: &Value| self::level(level).is_some_and(|level| level >= needed);
    Power {
        everybody: default >= needed,
        users: users
            .into_iter()
            .flatten()
            .filter(|(_, level)| mighty(level))
            .map(|(user, _)| UserId::new(user))
            .take(USERS_MAX)
            .collect(),
        creators: Vec::new(),
    }
}

/// A level; room versions before 10 let it be written as a text.
fn level(value: &Value) -> Option<i64> {
    value
        .as_i64()
        .or_else(|| value.as_str()?.trim().parse().ok())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn levels_are_read_with_their_defaults() {
        let user = UserId::new("@m:t");
        for (content, may) in [
            (json!({ "users": { "@m:t": 50 } }), true),
            (json!({ "users": { "@m:t": 49 } }), false),
            (json!({ "users": { "@m:t": "50" } }), true),
            (json!({ "users": { "@m:t": 50 }, "redact": 51 }), false),
            (json!({ "users": {}, "redact": 0 }), true),
            (json!({ "users_default": 50 }), true),
            (json!({ "users": { "@m:t": [] } }), false),
            (json!({ "redact": {}, "users_default": 100 }), false),
            (json!([]), false),
        ] {
            let power = power(&content);
            let found = power.everybody || power.users.contains(&user);
            assert_eq!(found, may, "{content}");
        }
    }
}
