mod drafts;

use std::os::unix::fs::PermissionsExt;

use secta_bot_kit::UserId;
use tempfile::TempDir;

use super::{
    Hash, Register,
    attempts::{Attempt, Patience},
    natives::Native,
    passkeys::{PASSKEYS_MAX, Passkey},
    sessions::{NOTED_MS, SESSIONS_MAX, Session, UNSEEN_MS},
};

const NOW_MS: i64 = 1_780_315_200_000;

fn register() -> (TempDir, Register) {
    let folder = tempfile::tempdir().expect("a folder");
    let register = Register::open(&folder.path().join("accounts.sqlite")).expect("a register");
    (folder, register)
}

fn hash(n: u8) -> Hash {
    [n; 32]
}

fn anna() -> UserId {
    UserId::new("@anna:home")
}

fn session(id: &str, at_ms: i64) -> Session {
    Session {
        id: id.to_owned(),
        account: anna(),
        native: false,
        csrf: [9; 32],
        since_ms: at_ms,
        seen_ms: at_ms,
        agent: "Firefox".to_owned(),
    }
}

fn native(name: &str, phrase: u8) -> Native {
    Native {
        account: UserId::new(format!("@_secta_w_{name}:home")),
        name: name.to_uppercase(),
        folded: name.to_owned(),
        phrase: hash(phrase),
    }
}

#[test]
fn what_is_written_is_there_after_a_restart_for_its_owner_alone() {
    let (folder, register) = register();
    let path = folder.path().join("accounts.sqlite");
    register
        .begin(&hash(1), &session("one", NOW_MS))
        .expect("begun");
    drop(register);
    let again = Register::open(&path).expect("again");
    let found = again.session(&hash(1), NOW_MS).expect("an answer");
    assert_eq!(found, Some(session("one", NOW_MS)));
    for file in std::fs::read_dir(folder.path()).expect("files") {
        let meta = file.expect("a file").metadata().expect("its mode");
        assert_eq!(meta.permissions().mode() & 0o077, 0);
    }
}

#[test]
fn a_session_ends_when_nobody_uses_it() {
    let (_folder, register) = register();
    register
        .begin(&hash(1), &session("one", NOW_MS))
        .expect("begun");
    let at = |ms: i64| register.session(&hash(1), ms).expect("an answer");
    let seen = |ms: i64| at(ms).map(|session| session.seen_ms);
    assert_eq!(seen(NOW_MS + NOTED_MS - 1), Some(NOW_MS), "written seldom");
    let later_ms = NOW_MS + UNSEEN_MS - 1;
    assert_eq!(seen(later_ms), Some(later_ms));
    assert_eq!(at(later_ms + UNSEEN_MS), None);
    assert_eq!(register.session(&hash(2), NOW_MS).expect("an answer"), None);
    register.sweep(later_ms + UNSEEN_MS).expect("swept");
    assert_eq!(at(later_ms), None);
}

#[test]
fn sessions_are_listed_and_ended_one_by_one_or_all() {
    let (_folder, register) = register();
    for (n, id) in ["one", "two", "three"].into_iter().enumerate() {
        let at_ms = NOW_MS + n as i64;
        register
            .begin(&hash(n as u8), &session(id, at_ms))
            .expect("begun");
    }
    let ids = || {
        let sessions = register.sessions(&anna(), NOW_MS).expect("an answer");
        sessions.into_iter().map(|one| one.id).collect::<Vec<_>>()
    };
    assert_eq!(ids(), ["three", "two", "one"]);
    let boris = UserId::new("@boris:home");
    register.end(&boris, Some("two")).expect("ended");
    register.end(&boris, None).expect("ended");
    assert_eq!(ids().len(), 3, "nobody ends another's");
    register.end(&anna(), Some("two")).expect("ended");
    assert_eq!(ids(), ["three", "one"]);
    register.end(&anna(), None).expect("ended");
    assert!(ids().is_empty());
}

#[test]
fn of_too_many_sessions_the_one_unused_longest_ends() {
    let (_folder, register) = register();
    for n in 0..=SESSIONS_MAX {
        let session = session(&format!("s{n}"), NOW_MS + i64::from(n));
        register.begin(&hash(n as u8), &session).expect("begun");
    }
    let sessions = register.sessions(&anna(), NOW_MS).expect("an answer");
    assert_eq!(sessions.len(), SESSIONS_MAX as usize);
    assert!(sessions.iter().all(|session| session.id != "s0"));
}

#[test]
fn tries_are_counted_and_over_with_the_time() {
    let (_folder, register) = register();
    let attempt = Attempt {
        account: anna(),
        code: hash(7),
    };
    let patience = Patience {
        until_ms: NOW_MS + 1000,
        tries: 2,
    };
    register
        .attempt(&hash(1), &attempt, patience)
        .expect("noted");
    register
        .attempt(&hash(2), &attempt, patience)
        .expect("noted");
    let tried = |n, ms| register.try_once(&hash(n), ms).expect("an answer");
    assert_eq!(tried(1, NOW_MS), Some(attempt.clone()));
    assert_eq!(tried(1, NOW_MS), Some(attempt));
    assert_eq!(tried(1, NOW_MS), None);
    assert_eq!(tried(2, NOW_MS + 1000), None);
    assert!(register.spend(&hash(2)).expect("spent"));
    assert!(!register.spend(&hash(2)).expect("spent"));
}

#[test]
fn two_accounts_have_not_one_name() {
    let (_folder, register) = register();
    let first = Session {
        account: native("masha", 1).account,
        ..session("one", NOW_MS)
    };
    assert!(
        register
            .make(&native("masha", 1), &hash(1), &first)
            .expect("made")
    );
    let other = Native {
        account: UserId::new("@_secta_w_other:home"),
        ..native("masha", 2)
    };
    let second = session("two", NOW_MS);
    assert!(!register.make(&other, &hash(2), &second).expect("not made"));
    assert_eq!(register.session(&hash(2), NOW_MS).expect("an answer"), None);
    assert!(register.is_taken("masha").expect("an answer"));
    assert_eq!(
        register.of_phrase(&hash(1)).expect("an answer"),
        Some(first.account.clone())
    );
    assert_eq!(register.of_phrase(&hash(2)).expect("an answer"), None);
    let name = register.name_of(&first.account).expect("an answer");
    assert_eq!(name.as_deref(), Some("MASHA"));
    assert_eq!(register.name_of(&anna()).expect("an answer"), None);
}

#[test]
fn passkeys_belong_to_one_account() {
    let (_folder, register) = register();
    let key = |n: u8| Passkey {
        id: vec![n],
        account: anna(),
        key: vec![1, 2],
        state: vec![3],
    };
    assert!(register.add_passkey(&key(0), NOW_MS).expect("added"));
    let stolen = Passkey {
        account: UserId::new("@eve:home"),
        ..key(0)
    };
    assert!(!register.add_passkey(&stolen, NOW_MS).expect("not added"));
    register.use_passkey(&[0], &[4], NOW_MS).expect("used");
    let found = register.passkey(&[0]).expect("an answer").expect("a key");
    assert_eq!((found.account, found.state), (anna(), vec![4]));
    for n in 1..=PASSKEYS_MAX as u8 {
        let added = register.add_passkey(&key(n), NOW_MS).expect("an answer");
        assert_eq!(added, usize::from(n) < PASSKEYS_MAX);
    }
    let all = register.passkeys(&anna()).expect("an answer");
    assert_eq!(all.len(), PASSKEYS_MAX);
    assert_eq!(register.passkey(&[200]).expect("an answer"), None);
}
