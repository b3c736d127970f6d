//! From messages to notes.

use std::fmt::Write;

use jiff::tz::TimeZone;
use secta_bot_archive::act::{Came, Edit, Fate, Save, What, Why};
use secta_bot_kit::EventId;
use secta_wiki_formats::{
    markdown, names,
    note::{Edit as EntryEdit, Entry, Note, Origin, Value as Field},
    vault::{ATTACHMENTS, Author, Change, Draft, Vault, VaultError},
};

use super::messages::Message;

/// How an entry begins.
const ENTRY: &str = "<!-- secta:entry ";

/// What notes are made with.
pub(super) struct Making<'a> {
    pub zone: &'a TimeZone,
    /// Whose work the commit is.
    pub author: &'a Author,
    /// The key under which it is done once.
    pub operation: &'a str,
}

/// Keeps messages in a vault.
pub(super) fn keep(
    vault: &mut Vault,
    save: &Save,
    messages: Vec<Message>,
    making: &Making<'_>,
) -> Result<Came, VaultError> {
    let is_thread = matches!(save.what, What::Thread(_));
    if !is_thread
        && messages
            .iter()
            .all(|message| message.text.trim().is_empty() && message.file.is_none())
    {
        return Ok(Came::Not(Why::Empty));
    }
    let mut changes = Vec::new();
    let mut left_out = Vec::new();
    let mut taken = vault.paths()?;
    let messages: Vec<(Message, String)> = messages
        .into_iter()
        .map(|message| {
            let text = with_file(&message, &mut taken, &mut changes, &mut left_out);
            (message, text)
        })
        .collect();
    let Some((first, first_text)) = messages.first() else {
        return Ok(Came::Not(Why::Gone));
    };
    // Done already under this key: what is said is what the vault says now.
    let known = vault.note_of_event(first.event.as_str())?;
    let old = match &known {
        Some(summary) => vault.read_note(&summary.path)?,
        None => None,
    };
    let path = match (&known, &save.path) {
        (Some(summary), _) => summary.path.clone(),
        (None, Some(wanted)) => {
            let path = format!("{wanted}.md");
            if taken.iter().any(|other| names::same_file(other, &path)) {
                return Ok(Came::Not(Why::Taken));
            }
            path
        }
        (None, None) => {
            let title =
                names::name(&markdown_words(first_text)).unwrap_or_else(|| "заметка".to_owned());
            names::free(&title, ".md", taken.iter().map(String::as_str))
        }
    };
    let mut note = old
        .clone()
        .unwrap_or_else(|| fresh(save, first, is_thread, first_text, making.zone));
    let mut grown = 0;
    if is_thread {
        become_thread(&mut note, first, first_text);
        for (message, text) in &messages {
            grown += usize::from(enter(&mut note, message, text, making.zone));
        }
    }
    link_thread(vault, save, &path, &mut note)?;
    let again = vault.committed(making.operation)?.is_some();
    let fate = match &old {
        None => Fate::New,
        // It was done just before the process died, and is told only now.
        Some(old) if *old == note && again => Fate::New,
        Some(old) if *old == note => Fate::Same,
        Some(_) => Fate::Grown(grown.max(1)),
    };
    if fate != Fate::Same && !again {
        changes.push(Change::Put {
            path: path.clone(),
            data: note.to_string().into_bytes(),
        });
        vault.commit(&Draft {
            author: making.author.clone(),
            at_ms: save.at_ms,
            zone: making.zone.clone(),
            message: path.trim_end_matches(".md").to_owned(),
            operation: making.operation.to_owned(),
            changes,
        })?;
    }
    Ok(Came::Saved {
        path,
        fate,
        left_out,
    })
}

/// Takes a message's words out of its note: a note of nothing else loses its body.
pub(super) fn forget(
    vault: &mut Vault,
    (event, at_ms): (&EventId, i64),
    making: &Making<'_>,
) -> Result<(), VaultError> {
    let Some(summary) = vault.note_of_event(event.as_str())? else {
        return Ok(());
    };
    let Some(mut note) = vault.read_note(&summary.path)? else {
        return Ok(());
    };
    let entries = note.body().contains(ENTRY);
    let changed = if entries {
        let of_it = [note.field("event"), note.field("edit")];
        let is_it = of_it
            .iter()
            .flatten()
            .any(|id| id.as_text().as_deref() == Some(event.as_str()));
        // Older words stand above the entry with the newer ones.
        let emptied = is_it && note.field("edit").is_some() && empty_above_entries(&mut note);
        note.redact(event.as_str(), "") || emptied
    } else {
        let had_words = !note.body().trim().is_empty();
        note.set_body("");
        had_words
    };
    // Its files are named after it.
    let mark = format!(" {}", mark(event));
    let files = vault.paths()?.into_iter();
    let files = files.filter(|path| path.starts_with(ATTACHMENTS) && path.contains(&mark));
    let mut changes: Vec<Change> = files.map(|path| Change::Remove { path }).collect();
    if changed {
        changes.push(Change::Put {
            path: summary.path,
            data: note.to_string().into_bytes(),
        });
    }
    if !changes.is_empty() {
        vault.commit(&Draft {
            author: making.author.clone(),
            at_ms,
            zone: making.zone.clone(),
            message: summary.title.clone(),
            operation: making.operation.to_owned(),
            changes,
        })?;
    }
    Ok(())
}

