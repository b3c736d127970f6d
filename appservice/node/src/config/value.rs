//! Values of the configuration that are more than a string. A refusal is the id of a phrase, `config-not-…`.

use std::{collections::BTreeSet, fmt, str::FromStr};

use secta_bot_chronicle::log::{LogKey, WitnessKey};
use serde::{Deserialize, Deserializer, Serialize, de};

/// A value that is never printed.
#[derive(Clone, Deserialize)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    /// Keeps it.
    pub fn new(value: impl Into<String>) -> Self {
        Self(value.into())
    }

    /// The value itself; not for logs.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("…")
    }
}

/// Who may invite the bot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Invite {
    /// Users of the own homeserver.
    OwnServer,
    /// These servers (`example.org`) and users (`@alice:example.org`).
    Listed(Vec<String>),
    /// Everybody.
    Anyone,
}

impl Invite {
    /// Whether this user may invite the bot of this server.
    pub fn allows(&self, user_id: &str, own_server: &str) -> bool {
        let server = user_id.split_once(':').map(|(_, server)| server);
        match self {
            Self::Anyone => true,
            Self::OwnServer => server == Some(own_server),
            Self::Listed(list) => list
                .iter()
                .any(|one| one == user_id || Some(one.as_str()) == server),
        }
    }

    fn listed(list: Vec<String>) -> Result<Self, &'static str> {
        if list.iter().all(|one| is_listed(one)) {
            Ok(Self::Listed(list))
        } else {
            Err("config-not-invite")
        }
    }
}

/// A server, or a user.
fn is_listed(one: &str) -> bool {
    match one.strip_prefix('@') {
        Some(user) => user
            .split_once(':')
            .is_some_and(|(_, server)| is_server_name(server)),
        None => is_server_name(one),
    }
}

impl<'de> Deserialize<'de> for Invite {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(InviteVisitor)
    }
}

struct InviteVisitor;

impl<'de> de::Visitor<'de> for InviteVisitor {
    type Value = Invite;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("\"own_server\", \"anyone\" or a list")
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<Invite, E> {
        match value {
            "own_server" => Ok(Invite::OwnServer),
            "anyone" => Ok(Invite::Anyone),
            _ => Err(E::custom("config-not-invite")),
        }
    }

    fn visit_seq<A: de::SeqAccess<'de>>(self, mut seq: A) -> Result<Invite, A::Error> {
        let mut list = Vec::new();
        while let Some(one) = seq.next_element()? {
            list.push(one);
        }
        Invite::listed(list).map_err(de::Error::custom)
    }
}

/// Reads [`Invite`] from the environment.
pub(super) fn invite_from_env(text: &str) -> Result<Invite, de::value::Error> {
    match text.trim() {
        "own_server" => Ok(Invite::OwnServer),
        "anyone" => Ok(Invite::Anyone),
        list => Invite::listed(list.split(',').map(|one| one.trim().to_owned()).collect())
            .map_err(de::Error::custom),
    }
}

/// The form of the log.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// Lines for people.
    #[default]
    Text,
    /// One JSON object a line.
    Json,
}

/// An `http` or `https` address, without a slash at its end.
pub(super) fn http_url<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    parse_http_url(&String::deserialize(deserializer)?).map_err(de::Error::custom)
}

/// The same of a string.
pub fn parse_http_url(text: &str) -> Result<String, &'static str> {
    let url = url::Url::parse(text.trim()).map_err(|_| "config-not-http-url")?;
    if !matches!(url.scheme(), "http" | "https") || url.host().is_none() || url.query().is_some() {
        return Err("config-not-http-url");
    }
    Ok(text.trim().trim_end_matches('/').to_owned())
}

/// Whether these are all `http://…` or `https://…`.
pub(super) fn are_http_urls(texts: &Vec<String>) -> bool {
    texts.iter().all(|text| parse_http_url(text).is_ok())
}

/// Whether this is the name of a header.
pub(super) fn is_header(name: &String) -> bool {
    axum::http::HeaderName::try_from(name.as_str()).is_ok()
}

/// A witness that is asked to cosign: where, and the key of its cosignatures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WitnessAt {
    /// The address that `/add-checkpoint` follows.
    pub url: String,
    /// The key.
    pub key: WitnessKey,
}

/// What is no witness, or no log's key: the id of a phrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAKey {
    /// No address with the key of a witness behind it.
    #[error("config-not-witness")]
    Witness,
    /// No key of a log.
    #[error("config-not-log-key")]
    Log,
}

