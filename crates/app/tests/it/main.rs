//! The built binary, driven from outside.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod binary;
mod cli;
mod crash;
mod imports;
