//! The configuration: one TOML file, every field documented here and settable by environment.
//!
//! To add a field: write it below with a doc comment and its `SECTA_…` variable, then run `cargo xtask generate`.
//! The template that `secta init` writes and `docs/config.md` are made from these types.

#![allow(
    clippy::ptr_arg,
    reason = "confique's derive makes validators of `&String`"
)]

pub mod docs;
mod error;
mod load;
mod names;
pub mod value;

use std::{
    net::{IpAddr, SocketAddr},
    path::PathBuf,
};

use confique::Config as Confique;

pub use self::{
    error::{ConfigError, Fault},
    value::{Invite, LogFormat, Secret, WitnessAt, WitnessedLog},
};
use secta_bot_kit::Lang;

/// Settings of one node. Relative paths are relative to this file.
#[derive(Clone, Debug, Confique)]
pub struct Config {
    /// Where the node keeps its own files: the key of sealed rows, the store of the bot's device, the recovery
    /// passphrase. Back it up apart from the database.
    #[config(env = "SECTA_DATA_DIR", default = "secta-data")]
    pub data_dir: PathBuf,
    /// The homeserver that the node runs beside.
    #[config(nested)]
    pub homeserver: Homeserver,
    /// How the homeserver and the node know each other: `secta registration` prints the homeserver's half.
    #[config(nested)]
    pub appservice: Appservice,
    /// Where the journal, the outbox and the memory of the bots are kept.
    #[config(nested)]
    pub database: Database,
    /// Encrypted rooms.
    #[config(nested)]
    pub encryption: Encryption,
    /// Health, metrics and logs.
    #[config(nested)]
    pub operating: Operating,
    /// How the bot behaves in rooms.
    #[config(nested)]
    pub rooms: Rooms,
    /// Against floods.
    #[config(nested)]
    pub limits: Limits,
    /// How long things are kept.
    #[config(nested)]
    pub retention: Retention,
    /// The archive of `!запомни`.
    #[config(nested)]
    pub archive: Archive,
    /// The transparency logs of what communities enter into their chronicles.
    #[config(nested)]
    pub chronicle: Chronicle,
    /// The public site.
    #[config(nested)]
    pub site: Site,
    /// Which bots run.
    #[config(nested)]
    pub bots: Bots,
}

/// The homeserver that the node runs beside.
#[derive(Clone, Debug, Confique)]
pub struct Homeserver {
    /// Its client API, as the node reaches it, for example `http://127.0.0.1:8008`.
    #[config(env = "SECTA_HOMESERVER_URL", deserialize_with = value::http_url)]
    pub url: String,
    /// Its name, the part after the colon in `@user:example.org`.
    #[config(
        env = "SECTA_HOMESERVER_SERVER_NAME",
        validate(value::is_server_name(server_name), "config-not-server-name")
    )]
    pub server_name: String,
}

/// How the homeserver and the node know each other.
#[derive(Clone, Debug, Confique)]
pub struct Appservice {
    /// The name of the registration, unique among the application services of the homeserver.
    #[config(
        env = "SECTA_APPSERVICE_ID",
        default = "secta",
        validate(value::is_id(id), "config-not-id")
    )]
    pub id: String,
    /// The address on which the node takes transactions. Keep it on loopback, or behind a proxy that speaks TLS.
    #[config(env = "SECTA_APPSERVICE_LISTEN", default = "127.0.0.1:29333")]
    pub listen: SocketAddr,
    /// The same address as the homeserver reaches it. Goes into the registration.
    #[config(env = "SECTA_APPSERVICE_URL", default = "http://127.0.0.1:29333", deserialize_with = value::http_url)]
    pub url: String,
    /// The secret that the node shows to the homeserver.
    #[config(env = "SECTA_APPSERVICE_AS_TOKEN", validate(value::is_token(as_token.expose()), "config-not-token"))]
    pub as_token: Secret,
    /// The secret that the homeserver shows to the node.
    #[config(env = "SECTA_APPSERVICE_HS_TOKEN", validate(value::is_token(hs_token.expose()), "config-not-token"))]
    pub hs_token: Secret,
    /// The bot's user name, the part before the colon. It cannot be changed once the bot has joined rooms.
    #[config(
        env = "SECTA_APPSERVICE_BOT",
        default = "secta",
        validate(value::is_localpart(bot), "config-not-localpart")
    )]
    pub bot: String,
    /// What the user names and room aliases that belong to the node begin with.
    #[config(
        env = "SECTA_APPSERVICE_PREFIX",
        default = "_secta_",
        validate(value::is_localpart(prefix), "config-not-localpart")
    )]
    pub prefix: String,
    /// The name under which the bot is seen.
    #[config(env = "SECTA_APPSERVICE_BOT_NAME", default = "Секта")]
    pub bot_name: String,
    /// The bot's picture, an `mxc://` address.
    #[config(
        env = "SECTA_APPSERVICE_BOT_AVATAR",
        validate(value::is_mxc(bot_avatar), "config-not-mxc")
    )]
    pub bot_avatar: Option<String>,
}

