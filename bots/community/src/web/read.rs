//! From a form to what it asks of the rules. Nothing is changed here.

use secta_bot_kit::{
    EventId, RoomId,
    web::{Deed, Form, name_of},
    words::{Text, tidy},
    written,
};
use secta_record::act::{
    AccountId, AppealId, CaseId, Currency, ItemId, Measure, Profile, ProposalId, Supertag, Wallet,
};
use secta_rules::{Ask, state::Matter};
use secta_wiki_formats::markdown;

use crate::{
    asked::{root_of, user_in},
    memory::{self, Copies, Member, Reads},
    wallet,
    words::{TEXT_MAX, Words},
};

/// The longest argument or definition, in characters: it is shown whole in the council.
const ARGUMENT_MAX: usize = 4000;
/// The longest name, in characters.
const NAME_MAX: usize = 60;
/// The most synonyms of a supertag.
const SYNONYMS_MAX: usize = 50;

/// What a form asks for.
#[derive(Clone, Debug, PartialEq)]
pub struct Wanted {
    /// What is asked of the rules.
    pub ask: Ask,
    /// What the item says, where it is about one's own.
    pub words: Option<Words>,
}

/// Why it cannot be asked so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The phrase that says what is missing.
    Phrase(&'static str),
    /// The item is the member's own message, which is edited where it stands.
    EditThere(RoomId, EventId),
}

impl From<&'static str> for Fault {
    fn from(phrase: &'static str) -> Self {
        Self::Phrase(phrase)
    }
}

/// What a form asks.
///
/// # Errors
///
/// A [`Fault`], where something is missing.
pub fn wanted(id: &str, form: &Form, now_ms: i64, reads: &impl Reads) -> Result<Wanted, Fault> {
    let reader = Reader {
        form,
        name: name_of(&form.community, id),
        now_ms,
        reads,
    };
    let ask = match &form.deed {
        Deed::Code { .. } | Deed::Arrive { .. } | Deed::Wiki(_) => {
            return Err("community-no-service".into());
        }
        Deed::Post { text } => return reader.post(text),
        Deed::Comment { parent, text } => return reader.comment(*parent, text),
        Deed::Edit { item, text } => return reader.edit(*item, text),
        Deed::Withdraw { item } => Ask::Withdraw { item: *item },
        Deed::Vote { item, opinion } => Ask::Vote {
            item: *item,
            opinion: *opinion,
        },
        Deed::Unvote { item } => Ask::Unvote {
            item: *item,
            opinion: None,
        },
        Deed::Moderate {
            item,
            measure,
            argument,
        } => reader.moderate(*item, *measure, argument)?,
        Deed::Unmoderate { case, measure } => Ask::Unmoderate {
            case: *case,
            measure: *measure,
        },
        Deed::Appeal { text } => reader.appeal(text)?,
        Deed::AppealVote { appeal, in_favour } => appeal_vote(*appeal, *in_favour),
        Deed::ProposeSupertag {
            name,
            definition,
            synonyms,
        } => reader.supertag(name, definition, synonyms)?,
        Deed::ProposalVote { proposal, given } => reader.proposal_vote(*proposal, *given)?,
        Deed::Invite { account } => reader.invite(account.as_str())?,
        Deed::Profile { name, about } => reader.profile(name, about)?,
        Deed::Wallet { currency, address } => self::address(*currency, address.as_deref())?,
    };
    Ok(Wanted { ask, words: None })
}

/// Markdown as what is said in the rooms: the plain text is the Markdown itself, as clients send it.
pub fn words(text: &str) -> Result<Words, Fault> {
    if text.len() > TEXT_MAX {
        return Err("community-long".into());
    }
    let text = written::tidy(text);
    let html = markdown::to_html(&text);
    let plain = Text::verbatim(&text).html;
    let words = Words {
        html: (html != plain).then_some(html),
        text,
        msgtype: "m.text".to_owned(),
        media: None,
    };
    if words.is_too_long() {
        return Err("community-long".into());
    }
    Ok(words.fitting())
}

fn appeal_vote(appeal: AppealId, in_favour: Option<bool>) -> Ask {
    match in_favour {
        Some(in_favour) => Ask::AppealVote { appeal, in_favour },
        None => Ask::AppealUnvote { appeal },
    }
}

fn address(currency: Currency, address: Option<&str>) -> Result<Ask, Fault> {
    let address = address.map(str::trim);
    if !address.is_none_or(|address| wallet::is_sound(currency, address)) {
        return Err("community-wallet-checksum".into());
    }
    Ok(Ask::Wallet(Wallet {
        currency: Some(currency),
        address: address.map(str::to_owned),
    }))
}

/// A text of at most so many characters, as it is kept.
fn short(text: &str, max: usize) -> Result<String, Fault> {
    if text.chars().take(max + 1).count() > max {
        return Err("community-long".into());
    }
    Ok(written::tidy(text))
}

/// A name of at most so many characters, on one line.
fn line(name: &str) -> Result<String, Fault> {
    Ok(tidy(&short(name, NAME_MAX)?, NAME_MAX))
}

