//! Text of a question → what must be found, what counts besides, and what could be a filter.
//!
//! In: the text as typed, the words of the Kommune's offers, the catalogue, the places. Out: a [`Question`].
//! Never: which offers match (that is [`crate::text`]).

pub(crate) mod intent;

use std::ops::Range;
use std::sync::Arc;

use crate::analysis::gender::common_form;
use crate::analysis::{distance, spelling, stem, tokens};
use crate::answer::Correction;
use crate::catalog::{gender, heads, synonyms, words_key};
use crate::lexicon::{Expansion, Lexicon};
use crate::places::Places;
use intent::Intent;

/// More words are not read.
const MOST_WORDS: usize = 24;
/// More characters are not read.
const MOST_BYTES: usize = 600;
/// The two halves of a compound, standing apart.
const APART: f32 = 0.6;
/// A course number typed in full.
const COURSE_NUMBER: f32 = 1.0;
/// Broader level for a half level ("B1" for "B1.2").
const WHOLE_LEVEL: f32 = 0.35;

#[derive(Debug, Default)]
pub(crate) struct Question {
    /// All of these must be found.
    pub required: Vec<Concept>,
    /// Levels: must be found if any offer has them together with the required.
    pub levels: Vec<Concept>,
    /// Generic words: count little, are never missed.
    pub generic: Vec<Concept>,
    /// When, where, how: optional, and offered as filters.
    pub intents: Vec<Intent>,
    pub corrections: Vec<Correction>,
    pub also_searched: Vec<String>,
}

/// Something that is asked for, with all the ways to say it.
#[derive(Debug, Default, Clone)]
pub(crate) struct Concept {
    /// As typed.
    pub words: Vec<String>,
    /// Where it stands in the text.
    pub at: Vec<Range<usize>>,
    pub alternatives: Vec<Alternative>,
    /// Broader terms, as written in the catalogue.
    pub broader: Vec<String>,
}

#[derive(Debug, Clone)]
pub(crate) struct Alternative {
    pub weight: f32,
    /// All must stand in the offer; each in one of its forms.
    pub all: Vec<Arc<Expansion>>,
}

/// A word of the question.
#[derive(Debug, Clone)]
pub(crate) struct Typed {
    pub word: String,
    pub at: Range<usize>,
    pub level: bool,
}

impl Typed {
    fn is_stop(&self) -> bool {
        heads().stop.contains(&self.word)
    }

    fn is_generic(&self) -> bool {
        heads().generic.contains(&stem::key(&self.word))
    }
}

/// Reads a question.
pub(crate) fn understand(text: &str, lexicon: &Lexicon, places: &Places) -> Question {
    let text = spelling::truncated(text, MOST_BYTES);
    let composed = spelling::composed(text);
    // Positions are those of the composed text; when composing changed it, they serve only to leave words out of it again.
    let text: &str = &composed;
    let mut typed = read(text);
    let mut question = Question::default();
    let numbers = course_numbers(text, &mut typed, lexicon);
    question.required.extend(numbers);
    correct(text, &mut typed, lexicon, places, &mut question);
    question.intents = intent::find(text, &mut typed, lexicon, places);
    for level in typed.extract_if(.., |word| word.level) {
        question.levels.push(level_concept(text, &level, lexicon));
    }
    concepts(text, &typed, lexicon, &mut question);
    if question.required.is_empty() && question.levels.is_empty() && question.intents.is_empty() {
        // Only generic words: then they are what is asked for.
        let generic = std::mem::take(&mut question.generic);
        if let Some(mut all) = generic.into_iter().reduce(|mut all, next| {
            all.words.extend(next.words);
            all.at.extend(next.at);
            all.alternatives.extend(next.alternatives);
            all
        }) {
            all.broader.clear();
            question.required.push(all);
        }
    }
    question.also_searched.dedup();
    question.also_searched.truncate(6);
    question
}

/// The composed text that positions refer to.
pub(crate) fn composed_text(text: &str) -> String {
    spelling::composed(spelling::truncated(text, MOST_BYTES)).into_owned()
}

fn read(text: &str) -> Vec<Typed> {
    let mut typed: Vec<Typed> = Vec::new();
    tokens::Reader::default().read(text, &mut |token| {
        if typed.len() >= MOST_WORDS || token.kind == tokens::Kind::Joined {
            return;
        }
        let level = matches!(token.kind, tokens::Kind::Level(_));
        // "b 2" is a level written apart.
        if let Some(last) = typed.last_mut()
            && matches!(last.word.as_str(), "a" | "b" | "c")
            && matches!(token.text, "0" | "1" | "2")
            && token.at.start == last.at.end + 1
        {
            let joined = format!("{}{}", last.word, token.text);
            if joined.parse::<model::codes::level::CefrLevel>().is_ok() {
                last.word = joined;
                last.at.end = token.at.end;
                last.level = true;
                return;
            }
        }
        typed.push(Typed { word: token.text.to_owned(), at: token.at, level });
    });
    typed
}

