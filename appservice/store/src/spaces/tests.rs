use std::os::unix::fs::PermissionsExt;

use secta_bot_kit::UserId;
use secta_record::RecordId;
use tempfile::TempDir;

use super::{Appended, Before, Coming, SPACE_BYTES_MAX, SPACES_MAX, Spaces};

const NOW_MS: i64 = 1_780_315_200_000;
const HERE: RecordId = RecordId([9; 32]);

fn spaces() -> (TempDir, Spaces) {
    let folder = tempfile::tempdir().expect("a folder");
    let spaces = Spaces::open(&folder.path().join("spaces.sqlite")).expect("a file");
    (folder, spaces)
}

fn coming<'e>(space: u8, id: u8, account: &'e UserId, bytes: &'e [u8]) -> Coming<'e> {
    Coming {
        space: [space; 32],
        id: [id; 32],
        author: [7; 32],
        begins: id == space,
        account,
        came_ms: NOW_MS + i64::from(id),
        bytes,
    }
}

fn agreed(_: &Before) -> Result<(), &'static str> {
    Ok(())
}

#[test]
fn what_was_taken_is_there_after_a_restart_in_order_for_its_owner_alone() {
    let (folder, spaces) = spaces();
    let anna = UserId::new("@anna:home");
    let founded = spaces.found::<()>(&HERE, &coming(1, 1, &anna, b"one"));
    assert_eq!(founded.expect("an answer"), Appended::At(0));
    for (at, id) in [2_u8, 3, 4].into_iter().enumerate() {
        let entry = coming(1, id, &anna, b"more");
        let appended = spaces.append(&HERE, &entry, agreed).expect("an answer");
        assert_eq!(appended, Appended::At(at as u64 + 1));
    }
    drop(spaces);
    let path = folder.path().join("spaces.sqlite");
    let again = Spaces::open(&path).expect("again");
    let entries = |skip, max| {
        again
            .entries(&HERE, &[1; 32], skip, max)
            .expect("an answer")
    };
    let all = entries(0, 100).expect("a space");
    assert_eq!(all, [&b"one"[..], b"more", b"more", b"more"]);
    assert_eq!(entries(1, 9).expect("a space").len(), 2);
    assert_eq!(entries(1, 1).expect("a space").len(), 1, "one at least");
    assert_eq!(entries(4, 100), Some(Vec::new()));
    for file in std::fs::read_dir(folder.path()).expect("files") {
        let meta = file.expect("a file").metadata().expect("its mode");
        assert_eq!(meta.permissions().mode() & 0o077, 0);
    }
}

#[test]
fn an_entry_that_comes_twice_is_taken_once() {
    let (_folder, spaces) = spaces();
    let anna = UserId::new("@anna:home");
    for _ in 0..2 {
        let founded = spaces.found::<()>(&HERE, &coming(1, 1, &anna, b"one"));
        assert_eq!(founded.expect("an answer"), Appended::At(0));
        let entry = coming(1, 2, &anna, b"two");
        let never = |_: &Before| Err("it is there already");
        let appended = match spaces.append(&HERE, &entry, agreed) {
            Ok(Appended::At(1)) => spaces.append(&HERE, &entry, never),
            other => other,
        };
        assert_eq!(appended.expect("an answer"), Appended::At(1));
    }
    let listed = spaces.of(&HERE, &anna).expect("an answer");
    assert_eq!((listed[0].entries, listed[0].bytes), (2, 6));
}

#[test]
fn whoever_judges_sees_what_is_there_and_what_they_refuse_is_not_kept() {
    let (_folder, spaces) = spaces();
    let anna = UserId::new("@anna:home");
    let founding = coming(1, 1, &anna, b"one");
    spaces.found::<()>(&HERE, &founding).expect("founded");
    let epoch = Coming {
        begins: true,
        ..coming(1, 2, &anna, b"epoch")
    };
    spaces.append(&HERE, &epoch, agreed).expect("appended");
    let mut seen = None;
    let judge = |before: &Before| {
        seen = Some(before.clone());
        Err("no")
    };
    let refused = spaces.append(&HERE, &coming(1, 3, &anna, b"x"), judge);
    assert_eq!(refused.expect("an answer"), Appended::Refused("no"));
    let before = Before {
        epochs: vec![b"one".to_vec(), b"epoch".to_vec()],
        last: Some([2; 32]),
    };
    assert_eq!(seen, Some(before));
    let all = spaces.entries(&HERE, &[1; 32], 0, 100).expect("an answer");
    assert_eq!(all.expect("a space").len(), 2);
    let other = UserId::new("@boris:home");
    let stranger = Coming {
        author: [8; 32],
        ..coming(1, 4, &other, b"x")
    };
    let judge = |before: &Before| match before.last {
        None => Ok(()),
        Some(_) => Err("another's"),
    };
    let appended = spaces.append(&HERE, &stranger, judge).expect("an answer");
    assert_eq!(appended, Appended::At(2));
}

#[test]
fn a_space_is_of_one_community_and_listed_for_those_who_wrote_there() {
    let (_folder, spaces) = spaces();
    let (anna, boris) = (UserId::new("@anna:home"), UserId::new("@boris:home"));
    let founding = coming(1, 1, &anna, b"one");
    spaces.found::<()>(&HERE, &founding).expect("founded");
    let there = RecordId([8; 32]);
    let lost = spaces.append(&there, &coming(1, 2, &boris, b"x"), agreed);
    assert_eq!(lost.expect("an answer"), Appended::NoSpace);
    let lost = spaces.entries(&there, &[1; 32], 0, 100).expect("an answer");
    assert_eq!(lost, None);
    let count = |community: &RecordId, who: &UserId| {
        let listed = spaces.of(community, who).expect("an answer");
        listed.len()
    };
    assert_eq!((count(&HERE, &anna), count(&HERE, &boris)), (1, 0));
    let entry = coming(1, 2, &boris, b"x");
    spaces.append(&HERE, &entry, agreed).expect("appended");
    assert_eq!((count(&HERE, &boris), count(&there, &boris)), (1, 0));
}

#[test]
fn there_is_an_end_to_spaces_and_to_their_size() {
    let (_folder, spaces) = spaces();
    let anna = UserId::new("@anna:home");
    for n in 0..=SPACES_MAX as u8 {
        let founded = spaces.found::<()>(&HERE, &coming(n, n, &anna, b"one"));
        let expected = match u32::from(n) < SPACES_MAX {
            true => Appended::At(0),
            false => Appended::TooMany,
        };
        assert_eq!(founded.expect("an answer"), expected);
    }
    let text = "UPDATE space SET bytes = ?1 WHERE id = ?2";
    let nearly = SPACE_BYTES_MAX - 4;
    spaces
        .conn()
        .execute(text, rusqlite::params![nearly, [1_u8; 32]])
        .expect("grown");
    let append = |id, bytes| spaces.append(&HERE, &coming(1, id, &anna, bytes), agreed);
    assert_eq!(append(50, b"12345").expect("an answer"), Appended::Full);
    assert_eq!(append(51, b"1234").expect("an answer"), Appended::At(1));
    assert_eq!(append(52, b"1").expect("an answer"), Appended::Full);
}
