//! How often something may be tried. Kept in memory: a restart forgives.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::{Mutex, PoisonError},
};

/// The most names that are counted at a time; of more, those are forgotten whose time is over.
const NAMES_MAX: usize = 100_000;
const MINUTE_MS: i64 = 60 * 1000;
const HOUR_MS: i64 = 60 * MINUTE_MS;

/// How often, in which time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Limit {
    what: &'static str,
    most: usize,
    within_ms: i64,
}

/// Codes for one account.
pub(super) const CODES_OF_ACCOUNT: Limit = Limit::new("code/account", 3, 10 * MINUTE_MS);
/// Codes that one peer asks for.
pub(super) const CODES_OF_PEER: Limit = Limit::new("code/peer", 10, 10 * MINUTE_MS);
/// Phrases that one peer tries.
pub(super) const PHRASES_OF_PEER: Limit = Limit::new("phrase/peer", 10, 10 * MINUTE_MS);
/// Accounts that one peer makes.
pub(super) const ACCOUNTS_OF_PEER: Limit = Limit::new("make/peer", 3, HOUR_MS);
/// Accounts that are made at all.
pub(super) const ACCOUNTS: Limit = Limit::new("make/all", 100, HOUR_MS);
/// Ceremonies with passkeys that one peer begins.
pub(super) const PASSKEYS_OF_PEER: Limit = Limit::new("passkey/peer", 30, 10 * MINUTE_MS);

impl Limit {
    const fn new(what: &'static str, most: usize, within_ms: i64) -> Self {
        Self {
            what,
            most,
            within_ms,
        }
    }
}

/// What was tried, and when.
#[derive(Debug, Default)]
pub(super) struct Limits {
    tried: Mutex<BTreeMap<(Limit, String), VecDeque<i64>>>,
}

impl Limits {
    /// Counts one more try by a name.
    ///
    /// # Errors
    ///
    /// After how many seconds the next may come.
    pub(super) fn take(&self, limit: Limit, name: &str, now_ms: i64) -> Result<(), u64> {
        let mut tried = self.tried.lock().unwrap_or_else(PoisonError::into_inner);
        if tried.len() >= NAMES_MAX {
            tried.retain(|(limit, _), times| {
                let last = times.back().copied().unwrap_or(i64::MIN);
                now_ms.saturating_sub(last) < limit.within_ms
            });
        }
        let times = tried.entry((limit, name.to_owned())).or_default();
        times.retain(|at_ms| now_ms.saturating_sub(*at_ms) < limit.within_ms);
        match times.front() {
            Some(first_ms) if times.len() >= limit.most => {
                let left_ms = limit.within_ms - now_ms.saturating_sub(*first_ms);
                Err(u64::try_from(left_ms / 1000 + 1).unwrap_or(1))
            }
            _ => {
                times.push_back(now_ms);
                Ok(())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn after_the_last_one_it_is_told_how_long_to_wait() {
        let limits = Limits::default();
        let take = |name: &str, now_ms| limits.take(CODES_OF_ACCOUNT, name, now_ms);
        for at_ms in [0, 1000, 2000] {
            assert_eq!(take("anna", at_ms), Ok(()));
        }
        assert_eq!(take("anna", 3000), Err(598));
        assert_eq!(take("boris", 3000), Ok(()));
        assert_eq!(take("anna", 10 * MINUTE_MS), Ok(()));
        assert_eq!(take("anna", 10 * MINUTE_MS), Err(2));
    }
}
