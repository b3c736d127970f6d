//! What is being written is kept for later, or let go of: neither makes a revision.

use secta_bot_kit::{args, words::Text};
use secta_wiki::title::Title;

use super::read;
use crate::{
    answer::{Answer, Fault},
    forms::fields::Fields,
    here::Here,
    pages::{
        notice, person,
        wiki::{
            draft::{Beside, Draft},
            edit,
            spot::Spot,
        },
    },
    ports::{Begun, Kept},
};

/// Keeps what is being written; it stands in its form again.
pub(super) fn keep(spot: &Spot<'_>, fields: &Fields) -> Result<Answer, Fault> {
    if fields.get("deed") != "edit" {
        return Err(Fault::Malformed);
    }
    let account = &spot.here.signed_in()?.account;
    let draft = read::draft(fields)?;
    if let Some(said) = unfit(spot, &draft)? {
        return edit::again(spot, fields, Some(said.into()));
    }
    let kept_ms = spot.here.now_ms;
    let kept = Kept {
        begun: Begun {
            community: spot.community,
            title: spot.title.clone(),
            kept_ms,
        },
        text: draft.text.clone(),
        comment: draft.comment.clone(),
        parents: draft.parents.clone(),
        section: draft.section,
    };
    let beside = Beside {
        crowded_out: spot.here.site.ports.drafts.keep(account, &kept)?,
        ..Beside::default()
    };
    let kept_ms = Some(kept_ms);
    edit::page(spot, &Draft { kept_ms, ..draft }, beside)
}

/// Why a draft is not kept.
fn unfit(spot: &Spot<'_>, draft: &Draft) -> Result<Option<Text>, Fault> {
    if spot.may_edit()? {
        return Ok(read::too_long(spot, draft.text.len(), &draft.comment));
    }
    let rules = spot.here.rules()?;
    let standing = spot
        .here
        .account()
        .map(|account| rules.read().standing(&account, spot.here.now_ms));
    let said = standing.and_then(|standing| person::standing(spot.here, standing));
    let said = said.map(|said| Text::verbatim(&said));
    Ok(Some(said.unwrap_or_else(|| {
        spot.here.say("site-wiki-may-not", args![])
    })))
}

/// Lets go of a draft; what stood in it is shown once more.
pub(super) fn discard(here: &Here, fields: &Fields) -> Result<Answer, Fault> {
    let begun = begun(here, fields.read("draft")?)?;
    let account = &here.signed_in()?.account;
    let back = fields.back().to_owned();
    let Some(kept) = here.site.ports.drafts.forget(account, &begun)? else {
        return Ok(Answer::Go(back));
    };
    let title = here.say("site-wiki-draft-thrown", args![]).plain;
    let said = here.say("site-wiki-draft-thrown-about", args![]);
    Ok(notice::say(here, title, said.into(), back, Some(kept.text))?.into())
}

/// The page is saved: the draft that stood in its form has done its part.
pub(super) fn saved(here: &Here, fields: &Fields) -> Result<(), Fault> {
    let Some(kept_ms) = read::kept_ms(fields) else {
        return Ok(());
    };
    let begun = begun(here, kept_ms)?;
    let account = &here.signed_in()?.account;
    if let Err(error) = here.site.ports.drafts.forget(account, &begun) {
        tracing::warn!(%error, "a draft stays though its page is saved");
    }
    Ok(())
}

fn begun(here: &Here, kept_ms: i64) -> Result<Begun, Fault> {
    Ok(Begun {
        community: here.community_id()?,
        title: Title::from_slug(here.part("title")).map_err(|_| Fault::Missing)?,
        kept_ms,
    })
}
