//! What is published and what waits, read from the rules and the words beside them.

use std::sync::{Arc, atomic::Ordering};

use async_trait::async_trait;
use secta_bot_kit::{Lang, UserId};
use secta_record::{
    RecordId,
    act::{AccountId, ItemId},
};
use secta_rules::query::ItemStatus;
use tokio::sync::watch;

use super::{Fake, held};
use crate::{
    model::{
        Community, Day, Entry, Item, Key, Listed, Listing, Persona, Said, Shown, Standing, TagUse,
        Twig, Waiting,
    },
    ports::{Library, PortError, Rules, Twilight},
};

impl Fake {
    /// An item that was ever public.
    fn item(&self, id: &ItemId) -> Option<Item> {
        let state = self.state.read();
        let view = state.item(id, self.now_ms())?;
        let standing = match view.status {
            ItemStatus::Waiting { .. } => return None,
            ItemStatus::Published { .. } => Standing::Published,
            ItemStatus::Hidden => Standing::Hidden,
            ItemStatus::Withdrawn => Standing::Withdrawn,
        };
        let written = held(&self.written).get(id).cloned()?;
        let (supertags, tags) = state.tags_of(id);
        let owned = |all: Vec<&str>| all.into_iter().map(str::to_owned).collect();
        let published = standing == Standing::Published;
        Some(Item {
            item: *id,
            root: written.root,
            parent: written.parent,
            name: self.named_as(&written.author),
            author: written.author,
            time_ms: written.time_ms,
            edited_ms: view.edited_ms,
            standing,
            content: published.then_some(written.content),
            supertags: owned(supertags),
            tags: owned(tags),
            support: view.tally.support,
            useful: view.tally.useful,
            oppose: view.tally.oppose,
            comments: 0,
            event: None,
            entry: None,
        })
    }

    fn named_as(&self, account: &AccountId) -> Option<String> {
        let personas = held(&self.personas);
        personas.get(account).and_then(|known| known.name.clone())
    }

    /// Everything that was ever public, the newest first.
    fn all(&self) -> Vec<Item> {
        let ids: Vec<ItemId> = held(&self.written).keys().copied().collect();
        let mut items: Vec<Item> = ids.iter().filter_map(|id| self.item(id)).collect();
        items.sort_by_key(|item| std::cmp::Reverse((item.time_ms, item.item)));
        for place in 0..items.len() {
            let post = items[place].item;
            let below =
                |item: &&Item| item.root == Some(post) && item.standing == Standing::Published;
            let count = items.iter().filter(below).count();
            items[place].comments = u32::try_from(count).expect("a few comments");
        }
        items
    }
}

fn score(item: &Item) -> i64 {
    i64::from(item.support) + i64::from(item.useful) - i64::from(item.oppose)
}

fn is_listed(item: &Item, listing: &Listing) -> bool {
    let post = item.root.is_none();
    let fits = match listing {
        Listing::Newest | Listing::Supported => post,
        Listing::Supertag(name) => post && item.supertags.contains(name),
        Listing::Tag(tag) => post && item.tags.contains(tag),
        Listing::By(account) => item.author == *account,
        Listing::Comments => !post,
    };
    fits && item.standing == Standing::Published
}

impl Library for Fake {
    fn communities(&self) -> Result<Vec<Community>, PortError> {
        Ok(vec![Community {
            id: self.id,
            name: self.name.clone(),
            lang: Lang::Ru,
            stream_room: Some("!stream:x".to_owned()),
        }])
    }

    fn rules(&self, community: &RecordId) -> Option<Arc<Rules>> {
        (*community == self.id).then(|| Arc::clone(&self.state))
    }

    fn version(&self, _community: &RecordId) -> u64 {
        self.version.load(Ordering::SeqCst)
    }

    fn changes(&self) -> watch::Receiver<u64> {
        self.changes.subscribe()
    }

