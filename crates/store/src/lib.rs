//! Model ⇄ database. The only place that knows SQL.
//!
//! In: model types and a [`Scope`]. Out: model types, or an [`Error`] named after the situation.
//! SQLite (WAL) by default, PostgreSQL 15 or later by `postgres://…`; the same migrations by number, the same tests on both.
//! Every statement is text in a `.sql` file beside the function that runs it, portable by default (`$1` placeholders, text, integers,
//! blobs), as a `.sqlite.sql`/`.postgres.sql` pair where it must differ; a test prepares each on both databases.
//! Never: rules, HTTP, the clock. Nothing is found without a Kommune: [`Reader::scoped`] is the only way to read, and only `actions`
//! is given a [`Writer`].

pub mod areas;
pub mod audit;
pub mod backup;
pub mod content;
mod db;
mod error;
pub mod feedback;
pub mod jobs;
pub mod kommunen;
pub mod offers;
pub mod places;
pub mod providers;
pub mod sources;
pub mod statistics;
pub mod territory;
#[cfg(feature = "test")]
pub mod testing;

pub use db::{Reader, Scope, Store, Transaction, Writer};
pub use error::Error;
