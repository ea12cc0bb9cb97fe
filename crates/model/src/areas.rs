//! Areas of the official territorial division with their validity, and postal codes.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::codes::area_key::AreaKey;
use crate::codes::plz::Plz;
use crate::places::GeoPoint;

/// An area in one territorial state. Key *and* validity identify it: keys are reused and names are not unique.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Area {
    pub key: AreaKey,
    /// Name as in the Gemeindeverzeichnis, without appended title ("Konz", title "Stadt").
    pub name: String,
    /// Title appended in the Gemeindeverzeichnis ("Stadt", "Flecken").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Textkennzeichen of the Gemeindeverzeichnis (e.g. 41 kreisfreie Stadt, 44 Landkreis, 64 kreisangehörige Gemeinde).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// The Gemeindeverband a Gemeinde belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verband: Option<AreaKey>,
    /// Day of the territorial state (Gebietsstand) that describes it.
    pub valid_from: NaiveDate,
    /// Last day, once a later state no longer has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<NaiveDate>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub population: Option<u32>,
    /// Square kilometres times 100 (hectares).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hectares: Option<u32>,
    /// PLZ of the seat of administration: not unique for a Gemeinde.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seat_plz: Option<Plz>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub center: Option<GeoPoint>,
}

/// A place name with its postal code and a point, as GeoNames lists them. One PLZ has many, one place may have many PLZ.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PostalPlace {
    pub plz: Plz,
    pub name: String,
    /// Kreis key, where the list has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kreis: Option<AreaKey>,
    pub point: GeoPoint,
}

/// The land of an area in one territorial state, as a map draws it: water parts are left out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AreaShape {
    /// Official key, or the key an office gives its own small area (Ortsbezirk, Sozialraum, Schulbezirk).
    pub key: String,
    pub name: String,
    pub valid_from: NaiveDate,
    /// Each part is an outer ring and its holes; a ring is closed (its last point is its first), points are (longitude, latitude) in
    /// degrees, WGS 84.
    pub parts: Vec<Vec<Vec<[f64; 2]>>>,
}

impl AreaShape {
    /// Whether a point (longitude, latitude) lies in it: outside of holes, by counting how often a ray crosses the rings.
    pub fn contains(&self, [lon, lat]: [f64; 2]) -> bool {
        let crossings = |ring: &Vec<[f64; 2]>| {
            let edges = ring.windows(2).filter(|edge| {
                let ([ax, ay], [bx, by]) = (edge[0], edge[1]);
                (ay > lat) != (by > lat) && lon < (bx - ax) * (lat - ay) / (by - ay) + ax
            });
            edges.count()
        };
        self.parts.iter().any(|part| part.iter().map(crossings).sum::<usize>() % 2 == 1)
    }
}

/// What share of an area before goes into an area after a change of territory.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TerritorialWeight {
    /// Year of the territorial state before.
    pub from_year: i32,
    pub from: String,
    /// Year of the territorial state after.
    pub to_year: i32,
    pub to: String,
    /// Share of the population, 0 to 1.
    pub population: f64,
    /// Share of the ground, 0 to 1.
    pub ground: f64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_in_a_hole_is_outside() {
        let square = |from: f64, to: f64| vec![[from, from], [to, from], [to, to], [from, to], [from, from]];
        let shape = AreaShape {
            key: "SR1".into(),
            name: "Beispiel-Sozialraum".into(),
            valid_from: NaiveDate::default(),
            parts: vec![vec![square(0.0, 10.0), square(4.0, 6.0)], vec![square(20.0, 21.0)]],
        };
        for (point, inside) in
            [([1.0, 1.0], true), ([5.0, 5.0], false), ([20.5, 20.5], true), ([15.0, 5.0], false), ([-1.0, 5.0], false)]
        {
            assert_eq!(shape.contains(point), inside, "{point:?}");
        }
    }
}
