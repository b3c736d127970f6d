use secta_bot_kit::Lang;
use secta_record::{
    RecordId,
    act::{Content, Currency, Profile, Wallet},
};

use super::making::{Shelf, TOWN, account, comment, item, media, post, words};
use crate::pages::{Batch, DayEnd, Edited, EntryRow, Founded, Happened, SaidRow, Words};

fn entry(number: u64, text: &str) -> EntryRow {
    EntryRow {
        number,
        proposal: [u8::try_from(number).expect("few"); 32],
        record: RecordId([9; 32]),
        author: account(1),
        name: None,
        written_ms: 5,
        entered_ms: 7,
        item: Some(item(1)),
        content: Some(Content {
            text: text.to_owned(),
            media: vec![media(&format!("mxc://x/entry{number}"))],
            ..Content::default()
        }),
    }
}

#[test]
fn accounts_say_of_themselves_what_they_said_last() {
    let mut shelf = Shelf::new();
    let profile = |name: &str, avatar: Option<&str>| Profile {
        display_name: Some(name.to_owned()),
        avatar: avatar.map(str::to_owned),
        about: None,
    };
    let wallet = |currency, address: Option<&str>| Wallet {
        currency: Some(currency),
        address: address.map(str::to_owned),
    };
    let batch = Batch {
        items: vec![post(1, words("Чай", &[]))],
        profiles: vec![
            (account(0), profile("Аня", Some("mxc://x/old"))),
            (account(0), profile("Анна", Some("mxc://x/new"))),
        ],
        wallets: vec![
            (account(0), wallet(Currency::Eth, Some("0x1"))),
            (account(0), wallet(Currency::Btc, Some("bc1"))),
            (account(0), wallet(Currency::Eth, None)),
        ],
        ..shelf.batch()
    };
    shelf.pages.write(&batch).expect("written");
    let persona = shelf.pages.persona(&TOWN, &account(0)).expect("read");
    assert_eq!(persona.profile, profile("Анна", Some("mxc://x/new")));
    assert_eq!(persona.wallets, [(Currency::Btc, "bc1".to_owned())]);
    assert_eq!((persona.posts, persona.comments), (1, 0));
    let names = shelf.pages.names(&TOWN, &[account(7), account(0)]);
    assert_eq!(names.expect("read"), [None, Some("Анна".to_owned())]);
    assert!(shelf.pages.shown("mxc://x/old").expect("read").is_none());
    let shown = shelf
        .pages
        .shown("mxc://x/new")
        .expect("read")
        .expect("there");
    assert_eq!((shown.community, shown.item), (TOWN, None));
    let items = shelf.pages.items(&TOWN, &[item(1)]).expect("read");
    assert_eq!(items[0].name.as_deref(), Some("Анна"));
}

#[test]
fn entries_are_read_from_the_last_and_lose_their_words_when_they_are_taken_back() {
    let mut shelf = Shelf::new();
    let batch = Batch {
        items: vec![post(1, words("Чай", &[]))],
        entries: (1..=5).map(|number| entry(number, "сказанное")).collect(),
        ..shelf.batch()
    };
    shelf.pages.write(&batch).expect("written");
    let numbers = |before| -> Vec<u64> {
        let entries = shelf.pages.entries(&TOWN, before, 2).expect("read");
        entries.iter().map(|entry| entry.number).collect()
    };
    assert_eq!(
        [numbers(None), numbers(Some(4)), numbers(Some(2))],
        [vec![5, 4], vec![3, 2], vec![1]]
    );
    let shown = shelf
        .pages
        .shown("mxc://x/entry5")
        .expect("read")
        .expect("there");
    assert_eq!(shown.item, Some(item(1)));
    let batch = Batch {
        entries_withdrawn: vec![[5; 32]],
        ..shelf.batch()
    };
    shelf.pages.write(&batch).expect("written");
    let last = shelf.pages.entries(&TOWN, None, 1).expect("read").remove(0);
    assert_eq!((last.content, last.written_ms), (None, 7));
    assert!(shelf.pages.shown("mxc://x/entry5").expect("read").is_none());
    let items = shelf.pages.items(&TOWN, &[item(1)]).expect("read");
    assert_eq!(items[0].entry, Some(5));
}

