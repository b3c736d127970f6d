//! From the command `!голосуем` to what is asked, or to what is wrong with it.

use jiff::tz::TimeZone;
use secta_bot_kit::{
    grammar::{Command, fold, item, list_items, split_bar},
    when::{DAY_MS, WhenError, deadline},
};

use crate::{
    count::{OPTIONS_MAX, Quorum},
    poll::Asked,
};

/// The longest question and the longest option, in characters: what Element allows.
pub const CHARS_MAX: usize = 340;
/// The longest question with all options, in bytes: an event has 64 KiB, and the texts stand in it twice.
pub const BYTES_MAX: usize = 12_000;
/// How long a poll is open when nothing else is said.
pub const OPEN_MS: i64 = DAY_MS;
/// The longest time that a poll is open.
pub const OPEN_MAX_MS: i64 = 30 * DAY_MS;
/// The largest quorum, in people.
const QUORUM_MAX: u32 = 1_000_000;

/// What is wrong with a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// A secret ballot, which there is none of yet.
    Secret,
    /// Nothing is asked.
    NoQuestion,
    /// The question has more characters than [`CHARS_MAX`].
    QuestionLong(usize),
    /// Fewer than two options.
    FewOptions(usize),
    /// More than [`OPTIONS_MAX`].
    ManyOptions(usize),
    /// The option of this number, from 1, is empty.
    EmptyOption(usize),
    /// The option of this number, from 1, has more characters than [`CHARS_MAX`].
    OptionLong(usize),
    /// The option is there twice.
    Same(String),
    /// Lines follow the question that are no list.
    NoList,
    /// All together is longer than [`BYTES_MAX`].
    Long,
    /// The time is none.
    Time(String, WhenError),
    /// The number of choices is none.
    Choices(String),
    /// More choices than options.
    ManyChoices(usize, usize),
    /// The quorum is none.
    Quorum(String),
}

/// What the parser needs beside the command.
pub struct Frame<'a> {
    /// The present, in milliseconds since 1970.
    pub now_ms: i64,
    /// The zone of the hours that are named.
    pub zone: &'a TimeZone,
    /// Yes, no, abstain.
    pub defaults: [String; 3],
}

/// Reads what is asked.
///
/// # Errors
///
/// The first thing that is wrong.
pub fn ask(command: &Command, frame: Frame<'_>) -> Result<Asked, Trouble> {
    if command.option("secret").is_some() {
        return Err(Trouble::Secret);
    }
    let (question, options) = texts(command)?;
    let options = if options.is_empty() {
        frame.defaults.to_vec()
    } else {
        options
    };
    check(&question, &options)?;
    let choices = command
        .option("choices")
        .map_or(Ok(1), |text| choices(text, options.len()))?;
    let quorum = command.option("quorum").map(quorum).transpose()?;
    let deadline_ms = command
        .option("until")
        .map_or(Ok(frame.now_ms + OPEN_MS), |text| until(text, &frame))?;
    Ok(Asked {
        question,
        options,
        choices,
        hidden: command.option("hidden").is_some(),
        quorum,
        deadline_ms,
    })
}

