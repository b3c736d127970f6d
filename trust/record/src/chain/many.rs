//! The chains of communities, nodes and logs.

use std::collections::{BTreeMap, BTreeSet};

use super::{Chain, ChainFault, ChainFlaw, Head};
use crate::{ids::RecordId, keys::PublicKey, record::Record, verify::Verified};

/// What a chain is of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ChainId {
    /// The community.
    pub community: RecordId,
    /// The node.
    pub node: PublicKey,
    /// The log.
    pub log: String,
}

impl ChainId {
    /// The chain that a record belongs to.
    pub fn of(record: &Record) -> Self {
        Self {
            community: record.community(),
            node: record.envelope().node,
            log: record.envelope().log.clone(),
        }
    }
}

/// Every chain that is known, and what may join them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chains {
    community: Option<RecordId>,
    nodes: Option<BTreeSet<PublicKey>>,
    chains: BTreeMap<ChainId, Chain>,
}

impl Chains {
    /// Chains of any community and node.
    pub fn any() -> Self {
        Self::default()
    }

    /// Chains of one community.
    pub fn of(community: RecordId) -> Self {
        Self {
            community: Some(community),
            ..Self::default()
        }
    }

    /// The same, of these nodes alone.
    #[must_use]
    pub fn only(self, nodes: BTreeSet<PublicKey>) -> Self {
        Self {
            nodes: Some(nodes),
            ..self
        }
    }

    /// Goes on with a chain after its head.
    pub fn resume(&mut self, chain: ChainId, head: Head) {
        self.chains.insert(chain, Chain::resume(head));
    }

    /// Appends a record to its chain.
    ///
    /// # Errors
    ///
    /// If it is foreign or does not continue the chain; nothing is changed then.
    pub fn append(&mut self, record: &Verified) -> Result<(), ChainFault> {
        let chain = ChainId::of(record);
        let appended = self
            .admit(&chain)
            .and_then(|()| self.extend(&chain, record));
        appended.map_err(|flaw| ChainFault {
            id: record.id(),
            seq: record.envelope().seq,
            chain: Box::new(chain),
            flaw,
        })
    }

    /// A chain.
    pub fn get(&self, chain: &ChainId) -> Option<&Chain> {
        self.chains.get(chain)
    }

    /// The last record of a chain.
    pub fn head(&self, chain: &ChainId) -> Option<Head> {
        self.get(chain)?.head()
    }

    /// The last record of every chain, in the order of their names.
    pub fn heads(&self) -> impl Iterator<Item = (&ChainId, Head)> {
        let heads = self.chains.iter();
        heads.filter_map(|(id, chain)| Some((id, chain.head()?)))
    }

    fn admit(&self, chain: &ChainId) -> Result<(), ChainFlaw> {
        if self
            .community
            .is_some_and(|community| community != chain.community)
        {
            return Err(ChainFlaw::ForeignCommunity(chain.community));
        }
        let expected = |nodes: &BTreeSet<_>| nodes.contains(&chain.node);
        if !self.nodes.as_ref().is_none_or(expected) {
            return Err(ChainFlaw::UnknownNode(chain.node));
        }
        Ok(())
    }

    fn extend(&mut self, id: &ChainId, record: &Verified) -> Result<(), ChainFlaw> {
        if let Some(chain) = self.chains.get_mut(id) {
            return chain.append(record);
        }
        let mut chain = Chain::default();
        chain.append(record)?;
        self.chains.insert(id.clone(), chain);
        Ok(())
    }
}