/// Course numbers typed with or without spaces and signs; their words are taken out.
fn course_numbers(text: &str, typed: &mut Vec<Typed>, lexicon: &Lexicon) -> Vec<Concept> {
    let mut found = Vec::new();
    let mut chunks: Vec<Range<usize>> = Vec::new();
    let mut start = None;
    for (index, c) in text.char_indices().chain(std::iter::once((text.len(), ' '))) {
        match (c.is_whitespace(), start) {
            (false, None) => start = Some(index),
            (true, Some(from)) => {
                chunks.push(from..index);
                start = None;
            }
            _ => {}
        }
    }
    let mut index = 0;
    while index < chunks.len().min(MOST_WORDS) {
        // Two chunks together first: "VG 5010105".
        let ends = [index + 1, index].into_iter().filter(|end| *end < chunks.len());
        let mut step = 1;
        for end in ends {
            let range = chunks[index].start..chunks[end].end;
            let number = tokens::course_number(&text[range.clone()]);
            if number.len() < 4 || !number.bytes().any(|b| b.is_ascii_digit()) {
                continue;
            }
            if let Some(id) = lexicon.find(&format!("#{number}")) {
                typed.retain(|word| !(word.at.start >= range.start && word.at.end <= range.end));
                found.push(Concept {
                    words: vec![text[range.clone()].to_owned()],
                    at: vec![range],
                    alternatives: vec![Alternative { weight: COURSE_NUMBER, all: vec![Arc::new(vec![(id, 1.0)])] }],
                    broader: Vec::new(),
                });
                step = end - index + 1;
                break;
            }
        }
        index += step;
    }
    found
}

/// Replaces words that nobody knows by the word that was probably meant.
fn correct(text: &str, typed: &mut [Typed], lexicon: &Lexicon, places: &Places, question: &mut Question) {
    for word in typed {
        if word.level
            || word.is_stop()
            || word.word.chars().count() == 1
            || word.is_generic()
            || is_known(&word.word, lexicon, places)
        {
            continue;
        }
        let forms = gender().pairs.keys().map(|form| form.as_str());
        let others = forms
            .chain(places.single_words())
            .chain(intent::single_words())
            .chain(synonyms().known.iter().map(|word| word.as_str()));
        if let Some(meant) = lexicon.correct(&word.word, others) {
            question
                .corrections
                .push(Correction { typed: text[word.at.clone()].to_owned(), searched: lexicon.spelling_of(&meant) });
            word.word = common_form(&meant).into_owned();
        } else if let Some(meant) = misspelled_compound(&word.word, lexicon) {
            question
                .corrections
                .push(Correction { typed: text[word.at.clone()].to_owned(), searched: lexicon.spelling_of(&meant) });
            word.word = meant;
        }
    }
}

/// A compound that no offer has, with an error in one of its halves: "yogaakurs", "handykrs", "schwangerschftsyoga".
fn misspelled_compound(word: &str, lexicon: &Lexicon) -> Option<String> {
    let folded = spelling::fold(word);
    if folded.len() < 8 || !folded.is_ascii() {
        return None;
    }
    for head in &heads().generic_words {
        let letters: Vec<char> = head.chars().collect();
        for length in [head.len(), head.len() - 1, head.len() + 1] {
            let Some(cut) = folded.len().checked_sub(length).filter(|cut| *cut >= 4) else { continue };
            let (first, last) = folded.split_at(cut);
            let last_letters: Vec<char> = last.chars().collect();
            if last != head && distance::within(&last_letters, &letters, 1).is_some() && lexicon.knows(first) {
                return Some(format!("{first}{head}"));
            }
        }
        if let Some(first) = folded.strip_suffix(head.as_str())
            && first.len() >= 4
            && let Some(meant) = lexicon.correct(first, synonyms().known.iter().map(String::as_str))
        {
            return Some(meant + head);
        }
    }
    // One half known, the other nearly.
    (4..folded.len() - 3).find_map(|cut| {
        let (first, last) = folded.split_at(cut);
        match (lexicon.knows(first), lexicon.knows(last)) {
            (true, false) => lexicon.correct(last, std::iter::empty()).map(|meant| format!("{first}{meant}")),
            (false, true) => lexicon.correct(first, std::iter::empty()).map(|meant| format!("{meant}{last}")),
            _ => None,
        }
    })
}

