//! Flat files of GENESIS ("ffcsv"): one line per value, or per area and period with one column per measure.
//!
//! | | |
//! |---|---|
//! | Publisher | GENESIS-Online, regionalstatistik.de, Zensus 2022 (Statistische Ämter des Bundes und der Länder); dl-de/by-2-0 |
//! | Forms read | `.csv`, gzip, ZIP with any number of tables, told apart by content |
//! | Encodings | UTF-8 with and without byte order mark, Windows-1252; LF and CRLF |
//! | Out | one [`Table`](model::statistics::Table) per file |
//! | Settings | `symbols`: `niedersachsen` where the signs are those of the LSN; `code`: the code of the table |
//! | Outcome | full |
//!
//! Layouts: until November 2024 `Statistik_Code;…;1_Merkmal_Code;…;BEV001__Lebendgeborene__Anzahl;…__q` (wide, German or English names,
//! derived measures with name and code the other way round); since then `statistics_code;…;1_variable_code;…;value;value_unit;
//! value_variable_code;value_variable_label[;value_q]` (long). Rows are in no order.
//!
//! Decisions:
//! - The file names its statistics, not its table: the code of the table is that in the name of the file (`12411-0010_de_flat.csv`). Without
//!   one the table has none, and is held until somebody gives it one: all tables of a statistics under one code would replace each other.
//! - Thousands are never separated. Where the words are English, a point is the decimal sign.
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

use model::issue::Severity;

use crate::issues::{Delivery, Spot, quote};
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
        let code = input.settings.get("code").and_then(serde_json::Value::as_str).filter(|_| texts.len() == 1);
        for text in &texts {
            let name = text.name.as_deref();
            let is_other = !is_flat(&text.text) && (texts.len() > 1 || crate::genesis_table::is_table(&text.text));
            if let Some(name) = name.filter(|_| is_other) {
                complete &= read_other(&text.text, name, &input, &mut delivery);
                continue;
            }
            if refuse_foreign(&text.text, name, &mut delivery) {
                complete = false;
                continue;
            }
            let origin = map::Origin { file: input.file, entry: name, symbols, code };
            match map::map_text(&text.text, origin, &mut delivery) {
                Some(table) => delivery.item(Item::Table(Box::new(table))),
                None => complete = false,
            }
        }
        delivery.finish();
        if complete { Outcome::Full } else { Outcome::Broken }
    }
}

/// Something else beside flat files in one archive: a table in the usual form is read as one, everything else is passed over and said.
fn read_other(text: &str, name: &str, input: &Input<'_>, delivery: &mut Delivery<'_>) -> bool {
    if !crate::genesis_table::is_table(text) {
        let message = format!("Im Archiv ist {} keine Tabelle mit Werten und wurde übergangen.", quote(name));
        let hint = "Beschreibungen und Lizenztexte dürfen im Archiv bleiben.";
        delivery.issue("FFC-005", Severity::Note, Spot { sheet: Some(name), ..Spot::default() }, message, hint);
        return true;
    }
    let mut bytes = text.as_bytes();
    let alone = Input { file: input.file, bytes: &mut bytes, today: input.today, settings: input.settings };
    let mut sink = |item: Item| {
        delivery.item(match item {
            Item::Issue(mut issue) => {
                issue.place.sheet.get_or_insert_with(|| name.to_owned());
                Item::Issue(issue)
            }
            item => item,
        });
    };
    crate::genesis_table::GenesisTable.read(alone, &mut sink) == Outcome::Full
}
