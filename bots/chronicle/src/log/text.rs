//! Numbers and hashes in lines of text, each in its only form.

use base64::{Engine, prelude::BASE64_STANDARD};
use tlog_tiles::Hash;

/// The most hashes that a proof may hold.
pub(crate) const MAX_HASHES: usize = 63;

/// Reads a decimal number that has no sign and no leading zero.
pub(crate) fn decimal(text: &str) -> Option<u64> {
    let number: u64 = text.parse().ok()?;
    (number.to_string() == text).then_some(number)
}

/// Reads the hashes of lines; gives the number of the wrong line, counted from 1, if one is wrong.
pub(crate) fn hashes<'a>(lines: impl Iterator<Item = &'a str>) -> Result<Vec<Hash>, usize> {
    let mut hashes = Vec::new();
    for (number, line) in lines.enumerate() {
        let hash = (number < MAX_HASHES).then(|| Hash::parse_hash(line).ok());
        hashes.push(hash.flatten().ok_or(number + 1)?);
    }
    Ok(hashes)
}

/// Writes hashes, one a line.
pub(crate) fn write_hashes(hashes: &[Hash]) -> String {
    hashes.iter().map(|hash| format!("{hash}\n")).collect()
}

/// Reads base64 in its only form.
pub(crate) fn base64(text: &str) -> Option<Vec<u8>> {
    BASE64_STANDARD.decode(text).ok()
}

/// Writes base64.
pub(crate) fn to_base64(bytes: &[u8]) -> String {
    BASE64_STANDARD.encode(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_has_one_form() {
        assert_eq!(decimal("0"), Some(0));
        assert_eq!(decimal("109482"), Some(109_482));
        for wrong in [
            "",
            "01",
            "+1",
            "-1",
            " 1",
            "1 ",
            "0x1",
            "18446744073709551616",
        ] {
            assert_eq!(decimal(wrong), None, "{wrong:?}");
        }
    }

    #[test]
    fn the_wrong_line_of_hashes_is_named() {
        let good = Hash([3; 32]).to_string();
        assert_eq!(hashes([good.as_str(), "?"].into_iter()), Err(2));
        let many = vec![good.as_str(); MAX_HASHES + 1];
        assert_eq!(hashes(many.into_iter()), Err(MAX_HASHES + 1));
    }
}
