//! Observations → tables: select, aggregate, convert between territorial states, compute Kennzahlen, check plausibility.
//!
//! In: [`model::statistics::Table`]s of accepted deliveries and the definitions of Kennzahlen. Out: series with the trace of every number.
//! Never: files, database, network, the clock.
//!
//! Start reading at [`dataset`], then [`formula`] and [`compute`].

mod calculation;
mod catalogue;
pub mod checks;
mod compute;
pub mod dataset;
mod definition;
pub mod formula;
pub mod numerals;
pub mod segments;
pub mod territory;
mod trace;

pub use calculation::{Datasets, level_of};
pub use catalogue::{catalogue, find_definition, is_read};
pub use compute::{
    AgeGroup, AreaValue, Bar, Break, BreakKind, Point, Series, areas_with_values, compute, compute_across,
    compute_breakdown, compute_for, compute_pyramid, compute_together, newest_year, years_of,
};
pub use dataset::{Dataset, Part};
pub use definition::Definition;
pub use territory::Crosswalk;
pub use trace::{Trace, TracedInput, TracedObservation, formula_in_words, trace};

#[cfg(test)]
mod tests;
