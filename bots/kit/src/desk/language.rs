use super::visit::Visit;
use crate::{
    args,
    grammar::{Command, fold},
    input::Event,
    lang::Lang,
    state::Scope,
    words::tidy,
};

/// Where a user's language is remembered.
pub(super) const KEY: &str = "lang";

impl Visit<'_, '_> {
    /// `!язык`: which it is; `!язык ru`: for the user; `!язык ru комната`: for the room.
    pub(super) fn language(&mut self, event: &Event, command: &Command) {
        let mut chosen = None;
        let mut for_room = false;
        for word in command.args.split(|c: char| c.is_whitespace() || c == ',') {
            match fold(word).as_str() {
                "" | "для" | "в" | "for" | "in" | "the" | "на" | "по" => {}
                "комната" | "комнаты" | "комнате" | "room" => for_room = true,
                other => match language(other) {
                    Some(lang) => chosen = Some(lang),
                    None => {
                        let text = self
                            .ctx
                            .say("desk-language-unknown", args!["word" => tidy(word, 40)]);
                        self.ctx.refuse(event, &text);
                        return;
                    }
                },
            }
        }
        let Some(lang) = chosen else {
            let text = self.ctx.say("desk-language-current", args![]);
            self.ctx.reply(event, &text);
            return;
        };
        let answer = if for_room {
            self.room.lang = Some(lang);
            "desk-language-room"
        } else {
            self.ctx.put(&Scope::user(&event.sender), KEY, &lang);
            "desk-language-user"
        };
        let text = self.ctx.words().text(lang, answer, &args![]);
        self.ctx.reply(event, &text);
    }
}

fn language(word: &str) -> Option<Lang> {
    match word {
        "ru" | "rus" | "ру" | "рус" | "русский" | "russian" | "по-русски" => {
            Some(Lang::Ru)
        }
        "en" | "eng" | "анг" | "англ" | "английский" | "english" | "по-английски" => {
            Some(Lang::En)
        }
        _ => None,
    }
}

/// The language that a text is likely in, by its letters.
pub(super) fn detect(text: &str) -> Option<Lang> {
    let (mut cyrillic, mut latin) = (0_u32, 0_u32);
    for letter in text.chars().take(2_000) {
        match letter {
            '\u{400}'..='\u{52f}' => cyrillic += 1,
            'a'..='z' | 'A'..='Z' => latin += 1,
            _ => {}
        }
    }
    match (cyrillic, latin) {
        (0, 0) => None,
        // Names, links and commands are often Latin in Russian text, seldom the other way round.
        (cyrillic, latin) if cyrillic.saturating_mul(3) >= latin => Some(Lang::Ru),
        _ => Some(Lang::En),
    }
}
