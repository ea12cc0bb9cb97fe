//! Umsteigeschlüssel: what share of an area goes into which area after a change of territory.
//!
//! | | |
//! |---|---|
//! | Publisher | Bundesinstitut für Bau-, Stadt- und Raumforschung (BBSR), yearly, from 1990 on (dl-de/by-2.0); as CSV in packages made from it |
//! | Forms read | workbook (`.xlsx`) with one sheet per pair of years ("1990-2020") or several years in one sheet with a column for the year; CSV in the layout of the package "ags" (`year_xw`, `ags_xw`, `pop_conv`, `size_conv`, `ags20`); plain, gzip or zip |
//! | Encodings | of CSV: UTF-8, Windows-1252, UTF-16 |
//! | Out | [`TerritorialWeight`](model::areas::TerritorialWeight): share of the population and of the ground |
//! | Settings | none |
//! | Outcome | full |
//!
//! Columns are found by their headings: "Kreise 31.12.1990" (key before), "Kreise 31.12.2020" (key after), "flächenproportionaler
//! Umsteigeschlüssel", "bevölkerungsproportionaler Umsteigeschlüssel". Hyphens and line breaks inside headings do not count.
//!
//! Decisions:
//! - Years come from the headings, else from the name of the sheet, else from a column; in CSV the year after comes from `ags20`.
//! - Kreise have keys of eight digits ending in 000 there, as numbers and so without their leading zero: `1001000` is Kreis `01001`.
//!   A sheet in which all keys end so is one of Kreise; Gemeinden keep eight digits.
//! - A share that is missing is taken from the other one, which is said: that of the ground is the next best guess for people.
//! - The shares of one area must add up to 1 within 0.001; what does not is kept and reported, because it can be repaired only at its
//!   source.
//! - Not read: the share of the employed (the model has none), names, areas and populations beside the shares.

mod map;
mod read;
#[cfg(test)]
mod tests;

use model::issue::Severity;

use crate::formats::zip::{Limits, Packing, packing, unpack};
use crate::issues::{Delivery, Spot};
use crate::{Importer, Input, Outcome};

#[derive(Debug)]
pub struct Crosswalk;

impl Importer for Crosswalk {
    fn code(&self) -> &'static str {
        "crosswalk"
    }

    fn read(&self, input: Input<'_>, sink: &mut dyn FnMut(crate::Item)) -> Outcome {
        let mut delivery = Delivery::new(input.file, sink);
        let outcome = read_delivery(input, &mut delivery);
        delivery.finish();
        outcome
    }
}

/// Whether a file with this name and beginning is an Umsteigeschlüssel. A workbook is told by its content where `head` is all of it, and
/// by its name otherwise: its headings are packed.
pub fn looks_like(name: &str, head: &[u8]) -> bool {
    let name = name.to_lowercase();
    match packing(head) {
        Packing::Zip => {
            let named = ["umrech", "umsteig", "umstieg", "crosswalk"].iter().any(|word| name.contains(word));
            named || read::is_crosswalk_workbook(head)
        }
        Packing::Gzip => false,
        Packing::Plain => {
            let text = crate::formats::csv::decode(&head[..head.len().min(4096)], None);
            read::is_crosswalk_heading(text.lines().next().unwrap_or_default())
        }
    }
}

fn read_delivery(input: Input<'_>, delivery: &mut Delivery<'_>) -> Outcome {
    let rank = |name: &str| {
        let name = name.to_lowercase();
        if name.ends_with(".xlsx") { Some(0) } else { name.ends_with(".csv").then_some(1) }
    };
    let unpacked = match unpack(input.bytes, &Limits::TABLE, &rank) {
        Ok(unpacked) => unpacked,
        Err(refusal) => {
            delivery.issue("CRW-001", Severity::Fatal, Spot::default(), refusal.message(), refusal.hint());
            return Outcome::Broken;
        }
    };
    let mut mapper = map::Mapper::default();
    let failure = read::read(unpacked.content, delivery, &mut mapper);
    mapper.finish(delivery);
    if let Some(failure) = &failure {
        let (code, mut message, hint) = failure.describe();
        if mapper.weights() > 0 {
            message.push_str(" Was davor stand, ist übernommen.");
        }
        delivery.issue(code, Severity::Fatal, Spot::default(), message, hint);
    }
    if let Some(refusal) = &unpacked.broken {
        delivery.issue("CRW-001", Severity::Fatal, Spot::default(), refusal.message(), refusal.hint());
    }
    if failure.is_none() && unpacked.broken.is_none() { Outcome::Full } else { Outcome::Broken }
}
