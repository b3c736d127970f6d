//! Has the logs follow the records, and their witnesses follow the logs.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use futures_util::future::{join, join_all};
use secta_record::RecordId;
use secta_store::StoreError;
use tokio::time::{sleep, timeout};

use super::{Logs, asking::Asker};
use crate::metrics::Metrics;

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
    pub fn keep(
        self,
        metrics: Arc<Metrics>,
    ) -> anyhow::Result<impl Future<Output = ()> + Send + 'static> {
        let askers = self.witnesses().iter().cloned();
        let askers = askers.map(|witness| Asker::new(self.clone(), witness));
        let askers: Vec<Asker> = askers.collect::<Result<_, _>>()?;
        Ok(async move {
            let asking = join_all(askers.into_iter().map(Asker::run));
            join(self.follow(&metrics), asking).await;
        })
    }

    async fn follow(&self, metrics: &Metrics) {
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
            metrics.logs_wrong(known.wrong.len());
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

#[cfg(test)]
mod tests {
    use std::fs;

    use secta_store::Figures;

    use super::*;
    use crate::chronicle::annals::{Annals, logs};

    #[tokio::test]
    async fn a_log_that_cannot_be_kept_is_counted_and_the_others_follow() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut damaged = Annals::in_memory().await;
        let mut well = Annals::begin(Arc::clone(&damaged.store), "Роща").await;
        damaged.enter(2).await;
        well.enter(3).await;
        let open = || logs(folder.path(), 1, &damaged.store, Vec::new());
        let before = open();
        let mut known = Known::default();
        before.follow_all(&mut known).await.expect("fine");
        assert!(known.wrong.is_empty() && known.followed.len() == 2);
        drop(before);
        let name = damaged.id().to_string();
        let path = folder
            .path()
            .join("chronicle")
            .join(&name)
            .join("checkpoint");
        let checkpoint = fs::read(&path).expect("a checkpoint");
        fs::write(&path, "nonsense").expect("damaged");
        well.enter(1).await;
        let (after, mut known) = (open(), Known::default());
        after
            .follow_all(&mut known)
            .await
            .expect("the store is fine");
        assert!(known.wrong.keys().eq([&name]), "{:?}", known.wrong);
        assert!(known.followed.keys().eq([&well.id().to_string()]));
        assert_eq!(after.catch_up(&well.id()).await.expect("fine"), 4);
        fs::write(&path, checkpoint).expect("mended");
        after.follow_all(&mut known).await.expect("fine");
        assert!(known.wrong.is_empty() && known.followed.len() == 2);
    }

    #[test]
    fn logs_that_cannot_be_kept_are_among_the_figures() {
        let metrics = Metrics::default();
        metrics.logs_wrong(2);
        let text = metrics.text(&Figures::default(), 0);
        assert!(text.contains("secta_chronicle_logs_wrong 2\n"), "{text}");
    }
}
