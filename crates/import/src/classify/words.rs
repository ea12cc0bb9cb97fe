//! Words of German texts: folded for comparison, and phrases found in them.

use std::collections::HashMap;

use model::vocabularies::Vocabulary;

/// Lower-case words of a text, gender forms folded to the male stem ("Lehrer/innen", "Lehrer:innen", "LehrerInnen" → `lehrer`),
/// split at everything that is neither letter nor digit; `+` stays with its number ("60+").
pub fn fold_words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut rest = text;
    while let Some(character) = rest.chars().next() {
        if let Some(length) = gender_ending(rest, &word) {
            rest = &rest[length..];
            continue;
        }
        rest = &rest[character.len_utf8()..];
        if character.is_alphanumeric() {
            word.extend(character.to_lowercase());
        } else if character == '+' && word.bytes().all(|b| b.is_ascii_digit()) && !word.is_empty() {
            word.push('+');
        } else if !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

/// Length of a gender ending at the start of `rest`, if `word` before it is long enough to carry one.
fn gender_ending(rest: &str, word: &str) -> Option<usize> {
    if word.len() < 3 {
        return None;
    }
    const SIGNED: [&str; 12] =
        ["/-innen", "/innen", ":innen", "*innen", "_innen", "(innen)", "/-in", "/in", ":in", "*in", "_in", "(in)"];
    let ends_word = |length: usize| !rest[length..].starts_with(char::is_alphanumeric);
    if let Some(ending) = SIGNED.iter().find(|ending| rest.starts_with(**ending) && ends_word(ending.len())) {
        return Some(ending.len());
    }
    // Binnen-I; the word before it is in lower case by construction of German.
    let ending = ["Innen", "In"].into_iter().find(|ending| rest.starts_with(ending) && ends_word(ending.len()))?;
    Some(ending.len())
}

/// Finds the words of a vocabulary in texts.
#[derive(Debug)]
pub struct PhraseFinder {
    /// By first word: the words that must follow, and the term.
    phrases: HashMap<String, Vec<(Vec<String>, usize)>>,
}

/// Letters from which on a word also counts as the first part of a compound ("Englischkurs").
const COMPOUND_FROM: usize = 6;

impl PhraseFinder {
    pub fn new(vocabulary: &Vocabulary) -> Self {
        let mut phrases: HashMap<String, Vec<(Vec<String>, usize)>> = HashMap::new();
        for (index, term) in vocabulary.terms.iter().enumerate() {
            for phrase in &term.words {
                let mut words = fold_words(phrase).into_iter();
                if let Some(first) = words.next() {
                    phrases.entry(first).or_default().push((words.collect(), index));
                }
            }
        }
        Self { phrases }
    }

    /// Terms whose phrases begin at `words[at]`: those of the longest phrase alone, so that "Deutsch als Fremdsprache" is German only.
    pub fn terms_at(&self, words: &[String], at: usize) -> Vec<usize> {
        self.longest_at(words, at).1
    }

    /// Number of words and terms of the longest phrases at `words[at]`.
    fn longest_at(&self, words: &[String], at: usize) -> (usize, Vec<usize>) {
        let word = words[at].as_str();
        let behind = &words[at + 1..];
        let mut longest = 0;
        let mut terms = Vec::new();
        for (rest, term) in self.phrases.get(word).into_iter().flatten() {
            if behind.starts_with(rest) && rest.len() >= longest {
                if rest.len() > longest {
                    terms.clear();
                    longest = rest.len();
                }
                terms.push(*term);
            }
        }
        if longest == 0 {
            let cuts =
                word.char_indices().map(|(cut, _)| cut).filter(|cut| *cut >= COMPOUND_FROM && word.len() - cut >= 3);
            for (rest, term) in cuts.filter_map(|cut| self.phrases.get(&word[..cut])).flatten() {
                if rest.is_empty() {
                    terms.push(*term);
                }
            }
        }
        (longest + 1, terms)
    }

    /// Terms whose phrases occur anywhere in `words`.
    pub fn terms_in(&self, words: &[String]) -> Vec<usize> {
        let mut found = Vec::new();
        let mut at = 0;
        while at < words.len() {
            let (length, terms) = self.longest_at(words, at);
            found.extend(terms);
            at += length;
        }
        found
    }

    /// Terms whose phrase is the whole text ("Senioren", not "Mode der Senioren um 1900").
    pub fn terms_equal(&self, words: &[String]) -> Vec<usize> {
        let Some(first) = words.first() else {
            return Vec::new();
        };
        let phrases = self.phrases.get(first).into_iter().flatten();
        phrases.filter(|(rest, _)| words[1..] == **rest).map(|(_, term)| *term).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gender_forms_are_one_word() {
        for text in [
            "Lehrer/innen",
            "Lehrer:innen",
            "Lehrer*innen",
            "Lehrer_innen",
            "LehrerInnen",
            "Lehrer/-innen",
            "Lehrer(innen)",
        ] {
            assert_eq!(fold_words(text), ["lehrer"], "{text}");
        }
        assert_eq!(fold_words("Erzieher/in und Kinder"), ["erzieher", "und", "kinder"]);
        assert_eq!(fold_words("60+ im Internet-Café"), ["60+", "im", "internet", "café"]);
        assert_eq!(fold_words("Innen und außen"), ["innen", "und", "außen"]);
    }

    #[test]
    fn phrases_are_found_as_whole_words_and_as_first_part_of_compounds() {
        let finder = PhraseFinder::new(model::vocabularies::topics());
        let found = |text: &str| -> Vec<&str> {
            let terms = &model::vocabularies::topics().terms;
            finder.terms_in(&fold_words(text)).into_iter().map(|term| terms[term].code.as_str()).collect()
        };
        assert_eq!(found("Autogenes Training am Abend"), ["gesundheit"]);
        assert_eq!(found("Englischkurs"), ["fremdsprachen"]);
        assert!(found("Training für Autos").is_empty());
        assert!(found("Atemtechnik").is_empty(), "a word is no topic because it ends like one");
    }
}
