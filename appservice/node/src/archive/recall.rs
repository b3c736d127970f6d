//! What the notes say: words in every form, in titles, tags and texts.

use std::sync::Arc;

use secta_bot_archive::recall::{self, Question, Recalled, SHOWN};
use secta_bot_search::text::{Forms, split, stop};
use secta_wiki_formats::{
    note::{Note, Value as Field},
    vault::{NoteSummary, Vault, VaultError},
};
use serde_json::{Map, Value};

use super::Archive;

/// The most of a note that is looked through, in bytes.
const LOOKED_THROUGH: usize = 64 * 1024;

impl Archive {
    /// Answers a question.
    pub(super) async fn recall(
        &self,
        question: &Question,
    ) -> Result<Map<String, Value>, VaultError> {
        if !self.is_made(&question.vault) {
            return Ok(recall::answer(question, &[], 0, &self.words));
        }
        let found = self
            .with_soon(&question.vault, |vault| self.found(vault, question))
            .await?;
        let Some((notes, count)) = found else {
            return Ok(recall::busy(question, &self.words));
        };
        Ok(recall::answer(question, &notes, count, &self.words))
    }

    fn found(
        &self,
        vault: &mut Vault,
        question: &Question,
    ) -> Result<(Vec<Recalled>, usize), VaultError> {
        let mut notes = match &question.tag {
            Some(tag) => vault.notes_tagged(tag)?,
            None => vault.notes()?,
        };
        notes.sort_by(|a, b| b.time.cmp(&a.time).then(a.path.cmp(&b.path)));
        let mut forms = Forms::new(Arc::clone(&self.lemmas));
        let wanted = wanted(&question.words, &mut forms);
        if wanted.is_empty() && question.words.is_empty() {
            let count = notes.len();
            let shown = notes.into_iter().take(SHOWN);
            let shown: Result<Vec<_>, _> = shown
                .map(|note| recalled(vault, &note, &[], &mut forms))
                .collect();
            return Ok((shown?, count));
        }
        let mut scored = Vec::new();
        for note in notes {
            let score = score(vault, &note, &wanted, &mut forms)?;
            scored.extend(score.map(|score| (score, note)));
        }
        // The best first; of the like, the newest, as they stand.
        scored.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
        let count = scored.len();
        let shown = scored.iter().take(SHOWN);
        let shown: Result<Vec<_>, _> = shown
            .map(|(_, note)| recalled(vault, note, &wanted, &mut forms))
            .collect();
        Ok((shown?, count))
    }
}

/// The words that are wanted, each with its forms.
fn wanted(words: &str, forms: &mut Forms) -> Vec<Vec<String>> {
    let words = split::words(words).filter(|word| !stop::is_stop(&split::fold(word.text)));
    words.map(|word| forms.of(word.text).to_vec()).collect()
}

fn text_of(vault: &Vault, note: &NoteSummary) -> Result<(Note, String), VaultError> {
    let note = vault
        .read_note(&note.path)?
        .unwrap_or_else(|| Note::parse(""));
    let mut end = note.body().len().min(LOOKED_THROUGH);
    while !note.body().is_char_boundary(end) {
        end -= 1;
    }
    // What marks entries, and says whose they are, is not for readers.
    let is_head = |line: &str| line.starts_with("**") && line.contains("](https://matrix.to/");
    let lines = note.body()[..end].lines();
    let lines = lines.filter(|line| !line.starts_with("<!--") && !is_head(line));
    let text = lines.collect::<Vec<_>>().join(" ");
    Ok((note, text))
}

/// How well a note answers; `None` where one of the words is missing.
fn score(
    vault: &Vault,
    note: &NoteSummary,
    wanted: &[Vec<String>],
    forms: &mut Forms,
) -> Result<Option<usize>, VaultError> {
    let (_, text) = text_of(vault, note)?;
    let head = format!(
        "{} {}",
        note.path.trim_end_matches(".md"),
        note.tags.join(" ")
    );
    let mut score = 0;
    for word in wanted {
        let count = |text: &str, forms: &mut Forms| {
            let words = split::words(text);
            words
                .filter(|one| forms.of(one.text).is_among(word))
                .count()
        };
        let found = 5 * count(&head, forms) + count(&text, forms).min(5);
        if found == 0 {
            return Ok(None);
        }
        score += found;
    }
    Ok(Some(score).filter(|score| *score > 0))
}

fn recalled(
    vault: &Vault,
    note: &NoteSummary,
    wanted: &[Vec<String>],
    forms: &mut Forms,
) -> Result<Recalled, VaultError> {
    let (full, text) = text_of(vault, note)?;
    let asked: Vec<String> = wanted.iter().flatten().cloned().collect();
    let pieces = secta_bot_search::index::snippet::snippet(&text, forms, &asked);
    let pieces = pieces.unwrap_or_else(|| secta_bot_search::index::snippet::beginning(&text));
    let source = full.field("source").and_then(Field::as_text);
    Ok(Recalled {
        path: note.path.trim_end_matches(".md").to_owned(),
        excerpt: pieces.into_iter().map(|(text, _)| text).collect(),
        source: source.filter(|link| link.starts_with("https://matrix.to/")),
    })
}
