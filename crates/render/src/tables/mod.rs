//! Statistical tables as files: CSV, XLSX, JSON-stat and PX, all from one [`Table`] and its [`Origin`].
//!
//! In: a table that may be given out; whether it may is decided before. Out: finished text or bytes.
//! The words in the files are the official German ones of the Statistische Ämter, whatever the language of the portal: the files go on
//! without it.
//!
//! - No number is invented: where there is none, the file has none, and the official sign beside it or in its place.
//! - What was read from an export by the own importer is the same table: values, signs, marks and codes (`px`, `jsonstat`).

pub mod csv;
pub mod jsonstat;
pub mod px;
pub mod xlsx;

use std::collections::{HashMap, HashSet};

use chrono::{NaiveDate, NaiveDateTime};
use model::statistics::{Dimension, Table};
use model::wert::{Flags, Symbol};

/// Where a table comes from and under which conditions it may be used.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Origin {
    /// The note that must be given with the figures ("© Statistische Ämter des Bundes und der Länder, 2024").
    pub source_line: String,
    /// "dl-de/by-2-0", or a licence in words.
    pub licence: Option<String>,
    /// The day on which the source was retrieved.
    pub retrieved: Option<NaiveDate>,
    /// When this file is made.
    pub created_at: NaiveDateTime,
}

/// Why a table cannot be written in a format.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    #[error("{cells} cells are more than the {limit} of this format")]
    TooLarge { cells: u64, limit: u64 },
    #[error(transparent)]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
}

/// Cells of a format that lists all of them, whether there is a value or not.
const MAX_CELLS: u64 = 5_000_000;

/// The official explanation of a sign (Zeichenerklärung of the Statistische Ämter); empty for a number.
pub fn explanation(symbol: Symbol) -> &'static str {
    match symbol {
        Symbol::Number => "",
        Symbol::Nothing => "nichts vorhanden (genau null)",
        Symbol::RoundsToZero => "weniger als die Hälfte von 1 in der letzten besetzten Stelle, jedoch mehr als nichts",
        Symbol::SecretOrUnknown => "Zahlenwert unbekannt oder geheim zu halten",
        Symbol::Secret => "Zahlenwert geheim zu halten",
        Symbol::NotYet => "Angabe fällt später an",
        Symbol::Unreliable => "Zahlenwert nicht sicher genug",
        Symbol::NotApplicable => "Tabellenfach gesperrt, weil Aussage nicht sinnvoll",
        Symbol::UnitDoesNotExist => "Gebiet oder Merkmal bestand nicht",
        Symbol::Missing => "kein Wert vorhanden",
    }
}

/// The explanation of one mark.
fn mark_explanation(code: &str) -> &'static str {
    match code {
        "p" => "vorläufige Zahl",
        "r" => "berichtigte Zahl",
        "s" => "geschätzte Zahl",
        "e" => "endgültige Zahl",
        "D" => "Durchschnitt",
        "()" => "Aussagewert eingeschränkt",
        "converted" => "auf einen anderen Gebietsstand umgerechnet",
        "rounded" => "zur Geheimhaltung gerundet",
        _ => "",
    }
}

/// Marks side by side, `p r`.
fn marks(flags: Flags) -> String {
    flags.codes().join(" ")
}

/// The source with its licence and the day of retrieval, in one line.
fn source_line(origin: &Origin) -> String {
    let mut parts = vec![origin.source_line.clone()];
    parts.extend(origin.licence.as_ref().map(|licence| format!("Lizenz: {licence}")));
    parts.extend(origin.retrieved.map(|day| format!("abgerufen am {}", day.format("%d.%m.%Y"))));
    parts.retain(|part| !part.is_empty());
    parts.join("; ")
}

/// All cells of a table in row-major order over its dimensions, with the observation that fills each.
struct Grid<'t> {
    dimensions: Vec<&'t Dimension>,
    sizes: Vec<u64>,
    filled: HashMap<u64, usize>,
    cells: u64,
}

impl<'t> Grid<'t> {
    /// `order` lists positions of dimensions, the slowest first. Of two observations of a cell the first counts.
    fn new(table: &'t Table, order: &[usize]) -> Result<Self, ExportError> {
        let dimensions: Vec<&Dimension> = order.iter().map(|position| &table.dimensions[*position]).collect();
        let sizes: Vec<u64> = dimensions.iter().map(|dimension| dimension.categories.len() as u64).collect();
        let cells = sizes.iter().try_fold(1_u64, |product, size| product.checked_mul(*size));
        let too_large = ExportError::TooLarge { cells: u64::MAX, limit: u64::MAX };
        let cells = cells.ok_or(too_large)?;
        let mut filled = HashMap::with_capacity(table.len());
        for observation in 0..table.len() {
            let index = order
                .iter()
                .zip(&sizes)
                .fold(0_u64, |index, (position, size)| index * size + u64::from(table.members[*position][observation]));
            filled.entry(index).or_insert(observation);
        }
        Ok(Self { dimensions, sizes, filled, cells })
    }

    /// Positions of the categories of a cell.
    fn categories(&self, index: u64) -> Vec<usize> {
        let mut rest = index;
        let mut positions: Vec<usize> = self
            .sizes
            .iter()
            .rev()
            .map(|size| {
                let position = rest % size;
                rest /= size;
                position as usize
            })
            .collect();
        positions.reverse();
        positions
    }

    fn expect_at_most(&self, limit: u64) -> Result<(), ExportError> {
        if self.cells > limit { Err(ExportError::TooLarge { cells: self.cells, limit }) } else { Ok(()) }
    }
}

/// Texts that differ from each other: of two that are the same the second says its code.
fn distinct<'a>(texts: impl Iterator<Item = (&'a str, String)>) -> Vec<String> {
    let mut taken = HashSet::new();
    let mut result = Vec::new();
    for (code, text) in texts {
        let text = if text.is_empty() { code.to_owned() } else { text };
        let mut candidate = text.clone();
        let mut number = 1;
        while !taken.insert(candidate.clone()) {
            candidate = if number == 1 { format!("{text} ({code})") } else { format!("{text} ({code}, {number})") };
            number += 1;
        }
        result.push(candidate);
    }
    result
}

/// Headings of the columns of a list: code and label of each dimension, then the value.
fn headings(table: &Table) -> Vec<String> {
    let labels = distinct(table.dimensions.iter().map(|dimension| (dimension.code.as_str(), dimension.label.clone())));
    let mut headings: Vec<String> =
        labels.iter().flat_map(|label| [format!("{label} (Code)"), label.clone()]).collect();
    headings.extend(["Einheit", "Wert", "Zeichen", "Kennzeichen"].map(str::to_owned));
    headings
}

/// The unit of the measure of an observation.
fn unit(table: &Table, observation: usize) -> &str {
    let measure = table.role(model::statistics::Role::Measure);
    measure.and_then(|measure| table.category(measure, observation).unit.as_deref()).unwrap_or_default()
}

#[cfg(test)]
mod tests;
