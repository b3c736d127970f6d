//! Pages with words in any of their forms: all texts are looked through, none is kept.

use secta_bot_search::text::split::{fold, words};
use secta_wiki::title::Title;

/// How many letters a form may end with that another lacks, and how many are left at the least.
const ENDING: usize = 3;
const LEFT: usize = 3;

/// The most words that are looked for.
const WORDS: usize = 12;

/// What is looked for, and what was found of it.
pub struct Finding {
    beginnings: Vec<String>,
    found: Vec<(u32, Title, String)>,
}

impl Finding {
    /// Of these words.
    pub fn of(text: &str) -> Self {
        let beginnings = words(text).take(WORDS);
        Self {
            beginnings: beginnings.map(|word| beginning(&fold(word.text))).collect(),
            found: Vec::new(),
        }
    }

    /// Looks at a page.
    pub fn see(&mut self, title: &str, text: &str) {
        let mut score = 0;
        let in_title = counts(&self.beginnings, title);
        let in_text = counts(&self.beginnings, text);
        for (named, said) in in_title.into_iter().zip(in_text) {
            if named + said == 0 {
                return;
            }
            // A title says in a word what a text says in ten.
            score += named.min(1) * 10 + said.min(10);
        }
        if score > 0
            && let Ok(title) = Title::parse(title)
        {
            self.found.push((score, title, text.to_owned()));
        }
    }

    /// The best of what was seen.
    pub fn best(mut self, take: usize) -> Vec<(Title, String)> {
        self.found.sort_by(|(one, a, _), (other, b, _)| {
            other.cmp(one).then_with(|| a.key().cmp(&b.key()))
        });
        let best = self.found.into_iter().take(take);
        best.map(|(_, title, text)| (title, text)).collect()
    }
}

/// What all forms of a word begin with.
fn beginning(word: &str) -> String {
    let letters = word.chars().count();
    let kept = letters.saturating_sub(ENDING).max(LEFT.min(letters));
    word.chars().take(kept).collect()
}

/// How often each begins a word of a text.
fn counts(beginnings: &[String], text: &str) -> Vec<u32> {
    let mut counts = vec![0; beginnings.len()];
    for word in words(text) {
        let word = fold(word.text);
        for (beginning, count) in beginnings.iter().zip(&mut counts) {
            *count += u32::from(word.starts_with(beginning.as_str()));
        }
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(words: &str) -> Vec<String> {
        let mut finding = Finding::of(words);
        finding.see("Устав", "Не шуметь после десяти. Гостей кормят.");
        finding.see("Кормление кошек", "Кошку кормят рыбой.");
        finding.see("Ёлка", "Наряжают в декабре.");
        let best = finding.best(10).into_iter();
        best.map(|(title, _)| title.to_string()).collect()
    }

    #[test]
    fn words_are_found_in_other_forms_and_titles_come_first() {
        assert_eq!(found("шумели"), ["Устав"]);
        assert_eq!(found("кормить"), ["Кормление кошек", "Устав"]);
        assert_eq!(found("елки"), ["Ёлка"]);
        assert_eq!(found("кормить кошка"), ["Кормление кошек"]);
        assert_eq!(found("собака"), [""; 0]);
        assert_eq!(found(" "), [""; 0]);
    }
}
