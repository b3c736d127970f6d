use std::{collections::BTreeMap, sync::Arc};

use secta_record::{RecordId, Signer, act::ItemId};
use secta_rules::dump::View;

use crate::community::{Communities, Enacted, Kept};

/// What a database holds of facts: what waits no more is gone from it, and so are words that were taken back.
#[derive(Default)]
struct Shelf(BTreeMap<(RecordId, u64), (Option<ItemId>, Kept)>);

impl Shelf {
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
    let mut shelf = Shelf::default();
    for one in enacted {
        shelf.put(one);
    }
    let mut again = Communities::new(Arc::new(Signer::from_secret(&[7; 32])));
    for ((community, place), (_, kept)) in &shelf.0 {
        let restored = again.restore(*community, *place, kept);
        restored.expect("what was written can be read");
    }
    for (id, rules) in live.iter() {
        let found = again.get(id).expect("the community is there");
        assert_eq!(
            without_clock(&rules.dump(View::Whole)),
            without_clock(&found.dump(View::Whole)),
            "read again, the community is another"
        );
    }
}

/// A dump ends with the technical part's clock: what has gone from the database can have moved it on.
fn without_clock(dump: &str) -> &str {
    let dump = dump.trim_end();
    dump.rsplit_once(' ').map_or(dump, |(before, _)| before)
}