/// Other words for a message.
pub(super) struct NewWords<'a> {
    /// What was asked.
    pub edit: &'a Edit,
    /// A link to the message.
    pub link: String,
    /// The words that it had before, as Markdown.
    pub versions: Vec<String>,
    /// The words that it has now, as Markdown.
    pub text: String,
}

/// Puts other words for a message into its note; says whether that changed anything. `None` where its older words do not
/// stand there as they were sent: then, if it is to be done `anyway`, the newer ones are put below.
pub(super) fn edit(
    vault: &mut Vault,
    words: &NewWords<'_>,
    anyway: bool,
    making: &Making<'_>,
) -> Result<Option<bool>, VaultError> {
    if vault.committed(making.operation)?.is_some() {
        return Ok(Some(true));
    }
    let event = words.edit.event.as_str();
    let Some(summary) = vault.note_of_event(event)? else {
        return Ok(Some(false));
    };
    let Some(mut note) = vault.read_note(&summary.path)? else {
        return Ok(Some(false));
    };
    let old = note.clone();
    let has_entry = note.edit(&words.for_entry()) || note.has_entry(event);
    let is_first = note.field("event").and_then(Field::as_text).as_deref() == Some(event);
    if is_first && !note.body().trim().is_empty() {
        match words.instead_of(note.body()) {
            Some(body) => words.named_in(&mut note).set_body(body),
            None if has_entry => {}
            None if !anyway => return Ok(None),
            None => words.put_below(words.named_in(&mut note), making.zone),
        }
    }
    if note == old {
        return Ok(Some(false));
    }
    vault.commit(&Draft {
        author: making.author.clone(),
        at_ms: words.edit.at_ms,
        zone: making.zone.clone(),
        message: summary.title.clone(),
        operation: making.operation.to_owned(),
        changes: vec![Change::Put {
            path: summary.path,
            data: note.to_string().into_bytes(),
        }],
    })?;
    Ok(Some(true))
}

impl NewWords<'_> {
    fn for_entry(&self) -> EntryEdit {
        EntryEdit {
            event_id: self.edit.event.to_string(),
            edit_id: self.edit.edit.to_string(),
            text: self.text.clone(),
            keeps_files: self.edit.file,
        }
    }

    /// The note, which names the event that changed it: its words go when that goes.
    fn named_in<'n>(&self, note: &'n mut Note) -> &'n mut Note {
        note.set_field("edit", &Field::Text(self.edit.edit.to_string()));
        note
    }

    /// A body with these words where it begins with those that the message had.
    fn instead_of(&self, body: &str) -> Option<String> {
        let body = body.trim_start();
        let known = self.versions.iter().chain([&self.text]);
        let mut known: Vec<&str> = known.map(|text| text.trim()).collect();
        known.retain(|text| !text.is_empty());
        known.sort_by_key(|text| std::cmp::Reverse(text.len()));
        let rests = known.into_iter().filter_map(|text| body.strip_prefix(text));
        let mut rests = rests.filter(|rest| rest.is_empty() || rest.starts_with('\n'));
        let text = self.text.trim_end();
        match rests.next() {
            Some(rest) => Some(format!("{text}{rest}")),
            // A file that had no caption.
            None if self.edit.file && body.contains("[[") => Some(format!("{text}\n\n{body}")),
            None => None,
        }
    }

    /// Below what people made of the older words.
    fn put_below(&self, note: &mut Note, zone: &TimeZone) {
        let name = note.field("author").and_then(Field::as_text);
        let entry = Entry {
            event_id: self.edit.event.to_string(),
            author_name: name.unwrap_or_else(|| self.edit.by.to_string()),
            at_ms: self.edit.at_ms,
            link: self.link.clone(),
            text: self.text.clone(),
        };
        note.append(&entry, zone);
        note.edit(&self.for_entry());
    }
}

