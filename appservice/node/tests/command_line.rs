//! The command line, through the built program.

use std::{
    path::Path,
    process::{Command, Output},
};

use secta_bot_chronicle::log::{Log, LogSigner, Memory};
use secta_record::{Body, Draft, Head, Signer, join_line, write_line};
use serde_json::json;

fn secta(folder: &Path, lang: &str, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_secta"));
    command
        .current_dir(folder)
        .env("LC_ALL", lang)
        .args(args)
        .output()
        .unwrap()
}

fn init(folder: &Path) {
    let args = [
        "init",
        "--yes",
        "--homeserver-url",
        "http://127.0.0.1:1",
        "--server-name",
        "example.org",
    ];
    let output = secta(folder, "ru_RU.UTF-8", &args);
    assert!(output.status.success(), "{output:?}");
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(
        said.contains("app_service_config_files") && said.contains("фразу восстановления"),
        "{said}"
    );
}

#[test]
fn a_typo_is_named_in_the_operators_language() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("secta.toml"), "\n[homesrever]\n").unwrap();
    let output = secta(folder.path(), "ru_RU.UTF-8", &["registration"]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(
        said,
        "Ошибка: строка 2: неизвестное поле `homesrever`; похоже на `homeserver`\n"
    );
    assert_eq!(output.status.code(), Some(1));
    let output = secta(folder.path(), "C", &["registration"]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(
        said,
        "Error: line 2: unknown field `homesrever`; did you mean `homeserver`?\n"
    );
}

/// A log with one entry: the key, the checkpoint, the proof.
fn entered() -> [String; 3] {
    let node = Signer::from_secret(&[7; 32]);
    let draft = |community, kind, body| Draft {
        author: "@anna:example.org".to_owned(),
        time_ms: 1_780_315_200_000,
        ..Draft::new(community, kind, Body::new(body).unwrap())
    };
    let found = draft(None, "found", json!({ "name": "Поляна" }));
    let found = found.sign(&node, None).unwrap();
    let said = json!({ "said": { "content": { "text": "Чай!" } } });
    let entry = draft(Some(found.id()), "enter", said);
    let entry = entry.sign(&node, Some(Head::of(&found))).unwrap();
    let origin = format!("example.org/chronicle/{}", found.id());
    let mut log = Log::open(
        Memory::default(),
        LogSigner::new(&origin, &[9; 32]).unwrap(),
    )
    .unwrap();
    let leaf = join_line(None, entry.text(), &entry.signature().to_string());
    log.append(0, &[leaf]).unwrap();
    let mut proof = log.proof(0).unwrap();
    proof.extra = Some(write_line(&entry).into_bytes());
    let checkpoint = String::from_utf8(log.checkpoint().to_bytes()).unwrap();
    [log.key().to_string(), checkpoint, proof.to_string()]
}

#[test]
fn a_proof_is_verified_with_nothing_but_a_key() {
    let folder = tempfile::tempdir().unwrap();
    let [key, checkpoint, proof] = entered();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write("key", &format!("{key}\n"));
    write("checkpoint", &checkpoint);
    write("proof", &proof);
    write("bad", &proof.replace("index 0", "index 1"));
    let verify = |args: &[&str]| {
        let args = [&["chronicle", "verify"], args].concat();
        secta(folder.path(), "ru_RU.UTF-8", &args)
    };
    for args in [
        ["proof", "--key", &key].as_slice(),
        &["proof", "--key", "key", "--checkpoint", "checkpoint"],
    ] {
        let output = verify(args);
        let said = String::from_utf8(output.stdout).unwrap();
        assert_eq!(output.status.code(), Some(0), "{said}");
        assert!(
            said.starts_with("ДОКАЗАНО") && said.contains("│ Чай!"),
            "{said}"
        );
    }
    let output = verify(&["bad", "--key", "key"]);
    let said = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(said.starts_with("НЕ ДОКАЗАНО: записи нет там"), "{said}");
    for args in [
        ["nothing", "--key", "key"].as_slice(),
        &["proof", "--key", "nothing"],
        &["proof", "--key", "key", "--quorum", "1"],
        &["proof", "--key", "key", "--witness", &key],
    ] {
        let output = verify(args);
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(
            output.status.code() == Some(1) && said.starts_with("Ошибка: "),
            "{said}"
        );
    }
}

#[test]
fn the_key_of_a_log_is_the_same_each_time() {
    let folder = tempfile::tempdir().unwrap();
    init(folder.path());
    let community = "ab".repeat(32);
    let key = || {
        let output = secta(folder.path(), "C", &["chronicle", "key", &community]);
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    let said = key();
    assert_eq!(said, key());
    let path = format!("/_secta/v1/communities/{community}/log");
    let origin = format!("  example.org/chronicle/{community}+");
    assert!(said.contains(&path) && said.contains(&origin), "{said}");
}

#[test]
fn the_environment_goes_before_the_file() {
    let folder = tempfile::tempdir().unwrap();
    init(folder.path());
    let mut command = Command::new(env!("CARGO_BIN_EXE_secta"));
    command
        .current_dir(folder.path())
        .arg("registration")
        .env("SECTA_APPSERVICE_BOT", "council");
    let output = command.output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(said.contains(r#""^@council:example\\.org$""#), "{said}");
}

#[test]
fn a_variable_with_a_typo_is_told_and_one_with_a_wrong_value_refused() {
    let folder = tempfile::tempdir().unwrap();
    init(folder.path());
    let with = |name: &str, value: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_secta"));
        command
            .current_dir(folder.path())
            .arg("registration")
            .env("LC_ALL", "C")
            .env(name, value);
        command.output().unwrap()
    };
    let output = with("SECTA_APSERVICE_BOT", "council");
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(
        said,
        "unknown environment variable SECTA_APSERVICE_BOT; did you mean `SECTA_APPSERVICE_BOT`?\n"
    );
    let output = with("SECTA_LIMITS_BURST", "many");
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(
        !output.status.success() && said.contains("SECTA_LIMITS_BURST"),
        "{said}"
    );
}

#[test]
fn the_doctor_fails_without_a_homeserver_and_says_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    init(folder.path());
    let output = secta(folder.path(), "ru_RU.UTF-8", &["check"]);
    let said = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(
        said.contains("✗ Домашний сервер: ")
            && said.contains("    → проверьте, что сервер запущен"),
        "{said}"
    );
    assert!(said.contains("✓ База данных: "), "{said}");
    let output = secta(folder.path(), "C", &["check", "--json"]);
    let told: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let homeserver = told
        .as_array()
        .unwrap()
        .iter()
        .find(|finding| finding["check"] == "homeserver")
        .unwrap();
    assert_eq!(homeserver["status"], "failed");
    assert!(homeserver["advice"].is_string());
}

#[test]
fn an_export_to_verify_is_a_file_the_standard_input_or_an_address() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("broken.jsonl"), "{}\n").unwrap();
    let output = secta(folder.path(), "ru_RU.UTF-8", &["verify", "broken.jsonl"]);
    let said = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(
        said.contains("✗ строка 1: это не запись") && said.contains("НЕВЕРНО: строк 1, ошибок 1."),
        "{said}"
    );
    let output = secta(folder.path(), "C", &["verify", "-", "--json"]);
    let told: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&told["ok"], &told["lines"]), (&true.into(), &0.into()));
    for source in ["absent.jsonl", "http://127.0.0.1:1"] {
        let output = secta(folder.path(), "C", &["verify", source]);
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(
            !output.status.success() && said.starts_with("Error: "),
            "{said}"
        );
    }
}

