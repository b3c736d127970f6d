//! What is to be saved, read from the homeserver as it is now; of an encrypted room, what the journal has decrypted.

use secta_bot_archive::act::{Save, What, Why};
use secta_bot_kit::{
    EventId, RoomId, UserId,
    ids::permalink,
    input::{Content, Event, Media, Message as Said},
    journal::source,
};
use secta_wiki_formats::{markdown, vault::Author};
use serde_json::Value;

use super::{Archive, ArchiveError};
use crate::heard;

/// How many messages of a thread are read at the most.
const THREAD_MAX: usize = 1_000;

/// Files are kept up to this size, in bytes.
const FILE_MAX: u64 = 20 * 1024 * 1024;

/// A message that is to be saved.
pub(super) struct Message {
    pub event: EventId,
    pub author: UserId,
    pub name: String,
    pub at_ms: i64,
    pub link: String,
    /// Its words as Markdown.
    pub text: String,
    pub file: Option<File>,
}

/// The file of a message.
pub(super) struct File {
    pub name: String,
    pub is_image: bool,
    /// What it holds; `None` where it is too large or gone.
    pub bytes: Option<Vec<u8>>,
}

impl Archive {
    /// The messages, the root of a thread first.
    pub(super) async fn messages(
        &self,
        save: &Save,
    ) -> Result<Result<Vec<Message>, Why>, ArchiveError> {
        let events = match &save.what {
            What::Text { event, body } => {
                let message = self.own_text(save, event, body).await?;
                return Ok(Ok(vec![message]));
            }
            What::Message(event) => vec![self.event(save, event).await?],
            What::Thread(root) => self.thread(save, root).await?,
        };
        let mut messages = Vec::new();
        for event in events.into_iter().flatten() {
            messages.extend(self.message(save, event).await?);
        }
        Ok(if messages.is_empty() {
            Err(Why::Gone)
        } else {
            Ok(messages)
        })
    }

    async fn thread(
        &self,
        save: &Save,
        root: &EventId,
    ) -> Result<Vec<Option<Event>>, ArchiveError> {
        let live = self.live()?;
        let Some(first) = live.event(&save.room, root).await? else {
            return Ok(Vec::new());
        };
        let told = heard::tells_of_edits(&first);
        let mut events = vec![self.as_now(save, first, told).await?];
        for event in live.thread(&save.room, root, THREAD_MAX).await? {
            events.push(self.as_now(save, event, told).await?);
        }
        Ok(events)
    }

    async fn event(&self, save: &Save, id: &EventId) -> Result<Option<Event>, ArchiveError> {
        match self.live()?.event(&save.room, id).await? {
            Some(event) => self.as_now(save, event, false).await,
            None => Ok(None),
        }
    }

    /// An event in the words of its author's last edit; `told`: as for [`heard::edits`].
    async fn as_now(
        &self,
        save: &Save,
        event: Value,
        told: bool,
    ) -> Result<Option<Event>, ArchiveError> {
        let live = self.live()?;
        if !save.encrypted {
            return Ok(heard::as_now(&live, &self.selves, &save.room, (event, told)).await?);
        }
        let Some(sent) = self.decrypted(save, &event).await? else {
            return Ok(None);
        };
        let mut edits = Vec::new();
        for edit in heard::edits(&live, &save.room, &event, told).await? {
            edits.extend(self.decrypted(save, &edit).await?);
        }
        Ok(Some(heard::reworded(sent, edits.into_iter())))
    }

    /// An event of an encrypted room as the journal has decrypted it.
    async fn decrypted(&self, save: &Save, event: &Value) -> Result<Option<Event>, ArchiveError> {
        match event["event_id"].as_str() {
            Some(id) => {
                self.journaled(&save.room, source::DECRYPTED, &EventId::new(id))
                    .await
            }
            None => Ok(None),
        }
    }

    /// An event of a room as the journal has it.
    pub(super) async fn journaled(
        &self,
        room: &RoomId,
        source: &str,
        id: &EventId,
    ) -> Result<Option<Event>, ArchiveError> {
        let row = self.store.row(source, id.as_str()).await?;
        let Some(mut row) =
            row.filter(|row| !row.erased && row.new.room.as_deref() == Some(room.as_str()))
        else {
            return Ok(None);
        };
        if row.new.sealed {
            row.new.body = self.sealer.open(&row.new.body)?;
        }
        Ok(heard::of_row(&row, &self.selves))
    }

    async fn message(&self, save: &Save, event: Event) -> Result<Option<Message>, ArchiveError> {
        let Content::Message(said) = &event.content else {
            return Ok(None);
        };
        // What the bot says itself is no memory; what a puppet says, somebody has written.
        let by_bot = event.own && event.author.is_none();
        if by_bot || said.edits.is_some() || heard::is_asking(&said.body) {
            return Ok(None);
        }
        let text = text_of(said);
        let file = match &said.media {
            Some(media) => Some(self.file(media).await?),
            None => None,
        };
        let author = event.author.clone().unwrap_or_else(|| event.sender.clone());
        Ok(Some(Message {
            name: self.name(save, &event.sender, &author).await?,
            link: permalink(&save.room, Some(&event.id), &self.server),
            at_ms: event.sent_ms,
            event: event.id,
            author,
            text,
            file,
        }))
    }

    async fn own_text(
        &self,
        save: &Save,
        event: &EventId,
        body: &str,
    ) -> Result<Message, ArchiveError> {
        Ok(Message {
            event: event.clone(),
            author: save.by.clone(),
            name: self.name(save, &save.by, &save.by).await?,
            at_ms: save.at_ms,
            link: permalink(&save.room, Some(event), &self.server),
            // What is typed behind the command may be Markdown already.
            text: body.to_owned(),
            file: None,
        })
    }

    /// The name that somebody goes by; of a puppet, the person's.
    async fn name(
        &self,
        save: &Save,
        sender: &UserId,
        author: &UserId,
    ) -> Result<String, ArchiveError> {
        Ok(heard::name(&*self.live()?, &save.room, (sender, author)).await?)
    }

    /// Who said that it is to be saved.
    pub(super) async fn author(&self, save: &Save) -> Result<Author, ArchiveError> {
        let name = self.name(save, &save.by, &save.by).await?;
        Ok(Author::member(save.by.as_str(), &name))
    }

    async fn file(&self, media: &Media) -> Result<File, ArchiveError> {
        let bytes = match self.live()?.download(&media.source, FILE_MAX).await {
            Ok(bytes) => Some(bytes),
            Err(secta_matrix::CallError::Refused { .. }) => None,
            Err(error) => return Err(error.into()),
        };
        Ok(File {
            name: media.name.clone(),
            is_image: media.mime.starts_with("image/"),
            bytes,
        })
    }
}

/// The words of a message as Markdown.
pub(super) fn text_of(said: &Said) -> String {
    let captioned = said.media.as_ref().is_none_or(|media| media.captioned);
    match (&said.html, captioned) {
        (_, false) => String::new(),
        (Some(html), true) => markdown::from_html(html),
        (None, true) => markdown::from_plain(&said.body),
    }
}
