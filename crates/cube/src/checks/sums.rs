//! Parts against totals. What a source rounds or changes for secrecy is allowed for; categories that are contained in others ("darunter")
//! do not count; and a dimension whose categories add up hardly anywhere is no partition, so that it is named once instead of everywhere.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use model::issue::Severity;
use model::statistics::{Protection, TOTAL};

use super::{
    AREAS_DIFFER, Finding, NOT_ADDITIVE, Place, Protections, SUM_DIFFERS, TOTAL_MISSING, adds_up, area_name, reference,
    rounding, shifts, shifts::SumsOfRows,
};
use crate::dataset::{AreaPosition, Dataset};
use crate::numerals::exact;

/// Below this share of sums that agree, categories are not meant to add up.
const PARTITION: f64 = 0.5;

pub(super) fn check(dataset: &Dataset, protections: &Protections) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut rows = SumsOfRows::default();
    for dimension in 1..dataset.dimensions().len() {
        check_dimension(dataset, protections, dimension, &mut findings, &mut rows);
        shifts::parts_within_totals(dataset, protections, dimension, &mut rows);
    }
    findings.extend(shifts::by_sums(dataset, &rows));
    check_areas(dataset, protections, &mut findings);
    findings
}

/// Combinations that differ only in one dimension.
struct Family {
    total: u32,
    parts: Vec<u32>,
    /// Whether it adds up, over the whole dataset.
    agreed: usize,
    differed: usize,
    findings: Vec<Finding>,
    /// Sums whose total and parts stand in one row of the file: place, row, total, whether they are far apart.
    in_rows: Vec<(Place, u32, u32, bool)>,
}

fn families(dataset: &Dataset, dimension: usize) -> Vec<Family> {
    let categories = &dataset.dimensions()[dimension].categories;
    let Some(total) = categories.iter().position(|category| category.code == TOTAL) else {
        return Vec::new();
    };
    let mut by_rest: BTreeMap<Vec<u32>, Vec<u32>> = BTreeMap::new();
    for combination in 0..dataset.combination_count() as u32 {
        let members = dataset.members(combination);
        let category = &categories[members[dimension] as usize];
        if members[dimension] as usize != total && !category.is_part {
            let mut rest = members.to_vec();
            rest[dimension] = total as u32;
            by_rest.entry(rest).or_default().push(combination);
        }
    }
    let of_rest = by_rest.into_iter().filter_map(|(rest, parts)| {
        let measure = &dataset.measures()[rest[0] as usize];
        let total = dataset.combination(&rest)?;
        (parts.len() > 1 && adds_up(measure)).then(|| Family {
            total,
            parts,
            agreed: 0,
            differed: 0,
            findings: Vec::new(),
            in_rows: Vec::new(),
        })
    });
    of_rest.collect()
}

fn check_dimension(
    dataset: &Dataset,
    protections: &Protections,
    dimension: usize,
    findings: &mut Vec<Finding>,
    sums_of_rows: &mut SumsOfRows,
) {
    let mut families = families(dataset, dimension);
    if families.is_empty() {
        return;
    }
    for (area, period, rows) in dataset.slots() {
        let protection = protections(&dataset.area_category(area).code, dataset.period_at(period));
        for family in &mut families {
            check_family(dataset, (area, period), rows.clone(), protection, dimension, family);
        }
    }
    // The measure as a whole first: single families may agree by chance.
    let mut by_measure: BTreeMap<u32, (usize, usize)> = BTreeMap::new();
    for family in &families {
        let sums = by_measure.entry(dataset.members(family.total)[0]).or_default();
        *sums = (sums.0 + family.agreed, sums.1 + family.agreed + family.differed);
    }
    let label = &dataset.dimensions()[dimension].label;
    let not_additive = |what: String, (agreed, sums): (usize, usize)| {
        let message = format!(
            "{what}: die Ausprägungen von „{label}“ ergeben in {} von {sums} Fällen nicht die Summe; sie überschneiden sich oder sind \
             unvollständig und wurden nicht geprüft.",
            sums - agreed
        );
        Finding::about_all(NOT_ADDITIVE, Severity::Note, message)
    };
    let is_partition = |(agreed, sums): (usize, usize)| agreed as f64 >= PARTITION * sums as f64;
    for (measure, sums) in &by_measure {
        if !is_partition(*sums) {
            findings.push(not_additive(dataset.measures()[*measure as usize].label.clone(), *sums));
        }
    }
    for family in families {
        let sums = (family.agreed, family.agreed + family.differed);
        if !is_partition(by_measure[&dataset.members(family.total)[0]]) {
            continue;
        }
        if is_partition(sums) {
            findings.extend(family.findings);
            for (place, row, total, differs) in family.in_rows {
                sums_of_rows.entry((place, row)).or_default().push((total, differs));
            }
        } else {
            findings.push(not_additive(dataset.described(family.total), sums));
        }
    }
}

