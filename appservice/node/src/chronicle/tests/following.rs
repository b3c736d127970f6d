//! Logs follow their records.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use secta_bot_chronicle::log::{Policy, ReadOnly, audit, verify};
use secta_record::RecordId;
use secta_store::Store;
use tempfile::TempDir;

use crate::chronicle::{
    Logs, LogsError,
    annals::{Annals, keys, logs},
    find,
};

fn folder() -> TempDir {
    tempfile::tempdir().expect("a folder")
}

fn of(folder: &TempDir, annals: &Annals) -> Logs {
    logs(folder.path(), 1, &annals.store, Vec::new())
}

fn log_folder(folder: &TempDir, annals: &Annals) -> PathBuf {
    folder
        .path()
        .join("chronicle")
        .join(annals.id().to_string())
}

/// Audits the log, and looks whether its entries are those of the records.
async fn is_whole(folder: &TempDir, annals: &Annals) {
    let source = ReadOnly::open(log_folder(folder, annals));
    let key = keys(1).log_key(&annals.id());
    let audited = audit(&source, &key, &[]).expect("it is whole");
    assert_eq!(audited.checkpoint.size(), annals.entries.len() as u64);
    for (number, record) in annals.entries.iter().enumerate() {
        let stored = annals.stored(*record).await;
        let index = find::index(&source, audited.checkpoint.size(), &stored);
        assert_eq!(index.expect("read"), Some(number as u64));
    }
}

fn checkpoint(folder: &TempDir, annals: &Annals) -> Vec<u8> {
    fs::read(log_folder(folder, annals).join("checkpoint")).expect("a checkpoint")
}

/// All files of a folder.
fn files(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let entries = fs::read_dir(folder).expect("a folder");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let files = paths.flat_map(|path| match path.is_dir() {
        true => files(&path),
        false => vec![(path.clone(), fs::read(&path).expect("a file"))],
    });
    files.collect()
}

async fn sqlite(folder: &Path) -> Arc<dyn Store> {
    let url = format!("sqlite:{}", folder.join("secta.sqlite").display());
    secta_store::open(&url).await.expect("a database")
}

#[tokio::test]
async fn a_log_holds_what_was_entered_and_nothing_else() {
    let folder = folder();
    for store in [
        Arc::new(secta_store::memory::Memory::new("0badcafe")) as Arc<dyn Store>,
        sqlite(folder.path()).await,
    ] {
        let folder = self::folder();
        let mut annals = Annals::begin(store, "Поляна").await;
        let logs = of(&folder, &annals);
        assert_eq!(logs.catch_up(&annals.id()).await.expect("fine"), 0);
        assert!(
            !log_folder(&folder, &annals).exists(),
            "nothing was entered"
        );
        for (more, all) in [(1, 1), (2, 3), (300, 303), (0, 303), (209, 512)] {
            annals.enter(more).await;
            assert_eq!(logs.catch_up(&annals.id()).await.expect("fine"), all);
        }
        is_whole(&folder, &annals).await;
    }
}

#[tokio::test]
async fn every_entry_is_proven_with_its_record_beside() {
    let folder = folder();
    let mut annals = Annals::in_memory().await;
    annals.enter(300).await;
    let (logs, key) = (of(&folder, &annals), keys(1).log_key(&annals.id()));
    for number in [0, 1, 255, 256, 299] {
        let record = annals.entries[number];
        let proof = logs.prove(&annals.id(), &record).await.expect("fine");
        let proof = proof.expect("it is there");
        assert_eq!((proof.index, proof.size), (number as u64, 300));
        let entry = find::entry(&annals.stored(record).await);
        let proven = verify(
            entry.as_bytes(),
            proof.file.as_bytes(),
            &key,
            &Policy::none(),
        );
        let extra = proven.expect("it holds").extra;
        let line = annals.line(record).await;
        assert_eq!(extra, Some(line.into_bytes()));
    }
}

