//! A case's time is over (R10).

use secta_record::act::CloseCase;

use super::Done;
use crate::{
    refusal::Refusal,
    state::{Due, Happening, Public},
    unlawful::Unlawful,
};

const KIND: &str = "close_case";

pub(crate) fn apply(public: &mut Public, done: Done<'_>, act: &CloseCase) -> Result<(), Unlawful> {
    let cases = &mut public.disputes.cases;
    let case = cases.get_mut(&act.case).ok_or(Refusal::UnknownCase)?;
    if !case.is_open() {
        return Err(Unlawful::NoCause { kind: KIND });
    }
    let (time_ms, due_ms) = (done.at_ms, case.due_ms);
    if time_ms < due_ms {
        return Err(Unlawful::TooEarly {
            kind: KIND,
            time_ms,
            due_ms,
        });
    }
    case.closed_ms = Some(time_ms);
    let account = case.account;
    public.due.remove(&(due_ms, Due::Case(act.case)));
    public.note(time_ms, account, Happening::CaseClosed(act.case));
    Ok(())
}
