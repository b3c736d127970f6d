//! A form as it was sent, and whether it was sent from here.

use std::sync::Arc;

use axum::{
    body::Body,
    extract::{FromRequest, FromRequestParts as _, Request},
    http::{HeaderMap, Response, Uri, header},
    response::IntoResponse as _,
};
use url::Url;

use crate::{
    answer::{Answer, Fault},
    here::Here,
    routes, sent,
    site::Site,
};

/// The fields of a form.
#[derive(Clone)]
pub(crate) struct Fields(Vec<(String, String)>);

impl FromRequest<Arc<Site>> for Fields {
    type Rejection = Response<Body>;

    async fn from_request(request: Request, site: &Arc<Site>) -> Result<Self, Self::Rejection> {
        let (mut parts, body) = request.into_parts();
        let fault = match read(Request::from_parts(parts.clone(), body), site).await {
            Ok(fields) => return Ok(fields),
            Err(fault) => fault,
        };
        let here = Here::from_request_parts(&mut parts, site).await;
        let here = here.map_err(|status| status.into_response())?;
        Err(routes::finish(&here, Err::<Answer, _>(fault)))
    }
}

async fn read(request: Request, site: &Arc<Site>) -> Result<Fields, Fault> {
    if !is_from_here(request.headers(), &site.settings.base) {
        return Err(Fault::Malformed);
    }
    let request = sent::whole(request).await?;
    let form = axum::Form::<Vec<(String, String)>>::from_request(request, site).await;
    form.map(|form| Fields(form.0))
        .map_err(|_| Fault::Malformed)
}

/// Browsers say from where a form comes; one from elsewhere is not taken, whatever else it brings.
pub(crate) fn is_from_here(headers: &HeaderMap, base: &Url) -> bool {
    let text = |name| {
        headers
            .get(name)
            .and_then(|value: &header::HeaderValue| value.to_str().ok())
    };
    if let Some(site) = text(header::HeaderName::from_static("sec-fetch-site"))
        && !matches!(site, "same-origin" | "none")
    {
        return false;
    }
    match text(header::ORIGIN) {
        None => true,
        Some(origin) => {
            let ours = origin == base.origin().ascii_serialization();
            // The site may be reached under other names (an onion address): then both say the same one.
            let host = text(header::HOST);
            let theirs = origin.parse::<Uri>().ok();
            let theirs = theirs.as_ref().and_then(|uri| uri.authority());
            ours || theirs.is_some_and(|theirs| host == Some(theirs.as_str()))
        }
    }
}

impl Fields {
    /// Fields that were read otherwise.
    pub fn of(fields: Vec<(String, String)>) -> Self {
        Self(fields)
    }

    /// A field's value; empty where it is missing.
    pub fn get(&self, name: &str) -> &str {
        let found = self.0.iter().find(|(known, _)| known == name);
        found.map_or("", |(_, value)| value)
    }

    /// A field that is read as something.
    ///
    /// # Errors
    ///
    /// [`Fault::Malformed`] where it is missing, or nothing of the kind.
    pub fn read<T: std::str::FromStr>(&self, name: &str) -> Result<T, Fault> {
        self.get(name).parse().map_err(|_| Fault::Malformed)
    }

    /// A page of this site that the form names, to come back to.
    pub fn back(&self) -> &str {
        local(self.get("back")).unwrap_or("/")
    }
}

/// A path on this site: nothing that a browser could take for another one.
pub(crate) fn local(path: &str) -> Option<&str> {
    let plain = path.starts_with('/')
        && !path.starts_with("//")
        && !path.contains('\\')
        && path.len() <= 2_000
        && path.bytes().all(|byte| (0x21..0x7f).contains(&byte));
    plain.then_some(path)
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn sent(pairs: &[(&'static str, &'static str)]) -> bool {
        let pairs = pairs.iter().map(|(name, value)| {
            let name = header::HeaderName::from_static(name);
            (name, HeaderValue::from_static(value))
        });
        let base = Url::parse("https://site.example").expect("a URL");
        is_from_here(&pairs.collect(), &base)
    }

    #[test]
    fn a_form_from_elsewhere_is_not_taken() {
        assert!(sent(&[]));
        assert!(sent(&[("origin", "https://site.example")]));
        assert!(sent(&[("origin", "http://x.onion"), ("host", "x.onion")]));
        assert!(sent(&[
            ("sec-fetch-site", "same-origin"),
            ("origin", "https://site.example")
        ]));
        for hostile in [
            &[("origin", "https://evil.example"), ("host", "site.example")][..],
            &[("origin", "null"), ("host", "site.example")],
            &[("sec-fetch-site", "cross-site")],
            &[("sec-fetch-site", "same-site")],
        ] {
            assert!(!sent(hostile), "{hostile:?}");
        }
    }

    #[test]
    fn one_comes_back_to_this_site_alone() {
        assert_eq!(local("/c/1?x=%D0%B0#i1"), Some("/c/1?x=%D0%B0#i1"));
        for hostile in [
            "//evil",
            "/\\evil",
            "https://evil",
            "",
            "/a\r\nb",
            "javascript:1",
            "/а",
        ] {
            assert_eq!(local(hostile), None, "{hostile}");
        }
    }
}
