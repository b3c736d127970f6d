//! `POST /look`: the language and the colours, kept in cookies that say nothing else.

use axum::{
    body::Body,
    http::{HeaderValue, Response, header},
};
use secta_bot_kit::Lang;

use super::fields::Fields;
use crate::{
    answer::Answer,
    here::Here,
    routes::finish,
    visit::{LANG, LOOK, Look},
};

/// How long a choice is kept, in seconds.
const KEPT_S: u32 = 365 * 24 * 3_600;

/// Takes the choice.
pub(crate) async fn look(here: Here, fields: Fields) -> Response<Body> {
    let lang = Lang::of_code(fields.get("lang")).map(|lang| (LANG, lang.code()));
    let look = Look::of_code(fields.get("look")).map(|look| (LOOK, look.code()));
    let mut response = finish(&here, Ok(Answer::Go(fields.back().to_owned())));
    for (name, value) in lang.into_iter().chain(look) {
        set(&mut response, &cookie(&here, name, value, KEPT_S));
    }
    response
}

/// A cookie as it is set: for this site's own pages alone, out of the reach of scripts.
pub(crate) fn cookie(here: &Here, name: &str, value: &str, age_s: u32) -> String {
    let secure = if here.site.is_secure() {
        "; Secure"
    } else {
        ""
    };
    format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={age_s}{secure}")
}

/// Sets a cookie.
pub(crate) fn set(response: &mut Response<Body>, cookie: &str) {
    if let Ok(value) = HeaderValue::from_str(cookie) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
}
