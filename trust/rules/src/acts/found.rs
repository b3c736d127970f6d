//! Founding a community (R2).

use secta_record::act::{AccountId, Act, Found};
use serde_json::Value;

use super::Done;
use crate::{
    fact::Fact,
    policy::Policy,
    refusal::Refusal,
    state::{Community, Public, State},
    unlawful::Unlawful,
};

pub(crate) fn decide(
    state: &State,
    service: &AccountId,
    found: Found,
    at_ms: i64,
) -> Result<Vec<Fact>, Refusal> {
    check(&state.public, &found.policy)?;
    Ok(vec![Fact::public(at_ms, service, Act::Found(found))])
}

fn check(public: &Public, policy: &Value) -> Result<Policy, Refusal> {
    if public.community.is_some() {
        return Err(Refusal::AlreadyFounded);
    }
    Policy::parse(policy).map_err(Refusal::BadPolicy)
}

pub(crate) fn apply(public: &mut Public, done: Done<'_>, found: &Found) -> Result<(), Unlawful> {
    let policy = check(public, &found.policy)?;
    public.people.set_window(policy.activity_window_ms);
    public.policies.push(policy);
    public.community = Some(Community {
        name: found.name.clone(),
        founder: public.people.intern_public(&found.founder),
        service: done.author.clone(),
        founded_ms: done.at_ms,
    });
    Ok(())
}
