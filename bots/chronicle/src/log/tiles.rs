//! Tiles and entries as they lie in the files, and hashes of the tree put together from them.

use std::{cell::RefCell, collections::BTreeMap, io};

use tlog_tiles::{Error as TreeError, HASH_SIZE, Hash, HashReader, split_stored_hash_index};

use crate::log::{
    MAX_SIZE, bundle,
    disk::Source,
    edge::{root, tile_hashes},
    place::{Kind, Place, WIDTH},
};

/// Why a part of the log could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadFault {
    /// The disk failed.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// A file that the log must have is not there.
    #[error("{0} is not there")]
    Missing(String),
    /// A file is not what its path says.
    #[error("{0} is not of the right length")]
    Malformed(String),
    /// The log is larger than can be read.
    #[error("a log of {0} entries is too large")]
    TooLarge(u64),
    /// What was asked of the tree makes no sense.
    #[error("the tree cannot tell: {0}")]
    Tree(String),
}

/// Reads a tile or a bundle; when its partial form is gone, the beginning of a full one.
///
/// # Errors
///
/// When the disk fails, or the file is shorter or longer than its path says.
pub fn read_place(source: &impl Source, place: Place) -> Result<Option<Vec<u8>>, ReadFault> {
    let path = place.path();
    if let Some(bytes) = source.read(&path)? {
        let whole = begin(&bytes, place) == Some(&bytes[..]);
        return whole
            .then_some(Some(bytes))
            .ok_or(ReadFault::Malformed(path));
    }
    if place.is_full() {
        return Ok(None);
    }
    let Some(bytes) = source.read(&place.full().path())? else {
        return Ok(None);
    };
    let beginning = begin(&bytes, place).map(<[u8]>::to_vec);
    let path = || place.full().path();
    beginning
        .map(Some)
        .ok_or_else(|| ReadFault::Malformed(path()))
}

/// The beginning of a tile or a bundle, as wide as this place.
#[must_use]
pub fn begin(bytes: &[u8], place: Place) -> Option<&[u8]> {
    match place.kind {
        Kind::Entries => bundle::prefix(bytes, place.width),
        Kind::Hashes(_) => bytes.get(..usize::try_from(place.width).ok()? * HASH_SIZE),
    }
}

/// Reads the hashes of a tile that must be there.
///
/// # Errors
///
/// When it cannot be read or is not there.
pub fn read_hashes(source: &impl Source, place: Place) -> Result<Vec<Hash>, ReadFault> {
    let bytes = read_place(source, place)?.ok_or_else(|| ReadFault::Missing(place.path()))?;
    tile_hashes(&bytes).ok_or_else(|| ReadFault::Malformed(place.path()))
}

/// Reads the bundle in which an entry of a log of this size stands; gives the number of its first entry with it.
///
/// # Errors
///
/// When it cannot be read or is not there.
pub fn read_bundle(
    source: &impl Source,
    index: u64,
    size: u64,
) -> Result<(u64, Vec<Vec<u8>>), ReadFault> {
    let number = index / WIDTH;
    let place = Place::within(Kind::Entries, number, size);
    let place = place.ok_or_else(|| ReadFault::Tree(format!("{index} is not below {size}")))?;
    let bytes = read_place(source, place)?.ok_or_else(|| ReadFault::Missing(place.path()))?;
    let entries = bundle::exactly(&bytes, place.width);
    let entries = entries.ok_or_else(|| ReadFault::Malformed(place.path()))?;
    let owned = entries.into_iter().map(<[u8]>::to_vec).collect();
    Ok((number * WIDTH, owned))
}

/// The hashes of a log of one size, read from its tiles. They are not verified: who makes a proof of them verifies the
/// proof. (The verifying reader of `tlog_tiles` 0.2 is not used: when several of the hashes that make up the root are in
/// one tile, it lets as many other tiles pass unverified.)
pub struct Tiles<'a, S> {
    source: &'a S,
    size: u64,
    fault: RefCell<Option<ReadFault>>,
}

impl<'a, S: Source> Tiles<'a, S> {
    /// Reads the tiles of a log of this size.
    pub fn new(source: &'a S, size: u64) -> Self {
        Self {
            source,
            size,
            fault: RefCell::new(None),
        }
    }

    /// Asks something of the tree.
    ///
    /// # Errors
    ///
    /// When a tile that is needed could not be read.
    pub fn ask<T>(
        self,
        question: impl FnOnce(&Self) -> Result<T, TreeError>,
    ) -> Result<T, ReadFault> {
        if self.size > MAX_SIZE {
            return Err(ReadFault::TooLarge(self.size));
        }
        let answer = question(&self);
        match self.fault.into_inner() {
            Some(fault) => Err(fault),
            None => answer.map_err(|error| ReadFault::Tree(error.to_string())),
        }
    }

    fn hash(
        &self,
        index: u64,
        read: &mut BTreeMap<(u8, u64), Vec<Hash>>,
    ) -> Result<Hash, ReadFault> {
        let (height, number) = split_stored_hash_index(index);
        let (level, inner) = (height / 8, height % 8);
        let first = number << inner;
        let tile = first / WIDTH;
        if let std::collections::btree_map::Entry::Vacant(place) = read.entry((level, tile)) {
            let at = Place::within(Kind::Hashes(level), tile, self.size);
            let at = at.ok_or_else(|| ReadFault::Tree(format!("no tile {level}/{tile}")))?;
            place.insert(read_hashes(self.source, at)?);
        }
        let from = usize::try_from(first % WIDTH).unwrap_or(usize::MAX);
        let hashes = read.get(&(level, tile)).and_then(|hashes| {
            let end = from.checked_add(1 << inner)?;
            hashes.get(from..end)
        });
        hashes
            .map(root)
            .ok_or_else(|| ReadFault::Tree(format!("no hash {height}/{number}")))
    }
}

impl<S: Source> HashReader for Tiles<'_, S> {
    fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<Hash>, TreeError> {
        let mut read = BTreeMap::new();
        let hashes = indexes.iter().map(|index| self.hash(*index, &mut read));
        let hashes: Result<Vec<Hash>, ReadFault> = hashes.collect();
        hashes.map_err(|fault| {
            *self.fault.borrow_mut() = Some(fault);
            TreeError::InvalidTile
        })
    }
}