impl FromStr for WitnessAt {
    type Err = NotAKey;

    fn from_str(text: &str) -> Result<Self, NotAKey> {
        let parts = text.trim().split_once(char::is_whitespace);
        let (url, key) = parts.ok_or(NotAKey::Witness)?;
        Ok(Self {
            url: parse_http_url(url).map_err(|_| NotAKey::Witness)?,
            key: WitnessKey::parse(key.trim()).map_err(|_| NotAKey::Witness)?,
        })
    }
}

impl<'de> Deserialize<'de> for WitnessAt {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}

/// Whether no two witnesses have one key: it would count twice.
pub(super) fn are_distinct(witnesses: &[WitnessAt]) -> bool {
    let keys: BTreeSet<_> = witnesses.iter().map(|it| it.key.as_bytes()).collect();
    keys.len() == witnesses.len()
}

/// A log of another node that is cosigned here, by its key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WitnessedLog(pub LogKey);

impl FromStr for WitnessedLog {
    type Err = NotAKey;

    fn from_str(text: &str) -> Result<Self, NotAKey> {
        let key = LogKey::parse(text.trim());
        key.map(Self).map_err(|_| NotAKey::Log)
    }
}

impl<'de> Deserialize<'de> for WitnessedLog {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}

/// Whether it is a server name: a host, perhaps with a port.
pub fn is_server_name(text: &str) -> bool {
    let legal = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']');
    let (host, port) = match text.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, Some(port)),
        _ => (text, None),
    };
    let port_fits = port.is_none_or(|port| port.parse::<u16>().is_ok());
    !host.is_empty() && text.len() <= 230 && text.chars().all(legal) && port_fits
}

/// Whether it can be the part of a user id before the colon.
pub fn is_localpart(text: &str) -> bool {
    let legal = |c: char| {
        c.is_ascii_lowercase()
            || c.is_ascii_digit()
            || matches!(c, '.' | '_' | '=' | '-' | '/' | '+')
    };
    !text.is_empty() && text.len() <= 100 && text.chars().all(legal)
}

/// Whether it can be the id of a registration or of a device.
pub(super) fn is_id(text: &str) -> bool {
    let legal = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    !text.is_empty() && text.len() <= 100 && text.chars().all(legal)
}

pub(super) fn is_token(text: &str) -> bool {
    text.len() >= 16 && text.chars().all(|c| c.is_ascii_graphic())
}

/// Whether it names a database of a known kind.
pub fn is_database_url(url: &str) -> bool {
    ["sqlite:", "postgres:", "postgresql:"]
        .iter()
        .any(|scheme| url.starts_with(scheme))
}

pub(super) fn is_log_filter(filter: &str) -> bool {
    tracing_subscriber::EnvFilter::try_new(filter).is_ok()
}

pub(super) fn is_time_zone(name: &str) -> bool {
    secta_bot_kit::when::zone(name).is_some()
}

pub(super) fn is_room_id(room: &str) -> bool {
    room.starts_with('!') && room.len() > 1
}

pub(super) fn is_vault_remote(address: &str) -> bool {
    address.contains("{vault}") && !address.contains(char::is_whitespace)
}

pub(super) fn is_mxc(address: &str) -> bool {
    address.starts_with("mxc://")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_never_printed() {
        assert_eq!(format!("{:?}", Secret::new("hush")), "…");
    }

    #[test]
    fn invitations_follow_the_list() {
        let listed = invite_from_env("example.net, @alice:example.org").unwrap();
        assert!(listed.allows("@bob:example.net", "own.example"));
        assert!(listed.allows("@alice:example.org", "own.example"));
        assert!(!listed.allows("@carol:example.org", "own.example"));
        assert!(Invite::OwnServer.allows("@a:own.example:8448", "own.example:8448"));
        assert!(!Invite::OwnServer.allows("@a:own.example", "own.example:8448"));
        assert!(Invite::Anyone.allows("@a:elsewhere.example", "own.example"));
    }

    #[test]
    fn server_names_are_told_from_addresses() {
        for good in [
            "example.org",
            "localhost:8448",
            "127.0.0.1:80",
            "[::1]:8448",
            "[::1]",
        ] {
            assert!(is_server_name(good), "{good}");
        }
        for bad in [
            "",
            "https://example.org",
            "exa mple.org",
            "example.org:port",
            "example.org/x",
        ] {
            assert!(!is_server_name(bad), "{bad}");
        }
    }
}
