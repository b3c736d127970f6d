//! From facts to what they change in the view.

use std::collections::{BTreeMap, BTreeSet};

use secta_record::{
    Record, RecordId,
    act::{
        AccountId, Act, CaseId, Comment, Edit, Enter, Found, ItemId, ModerationVote, Post, Publish,
        Revise,
    },
};
use secta_rules::{
    State,
    query::{ItemStatus, ItemView},
    state::Matter,
};
use secta_store::pages::{
    Batch, Below, DayEnd, Edited, EntryRow, Founded, Happened, ItemStanding, NewItem, NewRevision,
    Reached, SaidRow, Stood, Tallied, Words,
};

use super::{crowd::day_of, told::Told, wiki};

/// What a stretch of facts changes.
pub(super) struct Gathering {
    batch: Batch,
    voted: BTreeSet<ItemId>,
    stood: BTreeSet<ItemId>,
    days: BTreeMap<i32, Happened>,
}

impl Gathering {
    /// Of a community that has been followed so far.
    pub fn new(community: RecordId, reached: Reached) -> Self {
        Self {
            batch: Batch::new(community, reached),
            voted: BTreeSet::new(),
            stood: BTreeSet::new(),
            days: BTreeMap::new(),
        }
    }

    /// Takes a fact that the state has taken just now. `stream` is the community's stream, where it is known.
    pub fn take(&mut self, told: &Told, state: &State, stream: Option<&str>) {
        self.batch.reached.place = told.place.saturating_add(1);
        let Some(record) = &told.record else { return };
        self.batch.public = true;
        self.batch.reached.record = Some(record.id());
        let Some(fact) = &told.fact else { return };
        let seen = Seen {
            record,
            place: told.place,
            time_ms: fact.time_ms,
            stream,
        };
        if let Some(act) = fact.act() {
            self.take_act(act, &seen, state);
        }
    }

    fn take_act(&mut self, act: &Act, seen: &Seen<'_>, state: &State) {
        match act {
            Act::Found(found) => self.batch.founded = Some(seen.founding(found)),
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
            Act::Publish(publish) => self.publish(publish, seen, state),
            Act::Edit(edit) => self.batch.edits.push(seen.edit(edit)),
            Act::Withdraw(withdraw) => self.stood.extend([withdraw.item]),
            Act::Vote(vote) => {
                self.day(seen.time_ms).votes += 1;
                self.voted.insert(vote.item);
            }
            Act::Unvote(unvote) => self.voted.extend([unvote.item]),
            Act::SilenceVote(ModerationVote { case, argument })
            | Act::ExcludeVote(ModerationVote { case, argument }) => {
                self.say(act, seen, (case.0, argument.clone()));
            }
            Act::Appeal(appeal) => self.say(act, seen, (appeal.appeal.0, appeal.text.clone())),
            Act::ProposeSupertag(propose) => {
                let words = propose.supertag.as_ref().map(|it| it.definition.clone());
                self.say(act, seen, (propose.proposal.0, words));
            }
            Act::Silence(silence) => self.restand(&silence.case, seen, state),
            Act::DecideAppeal(decided) => {
                let appeal = state.appeal(&decided.appeal, seen.time_ms);
                for case in appeal.into_iter().flat_map(|appeal| appeal.cases) {
                    self.restand(&case, seen, state);
                }
            }
            Act::Enter(enter) => self.batch.entries.extend(seen.entry(enter, state)),
            Act::WithdrawEntry(withdraw) => {
                self.batch.entries_withdrawn.push(withdraw.proposal.0);
            }
            Act::Revise(revise) => self.batch.revisions.push(seen.revision(revise)),
            Act::HideRevision(hide) => self.batch.revisions_hidden.push(hide.revision),
            Act::Profile(profile) => self.batch.profiles.push((seen.author(), profile.clone())),
            Act::Wallet(wallet) => self.batch.wallets.push((seen.author(), wallet.clone())),
            // Ranks, decisions and votes on them are asked of the rules.
            Act::Presence(_)
            | Act::Promote(_)
            | Act::Grant(_)
            | Act::Invite(_)
            | Act::Join(_)
            | Act::OpenCase(_)
            | Act::Unmoderate(_)
            | Act::Exclude(_)
            | Act::CloseCase(_)
            | Act::AppealVote(_)
            | Act::AppealUnvote(_)
            | Act::ProposePolicy(_)
            | Act::ProposalVote(_)
            | Act::ProposalUnvote(_)
            | Act::AcceptProposal(_)
            | Act::LapseProposal(_)
            | Act::ProposeEntry(_)
            | Act::Protect(_)
            | Act::Key(_) => {}
        }
    }

    fn publish(&mut self, publish: &Publish, seen: &Seen<'_>, state: &State) {
        let item = state.item(&publish.item, seen.time_ms);
        let is_post = item.is_some_and(|item| item.root.is_none());
        let day = self.day(seen.time_ms);
        day.posts += u32::from(is_post);
        day.comments += u32::from(!is_post);
    }

    /// What somebody says about a case, an appeal or a proposal.
    fn say(&mut self, act: &Act, seen: &Seen<'_>, (about, text): ([u8; 32], Option<String>)) {
        let said = SaidRow {
            about,
            author: seen.author(),
            time_ms: seen.time_ms,
            kind: act.kind().to_owned(),
            text,
        };
        self.batch.said.push((seen.place, said));
    }

    /// The item of a case may stand otherwise now.
    fn restand(&mut self, case: &CaseId, seen: &Seen<'_>, state: &State) {
        let case = state.case(case, seen.time_ms);
        self.stood.extend(case.map(|case| case.item));
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

    /// How many there were at the ends of days that were over.
    pub fn days_ended(&mut self, ends: Vec<DayEnd>) {
        self.batch.days_ended.extend(ends);
    }
}

/// A record of an act, and what stands around it.
struct Seen<'a> {
    record: &'a Record,
    place: i64,
    time_ms: i64,
    stream: Option<&'a str>,
}

impl Seen<'_> {
    fn author(&self) -> AccountId {
        AccountId::new(&self.record.envelope().author)
    }

    /// The message of the stream that the act was.
    fn event(&self) -> Option<String> {
        let evidence = self.record.envelope().evidence.as_ref()?;
        let here = self.stream == Some(evidence.room.as_str());
        here.then(|| evidence.event_id.clone())
    }

    fn founding(&self, found: &Found) -> Founded {
        Founded {
            name: found.name.clone(),
            time_ms: self.time_ms,
        }
    }

    fn edit(&self, edit: &Edit) -> Edited {
        Edited {
            item: edit.item,
            record: self.record.id(),
            time_ms: self.time_ms,
            content: edit.content.clone(),
        }
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

    fn revision(&self, revise: &Revise) -> NewRevision {
        NewRevision {
            row: wiki::revision(revise, self.author(), self.time_ms),
            record: self.record.id(),
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
