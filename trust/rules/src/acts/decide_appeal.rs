//! An appeal's time is over (R11).

use secta_record::act::{AppealId, CaseId, DecideAppeal, Rule};

use super::{Done, appeal_vote};
use crate::{
    refusal::Refusal,
    state::{Appealed, Due, Electorate, Except, Happening, Poll, Public, Verdict},
    unlawful::{Unlawful, same, same_why},
};

const KIND: &str = "decide_appeal";

/// What the votes come to: more for than against, and at least the magic number for.
pub(crate) fn verdict(public: &Public, appeal: &Appealed, at_ms: i64) -> Verdict {
    let alone = appeal_vote::needs_index(public, appeal);
    let electorate = if alone {
        Electorate::Jurors
    } else {
        Electorate::Trusted
    };
    let (pro, against) = appeal.count();
    let poll = Poll {
        rule: Rule::R11,
        electorate,
        except: Except {
            candidate: Some(appeal.account),
            acting: None,
        },
        policy: appeal.policy,
        at_ms,
    };
    let why = public.why(poll, pro);
    Verdict {
        time_ms: at_ms,
        upheld: pro > against && pro >= why.threshold,
        against,
        why,
    }
}

pub(crate) fn apply(
    public: &mut Public,
    done: Done<'_>,
    act: &DecideAppeal,
) -> Result<(), Unlawful> {
    let appeal = public.disputes.appeals.get(&act.appeal);
    let appeal = appeal.ok_or(Refusal::UnknownAppeal)?;
    if appeal.verdict.is_some() {
        return Err(Unlawful::NoCause { kind: KIND });
    }
    let (time_ms, due_ms) = (done.at_ms, appeal.due_ms);
    if time_ms < due_ms {
        return Err(Unlawful::TooEarly {
            kind: KIND,
            time_ms,
            due_ms,
        });
    }
    let verdict = verdict(public, appeal, time_ms);
    same_why(KIND, &act.why, &verdict.why)?;
    same(KIND, "against", act.against.into(), verdict.against.into())?;
    same(KIND, "upheld", act.upheld.into(), verdict.upheld.into())?;
    let (account, cases) = (appeal.account, appeal.cases.clone());
    close(public, act.appeal, verdict);
    public.due.remove(&(due_ms, Due::Appeal(act.appeal)));
    let file = public.disputes.files.entry(account).or_default();
    file.open_appeal = None;
    if verdict.upheld {
        cases
            .iter()
            .for_each(|case| overturn(public, case, time_ms));
        public.settle(account);
    } else {
        file.refused_ms = Some(time_ms);
    }
    let (appeal, upheld, why) = (act.appeal, verdict.upheld, verdict.why);
    let what = Happening::AppealDecided {
        appeal,
        upheld,
        why,
    };
    public.note(time_ms, account, what);
    Ok(())
}

fn close(public: &mut Public, id: AppealId, verdict: Verdict) {
    if let Some(appeal) = public.disputes.appeals.get_mut(&id) {
        appeal.verdict = Some(verdict);
    }
}

/// Undoes a case: its item is shown again, and nobody goes on with it.
fn overturn(public: &mut Public, id: &CaseId, time_ms: i64) {
    let Some(case) = public.disputes.cases.get_mut(id) else {
        return;
    };
    case.overturned = true;
    if case.closed_ms.is_none() {
        case.closed_ms = Some(time_ms);
        public.due.remove(&(case.due_ms, Due::Case(*id)));
    }
    if let Some(item) = public.items.number(&case.item) {
        public.items.change(item, |item| item.hidden = false);
    }
}
