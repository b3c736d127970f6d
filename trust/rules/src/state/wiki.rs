//! The wiki (R17): which revisions there are, and who may change which page. What they say is not here.

use std::collections::{BTreeMap, BTreeSet};

use secta_record::act::{PageId, Rank, RevisionId};
use serde::{Deserialize, Serialize};

use super::AccountNo;

/// All pages and revisions.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Wiki {
    pub pages: BTreeMap<PageId, Page>,
    pub revisions: BTreeMap<RevisionId, Revision>,
}

/// A page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Page {
    /// The revisions that none of the page follows.
    pub heads: BTreeSet<RevisionId>,
    /// The rank that it asks; the policy's where there is none.
    pub rank: Option<Rank>,
}

/// A revision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Revision {
    pub author: AccountNo,
    pub hidden: bool,
}
