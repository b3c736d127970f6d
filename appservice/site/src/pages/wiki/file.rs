//! Files: `/c/{c}/wiki-file/{hash}/{name}` with what is in one, and how one stands on its page.

use axum::{
    body::Body,
    http::{HeaderValue, Response, header},
};
use secta_bot_kit::words::tidy;
use secta_wiki::revision::{Attachment, Change};

use super::spot::Spot;
use crate::{
    answer::{Answer, Fault},
    here::Here,
    links,
    pages::media,
    routes::finish,
    view::{
        card,
        date::{self, When},
        people::{self, Person},
        safe,
        wiki::line,
    },
};

/// How many versions of a file are shown on its page.
const VERSIONS: usize = 20;

/// A file on its page.
pub(crate) struct Shown {
    pub href: String,
    pub name: String,
    pub size: String,
    pub mime: String,
    pub picture: bool,
    pub versions: Vec<Version>,
}

/// A version of a file.
pub(crate) struct Version {
    pub href: String,
    pub size: String,
    pub who: Person,
    pub when: When,
}

/// A file, with its versions.
pub(super) fn shown(spot: &Spot<'_>, file: &Attachment) -> Result<Shown, Fault> {
    Ok(Shown {
        href: links::wiki_file(&spot.community, file),
        name: tidy(&file.name, 120),
        size: card::size(spot.here, file.bytes),
        mime: tidy(&file.content_type, 60),
        picture: safe::picture(&file.content_type),
        versions: versions(spot)?,
    })
}

fn versions(spot: &Spot<'_>) -> Result<Vec<Version>, Fault> {
    let (wiki, id) = (spot.wiki(), &spot.community);
    let history = wiki.history(id, &spot.id, None, VERSIONS)?;
    let ids: Vec<_> = history.iter().map(|one| one.revision.id).collect();
    let full = wiki.revisions(id, &ids)?;
    let authors: Vec<_> = full.iter().map(line::author).collect();
    let known = people::people(spot.here, &authors)?;
    let mut versions = Vec::new();
    let mut last = None;
    for one in full.iter().rev() {
        // A new description is no new version.
        let Some(Change::File(file)) = one.revision.change() else {
            continue;
        };
        if last == Some(file.blake3) {
            continue;
        }
        last = Some(file.blake3);
        versions.push(Version {
            href: links::wiki_file(id, file),
            size: card::size(spot.here, file.bytes),
            who: people::of(&known, &line::author(one)),
            when: date::when(&spot.here.site, spot.here.lang(), one.revision.time_ms),
        });
    }
    versions.reverse();
    Ok(versions)
}

/// What is in a file: it never changes, as its address tells what is in it.
pub(crate) async fn bytes(here: Here) -> Response<Body> {
    let etag = format!("\"{}\"", here.part("hash"));
    match read(&here).await {
        Ok(bytes) => {
            let kept = "public, max-age=31536000, immutable";
            let mut response = media::handed_on(bytes, here.part("name"), kept);
            if let Ok(etag) = HeaderValue::from_str(&etag) {
                response.headers_mut().insert(header::ETAG, etag);
            }
            response
        }
        Err(fault) => finish(&here, Err::<Answer, _>(fault)),
    }
}

async fn read(here: &Here) -> Result<Vec<u8>, Fault> {
    here.community()?;
    let hash = blake3::Hash::from_hex(here.part("hash")).map_err(|_| Fault::Missing)?;
    let wiki = here.site.ports.wiki.clone();
    let bytes = tokio::task::spawn_blocking(move || wiki.bytes(hash.as_bytes())).await;
    let bytes = bytes.map_err(|error| crate::ports::PortError(error.to_string()))?;
    bytes?.ok_or(Fault::Missing)
}
