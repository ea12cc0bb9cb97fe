//! One file per group of subcommands.

pub(crate) mod demo;
pub(crate) mod import;
pub(crate) mod kennzahlen;
pub(crate) mod kommune;
pub(crate) mod proposal;
pub(crate) mod serve;
pub(crate) mod statistics;
pub(crate) mod upkeep;
