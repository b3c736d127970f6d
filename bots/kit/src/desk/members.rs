use serde_json::Value;

use super::{room::Room, visit::Visit};
use crate::{
    effect::{Effect, Survey},
    ids::{EventId, RoomId, UserId},
    input::{Event, Member, Membership},
    journal::{Done, EffectResult, Outcome},
    lane::DESK,
    lang::Lang,
    state::Scope,
    words::{Answering, Args, notice},
};

const JOIN: &str = "join";
const SURVEY: &str = "survey";
const LEAVE: &str = "leave";

impl Visit<'_, '_> {
    /// Somebody was invited, came or went.
    pub(super) fn member(&mut self, event: &Event, member: &Member) {
        if member.user == self.desk.selves.bot {
            match member.membership {
                Membership::Invite => self.invited(event, member),
                Membership::Join => self.joined(event),
                Membership::Leave | Membership::Ban => self.room.forget(self.ctx, &event.room),
                Membership::Knock => {}
            }
        } else if !self.desk.selves.owns(&member.user) && self.room.entered() {
            let before = self.room.people;
            let joined = member.membership == Membership::Join;
            self.room.count(self.ctx, &event.room, &member.user, joined);
            // A room that a bot has made is its own: people come and go.
            if before > 0 && (self.room.invited || self.room.successor) {
                self.leave_if_alone(&event.room);
            }
        }
    }

    fn invited(&mut self, event: &Event, member: &Member) {
        if self.room.entered() {
            return;
        }
        let allowed = self
            .desk
            .policy
            .invite
            .allow(&event.sender, &self.desk.selves.server);
        if !allowed && !self.room.successor {
            self.decline(event);
            return;
        }
        self.room.direct |= member.direct;
        self.room.invited = true;
        self.room.inviter_lang = self
            .ctx
            .get(&Scope::user(&event.sender), super::language::KEY);
        self.join(&event.room, &event.sender);
    }

    fn decline(&mut self, event: &Event) {
        let said = Lang::ALL.map(|lang| {
            self.ctx
                .words()
                .text(lang, "desk-not-invited", &Args::new())
                .plain
        });
        let effect = Effect::Leave {
            room: event.room.clone(),
            reason: Some(said.join(" · ")),
        };
        self.ctx.plan(&Scope::room(&event.room), LEAVE, effect);
    }

    /// Joins by way of the homeserver of whoever led here: a room's id need not name one.
    fn join(&mut self, room: &RoomId, led_by: &UserId) {
        let effect = Effect::Join {
            room: room.clone(),
            via: vec![led_by.server().to_owned()],
        };
        self.ctx.plan(&Scope::room(room), JOIN, effect);
    }

    fn joined(&mut self, event: &Event) {
        if self.room.entered() {
            return;
        }
        self.room.epoch = self.input.seq;
        self.room.people = 0;
        self.room.surveyed = false;
        let effect = Effect::Survey {
            room: event.room.clone(),
        };
        self.ctx.plan(&Scope::room(&event.room), SURVEY, effect);
    }

    /// What became of an effect of the front desk.
    pub(super) fn own_outcome(&mut self, outcome: &Outcome) {
        let Some(room) = self.input.room() else {
            return;
        };
        match (outcome.tag.as_str(), &outcome.result) {
            (SURVEY, EffectResult::Done(done)) => {
                if let Some(survey) = survey(done).filter(|_| self.room.entered()) {
                    self.surveyed(&room, &survey);
                }
            }
            (JOIN, EffectResult::Refused { .. })
                if !self.room.successor && !self.room.entered() =>
            {
                self.room.forget(self.ctx, &room);
            }
            _ => {}
        }
    }

    /// The homeserver has told who is there. Events taken since the join know better.
    fn surveyed(&mut self, room: &RoomId, survey: &Survey) {
        for user in survey
            .joined
            .iter()
            .filter(|user| !self.desk.selves.owns(user))
        {
            if self.room.presence(self.ctx, room, user).is_none() {
                self.room.count(self.ctx, room, user, true);
            }
        }
        let first = !self.room.surveyed;
        self.room.surveyed = true;
        self.room.encrypted |= survey.encrypted;
        self.levels_found(room, survey);
        if let Some(successor) = &survey.replaced_by {
            self.follow(room, successor, &self.desk.selves.bot.clone());
        } else if self.room.invited && self.room.people == 0 {
            self.leave_if_alone(room);
        } else if first && self.room.direct {
            self.greet(room);
        }
    }

    fn greet(&mut self, room: &RoomId) {
        let lang = self
            .room
            .lang
            .or(self.room.inviter_lang)
            .unwrap_or(self.desk.default_lang());
        let text = self.ctx.words().text(lang, "desk-hello", &Args::new());
        if let Some(place) = &mut self.ctx.place {
            place.encrypted = self.room.encrypted;
        }
        self.ctx.send(
            room,
            "m.room.message",
            notice(&text, &Answering::default()),
            "hello",
        );
    }

    /// Leaves a room that the last person has left.
    fn leave_if_alone(&mut self, room: &RoomId) {
        if self.room.people == 0 && self.room.surveyed {
            self.ctx.plan(
                &Scope::room(room),
                LEAVE,
                Effect::Leave {
                    room: room.clone(),
                    reason: None,
                },
            );
            self.room.forget(self.ctx, room);
        }
    }

    /// The room's state changed.
    pub(super) fn state(&mut self, event: &Event, kind: &str, state_key: &str, content: &Value) {
        match kind {
            "m.room.encryption" => self.room.encrypted = true,
            "m.room.power_levels" if state_key.is_empty() => {
                self.levels_changed(&event.room, content);
            }
            _ => {}
        }
        if let Some(successor) = replacement(kind, content).filter(|_| self.room.entered()) {
            self.follow(&event.room, &successor, &event.sender);
        }
    }

    /// Follows a room that was upgraded; its settings come along.
    fn follow(&mut self, room: &RoomId, successor: &RoomId, led_by: &UserId) {
        let mut next = Room::load(self.ctx, successor);
        if next.entered() || successor == room {
            return;
        }
        next.successor = true;
        next.direct |= self.room.direct;
        next.lang = next.lang.or(self.room.lang);
        next.save(self.ctx, successor);
        self.join(successor, led_by);
    }

    /// An event was redacted: the homeserver let it through, so it was allowed.
    pub(super) fn redaction(&mut self, target: &EventId) {
        self.verdict.erase.push(target.as_str().to_owned());
        if self.room.encrypted {
            self.ctx.cancel_timer(&super::secrets::timer(target));
        }
    }
}

/// The room that replaces this one, where the state event is a tombstone.
pub(super) fn replacement(kind: &str, content: &Value) -> Option<RoomId> {
    let room = content
        .get("replacement_room")
        .filter(|_| kind == "m.room.tombstone")?
        .as_str()?;
    (room.starts_with('!') && room.len() <= 255 && !room.contains(char::is_control))
        .then(|| RoomId::new(room))
}

/// The survey in an outcome.
pub(super) fn survey(done: &Done) -> Option<Survey> {
    serde_json::from_value(done.data.clone()?).ok()
}

/// What the front desk has found in a room, where an outcome tells it.
pub fn surveyed(outcome: &Outcome) -> Option<Survey> {
    match &outcome.result {
        EffectResult::Done(done) if outcome.bot == DESK && outcome.tag == SURVEY => survey(done),
        EffectResult::Done(_) | EffectResult::Refused { .. } => None,
    }
}
