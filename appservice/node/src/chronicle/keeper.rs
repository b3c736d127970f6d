//! Has the logs follow the records, and their witnesses follow the logs.

use std::{collections::BTreeMap, time::Duration};

use futures_util::future::{join, join_all};
use secta_record::RecordId;
use secta_store::StoreError;
use tokio::time::{sleep, timeout};

use super::{Logs, asking::Asker};

/// How long facts are gathered before they are looked at.
const GATHER: Duration = Duration::from_millis(50);

/// How long the keeper waits at the most without looking.
const IDLE: Duration = Duration::from_secs(600);

/// How long it rests where something has failed.
const AFTER_FAILURE: Duration = Duration::from_secs(20);

/// What the keeper knows of the communities.
#[derive(Default)]
struct Known {
    /// Up to which fact their logs have followed them.
    followed: BTreeMap<String, i64>,
    /// What was last told to be wrong.
    wrong: BTreeMap<String, String>,
}

impl Logs {
    /// Keeps the logs for ever: each follows its community's records, and each witness is asked whenever one has grown.
    ///
    /// # Errors
    ///
    /// When there can be no HTTP client.
    pub fn keep(self) -> anyhow::Result<impl Future<Output = ()> + Send + 'static> {
        let askers = self.witnesses().iter().cloned();
        let askers = askers.map(|witness| Asker::new(self.clone(), witness));
        let askers: Vec<Asker> = askers.collect::<Result<_, _>>()?;
        Ok(async move {
            let asking = join_all(askers.into_iter().map(Asker::run));
            join(self.follow(), asking).await;
        })
    }

    async fn follow(&self) {
        let mut facts = self.store().wakes().facts.subscribe();
        let mut known = Known::default();
        loop {
            facts.mark_unchanged();
            let wait = match self.follow_all(&mut known).await {
                Ok(()) if known.wrong.is_empty() => IDLE,
                Ok(()) => AFTER_FAILURE,
                Err(error) => {
                    tracing::error!(%error, "the logs of the chronicle cannot follow the records");
                    AFTER_FAILURE
                }
            };
            // The bell ends with the store, and the store with the node.
            let _ = timeout(wait, facts.changed()).await;
            sleep(GATHER).await;
        }
    }

    async fn follow_all(&self, known: &mut Known) -> Result<(), StoreError> {
        for (name, head) in self.store().fact_heads().await? {
            let followed = known.followed.get(&name) == Some(&head);
            let Some(community) = name.parse().ok().filter(|_| !followed) else {
                continue;
            };
            if self.follow_one(&community, &name, known).await {
                known.followed.insert(name, head);
            }
        }
        Ok(())
    }

    /// Has one log follow; what is wrong is told once.
    async fn follow_one(&self, community: &RecordId, name: &str, known: &mut Known) -> bool {
        match self.catch_up(community).await {
            Ok(size) => {
                if known.wrong.remove(name).is_some() {
                    tracing::info!(
                        community = name,
                        size,
                        "the log of the chronicle is well again"
                    );
                }
                true
            }
            Err(error) => {
                let error = error.to_string();
                if known.wrong.get(name) != Some(&error) {
                    tracing::error!(
                        community = name,
                        error,
                        "the log of the chronicle cannot be kept"
                    );
                    known.wrong.insert(name.to_owned(), error);
                }
                false
            }
        }
    }
}
