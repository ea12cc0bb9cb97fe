//! The words of one Kommune's offers, and which of them a word of a question means.
//!
//! In: the term dictionaries of all segments. Out: for a word, the corpus words to look for with a weight each: the same spelling,
//! other umlaut spellings, other endings, compounds it is part of; possible corrections; beginnings for suggestions.
//! Everything that depends on the whole vocabulary (taking compounds apart, correcting typing errors) happens here, at the time of the
//! question and on the words of offers that exist now. The index itself holds plain words only. So an index that has been caught up step
//! by step gives the same answers as one that was built anew.
//! Never: postings, ranking.

mod compounds;
mod corrections;

pub(crate) use compounds::{BEGINNING, is_generic_head};

use std::collections::HashMap;
use std::sync::{Arc, RwLock};

use crate::analysis::{distance, spelling, stem};
use crate::catalog::exceptions;

/// Position of a word in the lexicon.
pub(crate) type WordId = u32;

/// A word of a question in terms of corpus words, with weights in (0, 1].
pub(crate) type Expansion = Vec<(WordId, f32)>;

const OTHER_SPELLING: f32 = 0.97;
const OTHER_ENDING: f32 = 0.92;
const OTHER_DERIVATION: f32 = 0.75;
/// More questions than this are not remembered.
const CACHE: usize = 4096;

/// Sorted words; each with the number of offers and whether it stands in a title, keyword or label.
#[derive(Debug, Default)]
pub(crate) struct Lexicon {
    text: String,
    starts: Vec<u32>,
    offers: Vec<u32>,
    lead: Vec<bool>,
    /// The folded words, each followed by a line feed.
    folded: String,
    folded_starts: Vec<u32>,
    /// Hash of the loose stem and word, sorted.
    by_stem: Vec<u64>,
    letters: Vec<u32>,
    /// Spellings in titles, keywords and labels: word, spelling, offers.
    surfaces: Vec<(WordId, Box<str>, u32)>,
    cache: RwLock<HashMap<String, Arc<Expansion>>>,
}

/// Collects the words in sorted order.
#[derive(Debug, Default)]
pub(crate) struct Builder {
    lexicon: Lexicon,
}

impl Builder {
    /// Words come in ascending order of their bytes.
    pub(crate) fn word(&mut self, word: &str, offers: u32) {
        let lexicon = &mut self.lexicon;
        lexicon.starts.push(lexicon.text.len() as u32);
        lexicon.text.push_str(word);
        lexicon.offers.push(offers);
    }

    /// Spellings come in the order of their words.
    pub(crate) fn surface(&mut self, word: &str, spelling: &str, offers: u32) {
        let lexicon = &mut self.lexicon;
        // The last word that was not matched yet; both lists are sorted.
        let from = lexicon.surfaces.last().map_or(0, |(word, _, _)| *word as usize);
        if let Ok(index) = search(&lexicon.text, &lexicon.starts, from, word) {
            lexicon.surfaces.push((index as WordId, spelling.into(), offers));
        }
    }

    pub(crate) fn finish(self) -> Lexicon {
        let mut lexicon = self.lexicon;
        let count = lexicon.starts.len();
        lexicon.starts.push(lexicon.text.len() as u32);
        lexicon.lead = vec![false; count];
        for (word, _, _) in &lexicon.surfaces {
            lexicon.lead[*word as usize] = true;
        }
        lexicon.folded = String::with_capacity(lexicon.text.len() + count);
        lexicon.by_stem = Vec::with_capacity(count);
        for index in 0..count {
            let word = &lexicon.text[lexicon.starts[index] as usize..lexicon.starts[index + 1] as usize];
            let start = lexicon.folded.len();
            lexicon.folded_starts.push(start as u32);
            // Course numbers take no part in stems and compounds.
            if !word.starts_with('#') {
                spelling::push_folded(word, &mut lexicon.folded);
                let stem = stem::loose(&lexicon.folded[start..]);
                lexicon.by_stem.push(u64::from(hash(stem)) << 32 | index as u64);
            }
            lexicon.letters.push(distance::letters(&lexicon.folded[start..]));
            lexicon.folded.push('\n');
        }
        lexicon.folded_starts.push(lexicon.folded.len() as u32);
        lexicon.by_stem.sort_unstable();
        lexicon
    }
}

fn hash(text: &str) -> u32 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in text.bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    (hash ^ hash >> 32) as u32
}

/// Binary search of `word` among sorted words from index `from` on.
fn search(text: &str, starts: &[u32], from: usize, word: &str) -> Result<usize, usize> {
    let end = |index: usize| starts.get(index + 1).map_or(text.len(), |end| *end as usize);
    let (mut low, mut high) = (from, starts.len());
    while low < high {
        let middle = usize::midpoint(low, high);
        match text[starts[middle] as usize..end(middle)].cmp(word) {
            std::cmp::Ordering::Less => low = middle + 1,
            std::cmp::Ordering::Greater => high = middle,
            std::cmp::Ordering::Equal => return Ok(middle),
        }
    }
    Err(low)
}

impl Lexicon {
    pub(crate) fn len(&self) -> usize {
        self.offers.len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.offers.is_empty()
    }

