//! What is known about German words, from `catalog/vocabularies/`: gender forms, heads of compounds, exceptions, synonyms.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::LazyLock;

use serde::Deserialize;

use crate::analysis::stem;
use crate::analysis::tokens;

const GENDER: &str = include_str!("../../../catalog/vocabularies/gender.toml");
const HEADS: &str = include_str!("../../../catalog/vocabularies/heads.toml");
const EXCEPTIONS: &str = include_str!("../../../catalog/vocabularies/exceptions.toml");
const SYNONYMS: &str = include_str!("../../../catalog/vocabularies/synonyms.toml");

/// Gender forms.
#[derive(Debug)]
pub(crate) struct Gender {
    pub endings: Vec<String>,
    pub not_persons: Vec<String>,
    /// Form → common form.
    pub pairs: HashMap<String, String>,
    pub suffixes: Vec<(String, String)>,
}

#[derive(Deserialize)]
struct GenderFile {
    endings: Vec<String>,
    not_persons: Vec<String>,
    pair: Vec<Forms>,
    suffix: Vec<Forms>,
}

#[derive(Deserialize)]
struct Forms {
    forms: Vec<String>,
}

static GENDER_FORMS: LazyLock<Gender> = LazyLock::new(|| {
    let file: GenderFile = toml::from_str(GENDER).expect("the catalogue is checked by a test");
    let each = |groups: Vec<Forms>| {
        groups.into_iter().flat_map(|group| {
            let first = group.forms.first().cloned().unwrap_or_default();
            group.forms.into_iter().map(move |form| (form, first.clone()))
        })
    };
    Gender {
        endings: file.endings,
        not_persons: file.not_persons,
        pairs: each(file.pair).collect(),
        suffixes: each(file.suffix).collect(),
    }
});

pub(crate) fn gender() -> &'static Gender {
    &GENDER_FORMS
}

/// Heads of compounds, generic words, function words; all as keys of [`stem::key`] except `stop`.
#[derive(Debug)]
pub(crate) struct Heads {
    /// Loose stems of words that may be part of a compound.
    pub parts: HashSet<String>,
    /// The same as written, longest first.
    pub spelled: Vec<String>,
    /// Keys of words that only say that something is learned.
    pub generic: HashSet<String>,
    /// Generic words that end compounds, longest first, folded.
    pub generic_words: Vec<String>,
    pub stop: HashSet<String>,
}

#[derive(Deserialize)]
struct HeadsFile {
    heads: Vec<String>,
    generic: Vec<String>,
    stop: Vec<String>,
}

static HEAD_WORDS: LazyLock<Heads> = LazyLock::new(|| {
    let file: HeadsFile = toml::from_str(HEADS).expect("the catalogue is checked by a test");
    let fold = crate::analysis::spelling::fold;
    let mut generic_words: Vec<String> =
        file.generic.iter().map(|word| fold(word)).filter(|word| word.len() >= 4).collect();
    generic_words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    let mut spelled: Vec<String> = file.heads.iter().filter(|word| word.len() >= 4).cloned().collect();
    spelled.sort_by_key(|word| std::cmp::Reverse(word.len()));
    Heads {
        spelled,
        parts: file.heads.iter().map(|word| stem::loose(&fold(word)).to_owned()).collect(),
        generic: file.generic.iter().map(|word| stem::key(word)).collect(),
        generic_words,
        stop: file.stop.into_iter().collect(),
    }
});

pub(crate) fn heads() -> &'static Heads {
    &HEAD_WORDS
}

/// Words that the rules would treat wrongly.
#[derive(Debug, Deserialize)]
pub(crate) struct Exceptions {
    /// Never taken apart (keys of [`stem::key`]).
    pub whole: HashSet<String>,
    /// No stemming, no splitting, no typing errors.
    pub protected: HashSet<String>,
    /// Names of places that are everyday words (keys).
    pub everyday_places: HashSet<String>,
    pub symbols: BTreeMap<String, String>,
}

static EXCEPTION_WORDS: LazyLock<Exceptions> = LazyLock::new(|| {
    let mut file: Exceptions = toml::from_str(EXCEPTIONS).expect("the catalogue is checked by a test");
    for set in [&mut file.whole, &mut file.everyday_places] {
        *set = set.iter().map(|word| stem::key(word)).collect();
    }
    file
});

pub(crate) fn exceptions() -> &'static Exceptions {
    &EXCEPTION_WORDS
}

