//! `POST /c/{c}/wiki-upload`: a file for the wiki, with its name and what is said of it.

use std::sync::Arc;

use axum::{
    body::Body,
    extract::{FromRequest, Multipart, Request},
    http::{Response, StatusCode},
};
use secta_bot_kit::{
    args,
    web::{Deed, PageEdit, WikiDeed},
    words::Text,
};
use secta_record::act;
use secta_wiki::{
    revision::{Attachment, Change, MAX_COMMENT_LETTERS, MAX_TEXT_BYTES},
    title::{Namespace, Title},
};

use super::{read, seen, shape};
use crate::{
    answer::{Answer, Fault},
    forms::{
        act as form,
        fields::{Fields, is_from_here},
    },
    here::Here,
    links,
    pages::{
        media,
        wiki::{spot::Spot, upload as page},
    },
    ports::PortError,
    routes::finish,
    site::Site,
    view::{Safe, wiki},
};

/// The largest file, in bytes.
pub const FILE_MAX: usize = 10 * 1024 * 1024;
/// The largest form with a file, in bytes.
pub(crate) const FORM_MAX: usize = FILE_MAX + 1024 * 1024;
/// How many fields a form has at most.
const FIELDS_MAX: usize = 20;

/// A form with a file.
pub(crate) struct Upload {
    fields: Fields,
    file: Option<File>,
}

/// A file as it was sent.
struct File {
    name: String,
    mime: String,
    bytes: Vec<u8>,
}

impl FromRequest<Arc<Site>> for Upload {
    type Rejection = StatusCode;

    async fn from_request(request: Request, site: &Arc<Site>) -> Result<Self, Self::Rejection> {
        if !is_from_here(request.headers(), &site.settings.base) {
            return Err(StatusCode::FORBIDDEN);
        }
        let form = Multipart::from_request(request, site).await;
        let mut form = form.map_err(|_| StatusCode::BAD_REQUEST)?;
        let (mut fields, mut file) = (Vec::new(), None);
        while let Some(field) = form.next_field().await.map_err(|error| error.status())? {
            if fields.len() >= FIELDS_MAX {
                return Err(StatusCode::BAD_REQUEST);
            }
            let name = field.name().unwrap_or_default().to_owned();
            match field.file_name().map(str::to_owned) {
                None => {
                    let text = field.text().await.map_err(|error| error.status())?;
                    fields.push((name, text));
                }
                Some(own) => {
                    let mime = field.content_type().unwrap_or_default().to_owned();
                    let bytes = field.bytes().await.map_err(|error| error.status())?;
                    file = Some(File {
                        name: own,
                        mime,
                        bytes: bytes.into(),
                    });
                }
            }
        }
        Ok(Self {
            fields: Fields::of(fields),
            file: file.filter(|file| !file.bytes.is_empty()),
        })
    }
}

/// What is to be done with a file.
enum Ready {
    /// This.
    File(Title, WikiDeed),
    /// Nothing: it is there already.
    There(Title),
}

/// Takes a file.
pub(crate) async fn upload(here: Here, sent: Result<Upload, StatusCode>) -> Response<Body> {
    let done = match sent {
        Ok(upload) => take(&here, upload).await,
        Err(StatusCode::PAYLOAD_TOO_LARGE) => {
            let said = here.say("site-wiki-file-large", args![]);
            page::again(&here, &Fields::of(Vec::new()), said.into())
        }
        Err(_) => Err(Fault::Malformed),
    };
    finish(&here, done)
}

async fn take(here: &Here, upload: Upload) -> Result<Answer, Fault> {
    let fields = upload.fields.clone();
    let nonce = here.redeem(fields.get("token"))?.to_owned();
    let apart = here.clone();
    let prepared = tokio::task::spawn_blocking(move || prepared(&apart, upload)).await;
    let prepared = prepared.map_err(|error| PortError(error.to_string()))?;
    let id = here.community_id()?;
    let (title, deed) = match prepared? {
        Ok(Ready::File(title, deed)) => (title, deed),
        Ok(Ready::There(title)) => return Ok(Answer::Go(links::wiki(&id, &title))),
        Err(said) => return page::again(here, &fields, said.into()),
    };
    match form::filed(here, &nonce, Deed::Wiki(deed)).await? {
        None => form::slow(here, &fields),
        Some(came) if came.done => {
            seen(here, &came).await?;
            Ok(Answer::Go(links::wiki(&id, &title)))
        }
        Some(came) => page::again(here, &fields, Safe(came.html)),
    }
}

