//! Inviting (R7).

use secta_record::act::{AccountId, Act, Invite, Rank, Rule};

use super::{Asked, Done};
use crate::{
    fact::Fact,
    refusal::Refusal,
    state::{Public, Rise, RiseBy, Who},
    unlawful::Unlawful,
};

pub(crate) fn decide(asked: Asked<'_>, account: AccountId) -> Result<Vec<Fact>, Refusal> {
    check(asked.public(), asked.who, &account)?;
    Ok(vec![asked.does(Act::Invite(Invite { account }))])
}

fn check(public: &Public, who: Who, account: &AccountId) -> Result<(), Refusal> {
    who.is_at_least(Rank::Trusted, Rule::R7)?;
    let inviter = who.number.and_then(|number| public.people.get(number));
    if inviter.is_none_or(|inviter| inviter.invitations == 0) {
        return Err(Refusal::NoInvitation);
    }
    let invitee = public.who(account);
    if invitee.is_excluded() {
        return Err(Refusal::InviteeExcluded);
    }
    if invitee.rank > Rank::Ghost {
        return Err(Refusal::AlreadyMember { rank: invitee.rank });
    }
    Ok(())
}

pub(crate) fn apply(public: &mut Public, done: Done<'_>, act: &Invite) -> Result<(), Unlawful> {
    check(public, done.who, &act.account)?;
    let inviter = public.people.intern_public(done.author);
    let invitee = public.people.intern_public(&act.account);
    public.people.change(inviter, |person| {
        person.invitations = person.invitations.saturating_sub(1);
    });
    public.people.change(invitee, |person| {
        let (time_ms, by) = (done.at_ms, RiseBy::Invitation(inviter));
        person.rank = Rank::Commenter;
        person.rose = Some(Rise { time_ms, by });
        person.invited = Some((inviter, time_ms));
    });
    Ok(())
}