#[tokio::test]
async fn what_was_not_entered_is_not_proven() {
    let folder = folder();
    let mut annals = Annals::in_memory().await;
    let logs = of(&folder, &annals);
    let stranger = RecordId([9; 32]);
    assert_eq!(
        logs.prove(&annals.id(), &stranger).await.expect("fine"),
        None
    );
    annals.enter(3).await;
    let other = annals.record_other().await;
    for record in [stranger, other, annals.id()] {
        assert_eq!(logs.prove(&annals.id(), &record).await.expect("fine"), None);
    }
    let elsewhere = logs.prove(&stranger, &annals.entries[0]).await;
    assert_eq!(elsewhere.expect("fine"), None);
}

#[tokio::test]
async fn an_entry_is_provable_after_its_words_were_taken_back() {
    let folder = folder();
    let mut annals = Annals::in_memory().await;
    annals.enter(2).await;
    let logs = of(&folder, &annals);
    logs.catch_up(&annals.id()).await.expect("fine");
    let record = annals.entries[0];
    annals.withhold(record).await;
    let proof = logs.prove(&annals.id(), &record).await.expect("fine");
    let file = proof.expect("it is there").file;
    let entry = find::entry(&annals.stored(record).await);
    let key = keys(1).log_key(&annals.id());
    let proven = verify(entry.as_bytes(), file.as_bytes(), &key, &Policy::none());
    let extra = proven.expect("it holds").extra.expect("a line");
    assert_eq!(extra, entry.as_bytes());
    assert!(extra.starts_with(b"{\"body\":null,"));
    annals.enter(1).await;
    fs::remove_dir_all(log_folder(&folder, &annals)).expect("removed");
    let anew = of(&self::folder(), &annals);
    assert_eq!(anew.catch_up(&annals.id()).await.expect("fine"), 3);
}

#[tokio::test]
async fn a_deleted_log_is_made_anew_as_it_was() {
    let (folder, mut annals) = (folder(), Annals::in_memory().await);
    annals.enter(10).await;
    of(&folder, &annals)
        .catch_up(&annals.id())
        .await
        .expect("fine");
    annals.enter(590).await;
    of(&folder, &annals)
        .catch_up(&annals.id())
        .await
        .expect("fine");
    let before = checkpoint(&folder, &annals);
    fs::remove_dir_all(log_folder(&folder, &annals)).expect("removed");
    let size = of(&folder, &annals).catch_up(&annals.id()).await;
    assert_eq!(size.expect("fine"), 600);
    assert_eq!(checkpoint(&folder, &annals), before);
    is_whole(&folder, &annals).await;
}

#[tokio::test]
async fn a_log_that_is_deleted_while_it_is_open_is_made_anew_too() {
    let (folder, mut annals) = (folder(), Annals::in_memory().await);
    annals.enter(300).await;
    let logs = of(&folder, &annals);
    logs.catch_up(&annals.id()).await.expect("fine");
    fs::remove_dir_all(log_folder(&folder, &annals)).expect("removed");
    annals.enter(1).await;
    assert_eq!(logs.catch_up(&annals.id()).await.expect("fine"), 301);
    is_whole(&folder, &annals).await;
}

#[tokio::test]
async fn a_log_that_was_cut_off_between_its_files_goes_on() {
    let (folder, mut annals) = (folder(), Annals::in_memory().await);
    for (first, more) in [(3, 5), (250, 10), (0, 256)] {
        annals.enter(first).await;
        of(&folder, &annals)
            .catch_up(&annals.id())
            .await
            .expect("fine");
        let before = files(&log_folder(&folder, &annals));
        annals.enter(more).await;
        of(&folder, &annals)
            .catch_up(&annals.id())
            .await
            .expect("fine");
        let after = checkpoint(&folder, &annals);
        // The files of the batch are there, the checkpoint that speaks of them is not, and nothing was cleared away.
        for (path, bytes) in before {
            fs::create_dir_all(path.parent().expect("a folder")).expect("made");
            fs::write(path, bytes).expect("put back");
        }
        let size = of(&folder, &annals).catch_up(&annals.id()).await;
        assert_eq!(size.expect("fine"), annals.entries.len() as u64);
        assert_eq!(checkpoint(&folder, &annals), after);
    }
    is_whole(&folder, &annals).await;
}

