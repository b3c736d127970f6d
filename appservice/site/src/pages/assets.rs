//! The style sheet, the script and the icon, under names that change with what is in them.

use std::sync::LazyLock;

use axum::{
    body::Body,
    extract::Path,
    http::{HeaderValue, Response, StatusCode, header},
    response::IntoResponse as _,
};

const CSS: &str = include_str!("../assets/site.css");
const SCRIPT: &str = include_str!("../assets/site.js");
const ICON: &str = include_str!("../assets/icon.svg");

static NAMES: LazyLock<[String; 2]> = LazyLock::new(|| {
    let named = |text: &str, ending: &str| {
        let hash = blake3::hash(text.as_bytes()).to_hex();
        format!("site.{}.{ending}", &hash[..12])
    };
    [named(CSS, "css"), named(SCRIPT, "js")]
});

/// The address of the style sheet.
pub(crate) fn css_href() -> String {
    format!("/assets/{}", NAMES[0])
}

/// The address of the script.
pub(crate) fn script_href() -> String {
    format!("/assets/{}", NAMES[1])
}

/// One of them.
pub(crate) async fn asset(Path(name): Path<String>) -> Response<Body> {
    let (text, mime) = if name == NAMES[0] {
        (CSS, "text/css; charset=utf-8")
    } else if name == NAMES[1] {
        (SCRIPT, "text/javascript; charset=utf-8")
    } else {
        return StatusCode::NOT_FOUND.into_response();
    };
    lasting(text, mime)
}

/// The icon.
pub(crate) async fn icon() -> Response<Body> {
    lasting(ICON, "image/svg+xml")
}

fn lasting(text: &'static str, mime: &'static str) -> Response<Body> {
    let mut response = Response::new(Body::from(text));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(mime));
    let lasting = HeaderValue::from_static("public, max-age=31536000, immutable");
    headers.insert(header::CACHE_CONTROL, lasting);
    response
}

/// What crawlers may read: everything that is published, and no form.
pub(crate) async fn robots() -> &'static str {
    "User-agent: *\nDisallow: /sign-in\nDisallow: /me\nDisallow: /c/*/write\nDisallow: /c/*/search\nDisallow: /c/*/wiki-upload\nDisallow: /c/*/wiki/*?\n"
}
