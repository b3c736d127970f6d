//! The rows that are measured: ordinary messages.

use serde_json::json;

/// The n-th event, as a homeserver sends it.
pub fn event(n: usize) -> String {
    json!({
        "type": "m.room.message",
        "event_id": format!("$bench{n:08}abcdefghijklmnopqrstuvwxyz012345"),
        "room_id": format!("!room{}abcdefghijklmnopqrstuvwxyz:bench", n % 50),
        "sender": format!("@user{}:bench", n % 500),
        "origin_server_ts": 1_795_262_400_000_i64 + n as i64,
        "unsigned": { "age": 12 },
        "content": {
            "msgtype": "m.text",
            "body": format!("Доброе утро, соседи! Кто сегодня идёт на встречу в шесть? Сообщение номер {n}."),
            "m.mentions": {},
        },
    })
    .to_string()
}