#[tokio::test]
async fn damage_and_another_nodes_log_are_told_and_stop_nobody_else() {
    let (folder, mut annals) = (folder(), Annals::in_memory().await);
    annals.enter(3).await;
    let mut well = Annals::begin(Arc::clone(&annals.store), "Роща").await;
    well.enter(2).await;
    of(&folder, &annals)
        .catch_up(&annals.id())
        .await
        .expect("fine");
    let other = logs(folder.path(), 2, &annals.store, Vec::new());
    let refused = other.catch_up(&annals.id()).await;
    assert!(matches!(refused, Err(LogsError::Open(_))), "{refused:?}");
    assert_eq!(other.catch_up(&well.id()).await.expect("fine"), 2);
    drop(other);
    let tile = log_folder(&folder, &annals).join("tile/0/000.p/3");
    let mut bytes = fs::read(&tile).expect("a tile");
    bytes[0] ^= 1;
    fs::write(&tile, &bytes).expect("damaged");
    let logs = of(&folder, &annals);
    let refused = logs.catch_up(&annals.id()).await;
    assert!(matches!(refused, Err(LogsError::Open(_))), "{refused:?}");
    bytes[0] ^= 1;
    fs::write(&tile, &bytes).expect("mended");
    assert_eq!(logs.catch_up(&annals.id()).await.expect("fine"), 3);
}

#[tokio::test]
async fn a_log_that_is_ahead_of_its_database_waits_for_it() {
    let (folder, mut annals) = (folder(), Annals::in_memory().await);
    annals.enter(3).await;
    of(&folder, &annals)
        .catch_up(&annals.id())
        .await
        .expect("fine");
    // A database that was put back to an earlier state decides the same once more.
    let mut behind = Annals::in_memory().await;
    behind.enter(1).await;
    let logs = of(&folder, &behind);
    let refused = logs.catch_up(&behind.id()).await;
    assert!(matches!(refused, Err(LogsError::Ahead(last)) if last == annals.entries[2]));
    behind.enter(3).await;
    assert_eq!(logs.catch_up(&behind.id()).await.expect("fine"), 4);
    is_whole(&folder, &behind).await;
}

#[tokio::test]
async fn a_folder_that_another_process_writes_is_left_to_it() {
    let (folder, mut annals) = (folder(), Annals::in_memory().await);
    annals.enter(1).await;
    let (first, second) = (of(&folder, &annals), of(&folder, &annals));
    first.catch_up(&annals.id()).await.expect("fine");
    let refused = second.catch_up(&annals.id()).await;
    assert!(matches!(refused, Err(LogsError::Folder(_))), "{refused:?}");
    let shown = second.shown().prove(&annals.id(), &annals.entries[0]).await;
    assert_eq!(
        shown.expect("it is read all the same").map(|it| it.index),
        Some(0)
    );
    drop(first);
    assert_eq!(second.catch_up(&annals.id()).await.expect("fine"), 1);
}

#[tokio::test]
async fn the_keeper_follows_whatever_is_entered() {
    let (folder, mut annals) = (folder(), Annals::in_memory().await);
    annals.enter(2).await;
    let mut second = Annals::begin(Arc::clone(&annals.store), "Роща").await;
    let logs = of(&folder, &annals);
    let mut changes = logs.changes();
    let kept = tokio::spawn(logs.clone().keep(Arc::default()).expect("a client"));
    let reaches = async |changes: &mut tokio::sync::watch::Receiver<u64>, of: &Annals| {
        let path = log_folder(&folder, of).join("checkpoint");
        let size = of.entries.len().to_string();
        let reached = async {
            while fs::read_to_string(&path)
                .ok()
                .and_then(|it| it.lines().nth(1).map(str::to_owned))
                != Some(size.clone())
            {
                changes.changed().await.expect("it is kept");
            }
        };
        let reached = tokio::time::timeout(Duration::from_secs(60), reached).await;
        reached.expect("the log has followed");
    };
    reaches(&mut changes, &annals).await;
    annals.enter(1).await;
    reaches(&mut changes, &annals).await;
    second.enter(4).await;
    reaches(&mut changes, &second).await;
    kept.abort();
}
