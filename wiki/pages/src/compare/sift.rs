//! Which lines a comparison needs: not the ends that both texts share, not lines that one text has alone, and not
//! lines that stand everywhere amid such.

use std::ops::Range;

use imara_diff::Token;

use super::Half;

/// The lines of a text that are compared, and where they stand.
pub(super) struct Sifted {
    pub(super) tokens: Vec<Token>,
    pub(super) places: Vec<usize>,
}

/// Lines that stand more often than this in the other text are common in any case.
const OFTEN_MOST: usize = 1024;
/// How far a common line's neighbours are looked at.
const WINDOW: usize = 100;
/// How many times a run without a match must outweigh its common lines.
const WEIGHT: usize = 4;

/// How often a line stands in the other text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Found {
    Never,
    Sometimes,
    Often,
}

/// Takes what is compared of both texts, and marks what is left out as changed.
pub(super) fn sift(before: &mut Half<'_>, after: &mut Half<'_>, kinds: usize) -> (Sifted, Sifted) {
    let counts = [count(before.tokens, kinds), count(after.tokens, kinds)];
    let (one, other) = middles(before.tokens, after.tokens);
    (
        take(before, one, &counts[1]),
        take(after, other, &counts[0]),
    )
}

fn count(tokens: &[Token], kinds: usize) -> Vec<usize> {
    let mut counts = vec![0; kinds];
    for token in tokens {
        counts[token.0 as usize] += 1;
    }
    counts
}

/// What is left of both without the beginning and the end that they share.
fn middles(before: &[Token], after: &[Token]) -> (Range<usize>, Range<usize>) {
    let same = |(one, other): &(&Token, &Token)| one == other;
    let start = before.iter().zip(after).take_while(same).count();
    let ends = before[start..]
        .iter()
        .rev()
        .zip(after[start..].iter().rev());
    let end = ends.take_while(same).count();
    (start..before.len() - end, start..after.len() - end)
}

fn take(half: &mut Half<'_>, middle: Range<usize>, counts: &[usize]) -> Sifted {
    let often = rough_root(half.tokens.len()).min(OFTEN_MOST);
    let found: Vec<_> = half.tokens[middle.clone()]
        .iter()
        .map(|token| match counts[token.0 as usize] {
            0 => Found::Never,
            count if count >= often => Found::Often,
            _ => Found::Sometimes,
        })
        .collect();
    let (mut tokens, mut places) = (Vec::new(), Vec::new());
    for (at, place) in middle.enumerate() {
        if is_needed(&found, at) {
            tokens.push(half.tokens[place]);
            places.push(place);
        } else {
            half.changed[place] = true;
        }
    }
    Sifted { tokens, places }
}

fn is_needed(found: &[Found], at: usize) -> bool {
    match found[at] {
        Found::Never => false,
        Found::Sometimes => true,
        Found::Often => {
            let above = run(found[at.saturating_sub(WINDOW)..at].iter().rev());
            let end = found.len().min(at + WINDOW + 1);
            let below = run(found[at + 1..end].iter());
            if above.never == 0 || below.never == 0 {
                return true;
            }
            // The line itself counts once on each side.
            let (never, often) = (above.never + below.never, above.often + below.often + 2);
            often * WEIGHT >= often + never
        }
    }
}

struct Around {
    never: usize,
    often: usize,
}

fn run<'a>(found: impl Iterator<Item = &'a Found>) -> Around {
    let run: Vec<_> = found
        .take_while(|found| **found != Found::Sometimes)
        .collect();
    let never = run.iter().filter(|found| ***found == Found::Never).count();
    Around {
        never,
        often: run.len() - never,
    }
}

/// A power of two near the square root.
pub(super) fn rough_root(mut number: usize) -> usize {
    let mut root = 1;
    while number > 0 {
        root <<= 1;
        number >>= 2;
    }
    root
}
