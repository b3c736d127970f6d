//! Which addresses are kept.

use std::fmt::Write;

const SCHEMES: &[&str] = &[
    "https", "http", "ftp", "mailto", "magnet", "matrix", "xmpp", "geo", "tel",
];
const BYTES: usize = 4096;

/// An address that leads to a place, not to a program, in characters that break out of nothing.
pub fn link_target(address: &str) -> Option<String> {
    with_scheme(address, SCHEMES)
}

/// The address of a picture: Matrix's media alone.
pub(super) fn image_source(address: &str) -> Option<String> {
    with_scheme(address, &["mxc"])
}

fn with_scheme(address: &str, schemes: &[&str]) -> Option<String> {
    let address = address.trim();
    let (scheme, rest) = address.split_once(':')?;
    let known = schemes
        .iter()
        .any(|known| scheme.eq_ignore_ascii_case(known));
    if !known || rest.is_empty() || address.len() > BYTES || address.contains(char::is_control) {
        return None;
    }
    Some(encoded(address))
}

/// Percent signs instead of everything that Markdown or HTML could take for its own.
fn encoded(address: &str) -> String {
    let mut out = String::new();
    let bytes = address.as_bytes();
    for (at, byte) in bytes.iter().enumerate() {
        let escape = matches!(bytes.get(at + 1..at + 3), Some([a, b])
            if a.is_ascii_hexdigit() && b.is_ascii_hexdigit());
        let plain = byte.is_ascii_alphanumeric()
            || b"-_.+!*,#@?=;:/$~&".contains(byte)
            || (*byte == b'%' && escape);
        if plain {
            out.push(char::from(*byte));
        } else {
            // Writing to a string does not fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}
