//! What a client may ask for, and what it gets.

use secta_bot_chronicle::log::{Memory, Place, Source, read};

use crate::making::{entries, grown, key, log_of};

#[test]
fn every_file_of_the_log_is_answered_under_its_path() {
    let log = grown(Memory::default(), &[10, 300, 700]);
    assert_eq!(
        log.read("checkpoint").unwrap(),
        log.disk().read("checkpoint").unwrap()
    );
    for place in Place::all(700) {
        let path = place.path();
        let served = log.read(&path).unwrap();
        assert!(served.is_some(), "{path}");
        assert_eq!(served, log.disk().read(&path).unwrap());
        assert_eq!(served, read(log.disk(), &key(), &path).unwrap());
    }
}

#[test]
fn a_partial_tile_that_is_gone_is_the_beginning_of_the_full_one() {
    let log = grown(Memory::default(), &[10, 256, 300]);
    let small = log_of(10);
    for path in ["tile/0/000.p/10", "tile/entries/000.p/10"] {
        assert_eq!(log.disk().read(path).unwrap(), None);
        assert_eq!(log.read(path).unwrap(), small.disk().read(path).unwrap());
    }
}

#[test]
fn what_lies_beyond_the_checkpoint_is_not_shown() {
    let mut disk = log_of(300).close();
    let larger = log_of(600).close();
    for (path, bytes) in larger.files {
        disk.files.entry(path).or_insert(bytes);
    }
    for path in [
        "tile/0/001",
        "tile/entries/001",
        "tile/0/001.p/45",
        "tile/0/002.p/88",
        "tile/1/000.p/2",
    ] {
        assert!(
            disk.files.contains_key(path) || path.ends_with("45"),
            "{path}"
        );
        assert_eq!(read(&disk, &key(), path).unwrap(), None, "{path}");
    }
    assert!(read(&disk, &key(), "tile/0/001.p/44").unwrap().is_some());
}

#[test]
fn no_other_path_is_answered() {
    let mut log = grown(Memory::default(), &[300]);
    log.append(300, &entries(300, 301)).unwrap();
    for path in [
        "",
        "/",
        "/checkpoint",
        "checkpoint/",
        "Checkpoint",
        "./checkpoint",
        "../checkpoint",
        ".lock",
        ".new/0",
        "tile",
        "tile/0",
        "tile/0/",
        "tile/0/0",
        "tile/0/002",
        "tile/0/000/../001",
        "tile/entries/../0/000",
        "tile/0/000.p/256",
        "tile/0/000.p/0",
        "tile/8/000",
        "tile/63/000",
        "tile/0/x000/000",
        "tile/0/000\0",
    ] {
        assert_eq!(log.read(path).unwrap(), None, "{path:?}");
        assert_eq!(read(log.disk(), &key(), path).unwrap(), None, "{path:?}");
    }
}
