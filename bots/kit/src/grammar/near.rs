/// The longest word that is compared, in characters.
const WORD_MAX: usize = 32;

/// The candidate nearest to what was typed, if it is near enough to be what was meant. Both are folded
/// ([`super::fold`]); of equally near ones the first counts.
pub fn near<'a, T: Copy>(
    typed: &str,
    candidates: impl IntoIterator<Item = (&'a str, T)>,
) -> Option<T> {
    let length = typed.chars().take(WORD_MAX + 1).count();
    if !(2..=WORD_MAX).contains(&length) {
        return None;
    }
    let mut best: Option<(usize, T)> = None;
    for (name, value) in candidates {
        let distance = distance(typed, name);
        let allowed = allowed(length.min(name.chars().count()));
        if distance <= allowed && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, value));
        }
    }
    best.map(|(_, value)| value)
}

fn distance(typed: &str, name: &str) -> usize {
    let plain = strsim::osa_distance(typed, name);
    // Typed with the other keyboard layout on: «!gjvjom».
    let other = layout(typed);
    if other == typed {
        plain
    } else {
        plain.min(strsim::osa_distance(&other, name))
    }
}

fn allowed(length: usize) -> usize {
    match length {
        0..=2 => 0,
        3..=4 => 1,
        5..=8 => 2,
        _ => 3,
    }
}

const LATIN: &str = "qwertyuiop[]asdfghjkl;'zxcvbnm,.";
const CYRILLIC: &str = "йцукенгшщзхъфывапролджэячсмитьбю";

fn layout(typed: &str) -> String {
    let other = |c: char| {
        let pairs = || LATIN.chars().zip(CYRILLIC.chars());
        pairs().find_map(|(latin, cyrillic)| match c {
            _ if c == latin => Some(cyrillic),
            _ if c == cyrillic => Some(latin),
            _ => None,
        })
    };
    typed.chars().map(|c| other(c).unwrap_or(c)).collect()
}
