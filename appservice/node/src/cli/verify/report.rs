//! What was verified, for programs and for people.

use secta_bot_kit::Lang;
use secta_record::{Head, RecordId, act::Rank, hex};
use secta_rules::{
    Audit,
    audit::{Audited, ChainView, Fault},
    dump::View,
    query::{AccountView, AppealView, CaseView},
};
use serde_json::{Value, json};

use super::{
    agree::{Agreement, Agreements, Difference},
    told, wrong,
};
use crate::cli::telling::Telling;

/// The ranks, the highest first.
pub(super) const RANKS: [Rank; 3] = [Rank::Trusted, Rank::Commenter, Rank::Ghost];

/// What an audit found, as of the end of its source.
pub(super) struct Report {
    pub lines: u64,
    pub fault_count: u64,
    pub faults: Vec<Fault>,
    pub communities: Vec<Community>,
    /// How it compares with a node, where it was compared.
    pub agreements: Option<Agreements>,
}

/// What was found of a community.
pub(super) struct Community {
    pub id: RecordId,
    pub name: Option<String>,
    pub founder: Option<String>,
    pub founded_ms: Option<i64>,
    pub policy_version: u32,
    pub replayed: Option<Head>,
    pub chains: Vec<ChainView>,
    pub kinds: Vec<(String, u64)>,
    pub withheld: u64,
    pub accounts: Vec<AccountView>,
    pub cases: Vec<CaseView>,
    pub appeals: Vec<AppealView>,
    pub supertags: Vec<String>,
    pub log: Value,
    pub digest: String,
}

impl Report {
    /// The report of an audit.
    pub(super) fn of(audit: &Audit) -> Self {
        let communities = audit.communities().iter();
        Self {
            lines: audit.lines(),
            fault_count: audit.fault_count(),
            faults: audit.faults(),
            communities: communities.map(|(id, it)| Community::of(*id, it)).collect(),
            agreements: None,
        }
    }

    /// Adds how it compares with a node.
    pub(super) fn compared(&mut self, agreements: Agreements) {
        self.agreements = Some(agreements);
    }

    /// Whether nothing is wrong and nothing differs.
    pub(super) fn is_good(&self) -> bool {
        let mut agreements = self.agreements.iter().flat_map(|all| all.values());
        self.fault_count == 0 && !agreements.any(|one| matches!(one, Agreement::Differs(_)))
    }

    /// For people.
    pub(super) fn text(&self, lang: Lang) -> String {
        let mut telling = Telling::new(lang);
        told::tell(self, &mut telling);
        telling.end()
    }

    /// For programs.
    pub(super) fn json(&self) -> Value {
        let agreements = self.agreements.as_ref().map(|all| {
            let all = all.iter().map(|(id, one)| (id.to_string(), agreement(one)));
            Value::Object(all.collect())
        });
        json!({
            "ok": self.is_good(),
            "lines": self.lines,
            "fault_count": self.fault_count,
            "faults": self.faults.iter().map(fault).collect::<Value>(),
            "communities": self.communities.iter().map(Community::json).collect::<Value>(),
            "node": agreements,
        })
    }
}

impl Community {
    fn of(id: RecordId, audited: &Audited) -> Self {
        let state = audited.state();
        // Standings as of the last act: the state takes no time for earlier than that.
        let now_ms = 0;
        let accounts = RANKS.iter().flat_map(|rank| state.accounts_of(*rank));
        let supertags = state.supertags().into_iter();
        Self {
            id,
            name: state.name().map(str::to_owned),
            founder: state.founder().map(|it| it.as_str().to_owned()),
            founded_ms: state.founded_ms(),
            policy_version: state.policy_version(),
            replayed: audited.replayed(),
            chains: audited.chains().collect(),
            kinds: audited.kinds().clone().into_iter().collect(),
            withheld: audited.withheld(),
            accounts: accounts
                .filter_map(|it| state.account(&it, now_ms))
                .collect(),
            cases: state.cases(now_ms),
            appeals: state.appeals(now_ms),
            supertags: supertags.map(|it| it.name.clone()).collect(),
            log: json!(state.moderation_log()),
            digest: hex::encode(&state.digest(View::Public)),
        }
    }

    fn json(&self) -> Value {
        let kinds = self.kinds.iter();
        let kinds = kinds.map(|(kind, count)| (kind.clone(), json!(count)));
        let chain = |chain: &ChainView| {
            json!({
                "node": chain.node,
                "log": chain.log,
                "records": chain.records,
                "head": chain.head,
                "followed": chain.followed,
            })
        };
        json!({
            "id": self.id,
            "name": self.name,
            "founder": self.founder,
            "founded_ms": self.founded_ms,
            "policy_version": self.policy_version,
            "replayed": self.replayed,
            "chains": self.chains.iter().map(chain).collect::<Value>(),
            "kinds": Value::Object(kinds.collect()),
            "withheld": self.withheld,
            "accounts": self.accounts,
            "cases": self.cases,
            "appeals": self.appeals,
            "supertags": self.supertags,
            "log": self.log,
            "state": self.digest,
        })
    }
}

fn fault(fault: &Fault) -> Value {
    let place = fault.place.as_ref().map(|place| {
        json!({
            "community": place.chain.community,
            "node": place.chain.node,
            "log": place.chain.log,
            "seq": place.seq,
        })
    });
    json!({
        "line": fault.line,
        "record": fault.id,
        "place": place,
        "kind": wrong::kind(&fault.flaw),
        "text": fault.flaw.to_string(),
    })
}

fn agreement(one: &Agreement) -> Value {
    match one {
        Agreement::Same => json!({ "agrees": true, "ahead": 0 }),
        Agreement::Ahead { records } => json!({ "agrees": true, "ahead": records }),
        Agreement::OnlyThere { name } => json!({ "agrees": null, "name": name }),
        Agreement::Differs(difference) => {
            json!({ "agrees": false, "difference": differs(difference) })
        }
    }
}

fn differs(difference: &Difference) -> Value {
    match difference {
        Difference::Unknown => json!({ "kind": "unknown" }),
        Difference::NotWhole => json!({ "kind": "not_whole" }),
        Difference::Behind { records } => json!({ "kind": "behind", "records": records }),
        Difference::OtherRecord { head: ours } => {
            json!({ "kind": "other_record", "head": ours })
        }
        Difference::Tail { fault: found } => {
            json!({ "kind": "tail", "fault": found.as_deref().map(fault) })
        }
        Difference::State { line } => json!({ "kind": "state", "line": line }),
    }
}
