//! Why a fact cannot be.

use secta_record::act::Why;

use crate::refusal::Refusal;

/// A fact that the state doesn't justify. Nothing has changed then.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unlawful {
    /// The act would have been refused.
    #[error("the act is refused: {0}")]
    Refused(#[from] Refusal),
    /// The act is older than what came before it.
    #[error("the act is of {time_ms}, and {clock_ms} was before it")]
    BackInTime {
        /// The act's time, in milliseconds since 1970.
        time_ms: i64,
        /// The state's clock, in milliseconds since 1970.
        clock_ms: i64,
    },
    /// A decision's numbers are not those of the state.
    #[error("a {kind} record says {what} is {recorded}; it is {computed}")]
    Differs {
        /// The act's kind.
        kind: &'static str,
        /// Which number differs.
        what: &'static str,
        /// What the record says.
        recorded: i64,
        /// What the state says.
        computed: i64,
    },
    /// A decision's numbers are right, and not enough.
    #[error("a {kind} record lacks votes: {} of {}", .why.votes, .why.threshold)]
    NotReached {
        /// The act's kind.
        kind: &'static str,
        /// The state's numbers.
        why: Why,
    },
    /// A decision comes before its time.
    #[error("a {kind} record is too early: {time_ms}, due at {due_ms}")]
    TooEarly {
        /// The act's kind.
        kind: &'static str,
        /// The act's time, in milliseconds since 1970.
        time_ms: i64,
        /// When it is due, in milliseconds since 1970.
        due_ms: i64,
    },
    /// A decision that was made already, or that the state gives no cause for.
    #[error("a {kind} record has no cause")]
    NoCause {
        /// The act's kind.
        kind: &'static str,
    },
}

/// Compares a recorded number with the state's.
pub(crate) fn same(
    kind: &'static str,
    what: &'static str,
    recorded: i64,
    computed: i64,
) -> Result<(), Unlawful> {
    if recorded == computed {
        return Ok(());
    }
    Err(Unlawful::Differs {
        kind,
        what,
        recorded,
        computed,
    })
}

/// Compares a decision's numbers with the state's, one by one.
pub(crate) fn same_why(kind: &'static str, recorded: &Why, computed: &Why) -> Result<(), Unlawful> {
    let number = |why: &Why| {
        [
            ("rule", why.rule as i64),
            ("policy", i64::from(why.policy)),
            ("x", i64::from(why.x)),
            ("magic", i64::from(why.magic)),
            ("threshold", i64::from(why.threshold)),
            ("votes", i64::from(why.votes)),
        ]
    };
    let pairs = number(recorded).into_iter().zip(number(computed));
    for ((what, recorded), (_, computed)) in pairs {
        same(kind, what, recorded, computed)?;
    }
    Ok(())
}

/// Compares a decision's numbers with the state's, and checks that they suffice.
pub(crate) fn justified(
    kind: &'static str,
    recorded: &Why,
    computed: &Why,
) -> Result<(), Unlawful> {
    same_why(kind, recorded, computed)?;
    if computed.votes < computed.threshold {
        let why = *computed;
        return Err(Unlawful::NotReached { kind, why });
    }
    Ok(())
}
