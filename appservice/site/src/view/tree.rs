//! A thread put in order: branches one below the other, each with its depth.

use std::collections::BTreeMap;

use secta_record::act::{AccountId, ItemId};

use crate::model::Twig;

/// How comments of one parent are put in order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Order {
    /// The oldest first.
    #[default]
    Time,
    /// The most supported first.
    Index,
    /// Questions that nobody has answered first, those that the post's author has answered after them: for somebody who
    /// answers questions.
    Questions,
}

impl Order {
    pub const ALL: [Self; 3] = [Self::Time, Self::Index, Self::Questions];

    pub fn code(self) -> &'static str {
        match self {
            Self::Time => "time",
            Self::Index => "index",
            Self::Questions => "questions",
        }
    }

    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|order| order.code() == code)
    }
}

/// A comment in its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Leaf {
    pub item: ItemId,
    /// 0 for what answers the post.
    pub depth: usize,
    /// How many comments stand below it, at any depth.
    pub below: usize,
}

/// The comments below `top` (a post, or a comment for its branch alone). What answers something that is not there
/// stands at the top. Time and memory grow with the thread's length alone, however deep it is.
pub(crate) fn grow(
    twigs: &[Twig],
    top: &ItemId,
    whole: bool,
    order: Order,
    host: &AccountId,
) -> Vec<Leaf> {
    let known: BTreeMap<ItemId, usize> = twigs
        .iter()
        .enumerate()
        .map(|(place, twig)| (twig.item, place))
        .collect();
    let mut under: BTreeMap<ItemId, Vec<usize>> = BTreeMap::new();
    for (place, twig) in twigs.iter().enumerate() {
        // A comment answers what was there before it: nothing stands below itself.
        let above = known.get(&twig.parent).is_some_and(|above| *above < place);
        let parent = if above || !whole { twig.parent } else { *top };
        under.entry(parent).or_default().push(place);
    }
    let answered = answered(twigs, &known, host);
    for places in under.values_mut() {
        places.sort_by_key(|place| {
            let twig = &twigs[*place];
            let rank = match order {
                Order::Time => (0, 0),
                Order::Index => (0, -twig.score),
                Order::Questions => (
                    u8::from(!twig.asks) * 2 + u8::from(answered[*place]),
                    -twig.score,
                ),
            };
            (rank, twig.time_ms, *place)
        });
    }
    let mut leaves = walk(twigs, top, &under);
    count(&mut leaves);
    leaves
}

/// Which comments the host has answered.
fn answered(twigs: &[Twig], known: &BTreeMap<ItemId, usize>, host: &AccountId) -> Vec<bool> {
    let mut answered = vec![false; twigs.len()];
    for twig in twigs.iter().filter(|twig| twig.author == *host) {
        if let Some(place) = known.get(&twig.parent) {
            answered[*place] = true;
        }
    }
    answered
}

fn walk(twigs: &[Twig], top: &ItemId, under: &BTreeMap<ItemId, Vec<usize>>) -> Vec<Leaf> {
    let mut leaves = Vec::with_capacity(twigs.len());
    let first = under.get(top).into_iter().flatten().rev();
    let mut waiting: Vec<(usize, usize)> = first.map(|place| (*place, 0)).collect();
    while let Some((place, depth)) = waiting.pop() {
        let item = twigs[place].item;
        leaves.push(Leaf {
            item,
            depth,
            below: 0,
        });
        let answers = under.get(&item).into_iter().flatten().rev();
        waiting.extend(answers.map(|place| (*place, depth + 1)));
    }
    leaves
}

