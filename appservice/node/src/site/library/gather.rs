//! From facts to what they change in the view.

use std::collections::{BTreeMap, BTreeSet};

use secta_record::{
    Record, RecordId,
    act::{
        Act, Comment, DecideAppeal, Enter, ItemId, ModerationVote, Post, ProposeSupertag, Silence,
    },
};
use secta_rules::{
    State,
    query::{ItemStatus, ItemView},
    state::Matter,
};
use secta_store::pages::{
    Batch, Below, Edited, EntryRow, Founded, Happened, ItemStanding, NewItem, Reached, SaidRow,
    Stood, Tallied, Words,
};

use super::{crowd::day_of, told::Told};

/// What a stretch of facts changes.
pub(super) struct Gathering {
    batch: Batch,
    /// Whether any of the facts is a record.
    public: bool,
    voted: BTreeSet<ItemId>,
    stood: BTreeSet<ItemId>,
    days: BTreeMap<i32, Happened>,
}

impl Gathering {
    /// Of a community that has been followed so far.
    pub fn new(community: RecordId, reached: Reached) -> Self {
        Self {
            batch: Batch::new(community, reached),
            public: false,
            voted: BTreeSet::new(),
            stood: BTreeSet::new(),
            days: BTreeMap::new(),
        }
    }

    /// Takes a fact that the state has taken just now. `stream` is the community's stream, where it is known.
    pub fn take(&mut self, told: &Told, state: &State, stream: Option<&str>) {
        self.batch.reached.place = told.place.saturating_add(1);
        let Some(record) = &told.record else { return };
        self.public = true;
        self.batch.reached.record = Some(record.id());
        self.batch.reached.version = told.place.unsigned_abs().saturating_add(1);
        let Some(fact) = &told.fact else { return };
        let Some(act) = fact.act() else { return };
        let seen = Seen {
            record,
            stream,
            time_ms: fact.time_ms,
        };
        self.take_item(act, &seen, state);
        self.take_dispute(told.place, act, &seen, state);
        self.take_entry(act, &seen, state);
        match act {
            Act::Found(found) => {
                self.batch.founded = Some(Founded {
                    name: found.name.clone(),
                    time_ms: fact.time_ms,
                });
            }
            Act::Profile(profile) => {
                let account = fact.author.clone();
                self.batch.profiles.push((account, profile.clone()));
            }
            Act::Wallet(wallet) => {
                let account = fact.author.clone();
                self.batch.wallets.push((account, wallet.clone()));
            }
            _ => {}
        }
    }

    fn take_item(&mut self, act: &Act, seen: &Seen<'_>, state: &State) {
        match act {
            Act::Post(post) => {
                self.day(seen.time_ms).posts += 1;
                self.batch.items.push(seen.post(post));
            }
            Act::Comment(comment) => {
                self.day(seen.time_ms).comments += 1;
                self.batch.items.push(seen.comment(comment));
            }
            Act::ReleasedPost(post) => self.batch.items.push(seen.post(post)),
            Act::ReleasedComment(comment) => self.batch.items.push(seen.comment(comment)),
            Act::Publish(publish) => {
                let item = state.item(&publish.item, seen.time_ms);
                let is_post = item.is_some_and(|item| item.root.is_none());
                let day = self.day(seen.time_ms);
                day.posts += u32::from(is_post);
                day.comments += u32::from(!is_post);
            }
            Act::Edit(edit) => self.batch.edits.push(Edited {
                item: edit.item,
                record: seen.record.id(),
                time_ms: seen.time_ms,
                content: edit.content.clone(),
            }),
            Act::Withdraw(withdraw) => {
                self.stood.insert(withdraw.item);
            }
            Act::Vote(vote) => {
                self.day(seen.time_ms).votes += 1;
                self.voted.insert(vote.item);
            }
            Act::Unvote(unvote) => {
                self.voted.insert(unvote.item);
            }
            _ => {}
        }
    }

    fn take_dispute(&mut self, place: i64, act: &Act, seen: &Seen<'_>, state: &State) {
        let said = match act {
            Act::SilenceVote(ModerationVote { case, argument })
            | Act::ExcludeVote(ModerationVote { case, argument }) => (case.0, argument.clone()),
            Act::Appeal(appeal) => (appeal.appeal.0, appeal.text.clone()),
            Act::ProposeSupertag(ProposeSupertag { proposal, supertag }) => {
                let words = supertag.as_ref().map(|it| it.definition.clone());
                (proposal.0, words)
            }
            Act::Silence(Silence { case, .. }) => {
                let case = state.case(case, seen.time_ms);
                self.stood.extend(case.map(|case| case.item));
                return;
            }
            Act::DecideAppeal(DecideAppeal { appeal, .. }) => {
                let appeal = state.appeal(appeal, seen.time_ms);
                let cases = appeal.into_iter().flat_map(|appeal| appeal.cases);
                let cases = cases.filter_map(|case| state.case(&case, seen.time_ms));
                self.stood.extend(cases.map(|case| case.item));
                return;
            }
            _ => return,
        };
        let (about, text) = said;
        let row = SaidRow {
            about,
            author: seen.author(),
            time_ms: seen.time_ms,
            kind: act.kind().to_owned(),
            text,
        };
        self.batch.said.push((place, row));
    }

