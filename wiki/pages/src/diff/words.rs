//! Which words of changed lines changed.

use unicode_segmentation::UnicodeSegmentation;

use super::{Piece, changed};

/// Lines longer than this together are shown as changed as a whole, in bytes.
const MOST: usize = 20_000;

/// The pieces of the lines before and after. Where hardly a word is common, whole lines are marked.
pub(super) fn mark(before: &[&str], after: &[&str]) -> (Vec<Vec<Piece>>, Vec<Vec<Piece>>) {
    let whole = |lines: &[&str]| lines.iter().map(|line| vec![piece(line, true)]).collect();
    let bytes = |lines: &[&str]| lines.iter().map(|line| line.len()).sum::<usize>();
    let (long, short) = (
        bytes(before).max(bytes(after)),
        bytes(before).min(bytes(after)),
    );
    if long > MOST || short == 0 {
        return (whole(before), whole(after));
    }
    let (mut one, mut other) = (Words::read(before), Words::read(after));
    for hunk in changed(one.texts(), other.texts()) {
        one.change(hunk.before);
        other.change(hunk.after);
    }
    // A third of the letters, or it would be more confusing than nothing.
    if one.same_letters() * 3 < long {
        return (whole(before), whole(after));
    }
    (one.pieces(before.len()), other.pieces(after.len()))
}

fn piece(text: &str, changed: bool) -> Piece {
    let text = text.to_owned();
    Piece { text, changed }
}

struct Word<'a> {
    text: &'a str,
    line: usize,
    changed: bool,
}

struct Words<'a>(Vec<Word<'a>>);

impl<'a> Words<'a> {
    fn read(lines: &[&'a str]) -> Self {
        let words = lines.iter().enumerate().flat_map(|(line, text)| {
            text.split_word_bounds().map(move |text| Word {
                text,
                line,
                changed: false,
            })
        });
        Self(words.collect())
    }

    fn texts(&self) -> impl Iterator<Item = &'a str> {
        self.0.iter().map(|word| word.text)
    }

    fn change(&mut self, words: std::ops::Range<usize>) {
        for word in &mut self.0[words] {
            word.changed = true;
        }
    }

    /// How many bytes stayed, spaces aside.
    fn same_letters(&self) -> usize {
        let same = self.0.iter().filter(|word| !word.changed);
        same.map(|word| word.text.trim().len()).sum()
    }

    fn pieces(&self, lines: usize) -> Vec<Vec<Piece>> {
        let mut pieces: Vec<Vec<Piece>> = vec![Vec::new(); lines];
        for word in &self.0 {
            let line = &mut pieces[word.line];
            match line.last_mut().filter(|last| last.changed == word.changed) {
                Some(last) => last.text.push_str(word.text),
                None => line.push(piece(word.text, word.changed)),
            }
        }
        pieces
    }
}
