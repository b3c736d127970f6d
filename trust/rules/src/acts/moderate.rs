//! Voting for a measure (R8, R10).

use secta_record::act::{Act, CaseId, ItemId, Measure, ModerationVote, OpenCase, Rank, Rule};

use super::{Asked, Done, exclude, open_case, silence};
use crate::{
    fact::{Fact, Quiet},
    refusal::Refusal,
    state::{AccountNo, Case, Moderated, Public, Who},
    text::visible_characters,
    unlawful::Unlawful,
};

/// A measure that somebody wants against an item's author.
pub(crate) struct Wanted {
    pub item: ItemId,
    /// The case's id, should one have to be opened.
    pub case: CaseId,
    pub measure: Measure,
    pub argument: Option<String>,
}

/// A case as it stands, or as it will once opened.
#[derive(Clone, Copy)]
pub(crate) struct Docket<'a> {
    pub id: CaseId,
    pub item: ItemId,
    pub account: Option<AccountNo>,
    pub policy: u32,
    pub case: Option<&'a Case>,
}

impl Docket<'_> {
    /// The votes for a measure, with one more of who is voting now.
    pub fn count_with(&self, measure: Measure) -> u32 {
        self.case
            .map_or(0, |case| case.count(measure))
            .saturating_add(1)
    }
}

pub(crate) fn decide(asked: Asked<'_>, wanted: Wanted) -> Result<Vec<Fact>, Refusal> {
    let mut facts = Vec::new();
    let docket = match asked.public().disputes.open_case_of(&wanted.item) {
        Some((id, case)) => known(id, case),
        None => open(asked, &wanted, &mut facts)?,
    };
    check(
        asked.public(),
        asked.who,
        &docket,
        wanted.measure,
        asked.at_ms,
    )?;
    match wanted.argument {
        Some(argument) => facts.extend(argued(asked, docket, wanted.measure, argument)?),
        None => facts.push(intended(asked, docket, wanted.measure)?),
    }
    Ok(facts)
}

fn known(id: CaseId, case: &Case) -> Docket<'_> {
    Docket {
        id,
        item: case.item,
        account: Some(case.account),
        policy: case.policy,
        case: Some(case),
    }
}

/// The first moderation vote on an item opens a case.
fn open<'a>(
    asked: Asked<'a>,
    wanted: &Wanted,
    facts: &mut Vec<Fact>,
) -> Result<Docket<'a>, Refusal> {
    let public = asked.public();
    let account = match asked.state.twilight.get(&wanted.item) {
        Some(candidate) => candidate.author_id.clone(),
        None => {
            let found = public.items.find(&wanted.item);
            public.name(found.ok_or(Refusal::UnknownItem)?.1.author)
        }
    };
    let (case, item) = (wanted.case, wanted.item);
    let docket = Docket {
        id: case,
        item,
        account: public.people.number(&account),
        policy: public.version(),
        case: None,
    };
    let open = OpenCase {
        case,
        item,
        account,
    };
    open_case::check(public, asked.who, &open)?;
    facts.push(asked.does(Act::OpenCase(open)));
    Ok(docket)
}

fn intended(asked: Asked<'_>, docket: Docket<'_>, measure: Measure) -> Result<Fact, Refusal> {
    let case = docket.id;
    let voter = asked.who.number;
    let waits = voter.is_some_and(|voter| {
        asked
            .state
            .twilight
            .intents
            .contains(&(case, voter, measure))
    });
    if waits {
        return Err(Refusal::AlreadyModerated { measure });
    }
    Ok(asked.quietly(Quiet::Intend { case, measure }))
}

/// The argument that moderation votes have waited for.
pub(crate) fn argue(asked: Asked<'_>, id: CaseId, argument: &str) -> Result<Vec<Fact>, Refusal> {
    let case = asked
        .public()
        .disputes
        .cases
        .get(&id)
        .ok_or(Refusal::UnknownCase)?;
    let docket = known(id, case);
    let voter = asked.who.number.ok_or(Refusal::NothingToArgue)?;
    let mut facts = Vec::new();
    for measure in asked.state.twilight.intents(&id, voter) {
        check(asked.public(), asked.who, &docket, measure, asked.at_ms)?;
        facts.extend(argued(asked, docket, measure, argument.to_owned())?);
    }
    if facts.is_empty() {
        return Err(Refusal::NothingToArgue);
    }
    Ok(facts)
}

fn argued(
    asked: Asked<'_>,
    docket: Docket<'_>,
    measure: Measure,
    argument: String,
) -> Result<Vec<Fact>, Refusal> {
    is_long_enough(asked.public(), docket.policy, &argument)?;
    let vote = ModerationVote {
        case: docket.id,
        argument: Some(argument),
    };
    Ok(match measure {
        Measure::Silence => {
            let mut facts = vec![asked.does(Act::SilenceVote(vote))];
            facts.extend(silence::follows(asked, docket)?);
            facts
        }
        Measure::Exclude => {
            let mut facts = vec![asked.does(Act::ExcludeVote(vote))];
            facts.extend(exclude::follows(asked, docket)?);
            facts
        }
    })
}

fn is_long_enough(public: &Public, policy: u32, argument: &str) -> Result<(), Refusal> {
    let min = public.policy(policy).argument_min;
    let count = visible_characters(argument);
    if count < min {
        return Err(Refusal::ArgumentTooShort { count, min });
    }
    Ok(())
}

fn check(
    public: &Public,
    who: Who,
    docket: &Docket<'_>,
    measure: Measure,
    at_ms: i64,
) -> Result<(), Refusal> {
    who.is_at_least(Rank::Trusted, Rule::R8)?;
    if who.number.is_some() && who.number == docket.account {
        return Err(Refusal::OwnItem);
    }
    let Some(case) = docket.case else {
        return Ok(());
    };
    if !case.is_open() || at_ms >= case.due_ms {
        return Err(Refusal::CaseClosed);
    }
    let given = who
        .number
        .is_some_and(|voter| case.votes.contains_key(&(measure, voter)));
    if given {
        return Err(Refusal::AlreadyModerated { measure });
    }
    let accused = public.people.get(case.account);
    let excluded = accused.is_some_and(|person| person.excluded);
    if excluded && measure == Measure::Exclude {
        return Err(Refusal::AlreadyExcluded);
    }
    Ok(())
}

pub(crate) fn apply(
    public: &mut Public,
    done: Done<'_>,
    vote: &ModerationVote,
    measure: Measure,
) -> Result<(), Unlawful> {
    let case = public
        .disputes
        .cases
        .get(&vote.case)
        .ok_or(Refusal::UnknownCase)?;
    let docket = known(vote.case, case);
    check(public, done.who, &docket, measure, done.at_ms)?;
    if let Some(argument) = &vote.argument {
        is_long_enough(public, docket.policy, argument)?;
    }
    let voter = public.people.intern_public(done.author);
    if let Some(case) = public.disputes.cases.get_mut(&vote.case) {
        let since_ms = done.at_ms;
        let locked = false;
        case.votes
            .insert((measure, voter), Moderated { since_ms, locked });
    }
    public.people.acted(voter, done.at_ms);
    Ok(())
}
