//! Light stemming on folded words: endings of case and number go, derivations stay.

use super::spelling::fold;

/// Without the endings of case and number: `kurse` → `kurs`, `prufungen` → `prufung`, `bucher` stays (see [`loose`]).
pub fn light(folded: &str) -> &str {
    let length = folded.len();
    // Codes, other scripts and short words have no German endings.
    if length < 4 || !folded.bytes().all(|b| b.is_ascii_lowercase()) {
        return folded;
    }
    for (ending, least) in [("en", 5), ("em", 6), ("es", 5), ("e", 4)] {
        if length >= least
            && let Some(stem) = folded.strip_suffix(ending)
        {
            return stem;
        }
    }
    let bytes = folded.as_bytes();
    let before = bytes[length - 2];
    match bytes[length - 1] {
        b'n' if length >= 5 && matches!(before, b'l' | b'r') => &folded[..length - 1],
        b's' if length >= 5
            && matches!(before, b'b' | b'd' | b'f' | b'g' | b'h' | b'k' | b'l' | b'm' | b'n' | b'r' | b't') =>
        {
            &folded[..length - 1]
        }
        _ => folded,
    }
}

/// [`light`] and also without `er`: where `Kind` and `Kinder`, `Buch` and `Bücher` meet (and, less welcome, `malen` and `Maler`).
pub fn loose(folded: &str) -> &str {
    let stem = light(folded);
    match stem.strip_suffix("er") {
        Some(rest) if rest.len() >= 3 && rest.bytes().all(|b| b.is_ascii_lowercase()) => rest,
        _ => stem,
    }
}

/// Key of a word in lower case for tables of synonyms and names.
pub fn key(word: &str) -> String {
    let folded = fold(word);
    light(&folded).to_owned()
}
