//! Offers → index → hits. German analysis, query language, facets, geography, ranking.
//!
//! In: public offers as [`document::SearchDocument`] and a [`query::Query`]. Out: an [`answer::Answer`]: hits, facets with live counts,
//! removable chips, corrections, and, when nothing was found, what can be relaxed.
//! The index is derived: it can be deleted at any time and rebuilt from the store (`bildungsraum reindex`).
//! Kennzahlen are found by the same analysis, in a small index of their own: [`kennzahlen`].
//! Never: the database, HTTP, the clock (`Query::now` says what time it is), paid placement.
//!
//! # How it is built
//! Start reading at [`index`], then `search.rs`. A question passes: `understand` (words → concepts and wishes) → `text` (postings → offers
//! and scores) → `matching` and `facets` (columns → filters and counts) → `ranking` → `relaxing`, if nothing was found.
//!
//! - The index on disk holds plain words and one record per offer. All that depends on the vocabulary as a whole (compounds, corrections,
//!   endings, umlauts, synonyms) is worked out when a question is asked, on the words of the offers that exist now. So an index that was
//!   caught up in steps answers like one built anew; a test compares them. What the index itself depends on (gender forms, function words,
//!   labels) is part of its version: another version begins anew, see [`index::Index::needs_rebuild`].
//! - Every term is scoped to its Kommune, and so are the columns: a question never touches another Kommune's offers.
//! - Weekly patterns and opening hours are kept as patterns and answered by arithmetic: nothing has to be indexed at midnight.
//!
//! # What counts as a match
//! - Every word must be found, in any of its forms: other endings and umlaut spellings, male, female and neutral forms, as part of a
//!   compound (which counts half), as a synonym, as a narrower term. Generic words ("Kurs", "lernen") count little and are never missed.
//! - Words about place, day, time of day, price, online and child care are wishes: they raise offers and are offered as filters
//!   ([`answer::Chip`]), but nothing is left out for them, unless the question consists of wishes only. A CEFR level is required where any
//!   offer has it together with the other words.
//! - A word that nobody knows is corrected if a known word is near (one error from four letters on, two from eight on), and the answer says
//!   so. If none is near, nothing is found, and the answer says what could be asked instead.
//! - A filter on meetings holds if one and the same meeting fulfils all of them that are set. An offer that is over is left out; so is one
//!   whose sessions are all cancelled. An offer without dates is found unless dates, weekdays or times of day are asked for.
//! - The count of a facet's value is the number of offers that there would be with this value as the facet's only selection.
//!
//! # Ranking
//! 1. How well the words match: title (8), keywords and labels (6, shared among the words of a label), provider (4), subtitle (3),
//!    degrees and target group (2), place (2), description (1); rare words count more than common ones (BM25F).
//! 2. Times what raises it: a wish fulfilled (most of all the place, less so nearness to it, and more if one meeting fulfils several),
//!    an early start (up to a quarter), nearness inside a circle (up to 15 %), telling much about itself (up to a tenth). An offer without a
//!    known date loses 15 %.
//! 3. Of one provider at most three offers stand among the first ten and three among the next ten, as long as others have any.
//! 4. Equal offers stand in the order in which they were entered. Nothing can be paid for, nobody is preferred.

pub mod analysis;
pub mod answer;
mod beside;
mod catalog;
mod columns;
pub mod document;
mod facets;
pub mod gazetteer;
pub mod index;
pub mod kennzahlen;
mod lexicon;
mod matching;
mod places;
pub mod query;
mod ranking;
mod relaxing;
mod search;
mod snapshot;
mod terms;
mod text;
mod understand;
mod upcoming;

pub use beside::{MapPoint, Suggestion, SuggestionKind};
