//! Kennzahlen by everyday words: a few hundred definitions, an index of them in memory, built once.
//!
//! In: definitions, and a question as somebody types it. Out: positions of the definitions that answer it, the best first; which words
//! were corrected, which are not known.
//! It shares analysis and lexicon with the search for offers: gender forms, umlauts, endings, compounds, typing errors. What it does
//! otherwise: words are weighed by rarity and only the rare ones must match, because a question about figures is wrapped in many
//! words that say nothing ("wie viele … gibt es bei uns").
//! Never: which definitions have data, areas (the page knows both).

mod labels;
#[cfg(test)]
mod tests;
mod vocabulary;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use model::kennzahlen::Kennzahl;

use crate::analysis::{distance, spelling, stem, tokens};
use crate::answer::Correction;
use crate::lexicon::{self, Lexicon, WordId};
use vocabulary::{key_of, vocabulary};

/// More characters and words than this are not read.
const MOST_BYTES: usize = 400;
const MOST_WORDS: usize = 16;

/// How much a place in the definition counts.
const NAME: f32 = 8.0;
const WORDS: f32 = 7.0;
const QUESTION: f32 = 3.0;
const BREAKDOWN: f32 = 1.5;
const BEREICH: f32 = 1.0;
/// Found in several places: each further one counts this much of itself.
const AGAIN: f32 = 0.15;
/// Each further word of a name makes each of them count a little less.
const LENGTH: f32 = 0.06;
/// Somebody typed exactly the name, the question, or one of the words.
const WHOLE_NAME: f32 = 2.2;
const WHOLE_QUESTION: f32 = 2.0;
const WHOLE_WORD: f32 = 1.6;
/// The beginning of the word that is still being typed.
const PREFIX: f32 = 0.6;
const LEAST_PREFIX: usize = 3;
/// One of two halves of a compound that no definition has as a whole.
const HALF: f32 = 0.7;
/// A word of this much of the rarest one's weight must match.
const RARE: f32 = 0.6;
/// Sums of the same weights in another order.
const ROUNDING: f32 = 0.999;
/// Generic words count this much of others.
const GENERIC: f32 = 0.15;
/// Hits below this share of the best are chance.
const LEAST_SHARE: f32 = 0.35;

/// A definition to be found.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'a> {
    pub kennzahl: &'a Kennzahl,
    /// Names of its Bereich, in all languages.
    pub bereich: &'a [String],
}

/// What a question leads to.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Found {
    /// The best first.
    pub hits: Vec<Hit>,
    pub corrections: Vec<Correction>,
    /// Words as typed that nothing has; what was found was found without them.
    pub unknown: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hit {
    /// Among the entries.
    pub position: usize,
    pub score: f32,
}

/// Words, and the definitions that have them.
#[derive(Debug)]
pub struct Index {
    codes: HashMap<String, usize>,
    lexicon: Lexicon,
    /// By word: definition and strength.
    postings: Vec<Vec<(u32, f32)>>,
    /// Keys of names, words and questions as a whole: which definition, and what that counts.
    wholes: HashMap<String, BTreeMap<u32, f32>>,
    entries: usize,
}

/// A word of the question.
struct Asked {
    typed: String,
    word: String,
    is_last: bool,
}

/// Something that is asked for: strengths by definition.
struct Concept {
    strengths: BTreeMap<u32, f32>,
    is_generic: bool,
}

