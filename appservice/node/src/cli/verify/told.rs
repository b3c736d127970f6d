//! The report in words.

use secta_record::{
    Head,
    act::{Rank, Why},
};
use secta_rules::query::{AccountView, AppealView, CaseView, Standing};

use super::{
    report::{Community, RANKS, Report},
    wrong::{tell_agreements, tell_fault},
};
use crate::cli::telling::{Telling, date};

/// Writes the whole report.
pub(super) fn tell(report: &Report, out: &mut Telling) {
    for community in &report.communities {
        tell_community(community, out);
    }
    let more = report
        .fault_count
        .saturating_sub(report.faults.len() as u64);
    for fault in &report.faults {
        tell_fault(fault, 0, out);
    }
    if more > 0 {
        out.line(0, "verify-more-faults", &[("count", more.to_string())]);
    }
    if let Some(agreements) = &report.agreements {
        tell_agreements(report, agreements, out);
    }
    let told = [
        ("lines", report.lines.to_string()),
        ("faults", report.fault_count.to_string()),
    ];
    let verdict = match (report.is_good(), report.fault_count) {
        (true, _) => "verify-good",
        (false, 0) => "verify-differs",
        (false, _) => "verify-faulty",
    };
    out.line(0, verdict, &told);
}

fn tell_community(community: &Community, out: &mut Telling) {
    let name = community.name.clone().unwrap_or_default();
    let told = [("name", name), ("id", community.id.to_string())];
    out.line(0, "verify-community", &told);
    tell_chains(community, out);
    let kinds = community.kinds.iter();
    let kinds: Vec<_> = kinds
        .map(|(kind, count)| format!("{kind} {count}"))
        .collect();
    out.line(1, "verify-kinds", &[("kinds", kinds.join(", "))]);
    if community.withheld > 0 {
        out.line(
            1,
            "verify-withheld",
            &[("count", community.withheld.to_string())],
        );
    }
    for rank in RANKS {
        tell_rank(community, rank, out);
    }
    tell_disputes(community, out);
    if !community.supertags.is_empty() {
        out.line(
            1,
            "verify-supertags",
            &[("names", community.supertags.join(", "))],
        );
    }
    out.line(1, "verify-state", &[("hash", community.digest.clone())]);
}

fn tell_chains(community: &Community, out: &mut Telling) {
    for chain in &community.chains {
        let number =
            |head: Option<Head>| head.map_or_else(|| "–".to_owned(), |head| head.seq.to_string());
        let id = chain.head.map(|head| head.id.to_string());
        let told = [
            ("log", chain.log.clone()),
            ("node", chain.node.to_string()),
            ("records", chain.records.to_string()),
            ("seq", number(chain.head)),
            ("id", id.unwrap_or_default()),
            ("followed", number(chain.followed)),
        ];
        out.line(1, "verify-chain", &told);
        if chain.head != chain.followed {
            out.line(2, "verify-chain-broken", &told);
        }
    }
}

fn tell_rank(community: &Community, rank: Rank, out: &mut Telling) {
    let of: Vec<_> = community
        .accounts
        .iter()
        .filter(|it| it.rank == rank)
        .collect();
    let id = match rank {
        Rank::Trusted => "verify-trusted",
        Rank::Commenter => "verify-commenters",
        Rank::Ghost => "verify-ghosts",
    };
    out.line(1, id, &[("count", of.len().to_string())]);
    for account in of {
        tell_account(account, out);
    }
}

fn tell_account(account: &AccountView, out: &mut Telling) {
    let standing = match account.standing {
        Standing::Active => out.word("verify-active", &[]),
        Standing::Muted { until_ms } => out.word("verify-muted", &[("until", date(until_ms))]),
        Standing::Excluded => out.word("verify-excluded", &[]),
    };
    let told = [
        ("account", account.account.as_str().to_owned()),
        ("standing", standing),
        ("index", account.index.to_string()),
        ("invitations", account.invitations.to_string()),
    ];
    out.line(2, "verify-account", &told);
}

fn tell_disputes(community: &Community, out: &mut Telling) {
    let counts = |open: usize, all: usize| {
        [
            ("open", open.to_string()),
            ("decided", (all - open).to_string()),
        ]
    };
    let cases = &community.cases;
    let open = cases.iter().filter(|case| case.closed_ms.is_none()).count();
    out.line(1, "verify-cases", &counts(open, cases.len()));
    for case in cases {
        tell_case(case, out);
    }
    let appeals = &community.appeals;
    let open = appeals.iter().filter(|appeal| !appeal.decided).count();
    out.line(1, "verify-appeals", &counts(open, appeals.len()));
    for appeal in appeals {
        tell_appeal(appeal, out);
    }
}

fn tell_case(case: &CaseView, out: &mut Telling) {
    let told = [
        ("id", case.case.to_string()),
        ("account", case.account.as_str().to_owned()),
        ("by", case.opened_by.as_str().to_owned()),
        ("date", date(case.opened_ms)),
    ];
    out.line(2, "verify-case", &told);
    let numbers = |why: &Why| {
        [
            ("votes", why.votes.to_string()),
            ("threshold", why.threshold.to_string()),
            ("x", why.x.to_string()),
        ]
    };
    if let (Some(why), Some(until_ms)) = (&case.silenced, case.muted_until_ms) {
        let [votes, threshold, x] = numbers(why);
        let told = [votes, threshold, x, ("until", date(until_ms))];
        out.line(3, "verify-case-silenced", &told);
    } else {
        out.line(3, "verify-case-silence", &numbers(&case.silence_now));
    }
    if let Some(excluded) = &case.excluded {
        out.line(3, "verify-case-excluded", &numbers(&excluded.why));
    } else if !case.exclude.is_empty() {
        out.line(3, "verify-case-exclude", &numbers(&case.exclude_now));
    }
    if let Some(closed_ms) = case.closed_ms {
        out.line(3, "verify-case-closed", &[("date", date(closed_ms))]);
    }
    if case.overturned {
        out.line(3, "verify-case-overturned", &[]);
    }
}

fn tell_appeal(appeal: &AppealView, out: &mut Telling) {
    let verdict = match (appeal.decided, appeal.verdict.upheld) {
        (false, _) => "verify-appeal-open",
        (true, true) => "verify-appeal-upheld",
        (true, false) => "verify-appeal-refused",
    };
    let told = [
        ("id", appeal.appeal.to_string()),
        ("account", appeal.account.as_str().to_owned()),
        ("date", date(appeal.opened_ms)),
        ("verdict", out.word(verdict, &[])),
        ("votes", appeal.verdict.why.votes.to_string()),
        ("against", appeal.verdict.against.to_string()),
        ("threshold", appeal.verdict.why.threshold.to_string()),
    ];
    out.line(2, "verify-appeal", &told);
}
