//! `secta wiki sync`: takes what others wrote, then sends what waits, sealed with the key that holds now.

use anyhow::{bail, ensure};
use secta_bot_kit::Lang;
use secta_wiki_spaces::space::SpaceFault;

use super::{
    Of, home,
    net::{Keeper, Sent},
    open::Opened,
    pages::Pages,
    wish::Wish,
};
use crate::{
    cli::{client::show, telling::Telling},
    phrases::say,
};

/// How often something is sealed anew because others were faster.
const TRIES: u32 = 20;

/// A space with the site that keeps it.
struct Syncing {
    keeper: Keeper,
    opened: Opened,
    came: u64,
    went: u64,
}

/// Takes and sends.
///
/// # Errors
///
/// When the site refuses or does not answer: what waits goes on waiting.
pub(super) async fn run(of: &Of, lang: Lang) -> anyhow::Result<()> {
    let opened = Opened::of(of, lang)?;
    let keeper = Keeper::of(&opened.replica, lang).await?;
    let mut syncing = Syncing {
        keeper,
        opened,
        came: 0,
        went: 0,
    };
    syncing.found_if_lost().await?;
    syncing.pull().await?;
    let sent = syncing.send().await;
    print!("{}", syncing.told());
    sent
}

impl Syncing {
    /// A space whose founding did not come to the site is founded now; it is founded once.
    async fn found_if_lost(&self) -> anyhow::Result<()> {
        let founding = self.opened.replica.entries()?;
        if let [founding] = &founding[..] {
            self.keeper.found(founding).await?;
        }
        Ok(())
    }

    async fn pull(&mut self) -> anyhow::Result<()> {
        loop {
            let have = self.opened.have;
            let space = self.opened.space.id();
            let entries = self.keeper.entries(&space, have).await?;
            if entries.is_empty() {
                return Ok(());
            }
            self.opened.replica.keep(have, &entries)?;
            for entry in &entries {
                self.opened.take(entry);
            }
            self.came += entries.len() as u64;
        }
    }

    async fn send(&mut self) -> anyhow::Result<()> {
        for (number, wish) in self.opened.replica.wishes()? {
            match self.fulfil(&serde_json::from_str(&wish)?).await {
                // What cannot be any more is told, and not wished again.
                Err(error) if error.is::<SpaceFault>() => {
                    self.opened.refused.push(error.to_string());
                }
                fulfilled => fulfilled?,
            }
            self.opened.replica.drop_wish(number)?;
        }
        for draft in std::mem::take(&mut self.opened.drafts) {
            if !self.opened.space.has(&draft.revision.id) {
                self.put(|opened| Ok(Some(opened.space.entry(&draft.plain, &home::seed()?)?)))
                    .await?;
            }
            self.opened.replica.drop_draft(draft.number)?;
        }
        Ok(())
    }

    async fn fulfil(&mut self, wish: &Wish) -> anyhow::Result<()> {
        self.put(|opened| {
            if wish.is_fulfilled(&opened.space)? {
                return Ok(None);
            }
            Ok(Some(wish.entry(&opened.space, &home::seed()?)?))
        })
        .await
    }

    /// Sends an entry, which is made anew as long as others are faster.
    async fn put(
        &mut self,
        make: impl Fn(&Opened) -> anyhow::Result<Option<Vec<u8>>>,
    ) -> anyhow::Result<()> {
        let lang = self.opened.lang;
        ensure!(self.opened.space.is_member(), say(lang, "wiki-not-in", &[]));
        for _ in 0..TRIES {
            let Some(entry) = make(&self.opened)? else {
                return Ok(());
            };
            let space = self.opened.space.id();
            if let Sent::There = self.keeper.send(&space, &entry).await? {
                self.went += 1;
                return self.pull().await;
            }
            self.pull().await?;
        }
        bail!(say(lang, "wiki-too-fast", &[]))
    }

    /// What came of it.
    fn told(&self) -> String {
        let space = &self.opened.space;
        let mut told = Telling::new(self.opened.lang);
        let args = [
            ("name", space.name().unwrap_or("?").to_owned()),
            // One's own come back.
            ("came", self.came.saturating_sub(self.went).to_string()),
            ("went", self.went.to_string()),
        ];
        told.line(0, "wiki-synced", &args);
        if !space.is_member() {
            told.line(0, "wiki-not-in", &[]);
        }
        if space.unread() > 0 {
            told.line(0, "wiki-unread", &[("count", space.unread().to_string())]);
        }
        for (id, count) in space.missing() {
            let args = [("id", id.to_string()), ("count", count.to_string())];
            told.line(0, "wiki-missing", &args);
        }
        for id in space.beside() {
            told.line(0, "wiki-beside", &[("id", id.to_string())]);
        }
        let troubles = space.troubles().iter().map(ToString::to_string);
        for reason in troubles.chain(self.opened.refused.iter().cloned()) {
            told.line(0, "wiki-trouble", &[("reason", reason)]);
        }
        let pages = Pages::of(&self.opened);
        for title in pages.contested() {
            let title = show::line(&title.to_string());
            told.line(0, "wiki-contested", &[("title", title)]);
        }
        told.end()
    }
}
