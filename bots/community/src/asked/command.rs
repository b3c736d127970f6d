//! What commands ask.

use secta_bot_kit::{
    EventId, Input, RoomId, UserId,
    community::name_of,
    grammar::{Command, split_bar},
    ids::linked_event,
    input::Event,
};
use secta_record::{
    RecordId,
    act::{AccountId, AppealId, ItemId, Profile, ProposalId, Supertag},
};
use secta_rules::Ask;

use super::{Reading, Via, asked, item_at, root_of};
use crate::{
    commands,
    memory::{self, Member, Reads},
    wallet,
    words::{self, Words},
};

/// The community that a command is about: that of the room, or the only one that there is.
pub fn community_at(room: &RoomId, reads: &impl Reads) -> Option<RecordId> {
    let place = memory::place(reads, room).map(|place| place.community);
    let mut all = reads.communities().iter().map(|(id, _)| *id);
    place.or_else(|| all.next().filter(|_| all.next().is_none()))
}

/// What a command asks of the rules; nothing where it is one that asks for no act.
pub fn of_command(command: &Command, input: &Input, reads: &impl Reads) -> Reading {
    let event = &command.event;
    let Some(community) = community_at(&event.room, reads) else {
        let asks = [
            commands::POST,
            commands::COMMENT,
            commands::WITHDRAW,
            commands::INVITE,
            commands::APPEAL,
            commands::SUPERTAG,
            commands::PROFILE,
            commands::WALLET,
        ];
        return if asks.contains(&command.id) {
            Reading::Say("community-which")
        } else {
            Reading::Nothing
        };
    };
    let asking = Asking {
        command,
        event,
        community,
        now_ms: input.at_ms,
    };
    let read = match command.id {
        commands::POST => asking.post(reads),
        commands::COMMENT => asking.comment(reads),
        commands::WITHDRAW => asking.withdraw(reads),
        commands::INVITE => asking.invite(),
        commands::APPEAL => asking.appeal(),
        commands::SUPERTAG => asking.supertag(),
        commands::PROFILE => asking.profile(reads),
        commands::WALLET => {
            wallet::read(&command.args).map(|it| it.map(|it| (Ask::Wallet(it), None)))
        }
        _ => Ok(None),
    };
    match read {
        Err(phrase) => Reading::Say(phrase),
        Ok(read) => {
            Reading::of(read.map(|(ask, words)| asked(community, event, ask, words, Via::Command)))
        }
    }
}

/// What a command asks, or the phrase that says what is missing.
type Read = Result<Option<(Ask, Option<Words>)>, &'static str>;

struct Asking<'a> {
    command: &'a Command,
    event: &'a Event,
    community: RecordId,
    now_ms: i64,
}

