//! Finding posts by their tags (R12).

use secta_record::act::{ItemId, Supertag};

use crate::{
    state::{Item, ItemNo, State},
    tags::key_of_supertag,
    text::fold,
};

/// A post under its tags.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Filed {
    /// The post.
    pub item: ItemId,
    /// When it was published, in milliseconds since 1970.
    pub published_ms: i64,
}

impl State {
    /// The accepted supertag of a name or synonym; case, `ё`, underscores and hyphens don't matter.
    pub fn supertag(&self, name: &str) -> Option<&Supertag> {
        self.public.proposals.supertag(&fold(name))
    }

    /// The posts that carry all of these tags, supertags or plain, and may be looked at: the newest first.
    ///
    /// `before_ms` (in milliseconds since 1970) leaves out what was published then or later, to read on.
    pub fn posts_under(&self, tags: &[&str], before_ms: i64, limit: usize) -> Vec<Filed> {
        let numbers: Option<Vec<u32>> = tags.iter().map(|tag| self.tag(tag)).collect();
        let Some((first, others)) = numbers.as_deref().and_then(<[u32]>::split_first) else {
            return Vec::new();
        };
        let under = self.public.items.under(*first);
        let older = under.filter(|(published_ms, _)| *published_ms < before_ms);
        let filed = older.filter_map(|(published_ms, number)| {
            let item = self.readable(number)?;
            let all = others.iter().all(|tag| item.tags.contains(tag));
            let item = self.public.items.id(number).filter(|_| all)?;
            Some(Filed { item, published_ms })
        });
        filed.take(limit).collect()
    }

    /// A post's tags: its supertags' names and its plain tags, folded.
    pub fn tags_of(&self, item: &ItemId) -> (Vec<&str>, Vec<&str>) {
        let found = self.public.items.find(item);
        let tags = found.map_or(&[][..], |(_, item)| &item.tags);
        let names = tags
            .iter()
            .filter_map(|tag| self.public.items.tag_name(*tag));
        let (supertags, plain): (Vec<&str>, Vec<&str>) =
            names.partition(|name| name.starts_with('#'));
        let named = |key: &&str| {
            let folded = key.trim_start_matches('#');
            self.public
                .proposals
                .supertag(folded)
                .map(|it| it.name.as_str())
        };
        (supertags.iter().filter_map(named).collect(), plain)
    }

    fn tag(&self, tag: &str) -> Option<u32> {
        let key = match self.supertag(tag) {
            Some(supertag) => key_of_supertag(&supertag.name),
            None => fold(tag),
        };
        self.public.items.tag_number(key.as_str())
    }

    fn readable(&self, number: ItemNo) -> Option<&Item> {
        let item = self.public.items.get(number)?;
        (!item.hidden && !item.withdrawn).then_some(item)
    }
}
