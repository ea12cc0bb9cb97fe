//! Which words of an offer go into the index, and with which weight.
//!
//! All fields of an offer share one list of postings. The weight of a word in its offer (BM25F: fields weighted, lengths levelled) is
//! computed here and stored as the term frequency, in small steps. So a search reads one list per word, and a score depends on nothing but
//! the offer itself and the number of offers that have the word.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use model::ids::KommuneId;
use model::offers::LifePhase;
use model::vocabularies::{Vocabulary, funding, target_groups, topics};
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use crate::analysis::spelling;
use crate::analysis::tokens::{self, Kind, Reader};
use crate::catalog::heads;
use crate::document::SearchDocument;

/// Fields of an offer, by the sign that introduces them in the indexed value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Field {
    Title = b'T' as isize,
    Keyword = b'K' as isize,
    Label = b'L' as isize,
    Provider = b'P' as isize,
    Subtitle = b'S' as isize,
    Detail = b'E' as isize,
    Place = b'O' as isize,
    Description = b'D' as isize,
    CourseNumber = b'N' as isize,
}

impl Field {
    fn from_sign(sign: u8) -> Option<Self> {
        const ALL: [Field; 9] = [
            Field::Title,
            Field::Keyword,
            Field::Label,
            Field::Provider,
            Field::Subtitle,
            Field::Detail,
            Field::Place,
            Field::Description,
            Field::CourseNumber,
        ];
        ALL.into_iter().find(|field| *field as u8 == sign)
    }

    fn weight(self) -> f32 {
        match self {
            Self::Title => 8.0,
            Self::Keyword => 6.0,
            Self::Label => 6.0,
            Self::Provider => 4.0,
            Self::Subtitle => 3.0,
            Self::Detail => 2.0,
            Self::Place => 2.0,
            Self::Description => 1.0,
            Self::CourseNumber => 12.0,
        }
    }

    /// Usual number of words; longer texts count less per word. `None`: length does not matter.
    fn usual_length(self) -> Option<f32> {
        match self {
            Self::Title => Some(5.0),
            Self::Subtitle => Some(8.0),
            Self::Description => Some(120.0),
            _ => None,
        }
    }
}

/// How far length matters (b of BM25).
const LENGTH: f32 = 0.4;
/// However often a description repeats a word, it does not outweigh a title.
const DESCRIPTION_CEILING: f32 = 3.0;
const FIELD: char = '\u{1e}';
/// Stands between word and spelling in the terms of titles and keywords.
pub(crate) const SURFACE: char = '\u{1f}';

/// Steps of weight: the term frequency is about twice the square root of the weight.
const STEPS: u8 = 15;

fn step_of(weight: f32) -> u8 {
    ((2.0 * weight.sqrt()).round() as u8).clamp(1, STEPS)
}

/// Weight of a word in an offer from its term frequency, saturated: 1 can never be reached, two words of a title do not count double.
pub(crate) fn strength(step: u32) -> f32 {
    const SATURATION: f32 = 3.0;
    let weight = (step.min(u32::from(STEPS)) as f32 / 2.0).powi(2);
    weight / (weight + SATURATION)
}

