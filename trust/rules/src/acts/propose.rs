//! Proposing a supertag or another policy (R12).

use std::collections::BTreeMap;

use secta_record::act::{Act, ProposalId, ProposePolicy, ProposeSupertag, Rank, Rule, Supertag};
use serde_json::Value;

use super::{Asked, Done};
use crate::{
    fact::Fact,
    policy::Policy,
    refusal::Refusal,
    state::{AccountNo, Due, Matter, Proposal, Public, Who},
    text::{fold, visible_characters},
    unlawful::Unlawful,
};

pub(crate) fn decide_supertag(
    asked: Asked<'_>,
    propose: ProposeSupertag,
) -> Result<Vec<Fact>, Refusal> {
    may(
        asked.public(),
        asked.who,
        (&propose.proposal, Rule::R12),
        asked.at_ms,
    )?;
    if let Some(supertag) = &propose.supertag {
        is_sane(asked.public(), supertag)?;
    }
    Ok(vec![asked.does(Act::ProposeSupertag(propose))])
}

pub(crate) fn decide_policy(
    asked: Asked<'_>,
    propose: ProposePolicy,
) -> Result<Vec<Fact>, Refusal> {
    may(
        asked.public(),
        asked.who,
        (&propose.proposal, Rule::R12),
        asked.at_ms,
    )?;
    another_policy(asked.public(), &propose.policy)?;
    Ok(vec![asked.does(Act::ProposePolicy(propose))])
}

/// Checks that somebody may propose, and that the id is free.
pub(crate) fn may(
    public: &Public,
    who: Who,
    (id, rule): (&ProposalId, Rule),
    at_ms: i64,
) -> Result<(), Refusal> {
    who.may_write(at_ms)?;
    who.is_at_least(Rank::Trusted, rule)?;
    if public.proposals.all.contains_key(id) {
        return Err(Refusal::ProposalExists);
    }
    Ok(())
}

/// Checks a supertag's words, and that all its names are free.
fn is_sane(public: &Public, supertag: &Supertag) -> Result<(), Refusal> {
    let policy = public.in_force();
    let (count, min) = (
        visible_characters(&supertag.definition),
        policy.definition_min,
    );
    if count < min {
        return Err(Refusal::DefinitionTooShort { count, min });
    }
    let max = policy.supertag_words;
    for name in names(supertag) {
        let count = u32::try_from(name.split_whitespace().count()).unwrap_or(u32::MAX);
        if count == 0 || count > max {
            return Err(Refusal::SupertagWords { count, max });
        }
        if public.proposals.names.contains_key(&name) {
            return Err(Refusal::SupertagExists { name });
        }
    }
    Ok(())
}

/// Every name of a supertag, folded.
pub(crate) fn names(supertag: &Supertag) -> impl Iterator<Item = String> {
    [&supertag.name]
        .into_iter()
        .chain(&supertag.synonyms)
        .map(|name| fold(name))
}

fn another_policy(public: &Public, policy: &Value) -> Result<Policy, Refusal> {
    let policy = Policy::parse(policy).map_err(Refusal::BadPolicy)?;
    if policy == *public.in_force() {
        return Err(Refusal::SamePolicy);
    }
    Ok(policy)
}

pub(crate) fn apply_supertag(
    public: &mut Public,
    done: Done<'_>,
    act: &ProposeSupertag,
) -> Result<(), Unlawful> {
    may(public, done.who, (&act.proposal, Rule::R12), done.at_ms)?;
    if let Some(supertag) = &act.supertag {
        is_sane(public, supertag)?;
        let names = names(supertag).map(|name| (name, act.proposal));
        public.proposals.names.extend(names);
    }
    let by = public.people.intern_public(done.author);
    let matter = Matter::Supertag(act.supertag.clone());
    add(public, done, (act.proposal, by), matter);
    Ok(())
}

pub(crate) fn apply_policy(
    public: &mut Public,
    done: Done<'_>,
    act: &ProposePolicy,
) -> Result<(), Unlawful> {
    may(public, done.who, (&act.proposal, Rule::R12), done.at_ms)?;
    let policy = another_policy(public, &act.policy)?;
    let by = public.people.intern_public(done.author);
    let matter = Matter::Policy(Box::new(policy));
    add(public, done, (act.proposal, by), matter);
    Ok(())
}

/// Opens a proposal, with the account that neither votes on it nor is counted.
pub(crate) fn add(
    public: &mut Public,
    done: Done<'_>,
    (id, candidate): (ProposalId, AccountNo),
    matter: Matter,
) {
    let due_ms = done.at_ms.saturating_add(public.in_force().proposal_ms);
    let proposal = Proposal {
        by: public.people.intern_public(done.author),
        candidate,
        opened_ms: done.at_ms,
        due_ms,
        policy: public.version(),
        matter,
        votes: BTreeMap::new(),
        outcome: None,
    };
    public.proposals.all.insert(id, proposal);
    public.due.insert((due_ms, Due::Proposal(id)));
}
