use std::collections::BTreeMap;

use super::{Body, Command, CommandSpec, Determination, Trouble, clean, fold, near, options};
use crate::{
    ids::UserId,
    input::{Content, Event, Message},
    lang::Lang,
};

/// The longest name of a command, in words.
const NAME_WORDS_MAX: usize = 4;
/// The longest word that can be a name, in bytes.
const WORD_MAX: usize = 160;
/// How far into a message the `!` may stand, behind a mention of the bot, in characters.
const LEAD_MAX: usize = 200;

/// The commands of all bots.
#[derive(Clone, Debug, Default)]
pub struct Registry {
    specs: Vec<CommandSpec>,
    names: BTreeMap<String, Name>,
    called: Vec<String>,
    bot: Option<UserId>,
}

#[derive(Clone, Copy, Debug)]
struct Name {
    spec: usize,
    name: &'static str,
    lang: Option<Lang>,
}

impl Registry {
    /// Of these commands. A name declared twice belongs to the first (a test of the node looks for that).
    pub fn new(specs: impl IntoIterator<Item = CommandSpec>) -> Self {
        let mut registry = Self {
            specs: specs.into_iter().collect(),
            called: ["бот", "bot", "secta", "секта"].map(fold).to_vec(),
            ..Self::default()
        };
        for (spec, declared) in registry.specs.iter().enumerate() {
            for lang in Lang::ALL {
                for name in declared.names(lang).iter().copied() {
                    registry
                        .names
                        .entry(fold(name))
                        .and_modify(|known| {
                            known.lang = known.lang.filter(|l| *l == lang || known.spec != spec)
                        })
                        .or_insert(Name {
                            spec,
                            name,
                            lang: Some(lang),
                        });
                }
            }
        }
        registry
    }

    /// With the bot's own names, by which it may be addressed before the `!`.
    #[must_use]
    pub fn addressed_as(mut self, bot: &UserId) -> Self {
        self.called
            .extend([fold(bot.as_str()), fold(bot.localpart())]);
        self.bot = Some(bot.clone());
        self
    }

    /// All commands, in the order of declaration.
    pub fn specs(&self) -> &[CommandSpec] {
        &self.specs
    }

    /// The command of this name, in either language.
    pub fn find(&self, name: &str) -> Option<&CommandSpec> {
        let name = name.trim_start().trim_start_matches(['!', '！']);
        self.names
            .get(&fold(name))
            .map(|name| &self.specs[name.spec])
    }

