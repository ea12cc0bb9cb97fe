//! Postal codes of GeoNames.
//!
//! | | |
//! |---|---|
//! | Publisher | geonames.org (CC BY 4.0); also as CSV in collections of postal codes made from it |
//! | Forms read | `DE.txt`: 12 columns separated by tabs, no heading; CSV with a heading (`country_code`, `zipcode`, `place`, `community_code`, `latitude`, `longitude`); plain, gzip or zip, told apart by content |
//! | Encodings | UTF-8, with or without byte order mark; stray Windows-1252 is repaired |
//! | Out | [`PostalPlace`](model::areas::PostalPlace): PLZ, place, Kreis where the list has its key, point |
//! | Settings | none |
//! | Outcome | full |
//!
//! Decisions:
//! - Rows of other countries are left out, with one note per country: PLZ are German here.
//! - A row without a point that lies in or near Germany is left out: a place that cannot be found on the map is of no use. This also
//!   keeps the PLZ of large recipients (companies, authorities) only where their coordinates are plausible; the list does not mark them.
//! - The same PLZ with the same place name twice: the first row counts.

mod map;
mod read;
#[cfg(test)]
mod tests;

use std::io::Read;

use model::issue::Severity;

use crate::formats::zip::{Limits, unpack};
use crate::issues::{Delivery, Spot, quote};
use crate::{Importer, Input, Item, Outcome};

#[derive(Debug)]
pub struct Geonames;

impl Importer for Geonames {
    fn code(&self) -> &'static str {
        "geonames"
    }

    fn read(&self, input: Input<'_>, sink: &mut dyn FnMut(Item)) -> Outcome {
        let mut delivery = Delivery::new(input.file, sink);
        let outcome = read_delivery(input.bytes, &mut delivery);
        delivery.finish();
        outcome
    }
}

fn read_delivery(bytes: &mut dyn Read, delivery: &mut Delivery<'_>) -> Outcome {
    let unpacked = match unpack(bytes, &Limits::TABLE, &rank_entry) {
        Ok(unpacked) => unpacked,
        Err(refusal) => {
            delivery.issue("GEO-001", Severity::Fatal, Spot::default(), refusal.message(), refusal.hint());
            return Outcome::Broken;
        }
    };
    let mut mapper = map::Mapper::default();
    let complete = unpacked.broken.is_none();
    let layout = read::read_rows(&unpacked.content, complete, &mut |row| mapper.accept(row, delivery));
    mapper.finish(delivery);
    if let Err(read::NotGeonames { first_line }) = layout {
        let message =
            format!("Die Datei ist keine Postleitzahlenliste von GeoNames. Sie beginnt mit {}.", quote(&first_line));
        let hint = "Erwartet werden zwölf Spalten mit Tabulatoren (DE.txt) oder eine CSV-Datei mit den Spalten country_code, zipcode, place, community_code, latitude, longitude.";
        delivery.issue("GEO-002", Severity::Fatal, Spot::default(), message, hint);
        return Outcome::Broken;
    }
    if let Some(refusal) = unpacked.broken {
        let message = format!("{} Was davor stand, ist übernommen.", refusal.message());
        delivery.issue("GEO-001", Severity::Fatal, Spot::default(), message, refusal.hint());
        return Outcome::Broken;
    }
    Outcome::Full
}

/// Of an archive, the table: collections hold the same data as JSON and XML, GeoNames adds a readme.
fn rank_entry(name: &str) -> Option<u8> {
    let lower = name.to_lowercase();
    if lower.ends_with(".csv") {
        Some(0)
    } else if lower.ends_with(".txt") && !lower.contains("readme") {
        Some(1)
    } else {
        None
    }
}
