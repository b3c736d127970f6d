//! The files of `deploy/` fit the program. The homeservers' parts are used by the demo itself.

use std::{fs, path::Path, process::Command};

fn deployed(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../deploy")
        .join(name);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn value<'a>(unit: &'a str, name: &str) -> &'a str {
    unit.lines()
        .find_map(|line| line.strip_prefix(name)?.strip_prefix('='))
        .unwrap_or_else(|| panic!("no {name}"))
}

#[test]
fn the_unit_starts_the_program_as_its_command_line_allows() {
    let unit = deployed("systemd/secta.service");
    let mut line = value(&unit, "ExecStart").split_whitespace();
    assert_eq!(line.next(), Some("/usr/local/bin/secta"));
    let folder = tempfile::tempdir().unwrap();
    let absent = folder.path().join("secta.toml");
    let args = line.map(|arg| {
        if arg.ends_with("secta.toml") {
            absent.to_str().unwrap()
        } else {
            arg
        }
    });
    let output = Command::new(env!("CARGO_BIN_EXE_secta"))
        .args(args)
        .env("LC_ALL", "C")
        .output()
        .unwrap();
    // It understands the line, and misses the file.
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        said.contains("cannot read") && said.contains("secta.toml"),
        "{said}"
    );
}

#[test]
fn the_unit_starts_again_whatever_ended_it() {
    let unit = deployed("systemd/secta.service");
    assert_eq!(value(&unit, "Restart"), "always");
    let known = ["[Unit]", "[Service]", "[Install]"];
    for line in unit
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
    {
        assert!(
            known.contains(&line) || line.split_once('=').is_some(),
            "{line}"
        );
    }
}

#[test]
fn the_proxies_pass_on_to_the_default_address_and_take_the_largest_transaction() {
    for (file, size) in [("proxy/nginx.conf", "16m"), ("proxy/Caddyfile", "16MB")] {
        let text = deployed(file);
        assert!(
            text.contains("127.0.0.1:29333") && text.contains(size),
            "{file}"
        );
        assert_eq!(
            text.matches('{').count(),
            text.matches('}').count(),
            "{file}"
        );
    }
    let reference = Command::new(env!("CARGO_BIN_EXE_secta"))
        .args(["docs", "config"])
        .output()
        .unwrap();
    let reference = String::from_utf8(reference.stdout).unwrap();
    assert!(reference.contains("`\"127.0.0.1:29333\"`") && reference.contains("Default: `16`"));
}
