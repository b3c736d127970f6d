//! The homeserver's token: in the header, or in the query as older homeservers send it. Looked at before the body
//! is read, and compared in constant time.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    http::{StatusCode, header::AUTHORIZATION},
    middleware::Next,
    response::Response,
};
use subtle::ConstantTimeEq;

use super::{Intake, refusal};

/// Lets requests with the right token through.
pub(super) async fn require(
    State(intake): State<Arc<Intake>>,
    request: Request,
    next: Next,
) -> Response {
    let Some(token) = token(&request) else {
        intake.metrics.refused("no_token");
        return refusal(
            StatusCode::UNAUTHORIZED,
            "M_MISSING_TOKEN",
            "Missing access token",
        );
    };
    if !bool::from(token.as_bytes().ct_eq(intake.hs_token.as_bytes())) {
        intake.metrics.refused("wrong_token");
        return refusal(StatusCode::FORBIDDEN, "M_FORBIDDEN", "Wrong access token");
    }
    next.run(request).await
}

fn token(request: &Request) -> Option<String> {
    if let Some(header) = request.headers().get(AUTHORIZATION) {
        return header
            .to_str()
            .ok()?
            .strip_prefix("Bearer ")
            .map(|token| token.trim().to_owned());
    }
    let query = request.uri().query()?;
    url::form_urlencoded::parse(query.as_bytes())
        .find(|(name, _)| name == "access_token")
        .map(|(_, token)| token.into_owned())
}
