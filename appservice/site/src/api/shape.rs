//! From the model to what is said.

use std::collections::BTreeMap;

use secta_bot_kit::words::tidy;
use secta_record::act::{AccountId, Content, ItemId, Media};
use secta_rules::State;

use super::{
    reply::Refusal,
    types::{Account, Argument, File, Item, Words},
};
use crate::{
    here::Here,
    links, model,
    view::{card, safe},
};

/// How much of a name is said, in characters.
const NAME_MAX: usize = 60;

/// An account with the name that it has given itself.
pub(super) fn account(id: &AccountId, name: Option<&str>) -> Account {
    let name = name.map(|name| tidy(name, NAME_MAX));
    Account::of(id, name.as_deref().filter(|name| !name.is_empty()))
}

/// Accounts with their names.
pub(super) struct Named(BTreeMap<AccountId, Account>);

impl Named {
    /// Looks them up.
    pub fn of<'a>(
        here: &Here,
        accounts: impl IntoIterator<Item = &'a AccountId>,
    ) -> Result<Self, Refusal> {
        let id = here.community_id()?;
        let mut accounts: Vec<AccountId> = accounts.into_iter().cloned().collect();
        accounts.sort();
        accounts.dedup();
        let names = here.site.ports.library.names(&id, &accounts)?;
        let named = accounts.into_iter().zip(names).map(|(id, name)| {
            let account = account(&id, name.as_deref());
            (id, account)
        });
        Ok(Self(named.collect()))
    }

    /// One of them.
    pub fn one(&self, id: &AccountId) -> Account {
        let known = self.0.get(id).cloned();
        known.unwrap_or_else(|| account(id, None))
    }

    /// Some of them.
    pub fn all(&self, ids: &[AccountId]) -> Vec<Account> {
        ids.iter().map(|id| self.one(id)).collect()
    }
}

/// What somebody has written.
pub(super) fn words(here: &Here, content: &Content) -> Words {
    Words {
        text: content.text.clone(),
        html: safe::words(content).0,
        files: content
            .media
            .iter()
            .filter_map(|media| file(here, media))
            .collect(),
        lang: content.lang.clone(),
    }
}

fn file(here: &Here, media: &Media) -> Option<File> {
    Some(File {
        url: links::absolute(&here.site, &links::file(&media.mxc)?),
        name: tidy(&media.name, 120),
        mime: media.mime.clone(),
        size_bytes: media.size_bytes,
    })
}

/// An item, for whoever asks.
pub(super) fn item(here: &Here, rules: &State, item: &model::Item) -> Result<Item, Refusal> {
    let id = here.community_id()?;
    let withheld = card::is_withheld(here, &id, &item.item);
    let content = item.content.as_ref().filter(|_| !withheld);
    let mine = here.account();
    let opinion = mine.and_then(|account| rules.opinion(&item.item, &account));
    let text = |id: &ItemId| id.to_string();
    Ok(Item {
        id: text(&item.item),
        page: page(here, item)?,
        root: item.root.as_ref().map(text),
        parent: item.parent.as_ref().map(text),
        author: account(&item.author, item.name.as_deref()),
        time_ms: item.time_ms,
        edited_ms: item.edited_ms,
        standing: item.standing.into(),
        withheld,
        words: content.map(|content| words(here, content)),
        supertags: item.supertags.clone(),
        tags: item.tags.clone(),
        support: item.support,
        useful: item.useful,
        oppose: item.oppose,
        comments: item.comments,
        entry: item.entry,
        event: item.event.clone(),
        opinion: opinion.map(Into::into),
    })
}

/// The address of an item's page.
pub(super) fn page(here: &Here, item: &model::Item) -> Result<String, Refusal> {
    let id = here.community_id()?;
    let path = match item.root {
        Some(root) => links::comment(&id, &root, &item.item),
        None => links::item(&id, &item.item),
    };
    Ok(links::absolute(&here.site, &path))
}

/// What was said in a case, an appeal or a proposal.
pub(super) fn arguments(here: &Here, about: &[u8; 32]) -> Result<Vec<Argument>, Refusal> {
    let id = here.community_id()?;
    let said = here.site.ports.library.said(&id, about)?;
    let named = Named::of(here, said.iter().map(|said| &said.author))?;
    let argument = |said: &model::Said| Argument {
        author: named.one(&said.author),
        time_ms: said.time_ms,
        kind: said.kind.clone(),
        text: said.text.clone(),
    };
    Ok(said.iter().map(argument).collect())
}
