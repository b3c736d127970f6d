//! The bot's device: an ordinary login, whose session and keys are kept together in `data_dir/device`.

use std::{
    fs, io,
    io::Write,
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{ConnectError, Live, Settings, http::Call};
use crate::CallError;

/// Raised when what is kept here changes its meaning, or the encryption library the form of its database.
const FORMAT: u32 = 1;
/// How many devices of the bot's are looked at for a free name.
const DEVICES: usize = 1_000;

/// The bot's login.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Session {
    format: u32,
    pub(super) user_id: String,
    pub(super) device_id: String,
    pub(super) access_token: String,
}

/// Where the device is kept.
#[derive(Clone)]
pub(super) struct Home(PathBuf);

impl Home {
    pub(super) fn of(settings: &Settings) -> Self {
        Self(settings.data_dir.join("device"))
    }

    /// The folder of the encryption library's databases.
    pub(super) fn keys(&self) -> PathBuf {
        self.0.join("keys")
    }

    fn session_file(&self) -> PathBuf {
        self.0.join("session.json")
    }

    fn recovery_file(settings: &Settings) -> PathBuf {
        settings.data_dir.join("recovery-key")
    }

    /// The recovery key that is kept here.
    pub(super) fn recovery_key(settings: &Settings) -> Option<String> {
        let key = fs::read_to_string(Self::recovery_file(settings)).ok()?;
        Some(key.trim().to_owned()).filter(|key| !key.is_empty())
    }

    pub(super) fn keep_recovery_key(settings: &Settings, key: &str) -> io::Result<()> {
        write_secret(
            &Self::recovery_file(settings),
            format!("{key}\n").as_bytes(),
        )
    }

    /// The session, if there is one.
    ///
    /// # Errors
    ///
    /// When a newer program wrote it, or it cannot be read.
    pub(super) fn session(&self) -> Result<Option<Session>, ConnectError> {
        let path = self.session_file();
        let text = match fs::read(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(source) => return Err(ConnectError::Disk { path, source }),
        };
        let format = serde_json::from_slice::<Value>(&text)
            .ok()
            .and_then(|json| json.get("format")?.as_u64());
        if format.is_some_and(|format| format > u64::from(FORMAT)) {
            return Err(ConnectError::Newer { path });
        }
        serde_json::from_slice(&text)
            .map(Some)
            .map_err(|source| ConnectError::Session { path, source })
    }

    /// A session without its keys, or keys without their session, are of no use: they are put aside, and the bot
    /// gets a new device. Returns whether anything was put aside.
    pub(super) fn tidy(&self, encryption: bool) -> Result<bool, ConnectError> {
        let session = self.session()?.is_some();
        let keys = self.keys().join("matrix-sdk-crypto.sqlite3").exists();
        if !encryption || !self.begun().exists() || (session && keys) {
            return Ok(false);
        }
        self.put_aside()?;
        Ok(true)
    }

    /// Puts session and keys aside.
    pub(super) fn put_aside(&self) -> Result<(), ConnectError> {
        let aside = (1..)
            .map(|n| self.0.with_extension(format!("lost-{n}")))
            .find(|path| !path.exists());
        let aside = aside.unwrap_or_else(|| self.0.with_extension("lost"));
        fs::rename(&self.0, &aside).map_err(|source| ConnectError::Disk {
            path: aside,
            source,
        })
    }

    /// The mark that the keys here are those of the session.
    fn begun(&self) -> PathBuf {
        self.0.join("has-keys")
    }

    pub(super) fn mark_begun(&self) -> Result<(), ConnectError> {
        let path = self.begun();
        write_secret(&path, b"").map_err(|source| ConnectError::Disk { path, source })
    }

    pub(super) fn make(&self) -> Result<(), ConnectError> {
        let made = fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(&self.0);
        made.map_err(|source| ConnectError::Disk {
            path: self.0.clone(),
            source,
        })
    }

    fn keep(&self, session: &Session) -> io::Result<()> {
        let text = serde_json::to_vec_pretty(session)?;
        write_secret(&self.session_file(), &text)
    }
}

impl Live {
    /// The bot's session: the one that is kept, or that of a new login.
    pub(super) async fn session(&self) -> Result<Session, CallError> {
        let home = Home::of(&self.settings);
        let local = |error: ConnectError| CallError::NotYet(error.to_string());
        home.make().map_err(local)?;
        if let Some(session) = home.session().map_err(local)? {
            return Ok(session);
        }
        let device_id = self.free_device_id().await?;
        let body = json!({
            "type": "m.login.application_service",
            "identifier": { "type": "m.id.user", "user": self.settings.bot_localpart },
            "device_id": device_id,
            "initial_device_display_name": "secta",
        });
        let answer = self.http.call(Call::post(&["v3", "login"], body)).await?;
        let text = |field: &str| answer.get(field).and_then(Value::as_str).map(str::to_owned);
        let (Some(access_token), Some(device_id)) = (text("access_token"), text("device_id"))
        else {
            return Err(CallError::Unreachable(
                "its answer to the login has no token".to_owned(),
            ));
        };
        let session = Session {
            format: FORMAT,
            user_id: self.bot.as_str().to_owned(),
            device_id,
            access_token,
        };
        home.keep(&session)
            .map_err(|error| CallError::NotYet(format!("cannot keep the session: {error}")))?;
        Ok(session)
    }

    /// A device id whose keys nobody has seen yet: to others, a device that changes its keys is an attack.
    async fn free_device_id(&self) -> Result<String, CallError> {
        let first = &self.settings.device_id;
        if !self.settings.encryption {
            return Ok(first.clone());
        }
        let query = json!({ "device_keys": { self.bot.as_str(): [] } });
        let answer = self
            .http
            .call(Call::post(&["v3", "keys", "query"], query).by(&self.bot))
            .await?;
        let known = answer
            .get("device_keys")
            .and_then(|users| users.get(self.bot.as_str()));
        let taken = |id: &String| known.is_some_and(|devices| devices.get(id).is_some());
        let ids =
            std::iter::once(first.clone()).chain((2..DEVICES).map(|n| format!("{first}_{n}")));
        let free = ids.into_iter().find(|id| !taken(id));
        free.ok_or_else(|| CallError::NotYet("the bot has too many devices".to_owned()))
    }
}

/// Writes a file that only its owner may read, whole or not at all.
fn write_secret(path: &Path, content: &[u8]) -> io::Result<()> {
    let partial = path.with_extension("partial");
    let mut file = fs::OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(&partial)?;
    file.write_all(content)?;
    file.sync_all()?;
    fs::rename(&partial, path)?;
    match path.parent() {
        Some(folder) => fs::File::open(folder)?.sync_all(),
        None => Ok(()),
    }
}
