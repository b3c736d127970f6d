//! The `git` command, told everything and trusted with nothing else.

use std::{path::Path, process::Command};

use base64::{Engine, engine::general_purpose::STANDARD};
use gix::ObjectId;

use super::{
    SyncError, SyncSettings,
    child::{self, ChildTrouble, Finished, Limits},
    reason::{self, Rejection},
    remote::{HostKeys, Kind, Remote, RemoteTrouble},
};
use crate::vault::{Vault, VaultError, branch};

/// For every command, whatever the repository's own configuration says.
const CONFIG: &[(&str, &str)] = &[
    ("core.hooksPath", "/dev/null"),
    ("core.symlinks", "false"),
    ("core.fsmonitor", "false"),
    ("core.attributesFile", "/dev/null"),
    ("core.fsync", "all"),
    ("credential.helper", ""),
    ("core.askPass", ""),
    ("fetch.fsckObjects", "true"),
    ("fetch.recurseSubmodules", "false"),
    ("fetch.writeCommitGraph", "false"),
    ("push.recurseSubmodules", "no"),
    ("push.gpgSign", "false"),
    ("submodule.recurse", "false"),
    ("gc.auto", "0"),
    ("maintenance.auto", "false"),
    ("http.followRedirects", "false"),
    ("http.lowSpeedLimit", "1"),
    ("http.lowSpeedTime", "60"),
    ("safe.directory", "*"),
];

/// What a push came to.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Pushed {
    Done,
    /// The remote moved on.
    Behind,
}

/// The command, for a vault and its remote.
pub(super) struct Git<'a> {
    pub(super) vault: &'a Vault,
    pub(super) settings: &'a SyncSettings,
    pub(super) remote: &'a Remote,
}

impl Git<'_> {
    /// Fetches the remote's branch; `None` where it has none.
    pub(super) fn fetch(&self) -> Result<Option<ObjectId>, SyncError> {
        let mut command = self.command()?;
        command.args(["fetch", "--quiet", "--no-tags", "--no-write-fetch-head"]);
        command.args([
            "--no-recurse-submodules",
            "--no-auto-maintenance",
            "--refmap=",
        ]);
        if self.remote.kind == Kind::File {
            command.arg(
                "--upload-pack=git -c core.hooksPath=/dev/null -c 'safe.directory=*' upload-pack",
            );
        }
        let branch = branch::full_name(&self.remote.branch);
        command.args(["--", &self.remote.url]);
        command.arg(format!("+{branch}:{}", branch::INCOMING));
        let finished = self.run(&mut command, Some(self.settings.max_fetch_bytes))?;
        if finished.status.success() {
            return Ok(branch::read(&self.vault.repository, branch::INCOMING)?);
        }
        if reason::is_branchless(&finished.errors) {
            return Ok(None);
        }
        Err(reason::error(&finished.errors))
    }

    /// Pushes a commit, never by force.
    pub(super) fn push(&self, id: ObjectId) -> Result<Pushed, SyncError> {
        let mut command = self.command()?;
        command.args(["push", "--porcelain", "--no-verify", "--no-follow-tags"]);
        if self.remote.kind == Kind::File {
            command.arg(
                "--receive-pack=git -c core.hooksPath=/dev/null -c 'safe.directory=*' -c receive.autogc=false receive-pack",
            );
        }
        command.args(["--", &self.remote.url]);
        command.arg(format!("{id}:{}", branch::full_name(&self.remote.branch)));
        let finished = self.run(&mut command, None)?;
        if finished.status.success() {
            return Ok(Pushed::Done);
        }
        let output = String::from_utf8_lossy(&finished.output);
        match reason::rejection(&output) {
            Rejection::Behind => Ok(Pushed::Behind),
            Rejection::Declined => {
                let said = reason::said(&format!("{}\n{output}", finished.errors));
                Err(SyncError::Declined(said))
            }
            Rejection::None => Err(reason::error(&finished.errors)),
        }
    }

    fn run(&self, command: &mut Command, file_bytes: Option<u64>) -> Result<Finished, SyncError> {
        run(command, self.settings, file_bytes)
    }

    /// A command that talks to the remote. Its standard input is the vault's lock: one that outlives this process
    /// keeps the vault locked until it ends.
    fn command(&self) -> Result<Command, SyncError> {
        let mut command = plain(self.vault, self.settings);
        let lock = self.vault.lock.try_clone();
        let lock = lock.map_err(VaultError::io(&self.vault.settings.root))?;
        command.stdin(lock);
        command.env("GIT_ALLOW_PROTOCOL", self.remote.kind.protocol());
        let own: Vec<_> = self.header().into_iter().chain(self.ca()?).collect();
        configure(&mut command, &own);
        if self.remote.kind == Kind::Ssh {
            command.env("GIT_SSH_VARIANT", "ssh");
            command.env("GIT_SSH_COMMAND", self.ssh()?);
        }
        Ok(command)
    }

    fn header(&self) -> Option<(String, String)> {
        let (user, token) = self.remote.login.as_ref()?;
        if !matches!(self.remote.kind, Kind::Https | Kind::Http) {
            return None;
        }
        let login = STANDARD.encode(format!("{user}:{}", token.reveal()));
        Some((
            "http.extraHeader".to_owned(),
            format!("Authorization: Basic {login}"),
        ))
    }

    fn ca(&self) -> Result<Option<(String, String)>, SyncError> {
        let Some(file) = &self.settings.ca else {
            return Ok(None);
        };
        let file = file.to_str().ok_or(RemoteTrouble::Malformed)?;
        Ok(Some(("http.sslCAInfo".to_owned(), file.to_owned())))
    }

    fn ssh(&self) -> Result<String, SyncError> {
        let keys = self.remote.host_keys.as_ref();
        let (strict, file) = match keys.ok_or(RemoteTrouble::NoHostKeys)? {
            HostKeys::Known(file) => ("yes", file),
            HostKeys::FirstMeeting(file) => ("accept-new", file),
        };
        let mut words = vec!["ssh -F /dev/null".to_owned()];
        let fixed = [
            "BatchMode=yes",
            "IdentitiesOnly=yes",
            "ForwardAgent=no",
            "ForwardX11=no",
            "ClearAllForwardings=yes",
            "PermitLocalCommand=no",
            "ControlMaster=no",
            "ControlPath=none",
            "UpdateHostKeys=no",
            "GlobalKnownHostsFile=/dev/null",
            "ConnectTimeout=20",
            "ServerAliveInterval=15",
            "ServerAliveCountMax=3",
        ];
        words.extend(fixed.iter().map(|option| format!("-o {option}")));
        words.push(format!("-o StrictHostKeyChecking={strict}"));
        words.push(format!("-o {}", option("UserKnownHostsFile", file)?));
        match &self.remote.identity {
            Some(identity) => words.push(format!("-o {}", option("IdentityFile", identity)?)),
            None => words.push("-o IdentityFile=none".to_owned()),
        }
        Ok(words.join(" "))
    }
}

