//! Completes places from the tables of areas and postal codes: the Gemeinde, and coordinates when the source gives none.

use std::collections::HashMap;

use model::areas::{Area, PostalPlace};
use model::codes::area_key::{AreaKey, AreaLevel};
use model::codes::plz::Plz;
use model::places::{GeoPoint, Location, PlaceContent, Precision};

/// Finds Gemeinde and coordinates by PLZ and name of the town.
#[derive(Debug, Default)]
pub(crate) struct PlaceResolver {
    gemeinden_by_name: HashMap<String, Vec<Gemeinde>>,
    gemeinden_by_plz: HashMap<Plz, Vec<Gemeinde>>,
    postal_by_plz: HashMap<Plz, Vec<PostalPlace>>,
    fingerprint: String,
}

#[derive(Debug, Clone)]
struct Gemeinde {
    key: AreaKey,
    plz: Option<Plz>,
    center: Option<GeoPoint>,
}

impl PlaceResolver {
    pub(crate) fn new(areas: &[Area], postal_places: Vec<PostalPlace>) -> Self {
        let mut resolver = Self::default();
        let newest = areas.iter().map(|area| area.valid_from).max();
        let largest = areas.iter().map(|area| area.population.unwrap_or(0)).max();
        let centers = areas.iter().filter(|area| area.center.is_some()).count();
        resolver.fingerprint = format!("{}/{newest:?}/{largest:?}/{centers}/{}", areas.len(), postal_places.len());
        for area in areas.iter().filter(|area| area.key.level() == AreaLevel::Gemeinde) {
            let gemeinde = Gemeinde { key: area.key.clone(), plz: area.seat_plz.clone(), center: area.center };
            resolver.gemeinden_by_name.entry(folded(&area.name)).or_default().push(gemeinde.clone());
            if let Some(plz) = &area.seat_plz {
                resolver.gemeinden_by_plz.entry(plz.clone()).or_default().push(gemeinde);
            }
        }
        for place in postal_places {
            resolver.postal_by_plz.entry(place.plz.clone()).or_default().push(place);
        }
        resolver
    }

    /// Changes when the tables change: places are then resolved anew at the next delivery.
    pub(crate) fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    pub(crate) fn complete(&self, place: &mut PlaceContent) {
        let postal = self.postal_place(place);
        if place.gemeinde.is_none() {
            place.gemeinde = self.gemeinde(place).map(|gemeinde| gemeinde.key.clone());
        }
        if place.location.is_none() {
            place.location = match postal {
                Some(postal) => Some(Location { point: postal.point, precision: Precision::Plz }),
                None => self
                    .gemeinde(place)
                    .and_then(|gemeinde| gemeinde.center)
                    .map(|point| Location { point, precision: Precision::Gemeinde }),
            };
        }
    }

    /// The town's or district's own entry under its PLZ, else the only one with this PLZ.
    fn postal_place(&self, place: &PlaceContent) -> Option<&PostalPlace> {
        let candidates = self.postal_by_plz.get(place.plz.as_ref()?)?;
        let named = |name: Option<&String>| {
            let name = folded(name?);
            candidates.iter().find(|candidate| folded(&candidate.name) == name)
        };
        named(place.district.as_ref()).or_else(|| named(place.city.as_ref())).or(match candidates.as_slice() {
            [only] => Some(only),
            _ => None,
        })
    }

    /// By name; where several Gemeinden share it, by PLZ, then by Kreis of the PLZ. Without a name that is known: the only Gemeinde
    /// that has this PLZ.
    fn gemeinde(&self, place: &PlaceContent) -> Option<&Gemeinde> {
        let same_plz = place.plz.as_ref().and_then(|plz| self.gemeinden_by_plz.get(plz)).map_or(&[][..], Vec::as_slice);
        let same_name = place
            .city
            .as_ref()
            .or(place.district.as_ref())
            .and_then(|city| self.gemeinden_by_name.get(&folded(city)))
            .map_or(&[][..], Vec::as_slice);
        match same_name {
            [only] => Some(only),
            [] => match same_plz {
                [only] => Some(only),
                _ => None,
            },
            several => several.iter().find(|gemeinde| gemeinde.plz == place.plz && place.plz.is_some()).or_else(|| {
                let kreis = self.postal_place(place)?.kreis.as_ref()?;
                several.iter().find(|gemeinde| kreis.contains(&gemeinde.key))
            }),
        }
    }
}

/// Names without case, titles ("Konz, Stadt") and punctuation.
fn folded(name: &str) -> String {
    let name = name.split([',', '(', '/']).next().unwrap_or_default().to_lowercase();
    name.chars().filter(|c| c.is_alphanumeric()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn area(key: &str, name: &str, plz: &str) -> Area {
        Area {
            key: key.parse().unwrap(),
            name: name.into(),
            title: None,
            kind: None,
            verband: None,
            valid_from: "2024-06-30".parse().unwrap(),
            valid_until: None,
            population: None,
            hectares: None,
            seat_plz: plz.parse().ok(),
            center: GeoPoint::new(49.7, 6.6),
        }
    }

    fn postal(plz: &str, name: &str, kreis: &str, lat: f64) -> PostalPlace {
        PostalPlace {
            plz: plz.parse().unwrap(),
            name: name.into(),
            kreis: kreis.parse().ok(),
            point: GeoPoint::new(lat, 6.5).unwrap(),
        }
    }

    fn resolver() -> PlaceResolver {
        PlaceResolver::new(
            &[
                area("07235068", "Konz", "54329"),
                area("07235118", "Saarburg", "54439"),
                area("07235001", "Aach", "54298"),
                area("07232001", "Neuhaus", "54298"),
                area("07235200", "Neuhaus", "54400"),
            ],
            vec![
                postal("54329", "Konz", "07235", 49.70),
                postal("54329", "Könen", "07235", 49.68),
                postal("54400", "Neuhaus", "07235", 49.5),
                postal("54298", "Neuhaus", "07232", 49.8),
            ],
        )
    }

    fn place(plz: &str, city: &str, district: &str) -> PlaceContent {
        let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        PlaceContent { plz: plz.parse().ok(), city: text(city), district: text(district), ..PlaceContent::default() }
    }

    #[test]
    fn the_gemeinde_is_found_by_name_and_plz() {
        for (plz, city, district, gemeinde, lat) in [
            ("54329", "Konz", "", Some("07235068"), Some(49.70)),
            ("54329", "KONZ (Mosel)", "Könen", Some("07235068"), Some(49.68)),
            ("54329", "", "", Some("07235068"), Some(49.7)),
            ("", "Saarburg", "", Some("07235118"), Some(49.7)),
            ("54400", "Neuhaus", "", Some("07235200"), Some(49.5)),
            ("54298", "Neuhaus", "", Some("07232001"), Some(49.8)),
            ("54298", "Irgendwo", "", None, Some(49.8)),
            ("99999", "Fern", "", None, None),
            ("", "", "", None, None),
        ] {
            let mut place = place(plz, city, district);
            resolver().complete(&mut place);
            assert_eq!(place.gemeinde.as_ref().map(AreaKey::as_str), gemeinde, "{plz} {city} {district}");
            assert_eq!(place.location.map(|location| location.point.lat), lat, "{plz} {city} {district}");
        }
    }

    #[test]
    fn coordinates_of_the_source_are_kept() {
        let mut place = place("54329", "Konz", "");
        let point = GeoPoint::new(49.123, 6.456).unwrap();
        place.location = Some(Location { point, precision: Precision::Address });
        resolver().complete(&mut place);
        assert_eq!(place.location, Some(Location { point, precision: Precision::Address }));
    }
}