    pub(crate) fn word(&self, id: WordId) -> &str {
        &self.text[self.starts[id as usize] as usize..self.starts[id as usize + 1] as usize]
    }

    pub(crate) fn offers(&self, id: WordId) -> u32 {
        self.offers[id as usize]
    }

    fn folded(&self, id: WordId) -> &str {
        &self.folded[self.folded_starts[id as usize] as usize..self.folded_starts[id as usize + 1] as usize - 1]
    }

    pub(crate) fn find(&self, word: &str) -> Option<WordId> {
        if self.is_empty() {
            return None;
        }
        search(&self.text, &self.starts[..self.len()], 0, word).ok().map(|index| index as WordId)
    }

    /// Words with this loose stem.
    fn with_stem<'a>(&'a self, stem: &'a str) -> impl Iterator<Item = WordId> + 'a {
        let key = u64::from(hash(stem)) << 32;
        let from = self.by_stem.partition_point(|entry| *entry < key);
        self.by_stem[from..]
            .iter()
            .take_while(move |entry| *entry >> 32 == key >> 32)
            .map(|entry| *entry as u32)
            .filter(move |id| stem::loose(self.folded(*id)) == stem)
    }

    /// Corpus words for a normalised word: itself, other spellings and endings, compounds with it.
    pub(crate) fn expand(&self, word: &str) -> Arc<Expansion> {
        if let Some(known) = self.cache.read().unwrap_or_else(std::sync::PoisonError::into_inner).get(word) {
            return Arc::clone(known);
        }
        let mut found = self.related(word);
        if word.starts_with('#') {
            found.extend(self.find(word).map(|id| (id, 1.0)));
        } else if !exceptions().protected.contains(word) {
            self.push_compounds(word, &mut found);
        }
        found.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let found = Arc::new(found);
        let mut cache = self.cache.write().unwrap_or_else(std::sync::PoisonError::into_inner);
        if cache.len() >= CACHE {
            cache.clear();
        }
        cache.insert(word.to_owned(), Arc::clone(&found));
        found
    }

    /// The same word in other spellings and endings.
    pub(crate) fn related(&self, word: &str) -> Expansion {
        let folded = spelling::fold(word);
        let light = stem::light(&folded);
        let protected = exceptions().protected.contains(word);
        self.with_stem(stem::loose(&folded))
            .filter_map(|id| {
                let other = self.folded(id);
                let weight = if self.word(id) == word {
                    1.0
                } else if other == folded {
                    OTHER_SPELLING
                } else if protected {
                    return None;
                } else if stem::light(other) == light {
                    OTHER_ENDING
                } else {
                    OTHER_DERIVATION
                };
                Some((id, weight))
            })
            .collect()
    }

    /// Whether the word or another form of it stands in an offer.
    pub(crate) fn knows(&self, word: &str) -> bool {
        let folded = spelling::fold(word);
        self.with_stem(stem::loose(&folded)).next().is_some()
    }

    /// Words that begin with `prefix`, umlauts in any spelling.
    pub(crate) fn with_prefix(&self, prefix: &str) -> Vec<WordId> {
        let folded = spelling::fold(prefix);
        (0..self.len() as WordId).filter(|id| self.folded(*id).starts_with(&folded)).collect()
    }

    /// Words in titles, keywords and labels that begin with `prefix` (umlauts in any spelling): the commonest spelling of each and the
    /// number of offers, most offers first.
    pub(crate) fn beginning_with(&self, prefix: &str, limit: usize) -> Vec<(String, u32)> {
        let folded = spelling::fold(&spelling::lower(prefix));
        let mut found: Vec<(&str, u32)> = Vec::new();
        let mut index = 0;
        while index < self.surfaces.len() {
            let word = self.surfaces[index].0;
            let same = self.surfaces[index..].iter().take_while(|(other, _, _)| *other == word).count();
            if self.folded(word).starts_with(&folded) {
                let group = &self.surfaces[index..index + same];
                let best = group.iter().max_by(|a, b| a.2.cmp(&b.2).then(b.1.cmp(&a.1)));
                found.extend(best.map(|(_, spelling, _)| (&**spelling, self.offers(word))));
            }
            index += same;
        }
        found.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        found.into_iter().take(limit).map(|(spelling, offers)| (spelling.to_owned(), offers)).collect()
    }

    /// The commonest spelling of a word in titles and keywords, or the word.
    pub(crate) fn spelling_of(&self, word: &str) -> String {
        let spellings = self.find(word).map(|id| {
            let from = self.surfaces.partition_point(|(other, _, _)| *other < id);
            self.surfaces[from..].iter().take_while(move |(other, _, _)| *other == id)
        });
        let best = spellings.into_iter().flatten().max_by(|a, b| a.2.cmp(&b.2).then(b.1.cmp(&a.1)));
        best.map_or_else(|| word.to_owned(), |(_, spelling, _)| spelling.to_string())
    }

    pub(crate) fn bytes(&self) -> usize {
        self.text.len() * 2
            + self.len() * (4 + 4 + 1 + 4 + 8 + 4)
            + self.surfaces.iter().map(|(_, text, _)| text.len() + 24).sum::<usize>()
    }
}
