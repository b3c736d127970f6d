//! Where things are: the installed servers, the built binary, free ports, temporary directories.

use std::{
    collections::BTreeSet,
    net::TcpListener,
    path::{Path, PathBuf},
    sync::Mutex,
};

use tempfile::TempDir;

/// The homeservers that `cargo xtask test` has installed.
pub fn tools() -> PathBuf {
    match std::env::var_os("SECTA_TOOLS") {
        Some(directory) => root().join(directory),
        None => root().join("target/homeservers"),
    }
}

/// An installed program.
///
/// # Panics
///
/// When it is not installed.
pub fn tool(path: &str) -> PathBuf {
    let program = tools().join(path);
    assert!(
        program.exists(),
        "{} is not installed: run `cargo xtask test`, which installs it",
        program.display()
    );
    program
}

/// The program under test.
///
/// # Panics
///
/// When it is not built.
pub fn binary() -> PathBuf {
    let binary = std::env::var_os("SECTA_BIN").map_or_else(beside_the_tests, PathBuf::from);
    assert!(
        binary.exists(),
        "{} is not built: run `cargo build -p secta`",
        binary.display()
    );
    binary
}

/// `target/debug/secta`, beside the `deps` folder that this test runs from.
fn beside_the_tests() -> PathBuf {
    let test = std::env::current_exe().expect("a test knows its own path");
    test.ancestors()
        .nth(2)
        .expect("a test is in target/debug/deps")
        .join("secta")
}

/// The repository's root.
pub fn root() -> PathBuf {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    manifest.parent().unwrap_or(manifest).to_path_buf()
}

/// A new temporary directory, taken away with the value.
pub fn directory(prefix: &str) -> TempDir {
    tempfile::Builder::new()
        .prefix(&format!("secta-{prefix}-"))
        .tempdir()
        .expect("a temporary directory can be made")
}

/// A port of loopback that is free now and has not been given to another server of this test program.
pub fn port() -> u16 {
    ports(1)
}

/// The first of so many such ports in a row. They are below those that the system gives to connections: nobody takes
/// them while a server is dead.
///
/// # Panics
///
/// When another test has panicked while it looked for one.
pub fn ports(count: u16) -> u16 {
    static GIVEN: Mutex<BTreeSet<u16>> = Mutex::new(BTreeSet::new());
    let mut given = GIVEN.lock().expect("nobody panics with it");
    loop {
        let first = rand::random_range(10_000..32_000_u16);
        let row = first..first + count;
        let free =
            |port: u16| !given.contains(&port) && TcpListener::bind(("127.0.0.1", port)).is_ok();
        if row.clone().all(free) {
            given.extend(row);
            return first;
        }
    }
}

/// The files below a folder in which these words stand.
pub fn files_with(folder: &Path, words: &str) -> Vec<PathBuf> {
    let mut folders = vec![folder.to_path_buf()];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            // One that has gone since holds nothing.
            let bytes = std::fs::read(&path).unwrap_or_default();
            if bytes.windows(words.len()).any(|it| it == words.as_bytes()) {
                found.push(path);
            }
        }
    }
    found
}
