//! The body of a request. One that is too large is read to its end all the same and thrown away: whoever still sends
//! hears no answer, and a line that is cut tells nobody why.

use axum::{
    body::{Body, Bytes},
    extract::{DefaultBodyLimit, Request},
};
use futures_util::StreamExt as _;

use crate::answer::Fault;

/// The largest body that is taken, in bytes.
const MAX: usize = 256 * 1024;
/// Set on a route whose bodies may be larger: so many bytes.
#[derive(Clone, Copy)]
pub(crate) struct Largest(pub usize);

/// How much of one that is too large is read, in bytes; of what is larger still the line is cut.
const READ_MAX: usize = 16 * 1024 * 1024;

/// A request with its whole body.
///
/// # Errors
///
/// [`Fault::FormTooLarge`], and [`Fault::Malformed`] where the line is cut from the other side.
pub(crate) async fn whole(request: Request) -> Result<Request, Fault> {
    let (parts, body) = request.into_parts();
    let largest = parts.extensions.get::<Largest>();
    let bytes = read(body, largest.map_or(MAX, |largest| largest.0)).await?;
    let mut request = Request::from_parts(parts, Body::from(bytes));
    DefaultBodyLimit::disable().apply(&mut request);
    Ok(request)
}

async fn read(body: Body, max: usize) -> Result<Bytes, Fault> {
    let mut chunks = body.into_data_stream();
    let (mut bytes, mut length) = (Vec::new(), 0_usize);
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.map_err(|_| Fault::Malformed)?;
        length = length.saturating_add(chunk.len());
        if length > READ_MAX {
            break;
        }
        match length <= max {
            true => bytes.extend_from_slice(&chunk),
            false => bytes.clear(),
        }
    }
    let fits = length <= max;
    fits.then(|| bytes.into()).ok_or(Fault::FormTooLarge(max))
}

#[cfg(test)]
mod tests {
    use axum::http::StatusCode;

    use super::*;
    use crate::fake::Fake;

    #[tokio::test]
    async fn a_body_is_taken_whole_or_not_at_all() {
        let fits = "x".repeat(MAX);
        let read_back = read(Body::from(fits.clone()), fits.len()).await;
        assert_eq!(read_back.expect("it fits"), fits);
        for length in [MAX + 1, READ_MAX + 1] {
            let refused = read(Body::from("x".repeat(length)), MAX).await;
            assert!(matches!(refused, Err(Fault::FormTooLarge(MAX))), "{length}");
        }
    }

    #[tokio::test]
    async fn a_form_that_is_too_large_or_from_elsewhere_is_answered_with_a_page() {
        let fake = Fake::new();
        let large = format!("text={}", "x".repeat(MAX));
        let form = ("content-type", "application/x-www-form-urlencoded");
        let got = fake.send("POST", &fake.at("/do"), &[form], &large).await;
        assert_eq!(got.status, StatusCode::PAYLOAD_TOO_LARGE);
        assert!(got.body.contains("ваш текст стоит там"), "{}", got.body);
        let elsewhere = [form, ("origin", "https://evil.example")];
        let got = fake.send("POST", &fake.at("/do"), &elsewhere, "a=b").await;
        assert_eq!(got.status, StatusCode::BAD_REQUEST);
        assert!(got.body.contains("отправлена не отсюда"), "{}", got.body);
    }
}
