//! What the bot of the wiki remembers beside a page: who watches it, where it is discussed.

use std::{collections::BTreeMap, sync::Arc};

use async_trait::async_trait;
use secta_bot_kit::{EventId, RoomId, UserId};
use secta_bot_wiki::{
    NAME,
    memory::{self, Watcher},
};
use secta_record::{RecordId, act};
use secta_site::ports::{Margin, Margins, PortError};
use secta_store::Store;
use secta_wiki::PageId;

use super::library::{LibraryError, memory::of_bot};
use crate::seal::Sealer;

/// Reads what the bot of the wiki remembers.
pub struct Remembered {
    /// What the bots remember.
    pub store: Arc<dyn Store>,
    /// Opens what is sealed.
    pub sealer: Sealer,
}

impl Remembered {
    async fn read(
        &self,
        community: &RecordId,
        page: &PageId,
        reader: Option<&UserId>,
    ) -> Result<Margin, LibraryError> {
        let scope = memory::page(community, &act::PageId(page.0));
        let read = async |key| {
            let scopes = vec![scope.clone()];
            let mut values = of_bot(self.store.as_ref(), &self.sealer, (NAME, scopes), key).await?;
            Ok::<_, LibraryError>(values.remove(&scope))
        };
        let watchers = read("watchers").await?.map(serde_json::from_value);
        let watchers: Option<BTreeMap<UserId, Watcher>> = watchers.transpose()?;
        let talk = read("talk").await?.map(serde_json::from_value);
        let discussion: Option<(RoomId, EventId)> = talk.transpose()?;
        let watched = reader
            .zip(watchers)
            .is_some_and(|(reader, watchers)| watchers.contains_key(reader));
        Ok(Margin {
            watched,
            discussion,
        })
    }
}

#[async_trait]
impl Margins for Remembered {
    async fn margin(
        &self,
        community: &RecordId,
        page: &PageId,
        reader: Option<&UserId>,
    ) -> Result<Margin, PortError> {
        let read = self.read(community, page, reader).await;
        read.map_err(|error| PortError(error.to_string()))
    }
}
