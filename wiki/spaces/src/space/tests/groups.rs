use super::*;
use crate::space::{SpaceFault, Taken};

#[test]
fn whoever_is_added_reads_what_was_before_if_the_adder_chooses() {
    let mut village = Village::new();
    village.writes(1, &text("Рецепт", "старое"));
    village.regroups(1, &adding(2, "Борис"));
    village.regroups(
        1,
        &Regrouping {
            with_history: false,
            ..adding(3, "Вера")
        },
    );
    village.writes(1, &text("Рецепт", "новое"));
    assert_eq!(texts(&village.seen_by(2)), ["старое", "новое"]);
    let vera = village.seen_by(3);
    assert_eq!((texts(&vera), vera.unread()), (vec!["новое"], 1));
    // Nor is it given to her with somebody else's.
    village.regroups(2, &adding(4, "Глеб"));
    assert_eq!(texts(&village.seen_by(4)), ["старое", "новое"]);
    assert_eq!(texts(&village.seen_by(3)), ["новое"]);
}

#[test]
fn whoever_is_removed_keeps_what_they_had_and_opens_nothing_that_comes_later() {
    let mut village = Village::new();
    village.regroups(1, &adding(2, "Борис"));
    village.writes(1, &text("Рецепт", "при нём"));
    village.regroups(1, &removing(2));
    village.writes(1, &text("Рецепт", "без него"));
    let boris = village.seen_by(2);
    assert_eq!((texts(&boris), boris.unread()), (vec!["при нём"], 1));
    assert!(!boris.is_member());
    let written = text("Рецепт", "впишу")
        .to_bytes(key(2).id())
        .expect("words");
    assert_eq!(boris.entry(&written, &seed(9)), Err(SpaceFault::NoMember));
    assert_eq!(
        boris.regroup(&adding(3, "Вера"), &seed(9)),
        Err(SpaceFault::NoMember)
    );
    assert_eq!(texts(&village.seen_by(1)), ["при нём", "без него"]);
}

#[test]
fn whoever_comes_back_reads_and_writes_again() {
    let mut village = Village::new();
    village.regroups(1, &adding(2, "Борис"));
    village.writes(2, &text("А", "раз"));
    village.regroups(1, &removing(2));
    village.writes(1, &text("А", "без него"));
    village.regroups(1, &adding(2, "Борис"));
    village.writes(2, &text("А", "снова"));
    assert_eq!(texts(&village.seen_by(2)), ["раз", "без него", "снова"]);
}

#[test]
fn of_two_epochs_that_follow_one_the_first_holds_and_the_other_is_still_read() {
    let mut village = Village::new();
    village.regroups(1, &adding(2, "Борис"));
    let (anna, boris) = (village.seen_by(1), village.seen_by(2));
    let first = anna.regroup(&adding(3, "Вера"), &seed(50)).expect("one");
    let second = boris.regroup(&adding(4, "Глеб"), &seed(51)).expect("other");
    // Boris has not heard of the first, and writes under his own.
    let mut apart = boris.clone();
    assert_eq!(apart.take(&second), Ok(Taken::New));
    let words = text("А", "в стороне").to_bytes(key(2).id()).expect("words");
    let words = apart.entry(&words, &seed(52)).expect("an entry");
    for n in [1, 2] {
        let mut space = village.seen_by(n);
        assert_eq!(space.take(&first), Ok(Taken::New));
        assert_eq!(space.take(&second), Ok(Taken::Beside));
        assert_eq!(space.take(&words), Ok(Taken::New));
        assert_eq!(space.beside().len(), 1);
        assert_eq!(texts(&space), ["в стороне"]);
        let members: Vec<_> = space.members().into_iter().map(|(one, _)| one).collect();
        assert!(members.contains(&member(3)) && !members.contains(&member(4)));
        // What the other wanted is done once more.
        let again = space
            .regroup(&adding(4, "Глеб"), &seed(53))
            .expect("an epoch");
        assert_eq!(space.take(&again), Ok(Taken::New));
        assert_eq!(space.members().len(), 4);
    }
}

#[test]
fn a_list_of_members_is_changed_only_by_what_makes_sense() {
    let mut village = Village::new();
    let space = village.seen_by(1);
    let fault = |regrouping: &Regrouping| space.regroup(regrouping, &seed(9)).err();
    let id = |n: u8| key(n).id();
    assert_eq!(
        fault(&adding(1, "Анна")),
        Some(SpaceFault::AlreadyIn(id(1)))
    );
    assert_eq!(fault(&removing(2)), Some(SpaceFault::NotIn(id(2))));
    assert_eq!(fault(&removing(1)), Some(SpaceFault::Empty));
    assert_eq!(fault(&adding(2, " ")), Some(SpaceFault::Name));
    assert_eq!(fault(&adding(2, "a\nb")), Some(SpaceFault::Name));
    let many = Regrouping {
        added: (2..70).map(|n| (member(n), "x".to_owned())).collect(),
        ..Regrouping::default()
    };
    assert_eq!(fault(&many), Some(SpaceFault::Full));
    // One may leave.
    village.regroups(1, &adding(2, "Борис"));
    village.regroups(1, &removing(1));
    assert!(!village.seen_by(1).is_member());
    assert!(village.seen_by(2).is_member());
}
