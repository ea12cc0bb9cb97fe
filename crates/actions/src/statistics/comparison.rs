//! A new table beside what is shown until then: what is new, revised, gone, and what looks wrong.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use cube::checks;
use cube::dataset::{Dataset as Cube, Part};
use model::ids::DeliveryId;
use model::issue::Severity;
use model::statistics::{Cell, Period, Protection, Table};
use store::statistics::{Dataset, Delivery};

use super::Observed;
use crate::{Error, Result};

/// Findings kept per delivery; the worst first.
const MOST_FINDINGS: usize = 500;
/// Revisions told one by one.
const MOST_REVISIONS: usize = 50;

/// Something that somebody should look at, as it is stored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// Stable code of the kind of finding.
    pub code: String,
    pub severity: Severity,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<String>,
    /// In German.
    pub message: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub found: Option<f64>,
    /// Cells of the delivered file, the suspicious one first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cells: Vec<Cell>,
}

impl From<checks::Finding> for Finding {
    fn from(finding: checks::Finding) -> Self {
        Self {
            code: finding.code.to_owned(),
            severity: finding.severity,
            area: finding.area,
            period: finding.period.map(|period| period.to_string()),
            message: finding.message,
            expected: finding.expected,
            found: finding.found,
            cells: finding.cells.into_iter().map(|reference| reference.cell).collect(),
        }
    }
}

/// Numbers of an earlier delivery are different in this one.
const REVISED: &str = "CHK-060";
/// Values of an earlier delivery are missing in this one.
const VANISHED: &str = "CHK-061";
/// An area has lost much of what it had in a period.
const HOLE: &str = "CHK-062";

impl Finding {
    /// Whether it compares a delivery with one before. What that said may never have been public.
    pub fn compares(&self) -> bool {
        [REVISED, VANISHED, HOLE].contains(&self.code.as_str())
    }
}

#[derive(Debug, Default)]
pub(super) struct Compared {
    pub(super) observed: Observed,
    pub(super) findings: Vec<Finding>,
    /// Something of the layout is lost, or values have moved: what is shown must not change before somebody has looked.
    pub(super) breaks_layout: bool,
}

/// What is shown so far.
pub(super) struct Before<'a> {
    pub(super) cube: &'a Cube,
    pub(super) newest: &'a Delivery,
    /// Deliveries that will still be newer: what the new table has for their areas and periods is not shown.
    pub(super) newer: &'a BTreeSet<DeliveryId>,
}

/// Compares and checks. `id` is the delivery to be.
pub(super) fn compare(
    dataset: &Dataset,
    before: Option<&Before>,
    id: DeliveryId,
    table: Arc<Table>,
) -> Result<Compared> {
    let head = table.head.clone();
    let part = Part { delivery: id, order: 0, table };
    let delivered = Cube::new(vec![part]).map_err(|error| Error::Dataset(dataset.code.clone(), error))?;
    let mut compared = Compared::default();
    match before {
        None => compared.observed.new = delivered.len() as u64,
        Some(before) => {
            let difference = checks::compare(before.cube, &delivered, &|shown| before.newer.contains(&shown));
            compared.observed = Observed {
                new: difference.added as u64,
                revised: difference.revised.len() as u64,
                vanished: difference.vanished.len() as u64,
                // Only a mark differs: the value is the same.
                unchanged: (difference.unchanged + difference.remarked) as u64,
                outdated: difference.outdated as u64,
            };
            let drift = checks::compare_layouts(&before.newest.summary.head, &head);
            // A heading that is called otherwise takes its values out of their series: somebody has to look first.
            let lost = !drift.is_empty() && compared.observed.vanished > 0;
            let holes: Vec<Finding> = difference.holes.iter().map(hole).collect();
            compared.breaks_layout = lost || loses_much(&compared.observed) || !holes.is_empty();
            compared.findings.extend(drift.into_iter().map(Finding::from));
            compared.findings.extend(holes);
            compared.findings.extend(checks::shifted_rows(before.cube, &delivered).into_iter().map(Finding::from));
            compared.findings.extend(told(&difference));
        }
    }
    // What nobody has noted shows in the numbers themselves: a Land that rounds has nothing but multiples.
    let observed = checks::ObservedProtection::of(&delivered);
    let protections = |area: &str, period: Period| match super::protection_of(dataset, area, period.year()) {
        Protection::Unknown => observed.protection(area, period),
        noted => noted,
    };
    let mut checked: Vec<Finding> = checks::check(&delivered, &protections).into_iter().map(Finding::from).collect();
    checked.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    compared.findings.extend(checked);
    // Shifted values are numbers like all others: shown once, nobody would notice them.
    compared.breaks_layout |= compared.findings.iter().any(|finding| finding.code == checks::ROW_SHIFTED);
    if compared.findings.len() > MOST_FINDINGS {
        let more = compared.findings.len() - MOST_FINDINGS;
        compared.findings.truncate(MOST_FINDINGS);
        compared.findings.push(Finding {
            code: "CHK-099".to_owned(),
            severity: Severity::Note,
            area: None,
            period: None,
            message: format!("{more} weitere Auffälligkeiten wurden nicht einzeln gespeichert."),
            expected: None,
            found: None,
            cells: Vec::new(),
        });
    }
    Ok(compared)
}

/// More than 30 % of what the delivery should have is missing in it.
fn loses_much(observed: &Observed) -> bool {
    let known = observed.unchanged + observed.revised + observed.vanished;
    observed.vanished * 10 > known * 3
}

/// An area that loses a good part of its values in a period: too few to be noticed among all, and everything to those who live there.
fn hole(hole: &checks::Hole) -> Finding {
    Finding {
        code: HOLE.to_owned(),
        severity: Severity::Error,
        area: Some(hole.area.clone()),
        period: Some(hole.period.to_string()),
        message: format!(
            "{}, {}: {} von {} Werten fehlen, die es bisher gab.",
            hole.area_name, hole.period, hole.vanished, hole.known
        ),
        expected: None,
        found: None,
        cells: Vec::new(),
    }
}

/// Revised and vanished values in words, the first ones each by itself. A number that its source does not give any more is not repeated:
/// it may have been made secret.
fn told(difference: &checks::Comparison) -> Vec<Finding> {
    let one = |code: &str, revision: &checks::Revision, message: String| Finding {
        code: code.to_owned(),
        severity: Severity::Note,
        area: Some(revision.area.clone()),
        period: Some(revision.period.to_string()),
        message,
        expected: revision.old.value().filter(|_| revision.new.is_some_and(|new| new.value().is_some())),
        found: revision.new.and_then(|wert| wert.value()),
        cells: revision.new_cell.iter().map(|reference| reference.cell).collect(),
    };
    let printed = |wert: model::wert::Wert| cube::numerals::printed(wert, None);
    let place = |revision: &checks::Revision| format!("{}, {}, {}", revision.area_name, revision.period, revision.what);
    let revised = difference.revised.iter().take(MOST_REVISIONS).map(|revision| {
        let new = revision.new.unwrap_or(model::wert::Wert::symbol(model::wert::Symbol::Missing));
        let message = match (revision.old.value(), new.value()) {
            (Some(_), None) => format!("{}: bisher eine Zahl, jetzt {}.", place(revision), printed(new)),
            _ => format!("{}: bisher {}, jetzt {}.", place(revision), printed(revision.old), printed(new)),
        };
        one(REVISED, revision, message)
    });
    let vanished = difference
        .vanished
        .iter()
        .take(MOST_REVISIONS)
        .map(|revision| one(VANISHED, revision, format!("{}: jetzt ohne Angabe.", place(revision))));
    revised.chain(vanished).collect()
}
