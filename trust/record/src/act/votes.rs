//! Opinions and measures (R8).

use serde::{Deserialize, Serialize};

use super::{Body, ItemId, Reference};

/// What a voter thinks of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Opinion {
    /// Supports the opinion, or likes the joke.
    Support,
    /// Finds the information useful.
    Useful,
    /// Opposes the opinion, or dislikes the joke.
    Oppose,
}

impl Opinion {
    /// Whether the vote is positive (R4).
    pub fn is_positive(self) -> bool {
        match self {
            Self::Support | Self::Useful => true,
            Self::Oppose => false,
        }
    }
}

/// What a moderation vote asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// Delete the item and take away the right to write for a while.
    Silence,
    /// Exclude the author from the community.
    Exclude,
}

/// An opinion is given; the last one given holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Vote {
    /// The item.
    pub item: ItemId,
    /// The opinion.
    pub opinion: Opinion,
}

impl Body for Vote {
    fn references(&self) -> Vec<Reference> {
        vec![self.item.0]
    }
}

/// The opinion is taken back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unvote {
    /// The item.
    pub item: ItemId,
}

impl Body for Unvote {
    fn references(&self) -> Vec<Reference> {
        vec![self.item.0]
    }
}