    /// The command's name that is nearest to what was typed.
    pub fn near(&self, typed: &str) -> Option<&'static str> {
        near(
            &fold(typed),
            self.names
                .iter()
                .map(|(folded, name)| (folded.as_str(), name.name)),
        )
    }

    /// The command that the event is.
    pub fn command(&self, event: &Event) -> Option<Command> {
        match self.determine(event) {
            Determination::Command(command) => Some(*command),
            Determination::NotCommand
            | Determination::Unknown { .. }
            | Determination::Bad { .. } => None,
        }
    }

    /// What the event is, as commands go.
    pub fn determine(&self, event: &Event) -> Determination {
        let Content::Message(message) = &event.content else {
            return Determination::NotCommand;
        };
        let captioned = message.media.as_ref().is_some_and(|it| it.captioned);
        if (message.msgtype != "m.text" && !captioned)
            || !has_prefix(&message.body)
            || quotes_first(message.html.as_deref())
        {
            return Determination::NotCommand;
        }
        let body = clean(&message.body);
        let body = body.trim();
        let (first, lines) = body.split_once('\n').unwrap_or((body, ""));
        let Some(said) = self.after_prefix(first, message) else {
            return Determination::NotCommand;
        };
        match self.name(said) {
            Ok((name, rest)) => self.with_name(name, rest, lines, message, event),
            Err(word) => self.unknown(said, word),
        }
    }

    /// What stands behind the `!`, if a name may follow.
    fn after_prefix<'a>(&self, first: &'a str, message: &Message) -> Option<&'a str> {
        let said = strip_prefix(first)
            .or_else(|| self.after_address(first, message))?
            .trim_start();
        said.starts_with(char::is_alphabetic).then_some(said)
    }

    fn after_address<'a>(&self, first: &'a str, message: &Message) -> Option<&'a str> {
        let at = first
            .char_indices()
            .take(LEAD_MAX)
            .find(|(_, c)| is_prefix(*c))?
            .0;
        let lead = first[..at].trim_end();
        let who = lead.strip_suffix([':', ',']).unwrap_or(lead).trim();
        let known = self.called.contains(&fold(who)) || self.is_pill(who, message.html.as_deref());
        (known && lead.len() < at)
            .then(|| strip_prefix(&first[at..]))
            .flatten()
    }

    /// Whether the formatted body begins with a link to the bot, as Element writes mentions.
    fn is_pill(&self, who: &str, html: Option<&str>) -> bool {
        let (Some(bot), Some(html)) = (&self.bot, html) else {
            return false;
        };
        let link = format!("<a href=\"https://matrix.to/#/{bot}\">");
        let text = html
            .trim_start()
            .strip_prefix("<p>")
            .unwrap_or(html.trim_start())
            .strip_prefix(&link);
        text.and_then(|text| text.split_once("</a>"))
            .is_some_and(|(text, _)| fold(text) == fold(who))
    }

    /// The longest name that the words begin with, and what follows it; else the first word.
    fn name<'a>(&self, said: &'a str) -> Result<(Name, &'a str), &'a str> {
        let mut found = None;
        let mut words = String::new();
        let mut end = 0;
        for _ in 0..NAME_WORDS_MAX {
            let gap = said[end..].len() - said[end..].trim_start().len();
            let word = word(&said[end + gap..]);
            if word.is_empty() || word.len() > WORD_MAX {
                break;
            }
            if !words.is_empty() {
                words.push(' ');
            }
            words.push_str(&fold(word));
            end += gap + word.len();
            if let Some(name) = self.names.get(&words) {
                found = Some((*name, &said[end..]));
            }
        }
        found.ok_or_else(|| word(said))
    }

    fn unknown(&self, said: &str, first: &str) -> Determination {
        let mut end = first.len().min(WORD_MAX);
        while !said.is_char_boundary(end) {
            end -= 1;
        }
        let typed = said[..end].to_owned();
        let mut words = said.split_whitespace();
        let two = [words.next(), words.next()]
            .map(Option::unwrap_or_default)
            .join(" ");
        let near = self.near(first).or_else(|| self.near(&two));
        Determination::Unknown { word: typed, near }
    }

    fn with_name(
        &self,
        name: Name,
        rest: &str,
        lines: &str,
        message: &Message,
        event: &Event,
    ) -> Determination {
        let spec = self.specs[name.spec];
        let rest = rest.trim_start();
        let rest = rest.strip_prefix([':', ',', '.']).unwrap_or(rest).trim();
        let parsed = match options::parse(rest, lines, &spec) {
            Ok(parsed) if spec.body == Body::Nothing && parsed.says_something() => {
                Err(Trouble::Extra)
            }
            other => other,
        };
        match parsed {
            Err(trouble) => Determination::Bad {
                spec,
                name: name.name,
                trouble,
            },
            Ok(parsed) => Determination::Command(Box::new(Command {
                bot: spec.bot,
                id: spec.id,
                name: name.name,
                lang: name.lang,
                args: parsed.args,
                lines: parsed.lines,
                options: parsed.options,
                html: message.html.clone(),
                event: event.clone(),
            })),
        }
    }
}

fn is_prefix(c: char) -> bool {
    matches!(c, '!' | '！' | '﹗' | '︕')
}

fn strip_prefix(text: &str) -> Option<&str> {
    text.strip_prefix(is_prefix)
}

/// A look at the beginning, so that talk costs nothing.
fn has_prefix(body: &str) -> bool {
    body.chars().take(LEAD_MAX * 2).any(is_prefix)
}

/// Whether the formatted body begins with code or a quotation.
fn quotes_first(html: Option<&str>) -> bool {
    let html = html.unwrap_or_default().trim_start();
    ["<pre", "<code", "<blockquote"].iter().any(|tag| {
        html.get(..tag.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(tag))
    })
}

/// The word that the text begins with.
fn word(text: &str) -> &str {
    let within = |c: char| {
        c.is_alphanumeric()
            || unicode_normalization::char::is_combining_mark(c)
            || matches!(c, '-' | '_' | '\'' | '’')
    };
    &text[..text.find(|c| !within(c)).unwrap_or(text.len())]
}
