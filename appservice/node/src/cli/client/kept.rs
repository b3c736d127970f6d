//! The session of each site, in a file that only its owner can read.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use anyhow::Context as _;
use url::Url;

use crate::cli::files;

/// The secret that is kept for a site.
///
/// # Errors
///
/// When the file is there and cannot be read.
pub(super) fn secret(site: &Url) -> anyhow::Result<Option<String>> {
    let Some(path) = path(site) else {
        return Ok(None);
    };
    match fs::read_to_string(&path) {
        Ok(secret) => Ok(Some(secret.trim().to_owned())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("cannot read {}", path.display())),
    }
}

/// Keeps the secret of a site.
///
/// # Errors
///
/// When the disk says no, or there is no folder for it.
pub(super) fn keep(site: &Url, secret: &str) -> anyhow::Result<PathBuf> {
    let path = path(site).context("neither XDG_CONFIG_HOME nor HOME is set")?;
    files::make_private_dir(path.parent().unwrap_or(Path::new(".")))?;
    files::write_private(&path, &format!("{secret}\n"))?;
    Ok(path)
}

/// Forgets the secret of a site.
///
/// # Errors
///
/// When the disk says no.
pub(super) fn forget(site: &Url) -> anyhow::Result<()> {
    let Some(path) = path(site) else {
        return Ok(());
    };
    match fs::remove_file(&path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("cannot remove {}", path.display()))
        }
        Ok(()) | Err(_) => Ok(()),
    }
}

fn path(site: &Url) -> Option<PathBuf> {
    let set = |name| std::env::var_os(name).filter(|value| !value.is_empty());
    let folder = match set("XDG_CONFIG_HOME") {
        Some(folder) => PathBuf::from(folder),
        None => PathBuf::from(set("HOME")?).join(".config"),
    };
    Some(folder.join("secta").join("sites").join(file_name(site)))
}

/// A name for each site: its host and port, which are plain, and its path's hash where it has one.
fn file_name(site: &Url) -> String {
    let host = site.host_str().unwrap_or_default();
    let plain = |c: char| {
        if c.is_ascii_alphanumeric() || c == '.' || c == '-' {
            c
        } else {
            '_'
        }
    };
    let host: String = host.chars().map(plain).collect();
    let port = site.port_or_known_default().unwrap_or(0);
    match site.path().trim_end_matches('/') {
        "" => format!("{host}.{port}"),
        path => format!(
            "{host}.{port}.{}",
            &blake3::hash(path.as_bytes()).to_hex()[..8]
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_site_has_a_file_of_its_own_that_is_only_a_name() {
        let name = |site: &str| file_name(&site.parse().expect("an address"));
        assert_eq!(name("https://site.example/"), "site.example.443");
        assert_eq!(name("http://[::1]:8080"), "___1_.8080");
        assert_ne!(name("https://a.example/b"), name("https://a.example/c"));
        assert!(!name("https://a.example/../../etc/passwd").contains('/'));
    }
}
