//! What is known about the portal that answers: its Kommune and the region's places. Read from the store now and then, not per request.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, Duration, Utc};
use model::areas::{Area, PostalPlace};
use model::codes::area_key::{AreaKey, AreaLevel};
use model::kommune::Kommune;
use model::places::GeoPoint;
use search::query::Near;

/// A Kommune with its places.
#[derive(Debug)]
pub struct Site {
    pub kommune: Kommune,
    pub areas: Vec<Area>,
    pub postal_places: Vec<PostalPlace>,
    names: HashMap<AreaKey, String>,
}

/// A change of areas or of the look shows after this time.
const FRESH_FOR: Duration = Duration::seconds(20);

impl Site {
    /// The Gemeindeverzeichnis knows no coordinates: a Gemeinde without a centre lies where the postal places of its name lie.
    pub fn new(kommune: Kommune, mut areas: Vec<Area>, postal_places: Vec<PostalPlace>) -> Self {
        let mut by_name: HashMap<String, Vec<GeoPoint>> = HashMap::new();
        for place in &postal_places {
            by_name.entry(fold(&place.name)).or_default().push(place.point);
        }
        for area in areas.iter_mut().filter(|area| area.center.is_none() && area.key.level() == AreaLevel::Gemeinde) {
            area.center = by_name.get(&fold(&area.name)).and_then(|points| middle(points.iter().copied()));
        }
        let names = areas.iter().map(|area| (area.key.clone(), full_name(area))).collect();
        Self { kommune, areas, postal_places, names }
    }

    /// Name of an area; its key where the region does not know it.
    pub fn area_name(&self, key: &str) -> String {
        key.parse().ok().and_then(|key: AreaKey| self.names.get(&key).cloned()).unwrap_or_else(|| key.to_owned())
    }

    /// Whether another area of the region has exactly the same ground and the more familiar key: a kreisfreie Stadt is its own Kreis, a
    /// verbandsfreie Gemeinde its own Verband.
    pub fn is_doubled(&self, key: &str) -> bool {
        let Ok(key) = key.parse::<AreaKey>() else { return false };
        match key.level() {
            AreaLevel::Kreis => {
                format!("{key}000").parse().is_ok_and(|gemeinde: AreaKey| self.names.contains_key(&gemeinde))
            }
            AreaLevel::Gemeindeverband => {
                self.areas.iter().any(|area| area.key == key && area.kind.as_deref() == Some("50"))
            }
            AreaLevel::Land | AreaLevel::Gemeinde => false,
        }
    }

    /// Gemeinden by name, for lists of suggestions.
    pub fn gemeinden(&self) -> Vec<&Area> {
        let mut gemeinden: Vec<&Area> =
            self.areas.iter().filter(|area| area.key.level() == AreaLevel::Gemeinde).collect();
        gemeinden.sort_by_key(|area| fold(&area.name));
        gemeinden
    }

    /// The circle around what somebody typed as a place; `None` when nobody here knows it.
    pub fn find_place(&self, typed: &str, radius_km: u16, or_online: bool) -> Option<Near> {
        let (label, point) = self.locate(typed)?;
        Some(Near { point, radius_km: f64::from(radius_km), or_online, label })
    }

    /// By PLZ when one stands in the text, else by name: Gemeinde before Ortsteil, exact before beginning.
    fn locate(&self, typed: &str) -> Option<(String, GeoPoint)> {
        let plz = typed.split(|c: char| !c.is_ascii_digit()).find(|part| part.len() == 5);
        if let Some(plz) = plz {
            let inside = self.postal_places.iter().filter(|place| place.plz.as_str() == plz);
            return middle(inside.map(|place| place.point)).map(|point| (typed.trim().to_owned(), point));
        }
        let wanted = fold(typed);
        if wanted.is_empty() {
            return None;
        }
        let named = |matches: &dyn Fn(&str) -> bool| {
            let area = self.areas.iter().filter(|area| matches(&fold(&area.name)));
            // Small before large: "Trier" is the Stadt before anything that bears its name.
            let area = area.filter_map(|area| Some((area.key.level() as u8, area.name.clone(), area.center?)));
            let area = area.max_by_key(|(level, ..)| *level).map(|(_, name, point)| (name, point));
            area.or_else(|| {
                let place = self.postal_places.iter().find(|place| matches(&fold(&place.name)));
                place.map(|place| (place.name.clone(), place.point))
            })
        };
        named(&|name| name == wanted)
            .or_else(|| if wanted.chars().count() >= 3 { named(&|name| name.starts_with(&wanted)) } else { None })
    }
}

/// The name with its official kind (Textkennzeichen of the Gemeindeverzeichnis), where it tells areas of one name apart: Konz is a town,
/// and the Verbandsgemeinde around it is called Konz as well.
fn full_name(area: &Area) -> String {
    let kind = match area.kind.as_deref() {
        Some("43") => "Kreis",
        Some("44") => "Landkreis",
        Some("51") => "Amt",
        Some("52") => "Samtgemeinde",
        Some("53") => "Verbandsgemeinde",
        Some("54") => "Verwaltungsgemeinschaft",
        Some("56") => "Verwaltungsverband",
        _ => return area.name.clone(),
    };
    format!("{kind} {}", area.name)
}

/// Lower case, umlauts written out, only letters and digits: "Sankt-Märgen " and "sankt maergen" meet.
fn fold(name: &str) -> String {
    let mut folded = String::new();
    for c in name.chars().flat_map(char::to_lowercase) {
        match c {
            'ä' => folded.push_str("ae"),
            'ö' => folded.push_str("oe"),
            'ü' => folded.push_str("ue"),
            'ß' => folded.push_str("ss"),
            c if c.is_alphanumeric() => folded.push(c),
            _ => {}
        }
    }
    folded
}

