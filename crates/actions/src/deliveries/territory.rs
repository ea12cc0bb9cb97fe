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
        let strange = self.delivered.iter().map(|(key, name)| (key.as_str(), name.as_str()));
        let strange: Vec<_> = strange.filter(|(key, _)| !known.contains_key(key) && !above.contains(key)).collect();
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
        let levels: BTreeSet<(usize, &str)> =
            self.delivered.keys().filter_map(|key| Some((key.len(), key.get(..2)?))).collect();
        for (length, land) in levels {
            let of_level =
                || known.iter().filter(|(key, _)| key.len() == length && (length == 2 || key.starts_with(land)));
            let bare: Vec<(&str, &str)> =
                of_level().filter(|(key, _)| !stored.contains(*key)).map(|(key, name)| (*key, *name)).collect();
            if bare.is_empty() || (length == 2 && levels_before(&self.delivered, land)) {
                continue;
            }
            let message = format!(
                "{} von {} bekannten Gebieten dieser Ebene ({}) haben keine Grenzen: {}.",
                bare.len(),
                of_level().count(),
                level_in_words(length, land),
                listed(&bare)
            );
            let hint = "Auf Karten fehlen sie. Bitte ergänzen Sie die Grenzen, oder prüfen Sie den Gebietsstand der Datei. Enthält sie mit Absicht nur einen Teil, ist nichts zu tun.";
            issue("DLV-021", Severity::Warning, message, hint);
        }
        issues
    }
}

/// Länder are counted once, with the first of them.
fn levels_before(delivered: &BTreeMap<String, String>, land: &str) -> bool {
    delivered.keys().find(|key| key.len() == 2).is_some_and(|first| first != land)
}

fn level_in_words(length: usize, land: &str) -> String {
    match length {
        2 => "Länder".to_owned(),
        5 => format!("Kreise im Land {land}"),
        8 => format!("Gemeinden im Land {land}"),
        _ => format!("Gemeindeverbände im Land {land}"),
    }
}

fn listed(areas: &[(&str, &str)]) -> String {
    let named: Vec<String> = areas.iter().take(NAMED).map(|(key, name)| format!("{key} {name}")).collect();
    let more = areas.len().saturating_sub(NAMED);
    let rest = if more > 0 { format!(" und {more} weitere") } else { String::new() };
    named.join(", ") + &rest
}
