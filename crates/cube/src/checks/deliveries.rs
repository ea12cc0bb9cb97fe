//! A new delivery of a table beside the one before.

use std::collections::HashMap;

use model::ids::DeliveryId;
use model::issue::Severity;
use model::statistics::{Period, TableHead};
use model::wert::Wert;

use super::{Finding, LAYOUT_CHANGED};
use crate::dataset::{AreaPosition, Dataset, PeriodPosition, Reference};

/// What a new delivery changes.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Comparison {
    pub unchanged: usize,
    /// Values that the delivery before did not have.
    pub added: usize,
    /// Another number or another sign.
    pub revised: Vec<Revision>,
    /// Values that are gone though the new delivery has something for their area and period.
    pub vanished: Vec<Revision>,
    /// Only marks differ: provisional became final.
    pub remarked: usize,
    /// Values of the new delivery that are not shown, because what is there is newer.
    pub outdated: usize,
    /// Areas that lose a good part of their values in a period.
    pub holes: Vec<Hole>,
}

/// An area and period of which many values are gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hole {
    pub area: String,
    pub area_name: String,
    pub period: Period,
    pub vanished: usize,
    /// How many numbers there were.
    pub known: usize,
}

impl Hole {
    /// From 30 % on, and not for a single value.
    fn is_notable(&self) -> bool {
        self.vanished >= 3 && self.vanished * 10 >= self.known * 3
    }
}

/// A value before and after.
#[derive(Debug, Clone, PartialEq)]
pub struct Revision {
    pub area: String,
    pub area_name: String,
    pub period: Period,
    /// Measure and categories, by label.
    pub what: String,
    pub old: Wert,
    pub old_cell: Reference,
    pub new: Option<Wert>,
    pub new_cell: Option<Reference>,
}

/// Compares what is shown with a new delivery. `stays` says which deliveries are newer than the new one: their values stay as they are.
pub fn compare(old: &Dataset, new: &Dataset, stays: &dyn Fn(DeliveryId) -> bool) -> Comparison {
    let areas: Vec<Option<AreaPosition>> = old.areas().iter().map(|area| new.area(&area.code)).collect();
    let combinations = combinations(old, new);
    let mut comparison = Comparison::default();
    let mut met = 0;
    for (area, period, rows) in old.slots() {
        let at = areas[area.index()].zip(new.period(old.period_at(period)));
        let Some((new_area, new_period)) = at.filter(|(area, period)| new.has(*area, *period)) else {
            // What a delivery does not have stays as it is.
            continue;
        };
        if old.delivery_of(area, period).is_some_and(stays) {
            comparison.outdated += new.rows(new_area, new_period).count();
            continue;
        }
        let by_combination: HashMap<u32, usize> =
            new.rows(new_area, new_period).map(|row| (new.row(row).0, row)).collect();
        let category = old.area_category(area);
        let mut hole = Hole {
            area: category.code.clone(),
            area_name: category.label.clone(),
            period: old.period_at(period),
            vanished: 0,
            known: 0,
        };
        for row in rows {
            let (combination, wert, _) = old.row(row);
            let found = combinations[combination as usize].and_then(|combination| by_combination.get(&combination));
            hole.known += usize::from(wert.value().is_some());
            let Some(&new_row) = found else {
                comparison.vanished.extend(revision(old, (area, period), row, None));
                hole.vanished += usize::from(wert.value().is_some());
                continue;
            };
            met += 1;
            let (_, now, cell) = new.row(new_row);
            if now.symbol != wert.symbol || now.value() != wert.value() {
                let delivery = new.delivery_of(new_area, new_period);
                let after = delivery.map(|delivery| (now, Reference { delivery, cell }));
                comparison.revised.extend(revision(old, (area, period), row, after));
            } else if now.flags == wert.flags {
                comparison.unchanged += 1;
            } else {
                comparison.remarked += 1;
            }
        }
        comparison.holes.extend(Some(hole).filter(Hole::is_notable));
    }
    comparison.added = new.len() - met - comparison.outdated;
    comparison
}

/// The combinations of `old` as `new` numbers them, by the codes of their categories; what one does not break down stands at its total.
pub(super) fn combinations(old: &Dataset, new: &Dataset) -> Vec<Option<u32>> {
    let named = |dataset: &Dataset, combination: u32| -> Vec<(String, String)> {
        let members = dataset.members(combination).iter().zip(dataset.dimensions()).enumerate();
        let mut named: Vec<(String, String)> = members
            .map(|(position, (member, dimension))| {
                let code = dimension.categories[*member as usize].code.clone();
                // A dimension of measures may be called differently.
                (if position == 0 { String::new() } else { dimension.code.clone() }, code)
            })
            .filter(|(_, code)| code != model::statistics::TOTAL)
            .collect();
        named.sort();
        named
    };
    let of_new: HashMap<Vec<(String, String)>, u32> =
        (0..new.combination_count() as u32).map(|combination| (named(new, combination), combination)).collect();
    (0..old.combination_count() as u32).map(|combination| of_new.get(&named(old, combination)).copied()).collect()
}

