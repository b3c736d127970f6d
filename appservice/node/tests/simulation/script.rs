//! What the members do: questions, answers to polls, redactions, and a clock that jumps.

use std::{
    sync::{Mutex, PoisonError},
    time::Duration,
};

use rand::{Rng, SeedableRng, rngs::SmallRng};
use secta_bot_kit::{EventId, RoomId, UserId};
use serde_json::{Value, json};

use crate::node::{World, selves};

/// An hour.
const HOUR_MS: i64 = 3_600_000;

/// One act of a member.
enum Act {
    /// A question that is answered with one reply.
    Ask { room: usize, user: usize },
    /// A question that is answered with one poll and one result.
    Vote { room: usize, user: usize },
    /// An answer to the newest poll of a room, if there is one.
    Choose {
        room: usize,
        user: usize,
        answer: usize,
    },
    /// A message that is none of the service's business.
    Talk { room: usize, user: usize },
    /// Somebody deletes a question of theirs, if there is one.
    Withdraw { which: usize },
    /// The node's clock is off by so much from now on.
    Jump { off_ms: i64 },
}

/// A question that was asked.
#[derive(Clone, Debug)]
pub struct Asked {
    pub room: RoomId,
    pub id: EventId,
    /// The mark in a vote's text; a plain question has none.
    pub mark: Option<String>,
    /// Whether it was deleted: then the answer may be missing.
    pub withdrawn: bool,
    user: UserId,
}

/// The script of a seed, and what was asked when it was played.
pub struct Deeds {
    rooms: Vec<RoomId>,
    users: Vec<UserId>,
    acts: Vec<(u64, Act)>,
    asked: Mutex<Vec<Asked>>,
}

impl Deeds {
    /// What was asked.
    pub fn asked(&self) -> Vec<Asked> {
        self.asked
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    fn withdraw(&self, which: usize) -> Option<Asked> {
        let mut all = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        let asked = all.get_mut(which).filter(|asked| !asked.withdrawn)?;
        asked.withdrawn = true;
        Some(asked.clone())
    }

    fn ask(&self, asked: Asked) {
        self.asked
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(asked);
    }
}

/// Writes the script of the world's seed.
pub fn write(world: &World) -> Deeds {
    let mut dice = SmallRng::seed_from_u64(world.seed ^ 0x5c21);
    let users: Vec<UserId> = (0..dice.random_range(2..5))
        .map(|n| UserId::new(format!("@user{n}:sim")))
        .collect();
    let rooms: Vec<RoomId> = (0..dice.random_range(1..4))
        .map(|n| {
            let room = world
                .fake
                .make_room(&users[n % users.len()], dice.random_bool(0.3));
            for user in &users {
                world.fake.user_is(&room, user, "join");
            }
            room
        })
        .collect();
    let acts = (0..dice.random_range(5..25))
        .map(|_| {
            (
                dice.random_range(0..30_000),
                act(&mut dice, rooms.len(), users.len()),
            )
        })
        .collect();
    Deeds {
        rooms,
        users,
        acts,
        asked: Mutex::default(),
    }
}

fn act(dice: &mut SmallRng, rooms: usize, users: usize) -> Act {
    let room = dice.random_range(0..rooms);
    let user = dice.random_range(0..users);
    match dice.random_range(0..11) {
        0..3 => Act::Ask { room, user },
        3..5 => Act::Vote { room, user },
        5..8 => Act::Choose {
            room,
            user,
            answer: dice.random_range(0..4),
        },
        8 => Act::Talk { room, user },
        9 => Act::Withdraw {
            which: dice.random_range(0..20),
        },
        _ => Act::Jump {
            off_ms: dice.random_range(-HOUR_MS..HOUR_MS),
        },
    }
}

/// Plays the script: the bot is invited everywhere, and when it has come the members begin.
pub async fn play(world: &World, deeds: &Deeds) {
    for room in &deeds.rooms {
        world.fake.invite_bot(room, &deeds.users[0]);
    }
    while !deeds
        .rooms
        .iter()
        .all(|room| world.fake.timeline(room).iter().any(is_bots_join))
    {
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    for (wait_ms, act) in &deeds.acts {
        tokio::time::sleep(Duration::from_millis(*wait_ms)).await;
        perform(world, deeds, act);
    }
    tokio::time::sleep(Duration::from_secs(5)).await;
}

fn perform(world: &World, deeds: &Deeds, act: &Act) {
    let say = |room: usize, user: usize, text: &str| {
        let content = json!({ "msgtype": "m.text", "body": text });
        world
            .fake
            .user_sends(&deeds.rooms[room], &deeds.users[user], content)
    };
    let asked = |room: usize, user: usize, id: EventId, mark: Option<String>| Asked {
        room: deeds.rooms[room].clone(),
        id,
        mark,
        withdrawn: false,
        user: deeds.users[user].clone(),
    };
    match *act {
        Act::Ask { room, user } => {
            let id = say(room, user, "!голосования");
            deeds.ask(asked(room, user, id, None));
        }
        Act::Vote { room, user } => {
            let mark = format!("Вопрос-{}-?", deeds.asked().len());
            let text = format!("!голосуем {mark} | да | нет\nсрок: 10 минут");
            let id = say(room, user, &text);
            deeds.ask(asked(room, user, id, Some(mark)));
        }
        Act::Choose { room, user, answer } => {
            choose(world, &deeds.rooms[room], &deeds.users[user], answer)
        }
        Act::Talk { room, user } => {
            say(room, user, "Доброе утро");
        }
        Act::Withdraw { which } => {
            if let Some(asked) = deeds.withdraw(which) {
                world.fake.user_redacts(&asked.room, &asked.user, &asked.id);
            }
        }
        Act::Jump { off_ms } => world.clock.jump(off_ms),
    }
}

fn choose(world: &World, room: &RoomId, user: &UserId, answer: usize) {
    let timeline = world.fake.timeline(room);
    let Some(poll) = timeline.iter().rev().find(|event| is_poll(event)) else {
        return;
    };
    let content = json!({
        "m.relates_to": { "rel_type": "m.reference", "event_id": poll["event_id"] },
        "org.matrix.msc3381.poll.response": { "answers": [answer.to_string()] },
    });
    world
        .fake
        .user_sends_kind(room, user, "org.matrix.msc3381.poll.response", content);
}

/// Whether an event is the bot's arrival.
pub fn is_bots_join(event: &Value) -> bool {
    event["type"] == "m.room.member"
        && event["state_key"] == selves().bot.as_str()
        && event["content"]["membership"] == "join"
}

/// Whether an event is a poll.
pub fn is_poll(event: &Value) -> bool {
    event["type"] == "org.matrix.msc3381.poll.start"
}
