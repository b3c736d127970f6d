//! A log grows by batches, and by nothing else.

use proptest::prelude::*;
use secta_bot_chronicle::log::{
    AppendFault, Disk, Folder, Log, LogSigner, Memory, OpenFault, Source, audit_folder,
};

use crate::making::{entries, entry, grown, key, log_of, signer, stored};

#[test]
fn a_new_log_is_empty_and_says_so() {
    let log = log_of(0);
    assert_eq!(log.size(), 0);
    assert_eq!(log.entry(0).unwrap(), None);
    let text = String::from_utf8(log.read("checkpoint").unwrap().unwrap()).unwrap();
    assert!(text.starts_with(
        "example.org/chronicle\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\n— example.org/chronicle "
    ));
}

#[test]
fn what_was_appended_is_read_again() {
    let log = grown(Memory::default(), &[3, 256, 300, 513]);
    for index in 0..513 {
        assert_eq!(log.entry(index).unwrap(), Some(entry(index)));
    }
    assert_eq!(log.entry(513).unwrap(), None);
}

#[test]
fn a_batch_that_is_there_already_changes_nothing() {
    let mut log = grown(Memory::default(), &[300]);
    let before = log.disk().clone();
    let checkpoint = log.append(0, &entries(0, 300)).unwrap().to_bytes();
    assert_eq!(checkpoint, stored(log.disk()).to_bytes());
    log.append(250, &entries(250, 290)).unwrap();
    log.append(300, &entries(0, 0)).unwrap();
    assert_eq!(log.disk(), &before);
}

#[test]
fn a_batch_that_is_there_in_part_is_completed() {
    let mut log = grown(Memory::default(), &[300]);
    log.append(200, &entries(200, 700)).unwrap();
    let root = log.checkpoint().root();
    assert_eq!((log.size(), root), (700, log_of(700).checkpoint().root()));
}

#[test]
fn no_entry_is_ever_replaced() {
    let mut log = grown(Memory::default(), &[300]);
    let before = log.disk().clone();
    let mut batch = entries(10, 400);
    batch[280] = b"another".to_vec();
    let fault = log.append(10, &batch).unwrap_err();
    assert!(matches!(fault, AppendFault::Differs { index: 290 }));
    assert_eq!(log.disk(), &before);
}

#[test]
fn no_entry_is_left_out() {
    let fault = log_of(5).append(7, &[b"late"]).unwrap_err();
    assert!(matches!(fault, AppendFault::Gap { start: 7, size: 5 }));
}

#[test]
fn an_entry_that_is_too_long_is_refused_and_nothing_of_its_batch_stays() {
    let mut log = log_of(5);
    let batch = [vec![0; 65_535], vec![0; 65_536]];
    let fault = log.append(5, &batch).unwrap_err();
    assert_eq!(
        fault.to_string(),
        "entry 6 has 65536 bytes, more than 65535"
    );
    log.append(5, &batch[..1]).unwrap();
    assert_eq!(log.size(), 6);
}

#[test]
fn partial_tiles_go_when_the_full_one_is_there() {
    let log = grown(Memory::default(), &[100, 200, 256, 300]);
    let files: Vec<&String> = log.disk().files.keys().collect();
    let expected = [
        "checkpoint",
        "tile/0/000",
        "tile/0/001.p/44",
        "tile/1/000.p/1",
        "tile/entries/000",
        "tile/entries/001.p/44",
    ];
    assert_eq!(files, expected);
}

#[test]
fn a_log_on_disk_goes_on_where_it_was_closed() {
    let place = tempfile::tempdir().unwrap();
    for until in [1, 255, 256, 257, 600] {
        let folder = Folder::open(place.path()).unwrap();
        let mut log = Log::open(folder, signer()).unwrap();
        let start = log.size();
        log.append(start, &entries(start, until)).unwrap();
        assert_eq!(log.checkpoint().root(), log_of(until).checkpoint().root());
        audit_folder(log.disk(), &key(), &[]).unwrap();
    }
}

#[test]
fn a_log_without_its_checkpoint_is_not_begun_anew() {
    let mut disk = log_of(10).close();
    disk.remove("checkpoint").unwrap();
    let opened = Log::open(disk, signer());
    assert!(matches!(opened.err(), Some(OpenFault::NoCheckpoint)));
}

#[test]
fn another_signer_does_not_open_the_log() {
    let disk = log_of(10).close();
    let other = LogSigner::new("example.org/chronicle", &[8; 32]).unwrap();
    let opened = Log::open(disk, other);
    assert!(matches!(opened.err(), Some(OpenFault::Checkpoint(_))));
}

#[test]
fn a_log_whose_growing_side_is_damaged_is_not_continued() {
    for path in ["tile/0/001.p/44", "tile/1/000.p/1", "tile/entries/001.p/44"] {
        let mut disk = log_of(300).close();
        disk.files.get_mut(path).unwrap()[12] ^= 1;
        assert!(Log::open(disk, signer()).is_err(), "{path}");
        let mut disk = log_of(300).close();
        disk.remove(path).unwrap();
        assert!(Log::open(disk, signer()).is_err(), "{path}");
    }
}

#[test]
fn what_lies_beyond_the_checkpoint_is_swept_away() {
    let mut disk = log_of(300).close();
    let checkpoint = disk.read("checkpoint").unwrap().unwrap();
    let before = disk.clone();
    disk = grown(disk, &[900]).close();
    disk.write("checkpoint", &checkpoint).unwrap();
    disk.write("tile/0/001.p/44", &before.files["tile/0/001.p/44"])
        .unwrap();
    let entries = "tile/entries/001.p/44";
    disk.write(entries, &before.files[entries]).unwrap();
    disk.write("tile/1/000.p/1", &before.files["tile/1/000.p/1"])
        .unwrap();
    let log = Log::open(disk, signer()).unwrap();
    assert_eq!(log.disk(), &before);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn batches_of_any_split_give_the_same_log(
        size in 1_u64..900,
        cuts in prop::collection::btree_set(1_u64..900, 0..12),
    ) {
        let mut sizes: Vec<u64> = cuts.into_iter().filter(|cut| *cut < size).collect();
        sizes.push(size);
        let split = grown(Memory::default(), &sizes);
        let whole = log_of(size);
        prop_assert_eq!(split.checkpoint().to_bytes(), whole.checkpoint().to_bytes());
        for (path, bytes) in &whole.disk().files {
            prop_assert_eq!(split.disk().files.get(path), Some(bytes));
        }
        let (_, extras) = audit_folder(split.disk(), &key(), &[]).unwrap();
        prop_assert_eq!(extras.beyond, 0);
    }
}
