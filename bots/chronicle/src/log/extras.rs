//! Files of a log that its checkpoint does not speak of: partial tiles of older checkpoints, and what a death left.

use tlog_tiles::tree_hash;

use crate::log::{
    audit::{AuditFault, Audited, audit, wrong},
    checkpoint::SignedCheckpoint,
    disk::Disk,
    keys::{LogKey, WitnessKey},
    place::Place,
    serve::COSIGNED,
    tiles::{Tiles, begin, read_place},
};

/// What was found beside the tiles of the checkpoint.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Extras {
    /// Partial tiles and bundles of older checkpoints, each of which is the beginning of a newer one.
    pub older: u64,
    /// Files beyond the checkpoint, of a batch that was cut off. They are no part of the log.
    pub beyond: u64,
}

/// Audits a log as [`audit`] does, and with it the files that the checkpoint does not speak of.
///
/// # Errors
///
/// The first thing that is wrong.
pub fn audit_folder(
    disk: &impl Disk,
    key: &LogKey,
    witnesses: &[WitnessKey],
) -> Result<(Audited, Extras), AuditFault> {
    let audited = audit(disk, key, witnesses)?;
    let size = audited.checkpoint.size();
    check_cosigned(disk, key, witnesses, size)?;
    let mut extras = Extras::default();
    for path in disk.list("tile")? {
        let Some(place) = Place::parse(&path) else {
            return Err(AuditFault::Foreign(path));
        };
        match Place::within(place.kind, place.number, size) {
            Some(whole) if whole == place => {}
            Some(whole) if place.width < whole.width => {
                check_older(disk, place, whole)?;
                extras.older += 1;
            }
            _ => extras.beyond += 1,
        }
    }
    Ok((audited, extras))
}

/// Whether the last cosigned checkpoint is one that the log was at.
fn check_cosigned(
    disk: &impl Disk,
    key: &LogKey,
    witnesses: &[WitnessKey],
    size: u64,
) -> Result<(), AuditFault> {
    let Some(bytes) = disk.read(COSIGNED)? else {
        return Ok(());
    };
    let checkpoint = SignedCheckpoint::open(&bytes, key).map_err(AuditFault::Cosigned)?;
    let cosigned = checkpoint.cosignatures(witnesses);
    if cosigned.map_err(AuditFault::Cosigned)?.len() != checkpoint.others() {
        return Err(AuditFault::UnknownSignature);
    }
    let then = checkpoint.size();
    let root = (then <= size).then(|| Tiles::new(disk, size).ask(|tree| tree_hash(then, tree)));
    let same = root.is_some_and(|root| root.is_ok_and(|root| root == checkpoint.root()));
    same.then_some(()).ok_or(AuditFault::CosignedAnother)
}

/// Whether a partial tile is the beginning of the one that the audit has found right.
fn check_older(disk: &impl Disk, place: Place, whole: Place) -> Result<(), AuditFault> {
    let Some(stored) = disk.read(&place.path())? else {
        // It has become full since it was listed.
        return Ok(());
    };
    let whole = read_place(disk, whole).ok().flatten().unwrap_or_default();
    let expected = begin(&whole, place).unwrap_or_default();
    if stored == expected {
        return Ok(());
    }
    let same = stored.iter().zip(expected).take_while(|(a, b)| a == b);
    Err(wrong(place, same.count()))
}
