//! Upper and lower case, ß, umlauts.

use std::borrow::Cow;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// Composes accents (`u` + `¨` → `ü`), so that one letter has one form. Text that is composed already is not copied.
pub fn composed(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || is_nfc_quick(text.chars()) == IsNormalized::Yes {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.nfc().collect())
    }
}

/// Lower case with ss for ß, appended to `out`.
pub fn push_lower(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            'a'..='z' | '0'..='9' => out.push(c),
            'A'..='Z' => out.push(c.to_ascii_lowercase()),
            'ß' | 'ẞ' => out.push_str("ss"),
            // Soft hyphens and joiners are invisible in the source.
            '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' => {}
            _ => out.extend(c.to_lowercase()),
        }
    }
}

pub fn lower(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push_lower(text, &mut out);
    out
}

/// Composed and in lower case.
pub fn composed_lower(text: &str) -> String {
    lower(&composed(text))
}

/// The key under which `Töpfern`, `Toepfern` and `Topfern` meet: umlauts and their two-letter spellings lose the mark, other Latin
/// letters their accents. `word` is in lower case.
pub fn fold(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    push_folded(word, &mut out);
    out
}

pub fn push_folded(word: &str, out: &mut String) {
    let mut before = '\0';
    let mut chars = word.chars().peekable();
    while let Some(c) = chars.next() {
        let folded = match c {
            'ä' => 'a',
            'ö' => 'o',
            'ü' => 'u',
            'a' | 'o' | 'u' => {
                // Not after another of these vowels or q: "Steuer", "Quelle", "neue" would lose a letter that is spoken.
                let vowel_before = matches!(before, 'a' | 'e' | 'o' | 'ä' | 'q');
                if chars.peek() == Some(&'e') && !vowel_before {
                    chars.next();
                }
                c
            }
            'a'..='z' | '0'..='9' => c,
            'à' | 'á' | 'â' | 'ã' | 'å' => 'a',
            'è' | 'é' | 'ê' | 'ë' => 'e',
            'ì' | 'í' | 'î' | 'ï' => 'i',
            'ò' | 'ó' | 'ô' | 'õ' | 'ø' => 'o',
            'ù' | 'ú' | 'û' => 'u',
            'ç' | 'ć' | 'č' => 'c',
            'ñ' | 'ń' => 'n',
            'š' | 'ś' => 's',
            'ž' | 'ź' | 'ż' => 'z',
            'ł' => 'l',
            'ý' | 'ÿ' => 'y',
            'đ' => 'd',
            'ğ' => 'g',
            'ş' => 's',
            'ı' => 'i',
            other => other,
        };
        out.push(folded);
        before = c;
    }
}

/// Cuts at a character boundary.
pub fn truncated(text: &str, bytes: usize) -> &str {
    if text.len() <= bytes {
        return text;
    }
    let mut end = bytes;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}
