//! The sign of joining.

use secta_record::act::{AccountId, Act, Join};

use super::{Asked, Done};
use crate::{fact::Fact, refusal::Refusal, state::Public, unlawful::Unlawful};

pub(crate) fn decide(asked: Asked<'_>, account: AccountId) -> Result<Vec<Fact>, Refusal> {
    check(asked.public(), asked.by, &account)?;
    Ok(vec![asked.does(Act::Join(Join { account }))])
}

fn check(public: &Public, by: &AccountId, account: &AccountId) -> Result<(), Refusal> {
    if public.community()?.service != *by {
        return Err(Refusal::NotTheService);
    }
    public.who(account).belongs()?;
    let joined = public
        .people
        .find(account)
        .and_then(|person| person.joined_ms);
    if joined.is_some() {
        Err(Refusal::AlreadyJoined)
    } else {
        Ok(())
    }
}

pub(crate) fn apply(public: &mut Public, done: Done<'_>, act: &Join) -> Result<(), Unlawful> {
    check(public, done.author, &act.account)?;
    let account = public.people.intern_public(&act.account);
    public
        .people
        .change(account, |person| person.joined_ms = Some(done.at_ms));
    Ok(())
}
