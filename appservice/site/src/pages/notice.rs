//! A page that says one thing: what came of a form, or why there is nothing to see.

use askama::Template;
use axum::http::StatusCode;
use secta_bot_kit::args;

use super::{frame::Frame, media};
use crate::{
    answer::{Fault, Page},
    here::Here,
    view::Safe,
};

#[derive(Template)]
#[template(path = "notice.html")]
struct Notice<'a> {
    f: Frame<'a>,
    html: Safe,
    /// Where one goes from here.
    on: String,
    /// What was written and is not lost.
    kept: Option<String>,
}

/// Says something.
///
/// # Errors
///
/// When the template fails.
pub(crate) fn say(
    here: &Here,
    title: String,
    html: Safe,
    on: String,
    kept: Option<String>,
) -> Result<Page, Fault> {
    let notice = Notice {
        f: Frame::new(here, title),
        html,
        on,
        kept,
    };
    Ok(Page::html(notice.render()?).private())
}

/// Why there is no page. What may not be known looks like what does not exist.
pub(crate) fn fault(here: &Here, fault: &Fault) -> Page {
    let (status, id) = match fault {
        Fault::Missing => (StatusCode::NOT_FOUND, "site-missing"),
        Fault::Malformed => (StatusCode::BAD_REQUEST, "site-malformed"),
        Fault::FormTooLarge(_) => (StatusCode::PAYLOAD_TOO_LARGE, "site-form-too-large"),
        Fault::FileTooLarge => (StatusCode::FORBIDDEN, "site-file-too-large"),
        Fault::Stranger => (StatusCode::UNAUTHORIZED, "site-stranger"),
        Fault::Port(error) => {
            tracing::error!(%error, "a page cannot be shown");
            (StatusCode::SERVICE_UNAVAILABLE, "site-away")
        }
        Fault::Template(error) => {
            tracing::error!(%error, "a page cannot be made");
            (StatusCode::INTERNAL_SERVER_ERROR, "site-away")
        }
    };
    let kb = match fault {
        Fault::FormTooLarge(bytes) => bytes / 1024,
        _ => 0,
    };
    let text = here.say(id, args!["kb" => kb, "mb" => media::FILE_MAX_MB]);
    let plain = text.plain.clone();
    let title = match matches!(fault, Fault::FormTooLarge(_) | Fault::FileTooLarge) {
        true => "site-refused-title",
        false => "site-nothing",
    };
    let title = here.say(title, args![]).plain;
    let page = say(here, title, text.into(), here.link(""), None);
    page.unwrap_or_else(|_| Page::of("text/plain; charset=utf-8", plain))
        .with_status(status)
}
