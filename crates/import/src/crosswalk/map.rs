//! The meaning: keys, shares, years, and whether the shares of an area add up.

use std::collections::{BTreeMap, HashSet};

use model::areas::TerritorialWeight;
use model::issue::Severity;

use super::read::{Block, Entry};
use crate::Item;
use crate::issues::{Delivery, Spot, quote};

/// By how much the shares of one area may miss 1: shares are published with many digits, sums of areas in square kilometres with two.
const TOLERANCE: f64 = 0.001;

#[derive(Default)]
pub(super) struct Mapper {
    weights: usize,
    /// Rows with a key whose leading zero was put back.
    zeros: u64,
    seen: HashSet<(i32, String, i32, String)>,
}

/// Sums of the shares of one area.
#[derive(Default)]
struct Sum {
    row: u64,
    population: f64,
    ground: f64,
}

impl Mapper {
    /// How many weights there have been.
    pub(super) fn weights(&self) -> usize {
        self.weights
    }

    /// Says what holds for the whole file.
    pub(super) fn finish(&self, delivery: &mut Delivery<'_>) {
        if self.zeros > 0 {
            let message =
                format!("Zeilen, in denen die verlorene führende Null eines Schlüssels ergänzt wurde: {}.", self.zeros);
            let hint = "Bitte speichern Sie Schlüssel als Text und nicht als Zahl.";
            delivery.issue("CRW-004", Severity::Note, Spot::default(), message, hint);
        }
    }

