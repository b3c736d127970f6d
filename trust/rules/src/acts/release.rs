//! What waited becomes public: the item, the votes that stand on it, the decisions (R4, R5).

use secta_record::act::{
    AccountId, Act, Comment, Grant, ItemId, Opinion, Post, Promote, Publish, Rank, Vote, Why,
};

use super::{
    Asked, Done, comment,
    count::{self, Counted},
    post,
};
use crate::{
    fact::{Draft, Fact},
    refusal::Refusal,
    state::{Candidate, Public, Tally},
    unlawful::Unlawful,
};

/// A waiting item whose votes are about to change.
pub(crate) struct Waiting<'a> {
    pub item: ItemId,
    pub candidate: &'a Candidate,
    /// The new opinion of who asks; `None` where they take theirs back.
    pub now: Option<Opinion>,
}

impl Waiting<'_> {
    fn tally(&self, asked: Asked<'_>) -> Tally {
        let before = asked
            .who
            .number
            .and_then(|voter| self.candidate.votes.get(&voter));
        let before = before.map(|leaning| leaning.opinion);
        self.candidate.tally.after(before, self.now)
    }

    /// The votes in the order in which they were given, with their voters and times.
    fn votes(&self, asked: Asked<'_>) -> Vec<(i64, AccountId, Opinion)> {
        let mut votes = Vec::new();
        let mut since_ms = asked.at_ms;
        for leaning in self.candidate.votes.values() {
            if leaning.voter == *asked.by {
                since_ms = leaning.since_ms;
            } else {
                votes.push((leaning.since_ms, leaning.voter.clone(), leaning.opinion));
            }
        }
        votes.extend(
            self.now
                .map(|opinion| (since_ms, asked.by.clone(), opinion)),
        );
        votes.sort();
        votes
    }
}

/// What the change of votes brings about: nothing, or the publication with all that follows.
pub(crate) fn follows(asked: Asked<'_>, waiting: &Waiting<'_>) -> Result<Vec<Fact>, Refusal> {
    let (public, before) = (asked.public(), waiting.candidate.tally);
    let counted = Counted {
        author: waiting.candidate.author,
        tally: waiting.tally(asked),
        acting: waiting.now.and(asked.who.number),
        at_ms: asked.at_ms,
    };
    let (raised, why) = match &waiting.candidate.draft {
        Draft::Post { .. } => {
            let raised = counted.tally.positive() > before.positive();
            (raised, count::post(public, &counted))
        }
        Draft::Comment { root, parent } => {
            let raised = counted.tally.index() > before.index();
            let has_thread = comment::thread(public, root, parent).is_ok();
            (raised && has_thread, count::comment(public, &counted))
        }
    };
    let excluded = public.who(&waiting.candidate.author_id).is_excluded();
    if !raised || excluded || !count::is_reached(&why) {
        return Ok(Vec::new());
    }
    publication(asked, waiting, &counted, why)
}

fn publication(
    asked: Asked<'_>,
    waiting: &Waiting<'_>,
    counted: &Counted,
    why: Why,
) -> Result<Vec<Fact>, Refusal> {
    let (item, candidate) = (waiting.item, waiting.candidate);
    let act = act(item, &candidate.draft);
    let mut facts = vec![Fact::public(candidate.time_ms, &candidate.author_id, act)];
    for (time_ms, voter, opinion) in waiting.votes(asked) {
        let vote = Act::Vote(Vote { item, opinion });
        facts.push(Fact::public(time_ms, &voter, vote));
    }
    facts.push(asked.ruled(Act::Publish(Publish { item, why }))?);
    let effect = effect(asked.public(), waiting, counted, why);
    facts.extend(effect.map(|act| asked.ruled(act)).transpose()?);
    Ok(facts)
}

fn act(item: ItemId, draft: &Draft) -> Act {
    let content = None;
    match draft.clone() {
        Draft::Post { supertags, tags } => Act::ReleasedPost(Post {
            item,
            content,
            supertags,
            tags,
        }),
        Draft::Comment { root, parent } => Act::ReleasedComment(Comment {
            item,
            root,
            parent,
            content,
        }),
    }
}

/// What the item brings its author in the same moment.
fn effect(public: &Public, waiting: &Waiting<'_>, counted: &Counted, why: Why) -> Option<Act> {
    let (item, account) = (waiting.item, waiting.candidate.author_id.clone());
    let rank = public.rank(counted.author);
    let promote = |account, to, why| {
        Act::Promote(Promote {
            account,
            to,
            item,
            why,
        })
    };
    match (&waiting.candidate.draft, rank) {
        (Draft::Post { .. }, Rank::Ghost | Rank::Commenter) => {
            Some(promote(account, Rank::Trusted, why))
        }
        (Draft::Post { .. }, Rank::Trusted) => {
            let why = count::invitation(public, counted);
            let grant = Act::Grant(Grant { account, item, why });
            count::is_reached(&why).then_some(grant)
        }
        (Draft::Comment { .. }, Rank::Ghost) => {
            let why = count::useful(public, counted);
            count::is_reached(&why).then(|| promote(account, Rank::Commenter, why))
        }
        (Draft::Comment { .. }, Rank::Commenter | Rank::Trusted) => None,
    }
}

pub(crate) fn apply_post(public: &mut Public, done: Done<'_>, post: &Post) -> Result<(), Unlawful> {
    done.who.belongs()?;
    post::add(public, done, post, None)
}

pub(crate) fn apply_comment(
    public: &mut Public,
    done: Done<'_>,
    comment: &Comment,
) -> Result<(), Unlawful> {
    done.who.belongs()?;
    comment::add(public, done, comment, None)
}
