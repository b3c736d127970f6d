//! Secrets, codes and phrases: made of the system's randomness, kept as hashes.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use secta_store::accounts::Hash;
use subtle::ConstantTimeEq;

use crate::seal::SealError;

/// The letters of codes: none looks like another. As many as five bits tell apart.
const LETTERS: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
/// How many letters a code has.
const CODE_LETTERS: usize = 8;
/// After how many letters of a code a dash is shown.
const CODE_GROUP: usize = 4;
/// How many digits a recovery phrase has: more than 2¹³² phrases.
const PHRASE_DIGITS: usize = 40;
/// How many digits stand together.
const PHRASE_GROUP: usize = 4;
/// The longest text that is read as a secret, a code or a phrase, in bytes.
const TYPED_MAX: usize = 200;

/// Cyrillic letters that are typed for the Latin ones that look like them.
const TYPED: [(char, char); 12] = [
    ('А', 'A'),
    ('В', 'B'),
    ('С', 'C'),
    ('Е', 'E'),
    ('Н', 'H'),
    ('К', 'K'),
    ('М', 'M'),
    ('Р', 'P'),
    ('Т', 'T'),
    ('Х', 'X'),
    ('У', 'Y'),
    ('Ѕ', 'S'),
];

/// Random bytes.
///
/// # Errors
///
/// When the operating system gives none.
pub(super) fn random<const N: usize>() -> Result<[u8; N], SealError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| SealError::Random(error.to_string()))?;
    Ok(bytes)
}

/// A secret of 256 bits.
///
/// # Errors
///
/// When the operating system gives no random bytes.
pub(super) fn secret() -> Result<String, SealError> {
    Ok(URL_SAFE_NO_PAD.encode(random::<32>()?))
}

/// What is kept of a secret.
pub(super) fn hash(secret: &str) -> Hash {
    blake3::derive_key("net.secta site secret 1", secret.as_bytes())
}

/// A code, as it is told.
///
/// # Errors
///
/// When the operating system gives no random bytes.
pub(super) fn code() -> Result<String, SealError> {
    let letters = random::<CODE_LETTERS>()?.map(|byte| LETTERS[usize::from(byte % 32)]);
    let letters = letters.map(char::from);
    let groups: Vec<String> = letters
        .chunks(CODE_GROUP)
        .map(|group| group.iter().collect())
        .collect();
    Ok(groups.join("-"))
}

/// What is kept of a code: whoever has not the attempt's secret cannot try codes on it.
pub(super) fn code_hash(attempt: &str, code: &str) -> Hash {
    let key = blake3::derive_key("net.secta site code 1", attempt.as_bytes());
    *blake3::keyed_hash(&key, typed_code(code).as_bytes()).as_bytes()
}

/// Whether two hashes are the same, in the same time whatever they are.
pub(super) fn is_same(one: &Hash, other: &Hash) -> bool {
    one.ct_eq(other).into()
}

/// A code as it is compared: however it was typed.
fn typed_code(code: &str) -> String {
    let letters = code.chars().take(TYPED_MAX).flat_map(char::to_uppercase);
    let latin = letters.map(|c| {
        let known = TYPED.iter().find(|(cyrillic, _)| *cyrillic == c);
        known.map_or(c, |(_, latin)| *latin)
    });
    latin.filter(|c| c.is_alphanumeric()).collect()
}

/// A recovery phrase, digits in groups, the same in all languages; and what is kept of it.
///
/// # Errors
///
/// When the operating system gives no random bytes.
pub(super) fn phrase() -> Result<(String, Hash), SealError> {
    let mut digits = Vec::with_capacity(PHRASE_DIGITS);
    while digits.len() < PHRASE_DIGITS {
        // 250 is a multiple of ten: no digit comes more often than another.
        let fair = random::<64>()?.into_iter().filter(|byte| *byte < 250);
        digits.extend(fair.map(|byte| char::from(b'0' + byte % 10)));
    }
    digits.truncate(PHRASE_DIGITS);
    let hash = digits_hash(&digits.iter().collect::<String>());
    let groups: Vec<String> = digits
        .chunks(PHRASE_GROUP)
        .map(|group| group.iter().collect())
        .collect();
    Ok((groups.join(" "), hash))
}

/// What is kept of a recovery phrase, however it was typed; nothing where it is none.
pub(super) fn phrase_hash(phrase: &str) -> Option<Hash> {
    if phrase.len() > TYPED_MAX {
        return None;
    }
    let digits: String = phrase.chars().filter(char::is_ascii_digit).collect();
    (digits.len() == PHRASE_DIGITS).then(|| digits_hash(&digits))
}

fn digits_hash(digits: &str) -> Hash {
    blake3::derive_key("net.secta site phrase 1", digits.as_bytes())
}

/// A short random name.
///
/// # Errors
///
/// When the operating system gives no random bytes.
pub(super) fn name<const N: usize>() -> Result<String, SealError> {
    let bytes = random::<N>()?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_however_they_are_typed() {
        let hash = code_hash("attempt", "7KXM-4PAC");
        for typed in ["7kxm4pac", " 7KXM 4PAC ", "7КХМ–4РАС", "7кхм-4рас"] {
            assert!(is_same(&code_hash("attempt", typed), &hash), "{typed}");
        }
        assert!(!is_same(&code_hash("attempt", "7KXM-4PAD"), &hash));
        assert!(!is_same(&code_hash("another", "7KXM-4PAC"), &hash));
    }

    #[test]
    fn codes_and_phrases_have_their_form() {
        for _ in 0..100 {
            let code = code().expect("a code");
            assert_eq!(code.len(), CODE_LETTERS + 1);
            assert!(!code.contains(['0', '1', 'I', 'O']), "{code}");
            let (phrase, hash) = phrase().expect("a phrase");
            assert_eq!(phrase.len(), 49);
            for typed in [phrase.replace(' ', "\u{a0}-"), phrase] {
                assert_eq!(phrase_hash(&typed), Some(hash));
            }
        }
        assert_eq!(phrase_hash("1234"), None);
        assert_eq!(phrase_hash(&"1".repeat(1000)), None);
        assert_ne!(secret().expect("one"), secret().expect("another"));
    }
}
