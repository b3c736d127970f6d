//! What a member is writing, and what its form says of the draft that they have kept.

use secta_bot_kit::args;
use secta_wiki::RevisionId;

use super::spot::Spot;
use crate::{
    answer::Fault,
    ports::Kept,
    view::{Safe, date},
};

/// What a member is writing.
#[derive(Default)]
pub(crate) struct Draft {
    pub text: String,
    pub comment: String,
    /// The revisions that were seen.
    pub parents: Vec<RevisionId>,
    /// The section that is written; nothing for the whole.
    pub section: Option<usize>,
    /// Since when it is kept, in milliseconds since 1970, where it is.
    pub kept_ms: Option<i64>,
}

impl From<Kept> for Draft {
    fn from(kept: Kept) -> Self {
        Self {
            text: kept.text,
            comment: kept.comment,
            parents: kept.parents,
            section: kept.section,
            kept_ms: Some(kept.begun.kept_ms),
        }
    }
}

/// What is shown beside the form.
#[derive(Default)]
pub(crate) struct Beside {
    /// How the page will look.
    pub preview: Option<Safe>,
    /// Why it was not taken.
    pub said: Option<Safe>,
    /// A draft of the page that does not stand in the form, by when it was kept.
    pub other: Option<i64>,
    /// A draft of another page that has gone to make room.
    pub crowded_out: Option<Kept>,
}

/// The draft of a page, beside the form.
pub(super) struct Note {
    pub said: String,
    /// Since when it is kept, in milliseconds since 1970.
    pub kept_ms: i64,
    /// Whether it stands in the form, and not the page as it is.
    pub shown: bool,
    /// Whether it is of a section alone.
    pub part: bool,
    /// Where the other one of the two stands.
    pub other: String,
    /// What the page has become since the draft was begun.
    pub since: Option<String>,
}

impl Note {
    /// Of what stands in the form, or of a draft that does not.
    pub fn of(spot: &Spot<'_>, draft: &Draft, other: Option<i64>) -> Option<Self> {
        let (kept_ms, shown) = match (draft.kept_ms, other) {
            (Some(kept_ms), _) => (kept_ms, true),
            (None, Some(kept_ms)) => (kept_ms, false),
            (None, None) => return None,
        };
        let at = date::moment(&spot.here.site, spot.here.lang(), kept_ms);
        let id = match shown {
            true => "site-wiki-draft-of",
            false => "site-wiki-draft-beside",
        };
        let since = match &draft.parents[..] {
            [seen] if shown && draft.parents != spot.heads() => Some(*seen),
            _ => None,
        };
        Some(Self {
            said: spot.here.say(id, args!["at" => at]).plain,
            kept_ms,
            shown,
            part: shown && draft.section.is_some(),
            other: match shown {
                true => without(spot),
                false => spot.view("edit"),
            },
            since: since.map(|seen| spot.view(&format!("diff={seen}.."))),
        })
    }
}

/// The same form with the page as it is.
fn without(spot: &Spot<'_>) -> String {
    let section: Option<usize> = spot
        .here
        .asks("section")
        .and_then(|number| number.parse().ok());
    match section {
        Some(number) => spot.view(&format!("edit&section={number}&draft=no")),
        None => spot.view("edit&draft=no"),
    }
}

/// The draft that is kept of a page.
pub(super) fn kept(spot: &Spot<'_>) -> Result<Option<Kept>, Fault> {
    let (account, drafts) = (
        &spot.here.signed_in()?.account,
        &spot.here.site.ports.drafts,
    );
    Ok(drafts.kept(account, &spot.community, &spot.id)?)
}
