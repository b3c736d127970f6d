//! Where a remote is, and how it lets us in.

use std::{fmt, path::PathBuf};

use thiserror::Error;

use crate::vault::branch;

/// A secret that is shown to nobody.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    /// A token as the remote gave it.
    pub fn new(token: impl Into<String>) -> Self {
        Self(token.into())
    }

    pub(crate) fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

/// How an ssh server proves who it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HostKeys {
    /// Its key stands in this file, or nothing is sent.
    Known(PathBuf),
    /// The key of the first meeting is written into this file, and holds from then on.
    FirstMeeting(PathBuf),
}

/// What is wrong with a remote's address.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum RemoteTrouble {
    /// Neither a path, nor ssh, nor https.
    #[error("the address is neither a path, nor ssh, nor https")]
    Kind,
    /// It is empty, begins with `-`, or has spaces or control characters where there are none.
    #[error("the address cannot be one")]
    Malformed,
    /// A password stands in it, where logs would show it.
    #[error("the address has a secret in it; hand it over apart")]
    SecretInside,
    /// The branch has no name that Git takes.
    #[error("{0:?} is not a name for a branch")]
    Branch(String),
    /// An ssh remote needs a file with the server's key.
    #[error("an ssh remote needs a file of known hosts")]
    NoHostKeys,
    /// A token with characters that no token has.
    #[error("the token has characters that no token has")]
    Token,
}

/// Which way a remote is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    File,
    Ssh,
    Https,
    /// On this machine alone.
    Http,
}

impl Kind {
    /// As Git names the one protocol it may use.
    pub(crate) fn protocol(self) -> &'static str {
        match self {
            Self::File => "file",
            Self::Ssh => "ssh",
            Self::Https => "https",
            Self::Http => "http",
        }
    }
}

/// A remote and its branch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remote {
    pub(crate) url: String,
    pub(crate) kind: Kind,
    pub(crate) branch: String,
    pub(crate) identity: Option<PathBuf>,
    pub(crate) host_keys: Option<HostKeys>,
    pub(crate) login: Option<(String, Token)>,
}

impl Remote {
    /// A remote at an absolute path, `file://`, `ssh://`, `user@host:path` or `https://`.
    ///
    /// Plain `http://` is taken for a server on this machine alone.
    ///
    /// # Errors
    ///
    /// What is wrong with the address or the branch.
    pub fn new(url: &str, branch: &str) -> Result<Self, RemoteTrouble> {
        branch::check_name(branch).map_err(|_| RemoteTrouble::Branch(branch.to_owned()))?;
        Ok(Self {
            url: url.to_owned(),
            kind: kind(url)?,
            branch: branch.to_owned(),
            identity: None,
            host_keys: None,
            login: None,
        })
    }

    /// With the file of a private key, and how the server proves itself.
    #[must_use]
    pub fn with_ssh(mut self, identity: Option<PathBuf>, host_keys: HostKeys) -> Self {
        self.identity = identity;
        self.host_keys = Some(host_keys);
        self
    }

    /// With a user and a token for https.
    ///
    /// # Errors
    ///
    /// [`RemoteTrouble::Token`] for one with spaces or control characters.
    pub fn with_token(mut self, user: &str, token: Token) -> Result<Self, RemoteTrouble> {
        let fine = |text: &str| !text.contains(|c: char| c.is_whitespace() || c.is_control());
        if !fine(user) || user.contains(':') || !fine(token.reveal()) {
            return Err(RemoteTrouble::Token);
        }
        self.login = Some((user.to_owned(), token));
        Ok(self)
    }

    /// The address, which has no secret in it.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The branch over there.
    pub fn branch(&self) -> &str {
        &self.branch
    }
}

fn kind(url: &str) -> Result<Kind, RemoteTrouble> {
    if url.is_empty() || url.starts_with('-') || url.contains(char::is_control) {
        return Err(RemoteTrouble::Malformed);
    }
    if url.starts_with('/') || url.starts_with("file:///") {
        return Ok(Kind::File);
    }
    if url.contains(char::is_whitespace) || url.contains('\\') {
        return Err(RemoteTrouble::Malformed);
    }
    if let Some(rest) = url.strip_prefix("ssh://") {
        return host(rest).map(|_| Kind::Ssh);
    }
    if let Some(rest) = url.strip_prefix("https://") {
        return host(rest).map(|_| Kind::Https);
    }
    if let Some(rest) = url.strip_prefix("http://") {
        return match host(rest)? {
            "localhost" | "127.0.0.1" | "[::1]" => Ok(Kind::Http),
            _ => Err(RemoteTrouble::Kind),
        };
    }
    if url.contains("::") || url.contains("://") {
        return Err(RemoteTrouble::Kind);
    }
    short_ssh(url)
}

/// `user@host:path`.
fn short_ssh(url: &str) -> Result<Kind, RemoteTrouble> {
    let (at, path) = url.split_once(':').ok_or(RemoteTrouble::Kind)?;
    if path.is_empty() || at.contains('/') {
        return Err(RemoteTrouble::Kind);
    }
    host(at).map(|_| Kind::Ssh)
}

/// The host of what follows `://`, looked at.
fn host(rest: &str) -> Result<&str, RemoteTrouble> {
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let (user, host) = authority.rsplit_once('@').unwrap_or(("", authority));
    if user.contains(':') {
        return Err(RemoteTrouble::SecretInside);
    }
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.chars().all(|c| c.is_ascii_digit()) => name,
        _ => host,
    };
    if name.is_empty() || name.starts_with('-') || user.starts_with('-') {
        return Err(RemoteTrouble::Malformed);
    }
    Ok(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_ssh_and_https_are_taken() {
        for (url, wanted) in [
            ("/srv/vault.git", Kind::File),
            ("file:///srv/мой архив.git", Kind::File),
            ("ssh://git@example.org:2222/vault.git", Kind::Ssh),
            ("git@example.org:vault.git", Kind::Ssh),
            ("https://example.org/vault.git", Kind::Https),
            ("http://127.0.0.1:3000/vault.git", Kind::Http),
        ] {
            assert_eq!(kind(url), Ok(wanted), "{url}");
        }
    }

    #[test]
    fn addresses_that_run_programs_or_show_secrets_are_refused() {
        for url in [
            "ext::sh -c id",
            "ext::id",
            "fd::3",
            "--upload-pack=id",
            "ssh://-oProxyCommand=id/x",
            "-oProxyCommand=id:x",
            "https://user:secret@example.org/x",
            "http://example.org/x",
            "git://example.org/x",
            "relative/path",
            "",
            "https://exa\nmple.org/",
        ] {
            assert!(Remote::new(url, "main").is_err(), "{url}");
        }
        assert!(Remote::new("/x", "--force").is_err());
        assert!(Remote::new("/x", "a..b").is_err());
    }

    #[test]
    fn a_token_is_shown_to_nobody() {
        let remote = Remote::new("https://example.org/x", "main")
            .and_then(|remote| remote.with_token("bot", Token::new("s3cret")));
        assert!(!format!("{remote:?}").contains("s3cret"));
    }
}
