//! The application in one process, asked as a browser or a program would ask it. The tree mirrors the addresses.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on says so")]

mod api;
mod defects;
mod figures;
mod outlines;
mod pages;
mod release;
mod rights;
