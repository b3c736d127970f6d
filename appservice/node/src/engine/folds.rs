//! Communities, folded up to some fact, in files beside the database: a cache. Where a file is missing, damaged or of
//! another program, the facts are folded from the first one. That takes longer, and nothing else.
//!
//! A file holds no words and nothing of what waits in the twilight, and is sealed all the same.

use std::{
    fs,
    io::{self, Write as _},
    path::PathBuf,
    sync::Arc,
    time::Duration,
};

use secta_bot_kit::community::Community;
use secta_store::Store;

use super::facts::{self, FactError};
use crate::seal::{SealError, Sealer};

/// What a file was written by: another program's files are left aside.
const FORM: &str = concat!("secta ", env!("CARGO_PKG_VERSION"), " 1");

/// So many facts are folded in less time than anybody notices.
const WORTH: i64 = 10_000;

/// How long after the start the files are looked after for the first time, and how often from then on.
const FIRST: Duration = Duration::from_secs(60);
const EVERY: Duration = Duration::from_secs(3_600);

/// The folder of the files.
#[derive(Clone)]
pub struct Folds {
    folder: PathBuf,
    sealer: Sealer,
}

/// Why a file could not be written.
#[derive(Debug, thiserror::Error)]
pub enum FoldError {
    /// The facts.
    #[error(transparent)]
    Facts(#[from] FactError),
    /// The node's key.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// The community has no form in bytes.
    #[error("it cannot be put into bytes: {0}")]
    Form(#[from] rmp_serde::encode::Error),
    /// The disk.
    #[error("the disk: {0}")]
    Disk(#[from] io::Error),
}

impl Folds {
    /// Files in this folder, which is made when it is needed.
    pub fn new(folder: PathBuf, sealer: Sealer) -> Self {
        Self { folder, sealer }
    }

    /// A community as it was folded last, if that is known.
    pub fn read(&self, name: &str) -> Option<Community> {
        let sealed = fs::read(self.folder.join(name)).ok()?;
        let bytes = match self.sealer.open(&sealed) {
            Ok(bytes) => bytes,
            Err(error) => {
                tracing::warn!(community = name, %error, "what was folded before is left aside");
                return None;
            }
        };
        let (form, community): (String, Community) = rmp_serde::from_slice(&bytes).ok()?;
        (form == FORM).then_some(community)
    }

    fn write(&self, name: &str, mut community: Community) -> Result<(), FoldError> {
        community.forget_waiting();
        let bytes = rmp_serde::to_vec(&(FORM, &community))?;
        drop(community);
        fs::create_dir_all(&self.folder)?;
        let partial = self
            .folder
            .join(format!("{name}.{}.partial", std::process::id()));
        let mut file = fs::File::create(&partial)?;
        file.write_all(&self.sealer.seal(&bytes)?)?;
        file.sync_all()?;
        Ok(fs::rename(partial, self.folder.join(name))?)
    }

    /// Writes every community that has grown enough since it was written.
    ///
    /// # Errors
    ///
    /// When facts cannot be read or a file not be written.
    pub async fn renew(&self, store: &dyn Store) -> Result<(), FoldError> {
        for (name, head) in store.fact_heads().await.map_err(FactError::from)? {
            let written = self.read(&name).map_or(0, |community| community.places());
            if head - i64::try_from(written).unwrap_or(0) >= WORTH {
                let community = facts::community(store, Some(self), &name, head).await?;
                self.write(&name, community)?;
                tracing::info!(community = name, facts = head, "folded up to here");
            }
        }
        Ok(())
    }
}

/// Looks after the files for ever. Folding takes a thread for as long as it lasts, and none of those that answer.
pub async fn keep(folds: Folds, store: Arc<dyn Store>) {
    tokio::time::sleep(FIRST).await;
    loop {
        let (folds, store) = (folds.clone(), Arc::clone(&store));
        let runtime = tokio::runtime::Handle::current();
        let renewing =
            tokio::task::spawn_blocking(move || runtime.block_on(folds.renew(store.as_ref())));
        match renewing.await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::warn!(%error, "a community cannot be folded up"),
            Err(error) => tracing::error!(%error, "folding has ended"),
        }
        tokio::time::sleep(EVERY).await;
    }
}

#[cfg(test)]
mod tests {
    use secta_bot_kit::community::Kept;
    use secta_record::{Body, Draft, Signer};
    use secta_rules::dump::View;
    use serde_json::json;
    use tempfile::TempDir;

    use super::*;

    fn founded() -> Community {
        let founding = json!({ "name": "Поляна", "founder": "@anna:t", "policy": {} });
        let draft = Draft {
            time_ms: 1_780_315_200_000,
            author: "@secta:t".to_owned(),
            ..Draft::new(None, "found", Body::new(founding).expect("a body"))
        };
        let signed = draft.sign(&Signer::from_secret(&[7; 32]), None);
        let record = signed.expect("a record").into_record();
        let kept = Kept::Record {
            id: record.id(),
            kind: "found".to_owned(),
            envelope: record.text().to_owned(),
            signature: record.signature().to_string(),
            body: record.body().map(|body| body.text().to_owned()),
        };
        let mut community = Community::default();
        community.restore(0, &kept).expect("a founding");
        community
    }

    fn folds(folder: &TempDir, key: u8) -> Folds {
        Folds::new(folder.path().join("folded"), Sealer::new(&[key; 32]))
    }

    #[test]
    fn a_community_comes_back_as_it_was() {
        let folder = TempDir::new().expect("a folder");
        let folds = folds(&folder, 7);
        assert!(folds.read("a").is_none());
        folds.write("a", founded()).expect("written");
        let back = folds.read("a").expect("it is there");
        assert_eq!(back.places(), 1);
        let (back, was) = (back.rules().dump(View::Whole), founded());
        assert_eq!(back, was.rules().dump(View::Whole));
    }

    #[test]
    fn a_file_that_is_damaged_or_of_another_node_is_left_aside() {
        let folder = TempDir::new().expect("a folder");
        let ours = folds(&folder, 7);
        ours.write("a", founded()).expect("written");
        assert!(folds(&folder, 8).read("a").is_none());
        let path = folder.path().join("folded/a");
        let mut bytes = fs::read(&path).expect("a file");
        bytes.truncate(bytes.len() / 2);
        fs::write(&path, bytes).expect("a file");
        assert!(ours.read("a").is_none());
    }
}
