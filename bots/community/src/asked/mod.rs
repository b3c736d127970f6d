//! From what happens in the rooms to what is asked of the rules. Nothing is changed here.

mod command;

use secta_bot_kit::{
    EventId, Input, UserId,
    community::{item_of, name_of},
    grammar::fold,
    input::{Content, Event, Message},
};
use secta_record::{
    RecordId,
    act::{CaseId, ItemId},
};
use secta_rules::{Ask, State, policy::Meaning};

pub use command::{community_at, of_command, user_in};

use crate::{
    memory::{self, Known, Place, Reads, Role, Subject, Vote},
    words::{self, Words},
};

/// What somebody asks of a community's rules.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    /// The community.
    pub community: RecordId,
    /// Who asks.
    pub by: UserId,
    /// What for.
    pub ask: Ask,
    /// What the item says, where it is about one.
    pub words: Option<Words>,
    /// How it was asked.
    pub via: Via,
}

/// How something was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Via {
    /// By a command: it is answered where it stands.
    Command,
    /// By a message in the stream: it cannot stay there if it is refused.
    Stream,
    /// By a message in the thread of a case.
    Argument,
    /// By an edit of a message.
    Edit,
    /// By a reaction, which is remembered as this vote.
    Reaction(Vote),
    /// By redacting something.
    Redaction,
}

