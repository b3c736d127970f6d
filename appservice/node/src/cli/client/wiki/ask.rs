//! What is asked of the site about its wiki.

use std::time::Duration;

use anyhow::{Context as _, ensure};
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use reqwest::{Method, header};
use secta_site::api::{
    FILE_MAX,
    types::{WikiFile, WikiKind, WikiLine, WikiList, WikiPage, WikiRevision, WikiRevisions},
};
use secta_wiki::{
    PageId, RevisionId,
    revision::{Attachment, Body, Change, Revision},
    title::Title,
};

use crate::{
    cli::client::site::{Declined, Place, is_passing},
    phrases::say,
};

/// How much is asked at once.
pub(super) const AT_ONCE: usize = 8;
/// How many lines of a list are asked for.
const LINES: &str = "200";
/// How often a file is given that may not have come.
const TRIES: u32 = 3;

/// All pages that have a text or a file.
pub(super) async fn listed(place: &Place) -> anyhow::Result<Vec<WikiLine>> {
    let (mut lines, mut after) = (Vec::new(), None::<String>);
    loop {
        let mut query = vec![("take", LINES)];
        query.extend(after.as_deref().map(|after| ("after", after)));
        let list: WikiList = place.get(&["wiki"], &query).await?;
        lines.extend(list.pages);
        match list.next {
            Some(next) if after.as_ref() != Some(&next) => after = Some(next),
            Some(_) | None => return Ok(lines),
        }
    }
}

/// All revisions of the wiki, or of a page, the newest first, without what they say.
pub(super) async fn revisions(
    place: &Place,
    page: Option<&Title>,
) -> anyhow::Result<Vec<WikiRevision>> {
    let (mut found, mut after) = (Vec::new(), None::<String>);
    let title = page.map(ToString::to_string);
    let path = ["wiki", if page.is_some() { "history" } else { "changes" }];
    loop {
        let mut query = vec![("take", LINES)];
        query.extend(title.as_deref().map(|title| ("title", title)));
        query.extend(after.as_deref().map(|after| ("after", after)));
        let part: WikiRevisions = place.get(&path, &query).await?;
        found.extend(part.revisions);
        match part.next {
            Some(next) if after.as_ref() != Some(&next) => after = Some(next),
            Some(_) | None => return Ok(found),
        }
    }
}

/// A page, without its HTML; `None` where nobody has written it.
pub(super) async fn page(place: &Place, title: &Title) -> anyhow::Result<Option<WikiPage>> {
    let title = title.to_string();
    let query = [("title", title.as_str()), ("html", "no")];
    or_missing(place.get(&["wiki", "page"], &query).await)
}

/// A revision with what it says; `None` where there is none.
pub(super) async fn revision(
    place: &Place,
    id: &RevisionId,
) -> anyhow::Result<Option<WikiRevision>> {
    let id = id.to_string();
    or_missing(place.get(&["wiki", "revisions", &id], &[]).await)
}

fn or_missing<T>(answer: anyhow::Result<T>) -> anyhow::Result<Option<T>> {
    match answer {
        Ok(found) => Ok(Some(found)),
        Err(error) => match error.downcast_ref::<Declined>() {
            Some(declined) if declined.word == "missing" => Ok(None),
            Some(_) | None => Err(error),
        },
    }
}

/// Asks for many things, some at a time, and keeps their order.
pub(super) async fn many<T, A, F>(all: Vec<T>, ask: impl Fn(T) -> F) -> anyhow::Result<Vec<A>>
where
    F: Future<Output = anyhow::Result<A>>,
{
    stream::iter(all.into_iter().map(ask))
        .buffered(AT_ONCE)
        .try_collect()
        .await
}

/// What is in a file, which is looked at before it is believed.
pub(super) async fn bytes(place: &Place, file: &WikiFile) -> anyhow::Result<Vec<u8>> {
    let bytes = place.site.download(&file.url, FILE_MAX).await;
    let bytes = bytes.with_context(|| file.url.clone())?;
    let same = blake3::hash(&bytes).to_hex().as_str() == file.blake3;
    ensure!(
        same,
        say(
            place.site.lang,
            "client-wiki-other-file",
            &[("file", &file.url)]
        )
    );
    Ok(bytes)
}

/// Gives a file to the site. It is known by what is in it: given twice, it is there once.
pub(super) async fn give(place: &Place, mime: &str, bytes: Vec<u8>) -> anyhow::Result<WikiFile> {
    let path = ["c", &place.community.id, "wiki", "files"];
    let mut tried = 1;
    loop {
        let request = place.site.request(Method::POST, &path)?;
        let request = request
            .header(header::CONTENT_TYPE, mime)
            .body(bytes.clone());
        match place.site.answer(request).await {
            Err(error) if tried < TRIES && is_passing(&error) => tried += 1,
            answered => return answered,
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}

/// A revision as the wiki's own rules know it.
pub(super) fn as_revision(one: &WikiRevision) -> anyhow::Result<Revision> {
    let parents: Result<Vec<RevisionId>, _> = one.parents.iter().map(|id| id.parse()).collect();
    let page: PageId = one.page.parse()?;
    let title = one.title.as_deref().map(Title::parse).transpose()?;
    let change = change(one)?;
    Ok(Revision {
        id: one.id.parse()?,
        page,
        parents: parents?,
        author: one.author.id.clone(),
        time_ms: one.time_ms,
        body: title.zip(change).map(|(title, change)| Body {
            title,
            comment: one.comment.clone(),
            change,
        }),
    })
}

fn change(one: &WikiRevision) -> anyhow::Result<Option<Change>> {
    let text = one.text.clone().unwrap_or_default();
    Ok(match (one.kind, &one.moved_to, &one.file) {
        (WikiKind::Text, _, _) => Some(Change::Text(text)),
        (WikiKind::Moved, Some(to), _) => Some(Change::Moved(Title::parse(to)?)),
        (WikiKind::Deleted, _, _) => Some(Change::Deleted),
        (WikiKind::File, _, Some(file)) => Some(Change::File(attachment(file, text)?)),
        (WikiKind::Hidden | WikiKind::Moved | WikiKind::File, _, _) => None,
    })
}

/// A file with what is said of it.
pub(super) fn attachment(file: &WikiFile, text: String) -> anyhow::Result<Attachment> {
    Ok(Attachment {
        name: String::new(),
        content_type: file.mime.clone(),
        bytes: file.size_bytes,
        blake3: *blake3::Hash::from_hex(&file.blake3)?.as_bytes(),
        text,
    })
}
