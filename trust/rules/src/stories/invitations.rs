//! R7: invitations and the sign of joining.

use secta_record::act::{Act, Currency, Measure, Profile, Rank, Rule, Wallet};

use super::kit::*;
use crate::{
    Ask, Refusal, State, What,
    dump::View,
    query::{Invitation, RoseBy},
};

/// Where t1 has an invitation.
fn story() -> Story {
    let mut story = Story::of(3);
    story.when("t1", posts("p"));
    story.when("t2", supports("p"));
    story.when("t3", supports("p"));
    assert_eq!(story.state.invitations(&account("t1")), 1);
    story
}

#[test]
fn an_invitation_makes_a_commenter_and_is_gone() {
    let mut story = story();
    assert_eq!(story.when("t1", invites("carl")), ["invite"]);
    assert_eq!(story.rank("carl"), Rank::Commenter);
    assert_eq!(story.refused("t1", invites("dora")), Refusal::NoInvitation);
}

#[test]
fn without_an_invitation_nobody_is_invited() {
    let mut story = story();
    assert_eq!(story.refused("t2", invites("carl")), Refusal::NoInvitation);
    let too_low = |rank| Refusal::RankTooLow {
        rule: Rule::R7,
        rank,
        needed: Rank::Trusted,
    };
    assert_eq!(
        story.refused("ghost", invites("carl")),
        too_low(Rank::Ghost)
    );
    story.when("t1", invites("carl"));
    assert_eq!(
        story.refused("carl", invites("dora")),
        too_low(Rank::Commenter)
    );
}

#[test]
fn members_and_the_excluded_are_not_invited() {
    let mut story = story();
    let refusal = Refusal::AlreadyMember {
        rank: Rank::Trusted,
    };
    assert_eq!(story.refused("t1", invites("t2")), refusal);
    story.when("ghost", posts("spam"));
    for voter in ["t1", "t2", "t3"] {
        story.when(voter, moderates("spam", Measure::Exclude));
    }
    assert_eq!(
        story.refused("t1", invites("ghost")),
        Refusal::InviteeExcluded
    );
    assert_eq!(story.state.invitations(&account("t1")), 1);
}

#[test]
fn the_tree_keeps_who_invited_whom_even_after_a_rise() {
    let mut story = story();
    story.when("t1", invites("carl"));
    let time_ms = story.now_ms;
    let view = story
        .state
        .account(&account("carl"), story.now_ms)
        .expect("carl");
    assert_eq!(
        view.rose.expect("a rise").by,
        RoseBy::Invitation(account("t1"))
    );
    story.make_trusted("carl");
    let edge = Invitation {
        by: account("t1"),
        account: account("carl"),
        time_ms,
    };
    assert_eq!(story.state.invitation_tree(), [edge]);
}

#[test]
fn the_service_alone_notes_who_has_joined_and_once() {
    let mut story = story();
    let join = || Ask::Join {
        account: account("ghost"),
    };
    assert_eq!(story.refused("ghost", join()), Refusal::NotTheService);
    assert_eq!(story.when(SERVICE, join()), ["join"]);
    assert_eq!(story.refused(SERVICE, join()), Refusal::AlreadyJoined);
    let view = story
        .state
        .account(&account("ghost"), story.now_ms)
        .expect("a view");
    assert_eq!(view.joined_ms, Some(story.now_ms));
    assert_eq!(view.rank, Rank::Ghost);
}

#[test]
fn whoever_describes_themselves_is_known_to_have_done_so() {
    let mut story = story();
    let described = |story: &Story| {
        let view = story.state.account(&account("ghost"), story.now_ms);
        view.is_some_and(|view| view.described)
    };
    let wallet = Wallet {
        currency: Some(Currency::Btc),
        address: None,
    };
    story.when("ghost", Ask::Wallet(wallet));
    assert!(!described(&story));
    let profile = Profile {
        display_name: Some("Ghost".to_owned()),
        ..Profile::default()
    };
    story.when("ghost", Ask::Profile(profile));
    assert!(described(&story));
    let mut withheld = story.public();
    for fact in &mut withheld {
        if let What::Public(Act::Profile(profile)) = &mut fact.what {
            *profile = Profile::default();
        }
    }
    let again = State::replay(&withheld).expect("lawful");
    assert_eq!(again.dump(View::Public), story.state.dump(View::Public));
}