    pub(super) fn accept(&mut self, block: &Block, delivery: &mut Delivery<'_>) {
        let sheet = block.sheet.as_deref();
        let keys = || block.entries.iter().flat_map(|entry| [entry.from.as_str(), entry.to.as_str()]);
        // Kreise are written as Gemeinden that end in 000; among Gemeinden only the kreisfreie Städte do.
        let of_kreise = keys().filter_map(padded).all(|key| key.ends_with("000"));
        let mut assumed = 0_u64;
        let mut sums: BTreeMap<(i32, String), Sum> = BTreeMap::new();
        for entry in &block.entries {
            let mut report = |code, severity, column, message: String, hint: &str| {
                let spot = Spot { sheet, row: Some(entry.row), column: Some(column), record: Some(&entry.from) };
                delivery.issue(code, severity, spot, message, hint);
            };
            let mut key = |text: &str, column| {
                let found = key_of(text, of_kreise);
                if found.is_none() {
                    let message =
                        format!("{} ist kein Gebietsschlüssel; die Zeile wurde nicht übernommen.", quote(text));
                    let hint = "Ein Kreis hat fünf Ziffern (oder acht, die auf 000 enden), eine Gemeinde acht.";
                    report("CRW-003", Severity::Error, column, message, hint);
                }
                found
            };
            let (Some(from), Some(to)) = (key(&entry.from, "Gebiet vorher"), key(&entry.to, "Gebiet nachher")) else {
                continue;
            };
            self.zeros += u64::from(from.1 || to.1);
            let (from, to) = (from.0, to.0);
            let Some((from_year, to_year)) = years(block, entry) else {
                let message =
                    "Das Jahr vor oder nach der Gebietsänderung fehlt; die Zeile wurde nicht übernommen.".to_owned();
                let hint = "Die Jahre stehen in den Überschriften („Kreise 31.12.1990“), im Namen des Blatts („1990-2020“) oder in einer Spalte „Jahr“.";
                report("CRW-007", Severity::Error, "Jahr", message, hint);
                continue;
            };
            let mut share = |text: &str, column| {
                let found =
                    text.replace(',', ".").parse::<f64>().ok().filter(|share| (0.0..=1.0 + TOLERANCE).contains(share));
                if found.is_none() && !text.is_empty() {
                    let message = format!("{} ist kein Anteil von 0 bis 1.", quote(text));
                    report("CRW-005", Severity::Warning, column, message, "Bitte prüfen Sie den Wert in der Quelle.");
                }
                found.map(|share| share.min(1.0))
            };
            let (population, ground) = (share(&entry.population, "Bevölkerung"), share(&entry.ground, "Fläche"));
            assumed += u64::from(population.is_some() != ground.is_some());
            let (Some(population), Some(ground)) = (population.or(ground), ground.or(population)) else {
                let message = "Die Zeile hat keinen Anteil und wurde nicht übernommen.".to_owned();
                report("CRW-005", Severity::Error, "Anteil", message, "Bitte ergänzen Sie den Anteil in der Quelle.");
                continue;
            };
            if !self.seen.insert((from_year, from.clone(), to_year, to.clone())) {
                let message = format!(
                    "Der Übergang von {from} ({from_year}) nach {to} ({to_year}) kommt ein zweites Mal vor; die erste Zeile gilt."
                );
                report("CRW-008", Severity::Warning, "Zeile", message, "Jedes Paar darf nur einmal vorkommen.");
                continue;
            }
            let sum = sums.entry((from_year, from.clone())).or_insert(Sum { row: entry.row, ..Sum::default() });
            sum.population += population;
            sum.ground += ground;
            self.weights += 1;
            delivery.item(Item::Weight(Box::new(TerritorialWeight {
                from_year,
                from,
                to_year,
                to,
                population,
                ground,
            })));
        }
        if assumed > 0 {
            let message = format!("Zeilen, in denen nur ein Anteil steht und auch für den anderen gilt: {assumed}.");
            let hint = "Mit dem Anteil der Bevölkerung werden Personen genauer umgerechnet als mit dem der Fläche.";
            delivery.issue("CRW-010", Severity::Note, Spot { sheet, ..Spot::default() }, message, hint);
        }
        for ((year, from), sum) in sums {
            let off = |sum: f64| (sum - 1.0).abs() > TOLERANCE;
            if off(sum.population) || off(sum.ground) {
                let decimal = |number: f64| format!("{number:.4}").replace('.', ",");
                let message = format!(
                    "Die Anteile von {from} ({year}) ergeben nicht 1, sondern {} (Bevölkerung) und {} (Fläche).",
                    decimal(sum.population),
                    decimal(sum.ground)
                );
                let hint = "Umgerechnete Werte dieses Gebiets wären zu klein oder zu groß. Bitte prüfen Sie, ob eine Zeile fehlt.";
                let spot = Spot { sheet, row: Some(sum.row), column: None, record: Some(&from) };
                delivery.issue("CRW-006", Severity::Warning, spot, message, hint);
            }
        }
    }
}

fn years(block: &Block, entry: &Entry) -> Option<(i32, i32)> {
    let in_column =
        entry.year.as_deref().and_then(|text| text.get(..4)?.parse().ok()).filter(|year| (1949..2100).contains(year));
    Some((in_column.or(block.columns.from_year)?, block.columns.to_year?))
}

/// Digits of a key of a Gemeinde, or of a Kreis written as one, with the leading zero a table of numbers has lost.
fn padded(text: &str) -> Option<String> {
    let digits = text.strip_suffix(".0").unwrap_or(text);
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    (is_number && matches!(digits.len(), 7 | 8)).then(|| format!("{digits:0>8}"))
}

/// The key, and whether a leading zero was put back.
fn key_of(text: &str, of_kreise: bool) -> Option<(String, bool)> {
    let digits = text.strip_suffix(".0").unwrap_or(text);
    let (key, zero_added) = match padded(text) {
        Some(key) => (if of_kreise { key[..5].to_owned() } else { key.clone() }, digits.len() == 7),
        None if matches!(digits.len(), 4 | 5) => (format!("{digits:0>5}"), digits.len() == 4),
        None if matches!(digits.len(), 1 | 2) => (format!("{digits:0>2}"), digits.len() == 1),
        None => (digits.to_owned(), false),
    };
    key.parse::<model::codes::area_key::AreaKey>().ok().map(|key| (key.as_str().to_owned(), zero_added))
}
