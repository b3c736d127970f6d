//! Which rooms of a community somebody may search, as of now.

use secta_bot_community::memory::{self as community, Hall, Role};
use secta_bot_kit::{Look, RoomId, Scope, UserId};
use secta_bot_search::{
    NAME,
    index::Class,
    memory,
    reader::{self, Reader},
    rights::{Readable, Span},
};
use secta_record::{
    RecordId,
    act::{AccountId, Rank},
};
use secta_rules::query::Standing;
use secta_site::ports::Library as _;

use super::{Finder, FinderError};
use crate::{search, site::library::memory::remembered};

/// The rooms that are searched.
const HALLS: [Role; 4] = [Role::Stream, Role::Twilight, Role::Council, Role::Square];

impl Finder {
    /// Somebody, or whoever comes by, with what they may read of a community.
    pub(super) async fn reader(
        &self,
        id: &RecordId,
        account: Option<&UserId>,
        now_ms: i64,
    ) -> Result<Reader, FinderError> {
        // An account of the site speaks as a user of the service, who is let in wherever its words stand, in the
        // twilight too: what it may read is told by its rank alone.
        let native = account.filter(|account| self.selves.is_native(account));
        let member = account.filter(|account| !self.selves.owns(account));
        let halls = match native {
            Some(native) => self.halls(id, self.rank(id, native, now_ms)).await?,
            None => Vec::new(),
        };
        let store = self.store.as_ref();
        let state = search::remembered(store, &self.sealer, |state| {
            let mut scopes = reader::scopes(member, state);
            scopes.extend(halls.iter().map(Scope::room));
            scopes
        });
        let state = state.await?;
        let mut reader = within(Reader::of(member, &state), id);
        let look = Look::new(NAME, &state);
        for hall in halls {
            let room = memory::look_at(&look, &hall);
            if !room.is_out() {
                reader.readable.add(&hall, Class::Shared, Span::ALL);
                reader.rooms.insert(hall, room);
            }
        }
        Ok(reader)
    }

    /// The rooms that are open to a rank beside the stream.
    async fn halls(&self, id: &RecordId, rank: Rank) -> Result<Vec<RoomId>, FinderError> {
        let open: &[Role] = match rank {
            Rank::Ghost => return Ok(Vec::new()),
            Rank::Commenter => &[Role::Square],
            Rank::Trusted => &[Role::Twilight, Role::Council, Role::Square],
        };
        let scope = community::community(id);
        let store = self.store.as_ref();
        let mut found = remembered(store, &self.sealer, vec![scope.clone()], "hall").await?;
        let Some(hall) = found.remove(&scope) else {
            return Ok(Vec::new());
        };
        let hall: Hall = serde_json::from_value(hall).map_err(search::SearchError::from)?;
        let rooms = open.iter().filter_map(|role| hall.rooms.get(role));
        Ok(rooms.cloned().collect())
    }

    /// The rank of an account, as it is now.
    fn rank(&self, id: &RecordId, account: &UserId, now_ms: i64) -> Rank {
        let account = AccountId::new(account.as_str());
        let Some(rules) = self.stacks.rules(id) else {
            return Rank::Ghost;
        };
        let rules = rules.read();
        match rules.standing(&account, now_ms) {
            Standing::Excluded => Rank::Ghost,
            Standing::Active | Standing::Muted { .. } => rules.rank(&account),
        }
    }
}

/// Narrowed to the rooms of a community.
fn within(whole: Reader, id: &RecordId) -> Reader {
    let mut readable = Readable::default();
    let mut rooms = whole.rooms;
    rooms.retain(|_, room| {
        let hall = room.hall.as_ref().filter(|hall| hall.community == *id);
        hall.is_some_and(|hall| HALLS.iter().any(|role| role.tag() == hall.role))
    });
    for (room, class, spans) in whole.readable.iter() {
        if rooms.contains_key(room) {
            for span in spans {
                readable.add(room, class, *span);
            }
        }
    }
    Reader { readable, rooms }
}

#[cfg(test)]
mod tests {
    use secta_bot_search::memory::{Hall, Room};

    use super::*;

    #[test]
    fn other_communities_and_talk_beside_are_not_searched() {
        let (own, other) = (RecordId([1; 32]), RecordId([2; 32]));
        let mut whole = Reader::default();
        for (name, hall) in [
            ("!stream", Some((own, "stream"))),
            ("!porch", Some((own, "porch"))),
            ("!theirs", Some((other, "stream"))),
            ("!talk", None),
        ] {
            let id = RoomId::new(name);
            let room = Room {
                hall: hall.map(|(community, role)| Hall {
                    community,
                    role: role.to_owned(),
                }),
                ..Room::default()
            };
            whole.readable.add(&id, Class::WorldReadable, Span::ALL);
            whole.rooms.insert(id, room);
        }
        let narrowed = within(whole, &own);
        let rooms: Vec<&RoomId> = narrowed.readable.rooms().collect();
        assert_eq!(rooms, [&RoomId::new("!stream")]);
        assert_eq!(narrowed.rooms.len(), 1);
    }
}
