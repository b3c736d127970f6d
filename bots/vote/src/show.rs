//! What the bot says of polls.

use jiff::tz::TimeZone;
use secta_bot_kit::{
    Ctx, Lang, args,
    when::{MINUTE_MS, Moment, WhenError, print_duration, print_instant},
    words::{Args, Text, tidy},
};

use crate::{
    ask::{CHARS_MAX, OPEN_MAX_MS, Trouble},
    count::{OPTIONS_MAX, Tally},
    poll::Poll,
};

/// How much of an option a result shows, in characters.
const OPTION_MAX: usize = 120;
/// How much of what was typed a refusal repeats, in characters.
const TYPED_MAX: usize = 60;
/// The cells of a bar.
const CELLS: u32 = 10;

/// A poll with what came of it.
pub struct Outcome<'a> {
    /// The poll.
    pub poll: &'a Poll,
    /// The count.
    pub tally: &'a Tally,
    /// How many people could have voted.
    pub people: u32,
    /// By how much the end was noticed late.
    pub late_ms: i64,
}

/// What is wrong with a question, and how it would be right.
pub fn trouble(ctx: &Ctx<'_>, trouble: &Trouble, zone: &TimeZone) -> Text {
    let (id, args) = match trouble {
        Trouble::Secret => ("vote-secret", args![]),
        Trouble::NoQuestion => ("vote-no-question", args![]),
        Trouble::QuestionLong(n) => ("vote-question-long", args!["n" => *n, "max" => CHARS_MAX]),
        Trouble::FewOptions(n) => ("vote-few-options", args!["n" => *n]),
        Trouble::ManyOptions(n) => ("vote-many-options", args!["n" => *n, "max" => OPTIONS_MAX]),
        Trouble::EmptyOption(n) => ("vote-empty-option", args!["n" => *n]),
        Trouble::OptionLong(n) => ("vote-option-long", args!["n" => *n, "max" => CHARS_MAX]),
        Trouble::Same(option) => ("vote-same", args!["option" => tidy(option, TYPED_MAX)]),
        Trouble::NoList => ("vote-no-list", args![]),
        Trouble::Long => ("vote-long", args![]),
        Trouble::Time(text, error) => time_trouble(ctx, text, *error, zone),
        Trouble::Choices(text) => ("vote-choices", args!["text" => tidy(text, TYPED_MAX)]),
        Trouble::ManyChoices(n, options) => {
            ("vote-many-choices", args!["n" => *n, "options" => *options])
        }
        Trouble::Quorum(text) => ("vote-quorum", args!["text" => tidy(text, TYPED_MAX)]),
    };
    ctx.say(id, args)
}

fn time_trouble(
    ctx: &Ctx<'_>,
    text: &str,
    error: WhenError,
    zone: &TimeZone,
) -> (&'static str, Args) {
    let args = args!["text" => tidy(text, TYPED_MAX)];
    match error {
        WhenError::Unknown => ("vote-time", args),
        WhenError::NoSuchTime => ("vote-no-such-time", args),
        WhenError::Past { at_ms } => (
            "vote-past",
            args.with("at", instant(ctx, ctx.lang(), at_ms, zone)),
        ),
        WhenError::TooFar => {
            let max = print_duration(ctx.words(), ctx.lang(), OPEN_MAX_MS);
            ("vote-too-far", args.with("max", max))
        }
    }
}

/// A moment in the zone.
pub fn instant(ctx: &Ctx<'_>, lang: Lang, at_ms: i64, zone: &TimeZone) -> Text {
    print_instant(
        ctx.words(),
        lang,
        Moment {
            at_ms,
            now_ms: ctx.now_ms(),
            zone,
        },
    )
}

/// For clients that know no polls: until when, and where votes are given.
pub fn hint(ctx: &Ctx<'_>, poll: &Poll, zone: &TimeZone) -> Text {
    let until = instant(ctx, poll.lang, poll.asked.deadline_ms, zone);
    ctx.words()
        .text(poll.lang, "vote-hint", &args!["until" => until])
}

/// «Проголосовали 5 из 12».
pub fn turnout(ctx: &Ctx<'_>, lang: Lang, voters: u32, people: u32) -> Text {
    ctx.words().text(
        lang,
        "vote-turnout",
        &args!["voters" => voters, "people" => people],
    )
}