fn is_known(word: &str, lexicon: &Lexicon, places: &Places) -> bool {
    word.chars().count() < 4
        || word.bytes().any(|b| b.is_ascii_digit())
        || lexicon.knows(word)
        || synonyms().also.contains_key(&stem::key(word))
        || synonyms().known.binary_search_by(|known| known.as_str().cmp(word)).is_ok()
        || intent::is_intent_word(word)
        || places.find(&spelling::fold(word)).is_some()
        || lexicon.split(word).is_some()
        // A mere beginning may as well be a typing error.
        || lexicon.expand(word).iter().any(|(_, weight)| *weight > crate::lexicon::BEGINNING)
}

fn level_concept(text: &str, level: &Typed, lexicon: &Lexicon) -> Concept {
    let exact = |word: &str| Arc::new(lexicon.find(word).map(|id| (id, 1.0)).into_iter().collect::<Expansion>());
    let mut alternatives = vec![Alternative { weight: 1.0, all: vec![exact(&level.word)] }];
    if level.word.len() > 2 {
        alternatives.push(Alternative { weight: WHOLE_LEVEL, all: vec![exact(&level.word[..2])] });
    }
    Concept {
        words: vec![text[level.at.clone()].to_owned()],
        at: vec![level.at.clone()],
        alternatives,
        broader: Vec::new(),
    }
}

/// A word to look for, with compounds that it forms with its neighbours.
struct Item {
    word: String,
    at: Vec<Range<usize>>,
    generic: bool,
    /// The whole compound it was part of, or forms with a generic neighbour.
    wholes: Vec<String>,
}

fn concepts(text: &str, typed: &[Typed], lexicon: &Lexicon, question: &mut Question) {
    let mut items = items(typed, lexicon);
    compose_with_generic(&mut items, lexicon);
    let mut index = 0;
    while index < items.len() {
        let taken = phrase_at(text, &items, index, lexicon, question)
            .or_else(|| pair_at(text, &items, index, lexicon, question));
        if let Some(taken) = taken {
            index += taken;
            continue;
        }
        let item = &items[index];
        let mut concept = Concept { words: typed_words(text, &item.at), at: item.at.clone(), ..Concept::default() };
        concept.push_word(&item.word, 1.0, lexicon);
        for whole in &item.wholes {
            concept.push_word(whole, 1.0, lexicon);
            concept.push_synonyms(&stem::key(whole), lexicon, &mut question.also_searched);
        }
        concept.push_synonyms(&stem::key(&item.word), lexicon, &mut question.also_searched);
        if item.generic {
            question.generic.push(concept);
        } else {
            question.required.push(concept);
        }
        index += 1;
    }
}

fn typed_words(text: &str, at: &[Range<usize>]) -> Vec<String> {
    at.iter().filter_map(|range| text.get(range.clone())).map(str::to_owned).collect()
}

/// Content words; compounds with a generic head ("Deutschkurs") come apart into what and that ("deutsch", "kurs"), so that they mean the
/// same as the words standing apart.
fn items(typed: &[Typed], lexicon: &Lexicon) -> Vec<Item> {
    let mut items = Vec::new();
    // A single letter says nothing beside other words ("(m/w/d)").
    let alone = typed.len() == 1;
    let content = |word: &&Typed| !word.is_stop() && (alone || word.word.chars().count() > 1);
    for word in typed.iter().filter(content) {
        let generic = word.is_generic();
        let parts = if generic {
            None
        } else {
            lexicon.split(&word.word).filter(|(_, head)| crate::lexicon::is_generic_head(head))
        };
        match parts {
            Some((first, head)) => {
                items.push(Item {
                    word: first,
                    at: vec![word.at.clone()],
                    generic: false,
                    wholes: vec![word.word.clone()],
                });
                items.push(Item { word: head, at: vec![word.at.clone()], generic: true, wholes: Vec::new() });
            }
            None => {
                items.push(Item { word: word.word.clone(), at: vec![word.at.clone()], generic, wholes: Vec::new() });
            }
        }
    }
    items
}

/// "Kurs Deutsch" and "Deutsch Kurs" also mean "Deutschkurs".
fn compose_with_generic(items: &mut [Item], lexicon: &Lexicon) {
    for index in 0..items.len().saturating_sub(1) {
        let (what, head) = match (items[index].generic, items[index + 1].generic) {
            (true, false) => (index + 1, index),
            (false, true) => (index, index + 1),
            _ => continue,
        };
        for whole in compositions(&items[what].word, &items[head].word) {
            let known = lexicon.knows(&whole) || synonyms().also.contains_key(&stem::key(&whole));
            if known && !items[what].wholes.iter().any(|other| stem::key(other) == stem::key(&whole)) {
                items[what].wholes.push(whole);
            }
        }
    }
}

