//! Merges are what `git merge-file` makes of the same texts, byte for byte.
#![expect(
    clippy::disallowed_methods,
    reason = "the program that is compared with reads files"
)]

use std::{fs, path::Path, process::Command, thread};

use secta_wiki::merge::{Marks, merge};

const THREADS: u64 = 4;
const CASES: u64 = 2_600;
/// Of texts so long and so different that the shortest way between them is not searched to the end.
const LONG_CASES: u64 = 60;

/// Numbers that look random and are the same each time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % below.max(1)
    }

    fn one_of(&mut self, chance: usize) -> bool {
        self.roll(chance) == 0
    }
}

/// How texts of one case are made.
struct Kind {
    lines: usize,
    words: usize,
    edits: usize,
    returns: bool,
}

impl Kind {
    fn roll(dice: &mut Dice) -> Self {
        let most = [3, 10, 30, 120, 600][dice.roll(5)];
        Self {
            lines: dice.roll(most),
            words: [2, 4, 20, 1_000][dice.roll(4)],
            edits: [1, 3, 8, 40][dice.roll(4)],
            returns: dice.one_of(6),
        }
    }

    fn roll_long(dice: &mut Dice) -> Self {
        Self {
            lines: 600 + dice.roll(3_000),
            words: [4, 60, 1_000][dice.roll(3)],
            edits: [400, 2_000][dice.roll(2)],
            returns: false,
        }
    }

    fn line(&self, dice: &mut Dice) -> String {
        match dice.roll(9) {
            0 => String::new(),
            1 => "}".to_owned(),
            2 => "  —".to_owned(),
            3 => format!("слово {}", dice.roll(self.words)),
            _ => format!("line {}", dice.roll(self.words)),
        }
    }

    fn base(&self, dice: &mut Dice) -> Vec<String> {
        (0..self.lines).map(|_| self.line(dice)).collect()
    }

    fn edited(&self, lines: &[String], dice: &mut Dice) -> Vec<String> {
        let mut lines = lines.to_vec();
        if dice.one_of(60) {
            return self.base(dice);
        }
        for _ in 0..dice.roll(self.edits + 1) {
            let at = dice.roll(lines.len() + 1);
            let end = (at + dice.roll(5)).min(lines.len());
            match dice.roll(6) {
                0 => drop(lines.drain(at..end)),
                1 => lines.insert(at, self.line(dice)),
                2 => {
                    let block: Vec<_> = lines.drain(at..end).collect();
                    let to = dice.roll(lines.len() + 1);
                    lines.splice(to..to, block);
                }
                3 => {
                    let block = lines[at..end].to_vec();
                    lines.splice(at..at, block);
                }
                _ => {
                    let new: Vec<_> = (at..end).map(|_| self.line(dice)).collect();
                    lines.splice(at..end, new);
                }
            }
        }
        lines
    }

    fn text(&self, lines: &[String], dice: &mut Dice) -> String {
        let returns = self.returns && !dice.one_of(8);
        let mut text = String::new();
        for (at, line) in lines.iter().enumerate() {
            text.push_str(line);
            if returns != (self.returns && dice.one_of(20)) {
                text.push('\r');
            }
            if at + 1 < lines.len() || !dice.one_of(4) {
                text.push('\n');
            }
        }
        text
    }
}

/// Our text, the base and their text.
fn case(seed: u64, long: bool) -> [String; 3] {
    let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    let kind = if long {
        Kind::roll_long(&mut dice)
    } else {
        Kind::roll(&mut dice)
    };
    let base = kind.base(&mut dice);
    let ours = kind.edited(&base, &mut dice);
    // Often both sides make some of the same changes.
    let from = if dice.one_of(3) { &ours } else { &base };
    let theirs = kind.edited(from, &mut dice);
    [&ours, &base, &theirs].map(|lines| kind.text(lines, &mut dice))
}

fn of_git(folder: &Path, texts: &[String; 3]) -> (String, usize) {
    let names = ["ours", "base", "theirs"].map(|name| folder.join(name));
    for (name, text) in names.iter().zip(texts) {
        fs::write(name, text).expect("a file");
    }
    let output = Command::new("git")
        .args(["-c", "merge.conflictStyle=merge", "merge-file", "-p"])
        .args(["-L", "mine", "-L", "base", "-L", "theirs"])
        .args(&names)
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("HOME", folder)
        .current_dir(folder)
        .output()
        .expect("git starts");
    assert!(output.stderr.is_empty(), "{:?}", output.stderr);
    let conflicts = output.status.code().expect("a code");
    (
        String::from_utf8(output.stdout).expect("text"),
        usize::try_from(conflicts).expect("a count"),
    )
}

/// How many of the cases conflict.
fn compare(seeds: impl Iterator<Item = u64>, long: bool) -> usize {
    let folder = tempfile::tempdir().expect("a folder");
    let marks = Marks {
        ours: "mine",
        theirs: "theirs",
        length: 7,
    };
    let mut conflicting = 0;
    for seed in seeds {
        let texts = case(seed, long);
        let merged = merge(&texts[0], &texts[1], &texts[2], marks);
        let (text, conflicts) = of_git(folder.path(), &texts);
        assert_eq!(merged.text, text, "seed {seed}: {texts:#?}");
        assert_eq!(merged.conflicts.min(127), conflicts, "seed {seed}");
        conflicting += usize::from(conflicts > 0);
    }
    conflicting
}

/// Compares cases in several threads; gives how many conflict.
fn compare_all(cases: u64, long: bool) -> usize {
    let threads: Vec<_> = (0..THREADS)
        .map(|thread| thread::spawn(move || compare(thread * cases..(thread + 1) * cases, long)))
        .collect();
    threads
        .into_iter()
        .map(|thread| thread.join().expect("equal"))
        .sum()
}

#[test]
fn ten_thousand_merges_are_those_of_git() {
    let conflicting = compare_all(CASES, false);
    let all = (THREADS * CASES) as usize;
    assert!(
        (all / 4..all * 3 / 4).contains(&conflicting),
        "{conflicting} of {all}"
    );
}

#[test]
fn merges_of_long_texts_are_those_of_git() {
    assert!(compare_all(LONG_CASES, true) > 0);
}
