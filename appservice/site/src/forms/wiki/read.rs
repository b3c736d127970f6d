//! From the fields of the wiki's forms to what is done.

use secta_bot_kit::{
    args,
    web::{PageEdit, WikiDeed},
    words::Text,
};
use secta_record::act::{self, PageChange, Rank};
use secta_wiki::{
    RevisionId,
    markdown::replace_section,
    revision::{Change, MAX_COMMENT_LETTERS, MAX_TEXT_BYTES},
    title::Title,
};

use super::shape::{file_change, page_change, parents, rules_ids};
use crate::{
    answer::Fault,
    forms::fields::Fields,
    pages::wiki::{draft::Draft, resolve, spot::Spot},
    view::{
        card,
        wiki::{
            self,
            marks::{self, Choice},
        },
    },
};

/// What a form asks for.
pub(crate) enum Read {
    /// This is done.
    Deed(WikiDeed),
    /// This is written on.
    Draft(Draft),
    /// It cannot be done, and why.
    Unfit(Text),
}

/// What a form does.
///
/// # Errors
///
/// [`Fault::Malformed`] where it is none of the site's forms.
pub(crate) fn deed(spot: &Spot<'_>, fields: &Fields) -> Result<Read, Fault> {
    let title = spot.title.to_string();
    Ok(Read::Deed(match fields.get("deed") {
        "edit" => return edit(spot, fields),
        "resolve" => return resolved(spot, fields),
        "rename" => return rename(spot, fields),
        "revert" => revert(spot, fields)?,
        "delete" => {
            let parents = parents(fields)?;
            revise(spot, PageChange::Deleted, &parents, comment(fields))
        }
        "protect" => WikiDeed::Protect {
            title,
            rank: rank(fields.get("rank"))?,
        },
        "hide" => WikiDeed::Hide {
            revision: act::RevisionId(fields.read::<RevisionId>("revision")?.0),
        },
        "watch" => WikiDeed::Watch {
            title,
            told: fields.get("told") == "yes",
        },
        "discuss" => WikiDeed::Discuss { title },
        _ => return Err(Fault::Malformed),
    }))
}

/// What is being written.
pub(crate) fn draft(fields: &Fields) -> Result<Draft, Fault> {
    let section = match fields.get("section") {
        "" => None,
        _ => Some(fields.read("section")?),
    };
    Ok(Draft {
        text: fields.get("text").replace("\r\n", "\n"),
        comment: fields.get("comment").to_owned(),
        parents: parents(fields)?,
        section,
        kept_ms: kept_ms(fields),
    })
}

/// Since when the draft that stands in the form is kept.
pub(super) fn kept_ms(fields: &Fields) -> Option<i64> {
    fields.read("draft").ok()
}

fn edit(spot: &Spot<'_>, fields: &Fields) -> Result<Read, Fault> {
    let draft = draft(fields)?;
    let seen = resolve::seen(spot, &draft.parents)?;
    let Some(text) = whole(&draft, seen.as_ref()) else {
        return Ok(unfit(spot, "site-wiki-section-gone"));
    };
    if let Some(said) = too_long(spot, text.len(), &draft.comment) {
        return Ok(Read::Unfit(said));
    }
    let same = seen.as_ref().and_then(Change::text) == Some(&text);
    if same && draft.parents.len() < 2 {
        return Ok(unfit(spot, "site-wiki-same"));
    }
    let change = match seen {
        Some(Change::File(file)) => file_change(&file, text),
        Some(Change::Text(_) | Change::Moved(_) | Change::Deleted) | None => PageChange::Text(text),
    };
    let comment = draft.comment.trim().to_owned();
    Ok(Read::Deed(revise(spot, change, &draft.parents, comment)))
}

/// The whole text: a section is put into what was seen.
fn whole(draft: &Draft, seen: Option<&Change>) -> Option<String> {
    let text = draft.text.trim_end();
    let written = match text {
        "" => String::new(),
        text => format!("{text}\n"),
    };
    match draft.section {
        None => Some(written),
        Some(number) => {
            let seen = seen.and_then(Change::text)?;
            replace_section(seen, number, &written)
        }
    }
}

