//! Places: where offers take place, and coordinates.

use serde::{Deserialize, Serialize};

use crate::access::Accessibility;
use crate::codes::area_key::AreaKey;
use crate::codes::coded_enum;
use crate::codes::plz::Plz;
use crate::ids::{KommuneId, PlaceId};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Place {
    pub id: PlaceId,
    pub kommune: KommuneId,
    pub content: PlaceContent,
}

/// What a source says about a place, completed from PLZ and area tables while importing.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct PlaceContent {
    /// Set when stored.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<PlaceId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub room: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub street: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plz: Option<Plz>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    /// Ortsteil.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub district: Option<String>,
    /// The Gemeinde it lies in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gemeinde: Option<AreaKey>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location: Option<Location>,
    pub accessibility: Accessibility,
    /// How to get there, in the source's own words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub directions: Option<String>,
}

impl PlaceContent {
    /// Two mentions with the same key are the same place: name, street, PLZ and city without case, spaces and punctuation.
    /// The room does not count.
    pub fn identity(&self) -> String {
        let fold = |text: Option<&str>| -> String {
            let lower = text.unwrap_or_default().to_lowercase();
            let street = lower.replace("straße", "str").replace("strasse", "str");
            street.chars().filter(|c| c.is_alphanumeric()).collect()
        };
        [
            fold(self.name.as_deref()),
            fold(self.street.as_deref()),
            fold(self.plz.as_ref().map(Plz::as_str)),
            fold(self.city.as_deref()),
        ]
        .join("|")
    }

    /// Whether anything at all is known.
    pub fn is_empty(&self) -> bool {
        self.identity().len() == 3 && self.location.is_none()
    }
}

/// A point and how exactly it is known.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Location {
    pub point: GeoPoint,
    pub precision: Precision,
}

coded_enum! {
    /// How a coordinate came about.
    Precision { Address = "address", Plz = "plz", Gemeinde = "gemeinde" }
}

/// WGS84, degrees.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct GeoPoint {
    pub lat: f64,
    pub lon: f64,
}

impl GeoPoint {
    /// `None` for coordinates outside Germany and its neighbours (lat 45–56, lon 4–17): swapped axes, zeros, Gauß-Krüger metres.
    pub fn new(lat: f64, lon: f64) -> Option<Self> {
        ((45.0..=56.0).contains(&lat) && (4.0..=17.0).contains(&lon)).then_some(Self { lat, lon })
    }

    /// Great-circle distance in kilometres (haversine, mean earth radius 6371.0088 km).
    pub fn distance_km(self, other: Self) -> f64 {
        let (lat1, lat2) = (self.lat.to_radians(), other.lat.to_radians());
        let (dlat, dlon) = (lat2 - lat1, (other.lon - self.lon).to_radians());
        let h = (dlat / 2.0).sin().powi(2) + lat1.cos() * lat2.cos() * (dlon / 2.0).sin().powi(2);
        2.0 * 6371.0088 * h.sqrt().min(1.0).asin()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distance_trier_saarburg() {
        let trier = GeoPoint::new(49.7557, 6.6394).unwrap();
        let saarburg = GeoPoint::new(49.6088, 6.5503).unwrap();
        // Independent value: WGS84 geodesic (Karney) gives 17.56 km for these points; a sphere differs by less than 0.5 %.
        assert!((trier.distance_km(saarburg) - 17.56).abs() < 0.09, "{}", trier.distance_km(saarburg));
    }

    #[test]
    fn swapped_axes_are_refused() {
        assert!(GeoPoint::new(6.64, 49.75).is_none());
        assert!(GeoPoint::new(0.0, 0.0).is_none());
    }

    #[test]
    fn spelling_does_not_make_a_second_place() {
        let place = |name: &str, street: &str| PlaceContent {
            name: Some(name.into()),
            street: Some(street.into()),
            ..PlaceContent::default()
        };
        assert_eq!(
            place("vhs-Haus", "Domfreihof-Straße 1 b").identity(),
            place("VHS Haus", "Domfreihofstr. 1b").identity()
        );
        assert_ne!(place("vhs-Haus", "A 1").identity(), place("vhs-Haus", "A 2").identity());
        assert!(PlaceContent::default().is_empty());
    }
}
