//! Remotes that are rewound, unrelated, gone, slow, or quicker than we are; and a vault that starts again.

mod common;

use std::fs;

use common::{AT_MS, Place, draft, read, remove, save, sync, synced};
use secta_wiki_formats::{
    sync::{Outcome, Push, Remote, SyncError, SyncSettings, Token},
    vault::Committed,
};

#[test]
fn a_rewound_remote_is_told_and_nothing_is_forced() {
    let place = Place::new();
    let mut vault = place.vault();
    save(&mut vault, "1", "a.md", "раз\n");
    save(&mut vault, "2", "a.md", "два\n");
    synced(&mut vault, &place.remote());
    let member = place.member("peter");
    member.git(&["reset", "--quiet", "--hard", "HEAD~1"]);
    member.git(&["push", "--quiet", "--force", "origin", "main"]);
    let there = member.git(&["rev-parse", "HEAD"]);
    save(&mut vault, "3", "b.md", "три\n");
    let head = vault.head().unwrap();
    match sync(&mut vault, &place.remote()) {
        Outcome::Rewound { now, .. } => assert_eq!(now.unwrap().to_string(), there.trim()),
        other => panic!("{other:?}"),
    }
    assert_eq!(vault.head().unwrap(), head);
    assert_eq!(common::git(&place.bare(), &["rev-parse", "main"]), there);
    vault.forget_remote().unwrap();
    assert!(matches!(
        synced(&mut vault, &place.remote()).push,
        Push::Done
    ));
    place.assert_sound();
}

#[test]
fn a_remote_whose_branch_was_removed_is_told() {
    let place = Place::new();
    let mut vault = place.vault();
    save(&mut vault, "1", "a.md", "раз\n");
    synced(&mut vault, &place.remote());
    common::git(&place.bare(), &["update-ref", "-d", "refs/heads/main"]);
    assert!(matches!(
        sync(&mut vault, &place.remote()),
        Outcome::Rewound { now: None, .. }
    ));
}

#[test]
fn an_unrelated_history_is_joined_only_where_nothing_clashes() {
    let place = Place::new();
    let member = place.member("peter");
    member.write("a.md", "их\n");
    member.commit("Начало");
    member.push();
    let mut vault = place.vault();
    save(&mut vault, "1", "a.md", "наше\n");
    match sync(&mut vault, &place.remote()) {
        Outcome::Unrelated { paths } => assert_eq!(paths, ["a.md"]),
        other => panic!("{other:?}"),
    }
    assert_eq!(read(&vault, "a.md").as_deref(), Some("наше\n"));
    vault
        .commit(&draft(
            "2",
            vec![remove("a.md"), common::put("b.md", "наше\n")],
        ))
        .unwrap();
    assert!(matches!(
        synced(&mut vault, &place.remote()).push,
        Push::Done
    ));
    assert_eq!(vault.paths().unwrap(), ["a.md", "b.md"]);
    place.assert_sound();
}

#[test]
fn a_vault_that_was_lost_comes_back_from_its_remote_and_repeats_nothing() {
    let place = Place::new();
    let mut vault = place.vault();
    let first = save(&mut vault, "1.archive.0", "a.md", "раз\n");
    synced(&mut vault, &place.remote());
    drop(vault);
    fs::remove_dir_all(place.path().join("vault")).unwrap();
    let mut vault = place.vault();
    synced(&mut vault, &place.remote());
    assert_eq!(
        save(&mut vault, "1.archive.0", "a.md", "раз\n"),
        Committed::Before(first.id())
    );
    place.assert_sound();
}

#[test]
fn a_commit_of_somebody_else_is_not_believed_to_be_an_operation() {
    let place = Place::new();
    let mut vault = place.vault();
    save(&mut vault, "1", "a.md", "раз\n");
    synced(&mut vault, &place.remote());
    let member = place.member("mallory");
    member.write("b.md", "два\n");
    member.commit("Хитрость\n\nOperation: 77.archive.0");
    member.push();
    synced(&mut vault, &place.remote());
    assert_eq!(vault.committed("77.archive.0").unwrap(), None);
    assert!(matches!(
        save(&mut vault, "77.archive.0", "c.md", "три\n"),
        Committed::Now(_)
    ));
    drop(vault);
    let mut vault = place.vault();
    assert!(vault.committed("77.archive.0").unwrap().is_some());
}

