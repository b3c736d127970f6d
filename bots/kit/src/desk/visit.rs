use super::{Desk, Verdict, language, room::Room};
use crate::{
    bot::Ctx,
    grammar::Registry,
    ids::RoomId,
    input::{Content, Event, Input, Place},
    journal::Outcome,
    lane::DESK,
    lang::Lang,
    state::Scope,
};

/// One input at the front desk.
pub(super) struct Visit<'a, 'c> {
    pub(super) desk: &'a Desk,
    pub(super) input: &'a Input,
    pub(super) registry: &'a Registry,
    pub(super) ctx: &'a mut Ctx<'c>,
    pub(super) room: Room,
    pub(super) verdict: Verdict,
    room_id: Option<RoomId>,
    before: Room,
}

impl<'a, 'c> Visit<'a, 'c> {
    pub(super) fn new(
        desk: &'a Desk,
        input: &'a Input,
        registry: &'a Registry,
        ctx: &'a mut Ctx<'c>,
    ) -> Self {
        let room_id = input.room();
        let room = room_id
            .as_ref()
            .map(|room| Room::load(ctx, room))
            .unwrap_or_default();
        let visit = Self {
            desk,
            input,
            registry,
            ctx,
            before: room.clone(),
            room,
            verdict: Verdict::default(),
            room_id,
        };
        visit.ctx.place = visit.place(None);
        visit
    }

    pub(super) fn event(&mut self, event: &Event) {
        self.room.encrypted |= event.encrypted;
        match &event.content {
            Content::Member(member) => self.member(event, member),
            Content::State {
                kind,
                state_key,
                content,
            } => self.state(event, kind, state_key, content),
            Content::Redaction { target } => self.redaction(target),
            Content::Ciphertext {
                session,
                event: whole,
            } if !event.own => self.ciphertext(event, session, whole),
            Content::Message(message) if !event.own => {
                self.decrypted(event);
                self.message(event, message);
            }
            Content::Ciphertext { .. } | Content::Message(_) => {}
            Content::Reaction { .. }
            | Content::PollStart
            | Content::PollResponse { .. }
            | Content::PollEnd { .. }
            | Content::Other { .. } => self.decrypted(event),
        }
    }

    pub(super) fn outcome(&mut self, outcome: &Outcome) {
        if outcome.bot == DESK {
            self.own_outcome(outcome);
        }
        self.report_refused(outcome);
    }

    /// Settles in which language is answered; needed before anything is said.
    pub(super) fn speak(&mut self, event: &Event, hint: Option<Lang>) {
        let lang = self.chosen(event).or(hint);
        self.ctx.place = self.place(lang);
    }

    /// Ends the visit: what was learnt of the room is remembered, and the verdict given.
    pub(super) fn leave(mut self) -> Verdict {
        if let Some(room) = self.room_id.clone().filter(|_| self.room != self.before) {
            if self.room == Room::default() {
                self.ctx.delete(&Scope::room(&room), "room");
            } else {
                self.room.save(self.ctx, &room);
            }
        }
        let lang = match self.input.event() {
            Some(event) if self.ctx.place.is_some() => self
                .chosen(event)
                .or_else(|| self.ctx.place().map(|place| place.lang)),
            Some(_) | None => None,
        };
        self.verdict.place = self.place(lang);
        self.verdict
    }

    /// The language that the sender has chosen, or somebody for the room.
    fn chosen(&self, event: &Event) -> Option<Lang> {
        let user = self.ctx.get(&Scope::user(&event.sender), language::KEY);
        user.or(self.room.lang)
    }

    fn place(&self, lang: Option<Lang>) -> Option<Place> {
        let room = self.room_id.clone()?;
        Some(Place {
            room,
            encrypted: self.room.encrypted,
            direct: self.room.direct && self.room.people <= 1,
            people: self.room.people,
            moderates: self
                .input
                .event()
                .is_some_and(|event| self.moderates(event)),
            lang: lang.or(self.room.lang).unwrap_or(self.desk.default_lang()),
            lang_chosen: self
                .input
                .event()
                .is_some_and(|event| self.chosen(event).is_some()),
        })
    }
}
