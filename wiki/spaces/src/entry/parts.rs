//! From bytes to an entry's parts and back.

use super::{EntryFault, Roster};
use crate::{MAX_MEMBERS, key::Member};

/// What is still to be read.
pub(super) struct Parts<'b>(pub &'b [u8]);

impl<'b> Parts<'b> {
    pub fn take<const N: usize>(&mut self) -> Result<[u8; N], EntryFault> {
        let (part, rest) = self
            .0
            .split_first_chunk::<N>()
            .ok_or(EntryFault::Malformed)?;
        self.0 = rest;
        Ok(*part)
    }

    fn some(&mut self, length: usize) -> Result<&'b [u8], EntryFault> {
        let (part, rest) = self
            .0
            .split_at_checked(length)
            .ok_or(EntryFault::Malformed)?;
        self.0 = rest;
        Ok(part)
    }

    /// A roster, to the end.
    pub fn roster(&mut self) -> Result<Roster, EntryFault> {
        let number = u32::from_be_bytes(self.take()?);
        let count = usize::from(u16::from_be_bytes(self.take()?));
        if !(1..=MAX_MEMBERS).contains(&count) {
            return Err(EntryFault::Members);
        }
        let members = (0..count).map(|_| {
            let bytes = self.take::<{ Member::BYTES }>()?;
            Member::of_bytes(&bytes).map_err(|_| EntryFault::Members)
        });
        let members: Vec<Member> = members.collect::<Result<_, _>>()?;
        if !members.is_sorted_by(|one, next| one.id() < next.id()) {
            return Err(EntryFault::Members);
        }
        let commitment = self.take()?;
        let length = u32::from_be_bytes(self.take()?);
        let length = usize::try_from(length).map_err(|_| EntryFault::Malformed)?;
        let wrapped = self.some(length)?.to_vec();
        let sealed = self.some(self.0.len())?.to_vec();
        Ok(Roster {
            number,
            members,
            commitment,
            wrapped,
            sealed,
        })
    }
}

/// Writes a roster behind what is there.
pub(super) fn write(roster: &Roster, bytes: &mut Vec<u8>) -> Result<(), EntryFault> {
    let count = roster.members.len();
    if !(1..=MAX_MEMBERS).contains(&count) {
        return Err(EntryFault::Members);
    }
    let count = u16::try_from(count).map_err(|_| EntryFault::Members)?;
    let wrapped = u32::try_from(roster.wrapped.len()).map_err(|_| EntryFault::Malformed)?;
    bytes.extend_from_slice(&roster.number.to_be_bytes());
    bytes.extend_from_slice(&count.to_be_bytes());
    for member in &roster.members {
        bytes.extend_from_slice(&member.to_bytes());
    }
    bytes.extend_from_slice(&roster.commitment);
    bytes.extend_from_slice(&wrapped.to_be_bytes());
    bytes.extend_from_slice(&roster.wrapped);
    bytes.extend_from_slice(&roster.sealed);
    Ok(())
}