/// What else to search for.
#[derive(Debug)]
pub(crate) struct Synonyms {
    /// By key of the phrase: keys of its words without function words, joined by spaces.
    pub also: HashMap<String, Vec<Also>>,
    /// Broader terms for [`crate::answer::RelaxStep::Broader`].
    pub broader: HashMap<String, Vec<String>>,
    /// Longest phrase in words.
    pub longest: usize,
    /// Single words that the synonyms know, so that typing errors in them are recognised although no offer has them.
    pub known: Vec<String>,
}

/// A phrase to search as well.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Also {
    /// As written in the catalogue.
    pub phrase: String,
    pub weight: f32,
    /// Whether pages say "Gesucht wurde auch …".
    pub shown: bool,
}

#[derive(Deserialize)]
struct SynonymsFile {
    equal: Vec<EqualWords>,
    hidden: Vec<HiddenWords>,
    broader: Vec<BroaderWords>,
}

#[derive(Deserialize)]
struct EqualWords {
    words: Vec<String>,
}

#[derive(Deserialize)]
struct HiddenWords {
    /// What people type.
    words: Vec<String>,
    /// What offers say.
    find: Vec<String>,
}

#[derive(Deserialize)]
struct BroaderWords {
    term: String,
    narrower: Vec<String>,
}

const EQUAL: f32 = 0.85;
const HIDDEN: f32 = 0.8;
const NARROWER: f32 = 0.55;

/// Key of a phrase.
pub(crate) fn phrase_key(phrase: &str) -> String {
    let words = tokens::words(phrase);
    words_key(words.iter().map(String::as_str))
}

pub(crate) fn words_key<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let mut key = String::new();
    for word in words.filter(|word| !heads().stop.contains(*word)) {
        if !key.is_empty() {
            key.push(' ');
        }
        key.push_str(&stem::key(word));
    }
    key
}

static SYNONYM_WORDS: LazyLock<Synonyms> = LazyLock::new(|| {
    let file: SynonymsFile = toml::from_str(SYNONYMS).expect("the catalogue is checked by a test");
    let mut also: HashMap<String, Vec<Also>> = HashMap::new();
    let mut add = |from: &str, phrase: &str, weight: f32, shown: bool| {
        let key = phrase_key(from);
        if key == phrase_key(phrase) {
            return;
        }
        let entry = also.entry(key).or_default();
        if !entry.iter().any(|other| other.phrase == phrase) {
            entry.push(Also { phrase: phrase.to_owned(), weight, shown });
        }
    };
    for group in &file.equal {
        for from in &group.words {
            for other in &group.words {
                add(from, other, EQUAL, true);
            }
        }
    }
    for group in &file.hidden {
        for from in &group.words {
            for phrase in &group.find {
                add(from, phrase, HIDDEN, false);
            }
        }
    }
    let mut broader: HashMap<String, Vec<String>> = HashMap::new();
    for group in &file.broader {
        for narrower in &group.narrower {
            add(&group.term, narrower, NARROWER, false);
            broader.entry(phrase_key(narrower)).or_default().push(group.term.clone());
        }
    }
    let longest = also.keys().map(|key| key.split(' ').count()).max().unwrap_or(1);
    let phrases =
        file.equal.iter().flat_map(|group| &group.words).chain(file.hidden.iter().flat_map(|group| &group.words));
    let narrower = file.broader.iter().flat_map(|group| &group.narrower);
    let mut known: Vec<String> = phrases.chain(narrower).flat_map(|phrase| tokens::words(phrase)).collect();
    known.retain(|word| word.chars().count() >= 4);
    known.sort_unstable();
    known.dedup();
    Synonyms { also, broader, longest, known }
});

pub(crate) fn synonyms() -> &'static Synonyms {
    &SYNONYM_WORDS
}

/// Changes whenever the rules or lists that decide what stands in the index change: an index of another version must be rebuilt.
pub(crate) fn version() -> u64 {
    /// Raised by hand when the code of the analysis or the form of the records changes.
    const CODE: u64 = 2;
    let mut hash = 0xcbf2_9ce4_8422_2325_u64 ^ CODE;
    let mut mix = |text: &str| {
        for byte in text.bytes() {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    };
    for text in [GENDER, HEADS, EXCEPTIONS] {
        mix(text);
    }
    use model::vocabularies::{funding, target_groups, topics};
    for vocabulary in [topics(), target_groups(), funding()] {
        for term in &vocabulary.terms {
            mix(&term.code);
            mix(term.label_in("de"));
        }
    }
    hash
}
