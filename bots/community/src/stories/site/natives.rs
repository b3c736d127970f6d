use secta_bot_kit::{
    Effect, UserId,
    web::{Deed, TOLD},
};
use secta_record::act::{Measure, Opinion, Rank};
use secta_rules::query::Standing;

use super::{World, comment, post};
use crate::memory::{self, Role};

const MASHA: &str = "@_secta_w_masha:home";

fn arrive(name: &str) -> Deed {
    Deed::Arrive {
        name: name.to_owned(),
    }
}

/// A community with these trusted, into which masha has come by the site.
fn arrived(trusted: &[&str]) -> World {
    let mut world = World::with_trusted(trusted);
    world.does(MASHA, "arrive", arrive("Маша"));
    world.story.silence();
    world
}

fn told(world: &mut World) -> Vec<String> {
    let scope = memory::member(&world.id, &UserId::new(MASHA));
    let told: Option<Vec<(i64, String)>> = world.story.remembers("community", &scope, TOLD);
    let told = told.unwrap_or_default().into_iter();
    told.map(|(_, html)| html).collect()
}

/// The names that her puppet was given, and where.
fn names(world: &World) -> Vec<(Option<Role>, String)> {
    let role = |room| {
        let mut all = world.hall.rooms.iter();
        all.find(|(_, known)| *known == room).map(|(role, _)| *role)
    };
    let effects = world.story.effects();
    let names = effects.iter().filter_map(|effect| match effect {
        Effect::Puppet {
            user,
            display_name: Some(name),
            room: Some(room),
            ..
        } if user.as_str() == MASHA => Some((role(room), name.clone())),
        _ => None,
    });
    names.collect()
}

#[test]
fn from_the_first_post_to_the_members_rooms() {
    let mut world = arrived(&["boris"]);
    assert_eq!(world.rank(MASHA), Rank::Ghost);
    let item = world.posts_on_site(MASHA, "one", "Я Маша");
    let said = world.said_in(Role::Twilight);
    assert_eq!(said[0].sender.as_str(), MASHA);
    assert_eq!(
        names(&world),
        [(
            Some(Role::Twilight),
            "Маша (@_secta_w_masha:home) · новичок".to_owned()
        )]
    );
    assert!(told(&mut world)[0].contains("Сумерки"));
    world.reacts(Role::Twilight, "anna", &said[0].id, "👍");
    let opinion = Opinion::Support;
    world.does("boris", "two", Deed::Vote { item, opinion });
    assert_eq!(world.rank(MASHA), Rank::Trusted);
    assert_eq!(world.said_in(Role::Stream)[0].sender.as_str(), MASHA);
    for role in crate::aftermath::ranks::rooms_of(Rank::Trusted) {
        assert!(world.story.is_in(&world.room(*role), MASHA), "{role:?}");
        let last = names(&world)
            .into_iter()
            .rev()
            .find(|(at, _)| at == &Some(*role));
        assert_eq!(
            last.map(|(_, name)| name).as_deref(),
            Some("Маша · с сайта")
        );
    }
    let told = told(&mut world);
    assert!(
        told.iter().any(|html| html.contains("доверенный")),
        "{told:#?}"
    );
    assert!(
        !told.iter().any(|html| html.contains("<code>!")),
        "{told:#?}"
    );
    assert_eq!(world.member(MASHA).porch, None);
    assert!(world.invited(MASHA).is_empty());
    world.story.check();
}

/// masha, trusted by the votes of all these.
fn trusted(names: &[&str]) -> World {
    let mut world = arrived(names);
    let item = world.posts_on_site(MASHA, "one", "Я Маша");
    for who in ["anna"].iter().chain(names) {
        let opinion = Opinion::Support;
        world.sends(who, &format!("vote/{who}"), Deed::Vote { item, opinion });
    }
    assert_eq!(world.rank(MASHA), Rank::Trusted);
    world.story.sent();
    world
}

#[test]
fn her_own_events_are_nobodys_new_posts() {
    let mut world = trusted(&["boris"]);
    let root = world.posts_on_site(MASHA, "two", "Новости");
    world.does(MASHA, "three", comment(root, "И ещё"));
    assert_eq!(world.said_in(Role::Stream).len(), 2);
    let posts = world.story.enacted().filter_map(|one| one.fact.act());
    let posts = posts.filter(|act| matches!(act, secta_record::act::Act::Post(_)));
    assert_eq!(posts.count(), 1, "of hers that did not wait");
    world.story.check();
}