impl Index {
    pub fn new<'a>(entries: impl IntoIterator<Item = Entry<'a>>) -> Self {
        let vocabulary = vocabulary();
        let mut words: BTreeMap<String, BTreeMap<u32, Vec<f32>>> = BTreeMap::new();
        let mut lead: BTreeSet<String> = BTreeSet::new();
        let mut spellings: BTreeMap<String, String> = BTreeMap::new();
        let mut codes = HashMap::new();
        let mut wholes: HashMap<String, BTreeMap<u32, f32>> = HashMap::new();
        let mut count = 0;
        for (position, Entry { kennzahl, bereich }) in entries.into_iter().enumerate() {
            count = position + 1;
            codes.insert(code_key(kennzahl.code.as_str()), position);
            let id = position as u32;
            let mut add = |text: &str, weight: f32, is_lead: bool, whole: f32| {
                let read = read(text);
                let content: Vec<String> = read.iter().map(|(_, word)| word.clone()).collect();
                if whole > 1.0 && !content.is_empty() {
                    merge(wholes.entry(key_of(&content)).or_default(), std::iter::once((id, whole)));
                }
                let weight = weight / (1.0 + LENGTH * content.len().saturating_sub(1) as f32);
                for (typed, word) in read {
                    if is_lead {
                        lead.insert(word.clone());
                    }
                    spellings.entry(word.clone()).or_insert(typed);
                    words.entry(word).or_default().entry(id).or_default().push(weight);
                }
            };
            for name in [&kennzahl.name.de, &kennzahl.name.en] {
                let (what, per) = without_measure(name);
                // "Kinder je Vollzeitstelle" is not what "Kinder" asks for.
                add(what, NAME, true, if per.is_empty() { WHOLE_NAME } else { 1.0 });
                add(per, BREAKDOWN, true, 1.0);
            }
            for phrase in &kennzahl.words {
                // A phrase counts as a whole; each of its words alone says less.
                let parts = vocabulary.read(phrase).len().max(1) as f32;
                add(phrase, WORDS / parts.sqrt(), true, WHOLE_WORD);
            }
            add(&kennzahl.question, QUESTION, false, WHOLE_QUESTION);
            for breakdown in &kennzahl.breakdowns {
                for label in labels::of(breakdown) {
                    add(label, BREAKDOWN, false, 1.0);
                }
            }
            for name in bereich {
                add(name, BEREICH, false, 1.0);
            }
        }
        let mut builder = lexicon::Builder::default();
        let mut postings = Vec::with_capacity(words.len());
        for (word, holders) in &words {
            builder.word(word, holders.len() as u32);
            postings.push(holders.iter().map(|(id, weights)| (*id, together(weights))).collect());
        }
        for word in &lead {
            builder.surface(word, &spellings[word], words[word].len() as u32);
        }
        Self { codes, lexicon: builder.finish(), postings, wholes, entries: count }
    }

    /// The definitions that answer a question.
    pub fn find(&self, asked: &str) -> Found {
        let asked = spelling::truncated(asked, MOST_BYTES);
        let mut found = Found::default();
        let mut rest = String::with_capacity(asked.len());
        let mut named = Vec::new();
        for chunk in asked.split_whitespace() {
            match self.codes.get(&code_key(chunk)) {
                Some(position) if !named.contains(position) => named.push(*position),
                _ => {
                    rest.push_str(chunk);
                    rest.push(' ');
                }
            }
        }
        let words = self.words_of(&rest, &mut found);
        let concepts = self.concepts(&words, &mut found);
        let mut hits = self.ranked(&words, &concepts);
        hits.retain(|hit| !named.contains(&hit.position));
        let best = hits.first().map_or(1.0, |hit| hit.score);
        // Whoever names a code means it.
        let named = named.into_iter().map(|position| Hit { position, score: best * WHOLE_NAME });
        found.hits = named.chain(hits).collect();
        found
    }

    /// Whether a word, in any form, means something here; such a word is no name of a place.
    pub fn knows(&self, word: &str) -> bool {
        let known = vocabulary().common(word.to_owned());
        known.is_none_or(|word| self.lexicon.knows(&word) || !vocabulary().also(&[word]).is_empty())
    }

    fn words_of(&self, text: &str, found: &mut Found) -> Vec<Asked> {
        // A word is complete when something follows it.
        let is_open = text.trim_end().ends_with(char::is_alphanumeric);
        let read: Vec<(String, String)> = read(text).into_iter().take(MOST_WORDS).collect();
        let last = read.len().saturating_sub(1);
        let mut words = Vec::with_capacity(read.len());
        for (index, (typed, word)) in read.into_iter().enumerate() {
            let is_last = is_open && index == last;
            let is_known = word.chars().count() < LEAST_PREFIX
                || vocabulary().is_generic(&word)
                || self.is_found(&word)
                || self.lexicon.split(&word).is_some()
                || (is_last && !self.beginning_with(&word).is_empty())
                || !self.postings_of_compounds(&word).is_empty();
            let word = if is_known {
                word
            } else {
                match self.corrected(&word) {
                    Some(meant) => {
                        let searched = self.lexicon.spelling_of(&meant);
                        found.corrections.push(Correction { typed: typed.clone(), searched });
                        vocabulary().common(meant.clone()).unwrap_or(meant)
                    }
                    None => word,
                }
            };
            words.push(Asked { typed, word, is_last });
        }
        words
    }

    /// By itself or by a synonym.
    fn is_found(&self, word: &str) -> bool {
        self.lexicon.knows(word) || !vocabulary().also(&[word.to_owned()]).is_empty()
    }

    fn postings_of_compounds(&self, word: &str) -> BTreeMap<u32, f32> {
        self.strengths_of(word, 1.0)
    }

    /// The known word that is one error away.
    fn corrected(&self, word: &str) -> Option<String> {
        let known = vocabulary().known.iter().map(String::as_str);
        let meant = self.lexicon.correct(word, known)?;
        let letters = |word: &str| spelling::fold(word).chars().collect::<Vec<char>>();
        distance::within(&letters(word), &letters(&meant), 1).map(|_| meant)
    }

    fn beginning_with(&self, word: &str) -> Vec<WordId> {
        if word.chars().count() < LEAST_PREFIX {
            return Vec::new();
        }
        self.lexicon.with_prefix(word)
    }

    /// Words and phrases with their strengths; those that nothing has are noted.
    fn concepts(&self, words: &[Asked], found: &mut Found) -> Vec<Concept> {
        let vocabulary = vocabulary();
        let mut concepts = Vec::new();
        for group in groups(words) {
            let phrase: Vec<String> = group.iter().map(|asked| asked.word.clone()).collect();
            let mut strengths = self.all_of(&phrase, 1.0);
            if let [asked] = group.as_slice() {
                if asked.is_last && !self.is_found(&asked.word) {
                    for word in self.beginning_with(&asked.word) {
                        let wholes = self.wholes.get(&key_of(&[self.lexicon.word(word).to_owned()]));
                        let whole = |id: &u32| wholes.and_then(|wholes| wholes.get(id)).unwrap_or(&1.0);
                        let holders = self.postings[word as usize].iter();
                        merge(&mut strengths, holders.map(|(id, strength)| (*id, strength * PREFIX * whole(id))));
                    }
                }
                if strengths.is_empty()
                    && let Some((first, last)) = self.lexicon.split(&asked.word)
                {
                    let mut halves = vec![first, last];
                    halves.retain(|half| !vocabulary.is_generic(half));
                    merge(&mut strengths, self.all_of(&halves, HALF).into_iter());
                }
            }
            for (other, weight) in vocabulary.also(&phrase) {
                merge(&mut strengths, self.all_of(other, *weight).into_iter());
            }
            let is_generic = phrase.iter().all(|word| vocabulary.is_generic(word));
            if !strengths.is_empty() {
                concepts.push(Concept { strengths, is_generic });
            } else if !is_generic {
                found.unknown.extend(group.iter().map(|asked| asked.typed.clone()));
            }
        }
        concepts
    }

    /// Definitions that have all of the words; nothing for no words.
    fn all_of(&self, words: &[String], weight: f32) -> BTreeMap<u32, f32> {
        let mut parts = words.iter().map(|word| self.strengths_of(word, weight));
        let Some(mut all) = parts.next() else { return BTreeMap::new() };
        for part in parts {
            all.retain(|id, strength| match part.get(id) {
                Some(other) => {
                    *strength += other;
                    true
                }
                None => false,
            });
        }
        let count = words.len() as f32;
        for strength in all.values_mut() {
            *strength /= count;
        }
        all
    }

    /// Definitions that have a word in any of its forms, or as a part of a compound.
    fn strengths_of(&self, word: &str, weight: f32) -> BTreeMap<u32, f32> {
        let mut strengths = BTreeMap::new();
        if word.chars().count() < 2 {
            return strengths;
        }
        for (id, form) in self.lexicon.expand(word).iter() {
            merge(&mut strengths, self.postings[*id as usize].iter().map(|(id, s)| (*id, s * form * weight)));
        }
        strengths
    }

    fn ranked(&self, words: &[Asked], concepts: &[Concept]) -> Vec<Hit> {
        let rarity = |concept: &Concept| {
            let holders = concept.strengths.len() as f32;
            (1.0 + (self.entries as f32 - holders + 0.5) / (holders + 0.5)).ln().max(0.1)
        };
        // Only generic words: then they are what is asked for.
        let all_generic = concepts.iter().all(|concept| concept.is_generic);
        let weight =
            |concept: &Concept| rarity(concept) * if concept.is_generic && !all_generic { GENERIC } else { 1.0 };
        let mut order: Vec<(&Concept, f32)> = concepts.iter().map(|concept| (concept, weight(concept))).collect();
        order.sort_by(|left, right| right.1.total_cmp(&left.1));
        let least = order.first().map_or(0.0, |(_, rarest)| rarest * RARE);
        // Of the rare words as many as any definition has; where none has all, those that weigh most.
        let mut covered: BTreeMap<u32, f32> = BTreeMap::new();
        for (concept, weight) in order.iter().filter(|(_, weight)| *weight >= least) {
            for id in concept.strengths.keys() {
                *covered.entry(*id).or_default() += weight;
            }
        }
        let most = covered.values().copied().fold(0.0, f32::max);
        let plain: Vec<String> = words.iter().map(|asked| asked.word.clone()).collect();
        let content: Vec<String> = plain.iter().filter(|word| !vocabulary().is_generic(word)).cloned().collect();
        let mut wholes: BTreeMap<u32, f32> = BTreeMap::new();
        for phrase in [&plain, &content] {
            merge(&mut wholes, self.wholes.get(&key_of(phrase)).into_iter().flatten().map(|(id, whole)| (*id, *whole)));
        }
        let score = |id: u32| {
            let sum: f32 = order.iter().filter_map(|(concept, w)| concept.strengths.get(&id).map(|s| s * w)).sum();
            sum * wholes.get(&id).unwrap_or(&1.0)
        };
        let candidates = covered.iter().filter(|(_, covered)| **covered >= most * ROUNDING).map(|(id, _)| *id);
        let mut hits: Vec<Hit> = candidates.map(|id| Hit { position: id as usize, score: score(id) }).collect();
        // The catalogue's own order decides between equals.
        hits.sort_by(|left, right| right.score.total_cmp(&left.score).then(left.position.cmp(&right.position)));
        let best = hits.first().map_or(0.0, |hit| hit.score);
        hits.retain(|hit| hit.score >= best * LEAST_SHARE);
        hits
    }
}

