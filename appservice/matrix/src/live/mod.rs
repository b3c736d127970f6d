//! A real homeserver, over the client-server API with the application service's token, and the bot's encrypting
//! device beside it.
//!
//! - [`Settings`], [`Live::connect`]: made without the network, so that the node starts while the homeserver is
//!   down; the bot's user and device are made at the first call that reaches it.
//! - `http`: one call and its errors; `rooms`, `files`, `create`, `users`: the acts; `find`: effects in doubt; `device`: the bot's
//!   login; `crypto`: encryption; `ping`, `tether`, `line`, `recent`: whether the homeserver is there, and what it has not handed
//!   over.
//!
//! Nothing here logs a token or a text.

use std::{
    fmt, io,
    path::PathBuf,
    sync::{Arc, OnceLock, PoisonError, RwLock},
};

use async_trait::async_trait;
use futures_util::future::BoxFuture;
use matrix_sdk::store::StoreConfig;
use secta_bot_kit::{Effect, UserId, journal::Done};
use serde_json::Value;
use tokio::{
    sync::{Mutex, Notify, mpsc},
    task::AbortHandle,
};
use url::Url;

use crate::{CallError, Homeserver};

mod background;
mod create;
mod crypto;
mod device;
mod files;
mod find;
mod http;
mod line;
mod ping;
mod recent;
mod rooms;
#[cfg(test)]
mod tests;
pub mod tether;
mod users;

use crypto::Crypto;
use device::Home;
pub use files::FILE_TOO_LARGE;
use http::Http;
pub use line::Line;
pub use recent::Page;

/// How many invitations and redactions wait to be taken.
const INVITATIONS: usize = 1_000;

/// What is needed to speak to a homeserver.
#[derive(Clone)]
pub struct Settings {
    /// Where its client-server API is.
    pub homeserver_url: Url,
    /// The name in its users' ids.
    pub server_name: String,
    /// The application service's id in its registration.
    pub registration_id: String,
    /// The application service's token.
    pub as_token: String,
    /// The bot's localpart, within the namespace.
    pub bot_localpart: String,
    /// The bot's display name.
    pub display_name: Option<String>,
    /// The bot's avatar, an `mxc://` URI.
    pub avatar_url: Option<String>,
    /// What the localparts of the service's users begin with: `secta_`.
    pub namespace: String,
    /// The bot's device: `SECTA`. One that lost its keys is followed by `SECTA_2` …
    pub device_id: String,
    /// The store's tag: a wire key is `{tag}.{key}`.
    pub tag: String,
    /// Where the device's session and keys are kept.
    pub data_dir: PathBuf,
    /// What the device's database is encrypted with.
    pub store_key: [u8; 32],
    /// What the bot's keys are recovered from when its device is lost.
    pub recovery_passphrase: Option<String>,
    /// Whether there is an encrypting device at all.
    pub encryption: bool,
}

/// A real homeserver.
pub struct Live {
    settings: Settings,
    http: Http,
    bot: UserId,
    ready: RwLock<Option<Ready>>,
    preparing: Mutex<Option<StoreConfig>>,
    puppets: users::Puppets,
    keys: Arc<Notify>,
    invited: mpsc::Sender<Value>,
    invitations: Mutex<Option<mpsc::Receiver<Value>>>,
    background: OnceLock<AbortHandle>,
}

/// The bot's user and device, once they are there.
#[derive(Clone)]
struct Ready {
    device_id: Arc<str>,
    crypto: Option<Arc<Crypto>>,
}

