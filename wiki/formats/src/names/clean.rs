//! One name out of any text.

use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

use super::{BYTES, CHARACTERS};
use crate::vault::path;

/// A name from a title or from the first line that says something; `None` when no line does.
pub fn name(text: &str) -> Option<String> {
    text.lines().find_map(line_name)
}

pub(super) fn line_name(line: &str) -> Option<String> {
    let name = cut(&tidy(line));
    let name = unreserved(trim(&name));
    if name.is_empty() {
        return None;
    }
    if path::check_segment(&name).is_ok() {
        return Some(name);
    }
    // Only the short names of FAT and NTFS are left to trip over: `git~1`.
    let name = name.replace('~', "-");
    path::check_segment(&name).is_ok().then_some(name)
}

/// Characters that are not seen, or turn the line around.
pub fn is_invisible(c: char) -> bool {
    matches!(u32::from(c),
        0xAD | 0x34F | 0x600..=0x605 | 0x61C | 0x6DD | 0x70F | 0x890 | 0x891 | 0x8E2 | 0x115F | 0x1160
        | 0x17B4 | 0x17B5 | 0x180B..=0x180F | 0x200B..=0x200F | 0x2028..=0x202E | 0x2060..=0x206F
        | 0x3164 | 0xFE00..=0xFE0F | 0xFEFF | 0xFFA0 | 0xFFF0..=0xFFFB | 0xFFFE | 0xFFFF | 0x110BD | 0x110CD
        | 0x13430..=0x1345F | 0x1BCA0..=0x1BCA3 | 0x1D173..=0x1D17A | 0xE0000..=0xE0FFF)
}

fn tidy(line: &str) -> String {
    let seen: String = line
        .chars()
        .filter(|c| !is_invisible(*c))
        .map(|c| if stands_for_space(c) { ' ' } else { c })
        .collect();
    let composed: String = seen.nfc().collect();
    composed.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn stands_for_space(c: char) -> bool {
    c.is_control() || "/\\:*?\"<>|#^[]".contains(c)
}

/// As many whole graphemes as fit, ending with a word where one is near.
fn cut(name: &str) -> String {
    let (mut out, mut characters) = (String::new(), 0);
    for grapheme in name.graphemes(true) {
        characters += grapheme.chars().count();
        if characters > CHARACTERS || out.len() + grapheme.len() > BYTES {
            let word = out.rfind(' ').filter(|end| end * 2 > out.len());
            out.truncate(word.unwrap_or(out.len()));
            break;
        }
        out.push_str(grapheme);
    }
    out
}

fn trim(name: &str) -> &str {
    name.trim_matches(|c: char| c == '.' || c.is_whitespace())
}

/// Names that Windows keeps for devices, whatever their ending, get a mark.
fn unreserved(name: &str) -> String {
    let stem = name.split('.').next().unwrap_or(name).trim_end();
    if is_device(&stem.to_uppercase()) {
        return format!("{stem}_{}", &name[stem.len()..]);
    }
    name.to_owned()
}

fn is_device(stem: &str) -> bool {
    if ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "CLOCK$"].contains(&stem) {
        return true;
    }
    let number = stem
        .strip_prefix("COM")
        .or_else(|| stem.strip_prefix("LPT"));
    number.is_some_and(|number| {
        let mut characters = number.chars();
        matches!(
            (characters.next(), characters.next()),
            (Some('0'..='9' | '¹' | '²' | '³'), None)
        )
    })
}
