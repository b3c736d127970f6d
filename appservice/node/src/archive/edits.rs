//! Messages that are edited: the words come with what is asked, so that it does not matter whether the homeserver tells
//! of edits.

use secta_bot_archive::act::{Came, Edit};
use secta_bot_kit::{
    EventId,
    ids::permalink,
    input::{Content, Event},
    journal::source,
};
use secta_wiki_formats::{markdown, vault::Author};

use super::{
    Archive, ArchiveError,
    messages::text_of,
    notes::{self, Making, NewWords},
};
use crate::heard;

impl Archive {
    /// Puts other words for a message into its note, where they are its author's.
    pub(super) async fn edit(&self, edit: &Edit, operation: &str) -> Result<Came, ArchiveError> {
        let changed = self.is_noted(edit)? && self.reword(edit, operation).await?;
        Ok(Came::Edited { changed })
    }

    fn is_noted(&self, edit: &Edit) -> Result<bool, ArchiveError> {
        if !self.is_made(&edit.vault) {
            return Ok(false);
        }
        let event = edit.event.as_str();
        Ok(self.with(&edit.vault, |vault| {
            Ok(vault.note_of_event(event)?.is_some())
        })?)
    }

    async fn reword(&self, edit: &Edit, operation: &str) -> Result<bool, ArchiveError> {
        let text = match &edit.html {
            Some(html) => markdown::from_html(html),
            None => markdown::from_plain(&edit.body),
        };
        let Some(original) = self.envelope(edit).await? else {
            return Ok(false);
        };
        if original.sender != edit.by {
            return Ok(false);
        }
        let mut words = NewWords {
            edit,
            link: permalink(&edit.room, Some(&edit.event), &self.server),
            versions: self.original_words(edit, &original).await?,
            text,
        };
        if let Some(changed) = self.put(&words, operation, false)? {
            return Ok(changed);
        }
        words.versions.extend(self.later_words(edit).await?);
        Ok(self.put(&words, operation, true)?.unwrap_or(false))
    }

    fn put(
        &self,
        words: &NewWords<'_>,
        operation: &str,
        anyway: bool,
    ) -> Result<Option<bool>, ArchiveError> {
        let making = Making {
            zone: &self.zone,
            author: &Author::member(words.edit.by.as_str(), ""),
            operation,
        };
        Ok(self.with(&words.edit.vault, |vault| {
            notes::edit(vault, words, anyway, &making)
        })?)
    }

    /// The message as it was sent, in the clear or not.
    async fn envelope(&self, edit: &Edit) -> Result<Option<Event>, ArchiveError> {
        let known = self
            .journaled(&edit.room, source::MATRIX, &edit.event)
            .await?;
        if known.is_some() {
            return Ok(known);
        }
        let event = self.live()?.event(&edit.room, &edit.event).await?;
        Ok(event.and_then(|event| heard::as_sent(&edit.room, event, &self.selves)))
    }

    async fn original_words(
        &self,
        edit: &Edit,
        original: &Event,
    ) -> Result<Vec<String>, ArchiveError> {
        let decrypted = match edit.encrypted {
            true => self.decrypted_words(edit, &edit.event).await?,
            false => None,
        };
        Ok(decrypted
            .or_else(|| words_of(original))
            .into_iter()
            .collect())
    }

    /// The words of the edits that the homeserver knows of.
    async fn later_words(&self, edit: &Edit) -> Result<Vec<String>, ArchiveError> {
        let mut words = Vec::new();
        let edits = self
            .live()?
            .edits(&edit.room, &edit.event, heard::EDITS_MAX)
            .await?;
        for event in edits {
            let Some(id) = event["event_id"].as_str().map(EventId::new) else {
                continue;
            };
            words.extend(if edit.encrypted {
                self.decrypted_words(edit, &id).await?
            } else {
                heard::as_sent(&edit.room, event, &self.selves).and_then(|event| words_of(&event))
            });
        }
        Ok(words)
    }

    async fn decrypted_words(
        &self,
        edit: &Edit,
        id: &EventId,
    ) -> Result<Option<String>, ArchiveError> {
        let event = self.journaled(&edit.room, source::DECRYPTED, id).await?;
        Ok(event.and_then(|event| words_of(&event)))
    }
}

fn words_of(event: &Event) -> Option<String> {
    match &event.content {
        Content::Message(said) => Some(text_of(said)),
        _ => None,
    }
}
