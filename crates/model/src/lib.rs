//! What things are: the pure types and rules that every other stage speaks.
//!
//! In: nothing but values. Out: validated ids and official codes, offers, sessions, providers, places, areas,
//! the Kommune (tenant), statistical tables with their symbols, rights, and the [`issue::Issue`] that every importer reports with.
//! Never: a database, HTTP, files, the clock, randomness.
//! `serde` is derived for the stored document form only; the public API has structs of its own.
//!
//! Start reading at [`offers`], then [`places`] and [`codes`]; for monitoring at [`statistics`] and [`wert`].

pub mod access;
pub mod areas;
pub mod codes;
pub mod ids;
pub mod issue;
pub mod kennzahlen;
pub mod kommune;
pub mod offers;
pub mod places;
pub mod price;
pub mod provenance;
pub mod providers;
pub mod rights;
pub mod schedule;
pub mod statistics;
pub mod vocabularies;
pub mod wert;
