//! The bot's encrypting device: a matrix-sdk client that syncs only what encryption needs.
//!
//! Ciphertext comes with the transactions; keys come with this device's own `/sync`, which goes on while the
//! service is down. Its databases hold no text of a message.

use std::sync::Arc;

use matrix_sdk::{
    Client, SessionMeta, SqliteCryptoStore, SqliteStateStore, SqliteStoreConfig,
    authentication::{SessionTokens, matrix::MatrixSession},
    config::RequestConfig,
    cross_process_lock::CrossProcessLockConfig,
    encryption::{BackupDownloadStrategy, EncryptionSettings},
    ruma::{OwnedRoomId, RoomId as RumaRoomId},
    store::{RoomLoadSettings, StoreConfig},
};
use secta_bot_kit::RoomId;

mod decrypt;
mod errors;
mod invitations;
mod pace;
mod redactions;
mod send;
mod sync;
mod trust;

use super::{
    ConnectError, Settings,
    device::{Home, Session},
};
use crate::CallError;
use errors::call_error;
use pace::Pace;
pub(super) use sync::Bells;

/// One connection each way is enough for a device that does one thing at a time.
const CONNECTIONS: usize = 2;
const CACHE_BYTES: u32 = 256 << 10;

/// The device.
pub(super) struct Crypto {
    client: Client,
    pace: Pace,
}

/// Opens the device's databases: at once, so that a wrong key shows at the start.
pub(super) async fn open_stores(settings: &Settings) -> Result<StoreConfig, ConnectError> {
    let home = Home::of(settings);
    let path = home.keys();
    let failed = |source| ConnectError::Keys {
        path: path.clone(),
        source: Box::new(source),
    };
    let config = SqliteStoreConfig::with_low_memory_config(&path)
        .key(Some(&settings.store_key))
        .pool_max_size(CONNECTIONS)
        .cache_size(CACHE_BYTES);
    let keys = SqliteCryptoStore::open_with_config(&config)
        .await
        .map_err(failed)?;
    let state = SqliteStateStore::open_with_config(&config)
        .await
        .map_err(failed)?;
    Ok(StoreConfig::new(CrossProcessLockConfig::SingleProcess)
        .crypto_store(keys)
        .state_store(state))
}

impl Crypto {
    /// Brings the device up: its identity, its backup and its recovery key.
    pub(super) async fn start(
        settings: &Settings,
        http: reqwest::Client,
        session: Session,
        stores: StoreConfig,
    ) -> Result<Arc<Self>, CallError> {
        let client = Client::builder()
            .homeserver_url(&settings.homeserver_url)
            .http_client(http)
            .respect_login_well_known(false)
            .request_config(RequestConfig::new().disable_retry())
            .cross_process_store_config(CrossProcessLockConfig::SingleProcess)
            .store_config(stores)
            .with_encryption_settings(EncryptionSettings {
                auto_enable_cross_signing: true,
                backup_download_strategy: BackupDownloadStrategy::AfterDecryptionFailure,
                auto_enable_backups: true,
            })
            .build()
            .await
            .map_err(|error| CallError::Unreachable(error.to_string()))?;
        let user_id = session
            .user_id
            .as_str()
            .try_into()
            .map_err(|error| refused_id(&error))?;
        let session = MatrixSession {
            meta: SessionMeta {
                user_id,
                device_id: session.device_id.into(),
            },
            tokens: SessionTokens {
                access_token: session.access_token,
                refresh_token: None,
            },
        };
        let home = Home::of(settings);
        home.mark_begun()
            .map_err(|error| CallError::NotYet(error.to_string()))?;
        let restored = client
            .matrix_auth()
            .restore_session(session, RoomLoadSettings::default())
            .await;
        restored.map_err(|error| call_error(&error))?;
        trust::settle(&client, settings).await?;
        Ok(Arc::new(Self {
            client,
            pace: Pace::default(),
        }))
    }

    /// Syncs for ever and rings the bells. Ends when the homeserver has put an end to the session.
    pub(super) async fn run(&self, bells: &Bells) {
        sync::run(&self.client, bells, &self.pace).await;
    }

    /// Whether the transactions tell everything but keys, and the homeserver's end shows elsewhere: then the sync
    /// rests while nothing is encrypted.
    pub(super) fn may_rest(&self, may_rest: bool) {
        self.pace.may_rest(may_rest);
    }

    /// Whether the device knows that a room is encrypted.
    pub(super) fn knows_encrypted(&self, room: &RoomId) -> bool {
        let room = room_id(room).ok().and_then(|id| self.client.get_room(&id));
        room.is_some_and(|room| room.encryption_state().is_encrypted())
    }

    fn room(&self, room: &RoomId) -> Result<matrix_sdk::Room, CallError> {
        let found = self.client.get_room(&room_id(room)?);
        found.ok_or_else(|| CallError::NotYet("the sync of the room".to_owned()))
    }
}

fn room_id(room: &RoomId) -> Result<OwnedRoomId, CallError> {
    RumaRoomId::parse(room.as_str()).map_err(|error| refused_id(&error))
}

fn refused_id(error: &matrix_sdk::ruma::IdParseError) -> CallError {
    CallError::Refused {
        code: "SECTA_ID".to_owned(),
        message: error.to_string(),
    }
}
