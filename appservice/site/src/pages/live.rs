//! `/c/{c}/live`: server-sent events, one for each change of what is published.

use std::{convert::Infallible, time::Duration};

use axum::response::{
    IntoResponse, Response,
    sse::{Event, KeepAlive, Sse},
};
use futures_util::stream;

use crate::{answer::Fault, here::Here, routes::finish};

/// How often a connection on which nothing happens says that it is alive.
const ALIVE: Duration = Duration::from_secs(30);
/// How much time passes between two events at least: a page is not told of every vote of a storm.
const PAUSE: Duration = Duration::from_secs(2);

/// The stream.
pub(crate) async fn live(here: Here) -> Response {
    let Ok(id) = here.community_id() else {
        return finish(&here, Err(Fault::Missing)).into_response();
    };
    let library = here.site.ports.library.clone();
    let start = (library.changes(), library.version(&id));
    let events = stream::unfold(start, move |(mut changes, known)| {
        let library = library.clone();
        async move {
            loop {
                changes.changed().await.ok()?;
                let version = library.version(&id);
                if version != known {
                    tokio::time::sleep(PAUSE).await;
                    let event = Event::default().event("change").data(version.to_string());
                    return Some((Ok::<_, Infallible>(event), (changes, version)));
                }
            }
        }
    });
    Sse::new(events)
        .keep_alive(KeepAlive::new().interval(ALIVE))
        .into_response()
}
