//! The communities between the driver's memory and the store.

use std::sync::Arc;

use secta_bot_kit::community::{Communities, Community, Enacted, Kept, KeptFault};
use secta_record::Signer;
use secta_store::{Step, Store, StoreError, StoredFact, StoredKept, StoredRecord};

use super::folds::Folds;
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
pub async fn load(
    store: &dyn Store,
    sealer: &Sealer,
    folds: Option<&Folds>,
) -> Result<Communities, FactError> {
    let mut communities = Communities::new(Arc::new(signer(sealer)));
    for (name, head) in store.fact_heads().await? {
        let id = name.parse().map_err(|_| FactError::Id(name.clone()))?;
        communities.add(id, community(store, folds, &name, head).await?);
    }
    Ok(communities)
}

/// One community as the store has it: from where it was folded to before, if that is known and fits.
///
/// # Errors
///
/// As [`load`].
pub async fn community(
    store: &dyn Store,
    folds: Option<&Folds>,
    name: &str,
    head: i64,
) -> Result<Community, FactError> {
    let folded = folds.and_then(|folds| folds.read(name));
    if let Some(folded) = folded.filter(|folded| place(folded) <= head) {
        match go_on(store, name, folded, head).await {
            Err(FactError::Kept { fault, .. }) => {
                tracing::warn!(community = name, %fault, "what was folded before does not fit");
            }
            result => return result,
        }
    }
    go_on(store, name, Community::default(), head).await
}

async fn go_on(
    store: &dyn Store,
    name: &str,
    mut community: Community,
    head: i64,
) -> Result<Community, FactError> {
    let failed = |fault| FactError::Kept {
        community: name.to_owned(),
        fault,
    };
    let begin = place(&community);
    for fact in store.waiting(name, begin).await? {
        let (place, kept) = read(fact)?;
        community.wait_again(place, &kept).map_err(failed)?;
    }
    let mut after = begin - 1;
    while after < head {
        let facts = store.facts_of(name, after, PAGE).await?;
        let Some(last) = facts.last() else { break };
        after = last.place;
        // What has come since then is for the next time.
        for fact in facts.into_iter().filter(|fact| fact.place < head) {
            let (place, kept) = read(fact)?;
            community.restore(place, &kept).map_err(failed)?;
        }
    }
    community.go_on_at(u64::try_from(head).unwrap_or(0));
    Ok(community)
}

fn place(community: &Community) -> i64 {
    i64::try_from(community.places()).unwrap_or(i64::MAX)
}

fn read(fact: StoredFact) -> Result<(u64, Kept), FactError> {
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
    Ok((u64::try_from(fact.place).unwrap_or(0), kept))
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