    fn take_entry(&mut self, act: &Act, seen: &Seen<'_>, state: &State) {
        if let Act::WithdrawEntry(withdraw) = act {
            self.batch.entries_withdrawn.push(withdraw.proposal.0);
        }
        if let Act::Enter(enter) = act {
            self.batch.entries.extend(seen.entry(enter, state));
        }
    }

    fn day(&mut self, time_ms: i64) -> &mut Happened {
        let day = day_of(time_ms);
        self.days.entry(day).or_insert(Happened {
            day,
            ..Happened::default()
        })
    }

    /// What it comes to, with the tallies and standings of the state that has taken all of it.
    pub fn end(mut self, state: &State) -> Batch {
        for item in &self.voted {
            let tally = state.tally(item);
            self.batch.tallies.extend(tally.map(|tally| Tallied {
                item: *item,
                support: tally.support,
                useful: tally.useful,
                oppose: tally.oppose,
            }));
        }
        for item in &self.stood {
            let view = state.item(item, 0);
            let standing = view.as_ref().and_then(standing);
            self.batch.standings.extend(standing.map(|standing| Stood {
                item: *item,
                standing,
                words: None,
                event: None,
            }));
        }
        self.batch.happened = self.days.into_values().collect();
        self.batch
    }

    /// Whether any of it is for everybody.
    pub fn is_public(&self) -> bool {
        self.public
    }

    /// How many there were at the ends of days that were over.
    pub fn days_ended(&mut self, ends: Vec<secta_store::pages::DayEnd>) {
        self.batch.days_ended.extend(ends);
    }
}

/// A record of an act, and what stands around it.
struct Seen<'a> {
    record: &'a Record,
    stream: Option<&'a str>,
    time_ms: i64,
}

impl Seen<'_> {
    fn author(&self) -> secta_record::act::AccountId {
        self.record.envelope().author.as_str().into()
    }

    /// The message of the stream that the act was.
    fn event(&self) -> Option<String> {
        let evidence = self.record.envelope().evidence.as_ref()?;
        let here = self.stream == Some(evidence.room.as_str());
        here.then(|| evidence.event_id.clone())
    }

    fn post(&self, post: &Post) -> NewItem {
        NewItem {
            item: post.item,
            below: None,
            author: self.author(),
            time_ms: self.time_ms,
            record: self.record.id(),
            event: self.event(),
            words: words_of_post(post),
        }
    }

    fn comment(&self, comment: &Comment) -> NewItem {
        NewItem {
            item: comment.item,
            below: Some(Below {
                root: comment.root,
                parent: comment.parent,
            }),
            author: self.author(),
            time_ms: self.time_ms,
            record: self.record.id(),
            event: self.event(),
            words: words_of_comment(comment),
        }
    }

    fn entry(&self, enter: &Enter, state: &State) -> Option<EntryRow> {
        let proposal = state.proposal(&enter.proposal, self.time_ms)?;
        let Matter::Entry(entry) = proposal.matter else {
            return None;
        };
        let said = enter.said.as_ref();
        Some(EntryRow {
            number: entry.number?,
            proposal: enter.proposal.0,
            record: self.record.id(),
            author: entry.author.clone(),
            name: None,
            written_ms: said.map_or(self.time_ms, |said| said.time_ms),
            entered_ms: self.time_ms,
            item: entry.item,
            content: said.map(|said| said.content.clone()),
        })
    }
}

/// What a post says, and its tags.
pub(super) fn words_of_post(post: &Post) -> Option<Words> {
    let content = post.content.clone()?;
    Some(Words {
        content,
        supertags: post.supertags.clone(),
        tags: post.tags.clone(),
    })
}

/// What a comment says.
pub(super) fn words_of_comment(comment: &Comment) -> Option<Words> {
    let content = comment.content.clone()?;
    Some(Words {
        content,
        ..Words::default()
    })
}

fn standing(view: &ItemView) -> Option<ItemStanding> {
    match view.status {
        ItemStatus::Waiting { .. } => None,
        ItemStatus::Published { .. } => Some(ItemStanding::Published),
        ItemStatus::Hidden => Some(ItemStanding::Hidden),
        ItemStatus::Withdrawn => Some(ItemStanding::Withdrawn),
    }
}
