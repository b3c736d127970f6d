use std::{collections::BTreeMap, ops::Range};

use super::{CommandSpec, OptionSpec, Trouble, fold, item, near};

/// The longest name of an option, in words.
const NAME_WORDS_MAX: usize = 3;
/// The longest option name that is looked at, in bytes.
const NAME_MAX: usize = 120;
/// How many colons of a text are looked at.
const COLONS_MAX: usize = 256;

/// What follows a command's name.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Parsed {
    pub(super) args: String,
    pub(super) lines: Vec<String>,
    pub(super) options: BTreeMap<&'static str, String>,
}

impl Parsed {
    pub(super) fn says_something(&self) -> bool {
        !self.args.is_empty() || self.lines.iter().any(|line| !line.trim().is_empty())
    }
}

/// Takes the options out of the first line's rest and of the lines that follow; list items and fenced code are
/// left as they are.
pub(super) fn parse(rest: &str, lines: &str, spec: &CommandSpec) -> Result<Parsed, Trouble> {
    let mut scan = Scan {
        specs: spec.options,
        options: BTreeMap::new(),
    };
    let args = scan.line(rest, true)?.unwrap_or_default();
    let mut kept = Vec::new();
    let mut fenced = false;
    for line in lines.split('\n').filter(|_| !lines.is_empty()) {
        let fence = line.trim_start().starts_with("```");
        fenced ^= fence;
        if fence || fenced || item(line).is_some() {
            kept.push(line.to_owned());
        } else {
            kept.extend(scan.line(line, false)?);
        }
    }
    Ok(Parsed {
        args,
        lines: kept,
        options: scan.options,
    })
}

struct Scan {
    specs: &'static [OptionSpec],
    options: BTreeMap<&'static str, String>,
}

/// An option with a colon: its name, and where its value begins.
struct Marker {
    spec: &'static OptionSpec,
    name: Range<usize>,
    value: usize,
}

impl Scan {
    /// Takes the options out of a line; `None` where nothing else stood on it.
    fn line(&mut self, line: &str, first: bool) -> Result<Option<String>, Trouble> {
        if self.specs.is_empty() {
            return Ok(Some(line.to_owned()));
        }
        let mut kept = Vec::new();
        for (index, part) in line.split(['|', '｜']).enumerate() {
            let opening = first && index == 0;
            let led = if opening {
                self.leading_flags(part)?
            } else {
                part
            };
            let rest = self.part(led, opening)?;
            let consumed = rest.trim().is_empty() && !part.trim().is_empty();
            if !consumed {
                kept.push(if rest == part {
                    part.to_owned()
                } else {
                    format!("{} ", rest.trim_end())
                });
            }
        }
        Ok((!kept.is_empty()).then(|| kept.join("|").trim_end().to_owned()))
    }

    /// Takes the options out of what stands between two `|`.
    fn part(&mut self, part: &str, opening: bool) -> Result<String, Trouble> {
        let markers = self.markers(part, opening)?;
        let head_end = markers
            .first()
            .map_or(part.len(), |marker| marker.name.start);
        let head = self.flags(&part[..head_end], !markers.is_empty())?;
        for (index, marker) in markers.iter().enumerate() {
            let end = markers
                .get(index + 1)
                .map_or(part.len(), |next| next.name.start);
            let value = self.flags(&part[marker.value..end], true)?;
            let value = value.trim().trim_end_matches([',', ';']).trim_end();
            self.put(marker.spec, &part[marker.name.clone()], value)?;
        }
        Ok(head)
    }

