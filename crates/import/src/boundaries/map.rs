//! The meaning: keys, water, territorial state, rings, and one shape per key.

use std::collections::{BTreeMap, HashMap};

use chrono::{Datelike as _, NaiveDate};
use model::areas::AreaShape;
use model::issue::Severity;

use super::crs::Crs;
use super::feature::{CrsClaim, Feature, Layer, Part, Ring, doubled_area};
use super::keys::{KeySource, Meaning, key_source, meaning, name_source, official, padding};
use super::settings::Settings;
use crate::Item;
use crate::issues::{Delivery, Spot, quote};

/// Attributes with the day from which an object holds: of the object in the data of the Bundesamt, of the area in law.
const DAYS: [&str; 3] = ["beginn", "wsk", "valid_from"];

/// Longitude and latitude of Germany, with a little more.
const GERMANY: (std::ops::RangeInclusive<f64>, std::ops::RangeInclusive<f64>) = (5.0..=16.0, 47.0..=55.5);

/// Turns layers into shapes.
pub(super) struct Mapper<'s> {
    pub(super) settings: &'s Settings,
    pub(super) file: &'s str,
    pub(super) today: NaiveDate,
    /// Keys that have been given out, with the layer they came from.
    pub(super) seen: HashMap<String, String>,
}

/// Everything of one key.
struct Gathered {
    name: String,
    number: u64,
    parts: Vec<Part>,
}

