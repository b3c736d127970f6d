//! Which crate may depend on which: the layout of `docs/ARCHITECTURE.md`, enforced.

use std::{collections::BTreeMap, process::Command};

use serde_json::Value;

/// What a folder's crates may use of ours, by the folders' beginnings. A crate outside these folders fails the test.
const ALLOWED: [(&str, &[&str]); 12] = [
    ("trust/record", &[]),
    ("trust/", &["trust/record"]),
    ("wiki/pages", &["trust/record"]),
    ("wiki/", &["wiki/pages", "trust/record"]),
    ("bots/kit", &["trust/"]),
    ("bots/", &["bots/kit", "trust/", "wiki/"]),
    ("appservice/store", &["bots/kit", "trust/record"]),
    ("appservice/matrix", &["bots/kit", "trust/record"]),
    ("appservice/site", &["bots/kit", "wiki/", "trust/"]),
    (
        "appservice/node",
        &["trust/", "wiki/", "bots/", "appservice/"],
    ),
    ("tests", &[]),
    ("xtask", &[]),
];

/// Each crate of the workspace: its folder, and the folders of those of ours that it uses.
fn workspace() -> BTreeMap<String, Vec<String>> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["metadata", "--format-version", "1", "--no-deps", "--locked"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo starts");
    assert!(
        output.status.success(),
        "cargo metadata: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("cargo metadata is JSON");
    let root = metadata["workspace_root"]
        .as_str()
        .expect("a root")
        .to_owned();
    let folder = |path: &str| {
        path.trim_start_matches(&root)
            .trim_start_matches('/')
            .to_owned()
    };
    let packages = metadata["packages"].as_array().expect("packages");
    packages
        .iter()
        .map(|package| {
            let manifest = package["manifest_path"].as_str().expect("a manifest");
            let dependencies = package["dependencies"].as_array().expect("dependencies");
            let ours = dependencies
                .iter()
                .filter_map(|dependency| dependency["path"].as_str())
                .map(folder)
                .collect();
            (folder(manifest.trim_end_matches("/Cargo.toml")), ours)
        })
        .collect()
}

fn allowed(folder: &str) -> Option<&'static [&'static str]> {
    ALLOWED
        .iter()
        .find(|(beginning, _)| matches(folder, beginning))
        .map(|(_, uses)| *uses)
}

fn matches(folder: &str, beginning: &str) -> bool {
    folder == beginning || (beginning.ends_with('/') && folder.starts_with(beginning))
}

#[test]
fn every_crate_depends_only_on_what_its_folder_may_use() {
    let mut wrong = Vec::new();
    for (folder, dependencies) in workspace() {
        let Some(uses) = allowed(&folder) else {
            wrong.push(format!("{folder} is in no folder of the table"));
            continue;
        };
        let forbidden = dependencies
            .iter()
            .filter(|used| !uses.iter().any(|beginning| matches(used, beginning)));
        wrong.extend(forbidden.map(|used| format!("{folder} may not depend on {used}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_crate_in_an_unknown_folder_is_not_allowed() {
    assert_eq!(allowed("appservice/other"), None);
    assert_eq!(allowed("tests"), Some(&[][..]));
    assert_eq!(
        allowed("bots/vote"),
        Some(&["bots/kit", "trust/", "wiki/"][..])
    );
}
