//! The bells that other processes ring, over PostgreSQL's NOTIFY.

use std::{sync::Arc, time::Duration};

use sqlx::postgres::{PgListener, PgPool};

use crate::{Wakes, wakes::Rings};

/// The channel that all processes of a database share.
pub const CHANNEL: &str = "secta_wake";

const JOURNAL: &str = "journal";
const OUTBOX: &str = "outbox";
const TIMERS: &str = "timers";
const FACTS: &str = "facts";

/// How long after a failure the next attempt is made.
const PAUSE: Duration = Duration::from_secs(1);

/// What is said for these bells.
pub fn payloads(rings: Rings) -> impl Iterator<Item = &'static str> {
    let bells = [
        (rings.journal, JOURNAL),
        (rings.outbox, OUTBOX),
        (rings.timers, TIMERS),
        (rings.facts, FACTS),
    ];
    bells
        .into_iter()
        .filter(|(rings, _)| *rings)
        .map(|(_, payload)| payload)
}

/// Listens for ever, connecting again whenever the connection is lost.
pub async fn run(pool: PgPool, wakes: Arc<Wakes>) {
    loop {
        if let Err(error) = listen(&pool, &wakes).await {
            tracing::warn!(%error, "the database's bells are not heard");
        }
        tokio::time::sleep(PAUSE).await;
    }
}

async fn listen(pool: &PgPool, wakes: &Wakes) -> sqlx::Result<()> {
    let mut listener = PgListener::connect_with(pool).await?;
    listener.ignore_pool_close_event(true);
    listener.listen(CHANNEL).await?;
    // What rang before is not known.
    wakes.ring(Rings::ALL);
    while let Some(notification) = listener.try_recv().await? {
        wakes.ring(bell(notification.payload()));
    }
    Ok(())
}

fn bell(payload: &str) -> Rings {
    let none = Rings::default();
    match payload {
        JOURNAL => Rings {
            journal: true,
            ..none
        },
        OUTBOX => Rings {
            outbox: true,
            ..none
        },
        TIMERS => Rings {
            timers: true,
            ..none
        },
        FACTS => Rings {
            facts: true,
            ..none
        },
        // Another version of the program may know more.
        _ => Rings::ALL,
    }
}
