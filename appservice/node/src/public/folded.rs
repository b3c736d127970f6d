//! A community as the rules make it of its stored records.

use secta_bot_kit::community::{self, KeptFault};
use secta_record::{Head, Record, RecordId, act::ActFault, hex};
use secta_rules::{Fact, State, Unlawful, dump::View};
use secta_store::{Store, StoreError};
use serde_json::{Value, json};

/// How many records are read at a time.
const PAGE: usize = 2_000;

/// A community up to one of its records.
#[derive(Default)]
pub(super) struct Folded {
    state: State,
    head: Option<Head>,
    /// The hash of the state, once somebody has asked for it.
    digest: Option<String>,
}

/// Stored records that make no community.
#[derive(Debug, thiserror::Error)]
pub(super) enum FoldError {
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A record cannot be read.
    #[error(transparent)]
    Kept(#[from] KeptFault),
    /// A record's body is not of its kind.
    #[error("record {0}: {1}")]
    Act(RecordId, ActFault),
    /// A record that the ones before it don't justify.
    #[error("record {0}: {1}")]
    Unlawful(RecordId, Unlawful),
}

impl Folded {
    /// Takes the records that are new in the store.
    pub(super) async fn catch_up(
        &mut self,
        store: &dyn Store,
        community: &str,
    ) -> Result<(), FoldError> {
        loop {
            let after = self.head.map(|head| head.id.to_string());
            let found = store.records_of(community, after.as_deref(), PAGE);
            let found = found.await?.unwrap_or_default();
            if found.is_empty() {
                return Ok(());
            }
            for stored in found {
                let (signature, body) = (&stored.signature, stored.body.as_deref());
                self.take(&community::record(&stored.envelope, signature, body)?)?;
            }
        }
    }

    fn take(&mut self, record: &Record) -> Result<(), FoldError> {
        let id = record.id();
        let fact = Fact::of_record(record).map_err(|fault| FoldError::Act(id, fault))?;
        if let Some(fact) = fact {
            let applied = self.state.apply(&fact);
            applied.map_err(|unlawful| FoldError::Unlawful(id, unlawful))?;
        }
        self.head = Some(Head::of(record));
        self.digest = None;
        Ok(())
    }

    /// What everybody may know at a glance; `None` without a record.
    pub(super) fn summary(&mut self, id: &RecordId) -> Option<Value> {
        let head = self.head?;
        let state = &self.state;
        let digest = || hex::encode(&state.digest(View::Public));
        let digest = self.digest.get_or_insert_with(digest);
        Some(json!({
            "id": id,
            "name": state.name(),
            "head": { "seq": head.seq, "id": head.id },
            "state": digest,
        }))
    }

    /// The last record, and the state as ordered lines.
    pub(super) fn dump(&self) -> Option<(RecordId, String)> {
        Some((self.head?.id, self.state.dump(View::Public)))
    }
}
