//! The site that keeps a space.

use base64::{Engine as _, prelude::BASE64_STANDARD};
use secta_bot_kit::Lang;
use secta_site::api::types::{SpaceEntries, SpaceEntry, SpacePosition};
use secta_store::replica::Replica;
use secta_wiki_spaces::SpaceId;
use url::Url;

use crate::cli::client::{
    In,
    site::{Declined, Place},
};

/// Where a copy remembers that its space is kept.
const SITE: &str = "site";
const COMMUNITY: &str = "community";

/// Where a space is kept.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct At {
    /// The address of the site that keeps the space; sign in there first with `secta client sign-in`
    #[arg(long = "at", value_name = "URL")]
    pub site: Url,
    /// The community's id, or its beginning; not needed where the site has one community
    #[arg(long, short, value_name = "ID")]
    pub community: Option<String>,
}

/// The site that keeps a space, or will.
pub(super) struct Keeper {
    site: Url,
    place: Place,
}

/// What came of an entry that was sent.
pub(super) enum Sent {
    /// It stands there.
    There,
    /// Others have come before it.
    Stale,
}

impl Keeper {
    /// The site at an address.
    ///
    /// # Errors
    ///
    /// When it does not answer, or has no such community.
    pub async fn at(at: &At, lang: Lang) -> anyhow::Result<Self> {
        let within = In::of(at.site.clone(), at.community.clone());
        let place = Place::of(&within, lang).await?;
        let site = at.site.clone();
        Ok(Self { site, place })
    }

    /// The site that a copy remembers.
    ///
    /// # Errors
    ///
    /// When it remembers none, or that one does not answer.
    pub async fn of(replica: &Replica, lang: Lang) -> anyhow::Result<Self> {
        let site = replica.setting(SITE)?.unwrap_or_default().parse()?;
        let community = replica.setting(COMMUNITY)?;
        Self::at(&At { site, community }, lang).await
    }

    /// Has a copy remember it.
    ///
    /// # Errors
    ///
    /// When the disk says no.
    pub fn remember(&self, replica: &Replica) -> anyhow::Result<()> {
        replica.set(SITE, self.site.as_str())?;
        replica.set(COMMUNITY, &self.place.community.id)?;
        Ok(())
    }

    /// Founds a space.
    ///
    /// # Errors
    ///
    /// When the site refuses or does not answer.
    pub async fn found(&self, entry: &[u8]) -> anyhow::Result<SpacePosition> {
        self.place.post(&["spaces"], &wrapped(entry)).await
    }

    /// Sends an entry.
    ///
    /// # Errors
    ///
    /// When the site refuses it for good, or does not answer.
    pub async fn send(&self, space: &SpaceId, entry: &[u8]) -> anyhow::Result<Sent> {
        let path = ["spaces", &space.to_string(), "entries"];
        let sent: anyhow::Result<SpacePosition> = self.place.post(&path, &wrapped(entry)).await;
        match sent {
            Ok(_) => Ok(Sent::There),
            Err(error) => match error.downcast_ref::<Declined>() {
                Some(declined) if declined.word == "stale" => Ok(Sent::Stale),
                _ => Err(error),
            },
        }
    }

    /// Reads entries behind the first `skip`; none where there are no more.
    ///
    /// # Errors
    ///
    /// When the site refuses or does not answer.
    pub async fn entries(&self, space: &SpaceId, skip: u64) -> anyhow::Result<Vec<Vec<u8>>> {
        let path = ["spaces", &space.to_string(), "entries"];
        let query = [("after", &*skip.to_string())];
        let answer: SpaceEntries = self.place.get(&path, &query).await?;
        let entries = answer.entries.iter();
        let entries = entries.map(|entry| BASE64_STANDARD.decode(entry));
        Ok(entries.collect::<Result<_, _>>()?)
    }
}

fn wrapped(entry: &[u8]) -> SpaceEntry {
    SpaceEntry {
        entry: BASE64_STANDARD.encode(entry),
    }
}
