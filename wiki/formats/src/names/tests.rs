use proptest::prelude::*;
use unicode_normalization::is_nfc;

use super::*;

fn assert_safe(name: &str) {
    assert!(!name.is_empty() && name.chars().count() <= CHARACTERS + 1 && name.len() <= BYTES + 1);
    assert!(!name.contains(|c: char| "/\\:*?\"<>|#^[]".contains(c) || c.is_control()));
    assert!(!name.contains(is_invisible), "{name:?}");
    assert!(
        !name.starts_with(['.', ' ']) && !name.ends_with(['.', ' ']),
        "{name:?}"
    );
    assert!(is_nfc(name), "{name:?}");
    assert!(crate::vault::path::check_segment(name).is_ok(), "{name:?}");
}

#[test]
fn a_title_becomes_a_name_in_its_own_letters() {
    assert_eq!(
        name("Встреча: план на 5/12?").as_deref(),
        Some("Встреча план на 5 12")
    );
    assert_eq!(
        name("\n  \n#Итоги [года]\nещё").as_deref(),
        Some("Итоги года")
    );
    assert_eq!(name("и\u{306}од").as_deref(), Some("йод"));
}

#[test]
fn what_windows_or_git_keep_for_themselves_is_renamed() {
    assert_eq!(name("con").as_deref(), Some("con_"));
    assert_eq!(name("NUL.txt").as_deref(), Some("NUL_.txt"));
    assert_eq!(name("COM¹").as_deref(), Some("COM¹_"));
    assert_eq!(name(".git").as_deref(), Some("git"));
    assert_eq!(name("git~1").as_deref(), Some("git-1"));
    assert_eq!(name("конец...").as_deref(), Some("конец"));
}

#[test]
fn a_text_without_anything_to_see_has_no_name() {
    assert_eq!(name(" \u{202e}\u{200b}\n...\n???"), None);
}

#[test]
fn a_long_title_is_cut_at_a_word_and_never_inside_a_letter() {
    let long = name(&"слово ".repeat(60)).unwrap_or_default();
    assert!(long.ends_with("слово") && long.len() <= BYTES);
    let accents = format!("{}e\u{301}\u{323}", "a".repeat(118));
    assert_safe(&name(&accents).unwrap_or_default());
    let zalgo = format!("z{}", "\u{316}".repeat(300));
    assert_eq!(name(&zalgo), None);
}

#[test]
fn a_typed_path_is_made_safe_part_by_part() {
    assert_eq!(
        member_path("путь/к/заметке").as_deref(),
        Ok("путь/к/заметке")
    );
    assert_eq!(member_path("a: b\\CON.md").as_deref(), Ok("a b/CON_"));
}

#[test]
fn a_path_that_leads_elsewhere_is_refused_with_the_reason() {
    assert_eq!(member_path("/etc/passwd"), Err(PathTrouble::Absolute));
    assert_eq!(member_path("C:\\x"), Err(PathTrouble::Absolute));
    assert_eq!(member_path("a/../../b"), Err(PathTrouble::Relative));
    assert_eq!(member_path("a/.\u{200b}./b"), Err(PathTrouble::Relative));
    assert_eq!(member_path("a//b"), Err(PathTrouble::Empty));
    assert_eq!(member_path("a/"), Err(PathTrouble::Empty));
    assert_eq!(
        member_path("1/2/3/4/5/6/7/8/9"),
        Err(PathTrouble::Deep { levels: 9 })
    );
    assert_eq!(
        member_path("a/???"),
        Err(PathTrouble::Nameless("???".to_owned()))
    );
}

#[test]
fn a_taken_name_gets_a_number_whatever_its_case() {
    let taken = ["план.md", "План 2.md"];
    assert_eq!(free("План", ".md", taken), "План 3.md");
    assert_eq!(free("Иное", ".md", taken), "Иное.md");
    assert!(same_file("И\u{306}од", "йод"));
}

proptest! {
    #[test]
    fn every_name_is_safe_and_stays_as_it_is(text in any::<String>()) {
        if let Some(made) = name(&text) {
            assert_safe(&made);
            prop_assert_eq!(name(&made), Some(made));
        }
    }

    #[test]
    fn every_typed_path_is_safe_or_refused(text in "[a-zA-Zа-я ./\\\\~:\u{202e}\u{200d}\u{301}]{0,40}") {
        if let Ok(path) = member_path(&text) {
            path.split('/').for_each(assert_safe);
            prop_assert!(crate::vault::path::check(&path).is_ok());
        }
    }
}
