//! The node's key: what comes from encrypted rooms is sealed with it at rest (invariant 9).

use std::{
    fs, io,
    io::Write,
    os::unix::fs::{OpenOptionsExt, PermissionsExt},
    path::{Path, PathBuf},
};

use chacha20poly1305::{
    XChaCha20Poly1305, XNonce,
    aead::{Aead, KeyInit},
};

const KEY_BYTES: usize = 32;
const NONCE_BYTES: usize = 24;

/// The key is missing, unsafe or does not fit.
#[derive(Debug, thiserror::Error)]
pub enum SealError {
    /// The key file cannot be read or made.
    #[error("the key file {path}: {source}")]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The key file is not 32 bytes long.
    #[error("the key file {0} is not {KEY_BYTES} bytes long")]
    Length(PathBuf),
    /// Others may read the key file.
    #[error("the key file {0} can be read by others: chmod 600 it")]
    Mode(PathBuf),
    /// The operating system gives no random bytes.
    #[error("no random bytes: {0}")]
    Random(String),
    /// The bytes were sealed with another key, or were changed.
    #[error("sealed bytes do not open with this node's key")]
    Open,
}

/// Seals and opens bytes with XChaCha20-Poly1305; the nonce stands in front.
#[derive(Clone)]
pub struct Sealer {
    cipher: XChaCha20Poly1305,
    key: [u8; KEY_BYTES],
}

impl Sealer {
    /// A sealer with this key.
    pub fn new(key: &[u8; KEY_BYTES]) -> Self {
        Self {
            cipher: XChaCha20Poly1305::new(key.into()),
            key: *key,
        }
    }

    /// Reads the key from a file, which is made with a fresh key where it is missing.
    ///
    /// # Errors
    ///
    /// When the file cannot be read or made, is of the wrong length, or may be read by others.
    pub fn from_file(path: &Path) -> Result<Self, SealError> {
        let failed = |source| SealError::File {
            path: path.to_owned(),
            source,
        };
        let bytes = match fs::read(path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => make_key(path)?,
            Err(error) => return Err(failed(error)),
        };
        if fs::metadata(path).map_err(failed)?.permissions().mode() & 0o077 != 0 {
            return Err(SealError::Mode(path.to_owned()));
        }
        let key: [u8; KEY_BYTES] = bytes
            .try_into()
            .map_err(|_| SealError::Length(path.to_owned()))?;
        Ok(Self::new(&key))
    }

    /// A key for another purpose, derived from this one.
    pub fn subkey(&self, purpose: &str) -> [u8; KEY_BYTES] {
        blake3::derive_key(purpose, &self.key)
    }

    /// Seals bytes.
    ///
    /// # Errors
    ///
    /// When the operating system gives no random bytes.
    pub fn seal(&self, plain: &[u8]) -> Result<Vec<u8>, SealError> {
        let mut nonce = [0u8; NONCE_BYTES];
        getrandom::fill(&mut nonce).map_err(|error| SealError::Random(error.to_string()))?;
        let sealed = self
            .cipher
            .encrypt(&XNonce::from(nonce), plain)
            .map_err(|_| SealError::Open)?;
        Ok([&nonce[..], &sealed].concat())
    }

    /// Opens sealed bytes.
    ///
    /// # Errors
    ///
    /// [`SealError::Open`] when they were sealed with another key or were changed.
    pub fn open(&self, sealed: &[u8]) -> Result<Vec<u8>, SealError> {
        let (nonce, body) = sealed
            .split_first_chunk::<NONCE_BYTES>()
            .ok_or(SealError::Open)?;
        self.cipher
            .decrypt(&XNonce::from(*nonce), body)
            .map_err(|_| SealError::Open)
    }
}

/// Makes the key durably: written aside, synced, then linked under its name, so that a crash leaves a whole file or
/// none, and of two processes that start together the second takes the key of the first.
fn make_key(path: &Path) -> Result<Vec<u8>, SealError> {
    let failed = |source| SealError::File {
        path: path.to_owned(),
        source,
    };
    let mut key = vec![0u8; KEY_BYTES];
    getrandom::fill(&mut key).map_err(|error| SealError::Random(error.to_string()))?;
    let aside = path.with_extension(format!("new-{}", std::process::id()));
    let mut file = fs::OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(&aside)
        .map_err(failed)?;
    file.write_all(&key)
        .and_then(|()| file.sync_all())
        .map_err(failed)?;
    let linked = fs::hard_link(&aside, path);
    fs::remove_file(&aside).map_err(failed)?;
    match linked {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            return fs::read(path).map_err(failed);
        }
        Err(error) => return Err(failed(error)),
    }
    if let Some(folder) = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
    {
        fs::File::open(folder)
            .and_then(|folder| folder.sync_all())
            .map_err(failed)?;
    }
    Ok(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_with_the_same_key_alone() {
        let sealer = Sealer::new(&[7; KEY_BYTES]);
        let sealed = sealer.seal("Чай?".as_bytes()).unwrap();
        assert_eq!(sealer.open(&sealed).unwrap(), "Чай?".as_bytes());
        assert!(Sealer::new(&[8; KEY_BYTES]).open(&sealed).is_err());
        let mut changed = sealed.clone();
        *changed.last_mut().unwrap() ^= 1;
        assert!(sealer.open(&changed).is_err());
        assert!(sealer.open(b"short").is_err());
    }

    #[test]
    fn processes_that_start_together_have_one_key() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secta.key");
        let first = Sealer::from_file(&path).unwrap();
        let late = make_key(&path).unwrap();
        assert_eq!(fs::read(&path).unwrap(), late);
        assert_eq!(first.key.as_slice(), late);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn the_key_file_is_made_once_and_refused_when_others_can_read_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secta.key");
        let sealed = Sealer::from_file(&path).unwrap().seal(b"x").unwrap();
        assert_eq!(
            Sealer::from_file(&path).unwrap().open(&sealed).unwrap(),
            b"x"
        );
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        assert!(matches!(Sealer::from_file(&path), Err(SealError::Mode(_))));
    }
}