/// The words of a message whose note grows into that of its thread become the first entry: they stand there once, and go
/// with the message.
fn become_thread(note: &mut Note, first: &Message, text: &str) {
    if note.has_entry(first.event.as_str()) || text.trim().is_empty() {
        return;
    }
    let rest = note.body().trim_start().strip_prefix(text.trim());
    if let Some(rest) = rest.filter(|rest| rest.is_empty() || rest.starts_with('\n')) {
        let rest = rest.trim_start().to_owned();
        note.set_body(rest);
    }
}

/// Takes away what stands above the entries. Says whether anything did.
fn empty_above_entries(note: &mut Note) -> bool {
    let above = note.body().find(ENTRY).unwrap_or_default();
    let had_words = !note.body()[..above].trim().is_empty();
    note.set_body(note.body()[above..].to_owned());
    had_words
}

fn fresh(save: &Save, first: &Message, is_thread: bool, text: &str, zone: &TimeZone) -> Note {
    let origin = Origin {
        source: first.link.clone(),
        author_id: first.author.as_str().to_owned(),
        author_name: first.name.clone(),
        at_ms: first.at_ms,
        room: save.room_name.clone(),
        tags: save.tags.clone(),
        event_id: first.event.as_str().to_owned(),
    };
    let body = if is_thread {
        String::new()
    } else {
        format!("{}\n", text.trim_end())
    };
    Note::new(&origin, zone, body)
}

/// Puts a message into a thread's note. Says whether it changed anything.
fn enter(note: &mut Note, message: &Message, text: &str, zone: &TimeZone) -> bool {
    let entry = Entry {
        event_id: message.event.as_str().to_owned(),
        author_name: message.name.clone(),
        at_ms: message.at_ms,
        link: message.link.clone(),
        text: text.to_owned(),
    };
    note.append(&entry, zone) || note.replace(&entry, zone)
}

/// The words of a message, with a link to its file, which is put beside the notes.
fn with_file(
    message: &Message,
    taken: &mut Vec<String>,
    changes: &mut Vec<Change>,
    left_out: &mut Vec<String>,
) -> String {
    let mut text = message.text.clone();
    let Some(file) = &message.file else {
        return text;
    };
    let Some(bytes) = &file.bytes else {
        left_out.push(file.name.clone());
        let _ = write!(
            text,
            "\n\n[{}]({})",
            markdown::escape(&file.name),
            message.link
        );
        return text;
    };
    let (stem, ending) = file.name.rsplit_once('.').unwrap_or((&file.name, ""));
    let stem = names::name(stem).unwrap_or_else(|| "файл".to_owned());
    let ending: String = ending
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .take(8)
        .collect();
    let ending = if ending.is_empty() {
        ending
    } else {
        format!(".{ending}")
    };
    // The same file of the same message has the same name again.
    let path = format!("{ATTACHMENTS}/{stem} {}{ending}", mark(&message.event));
    if !taken.contains(&path) {
        taken.push(path.clone());
        changes.push(Change::Put {
            path: path.clone(),
            data: bytes.clone(),
        });
    }
    let name = path.rsplit('/').next().unwrap_or(&path);
    let shown = if file.is_image { "!" } else { "" };
    let _ = write!(text, "\n\n{shown}[[{name}]]");
    text.trim_start().to_owned()
}

/// What stands in the names of a message's files.
fn mark(event: &EventId) -> String {
    blake3::hash(event.as_str().as_bytes()).to_hex()[..8].to_owned()
}

/// Links the notes that hold messages of the same thread.
fn link_thread(
    vault: &mut Vault,
    save: &Save,
    path: &str,
    note: &mut Note,
) -> Result<(), VaultError> {
    let mut links = Vec::new();
    for event in note.events() {
        if let Some(other) = vault
            .note_of_event(&event)?
            .filter(|other| other.path != path)
        {
            let link = format!("[[{}]]", other.path.trim_end_matches(".md"));
            if !links.contains(&link) && !note.body().contains(&link) {
                links.push(link);
            }
        }
    }
    if !links.is_empty() {
        let see = match save.lang {
            secta_bot_kit::Lang::Ru => "См. также",
            secta_bot_kit::Lang::En => "See also",
        };
        let body = format!(
            "{}\n\n{see}: {}\n",
            note.body().trim_end(),
            links.join(", ")
        );
        note.set_body(body);
    }
    Ok(())
}

/// The words of Markdown without its signs, for a name.
fn markdown_words(text: &str) -> String {
    text.lines()
        .map(|line| {
            line.trim_start_matches(['#', '>', '-', '*', ' ', '`'])
                .replace(['*', '`', '\\'], "")
        })
        .collect::<Vec<_>>()
        .join("\n")
}
