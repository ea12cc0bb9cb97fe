//! The store on both databases.

mod backup;
mod jobs;
mod offers;
mod sample;
mod schema;
