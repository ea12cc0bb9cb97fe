//! The store on both databases.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod backup;
mod jobs;
mod offers;
mod sample;
mod schema;
mod statistics;
