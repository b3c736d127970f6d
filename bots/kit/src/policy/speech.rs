use crate::{
    Lang, args,
    grammar::{fold, near},
    when::{DAY_MS, HOUR_MS, MINUTE_MS, print_duration},
    words::{Args, Text, Words, tidy},
};
use secta_record::act::Rank;
use secta_rules::policy::{
    DENOMINATOR_MAX, Fault, LADDER_MAX, PRINCIPLES_MAX, Policy, PolicyFaults, QuestStep, RUNG_MAX,
    Shown, numbers,
};

use super::{NAMES, NO, NO_QUEST, RANKS, STEPS, USUAL, YES};

/// The words of one language.
#[derive(Clone, Copy)]
pub struct Speech<'w> {
    /// All phrases.
    pub words: &'w Words,
    /// The language.
    pub lang: Lang,
}

impl Speech<'_> {
    fn say(self, id: &str, args: &Args) -> Text {
        self.words.text(self.lang, id, args)
    }

    fn plain(self, id: &str) -> Text {
        self.say(id, &args![])
    }

    /// What it says on posts, cases, appeals, tags, the chronicle and the wiki, a paragraph each.
    pub fn paragraphs(self, policy: &Policy) -> Vec<Text> {
        let span = |ms| print_duration(self.words, self.lang, ms);
        let reactions = &policy.reactions;
        let posts = args![
            "support" => reactions.support.as_str(),
            "useful" => reactions.useful.as_str(),
            "oppose" => reactions.oppose.as_str(),
            "pending" => policy.pending_max,
            "twilight" => span(policy.twilight_ms),
            "window" => span(policy.activity_window_ms),
            "withdraw" => span(policy.vote_withdraw_ms),
        ];
        let cases = args![
            "silence" => reactions.silence.as_str(),
            "exclude" => reactions.exclude.as_str(),
            "argument" => policy.argument_min,
            "silencemin" => policy.silence_min,
            "mute" => span(policy.mute_ms),
            "share" => policy.exclude_share.to_string(),
            "excludemin" => policy.exclude_min,
            "case" => span(policy.case_ms),
        ];
        let appeals = args![
            "appeal" => span(policy.appeal_ms),
            "gap" => span(policy.appeal_gap_ms),
        ];
        let tags = args![
            "words" => policy.supertag_words,
            "definition" => policy.definition_min,
            "proposal" => span(policy.proposal_ms),
            "max" => policy.supertags_max,
        ];
        let chronicle = args![
            "chronicle" => reactions.chronicle.as_str(),
            "n" => policy.chronicle_votes,
        ];
        let wiki = args![
            "edit" => self.rank(policy.wiki_edit),
            "protect" => self.rank(policy.wiki_protect),
        ];
        vec![
            self.say("policy-posts", &posts),
            self.say("policy-cases", &cases),
            self.say("policy-appeals", &appeals),
            self.say("policy-tags", &tags),
            self.say("policy-chronicle", &chronicle),
            self.say("policy-wiki", &wiki),
        ]
    }

    /// Every field with its value, and how to propose another.
    pub fn fields(self, policy: &Policy) -> Text {
        Text::lines([self.plain("policy-fields"), self.list(policy)])
    }

    /// Every field with its value.
    pub fn list(self, policy: &Policy) -> Text {
        let shown = policy.shown();
        Text::list(shown.iter().map(|(field, shown)| {
            let args = args!["field" => self.name(field), "value" => self.value(shown)];
            self.say("policy-field", &args)
        }))
    }

    /// The fields in which a policy becomes another. Of a text the new one is shown alone: both could be too long.
    pub fn changes(self, from: &Policy, to: &Policy) -> Text {
        let changes = from.changes(to);
        Text::list(changes.iter().map(|(field, here, there)| {
            let args = args!["field" => self.name(field), "value" => self.value(there)];
            match there {
                Shown::Text(_) => self.say("policy-field", &args),
                Shown::Count(_)
                | Shown::Milliseconds(_)
                | Shown::Share(_)
                | Shown::Ladder(_)
                | Shown::Reactions(_)
                | Shown::Quest(_)
                | Shown::Rank(_)
                | Shown::Flag(_) => {
                    self.say("policy-change", &args.with("before", self.value(here)))
                }
            }
        }))
    }

    pub(super) fn name(self, field: &str) -> Text {
        let phrase = NAMES.iter().find(|(name, _)| *name == field);
        phrase.map_or_else(
            || Text::verbatim(&tidy(field, 60)),
            |(_, id)| self.plain(id),
        )
    }

    pub(super) fn value(self, shown: &Shown<'_>) -> Text {
        match shown {
            Shown::Count(count) => Text::verbatim(&count.to_string()),
            Shown::Milliseconds(ms) => self.span(*ms),
            Shown::Share(share) => Text::verbatim(&share.to_string()),
            Shown::Ladder(rungs) => {
                let rungs: Vec<String> = rungs.iter().map(u32::to_string).collect();
                Text::verbatim(&rungs.join(", "))
            }
            Shown::Reactions(reactions) => {
                let keys = reactions.all().map(|(_, key, _)| key);
                Text::verbatim(&keys.join(" "))
            }
            Shown::Quest([]) => self.plain(NO_QUEST),
            Shown::Quest(steps) => {
                let names: Vec<String> = steps.iter().map(|step| self.step(*step)).collect();
                Text::verbatim(&names.join(", "))
            }
            Shown::Rank(rank) => self.rank(*rank),
            Shown::Flag(flag) => self.plain(if *flag { YES } else { NO }),
            Shown::Text("") => self.plain(USUAL),
            Shown::Text(text) => Text::verbatim(text),
        }
    }

    /// A length of time, unit by unit: what is voted on is not rounded.
    fn span(self, ms: i64) -> Text {
        let mut left_ms = ms;
        let mut parts = Vec::new();
        for unit_ms in [DAY_MS, HOUR_MS, MINUTE_MS, 1000] {
            let part_ms = left_ms - left_ms % unit_ms;
            if part_ms > 0 {
                parts.push(print_duration(self.words, self.lang, part_ms).plain);
            }
            left_ms -= part_ms;
        }
        Text::verbatim(&parts.join(" "))
    }

    fn rank(self, rank: Rank) -> Text {
        let named = RANKS.iter().find(|(known, _)| *known == rank);
        named.map_or_else(Text::default, |(_, id)| self.plain(id))
    }

    fn step(self, step: QuestStep) -> String {
        let named = STEPS.iter().find(|(known, _)| *known == step);
        named.map_or_else(String::new, |(_, id)| self.plain(id).plain)
    }

    /// What is wrong with fields: each with what it can be.
    pub fn faults(self, faults: &PolicyFaults) -> Text {
        Text::list(faults.0.iter().map(|fault| self.fault(fault)))
    }

    fn fault(self, fault: &Fault) -> Text {
        let base = args!["field" => self.name(&fault.field)];
        let usual = Policy::default();
        let fields = usual.shown();
        let Some((_, shown)) = fields.iter().find(|(name, _)| *name == fault.field) else {
            return self.unknown(&fault.field, base);
        };
        let number = numbers().iter().find(|number| number.name == fault.field);
        let (min, max) = number.map_or((0, 0), |number| (number.min, number.max));
        match shown {
            Shown::Count(_) => self.say(
                "policy-fault-count",
                &base.with("min", min).with("max", max),
            ),
            Shown::Milliseconds(_) => {
                let args = base.with("min", self.span(min)).with("max", self.span(max));
                self.say("policy-fault-time", &args)
            }
            Shown::Share(_) => self.say("policy-fault-share", &base.with("max", DENOMINATOR_MAX)),
            Shown::Ladder(_) => {
                let args = base.with("count", LADDER_MAX).with("max", RUNG_MAX);
                self.say("policy-fault-ladder", &args)
            }
            Shown::Reactions(_) => self.say("policy-fault-reactions", &base),
            Shown::Quest(_) => {
                let steps = self.value(&Shown::Quest(&QuestStep::ALL));
                let args = base.with("steps", steps).with("none", self.plain(NO_QUEST));
                self.say("policy-fault-quest", &args)
            }
            Shown::Rank(_) => {
                let names = RANKS.map(|(rank, _)| self.rank(rank).plain);
                self.say("policy-fault-rank", &base.with("ranks", names.join(", ")))
            }
            Shown::Flag(_) => {
                let args = base.with("yes", self.plain(YES)).with("no", self.plain(NO));
                self.say("policy-fault-flag", &args)
            }
            Shown::Text(_) => self.say("policy-fault-text", &base.with("max", PRINCIPLES_MAX)),
        }
    }

    fn unknown(self, typed: &str, base: Args) -> Text {
        let names: Vec<(String, &str)> = NAMES
            .iter()
            .map(|(_, id)| (fold(&self.plain(id).plain), *id))
            .collect();
        let candidates = names.iter().map(|(name, id)| (name.as_str(), *id));
        match near(&fold(typed), candidates) {
            Some(id) => self.say("policy-fault-near", &base.with("near", self.plain(id))),
            None => self.say("policy-fault-unknown", &base),
        }
    }
}
