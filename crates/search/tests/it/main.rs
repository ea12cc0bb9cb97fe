//! Tests of the search as its callers use it.

mod gates;
mod golden;
mod oracle;
mod samples;
mod texts;
