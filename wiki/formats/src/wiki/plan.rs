//! What of a folder's pages is to be written into a wiki.

use secta_wiki::{RevisionId, title::Title};

/// What a wiki has of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct There {
    /// What the next revision follows.
    pub heads: Vec<RevisionId>,
    /// What it is.
    pub stands: Stands,
}

/// What a page is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stands {
    /// A text.
    Text(String),
    /// A file: the BLAKE3 of it, and what is said of it.
    File([u8; 32], String),
    /// It leads to another page.
    Moved(Title),
    /// Nothing, or nothing that can be seen.
    Nothing,
}

/// What was at the revisions that a note was written from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Was {
    /// Whether the wiki knows them as the page's.
    pub known: bool,
    /// What the page said there, where that can be told.
    pub stood: Option<Stands>,
    /// Whether this was written on them already.
    pub again: bool,
}

/// What is to be done with a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Nothing: it says so already, or nobody changed the note since it was written.
    Same,
    /// It is written, on these revisions.
    Write(Vec<RevisionId>),
    /// Nothing: it would lead elsewhere, and there is a page.
    InTheWay,
}

/// Whether it has to be known what was at the revisions that a note was written from.
pub fn asks_past(new: &Stands, seen: &[RevisionId], there: &There) -> bool {
    !seen.is_empty() && new != &there.stands && !is_same_set(seen, &there.heads)
}

/// What is to be done with a page that is to become something.
pub fn step(new: &Stands, seen: &[RevisionId], (there, was): (Option<&There>, &Was)) -> Step {
    let Some(there) = there else {
        return Step::Write(Vec::new());
    };
    if new == &there.stands {
        return Step::Same;
    }
    if let (Stands::Moved(_), Stands::Text(_) | Stands::File(..)) = (new, &there.stands) {
        return Step::InTheWay;
    }
    if !asks_past(new, seen, there) || !was.known {
        return Step::Write(there.heads.clone());
    }
    // What others wrote meanwhile is merged with what was changed in the note, and stays where nothing was.
    match was.again || was.stood.as_ref() == Some(new) {
        true => Step::Same,
        false => Step::Write(seen.to_vec()),
    }
}

fn is_same_set(some: &[RevisionId], others: &[RevisionId]) -> bool {
    some.len() == others.len() && some.iter().all(|id| others.contains(id))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Stands {
        Stands::Text(text.to_owned())
    }

    fn at(id: u8, stands: Stands) -> There {
        There {
            heads: vec![RevisionId([id; 32])],
            stands,
        }
    }

    #[test]
    fn only_what_was_changed_is_written() {
        let (one, two) = (vec![RevisionId([1; 32])], vec![RevisionId([2; 32])]);
        let nothing = Was::default();
        assert_eq!(
            step(&text("а"), &one, (None, &nothing)),
            Step::Write(vec![])
        );
        let there = at(2, text("б"));
        assert_eq!(step(&text("б"), &one, (Some(&there), &nothing)), Step::Same);
        assert_eq!(
            step(&text("а"), &[], (Some(&there), &nothing)),
            Step::Write(two.clone())
        );
        assert_eq!(
            step(&text("а"), &two, (Some(&there), &nothing)),
            Step::Write(two.clone())
        );
        assert_eq!(
            step(&text("а"), &one, (Some(&there), &nothing)),
            Step::Write(two),
            "revisions of another wiki say nothing here"
        );
        let was = |stood: &str, again| Was {
            known: true,
            stood: Some(text(stood)),
            again,
        };
        let changed = step(&text("а"), &one, (Some(&there), &was("0", false)));
        assert_eq!(changed, Step::Write(one.clone()), "it is merged");
        let left = step(&text("а"), &one, (Some(&there), &was("а", false)));
        assert_eq!(left, Step::Same, "nobody changed the note");
        let again = step(&text("а"), &one, (Some(&there), &was("0", true)));
        assert_eq!(again, Step::Same, "it was written before");
    }

    #[test]
    fn a_title_that_leads_elsewhere_takes_no_page_away() {
        let to = Stands::Moved("Сад".parse().expect("a title"));
        let nothing = Was::default();
        let there = at(1, text("а"));
        assert_eq!(step(&to, &[], (Some(&there), &nothing)), Step::InTheWay);
        let gone = at(1, Stands::Nothing);
        assert_eq!(
            step(&to, &[], (Some(&gone), &nothing)),
            Step::Write(gone.heads.clone())
        );
    }
}
