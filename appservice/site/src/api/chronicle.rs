//! `/api/v1/c/{c}/chronicle`: what the community has entered into its chronicle (R16).

use super::{
    reply::Refusal,
    shape,
    types::{Chronicle, ChronicleEntry, Refused},
};
use crate::{answer::Fault, here::Here, links, model, view::card};

/// How many entries a page has.
const ENTRIES: usize = 50;

/// The chronicle, the newest entry first.
#[utoipa::path(get, path = "/api/v1/c/{c}/chronicle", operation_id = "chronicle", tag = "chronicle",
    params(
        ("c" = String, Path, description = "The community"),
        ("before" = Option<u64>, Query, description = "Only smaller numbers: `next` of the page before"),
    ),
    responses((status = 200, body = Chronicle), (status = 400, body = Refused), (status = 404, body = Refused)))]
pub(super) fn entries(here: &Here) -> Result<Chronicle, Refusal> {
    let id = here.community_id()?;
    let before = match here.asks("before") {
        Some(before) => Some(before.parse().map_err(|_| Fault::Malformed)?),
        None => None,
    };
    let found = here.site.ports.library.entries(&id, before, ENTRIES)?;
    let last = found.last().map(|entry| entry.number);
    Ok(Chronicle {
        entries: found
            .iter()
            .map(|entry| shaped(here, entry))
            .collect::<Result<_, _>>()?,
        next: last.filter(|last| *last > 1),
    })
}

/// One entry.
#[utoipa::path(get, path = "/api/v1/c/{c}/chronicle/{number}", operation_id = "chronicle_entry", tag = "chronicle",
    params(
        ("c" = String, Path, description = "The community"),
        ("number" = u64, Path, description = "The entry's number, from 1"),
    ),
    responses((status = 200, body = ChronicleEntry), (status = 404, body = Refused)))]
pub(super) fn entry(here: &Here) -> Result<ChronicleEntry, Refusal> {
    let id = here.community_id()?;
    let number: u64 = here.part("number").parse().map_err(|_| Fault::Missing)?;
    let before = number.checked_add(1);
    let found = here.site.ports.library.entries(&id, before, 1)?;
    let entry = found.first().filter(|entry| entry.number == number);
    shaped(here, entry.ok_or(Fault::Missing)?)
}

fn shaped(here: &Here, entry: &model::Entry) -> Result<ChronicleEntry, Refusal> {
    let id = here.community_id()?;
    let withheld = entry
        .item
        .is_some_and(|item| card::is_withheld(here, &id, &item));
    let content = entry.content.as_ref().filter(|_| !withheld);
    let proof = format!("/_secta/v1/communities/{id}/log/proof/{}", entry.record);
    Ok(ChronicleEntry {
        number: entry.number,
        record: entry.record.to_string(),
        author: shape::account(&entry.author, entry.name.as_deref()),
        written_ms: entry.written_ms,
        entered_ms: entry.entered_ms,
        withheld,
        words: content.map(|content| shape::words(here, content)),
        item: entry.item.map(|item| item.to_string()),
        proof: links::absolute(&here.site, &proof),
    })
}
