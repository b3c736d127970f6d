//! What is wished of a space's list of members: it waits for the next `sync`, and is asked for anew where somebody else
//! was faster.

use secta_wiki_spaces::{
    MemberId, Seed,
    key::Member,
    space::{Regrouping, Space},
};
use serde::{Deserialize, Serialize};

/// A wish.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Wish {
    /// Somebody is to be added.
    Add {
        /// The public part of their key.
        member: String,
        /// How they are called.
        name: String,
        /// Whether they read what was written before.
        history: bool,
    },
    /// Somebody is to be removed.
    Remove {
        /// Who.
        member: MemberId,
    },
}

impl Wish {
    /// Whether it is as wished.
    ///
    /// # Errors
    ///
    /// When a key is none.
    pub fn is_fulfilled(&self, space: &Space) -> anyhow::Result<bool> {
        let members = &space.ledger().current().members;
        Ok(match self {
            Self::Add { member, .. } => members.contains_key(&member.parse::<Member>()?.id()),
            Self::Remove { member } => !members.contains_key(member),
        })
    }

    /// The entry that fulfils it.
    ///
    /// # Errors
    ///
    /// When it makes no sense.
    pub fn entry(&self, space: &Space, seed: &Seed) -> anyhow::Result<Vec<u8>> {
        let regrouping = match self {
            Self::Add {
                member,
                name,
                history,
            } => Regrouping {
                added: vec![(member.parse()?, name.clone())],
                with_history: *history,
                removed: Vec::new(),
            },
            Self::Remove { member } => Regrouping {
                removed: vec![*member],
                ..Regrouping::default()
            },
        };
        Ok(space.regroup(&regrouping, seed)?)
    }
}
