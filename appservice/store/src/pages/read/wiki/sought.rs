//! What is looked for, as SQLite takes it; and what of it SQLite cannot tell: which words stand together.

use crate::pages::{SoughtRow, WordRow, filed};

/// How many forms a word has at the most: so far apart words can come to stand that were beside each other.
const FORMS: usize = 3;

/// How many ways to read words that stand together are looked for at the most.
const READINGS: usize = 8;

/// What is to be there and what not.
pub(super) struct Expression {
    /// Each of these.
    pub wanted: Vec<String>,
    unwanted: Vec<String>,
}

impl Expression {
    /// Of what is asked within scopes; `None` where nothing is to be there.
    pub fn of(asked: &[SoughtRow], scopes: &[i64]) -> Option<Self> {
        let part = |one: &SoughtRow| any(&telling(one), scopes);
        let wanted = asked.iter().filter(|one| !one.not);
        let wanted: Vec<String> = wanted.filter_map(part).collect();
        // Words that must not stand together may each be there.
        let single = asked.iter().filter(|one| one.not && one.words.len() == 1);
        let unwanted = single.filter_map(part).collect();
        (!wanted.is_empty()).then_some(Self { wanted, unwanted })
    }

    /// All of it.
    pub fn whole(&self) -> String {
        self.without(&self.wanted.join(" AND "))
    }

    /// All of it, with what is to be there in the title.
    pub fn in_title(&self) -> String {
        let wanted = self.wanted.join(" AND ");
        self.without(&format!("title : ({wanted})"))
    }

    fn without(&self, wanted: &str) -> String {
        match self.unwanted.is_empty() {
            true => wanted.to_owned(),
            false => format!("({wanted}) NOT ({})", self.unwanted.join(" OR ")),
        }
    }
}

/// Whether it is asked that words stand together or do not.
pub(super) fn asks_for_order(asked: &[SoughtRow]) -> bool {
    asked.iter().any(|one| one.words.len() > 1)
}

/// Whether a page with these words, as they are filed, is what is asked for.
pub(super) fn fits(asked: &[SoughtRow], parts: &[String]) -> bool {
    let parts: Vec<Vec<Vec<&str>>> = parts.iter().map(|part| filed::read(part)).collect();
    let together = |one: &SoughtRow| parts.iter().any(|part| stand(&one.words, part));
    let mut asked = asked.iter().filter(|one| one.words.len() > 1);
    asked.all(|one| together(one) != one.not)
}

/// Whether words stand together somewhere; one that is everywhere stands for any.
fn stand(asked: &[WordRow], part: &[Vec<&str>]) -> bool {
    let same = |word: &WordRow, there: &Vec<&str>| {
        word.is_empty() || word.iter().any(|form| there.contains(&form.as_str()))
    };
    let mut places = part.windows(asked.len());
    places.any(|place| {
        asked
            .iter()
            .zip(place)
            .all(|(word, there)| same(word, there))
    })
}

/// The words that say something.
fn telling(one: &SoughtRow) -> Vec<&WordRow> {
    let words = one.words.iter();
    words.filter(|word| !word.is_empty()).collect()
}

/// Any way to read words that stand together, in any scope; `None` where there are none.
fn any(words: &[&WordRow], scopes: &[i64]) -> Option<String> {
    let readings: Vec<String> = scopes
        .iter()
        .flat_map(|scope| readings(words, *scope))
        .collect();
    (!readings.is_empty()).then(|| format!("({})", readings.join(" OR ")))
}

fn readings(words: &[&WordRow], scope: i64) -> Vec<String> {
    let Some((first, others)) = words.split_first() else {
        return Vec::new();
    };
    let quoted = |form: &String| format!("\"{}\"", filed::form(scope, &form.replace('"', "")));
    let mut readings: Vec<String> = first.iter().map(quoted).collect();
    for word in others {
        let longer = readings.iter().flat_map(|reading| {
            let forms = word.iter();
            forms.map(move |form| format!("{reading} {}", quoted(form)))
        });
        readings = longer.take(READINGS).collect();
    }
    if others.is_empty() {
        return readings;
    }
    let apart = FORMS * words.len();
    let near = |reading: &String| format!("NEAR({reading}, {apart})");
    readings.iter().map(near).collect()
}

#[cfg(test)]
mod tests {
    use std::slice;

    use super::*;

    fn asked(words: &[&[&str]], not: bool) -> SoughtRow {
        let word = |forms: &&[&str]| forms.iter().map(|form| (*form).to_owned()).collect();
        let words = words.iter().map(word).collect();
        SoughtRow { words, not }
    }

    fn told(asked: &[SoughtRow], scopes: &[i64]) -> Option<(String, String)> {
        let told = Expression::of(asked, scopes)?;
        Some((told.whole(), told.in_title()))
    }

    #[test]
    fn words_phrases_and_what_must_not_be_are_told_as_sqlite_takes_them() {
        let steel = asked(&[&["стать", "сталь"]], false);
        let (whole, in_title) = told(slice::from_ref(&steel), &[7]).expect("something");
        assert_eq!(whole, r#"("7·стать" OR "7·сталь")"#);
        assert_eq!(in_title, r#"title : (("7·стать" OR "7·сталь"))"#);
        let phrase = asked(&[&["липа"], &[], &["мед"]], false);
        let not = asked(&[&["сота"]], true);
        let never_together = asked(&[&["чай"], &["лед"]], true);
        let all = [phrase, not.clone(), never_together];
        let (whole, _) = told(&all, &[7, 0]).expect("something");
        let near = r#"(NEAR("7·липа" "7·мед", 6) OR NEAR("0·липа" "0·мед", 6))"#;
        assert_eq!(whole, format!(r#"({near}) NOT (("7·сота" OR "0·сота"))"#));
        for nothing in [&[not][..], &[asked(&[&[]], false)], &[]] {
            assert_eq!(told(nothing, &[7]), None);
        }
    }

    #[test]
    fn words_stand_together_in_any_of_their_forms() {
        let phrase = asked(&[&["хороший"], &["сталь"]], false);
        let parts = |text: &str| ["чай".to_owned(), text.to_owned()];
        assert!(fits(
            slice::from_ref(&phrase),
            &parts("7·мед 7·хороший 7·стать/7·сталь .")
        ));
        assert!(!fits(
            slice::from_ref(&phrase),
            &parts("7·стать/7·сталь 7·хороший")
        ));
        assert!(!fits(&[phrase], &parts("7·хороший . 7·стать/7·сталь")));
        let apart = asked(&[&["мед"], &[], &["чай"]], true);
        assert!(!fits(slice::from_ref(&apart), &parts("7·мед . 7·чай")));
        assert!(fits(&[apart], &parts("7·мед 7·чай")));
    }
}