/// The result in a sentence: who won, or why nobody did.
pub fn headline(ctx: &Ctx<'_>, outcome: &Outcome<'_>) -> Text {
    let Outcome {
        poll,
        tally,
        people,
        ..
    } = outcome;
    let say = |id: &str, args: Args| ctx.words().text(poll.lang, id, &args);
    if let Some(quorum) = poll.asked.quorum {
        let needed = quorum.needed(*people);
        if tally.voters < needed {
            return say(
                "vote-no-quorum",
                args!["needed" => needed, "voters" => tally.voters],
            );
        }
    }
    let name = |option: &usize| {
        poll.asked
            .options
            .get(*option)
            .map(|text| tidy(text, OPTION_MAX))
            .unwrap_or_default()
    };
    match tally.leaders()[..] {
        [] => say("vote-nobody", args![]),
        [winner] => {
            let votes = tally.votes.get(winner).copied().unwrap_or_default();
            say(
                "vote-winner",
                args!["option" => name(&winner), "votes" => votes],
            )
        }
        ref leaders => {
            let named = |option| say("vote-named", args!["option" => name(option)]).plain;
            let names: Vec<String> = leaders.iter().map(named).collect();
            say("vote-tie", args!["options" => names.join(", ")])
        }
    }
}

/// The whole result.
pub fn result(ctx: &Ctx<'_>, outcome: &Outcome<'_>) -> Text {
    let Outcome {
        poll,
        tally,
        people,
        late_ms,
    } = outcome;
    let say = |id: &str, args: Args| ctx.words().text(poll.lang, id, &args);
    let mut below = vec![turnout(ctx, poll.lang, tally.voters, *people)];
    if poll.asked.choices > 1 {
        below.push(say("vote-several", args!["n" => poll.asked.choices]));
    }
    if let Some(needed) = poll
        .asked
        .quorum
        .map(|quorum| quorum.needed(*people))
        .filter(|n| tally.voters >= *n)
    {
        below.push(say("vote-quorum-met", args!["needed" => needed]));
    }
    if *late_ms > MINUTE_MS {
        let late = print_duration(ctx.words(), poll.lang, *late_ms);
        below.push(say("vote-late", args!["late" => late]));
    }
    let title = say(
        "vote-title",
        args!["question" => poll.asked.question.as_str()],
    );
    let rows = (0..poll.asked.options.len()).map(|option| row(ctx, outcome, option));
    Text::paragraphs([
        Text::lines([title, headline(ctx, outcome)]),
        Text::lines(rows),
        Text::lines(below),
    ])
}

fn row(ctx: &Ctx<'_>, outcome: &Outcome<'_>, option: usize) -> Text {
    let Outcome { poll, tally, .. } = outcome;
    let percent = tally.percent(option);
    let text = poll
        .asked
        .options
        .get(option)
        .map(String::as_str)
        .unwrap_or_default();
    ctx.words().text(
        poll.lang,
        "vote-row",
        &args![
            "bar" => bar(percent),
            "percent" => percent,
            "votes" => tally.votes.get(option).copied().unwrap_or_default(),
            "option" => tidy(text, OPTION_MAX),
        ],
    )
}

/// `██████░░░░`
fn bar(percent: u32) -> String {
    let full = ((percent * CELLS + 50) / 100).min(CELLS);
    (0..CELLS)
        .map(|cell| if cell < full { '█' } else { '░' })
        .collect()
}

/// For clients without polls: it has ended, the result follows.
pub fn closed(ctx: &Ctx<'_>, poll: &Poll) -> Text {
    ctx.words().text(poll.lang, "vote-closed", &args![])
}

/// A poll was called off by a redaction.
pub fn called_off(ctx: &Ctx<'_>, poll: &Poll) -> Text {
    ctx.words().text(poll.lang, "vote-called-off", &args![])
}

/// The homeserver refused the poll.
pub fn refused(ctx: &Ctx<'_>, poll: &Poll, message: &str) -> Text {
    let message = tidy(message, OPTION_MAX);
    ctx.words()
        .text(poll.lang, "vote-refused", &args!["message" => message])
}
