//! Rows whose values have moved one column to the right or to the left: each is a number, none is missing, and all are wrong. A file
//! does not say it; two things do. The delivery before has the same values beside each other, one column further; and the parts of this
//! row add up to nothing while those of all others do.

use std::collections::{BTreeMap, HashMap, HashSet};

use model::issue::Severity;
use model::statistics::TOTAL;
use model::wert::{Symbol, Wert};

use super::{Finding, Place, Protections, ROW_SHIFTED, adds_up, area_name, deliveries::combinations, reference};
use crate::dataset::Dataset;

/// Values one after another that must have moved.
const MIN_RUN: usize = 3;
/// Digits that they must have together: small numbers agree by chance.
const MIN_DIGITS: u32 = 5;
/// Sums that hold in other rows, to say that this one should.
const MIN_OTHERS: usize = 20;
/// Share of its sums that break in a shifted row: some agree by chance, girls under the heading of all pupils still add up.
const MOST: f64 = 0.4;
/// Share of the greater one by which a sum and its total are far apart.
const FAR: f64 = 0.25;
/// Share of the other sums that hold.
const OTHERS_HOLD: f64 = 0.95;

/// Of each row of a file: the totals of its sums, and whether they are far from their parts; and of its "darunter", whether they are more
/// than what contains them.
pub(super) type SumsOfRows = BTreeMap<(Place, u32), Vec<(u32, bool)>>;

/// Rows of `new` that have the values of `old` one column beside.
pub fn shifted_rows(old: &Dataset, new: &Dataset) -> Vec<Finding> {
    let of_old = combinations(new, old);
    let mut findings = Vec::new();
    for (area, period, observations) in new.slots() {
        let place = old.area(&new.area_category(area).code).zip(old.period(new.period_at(period)));
        let Some((old_area, old_period)) = place.filter(|(area, period)| old.has(*area, *period)) else { continue };
        let before: HashMap<u32, Wert> = old
            .rows(old_area, old_period)
            .map(|row| {
                let (combination, wert, _) = old.row(row);
                (combination, wert)
            })
            .collect();
        // Row and column of the file, the value now and before.
        let mut cells: Vec<(u32, u16, Wert, Option<Wert>, usize)> = observations
            .map(|at| {
                let (combination, now, cell) = new.row(at);
                let earlier = of_old[combination as usize].and_then(|combination| before.get(&combination).copied());
                (cell.row, cell.column, now, earlier, at)
            })
            .collect();
        cells.sort_by_key(|(row, column, ..)| (*row, *column));
        for row in cells.chunk_by(|left, right| left.0 == right.0) {
            let now: Vec<Option<Wert>> = row.iter().map(|cell| Some(cell.2)).collect();
            let earlier: Vec<Option<Wert>> = row.iter().map(|cell| cell.3).collect();
            let direction = if moved(&earlier, &now) {
                "rechts"
            } else if moved(&now, &earlier) {
                "links"
            } else {
                continue;
            };
            let message = format!(
                "{}, {}: Die Zeile {} scheint verschoben: Ihre Werte standen in der Lieferung davor eine Spalte weiter {}.",
                area_name(new, area),
                new.period_at(period),
                row[0].0,
                if direction == "rechts" { "links" } else { "rechts" },
            );
            let cells = row.iter().filter_map(|cell| reference(new, (area, period), cell.4)).collect();
            findings.push(Finding::at(new, ROW_SHIFTED, Severity::Error, (area, period), message).with_cells(cells));
        }
    }
    findings
}

/// Whether `after` has the values of `before` one place further, at least [`MIN_RUN`] in a row that are not what stood there.
fn moved(before: &[Option<Wert>], after: &[Option<Wert>]) -> bool {
    let same = |one: &Option<Wert>, other: &Option<Wert>| match (one, other) {
        (Some(one), Some(other)) => one.symbol == other.symbol && one.value() == other.value(),
        _ => false,
    };
    let (mut run, mut digits) = (0, 0);
    for at in 1..after.len() {
        if same(&after[at], &before[at - 1]) && !same(&after[at], &before[at]) {
            run += 1;
            digits += after[at].map_or(0, digits_of);
            if run >= MIN_RUN && digits >= MIN_DIGITS {
                return true;
            }
        } else {
            (run, digits) = (0, 0);
        }
    }
    false
}

