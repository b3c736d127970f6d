//! Files of the homeserver, for the site.

use std::sync::{Arc, OnceLock};

use async_trait::async_trait;
use secta_bot_kit::input::FileSource;
use secta_matrix::{
    CallError,
    live::{FILE_TOO_LARGE, Live},
};
use secta_site::ports::{File, Files, PortError};

/// Asks the homeserver, once it is connected to.
pub struct Fetched {
    homeserver: Arc<OnceLock<Arc<Live>>>,
}

impl Fetched {
    /// From this homeserver.
    pub fn new(homeserver: Arc<OnceLock<Arc<Live>>>) -> Self {
        Self { homeserver }
    }
}

#[async_trait]
impl Files for Fetched {
    async fn file(&self, mxc: &str, max_bytes: u64) -> Result<Option<File>, PortError> {
        let homeserver = self.homeserver.get();
        let homeserver =
            homeserver.ok_or_else(|| PortError("the homeserver is not connected to".to_owned()))?;
        match homeserver
            .download(&FileSource::clear(mxc), max_bytes)
            .await
        {
            Ok(bytes) => Ok(Some(File::Bytes(bytes))),
            Err(CallError::Refused { code, .. }) if code == FILE_TOO_LARGE => {
                Ok(Some(File::TooLarge))
            }
            Err(CallError::Refused { .. }) => Ok(None),
            Err(error) => Err(PortError(error.to_string())),
        }
    }
}
