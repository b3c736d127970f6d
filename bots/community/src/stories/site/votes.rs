use secta_bot_kit::web::Deed;
use secta_record::act::{Currency, ItemId, Opinion, Rank};

use super::World;
use crate::memory::Role;

fn vote(item: ItemId, opinion: Opinion) -> Deed {
    Deed::Vote { item, opinion }
}

#[test]
fn votes_of_the_site_and_of_the_rooms_count_together() {
    let mut world = World::with_trusted(&["boris", "clara"]);
    world.comes("dora");
    world.story.sent();
    let item = world.posts_on_site("dora", "one", "Можно к вам?");
    let candidate = world.said_in(Role::Twilight)[0].id.clone();
    let answer = world.does("anna", "two", vote(item, Opinion::Support));
    assert_eq!(answer.item, Some(item));
    assert_eq!(world.rank("dora"), Rank::Ghost);
    world.reacts(Role::Twilight, "boris", &candidate, "👍");
    assert_eq!(world.rank("dora"), Rank::Trusted);
    world
        .story
        .replies(&world.room(Role::Twilight), "anna", &candidate, "!почему");
    assert!(
        world
            .story
            .answers()
            .iter()
            .any(|text| text.contains("голосов 2")),
    );
    world.story.check();
}

#[test]
fn a_vote_is_taken_back() {
    let mut world = World::with_trusted(&["boris", "clara"]);
    world.comes("dora");
    let item = world.posts_on_site("dora", "one", "Можно к вам?");
    world.does("anna", "two", vote(item, Opinion::Support));
    world.does("anna", "three", Deed::Unvote { item });
    world.does("boris", "four", vote(item, Opinion::Support));
    assert_eq!(world.rank("dora"), Rank::Ghost);
    world.refused("anna", "five", Deed::Unvote { item }, "голоса у вас нет");
    world.story.check();
}

#[test]
fn votes_are_refused_with_the_rules_reason() {
    let mut world = World::opened();
    let item = world.posts_on_site("anna", "one", "Новости");
    world.refused("anna", "two", vote(item, Opinion::Useful), "R8");
    world.comes("boris");
    world.refused("boris", "three", vote(item, Opinion::Useful), "нужен ранг");
    let nothing = ItemId([9; 32]);
    world.refused("anna", "four", vote(nothing, Opinion::Useful), "нет");
    world.story.check();
}

#[test]
fn a_supertag_is_proposed_and_voted_on() {
    let mut world = World::with_trusted(&["boris", "clara", "dora"]);
    let deed = Deed::ProposeSupertag {
        name: "Сад".to_owned(),
        definition: "Всё о садах, огородах и яблонях".to_owned(),
        synonyms: vec!["Огород".to_owned(), " ".to_owned()],
    };
    world.does("anna", "one", deed.clone());
    let said = world.said_in(Role::Council);
    assert!(said[0].text().contains("Огород"), "{said:#?}");
    let now_ms = world.story.now_ms();
    let proposal = world.rules().open_proposals(now_ms)[0].proposal;
    let given = |given| Deed::ProposalVote { proposal, given };
    world.refused("anna", "two", given(true), "R8");
    world.does("boris", "three", given(true));
    world.does("boris", "four", given(false));
    world.does("boris", "five", given(true));
    world.does("clara", "six", given(true));
    assert_eq!(world.rules().supertags()[0].name, "Сад");
    world.refused("boris", "seven", deed, "уже есть");
    let short = Deed::ProposeSupertag {
        name: "Лес".to_owned(),
        definition: "Деревья".to_owned(),
        synonyms: Vec::new(),
    };
    world.refused("boris", "eight", short, "R12");
    world.story.check();
}

#[test]
fn an_invitation_is_given_away() {
    let mut world = World::with_trusted(&["boris"]);
    let item = world.posts_on_site("boris", "one", "Хороший пост");
    world.does("anna", "two", vote(item, Opinion::Support));
    let invite = |who: &str| Deed::Invite {
        account: secta_bot_kit::UserId::new(who),
    };
    for bad in ["egor", "@_secta_bot:home", "@_secta_c_1:home", "@e g:home"] {
        world.refused("boris", bad, invite(bad), "Кого пригласить");
    }
    world.does("boris", "three", invite("@egor:elsewhere.org"));
    assert_eq!(world.rank("@egor:elsewhere.org"), Rank::Commenter);
    world.refused("boris", "four", invite("@eve:home"), "R7");
    world.story.check();
}

#[test]
fn who_one_is_and_where_to_thank() {
    let mut world = World::opened();
    let profile = Deed::Profile {
        name: "Анна\u{202e} Б.".to_owned(),
        about: "Садовник".to_owned(),
    };
    world.does("anna", "one", profile);
    assert_eq!(world.member("anna").about.as_deref(), Some("Садовник"));
    let nameless = Deed::Profile {
        name: "\u{200b}".to_owned(),
        about: String::new(),
    };
    world.refused("anna", "two", nameless, "Напишите имя");
    let wallet = |address: Option<&str>| Deed::Wallet {
        currency: Currency::Btc,
        address: address.map(str::to_owned),
    };
    let good = "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa";
    world.does("anna", "three", wallet(Some(good)));
    assert_eq!(world.member("anna").wallets["BTC"], good);
    world.refused("anna", "four", wallet(Some("1A1z")), "контрольная сумма");
    world.does("anna", "five", wallet(None));
    assert!(world.member("anna").wallets.is_empty());
    world.story.check();
}
