//! A community before the bot: what it knows of it, and how it speaks in its rooms.

use jiff::tz::TimeZone;
use secta_bot_kit::{
    Ctx, Effect, EventId, Lang, RoomId, SendEvent, UserId,
    effect::{ABOUT_FIELD, AUTHOR_FIELD},
    grammar::clean,
    ids::permalink,
    policy::Speech,
    read::Selves,
    when::{Moment, print_duration, print_instant},
    words::{Answering, Args, Text, notice, tidy},
};
use secta_record::{
    RecordId,
    act::{AccountId, ItemId, Rank},
};
use secta_rules::State;
use serde_json::{Value, json};

use crate::{
    Settings,
    memory::{self, Copies, Hall, Member, Role, Subject, Topic},
    web::native,
    words::Words,
};

/// The most bytes of a content, below the homeserver's 64 KiB.
const EVENT_MAX: usize = 60_000;
/// How much of a name is shown, in characters.
const NAME_MAX: usize = 60;
/// How much of a Matrix id stands in a puppet's name, in characters.
const ID_MAX: usize = 150;
/// How much is kept for somebody whose porch, or about something whose message, is not there yet.
const MAIL_MAX: usize = 20;

/// A community before the bot.
pub struct Scene<'s, 'a> {
    /// The hands.
    pub ctx: &'s mut Ctx<'a>,
    /// What is set.
    pub settings: &'s Settings,
    /// The community.
    pub id: RecordId,
    /// Its rules, as they were before this input.
    pub rules: &'a State,
    /// Its rooms.
    pub hall: Hall,
}

impl<'s, 'a> Scene<'s, 'a> {
    /// Of a community, if the bot keeps it.
    pub fn open(ctx: &'s mut Ctx<'a>, settings: &'s Settings, id: RecordId) -> Option<Self> {
        let rules = ctx.communities().get(&id)?;
        let hall = ctx.get(&memory::community(&id), "hall")?;
        Some(Self {
            ctx,
            settings,
            id,
            rules,
            hall,
        })
    }

    /// The present, in milliseconds since 1970.
    pub fn now_ms(&self) -> i64 {
        self.ctx.now_ms()
    }

    /// One of its rooms.
    pub fn room(&self, role: Role) -> Option<RoomId> {
        self.hall.rooms.get(&role).cloned()
    }

    /// Those of some of its rooms that are there.
    pub fn rooms(&self, roles: &[Role]) -> Vec<RoomId> {
        roles.iter().filter_map(|role| self.room(*role)).collect()
    }

    /// Where an item stands.
    pub fn copies(&self, item: &ItemId) -> Copies {
        self.ctx
            .get(&memory::item(&self.id, item), "copies")
            .unwrap_or_default()
    }

    /// Remembers where an item stands.
    pub fn keep_copies(&mut self, item: &ItemId, copies: &Copies) {
        self.ctx
            .put(&memory::item(&self.id, item), "copies", copies);
    }

    /// What an item says.
    pub fn words(&self, item: &ItemId) -> Option<Words> {
        self.ctx.get(&memory::item(&self.id, item), "words")
    }

    /// Remembers what an item says, or forgets it.
    pub fn keep_words(&mut self, item: &ItemId, words: Option<&Words>) {
        let scope = memory::item(&self.id, item);
        match words {
            Some(words) => self.ctx.put(&scope, "words", words),
            None => self.ctx.delete(&scope, "words"),
        }
    }

    /// Who wrote an item.
    pub fn author(&self, item: &ItemId) -> Option<UserId> {
        let view = self.rules.item(item, self.now_ms())?;
        Some(user(&view.author))
    }

    /// What is remembered of somebody.
    pub fn member(&self, user: &UserId) -> Member {
        self.ctx
            .get(&memory::member(&self.id, user), "member")
            .unwrap_or_default()
    }

    /// Remembers somebody.
    pub fn keep_member(&mut self, user: &UserId, member: &Member) {
        self.ctx
            .put(&memory::member(&self.id, user), "member", member);
    }

    /// The language to speak to somebody in.
    pub fn lang_of(&self, user: &UserId) -> Lang {
        self.member(user).lang.unwrap_or(self.hall.lang)
    }

