//! Tests of the search as its callers use it.
#![expect(clippy::unwrap_used, reason = "helpers of tests stand outside of test functions")]

mod gates;
mod golden;
mod oracle;
mod samples;
mod texts;
