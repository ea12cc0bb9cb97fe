//! Tables of GENESIS and Regionalstatistik as CSV with a head block ("datencsv").
//!
//! | | |
//! |---|---|
//! | Publisher | Statistische Ämter des Bundes und der Länder (regionalstatistik.de, GENESIS-Online, Bildungsmonitoring); dl-de/by-2-0 |
//! | Forms read | `.csv`, gzip, ZIP with any number of tables, told apart by content |
//! | Encodings | UTF-8 with and without byte order mark, Windows-1252; LF and CRLF |
//! | Out | one [`Table`](model::statistics::Table) per file |
//! | Settings | `symbols`: `niedersachsen` where the signs are those of the LSN and the file does not say so |
//! | Outcome | full |
//!
//! Layout: code of the table, title over one to four lines, statistics, the area where it is one for all, for one measure its name and
//! unit ("Bevölkerungsstand (Anzahl)"), then headings that begin with blank cells (as many as there are columns for period, key, name and
//! further classes), then rows, then `__________` and notes, copyright, licence, date. Merged headings are repeated in each column; where
//! a column is divided less deep its headings are blank. The period stands in a column (year and month in two), in a row of headings, or
//! alone in a line above the headings. Areas stand in rows with key and name, as names of Länder in rows or in headings, or in the head
//! block. A class may have its code in a column beside its name; the census has measure and unit in columns and a sign of quality
//! behind each value. One fixture for each form: `fixtures/genesis_table/formen/`.
//!
//! Decisions:
//! - What headings mean is data: `catalog/dimensions`, `catalog/sources`. What these do not know gets a code from its label.
//! - "Temporär" is no code of a table; without one the table has no code and the delivery is held.
//! - Numbers that no heading names, rows that cannot be read and lines behind the footer are errors: values would be missing silently.
//! - A point before three digits is read by the language of the file, and by the other cells.
//! - A row with too few or too many cells is left out: nobody can say which cell is missing.
//! - Columns whose headings mean the same are left out for the same reason.
//! - A cell that is neither number nor sign is a value that is missing, never zero.
//! - Keys of Verbandsgemeinden (7 digits) and of their Gemeinden (10 digits) become the official keys (9 and 8 digits).
//! - Rows of `-` for areas that did not exist: see [`finish`](crate::statistics::finish).

mod code;
mod columns;
mod doubts;
mod fill;
#[cfg(test)]
mod forms;
mod map;
mod read;
mod stub;
#[cfg(test)]
mod tests;

use model::issue::Severity;
use model::wert::SymbolSet;

use crate::issues::{Delivery, Spot, quote};
use crate::statistics::packing::{refuse_foreign, texts};
use crate::{Importer, Input, Item, Outcome};

/// The issue of a table that does not say which one it is. Its head has no code; whoever knows the code may set it and drop the issue.
pub(crate) const NO_CODE: &str = "GEN-014";

#[derive(Debug)]
pub struct GenesisTable;

/// Whether a text begins as such a table does. A file whose first line is gone still has headings below blank cells and rows of key,
/// name and values.
pub fn is_table(head: &str) -> bool {
    let head = head.trim_start_matches('\u{feff}').trim_start_matches(['"', '\n', '\r', ' ']);
    let marks = ["GENESIS-Tabelle:", "Tabelle:", "GENESIS-Table:", "Table:"];
    if marks.iter().any(|mark| head.starts_with(mark)) {
        return true;
    }
    let sheet = read::read_sheet(head, 1);
    let mut headings = sheet.blocks.iter().flat_map(|block| &block.headings);
    sheet.stub.is_some() && headings.any(|row| row.cell(0).trim().is_empty() && row.cell(1).trim().is_empty())
}

/// The tables of one text. The same table twice, for two years, is one.
fn read_sheets<'t>(text: &'t str, name: Option<&str>, delivery: &mut Delivery<'_>) -> Vec<read::Sheet<'t>> {
    let mut sheets: Vec<read::Sheet<'t>> = Vec::new();
    for (first_line, part) in read::split_tables(text) {
        let sheet = read::read_sheet(part, first_line);
        let twin = sheets.iter_mut().find(|other| other.code().is_some() && other.code() == sheet.code());
        let Some(twin) = twin else {
            sheets.push(sheet);
            continue;
        };
        if twin.is_laid_out_as(&sheet) {
            twin.append(sheet);
            continue;
        }
        let message = format!(
            "In der Datei steht die Tabelle {} zweimal mit verschiedenem Aufbau (noch einmal ab Zeile {first_line}). Übernommen wurde nur die erste.",
            quote(sheet.code().unwrap_or_default())
        );
        let spot = Spot { sheet: name, row: Some(u64::from(first_line)), ..Spot::default() };
        let hint = "Bitte liefern Sie jede Tabelle als eigene Datei.";
        delivery.issue("GEN-015", Severity::Error, spot, message, hint);
    }
    sheets
}

impl Importer for GenesisTable {
    fn code(&self) -> &'static str {
        "genesis_table"
    }

    fn read(&self, input: Input<'_>, sink: &mut dyn FnMut(Item)) -> Outcome {
        let mut delivery = Delivery::new(input.file, sink);
        let symbols = input
            .settings
            .get("symbols")
            .and_then(serde_json::Value::as_str)
            .and_then(|code| code.parse::<SymbolSet>().ok());
        let (texts, mut complete) = texts(input.bytes, &mut delivery);
        for text in &texts {
            let name = text.name.as_deref();
            if refuse_foreign(&text.text, name, &mut delivery) {
                complete = false;
                continue;
            }
            for sheet in read_sheets(&text.text, name, &mut delivery) {
                match map::map_sheet(&sheet, name.unwrap_or(input.file), name, symbols, &mut delivery) {
                    Some(table) => delivery.item(Item::Table(Box::new(table))),
                    None => complete = false,
                }
            }
        }
        delivery.finish();
        if complete { Outcome::Full } else { Outcome::Broken }
    }
}