/// What an input says to the rules.
#[derive(Clone, Debug, PartialEq)]
pub enum Reading {
    /// Nothing.
    Nothing,
    /// Something is asked.
    Ask(Box<Asked>),
    /// It cannot be asked so: the phrase that says what is missing.
    Say(&'static str),
}

impl Reading {
    fn of(asked: Option<Asked>) -> Self {
        asked.map_or(Self::Nothing, |asked| Self::Ask(Box::new(asked)))
    }
}

/// What an event, which is none of the rules' commands, says to them.
pub fn of_event(event: &Event, input: &Input, reads: &impl Reads) -> Reading {
    let place = memory::place(reads, &event.room).filter(|_| !event.own);
    let Some(place) = place else {
        return Reading::Nothing;
    };
    Reading::of(match &event.content {
        Content::Message(message) => of_message(event, message, &place, input, reads),
        Content::Reaction { target, key } => of_reaction(event, target, key, input, reads),
        Content::Redaction { target } => of_redaction(event, target, reads),
        Content::PollStart
        | Content::PollResponse { .. }
        | Content::PollEnd { .. }
        | Content::Member(_)
        | Content::State { .. }
        | Content::Ciphertext { .. }
        | Content::Other { .. } => None,
    })
}

fn of_message(
    event: &Event,
    message: &Message,
    place: &Place,
    input: &Input,
    reads: &impl Reads,
) -> Option<Asked> {
    if let Some(edited) = &message.edits {
        return of_edit(event, message, edited, reads);
    }
    match place.role {
        Role::Stream if input.command.is_none() && !is_desk_command(&message.body) => {
            Some(in_stream(event, message, place, input.at_ms, reads))
        }
        Role::Council if input.command.is_none() => of_argument(event, message, reads),
        Role::Stream
        | Role::Council
        | Role::Space
        | Role::Twilight
        | Role::Square
        | Role::Chronicle
        | Role::Porch => None,
    }
}

/// The front desk answers these before any bot sees them.
fn is_desk_command(body: &str) -> bool {
    let Some(said) = body.trim_start().strip_prefix(['!', '！']) else {
        return false;
    };
    let first = fold(said.split_whitespace().next().unwrap_or_default());
    [
        "помощь",
        "справка",
        "команды",
        "help",
        "commands",
        "язык",
        "language",
        "lang",
    ]
    .contains(&first.as_str())
}

/// A message of the stream: a post, or a comment where it stands in a thread or answers something.
fn in_stream(
    event: &Event,
    message: &Message,
    place: &Place,
    now_ms: i64,
    reads: &impl Reads,
) -> Asked {
    let words = Words::of_message(message);
    let item = item_of(&place.community, &event.room, &event.id);
    let answered = event.reply_to.as_ref().and_then(|id| item_at(reads, id));
    let root = event.thread.as_ref().and_then(|id| item_at(reads, id));
    let rules = reads.communities().get(&place.community);
    let thread = match (root, answered) {
        (Some(root), answered) => Some((root, answered.unwrap_or(root))),
        (None, Some(answered)) => Some((root_of(rules, answered, now_ms), answered)),
        (None, None) => None,
    };
    let ask = match thread {
        Some((root, parent)) => Ask::Comment { item, root, parent },
        None => Ask::Post {
            item,
            tags: words.tags(),
        },
    };
    asked(place.community, event, ask, Some(words), Via::Stream)
}

fn asked(community: RecordId, event: &Event, ask: Ask, words: Option<Words>, via: Via) -> Asked {
    let by = event.sender.clone();
    Asked {
        community,
        by,
        ask,
        words,
        via,
    }
}

/// The post of an item's thread.
pub(crate) fn root_of(rules: Option<&State>, item: ItemId, now_ms: i64) -> ItemId {
    let view = rules.and_then(|rules| rules.item(&item, now_ms));
    view.and_then(|view| view.root).unwrap_or(item)
}

fn item_at(reads: &impl Reads, event: &EventId) -> Option<ItemId> {
    known_item(reads, event).map(|(_, item)| item)
}

/// The item that an event is or copies.
pub fn known_item(reads: &impl Reads, event: &EventId) -> Option<(RecordId, ItemId)> {
    let known = memory::known(reads, event)?;
    match known.what {
        Subject::Item(item) => Some((known.community, item)),
        Subject::Case(_) | Subject::Appeal(_) | Subject::Proposal(_) | Subject::Reaction { .. } => {
            None
        }
    }
}

fn of_edit(
    event: &Event,
    message: &Message,
    edited: &EventId,
    reads: &impl Reads,
) -> Option<Asked> {
    let (community, item) = known_item(reads, edited)?;
    let words = words::of_edit(message);
    let ask = Ask::Edit {
        item,
        tags: words.tags(),
    };
    Some(asked(community, event, ask, Some(words), Via::Edit))
}

fn of_argument(event: &Event, message: &Message, reads: &impl Reads) -> Option<Asked> {
    let root = event.thread.as_ref().or(event.reply_to.as_ref())?;
    let known = memory::known(reads, root)?;
    let Subject::Case(case) = known.what else {
        return None;
    };
    let argument = message.body.clone();
    Some(asked(
        known.community,
        event,
        Ask::Argue { case, argument },
        None,
        Via::Argument,
    ))
}

fn of_reaction(
    event: &Event,
    target: &EventId,
    key: &str,
    input: &Input,
    reads: &impl Reads,
) -> Option<Asked> {
    let Known { community, what } = memory::known(reads, target)?;
    let rules = reads.communities().get(&community)?;
    let meaning = rules.policy().reactions.meaning(key)?;
    let new = CaseId(name_of(&community, &event.room, &event.id));
    let moderate = |item, case, measure| Ask::Moderate {
        item,
        case,
        measure,
        argument: None,
    };
    let (ask, vote) = match (what, meaning) {
        (Subject::Item(item), Meaning::Opinion(opinion)) => {
            (Ask::Vote { item, opinion }, Vote::Opinion(item, opinion))
        }
        (Subject::Item(item), Meaning::Measure(measure)) => {
            (moderate(item, new, measure), Vote::Measure(item, measure))
        }
        (Subject::Case(case), Meaning::Measure(measure)) => {
            let item = rules.case(&case, input.at_ms)?.item;
            (moderate(item, case, measure), Vote::Measure(item, measure))
        }
        (Subject::Appeal(appeal), Meaning::Opinion(opinion)) => {
            let in_favour = opinion.is_positive();
            (
                Ask::AppealVote { appeal, in_favour },
                Vote::Appeal(appeal, in_favour),
            )
        }
        (Subject::Proposal(proposal), Meaning::Opinion(opinion)) if opinion.is_positive() => {
            (Ask::ProposalVote { proposal }, Vote::Proposal(proposal))
        }
        (_, Meaning::Chronicle)
        | (Subject::Case(_), Meaning::Opinion(_))
        | (Subject::Appeal(_) | Subject::Proposal(_), Meaning::Measure(_))
        | (Subject::Proposal(_), Meaning::Opinion(_))
        | (Subject::Reaction { .. }, _) => return None,
    };
    Some(asked(community, event, ask, None, Via::Reaction(vote)))
}

fn of_redaction(event: &Event, target: &EventId, reads: &impl Reads) -> Option<Asked> {
    let Known { community, what } = memory::known(reads, target)?;
    let ask = match what {
        Subject::Item(item) => Ask::Withdraw { item },
        // Only whoever has voted takes the vote back; a homeserver lets redactions of other rooms' events through.
        Subject::Reaction { by, vote } if by == event.sender => {
            taken_back(reads.communities().get(&community)?, vote)?
        }
        Subject::Reaction { .. } | Subject::Case(_) | Subject::Appeal(_) | Subject::Proposal(_) => {
            return None;
        }
    };
    Some(asked(community, event, ask, None, Via::Redaction))
}

fn taken_back(rules: &State, vote: Vote) -> Option<Ask> {
    Some(match vote {
        Vote::Opinion(item, opinion) => Ask::Unvote {
            item,
            opinion: Some(opinion),
        },
        Vote::Measure(item, measure) => Ask::Unmoderate {
            case: rules.open_case_of(&item)?,
            measure,
        },
        Vote::Appeal(appeal, _) => Ask::AppealUnvote { appeal },
        Vote::Proposal(proposal) => Ask::ProposalUnvote { proposal },
    })
}
