//! The same numbers in two rows of the files: rows are copied by hand, and one is forgotten to be overwritten.
//!
//! Numbers agree by chance, too, so that a pair of rows is named only if their digits make that unlikely among all pairs there are.

use std::collections::HashMap;

use model::issue::Severity;

use super::{Finding, Place, REPEATED, area_name, reference};
use crate::dataset::Dataset;

/// Fewer numbers are no row.
const MIN_NUMBERS: usize = 3;
/// How much rarer than once among all pairs, in powers of ten.
const RARE: f64 = 2.5;
/// Digits of a number that its area has in the next year anyway.
const DIGITS_THAT_STAY: f64 = 1.5;

struct Row {
    place: Place,
    /// Any of its observations, for its cell.
    observation: usize,
    digits: Digits,
}

/// Digits in which rows would differ if they were not copied.
#[derive(Clone, Copy)]
struct Digits {
    anywhere: f64,
    /// From the same area a year apart.
    next_year: f64,
}

pub(super) fn check(dataset: &Dataset) -> Vec<Finding> {
    let mut seen: HashMap<Vec<(u16, u64)>, Vec<Row>> = HashMap::new();
    let mut by_row: Vec<(u32, u16, f64, usize)> = Vec::new();
    let mut count = 0_usize;
    for (area, period, rows) in dataset.slots() {
        by_row.clear();
        by_row.extend(rows.filter_map(|observation| {
            let (_, wert, cell) = dataset.row(observation);
            wert.value().map(|value| (cell.row, cell.column, value, observation))
        }));
        by_row.sort_by_key(|(row, column, ..)| (*row, *column));
        for numbers in by_row.chunk_by(|left, right| left.0 == right.0) {
            if let Some(digits) = digits(numbers.iter().map(|(_, _, value, _)| *value)) {
                count += 1;
                let key = numbers.iter().map(|(_, column, value, _)| (*column, value.to_bits())).collect();
                seen.entry(key).or_default().push(Row { place: (area, period), observation: numbers[0].3, digits });
            }
        }
    }
    let neighbours = (count.max(1) as f64).log10();
    let enough = Digits { anywhere: 2.0 * neighbours + RARE, next_year: neighbours + RARE };
    let mut findings = Vec::new();
    for mut rows in seen.into_values().filter(|rows| rows.len() > 1) {
        rows.sort_by_key(|row| (row.place.1, row.place.0));
        for (position, row) in rows.iter().enumerate() {
            if let Some(other) = rows[..position].iter().find(|other| is_suspicious(dataset, row, other, enough)) {
                findings.push(finding(dataset, row, other));
            }
        }
    }
    findings
}

/// Digits of the different numbers from 10 up, without the greatest: it is the sum of the others as often as not, and says nothing of
/// its own. `None` if they are too few.
fn digits(values: impl Iterator<Item = f64>) -> Option<Digits> {
    let mut different: Vec<f64> = Vec::new();
    for value in values {
        // A decimal is a digit as well.
        let value = if value.fract() == 0.0 { value.abs() } else { (value * 10.0).abs() };
        if value >= 10.0 && different.iter().all(|known| known.to_bits() != value.to_bits()) {
            different.push(value);
        }
    }
    if different.len() < MIN_NUMBERS {
        return None;
    }
    different.sort_by(f64::total_cmp);
    different.pop();
    Some(Digits {
        anywhere: different.iter().map(|value| value.log10()).sum(),
        next_year: different.iter().map(|value| (value.log10() - DIGITS_THAT_STAY).max(0.0)).sum(),
    })
}

fn is_suspicious(dataset: &Dataset, row: &Row, other: &Row, enough: Digits) -> bool {
    if row.place == other.place {
        // A total over a single class.
        return false;
    }
    let (one, two) = (&dataset.area_category(row.place.0).code, &dataset.area_category(other.place.0).code);
    if one == two {
        return row.digits.next_year >= enough.next_year;
    }
    // Berlin and Hamburg are Land and Kreis in one; and reforms gave new keys to old areas, which have rows under both.
    let contained = one.starts_with(two.as_str()) || two.starts_with(one.as_str());
    !contained && name(dataset, row.place) != name(dataset, other.place) && row.digits.anywhere >= enough.anywhere
}

/// "Chemnitz" of "Chemnitz, Kreisfreie Stadt"; the key where there is no name.
fn name(dataset: &Dataset, place: Place) -> &str {
    let area = dataset.area_category(place.0);
    let name = area.label.split([',', '(']).next().unwrap_or_default().trim();
    if name.is_empty() { &area.code } else { name }
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
