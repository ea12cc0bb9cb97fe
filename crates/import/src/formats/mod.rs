//! File formats, ignorant of meaning: bytes in; elements, rows, cells and plain text out.
//! Never: what a field means. That is the `map.rs` of a source.

pub mod csv;
pub mod encoding;
pub mod json;
pub mod sqlite;
pub mod text;
pub mod tree;
pub mod values;
pub mod xlsx;
pub mod xml;
pub mod zip;