/// Where the journal, the outbox and the memory of the bots are kept.
#[derive(Clone, Debug, Confique)]
pub struct Database {
    /// `sqlite:secta.sqlite` (a file) or `postgres://user:password@host/name`. Several processes need PostgreSQL.
    #[config(env = "SECTA_DATABASE_URL", default = "sqlite:secta.sqlite", validate(value::is_database_url(url.expose()), "config-not-database-url"))]
    pub url: Secret,
}

/// Encrypted rooms.
#[derive(Clone, Debug, Confique)]
pub struct Encryption {
    /// Whether the bot takes part in encrypted rooms. Direct chats that Element opens are encrypted.
    #[config(env = "SECTA_ENCRYPTION_ENABLED", default = true)]
    pub enabled: bool,
    /// The id of the bot's device. A new one starts without the old one's keys.
    #[config(
        env = "SECTA_ENCRYPTION_DEVICE_ID",
        default = "SECTA",
        validate(value::is_id(device_id), "config-not-id")
    )]
    pub device_id: String,
}

/// Health, metrics and logs.
#[derive(Clone, Debug, Confique)]
pub struct Operating {
    /// The address of `/health`, `/ready` and `/metrics`. It needs no password: keep it inside.
    #[config(env = "SECTA_OPERATING_LISTEN", default = "127.0.0.1:29334")]
    pub listen: SocketAddr,
    /// What is logged: a level, or `target=level` parts with commas between them. Texts of messages and tokens
    /// are never logged.
    #[config(
        env = "SECTA_OPERATING_LOG",
        default = "info",
        validate(value::is_log_filter(log), "config-not-log-filter")
    )]
    pub log: String,
    /// The form of the log: `text` or `json`.
    #[config(env = "SECTA_OPERATING_LOG_FORMAT", default = "text")]
    pub log_format: LogFormat,
    /// A room in which the bot tells what was parked or refused for good: its id, `!…`. Invite the bot there.
    #[config(
        env = "SECTA_OPERATING_ADMIN_ROOM",
        validate(value::is_room_id(admin_room), "config-not-room-id")
    )]
    pub admin_room: Option<String>,
}

/// How the bot behaves in rooms.
#[derive(Clone, Debug, Confique)]
pub struct Rooms {
    /// Who may invite the bot: `"own_server"`, `"anyone"`, or a list of servers and users, for example
    /// `["example.org", "@alice:example.net"]`. In the environment: separated by commas.
    #[config(env = "SECTA_ROOMS_INVITE", default = "own_server", parse_env = value::invite_from_env)]
    pub invite: Invite,
    /// The language in which the bot speaks until somebody chooses another: `ru` or `en`.
    #[config(env = "SECTA_ROOMS_DEFAULT_LANGUAGE", default = "ru")]
    pub default_language: Lang,
    /// The time zone in which the bot reads and writes dates and hours, for example `Europe/Moscow`.
    #[config(
        env = "SECTA_ROOMS_TIME_ZONE",
        default = "Europe/Moscow",
        validate(value::is_time_zone(time_zone), "config-not-time-zone")
    )]
    pub time_zone: String,
}

