//! What a source's words say about topic, target group, level, funding, requirements, phase of life and form of learning.
//!
//! In: an [`OfferContent`] as far as the source fills it. Out: the same with empty fields concluded, and for each the rule's name.
//! Never overwrites what the source says; never guesses the language of instruction. Vocabulary: `catalog/vocabularies`.

mod access;
pub mod keywords;
pub mod level;
pub mod life;
pub mod price;
pub mod requirements;
pub mod words;

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use model::codes::education::Programmbereich;
use model::offers::{OfferContent, Zugangsvoraussetzungen};
use model::vocabularies::{Vocabulary, funding, target_groups, topics};

use words::{PhraseFinder, fold_words};

static TOPICS: LazyLock<PhraseFinder> = LazyLock::new(|| PhraseFinder::new(topics()));
static TARGET_GROUPS: LazyLock<PhraseFinder> = LazyLock::new(|| PhraseFinder::new(target_groups()));
static FUNDING: LazyLock<PhraseFinder> = LazyLock::new(|| PhraseFinder::new(funding()));

/// Field and rule of a conclusion, as in [`crate::OfferRecord::derived`].
pub type Derived = Vec<(&'static str, &'static str)>;

/// Fills what can be concluded and is still empty; target groups and funding are added to what the source says.
pub fn complete(content: &mut OfferContent) -> Derived {
    let mut derived = Derived::new();
    let title_words = fold_words(&content.title);
    let subtitle_words = content.subtitle.as_deref().map(fold_words).unwrap_or_default();
    if content.cefr.is_empty() {
        conclude_level(content, &title_words, &mut derived);
    }
    if content.topics.is_empty() {
        conclude_topics(content, &title_words, &subtitle_words, &mut derived);
    }
    conclude_target_groups(content, &title_words, &mut derived);
    let clues = Clues::in_description(&content.description);
    conclude_funding(content, &title_words, &subtitle_words, &clues, &mut derived);
    if content.requirements == Zugangsvoraussetzungen::Unknown {
        if clues.requirements {
            content.requirements = requirements::find_in_text(&content.description);
        }
        if content.requirements == Zugangsvoraussetzungen::Unknown {
            content.requirements = requirements::find_in_text(content.subtitle.as_deref().unwrap_or_default());
        }
        if content.requirements == Zugangsvoraussetzungen::Unknown {
            content.requirements = requirements::find_in_text(&content.title);
        }
        if content.requirements != Zugangsvoraussetzungen::Unknown {
            derived.push(("requirements", "requirements_from_text"));
        }
    }
    if content.child_care.is_none() && clues.child_care {
        content.child_care = access::child_care(&content.description);
        if content.child_care.is_some() {
            derived.push(("child_care", "child_care_from_text"));
        }
    }
    access::features(content, &mut derived);
    if content.life_phases.is_empty() {
        let (phases, rule) = life::life_phases(content, &title_words);
        content.life_phases = phases;
        derived.push(("life_phases", rule));
    }
    if content.learning_form.is_none() {
        let (form, rule) = life::learning_form(content, &title_words);
        content.learning_form = Some(form);
        derived.push(("learning_form", rule));
    }
    derived
}

/// Languages by their German names, as titles of courses bear them; beside them a level is a level of the language.
const LANGUAGES: [&str; 34] = [
    "deutsch",
    "englisch",
    "französisch",
    "spanisch",
    "italienisch",
    "portugiesisch",
    "niederländisch",
    "luxemburgisch",
    "polnisch",
    "russisch",
    "ukrainisch",
    "arabisch",
    "türkisch",
    "chinesisch",
    "japanisch",
    "koreanisch",
    "griechisch",
    "schwedisch",
    "norwegisch",
    "dänisch",
    "finnisch",
    "ungarisch",
    "tschechisch",
    "rumänisch",
    "bulgarisch",
    "kroatisch",
    "serbisch",
    "persisch",
    "farsi",
    "hebräisch",
    "isländisch",
    "latein",
    "gebärdensprache",
    "katalanisch",
];

fn names_language(words: &[String]) -> bool {
    words.iter().any(|word| {
        LANGUAGES.iter().any(|language| {
            word.strip_prefix(language)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with("kurs") || rest.starts_with("sprach"))
        })
    })
}

