//! The words of the community: some thousand real ones, the commonest first, and a long tail of made-up ones.

use super::dice::{Dice, Zipf};

/// Forms of Russian words that anybody uses, the texts of this project among them, and some English ones.
const WORDS: &str = include_str!("words.txt");

/// How many words there are.
const COUNT: usize = 300_000;

/// The law of their frequencies.
const EXPONENT: f64 = 1.05;
const SHIFT: f64 = 2.7;

const SYLLABLES: &[&str] = &[
    "ба", "бор", "ва", "вер", "во", "гал", "го", "гра", "да", "дер", "до", "жи", "за", "зор", "ка",
    "кво", "кер", "ко", "кру", "ла", "лем", "ли", "ло", "ма", "мер", "ми", "на", "не", "но", "пар",
    "пе", "пло", "про", "ра", "ре", "ри", "ро", "са", "се", "сти", "та", "тер", "ти", "то", "тра",
    "фе", "фон", "ха", "хи", "це", "ча", "че", "ше", "шо", "эк", "ю", "я", "ан", "ор", "ум",
];

/// The ends of the forms of a word: nouns of both kinds, adjectives, verbs.
const ENDINGS: &[[&str; 8]] = &[
    ["к", "ка", "ку", "ком", "ке", "ки", "ков", "ками"],
    ["р", "ра", "ру", "ром", "ре", "ры", "ров", "рами"],
    ["ция", "ции", "цию", "цией", "ций", "циям", "циями", "циях"],
    ["ва", "вы", "ве", "ву", "вой", "в", "вам", "вами"],
    ["ный", "ного", "ному", "ным", "ная", "ной", "ную", "ные"],
    [
        "ский",
        "ского",
        "скому",
        "ским",
        "ская",
        "ской",
        "скую",
        "ские",
    ],
    ["тить", "чу", "тишь", "тит", "тят", "тил", "тила", "тили"],
    ["нуть", "ну", "нешь", "нет", "нут", "нул", "нула", "нули"],
];

const EMOJI: &[&str] = &[
    "😂", "👍", "❤️", "🙏", "🔥", "😅", "🎉", "🤔", "😭", "🐝", "👀", "💯",
];

pub struct Vocabulary {
    words: Vec<Box<str>>,
    zipf: Zipf,
}

impl Vocabulary {
    pub fn new() -> Self {
        let mut words: Vec<Box<str>> = WORDS.lines().map(Into::into).collect();
        words.extend(
            (0..)
                .flat_map(forms)
                .take(COUNT.saturating_sub(words.len())),
        );
        Self {
            zipf: Zipf::new(words.len(), EXPONENT, SHIFT),
            words,
        }
    }

    /// A word, the commoner the likelier.
    pub fn word(&self, dice: &mut Dice) -> &str {
        &self.words[self.zipf.draw(dice)]
    }

    pub fn len(&self) -> usize {
        self.words.len()
    }
}

/// The forms of a made-up word.
fn forms(lemma: u64) -> impl Iterator<Item = Box<str>> {
    let mut dice = Dice::of(1, lemma);
    let syllables = dice.between(2, 4);
    let stem: String = (0..syllables).map(|_| dice.one_of(SYLLABLES)).collect();
    let endings = dice.one_of(ENDINGS);
    endings
        .into_iter()
        .map(move |end| format!("{stem}{end}").into())
}

/// What stands between words and is none: numbers and pictures.
pub fn other(dice: &mut Dice) -> String {
    if dice.per_mille(600) {
        let most = dice.one_of(&[10, 100, 2_030, 1_000_000]);
        return dice.below(most).to_string();
    }
    dice.one_of(EMOJI).to_owned()
}