/// Counts what stands below each comment: in this order all of it follows before one that is not deeper.
fn count(leaves: &mut [Leaf]) {
    let mut open: Vec<usize> = Vec::new();
    for place in 0..=leaves.len() {
        let depth = leaves.get(place).map_or(0, |leaf| leaf.depth);
        while let Some(last) = open.last().copied() {
            if place < leaves.len() && leaves[last].depth < depth {
                break;
            }
            leaves[last].below = place - last - 1;
            open.pop();
        }
        open.push(place);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(number: u32) -> ItemId {
        let mut bytes = [0; 32];
        bytes[..4].copy_from_slice(&number.to_be_bytes());
        ItemId(bytes)
    }

    fn twig(number: u32, parent: u32, by: &str, score: i64, asks: bool) -> Twig {
        Twig {
            item: id(number),
            parent: id(parent),
            author: AccountId::new(by),
            time_ms: i64::from(number),
            score,
            asks,
        }
    }

    fn shape(twigs: &[Twig], top: u32, order: Order) -> Vec<(ItemId, usize, usize)> {
        let host = AccountId::new("@host:x");
        let leaves = grow(twigs, &id(top), top == 0, order, &host);
        leaves
            .iter()
            .map(|leaf| (leaf.item, leaf.depth, leaf.below))
            .collect()
    }

    fn thread() -> Vec<Twig> {
        vec![
            twig(1, 0, "@a:x", 1, true),
            twig(2, 0, "@b:x", 5, false),
            twig(3, 1, "@host:x", 0, false),
            twig(4, 0, "@c:x", 2, true),
            twig(5, 2, "@a:x", 0, false),
            twig(6, 5, "@b:x", 0, false),
        ]
    }

    #[test]
    fn branches_stand_one_below_the_other() {
        let by_time = [
            (1, 0, 1),
            (3, 1, 0),
            (2, 0, 2),
            (5, 1, 1),
            (6, 2, 0),
            (4, 0, 0),
        ];
        let by_time = by_time.map(|(item, depth, below)| (id(item), depth, below));
        assert_eq!(shape(&thread(), 0, Order::Time), by_time);
    }

    #[test]
    fn the_most_supported_come_first() {
        let first: Vec<ItemId> = shape(&thread(), 0, Order::Index)
            .iter()
            .filter(|(_, depth, _)| *depth == 0)
            .map(|(item, _, _)| *item)
            .collect();
        assert_eq!(first, [id(2), id(4), id(1)]);
    }

    #[test]
    fn questions_that_the_host_has_not_answered_come_first() {
        let first: Vec<ItemId> = shape(&thread(), 0, Order::Questions)
            .iter()
            .filter(|(_, depth, _)| *depth == 0)
            .map(|(item, _, _)| *item)
            .collect();
        assert_eq!(first, [id(4), id(1), id(2)]);
    }

    #[test]
    fn a_branch_stands_alone() {
        let branch = shape(&thread(), 2, Order::Time);
        assert_eq!(branch, [(id(5), 0, 1), (id(6), 1, 0)]);
    }

    #[test]
    fn ten_thousand_answers_deep_is_no_matter() {
        let twigs: Vec<Twig> = (1..=10_000)
            .map(|number| twig(number, number - 1, "@a:x", 0, false))
            .collect();
        let leaves = shape(&twigs, 0, Order::Time);
        assert_eq!(leaves.len(), 10_000);
        assert_eq!(leaves[0], (id(1), 0, 9_999));
        assert_eq!(leaves[9_999], (id(10_000), 9_999, 0));
    }

    #[test]
    fn every_comment_stands_once_whatever_it_answers() {
        // One answers something unknown, two answer one another, one answers itself.
        let twigs = [
            twig(1, 77, "@a:x", 0, false),
            twig(2, 3, "@a:x", 0, false),
            twig(3, 2, "@a:x", 0, false),
            twig(4, 4, "@a:x", 0, false),
        ];
        let mut items: Vec<ItemId> = shape(&twigs, 0, Order::Index)
            .iter()
            .map(|(item, _, _)| *item)
            .collect();
        items.sort();
        assert_eq!(items, [id(1), id(2), id(3), id(4)]);
    }
}