fn digits_of(wert: Wert) -> u32 {
    match wert.value() {
        Some(number) if wert.symbol == Symbol::Number => (number.abs().max(1.0).log10() as u32) + 1,
        _ => 0,
    }
}

/// Offices leave out a few cases (leavers of Hamburg and Bremen in 2014: 4 %); a total that stands in the wrong column is another number.
pub(super) fn is_far(one: f64, other: f64) -> bool {
    (one - other).abs() > FAR * one.abs().max(other.abs())
}

/// Girls beside all pupils are no sum, but they cannot be more.
pub(super) fn parts_within_totals(
    dataset: &Dataset,
    protections: &Protections,
    dimension: usize,
    rows: &mut SumsOfRows,
) {
    let categories = &dataset.dimensions()[dimension].categories;
    let Some(total) = categories.iter().position(|category| category.code == TOTAL) else { return };
    let pairs: Vec<(u32, u32)> = (0..dataset.combination_count() as u32)
        .filter_map(|part| {
            let mut members = dataset.members(part).to_vec();
            let is_part = categories[members[dimension] as usize].is_part;
            members[dimension] = total as u32;
            let counts = adds_up(&dataset.measures()[members[0] as usize]);
            Some((part, dataset.combination(&members).filter(|_| is_part && counts)?))
        })
        .collect();
    if pairs.is_empty() {
        return;
    }
    for (area, period, observations) in dataset.slots() {
        let protection = protections(&dataset.area_category(area).code, dataset.period_at(period));
        for (part, total) in &pairs {
            let found = |combination: u32| {
                let (_, wert, cell) = dataset.row(dataset.find_in(observations.clone(), combination)?);
                wert.value().map(|value| (value, cell.row))
            };
            let Some((of_part, of_total)) = found(*part).zip(found(*total)) else { continue };
            // Two rows may be shifted each for itself, and zeros say nothing.
            if of_part.1 == of_total.1 && (of_part.0 != 0.0 || of_total.0 != 0.0) {
                let differs = of_part.0 > of_total.0 + protection.tolerance(1) && is_far(of_part.0, of_total.0);
                rows.entry(((area, period), of_total.1)).or_default().push((*total, differs));
            }
        }
    }
}

/// Rows in which many sums differ, while they hold in nearly all others.
pub(super) fn by_sums(dataset: &Dataset, rows: &SumsOfRows) -> Vec<Finding> {
    let count = |sums: &[(u32, bool)]| (sums.len(), sums.iter().filter(|(_, differs)| *differs).count());
    let (all, all_differ) =
        rows.values().map(|sums| count(sums)).fold((0, 0), |sum, row| (sum.0 + row.0, sum.1 + row.1));
    let mut findings = Vec::new();
    for ((place, row), sums) in rows {
        let (own, differ) = count(sums);
        let others = all - own;
        let others_hold = (others - (all_differ - differ)) as f64 >= OTHERS_HOLD * others as f64;
        // One wrong total breaks all sums that end in it, and is no shift.
        let totals: HashSet<u32> = sums.iter().filter(|(_, differs)| *differs).map(|(total, _)| *total).collect();
        if totals.len() < 2 || (differ as f64) < MOST * own as f64 || others < MIN_OTHERS || !others_hold {
            continue;
        }
        let message = format!(
            "{}, {}: Die Zeile {row} scheint verschoben: {differ} von {own} Summen und Anteilen („darunter“) stimmen in ihr nicht, sonst stimmen sie.",
            area_name(dataset, place.0),
            dataset.period_at(place.1),
        );
        let of_row = dataset.rows(place.0, place.1).filter(|at| dataset.row(*at).2.row == *row);
        let cells = of_row.filter_map(|at| reference(dataset, *place, at)).collect();
        findings.push(Finding::at(dataset, ROW_SHIFTED, Severity::Error, *place, message).with_cells(cells));
    }
    findings
}