/// Characters that scope every term to its Kommune.
pub(crate) fn scope(kommune: KommuneId) -> String {
    const DIGITS: &[u8; 64] = b"-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";
    let mut scope = String::with_capacity(SCOPE);
    for chunk in kommune.as_bytes().chunks(3) {
        let number = chunk.iter().fold(0_u32, |number, byte| number << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for position in 0..=chunk.len() {
            scope.push(char::from(DIGITS[(number >> (18 - 6 * position) & 63) as usize]));
        }
    }
    scope
}

/// Length of [`scope`].
pub(crate) const SCOPE: usize = 22;

/// The value of the field of words.
pub(crate) fn words_value(document: &SearchDocument<'_>) -> String {
    let content = document.content;
    let mut value = scope(document.kommune);
    let mut push = |field: Field, text: &str| {
        if !text.is_empty() {
            value.push(FIELD);
            value.push(char::from(field as u8));
            let text = spelling::composed(text);
            if text.contains(FIELD) { value.push_str(&text.replace(FIELD, " ")) } else { value.push_str(&text) }
        }
    };
    push(Field::Title, &content.title);
    push(Field::Subtitle, content.subtitle.as_deref().unwrap_or_default());
    for keyword in &content.keywords {
        push(Field::Keyword, keyword);
    }
    for label in labels(document) {
        push(Field::Label, label);
    }
    for level in &content.cefr {
        push(Field::Label, &level.to_string());
    }
    push(Field::Provider, document.provider_name);
    let details = [&content.target_group_text, &content.level_text, &content.funding_text];
    for text in details.into_iter().flatten().chain(&content.certificates) {
        push(Field::Detail, text);
    }
    let mut places: Vec<&str> = Vec::new();
    for place in content.sessions.iter().filter_map(|session| session.place.as_ref()) {
        places.extend([&place.name, &place.city, &place.district].into_iter().flatten().map(String::as_str));
    }
    places.sort_unstable();
    places.dedup();
    for place in places {
        push(Field::Place, place);
    }
    push(Field::CourseNumber, content.course_number.as_deref().unwrap_or_default());
    push(Field::Description, &content.description);
    value
}

/// The value of the field of spellings: titles and keywords as written.
pub(crate) fn surfaces_value(document: &SearchDocument<'_>) -> String {
    let content = document.content;
    let mut value = scope(document.kommune);
    let texts = std::iter::once(content.title.as_str())
        .chain(content.keywords.iter().map(String::as_str))
        .chain(labels(document));
    for text in texts {
        value.push(FIELD);
        value.push_str(&spelling::composed(text).replace(FIELD, " "));
    }
    value
}

/// German labels of the offer's terms.
fn labels<'a>(document: &'a SearchDocument<'_>) -> impl Iterator<Item = &'a str> {
    let content = document.content;
    let label =
        |vocabulary: &'static Vocabulary, code: &str| vocabulary.find_term(code).map(|term| term.label_in("de"));
    let topics = content.topics.iter().filter_map(move |code| label(topics(), code.as_str()));
    let groups = content.target_groups.iter().filter_map(move |code| label(target_groups(), code.as_str()));
    let fundings = content.funding.iter().filter_map(move |code| label(funding(), code.as_str()));
    let family = content.life_phases.contains(&LifePhase::Familie).then_some("Familie");
    topics.chain(groups).chain(fundings).chain(family)
}

// ---- token streams ----------------------------------------------------------------------------------------------------------

/// Reads the value of [`words_value`]; each word comes as often as its weight says.
#[derive(Debug, Clone, Default)]
pub(crate) struct WordsTokenizer {
    reader: Reader,
    stream: Terms,
    collected: Collected,
}

/// Words of one offer with their weights.
#[derive(Debug, Clone, Default)]
struct Collected {
    text: String,
    words: Vec<Word>,
    index: HashMap<u64, u32, BuildHasherDefault<Ready>>,
}

#[derive(Debug, Clone)]
struct Word {
    start: u32,
    end: u32,
    weight: f32,
    /// Occurrences in the field that is being read.
    here: f32,
}

/// The key is a hash already.
#[derive(Debug, Clone, Default)]
struct Ready(u64);

impl Hasher for Ready {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, _bytes: &[u8]) {
        unreachable!("keys are u64")
    }
    fn write_u64(&mut self, key: u64) {
        self.0 = key;
    }
}

impl Collected {
    fn clear(&mut self) {
        self.text.clear();
        self.words.clear();
        self.index.clear();
    }

