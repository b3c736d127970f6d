//! A made-up community: newcomers write, the trusted vote, ranks rise; then members vote on what there is.

use secta_record::act::{AccountId, ItemId, Opinion, Rank};
use secta_rules::{Ask, Command, Fact, State};

const STEP_MS: i64 = 60_000;

/// Numbers that look random and are the same every time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % bound.max(1)
    }
}

/// The community, and those who act in it.
pub struct Town {
    pub state: State,
    /// All that has happened and was not taken out yet.
    pub made: Vec<Fact>,
    pub now_ms: i64,
    pub members: Vec<AccountId>,
    pub trusted: Vec<AccountId>,
    /// The numbers of the posts that were published.
    pub posts: Vec<u64>,
    /// How many newcomers come while the same few of the trusted are on duty, and how many votes each gets at most.
    pub duty: (usize, usize),
    dice: Dice,
    items: u64,
    item: Box<dyn Fn(u64) -> ItemId>,
}

/// The n-th account.
pub fn name(n: usize) -> AccountId {
    AccountId::new(format!("@member{n:06}:town.example"))
}

impl Town {
    /// Goes on where a community's founder has just become trusted; `item` names the n-th item.
    pub fn of(state: State, now_ms: i64, item: impl Fn(u64) -> ItemId + 'static) -> Self {
        let founder = state.founder().expect("it is founded").clone();
        let mut town = Self {
            state,
            made: Vec::new(),
            now_ms,
            members: Vec::new(),
            trusted: Vec::new(),
            posts: Vec::new(),
            duty: (200, 12),
            dice: Dice(7),
            items: 0,
            item: Box::new(item),
        };
        let post = Ask::Post {
            item: town.item(1),
            tags: vec![],
        };
        town.items = 1;
        town.ask(&founder, post);
        town.posts.push(1);
        town.note_rank(&founder);
        town
    }

    /// The n-th item.
    pub fn item(&self, n: u64) -> ItemId {
        (self.item)(n)
    }

    fn next_item(&mut self) -> (u64, ItemId) {
        self.items += 1;
        (self.items, self.item(self.items))
    }

    /// Somebody asks for something at the next minute; tells whether it was granted.
    pub fn ask(&mut self, by: &AccountId, ask: Ask) -> bool {
        self.now_ms += STEP_MS;
        while let [_, ..] = self.fall_due().as_slice() {}
        let command = Command {
            by: by.clone(),
            ask,
        };
        let Ok(facts) = self.state.decide(&command, self.now_ms) else {
            return false;
        };
        self.take(&facts);
        true
    }

    /// What has been due longest happens.
    pub fn fall_due(&mut self) -> Vec<Fact> {
        let facts = self.state.due(self.now_ms);
        self.take(&facts);
        facts
    }

    /// Takes facts.
    pub fn take(&mut self, facts: &[Fact]) {
        for fact in facts {
            self.state.apply(fact).expect("a lawful fact");
        }
        self.made.extend_from_slice(facts);
    }

    fn note_rank(&mut self, who: &AccountId) {
        let rank = self.state.rank(who);
        if rank == Rank::Trusted && !self.trusted.contains(who) {
            self.trusted.push(who.clone());
        }
        if rank > Rank::Ghost {
            self.members.push(who.clone());
        }
    }

    /// A newcomer writes, and some of the trusted vote on it.
    pub fn newcomer(&mut self, n: usize) {
        let who = name(n);
        let (number, item) = self.next_item();
        let ask = if n.is_multiple_of(20) {
            Ask::Post {
                item,
                tags: vec!["tea".into(), format!("tag{}", n % 500)],
            }
        } else {
            let late = self.dice.below(self.posts.len().min(200));
            let root = self.item(self.posts[self.posts.len() - 1 - late]);
            Ask::Comment {
                item,
                root,
                parent: root,
            }
        };
        self.ask(&who, ask);
        // Few are on duty at a time, so that the magic number stays within reach.
        let (newcomers, votes) = self.duty;
        let from = n / newcomers * votes + self.dice.below(4);
        for k in 0..self.trusted.len().min(votes) {
            let voter = self.trusted[(from + k) % self.trusted.len()].clone();
            if self.state.draft(&item).is_none() && k > 4 {
                break;
            }
            self.ask(
                &voter,
                Ask::Vote {
                    item,
                    opinion: Opinion::Useful,
                },
            );
        }
        if n.is_multiple_of(20) && self.state.draft(&item).is_none() {
            self.posts.push(number);
        }
        self.note_rank(&who);
    }

    /// A member votes on a late post.
    pub fn vote(&mut self) -> Command {
        let by = self.members[self.dice.below(self.members.len())].clone();
        let post = self.posts[self.dice.below(self.posts.len())];
        let item = self.item(post);
        let opinion = [Opinion::Support, Opinion::Useful, Opinion::Oppose][self.dice.below(3)];
        Command {
            by,
            ask: Ask::Vote { item, opinion },
        }
    }
}

/// What this process holds of the machine's memory, in MiB.
pub fn resident_mib() -> i64 {
    let text = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = text
        .lines()
        .find(|line| line.starts_with("VmRSS:"))
        .unwrap_or_default();
    let kib = line
        .split_whitespace()
        .nth(1)
        .and_then(|number| number.parse::<i64>().ok());
    kib.unwrap_or(0) / 1024
}
