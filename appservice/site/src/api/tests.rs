//! The API over a community in memory.

mod doing;
mod reading;
mod spaces;
mod wiki;

use std::sync::Arc;

use crate::fake::{Fake, Got};

/// A community with two trusted members, a newcomer whose words wait, and a thread.
async fn village() -> (Arc<Fake>, secta_record::act::ItemId) {
    let fake = Fake::new();
    fake.trust("@bob:x", &["@ann:x"]);
    let post = fake.post("@ann:x", "Какой чай лучше? #улун");
    let answer = fake.comment("@bob:x", post, "Тот, что налит.");
    fake.comment("@ann:x", answer, "А если нет?");
    fake.post("@eve:x", "Секретные слова");
    (fake, post)
}

async fn get(fake: &Arc<Fake>, path: &str) -> Got {
    let path = format!("/api/v1{}", fake.at(path));
    fake.get(&path, &[]).await
}

async fn get_as(fake: &Arc<Fake>, secret: &str, path: &str) -> Got {
    let path = format!("/api/v1{}", fake.at(path));
    let bearer = format!("Bearer {secret}");
    fake.get(&path, &[("authorization", &bearer)]).await
}