impl Mapper<'_> {
    /// Gives out the shapes of a layer; whether there was any.
    pub(super) fn accept(&mut self, layer: &Layer, delivery: &mut Delivery<'_>) -> bool {
        let sheet = (!layer.name.is_empty()).then_some(layer.name.as_str());
        let at_layer = Spot { sheet, ..Spot::default() };
        let Some(crs) = self.crs(layer, &at_layer, delivery) else { return false };
        let name_source = name_source(&layer.features, self.settings.name.as_deref());
        let Some(source) = key_source(&layer.features, self.settings.key.as_deref(), name_source.as_deref()) else {
            if !layer.features.is_empty() {
                let names: Vec<&str> = layer.features[0].properties.keys().map(String::as_str).take(20).collect();
                delivery.issue(
                    "BND-005",
                    Severity::Error,
                    at_layer,
                    format!("In keiner Spalte stehen Gebietsschlüssel oder Namen. Vorhanden sind: {}.", quote(&names.join(", "))),
                    "Bitte nennen Sie in den Einstellungen der Quelle die Spalten mit Schlüssel und Namen („key“, „name“).",
                );
            }
            return false;
        };
        Self::say_if_foreign(&source, &at_layer, delivery);
        if !Self::lies_where_it_should(layer, crs, &source, &at_layer, delivery) {
            return false;
        }
        let valid_from = self.valid_from(layer, &at_layer, delivery);
        let (mut water, mut other_levels, mut zeros) = (0_u64, 0_u64, 0_u64);
        let key_attribute = match &source {
            KeySource::Official(attribute) | KeySource::Foreign(attribute) | KeySource::Name(attribute) => {
                attribute.as_str()
            }
        };
        let value_of =
            |feature: &Feature, attribute: &str| feature.properties.get(attribute).cloned().unwrap_or_default();
        let keys: Vec<_> =
            layer.features.iter().filter_map(|feature| official(&value_of(feature, key_attribute))).collect();
        let padding = padding(&keys);
        let mut order: Vec<String> = Vec::new();
        let mut gathered: BTreeMap<String, Gathered> = BTreeMap::new();
        for feature in &layer.features {
            let value = value_of(feature, key_attribute);
            let spot = Spot { sheet, row: Some(feature.number), column: Some(key_attribute), record: Some(&value) };
            // GF of the Bundesamt: 1 water without structure, 2 with structure, 3 and 4 land, 9 not told apart.
            if property(feature, "gf").is_some_and(|gf| matches!(gf, "1" | "2")) {
                water += 1;
                continue;
            }
            let key = match &source {
                KeySource::Official(_) => {
                    let found = official(&value);
                    zeros += u64::from(found.as_ref().is_some_and(|found| found.zero_added));
                    let level = property(feature, "ade");
                    match found.map_or(Meaning::Invalid, |found| meaning(&found, padding, level)) {
                        Meaning::Key(key) => key.as_str().to_owned(),
                        Meaning::OtherLevel => {
                            other_levels += 1;
                            continue;
                        }
                        Meaning::Invalid if matches!(level, Some("1" | "3")) => {
                            other_levels += 1;
                            continue;
                        }
                        Meaning::Invalid => {
                            delivery.issue(
                                "BND-006",
                                Severity::Error,
                                spot,
                                format!("{} ist kein amtlicher Gebietsschlüssel; die Fläche wurde nicht übernommen.", quote(&value)),
                                "Ein Land hat 2, ein Kreis 5, eine Gemeinde 8, ein Gemeindeverband 9 und ein Regionalschlüssel 12 Ziffern, beginnend mit 01 bis 16.",
                            );
                            continue;
                        }
                    }
                }
                KeySource::Foreign(_) | KeySource::Name(_) if value.is_empty() => {
                    delivery.issue(
                        "BND-006",
                        Severity::Error,
                        spot,
                        "Die Fläche hat keinen Schlüssel und wurde nicht übernommen.",
                        "Bitte ergänzen Sie den Schlüssel in der Quelle.",
                    );
                    continue;
                }
                KeySource::Foreign(_) | KeySource::Name(_) => {
                    format!("{}{value}", self.settings.prefix.as_deref().unwrap_or_default())
                }
            };
            let spot = Spot { record: Some(&key), column: None, ..spot };
            if let Some(defect) = &feature.defect {
                delivery.issue(
                    "BND-010",
                    Severity::Error,
                    spot.clone(),
                    format!("Die Fläche ist nicht lesbar: {defect}."),
                    "Bitte laden Sie die Datei neu herunter oder lassen Sie sie neu erzeugen.",
                );
            }
            let Some(parts) = land(feature, crs, &spot, delivery) else { continue };
            if parts.is_empty() {
                continue;
            }
            let name = name_source.as_deref().map(|name| value_of(feature, name)).filter(|name| !name.is_empty());
            if name.is_none() {
                delivery.issue(
                    "BND-017",
                    Severity::Warning,
                    spot.clone(),
                    format!("Das Gebiet {} hat keinen Namen; der Schlüssel steht dafür.", quote(&key)),
                    "Bitte nennen Sie in den Einstellungen der Quelle die Spalte mit dem Namen („name“).",
                );
            }
            let name = name.unwrap_or_else(|| key.clone());
            match gathered.get_mut(&key) {
                None => {
                    order.push(key.clone());
                    gathered.insert(key, Gathered { name, number: feature.number, parts });
                }
                Some(area) => {
                    if area.name != name {
                        delivery.issue(
                            "BND-013",
                            Severity::Warning,
                            spot.clone(),
                            format!(
                                "Der Schlüssel {key} steht bei {} und bei {}; beide Flächen gehören jetzt zum ersten.",
                                quote(&area.name),
                                quote(&name)
                            ),
                            "Bitte prüfen Sie den Schlüssel in der Quelle.",
                        );
                    }
                    area.parts.extend(parts);
                }
            }
        }
        count_note(
            delivery,
            "BND-008",
            &at_layer,
            water,
            "Ausgelassene Gewässerflächen",
            "Gezeichnet wird das Land; Wasserflächen (GF 1 und 2) verfälschen Größe und Umriss.",
        );
        count_note(
            delivery,
            "BND-007",
            &at_layer,
            other_levels,
            "Ausgelassene Flächen von Staat oder Regierungsbezirken",
            "Eingelesen werden Länder, Kreise, Gemeindeverbände und Gemeinden.",
        );
        count_note(
            delivery,
            "BND-016",
            &at_layer,
            zeros,
            "Gebietsschlüssel, deren verlorene führende Null ergänzt wurde",
            "Bitte speichern Sie Schlüssel als Text und nicht als Zahl.",
        );
        let mut any = false;
        for key in order {
            let Some(area) = gathered.remove(&key) else { continue };
            if let Some(other) = self.seen.get(&key) {
                delivery.issue(
                    "BND-013",
                    Severity::Warning,
                    Spot { sheet, row: Some(area.number), column: None, record: Some(&key) },
                    format!("Der Schlüssel {key} kam schon in der Ebene {} vor; jene Fläche gilt.", quote(other)),
                    "Bitte liefern Sie jede Ebene nur einmal.",
                );
                continue;
            }
            self.seen.insert(key.clone(), layer.name.clone());
            any = true;
            delivery.item(Item::Shape(Box::new(AreaShape { key, name: area.name, valid_from, parts: area.parts })));
        }
        any
    }

    fn crs(&self, layer: &Layer, spot: &Spot<'_>, delivery: &mut Delivery<'_>) -> Option<Crs> {
        const HINT: &str = "Bitte speichern Sie die Datei in WGS 84, ETRS89/UTM oder Gauß-Krüger (DHDN) oder nennen Sie in den Einstellungen der Quelle die EPSG-Nummer („crs“).";
        let found = match (self.settings.crs, &layer.crs) {
            (Some(code), _) => Crs::from_epsg(code).ok_or_else(|| format!("EPSG:{code}")),
            (None, CrsClaim::Epsg(code)) => Crs::from_epsg(*code).ok_or_else(|| format!("EPSG:{code}")),
            (None, CrsClaim::Name(name)) => Crs::from_name(name).ok_or_else(|| name.clone()),
            (None, CrsClaim::Wkt(text)) => Crs::from_wkt(text),
            (None, CrsClaim::Wgs84 | CrsClaim::Missing) => Ok(Crs::LON_LAT),
        };
        let crs = match found {
            Ok(crs) => crs,
            Err(name) => {
                let message = format!(
                    "Das Bezugssystem {} der Koordinaten ist nicht bekannt; die Flächen wurden nicht übernommen.",
                    quote(&name)
                );
                delivery.issue("BND-004", Severity::Fatal, spot.clone(), message, HINT);
                return None;
            }
        };
        if self.settings.crs.is_none() && matches!(layer.crs, CrsClaim::Wgs84 | CrsClaim::Missing) {
            let sample = layer.features.iter().find_map(|feature| feature.parts.first()?.first()?.first().copied());
            if let Some([x, y]) = sample.filter(|point| crs.to_wgs84(*point).is_none()) {
                let message = format!(
                    "Die Datei nennt kein Bezugssystem, und ihre Koordinaten ({x}, {y}) sind keine Längen- und Breitengrade. Die Flächen wurden nicht übernommen."
                );
                delivery.issue("BND-004", Severity::Fatal, spot.clone(), message, HINT);
                return None;
            }
            if layer.crs == CrsClaim::Missing {
                let message = "Die Datei nennt kein Bezugssystem (.prj). Ihre Koordinaten sind als Längen- und Breitengrade gelesen (WGS 84).";
                delivery.issue("BND-018", Severity::Warning, spot.clone(), message, HINT);
            }
        }
        Some(crs)
    }

    /// Whether the areas lie in or near Germany. Latitude before longitude is the most frequent mistake of home-made files: the map would
    /// stay empty, and nobody would know why. Areas of other countries may lie elsewhere, but not where only a mistake can put them.
    fn lies_where_it_should(
        layer: &Layer,
        crs: Crs,
        source: &KeySource,
        spot: &Spot<'_>,
        delivery: &mut Delivery<'_>,
    ) -> bool {
        let firsts = layer.features.iter().filter_map(|feature| feature.parts.first()?.first()?.first());
        let places: Vec<[f64; 2]> = firsts.filter_map(|point| crs.to_wgs84(*point)).collect();
        let inside = |[lon, lat]: [f64; 2]| GERMANY.0.contains(&lon) && GERMANY.1.contains(&lat);
        let most = |fits: &dyn Fn([f64; 2]) -> bool| {
            places.iter().filter(|place| fits(**place)).count() * 2 >= places.len().max(1)
        };
        if places.is_empty() || most(&inside) {
            return true;
        }
        let [first_lon, first_lat] = places[0];
        let found = format!("Das erste Gebiet liegt bei {first_lon}° Länge und {first_lat}° Breite");
        let (message, hint) = if most(&|[lon, lat]| inside([lat, lon])) {
            (
                format!("Länge und Breite sind vertauscht: {found}. Die Flächen wurden nicht übernommen."),
                "In GeoJSON steht die Länge zuerst. Bitte tauschen Sie die Koordinaten beim Speichern.",
            )
        } else if matches!(source, KeySource::Official(_)) {
            (
                format!(
                    "Die Flächen haben deutsche Schlüssel, liegen aber nicht in Deutschland: {found}. Sie wurden nicht übernommen."
                ),
                "Deutschland liegt zwischen 5° und 16° Länge und 47° und 55° Breite. Bitte prüfen Sie das Bezugssystem der Datei („crs“ in den Einstellungen).",
            )
        } else {
            return true;
        };
        delivery.issue("BND-019", Severity::Error, spot.clone(), message, hint);
        false
    }

    fn say_if_foreign(source: &KeySource, spot: &Spot<'_>, delivery: &mut Delivery<'_>) {
        let message = match source {
            KeySource::Official(_) => return,
            KeySource::Foreign(attribute) => {
                format!(
                    "Die Flächen haben keine amtlichen deutschen Schlüssel. Die Werte der Spalte {} gelten als Schlüssel.",
                    quote(attribute)
                )
            }
            KeySource::Name(attribute) => {
                format!(
                    "Die Flächen haben keine Schlüssel. Die Namen in der Spalte {} gelten als Schlüssel.",
                    quote(attribute)
                )
            }
        };
        let hint = "Werte aus Tabellen finden die Flächen nur über denselben Schlüssel. Die Einstellungen der Quelle können eine andere Spalte („key“) und einen Vorsatz („prefix“, z. B. „LU-“) nennen.";
        delivery.issue("BND-014", Severity::Warning, spot.clone(), message, hint);
    }

    /// From the settings, else from the name of the file, else the newest change the layer knows of, else this year's first day.
    fn valid_from(&self, layer: &Layer, spot: &Spot<'_>, delivery: &mut Delivery<'_>) -> NaiveDate {
        let hint = "Bitte nennen Sie den Gebietsstand in den Einstellungen der Quelle („valid_from“) oder im Dateinamen (z. B. „_2021-01-01“).";
        if let Some(day) = self.settings.valid_from.or_else(|| day_in_name(self.file, self.today)) {
            return day;
        }
        let newest = layer
            .features
            .iter()
            .flat_map(|feature| DAYS.iter().filter_map(|day| property(feature, day)))
            .filter_map(day_of)
            .filter(|day| *day <= self.today)
            .max();
        if let Some(day) = newest {
            let message = format!(
                "Der Gebietsstand ist nicht angegeben. Angenommen ist der Tag der jüngsten Änderung in der Datei, {}.",
                day.format("%d.%m.%Y")
            );
            delivery.issue("BND-009", Severity::Note, spot.clone(), message, hint);
            return day;
        }
        let day = NaiveDate::from_ymd_opt(self.today.year(), 1, 1).unwrap_or(self.today);
        let message = format!("Der Gebietsstand ist nicht angegeben. Angenommen ist der {}.", day.format("%d.%m.%Y"));
        delivery.issue("BND-009", Severity::Warning, spot.clone(), message, hint);
        day
    }
}

