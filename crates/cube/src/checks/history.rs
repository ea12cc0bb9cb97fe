//! A series against its own history.

use std::collections::{BTreeMap, BTreeSet};

use model::issue::Severity;
use model::statistics::{Period, TOTAL};

use super::{Finding, JUMP, YEAR_MISSING, area_name, reference};
use crate::dataset::{AreaPosition, Dataset, PeriodPosition};
use crate::numerals::exact;

/// A history needs so many changes before one of them can be unusual.
const MIN_CHANGES: usize = 5;
/// Robust standard deviations from the usual change.
const UNUSUAL: f64 = 8.0;
/// Share of the level below which no change is worth a question.
const NOTABLE: f64 = 0.25;

/// So many areas, and this share of them, do not jump by chance in the same year.
const MANY: usize = 5;
const MANY_SHARE: f64 = 0.1;

struct Step {
    period: PeriodPosition,
    row: usize,
    value: f64,
}

/// A jump with what it takes to compare it with others.
struct Jump {
    area: AreaPosition,
    combination: u32,
    period: PeriodPosition,
    finding: Finding,
}

/// Changes from one year to the next that are far from the usual ones of the same series, by the median absolute deviation. A single
/// wrong value jumps up and back: it is found once. Where many areas jump together, a definition has changed: that is said once. Where a
/// total jumps, its parts are not named beside it.
pub(super) fn jumps(dataset: &Dataset) -> Vec<Finding> {
    let mut jumps: Vec<Jump> = Vec::new();
    let mut areas_with: BTreeMap<(u32, PeriodPosition), usize> = BTreeMap::new();
    for area in dataset.all_areas() {
        let mut series: BTreeMap<u32, Vec<Step>> = BTreeMap::new();
        for period in dataset.all_periods() {
            for row in dataset.rows(area, period) {
                let (combination, wert, _) = dataset.row(row);
                if let Some(value) = wert.value() {
                    series.entry(combination).or_default().push(Step { period, row, value });
                    *areas_with.entry((combination, period)).or_insert(0) += 1;
                }
            }
        }
        for (combination, steps) in series {
            jumps_of(dataset, area, combination, without_empty_ends(&steps), &mut jumps);
        }
    }
    let mut together: BTreeMap<(u32, PeriodPosition), usize> = BTreeMap::new();
    for jump in &jumps {
        *together.entry((jump.combination, jump.period)).or_insert(0) += 1;
    }
    together.retain(|key, count| *count >= MANY && *count as f64 >= MANY_SHARE * areas_with[key] as f64);
    let single: BTreeSet<(AreaPosition, u32, PeriodPosition)> =
        jumps.iter().map(|jump| (jump.area, jump.combination, jump.period)).collect();

    let mut findings = Vec::new();
    for ((combination, period), count) in &together {
        let is_part = totals_of(dataset, *combination).iter().any(|total| together.contains_key(&(*total, *period)));
        if !is_part {
            let message = format!(
                "{}: {}: in {count} von {} Gebieten springt der Wert; hat sich die Definition geändert?",
                dataset.period_at(*period),
                dataset.described(*combination),
                areas_with[&(*combination, *period)]
            );
            let mut finding = Finding::about_all(JUMP, Severity::Note, message);
            finding.period = Some(dataset.period_at(*period));
            findings.push(finding);
        }
    }
    for jump in jumps {
        let of_many = together.contains_key(&(jump.combination, jump.period));
        let is_part = totals_of(dataset, jump.combination).iter().any(|total| {
            single.contains(&(jump.area, *total, jump.period)) || together.contains_key(&(*total, jump.period))
        });
        if !of_many && !is_part {
            findings.push(jump.finding);
        }
    }
    findings
}

/// Zeros before the first and after the last number of a series: the area or the category was not there yet, or no longer.
fn without_empty_ends(steps: &[Step]) -> &[Step] {
    let first = steps.iter().position(|step| step.value != 0.0).unwrap_or(steps.len());
    let end = steps.iter().rposition(|step| step.value != 0.0).map_or(first, |last| last + 1);
    &steps[first..end]
}

/// The combinations of which this one is a part by one of its dimensions.
fn totals_of(dataset: &Dataset, combination: u32) -> Vec<u32> {
    let members = dataset.members(combination);
    let totals = dataset.dimensions().iter().enumerate().skip(1).filter_map(|(position, dimension)| {
        let total = dimension.categories.iter().position(|category| category.code == TOTAL)? as u32;
        let mut of_total = members.to_vec();
        let differs = std::mem::replace(&mut of_total[position], total) != total;
        dataset.combination(&of_total).filter(|_| differs)
    });
    totals.collect()
}

fn jumps_of(dataset: &Dataset, area: AreaPosition, combination: u32, steps: &[Step], jumps: &mut Vec<Jump>) {
    let changes: Vec<f64> = steps.windows(2).map(|pair| pair[1].value - pair[0].value).collect();
    if changes.len() < MIN_CHANGES {
        return;
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
            let finding = finding.with_values(before.value + usual, now.value).with_cells(cells);
            jumps.push(Jump { area, combination, period: now.period, finding });
            position += usize::from(returns);
        }
        position += 1;
    }
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
