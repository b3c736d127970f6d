//! What an item says, as it is read of a message, of a command and of an edit.

use secta_bot_kit::{
    grammar::{Command, fold},
    ids::linked_event,
    input::{Event, Message},
    written::tidy,
};

use crate::commands;

pub use secta_bot_kit::{Written as Words, written::TEXT_MAX};

/// Of what stands behind a command's name: from its `skip`-th word on.
pub fn of_command(command: &Command, message: &Message, skip: usize) -> Words {
    let mut text = after_words(&command.args, skip).to_owned();
    for line in &command.lines {
        text.push('\n');
        text.push_str(line);
    }
    Words {
        text: tidy(&text),
        html: command
            .html
            .as_deref()
            .filter(|_| skip == 0)
            .and_then(behind_name),
        ..Words::file_of(message)
    }
    .fitting()
}

/// Of an edit: behind the command's name, where the message is one.
pub fn of_edit(message: &Message) -> Words {
    let words = Words::of_message(message);
    let said = words
        .text
        .strip_prefix(['!', '！'])
        .unwrap_or_default()
        .trim_start();
    let name = fold(said.split_whitespace().next().unwrap_or_default());
    let is = |id: &str| {
        let mut specs = commands::all().into_iter().filter(|spec| spec.id == id);
        specs.any(|spec| spec.ru.iter().chain(spec.en).any(|known| *known == name))
    };
    let behind = after_words(said, 1);
    let linked = behind
        .split_whitespace()
        .next()
        .and_then(linked_event)
        .is_some();
    if is(commands::POST) || (is(commands::COMMENT) && !linked) {
        let html = words.html.as_deref().and_then(behind_name);
        Words {
            text: tidy(behind),
            html,
            ..words
        }
    } else if is(commands::COMMENT) {
        Words {
            text: tidy(after_words(behind, 1)),
            html: None,
            ..words
        }
    } else {
        words
    }
}

/// What follows the first words of a text.
pub fn after_words(text: &str, words: usize) -> &str {
    let mut rest = text.trim_start();
    for _ in 0..words {
        let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
        rest = rest[end..].trim_start_matches([' ', '\t']);
    }
    rest
}

/// A formatted text without the command's name at its beginning; `None` where it does not begin with it plainly.
fn behind_name(html: &str) -> Option<String> {
    let (open, rest) = match html.trim_start().strip_prefix("<p>") {
        Some(rest) => ("<p>", rest),
        None => ("", html.trim_start()),
    };
    let name = rest.trim_start().strip_prefix(['!', '！'])?;
    let end = name.find(|c: char| c.is_whitespace() || c == '<')?;
    let (word, after) = name.split_at(end);
    let plain = word.chars().all(char::is_alphanumeric);
    let after = after.trim_start();
    let after = after
        .strip_prefix("<br>")
        .or(after.strip_prefix("<br />"))
        .or(after.strip_prefix("<br/>"));
    let after = after.unwrap_or(&name[end..]).trim_start();
    (plain && !after.is_empty()).then(|| format!("{open}{after}"))
}

/// The message of an event, if it is one.
pub fn message_of(event: &Event) -> Option<&Message> {
    match &event.content {
        secta_bot_kit::input::Content::Message(message) => Some(message),
        secta_bot_kit::input::Content::Reaction { .. }
        | secta_bot_kit::input::Content::PollStart
        | secta_bot_kit::input::Content::PollResponse { .. }
        | secta_bot_kit::input::Content::PollEnd { .. }
        | secta_bot_kit::input::Content::Redaction { .. }
        | secta_bot_kit::input::Content::Member(_)
        | secta_bot_kit::input::Content::State { .. }
        | secta_bot_kit::input::Content::Ciphertext { .. }
        | secta_bot_kit::input::Content::Other { .. } => None,
    }
}
