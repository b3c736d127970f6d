//! `POST /c/{c}/wiki/{title}`: what is done with a page of the wiki. What was written is never lost: whatever is refused
//! comes back in its form.

mod draft;
pub(crate) mod read;
pub(crate) mod shape;
pub(crate) mod upload;

use std::time::Duration;

use axum::{body::Body, http::Response};
use secta_bot_kit::{
    args,
    web::{Answer as Came, Deed, WikiDeed},
};
use secta_wiki::{RevisionId, title::Title};

use self::read::Read;
use super::{act, fields::Fields};
use crate::{
    answer::{Answer, Fault},
    here::Here,
    links,
    pages::{
        notice,
        wiki::{draft::Beside, edit, spot::Spot},
    },
    ports::PortError,
    routes::finish,
    view::Safe,
};

/// How long a revision may take to be seen on its page.
const SEEN: Duration = Duration::from_secs(3);

/// What is done with a form.
enum Step {
    /// A page is shown, and nothing is done.
    Show(Answer),
    /// This is done, under the random part of the page's token.
    File(String, WikiDeed),
}

/// Takes a form.
pub(crate) async fn act(here: Here, fields: Fields) -> Response<Body> {
    let done = take(&here, &fields).await;
    finish(&here, done)
}

async fn take(here: &Here, fields: &Fields) -> Result<Answer, Fault> {
    let step = apart(here, fields, prepared).await?;
    let (nonce, deed) = match step {
        Step::Show(answer) => return Ok(answer),
        Step::File(nonce, deed) => (nonce, deed),
    };
    match act::filed(here, &nonce, Deed::Wiki(deed.clone())).await? {
        None => act::slow(here, fields),
        Some(came) if came.done => done(here, fields, &deed, &came).await,
        Some(came) => {
            apart(here, fields, move |here, fields| {
                refused(here, fields, &came)
            })
            .await
        }
    }
}

/// Reads and renders where that holds nobody up.
async fn apart<T: Send + 'static>(
    here: &Here,
    fields: &Fields,
    make: impl FnOnce(&Here, &Fields) -> Result<T, Fault> + Send + 'static,
) -> Result<T, Fault> {
    let (here, fields) = (here.clone(), fields.clone());
    let made = tokio::task::spawn_blocking(move || make(&here, &fields)).await;
    made.unwrap_or_else(|error| Err(PortError(error.to_string()).into()))
}

fn prepared(here: &Here, fields: &Fields) -> Result<Step, Fault> {
    let nonce = match here.redeem(fields.get("token")) {
        Ok(nonce) => nonce.to_owned(),
        Err(fault) => return Ok(Step::Show(kept(here, fields, fault)?)),
    };
    if fields.get("deed") == "discard" {
        return Ok(Step::Show(draft::discard(here, fields)?));
    }
    let spot = Spot::of(here)?;
    if fields.get("preview") == "yes" {
        return Ok(Step::Show(edit::again(&spot, fields, None)?));
    }
    if fields.get("keep") == "yes" {
        return Ok(Step::Show(draft::keep(&spot, fields)?));
    }
    Ok(match read::deed(&spot, fields)? {
        Read::Deed(deed) => Step::File(nonce, deed),
        Read::Draft(draft) => Step::Show(edit::page(&spot, &draft, Beside::default())?),
        Read::Unfit(said) => Step::Show(again(&spot, fields, said.into())?),
    })
}

/// A form that cannot be taken: where something was written, that comes back.
fn kept(here: &Here, fields: &Fields, fault: Fault) -> Result<Answer, Fault> {
    let text = fields.get("text");
    let (id, status) = match fault {
        Fault::Malformed if !text.is_empty() => ("site-malformed", 400),
        Fault::Stranger if !text.is_empty() => ("site-stranger", 401),
        fault => return Err(fault),
    };
    let title = here.say("site-refused-title", args![]).plain;
    let on = format!("/sign-in?back={}", links::escaped(&here.asked));
    let said = here.say(id, args![]).into();
    let page = notice::say(here, title, said, on, Some(text.to_owned()))?;
    let status = axum::http::StatusCode::from_u16(status).unwrap_or_default();
    Ok(page.with_status(status).into())
}

/// The form that something was written in, with what is said of it; a page that says it for the others.
fn again(spot: &Spot<'_>, fields: &Fields, said: Safe) -> Result<Answer, Fault> {
    match fields.get("deed") {
        "edit" | "resolve" => edit::again(spot, fields, Some(said)),
        _ => act::refusal(spot.here, fields, said),
    }
}

fn refused(here: &Here, fields: &Fields, came: &Came) -> Result<Answer, Fault> {
    again(&Spot::of(here)?, fields, Safe(came.html.clone()))
}

async fn done(here: &Here, fields: &Fields, deed: &WikiDeed, came: &Came) -> Result<Answer, Fault> {
    let id = here.community_id()?;
    let title = |title: &str| Title::parse(title).map_err(|_| Fault::Malformed);
    Ok(Answer::Go(match deed {
        WikiDeed::Revise { edits, .. } => {
            let first = edits.first().ok_or(Fault::Malformed)?;
            let revision = seen(here, came).await?;
            apart(here, fields, draft::saved).await?;
            let page = links::wiki(&id, &title(&first.title)?);
            match revision {
                Some(revision) => format!("{page}?saved={revision}"),
                None => page,
            }
        }
        WikiDeed::Rename { to, .. } => {
            seen(here, came).await?;
            links::wiki(&id, &title(to)?)
        }
        WikiDeed::Protect { .. }
        | WikiDeed::Hide { .. }
        | WikiDeed::Watch { .. }
        | WikiDeed::Discuss { .. } => fields.back().to_owned(),
    }))
}

/// Waits until the revision that has come of a form, if one has, stands on its page.
pub(super) async fn seen(here: &Here, came: &Came) -> Result<Option<RevisionId>, Fault> {
    let Some(revision) = came.item.map(|item| RevisionId(item.0)) else {
        return Ok(None);
    };
    let (id, ports) = (here.community_id()?, &here.site.ports);
    let mut changes = ports.library.changes();
    let until = tokio::time::Instant::now() + SEEN;
    while ports.wiki.revisions(&id, &[revision])?.is_empty() {
        let changed = tokio::time::timeout_at(until, changes.changed()).await;
        if !matches!(changed, Ok(Ok(()))) {
            break;
        }
    }
    Ok(Some(revision))
}
