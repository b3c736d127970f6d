//! Which messages are wanted: by who may read them, and when they were sent. Told from columns, before a message is
//! looked at.

// Asked once for every message that matches; the order is never seen.
#![allow(clippy::disallowed_types)]

use std::collections::HashMap;

use super::{doc::Doc, schema::place};
use crate::rights::{Readable, Span};

/// What is wanted.
#[derive(Clone, Debug, Default)]
pub(super) struct Wanted {
    readable: Readable,
    /// The same, by hash of room and class.
    places: HashMap<u64, Vec<Span>>,
    after: Option<i64>,
    before: Option<i64>,
}

impl Wanted {
    /// What a reader may read, sent between two times, in milliseconds since 1970: from the first on, before the
    /// second.
    pub fn new(readable: &Readable, after_ms: Option<i64>, before_ms: Option<i64>) -> Self {
        let mut places: HashMap<u64, Vec<Span>> = HashMap::new();
        for (room, class, spans) in readable.iter() {
            places.entry(place(room, class)).or_default().extend(spans);
        }
        Self {
            readable: readable.clone(),
            places,
            after: after_ms.map(|ms| ms.div_euclid(1_000)),
            before: before_ms.map(|ms| ms.div_euclid(1_000)),
        }
    }

    /// Whether a message may be wanted: one whose room shares its hash with another is looked at by [`Wanted::is`].
    pub fn takes(&self, place: u64, sent: i64, order: impl Fn() -> Option<i64>) -> bool {
        let in_time = self.after.is_none_or(|after| sent >= after)
            && self.before.is_none_or(|before| sent < before);
        in_time
            && self.places.get(&place).is_some_and(|spans| {
                spans
                    .iter()
                    .any(|span| span.is_all() || order().is_some_and(|order| span.has(order)))
            })
    }

    /// Whether it is.
    pub fn is(&self, doc: &Doc) -> bool {
        self.readable.allows(&doc.room, doc.class, doc.order)
    }
}
