//! From a form's fields to what is done.

use secta_bot_kit::{UserId, web::Deed};
use secta_record::act::{AppealId, CaseId, Currency, ItemId, Measure, Opinion, ProposalId};

use super::fields::Fields;
use crate::answer::Fault;

/// What a form does.
///
/// # Errors
///
/// [`Fault::Malformed`] where it is none of the site's forms.
pub(crate) fn deed(fields: &Fields) -> Result<Deed, Fault> {
    let item = || fields.read::<ItemId>("item");
    Ok(match fields.get("deed") {
        "post" => Deed::Post { text: text(fields) },
        "comment" => Deed::Comment {
            parent: fields.read("parent")?,
            text: text(fields),
        },
        "edit" => Deed::Edit {
            item: item()?,
            text: text(fields),
        },
        "withdraw" => Deed::Withdraw { item: item()? },
        "vote" => match opinion(fields.get("opinion"))? {
            Some(opinion) => Deed::Vote {
                item: item()?,
                opinion,
            },
            None => Deed::Unvote { item: item()? },
        },
        "moderate" => Deed::Moderate {
            item: item()?,
            measure: measure(fields)?,
            argument: fields.get("argument").trim().to_owned(),
        },
        "unmoderate" => Deed::Unmoderate {
            case: CaseId(fields.read::<ItemId>("case")?.0),
            measure: measure(fields)?,
        },
        "appeal" => Deed::Appeal { text: text(fields) },
        "appeal-vote" => Deed::AppealVote {
            appeal: AppealId(fields.read::<ItemId>("appeal")?.0),
            in_favour: side(fields)?,
        },
        "propose-supertag" => supertag(fields),
        "proposal-vote" => Deed::ProposalVote {
            proposal: ProposalId(fields.read::<ItemId>("proposal")?.0),
            given: side(fields)? == Some(true),
        },
        "invite" => Deed::Invite {
            account: UserId::new(fields.get("account").trim()),
        },
        "profile" => Deed::Profile {
            name: fields.get("name").trim().to_owned(),
            about: text_of(fields.get("about")),
        },
        "wallet" => wallet(fields)?,
        _ => return Err(Fault::Malformed),
    })
}

/// The text, with the line ends that members write.
pub(crate) fn text(fields: &Fields) -> String {
    text_of(fields.get("text"))
}

fn text_of(text: &str) -> String {
    text.replace("\r\n", "\n").trim().to_owned()
}

fn opinion(code: &str) -> Result<Option<Opinion>, Fault> {
    Ok(Some(match code {
        "support" => Opinion::Support,
        "useful" => Opinion::Useful,
        "oppose" => Opinion::Oppose,
        "none" => return Ok(None),
        _ => return Err(Fault::Malformed),
    }))
}

fn measure(fields: &Fields) -> Result<Measure, Fault> {
    match fields.get("measure") {
        "silence" => Ok(Measure::Silence),
        "exclude" => Ok(Measure::Exclude),
        _ => Err(Fault::Malformed),
    }
}

fn side(fields: &Fields) -> Result<Option<bool>, Fault> {
    match fields.get("side") {
        "for" => Ok(Some(true)),
        "against" => Ok(Some(false)),
        "none" => Ok(None),
        _ => Err(Fault::Malformed),
    }
}

fn supertag(fields: &Fields) -> Deed {
    let synonyms = fields.get("synonyms").split(',').map(str::trim);
    let synonyms = synonyms.filter(|synonym| !synonym.is_empty());
    Deed::ProposeSupertag {
        name: fields.get("name").trim().to_owned(),
        definition: text_of(fields.get("definition")),
        synonyms: synonyms.take(20).map(str::to_owned).collect(),
    }
}

fn wallet(fields: &Fields) -> Result<Deed, Fault> {
    let currency = match fields.get("currency") {
        "btc" => Currency::Btc,
        "xmr" => Currency::Xmr,
        "eth" => Currency::Eth,
        _ => return Err(Fault::Malformed),
    };
    let address = fields.get("address").trim();
    let removed = address.is_empty() || fields.get("remove") == "yes";
    Ok(Deed::Wallet {
        currency,
        address: (!removed).then(|| address.to_owned()),
    })
}
