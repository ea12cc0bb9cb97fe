//! Offers → index → hits. German analysis, query language, facets, geography, ranking.
//!
//! In: public offers as [`document::SearchDocument`] and a [`query::Query`]. Out: an [`answer::Answer`]: hits, facets with live counts,
//! removable chips, corrections, and, when nothing was found, what can be relaxed.
//! The index is derived: it can be deleted at any time and rebuilt from the store (`bildungsraum reindex`).
//! Never: the database, HTTP, the clock (`Query::now` says what time it is), paid placement.

pub mod answer;
pub mod document;
pub mod gazetteer;
pub mod query;