#[test]
fn she_counts_among_those_who_vote() {
    let mut world = trusted(&["boris"]);
    let rules = world.rules();
    let account = world.account(MASHA);
    assert!(rules.accounts_of(Rank::Trusted).contains(&account));
    world.comes("clara");
    world.story.sent();
    let item = world.posts_on_site("clara", "clara", "Можно к вам?");
    for (id, who) in [("v1", MASHA), ("v2", "anna")] {
        let opinion = Opinion::Useful;
        world.does(who, id, Deed::Vote { item, opinion });
    }
    assert_eq!(world.rank("clara"), Rank::Trusted);
    world.story.check();
}

#[test]
fn whom_the_council_excludes_is_removed_and_told_on_the_site() {
    let mut world = trusted(&["boris", "clara"]);
    let item = world.posts_on_site(MASHA, "two", "Всем назло");
    for who in ["anna", "boris", "clara"] {
        let deed = Deed::Moderate {
            item,
            measure: Measure::Exclude,
            argument: "Она всем мешает".to_owned(),
        };
        world.does(who, &format!("out/{who}"), deed);
    }
    let now_ms = world.story.now_ms();
    let standing = world.rules().standing(&world.account(MASHA), now_ms);
    assert_eq!(standing, Standing::Excluded);
    for role in [Role::Stream, Role::Square, Role::Twilight, Role::Council] {
        assert!(!world.story.is_in(&world.room(role), MASHA), "{role:?}");
    }
    let told = told(&mut world);
    assert!(
        told.last().expect("told").contains("исключил вас"),
        "{told:#?}"
    );
    world.refused(MASHA, "three", post("Пустите"), "исключены");
    world.story.check();
}

#[test]
fn the_muted_are_not_kept_from_being_heard() {
    let mut world = trusted(&["boris", "clara"]);
    let item = world.posts_on_site(MASHA, "two", "Купите слона");
    for who in ["anna", "boris", "clara"] {
        let deed = Deed::Moderate {
            item,
            measure: Measure::Silence,
            argument: "Слонов не продают".to_owned(),
        };
        world.sends(who, &format!("out/{who}"), deed);
    }
    world.refused(MASHA, "three", post("Почему?"), "лишены слова");
    let levels = world.story.effects().into_iter().any(
        |effect| matches!(effect, Effect::SetState { content, .. } if content.to_string().contains(MASHA)),
    );
    assert!(!levels, "her puppet may speak on");
    world.story.check();
}

#[test]
fn she_keeps_her_name_and_comes_in_once() {
    let mut world = arrived(&[]);
    world.does(MASHA, "again", arrive("Маша"));
    let profile = |name: &str| Deed::Profile {
        name: name.to_owned(),
        about: "Пеку пирожки".to_owned(),
    };
    world.refused(MASHA, "one", profile("Анна"), "не меняется");
    world.does(MASHA, "two", profile("Маша"));
    assert_eq!(world.member(MASHA).about.as_deref(), Some("Пеку пирожки"));
    world.story.check();
}

#[test]
fn others_do_not_arrive_and_the_services_users_do_nothing() {
    let mut world = World::opened();
    world.refused("eve", "one", arrive("Ева"), "нельзя");
    for who in ["@_secta_bot:home", "@_secta_c_12:home", "@_secta_w_:home"] {
        world.refused(who, &format!("a{who}"), arrive("Бот"), "нельзя");
        world.refused(who, &format!("p{who}"), post("Бот"), "нельзя");
    }
    world.story.silence();
    world.story.check();
}

#[test]
fn an_invitation_makes_her_a_commenter_who_is_there() {
    let mut world = arrived(&["boris"]);
    let item = world.posts_on_site("boris", "one", "Хороший пост");
    let opinion = Opinion::Support;
    world.does("anna", "two", Deed::Vote { item, opinion });
    let account = UserId::new(MASHA);
    world.does("boris", "three", Deed::Invite { account });
    assert_eq!(world.rank(MASHA), Rank::Commenter);
    assert!(world.story.is_in(&world.room(Role::Stream), MASHA));
    assert!(!world.story.is_in(&world.room(Role::Twilight), MASHA));
    assert!(told(&mut world)[0].contains("@boris:home"));
    world.story.check();
}

#[test]
fn no_more_than_fifty_words_are_kept_for_her() {
    let mut world = arrived(&[]);
    for n in 0..60 {
        let item = world.posts_on_site(MASHA, &format!("p{n}"), "Раз");
        world.does(MASHA, &format!("w{n}"), Deed::Withdraw { item });
    }
    assert_eq!(told(&mut world).len(), 50);
    world.story.check();
}