    /// A phrase in a language.
    pub fn text(&self, lang: Lang, id: &str, args: Args) -> Text {
        self.ctx.words().text(lang, id, &args)
    }

    /// The policy's words in a language.
    pub fn speech(&self, lang: Lang) -> Speech<'a> {
        let words = self.ctx.words();
        Speech { words, lang }
    }

    /// A length of time.
    pub fn duration(&self, lang: Lang, ms: i64) -> Text {
        print_duration(self.ctx.words(), lang, ms)
    }

    /// A moment.
    pub fn instant(&self, lang: Lang, at_ms: i64) -> Text {
        let zone: &TimeZone = &self.settings.zone;
        let moment = Moment {
            at_ms,
            now_ms: self.now_ms(),
            zone,
        };
        print_instant(self.ctx.words(), lang, moment)
    }

    /// A name to show, with the Matrix id that nobody else has beside it.
    pub fn name_of(&self, user: &UserId) -> String {
        let id = shown_id(user);
        match self
            .member(user)
            .name
            .as_deref()
            .map(|name| tidy(name, NAME_MAX))
        {
            Some(name) if !name.is_empty() && name != id => format!("{name} ({id})"),
            Some(_) | None => id,
        }
    }

    /// A phrase for somebody, in their language. Whoever reads it on the site is told of no commands.
    pub fn text_for(&self, user: &UserId, id: &'static str, args: Args) -> Text {
        let native = self.settings.selves.is_native(user);
        let id = if native { native::phrase(id) } else { id };
        self.text(self.lang_of(user), id, args)
    }

    /// Tells somebody something: on the site, where the account was made there; else in their porch, now, or once it
    /// is there.
    pub fn tell(&mut self, user: &UserId, text: &Text) {
        if self.settings.selves.is_native(user) {
            return native::tell(self, user, text);
        }
        let mut member = self.member(user);
        let Some(porch) = member.porch.clone() else {
            if member.mail.len() < MAIL_MAX {
                member.mail.push((text.plain.clone(), text.html.clone()));
                self.keep_member(user, &member);
            }
            crate::porch::open(self, user);
            return;
        };
        let answering = Answering {
            mention: Some(user.clone()),
            ..Answering::default()
        };
        let mut content = notice(text, &answering);
        if content.to_string().len() > EVENT_MAX {
            // Without its form it fits: nobody's own text is longer than that.
            drop(
                content
                    .as_object_mut()
                    .and_then(|content| content.remove("formatted_body")),
            );
            drop(
                content
                    .as_object_mut()
                    .and_then(|content| content.remove("format")),
            );
        }
        self.send(&porch, content, "tell");
    }

    /// The bot says something in a room.
    pub fn send(&mut self, room: &RoomId, content: Value, tag: &str) {
        let send = SendEvent {
            room: room.clone(),
            sender: None,
            sent_ms: None,
            kind: "m.room.message".to_owned(),
            content,
            encrypted: false,
            compose: None,
        };
        self.ctx
            .plan(&memory::community(&self.id), tag, Effect::Send(send));
    }

    /// The bot says something that stands for a case, an appeal or a proposal, in the council.
    pub fn open_topic(&mut self, subject: &Subject, text: &Text) {
        let Some(council) = self.room(Role::Council) else {
            return;
        };
        let mut content = notice(text, &Answering::default());
        content[ABOUT_FIELD] = json!(memory::about(&self.id, subject));
        self.send(&council, content, "topic");
    }

    /// The bot says something in the thread of a case, an appeal or a proposal: now, or once its message is there.
    pub fn in_topic(&mut self, id: &[u8; 32], text: &Text, mention: Option<&UserId>) {
        let scope = memory::topic(&self.id, id);
        let mut topic: Topic = self.ctx.get(&scope, "topic").unwrap_or_default();
        match (topic.event.clone(), self.room(Role::Council)) {
            (Some(root), Some(council)) => {
                let answering = Answering {
                    thread: Some(root),
                    reply_to: None,
                    mention: mention.cloned(),
                };
                self.send(&council, notice(text, &answering), "topic-line");
            }
            (Some(_), None) => {}
            (None, _) if topic.mail.len() < MAIL_MAX => {
                topic
                    .mail
                    .push((text.plain.clone(), text.html.clone(), mention.cloned()));
                self.ctx.put(&scope, "topic", &topic);
            }
            (None, _) => {}
        }
    }

    /// An item's author says it again through a puppet, at its time.
    pub fn perform(&mut self, item: &ItemId, author: &UserId, room: &RoomId, mut content: Value) {
        let scope = memory::item(&self.id, item);
        let rank = self.rules.rank(&account(author));
        let (puppet, appear) = self.puppet(author, rank, room);
        self.ctx.plan(&scope, "puppet", appear);
        content[ABOUT_FIELD] = json!(memory::about(&self.id, &Subject::Item(*item)));
        content[AUTHOR_FIELD] = json!(author);
        let time_ms = self.copies(item).time_ms;
        let send = SendEvent {
            room: room.clone(),
            sender: Some(puppet),
            sent_ms: (time_ms > 0).then_some(time_ms),
            kind: "m.room.message".to_owned(),
            content,
            encrypted: false,
            compose: None,
        };
        self.ctx.plan(&scope, "say-again", Effect::Send(send));
    }

    /// Whom somebody is heard through, and what puts the puppet into a room under a name that tells of their rank.
    pub fn puppet(&self, who: &UserId, rank: Rank, room: &RoomId) -> (UserId, Effect) {
        let selves = &self.settings.selves;
        let puppet = puppet_of(&self.id, who, selves);
        let member = self.member(who);
        let shown = member
            .name
            .as_deref()
            .map(|name| tidy(name, NAME_MAX))
            .filter(|name| !name.is_empty());
        let name = shown.unwrap_or_else(|| tidy(who.localpart(), NAME_MAX));
        let args = Args::new()
            .with("name", name)
            .with("id", tidy(&shown_id(who), ID_MAX));
        let id = match rank {
            Rank::Ghost => "community-puppet-newcomer",
            Rank::Commenter | Rank::Trusted if selves.is_native(who) => "community-web-puppet",
            Rank::Commenter | Rank::Trusted => "community-puppet-member",
        };
        let appear = Effect::Puppet {
            user: puppet.clone(),
            display_name: Some(self.text(self.hall.lang, id, args).plain),
            avatar_url: member.avatar,
            room: Some(room.clone()),
        };
        (puppet, appear)
    }

    /// The bot redacts an event.
    pub fn redact(&mut self, room: &RoomId, event: &EventId, why: Option<&Text>) {
        let redact = Effect::Redact {
            room: room.clone(),
            event_id: event.clone(),
            reason: why.map(|text| text.plain.clone()),
        };
        self.ctx
            .plan(&memory::community(&self.id), "redact", redact);
    }

    /// A permanent link to an event.
    pub fn link(&self, room: &RoomId, event: &EventId) -> String {
        permalink(room, Some(event), &self.settings.selves.server)
    }

    /// A link to an item: to its copy in the stream, or in the twilight while it waits there.
    pub fn item_link(&self, item: &ItemId) -> Option<String> {
        let copies = self.copies(item);
        let stream = copies.stream.zip(self.room(Role::Stream));
        let twilight = copies.twilight.zip(self.room(Role::Twilight));
        stream
            .or(twilight)
            .map(|(event, room)| self.link(&room, &event))
    }
}

/// The account of a user.
pub fn account(user: &UserId) -> AccountId {
    AccountId::new(user.as_str())
}

/// The user of an account.
pub fn user(account: &AccountId) -> UserId {
    UserId::new(account.as_str())
}

/// A Matrix id to show, made safe.
pub fn shown_id(user: &UserId) -> String {
    tidy(&clean(user.as_str()), 255)
}

/// The puppet through which somebody is heard where they are not themselves; an account of the site is its own.
pub fn puppet_of(community: &RecordId, user: &UserId, selves: &Selves) -> UserId {
    if selves.is_native(user) {
        return user.clone();
    }
    let mut hasher = blake3::Hasher::new_derive_key("net.secta community puppet 1");
    hasher.update(&community.0);
    hasher.update(user.as_str().as_bytes());
    let name: String = hasher.finalize().to_hex().chars().take(16).collect();
    UserId::new(format!("@{}c_{name}:{}", selves.prefix, selves.server))
}