/// Against floods.
#[derive(Clone, Debug, Confique)]
pub struct Limits {
    /// How many commands a user may give in a minute.
    #[config(env = "SECTA_LIMITS_COMMANDS_PER_MINUTE", default = 20, validate(*commands_per_minute > 0, "config-not-positive"))]
    pub commands_per_minute: u32,
    /// How many of them at once.
    #[config(env = "SECTA_LIMITS_BURST", default = 10, validate(*burst > 0, "config-not-positive"))]
    pub burst: u32,
    /// The largest transaction that is taken, in mebibytes. Homeservers send up to 100 events of 64 KiB.
    #[config(env = "SECTA_LIMITS_BODY_MB", default = 16, validate(*body_mb > 0, "config-not-positive"))]
    pub body_mb: u32,
}

/// How long things are kept.
#[derive(Clone, Debug, Confique)]
pub struct Retention {
    /// Days after which the sealed text of encrypted rooms is erased.
    #[config(env = "SECTA_RETENTION_PRIVATE_DAYS", default = 30, validate(*private_days > 0, "config-not-positive"))]
    pub private_days: u32,
    /// Days after which rows that no public record needs are dropped.
    #[config(env = "SECTA_RETENTION_JOURNAL_DAYS", default = 90, validate(*journal_days > 0, "config-not-positive"))]
    pub journal_days: u32,
}

/// The archive of `!запомни`: vaults of notes, each a Git repository under `vaults/` in the data directory.
#[derive(Clone, Debug, Confique)]
pub struct Archive {
    /// The Git repositories that vaults are exchanged with, `{vault}` standing for the vault's name, for example
    /// `ssh://git@example.org/secta/{vault}.git`: a path, `file://`, `ssh://` or `https://`. None where this is not
    /// set.
    #[config(
        env = "SECTA_ARCHIVE_REMOTE",
        validate(value::is_vault_remote(remote), "config-not-vault-remote")
    )]
    pub remote: Option<String>,
    /// The branch there.
    #[config(env = "SECTA_ARCHIVE_BRANCH", default = "main")]
    pub branch: String,
    /// The file of the private key for `ssh://`.
    #[config(env = "SECTA_ARCHIVE_SSH_KEY")]
    pub ssh_key: Option<PathBuf>,
    /// The file of the known servers' keys for `ssh://`. Where it is not set, the key of the first meeting is kept in
    /// the data directory, and holds from then on.
    #[config(env = "SECTA_ARCHIVE_KNOWN_HOSTS")]
    pub known_hosts: Option<PathBuf>,
    /// The user for `https://`.
    #[config(env = "SECTA_ARCHIVE_USER", default = "git")]
    pub user: String,
    /// The token or password for `https://`.
    #[config(env = "SECTA_ARCHIVE_TOKEN")]
    pub token: Option<Secret>,
    /// The file of the certificate authority that `https://` is trusted by, where it is none that the system knows.
    #[config(env = "SECTA_ARCHIVE_CA")]
    pub ca: Option<PathBuf>,
    /// How often vaults are exchanged, in seconds; what was just saved is pushed at once.
    #[config(env = "SECTA_ARCHIVE_EVERY_SECONDS", default = 300, validate(*every_seconds > 0, "config-not-positive"))]
    pub every_seconds: u32,
    /// Whether the vaults of private rooms are exchanged too, not only those of communities.
    #[config(env = "SECTA_ARCHIVE_PRIVATE", default = false)]
    pub private: bool,
}

/// The transparency logs of what communities enter into their chronicles: see the operator's guide.
#[derive(Clone, Debug, Confique)]
pub struct Chronicle {
    /// The witnesses that this node's logs ask to cosign, each as `"ADDRESS KEY"`, for example
    /// `["https://example.net/_secta/v1/witness example.net/witness+e4bc0d3f+BG…"]`; `ADDRESS/add-checkpoint` is asked,
    /// and `secta chronicle key` prints the key of a node. In the environment: separated by commas.
    #[config(
        env = "SECTA_CHRONICLE_WITNESSES",
        default = [],
        parse_env = confique::env::parse::list_by_comma,
        validate(value::are_distinct(witnesses), "config-not-distinct-witnesses")
    )]
    pub witnesses: Vec<WitnessAt>,
    /// The keys of the logs of other nodes that this node cosigns, as `secta chronicle key` prints them there. In the
    /// environment: separated by commas.
    #[config(env = "SECTA_CHRONICLE_WITNESS_FOR", default = [], parse_env = confique::env::parse::list_by_comma)]
    pub witness_for: Vec<WitnessedLog>,
}

