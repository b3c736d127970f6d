//! What somebody may read, from what the bot remembers.
//!
//! Whoever composes an answer loads the scopes that [`scopes`] names, until it names none that is new, and asks
//! [`Reader::of`]: the answer holds what may be read at that moment.

use std::collections::BTreeMap;

use secta_bot_kit::{Look, RoomId, Scope, State, UserId};
use secta_record::RecordId;

use crate::{
    NAME,
    find::Request,
    index::Class,
    memory::{self, Presence, Room},
    rights::{Readable, Span},
};

/// The rooms of a community that whoever is in a room of it may read: in the council and the twilight are the trusted,
/// in the square they and the commenters.
const WITHIN: &[(&str, &[&str])] = &[
    ("council", &["council", "twilight", "square"]),
    ("twilight", &["council", "twilight", "square"]),
    ("square", &["square"]),
];

/// Who asks, with what they may read.
#[derive(Clone, Debug, Default)]
pub struct Reader {
    /// What they may read where they ask.
    pub readable: Readable,
    /// The rooms of it.
    pub rooms: BTreeMap<RoomId, Room>,
}

/// The scopes that it takes.
pub fn scopes(user: Option<&UserId>, state: &State) -> Vec<Scope> {
    let mut scopes = vec![memory::world()];
    scopes.extend(user.map(Scope::user));
    let rooms: Vec<RoomId> = scopes
        .iter()
        .filter(|scope| state.is_loaded(NAME, scope))
        .flat_map(|scope| state.range::<serde_json::Value>(NAME, scope, "in/"))
        .filter_map(|(key, _)| Some(RoomId::new(key.strip_prefix("in/")?)))
        .collect();
    scopes.extend(rooms.iter().map(Scope::room));
    scopes
}

impl Reader {
    /// Somebody, or whoever comes by; the scopes are loaded.
    pub fn of(user: Option<&UserId>, state: &State) -> Self {
        let look = Look::new(NAME, state);
        let mut reader = Self::default();
        for (key, _) in state.range::<bool>(NAME, &memory::world(), "in/") {
            if let Some(id) = key.strip_prefix("in/").map(RoomId::new) {
                reader.enter(&id, None, &look);
            }
        }
        let own = user.map(|user| state.range::<Presence>(NAME, &Scope::user(user), "in/"));
        for (key, presence) in own.into_iter().flatten() {
            if let Some(id) = key.strip_prefix("in/").map(RoomId::new) {
                reader.enter(&id, Some(&presence), &look);
            }
        }
        reader
    }

    fn enter(&mut self, id: &RoomId, presence: Option<&Presence>, look: &Look<'_>) {
        let room = memory::look_at(look, id);
        if room.is_out() {
            return;
        }
        match presence {
            None => self.readable.add(id, Class::WorldReadable, Span::ALL),
            Some(presence) if presence.epoch == room.epoch => {
                for class in Class::ALL {
                    for span in presence.spans(class) {
                        self.readable.add(id, class, span);
                    }
                }
            }
            Some(_) => {}
        }
        self.rooms.insert(id.clone(), room);
    }

    /// Narrows it to what everybody in the room may read in which they are answered: that room itself, what is public,
    /// and what belongs to all of the same rank.
    pub fn among_others(&mut self, request: &Request) {
        let here = self.rooms.get(&request.room).cloned().unwrap_or_default();
        let public = here.class() == Class::WorldReadable;
        let within = here.hall.as_ref().and_then(|hall| {
            let known = WITHIN.iter().find(|(role, _)| *role == hall.role);
            known.map(|(_, roles)| (hall.community, *roles))
        });
        let shared = |id: &RoomId| {
            let hall = self.rooms.get(id).and_then(|room| room.hall.as_ref());
            let same = within.is_some_and(|(community, roles)| {
                hall.is_some_and(|hall| {
                    hall.community == community && roles.contains(&hall.role.as_str())
                })
            });
            !public && (*id == request.room || same)
        };
        self.readable.only_public_but(shared);
        self.readable.only_open();
    }

    /// The rooms of a community.
    pub fn rooms_of(&self, community: &RecordId) -> Vec<String> {
        let of_it = |room: &Room| {
            let hall = room.hall.as_ref();
            hall.is_some_and(|hall| hall.community == *community)
        };
        let rooms = self.rooms.iter().filter(|(_, room)| of_it(room));
        rooms.map(|(id, _)| id.to_string()).collect()
    }

    /// The rooms that a member means by a name: id, address or name.
    pub fn named(&self, name: &str) -> Vec<RoomId> {
        let wanted = crate::text::split::fold(name.trim().trim_start_matches('#'));
        let known = self.readable.rooms().filter(|id| {
            let room = self.rooms.get(*id);
            let alias = room
                .and_then(|room| room.alias.as_deref())
                .unwrap_or_default();
            let alias = crate::text::split::fold(alias.trim_start_matches('#'));
            let title = room
                .and_then(|room| room.name.as_deref())
                .unwrap_or_default();
            let title = crate::text::split::fold(title);
            id.as_str() == name
                || alias == wanted
                || alias.split(':').next() == Some(wanted.as_str())
                || title == wanted
                || title.split_whitespace().any(|word| word == wanted)
        });
        known.cloned().collect()
    }
}
