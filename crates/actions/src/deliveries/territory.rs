//! Takes outlines and territorial weights into the store.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use chrono::NaiveDate;

use model::areas::{Area, AreaShape, TerritorialWeight};
use model::codes::area_key::AreaKey;
use model::ids::KommuneId;
use model::issue::{Issue, Place, Severity};
use store::Transaction;

use super::Records;
use crate::Result;

type WeightKey = (i32, String, i32, String);

#[derive(Default)]
pub(super) struct TerritoryIntake {
    pub(super) records: Records,
    /// Read when the first record arrives: deliveries of offers bring none.
    shapes: Option<HashSet<(String, NaiveDate)>>,
    weights: Option<HashSet<WeightKey>>,
    /// Official keys of this delivery's outlines, with their names.
    delivered: BTreeMap<String, String>,
}

/// Areas that a report names one by one.
const NAMED: usize = 10;

impl TerritoryIntake {
    pub(super) async fn take_shape(
        &mut self,
        transaction: &mut Transaction,
        kommune: KommuneId,
        shape: &AreaShape,
    ) -> Result<()> {
        let known = match &mut self.shapes {
            Some(known) => known,
            none => none.insert(store::territory::shape_keys(transaction, kommune).await?.into_iter().collect()),
        };
        if shape.key.parse::<AreaKey>().is_ok() {
            self.delivered.insert(shape.key.clone(), shape.name.clone());
        }
        let is_new = known.insert((shape.key.clone(), shape.valid_from));
        let written = store::territory::upsert_shape(transaction, kommune, shape).await?;
        self.records.count(is_new, written);
        Ok(())
    }

    pub(super) async fn take_weight(
        &mut self,
        transaction: &mut Transaction,
        kommune: KommuneId,
        weight: &TerritorialWeight,
    ) -> Result<()> {
        let known = match &mut self.weights {
            Some(known) => known,
            none => none.insert(store::territory::weight_keys(transaction, kommune).await?.into_iter().collect()),
        };
        let is_new = known.insert((weight.from_year, weight.from.clone(), weight.to_year, weight.to.clone()));
        let written = store::territory::upsert_weight(transaction, kommune, weight).await?;
        self.records.count(is_new, written);
        Ok(())
    }

    /// What does not meet: outlines of areas that nobody knows, and known areas of their level and Land without an outline. Either leaves a
    /// white spot on the map that nobody can explain later.
    pub(super) fn gaps<'a>(&self, known: impl Iterator<Item = &'a Area>, file: &str) -> Vec<Issue> {
        let known: BTreeMap<&str, &str> = known.map(|area| (area.key.as_str(), area.name.as_str())).collect();
        let mut issues = Vec::new();
        let mut issue = |code, severity, message: String, hint: &str| {
            let place = Place { file: file.to_owned(), ..Place::default() };
            issues.push(Issue::new(code, severity, place, message, hint));
        };
        if self.delivered.is_empty() {
            return issues;
        }
        if known.is_empty() {
            let message = "Es ist noch kein Gemeindeverzeichnis eingelesen. Ob die Schlüssel der Flächen zu den Gebieten passen, ist deshalb nicht geprüft.";
            let hint = "Lesen Sie das Gemeindeverzeichnis ein (gv100) und danach die Grenzen noch einmal.";
            issue("DLV-020", Severity::Note, message.to_owned(), hint);
            return issues;
        }
        // A list of Gemeinden knows their Kreise and Länder as well.
        let above: BTreeSet<&str> = known.keys().flat_map(|key| [key.get(..2), key.get(..5)]).flatten().collect();
        let is_known = |key: &str| {
            known.contains_key(key)
                || above.contains(key)
                || without_verband(key).is_some_and(|key| known.contains_key(key.as_str()))
        };
        let strange = self.delivered.iter().map(|(key, name)| (key.as_str(), name.as_str()));
        let strange: Vec<_> = strange.filter(|(key, _)| !is_known(key)).collect();
        if !strange.is_empty() {
            let message = format!(
                "{} von {} Flächen haben Schlüssel, zu denen kein Gebiet bekannt ist: {}. Auf Karten erscheinen sie ohne Werte.",
                strange.len(),
                self.delivered.len(),
                listed(&strange)
            );
            let hint = "Bitte prüfen Sie, ob Grenzen und Gemeindeverzeichnis denselben Gebietsstand haben und ob die richtige Spalte als Schlüssel gelesen wurde („key“ in den Einstellungen der Quelle).";
            issue("DLV-020", Severity::Warning, message, hint);
        }
        let stored: HashSet<&str> = self.shapes.iter().flatten().map(|(key, _)| key.as_str()).collect();
        let mut levels: BTreeMap<usize, BTreeSet<&str>> = BTreeMap::new();
        for key in self.delivered.keys() {
            levels.entry(key.len()).or_default().extend(key.get(..2));
        }
        for (length, laender) in levels {
            let of_level: Vec<(&str, &str)> = known
                .iter()
                .filter(|(key, _)| key.len() == length && (length == 2 || laender.contains(&key[..2])))
                .map(|(key, name)| (*key, *name))
                .collect();
            let bare: Vec<_> = of_level.iter().filter(|(key, _)| !stored.contains(key)).copied().collect();
            if bare.is_empty() {
                continue;
            }
            let message = format!(
                "{} von {} bekannten {} haben keine Grenzen: {}.",
                bare.len(),
                of_level.len(),
                level_in_words(length, &laender),
                listed(&bare)
            );
            let hint = "Auf Karten fehlen sie. Bitte ergänzen Sie die Grenzen, oder prüfen Sie den Gebietsstand der Datei. Enthält sie mit Absicht nur einen Teil, ist nichts zu tun.";
            issue("DLV-021", Severity::Warning, message, hint);
        }
        issues
    }
}

/// A Gemeinde without Verband has the key of a Verband of its own in the data of the Bundesamt: 064310001 is 06431001.
fn without_verband(key: &str) -> Option<String> {
    (key.len() == 9 && key.get(5..6) == Some("0")).then(|| format!("{}{}", &key[..5], &key[6..]))
}

fn level_in_words(length: usize, laender: &BTreeSet<&str>) -> String {
    let level = match length {
        2 => return "Ländern".to_owned(),
        5 => "Kreisen",
        8 => "Gemeinden",
        _ => "Gemeindeverbänden",
    };
    let codes = laender.iter().copied().collect::<Vec<_>>().join(", ");
    let land = if laender.len() == 1 { "Land" } else { "Länder" };
    format!("{level} ({land} {codes})")
}

fn listed(areas: &[(&str, &str)]) -> String {
    let named: Vec<String> = areas.iter().take(NAMED).map(|(key, name)| format!("{key} {name}")).collect();
    let more = areas.len().saturating_sub(NAMED);
    let rest = if more > 0 { format!(" und {more} weitere") } else { String::new() };
    named.join(", ") + &rest
}
