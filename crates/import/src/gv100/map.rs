//! The meaning: keys, titles, numbers, and what is wrong with them.

use std::collections::HashSet;

use chrono::NaiveDate;
use model::areas::Area;
use model::codes::area_key::{AreaKey, AreaLevel};
use model::issue::Severity;
use model::places::GeoPoint;

use super::read::Entry;
use crate::issues::{Delivery, Spot, quote};
use crate::{Header, Item};

/// Turns entries into areas, in the order of the file.
#[derive(Default)]
pub(super) struct Mapper {
    seen: HashSet<AreaKey>,
    header_sent: bool,
}

impl Mapper {
    /// How many areas there have been.
    pub(super) fn areas(&self) -> usize {
        self.seen.len()
    }

    pub(super) fn accept(&mut self, entry: Entry, delivery: &mut Delivery<'_>) {
        if let Some(area) = self.area(&entry, delivery) {
            if !self.header_sent {
                self.header_sent = true;
                let version = format!("Gebietsstand {}", area.valid_from.format("%d.%m.%Y"));
                delivery.item(Item::Header(Header { version: Some(version), ..Header::default() }));
            }
            self.seen.insert(area.key.clone());
            delivery.item(Item::Area(Box::new(area)));
        }
    }

    fn area(&self, entry: &Entry, delivery: &mut Delivery<'_>) -> Option<Area> {
        let spot = Spot { sheet: entry.sheet.as_deref(), row: Some(entry.row), ..Spot::default() };
        let kreis_key = format!("{}{}{}", entry.land, entry.regierungsbezirk, entry.kreis);
        let (key, level) = match entry.satzart.as_str() {
            "10" => (entry.land.clone(), AreaLevel::Land),
            "40" => (kreis_key.clone(), AreaLevel::Kreis),
            "50" => (format!("{kreis_key}{}", entry.verband), AreaLevel::Gemeindeverband),
            "60" => (format!("{kreis_key}{}", entry.gemeinde), AreaLevel::Gemeinde),
            "20" | "30" => return None,
            other => {
                let message = format!("Die Zeile beginnt mit der unbekannten Satzart {}.", quote(other));
                let hint =
                    "Jede Zeile muss mit einer Satzart von 10 bis 60 beginnen. Bitte laden Sie die Datei neu herunter.";
                let spot = Spot { column: Some("Satzart"), ..spot };
                delivery.issue("GVZ-004", Severity::Error, spot, message, hint);
                return None;
            }
        };
        let mut report = |code, severity, column, message: String, hint: &str| {
            let spot = Spot { column: Some(column), record: Some(&key), ..spot.clone() };
            delivery.issue(code, severity, spot, message, hint);
        };
        if entry.cut {
            report(
                "GVZ-005",
                Severity::Error,
                "Zeile",
                "Die Zeile ist zu kurz und wurde nicht übernommen.".to_owned(),
                "GV100AD hat 220 Spalten je Zeile. Bitte laden Sie die Datei neu herunter.",
            );
            return None;
        }
        // A Gemeinde without Verband, listed once more as its own.
        if level == AreaLevel::Gemeindeverband && entry.textkennzeichen == "50" {
            return None;
        }
        let Some(area_key) = key.parse::<AreaKey>().ok().filter(|parsed| parsed.level() == level) else {
            report(
                "GVZ-006",
                Severity::Error,
                "Schlüssel",
                format!("{} ist kein gültiger Gebietsschlüssel für {}.", quote(&key), quote(&entry.name)),
                "Ein Land hat 2, ein Kreis 5, eine Gemeinde 8 und ein Gemeindeverband 9 Ziffern.",
            );
            return None;
        };
        if self.seen.contains(&area_key) {
            report(
                "GVZ-007",
                Severity::Error,
                "Schlüssel",
                format!(
                    "Der Schlüssel {area_key} kommt ein zweites Mal vor ({}); die erste Zeile gilt.",
                    quote(&entry.name)
                ),
                "Jedes Gebiet darf nur einmal vorkommen. Bitte laden Sie die Datei neu herunter.",
            );
            return None;
        }
        let Ok(valid_from) = NaiveDate::parse_from_str(&entry.gebietsstand, "%Y%m%d") else {
            report(
                "GVZ-008",
                Severity::Error,
                "Gebietsstand",
                format!("Der Gebietsstand {} ist kein Datum.", quote(&entry.gebietsstand)),
                "Der Gebietsstand steht in den Spalten 3 bis 10 (JJJJMMTT), im Auszug im Kopf der Tabelle.",
            );
            return None;
        };
        if entry.name.is_empty() {
            report(
                "GVZ-009",
                Severity::Error,
                "Name",
                format!("Das Gebiet {area_key} hat keinen Namen."),
                "Bitte laden Sie die Datei neu herunter.",
            );
            return None;
        }
        let mut number = |text: &str, column: &'static str| -> Option<u32> {
            if text.is_empty() {
                return None;
            }
            let value = text.parse().ok();
            if value.is_none() {
                let message = format!("{} ist keine ganze Zahl; der Wert bleibt leer.", quote(text));
                report("GVZ-010", Severity::Warning, column, message, "Bitte prüfen Sie den Wert in der Quelle.");
            }
            value
        };
        let hectares = number(&entry.hectares, "Fläche");
        let population = number(&entry.population, "Bevölkerung");
        let seat_plz = if entry.plz.is_empty() { None } else { entry.plz.parse().ok() };
        if seat_plz.is_none() && !entry.plz.is_empty() {
            let message = format!("{} ist keine Postleitzahl.", quote(&entry.plz));
            report("GVZ-011", Severity::Warning, "Postleitzahl", message, "Eine Postleitzahl hat fünf Ziffern.");
        }
        let center = center_of(entry);
        if center.is_none() && !(entry.lat.is_empty() && entry.lon.is_empty()) {
            let message =
                format!("Die Koordinaten {}, {} liegen nicht in Deutschland.", quote(&entry.lon), quote(&entry.lat));
            let hint = "Erwartet werden Längengrad (5 bis 16) und Breitengrad (47 bis 56) in Grad.";
            report("GVZ-012", Severity::Warning, "Koordinaten", message, hint);
        }
        let verband = if level == AreaLevel::Gemeinde {
            let verband: Option<AreaKey> = format!("{kreis_key}{}", entry.verband).parse().ok();
            let known = verband.filter(|verband| self.seen.contains(verband));
            // 0 and 9 mark Gemeinden without Verband and gemeindefreie Gebiete.
            if known.is_none() && !entry.verband.starts_with(['0', '9']) {
                let message = format!(
                    "Der Gemeindeverband {} von {} steht nicht vor seiner Gemeinde.",
                    quote(&entry.verband),
                    quote(&entry.name)
                );
                let hint = "Die Gemeinde ist ohne Verband übernommen. Bitte laden Sie die Datei neu herunter.";
                report("GVZ-013", Severity::Warning, "Gemeindeverband", message, hint);
            }
            known
        } else {
            None
        };
        let (name, title) = split_title(&entry.name, level);
        let kind = (!entry.textkennzeichen.is_empty()).then(|| entry.textkennzeichen.clone());
        Some(Area {
            key: area_key,
            name,
            title,
            kind,
            verband,
            valid_from,
            valid_until: None,
            population,
            hectares,
            seat_plz,
            center,
        })
    }
}

fn center_of(entry: &Entry) -> Option<GeoPoint> {
    let degrees = |text: &str| text.replace(',', ".").parse::<f64>().ok();
    GeoPoint::new(degrees(&entry.lat)?, degrees(&entry.lon)?)
}

/// "Flensburg, Stadt" → ("Flensburg", "Stadt").
pub(super) fn split_title(full: &str, level: AreaLevel) -> (String, Option<String>) {
    let tidy = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").replace(" ,", ",");
    match full.split_once(',') {
        Some((name, title))
            if !name.trim().is_empty()
                && !title.trim().is_empty()
                && (level != AreaLevel::Gemeindeverband || title.trim_end().ends_with("Stadt")) =>
        {
            (tidy(name), Some(tidy(title)))
        }
        _ => (tidy(full), None),
    }
}
