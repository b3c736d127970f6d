//! Which address is which page.

use std::sync::Arc;

use axum::{
    Extension, Router,
    body::Body,
    extract::DefaultBodyLimit,
    http::{HeaderMap, HeaderValue, Response, StatusCode, header},
    middleware,
    response::IntoResponse as _,
    routing::{get, post},
};

use crate::{
    answer::{self, Answer, Fault, Page},
    api,
    cache::Kept,
    feeds, forms,
    here::Here,
    pages,
    sent::Largest,
    site::Site,
};

/// The largest form with a page's text, in bytes: a letter may take six there, and what is too long comes back.
const TEXT_MAX: usize = 2 * 1024 * 1024;

/// The longest address whose page is kept, in bytes: the longest title of the wiki is among them.
const ASKED_MAX: usize = 900;

/// A page's function.
type Make = fn(&Here) -> Result<Answer, Fault>;

/// The routes of the site.
pub fn router(site: Arc<Site>) -> Router {
    let page = |make: Make| get(move |here: Here, headers: HeaderMap| show(here, headers, make));
    Router::new()
        .route("/", page(pages::front::front))
        .route("/c/{c}", page(pages::stream::newest))
        .route("/c/{c}/top", page(pages::stream::supported))
        .route("/c/{c}/comments", page(pages::stream::comments))
        .route("/c/{c}/tag/{tag}", page(feeds::tag::tag))
        .route("/c/{c}/supertag/{tag}", page(feeds::supertag::supertag))
        .route("/c/{c}/tags", page(pages::tags::tags))
        .route("/c/{c}/p/{item}", page(pages::post::post))
        .route("/c/{c}/u/{account}", page(feeds::person::person))
        .route("/c/{c}/people", page(pages::people::people))
        .route("/c/{c}/chronicle", page(pages::chronicle::entries))
        .route("/c/{c}/chronicle/{number}", page(pages::chronicle::entry))
        .route("/c/{c}/wiki", page(pages::wiki::front))
        .route(
            "/c/{c}/wiki/{*title}",
            page(pages::wiki::page)
                .post(forms::wiki::act)
                .layer(Extension(Largest(TEXT_MAX))),
        )
        .route("/c/{c}/wiki-changes", page(pages::wiki::changes::changes))
        .route("/c/{c}/wiki-pages", page(pages::wiki::lists::list))
        .route("/c/{c}/wiki-categories", page(pages::wiki::lists::list))
        .route("/c/{c}/wiki-files", page(pages::wiki::lists::list))
        .route("/c/{c}/wiki-wanted", page(pages::wiki::lists::list))
        .route("/c/{c}/wiki-orphans", page(pages::wiki::lists::list))
        .route("/c/{c}/wiki-contested", page(pages::wiki::lists::list))
        .route(
            "/c/{c}/wiki-upload",
            page(pages::wiki::upload::new)
                .post(forms::wiki::upload::upload)
                .layer(DefaultBodyLimit::max(forms::wiki::upload::FORM_MAX)),
        )
        .route(
            "/c/{c}/wiki-file/{hash}/{name}",
            get(pages::wiki::file::bytes),
        )
        .route("/c/{c}/affairs", page(pages::affairs::affairs))
        .route("/c/{c}/case/{id}", page(pages::case::case))
        .route("/c/{c}/appeal/{id}", page(pages::appeal::appeal))
        .route("/c/{c}/proposal/{id}", page(pages::proposal::proposal))
        .route("/c/{c}/log", page(pages::log::log))
        .route("/c/{c}/rules", page(pages::rules::rules))
        .route("/c/{c}/statistics", page(pages::statistics::statistics))
        .route("/c/{c}/write", page(pages::write::write))
        .route("/c/{c}/twilight", get(pages::twilight::twilight))
        .route("/c/{c}/me", get(pages::me::me))
        .route("/c/{c}/live", get(pages::live::live))
        .route("/c/{c}/do", post(forms::act::act))
        .route("/me", get(pages::me::me).post(forms::sign::me))
        .route(
            "/sign-in",
            get(forms::sign::page).post(forms::sign::code_wanted),
        )
        .route("/sign-in/code", post(forms::sign::code))
        .route("/sign-in/phrase", post(forms::sign::phrase))
        .route("/sign-in/passkey", post(forms::sign::passkey))
        .route(
            "/sign-up",
            page(pages::sign::sign_up).post(forms::sign::made),
        )
        .route("/look", post(forms::look::look))
        .route("/media/{server}/{id}", get(pages::media::media))
        .route("/c/{c}/search", get(pages::search::search))
        .route("/withheld", page(pages::withheld::list))
        .route("/c/{c}/qr/{currency}/{account}", page(pages::person::qr))
        .route("/assets/{name}", get(pages::assets::asset))
        .route("/robots.txt", get(pages::assets::robots))
        .route("/favicon.ico", get(pages::assets::icon))
        .merge(feeds::routes())
        .merge(api::routes())
        .fallback(get(lost))
        .layer(middleware::map_response(guarded))
        .with_state(site)
}

