//! What the device's errors mean to an executor.

use matrix_sdk::{
    Error,
    ruma::api::error::{ErrorBody, ErrorKind, RetryAfter},
};
use serde_json::{Value, json};

use crate::{CallError, live::http::judge};

/// As for a call without the device: what did not come from the homeserver is to be tried again.
pub(super) fn call_error(error: &Error) -> CallError {
    let Some(api) = error.as_client_api_error() else {
        return match error {
            Error::Http(_) => CallError::Unreachable(error.to_string()),
            other => CallError::NotYet(other.to_string()),
        };
    };
    let retry_after_ms = match api.error_kind() {
        Some(ErrorKind::LimitExceeded(limit)) => match limit.retry_after {
            Some(RetryAfter::Delay(delay)) => u64::try_from(delay.as_millis()).ok(),
            Some(RetryAfter::DateTime(_)) | None => None,
        },
        Some(_) | None => None,
    };
    let json: Option<Value> = match &api.body {
        ErrorBody::Standard(body) => {
            Some(json!({ "errcode": body.kind.errcode().as_str(), "error": body.message }))
        }
        ErrorBody::Json(json) => Some(json.clone()),
        ErrorBody::NotJson { .. } => None,
    };
    match judge(api.status_code, retry_after_ms, json) {
        Err(error) => error,
        Ok(_) => CallError::Unreachable(error.to_string()),
    }
}

/// Whether the homeserver has put an end to the session.
pub(super) fn session_ended(error: &Error) -> bool {
    matches!(
        error.client_api_error_kind(),
        Some(ErrorKind::UnknownToken(_))
    )
}
