use std::collections::BTreeMap;

use super::visit::Visit;
use crate::{
    args,
    grammar::{Command, CommandSpec},
    input::Event,
    words::{Text, tidy},
};

impl Visit<'_, '_> {
    /// `!помощь`: all commands, or one.
    pub(super) fn help(&mut self, event: &Event, command: &Command) {
        let topic = command.args.trim_end_matches(['?', '.', '!']).trim();
        if topic.is_empty() {
            let text = self.all_commands();
            self.ctx.reply(event, &text);
            return;
        }
        match self.registry.find(topic) {
            Some(spec) => {
                let text = self.one_command(spec);
                self.ctx.reply(event, &text);
            }
            None => {
                let near = self.registry.near(topic).unwrap_or(self.help_name());
                let text = self.ctx.say(
                    "desk-help-unknown",
                    args!["word" => tidy(topic, 40), "near" => near],
                );
                self.ctx.refuse(event, &text);
            }
        }
    }

    fn all_commands(&self) -> Text {
        let mut order = Vec::new();
        let mut groups: BTreeMap<&str, Vec<&CommandSpec>> = BTreeMap::new();
        for spec in self.registry.specs() {
            if !groups.contains_key(spec.bot) {
                order.push(spec.bot);
            }
            groups.entry(spec.bot).or_default().push(spec);
        }
        // The bots' commands are what people look for: the desk's own come last.
        order.sort_by_key(|bot| *bot == crate::lane::DESK);
        let mut parts = vec![self.ctx.say("desk-help-head", args![])];
        for bot in order {
            let about = format!("{bot}-about");
            if self.ctx.words().has(self.ctx.lang(), &about) {
                parts.push(self.ctx.say(&about, args![]));
            }
            parts.push(Text::list(groups[bot].iter().map(|spec| self.line(spec))));
        }
        parts.push(
            self.ctx
                .say("desk-help-foot", args!["help" => self.help_name()]),
        );
        Text::lines(parts)
    }

    fn line(&self, spec: &CommandSpec) -> Text {
        let usage = self.ctx.say(spec.usage, args![]);
        let help = self.ctx.say(spec.help, args![]);
        self.ctx
            .say("desk-help-line", args!["usage" => usage, "help" => help])
    }

    fn one_command(&self, spec: &CommandSpec) -> Text {
        let lang = self.ctx.lang();
        let example = self.ctx.say(spec.example, args![]);
        let mut parts = vec![
            self.line(spec),
            self.ctx.say("desk-example", args!["example" => example]),
        ];
        let names = spec.names(lang);
        if names.len() > 1 {
            let others = names[1..]
                .iter()
                .map(|name| format!("!{name}"))
                .collect::<Vec<_>>()
                .join(", ");
            parts.push(self.ctx.say("desk-help-names", args!["names" => others]));
        }
        let options: Vec<String> = spec
            .options
            .iter()
            .filter_map(|option| Some((option.names(lang).first()?, option.value)))
            .map(|(name, value)| {
                if value {
                    format!("{name}:")
                } else {
                    (*name).to_owned()
                }
            })
            .collect();
        if !options.is_empty() {
            parts.push(
                self.ctx
                    .say("desk-help-options", args!["options" => options.join(", ")]),
            );
        }
        Text::lines(parts)
    }
}