impl Asking<'_> {
    fn name(&self) -> [u8; 32] {
        name_of(&self.community, &self.event.room, self.command.subject())
    }

    fn words(&self, skip: usize) -> Words {
        let message = words::message_of(self.event);
        message
            .map(|message| words::of_command(self.command, message, skip))
            .unwrap_or_default()
    }

    /// What the member says here, or said in the message that this answers.
    fn said(&self, skip: usize, reads: &impl Reads) -> Words {
        let words = self.words(skip);
        let answered = self.event.reply_to.as_ref().filter(|_| words.is_empty());
        let said = answered.and_then(|id| {
            let scope = secta_bot_kit::Scope::room(&self.event.room);
            reads.read::<Words>(&scope, &format!("said/{id}"))
        });
        said.unwrap_or(words)
    }

    fn post(&self, reads: &impl Reads) -> Read {
        let words = self.said(0, reads);
        if words.is_empty() {
            return Err("community-post-empty");
        }
        let item = ItemId(self.name());
        Ok(Some((
            Ask::Post {
                item,
                tags: words.tags(),
            },
            Some(words),
        )))
    }

    fn comment(&self, reads: &impl Reads) -> Read {
        let first = self
            .command
            .args
            .split_whitespace()
            .next()
            .unwrap_or_default();
        let linked = linked_event(first).map(EventId::new);
        let skip = usize::from(linked.is_some());
        let target = linked
            .or_else(|| self.event.reply_to.clone())
            .ok_or("community-comment-where")?;
        let parent = item_at(reads, &target).ok_or("community-comment-unknown")?;
        let words = self.words(skip);
        if words.is_empty() {
            return Err("community-comment-empty");
        }
        let root = root_of(
            reads.communities().get(&self.community),
            parent,
            self.now_ms,
        );
        let item = ItemId(self.name());
        Ok(Some((Ask::Comment { item, root, parent }, Some(words))))
    }

    fn withdraw(&self, reads: &impl Reads) -> Read {
        let linked = linked_event(self.command.args.trim()).map(EventId::new);
        let target = linked
            .or_else(|| self.event.reply_to.clone())
            .ok_or("community-withdraw-what")?;
        let item = item_at(reads, &target).ok_or("community-unknown-event")?;
        Ok(Some((Ask::Withdraw { item }, None)))
    }

    fn invite(&self) -> Read {
        let account = user_in(&self.command.args, self.command.html.as_deref())
            .ok_or("community-invite-whom")?;
        let account = AccountId::new(account.as_str());
        Ok(Some((Ask::Invite { account }, None)))
    }

    fn appeal(&self) -> Read {
        let text = self.words(0).text;
        if text.is_empty() {
            return Err("community-appeal-empty");
        }
        if text.len() > words::TEXT_MAX / 2 {
            return Err("community-long");
        }
        Ok(Some((
            Ask::Appeal {
                appeal: AppealId(self.name()),
                text,
            },
            None,
        )))
    }

    fn supertag(&self) -> Read {
        let text = self.words(0).text;
        if text.len() > words::TEXT_MAX / 2 {
            return Err("community-long");
        }
        let parts = split_bar(&text);
        let mut parts = parts.iter().map(|part| part.trim().to_owned());
        let name = parts.next().unwrap_or_default();
        let definition = parts
            .next()
            .filter(|_| !name.is_empty())
            .ok_or("community-supertag-form")?;
        let synonyms = parts.next().unwrap_or_default();
        let synonyms = synonyms.split(',').map(|word| word.trim().to_owned());
        let supertag = Supertag {
            name,
            definition,
            synonyms: synonyms.filter(|word| !word.is_empty()).collect(),
        };
        let proposal = ProposalId(self.name());
        Ok(Some((Ask::ProposeSupertag { proposal, supertag }, None)))
    }

    /// Without a text it only shows the profile.
    fn profile(&self, reads: &impl Reads) -> Read {
        let about = self.words(0).text;
        let user = &self.event.sender;
        let member: Member = reads
            .read(&memory::member(&self.community, user), "member")
            .unwrap_or_default();
        if about.is_empty() || about.starts_with('@') {
            return Ok(None);
        }
        if about.len() > words::TEXT_MAX / 8 {
            return Err("community-long");
        }
        let name = member.name.filter(|name| name.len() <= 255);
        let profile = Profile {
            display_name: Some(name.unwrap_or_else(|| user.localpart().to_owned())),
            avatar: member.avatar,
            about: Some(about),
        };
        Ok(Some((Ask::Profile(profile), None)))
    }
}

/// The user that a command names: as `@name:server`, or by a mention.
pub fn user_in(args: &str, html: Option<&str>) -> Option<UserId> {
    let well = |id: &str| {
        let (local, server) = id.strip_prefix('@')?.split_once(':')?;
        let plain = id.len() <= 255
            && !id
                .chars()
                .any(|c| c.is_whitespace() || c.is_control() || "<>\"'".contains(c));
        (plain && !local.is_empty() && !server.is_empty()).then(|| UserId::new(id))
    };
    let word = args.split_whitespace().next().unwrap_or_default();
    let written = well(word.trim_end_matches([',', '.', ';']));
    let linked = || {
        let (_, after) = html?.split_once("https://matrix.to/#/")?;
        well(
            &after
                .split(['"', '?'])
                .next()?
                .replace("%40", "@")
                .replace("%3A", ":"),
        )
    };
    written.or_else(linked)
}