fn conclude_level(content: &mut OfferContent, title_words: &[String], derived: &mut Derived) {
    let is_language_course = match content.dvv_category.as_ref().and_then(|category| category.programmbereich()) {
        Some(Programmbereich::Sprachen) => true,
        _ => {
            names_language(title_words)
                || ["integrationskurs", "berufssprachkurs", "sprachkurs", "daf", "daz"]
                    .iter()
                    .any(|word| title_words.iter().any(|title| title == word))
        }
    };
    if !is_language_course {
        return;
    }
    let sources: [(&dyn Fn() -> String, &str); 3] = [
        (&|| content.title.clone(), "level_from_title"),
        (&|| content.subtitle.clone().unwrap_or_default(), "level_from_subtitle"),
        (&|| content.keywords.join(" | "), "level_from_keywords"),
    ];
    for (text, rule) in sources {
        let levels = level::find_levels(&text());
        if !levels.is_empty() {
            content.cefr = levels;
            derived.push(("cefr", rule));
            return;
        }
    }
}

fn conclude_topics(content: &mut OfferContent, title: &[String], subtitle: &[String], derived: &mut Derived) {
    let category = content.dvv_category.as_ref().and_then(|category| category.programmbereich());
    let mut found = TOPICS.terms_in(title);
    found.extend(TOPICS.terms_in(subtitle));
    for keyword in &content.keywords {
        let words = fold_words(keyword);
        if words.is_empty() {
            continue;
        }
        // A keyword counts by how it begins: "Englisch B1" is English, "Fragen auf Englisch" is not.
        // And a cooking course is no language course because of the keyword "Japanisch".
        let elsewhere = category.is_some_and(|category| category != Programmbereich::Sprachen);
        let terms = TOPICS.terms_at(&words, 0).into_iter();
        found.extend(terms.filter(|term| !elsewhere || topics().terms[*term].code != "fremdsprachen"));
    }
    for term in found {
        insert_term(topics(), term, |code| _ = content.topics.insert(code.parse().expect("a term of this vocabulary")));
    }
    // "Deutsch A1", "Deutsch für Anfänger": German as a language to learn, not school German or the German Middle Ages.
    let german_first = title.first().is_some_and(|word| word == "deutsch");
    let teaches_german = title.iter().any(|word| word == "deutsch" || word.starts_with("deutschkurs"))
        && (category == Some(Programmbereich::Sprachen) || !content.cefr.is_empty() || german_first);
    if teaches_german {
        insert_code(content, "deutsch");
    }
    if !content.topics.is_empty() {
        derived.push(("topics", "topics_from_words"));
        return;
    }
    if let Some(category) = category {
        let term = topics().terms.iter().find(|term| term.vhs.iter().any(|code| code == category.code()));
        if let Some(term) = term {
            insert_code(content, &term.code);
            derived.push(("topics", "topics_from_vhs_category"));
        }
    }
}

fn insert_code(content: &mut OfferContent, code: &str) {
    content.topics.extend(code.parse().ok());
}

fn insert_term(vocabulary: &Vocabulary, term: usize, mut insert: impl FnMut(&str)) {
    insert(&vocabulary.terms[term].code);
}

fn conclude_target_groups(content: &mut OfferContent, title: &[String], derived: &mut Derived) {
    let mut found = Vec::new();
    let mut rule = "target_groups_from_words";
    if let Some(text) = &content.target_group_text {
        found.extend(TARGET_GROUPS.terms_in(&fold_words(text)));
    }
    for keyword in &content.keywords {
        found.extend(TARGET_GROUPS.terms_equal(&fold_words(keyword)));
    }
    if found.is_empty() && content.target_groups.is_empty() {
        // In a title only what follows "für" tells for whom: "Frauen im Mittelalter" is for everyone.
        rule = "target_groups_from_title";
        for at in 0..title.len() {
            let addressed = title[..at].iter().rev().take(4).any(|word| word == "für" || word == "fuer");
            let names_itself = ["55plus", "60plus", "60+", "50plus", "eltern"].contains(&title[at].as_str());
            if addressed || names_itself {
                found.extend(TARGET_GROUPS.terms_at(title, at));
            }
        }
    }
    let before = content.target_groups.len();
    for term in found {
        insert_term(target_groups(), term, |code| {
            content.target_groups.insert(code.parse().expect("a term of this vocabulary"));
        });
    }
    if content.target_groups.len() > before {
        derived.push(("target_groups", rule));
    }
}

