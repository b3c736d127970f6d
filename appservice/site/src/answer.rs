//! What a visitor gets, with its headers.

use axum::{
    body::Body,
    http::{
        HeaderName, HeaderValue, Response, StatusCode,
        header::{self, CONTENT_SECURITY_POLICY},
    },
};

/// Nothing from elsewhere, no script but the site's own, no frame around it.
pub(crate) const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; \
     media-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

pub(crate) const HTML: &str = "text/html; charset=utf-8";

/// What is answered.
#[derive(Debug)]
pub(crate) enum Answer {
    /// A page or a document.
    Page(Page),
    /// Go there.
    Go(String),
}

/// A page or a document.
#[derive(Debug)]
pub(crate) struct Page {
    pub status: StatusCode,
    pub content_type: &'static str,
    pub body: String,
    /// More headers.
    pub headers: Vec<(HeaderName, HeaderValue)>,
    /// Whether everybody who is not signed in gets the same until something is published.
    pub shared: bool,
}

impl Page {
    pub fn html(body: String) -> Self {
        Self::of(HTML, body)
    }

    pub fn of(content_type: &'static str, body: String) -> Self {
        Self {
            status: StatusCode::OK,
            content_type,
            body,
            headers: Vec::new(),
            shared: true,
        }
    }

    pub fn with_status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self.shared = false;
        self
    }

    /// For this visitor alone.
    pub fn private(mut self) -> Self {
        self.shared = false;
        self
    }
}

impl From<Page> for Answer {
    fn from(page: Page) -> Self {
        Self::Page(page)
    }
}

/// Why there is no page.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Fault {
    /// There is nothing there, or nothing that this visitor may know of.
    #[error("there is nothing there")]
    Missing,
    /// What was sent is no form of this site.
    #[error("the request is malformed")]
    Malformed,
    /// What was sent is larger than what is taken there: so many bytes.
    #[error("the request is larger than {0} bytes")]
    FormTooLarge(usize),
    /// The file is larger than what is handed on.
    #[error("the file is too large")]
    FileTooLarge,
    /// One has to be signed in.
    #[error("one has to be signed in")]
    Stranger,
    /// Something behind the site does not work.
    #[error(transparent)]
    Port(#[from] crate::ports::PortError),
    /// A template has failed.
    #[error("a page cannot be made: {0}")]
    Template(#[from] askama::Error),
}

/// The headers that everything has.
pub(crate) fn guard(response: &mut Response<Body>) {
    let headers = response.headers_mut();
    let fixed = [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (
            HeaderName::from_static("cross-origin-opener-policy"),
            "same-origin",
        ),
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            "same-origin",
        ),
        (
            HeaderName::from_static("permissions-policy"),
            "camera=(), geolocation=(), microphone=(), interest-cohort=()",
        ),
    ];
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if !headers.contains_key(CONTENT_SECURITY_POLICY) {
        headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    }
}