struct Reader<'r, R> {
    form: &'r Form,
    name: [u8; 32],
    now_ms: i64,
    reads: &'r R,
}

impl<R: Reads> Reader<'_, R> {
    fn post(&self, text: &str) -> Result<Wanted, Fault> {
        let words = words(text)?;
        if words.is_empty() {
            return Err("community-web-empty".into());
        }
        let ask = Ask::Post {
            item: ItemId(self.name),
            tags: words.tags(),
        };
        let words = Some(words);
        Ok(Wanted { ask, words })
    }

    fn comment(&self, parent: ItemId, text: &str) -> Result<Wanted, Fault> {
        let words = words(text)?;
        if words.is_empty() {
            return Err("community-web-empty".into());
        }
        let rules = self.reads.communities().get(&self.form.community);
        let root = root_of(rules, parent, self.now_ms);
        let ask = Ask::Comment {
            item: ItemId(self.name),
            root,
            parent,
        };
        let words = Some(words);
        Ok(Wanted { ask, words })
    }

    /// A file stays with the words that are changed below it.
    fn edit(&self, item: ItemId, text: &str) -> Result<Wanted, Fault> {
        let scope = memory::item(&self.form.community, &item);
        let copies: Copies = self.reads.read(&scope, "copies").unwrap_or_default();
        let here = copies.stream.as_ref();
        let there = copies.origin.filter(|(_, event)| Some(event) == here);
        if let Some((room, event)) = there.filter(|_| self.is_own(&item)) {
            return Err(Fault::EditThere(room, event));
        }
        let before: Words = self.reads.read(&scope, "words").unwrap_or_default();
        let said = words(text)?;
        let words = match before.media {
            Some(_) => Words {
                text: said.text,
                html: said.html,
                ..before
            },
            None => said,
        };
        if words.is_empty() {
            return Err("community-web-empty".into());
        }
        let tags = words.tags();
        Ok(Wanted {
            ask: Ask::Edit { item, tags },
            words: Some(words),
        })
    }

    fn is_own(&self, item: &ItemId) -> bool {
        let rules = self.reads.communities().get(&self.form.community);
        let view = rules.and_then(|rules| rules.item(item, self.now_ms));
        view.is_some_and(|view| view.author.as_str() == self.form.by.as_str())
    }

    fn moderate(&self, item: ItemId, measure: Measure, argument: &str) -> Result<Ask, Fault> {
        Ok(Ask::Moderate {
            item,
            case: CaseId(self.name),
            measure,
            argument: Some(short(argument, ARGUMENT_MAX)?),
        })
    }

    fn appeal(&self, text: &str) -> Result<Ask, Fault> {
        Ok(Ask::Appeal {
            appeal: AppealId(self.name),
            text: short(text, TEXT_MAX / 4)?,
        })
    }

    fn supertag(&self, name: &str, definition: &str, synonyms: &[String]) -> Result<Ask, Fault> {
        if synonyms.len() > SYNONYMS_MAX {
            return Err("community-long".into());
        }
        let synonyms = synonyms.iter().map(|name| line(name));
        let synonyms: Vec<String> = synonyms.collect::<Result<_, _>>()?;
        let supertag = Supertag {
            name: line(name)?,
            definition: short(definition, ARGUMENT_MAX)?,
            synonyms: synonyms.into_iter().filter(|it| !it.is_empty()).collect(),
        };
        let proposal = ProposalId(self.name);
        Ok(Ask::ProposeSupertag { proposal, supertag })
    }

    /// Entries of the chronicle are voted on where the messages are: by reactions.
    fn proposal_vote(&self, proposal: ProposalId, given: bool) -> Result<Ask, Fault> {
        let rules = self.reads.communities().get(&self.form.community);
        let view = rules.and_then(|rules| rules.proposal(&proposal, self.now_ms));
        if view.is_some_and(|view| matches!(view.matter, Matter::Entry(_))) {
            return Err("community-web-entry".into());
        }
        Ok(if given {
            Ask::ProposalVote { proposal }
        } else {
            Ask::ProposalUnvote { proposal }
        })
    }

    fn invite(&self, account: &str) -> Result<Ask, Fault> {
        let user = user_in(account, None).filter(|user| user.as_str() == account);
        let user = user.ok_or("community-web-invite")?;
        let account = AccountId::new(user.as_str());
        Ok(Ask::Invite { account })
    }

    /// An account of the site keeps the name under which it was made: nobody else's looks like it.
    fn profile(&self, name: &str, about: &str) -> Result<Ask, Fault> {
        let name = line(name)?;
        if name.is_empty() {
            return Err("community-web-name".into());
        }
        let scope = memory::member(&self.form.community, &self.form.by);
        let member: Member = self.reads.read(&scope, "member").unwrap_or_default();
        if member.native && member.name.as_ref() != Some(&name) {
            return Err("community-web-name-stays".into());
        }
        let about = short(about, TEXT_MAX / 16)?;
        Ok(Ask::Profile(Profile {
            display_name: Some(name),
            avatar: member.avatar,
            about: (!about.is_empty()).then_some(about),
        }))
    }
}