fn conclude_funding(
    content: &mut OfferContent,
    title: &[String],
    subtitle: &[String],
    clues: &Clues,
    derived: &mut Derived,
) {
    let before = content.funding.len();
    let mut found = FUNDING.terms_in(title);
    found.extend(FUNDING.terms_in(subtitle));
    for text in content.keywords.iter().chain(&content.price.notes).chain(&content.funding_text) {
        let words = fold_words(text);
        let denied = words.iter().any(|word| matches!(word.as_str(), "kein" | "keine" | "nicht" | "keinen"));
        if !denied {
            found.extend(FUNDING.terms_in(&words));
        }
    }
    for term in found {
        insert_term(funding(), term, |code| {
            content.funding.insert(code.parse().expect("a term of this vocabulary"));
        });
    }
    // "(BU)" behind a title is the usual sign for Bildungsurlaub.
    let sign =
        |text: &str| text.contains("(BU)") || text.ends_with(" BU") || text.contains("(BU,") || text.contains(", BU)");
    if sign(&content.title) || content.subtitle.as_deref().is_some_and(sign) {
        content.funding.extend("bildungsfreistellung".parse().ok());
    }
    content.funding.extend(clues.funding.iter().filter_map(|code| code.parse().ok()));
    if content.funding.len() > before {
        derived.push(("funding", "funding_from_words"));
    }
}

/// Words of a description that are worth a closer look, found in one pass.
#[derive(Debug, Default)]
struct Clues {
    requirements: bool,
    child_care: bool,
    funding: Vec<&'static str>,
}

/// A word and the term of the funding vocabulary it stands for; the first four point elsewhere.
const CLUES: [(&str, &str); 15] = [
    (access::CHILD_CARE, ""),
    ("oraussetzung", ""),
    ("orraussetzung", ""),
    ("orkenntnis", ""),
    ("Bildungsgutschein", "bildungsgutschein"),
    ("AVGS", "avgs"),
    ("Vermittlungsgutschein", "avgs"),
    ("AZAV", "azav"),
    ("Aufstiegs-BAföG", "aufstiegs_bafoeg"),
    ("Meister-BAföG", "aufstiegs_bafoeg"),
    ("Bildungsurlaub", "bildungsfreistellung"),
    ("Bildungsfreistellung", "bildungsfreistellung"),
    ("Bildungszeit", "bildungsfreistellung"),
    ("QualiScheck", "qualischeck"),
    ("Bildungs- und Teilhabepaket", "bildung_teilhabe"),
];

static CLUE_FINDER: LazyLock<AhoCorasick> = LazyLock::new(|| {
    AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostLongest)
        .build(CLUES.iter().map(|(word, _)| word))
        .expect("a few short words make an automaton")
});

impl Clues {
    fn in_description(text: &str) -> Self {
        let mut clues = Self::default();
        for found in CLUE_FINDER.find_iter(text) {
            let (word, code) = CLUES[found.pattern().as_usize()];
            if word == access::CHILD_CARE {
                clues.child_care = true;
            } else if code.is_empty() {
                clues.requirements = true;
            } else if !clues.funding.contains(&code) && !is_denied(text, found.start(), found.end()) {
                clues.funding.push(code);
            }
        }
        clues
    }
}

/// Whether the sentence around a word denies it: "kein Bildungsurlaub", "nicht als Bildungsurlaub anerkannt", "Bildungsurlaub: nein".
fn is_denied(text: &str, start: usize, end: usize) -> bool {
    sentence_around(text, start, end)
        .split(|c: char| !c.is_alphanumeric())
        .any(|word| matches!(word.to_lowercase().as_str(), "kein" | "keine" | "keinen" | "nicht" | "nein" | "leider"))
}

fn sentence_around(text: &str, start: usize, end: usize) -> &str {
    const ENDS: [char; 4] = ['.', '\n', '!', '?'];
    let from = text[..start].rfind(ENDS).map_or(0, |at| at + 1);
    let until = text[end..].find(ENDS).map_or(text.len(), |at| end + at);
    &text[from..until]
}

#[cfg(test)]
mod tests;
