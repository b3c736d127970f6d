//! How anything becomes a revision: what is written is looked at, the rules decide, and those who watch are told.

use secta_bot_kit::{Ctx, UserId};
use secta_record::{
    MAX_BODY_BYTES, RecordId,
    act::{AccountId, Act, PageChange, Revise, RevisionId},
};
use secta_rules::{Ask, Command, Fact, Refusal};
use secta_wiki::{
    revision::{MAX_COMMENT_LETTERS, MAX_PARENTS, MAX_TEXT_BYTES},
    title::{Title, TitleFault},
};

use crate::{
    memory::{self, Source},
    watch,
};

/// What a body takes beside what it says, in bytes: the salt that a record adds.
const SPARE: usize = 256;

/// A change of a page.
#[derive(Clone, Debug)]
pub struct Change {
    /// The page's title.
    pub title: Title,
    /// The revisions that were seen.
    pub parents: Vec<RevisionId>,
    /// What it becomes.
    pub change: PageChange,
    /// What is said of it, in a line.
    pub comment: String,
}

/// Why a page is not changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum No {
    /// The title is none.
    Title(TitleFault),
    /// The rules refuse.
    Refused(Refusal),
    /// It is too long; the most bytes.
    Long(usize),
    /// The comment is too long; the most letters.
    Comment(usize),
    /// It says nothing.
    Empty,
    /// A page is moved to itself.
    SameTitle,
    /// The file is not what a file of the wiki is.
    File,
}

impl From<TitleFault> for No {
    fn from(fault: TitleFault) -> Self {
        Self::Title(fault)
    }
}

impl From<Refusal> for No {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

/// The account of a user.
pub fn account(user: &UserId) -> AccountId {
    AccountId::new(user.as_str())
}

/// The revisions of a page that the next one follows where nobody says which were seen.
pub fn heads(ctx: &Ctx<'_>, community: &RecordId, title: &Title) -> Vec<RevisionId> {
    let rules = ctx.communities().get(community);
    let mut heads = rules.map_or_else(Vec::new, |rules| rules.page(&memory::page_of(title)).heads);
    heads.truncate(MAX_PARENTS);
    heads
}

/// What a change comes to, if the rules allow it; nothing is done yet.
///
/// # Errors
///
/// Why not.
pub fn decide(
    ctx: &Ctx<'_>,
    (community, by): (&RecordId, &UserId),
    id: RevisionId,
    change: &Change,
) -> Result<Vec<Fact>, No> {
    fit(change)?;
    let revise = Revise {
        revision: id,
        page: memory::page_of(&change.title),
        parents: change.parents.clone(),
        title: Some(change.title.to_string()),
        comment: change.comment.clone(),
        change: Some(change.change.clone()),
    };
    let rules = ctx.communities().get(community);
    let rules = rules.ok_or(Refusal::NotFounded)?;
    let command = Command {
        by: account(by),
        ask: Ask::Revise(revise),
    };
    let facts = rules.decide(&command, ctx.now_ms())?;
    if facts.iter().filter_map(Fact::act).any(is_too_long) {
        return Err(No::Long(MAX_TEXT_BYTES));
    }
    Ok(facts)
}

/// Whether the body would not go into a record.
fn is_too_long(act: &Act) -> bool {
    let body = act.to_body().map(|body| body.to_string());
    body.is_some_and(|body| body.len() + SPARE > MAX_BODY_BYTES)
}

/// Whether a change can be one.
fn fit(change: &Change) -> Result<(), No> {
    if change.comment.chars().count() > MAX_COMMENT_LETTERS {
        return Err(No::Comment(MAX_COMMENT_LETTERS));
    }
    let text = match &change.change {
        PageChange::Text(text) if text.trim().is_empty() => return Err(No::Empty),
        PageChange::Text(text) => text,
        PageChange::Moved(to) => {
            let to = Title::parse(to)?;
            let same = to.page_id() == change.title.page_id();
            return if same { Err(No::SameTitle) } else { Ok(()) };
        }
        PageChange::Deleted => return Ok(()),
        PageChange::File(file) => {
            let hash = file.blake3.parse::<RevisionId>();
            if hash.is_err() || file.size_bytes == 0 || !file.mime.contains('/') {
                return Err(No::File);
            }
            &file.text
        }
    };
    if text.len() > MAX_TEXT_BYTES {
        return Err(No::Long(MAX_TEXT_BYTES));
    }
    Ok(())
}

/// Does what was decided of a change: it is recorded, where its words stand is remembered, and those who watch the page
/// are told.
pub fn enact(
    ctx: &mut Ctx<'_>,
    (community, by): (&RecordId, &UserId),
    (id, source): (RevisionId, &Source),
    (change, facts): (&Change, Vec<Fact>),
) {
    ctx.enact(*community, facts);
    ctx.put(&memory::revision(community, &id), "source", source);
    if let Source::Event(event) = source {
        ctx.put(&memory::event(event), "made", &(*community, id));
    }
    watch::changed(ctx, community, &change.title, by);
}

/// Takes back the words of somebody's own revision (R15): from the record, and from wherever else they stand.
///
/// # Errors
///
/// Why not.
pub fn hide(
    ctx: &mut Ctx<'_>,
    (community, by): (&RecordId, &UserId),
    id: RevisionId,
) -> Result<(), No> {
    let rules = ctx.communities().get(community);
    let rules = rules.ok_or(Refusal::NotFounded)?;
    let command = Command {
        by: account(by),
        ask: Ask::HideRevision(secta_record::act::HideRevision { revision: id }),
    };
    let facts = rules.decide(&command, ctx.now_ms())?;
    ctx.enact(*community, facts);
    let scope = memory::revision(community, &id);
    match ctx.get(&scope, "source") {
        Some(Source::Form(form)) => ctx.forget_form(&form),
        Some(Source::Outcome(key)) => ctx.forget_outcome(&key),
        // It is redacted where it stands, by its author.
        Some(Source::Event(_)) | None => {}
    }
    ctx.delete(&scope, "source");
    Ok(())
}
