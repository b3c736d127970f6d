//! Revisions in lists: who, when, what was said of it, and how much came or went.

use secta_bot_kit::{args, words::tidy};
use secta_record::act::AccountId;
use secta_wiki::{RevisionId, revision::MAX_COMMENT_LETTERS, title::Title};

use crate::{
    answer::Fault,
    here::Here,
    links,
    ports::{ChangeKind, WikiRevision},
    view::{
        date::{self, When},
        people::{self, Person},
    },
};

/// A revision in a list.
pub(crate) struct Line {
    pub id: RevisionId,
    /// The page as it was then; empty where its title is not known.
    pub href: String,
    /// What it changed; empty likewise.
    pub diff: String,
    /// The page, with its address.
    pub title: String,
    pub page: String,
    pub who: Person,
    pub when: When,
    pub comment: String,
    /// What it does, where that is not to write a text.
    pub kind: String,
    /// How many bytes more or less the page has, with its sign.
    pub change: String,
    /// Whether what it says is taken back.
    pub hidden: bool,
    /// Whether it is the visitor's own.
    pub mine: bool,
}

/// Revisions, on the page of a title or each on its own.
pub(crate) fn lines(
    here: &Here,
    revisions: &[WikiRevision],
    at: Option<&Title>,
) -> Result<Vec<Line>, Fault> {
    let authors: Vec<AccountId> = revisions.iter().map(author).collect();
    let known = people::people(here, &authors)?;
    let line = |one: &WikiRevision| {
        let who = people::of(&known, &author(one));
        line(here, one, at, who)
    };
    revisions.iter().map(line).collect()
}

/// Who wrote a revision.
pub(crate) fn author(revision: &WikiRevision) -> AccountId {
    AccountId::new(&revision.revision.author)
}

fn line(here: &Here, one: &WikiRevision, at: Option<&Title>, who: Person) -> Result<Line, Fault> {
    let (id, community) = (one.revision.id, here.community_id()?);
    let title = one.title.as_ref();
    let address = |title: &Title| links::wiki(&community, title);
    let on = at.or(title).map(address);
    let with = |query: String| {
        let on = on.as_ref();
        on.map_or_else(String::new, |on| format!("{on}?{query}"))
    };
    Ok(Line {
        href: with(format!("revision={id}")),
        diff: with(format!("diff={}..{id}", first_parent(one))),
        title: title.map_or_else(String::new, |title| super::title(here, title)),
        page: title.map_or_else(String::new, address),
        when: date::when(&here.site, here.lang(), one.revision.time_ms),
        comment: tidy(&one.comment, MAX_COMMENT_LETTERS),
        kind: kind(here, one.kind),
        change: signed(one.size.1),
        hidden: one.kind == ChangeKind::Hidden,
        mine: here.account() == Some(author(one)),
        who,
        id,
    })
}

/// The revision that one is compared with: empty for the first of a page.
fn first_parent(one: &WikiRevision) -> String {
    let first = one.revision.parents.first();
    first.map(ToString::to_string).unwrap_or_default()
}

/// What a revision does, in a word; nothing for writing a text.
pub(crate) fn kind(here: &Here, kind: ChangeKind) -> String {
    let id = match kind {
        ChangeKind::Text => return String::new(),
        ChangeKind::Moved => "site-wiki-did-move",
        ChangeKind::Deleted => "site-wiki-did-delete",
        ChangeKind::File => "site-wiki-did-file",
        ChangeKind::Hidden => "site-wiki-did-hide",
    };
    here.say(id, args![]).plain
}

fn signed(bytes: i64) -> String {
    match bytes {
        0 => "±0".to_owned(),
        more if more > 0 => format!("+{more}"),
        less => format!("−{}", less.unsigned_abs()),
    }
}
