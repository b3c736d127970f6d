//! Profiles, wallets and keys: kept in the record, of no weight in the rules.

use secta_record::act::Act;

use super::{Asked, Done};
use crate::{fact::Fact, refusal::Refusal, state::Public, unlawful::Unlawful};

pub(crate) fn decide(asked: Asked<'_>, act: Act) -> Result<Vec<Fact>, Refusal> {
    asked.who.belongs()?;
    if !is_sane(&act) {
        return Err(Refusal::BadPersonal);
    }
    Ok(vec![asked.does(act)])
}

fn is_sane(act: &Act) -> bool {
    let is_digit = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    match act {
        Act::Key(key) => key.key.len() == 64 && key.key.bytes().all(is_digit),
        other => other.to_body().is_some(),
    }
}

pub(crate) fn apply(public: &mut Public, done: Done<'_>, act: &Act) -> Result<(), Unlawful> {
    done.who.belongs()?;
    let account = public.people.intern_public(done.author);
    if matches!(act, Act::Profile(_)) {
        public
            .people
            .change(account, |person| person.described = true);
    }
    Ok(())
}
