//! A series against its own history.

use std::collections::BTreeMap;

use model::issue::Severity;
use model::statistics::Period;

use super::{Finding, JUMP, YEAR_MISSING, area_name, reference};
use crate::dataset::{AreaPosition, Dataset, PeriodPosition};
use crate::numerals::exact;

/// A history needs so many changes before one of them can be unusual.
const MIN_CHANGES: usize = 5;
/// Robust standard deviations from the usual change.
const UNUSUAL: f64 = 8.0;
/// Share of the level below which no change is worth a question.
const NOTABLE: f64 = 0.25;

struct Step {
    period: PeriodPosition,
    row: usize,
    value: f64,
}

/// Changes from one year to the next that are far from the usual ones of the same series, by the median absolute deviation. A single
/// wrong value jumps up and back: it is found once.
pub(super) fn jumps(dataset: &Dataset) -> Vec<Finding> {
    let mut findings = Vec::new();
    for area in dataset.all_areas() {
        let mut series: BTreeMap<u32, Vec<Step>> = BTreeMap::new();
        for period in dataset.all_periods() {
            for row in dataset.rows(area, period) {
                let (combination, wert, _) = dataset.row(row);
                if let Some(value) = wert.value() {
                    series.entry(combination).or_default().push(Step { period, row, value });
                }
            }
        }
        for (combination, steps) in series {
            findings.extend(jumps_of(dataset, area, combination, &steps));
        }
    }
    findings
}

fn jumps_of(dataset: &Dataset, area: AreaPosition, combination: u32, steps: &[Step]) -> Vec<Finding> {
    let changes: Vec<f64> = steps.windows(2).map(|pair| pair[1].value - pair[0].value).collect();
    if changes.len() < MIN_CHANGES {
        return Vec::new();
    }
    let usual = median(changes.clone());
    let level = median(steps.iter().map(|step| step.value.abs()).collect());
    let spread = 1.4826 * median(changes.iter().map(|change| (change - usual).abs()).collect());
    // Counts vary by their square root even if nothing happens.
    let spread = spread.max(level.sqrt()).max(0.01 * level);
    let is_unusual = |position: usize| {
        let change = changes[position];
        let of = steps[position].value.abs().max(steps[position + 1].value.abs());
        (change - usual).abs() > UNUSUAL * spread && change.abs() > NOTABLE * of
    };
    let mut findings = Vec::new();
    let mut position = 0;
    while position < changes.len() {
        if is_unusual(position) {
            let (before, now) = (&steps[position], &steps[position + 1]);
            let returns = position + 1 < changes.len()
                && is_unusual(position + 1)
                && changes[position].signum() != changes[position + 1].signum();
            let then =
                if returns { format!(", danach wieder {}", exact(steps[position + 2].value)) } else { String::new() };
            let message = format!(
                "{}, {}: {}: {} nach {}{then}; so stark ändert sich diese Reihe sonst nicht.",
                area_name(dataset, area),
                dataset.period_at(now.period),
                dataset.described(combination),
                exact(now.value),
                exact(before.value),
            );
            let cells =
                [now, before].iter().filter_map(|step| reference(dataset, (area, step.period), step.row)).collect();
            let severity = if returns { Severity::Warning } else { Severity::Note };
            let finding = Finding::at(dataset, JUMP, severity, (area, now.period), message);
            findings.push(finding.with_values(before.value + usual, now.value).with_cells(cells));
            position += usize::from(returns);
        }
        position += 1;
    }
    findings
}

/// Not empty; of an even number the mean of the two in the middle.
fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    if values.len() % 2 == 1 { values[middle] } else { f64::midpoint(values[middle - 1], values[middle]) }
}

/// Years without any value between years with some: of the table, and of single areas in years that others have.
pub(super) fn missing_years(dataset: &Dataset) -> Vec<Finding> {
    let mut findings = Vec::new();
    let years: Vec<i32> = years(dataset.periods().iter().copied());
    for pair in years.windows(2) {
        if pair[1] - pair[0] > 1 {
            let missing = between(pair[0], pair[1]);
            let message = format!("In der Tabelle {} fehlt {missing}.", dataset.code());
            findings.push(Finding::about_all(YEAR_MISSING, Severity::Note, message));
        }
    }
    for area in dataset.all_areas() {
        let of_area: Vec<PeriodPosition> = dataset.all_periods().filter(|period| dataset.has(area, *period)).collect();
        let own: Vec<i32> = self::years(of_area.iter().map(|period| dataset.period_at(*period)));
        for pair in own.windows(2) {
            let skipped: Vec<i32> = years.iter().copied().filter(|year| pair[0] < *year && *year < pair[1]).collect();
            if let (Some(first), Some(last)) = (skipped.first(), skipped.last()) {
                let missing = between(first - 1, last + 1);
                let message = format!("{}: {missing} fehlt, andere Gebiete haben Werte.", area_name(dataset, area));
                let after = of_area.iter().find(|period| dataset.period_at(**period).year() == pair[1]);
                let mut finding = Finding::about_all(YEAR_MISSING, Severity::Warning, message);
                finding.area = Some(dataset.area_category(area).code.clone());
                finding.period = after.map(|period| dataset.period_at(*period));
                findings.push(finding);
            }
        }
    }
    findings
}

fn years(periods: impl Iterator<Item = Period>) -> Vec<i32> {
    let mut years: Vec<i32> = periods.map(Period::year).collect();
    years.sort_unstable();
    years.dedup();
    years
}

/// "2019" or "2019 bis 2021".
fn between(before: i32, after: i32) -> String {
    if after - before == 2 { format!("{}", before + 1) } else { format!("{} bis {}", before + 1, after - 1) }
}
