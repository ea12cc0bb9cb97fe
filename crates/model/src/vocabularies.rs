//! Open lists that an editor may extend: topics, target groups, funding. Their terms are data in `catalog/vocabularies/`.
//!
//! One TOML file per scheme:
//! `scheme`, `version`, and `[[term]]` with `code`, `label.de`, `label.en`, optional `broader`, `words` (lower-case words or phrases whose
//! occurrence in a source's keyword, target group or title suggests the term), `vhs` (Programmbereiche that map to it),
//! `valid_until` for terms that are historical.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::codes::{InvalidCode, text_code};

/// A loaded scheme. Terms keep the order of the file: it is the order in which lists show them.
#[derive(Debug, Deserialize)]
pub struct Vocabulary {
    pub scheme: String,
    pub version: String,
    #[serde(rename = "term")]
    pub terms: Vec<Term>,
}

#[derive(Debug, Deserialize)]
pub struct Term {
    pub code: String,
    /// By language code; German always exists.
    pub label: BTreeMap<String, String>,
    #[serde(default)]
    pub broader: Option<String>,
    #[serde(default)]
    pub words: Vec<String>,
    #[serde(default)]
    pub vhs: Vec<String>,
    #[serde(default)]
    pub valid_until: Option<String>,
}

impl Term {
    /// Label in `language`, German where it is missing.
    pub fn label_in(&self, language: &str) -> &str {
        self.label.get(language).or_else(|| self.label.get("de")).map_or(self.code.as_str(), String::as_str)
    }
}

impl Vocabulary {
    pub fn find_term(&self, code: &str) -> Option<&Term> {
        self.terms.iter().find(|term| term.code == code)
    }

    fn load(text: &str) -> Self {
        toml::from_str(text).expect("catalog/vocabularies is checked by the test below")
    }
}

static TOPICS: LazyLock<Vocabulary> =
    LazyLock::new(|| Vocabulary::load(include_str!("../../../catalog/vocabularies/topics.toml")));
static TARGET_GROUPS: LazyLock<Vocabulary> =
    LazyLock::new(|| Vocabulary::load(include_str!("../../../catalog/vocabularies/target_groups.toml")));
static FUNDING: LazyLock<Vocabulary> =
    LazyLock::new(|| Vocabulary::load(include_str!("../../../catalog/vocabularies/funding.toml")));

/// What an offer is about, in everyday words.
pub fn topics() -> &'static Vocabulary {
    &TOPICS
}

pub fn target_groups() -> &'static Vocabulary {
    &TARGET_GROUPS
}

pub fn funding() -> &'static Vocabulary {
    &FUNDING
}

text_code! {
    /// A term of [`topics`].
    TopicCode
}
text_code! {
    /// A term of [`target_groups`].
    TargetGroupCode
}
text_code! {
    /// A term of [`funding`].
    FundingCode
}

macro_rules! of_vocabulary {
    ($name:ident, $vocabulary:ident) => {
        impl std::str::FromStr for $name {
            type Err = InvalidCode;
            fn from_str(text: &str) -> Result<Self, InvalidCode> {
                match $vocabulary().find_term(text) {
                    Some(term) => Ok(Self(term.code.clone())),
                    None => Err(InvalidCode::new(stringify!($name), text)),
                }
            }
        }
    };
}
of_vocabulary!(TopicCode, topics);
of_vocabulary!(TargetGroupCode, target_groups);
of_vocabulary!(FundingCode, funding);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_vocabulary_is_complete_and_consistent() {
        for vocabulary in [topics(), target_groups(), funding()] {
            for term in &vocabulary.terms {
                let place = format!("{} {}", vocabulary.scheme, term.code);
                assert!(term.label.contains_key("de") && term.label.contains_key("en"), "{place}: label missing");
                let same_code = vocabulary.terms.iter().filter(|other| other.code == term.code).count();
                assert_eq!(same_code, 1, "{place} stands twice");
                assert!(term.words.iter().all(|word| *word == word.to_lowercase()), "{place}: words are lower case");
                if let Some(broader) = &term.broader {
                    assert!(vocabulary.find_term(broader).is_some(), "{place}: broader term {broader} is missing");
                }
            }
        }
    }
}
