//! A thread as Markdown.

use secta_bot_kit::{
    EventId, RoomId, UserId,
    input::{Content, Event},
    read::Selves,
};
use secta_bot_wiki::act::Came;
use secta_matrix::{CallError, live::Live};
use secta_wiki_formats::markdown;

use crate::heard;

/// How many messages of a thread are read at the most.
const THREAD_MAX: usize = 500;

/// Reads a thread; of one person alone where that is asked. What the bot says, commands and files are left out.
pub(super) async fn read(
    live: &Live,
    selves: &Selves,
    (room, root): (&RoomId, &EventId),
    only: Option<&UserId>,
) -> Result<Came, CallError> {
    let first = live.event(room, root).await?;
    let told = first.as_ref().is_some_and(heard::tells_of_edits);
    let behind = live.thread(room, root, THREAD_MAX).await?;
    let mut events: Vec<Event> = Vec::new();
    for event in first.into_iter().chain(behind) {
        events.extend(heard::as_now(live, selves, room, (event, told)).await?);
    }
    let (mut parts, mut left_out): (Vec<String>, u32) = (Vec::new(), 0);
    for event in &events {
        let Some((author, text)) = said(event) else {
            continue;
        };
        if only.is_some_and(|only| only != author) {
            left_out = left_out.saturating_add(1);
        } else {
            parts.push(text);
        }
    }
    let text = parts.join("\n\n");
    Ok(Came::Thread { text, left_out })
}

/// Who says what in a message of somebody's.
fn said(event: &Event) -> Option<(&UserId, String)> {
    let Content::Message(message) = &event.content else {
        return None;
    };
    let by_bot = event.own && event.author.is_none();
    if by_bot || message.edits.is_some() || heard::is_asking(&message.body) {
        return None;
    }
    if message.media.as_ref().is_some_and(|media| !media.captioned) {
        return None;
    }
    let text = match &message.html {
        Some(html) => markdown::from_html(html),
        None => markdown::from_plain(&message.body),
    };
    let text = text.trim().to_owned();
    let author = event.author.as_ref().unwrap_or(&event.sender);
    (!text.is_empty()).then_some((author, text))
}
