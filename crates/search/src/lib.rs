//! Offers → index → hits. German analysis, query language, facets, geography, ranking.
//!
//! In: public offers as [`document::SearchDocument`] and a [`query::Query`]. Out: an [`answer::Answer`]: hits, facets with live counts,
//! removable chips, corrections, and, when nothing was found, what can be relaxed.
//! The index is derived: it can be deleted at any time and rebuilt from the store (`bildungsraum reindex`).
//! Never: the database, HTTP, the clock (`Query::now` says what time it is), paid placement.

pub mod analysis;
pub mod answer;
mod beside;
mod catalog;
mod columns;
pub mod document;
mod facets;
pub mod gazetteer;
pub mod index;
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

pub use beside::{MapPoint, Suggestion, SuggestionKind};
