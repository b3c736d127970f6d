//! What a page shows: its heads as one, merged in the order of time and id.

mod fold;
mod resolve;
mod settle;

#[cfg(test)]
mod tests;

pub use resolve::{By, Clash, Part, Resolve, resolve};

use fold::{Fold, Folded};

use crate::{
    PageId, RevisionId,
    graph::History,
    revision::{Change, MAX_PARENTS, Revision},
    title::Title,
};

/// What a page shows; computed, the same on every node that has the same revisions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// What the next edit is made from: the heads that are in what is shown, at most [`MAX_PARENTS`].
    pub parents: Vec<RevisionId>,
    /// The other heads, which stay.
    pub others: Vec<RevisionId>,
    /// The title as last written; `None` where all that could tell is hidden.
    pub title: Option<Title>,
    /// What is shown; `None` where all is hidden.
    pub change: Option<Change>,
    /// How many conflicts stand in the text.
    pub conflicts: usize,
    /// Whether a head is not in what is shown, and a member has to choose.
    pub contested: bool,
    /// The latest of the heads.
    pub latest: RevisionId,
    /// Its author.
    pub author: String,
    /// Its time, in milliseconds since 1970.
    pub time_ms: i64,
}

/// What a page shows; `None` for a page without revisions.
pub fn head(history: &History, page: &PageId) -> Option<Head> {
    let heads = history.head_places(page);
    let latest = history.revision(*heads.last()?);
    let mut fold = Fold::new(history);
    let standing = fold.standing(&heads);
    let folded = fold.fold(&standing, 0, &mut |_| {});
    let (parents, others) = parted(&fold, &heads, &folded);
    let title = standing
        .last()
        .and_then(|place| title(history.revision(*place)));
    Some(Head {
        parents: history.ids(&parents),
        others: history.ids(&others),
        title,
        contested: !folded.apart.is_empty(),
        conflicts: folded.conflicts,
        change: folded.change.map(std::borrow::Cow::into_owned),
        latest: latest.id,
        author: latest.author.clone(),
        time_ms: latest.time_ms,
    })
}

fn title(revision: &Revision) -> Option<Title> {
    revision.body.as_ref().map(|body| body.title.clone())
}

/// The heads that the next edit is made from, and those that stay.
fn parted(fold: &Fold<'_>, heads: &[usize], folded: &Folded<'_>) -> (Vec<usize>, Vec<usize>) {
    let is_shown = |head: &usize| {
        let mut standing = fold.standing(&[*head]).into_iter();
        !standing.any(|place| folded.apart.contains(&place))
    };
    let (mut parents, mut others): (Vec<_>, Vec<_>) = heads.iter().copied().partition(is_shown);
    others.extend(parents.drain(parents.len().min(MAX_PARENTS)..));
    (parents, others)
}