/// The question and the options, each on one line; no options where none are given.
fn texts(command: &Command) -> Result<(String, Vec<String>), Trouble> {
    let mut items = list_items(&command.lines, command.html.as_deref());
    let is_item =
        |line: &str| item(line).is_some() || items.iter().any(|item| fold(item) == fold(line));
    let args = command.args.trim_end();
    // The comma before an option stays when the grammar has taken the option.
    let args = if command.options.is_empty() {
        args
    } else {
        args.trim_end_matches([',', ';'])
    };
    let mut said: Vec<&str> = vec![args];
    said.extend(
        command
            .lines
            .iter()
            .map(String::as_str)
            .filter(|line| !is_item(line)),
    );
    said.retain(|line| !line.trim().is_empty());
    if !said.iter().any(|line| line.contains(['|', '｜'])) {
        if said.len() > 1 && items.is_empty() {
            return Err(Trouble::NoList);
        }
        return Ok((
            one_line(&said.join(" ")),
            items.iter().map(|item| one_line(item)).collect(),
        ));
    }
    let mut parts = split_bar(&said.join(" "));
    let question = parts.remove(0);
    if parts.last().is_some_and(String::is_empty) {
        parts.pop();
    }
    parts.append(&mut items);
    if parts.is_empty() {
        return Err(if question.is_empty() {
            Trouble::NoQuestion
        } else {
            Trouble::FewOptions(0)
        });
    }
    Ok((
        one_line(&question),
        parts.iter().map(|part| one_line(part)).collect(),
    ))
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn check(question: &str, options: &[String]) -> Result<(), Trouble> {
    let length = question.chars().count();
    if length == 0 {
        return Err(Trouble::NoQuestion);
    }
    if length > CHARS_MAX {
        return Err(Trouble::QuestionLong(length));
    }
    if options.len() > OPTIONS_MAX {
        return Err(Trouble::ManyOptions(options.len()));
    }
    if let Some(at) = options.iter().position(|option| option.is_empty()) {
        return Err(Trouble::EmptyOption(at + 1));
    }
    if options.len() < 2 {
        return Err(Trouble::FewOptions(options.len()));
    }
    if let Some(at) = options
        .iter()
        .position(|option| option.chars().count() > CHARS_MAX)
    {
        return Err(Trouble::OptionLong(at + 1));
    }
    let folded: Vec<String> = options.iter().map(|option| fold(option)).collect();
    if let Some(at) = (1..folded.len()).find(|at| folded[..*at].contains(&folded[*at])) {
        return Err(Trouble::Same(options[at].clone()));
    }
    let bytes = question.len() + options.iter().map(String::len).sum::<usize>();
    if bytes > BYTES_MAX {
        Err(Trouble::Long)
    } else {
        Ok(())
    }
}

fn until(text: &str, frame: &Frame<'_>) -> Result<i64, Trouble> {
    let at_ms = deadline(text, frame.now_ms, frame.zone)
        .map_err(|error| Trouble::Time(text.to_owned(), error))?;
    if at_ms - frame.now_ms > OPEN_MAX_MS {
        return Err(Trouble::Time(text.to_owned(), WhenError::TooFar));
    }
    Ok(at_ms)
}

fn choices(text: &str, options: usize) -> Result<usize, Trouble> {
    if matches!(
        fold(text).as_str(),
        "все" | "любые" | "любой" | "сколько угодно" | "all" | "any"
    ) {
        return Ok(options);
    }
    match number(text) {
        None | Some(0) => Err(Trouble::Choices(text.to_owned())),
        Some(choices) => match usize::try_from(choices) {
            Ok(choices) if choices <= options => Ok(choices),
            _ => Err(Trouble::ManyChoices(
                usize::try_from(choices).unwrap_or(usize::MAX),
                options,
            )),
        },
    }
}

fn quorum(text: &str) -> Result<Quorum, Trouble> {
    let folded = fold(text);
    let digits = folded.trim_end_matches(|c: char| !c.is_ascii_digit());
    let unit = folded[digits.len()..].trim();
    let quorum = match (number(digits), unit) {
        (Some(percent @ 1..=100), "%" | "процентов" | "процента" | "процент" | "percent") => {
            Quorum::Percent(percent)
        }
        (
            Some(people @ 1..=QUORUM_MAX),
            "" | "человек" | "человека" | "чел" | "чел." | "people" | "voters",
        ) => Quorum::People(people),
        _ => return Err(Trouble::Quorum(text.to_owned())),
    };
    Ok(quorum)
}

fn number(text: &str) -> Option<u32> {
    let text = text.trim();
    let plain =
        !text.is_empty() && text.len() <= 9 && text.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}