#[test]
fn a_remote_that_moves_on_during_the_push_is_merged_and_pushed_to_again() {
    let place = Place::new();
    let mut vault = place.vault();
    save(&mut vault, "1", "a.md", "раз\n");
    synced(&mut vault, &place.remote());
    let member = place.member("peter");
    member.write("b.md", "гонка\n");
    member.commit("Гонка");
    // A `git` that lets the member push first, once.
    let script = format!(
        "#!/bin/sh\ncase \"$*\" in *--porcelain*) if [ ! -e '{0}/raced' ]; then touch '{0}/raced'; \
         (unset GIT_DIR; cd '{0}/peter' && git push --quiet origin main </dev/null); fi;; esac\nexec git \"$@\"\n",
        place.path().display()
    );
    let wrapper = place.path().join("racing-git");
    fs::write(&wrapper, script).unwrap();
    let mode = std::os::unix::fs::PermissionsExt::from_mode(0o755);
    fs::set_permissions(&wrapper, mode).unwrap();
    let settings = SyncSettings {
        git: wrapper,
        ..SyncSettings::default()
    };
    save(&mut vault, "2", "c.md", "наше\n");
    match vault.sync(&place.remote(), &settings, AT_MS).unwrap() {
        Outcome::Synced(report) => {
            assert!(matches!(report.push, Push::Done));
            assert_eq!(report.authors, ["peter"]);
        }
        other => panic!("{other:?}"),
    }
    assert!(place.path().join("raced").exists());
    assert_eq!(vault.paths().unwrap(), ["a.md", "b.md", "c.md"]);
    place.assert_sound();
}

#[test]
fn a_remote_that_is_gone_or_does_not_answer_is_told_with_its_reason() {
    let place = Place::new();
    let mut vault = place.vault();
    save(&mut vault, "1", "a.md", "раз\n");
    let settings = SyncSettings::default();
    let gone = Remote::new("/nonexistent/vault.git", "main").unwrap();
    assert!(matches!(
        vault.sync(&gone, &settings, AT_MS),
        Err(SyncError::Gone(_))
    ));
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = closed.local_addr().unwrap().port();
    drop(closed);
    let url = format!("http://127.0.0.1:{port}/vault.git");
    let error = vault
        .sync(&Remote::new(&url, "main").unwrap(), &settings, AT_MS)
        .unwrap_err();
    assert!(
        matches!(error, SyncError::Unreachable(_)) && error.passes(),
        "{error}"
    );
}

#[test]
fn a_token_is_sent_to_the_server_and_a_refusal_is_told() {
    use std::io::{Read, Write};
    let place = Place::new();
    let mut vault = place.vault();
    let server = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/vault.git", server.local_addr().unwrap());
    let asked = std::thread::spawn(move || {
        let (mut stream, _) = server.accept().unwrap();
        let mut request = [0; 4096];
        let length = stream.read(&mut request).unwrap();
        stream
            .write_all(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            .unwrap();
        String::from_utf8_lossy(&request[..length]).into_owned()
    });
    let remote = Remote::new(&url, "main").unwrap();
    let remote = remote.with_token("bot", Token::new("s3cret")).unwrap();
    let error = vault
        .sync(&remote, &SyncSettings::default(), AT_MS)
        .unwrap_err();
    assert!(
        matches!(error, SyncError::Denied(_)) && !error.passes(),
        "{error}"
    );
    // "bot:s3cret" in base64.
    assert!(
        asked
            .join()
            .unwrap()
            .contains("Authorization: Basic Ym90OnMzY3JldA==")
    );
    assert!(!error.to_string().contains("s3cret"));
}

#[test]
fn a_packed_vault_goes_on_as_before() {
    let place = Place::new();
    let mut vault = place.vault();
    for number in 0..5 {
        save(
            &mut vault,
            &format!("{number}.a.0"),
            "a.md",
            format!("{number}\n"),
        );
    }
    synced(&mut vault, &place.remote());
    vault.pack(&SyncSettings::default()).unwrap();
    assert!(vault.committed("3.a.0").unwrap().is_some());
    save(&mut vault, "5.a.0", "a.md", "5\n");
    assert!(matches!(
        synced(&mut vault, &place.remote()).push,
        Push::Done
    ));
    vault.pack(&SyncSettings::default()).unwrap();
    vault.forget_remote().unwrap();
    drop(vault);
    let mut vault = place.vault();
    assert_eq!(read(&vault, "a.md").as_deref(), Some("5\n"));
    assert!(matches!(
        synced(&mut vault, &place.remote()).push,
        Push::Nothing
    ));
    place.assert_sound();
}

#[test]
fn a_vault_goes_from_thread_to_thread() {
    fn goes<T: Send>() {}
    goes::<secta_wiki_formats::vault::Vault>();
    goes::<Outcome>();
}

#[test]
fn a_remote_that_hangs_is_given_up_in_time() {
    let place = Place::new();
    let mut vault = place.vault();
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/vault.git", silent.local_addr().unwrap());
    let settings = SyncSettings {
        child_ms: 500,
        ..SyncSettings::default()
    };
    let remote = Remote::new(&url, "main").unwrap();
    let error = vault.sync(&remote, &settings, AT_MS).unwrap_err();
    assert!(matches!(error, SyncError::TimedOut { ms: 500 }), "{error}");
}
