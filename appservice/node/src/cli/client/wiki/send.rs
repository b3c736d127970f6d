//! Many changes at once, in requests as large as the site takes them.

use secta_bot_wiki::form::EDITS_MAX;
use secta_site::api::{
    DEED_MAX,
    types::{DeedAnswer, WikiDeed, WikiEdit},
};

use crate::cli::{client::site::Place, files};

/// The largest request, in bytes: with room for what stands around the changes.
const BYTES: usize = DEED_MAX - 64 * 1024;

/// A change, and the file that it comes from.
pub(super) type Edit = (String, WikiEdit);

/// What came of changes.
#[derive(Debug, Default)]
pub(super) struct Came {
    /// How many were written.
    pub written: usize,
    /// Those that the site does not allow, with what it says.
    pub refused: Vec<(String, String)>,
}

/// Sends changes, in their order.
///
/// # Errors
///
/// When the site does not answer: what was sent before is done.
pub(super) async fn send(place: &Place, edits: Vec<Edit>, comment: &str) -> anyhow::Result<Came> {
    let mut came = Came::default();
    let mut left = batches(edits)?;
    left.reverse();
    while let Some(mut batch) = left.pop() {
        let answer = done(place, &batch, comment).await?;
        if answer.done {
            came.written += batch.len();
        } else if batch.len() == 1 {
            came.refused
                .extend(batch.pop().map(|(path, _)| (path, answer.plain)));
        } else {
            // It is done whole or not at all: what is refused is looked for.
            let rest = batch.split_off(batch.len() / 2);
            left.extend([rest, batch]);
        }
    }
    Ok(came)
}

/// Changes in parts that the site takes.
fn batches(edits: Vec<Edit>) -> anyhow::Result<Vec<Vec<Edit>>> {
    let (mut batches, mut batch, mut bytes) = (Vec::new(), Vec::new(), 0);
    for edit in edits {
        let length = serde_json::to_vec(&edit.1)?.len() + 1;
        if !batch.is_empty() && (batch.len() >= EDITS_MAX || bytes + length > BYTES) {
            batches.push(std::mem::take(&mut batch));
            bytes = 0;
        }
        bytes += length;
        batch.push(edit);
    }
    batches.extend(Some(batch).filter(|batch| !batch.is_empty()));
    Ok(batches)
}

/// Sends a part under a key that is made of it: sent twice it is done once.
async fn done(place: &Place, batch: &[Edit], comment: &str) -> anyhow::Result<DeedAnswer> {
    let deed = WikiDeed::Revise {
        edits: batch.iter().map(|(_, edit)| edit.clone()).collect(),
        comment: comment.to_owned(),
    };
    let key = blake3::hash(&serde_json::to_vec(&deed)?)
        .to_hex()
        .to_string();
    let answer = place.act_at(&["wiki", "do"], &key, &deed).await?;
    if answer.done || batch.len() > 1 {
        return Ok(answer);
    }
    // It may be an answer of before: what was refused then may be allowed now.
    let key = files::random_token()?;
    place.act_at(&["wiki", "do"], &key, &deed).await
}

#[cfg(test)]
mod tests {
    use secta_site::api::types::WikiChange;

    use super::*;

    #[test]
    fn changes_are_sent_in_parts_that_the_site_takes() {
        let edit = |bytes: usize| {
            let edit = WikiEdit {
                title: "а".to_owned(),
                parents: Vec::new(),
                change: WikiChange::Text("x".repeat(bytes)),
            };
            ("а.md".to_owned(), edit)
        };
        let small = batches((0..450).map(|_| edit(10)).collect()).unwrap();
        assert_eq!(
            small.iter().map(Vec::len).collect::<Vec<_>>(),
            [200, 200, 50]
        );
        let large = batches((0..45).map(|_| edit(200 * 1024)).collect()).unwrap();
        assert_eq!(large.iter().map(Vec::len).sum::<usize>(), 45);
        assert!(large.iter().all(|batch| batch.len() <= 20));
        assert!(batches(Vec::new()).unwrap().is_empty());
    }
}
