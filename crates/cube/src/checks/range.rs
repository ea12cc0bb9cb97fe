//! Numbers that cannot be, by the unit of their measure.

use model::issue::Severity;
use model::statistics::Category;

use super::{Finding, OUT_OF_RANGE, area_name, reference};
use crate::dataset::Dataset;
use crate::numerals::exact;

/// What a measure may be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// 0 to 100.
    Share,
    /// From 0; above 100 where what is counted above and below the line comes from different places, as with Betreuungsquoten.
    Rate,
    /// Whole numbers from 0.
    Count,
    Any,
}

fn kind(measure: &Category) -> Kind {
    let label = measure.label.to_lowercase();
    let signed = ["saldo", "überschuss", "veränderung", "differenz", "zuwachs", "entwicklung", "wachstum"];
    if signed.iter().any(|word| label.contains(word)) {
        return Kind::Any;
    }
    match measure.unit.as_deref() {
        Some("Prozent" | "%") if label.contains("quote") => Kind::Rate,
        Some("Prozent" | "%") => Kind::Share,
        Some("Anzahl" | "Personen") if !label.contains("durchschnitt") => Kind::Count,
        _ => Kind::Any,
    }
}

pub(super) fn check(dataset: &Dataset) -> Vec<Finding> {
    let kinds: Vec<Kind> = dataset.measures().iter().map(kind).collect();
    // A measure that mostly has decimals is a mean, whatever its unit says.
    let mut broken = vec![(0_usize, 0_usize); kinds.len()];
    for (_, _, rows) in dataset.slots() {
        for row in rows {
            let (combination, wert, _) = dataset.row(row);
            if let Some(value) = wert.value() {
                let of_measure = &mut broken[dataset.members(combination)[0] as usize];
                of_measure.0 += usize::from(value.fract() != 0.0);
                of_measure.1 += 1;
            }
        }
    }
    let mut findings = Vec::new();
    for (area, period, rows) in dataset.slots() {
        for row in rows {
            let (combination, wert, _) = dataset.row(row);
            let Some(value) = wert.value() else { continue };
            let measure = dataset.members(combination)[0] as usize;
            let is_mean = broken[measure].0 * 10 > broken[measure].1;
            let (severity, mistake) = match kinds[measure] {
                Kind::Share | Kind::Rate if value < 0.0 => (Severity::Error, "ein Anteil unter 0"),
                Kind::Share if value > 100.0 => (Severity::Warning, "ein Anteil über 100"),
                Kind::Rate if value > 100.0 => (Severity::Note, "eine Quote über 100"),
                Kind::Count if value < 0.0 => (Severity::Error, "eine Anzahl unter 0"),
                Kind::Count if value.fract() != 0.0 && !is_mean => {
                    (Severity::Warning, "eine Anzahl mit Nachkommastellen")
                }
                _ => continue,
            };
            let message = format!(
                "{}, {}: {}: {} ist {mistake}.",
                area_name(dataset, area),
                dataset.period_at(period),
                dataset.described(combination),
                exact(value)
            );
            let mut finding = Finding::at(dataset, OUT_OF_RANGE, severity, (area, period), message);
            finding.found = Some(value);
            finding.cells = reference(dataset, (area, period), row).into_iter().collect();
            findings.push(finding);
        }
    }
    findings
}
