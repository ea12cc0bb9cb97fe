//! Words of questions about figures, from `catalog/vocabularies/zahlen.toml`.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use serde::Deserialize;

use crate::analysis::{spelling, stem, tokens};
use crate::catalog::heads;

const FILE: &str = include_str!("../../../../catalog/vocabularies/zahlen.toml");

/// A synonym counts this much of the word itself.
const EQUAL: f32 = 0.85;
const HIDDEN: f32 = 0.7;

#[derive(Debug)]
pub(super) struct Vocabulary {
    /// Folded form → the word it is read as.
    same: HashMap<String, String>,
    /// Folded.
    stop: HashSet<String>,
    /// Keys of [`stem::key`].
    generic: HashSet<String>,
    /// By key of the phrase: what else to look for, as words.
    also: HashMap<String, Vec<(Vec<String>, f32)>>,
    /// Phrases of several words in `also`, as keys of their words, the longest first.
    pub(super) phrases: Vec<Vec<String>>,
    /// Single words of the lists, for corrections.
    pub(super) known: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "version")]
    _version: String,
    same: Vec<Vec<String>>,
    stop: Vec<String>,
    generic: Vec<String>,
    equal: Vec<Equal>,
    hidden: Vec<Hidden>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Equal {
    words: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Hidden {
    words: Vec<String>,
    find: Vec<String>,
}

static VOCABULARY: LazyLock<Vocabulary> =
    LazyLock::new(|| Vocabulary::parse(FILE).expect("the catalogue is checked by a test"));

pub(super) fn vocabulary() -> &'static Vocabulary {
    &VOCABULARY
}

impl Vocabulary {
    fn parse(text: &str) -> Result<Self, toml::de::Error> {
        let file: File = toml::from_str(text)?;
        let fold = |word: &String| spelling::fold(&spelling::lower(word));
        let same: HashMap<String, String> = file
            .same
            .iter()
            .flat_map(|forms| forms.iter().map(|form| (fold(form), forms.first().cloned().unwrap_or_default())))
            .collect();
        let stop = file.stop.iter().chain(&heads().stop).map(fold).filter(|word| !same.contains_key(word)).collect();
        let generic = file.generic.iter().map(|word| stem::key(word)).collect();
        let mut vocabulary = Self { same, stop, generic, also: HashMap::new(), phrases: Vec::new(), known: Vec::new() };
        for group in &file.equal {
            for from in &group.words {
                for other in group.words.iter().filter(|other| *other != from) {
                    vocabulary.add(from, other, EQUAL);
                }
            }
        }
        for group in &file.hidden {
            for from in &group.words {
                for other in &group.find {
                    vocabulary.add(from, other, HIDDEN);
                }
            }
        }
        let forms = file.same.iter().flatten().filter(|form| form.chars().count() >= 4);
        vocabulary.known.extend(forms.map(|form| spelling::lower(form)));
        vocabulary.known.sort_unstable();
        vocabulary.known.dedup();
        vocabulary.phrases.sort_by(|left, right| right.len().cmp(&left.len()).then(left.cmp(right)));
        vocabulary.phrases.dedup();
        Ok(vocabulary)
    }

    fn add(&mut self, from: &str, other: &str, weight: f32) {
        let (from, other) = (self.read(from), self.read(other));
        if from.len() > 1 {
            self.phrases.push(from.iter().map(|word| stem::key(word)).collect());
        }
        self.known.extend(from.iter().chain(&other).filter(|word| word.chars().count() >= 4).cloned());
        self.also.entry(key_of(&from)).or_default().push((other, weight));
    }

    /// The words of a text that mean something, in their common form.
    pub(super) fn read(&self, text: &str) -> Vec<String> {
        tokens::words(text).into_iter().filter_map(|word| self.common(word)).collect()
    }

    /// The common form of a word; nothing for function words.
    pub(super) fn common(&self, word: String) -> Option<String> {
        let folded = spelling::fold(&word);
        match self.same.get(&folded) {
            Some(common) => Some(common.clone()),
            None => (!self.stop.contains(&folded)).then_some(word),
        }
    }

    pub(super) fn is_generic(&self, word: &str) -> bool {
        self.generic.contains(&stem::key(word))
    }

    pub(super) fn also(&self, words: &[String]) -> &[(Vec<String>, f32)] {
        self.also.get(&key_of(words)).map_or(&[], Vec::as_slice)
    }
}

/// Key of a phrase: endings and order do not matter.
pub(super) fn key_of(words: &[String]) -> String {
    let mut keys: Vec<String> = words.iter().map(|word| stem::key(word)).collect();
    keys.sort_unstable();
    keys.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_can_be_read() {
        let vocabulary = Vocabulary::parse(FILE).unwrap();
        assert_eq!(vocabulary.read("Wie viele schaffen keinen Abschluss?"), ["ohne", "abschluss"]);
        assert!(!vocabulary.also(&["bibliotheken".to_owned()]).is_empty(), "endings do not matter");
        assert_eq!(vocabulary.read("Kindertagesstätten"), ["kita"]);
    }
}