#[test]
fn a_thread_is_without_words_and_knows_who_asks() {
    let mut shelf = Shelf::new();
    shelf.add(vec![
        post(1, words("Чай", &[])),
        comment(2, (1, 1), words("Почём?", &[])),
        comment(3, (1, 2), words("Даром.", &[])),
    ]);
    let twigs = shelf.pages.thread(&TOWN, &item(1)).expect("read");
    let seen: Vec<_> = twigs
        .iter()
        .map(|twig| (twig.item, twig.parent, twig.asks))
        .collect();
    assert_eq!(seen, [(item(2), item(1), true), (item(3), item(2), false)]);
    let batch = shelf.batch();
    let edits = vec![Edited {
        item: item(3),
        record: RecordId([4; 32]),
        time_ms: 60,
        content: Some(words("А вам?", &[]).content),
    }];
    shelf
        .pages
        .write(&Batch { edits, ..batch })
        .expect("written");
    assert!(shelf.pages.thread(&TOWN, &item(1)).expect("read")[1].asks);
    let items = shelf
        .pages
        .items(&TOWN, &[item(3), item(77), item(1)])
        .expect("read");
    assert_eq!(
        (items.len(), items[0].edited_ms, items[1].item),
        (2, Some(60), item(1))
    );
}

#[test]
fn days_add_up_and_their_ends_are_what_was_counted_last() {
    let mut shelf = Shelf::new();
    let happened = Happened {
        day: 3,
        posts: 1,
        comments: 2,
        votes: 3,
    };
    for active in [5, 6] {
        let end = DayEnd {
            day: 3,
            active,
            trusted: 1,
            magic: 2,
        };
        let batch = Batch {
            happened: vec![happened],
            days_ended: vec![end, DayEnd { day: 2, ..end }],
            ..shelf.batch()
        };
        shelf.pages.write(&batch).expect("written");
    }
    let days = shelf.pages.days(&TOWN, 3).expect("read");
    assert_eq!(days.len(), 1);
    assert_eq!((days[0].happened.votes, days[0].end.active), (6, 6));
    assert_eq!(shelf.pages.days(&TOWN, 0).expect("read").len(), 2);
}

#[test]
fn communities_are_told_the_oldest_first_with_their_rooms() {
    let mut shelf = Shelf::new();
    let second = RecordId([7; 32]);
    for (id, name, time_ms) in [(second, "Вторая", 20), (TOWN, "Первая", 10)] {
        let name = name.to_owned();
        let batch = Batch {
            community: id,
            founded: Some(Founded { name, time_ms }),
            ..shelf.batch()
        };
        shelf.pages.write(&batch).expect("written");
    }
    let furnish = || {
        shelf
            .pages
            .furnish(&second, Lang::En, Some("!s:x"))
            .expect("written")
    };
    let version = shelf
        .pages
        .community(&second)
        .expect("read")
        .expect("there")
        .version;
    assert_eq!((furnish(), furnish()), (Some(version + 1), None));
    let all = shelf.pages.communities().expect("read");
    let told: Vec<_> = all
        .iter()
        .map(|it| (it.name.as_str(), it.lang, it.stream_room.as_deref()))
        .collect();
    assert_eq!(
        told,
        [
            ("Первая", None, None),
            ("Вторая", Some(Lang::En), Some("!s:x"))
        ]
    );
}

#[test]
fn arguments_are_read_in_the_order_of_their_places() {
    let mut shelf = Shelf::new();
    let said = |text: &str| SaidRow {
        about: [6; 32],
        author: account(2),
        time_ms: 1,
        kind: "silence_vote".to_owned(),
        text: Some(text.to_owned()),
    };
    let batch = Batch {
        said: vec![(11, said("второе")), (9, said("первое"))],
        ..shelf.batch()
    };
    shelf.pages.write(&batch).expect("written");
    let texts = shelf.pages.said(&TOWN, &[6; 32]).expect("read");
    let texts: Vec<_> = texts.into_iter().filter_map(|said| said.text).collect();
    assert_eq!(texts, ["первое", "второе"]);
    assert!(shelf.pages.said(&TOWN, &[5; 32]).expect("read").is_empty());
}

#[test]
fn messages_that_are_found_later_are_noted() {
    let mut shelf = Shelf::new();
    let withheld = crate::pages::NewItem {
        words: None,
        ..post(2, Words::default())
    };
    shelf.add(vec![post(1, words("Чай", &[])), withheld]);
    assert_eq!(
        shelf.pages.unlinked(&TOWN, 9).expect("read"),
        [item(2), item(1)]
    );
    let events = [(item(1), "$e".to_owned()), (item(5), "$none".to_owned())];
    let version = shelf.pages.link(&TOWN, &events).expect("written");
    assert_eq!(version, 2);
    assert_eq!(shelf.pages.unlinked(&TOWN, 9).expect("read"), [item(2)]);
}