fn count_note(delivery: &mut Delivery<'_>, code: &'static str, spot: &Spot<'_>, count: u64, what: &str, hint: &str) {
    if count > 0 {
        delivery.issue(code, Severity::Note, spot.clone(), format!("{what}: {count}."), hint);
    }
}

/// Value of an attribute, however its name is written.
fn property<'f>(feature: &'f Feature, name: &str) -> Option<&'f str> {
    feature.properties.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
}

/// `20190101`, `2010/01/01`, `2021-01-01T00:00:00`.
fn day_of(text: &str) -> Option<NaiveDate> {
    let digits: String = text.chars().filter(char::is_ascii_digit).take(8).collect();
    NaiveDate::parse_from_str(&digits, "%Y%m%d").ok()
}

/// The first day or year that stands in a name: `VG5000_GEM_2021-01-01_gk3.zip`, `vg250_20230101.zip`, `kreise_2021.geojson`. A number
/// counts as a year when it has no digit beside it and lies between 1949 and next year: `vg5000` is none.
pub(super) fn day_in_name(name: &str, today: NaiveDate) -> Option<NaiveDate> {
    let runs: Vec<&str> = name.split(|c: char| !c.is_ascii_digit()).filter(|run| !run.is_empty()).collect();
    let plausible = |year: i32| (1949..=today.year() + 1).contains(&year);
    let year_of = |run: &str| run.parse().ok().filter(|year| run.len() == 4 && plausible(*year));
    let with_day = runs.iter().enumerate().find_map(|(index, run)| match run.len() {
        8 => day_of(run).filter(|day| plausible(day.year())),
        4 => {
            let (month, day) = (runs.get(index + 1)?, runs.get(index + 2)?);
            let separated = ['-', '_', '.'].iter().any(|c| name.contains(&format!("{run}{c}{month}{c}{day}")));
            NaiveDate::from_ymd_opt(year_of(run)?, month.parse().ok()?, day.parse().ok()?).filter(|_| separated)
        }
        _ => None,
    });
    with_day.or_else(|| runs.iter().find_map(|run| NaiveDate::from_ymd_opt(year_of(run)?, 1, 1)))
}

