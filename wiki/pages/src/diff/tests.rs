use super::*;

#[test]
fn nothing_changed_gives_no_hunks() {
    assert_eq!(diff("a\nb\n", "a\nb\n", 3), []);
    assert_eq!(unified("", "", 3), "");
}

#[test]
fn changed_words_are_marked_within_their_lines() {
    let hunks = diff("Дом стоит у реки.\n", "Дом стоял у реки.\n", 3);
    let [hunk] = &hunks[..] else {
        panic!("{hunks:?}")
    };
    let marked: Vec<_> = hunk
        .lines
        .iter()
        .map(|line| (line.kind, &line.pieces[..]))
        .collect();
    let piece = |text: &str, changed| Piece {
        text: text.to_owned(),
        changed,
    };
    let around = [piece("Дом ", false), piece(" у реки.\n", false)];
    let [start, end] = around;
    assert_eq!(
        marked,
        [
            (
                Kind::Removed,
                &[start.clone(), piece("стоит", true), end.clone()][..]
            ),
            (Kind::Added, &[start, piece("стоял", true), end][..]),
        ]
    );
}

#[test]
fn lines_without_common_words_are_marked_as_a_whole() {
    let hunks = diff("один два три\n", "four five six\n", 0);
    let pieces = hunks[0].lines.iter().map(|line| line.pieces.len());
    assert_eq!(pieces.collect::<Vec<_>>(), [1, 1]);
}

#[test]
fn lines_are_numbered_in_both_texts() {
    let hunks = diff("a\nb\nc\nd\n", "a\nx\ny\nc\nd\n", 1);
    let numbers: Vec<_> = hunks[0]
        .lines
        .iter()
        .map(|line| (line.before, line.after))
        .collect();
    let expected = [
        (Some(1), Some(1)),
        (Some(2), None),
        (None, Some(2)),
        (None, Some(3)),
        (Some(3), Some(4)),
    ];
    assert_eq!(numbers, expected);
}

#[test]
fn changes_far_apart_are_hunks_of_their_own() {
    let before: String = (0..20).map(|line| format!("{line}\n")).collect();
    let after = before.replace("\n3\n", "\nx\n").replace("15\n", "");
    assert_eq!(diff(&before, &after, 3).len(), 2);
    assert_eq!(diff(&before, &after, 10).len(), 1);
}

#[test]
fn a_unified_diff_tells_of_missing_line_feeds() {
    assert_eq!(
        unified("a\nb", "a\nc\n", 3),
        "@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+c\n"
    );
    assert_eq!(unified("", "a\n", 3), "@@ -0,0 +1 @@\n+a\n");
    assert_eq!(unified("a\nb\n", "a\n", 0), "@@ -2 +1,0 @@\n-b\n");
}
