//! Flat files of GENESIS ("ffcsv"): one line per value, or per area and period with one column per measure.
//!
//! | | |
//! |---|---|
//! | Publisher | GENESIS-Online, regionalstatistik.de, Zensus 2022 (Statistische Ämter des Bundes und der Länder); dl-de/by-2-0 |
//! | Forms read | `.csv`, gzip, ZIP with any number of tables, told apart by content |
//! | Encodings | UTF-8 with and without byte order mark, Windows-1252; LF and CRLF |
//! | Out | one [`Table`](model::statistics::Table) per file |
//! | Settings | `symbols`: `niedersachsen` where the signs are those of the LSN |
//! | Outcome | full |
//!
//! Layouts: until November 2024 `Statistik_Code;…;1_Merkmal_Code;…;BEV001__Lebendgeborene__Anzahl;…__q` (wide, German or English names,
//! derived measures with name and code the other way round); since then `statistics_code;…;1_variable_code;…;value;value_unit;
//! value_variable_code;value_variable_label[;value_q]` (long). Rows are in no order.
//!
//! Decisions:
//! - A total is an attribute without a code, or `INSGESAMT`; both become the total of the dimension. Of an area variable it is Germany.
//! - Area variables of several levels (`KREISE`, `DLAND`, `GEODL1`, `GEMEIN`) are one dimension; a second one in the same row (place of
//!   work beside place of residence) is a dimension of its own. They are told by their attributes being keys of areas.
//! - Variables that the catalogue knows under several codes (`GES`, `GESINS`; `ALT068`, `ALT013`) become one dimension.
//! - A measure is code, unit and label together: where one code has several units, the unit is added to the code.
//! - `MONAT` and `QUARTG` beside a year make the period.

mod layout;
mod map;
mod read;
#[cfg(test)]
mod tests;

use model::wert::SymbolSet;

use crate::issues::Delivery;
use crate::statistics::packing::{refuse_foreign, texts};
use crate::{Importer, Input, Item, Outcome};

#[derive(Debug)]
pub struct GenesisFfcsv;

/// Whether a text begins as a flat file does.
pub fn is_flat(head: &str) -> bool {
    let line = head.trim_start_matches('\u{feff}').lines().next().unwrap_or_default();
    read::separator_of(line).is_some_and(|separator| layout::Layout::of(&read::split(line, separator)).is_ok())
}

impl Importer for GenesisFfcsv {
    fn code(&self) -> &'static str {
        "genesis_ffcsv"
    }

    fn read(&self, input: Input<'_>, sink: &mut dyn FnMut(Item)) -> Outcome {
        let mut delivery = Delivery::new(input.file, sink);
        let symbols = input.settings.get("symbols").and_then(serde_json::Value::as_str);
        let symbols = symbols.and_then(|code| code.parse().ok()).unwrap_or(SymbolSet::Classic);
        let (texts, mut complete) = texts(input.bytes, &mut delivery);
        for text in &texts {
            let name = text.name.as_deref();
            if refuse_foreign(&text.text, name, &mut delivery) {
                complete = false;
                continue;
            }
            match map::map_text(&text.text, name.unwrap_or(input.file), name, symbols, &mut delivery) {
                Some(table) => delivery.item(Item::Table(Box::new(table))),
                None => complete = false,
            }
        }
        delivery.finish();
        if complete { Outcome::Full } else { Outcome::Broken }
    }
}
