//! OPENQCAT 1.1: the catalogue format of KURSNET and mein NOW (Bundesagentur für Arbeit), written by training providers.
//!
//! Delivery: `NEW_CATALOG` is the full stock, `UPDATE_CATALOG` only changes (`DELETE`, `NEW`); a single `SERVICE` as root is read as a change.
//! Identity: `PRODUCT_ID`, the same in every delivery.
//! Layout: `HEADER` with the `SUPPLIER`s, then one `SERVICE` per offer. Further dates of an offer are `SERVICE`s of their own with
//! `EDUCATION type="false"`, an empty `TITLE` and a `COURSE_ID` that is the offer's `PRODUCT_ID`; they become its further sessions.
//! Encoding: ISO-8859-15 as a rule.
//! Read: only what [`map`] names. `CONTACT`, `INSTRUCTOR`, `AUTHOR`, `DOCUMENT_CREATOR` are persons and never enter.
//! Code lists ([`codes`]) are those of the Bundesagentur, in own words.

mod codes;
mod map;
mod pending;
mod read;

use crate::{Importer, Input, Item, Outcome};

/// See the module.
#[derive(Debug)]
pub struct OpenQcat;

impl Importer for OpenQcat {
    fn code(&self) -> &'static str {
        "openqcat"
    }

    fn read(&self, input: Input<'_>, sink: &mut dyn FnMut(Item)) -> Outcome {
        read::read(input, sink)
    }
}

#[cfg(test)]
mod tests;
