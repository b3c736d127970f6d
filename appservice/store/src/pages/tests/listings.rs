use proptest::prelude::*;

use super::making::{Shelf, TOWN, account, comment, item, post, stood, words};
use crate::pages::{
    Batch, ItemRow, ItemStanding, NewItem, Order, Pages, PersonaRow, Tallied, Words,
};

/// An item as it is rolled: how long it was waited for, its author, score, tag, and whether it is a comment.
#[derive(Clone, Debug)]
struct Rolled {
    time_ms: i64,
    author: u16,
    support: u32,
    tag: u16,
    below: Option<u16>,
    standing: ItemStanding,
}

fn rolled() -> impl Strategy<Value = Rolled> {
    let standing = prop_oneof![
        6 => Just(ItemStanding::Published),
        1 => Just(ItemStanding::Hidden),
        1 => Just(ItemStanding::Withdrawn),
    ];
    // Few times, authors and scores: many are equal.
    let below = proptest::option::of(0..100_u16);
    (0..4_i64, 0..3_u16, 0..3_u32, 0..3_u16, below, standing).prop_map(
        |(time_ms, author, support, tag, below, standing)| Rolled {
            time_ms,
            author,
            support,
            tag,
            below,
            standing,
        },
    )
}

fn new(number: u16, one: &Rolled, posts: &[u16]) -> NewItem {
    let root = one.below.filter(|_| !posts.is_empty());
    let root = root.map(|below| posts[usize::from(below) % posts.len()]);
    let words = Words {
        supertags: vec![format!("Раздел {}", one.tag)],
        ..words("Чай?", &[&format!("тег{}", one.tag)])
    };
    let made = match root {
        Some(root) => comment(
            number,
            (root, root),
            Words {
                supertags: Vec::new(),
                tags: Vec::new(),
                ..words
            },
        ),
        None => post(number, words),
    };
    NewItem {
        author: account(one.author),
        time_ms: one.time_ms,
        ..made
    }
}

fn fill(shelf: &mut Shelf, all: &[Rolled]) {
    let mut posts = Vec::new();
    for (number, one) in (0..).zip(all) {
        let batch = shelf.batch();
        let new = new(number, one, &posts);
        if new.below.is_none() {
            posts.push(number);
        }
        let tallied = Tallied {
            item: item(number),
            support: one.support,
            useful: 0,
            oppose: 1,
        };
        let batch = Batch {
            items: vec![new],
            tallies: vec![tallied],
            ..batch
        };
        shelf.pages.write(&batch).expect("written");
    }
    let standings = (0..)
        .zip(all)
        .map(|(number, one)| stood(number, one.standing));
    shelf.stand(standings.collect());
}

/// All pages of a listing, one after another.
fn walked(pages: &Pages, order: &Order, take: usize) -> Vec<ItemRow> {
    let (mut all, mut after) = (Vec::new(), None);
    loop {
        let page = pages.listed(&TOWN, order, after, take).expect("read");
        assert!(page.items.len() <= take);
        all.extend(page.items);
        after = page.next;
        if after.is_none() {
            return all;
        }
        assert!(all.len() < 10_000, "it has no end");
    }
}

fn orders() -> Vec<Order> {
    let mut orders = vec![Order::Newest, Order::Supported, Order::Comments];
    for number in 0..3 {
        orders.push(Order::By(account(number)));
        orders.push(Order::Tag(format!("тег{number}")));
        orders.push(Order::Supertag(format!("Раздел {number}")));
    }
    orders
}

fn is_listed(order: &Order, item: &ItemRow) -> bool {
    let is_post = item.below.is_none();
    match order {
        Order::Newest | Order::Supported => is_post,
        Order::Comments => !is_post,
        Order::By(author) => item.author == *author,
        Order::Tag(tag) => item.tags.contains(tag),
        Order::Supertag(tag) => item.supertags.contains(tag),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn pages_hold_everything_once_and_in_order(
        all in proptest::collection::vec(rolled(), 1..40),
        take in 1..7_usize,
    ) {
        let mut shelf = Shelf::new();
        fill(&mut shelf, &all);
        let ids: Vec<_> = (0..).zip(&all).map(|(number, _)| item(number)).collect();
        let items = shelf.pages.items(&TOWN, &ids).expect("read");
        prop_assert_eq!(items.len(), all.len());
        for order in orders() {
            // The order of records is the last word among equals.
            let shown = (0..all.len()).filter(|n| items[*n].standing == ItemStanding::Published);
            let mut wanted: Vec<usize> = shown.filter(|n| is_listed(&order, &items[*n])).collect();
            wanted.sort_by_key(|n| {
                let score = if order == Order::Supported { items[*n].tally.score() } else { 0 };
                std::cmp::Reverse((score, items[*n].time_ms, *n))
            });
            let wanted: Vec<_> = wanted.into_iter().map(|n| items[n].item).collect();
            let found: Vec<_> = walked(&shelf.pages, &order, take).iter().map(|it| it.item).collect();
            prop_assert_eq!(found, wanted, "{:?}", order);
        }
    }

    #[test]
    fn what_is_counted_is_what_is_there(all in proptest::collection::vec(rolled(), 1..40)) {
        let mut shelf = Shelf::new();
        fill(&mut shelf, &all);
        let ids: Vec<_> = (0..).zip(&all).map(|(number, _)| item(number)).collect();
        let items = shelf.pages.items(&TOWN, &ids).expect("read");
        let shown: Vec<&ItemRow> = items.iter().filter(|it| it.standing == ItemStanding::Published).collect();
        for number in 0..3 {
            let by: Vec<_> = shown.iter().filter(|it| it.author == account(number)).collect();
            let posts = by.iter().filter(|it| it.below.is_none()).count() as u64;
            let comments = by.len() as u64 - posts;
            let persona = shelf.pages.persona(&TOWN, &account(number)).expect("read");
            prop_assert_eq!(persona, PersonaRow { posts, comments, ..PersonaRow::default() });
        }
        for post in items.iter().filter(|it| it.below.is_none()) {
            let below = |it: &&&ItemRow| it.below.is_some_and(|below| below.root == post.item);
            prop_assert_eq!(post.comments as usize, shown.iter().filter(below).count());
            let thread = shelf.pages.thread(&TOWN, &post.item).expect("read");
            let all_below = items.iter().filter(|it| below(&it)).count();
            prop_assert_eq!(thread.len(), all_below);
            prop_assert!(thread.is_sorted_by_key(|twig| twig.time_ms));
        }
        for used in shelf.pages.tags(&TOWN, 10).expect("read") {
            let carry = shown.iter().filter(|it| it.tags.contains(&used.tag));
            prop_assert_eq!(used.posts as usize, carry.count());
            prop_assert!(used.posts > 0);
        }
    }
}

#[test]
fn a_place_that_is_not_there_leaves_out_nothing_that_is_older() {
    let mut shelf = Shelf::new();
    shelf.add(
        (1..6)
            .map(|number| post(number, words("Чай", &[])))
            .collect(),
    );
    let after = crate::pages::Spot {
        score: 0,
        time_ms: 4,
        item: item(999),
    };
    let page = shelf.pages.listed(&TOWN, &Order::Newest, Some(after), 10);
    assert_eq!(page.expect("read").items.len(), 3);
}
