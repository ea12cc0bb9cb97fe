//! An office's own statistics: tables kept in a spreadsheet, read with a mapping that was confirmed once.
//!
//! | | |
//! |---|---|
//! | Publisher | Bildungsbüros, school administrations, Jugendämter: one layout each |
//! | Forms read | XLSX; CSV with `;`, `,`, tab or bar; each plain, gzip or zip |
//! | Encodings | as `table`: by byte order mark, else UTF-8, else Windows-1252; or as set |
//! | Out | one [`Table`](model::statistics::Table) |
//! | Settings | [`Mapping`] as JSON; without it nothing is read and [`propose`] offers one |
//! | Outcome | full; broken without a valid mapping, when no value column is found, or when the file breaks off |
//!
//! # Layout
//! A title, one or more rows of headings (merged or left blank to the right), columns that name area, period or class, columns of
//! values, notes below. The levels of a heading are joined: `2023 | Grundschule | weiblich`. In a mapping a level in braces takes every
//! text: `{ZEIT} | {SCHULART} | {GES}` reads next year's columns and a new Schulart without another confirmation.
//! A commuter table (Wohngemeinde by school and year) is `Wohngemeinde` as area and `{ZEIT} | {SCHULE}` as value.
//!
//! # Decisions
//! - Nothing is read by guess: without a confirmed mapping figures could land under the wrong heading unnoticed.
//! - Headings that differ from the confirmed ones are told in words; columns that are renamed or missing are not read.
//! - `2.310` in a comma table is 2310, `1.5` is 1.5: a point that cannot separate thousands separates decimals.
//! - A key that lost its leading zero in a number cell gets it back, as far as the result is an official key.
//! - Rows whose area is "Summe" or "Insgesamt" are left out unless the mapping names the key of the area they stand for.
//! - A school year is the year in which it begins, or ends, as the mapping says.
//! - Percentages stored as shares (0.12) are multiplied only where the mapping says so; values that contradict it are reported.

mod codes;
mod columns;
mod grid;
mod numbers;
mod propose;
mod rows;
pub mod settings;
mod sums;
#[cfg(test)]
mod tests;

use model::issue::Severity;

use crate::formats::xlsx::WorkbookError;
use crate::issues::{Delivery, Spot, quote};
use crate::table::settings::letters_of_column;
use crate::{Importer, Input, Item, Outcome};

pub use codes::{KnownTable, known_tables};
pub use propose::{PreviewLine, Proposal, propose};
pub use settings::Mapping;

#[derive(Debug)]
pub struct OfficeTable;

impl Importer for OfficeTable {
    fn code(&self) -> &'static str {
        "office_table"
    }

    fn read(&self, input: Input<'_>, sink: &mut dyn FnMut(Item)) -> Outcome {
        let mut delivery = Delivery::new(input.file, sink);
        let outcome = read_delivery(input.bytes, input.settings, &mut delivery);
        delivery.finish();
        outcome
    }
}

fn read_delivery(bytes: &mut dyn std::io::Read, settings: &serde_json::Value, delivery: &mut Delivery<'_>) -> Outcome {
    if settings.is_null() {
        let message = "Für diese Tabelle ist noch nicht festgelegt, was ihre Spalten bedeuten.";
        let hint = "Lassen Sie sich mit --propose einen Vorschlag für die Zuordnung schreiben, prüfen Sie ihn und geben Sie ihn mit --settings an.";
        delivery.issue("OFT-018", Severity::Fatal, Spot::default(), message, hint);
        return Outcome::Broken;
    }
    let mapping = match Mapping::from_json(settings) {
        Ok(mapping) => mapping,
        Err(mistakes) => {
            for mistake in mistakes {
                let hint = "Bitte öffnen Sie die Zuordnung der Tabelle und bestätigen Sie sie neu.";
                delivery.issue("OFT-001", Severity::Fatal, Spot::default(), mistake, hint);
            }
            return Outcome::Broken;
        }
    };
    let choice = grid::Choice {
        sheet: mapping.sheet.as_ref(),
        separator: mapping.separator.as_deref(),
        encoding: mapping.encoding.as_deref(),
    };
    let grid = match grid::load(bytes, choice) {
        Ok(grid) => grid,
        Err(reason) => {
            report_no_grid(&reason, delivery);
            return Outcome::Broken;
        }
    };
    if grid.rows.is_empty() {
        report_empty(delivery);
        return Outcome::Broken;
    }
    let Some(table) = read_grid(&grid, &mapping, delivery) else { return Outcome::Broken };
    delivery.item(Item::Table(Box::new(table)));
    match &grid.broken {
        Some(error) => {
            report_unreadable(error, delivery);
            Outcome::Broken
        }
        None => Outcome::Full,
    }
}

