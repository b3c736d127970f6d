//! The exchange of vaults with a remote.

use std::path::PathBuf;

use jiff::tz::TimeZone;
use secta_bot_archive::act::{Came, Changed, Synced, Trouble, VaultId, Why};
use secta_wiki_formats::{
    sync::{
        HostKeys, Outcome, Push, Remote, RemoteTrouble, Report, SyncError, SyncSettings, Token,
        What, Words,
    },
    vault::{Vault, VaultError},
};

use super::Archive;
use crate::{config::Config, phrases::say};

/// Where the name of a vault stands in the address of its remote.
pub const VAULT: &str = "{vault}";

/// How many changes are handed over one by one.
const TOLD: usize = 50;

/// Where vaults are exchanged with.
#[derive(Clone, Debug)]
pub struct Far {
    /// The address, with `{vault}` in it.
    pub url: String,
    /// The branch over there.
    pub branch: String,
    /// The file of a private key for ssh.
    pub ssh_key: Option<PathBuf>,
    /// How servers prove themselves for ssh.
    pub host_keys: HostKeys,
    /// The user and token for https.
    pub login: Option<(String, String)>,
    /// How it is done.
    pub settings: SyncSettings,
}

impl Far {
    /// As the configuration says; `None` where it names no remote.
    pub fn of(config: &Config, zone: &TimeZone) -> Option<Self> {
        let archive = &config.archive;
        let words = |id| say(config.rooms.default_language, id, &[]);
        let first = config.data_dir.join("known_hosts");
        Some(Self {
            url: archive.remote.clone()?,
            branch: archive.branch.clone(),
            ssh_key: archive.ssh_key.clone(),
            host_keys: archive
                .known_hosts
                .clone()
                .map_or(HostKeys::FirstMeeting(first), HostKeys::Known),
            login: archive
                .token
                .as_ref()
                .map(|token| (archive.user.clone(), token.expose().to_owned())),
            settings: SyncSettings {
                zone: zone.clone(),
                ca: archive.ca.clone(),
                words: Words {
                    ours: words("archive-ours"),
                    theirs: words("archive-theirs"),
                    merge: words("archive-merge"),
                },
                ..SyncSettings::default()
            },
        })
    }

    fn remote(&self, vault: &VaultId) -> Result<Remote, RemoteTrouble> {
        let url = self.url.replace(VAULT, &vault.folder);
        let remote = Remote::new(&url, &self.branch)?;
        let remote = remote.with_ssh(self.ssh_key.clone(), self.host_keys.clone());
        match &self.login {
            Some((user, token)) => remote.with_token(user, Token::new(token)),
            None => Ok(remote),
        }
    }
}

impl Archive {
    /// Exchanges a vault; what goes wrong is told, and tried again at the next time.
    pub(super) fn exchange(&self, id: &VaultId) -> Synced {
        let Some(far) = &self.far else {
            return Synced::default();
        };
        let now_ms = self.clock.now_ms();
        let exchanged = tokio::task::block_in_place(|| -> Result<Outcome, SyncError> {
            let remote = far.remote(id)?;
            let vault = self.vault(id)?;
            let mut vault = vault
                .lock()
                .unwrap_or_else(std::sync::PoisonError::into_inner);
            vault.sync(&remote, &far.settings, now_ms)
        });
        match exchanged {
            Ok(outcome) => synced(outcome),
            Err(error) => {
                tracing::warn!(%error, vault = id.folder, "a vault cannot be exchanged");
                troubled(Trouble::Failed(error.to_string()))
            }
        }
    }

    /// Lets a vault be exchanged again whose remote was turned back.
    pub(super) async fn resume(&self, id: &VaultId) -> Result<Came, VaultError> {
        if !self.is_made(id) {
            return Ok(Came::Not(Why::Gone));
        }
        let forgotten = self.with_soon(id, Vault::forget_remote).await?;
        forgotten.map(|()| Came::Resumed).ok_or(VaultError::Busy)
    }
}

fn troubled(trouble: Trouble) -> Synced {
    Synced {
        trouble: Some(trouble),
        ..Synced::default()
    }
}

fn synced(outcome: Outcome) -> Synced {
    match outcome {
        Outcome::Synced(report) => reported(report),
        Outcome::Rewound { .. } => troubled(Trouble::Rewound),
        Outcome::Unrelated { .. } => troubled(Trouble::Unrelated),
        Outcome::Refused { path, .. } => troubled(Trouble::Refused(path)),
    }
}

fn reported(report: Report) -> Synced {
    let files = report.files.iter().take(TOLD).map(|file| Changed {
        path: file.path.clone(),
        what: match file.what {
            What::Added => '+',
            What::Changed => '~',
            What::Removed => '-',
        },
        added: file.lines_added,
        removed: file.lines_removed,
    });
    Synced {
        files: files.collect(),
        count: report.files.len(),
        hidden: report.hidden.into_iter().take(TOLD).collect(),
        authors: report.authors,
        conflicts: report
            .conflicts
            .into_iter()
            .map(|conflict| conflict.path)
            .collect(),
        trouble: match report.push {
            Push::Nothing | Push::Done => None,
            Push::Failed(error) => Some(Trouble::Failed(error.to_string())),
        },
    }
}
