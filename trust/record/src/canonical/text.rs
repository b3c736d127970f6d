//! Strings of canonical JSON: their escapes and their order.

use std::{borrow::Cow, cmp::Ordering};

use super::Flaw;

/// The order of object keys: by UTF-16 code units.
pub fn order(left: &str, right: &str) -> Ordering {
    if left.is_ascii() && right.is_ascii() {
        return left.cmp(right);
    }
    left.encode_utf16().cmp(right.encode_utf16())
}

/// Reads a string from after its opening quote; gives it and the length of its text with the closing quote,
/// or how far ahead something is wrong.
pub fn read(text: &str) -> Result<(Cow<'_, str>, usize), (usize, Flaw)> {
    let mut unescaped = String::new();
    let mut at = 0;
    loop {
        let rest = text.get(at..).unwrap_or_default();
        let special = |byte: u8| byte < 0x20 || byte == b'"' || byte == b'\\';
        let stop = rest.bytes().position(special);
        let stop = stop.ok_or((text.len(), Flaw::Ends))?;
        let (plain, rest) = rest.split_at(stop);
        at += stop;
        match rest.as_bytes() {
            [b'"', ..] if at == stop => return Ok((Cow::Borrowed(plain), at + 1)),
            [b'"', ..] => return Ok((Cow::Owned(unescaped + plain), at + 1)),
            [b'\\', escape @ ..] => {
                let (letter, length) = unescape(escape).map_err(|flaw| (at, flaw))?;
                unescaped.push_str(plain);
                unescaped.push(letter);
                at += 1 + length;
            }
            _ => return Err((at, Flaw::Control)),
        }
    }
}

/// The character that an escape stands for, and the escape's length without the backslash.
fn unescape(escape: &[u8]) -> Result<(char, usize), Flaw> {
    match escape {
        [b'"', ..] => Ok(('"', 1)),
        [b'\\', ..] => Ok(('\\', 1)),
        [b'b', ..] => Ok(('\u{8}', 1)),
        [b't', ..] => Ok(('\t', 1)),
        [b'n', ..] => Ok(('\n', 1)),
        [b'f', ..] => Ok(('\u{c}', 1)),
        [b'r', ..] => Ok(('\r', 1)),
        [b'u', b'0', b'0', high @ b'0'..=b'1', low, ..] => {
            let control = control(*high, *low).ok_or(Flaw::Escape)?;
            Ok((char::from(control), 5))
        }
        [] => Err(Flaw::Ends),
        _ => Err(Flaw::Escape),
    }
}

/// A control character that has no shorter escape.
fn control(high: u8, low: u8) -> Option<u8> {
    let [byte] = crate::hex::decode::<1>(std::str::from_utf8(&[high, low]).ok()?)?;
    let shorter = matches!(byte, 8 | 9 | 10 | 12 | 13);
    (!shorter).then_some(byte)
}
