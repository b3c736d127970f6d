//! Files that hold secrets, and the secrets themselves.

use std::{
    fs::{self, OpenOptions},
    io::{self, Write},
    os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt},
    path::Path,
};

use anyhow::Context;

const BASE64URL: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
/// Letters and digits that are not taken for one another.
const READABLE: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz023456789";

/// Writes a file that only its owner can read, whole or not at all.
///
/// # Errors
///
/// When the disk says no.
pub(super) fn write_private(path: &Path, text: &str) -> anyhow::Result<()> {
    let fresh = path.with_extension(format!("new-{}", std::process::id()));
    let written = (|| -> io::Result<()> {
        let mut file = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(&fresh)?;
        file.set_permissions(fs::Permissions::from_mode(0o600))?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        fs::rename(&fresh, path)
    })();
    written.with_context(|| format!("cannot write {}", path.display()))
}

/// Makes a folder that only its owner can enter.
///
/// # Errors
///
/// When the disk says no.
pub(super) fn make_private_dir(path: &Path) -> anyhow::Result<()> {
    let made = fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(path);
    made.with_context(|| format!("cannot make {}", path.display()))
}

/// A secret of 32 random bytes, in base64url.
///
/// # Errors
///
/// When the system gives no randomness.
pub(super) fn random_token() -> anyhow::Result<String> {
    let bytes = random::<32>()?;
    let mut token = String::with_capacity(43);
    for chunk in bytes.chunks(3) {
        let group = chunk
            .iter()
            .fold(0u32, |group, byte| group << 8 | u32::from(*byte))
            << (8 * (3 - chunk.len()));
        for place in 0..=chunk.len() {
            let index = (group >> (18 - 6 * place)) & 63;
            token.push(char::from(BASE64URL[index as usize]));
        }
    }
    Ok(token)
}

/// A secret that people can copy by hand: groups of four with hyphens between them, 20 bits each.
///
/// # Errors
///
/// When the system gives no randomness.
pub(super) fn random_words(groups: usize) -> anyhow::Result<String> {
    let mut text = String::new();
    for group in 0..groups {
        if group > 0 {
            text.push('-');
        }
        text.extend(
            random::<4>()?.map(|byte| char::from(READABLE[usize::from(byte) % READABLE.len()])),
        );
    }
    Ok(text)
}

fn random<const N: usize>() -> anyhow::Result<[u8; N]> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| anyhow::anyhow!("no randomness: {error}"))?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_has_43_characters_and_is_never_the_same() {
        let (one, two) = (random_token().unwrap(), random_token().unwrap());
        assert_eq!(one.len(), 43);
        assert_ne!(one, two);
    }

    #[test]
    fn a_passphrase_comes_in_groups_of_four() {
        let words = random_words(8).unwrap();
        assert_eq!(words.len(), 39);
        assert!(words.split('-').all(|group| group.len() == 4));
    }

    #[test]
    fn a_private_file_is_readable_by_its_owner_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secret");
        fs::write(&path, "old").unwrap();
        write_private(&path, "new").unwrap();
        assert_eq!(
            fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            0o600
        );
        assert_eq!(fs::read_to_string(&path).unwrap(), "new");
    }
}