/// What is said where a text or its comment is too long.
pub(super) fn too_long(spot: &Spot<'_>, bytes: usize, comment: &str) -> Option<Text> {
    if bytes > MAX_TEXT_BYTES {
        let size = |bytes: usize| card::size(spot.here, u64::try_from(bytes).unwrap_or(u64::MAX));
        let args = args!["size" => size(bytes), "most" => size(MAX_TEXT_BYTES)];
        return Some(spot.here.say("site-wiki-text-long", args));
    }
    let long = comment.chars().count() > MAX_COMMENT_LETTERS;
    long.then(|| spot.here.say("site-wiki-comment-long", args![]))
}

/// The text of the heads with each place settled as chosen; it is shown again where marks are left, or where that is
/// asked for.
fn resolved(spot: &Spot<'_>, fields: &Fields) -> Result<Read, Fault> {
    let parents = parents(fields)?;
    let seen = resolve::seen(spot, &parents)?;
    let text = seen.as_ref().and_then(Change::text).unwrap_or_default();
    let count = marks::pieces(text).len();
    let choice = |number: usize| Choice::of_code(fields.get(&format!("place-{number}")));
    let choices: Vec<Option<Choice>> = (0..count).map(choice).collect();
    let text = marks::settled(text, &choices);
    let comment = match fields.get("comment").trim() {
        "" => spot.here.say("site-wiki-resolved", args![]).plain,
        comment => comment.to_owned(),
    };
    if marks::has_marks(&text) || fields.get("edit") == "yes" {
        return Ok(Read::Draft(Draft {
            text,
            comment,
            parents,
            ..Draft::default()
        }));
    }
    let change = match &seen {
        Some(Change::File(file)) => file_change(file, text),
        Some(Change::Text(_) | Change::Moved(_) | Change::Deleted) | None => PageChange::Text(text),
    };
    Ok(Read::Deed(revise(spot, change, &parents, comment)))
}

fn rename(spot: &Spot<'_>, fields: &Fields) -> Result<Read, Fault> {
    let to = match Title::parse(fields.get("to")) {
        Ok(to) => to,
        Err(fault) => return Ok(Read::Unfit(Text::verbatim(&wiki::fault(spot.here, &fault)))),
    };
    if to == spot.title {
        return Ok(unfit(spot, "site-wiki-same-title"));
    }
    let parents = parents(fields)?;
    let Some(change) = resolve::seen(spot, &parents)? else {
        return Ok(unfit(spot, "site-wiki-hidden-note"));
    };
    Ok(Read::Deed(WikiDeed::Rename {
        from: spot.title.to_string(),
        to: to.to_string(),
        parents: rules_ids(&parents),
        change: page_change(&change),
        comment: comment(fields),
    }))
}

/// An old version is what the page says again.
fn revert(spot: &Spot<'_>, fields: &Fields) -> Result<WikiDeed, Fault> {
    let old = spot.revision(fields.read("revision")?)?;
    let own = old.revision.page == spot.id || is_below(spot, old.revision.id)?;
    if !own {
        return Err(Fault::Malformed);
    }
    let change = old.revision.change().ok_or(Fault::Malformed)?;
    let at = crate::view::date::moment(&spot.here.site, spot.here.lang(), old.revision.time_ms);
    let comment = spot.here.say("site-wiki-reverted", args!["at" => at]).plain;
    Ok(revise(spot, page_change(change), spot.heads(), comment))
}

/// Whether a page was made from a revision, under whichever title.
fn is_below(spot: &Spot<'_>, id: RevisionId) -> Result<bool, Fault> {
    let all = spot.wiki().graph(&spot.community, &spot.id)?;
    Ok(all.iter().any(|one| one.id == id))
}

fn revise(
    spot: &Spot<'_>,
    change: PageChange,
    parents: &[RevisionId],
    comment: String,
) -> WikiDeed {
    let edit = PageEdit {
        title: spot.title.to_string(),
        parents: rules_ids(parents),
        change,
    };
    WikiDeed::Revise {
        edits: vec![edit],
        comment,
    }
}

fn unfit(spot: &Spot<'_>, id: &str) -> Read {
    Read::Unfit(spot.here.say(id, args![]))
}

fn comment(fields: &Fields) -> String {
    let comment = fields.get("comment").trim();
    comment.chars().take(MAX_COMMENT_LETTERS).collect()
}

fn rank(code: &str) -> Result<Option<Rank>, Fault> {
    match code {
        "policy" => Ok(None),
        "ghost" => Ok(Some(Rank::Ghost)),
        "commenter" => Ok(Some(Rank::Commenter)),
        "trusted" => Ok(Some(Rank::Trusted)),
        _ => Err(Fault::Malformed),
    }
}