    /// Takes bare flags off the beginning of what a command says («!голосуем тайно Чай?»). With a capital letter the
    /// word begins the text itself.
    fn leading_flags<'t>(&mut self, text: &'t str) -> Result<&'t str, Trouble> {
        let mut rest = text;
        while let Some((word, after)) = rest.trim_start().split_once(char::is_whitespace) {
            let bare = word.trim_end_matches([',', ';', '.']);
            let flag = |spec: &&OptionSpec| !spec.value && spec.all().any(|name| name == bare);
            let Some(spec) = self.specs.iter().find(flag) else {
                break;
            };
            if after.trim().is_empty() {
                break;
            }
            self.put(spec, bare, "")?;
            rest = after;
        }
        Ok(rest)
    }

    /// Takes bare flags off the end of a text: where they are all there is, where an option follows or precedes,
    /// or behind a punctuation mark. Elsewhere they are words like any other.
    fn flags(&mut self, text: &str, beside_option: bool) -> Result<String, Trouble> {
        let mut rest = text.to_owned();
        let mut found = Vec::new();
        while let Some((start, spec)) = self.last_flag(&rest) {
            found.push((spec, rest[start..].trim().to_owned()));
            rest.truncate(start);
        }
        let before = rest.trim_end();
        let apart =
            before.is_empty() || beside_option || before.ends_with(['?', '!', '.', ',', ';', ')']);
        if found.is_empty() || !apart {
            return Ok(text.to_owned());
        }
        for (spec, name) in found {
            self.put(spec, &name, "")?;
        }
        Ok(rest)
    }

    fn last_flag(&self, text: &str) -> Option<(usize, &'static OptionSpec)> {
        let end = text
            .trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '.'))
            .len();
        words_before(text, end).into_iter().rev().find_map(|start| {
            let typed = fold(&text[start..end]);
            let spec = self
                .specs
                .iter()
                .find(|spec| !spec.value && spec.all().any(|name| fold(name) == typed))?;
            Some((start, spec))
        })
    }

    fn markers(&self, part: &str, opening: bool) -> Result<Vec<Marker>, Trouble> {
        let mut markers: Vec<Marker> = Vec::new();
        for (colon, sign) in part
            .char_indices()
            .filter(|(_, c)| matches!(c, ':' | '：'))
            .take(COLONS_MAX)
        {
            let value = colon + sign.len_utf8();
            let from = markers.last().map_or(0, |marker| marker.value);
            let end = from + part[from..colon].trim_end().len();
            if part[value..].starts_with("//") || end == from {
                continue;
            }
            let starts: Vec<usize> = words_before(part, end)
                .into_iter()
                .filter(|start| *start >= from)
                .collect();
            if let Some(marker) = starts
                .iter()
                .rev()
                .find_map(|start| self.named(part, *start..end, value))
            {
                markers.push(marker);
            } else if let Some(start) = starts.first().filter(|_| end == colon) {
                let at_start = opening && part[..*start].trim().is_empty();
                self.check_word(&part[*start..end], &part[value..], at_start)?;
            }
        }
        Ok(markers)
    }

    fn named(&self, part: &str, name: Range<usize>, value: usize) -> Option<Marker> {
        let typed = fold(
            part.get(name.clone())
                .filter(|name| name.len() <= NAME_MAX)?,
        );
        let spec = self
            .specs
            .iter()
            .find(|spec| spec.all().any(|known| fold(known) == typed))?;
        Some(Marker { spec, name, value })
    }

    /// A word with a colon that is no option: near to one, it is a slip, unless it opens the text as a title may.
    fn check_word(&self, word: &str, value: &str, at_start: bool) -> Result<(), Trouble> {
        let counts = value.trim_start().starts_with(|c: char| c.is_ascii_digit());
        if word.len() > NAME_MAX || (at_start && !counts) || !word.starts_with(char::is_alphabetic)
        {
            return Ok(());
        }
        let names: Vec<(String, &'static str)> = self
            .specs
            .iter()
            .flat_map(OptionSpec::all)
            .map(|name| (fold(name), name))
            .collect();
        match near(
            &fold(word),
            names.iter().map(|(folded, name)| (folded.as_str(), *name)),
        ) {
            Some(near) => Err(Trouble::UnknownOption {
                word: word.to_owned(),
                near,
            }),
            None => Ok(()),
        }
    }

    fn put(&mut self, spec: &'static OptionSpec, typed: &str, value: &str) -> Result<(), Trouble> {
        let option = || typed.trim().to_owned();
        if spec.value && value.is_empty() {
            return Err(Trouble::NoValue { option: option() });
        }
        if !spec.value && matches!(fold(value).as_str(), "нет" | "no" | "off" | "0") {
            return Ok(());
        }
        let value = if spec.value { value } else { "" };
        match self.options.insert(spec.id, value.to_owned()) {
            Some(_) if spec.value => Err(Trouble::Twice { option: option() }),
            Some(_) | None => Ok(()),
        }
    }
}

/// Where the last one, two, three words before `end` begin, the nearest first.
fn words_before(text: &str, end: usize) -> Vec<usize> {
    let mut starts = Vec::new();
    let mut at = end;
    let mut floor = end.saturating_sub(NAME_WORDS_MAX * NAME_MAX);
    while !text.is_char_boundary(floor) {
        floor += 1;
    }
    while starts.len() < NAME_WORDS_MAX {
        let before = text[floor..at.max(floor)].trim_end();
        if before.is_empty() {
            break;
        }
        let space = before.rfind(char::is_whitespace);
        let within = space.map_or(0, |space| {
            space + before[space..].chars().next().map_or(1, char::len_utf8)
        });
        let start = floor + within;
        starts.push(start);
        at = start;
    }
    starts
}
