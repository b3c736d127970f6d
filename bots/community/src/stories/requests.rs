use std::sync::Arc;

use secta_bot_kit::{
    Bot, Effect, Lang,
    testkit::{Story, selves},
};
use secta_record::act::{AccountId, Rank};

use crate::{
    memory::{self, Hall, Role},
    request::{self, Begun, Request, Standing, Unfit},
};

fn story() -> Story {
    Story::of([Arc::new(super::bot()) as Arc<dyn Bot>])
}

fn asks(story: &mut Story, id: &str, founder: &str, name: &str) {
    let founder = story.user(founder);
    let request = Request::new(founder.as_str(), name, Lang::Ru, &selves()).expect("a fit request");
    let row = request.row(id, story.now_ms());
    story.row(&row.source, &row.external_id, row.room, row.body);
}

fn standing(story: &mut Story, id: &str) -> Standing {
    let begun: Option<Begun> = story.remembers("community", &request::scope(id), request::BEGUN);
    let hall = begun
        .and_then(Begun::community)
        .and_then(|id| story.remembers::<Hall>("community", &memory::community(&id), "hall"));
    Standing::of(begun, hall)
}

#[test]
fn an_operator_founds_a_community_for_somebody_who_gets_no_rank_by_it() {
    let mut story = story();
    assert_eq!(standing(&mut story, "one"), Standing::Waits);
    asks(&mut story, "one", "anna", "Поляна");
    let Standing::Ready { community, rooms } = standing(&mut story, "one") else {
        panic!("it is ready");
    };
    assert_eq!(rooms.len(), 6);
    let anna = story.user("anna");
    let rules = story.communities().get(&community).expect("the community");
    let account = AccountId::new(anna.as_str());
    assert_eq!(rules.founder(), Some(account.clone()));
    assert_eq!(rules.rank(&account), Rank::Ghost);
    let space = rooms[&Role::Space].clone();
    let invited = story.effects().into_iter().any(
        |effect| matches!(effect, Effect::Invite { room, user } if *room == space && *user == anna),
    );
    assert!(invited, "the founder is asked into the space");
    story.check();
}

#[test]
fn a_request_that_is_repeated_founds_nothing_more() {
    let mut story = story();
    asks(&mut story, "one", "anna", "Поляна");
    let first = standing(&mut story, "one");
    let made = story.made().len();
    asks(&mut story, "one", "anna", "Поляна");
    asks(&mut story, "two", "anna", "поляна");
    assert_eq!(standing(&mut story, "two"), first);
    assert_eq!(story.made().len(), made);
    assert_eq!(story.communities().iter().count(), 1);
    story.check();
}

#[test]
fn a_name_that_somebody_else_has_taken_is_refused() {
    let mut story = story();
    let tea = story.room("tea", &["boris"]);
    story.says(&tea, "boris", "!община создать Поляна");
    asks(&mut story, "one", "anna", "Поляна");
    assert_eq!(standing(&mut story, "one"), Standing::Taken);
    story.check();
}

#[test]
fn rooms_that_the_server_refused_are_told_and_asked_for_again_by_another_request() {
    let mut story = story();
    story.refuse_next("make/twilight/1", "M_FORBIDDEN");
    story.refuse_next("make/twilight/2", "M_FORBIDDEN");
    asks(&mut story, "one", "anna", "Поляна");
    let Standing::Refused { rooms } = standing(&mut story, "one") else {
        panic!("a room was refused");
    };
    assert_eq!(rooms.into_keys().collect::<Vec<_>>(), [Role::Twilight]);
    asks(&mut story, "two", "anna", "Поляна");
    assert!(matches!(
        standing(&mut story, "two"),
        Standing::Ready { .. }
    ));
    assert_eq!(story.made().len(), 7, "six rooms and the founder's porch");
    story.check();
}

#[test]
fn what_cannot_be_granted_is_told_before_it_is_asked() {
    let unfit = |founder: &str, name: &str| Request::new(founder, name, Lang::Ru, &selves()).err();
    assert_eq!(unfit("@anna:home", "Поляна"), None);
    assert_eq!(unfit("anna", "Поляна"), Some(Unfit::NotAnId));
    assert_eq!(unfit("@anna:home.", "Поляна"), Some(Unfit::NotAnId));
    assert_eq!(unfit("@an na:home", "Поляна"), Some(Unfit::NotAnId));
    assert_eq!(unfit("@anna:else", "Поляна"), Some(Unfit::OtherServer));
    assert_eq!(unfit("@_secta_bot:home", "Поляна"), Some(Unfit::OwnUser));
    assert_eq!(unfit("@anna:home", " \u{200b} "), Some(Unfit::Name));
    assert_eq!(unfit("@anna:home", &"я".repeat(60)), None);
    assert_eq!(unfit("@anna:home", &"я".repeat(61)), Some(Unfit::Name));
    let fit = Request::new("@anna:home", "  Чайный \n двор ", Lang::Ru, &selves());
    assert_eq!(
        fit.map(|request| request.name),
        Ok("Чайный двор".to_owned())
    );
}
