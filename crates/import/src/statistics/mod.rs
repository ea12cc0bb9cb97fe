//! What all importers of statistics share: keys of areas, periods, values with their signs, and what must hold for a finished table.

pub mod areas;
#[cfg(test)]
pub(crate) mod checked;
pub mod finish;
pub mod packing;
pub mod periods;
pub mod repeated;
pub mod values;
