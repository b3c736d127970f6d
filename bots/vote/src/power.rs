//! Who may redact: they may end a poll that is not theirs (MSC3381). Known only where the room's power levels were
//! set or changed while the bot was there; elsewhere nobody may.

use secta_bot_kit::UserId;
use serde_json::Value;

use crate::memory::{Memory, Power};

/// The most users that are remembered of a room.
const USERS_MAX: usize = 500;

/// Learns from a state event.
pub fn learn(memory: &mut Memory<'_, '_>, kind: &str, state_key: &str, content: &Value) {
    if kind == "m.room.power_levels" && state_key.is_empty() {
        memory.put("power", &power(content));
    }
}

/// Whether a user may end polls of others.
pub fn may_end(power: &Power, user: &UserId) -> bool {
    power.everybody || power.users.contains(user)
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
            assert_eq!(may_end(&power(&content), &user), may, "{content}");
        }
    }
}