fn check_family(
    dataset: &Dataset,
    place: Place,
    rows: Range<usize>,
    protection: Protection,
    dimension: usize,
    family: &mut Family,
) {
    let parts: Vec<usize> = family.parts.iter().filter_map(|part| dataset.find_in(rows.clone(), *part)).collect();
    if parts.is_empty() {
        return;
    }
    let label = &dataset.dimensions()[dimension].label;
    let what = dataset.described(family.total);
    let measure = &dataset.measures()[dataset.members(family.total)[0] as usize];
    let name = || area_name(dataset, place.0);
    let period = dataset.period_at(place.1);
    let cells = |first: Option<usize>| -> Vec<_> {
        first.into_iter().chain(parts.iter().copied()).filter_map(|row| reference(dataset, place, row)).collect()
    };
    let Some(total_row) = dataset.find_in(rows, family.total) else {
        let message = format!("{}, {period}: {what}: die Summe über „{label}“ fehlt, ihre Teile sind da.", name());
        family
            .findings
            .push(Finding::at(dataset, TOTAL_MISSING, Severity::Warning, place, message).with_cells(cells(None)));
        return;
    };
    let Some(total) = dataset.row(total_row).1.value() else { return };
    let values: Vec<Option<f64>> = parts.iter().map(|row| dataset.row(*row).1.value()).collect();
    let complete = parts.len() == family.parts.len() && values.iter().all(Option::is_some);
    let sum: f64 = values.iter().flatten().sum();
    let tolerance = protection.tolerance(parts.len()) + rounding(measure, parts.len()) + 1e-6 * total.abs();
    // With a hidden part the known ones may be less than the total, but not more.
    let differs = if complete { (sum - total).abs() > tolerance } else { sum > total + tolerance };
    // Zeros add up whatever is meant.
    if complete && total != 0.0 {
        family.agreed += usize::from(!differs);
        family.differed += usize::from(differs);
        let row = dataset.row(total_row).2.row;
        if parts.iter().all(|part| dataset.row(*part).2.row == row) {
            family.in_rows.push((place, row, family.total, differs && shifts::is_far(sum, total)));
        }
    }
    if differs {
        let message = if complete {
            format!(
                "{}, {period}: {what}: die Teile nach „{label}“ ergeben {}, als Summe steht {}.",
                name(),
                exact(sum),
                exact(total)
            )
        } else {
            format!(
                "{}, {period}: {what}: schon die bekannten Teile nach „{label}“ ergeben {}, mehr als die Summe {}.",
                name(),
                exact(sum),
                exact(total)
            )
        };
        let finding = Finding::at(dataset, SUM_DIFFERS, Severity::Warning, place, message);
        family.findings.push(finding.with_values(sum, total).with_cells(cells(Some(total_row))));
    }
}

/// Kreise against their Land. Länder whose Kreise do not add up as a rule (rounding, cases without a Kreis) are left alone.
fn check_areas(dataset: &Dataset, protections: &Protections, findings: &mut Vec<Finding>) {
    let mut kreise: BTreeMap<&str, Vec<AreaPosition>> = BTreeMap::new();
    for (position, area) in dataset.areas().iter().enumerate() {
        if area.code.len() == 5 && area.code.bytes().all(|byte| byte.is_ascii_digit()) {
            kreise.entry(&area.code[..2]).or_default().push(AreaPosition::at(position));
        }
    }
    for (land, kreise) in kreise {
        let Some(land) = dataset.area(land) else { continue };
        if kreise.len() < 2 {
            continue;
        }
        let (mut agreed, mut differed) = (0, Vec::new());
        for period in dataset.all_periods() {
            let protection = protections(&dataset.area_category(land).code, dataset.period_at(period));
            let mut sums: HashMap<u32, Option<f64>> = HashMap::new();
            let present: Vec<AreaPosition> =
                kreise.iter().copied().filter(|kreis| dataset.has(*kreis, period)).collect();
            let mut counts: HashMap<u32, usize> = HashMap::new();
            for kreis in &present {
                for row in dataset.rows(*kreis, period) {
                    let (combination, wert, _) = dataset.row(row);
                    *counts.entry(combination).or_insert(0) += 1;
                    let sum = sums.entry(combination).or_insert(Some(0.0));
                    *sum = sum.zip(wert.value()).map(|(sum, value)| sum + value);
                }
            }
            for row in dataset.rows(land, period) {
                let (combination, wert, _) = dataset.row(row);
                let measure = &dataset.measures()[dataset.members(combination)[0] as usize];
                let complete = counts.get(&combination) == Some(&present.len());
                let sum = sums.get(&combination).copied().flatten().filter(|_| complete && adds_up(measure));
                let Some((sum, total)) = sum.zip(wert.value()) else { continue };
                let tolerance =
                    protection.tolerance(present.len()) + rounding(measure, present.len()) + 1e-6 * total.abs();
                if (sum - total).abs() <= tolerance {
                    agreed += 1;
                    continue;
                }
                let message = format!(
                    "{}, {}: {}: die Kreise ergeben {}, für das Land steht {}.",
                    area_name(dataset, land),
                    dataset.period_at(period),
                    dataset.described(combination),
                    exact(sum),
                    exact(total)
                );
                let finding = Finding::at(dataset, AREAS_DIFFER, Severity::Note, (land, period), message);
                let cells = reference(dataset, (land, period), row).into_iter().collect();
                differed.push(finding.with_values(sum, total).with_cells(cells));
            }
        }
        // Nearly all sums of a Land agree, or its way of publishing is another one.
        if agreed as f64 >= 0.9 * (agreed + differed.len()) as f64 {
            findings.extend(differed);
        }
    }
}