fn revision(
    old: &Dataset,
    place: (AreaPosition, PeriodPosition),
    row: usize,
    after: Option<(Wert, Reference)>,
) -> Option<Revision> {
    let (combination, wert, _) = old.row(row);
    let area = old.area_category(place.0);
    Some(Revision {
        area: area.code.clone(),
        area_name: area.label.clone(),
        period: old.period_at(place.1),
        what: old.described(combination),
        old: wert,
        old_cell: super::reference(old, place, row)?,
        new: after.map(|(wert, _)| wert),
        new_cell: after.map(|(_, cell)| cell),
    })
}

/// Explains how the layout of a file differs from that of the delivery before.
pub fn compare_layouts(old: &TableHead, new: &TableHead) -> Vec<Finding> {
    let (before, after) = (numbered(&old.layout), numbered(&new.layout));
    let positions: HashMap<&(String, usize), usize> = after.iter().enumerate().map(|(at, name)| (name, at)).collect();
    let common: Vec<(usize, usize)> =
        before.iter().enumerate().filter_map(|(at, name)| positions.get(name).map(|to| (at, *to))).collect();
    let stayed = longest_increasing(&common);
    let mut findings = Vec::new();
    let mut add = |severity: Severity, message: String| {
        findings.push(Finding::about_all(LAYOUT_CHANGED, severity, message));
    };

    // What stands between the same neighbours was renamed.
    let mut bounds = vec![(None, None)];
    bounds.extend(stayed.iter().map(|(at, to)| (Some(*at), Some(*to))));
    bounds.push((Some(before.len()), Some(after.len())));
    let is_common_before = |at: usize| common.iter().any(|(known, _)| *known == at);
    let is_common_after = |to: usize| common.iter().any(|(_, known)| *known == to);
    for pair in bounds.windows(2) {
        let start = |bound: Option<usize>| bound.map_or(0, |at| at + 1);
        let range = |from: Option<usize>, to: Option<usize>| start(from)..to.unwrap_or(0);
        let mut gone = range(pair[0].0, pair[1].0).filter(|at| !is_common_before(*at)).map(|at| (&before[at].0, at));
        let mut come = range(pair[0].1, pair[1].1).filter(|to| !is_common_after(*to)).map(|to| (&after[to].0, to));
        loop {
            match (gone.next(), come.next()) {
                (Some((old, at)), Some((new, _))) => add(
                    Severity::Warning,
                    format!("„{old}“ (Stelle {}) heißt jetzt „{new}“; ist dasselbe gemeint?", at + 1),
                ),
                (Some((old, at)), None) => {
                    add(Severity::Error, format!("„{old}“ (bisher Stelle {}) fehlt in der neuen Datei.", at + 1));
                }
                (None, Some((new, to))) => {
                    add(Severity::Note, format!("„{new}“ ist neu (Stelle {}).", to + 1));
                }
                (None, None) => break,
            }
        }
    }
    for (at, to) in common.iter().filter(|pair| !stayed.contains(pair)) {
        let message = format!("„{}“ steht jetzt an Stelle {} statt {}.", before[*at].0, to + 1, at + 1);
        add(Severity::Warning, message);
    }
    findings
}

/// Names with the how-manieth of its name each is: merged headers are repeated in every column.
fn numbered(layout: &[String]) -> Vec<(String, usize)> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    let mut numbered = Vec::new();
    for name in layout {
        let count = counts.entry(name).or_insert(0);
        numbered.push((name.clone(), *count));
        *count += 1;
    }
    numbered
}

/// The most pairs that keep their order: everything else has moved.
fn longest_increasing(pairs: &[(usize, usize)]) -> Vec<(usize, usize)> {
    // Smallest end of a chain of each length, and the one before in its chain.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::new();
    for (position, (_, to)) in pairs.iter().enumerate() {
        let length = ends.partition_point(|end| pairs[*end].1 < *to);
        before.push(length.checked_sub(1).map(|shorter| ends[shorter]));
        if length == ends.len() {
            ends.push(position);
        } else {
            ends[length] = position;
        }
    }
    let mut chain = Vec::new();
    let mut next = ends.last().copied();
    while let Some(position) = next {
        chain.push(pairs[position]);
        next = before[position];
    }
    chain.reverse();
    chain
}