/// Why a homeserver cannot be spoken to at all.
#[derive(Debug, thiserror::Error)]
pub enum ConnectError {
    /// The HTTP client could not be made.
    #[error("cannot make an HTTP client: {0}")]
    Http(#[from] reqwest::Error),
    /// The data directory cannot be read or written.
    #[error("{}: {source}", path.display())]
    Disk {
        /// What could not be read or written.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The session of the bot's device is unreadable.
    #[error("{} is no session of a device: {source}", path.display())]
    Session {
        /// The file.
        path: PathBuf,
        /// Why.
        source: serde_json::Error,
    },
    /// The device was written by a newer program.
    #[error("{} was written by a newer secta", path.display())]
    Newer {
        /// The file.
        path: PathBuf,
    },
    /// The databases of the device's keys cannot be opened.
    #[error("cannot open the encryption keys in {} (another store key? a damaged file?): {source}", path.display())]
    Keys {
        /// Their folder.
        path: PathBuf,
        /// Why.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}

impl Live {
    /// Takes the settings and begins to make the bot's user and device. It does not wait for the homeserver.
    ///
    /// # Errors
    ///
    /// When the device's database cannot be opened: the wrong key, a newer version, no permission.
    pub fn connect(settings: Settings) -> BoxFuture<'static, Result<Arc<Self>, ConnectError>> {
        // Boxed like all that crosses this port, so that the client library's code is compiled here alone.
        Box::pin(Self::start(settings))
    }

    async fn start(settings: Settings) -> Result<Arc<Self>, ConnectError> {
        let home = Home::of(&settings);
        if home.tidy(settings.encryption)? {
            tracing::warn!(
                "the bot's device has lost its keys or its session: it gets a new device"
            );
        }
        home.make()?;
        let stores = if settings.encryption {
            Some(crypto::open_stores(&settings).await?)
        } else {
            None
        };
        let (invited, invitations) = mpsc::channel(INVITATIONS);
        let live = Arc::new(Self {
            http: Http::new(settings.homeserver_url.clone(), settings.as_token.clone())?,
            bot: UserId::new(format!(
                "@{}:{}",
                settings.bot_localpart, settings.server_name
            )),
            ready: RwLock::new(None),
            preparing: Mutex::new(stores),
            puppets: users::Puppets::default(),
            keys: Arc::new(Notify::new()),
            invited,
            invitations: Mutex::new(Some(invitations)),
            background: OnceLock::new(),
            settings,
        });
        let background = tokio::spawn(background::run(Arc::downgrade(&live)));
        let _ = live.background.set(background.abort_handle());
        Ok(live)
    }

    /// The bot's user id.
    pub fn bot(&self) -> &UserId {
        &self.bot
    }

    /// The recovery key of the bot's account, once there is one: to be kept by the operator, apart from the data
    /// directory.
    pub fn recovery_key(&self) -> Option<String> {
        Home::recovery_key(&self.settings)
    }

    /// The invitations and redactions that the device's sync tells of, as events of rooms, once: Dendrite hands the
    /// transactions no redaction, and no invitation from another server. One may come twice, and beside the transaction's, under another id.
    pub async fn overheard(&self) -> Option<mpsc::Receiver<Value>> {
        self.invitations.lock().await.take()
    }

    /// The line to the homeserver.
    pub fn line(&self) -> Arc<Line> {
        self.http.line()
    }

    /// Waits until the bot's user and device are there. Every call does it by itself.
    ///
    /// # Errors
    ///
    /// As for any call.
    pub fn prepare(&self) -> BoxFuture<'_, Result<(), CallError>> {
        Box::pin(async { self.ready().await.map(|_| ()) })
    }

    async fn ready(&self) -> Result<Ready, CallError> {
        let current = || {
            self.ready
                .read()
                .unwrap_or_else(PoisonError::into_inner)
                .clone()
        };
        if let Some(ready) = current() {
            return Ok(ready);
        }
        let mut stores = self.preparing.lock().await;
        if let Some(ready) = current() {
            return Ok(ready);
        }
        let ready = self.make_bot(&mut stores).await?;
        *self.ready.write().unwrap_or_else(PoisonError::into_inner) = Some(ready.clone());
        Ok(ready)
    }

    async fn make_bot(&self, stores: &mut Option<StoreConfig>) -> Result<Ready, CallError> {
        let settings = &self.settings;
        self.register(&self.bot).await?;
        self.set_profile(
            &self.bot,
            settings.display_name.as_deref(),
            settings.avatar_url.as_deref(),
        )
        .await?;
        let session = self.session().await?;
        let device_id = session.device_id.as_str().into();
        if !settings.encryption {
            return Ok(Ready {
                device_id,
                crypto: None,
            });
        }
        let opened = match stores.take() {
            Some(stores) => stores,
            None => crypto::open_stores(settings)
                .await
                .map_err(|error| CallError::NotYet(error.to_string()))?,
        };
        let crypto = Crypto::start(settings, self.http.client(), session, opened).await?;
        Ok(Ready {
            device_id,
            crypto: Some(crypto),
        })
    }

    async fn crypto(&self) -> Result<Arc<Crypto>, CallError> {
        self.ready()
            .await?
            .crypto
            .ok_or_else(|| CallError::Refused {
                code: "SECTA_NO_ENCRYPTION".to_owned(),
                message: "encryption is switched off".to_owned(),
            })
    }

    /// The device in whose name a user of the service acts, so that the homeserver remembers its transaction ids
    /// over a restart.
    async fn device_of(&self, user: &UserId) -> Result<Arc<str>, CallError> {
        let ready = self.ready().await?;
        Ok(if *user == self.bot {
            ready.device_id
        } else {
            self.settings.device_id.as_str().into()
        })
    }

    fn wire_key(&self, key: &str) -> String {
        crate::wire_key(&self.settings.tag, key)
    }

    fn is_own(&self, user: &str) -> bool {
        let user = UserId::new(user);
        user.server() == self.settings.server_name
            && user.localpart().starts_with(&self.settings.namespace)
    }
}

#[async_trait]
impl Homeserver for Live {
    async fn perform(&self, key: &str, effect: &Effect) -> Result<Done, CallError> {
        self.prepare().await?;
        match effect {
            Effect::Send(send) => self.send(key, send).await,
            Effect::SendFile(send) => self.send_file(key, send).await,
            Effect::Redact {
                room,
                event_id,
                reason,
            } => self.redact(key, room, event_id, reason.as_deref()).await,
            Effect::SetState {
                room,
                kind,
                state_key,
                content,
            } => self.set_state(room, kind, state_key, content).await,
            Effect::Join { room, via } => self.join(&self.bot, room, via).await,
            Effect::Leave { room, reason } => self.leave(room, reason.as_deref()).await,
            Effect::Invite { room, user } => self.invite(room, user).await,
            Effect::Remove { room, user, reason } => {
                self.remove(room, user, reason.as_deref()).await
            }
            Effect::CreateRoom { request } => self.create_room(key, request).await,
            Effect::Puppet {
                user,
                display_name,
                avatar_url,
                room,
            } => {
                self.puppet(
                    user,
                    display_name.as_deref(),
                    avatar_url.as_deref(),
                    room.as_ref(),
                )
                .await
            }
            Effect::Survey { room } => self.survey(room).await,
            Effect::View(_) => Err(crate::no_homeserver()),
            Effect::Decrypt {
                room,
                session: _,
                event,
            } => self.crypto().await?.decrypt(room, event).await,
        }
    }

    async fn find(
        &self,
        key: &str,
        effect: &Effect,
        since_ms: i64,
    ) -> Result<Option<Done>, CallError> {
        match effect {
            Effect::Send(send) => {
                self.prepare().await?;
                self.look_for(key, send, since_ms).await
            }
            Effect::SendFile(send) => {
                self.prepare().await?;
                self.look_for(key, &send.event, since_ms).await
            }
            Effect::CreateRoom { request } => {
                self.prepare().await?;
                self.look_for_room(key, request).await
            }
            Effect::Redact { .. }
            | Effect::SetState { .. }
            | Effect::Join { .. }
            | Effect::Leave { .. }
            | Effect::Invite { .. }
            | Effect::Remove { .. }
            | Effect::Puppet { .. }
            | Effect::Survey { .. }
            | Effect::View(_)
            | Effect::Decrypt { .. } => Ok(None),
        }
    }

    async fn ping(&self) -> Result<u64, CallError> {
        Ok(self.ping_back().await?.unwrap_or(0))
    }

    fn keys_arrived(&self) -> Arc<Notify> {
        self.keys.clone()
    }
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings")
            .field("homeserver_url", &self.homeserver_url.as_str())
            .field("server_name", &self.server_name)
            .field("bot_localpart", &self.bot_localpart)
            .field("device_id", &self.device_id)
            .field("data_dir", &self.data_dir)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Live {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Live")
            .field("settings", &self.settings)
            .finish_non_exhaustive()
    }
}

impl Drop for Live {
    fn drop(&mut self) {
        if let Some(background) = self.background.get() {
            background.abort();
        }
    }
}