fn middle(points: impl Iterator<Item = GeoPoint>) -> Option<GeoPoint> {
    let points: Vec<GeoPoint> = points.collect();
    let count = points.len() as f64;
    (!points.is_empty()).then(|| GeoPoint {
        lat: points.iter().map(|p| p.lat).sum::<f64>() / count,
        lon: points.iter().map(|p| p.lon).sum::<f64>() / count,
    })
}

/// All sites of the installation, read again when they are no longer fresh.
#[derive(Debug, Default)]
pub struct Sites(Mutex<Option<Read>>);

#[derive(Debug)]
struct Read {
    at: DateTime<Utc>,
    sites: Vec<Arc<Site>>,
}

impl Sites {
    /// The site that answers to a host name. One without host names answers to every host.
    pub async fn find(
        &self,
        reader: &store::Reader,
        now: DateTime<Utc>,
        host: &str,
    ) -> Result<Option<Arc<Site>>, store::Error> {
        let fresh = {
            let cached = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            cached.as_ref().filter(|read| now - read.at < FRESH_FOR).map(|read| read.sites.clone())
        };
        let sites = match fresh {
            Some(sites) => sites,
            None => {
                let sites = read(reader).await?;
                *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(Read { at: now, sites: sites.clone() });
                sites
            }
        };
        let host = host.to_ascii_lowercase();
        let exact = sites.iter().find(|site| site.kommune.hosts.iter().any(|name| name.eq_ignore_ascii_case(&host)));
        Ok(exact.or_else(|| sites.iter().find(|site| site.kommune.hosts.is_empty())).cloned())
    }
}

async fn read(reader: &store::Reader) -> Result<Vec<Arc<Site>>, store::Error> {
    let mut sites = Vec::new();
    for kommune in reader.list_kommunen().await? {
        let scope = reader.scoped(kommune.id);
        let areas = scope.list_areas().await?;
        let postal_places = scope.list_postal_places().await?;
        sites.push(Arc::new(Site::new(kommune, areas, postal_places)));
    }
    Ok(sites)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn area(key: &str, name: &str, lat: f64) -> Area {
        Area {
            key: key.parse().unwrap(),
            name: name.into(),
            title: None,
            kind: None,
            verband: None,
            valid_from: "2026-01-01".parse().unwrap(),
            valid_until: None,
            population: None,
            hectares: None,
            seat_plz: None,
            center: GeoPoint::new(lat, 6.6),
        }
    }

    fn postal(plz: &str, name: &str, lat: f64) -> PostalPlace {
        PostalPlace { plz: plz.parse().unwrap(), name: name.into(), kreis: None, point: GeoPoint { lat, lon: 6.5 } }
    }

    fn site() -> Site {
        let kommune = crate::samples::kommune();
        Site::new(
            kommune,
            vec![area("07235", "Konz", 49.0), area("07235068", "Konz", 49.7), area("07235001", "Saarmühlen", 49.6)],
            vec![
                postal("54329", "Konz", 49.69),
                postal("54329", "Oberemmel", 49.71),
                postal("54290", "Trierweiler", 49.75),
            ],
        )
    }

    #[test]
    fn places_are_found_by_name_plz_and_beginning() {
        for (typed, label, lat) in [
            ("Konz", "Konz", 49.7),
            (" konz ", "Konz", 49.7),
            ("saarmuehlen", "Saarmühlen", 49.6),
            ("54329", "54329", 49.7),
            ("54329 Konz", "54329 Konz", 49.7),
            ("Oberemmel", "Oberemmel", 49.71),
            ("Trierw", "Trierweiler", 49.75),
        ] {
            let near = site().find_place(typed, 10, false).unwrap_or_else(|| panic!("{typed}"));
            assert_eq!(near.label, label);
            assert!((near.point.lat - lat).abs() < 1e-9, "{typed}: {}", near.point.lat);
        }
        for unknown in ["", "Ko", "99999", "Nirgendwo", "…"] {
            assert!(site().find_place(unknown, 10, false).is_none(), "{unknown}");
        }
    }

    #[test]
    fn a_gemeinde_without_a_centre_lies_where_its_postal_places_lie() {
        let mut nowhere = area("07235068", "Konz", 49.0);
        nowhere.center = None;
        let site = Site::new(crate::samples::kommune(), vec![nowhere], vec![postal("54329", "Konz", 49.69)]);
        assert_eq!(site.areas[0].center.map(|point| point.lat), Some(49.69));
    }

    #[test]
    fn areas_of_one_name_are_told_apart() {
        let kind = |area: Area, kind: &str| Area { kind: Some(kind.into()), ..area };
        let areas = vec![
            kind(area("07235068", "Konz", 49.7), "63"),
            kind(area("072355003", "Konz", 49.7), "53"),
            kind(area("07235", "Trier-Saarburg", 49.7), "44"),
            kind(area("07211", "Trier", 49.7), "41"),
            kind(area("07211000", "Trier", 49.7), "61"),
        ];
        let site = Site::new(crate::samples::kommune(), areas, Vec::new());
        assert_eq!(site.area_name("07235068"), "Konz");
        assert_eq!(site.area_name("072355003"), "Verbandsgemeinde Konz");
        assert_eq!(site.area_name("07235"), "Landkreis Trier-Saarburg");
        assert!(site.is_doubled("07211") && !site.is_doubled("07211000") && !site.is_doubled("07235"));
    }

    /// What a place is called must lead to the same place again: it becomes the text of the field.
    #[test]
    fn a_label_finds_its_own_place() {
        for typed in ["Konz", "54329 Konz", "Trierw", "saarm"] {
            let near = site().find_place(typed, 5, true).unwrap();
            assert_eq!(site().find_place(&near.label, 5, true), Some(near));
        }
    }
}