/// Reads a sheet under a mapping; `None` where no column of values is there.
fn read_grid(grid: &grid::Grid, mapping: &Mapping, delivery: &mut Delivery<'_>) -> Option<model::statistics::Table> {
    let spot = Spot { sheet: grid.sheet.as_deref(), ..Spot::default() };
    let headings = grid.headings(mapping.header_rows);
    let (columns, differences) = columns::match_columns(mapping, &headings);
    report_differences(&differences, &Spot { row: Some(mapping.header_rows[1]), ..spot.clone() }, delivery);
    if !columns.iter().any(|column| column.mapped.role == settings::ColumnRole::Value) {
        let found: Vec<&str> = headings.iter().map(String::as_str).filter(|heading| !heading.is_empty()).collect();
        let message = format!(
            "In den Zeilen {} bis {} steht keine der zugeordneten Überschriften mit Werten. Gefunden: {}.",
            mapping.header_rows[0],
            mapping.header_rows[1],
            if found.is_empty() { "keine Überschrift".to_owned() } else { quote(&found.join(", ")) },
        );
        let hint = "Bitte prüfen Sie, ob es die richtige Datei und das richtige Blatt ist, oder bestätigen Sie die Zuordnung neu.";
        delivery.issue("OFT-004", Severity::Fatal, spot, message, hint);
        return None;
    }
    let table = rows::Reader::new(mapping, grid, &columns, spot.clone(), delivery).read();
    if table.is_empty() {
        let message = "Unter den Überschriften steht kein Wert, der gelesen werden kann.";
        let hint = "Bitte prüfen Sie, ob es die richtige Datei und das richtige Blatt ist.";
        delivery.issue("OFT-005", Severity::Warning, spot, message, hint);
    }
    Some(table)
}

fn report_differences(differences: &columns::Differences, spot: &Spot<'_>, delivery: &mut Delivery<'_>) {
    const AGAIN: &str = "Bitte vergleichen Sie die Überschriften mit der Zuordnung und bestätigen Sie sie neu.";
    for (index, old, new) in &differences.renamed {
        let letter = letters_of_column(*index);
        let message = format!(
            "Die Spalte {letter} hieß {}, jetzt heißt sie {}. Sie wurde nicht gelesen.",
            quote(old),
            quote(new)
        );
        delivery.issue("OFT-006", Severity::Error, Spot { column: Some(&letter), ..spot.clone() }, message, AGAIN);
    }
    for heading in &differences.missing {
        let message = format!("Die Spalte {} fehlt.", quote(heading));
        delivery.issue("OFT-007", Severity::Error, spot.clone(), message, AGAIN);
    }
    for (index, heading) in &differences.new {
        let letter = letters_of_column(*index);
        let message = format!("Die Spalte {letter} {} ist neu. Sie wurde nicht gelesen.", quote(heading));
        delivery.issue("OFT-008", Severity::Warning, Spot { column: Some(&letter), ..spot.clone() }, message, AGAIN);
    }
    for (index, dimension, heading) in &differences.added {
        let letter = letters_of_column(*index);
        let message = format!(
            "{} in Spalte {letter} ist neu und wurde als weitere Ausprägung von „{dimension}“ gelesen.",
            quote(heading)
        );
        let hint = "Ist die Spalte etwas anderes, nehmen Sie sie bitte in der Zuordnung aus.";
        delivery.issue("OFT-020", Severity::Note, Spot { column: Some(&letter), ..spot.clone() }, message, hint);
    }
    for heading in &differences.gone {
        let message = format!("In den Überschriften gibt es {} nicht mehr.", quote(heading));
        let hint =
            "Ist sie nur umbenannt, ordnen Sie bitte die neue Bezeichnung der alten zu, damit die Reihe nicht abreißt.";
        delivery.issue("OFT-021", Severity::Note, spot.clone(), message, hint);
    }
}

fn report_empty(delivery: &mut Delivery<'_>) {
    let message = "Die Datei enthält keine Zeilen.";
    let hint = "Bitte prüfen Sie, ob es die richtige Datei und das richtige Blatt ist.";
    delivery.issue("OFT-005", Severity::Fatal, Spot::default(), message, hint);
}

fn report_unreadable(error: &WorkbookError, delivery: &mut Delivery<'_>) {
    delivery.issue("OFT-002", Severity::Fatal, Spot::default(), error.message(), error.hint());
}

fn report_no_grid(reason: &grid::NoGrid, delivery: &mut Delivery<'_>) {
    match reason {
        grid::NoGrid::Unreadable(error) => report_unreadable(error, delivery),
        grid::NoGrid::NoSuchSheet { wanted, sheets } => {
            let message = format!("Die Arbeitsmappe hat kein Blatt {}.", quote(wanted));
            let hint =
                format!("Vorhanden sind: {}. Bitte wählen Sie das Blatt in der Zuordnung neu.", sheets.join(", "));
            delivery.issue("OFT-003", Severity::Fatal, Spot::default(), message, hint);
        }
    }
}
