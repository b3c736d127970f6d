use std::collections::BTreeMap;

use secta_record::{RecordId, act::ItemId};
use secta_rules::dump::View;

use crate::community::{Communities, Community, Enacted, Kept};

/// What a database holds of facts: what waits no more is gone from it, and so are words that were taken back.
#[derive(Default)]
struct Shelf(BTreeMap<(RecordId, u64), (Option<ItemId>, Kept)>);

type Folded = BTreeMap<RecordId, Community>;

impl Shelf {
    /// Reads what is there, beginning where others have come to.
    fn fold(&self, mut folded: Folded) -> Folded {
        for ((id, place), (item, kept)) in &self.0 {
            let community = folded.entry(*id).or_default();
            let taken = if *place >= community.places() {
                community.restore(*place, kept)
            } else if item.is_some() {
                community.wait_again(*place, kept)
            } else {
                Ok(())
            };
            taken.expect("what was written can be read");
        }
        folded
    }

    fn put(&mut self, one: &Enacted) {
        let kept = one.kept().expect("facts have JSON");
        self.0
            .insert((one.community, one.place), (one.item(), kept));
        if let Some(settled) = one.settles() {
            self.0.retain(|(community, _), (item, kept)| {
                *community != one.community
                    || *item != Some(settled)
                    || matches!(kept, Kept::Record { .. })
            });
        }
        for ((community, _), (item, kept)) in &mut self.0 {
            if let Kept::Record { body, .. } = kept
                && *community == one.community
                && item.is_some()
                && *item == one.withholds()
            {
                *body = None;
            }
        }
    }
}

/// What is kept of all that was enacted makes the same communities again.
///
/// # Panics
///
/// When it does not.
pub(super) fn check<'a>(live: &Communities, enacted: impl Iterator<Item = &'a Enacted>) {
    let enacted: Vec<&Enacted> = enacted.collect();
    let mut shelf = Shelf::default();
    let mut folded = Folded::new();
    for (index, one) in enacted.iter().enumerate() {
        if index == enacted.len() / 2 {
            folded = shelf.fold(Folded::new());
        }
        shelf.put(one);
    }
    folded.values_mut().for_each(Community::forget_waiting);
    let (again, from_half) = (shelf.fold(Folded::new()), shelf.fold(folded));
    for (id, rules) in live.iter() {
        for found in [&again, &from_half] {
            assert_eq!(
                without_clock(&rules.dump(View::Whole)),
                without_clock(&found[id].rules().dump(View::Whole)),
                "read again, the community is another"
            );
        }
    }
}

/// A dump ends with the technical part's clock: what has gone from the database can have moved it on.
fn without_clock(dump: &str) -> &str {
    let dump = dump.trim_end();
    dump.rsplit_once(' ').map_or(dump, |(before, _)| before)
}
