//! Texts as lines, and lines as numbers.

use imara_diff::{Interner, Token};

use crate::compare::{self, Hunk};

/// A text's lines, each with its line feed, and a number for each that equal lines share.
pub(super) struct Text<'a> {
    pub(super) lines: Vec<&'a str>,
    pub(super) tokens: Vec<Token>,
}

/// The three texts of a merge.
pub(super) struct Lines<'a> {
    pub(super) ours: Text<'a>,
    pub(super) base: Text<'a>,
    pub(super) theirs: Text<'a>,
    /// How many different lines there are.
    pub(super) kinds: usize,
}

impl<'a> Lines<'a> {
    pub(super) fn read([ours, base, theirs]: [&'a str; 3]) -> Self {
        let mut interner = Interner::new(base.len() / 20);
        let mut read = |text: &'a str| {
            let lines: Vec<_> = text.split_inclusive('\n').collect();
            let tokens = lines.iter().map(|line| interner.intern(*line)).collect();
            Text { lines, tokens }
        };
        let (base, ours, theirs) = (read(base), read(ours), read(theirs));
        let kinds = interner.num_tokens() as usize;
        Self {
            ours,
            base,
            theirs,
            kinds,
        }
    }

    /// How our side and their side differ from the base.
    pub(super) fn scripts(&self) -> (Vec<Hunk>, Vec<Hunk>) {
        let base = &self.base.tokens;
        let script = |side: &Text<'_>| compare::script(base, &side.tokens, self.kinds);
        (script(&self.ours), script(&self.theirs))
    }
}
