//! What a bot says: answers where it was asked, refusals that may be mended by an edit, events of its own.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::{
    args,
    bot::Ctx,
    effect::{Compose, Effect, SendEvent, SendFile},
    file::{File, Image},
    ids::{EventId, RoomId, UserId},
    input::Event,
    lang::Lang,
    state::{Scope, State},
    words::{Answering, Args, Text, notice},
};

/// An answer comes late when it is decided so long after the question was sent, in milliseconds.
const LATE_MS: i64 = 10_000;

/// How long a refusal is remembered, in milliseconds; what may be mended is a matter of the desk's policy.
const REMEMBERED_MS: i64 = 60 * 60 * 1000;

/// The tag of answers.
pub const ANSWER: &str = "answer";

/// A refusal, so that the message may be mended by an edit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Refused {
    at_ms: i64,
    by: UserId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) thread: Option<EventId>,
}

impl Refused {
    /// Where the refusal of a message is remembered, in the scope of its room.
    pub(crate) fn key(event: &EventId) -> String {
        format!("refused/{event}")
    }

    /// The refusal that this edit may mend.
    pub(crate) fn mended(
        bot: &str,
        state: &State,
        edit: &Event,
        at_ms: i64,
        window_ms: i64,
    ) -> Option<Self> {
        let refused: Self = state.get(bot, &Scope::room(&edit.room), &Self::key(edit.subject()))?;
        refused.mends(edit, at_ms, window_ms).then_some(refused)
    }

    /// Whether the edit comes in time and from whom it should.
    pub(crate) fn mends(&self, edit: &Event, at_ms: i64, window_ms: i64) -> bool {
        at_ms.saturating_sub(self.at_ms) <= window_ms
            && self.by == edit.sender
            && edit.subject() != &edit.id
    }
}

impl Ctx<'_> {
    /// A phrase in the language to answer in.
    pub fn say(&self, id: &str, args: Args) -> Text {
        self.words().text(self.lang(), id, &args)
    }

    /// Who is called by an answer: whoever asked, when it comes late. One who has just asked looks at the room, and a
    /// telephone that rings for every answer is a nuisance.
    fn called(&self, event: &Event) -> Option<UserId> {
        let late = self.now_ms().saturating_sub(event.sent_ms) > LATE_MS;
        late.then(|| event.sender.clone())
    }

    /// Answers an event with a notice: in the thread that it stands in, as a reply to it. Returns the effect's key.
    pub fn reply(&mut self, event: &Event, text: &Text) -> String {
        let answering = Answering {
            thread: event.thread.clone(),
            reply_to: Some(event.subject().clone()),
            mention: self.called(event),
        };
        let content = notice(text, &answering);
        self.send_as(
            &event.room,
            event.encrypted,
            "m.room.message",
            content,
            ANSWER,
        )
    }

    /// Answers an event with an image, which mentions nobody. Returns the effect's key.
    pub fn reply_image(&mut self, event: &Event, image: &Image) -> String {
        let answering = Answering {
            thread: event.thread.clone(),
            reply_to: Some(event.subject().clone()),
            mention: None,
        };
        let content = image.content(&answering);
        let event = self.event(&event.room, event.encrypted, "m.room.message", content);
        let file = image.file.clone();
        let scope = Scope::room(&event.room);
        let compose = None;
        let send = SendFile {
            event,
            file,
            compose,
        };
        self.plan(&scope, ANSWER, Effect::SendFile(send))
    }

    /// Answers an event with a file that a view outside SQL makes at the moment of sending, with the words beside it;
    /// where it cannot, that is said. Returns the effect's key.
    pub fn reply_file(&mut self, event: &Event, mime: &str, compose: Compose) -> String {
        let answering = Answering {
            thread: event.thread.clone(),
            reply_to: Some(event.subject().clone()),
            mention: self.called(event),
        };
        let mut content = notice(&self.say("desk-no-answer", args![]), &answering);
        content["msgtype"] = json!("m.file");
        let send = SendFile {
            event: self.event(&event.room, event.encrypted, "m.room.message", content),
            file: File::composed(mime, Vec::new()),
            compose: Some(compose),
        };
        let scope = Scope::room(&event.room);
        self.plan(&scope, ANSWER, Effect::SendFile(send))
    }

    /// Answers an event with a notice whose words a view outside SQL puts in at the moment of sending; where it cannot,
    /// that is said. Its outcome comes back with `tag`. Returns the effect's key.
    pub fn reply_composed(&mut self, event: &Event, compose: Compose, tag: &str) -> String {
        let answering = Answering {
            thread: event.thread.clone(),
            reply_to: Some(event.subject().clone()),
            mention: self.called(event),
        };
        let content = notice(&self.say("desk-no-answer", args![]), &answering);
        let mut send = self.event(&event.room, event.encrypted, "m.room.message", content);
        send.compose = Some(compose);
        self.plan(&Scope::room(&event.room), tag, Effect::Send(send))
    }

    /// Says something in a room whose words a view outside SQL puts in at the moment of sending; where it cannot, that
    /// is said. Its outcome comes back with `tag`. Returns the effect's key.
    pub fn send_composed(
        &mut self,
        (room, lang): (&RoomId, Lang),
        answering: &Answering,
        compose: Compose,
        tag: &str,
    ) -> String {
        let sorry = self.words().text(lang, "desk-no-answer", &args![]);
        let content = notice(&sorry, answering);
        let mut send = self.event(room, false, "m.room.message", content);
        send.compose = Some(compose);
        self.plan(&Scope::room(room), tag, Effect::Send(send))
    }

    /// Refuses a command with a reason; an edit of the message within the desk's window runs it again. The bot's
    /// scope of the room must be loaded (it is, unless the bot's `scopes` leave it out).
    pub fn refuse(&mut self, event: &Event, text: &Text) -> String {
        let scope = Scope::room(&event.room);
        let now = self.now_ms();
        for (key, refused) in self.range::<Refused>(&scope, "refused/") {
            if now.saturating_sub(refused.at_ms) > REMEMBERED_MS {
                self.delete(&scope, &key);
            }
        }
        let refused = Refused {
            at_ms: now,
            by: event.sender.clone(),
            thread: event.thread.clone(),
        };
        self.put(&scope, &Refused::key(event.subject()), &refused);
        self.reply(event, text)
    }

    /// Sends an event; encrypted where the place is. Returns the effect's key.
    ///
    /// For a room that is not the input's place the homeserver port decides whether it may go in the clear.
    pub fn send(&mut self, room: &RoomId, kind: &str, content: Value, tag: &str) -> String {
        self.send_as(room, false, kind, content, tag)
    }

    fn send_as(
        &mut self,
        room: &RoomId,
        encrypted: bool,
        kind: &str,
        content: Value,
        tag: &str,
    ) -> String {
        let send = self.event(room, encrypted, kind, content);
        self.plan(&Scope::room(room), tag, Effect::Send(send))
    }

    fn event(&self, room: &RoomId, encrypted: bool, kind: &str, content: Value) -> SendEvent {
        let here = self
            .place()
            .is_some_and(|place| place.room == *room && place.encrypted);
        SendEvent {
            room: room.clone(),
            sender: None,
            sent_ms: None,
            kind: kind.to_owned(),
            content,
            encrypted: encrypted || here,
            compose: None,
        }
    }
}
