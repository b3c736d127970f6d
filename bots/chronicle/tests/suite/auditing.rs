//! One changed byte anywhere is found, and where it is.

use secta_bot_chronicle::log::{AuditFault, Extras, Folder, Log, Memory, audit, audit_folder};

use crate::making::{cosigned, entries, grown, key, log_of, other_log_of, signer, witness_signer};

/// The place that an audit names, when a byte of a file is changed.
fn place_of_change(disk: &Memory, path: &str, at: usize) -> (String, Option<usize>) {
    let mut disk = disk.clone();
    disk.files.get_mut(path).unwrap()[at] ^= 0x20;
    let witnesses = [witness_signer(1).key()];
    match audit_folder(&disk, &key(), &witnesses).unwrap_err() {
        AuditFault::Wrong { path, offset } => (path, Some(offset)),
        AuditFault::Checkpoint(_) => ("checkpoint".to_owned(), None),
        AuditFault::Cosigned(_) => ("cosigned".to_owned(), None),
        AuditFault::UnknownSignature => (path.to_owned(), None),
        fault => panic!("{path} at {at}: {fault}"),
    }
}

#[test]
fn a_whole_log_is_found_whole() {
    for size in [0, 1, 255, 256, 257, 1000] {
        let log = log_of(size);
        let audited = audit(log.disk(), &key(), &[]).unwrap();
        assert!(audited.checkpoint.says_the_same(log.checkpoint()));
    }
}

#[test]
fn every_changed_byte_of_every_file_is_found_at_its_place() {
    let mut log = grown(Memory::default(), &[258, 262]);
    cosigned(&mut log, [1]);
    let disk = log.close();
    let mut bytes = 0;
    for (path, content) in &disk.files {
        // Every byte of the small files, and every 37th of the large ones.
        let step = if content.len() > 1000 { 37 } else { 1 };
        for at in (0..content.len()).step_by(step) {
            let (found, offset) = place_of_change(&disk, path, at);
            assert_eq!(&found, path, "byte {at}");
            let expected = match path.as_str() {
                "checkpoint" | "cosigned" => None,
                entries if entries.contains("entries") => Some(start_of_entry(content, at)),
                _ => Some(at),
            };
            // Of an older bundle the very byte is known, for there is a newer one.
            let exact = path == "tile/entries/001.p/2";
            assert_eq!(
                offset,
                if exact { Some(at) } else { expected },
                "{path} {at}"
            );
            bytes += 1;
        }
    }
    assert!(bytes > 900, "{bytes}");
}

/// Where the entry begins that a byte of a bundle belongs to.
fn start_of_entry(bundle: &[u8], at: usize) -> usize {
    let mut start = 0;
    loop {
        let length = usize::from(u16::from_be_bytes([bundle[start], bundle[start + 1]]));
        if at < start + 2 + length {
            return start;
        }
        start += 2 + length;
    }
}

#[test]
fn a_missing_file_is_found() {
    let disk = log_of(300).close();
    for path in disk.files.keys() {
        let mut disk = disk.clone();
        disk.files.remove(path);
        match audit(&disk, &key(), &[]).unwrap_err() {
            AuditFault::Missing(missing) => assert_eq!(&missing, path),
            fault => panic!("{path}: {fault}"),
        }
    }
}

#[test]
fn a_file_that_is_shorter_or_longer_is_found() {
    let disk = log_of(300).close();
    for path in disk.files.keys() {
        let mut longer = disk.clone();
        longer.files.get_mut(path).unwrap().push(0);
        assert!(audit(&longer, &key(), &[]).is_err(), "{path}");
        let mut shorter = disk.clone();
        shorter.files.get_mut(path).unwrap().pop();
        assert!(audit(&shorter, &key(), &[]).is_err(), "{path}");
    }
}

#[test]
fn a_rewound_checkpoint_over_a_longer_log_is_a_shorter_log() {
    // The files beyond it are no part of the log: that it was longer, only who has seen it can tell.
    let mut disk = grown(Memory::default(), &[300, 400]).close();
    let old = log_of(300).checkpoint().to_bytes();
    disk.files.insert("checkpoint".to_owned(), old);
    let (audited, extras) = audit_folder(&disk, &key(), &[]).unwrap();
    assert_eq!(audited.checkpoint.size(), 300);
    assert_eq!(
        extras,
        Extras {
            older: 0,
            beyond: 2
        }
    );
}

#[test]
fn the_checkpoint_of_another_view_is_found() {
    let mut disk = log_of(300).close();
    let other = other_log_of(300).checkpoint().to_bytes();
    disk.files.insert("checkpoint".to_owned(), other);
    let fault = audit(&disk, &key(), &[]).unwrap_err();
    assert!(matches!(fault, AuditFault::WrongRoot), "{fault}");
}

#[test]
fn a_cosigned_checkpoint_of_another_view_is_found() {
    for size in [200, 300, 400] {
        let mut disk = log_of(300).close();
        let other = other_log_of(size).checkpoint().to_bytes();
        disk.files.insert("cosigned".to_owned(), other);
        let fault = audit_folder(&disk, &key(), &[]).unwrap_err();
        assert!(matches!(fault, AuditFault::CosignedAnother), "{fault}");
    }
}

#[test]
fn a_file_that_does_not_belong_is_found() {
    let mut disk = log_of(3).close();
    disk.files.insert("tile/0/0000".to_owned(), vec![]);
    let fault = audit_folder(&disk, &key(), &[]).unwrap_err();
    assert_eq!(fault.to_string(), "tile/0/0000 does not belong to a log");
}

#[test]
fn a_log_on_disk_is_audited() {
    let place = tempfile::tempdir().unwrap();
    let mut log = Log::open(Folder::open(place.path()).unwrap(), signer()).unwrap();
    log.append(0, &entries(0, 1000)).unwrap();
    audit_folder(log.disk(), &key(), &[]).unwrap();
    let tile = place.path().join("tile/0/002");
    let mut bytes = std::fs::read(&tile).unwrap();
    bytes[8191] ^= 1;
    std::fs::write(&tile, bytes).unwrap();
    let fault = audit_folder(log.disk(), &key(), &[]).unwrap_err();
    assert_eq!(fault.to_string(), "tile/0/002 is wrong at byte 8191");
}
