//! Plausibility of delivered data, before anything of it is shown: copy errors, sums that do not add up, jumps, gaps, and what a new
//! delivery changes. A finding is a question to the office, not a judgement: it can be accepted with a reason.

mod deliveries;
mod history;
mod protection;
mod range;
mod repetition;
mod shifts;
mod sums;

use model::issue::Severity;
use model::statistics::{Category, Period, Protection};

use crate::dataset::{AreaPosition, Dataset, PeriodPosition, Reference};

pub use deliveries::{Comparison, Hole, Revision, compare, compare_layouts};
pub use protection::ObservedProtection;
pub use shifts::shifted_rows;

/// Something in the data that somebody should look at.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// Stable code of the kind of finding.
    pub code: &'static str,
    pub severity: Severity,
    pub area: Option<String>,
    pub period: Option<Period>,
    /// In German.
    pub message: String,
    pub expected: Option<f64>,
    pub found: Option<f64>,
    /// The cells it is about, the suspicious one first.
    pub cells: Vec<Reference>,
}

/// Parts do not add up to their total.
pub const SUM_DIFFERS: &str = "CHK-001";
/// Parts are there, their total is not.
pub const TOTAL_MISSING: &str = "CHK-002";
/// The categories of a dimension do not add up anywhere: they are no partition and were not checked.
pub const NOT_ADDITIVE: &str = "CHK-003";
/// The Kreise do not add up to their Land.
pub const AREAS_DIFFER: &str = "CHK-004";
/// The same numbers stand in another row.
pub const REPEATED: &str = "CHK-010";
/// A value far from what its series has done so far.
pub const JUMP: &str = "CHK-020";
/// A percentage below 0 or above 100, a negative or broken count.
pub const OUT_OF_RANGE: &str = "CHK-030";
/// A year is missing between others.
pub const YEAR_MISSING: &str = "CHK-040";
/// An observation stands more than once in its file.
pub const TWICE_IN_FILE: &str = "CHK-041";
/// A period could not be read.
pub const PERIOD_UNREADABLE: &str = "CHK-042";
/// Something about the layout of the file has changed.
pub const LAYOUT_CHANGED: &str = "CHK-050";
/// The values of a row seem to have moved one column.
pub const ROW_SHIFTED: &str = "CHK-070";

/// What protection a source applies to numbers of an area and year.
pub type Protections<'a> = dyn Fn(&str, Period) -> Protection + 'a;

/// All checks of a dataset, in order of areas and periods.
pub fn check(dataset: &Dataset, protections: &Protections) -> Vec<Finding> {
    let mut findings = sums::check(dataset, protections);
    findings.extend(repetition::check(dataset));
    findings.extend(history::jumps(dataset));
    findings.extend(history::missing_years(dataset));
    findings.extend(range::check(dataset));
    if dataset.repeated() > 0 {
        let count = dataset.repeated();
        let message = format!("{count} Werte stehen in ihrer Datei mehrfach; gezählt wird jeweils der erste.");
        findings.push(Finding::about_all(TWICE_IN_FILE, Severity::Warning, message));
    }
    if dataset.left_out() > 0 {
        let message = format!("{} Werte haben eine unlesbare Zeitangabe und fehlen.", dataset.left_out());
        findings.push(Finding::about_all(PERIOD_UNREADABLE, Severity::Warning, message));
    }
    findings.sort_by(|left, right| {
        let key = |finding: &Finding| (finding.area.clone(), finding.period.map(|period| (period.year(), period)));
        key(left).cmp(&key(right)).then(left.code.cmp(right.code)).then_with(|| left.message.cmp(&right.message))
    });
    findings
}

impl Finding {
    fn about_all(code: &'static str, severity: Severity, message: String) -> Self {
        Self { code, severity, area: None, period: None, message, expected: None, found: None, cells: Vec::new() }
    }

    fn at(dataset: &Dataset, code: &'static str, severity: Severity, place: Place, message: String) -> Self {
        Self {
            area: Some(dataset.area_category(place.0).code.clone()),
            period: Some(dataset.period_at(place.1)),
            ..Self::about_all(code, severity, message)
        }
    }

    fn with_values(self, expected: f64, found: f64) -> Self {
        Self { expected: Some(expected), found: Some(found), ..self }
    }

    fn with_cells(self, cells: Vec<Reference>) -> Self {
        Self { cells, ..self }
    }
}

type Place = (AreaPosition, PeriodPosition);

fn reference(dataset: &Dataset, place: Place, row: usize) -> Option<Reference> {
    let delivery = dataset.delivery_of(place.0, place.1)?;
    Some(Reference { delivery, cell: dataset.row(row).2 })
}

/// "Burgenlandkreis (15084)".
fn area_name(dataset: &Dataset, area: AreaPosition) -> String {
    let Category { code, label, .. } = dataset.area_category(area);
    if label == code || label.is_empty() { code.clone() } else { format!("{label} ({code})") }
}

/// Whether numbers of a measure may be added: rates and means may not.
fn adds_up(measure: &Category) -> bool {
    let unit = measure.unit.as_deref().unwrap_or_default();
    let label = measure.label.to_lowercase();
    let of_rate = unit.contains('%') || unit.starts_with("Prozent") || unit.contains("je ") || unit == "Promille";
    let by_name =
        ["quote", "anteil", "durchschnitt", " je ", "quotient", "dichte"].iter().any(|word| label.contains(word));
    !of_rate && !by_name
}

/// What rounding of a published unit may add up to over `values` numbers; counts are exact.
fn rounding(measure: &Category, values: usize) -> f64 {
    let unit = measure.unit.as_deref().unwrap_or_default();
    let scaled = ["Tsd", "Mill", "Mio", "EUR", "Euro", "km", "ha"].iter().any(|start| unit.starts_with(start));
    if scaled { 0.5 * values as f64 + 0.5 } else { 0.0 }
}

#[cfg(test)]
mod tests;
