//! What can be looked at on this machine.

use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
};

use super::report::Finding;
use crate::{bots, config::Config, run::GATEWAY};

/// Less free space than this is too little: a database that cannot grow stops the node.
const LEAST_FREE_MB: u64 = 200;
const KEY_BYTES: u64 = 32;

/// The configuration is read, and its bots exist.
pub(super) fn config(config: &Config, path: &Path) -> Finding {
    match bots::enabled(config) {
        Ok(bots) => {
            let args = [
                ("path", path.display().to_string()),
                ("bots", bots.join(", ")),
            ];
            Finding::fine("config", "check-config-fine", &args)
        }
        Err(error) => Finding::failed("config", format!("{error:#}")),
    }
}

/// The configuration holds tokens: others must not read it.
pub(super) fn config_mode(path: &Path) -> Finding {
    let shown = [("path", path.display().to_string())];
    match mode(path) {
        Some(mode) if mode & 0o007 == 0 => Finding::fine("mode", "check-mode-fine", &shown),
        _ => Finding::wrong("mode", "check-mode-open", &shown).advise("check-mode-advice", &shown),
    }
}

/// The key is there, whole and private; before the first run it is absent.
pub(super) fn key(config: &Config) -> Finding {
    let path = config.key_file();
    let shown = [("path", path.display().to_string())];
    let Ok(metadata) = fs::metadata(&path) else {
        return Finding::fine("key", "check-key-absent", &shown);
    };
    if metadata.len() != KEY_BYTES {
        return Finding::wrong("key", "check-key-broken", &shown)
            .advise("check-key-broken-advice", &shown);
    }
    match mode(&path) {
        Some(mode) if mode & 0o077 == 0 => Finding::fine("key", "check-key-fine", &shown),
        _ => Finding::wrong("key", "check-mode-open", &shown).advise("check-mode-advice", &shown),
    }
}

/// `--only` names parts that exist, over a database that can be shared.
pub(super) fn parts(config: &Config, only: &[String]) -> Finding {
    if only.is_empty() {
        return Finding::fine("parts", "check-parts-all", &[]);
    }
    let enabled = bots::enabled(config).unwrap_or_default();
    if let Some(unknown) = only
        .iter()
        .find(|part| *part != GATEWAY && !enabled.contains(part))
    {
        let known = [
            ("part", unknown.clone()),
            ("known", format!("{GATEWAY}, {}", enabled.join(", "))),
        ];
        return Finding::wrong("parts", "check-parts-unknown", &known);
    }
    if sqlite_file(config).is_some() {
        return Finding::wrong("parts", "check-parts-sqlite", &[])
            .advise("check-parts-advice", &[]);
    }
    Finding::fine("parts", "check-parts-fine", &[("parts", only.join(", "))])
}

/// There is room for the data folder and the database.
pub(super) fn disk(config: &Config) -> Finding {
    let folders = [Some(config.data_dir.clone()), sqlite_file(config)];
    let mut least: Option<(u64, String)> = None;
    for folder in folders.into_iter().flatten() {
        let Some(folder) = folder.ancestors().find(|folder| folder.is_dir()) else {
            continue;
        };
        let Ok(found) = rustix::fs::statvfs(folder) else {
            continue;
        };
        let free_mb = found.f_bavail.saturating_mul(found.f_frsize) / (1024 * 1024);
        if least.as_ref().is_none_or(|(least, _)| free_mb < *least) {
            least = Some((free_mb, folder.display().to_string()));
        }
    }
    let Some((free_mb, folder)) = least else {
        return Finding::skipped("disk", "check-disk-unknown");
    };
    let told = [
        ("free", free_mb.to_string()),
        ("folder", folder),
        ("least", LEAST_FREE_MB.to_string()),
    ];
    if free_mb >= LEAST_FREE_MB {
        Finding::fine("disk", "check-disk-fine", &told)
    } else {
        Finding::wrong("disk", "check-disk-fine", &told).advise("check-disk-advice", &told)
    }
}

/// The database opens, is of this version, and can be written.
pub(super) async fn database(config: &Config) -> Finding {
    let advice = if sqlite_file(config).is_some() {
        "check-database-sqlite"
    } else {
        "check-database-postgres"
    };
    let store = match secta_store::open(config.database.url.expose()).await {
        Ok(store) => store,
        Err(error) => return Finding::failed("database", error).advise(advice, &[]),
    };
    // Nothing is older than the epoch: the statement writes nothing, but asks for the right to.
    let written = store.forget_private(0).await;
    let figures = store.figures().await;
    store.close().await;
    match (written, figures) {
        (Ok(_), Ok(figures)) => {
            let told = [
                ("rows", figures.head.to_string()),
                ("waiting", figures.outbox_depth.to_string()),
                ("parked", figures.parked.to_string()),
                ("size", size(config)),
            ];
            Finding::fine("database", "check-database-fine", &told)
        }
        (Err(error), _) | (_, Err(error)) => Finding::failed("database", error).advise(advice, &[]),
    }
}

/// The file of a SQLite database.
fn sqlite_file(config: &Config) -> Option<PathBuf> {
    let rest = config.database.url.expose().strip_prefix("sqlite:")?;
    Some(PathBuf::from(rest.split('?').next().unwrap_or(rest)))
}

fn size(config: &Config) -> String {
    let Some(file) = sqlite_file(config) else {
        return "PostgreSQL".to_owned();
    };
    let bytes = |suffix: &str| {
        fs::metadata(format!("{}{suffix}", file.display())).map_or(0, |found| found.len())
    };
    let megabytes = (bytes("") + bytes("-wal")) as f64 / (1024.0 * 1024.0);
    format!("SQLite, {megabytes:.1} MB")
}

fn mode(path: &Path) -> Option<u32> {
    fs::metadata(path)
        .ok()
        .map(|found| found.permissions().mode())
}
