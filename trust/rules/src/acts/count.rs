//! The numbers at which items are published, ranks rise and invitations are earned (R1, R4, R5).

use secta_record::act::{Rule, Why};

use crate::state::{AccountNo, Electorate, Except, Poll, Public, Tally};

/// What an item's decision is counted for.
#[derive(Clone, Copy)]
pub(crate) struct Counted {
    pub author: AccountNo,
    pub tally: Tally,
    /// Who is voting at this moment, whose vote is in the tally already.
    pub acting: Option<AccountNo>,
    pub at_ms: i64,
}

fn numbers(
    public: &Public,
    counted: &Counted,
    rule: Rule,
    electorate: Electorate,
    votes: u32,
) -> Why {
    let except = Except {
        candidate: Some(counted.author),
        acting: counted.acting,
    };
    let poll = Poll {
        rule,
        electorate,
        except,
        policy: public.version(),
        at_ms: counted.at_ms,
    };
    public.why(poll, votes)
}

/// Whether the account is the founder, on the way in (R2).
pub(crate) fn is_founding(public: &Public, author: AccountNo) -> bool {
    let founder = public.community.as_ref().map(|community| community.founder);
    founder == Some(author) && !public.people.ever_trusted
}

/// The numbers for a waiting post (R2, R4): positive votes of the trusted against the magic number.
pub(crate) fn post(public: &Public, counted: &Counted) -> Why {
    let founding = is_founding(public, counted.author);
    let rule = if founding { Rule::R2 } else { Rule::R4 };
    numbers(
        public,
        counted,
        rule,
        Electorate::Trusted,
        counted.tally.positive(),
    )
}

/// The numbers for a waiting comment (R5): its index among the trusted against a part of the magic number.
pub(crate) fn comment(public: &Public, counted: &Counted) -> Why {
    let index = u32::try_from(counted.tally.index()).unwrap_or(0);
    let why = numbers(public, counted, Rule::R5, Electorate::Trusted, index);
    let share = public.in_force().publish_share;
    let threshold = share.ceil_of(why.magic).max(1);
    Why { threshold, ..why }
}

/// The numbers for a published comment's author (R5): "useful" of all members against the magic number.
pub(crate) fn useful(public: &Public, counted: &Counted) -> Why {
    numbers(
        public,
        counted,
        Rule::R5,
        Electorate::Members,
        counted.tally.useful,
    )
}

/// The numbers for an invitation (R4): positive votes of all members against the magic number.
pub(crate) fn invitation(public: &Public, counted: &Counted) -> Why {
    numbers(
        public,
        counted,
        Rule::R4,
        Electorate::Members,
        counted.tally.positive(),
    )
}

/// Whether the votes suffice.
pub(crate) fn is_reached(why: &Why) -> bool {
    why.votes >= why.threshold
}
