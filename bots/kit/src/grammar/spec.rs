use crate::lang::Lang;

/// A command as a bot declares it. Everything that the grammar, `!помощь` and the hints need is here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CommandSpec {
    /// The bot's name.
    pub bot: &'static str,
    /// The canonical id, unique within the bot.
    pub id: &'static str,
    /// Its Russian names, the canonical one first; a name may be of several words.
    pub ru: &'static [&'static str],
    /// Its English names, the canonical one first.
    pub en: &'static [&'static str],
    /// The options that it knows.
    pub options: &'static [OptionSpec],
    /// What may follow the name.
    pub body: Body,
    /// The phrase that shows its form, e.g. `!голосуем вопрос | ответ | ответ`.
    pub usage: &'static str,
    /// The phrase that is an example to copy.
    pub example: &'static str,
    /// The phrase that says in a sentence what it does.
    pub help: &'static str,
}

/// An option as a bot declares it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OptionSpec {
    /// The canonical id, unique within the command.
    pub id: &'static str,
    /// Its Russian names.
    pub ru: &'static [&'static str],
    /// Its English names.
    pub en: &'static [&'static str],
    /// Whether it takes a value (`срок: 2 часа`), or is a bare flag (`скрыто`).
    pub value: bool,
}

/// What may follow a command's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Body {
    /// Nothing but options.
    Nothing,
    /// Words on the first line.
    Line,
    /// A text, of one line or many.
    Text,
}

impl CommandSpec {
    /// Its names in a language.
    pub fn names(&self, lang: Lang) -> &'static [&'static str] {
        by_lang(lang, self.ru, self.en)
    }

    /// The name to show in a language.
    pub fn name(&self, lang: Lang) -> &'static str {
        self.names(lang).first().copied().unwrap_or(self.id)
    }
}

impl OptionSpec {
    /// Its names in a language.
    pub fn names(&self, lang: Lang) -> &'static [&'static str] {
        by_lang(lang, self.ru, self.en)
    }

    /// All its names.
    pub(super) fn all(&self) -> impl Iterator<Item = &'static str> {
        self.ru.iter().chain(self.en).copied()
    }
}

fn by_lang(
    lang: Lang,
    ru: &'static [&'static str],
    en: &'static [&'static str],
) -> &'static [&'static str] {
    match lang {
        Lang::Ru => ru,
        Lang::En => en,
    }
}