async fn guarded(mut response: Response<Body>) -> Response<Body> {
    answer::guard(&mut response);
    response
}

/// There is nothing there; within a community it looks as what may not be seen does.
async fn lost(here: Here) -> Response<Body> {
    let key = here
        .asked
        .strip_prefix("/c/")
        .and_then(|rest| rest.split('/').next());
    let community = key.and_then(|key| crate::here::find(&here.site, key).ok().flatten());
    let here = match community {
        Some(community) => here.within(community),
        None => here,
    };
    finish(&here, Err(Fault::Missing))
}

/// Shows a page: one that is kept, or one made where that holds nobody up.
pub(crate) async fn show(here: Here, headers: HeaderMap, make: Make) -> Response<Body> {
    let version = here.version();
    let key = shared_key(&here);
    if let Some(key) = &key
        && let Some(kept) = here.site.cache.get(key, version, here.now_ms)
    {
        return kept_answer(&kept, &headers);
    }
    let made = {
        let here = here.clone();
        tokio::task::spawn_blocking(move || make(&here)).await
    };
    let made = made.unwrap_or_else(|error| {
        tracing::error!(%error, "a page has died");
        Err(Fault::Port(crate::ports::PortError(error.to_string())))
    });
    let alone = here.visit.session.is_some();
    match made {
        Ok(Answer::Page(page)) if page.shared && page.headers.is_empty() && !alone => {
            let body = page.body.into_bytes().into();
            let kept = Arc::new(Kept::new(page.content_type, body, version, here.now_ms));
            if let Some(key) = key {
                here.site.cache.put(key, Arc::clone(&kept));
            }
            kept_answer(&kept, &headers)
        }
        made => finish(&here, made),
    }
}

/// Under which name a page is kept: none where it is for one visitor alone.
pub(crate) fn shared_key(here: &Here) -> Option<String> {
    let (visit, asked) = (&here.visit, &here.asked);
    let alone = visit.session.is_some() || visit.country.is_some() || asked.len() > ASKED_MAX;
    (!alone).then(|| format!("{} {} {asked}", visit.lang.code(), visit.look.code()))
}

pub(crate) fn kept_answer(kept: &Kept, asked: &HeaderMap) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static(kept.content_type),
    );
    headers.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("private, no-cache"),
    );
    headers.insert(
        header::VARY,
        HeaderValue::from_static("accept-encoding, accept-language, cookie"),
    );
    if let Ok(etag) = HeaderValue::from_str(&kept.etag) {
        headers.insert(header::ETAG, etag);
    }
    let known = asked.get(header::IF_NONE_MATCH);
    if known.is_some_and(|known| known.as_bytes() == kept.etag.as_bytes()) {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        return response;
    }
    let gzip = asked.get(header::ACCEPT_ENCODING);
    let gzip = gzip.and_then(|value| value.to_str().ok());
    if gzip.is_some_and(|value| value.contains("gzip")) {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        *response.body_mut() = Body::from(kept.packed());
    } else {
        *response.body_mut() = Body::from(kept.body.clone());
    }
    response
}

/// The response of what was made.
pub(crate) fn finish(here: &Here, made: Result<Answer, Fault>) -> Response<Body> {
    match made {
        Ok(Answer::Page(page)) => paged(page),
        Ok(Answer::Go(to)) => gone(&to),
        Err(Fault::Stranger) => {
            let back = crate::links::escaped(&here.asked);
            gone(&format!("/sign-in?back={back}"))
        }
        Err(fault) => paged(pages::notice::fault(here, &fault)),
    }
}

fn gone(to: &str) -> Response<Body> {
    let mut response = StatusCode::SEE_OTHER.into_response();
    let to = HeaderValue::from_str(to).unwrap_or(HeaderValue::from_static("/"));
    response.headers_mut().insert(header::LOCATION, to);
    no_store(&mut response);
    response
}

fn paged(page: Page) -> Response<Body> {
    let mut response = Response::new(Body::from(page.body));
    *response.status_mut() = page.status;
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static(page.content_type),
    );
    headers.extend(page.headers);
    no_store(&mut response);
    response
}

fn no_store(response: &mut Response<Body>) {
    let value = HeaderValue::from_static("no-store");
    response.headers_mut().insert(header::CACHE_CONTROL, value);
}