/// The file kept, and what is done with it; or why that cannot be.
fn prepared(here: &Here, upload: Upload) -> Result<Result<Ready, Text>, Fault> {
    let say = |id| Ok(Err(here.say(id, args![])));
    let (fields, Some(file)) = (upload.fields, upload.file) else {
        return say("site-wiki-file-none");
    };
    if file.bytes.len() > FILE_MAX {
        return say("site-wiki-file-large");
    }
    let title = match title(fields.get("title"), &file.name) {
        Ok(title) => title,
        Err(fault) => return Ok(Err(Text::verbatim(&wiki::fault(here, &fault)))),
    };
    let spot = Spot::at(here, title.clone())?;
    let draft = read::draft(&fields)?;
    if !spot.may_edit()? {
        return say("site-wiki-may-not");
    }
    if draft.text.len() > MAX_TEXT_BYTES || draft.comment.chars().count() > MAX_COMMENT_LETTERS {
        return say("site-wiki-comment-long");
    }
    let attachment = Attachment {
        name: title.name().to_owned(),
        content_type: kind(&file.bytes, &file.mime),
        bytes: u64::try_from(file.bytes.len()).unwrap_or(u64::MAX),
        blake3: spot.wiki().keep(&file.bytes)?,
        text: draft.text.trim().to_owned(),
    };
    if spot.is_written() && draft.parents.is_empty() {
        return match is_given(&spot, &attachment)? {
            true => Ok(Ok(Ready::There(title))),
            false => say("site-wiki-file-there"),
        };
    }
    let edit = PageEdit {
        title: title.to_string(),
        parents: draft
            .parents
            .iter()
            .map(|id| act::RevisionId(id.0))
            .collect(),
        change: shape::file_change(&attachment, attachment.text.clone()),
    };
    let comment = draft.comment.trim().to_owned();
    let edits = vec![edit];
    Ok(Ok(Ready::File(title, WikiDeed::Revise { edits, comment })))
}

/// Whether the visitor has given this very file before: a form that is sent again finds its title taken by itself.
fn is_given(spot: &Spot<'_>, file: &Attachment) -> Result<bool, Fault> {
    let own = spot.here.account();
    let all = spot.wiki().graph(&spot.community, &spot.id)?;
    Ok(all.iter().any(|one| {
        let by = own.as_ref().is_some_and(|own| own.as_str() == one.author);
        let same = match one.change() {
            Some(Change::File(known)) => known.blake3 == file.blake3 && known.text == file.text,
            Some(Change::Text(_) | Change::Moved(_) | Change::Deleted) | None => false,
        };
        by && same && one.parents.is_empty()
    }))
}

/// A file's title: as it is asked for, else its own name.
fn title(asked: &str, own: &str) -> Result<Title, secta_wiki::title::TitleFault> {
    let own = own.rsplit(['/', '\\']).next().unwrap_or_default();
    let name = match asked.trim() {
        "" => own,
        asked => asked,
    };
    match Title::parse(name) {
        Ok(title) if title.namespace() == Namespace::File => Ok(title),
        Ok(_) | Err(_) => Title::new(Namespace::File, name),
    }
}

/// What a file is: a picture by how it begins, anything else as its sender says.
pub(crate) fn kind(bytes: &[u8], said: &str) -> String {
    if let Some(picture) = media::picture(bytes) {
        return picture.to_owned();
    }
    let said = said
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_lowercase();
    let fits = crate::feeds::is_mime(&said) && !crate::view::safe::picture(&said);
    match fits {
        true => said,
        false => "application/octet-stream".to_owned(),
    }
}