/// Ways to write two words as one.
fn compositions(first: &str, last: &str) -> Vec<String> {
    let folded = spelling::fold(first);
    let stem = stem::light(&folded);
    let mut wholes: Vec<String> = ["", "s", "n", "en"].iter().map(|link| format!("{first}{link}{last}")).collect();
    // "Malen Kurs" → "malkurs", "Sprache Kurs" → "sprachkurs".
    if stem.len() >= 3 && stem != first {
        wholes.push(format!("{stem}{last}"));
        wholes.push(format!("{stem}s{last}"));
    }
    wholes
}

/// A phrase of several words that the synonyms know, longest first; returns the number of items it takes.
fn phrase_at(text: &str, items: &[Item], index: usize, lexicon: &Lexicon, question: &mut Question) -> Option<usize> {
    let longest = synonyms().longest.min(items.len() - index);
    for length in (2..=longest).rev() {
        let window = &items[index..index + length];
        let key = words_key(window.iter().map(|item| item.word.as_str()));
        if !synonyms().also.contains_key(&key) {
            continue;
        }
        let mut concept = merged(text, window);
        concept.push_all(window.iter().map(|item| item.word.as_str()), 1.0, lexicon);
        for whole in window.iter().flat_map(|item| &item.wholes) {
            concept.push_word(whole, 1.0, lexicon);
            concept.push_synonyms(&stem::key(whole), lexicon, &mut question.also_searched);
        }
        concept.push_synonyms(&key, lexicon, &mut question.also_searched);
        question.required.push(concept);
        return Some(length);
    }
    None
}

/// Two content words that an offer writes as one ("rücken schule" → "Rückenschule").
fn pair_at(text: &str, items: &[Item], index: usize, lexicon: &Lexicon, question: &mut Question) -> Option<usize> {
    let window = items.get(index..index + 2)?;
    if window.iter().any(|item| item.generic) {
        return None;
    }
    let whole = compositions(&window[0].word, &window[1].word).into_iter().find(|whole| lexicon.knows(whole))?;
    let mut concept = merged(text, window);
    concept.push_all(window.iter().map(|item| item.word.as_str()), 1.0, lexicon);
    concept.push_word(&whole, 1.0, lexicon);
    concept.push_synonyms(&stem::key(&whole), lexicon, &mut question.also_searched);
    question.required.push(concept);
    Some(2)
}

fn merged(text: &str, window: &[Item]) -> Concept {
    let mut at: Vec<Range<usize>> = window.iter().flat_map(|item| item.at.clone()).collect();
    at.dedup();
    Concept { words: typed_words(text, &at), at, ..Concept::default() }
}

impl Concept {
    /// A concept of one word, in all its forms.
    pub(crate) fn of_word(word: &str, text: &str, at: Range<usize>, lexicon: &Lexicon) -> Self {
        let mut concept = Self { words: typed_words(text, std::slice::from_ref(&at)), at: vec![at], ..Self::default() };
        concept.push_word(word, 1.0, lexicon);
        concept
    }

    /// The word in all its forms, as one or apart.
    fn push_word(&mut self, word: &str, weight: f32, lexicon: &Lexicon) {
        self.push_form(word, weight, lexicon);
        // "Hauptschulabschluss" is also "Abschluss der Hauptschule".
        if let Some((first, last)) = lexicon.split(word)
            && !crate::lexicon::is_generic_head(&last)
        {
            self.push_all([first.as_str(), last.as_str()].into_iter(), weight * APART, lexicon);
        }
    }

    fn push_form(&mut self, word: &str, weight: f32, lexicon: &Lexicon) {
        let expansion = lexicon.expand(word);
        if !expansion.is_empty() {
            self.alternatives.push(Alternative { weight, all: vec![expansion] });
        }
    }

    fn push_all<'a>(&mut self, words: impl Iterator<Item = &'a str>, weight: f32, lexicon: &Lexicon) {
        let all: Vec<Arc<Expansion>> = words.map(|word| lexicon.expand(word)).collect();
        if !all.is_empty() && all.iter().all(|expansion| !expansion.is_empty()) {
            self.alternatives.push(Alternative { weight, all });
        }
    }

    fn push_synonyms(&mut self, key: &str, lexicon: &Lexicon, also_searched: &mut Vec<String>) {
        for also in synonyms().also.get(key).into_iter().flatten() {
            let words = tokens::words(&also.phrase);
            let content: Vec<&str> =
                words.iter().map(String::as_str).filter(|word| !heads().stop.contains(*word)).collect();
            let before = self.alternatives.len();
            if let [word] = content.as_slice() {
                self.push_form(word, also.weight, lexicon);
            } else {
                self.push_all(content.into_iter(), also.weight, lexicon);
            }
            if also.shown && self.alternatives.len() > before && !also_searched.contains(&also.phrase) {
                also_searched.push(also.phrase.clone());
            }
        }
        self.broader.extend(synonyms().broader.get(key).into_iter().flatten().cloned());
    }
}
