//! The same numbers in two rows of the files: rows are copied by hand, and one is forgotten to be overwritten.

use std::collections::HashMap;

use model::issue::Severity;

use super::{Finding, Place, REPEATED, area_name, reference};
use crate::dataset::Dataset;

/// Digits that two rows must share, so that chance is no explanation among all pairs of rows of a large table.
const DIGITS_ANYWHERE: f64 = 10.0;
/// And of the same area a year apart, where there are few pairs.
const DIGITS_NEXT_YEAR: f64 = 6.0;
/// Fewer numbers are no row.
const MIN_NUMBERS: usize = 3;

struct Row {
    place: Place,
    /// Any of its observations, for its cell.
    observation: usize,
    digits: f64,
}

pub(super) fn check(dataset: &Dataset) -> Vec<Finding> {
    let mut seen: HashMap<Vec<(u16, u64)>, Vec<Row>> = HashMap::new();
    let mut by_row: Vec<(u32, u16, f64, usize)> = Vec::new();
    for (area, period, rows) in dataset.slots() {
        by_row.clear();
        by_row.extend(rows.filter_map(|observation| {
            let (_, wert, cell) = dataset.row(observation);
            wert.value().map(|value| (cell.row, cell.column, value, observation))
        }));
        by_row.sort_by_key(|(row, column, ..)| (*row, *column));
        for numbers in by_row.chunk_by(|left, right| left.0 == right.0) {
            let digits = digits(numbers.iter().map(|(_, _, value, _)| *value));
            if digits >= DIGITS_NEXT_YEAR {
                let key = numbers.iter().map(|(_, column, value, _)| (*column, value.to_bits())).collect();
                seen.entry(key).or_default().push(Row { place: (area, period), observation: numbers[0].3, digits });
            }
        }
    }
    let mut findings = Vec::new();
    for rows in seen.into_values().filter(|rows| rows.len() > 1) {
        for (position, row) in rows.iter().enumerate() {
            if let Some(other) = rows[..position].iter().find(|other| is_suspicious(dataset, row, other)) {
                findings.push(finding(dataset, row, other));
            }
        }
    }
    findings
}

/// Digits of the different numbers from 10 up; zero if they are too few.
fn digits(values: impl Iterator<Item = f64>) -> f64 {
    let mut different: Vec<u64> = Vec::new();
    let mut digits = 0.0;
    for value in values {
        // A decimal is a digit as well.
        let value = if value.fract() == 0.0 { value.abs() } else { (value * 10.0).abs() };
        if value >= 10.0 && !different.contains(&value.to_bits()) {
            different.push(value.to_bits());
            digits += value.log10();
        }
    }
    if different.len() < MIN_NUMBERS { 0.0 } else { digits }
}

fn is_suspicious(dataset: &Dataset, row: &Row, other: &Row) -> bool {
    let (one, two) = (&dataset.area_category(row.place.0).code, &dataset.area_category(other.place.0).code);
    if row.place == other.place {
        // A total over a single class.
        return false;
    }
    if one == two {
        let years = (dataset.period_at(row.place.1).year() - dataset.period_at(other.place.1).year()).abs();
        return row.digits >= if years <= 1 { DIGITS_NEXT_YEAR } else { DIGITS_ANYWHERE };
    }
    // Berlin and Hamburg are Land and Kreis in one.
    let contained = one.starts_with(two.as_str()) || two.starts_with(one.as_str());
    !contained && row.digits >= DIGITS_ANYWHERE
}

fn finding(dataset: &Dataset, row: &Row, other: &Row) -> Finding {
    let cell = |row: &Row| dataset.row(row.observation).2;
    let message = format!(
        "{}, {}: die Zahlen der Zeile {} stehen ebenso bei {}, {} (Zeile {}); wurde eine Zeile kopiert?",
        area_name(dataset, row.place.0),
        dataset.period_at(row.place.1),
        cell(row).row,
        area_name(dataset, other.place.0),
        dataset.period_at(other.place.1),
        cell(other).row,
    );
    let cells = [row, other].into_iter().filter_map(|row| reference(dataset, row.place, row.observation)).collect();
    Finding::at(dataset, REPEATED, Severity::Warning, row.place, message).with_cells(cells)
}
