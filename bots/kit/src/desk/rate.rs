use serde::{Deserialize, Serialize};

/// What one command costs: so many milliseconds at one command a minute.
const TOKEN: i64 = 60_000;

/// A token bucket in whole numbers. It is written down only when it gives or first refuses.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Bucket {
    level: i64,
    at_ms: i64,
    #[serde(default)]
    told: bool,
}

/// What a bucket answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Spent {
    /// Go on.
    Yes,
    /// No, and that is to be said.
    No {
        /// When there is one again, in milliseconds from now.
        wait_ms: i64,
    },
    /// No, and it has been said.
    Silent,
}

/// How fast a bucket fills.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rate {
    pub(super) per_minute: u32,
    pub(super) burst: u32,
}

impl Bucket {
    /// A full one.
    pub(super) fn full(rate: Rate, now_ms: i64) -> Self {
        Self {
            level: rate.full(),
            at_ms: now_ms,
            told: false,
        }
    }

    /// Takes one token. A clock that steps back gives nothing and takes nothing.
    pub(super) fn spend(&mut self, rate: Rate, now_ms: i64) -> Spent {
        let elapsed = now_ms.saturating_sub(self.at_ms).max(0);
        let gained = elapsed.saturating_mul(i64::from(rate.per_minute));
        let level = self.level.saturating_add(gained).min(rate.full());
        if level >= TOKEN {
            *self = Self {
                level: level - TOKEN,
                at_ms: now_ms,
                told: false,
            };
            return Spent::Yes;
        }
        if now_ms < self.at_ms {
            self.at_ms = now_ms;
        }
        if self.told {
            return Spent::Silent;
        }
        self.told = true;
        let missing = TOKEN - level;
        let per_minute = i64::from(rate.per_minute.max(1));
        Spent::No {
            wait_ms: missing.div_euclid(per_minute) + 1,
        }
    }
}

impl Rate {
    fn full(self) -> i64 {
        i64::from(self.burst.max(1)).saturating_mul(TOKEN)
    }
}

#[cfg(test)]
mod tests {
    use super::{Bucket, Rate, Spent};

    const RATE: Rate = Rate {
        per_minute: 60,
        burst: 3,
    };

    #[test]
    fn a_burst_passes_then_one_explanation_then_silence() {
        let mut bucket = Bucket::full(RATE, 0);
        let spent: Vec<Spent> = (0..6).map(|_| bucket.spend(RATE, 0)).collect();
        assert_eq!(spent[..3], [Spent::Yes; 3]);
        assert_eq!(spent[3], Spent::No { wait_ms: 1001 });
        assert_eq!(spent[4..], [Spent::Silent; 2]);
    }

    #[test]
    fn tokens_come_back_with_time_and_the_next_shortage_is_explained_again() {
        let mut bucket = Bucket::full(RATE, 0);
        for _ in 0..5 {
            bucket.spend(RATE, 0);
        }
        assert_eq!(bucket.spend(RATE, 1_000), Spent::Yes);
        assert!(matches!(bucket.spend(RATE, 1_000), Spent::No { .. }));
    }

    #[test]
    fn a_clock_that_steps_back_an_hour_costs_no_more_than_the_usual_wait() {
        let mut bucket = Bucket::full(RATE, 10_000_000);
        for _ in 0..5 {
            bucket.spend(RATE, 10_000_000);
        }
        assert_eq!(bucket.spend(RATE, 6_400_000), Spent::Silent);
        assert_eq!(bucket.spend(RATE, 6_401_000), Spent::Yes);
    }

    #[test]
    fn extreme_times_do_not_overflow() {
        let mut bucket = Bucket::full(RATE, i64::MIN);
        assert_eq!(bucket.spend(RATE, i64::MAX), Spent::Yes);
        assert_eq!(bucket.spend(RATE, i64::MIN), Spent::Yes);
    }
}