/// Words one by one, and those together that are a phrase of the synonyms, wherever they stand.
fn groups(words: &[Asked]) -> Vec<Vec<&Asked>> {
    let keys: Vec<String> = words.iter().map(|asked| stem::key(&asked.word)).collect();
    let mut is_taken = vec![false; words.len()];
    let mut groups = Vec::new();
    for phrase in &vocabulary().phrases {
        let at = |key: &String| (0..words.len()).find(|index| !is_taken[*index] && keys[*index] == *key);
        let Some(places) = phrase.iter().map(at).collect::<Option<Vec<usize>>>() else { continue };
        for place in &places {
            is_taken[*place] = true;
        }
        groups.push(places.into_iter().map(|place| &words[place]).collect());
    }
    groups.extend((0..words.len()).filter(|index| !is_taken[*index]).map(|index| vec![&words[index]]));
    groups
}

/// Words of a text that mean something, as typed and in their common form.
fn read(text: &str) -> Vec<(String, String)> {
    let composed = spelling::composed(text);
    let mut found = Vec::new();
    tokens::Reader::default().read(&composed, &mut |token| {
        let typed = composed.get(token.at.clone()).unwrap_or(token.text).to_owned();
        if token.kind == tokens::Kind::Joined {
            return;
        }
        if let Some(word) = vocabulary().common(token.text.to_owned()) {
            found.push((typed, word));
        }
    });
    found
}

/// A name, and what its numbers are measured by: whoever asks for "Einwohner" does not mean "Entleihungen je Einwohner".
fn without_measure(name: &str) -> (&str, &str) {
    let at = [" je ", " per "].iter().find_map(|link| name.find(link));
    name.split_at(at.unwrap_or(name.len()))
}

/// `D.26`, `d26`, `D.25a` → the same key as in the catalogue.
fn code_key(text: &str) -> String {
    text.chars().filter(|c| *c != '.').flat_map(char::to_lowercase).collect()
}

/// The most prominent place, and a little for each other.
fn together(weights: &[f32]) -> f32 {
    let most = weights.iter().copied().fold(0.0, f32::max);
    most + AGAIN * (weights.iter().sum::<f32>() - most).min(most)
}

fn merge(strengths: &mut BTreeMap<u32, f32>, others: impl Iterator<Item = (u32, f32)>) {
    for (id, strength) in others {
        let known = strengths.entry(id).or_insert(strength);
        *known = known.max(strength);
    }
}
