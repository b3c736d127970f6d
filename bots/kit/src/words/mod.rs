//! From a phrase's name to a text. All that people read is in Fluent files, one for each language beside each bot;
//! phrases may use `**bold**`, `` `code` ``, `[text](https://…)` and lines that begin with `- `. Arguments are
//! text: nothing in them is markup.

mod args;
mod check;
mod markup;
mod notice;
#[cfg(test)]
mod tests;
mod text;

use std::sync::Arc;

use fluent_bundle::{FluentResource, concurrent::FluentBundle};

use crate::{bot::Bot, desk, lang::Lang, policy, when};

pub use args::{Arg, Args};
#[cfg(test)]
pub(crate) use check::check_when;
pub use check::{check, check_part, check_used};
pub use notice::{Answering, notice};
pub use text::{Text, tidy};

/// A part's phrases: its Fluent file in a language.
pub type Phrases = fn(Lang) -> &'static str;

/// The phrases of the front desk and all bots.
pub struct Words {
    ru: FluentBundle<FluentResource>,
    en: FluentBundle<FluentResource>,
}

impl Words {
    /// Of the front desk and these bots.
    ///
    /// # Panics
    ///
    /// When a Fluent file does not parse or a phrase is there twice: caught by [`check()`] in the tests of every bot.
    pub fn new(bots: &[Arc<dyn Bot>]) -> Self {
        Self::with(bots, &[])
    }

    /// The same with the phrases of other parts: each one's name and file by language.
    ///
    /// # Panics
    ///
    /// As for [`Words::new`].
    pub fn with(bots: &[Arc<dyn Bot>], parts: &[(&str, Phrases)]) -> Self {
        let bundle = |lang| bundle(lang, bots, parts);
        Self {
            ru: bundle(Lang::Ru),
            en: bundle(Lang::En),
        }
    }

    /// A phrase in a language. One that is missing shows its name.
    pub fn text(&self, lang: Lang, id: &str, args: &Args) -> Text {
        let bundle = match lang {
            Lang::Ru => &self.ru,
            Lang::En => &self.en,
        };
        let pattern = bundle.get_message(id).and_then(|message| message.value());
        let Some(pattern) = pattern else {
            return Text::verbatim(id);
        };
        let formatted = bundle.format_pattern(pattern, Some(&args.fluent()), &mut Vec::new());
        markup::render(&formatted, args.texts())
    }

    /// Whether a phrase is there.
    pub fn has(&self, lang: Lang, id: &str) -> bool {
        match lang {
            Lang::Ru => self.ru.has_message(id),
            Lang::En => self.en.has_message(id),
        }
    }
}

fn bundle(
    lang: Lang,
    bots: &[Arc<dyn Bot>],
    parts: &[(&str, Phrases)],
) -> FluentBundle<FluentResource> {
    let mut bundle = FluentBundle::new_concurrent(vec![
        lang.code().parse().expect("a language's code is valid"),
    ]);
    bundle.set_use_isolating(false);
    let files = bots.iter().map(|bot| (bot.name(), bot.phrases(lang)));
    let own = [
        ("desk", desk::phrases(lang)),
        ("policy", policy::phrases(lang)),
        ("when", when::phrases(lang)),
    ];
    let parts = parts.iter().map(|(name, file)| (*name, file(lang)));
    for (name, file) in own.into_iter().chain(files).chain(parts) {
        let resource = FluentResource::try_new(file.to_owned())
            .unwrap_or_else(|(_, errors)| panic!("{name}, {}: {errors:?}", lang.code()));
        if let Err(errors) = bundle.add_resource(resource) {
            panic!("{name}, {}: {errors:?}", lang.code());
        }
    }
    bundle
}
