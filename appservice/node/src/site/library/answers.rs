//! What the site asks for.

use std::sync::{Arc, atomic::Ordering};

use secta_record::{
    RecordId,
    act::{AccountId, ItemId},
};
use secta_rules::text::fold;
use secta_site::{
    model::{
        Community, Day, Entry, Item, Key, Listed, Listing, Persona, Said, Shown, TagUse, Twig,
    },
    ports::{Library, PortError, Rules},
};
use secta_store::pages::{Order, Pages, PagesError};
use tokio::sync::watch;

use super::{Stacks, model};

impl Stacks {
    pub(super) fn ask<T>(
        &self,
        ask: impl FnOnce(&Pages) -> Result<T, PagesError>,
    ) -> Result<T, PortError> {
        ask(&self.pages()).map_err(|error| {
            self.complain(&error);
            PortError(error.to_string())
        })
    }
}

pub(super) fn all<R, T>(rows: Vec<R>, one: impl Fn(R) -> T) -> Vec<T> {
    rows.into_iter().map(one).collect()
}

impl Library for Stacks {
    fn communities(&self) -> Result<Vec<Community>, PortError> {
        let rows = self.ask(Pages::communities)?;
        Ok(all(rows, model::community))
    }

    fn rules(&self, community: &RecordId) -> Option<Arc<Rules>> {
        self.known(community)?.rules
    }

    fn version(&self, community: &RecordId) -> u64 {
        let known = self.known(community);
        known.map_or(0, |known| known.version.load(Ordering::Acquire))
    }

    fn changes(&self) -> watch::Receiver<u64> {
        self.0.changes.subscribe()
    }

    fn listed(
        &self,
        community: &RecordId,
        listing: &Listing,
        after: Option<Key>,
        take: usize,
    ) -> Result<Listed, PortError> {
        let order = match model::order(listing) {
            Order::Tag(tag) => Order::Tag(fold(&tag)),
            other => other,
        };
        let after = after.map(model::spot);
        let page = self.ask(|pages| pages.listed(community, &order, after, take))?;
        Ok(model::listed(page))
    }

    fn items(&self, community: &RecordId, ids: &[ItemId]) -> Result<Vec<Item>, PortError> {
        let rows = self.ask(|pages| pages.items(community, ids))?;
        Ok(all(rows, model::item))
    }

    fn thread(&self, community: &RecordId, root: &ItemId) -> Result<Vec<Twig>, PortError> {
        let rows = self.ask(|pages| pages.thread(community, root))?;
        Ok(all(rows, model::twig))
    }

    fn persona(&self, community: &RecordId, account: &AccountId) -> Result<Persona, PortError> {
        let row = self.ask(|pages| pages.persona(community, account))?;
        Ok(model::persona(row))
    }

    fn names(
        &self,
        community: &RecordId,
        accounts: &[AccountId],
    ) -> Result<Vec<Option<String>>, PortError> {
        self.ask(|pages| pages.names(community, accounts))
    }

    fn entries(
        &self,
        community: &RecordId,
        before: Option<u64>,
        take: usize,
    ) -> Result<Vec<Entry>, PortError> {
        let rows = self.ask(|pages| pages.entries(community, before, take))?;
        Ok(all(rows, model::entry))
    }

    fn said(&self, community: &RecordId, about: &[u8; 32]) -> Result<Vec<Said>, PortError> {
        let rows = self.ask(|pages| pages.said(community, about))?;
        Ok(all(rows, model::said))
    }

    fn tags(&self, community: &RecordId, take: usize) -> Result<Vec<TagUse>, PortError> {
        let rows = self.ask(|pages| pages.tags(community, take))?;
        Ok(all(rows, model::tag))
    }

    fn days(&self, community: &RecordId, from: i32) -> Result<Vec<Day>, PortError> {
        let rows = self.ask(|pages| pages.days(community, from))?;
        Ok(all(rows, model::day))
    }

    fn shown(&self, mxc: &str) -> Result<Option<Shown>, PortError> {
        let row = self.ask(|pages| pages.shown(mxc))?;
        Ok(row.map(model::shown))
    }
}
