//! German words: spelling, gender forms, stems, sounds, typing errors.
//!
//! In: plain text of offers and of questions. Out: normalised words, and keys under which different spellings meet.
//! The same rules serve both sides; nothing here knows which words an index holds (that is [`crate::lexicon`]).
//! Never: the corpus, ranking, the index.

pub mod distance;
pub mod gender;
pub mod phonetic;
pub mod spelling;
pub mod stem;
pub mod tokens;

#[cfg(test)]
mod tests;