/// The rings of a feature in WGS 84, closed, without doubled points, outer rings against the clock and holes with it (RFC 7946). `None`
/// where a coordinate is no place on earth: then nothing of the area can be trusted.
fn land(feature: &Feature, crs: Crs, spot: &Spot<'_>, delivery: &mut Delivery<'_>) -> Option<Vec<Part>> {
    let (mut open, mut short) = (0, 0);
    let mut parts = Vec::new();
    for part in &feature.parts {
        let mut rings = Part::new();
        for (index, source) in part.iter().enumerate() {
            let mut ring = Ring::with_capacity(source.len());
            for point in source {
                let Some(place) = crs.to_wgs84(*point) else {
                    let message = format!(
                        "Die Koordinaten ({}, {}) liegen nicht auf der Erde; die Fläche wurde nicht übernommen.",
                        point[0], point[1]
                    );
                    let hint = "Bitte prüfen Sie, ob das Bezugssystem der Datei richtig angegeben ist.";
                    delivery.issue("BND-012", Severity::Error, spot.clone(), message, hint);
                    return None;
                };
                if ring.last() != Some(&place) {
                    ring.push(place);
                }
            }
            if ring.len() > 2 && ring.first() != ring.last() {
                open += 1;
                ring.push(ring[0]);
            }
            let area = doubled_area(&ring);
            if ring.len() < 4 || area == 0.0 {
                short += 1;
                if index == 0 {
                    // A hole without its outer ring is nothing.
                    break;
                }
                continue;
            }
            if (area > 0.0) != (index == 0) {
                ring.reverse();
            }
            rings.push(ring);
        }
        if !rings.is_empty() {
            parts.push(rings);
        }
    }
    if open > 0 || short > 0 {
        let message = format!(
            "Grenzlinien, die nicht geschlossen waren und geschlossen wurden: {open}; ohne Fläche und weggelassen: {short}."
        );
        delivery.issue(
            "BND-011",
            Severity::Warning,
            spot.clone(),
            message,
            "Bitte lassen Sie die Geometrie in der Quelle prüfen.",
        );
    }
    if parts.is_empty() && feature.defect.is_none() {
        let message = "Die Fläche hat keine Grenzlinie und wurde nicht übernommen.";
        delivery.issue(
            "BND-010",
            Severity::Error,
            spot.clone(),
            message,
            "Bitte lassen Sie die Geometrie in der Quelle prüfen.",
        );
    }
    Some(parts)
}