    fn add(&mut self, word: &str, occurrences: f32) {
        let mut key = 0xcbf2_9ce4_8422_2325_u64;
        for byte in word.bytes() {
            key = (key ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
        key ^= key >> 29;
        loop {
            match self.index.get(&key) {
                None => break,
                Some(&index) => {
                    let known = &mut self.words[index as usize];
                    if &self.text[known.start as usize..known.end as usize] == word {
                        known.here += occurrences;
                        return;
                    }
                    key = key.wrapping_add(1);
                }
            }
        }
        self.index.insert(key, self.words.len() as u32);
        let start = self.text.len() as u32;
        self.text.push_str(word);
        self.words.push(Word { start, end: self.text.len() as u32, weight: 0.0, here: occurrences });
    }

    /// Counts the field that has been read.
    fn close(&mut self, field: Field, length: u32) {
        let mut levelled = field.usual_length().map_or(1.0, |usual| 1.0 - LENGTH + LENGTH * length as f32 / usual);
        if field == Field::Description {
            // A short description does not say more with a word than a usual one.
            levelled = levelled.max(1.0);
        }
        if field == Field::Label {
            // The words of a label share its weight: "Literatur, Theater, Geschichte" says less of theatre than "Theater".
            levelled = length.max(1) as f32;
        }
        let ceiling = if field == Field::Description { DESCRIPTION_CEILING } else { field.weight() * 1.5 };
        for word in &mut self.words {
            if word.here > 0.0 {
                word.weight += (field.weight() * word.here / levelled).min(ceiling);
                word.here = 0.0;
            }
        }
    }
}

impl Tokenizer for WordsTokenizer {
    type TokenStream<'a> = &'a mut Terms;

    fn token_stream<'a>(&'a mut self, value: &'a str) -> &'a mut Terms {
        let Self { reader, stream, collected } = self;
        collected.clear();
        let mut fields = value.split(FIELD);
        stream.begin(fields.next().unwrap_or_default());
        for text in fields {
            let Some(field) = text.bytes().next().and_then(Field::from_sign) else { continue };
            let text = &text[1..];
            if field == Field::CourseNumber {
                let number = tokens::course_number(text);
                if !number.is_empty() {
                    collected.add(&format!("#{number}"), 1.0);
                    collected.close(field, 1);
                }
                continue;
            }
            let mut length = 0;
            reader.read(text, &mut |token| match token.kind {
                Kind::Level(level) => {
                    length += 1;
                    collected.add(token.text, 1.0);
                    if level.part().is_some() {
                        collected.add(&token.text[..2], 0.5);
                    }
                }
                Kind::Joined => collected.add(token.text, 1.0),
                Kind::Word => {
                    if !heads().stop.contains(token.text) {
                        length += 1;
                        collected.add(token.text, 1.0);
                    }
                }
            });
            collected.close(field, length);
        }
        for word in &collected.words {
            stream.push(&collected.text[word.start as usize..word.end as usize], "", step_of(word.weight));
        }
        stream
    }
}

/// Reads the value of [`surfaces_value`]: each spelling once, behind its word.
#[derive(Debug, Clone, Default)]
pub(crate) struct SurfacesTokenizer {
    reader: Reader,
    stream: Terms,
}

impl Tokenizer for SurfacesTokenizer {
    type TokenStream<'a> = &'a mut Terms;

    fn token_stream<'a>(&'a mut self, value: &'a str) -> &'a mut Terms {
        let Self { reader, stream } = self;
        let mut fields = value.split(FIELD);
        stream.begin(fields.next().unwrap_or_default());
        let mut seen: Vec<(String, &str)> = Vec::new();
        for text in fields {
            reader.read(text, &mut |token| {
                let spelling = &text[token.at.clone()];
                let is_word = token.kind == Kind::Word && !heads().stop.contains(token.text) && spelling.len() <= 60;
                if is_word && !seen.iter().any(|(word, known)| word == token.text && *known == spelling) {
                    seen.push((token.text.to_owned(), spelling));
                    stream.push(token.text, spelling, 1);
                }
            });
        }
        stream
    }
}

/// Terms of one offer, handed to the index one by one.
#[derive(Debug, Clone, Default)]
pub(crate) struct Terms {
    scope: String,
    text: String,
    /// End of each term in `text` and how often it comes.
    ends: Vec<(u32, u8)>,
    next: usize,
    begin: usize,
    repeats: u8,
    token: Token,
}

impl Terms {
    fn begin(&mut self, scope: &str) {
        self.scope.clear();
        self.scope.push_str(scope);
        self.text.clear();
        self.ends.clear();
        self.next = 0;
        self.begin = 0;
        self.repeats = 0;
        self.token.reset();
        self.token.position = 0;
    }

    fn push(&mut self, word: &str, spelling: &str, repeats: u8) {
        self.text.push_str(word);
        if !spelling.is_empty() {
            self.text.push(SURFACE);
            self.text.push_str(spelling);
        }
        self.ends.push((self.text.len() as u32, repeats));
    }
}

impl TokenStream for &mut Terms {
    fn advance(&mut self) -> bool {
        if self.repeats > 0 {
            self.repeats -= 1;
            return true;
        }
        let Some(&(end, repeats)) = self.ends.get(self.next) else { return false };
        self.next += 1;
        self.repeats = repeats - 1;
        self.token.text.clear();
        let Terms { token, scope, text, begin, .. } = &mut **self;
        token.text.push_str(scope);
        token.text.push_str(&text[*begin..end as usize]);
        *begin = end as usize;
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}
