//! `/media/{server}/{id}`: a file that something published carries. Pictures are shown, everything else is saved: what a
//! file is says its beginning, not its sender.

use axum::{
    body::Body,
    extract::State,
    http::{HeaderName, HeaderValue, Response, header},
};
use std::sync::Arc;

use crate::{
    answer::{Answer, Fault},
    here::Here,
    pages::twilight,
    ports::File,
    routes::finish,
    site::Site,
    view::card,
};

/// The largest file that is handed on, in megabytes.
pub(super) const FILE_MAX_MB: u64 = 32;

/// A file.
pub(crate) async fn media(State(site): State<Arc<Site>>, here: Here) -> Response<Body> {
    match fetch(&site, &here).await {
        Ok((bytes, name)) => handed_on(bytes, &name, "private, max-age=86400"),
        Err(fault) => finish(&here, Err::<Answer, _>(fault)),
    }
}

async fn fetch(site: &Site, here: &Here) -> Result<(Vec<u8>, String), Fault> {
    let mxc = format!("mxc://{}/{}", here.part("server"), here.part("id"));
    if crate::links::file(&mxc).is_none() {
        return Err(Fault::Missing);
    }
    let name = match site.ports.library.shown(&mxc)? {
        Some(shown) => {
            let withheld = shown
                .item
                .is_some_and(|item| card::is_withheld(here, &shown.community, &item));
            if withheld {
                return Err(Fault::Missing);
            }
            shown.media.name
        }
        None => waiting(site, here, &mxc).await?,
    };
    let most = FILE_MAX_MB * 1024 * 1024;
    match site.ports.files.file(&mxc, most).await? {
        Some(File::Bytes(bytes)) => Ok((bytes, name)),
        Some(File::TooLarge) => Err(Fault::FileTooLarge),
        None => Err(Fault::Missing),
    }
}

/// The name of a file that something in the twilight carries, for those who may see it there.
async fn waiting(site: &Site, here: &Here, mxc: &str) -> Result<String, Fault> {
    let session = here.session().ok_or(Fault::Missing)?;
    for community in site.ports.library.communities()? {
        let id = community.id;
        let there = here.within(community);
        let ids = twilight::seen_by(&there, &session.account)?;
        let waiting = site.ports.twilight.waiting(&id, &ids).await?;
        let mut media = waiting
            .into_iter()
            .filter_map(|one| one.content)
            .flat_map(|content| content.media);
        if let Some(found) = media.find(|media| media.mxc == mxc) {
            return Ok(found.name);
        }
    }
    Err(Fault::Missing)
}

/// A file as it is sent, kept by browsers for as long as said.
pub(crate) fn handed_on(bytes: Vec<u8>, name: &str, kept: &'static str) -> Response<Body> {
    let picture = picture(&bytes);
    let mut response = Response::new(Body::from(bytes));
    let headers = response.headers_mut();
    let mime = picture.unwrap_or("application/octet-stream");
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(mime));
    let fixed = [
        (header::CACHE_CONTROL, kept),
        (
            HeaderName::from_static("content-security-policy"),
            "default-src 'none'; sandbox",
        ),
    ];
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if picture.is_none() {
        let name = crate::links::escaped(&secta_bot_kit::words::tidy(name, 120));
        let value = format!("attachment; filename*=UTF-8''{name}");
        if let Ok(value) = HeaderValue::from_str(&value) {
            headers.insert(header::CONTENT_DISPOSITION, value);
        }
    }
    response
}

/// The kind of a picture that browsers show, by how it begins.
pub(crate) fn picture(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Some("image/png"),
        [0xff, 0xd8, 0xff, ..] => Some("image/jpeg"),
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Some("image/gif"),
        [
            b'R',
            b'I',
            b'F',
            b'F',
            _,
            _,
            _,
            _,
            b'W',
            b'E',
            b'B',
            b'P',
            ..,
        ] => Some("image/webp"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_picture_is_saved_and_runs_nowhere() {
        for hostile in [
            &b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"[..],
            b"<html><script>alert(1)</script>",
            b"%PDF-1.7",
            b"",
        ] {
            let response = handed_on(hostile.to_vec(), "a\"\r\n.html", "no-store");
            let headers = response.headers();
            assert_eq!(headers[header::CONTENT_TYPE], "application/octet-stream");
            let disposition = headers[header::CONTENT_DISPOSITION].to_str().expect("text");
            assert!(disposition.starts_with("attachment"), "{disposition}");
        }
        let png = handed_on(b"\x89PNG\r\n\x1a\n...".to_vec(), "a.png", "no-store");
        assert_eq!(png.headers()[header::CONTENT_TYPE], "image/png");
        assert!(png.headers().get(header::CONTENT_DISPOSITION).is_none());
    }
}
