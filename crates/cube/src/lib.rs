//! Observations → tables: select, aggregate, convert between territorial states, compute Kennzahlen, check plausibility.
//!
//! In: [`model::statistics::Table`]s of accepted deliveries and the definitions of Kennzahlen. Out: series with the trace of every number.
//! Never: files, database, network, the clock.