    fn listed(
        &self,
        _community: &RecordId,
        listing: &Listing,
        after: Option<Key>,
        take: usize,
    ) -> Result<Listed, PortError> {
        let key = |item: &Item| Key {
            score: match listing {
                Listing::Supported => score(item),
                _ => 0,
            },
            time_ms: item.time_ms,
            item: item.item,
        };
        let mut items = self.all();
        items.retain(|item| is_listed(item, listing));
        items.sort_by_key(|item| std::cmp::Reverse(key(item)));
        if let Some(after) = after {
            items.retain(|item| key(item) < after);
        }
        let more = items.len() > take;
        items.truncate(take);
        let next = items.last().filter(|_| more).map(key);
        Ok(Listed { items, next })
    }

    fn items(&self, _community: &RecordId, ids: &[ItemId]) -> Result<Vec<Item>, PortError> {
        let all = self.all();
        let found = ids
            .iter()
            .filter_map(|id| all.iter().find(|item| item.item == *id));
        Ok(found.cloned().collect())
    }

    fn thread(&self, _community: &RecordId, root: &ItemId) -> Result<Vec<Twig>, PortError> {
        let mut below = self.all();
        below.reverse();
        below.retain(|item| item.root == Some(*root));
        let twigs = below.iter().map(|item| Twig {
            item: item.item,
            parent: item.parent.unwrap_or(*root),
            author: item.author.clone(),
            time_ms: item.time_ms,
            score: score(item),
            asks: item
                .content
                .as_ref()
                .is_some_and(|content| content.text.contains('?')),
        });
        Ok(twigs.collect())
    }

    fn persona(&self, _community: &RecordId, account: &AccountId) -> Result<Persona, PortError> {
        let known = held(&self.personas).get(account).cloned();
        let mut items = self.all();
        items.retain(|item| item.author == *account && item.standing == Standing::Published);
        let posts = items.iter().filter(|item| item.root.is_none()).count() as u64;
        Ok(Persona {
            posts,
            comments: items.len() as u64 - posts,
            ..known.unwrap_or_default()
        })
    }

    fn names(
        &self,
        _community: &RecordId,
        accounts: &[AccountId],
    ) -> Result<Vec<Option<String>>, PortError> {
        Ok(accounts.iter().map(|one| self.named_as(one)).collect())
    }

    fn entries(
        &self,
        _community: &RecordId,
        before: Option<u64>,
        take: usize,
    ) -> Result<Vec<Entry>, PortError> {
        let entries = held(&self.entries);
        let before = before.unwrap_or(u64::MAX);
        let shown = entries.iter().rev().filter(|entry| entry.number < before);
        Ok(shown.take(take).cloned().collect())
    }

    fn said(&self, _community: &RecordId, about: &[u8; 32]) -> Result<Vec<Said>, PortError> {
        Ok(held(&self.said).get(about).cloned().unwrap_or_default())
    }

    fn tags(&self, _community: &RecordId, take: usize) -> Result<Vec<TagUse>, PortError> {
        let mut used = std::collections::BTreeMap::new();
        for tag in self.all().into_iter().flat_map(|item| item.tags) {
            *used.entry(tag).or_insert(0) += 1;
        }
        let used = used.into_iter().map(|(tag, posts)| TagUse { tag, posts });
        Ok(used.take(take).collect())
    }

    fn days(&self, _community: &RecordId, from: i32) -> Result<Vec<Day>, PortError> {
        let today = i32::try_from(self.now_ms() / 86_400_000).expect("a day of these times");
        let day = Day {
            day: today,
            posts: 1,
            magic: 1,
            ..Day::default()
        };
        Ok(vec![day]
            .into_iter()
            .filter(|day| day.day >= from)
            .collect())
    }

    fn shown(&self, _mxc: &str) -> Result<Option<Shown>, PortError> {
        Ok(None)
    }
}

#[async_trait]
impl Twilight for Fake {
    async fn waiting(
        &self,
        _community: &RecordId,
        ids: &[ItemId],
    ) -> Result<Vec<Waiting>, PortError> {
        let written = held(&self.written);
        let waiting = ids.iter().filter_map(|id| {
            let one = written.get(id)?;
            Some(Waiting {
                item: *id,
                content: Some(one.content.clone()),
                name: self.named_as(&one.author),
            })
        });
        Ok(waiting.collect())
    }

    async fn told(
        &self,
        _community: &RecordId,
        _account: &UserId,
    ) -> Result<Vec<(i64, String)>, PortError> {
        Ok(Vec::new())
    }
}
