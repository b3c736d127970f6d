//! A store and a homeserver around which the process may die: before each call, and after it.

use std::{collections::BTreeMap, sync::Arc};

use async_trait::async_trait;
use secta_bot_kit::{Effect, NewRow, Row, Scope, Seq, journal::Done};
use secta_matrix::{CallError, Homeserver};
use secta_store::{
    Batch, Completion, Figures, Parked, Step, Store, StoreError, StoredFact, StoredRecord,
    StoredValue, Timer, Views, Waiting, Wakes,
};
use tokio::sync::Notify;

use crate::fate::Fate;

/// Something that the process may die around.
pub struct Fragile<T: ?Sized> {
    pub inner: Arc<T>,
    pub fate: Arc<Fate>,
}

impl<T: ?Sized> Fragile<T> {
    async fn around<R>(&self, call: impl Future<Output = R>) -> R {
        self.fate.point().await;
        let result = call.await;
        self.fate.point().await;
        result
    }
}

/// Writes out the methods that only pass a call on.
macro_rules! pass_on {
    ($($(#[$doc:meta])* async fn $name:ident(&self $(, $arg:ident: $type:ty)*) -> $result:ty;)*) => {
        #[async_trait]
        impl Store for Fragile<dyn Store> {
            fn tag(&self) -> &str {
                self.inner.tag()
            }

            fn wakes(&self) -> &Wakes {
                self.inner.wakes()
            }

            $(async fn $name(&self $(, $arg: $type)*) -> $result {
                self.around(self.inner.$name($($arg),*)).await
            })*
        }
    };
}

pass_on! {
    async fn append(&self, batch: Batch) -> Result<usize, StoreError>;
    async fn read(&self, after: Seq, limit: usize) -> Result<Vec<Row>, StoreError>;
    async fn row(&self, source: &str, external_id: &str) -> Result<Option<Row>, StoreError>;
    async fn positions(&self, consumers: &[&str]) -> Result<BTreeMap<String, Seq>, StoreError>;
    async fn scopes(&self, wanted: &[(&str, Scope)]) -> Result<Vec<StoredValue>, StoreError>;
    async fn commit(&self, step: Step) -> Result<(), StoreError>;
    async fn heads(&self, now_ms: i64, busy: &[String], limit: usize) -> Result<Vec<Waiting>, StoreError>;
    async fn next_effect_ms(&self, busy: &[String]) -> Result<Option<i64>, StoreError>;
    async fn mark_sending(&self, keys: &[String]) -> Result<(), StoreError>;
    async fn put_off(&self, key: &str, next_ms: i64, in_doubt: bool, reason: &str) -> Result<(), StoreError>;
    async fn hurry(&self, lane_prefix: &str, now_ms: i64) -> Result<(), StoreError>;
    async fn complete(&self, completion: Completion) -> Result<(), StoreError>;
    async fn due_timers(&self, now_ms: i64, limit: usize) -> Result<Vec<Timer>, StoreError>;
    async fn next_timer_ms(&self) -> Result<Option<i64>, StoreError>;
    async fn fire(&self, rows: Vec<(Timer, NewRow)>) -> Result<(), StoreError>;
    async fn parked(&self, limit: usize) -> Result<Vec<Parked>, StoreError>;
    async fn views(&self) -> Result<Views, StoreError>;
    async fn enrol(&self, consumers: &[&str], by: &str) -> Result<(), StoreError>;
    async fn facts(&self, after: Option<(&str, i64)>, limit: usize) -> Result<Vec<StoredFact>, StoreError>;
    async fn facts_of(&self, community: &str, after_place: i64, limit: usize) -> Result<Vec<StoredFact>, StoreError>;
    async fn waiting(&self, community: &str, before_place: i64) -> Result<Vec<StoredFact>, StoreError>;
    async fn records_of(&self, community: &str, after: Option<&str>, limit: usize) -> Result<Option<Vec<StoredRecord>>, StoreError>;
    async fn records_of_kind(&self, community: &str, kind: &str, after: Option<&str>, limit: usize) -> Result<Option<Vec<StoredRecord>>, StoreError>;
    async fn record(&self, community: &str, id: &str) -> Result<Option<StoredRecord>, StoreError>;
    async fn fact_heads(&self) -> Result<BTreeMap<String, i64>, StoreError>;
    async fn figures(&self) -> Result<Figures, StoreError>;
    async fn forget_private(&self, before_ms: i64) -> Result<u64, StoreError>;
    async fn drop_rows(&self, before_ms: i64) -> Result<u64, StoreError>;
    async fn close(&self) -> ();
}

#[async_trait]
impl Homeserver for Fragile<dyn Homeserver> {
    async fn perform(&self, key: &str, effect: &Effect) -> Result<Done, CallError> {
        self.around(self.inner.perform(key, effect)).await
    }

    async fn find(
        &self,
        key: &str,
        effect: &Effect,
        since_ms: i64,
    ) -> Result<Option<Done>, CallError> {
        self.around(self.inner.find(key, effect, since_ms)).await
    }

    async fn ping(&self) -> Result<u64, CallError> {
        self.around(self.inner.ping()).await
    }

    fn keys_arrived(&self) -> Arc<Notify> {
        self.inner.keys_arrived()
    }
}
