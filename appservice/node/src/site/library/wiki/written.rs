//! Writing batches, with what they mean for files and for other communities.

use std::{
    io,
    time::{Duration, SystemTime},
};

use secta_store::pages::{Batch, PagesError};

use super::super::{Stacks, follower::Hands};

impl Stacks {
    /// Writes a batch. Files that its taken back revisions alone have shown go; pages of the commons change everywhere.
    pub(in super::super) fn write(&self, batch: &Batch) -> Result<u64, PagesError> {
        let pages = self.pages();
        let files = pages.wiki_files(&batch.community, &batch.revisions_hidden)?;
        let version = pages.write(batch)?;
        for file in files {
            if !pages.wiki_shows(&file)?
                && let Err(error) = self.0.files.remove(&file)
            {
                tracing::error!(%error, "a file of the wiki cannot be removed");
            }
        }
        if !batch.revisions.is_empty() || !batch.revisions_hidden.is_empty() {
            self.changed_all()?;
        }
        Ok(version)
    }

    fn sweep(&self, now: SystemTime) -> io::Result<()> {
        let pages = self.pages();
        let is_shown = |hash: &[u8; 32]| pages.wiki_shows(hash).map_err(io::Error::other);
        self.0.files.sweep(now, is_shown)
    }
}

impl Hands {
    /// Lets go of files that no revision shows, once all revisions are known.
    pub(in super::super) async fn sweep(&self) {
        let now_ms = u64::try_from(self.clock.now_ms()).unwrap_or(0);
        let now = SystemTime::UNIX_EPOCH + Duration::from_millis(now_ms);
        let stacks = self.stacks.clone();
        let swept = tokio::task::spawn_blocking(move || stacks.sweep(now)).await;
        let swept = swept.unwrap_or_else(|died| Err(io::Error::other(died)));
        if let Err(error) = swept {
            tracing::error!(%error, "the wiki's files cannot be looked through");
        }
    }
}