/// The public site: what communities have published, for everybody, and what members do there.
#[derive(Clone, Debug, Confique)]
pub struct Site {
    /// Whether it is served.
    #[config(env = "SECTA_SITE_ENABLED", default = true)]
    pub enabled: bool,
    /// The address on which it is served. Keep it on loopback, behind a proxy that speaks TLS.
    #[config(env = "SECTA_SITE_LISTEN", default = "127.0.0.1:29335")]
    pub listen: SocketAddr,
    /// The address under which people reach it, `https://…`. Passkeys are for its name: they hold while it stays.
    #[config(env = "SECTA_SITE_URL", default = "http://127.0.0.1:29335", deserialize_with = value::http_url)]
    pub url: String,
    /// Where the same can be read too: an onion address, other nodes. Shown where the law withholds something. In the
    /// environment: separated by commas.
    #[config(
        env = "SECTA_SITE_ELSEWHERE",
        default = [],
        parse_env = confique::env::parse::list_by_comma,
        validate(value::are_http_urls(elsewhere), "config-not-http-url")
    )]
    pub elsewhere: Vec<String>,
    /// The proxies whose word on where a reader comes from is taken (`X-Forwarded-For`, and `country_header`). In the
    /// environment: separated by commas.
    #[config(
        env = "SECTA_SITE_PROXIES",
        default = ["127.0.0.1", "::1"],
        parse_env = confique::env::parse::list_by_comma
    )]
    pub proxies: Vec<IpAddr>,
    /// The header in which the proxy names the reader's country, two letters: needed only where the law withholds
    /// something in some countries.
    #[config(
        env = "SECTA_SITE_COUNTRY_HEADER",
        validate(value::is_header(country_header), "config-not-header")
    )]
    pub country_header: Option<String>,
    /// A file in MaxMind's format that tells countries by address, instead of such a header.
    #[config(env = "SECTA_SITE_COUNTRY_FILE")]
    pub country_file: Option<PathBuf>,
    /// How much the pages kept in memory may take, in megabytes.
    #[config(env = "SECTA_SITE_CACHE_MB", default = 16)]
    pub cache_mb: u32,
}

/// Which bots run.
#[derive(Clone, Debug, Confique)]
pub struct Bots {
    /// The bots that run, by name; all of them where this is not set. In the environment: separated by commas.
    #[config(env = "SECTA_BOTS_ENABLED", parse_env = confique::env::parse::list_by_comma)]
    pub enabled: Option<Vec<String>>,
}

impl Config {
    /// The bot's Matrix id.
    pub fn bot_user_id(&self) -> String {
        format!("@{}:{}", self.appservice.bot, self.homeserver.server_name)
    }

    /// The key that rows of encrypted rooms are sealed with, apart from the database.
    pub fn key_file(&self) -> PathBuf {
        self.data_dir.join("secta.key")
    }

    /// The folder in which the bot's device keeps its session, its keys and the recovery key.
    pub fn crypto_dir(&self) -> PathBuf {
        self.data_dir.clone()
    }

    /// The folder of the archive's vaults.
    pub fn vaults_dir(&self) -> PathBuf {
        self.data_dir.join("vaults")
    }

    /// The folder of the search's index.
    pub fn search_dir(&self) -> PathBuf {
        self.data_dir.join("search")
    }

    /// The folder of the chronicle's logs, and of what this node has cosigned for others.
    pub fn chronicle_dir(&self) -> PathBuf {
        self.data_dir.join("chronicle")
    }

    /// The file with the passphrase from which the bot's keys are recovered; `secta init` writes it.
    pub fn recovery_file(&self) -> PathBuf {
        self.data_dir.join("recovery-passphrase")
    }

    /// The name of the user that the registration requires and nobody uses.
    pub fn sender_localpart(&self) -> String {
        format!("{}service", self.appservice.prefix)
    }
}
