//! Texts with marks of conflict: the places, and what becomes of them.

/// A piece of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    /// What does not conflict.
    Plain(String),
    /// Two versions.
    Clash(Clash),
}

/// Two versions of a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Clash {
    pub ours: String,
    pub theirs: String,
    /// As it stands in the text, with its marks.
    whole: String,
}

/// What becomes of a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Choice {
    Ours,
    Theirs,
    Both,
}

impl Choice {
    pub fn of_code(code: &str) -> Option<Self> {
        match code {
            "ours" => Some(Self::Ours),
            "theirs" => Some(Self::Theirs),
            "both" => Some(Self::Both),
            _ => None,
        }
    }
}

/// The pieces of a text. Marks that do not close are text.
pub(crate) fn pieces(text: &str) -> Vec<Piece> {
    let (mut pieces, mut plain) = (Vec::new(), String::new());
    let mut rest = text;
    while !rest.is_empty() {
        let line = rest.split_inclusive('\n').next().unwrap_or(rest);
        if let Some((clash, length)) = is_mark(line, '<').then(|| clash(rest)).flatten() {
            if !plain.is_empty() {
                pieces.push(Piece::Plain(std::mem::take(&mut plain)));
            }
            pieces.push(Piece::Clash(clash));
            rest = &rest[length..];
        } else {
            plain.push_str(line);
            rest = &rest[line.len()..];
        }
    }
    if !plain.is_empty() {
        pieces.push(Piece::Plain(plain));
    }
    pieces
}

/// A text with its places settled; those without a choice stay as they are.
pub(crate) fn settled(text: &str, choices: &[Option<Choice>]) -> String {
    let mut choices = choices.iter();
    let piece = |piece| match piece {
        Piece::Plain(plain) => plain,
        Piece::Clash(clash) => match choices.next().copied().flatten() {
            Some(Choice::Ours) => clash.ours,
            Some(Choice::Theirs) => clash.theirs,
            Some(Choice::Both) => format!("{}{}", clash.ours, clash.theirs),
            None => clash.whole,
        },
    };
    pieces(text).into_iter().map(piece).collect()
}

/// A text as it is read: each version of a place is a quote below its name.
pub(crate) fn readable(text: &str, names: [&str; 2]) -> String {
    let mut read = String::with_capacity(text.len() + 64);
    for piece in pieces(text) {
        match piece {
            Piece::Plain(plain) => read.push_str(&plain),
            Piece::Clash(clash) => {
                for (name, version) in names.into_iter().zip([clash.ours, clash.theirs]) {
                    quote(&mut read, name, &readable(&version, names));
                }
            }
        }
    }
    read
}

fn quote(read: &mut String, name: &str, version: &str) {
    read.push_str(&format!("\n\n> **{name}**\n>\n"));
    for line in version.lines() {
        read.push_str(&format!("> {line}\n"));
    }
    // Without a comment two quotes that follow each other would be one.
    read.push_str("\n<!-- -->\n\n");
}

/// Whether marks of conflict stand in a text.
pub(crate) fn has_marks(text: &str) -> bool {
    let clash = |piece: &Piece| matches!(piece, Piece::Clash(_));
    pieces(text).iter().any(clash)
}

/// The place that a text begins with, marks within it being part of its versions, and its length.
fn clash(text: &str) -> Option<(Clash, usize)> {
    let (mut ours, mut theirs) = (String::new(), String::new());
    let (mut depth, mut second, mut length) = (0_usize, false, 0);
    for line in text.split_inclusive('\n') {
        length += line.len();
        let (opens, closes) = (is_mark(line, '<'), is_mark(line, '>'));
        depth += usize::from(opens);
        let outer = depth == 1;
        depth -= usize::from(closes);
        if depth == 0 {
            let whole = text[..length].to_owned();
            return second.then_some((
                Clash {
                    ours,
                    theirs,
                    whole,
                },
                length,
            ));
        }
        if outer && opens {
            continue;
        }
        if outer && is_mark(line, '=') {
            second = true;
            continue;
        }
        match second {
            true => theirs.push_str(line),
            false => ours.push_str(line),
        }
    }
    None
}

/// Whether a line is a mark: seven of a sign, and nothing or a name behind them.
fn is_mark(line: &str, sign: char) -> bool {
    let line = line.trim_end_matches(['\n', '\r']);
    let behind = line.trim_start_matches(sign);
    line.len() - behind.len() == 7 && (behind.is_empty() || behind.starts_with(' '))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str =
        "а\n<<<<<<< x\nб\n=======\nв\n>>>>>>> y\nг\n<<<<<<< x\n=======\nд\n>>>>>>> y\n";

    #[test]
    fn each_place_becomes_what_is_chosen() {
        let choose = |choices: &[Option<Choice>]| settled(TEXT, choices);
        let (ours, theirs) = (Some(Choice::Ours), Some(Choice::Theirs));
        assert_eq!(choose(&[ours, theirs]), "а\nб\nг\nд\n");
        assert_eq!(choose(&[Some(Choice::Both), ours]), "а\nб\nв\nг\n");
        assert_eq!(choose(&[]), TEXT);
        assert!(has_marks(&choose(&[ours])));
        assert!(!has_marks(&choose(&[ours, ours])));
    }

    #[test]
    fn versions_are_read_as_quotes() {
        let read = readable(TEXT, ["Одна", "Другая"]);
        assert!(read.starts_with("а\n\n\n> **Одна**\n>\n> б\n"), "{read}");
        assert!(
            read.contains("> **Другая**\n>\n> в\n") && read.contains("\nг\n"),
            "{read}"
        );
        assert!(!has_marks(&read));
    }

    #[test]
    fn marks_within_a_place_are_part_of_its_version() {
        let nested = "<<<<<<< a\n<<<<<<< b\n1\n=======\n2\n>>>>>>> c\n=======\n3\n>>>>>>> d\n";
        let ours = settled(nested, &[Some(Choice::Ours)]);
        assert_eq!(ours, "<<<<<<< b\n1\n=======\n2\n>>>>>>> c\n");
        assert_eq!(settled(nested, &[Some(Choice::Theirs)]), "3\n");
    }

    #[test]
    fn marks_that_do_not_close_are_text() {
        for text in [
            "<<<<<<< a\nx\n",
            "=======\n",
            ">>>>>>> a\n<<<<<<< b\n",
            "<<<<<<<a\n>>>>>>>\n",
        ] {
            assert!(!has_marks(text), "{text}");
            assert_eq!(settled(text, &[Some(Choice::Ours)]), text);
        }
    }
}
