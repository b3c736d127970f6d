//! Files of the wiki: each once, under the BLAKE3 of what is in it.

use std::{
    collections::BTreeSet,
    fs::{self, File, OpenOptions},
    io::{self, Write as _},
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, SystemTime},
};

/// How long a file is kept that no revision shows.
const UNSHOWN: Duration = Duration::from_secs(24 * 3_600);

/// What a file is called that is not whole yet.
const HALF: &str = "half";

/// The folder.
pub(in super::super) struct Blobs {
    folder: PathBuf,
    /// Files that were told to be wrong; whoever writes or removes one holds it.
    wrong: Mutex<BTreeSet<[u8; 32]>>,
}

impl Blobs {
    /// In a folder, made when the first file is kept.
    pub fn new(folder: &Path) -> Self {
        Self {
            folder: folder.to_owned(),
            wrong: Mutex::default(),
        }
    }

    /// Keeps a file: it is on disk, whole, when this returns.
    ///
    /// # Errors
    ///
    /// When the disk fails.
    pub fn keep(&self, bytes: &[u8]) -> io::Result<[u8; 32]> {
        let hash = blake3::hash(bytes);
        let path = self.path(&hash);
        let folder = path.parent().unwrap_or(&self.folder);
        let mut wrong = self.wrong();
        fs::create_dir_all(folder)?;
        let half = path.with_extension(HALF);
        let mut file = private(&half)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&half, &path)?;
        for folder in [folder, &self.folder] {
            File::open(folder)?.sync_all()?;
        }
        wrong.remove(hash.as_bytes());
        Ok(*hash.as_bytes())
    }

    /// What is in a file; nothing where it is not what it was.
    ///
    /// # Errors
    ///
    /// When the disk fails.
    pub fn bytes(&self, blake3: &[u8; 32]) -> io::Result<Option<Vec<u8>>> {
        let hash = blake3::Hash::from_bytes(*blake3);
        let bytes = match fs::read(self.path(&hash)) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        if blake3::hash(&bytes) == hash {
            return Ok(Some(bytes));
        }
        if self.wrong().insert(*blake3) {
            tracing::error!(file = %hash, "a file of the wiki is not what it was");
        }
        Ok(None)
    }

    /// Removes a file, where it is there.
    ///
    /// # Errors
    ///
    /// When the disk fails.
    pub fn remove(&self, blake3: &[u8; 32]) -> io::Result<()> {
        let _held = self.wrong();
        gone(&self.path(&blake3::Hash::from_bytes(*blake3)))
    }

    /// Removes what has been there for a day and is not shown, and what never became whole.
    ///
    /// # Errors
    ///
    /// When the disk fails, or it cannot be said what is shown.
    pub fn sweep(
        &self,
        now: SystemTime,
        is_shown: impl Fn(&[u8; 32]) -> io::Result<bool>,
    ) -> io::Result<()> {
        for path in self.all()? {
            let name = path.file_name().and_then(|name| name.to_str());
            let hash = name.and_then(|name| blake3::Hash::from_hex(name).ok());
            let shown = match hash {
                Some(hash) => is_shown(hash.as_bytes())?,
                None => path.extension().is_none_or(|extension| extension != HALF),
            };
            let _held = self.wrong();
            if !shown && is_old(&path, now) {
                gone(&path)?;
            }
        }
        Ok(())
    }

    fn all(&self) -> io::Result<Vec<PathBuf>> {
        let mut files = Vec::new();
        for folder in listed(&self.folder)? {
            if folder.is_dir() {
                files.extend(listed(&folder)?);
            }
        }
        Ok(files)
    }

    fn path(&self, hash: &blake3::Hash) -> PathBuf {
        let hex = hash.to_hex();
        self.folder.join(&hex[..2]).join(hex.as_str())
    }

    fn wrong(&self) -> MutexGuard<'_, BTreeSet<[u8; 32]>> {
        self.wrong.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn is_old(path: &Path, now: SystemTime) -> bool {
    let written = fs::metadata(path).and_then(|about| about.modified());
    let age = written.ok().and_then(|at| now.duration_since(at).ok());
    age.is_some_and(|age| age > UNSHOWN)
}

fn listed(folder: &Path) -> io::Result<Vec<PathBuf>> {
    match fs::read_dir(folder) {
        Ok(entries) => entries.map(|entry| Ok(entry?.path())).collect(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}

fn gone(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        Ok(()) | Err(_) => Ok(()),
    }
}

/// An empty file for its owner alone.
fn private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.create(true).write(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}
