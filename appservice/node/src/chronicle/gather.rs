//! A message for the chronicle: read from the homeserver as it is now, its file copied.

use secta_bot_chronicle::act::{Came, Gathered, Why};
use secta_bot_kit::{
    EventId, RoomId, Written,
    input::{Content, Event, FileSource, Media},
    read::Selves,
};
use secta_matrix::{CallError, live::Live};

use crate::heard;

/// Files are copied up to this size, in bytes; a larger one stays where it is.
const FILE_MAX: u64 = 20 * 1024 * 1024;

/// Reads a message.
pub(super) async fn gather(
    live: &Live,
    selves: &Selves,
    (room, id): (&RoomId, &EventId),
) -> Result<Came, CallError> {
    let Some(raw) = live.event(room, id).await? else {
        return Ok(Came::Not(Why::Gone));
    };
    if raw["room_id"]
        .as_str()
        .is_some_and(|id| id != room.as_str())
    {
        // A homeserver that gives events of other rooms too: nothing comes in from a room that is not for everybody.
        return Ok(Came::Not(Why::Gone));
    }
    let event = heard::as_now(live, selves, room, (raw, false)).await?;
    let Some((event, written)) = event.and_then(words) else {
        return Ok(Came::Not(Why::Gone));
    };
    if written.is_empty() {
        return Ok(Came::Not(Why::Empty));
    }
    if written.is_too_long() {
        return Ok(Came::Not(Why::TooLong));
    }
    let author = event.author.clone().unwrap_or_else(|| event.sender.clone());
    let name = heard::name(live, room, (&event.sender, &author)).await?;
    let (written, blake3) = copied(live, written).await?;
    Ok(Came::Gathered(Box::new(Gathered {
        author,
        name,
        time_ms: event.sent_ms,
        about: event.about.clone(),
        written,
        blake3,
    })))
}

fn words(event: Event) -> Option<(Event, Written)> {
    let Content::Message(message) = &event.content else {
        return None;
    };
    if message.edits.is_some() {
        return None;
    }
    let written = Written::of_message(message);
    Some((event, written))
}

/// The same with a copy of its file that is the bot's own, and the file's hash: whatever becomes of the author's account
/// and server, the entry has it.
async fn copied(live: &Live, mut written: Written) -> Result<(Written, Option<String>), CallError> {
    let Some(media) = written.media.as_deref_mut() else {
        return Ok((written, None));
    };
    let hash = copy(live, media).await?;
    Ok((written, hash))
}

async fn copy(live: &Live, media: &mut Media) -> Result<Option<String>, CallError> {
    let bytes = match live.download(&media.source, FILE_MAX).await {
        Ok(bytes) => bytes,
        // Too large, or gone.
        Err(CallError::Refused { .. }) => return Ok(None),
        Err(error) => return Err(error),
    };
    let hash = blake3::hash(&bytes).to_hex().to_string();
    media.size_bytes = bytes.len() as u64;
    match live.keep(&media.mime, bytes).await {
        Ok(address) => media.source = FileSource::clear(&address),
        Err(CallError::Refused { .. }) => return Ok(None),
        Err(error) => return Err(error),
    }
    Ok(Some(hash))
}
