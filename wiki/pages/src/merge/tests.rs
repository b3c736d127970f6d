use super::*;

const MARKS: Marks<'_> = Marks {
    ours: "a",
    theirs: "b",
    length: 7,
};

#[test]
fn changes_apart_are_both_taken() {
    let merged = merge(
        "1\n2\n3\n4\n5 mine\n",
        "1\n2\n3\n4\n5\n",
        "their 1\n2\n3\n4\n5\n",
        MARKS,
    );
    assert_eq!(merged.text, "their 1\n2\n3\n4\n5 mine\n");
    assert_eq!(merged.conflicts, 0);
}

#[test]
fn the_same_change_is_taken_once() {
    let merged = merge("1\nnew\n2\n", "1\n2\n", "1\nnew\n2\n", MARKS);
    assert_eq!(merged.text, "1\nnew\n2\n");
    assert_eq!(merged.conflicts, 0);
}

#[test]
fn two_texts_for_one_line_stand_between_marks() {
    let merged = merge("1\nmine\n3", "1\n2\n3", "1\ntheirs\n3", MARKS);
    assert_eq!(
        merged.text,
        "1\n<<<<<<< a\nmine\n=======\ntheirs\n>>>>>>> b\n3"
    );
    assert_eq!(merged.conflicts, 1);
    assert_eq!(
        clashes("1\nmine\n3", "1\n2\n3", "1\ntheirs\n3"),
        [Clash {
            ours: 1..2,
            base: 1..2,
            theirs: 1..2
        }]
    );
}

#[test]
fn marks_are_as_long_as_asked() {
    let marks = Marks { length: 9, ..MARKS };
    let merged = merge("mine", "", "theirs", marks);
    assert_eq!(
        merged.text,
        "<<<<<<<<< a\nmine\n=========\ntheirs\n>>>>>>>>> b\n"
    );
}

#[test]
fn marks_end_as_the_lines_around_them() {
    let merged = merge("1\r\nmine\r\n", "1\r\n2\r\n", "1\r\ntheirs\r\n", MARKS);
    assert_eq!(
        merged.text,
        "1\r\n<<<<<<< a\r\nmine\r\n=======\r\ntheirs\r\n>>>>>>> b\r\n"
    );
}