#[test]
fn an_export_makes_no_database_and_leaves_no_half_file() {
    let folder = tempfile::tempdir().unwrap();
    init(folder.path());
    let files = || std::fs::read_dir(folder.path()).unwrap().count();
    let before = files();
    let output = secta(folder.path(), "C", &["export", "record.jsonl"]);
    assert!(!output.status.success(), "{output:?}");
    assert_eq!(files(), before);
}

#[test]
fn a_community_that_cannot_be_is_refused_with_the_reason() {
    let folder = tempfile::tempdir().unwrap();
    init(folder.path());
    let create = |founder: &str, name: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_secta"));
        command
            .current_dir(folder.path())
            .args(["community", "create", "--founder", founder, name])
            .env("LC_ALL", "C")
            .env("SECTA_OPERATING_LISTEN", "127.0.0.1:1");
        let output = command.output().unwrap();
        assert!(!output.status.success());
        String::from_utf8(output.stderr).unwrap()
    };
    let long = "я".repeat(61);
    for (founder, name, reason) in [
        ("anna", "Поляна", "no Matrix id"),
        ("@anna:example.net", "Поляна", "of another server"),
        ("@secta:example.org", "Поляна", "the service itself"),
        ("@anna:example.org", " ", "must not be empty"),
        ("@anna:example.org", &long, "longer than 60"),
        (
            "@anna:example.org",
            "Поляна",
            "does not answer at 127.0.0.1:1",
        ),
    ] {
        let said = create(founder, name);
        assert!(said.contains(reason), "{reason:?}: {said}");
    }
}
