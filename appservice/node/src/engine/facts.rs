//! The communities between the driver's memory and the store.

use std::sync::Arc;

use secta_bot_kit::community::{Communities, Enacted, Kept, KeptFault};
use secta_record::{RecordId, Signer};
use secta_store::{Step, Store, StoreError, StoredFact, StoredKept, StoredRecord};

use crate::seal::Sealer;

/// What the key that records are signed with is derived for.
const PURPOSE: &str = "net.secta record signing key 1";

/// How many facts are read at a time.
const PAGE: usize = 2_000;

/// Stored facts that make no community.
#[derive(Debug, thiserror::Error)]
pub enum FactError {
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A community's id is none.
    #[error("{0:?} is no community's id")]
    Id(String),
    /// A fact cannot be read, or the ones before it don't justify it.
    #[error("community {community}: {fault}")]
    Kept {
        /// The community.
        community: String,
        /// What is wrong.
        fault: KeptFault,
    },
}

/// The node's key for records.
pub fn signer(sealer: &Sealer) -> Signer {
    Signer::from_secret(&sealer.subkey(PURPOSE))
}

/// The communities as the store has them.
///
/// # Errors
///
/// When the store fails, or holds facts that this program did not write.
pub async fn load(store: &dyn Store, sealer: &Sealer) -> Result<Communities, FactError> {
    let mut communities = Communities::new(Arc::new(signer(sealer)));
    let mut after: Option<(String, i64)> = None;
    loop {
        let place = after
            .as_ref()
            .map(|(community, place)| (community.as_str(), *place));
        let facts = store.facts(place, PAGE).await?;
        let Some(last) = facts.last() else { break };
        after = Some((last.community.clone(), last.place));
        for fact in facts {
            restore(&mut communities, fact)?;
        }
    }
    for (name, head) in store.fact_heads().await? {
        let id = name.parse().map_err(|_| FactError::Id(name))?;
        communities.go_on_at(id, u64::try_from(head).unwrap_or(0));
    }
    Ok(communities)
}

fn restore(communities: &mut Communities, fact: StoredFact) -> Result<(), FactError> {
    let name = fact.community;
    let id: RecordId = name.parse().map_err(|_| FactError::Id(name.clone()))?;
    let kept = match fact.kept {
        StoredKept::Record(record) => Kept::Record {
            id: record.id.parse().map_err(|_| FactError::Id(record.id))?,
            kind: record.kind,
            envelope: record.envelope,
            signature: record.signature,
            body: record.body,
        },
        StoredKept::Quiet { value } => Kept::Quiet(value),
    };
    let place = u64::try_from(fact.place).unwrap_or(0);
    let restored = communities.restore(id, place, &kept);
    restored.map_err(|fault| FactError::Kept {
        community: name,
        fault,
    })
}

/// Adds what was enacted to a step.
///
/// # Errors
///
/// When a fact has no JSON.
pub fn write(enacted: &[Enacted], step: &mut Step) -> Result<(), serde_json::Error> {
    for one in enacted {
        let community = one.community.to_string();
        let named = |item: secta_record::act::ItemId| (community.clone(), item.to_string());
        step.settled.extend(one.settles().map(named));
        step.withheld.extend(one.withholds().map(named));
        step.facts.push(StoredFact {
            place: i64::try_from(one.place).unwrap_or(i64::MAX),
            item: one.item().map(|item| item.to_string()),
            kept: stored(one)?,
            community,
        });
    }
    Ok(())
}

fn stored(one: &Enacted) -> Result<StoredKept, serde_json::Error> {
    Ok(match one.kept()? {
        Kept::Quiet(value) => StoredKept::Quiet { value },
        Kept::Record {
            id,
            kind,
            envelope,
            signature,
            body,
        } => StoredKept::Record(StoredRecord {
            id: id.to_string(),
            kind,
            envelope,
            signature,
            body,
        }),
    })
}
