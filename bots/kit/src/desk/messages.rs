use super::{
    language,
    rate::{Bucket, Rate, Spent},
    visit::Visit,
};
use crate::{
    answer::Refused,
    args,
    grammar::{Command, CommandSpec, Determination, Trouble},
    input::{Event, Message},
    lane::DESK,
    lang::Lang,
    state::Scope,
    words::{Text, tidy},
};

/// How much of a typed word is shown back, in characters.
const SHOWN: usize = 40;

impl Visit<'_, '_> {
    /// A message of a person: a command is let through or answered, talk is left alone.
    pub(super) fn message(&mut self, event: &Event, message: &Message) {
        let determination = self.registry.determine(event);
        let hint = match &determination {
            Determination::Command(command) => {
                command.lang.or_else(|| language::detect(&message.body))
            }
            Determination::NotCommand
            | Determination::Unknown { .. }
            | Determination::Bad { .. } => language::detect(&message.body),
        };
        self.speak(event, hint);
        if determination == Determination::NotCommand || self.is_stray(&determination) {
            return;
        }
        if message.edits.is_some() {
            self.edited(event, determination);
        } else if self.afford(event) {
            self.asked(event, determination);
        }
    }

    /// An unknown name that is near to none, in a room of many: meant for another bot.
    fn is_stray(&self, determination: &Determination) -> bool {
        let direct = self.ctx.place().is_some_and(|place| place.direct);
        matches!(determination, Determination::Unknown { near: None, .. }) && !direct
    }

    fn asked(&mut self, event: &Event, determination: Determination) {
        match determination {
            Determination::NotCommand => {}
            Determination::Command(command) if command.bot == DESK => {
                self.own_command(event, &command)
            }
            Determination::Command(mut command) => {
                command.event.thread = event.thread.clone();
                self.verdict.command = Some(*command);
            }
            Determination::Unknown { word, near } => {
                let text = self.unknown(&word, near);
                self.ctx.refuse(event, &text);
            }
            Determination::Bad {
                spec,
                name,
                trouble,
            } => {
                let text = self.bad(&spec, name, &trouble);
                self.ctx.refuse(event, &text);
            }
        }
    }

    fn own_command(&mut self, event: &Event, command: &Command) {
        if command.id == super::commands::HELP {
            self.help(event, command);
        } else {
            self.language(event, command);
        }
    }

    /// An edit of a command: what was refused in time runs as edited. What a bot refused, the bot knows.
    fn edited(&mut self, event: &Event, determination: Determination) {
        let scope = Scope::room(&event.room);
        let key = Refused::key(event.subject());
        let refused: Option<Refused> = self.ctx.get(&scope, &key);
        let mends = refused.filter(|refused| {
            refused.mends(event, self.input.at_ms, self.desk.policy.edit_window_ms)
        });
        let command = matches!(determination, Determination::Command(_));
        if (mends.is_none() && !command) || !self.afford(event) {
            return;
        }
        let Some(refused) = mends else {
            self.verdict.mend = true;
            return;
        };
        self.ctx.delete(&scope, &key);
        let mut event = event.clone();
        event.thread = refused.thread;
        self.verdict.thread = event.thread.clone();
        self.asked(&event, determination);
    }

    /// When a message counts as said. What the own homeserver delivers late, after the node was down, was no flood
    /// when it was said; the times of other servers' users are whatever those servers say.
    fn when_said(&self, event: &Event) -> i64 {
        if event.sender.server() == self.desk.selves.server {
            event.sent_ms.min(self.input.at_ms)
        } else {
            self.input.at_ms
        }
    }

    /// Whether the sender has a command left; the first that is one too many is answered.
    fn afford(&mut self, event: &Event) -> bool {
        let scope = Scope::user(&event.sender);
        let policy = &self.desk.policy;
        let rate = Rate {
            per_minute: policy.rate_per_minute,
            burst: policy.rate_burst,
        };
        let now_ms = self.when_said(event);
        let before: Option<Bucket> = self.ctx.get(&scope, "rate");
        let mut bucket = before.clone().unwrap_or_else(|| Bucket::full(rate, now_ms));
        let spent = bucket.spend(rate, now_ms);
        if before.as_ref() != Some(&bucket) {
            self.ctx.put(&scope, "rate", &bucket);
        }
        if let Spent::No { wait_ms } = spent {
            let text = self.ctx.say(
                "desk-too-fast",
                args!["seconds" => (wait_ms.saturating_add(999)) / 1000],
            );
            self.ctx.reply(event, &text);
        }
        spent == Spent::Yes
    }

    fn unknown(&self, word: &str, near: Option<&'static str>) -> Text {
        let word = tidy(word, SHOWN);
        match near {
            Some(near) => self
                .ctx
                .say("desk-did-you-mean", args!["word" => word, "near" => near]),
            None => self.ctx.say(
                "desk-unknown",
                args!["word" => word, "help" => self.help_name()],
            ),
        }
    }

    fn bad(&self, spec: &CommandSpec, name: &str, trouble: &Trouble) -> Text {
        let wrong = match trouble {
            Trouble::UnknownOption { word, near } => self.ctx.say(
                "desk-unknown-option",
                args!["word" => tidy(word, SHOWN), "near" => *near],
            ),
            Trouble::NoValue { option } => self
                .ctx
                .say("desk-no-value", args!["option" => tidy(option, SHOWN)]),
            Trouble::Twice { option } => self
                .ctx
                .say("desk-twice", args!["option" => tidy(option, SHOWN)]),
            Trouble::Extra => self.ctx.say("desk-extra", args!["name" => name]),
        };
        let example = self.ctx.say(spec.example, args![]);
        Text::lines([
            wrong,
            self.ctx.say("desk-example", args!["example" => example]),
        ])
    }

    pub(super) fn help_name(&self) -> &'static str {
        match self.ctx.lang() {
            Lang::Ru => "помощь",
            Lang::En => "help",
        }
    }
}
