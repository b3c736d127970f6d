//! `POST /c/{c}/do`: what a member does. A form has a random token of its page; together with what it says it is the
//! form's id, so that the same form sent twice is done once, and two forms of one page are two.

use std::time::Duration;

use axum::{body::Body, http::Response};
use secta_bot_kit::{
    args,
    web::{Answer as Came, Deed, Form},
};
use secta_record::act::ItemId;

use super::{fields::Fields, read};
use crate::{
    answer::{Answer, Fault},
    here::Here,
    links,
    pages::{notice, write},
    routes::finish,
    view::Safe,
};

/// How long an item that was published may take to be seen here.
const SEEN: Duration = Duration::from_secs(3);
/// How long what was done may take to be seen in tallies.
const SOON: Duration = Duration::from_millis(400);

/// Takes a form.
pub(crate) async fn act(here: Here, fields: Fields) -> Response<Body> {
    let done = take(&here, &fields).await;
    finish(&here, done)
}

async fn take(here: &Here, fields: &Fields) -> Result<Answer, Fault> {
    let nonce = here.redeem(fields.get("token"))?;
    let deed = read::deed(fields)?;
    if fields.get("preview") == "yes" {
        return write::preview(here, fields);
    }
    match filed(here, nonce, deed.clone()).await? {
        None => slow(here, fields),
        Some(came) if came.done => done(here, fields, &deed, &came).await,
        Some(came) => refused(here, fields, &came),
    }
}

/// Files what a member does under a token's random part: what came of it.
pub(super) async fn filed(here: &Here, nonce: &str, deed: Deed) -> Result<Option<Came>, Fault> {
    let form = Form {
        community: here.community_id()?,
        by: here.signed_in()?.account.clone(),
        lang: here.lang(),
        deed,
    };
    let id = id_of(nonce, &form);
    let mut changes = here.site.ports.library.changes();
    changes.mark_unchanged();
    let came = here.site.ports.desk.file(&id, form).await?;
    if came.as_ref().is_some_and(|came| came.done) {
        // Whoever comes back finds the page as it has become.
        let _ = tokio::time::timeout(SOON, changes.changed()).await;
    }
    Ok(came)
}

/// The id of a form: of its page's token and of what it says.
fn id_of(nonce: &str, form: &Form) -> String {
    let mut hasher = blake3::Hasher::new_derive_key("net.secta site form 1");
    hasher.update(nonce.as_bytes());
    // What is done is always JSON.
    let said = serde_json::to_vec(form).unwrap_or_default();
    hasher.update(&said);
    hasher.finalize().to_hex()[..40].to_owned()
}

/// Nothing has come of it yet: it is in the journal, and will.
pub(super) fn slow(here: &Here, fields: &Fields) -> Result<Answer, Fault> {
    let title = here.say("site-slow", args![]).plain;
    let text = here.say("site-slow-why", args![]);
    let kept = kept(fields);
    Ok(notice::say(here, title, text.into(), fields.back().to_owned(), kept)?.into())
}

fn refused(here: &Here, fields: &Fields, came: &Came) -> Result<Answer, Fault> {
    refusal(here, fields, Safe(came.html.clone()))
}

/// A page that says why something cannot be done.
pub(super) fn refusal(here: &Here, fields: &Fields, html: Safe) -> Result<Answer, Fault> {
    let title = here.say("site-refused-title", args![]).plain;
    let page = notice::say(here, title, html, fields.back().to_owned(), kept(fields))?;
    Ok(page
        .with_status(axum::http::StatusCode::UNPROCESSABLE_ENTITY)
        .into())
}

/// What was written, to be shown again.
fn kept(fields: &Fields) -> Option<String> {
    ["text", "argument", "about", "definition"]
        .iter()
        .map(|name| fields.get(name))
        .find(|text| !text.is_empty())
        .map(str::to_owned)
}

async fn done(here: &Here, fields: &Fields, deed: &Deed, came: &Came) -> Result<Answer, Fault> {
    let written = matches!(deed, Deed::Post { .. } | Deed::Comment { .. });
    match came.item.filter(|_| written) {
        Some(item) => match seen(here, &item).await? {
            Some(href) => Ok(Answer::Go(href)),
            None => {
                let title = here.say("site-waits", args![]).plain;
                let html = Safe(came.html.clone());
                Ok(notice::say(here, title, html, fields.back().to_owned(), None)?.into())
            }
        },
        None => {
            let (back, at) = (fields.back(), fields.get("at"));
            let plain = at.len() <= 20 && at.bytes().all(|byte| byte.is_ascii_alphanumeric());
            let bare = back.split('#').next().unwrap_or(back);
            Ok(Answer::Go(match at {
                "" => back.to_owned(),
                at if plain => format!("{bare}#{at}"),
                _ => bare.to_owned(),
            }))
        }
    }
}

/// Where an item stands once it is published; nothing where it waits.
async fn seen(here: &Here, item: &ItemId) -> Result<Option<String>, Fault> {
    let (id, rules) = (here.community_id()?, here.rules()?);
    let library = &here.site.ports.library;
    let mut changes = library.changes();
    let until = tokio::time::Instant::now() + SEEN;
    loop {
        let found = library.items(&id, &[*item])?.into_iter().next();
        if let Some(found) = found {
            return Ok(Some(match found.root {
                Some(root) => links::comment(&id, &root, item),
                None => links::item(&id, item),
            }));
        }
        if rules.read().draft(item).is_some() {
            return Ok(None);
        }
        let changed = tokio::time::timeout_at(until, changes.changed()).await;
        if !matches!(changed, Ok(Ok(()))) {
            return Ok(None);
        }
    }
}