fn run(
    command: &mut Command,
    settings: &SyncSettings,
    file_bytes: Option<u64>,
) -> Result<Finished, SyncError> {
    let ms = settings.child_ms;
    child::run(command, Limits { ms, file_bytes }).map_err(|trouble| match trouble {
        ChildTrouble::Start(error) => SyncError::Command(error.to_string()),
        ChildTrouble::TimedOut => SyncError::TimedOut { ms },
    })
}

/// A command that talks to nobody.
fn plain(vault: &Vault, settings: &SyncSettings) -> Command {
    let mut command = Command::new(&settings.git);
    command.env_clear();
    command.env("PATH", &settings.search_path);
    command.env("HOME", "/nonexistent");
    command.env("LC_ALL", "C");
    command.env("GIT_CONFIG_NOSYSTEM", "1");
    command.env("GIT_CONFIG_GLOBAL", "/dev/null");
    command.env("GIT_TERMINAL_PROMPT", "0");
    command.env("GIT_OPTIONAL_LOCKS", "0");
    command.env("GIT_DIR", vault.repository.git_dir());
    command.current_dir(&vault.settings.root);
    command.stdin(std::process::Stdio::null());
    configure(&mut command, &[]);
    command
}

/// Hands the configuration over in the environment, where other users do not see it.
fn configure(command: &mut Command, own: &[(String, String)]) {
    let fixed = CONFIG.iter().map(|(key, value)| (*key, *value));
    let own = own
        .iter()
        .map(|(key, value)| (key.as_str(), value.as_str()));
    let mut count = 0;
    for (key, value) in fixed.chain(own) {
        command.env(format!("GIT_CONFIG_KEY_{count}"), key);
        command.env(format!("GIT_CONFIG_VALUE_{count}"), value);
        count += 1;
    }
    command.env("GIT_CONFIG_COUNT", count.to_string());
}

/// Packs what has piled up.
pub(super) fn collect_garbage(vault: &Vault, settings: &SyncSettings) -> Result<(), SyncError> {
    let mut command = plain(vault, settings);
    command.args(["gc", "--quiet"]);
    let finished = run(&mut command, settings, None)?;
    if finished.status.success() {
        return Ok(());
    }
    Err(SyncError::Command(reason::said(&finished.errors)))
}

/// An option of ssh with a path, quoted for ssh and then for the shell.
fn option(name: &str, path: &Path) -> Result<String, SyncError> {
    let path = path.to_str().filter(|path| {
        // ssh expands these in paths.
        !path.contains(['"', '%', '$', '\n', '\\'])
    });
    let path = path.ok_or(RemoteTrouble::Malformed)?;
    let quoted = format!("{name}=\"{path}\"").replace('\'', "'\\''");
    Ok(format!("'{quoted}'"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{sync::Token, vault::VaultSettings};

    #[test]
    fn a_token_goes_through_the_environment_and_never_through_arguments() {
        let folder = tempfile::tempdir().unwrap();
        let vault = Vault::open(VaultSettings::new(folder.path())).unwrap();
        let remote = Remote::new("https://example.org/x.git", "main")
            .and_then(|remote| remote.with_token("bot", Token::new("s3cret")))
            .unwrap();
        let git = Git {
            vault: &vault,
            settings: &SyncSettings::default(),
            remote: &remote,
        };
        let command = git.command().unwrap();
        let coded = STANDARD.encode("bot:s3cret");
        let seen = format!("{:?}", command.get_args().collect::<Vec<_>>());
        assert!(!seen.contains("s3cret") && !seen.contains(&coded));
        let handed = command
            .get_envs()
            .any(|(_, value)| value.is_some_and(|value| value.to_string_lossy().contains(&coded)));
        assert!(handed);
    }

    #[test]
    fn a_path_of_a_key_is_one_word_for_the_shell() {
        let word = option("IdentityFile", Path::new("/a b/it's")).unwrap();
        assert_eq!(word, "'IdentityFile=\"/a b/it'\\''s\"'");
        assert!(option("IdentityFile", Path::new("/a%h")).is_err());
    }
}
