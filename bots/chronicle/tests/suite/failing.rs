//! A disk that fails at a given step, and then is what a death of the process or of the machine leaves of it.

use std::{
    cell::Cell,
    collections::{BTreeMap, BTreeSet},
    io,
    rc::Rc,
};

use secta_bot_chronicle::log::{Disk, Memory, Source};

/// The bytes of a file, as written and as they are surely on the disk.
#[derive(Clone, Default)]
struct Bytes {
    written: Vec<u8>,
    synced: Vec<u8>,
}

/// A disk that takes so many steps and then fails at every one.
#[derive(Default)]
pub struct Failing {
    steps_left: Rc<Cell<usize>>,
    bytes: Vec<Bytes>,
    /// Names as the process sees them.
    names: BTreeMap<String, usize>,
    /// Names that are surely on the disk.
    kept: BTreeMap<String, usize>,
    /// Folders whose names are surely on the disk.
    kept_folders: BTreeSet<String>,
}

/// Chances from a seed: what was not waited for is on the disk or is not.
pub struct Chance(pub u64);

impl Chance {
    fn toss(&mut self) -> bool {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        self.0 >> 63 == 1
    }
}

impl Failing {
    /// A disk with these files that fails after so many steps.
    pub fn after(steps: usize, files: &Memory) -> Self {
        let mut disk = Self {
            steps_left: Rc::new(Cell::new(steps)),
            ..Self::default()
        };
        for (path, bytes) in &files.files {
            disk.kept.insert(path.clone(), disk.bytes.len());
            disk.bytes.push(Bytes {
                written: bytes.clone(),
                synced: bytes.clone(),
            });
        }
        disk.names = disk.kept.clone();
        disk.kept_folders = disk.folders();
        disk
    }

    /// Whether it has failed.
    pub fn has_failed(&self) -> bool {
        self.steps_left.get() == 0
    }

    /// How many steps it takes before it fails; who holds it can mend the disk or break it.
    pub fn fuse(&self) -> Rc<Cell<usize>> {
        self.steps_left.clone()
    }

    /// The files after the process was killed: all that was written is there.
    pub fn killed(&self) -> Memory {
        let files = self.names.iter();
        let files = files.map(|(path, at)| (path.clone(), self.bytes[*at].written.clone()));
        Memory {
            files: files.collect(),
        }
    }

    /// All folders that files are in.
    fn folders(&self) -> BTreeSet<String> {
        let ends = |path: &String| {
            path.match_indices('/')
                .map(|(at, _)| at)
                .collect::<Vec<_>>()
        };
        let paths = self.names.keys().chain(self.kept.keys());
        paths
            .flat_map(|path| ends(path).into_iter().map(|end| path[..end].to_owned()))
            .collect()
    }

    /// The files after the power went: of what was not waited for, some is there and some is not.
    pub fn without_power(&self, chance: &mut Chance) -> Memory {
        let folders = self.folders();
        let unsure = folders.difference(&self.kept_folders);
        let lost: Vec<String> = unsure
            .filter(|_| chance.toss())
            .map(|folder| format!("{folder}/"))
            .collect();
        let paths: BTreeSet<&String> = self.names.keys().chain(self.kept.keys()).collect();
        let left = |path: &&String| !lost.iter().any(|folder| path.starts_with(folder));
        let paths = paths.into_iter().filter(left);
        let mut files = BTreeMap::new();
        for path in paths {
            let (new, old) = (self.names.get(path), self.kept.get(path));
            let at = if new == old || chance.toss() {
                new
            } else {
                old
            };
            if let Some(at) = at {
                files.insert(path.clone(), self.torn(*at, chance));
            }
        }
        Memory { files }
    }

    /// What is on the disk of a file that was perhaps not waited for.
    fn torn(&self, at: usize, chance: &mut Chance) -> Vec<u8> {
        let Bytes { written, synced } = &self.bytes[at];
        match (chance.toss(), chance.toss()) {
            _ if written == synced => written.clone(),
            (true, _) => written.clone(),
            (false, true) => written[..written.len() / 2].to_vec(),
            (false, false) => synced.clone(),
        }
    }

    fn step(&mut self) -> io::Result<()> {
        self.steps_left.set(self.steps_left.get().saturating_sub(1));
        if self.has_failed() {
            Err(io::Error::other("the disk fails"))
        } else {
            Ok(())
        }
    }
}

impl Source for Failing {
    fn read(&self, path: &str) -> io::Result<Option<Vec<u8>>> {
        let at = self.names.get(path);
        Ok(at.map(|at| self.bytes[*at].written.clone()))
    }
}

impl Disk for Failing {
    fn write(&mut self, path: &str, bytes: &[u8]) -> io::Result<()> {
        let fails = self.step();
        let written = match &fails {
            Ok(()) => bytes.to_vec(),
            Err(_) => bytes[..bytes.len() / 2].to_vec(),
        };
        let synced = Vec::new();
        self.names.insert(path.to_owned(), self.bytes.len());
        self.bytes.push(Bytes { written, synced });
        fails
    }

    fn sync(&mut self, path: &str) -> io::Result<()> {
        self.step()?;
        let bytes = &mut self.bytes[self.names[path]];
        bytes.synced = bytes.written.clone();
        Ok(())
    }

    fn rename(&mut self, from: &str, to: &str) -> io::Result<()> {
        self.step()?;
        let at = self.names.remove(from).ok_or(io::ErrorKind::NotFound)?;
        self.names.insert(to.to_owned(), at);
        Ok(())
    }

    fn sync_folder(&mut self, folder: &str) -> io::Result<()> {
        self.step()?;
        let inside = |path: &String| path.rsplit_once('/').map_or("", |(at, _)| at) == folder;
        let folders = self.folders();
        self.kept_folders.extend(folders.into_iter().filter(inside));
        self.kept.retain(|path, _| !inside(path));
        let names = self.names.iter().filter(|(path, _)| inside(path));
        self.kept
            .extend(names.map(|(path, at)| (path.clone(), *at)));
        Ok(())
    }

    fn remove(&mut self, path: &str) -> io::Result<()> {
        self.step()?;
        let inside = format!("{path}/");
        self.names
            .retain(|name, _| name != path && !name.starts_with(&inside));
        Ok(())
    }

    fn list(&self, folder: &str) -> io::Result<Vec<String>> {
        let inside = format!("{folder}/");
        let names = self.names.keys();
        Ok(names
            .filter(|name| name.starts_with(&inside))
            .cloned()
            .collect())
    }
}
