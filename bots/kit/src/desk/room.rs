use serde::{Deserialize, Serialize};

use crate::{
    bot::Ctx,
    ids::{RoomId, UserId},
    lang::Lang,
    state::Scope,
};

const KEY: &str = "room";

/// What the front desk remembers of a room.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Room {
    /// The row of the bot's own join; 0 while it is not in. Members are remembered under it, so that those of an
    /// earlier stay do not count.
    pub(super) epoch: i64,
    /// Whether the homeserver was asked for everyone.
    pub(super) surveyed: bool,
    pub(super) encrypted: bool,
    pub(super) direct: bool,
    pub(super) people: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) lang: Option<Lang>,
    /// The language of whoever invited the bot, to greet them in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) inviter_lang: Option<Lang>,
    /// Whether the bot came because it was invited.
    pub(super) invited: bool,
    /// Whether it is the successor of a room that the bot is in.
    pub(super) successor: bool,
}

/// A person in a room, as of one stay of the bot.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Presence {
    epoch: i64,
    joined: bool,
}

impl Room {
    pub(super) fn load(ctx: &Ctx<'_>, room: &RoomId) -> Self {
        ctx.get(&Scope::room(room), KEY).unwrap_or_default()
    }

    pub(super) fn save(&self, ctx: &mut Ctx<'_>, room: &RoomId) {
        ctx.put(&Scope::room(room), KEY, self);
    }

    /// Forgets all that is remembered of the room.
    pub(super) fn forget(&mut self, ctx: &mut Ctx<'_>, room: &RoomId) {
        let scope = Scope::room(room);
        for (key, _) in ctx.range::<serde_json::Value>(&scope, "") {
            ctx.delete(&scope, &key);
        }
        *self = Self::default();
    }

    /// Whether the bot is in it.
    pub(super) fn entered(&self) -> bool {
        self.epoch > 0
    }

    /// Whether a person is known to be in it; `None` where nothing is known.
    pub(super) fn presence(&self, ctx: &Ctx<'_>, room: &RoomId, user: &UserId) -> Option<bool> {
        let presence: Option<Presence> = ctx.get(&Scope::member(room, user), "presence");
        presence
            .filter(|presence| presence.epoch == self.epoch)
            .map(|presence| presence.joined)
    }

    /// Remembers that a person came or went.
    pub(super) fn count(&mut self, ctx: &mut Ctx<'_>, room: &RoomId, user: &UserId, joined: bool) {
        let before = self.presence(ctx, room, user);
        match (before.unwrap_or(false), joined) {
            (false, true) => self.people = self.people.saturating_add(1),
            (true, false) => self.people = self.people.saturating_sub(1),
            (true, true) | (false, false) => {}
        }
        let scope = Scope::member(room, user);
        // Until everyone is known, an absence is knowledge too: the survey may be older than it.
        if joined || !self.surveyed {
            ctx.put(
                &scope,
                "presence",
                &Presence {
                    epoch: self.epoch,
                    joined,
                },
            );
        } else if before.is_some() {
            ctx.delete(&scope, "presence");
        }
    }
}
