//! The meaning: which rows are places in Germany, and what is wrong with the others.

use std::collections::{BTreeMap, HashSet};

use model::areas::PostalPlace;
use model::codes::area_key::{AreaKey, AreaLevel};
use model::codes::plz::Plz;
use model::issue::Severity;
use model::places::GeoPoint;

use super::read::Row;
use crate::Item;
use crate::issues::{Delivery, Spot, quote};

#[derive(Default)]
pub(super) struct Mapper {
    seen: HashSet<(Plz, String)>,
    /// Country → rows that were left out.
    foreign: BTreeMap<String, u64>,
}

impl Mapper {
    pub(super) fn accept(&mut self, row: Row, delivery: &mut Delivery<'_>) {
        let mut report = |code, severity, column, message: String, hint: &str| {
            let record = (!row.plz.is_empty()).then_some(row.plz.as_str());
            let spot = Spot { row: Some(row.number), column: Some(column), record, ..Spot::default() };
            delivery.issue(code, severity, spot, message, hint);
        };
        if row.cut {
            let message = "Die Zeile hat zu wenige Spalten und wurde nicht übernommen.".to_owned();
            report("GEO-003", Severity::Error, "Zeile", message, "Bitte laden Sie die Datei neu herunter.");
            return;
        }
        if !row.country.eq_ignore_ascii_case("DE") {
            *self.foreign.entry(row.country.chars().take(60).collect()).or_default() += 1;
            return;
        }
        let Ok(plz) = row.plz.parse::<Plz>() else {
            let message = format!("{} ist keine deutsche Postleitzahl.", quote(&row.plz));
            let hint =
                "Eine Postleitzahl hat fünf Ziffern; führende Nullen gehen in Tabellenprogrammen leicht verloren.";
            report("GEO-004", Severity::Error, "Postleitzahl", message, hint);
            return;
        };
        if row.place.is_empty() {
            let message = "Die Zeile nennt keinen Ort.".to_owned();
            report("GEO-005", Severity::Error, "Ort", message, "Bitte ergänzen Sie den Ortsnamen.");
            return;
        }
        let degrees = |text: &str| text.replace(',', ".").parse::<f64>().ok();
        let point = degrees(&row.lat).zip(degrees(&row.lon)).and_then(|(lat, lon)| GeoPoint::new(lat, lon));
        let Some(point) = point else {
            let message = format!(
                "Die Koordinaten {}, {} von {} liegen nicht in Deutschland oder seiner Nachbarschaft.",
                quote(&row.lat),
                quote(&row.lon),
                row.place
            );
            let hint = "Erwartet werden Breitengrad und Längengrad in Grad. Der Ort wurde nicht übernommen.";
            report("GEO-006", Severity::Error, "Koordinaten", message, hint);
            return;
        };
        let kreis = row.kreis.parse::<AreaKey>().ok().filter(|key| key.level() == AreaLevel::Kreis);
        if kreis.is_none() {
            let message = if row.kreis.is_empty() {
                format!("{} hat keinen Kreisschlüssel.", row.place)
            } else {
                format!("{} ist kein Kreisschlüssel.", quote(&row.kreis))
            };
            let hint = "Der Ort ist ohne Kreis übernommen. Ein Kreisschlüssel hat fünf Ziffern.";
            report("GEO-007", Severity::Warning, "Kreis", message, hint);
        }
        if !self.seen.insert((plz.clone(), row.place.clone())) {
            let message = format!("{plz} {} kommt ein zweites Mal vor; die erste Zeile gilt.", row.place);
            report("GEO-008", Severity::Note, "Ort", message, "Doppelte Zeilen können in der Quelle entfallen.");
            return;
        }
        delivery.item(Item::PostalPlace(Box::new(PostalPlace { plz, name: row.place, kreis, point })));
    }

    /// One note for all rows of a country that were left out.
    pub(super) fn finish(self, delivery: &mut Delivery<'_>) {
        for (country, rows) in self.foreign {
            let message = format!("{rows} Zeilen mit dem Land {} wurden ausgelassen.", quote(&country));
            let hint = "Eingelesen werden nur deutsche Postleitzahlen (Land DE).";
            delivery.issue("GEO-009", Severity::Note, Spot::default(), message, hint);
        }
    }
}
