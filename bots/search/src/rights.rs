//! Who may read what: the rooms that somebody is in, under each room's history visibility.
//!
//! The order of a room is told in rows of the journal; what was before the bot came is below zero.

use std::collections::BTreeMap;

use secta_bot_kit::RoomId;
use serde::{Deserialize, Serialize};

use crate::index::Class;

/// A part of a room's order: from a place on, before another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span(i64, i64);

impl Span {
    /// The whole of it.
    pub const ALL: Self = Self(i64::MIN, i64::MAX);

    /// From a place on, before another.
    pub fn new(from: i64, before: i64) -> Self {
        Self(from, before)
    }

    /// Whether it is the whole.
    pub fn is_all(self) -> bool {
        self == Self::ALL
    }

    /// Whether a place is in it.
    pub fn has(self, order: i64) -> bool {
        (self.0..self.1).contains(&order)
    }
}

/// What somebody may read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Readable {
    places: BTreeMap<RoomId, BTreeMap<Class, Vec<Span>>>,
}

impl Readable {
    /// Adds a part of a room: its messages of one class.
    pub fn add(&mut self, room: &RoomId, class: Class, span: Span) {
        let classes = self.places.entry(room.clone()).or_default();
        classes.entry(class).or_default().push(span);
    }

    /// Narrows it to what everybody may read, except in some rooms.
    pub fn only_public_but(&mut self, keep: impl Fn(&RoomId) -> bool) {
        for (room, classes) in &mut self.places {
            if !keep(room) {
                classes.retain(|class, _| *class == Class::WorldReadable);
            }
        }
        self.places.retain(|_, classes| !classes.is_empty());
    }

    /// Narrows it to what whoever is in a room may read, whenever they came.
    pub fn only_open(&mut self) {
        for classes in self.places.values_mut() {
            classes.retain(|class, _| *class <= Class::Shared);
        }
        self.places.retain(|_, classes| !classes.is_empty());
    }

    /// The rooms.
    pub fn rooms(&self) -> impl Iterator<Item = &RoomId> {
        self.places.keys()
    }

    /// Room by room, class by class.
    pub fn iter(&self) -> impl Iterator<Item = (&RoomId, Class, &[Span])> {
        let rooms = self.places.iter();
        rooms.flat_map(|(room, classes)| {
            classes
                .iter()
                .map(move |(class, spans)| (room, *class, spans.as_slice()))
        })
    }

    /// Whether a message may be read.
    pub fn allows(&self, room: &RoomId, class: Class, order: i64) -> bool {
        let spans = self
            .places
            .get(room)
            .and_then(|classes| classes.get(&class));
        spans.is_some_and(|spans| spans.iter().any(|span| span.has(order)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_read_by_its_room_class_and_place() {
        let (square, council) = (RoomId::new("!square"), RoomId::new("!council"));
        let mut readable = Readable::default();
        readable.add(&square, Class::Shared, Span::ALL);
        readable.add(&square, Class::Joined, Span::new(5, 8));
        readable.add(&council, Class::WorldReadable, Span::ALL);
        assert!(readable.allows(&square, Class::Shared, -3));
        assert!(readable.allows(&square, Class::Joined, 5));
        assert!(!readable.allows(&square, Class::Joined, 4));
        assert!(!readable.allows(&square, Class::Joined, 8));
        assert!(!readable.allows(&square, Class::Invited, 6));
        assert!(!readable.allows(&council, Class::Shared, 6));
        readable.only_public_but(|_| false);
        assert_eq!(readable.rooms().collect::<Vec<_>>(), [&council]);
    }
}
