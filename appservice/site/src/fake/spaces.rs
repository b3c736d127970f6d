//! Private spaces: an entry's first word says what is to come of it.

use secta_bot_kit::UserId;
use secta_record::RecordId;

use super::{Fake, held};
use crate::ports::{Entered, PortError, SpaceListed, Spaces};

impl Spaces for Fake {
    fn found(
        &self,
        _community: &RecordId,
        account: &UserId,
        entry: &[u8],
    ) -> Result<Entered, PortError> {
        let space = blake3::hash(entry).to_hex().to_string();
        if let Some(refused) = refused(entry) {
            return Ok(refused);
        }
        let first = vec![entry.to_vec()];
        let mut spaces = held(&self.spaces);
        let founded = (account.clone(), first);
        spaces.entry(space.clone()).or_insert(founded);
        Ok(Entered::At { space, position: 0 })
    }

    fn append(
        &self,
        _community: &RecordId,
        _account: &UserId,
        space: &str,
        entry: &[u8],
    ) -> Result<Entered, PortError> {
        let mut spaces = held(&self.spaces);
        let Some((_, entries)) = spaces.get_mut(space) else {
            return Ok(Entered::NoSpace);
        };
        if let Some(refused) = refused(entry) {
            return Ok(refused);
        }
        let there = entries.iter().position(|one| one == entry);
        let position = there.unwrap_or(entries.len());
        if there.is_none() {
            entries.push(entry.to_vec());
        }
        Ok(Entered::At {
            space: space.to_owned(),
            position: position as u64,
        })
    }

    fn entries(
        &self,
        _community: &RecordId,
        space: &str,
        skip: u64,
    ) -> Result<Option<Vec<Vec<u8>>>, PortError> {
        let spaces = held(&self.spaces);
        let skip = usize::try_from(skip).unwrap_or(usize::MAX);
        let behind = |(_, entries): &(UserId, Vec<Vec<u8>>)| {
            let behind = entries.iter().skip(skip).take(2);
            behind.cloned().collect()
        };
        Ok(spaces.get(space).map(behind))
    }

    fn of(&self, _community: &RecordId, account: &UserId) -> Result<Vec<SpaceListed>, PortError> {
        let spaces = held(&self.spaces);
        let own = spaces.iter().filter(|(_, (by, _))| by == account);
        let listed = own.map(|(id, (_, entries))| SpaceListed {
            id: id.clone(),
            made_ms: 0,
            entries: entries.len() as u64,
            bytes: entries.iter().map(|one| one.len() as u64).sum(),
        });
        Ok(listed.collect())
    }
}

fn refused(entry: &[u8]) -> Option<Entered> {
    match entry {
        b"malformed" => Some(Entered::Malformed("no entry".to_owned())),
        b"stranger" => Some(Entered::NoMember("no member".to_owned())),
        b"stale" => Some(Entered::Stale("too late".to_owned())),
        b"full" => Some(Entered::Full),
        b"many" => Some(Entered::TooMany),
        _ => None,
    }
}
