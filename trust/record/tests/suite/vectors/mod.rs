//! The test vectors in `vectors/`, for whoever writes this format in another language.
//!
//! They are made here: `SECTA_WRITE_VECTORS=1 cargo test -p secta-record vectors` writes them and the fuzzer's
//! corpus anew; without it, the files are compared with what would be written, and each is checked from its text alone.

mod canon;
mod good;
mod refused;

use std::path::Path;

use serde_json::Value;

/// Compares a file beside the crate with what it should be, or writes it.
#[expect(clippy::disallowed_methods, reason = "test vectors are files")]
fn same_as_file(path: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    if std::env::var_os("SECTA_WRITE_VECTORS").is_some() {
        std::fs::write(&path, text).unwrap();
    }
    let found = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(
        found,
        text,
        "{} is not what would be written",
        path.display()
    );
}

fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap() + "\n"
}

/// A string field of a vector.
fn text<'a>(vector: &'a Value, field: &str) -> &'a str {
    vector[field].as_str().unwrap()
}
