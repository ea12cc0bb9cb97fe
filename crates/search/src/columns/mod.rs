//! What is known about each offer beside its words, held in memory: one compact block of columns per index segment and Kommune.
//!
//! In: the record that an offer carries in the index's document store ([`record`]). Out: bitsets per facet value, meetings in order of
//! time, prices, ids ([`part::Part`]). Patterns (weekly, drop-in) are kept as patterns and answered by arithmetic, so that the columns
//! stay right as days pass and nothing is indexed anew at midnight.
//! Never: words, ranking, the clock.

pub(crate) mod bits;
pub(crate) mod part;
pub(crate) mod record;
pub(crate) mod times;
