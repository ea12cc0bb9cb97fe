//! Actions against real databases, with deliveries in a real format.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod areas;
mod deliveries;
mod expiry;
mod feedback;
mod office;
mod statistics;
mod tables;
