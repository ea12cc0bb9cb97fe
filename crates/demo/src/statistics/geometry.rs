//! Outlines as a tile map ("Kachelkarte") in GeoJSON: one square per area, placed roughly as the areas lie, with exactly shared borders.
//! No borders of the real land: invented outlines would be wrong ones.

use serde_json::{Value, json};

use super::{Delivery, World};
use crate::facts::Facts;

/// Longitude and latitude of the north-western corner of the map, and the size of a tile in degrees: about square at fifty degrees north.
const CORNER: (f64, f64) = (6.2, 50.9);
const TILE: (f64, f64) = (0.28, 0.18);
/// The same for Gemeinden, which are many and small.
const CORNER_OF_GEMEINDEN: (f64, f64) = (6.36, 49.92);
const TILE_OF_GEMEINDEN: (f64, f64) = (0.05, 0.032);

/// The Verbandsgemeinden and the town around which they lie: Regionalschlüssel, name, column and row.
const VERBAENDE: [(&str, &str, (i32, i32)); 7] = [
    ("072355007", "Trier-Land", (0, 0)),
    ("072355006", "Schweich an der Römischen Weinstraße", (1, 0)),
    ("072110000000", "Trier", (0, 1)),
    ("072355004", "Ruwer", (1, 1)),
    ("072355001", "Hermeskeil", (2, 1)),
    ("072355003", "Konz", (-1, 1)),
    ("072355008", "Saarburg-Kell", (0, 2)),
];
const CORNER_OF_VERBAENDE: (f64, f64) = (6.55, 49.92);
const TILE_OF_VERBAENDE: (f64, f64) = (0.168, 0.108);

pub(super) fn deliveries(world: &World) -> Vec<Delivery> {
    let kreise = &world.regions.kreise;
    let facts = Facts::load();
    let points: Vec<(f64, f64)> = facts.gemeinden.iter().map(|gemeinde| gemeinde.point).collect();
    let kreise =
        kreise.iter().map(|kreis| feature("AGS", kreis.key, kreis.short_name(), square(CORNER, TILE, kreis.tile)));
    let verbaende = VERBAENDE
        .into_iter()
        .map(|(key, name, tile)| feature("ARS", key, name, square(CORNER_OF_VERBAENDE, TILE_OF_VERBAENDE, tile)));
    let gemeinden = facts.gemeinden.iter().zip(places(&points)).map(|(gemeinde, tile)| {
        feature("AGS", gemeinde.key, gemeinde.name, square(CORNER_OF_GEMEINDEN, TILE_OF_GEMEINDEN, tile))
    });
    let map = |name: &str, what: &str, features: Vec<Value>| delivery(world, name, what, features);
    vec![
        map("kachelkarte_kreise.geojson", "Kreise und kreisfreie Städte in Rheinland-Pfalz", kreise.collect()),
        map(
            "kachelkarte_verbandsgemeinden.geojson",
            "Verbandsgemeinden im Landkreis Trier-Saarburg und Stadt Trier",
            verbaende.collect(),
        ),
        map(
            "kachelkarte_gemeinden.geojson",
            "Gemeinden im Landkreis Trier-Saarburg und Stadt Trier",
            gemeinden.collect(),
        ),
    ]
}

fn delivery(world: &World, name: &str, what: &str, features: Vec<Value>) -> Delivery {
    let collection = json!({
        "type": "FeatureCollection",
        "name": format!("Kachelkarte: {what}"),
        "description": "Kachelkarte: jedes Gebiet ist ein gleich großes Quadrat ungefähr an seiner Stelle. Keine amtlichen Grenzen.",
        "copyright": "Beispieldaten, erzeugt für die Vorführung von Bildungsraum",
        "features": features,
    });
    let settings = json!({ "valid_from": format!("{}-01-01", world.cohorts.first) });
    Delivery {
        settings,
        ..Delivery::new(name, collection.to_string().into_bytes(), "boundaries", world.day(15, 1, 15))
    }
}

/// Property names as the official VG250 has them: `AGS` of Kreise and Gemeinden, `ARS` of Verbände.
fn feature(attribute: &str, key: &str, name: &str, ring: [[f64; 2]; 5]) -> Value {
    json!({
        "type": "Feature",
        "properties": { attribute: key, "GEN": name },
        "geometry": { "type": "Polygon", "coordinates": [ring] },
    })
}

/// Counter-clockwise from the south-western corner (RFC 7946).
fn square(corner: (f64, f64), size: (f64, f64), (column, row): (i32, i32)) -> [[f64; 2]; 5] {
    // Rounded, so that the same corner is the same number on both sides of a border.
    let at = |column: i32, row: i32| {
        let rounded = |degrees: f64| (degrees * 1e4).round() / 1e4;
        [rounded(corner.0 + f64::from(column) * size.0), rounded(corner.1 - f64::from(row) * size.1)]
    };
    [at(column, row + 1), at(column + 1, row + 1), at(column + 1, row), at(column, row), at(column, row + 1)]
}

/// A tile of its own for every place, as near as possible to where it lies; places given first choose first.
fn places(points: &[(f64, f64)]) -> Vec<(i32, i32)> {
    let mut taken: Vec<(i32, i32)> = Vec::with_capacity(points.len());
    for (latitude, longitude) in points {
        let column = (longitude - CORNER_OF_GEMEINDEN.0) / TILE_OF_GEMEINDEN.0 - 0.5;
        let row = (CORNER_OF_GEMEINDEN.1 - latitude) / TILE_OF_GEMEINDEN.1 - 0.5;
        let away = |tile: &(i32, i32)| (f64::from(tile.0) - column).powi(2) + (f64::from(tile.1) - row).powi(2);
        let nearest = (-3..25)
            .flat_map(|column| (-3..25).map(move |row| (column, row)))
            .filter(|tile| !taken.contains(tile))
            .min_by(|left, right| away(left).total_cmp(&away(right)));
        taken.push(nearest.unwrap_or_default());
    }
    taken
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_gets_a_tile_of_its_own_near_by() {
        let facts = Facts::load();
        let points: Vec<(f64, f64)> = facts.gemeinden.iter().map(|gemeinde| gemeinde.point).collect();
        let tiles = places(&points);
        let mut different = tiles.clone();
        different.sort_unstable();
        different.dedup();
        assert_eq!(different.len(), points.len());
        for ((latitude, longitude), tile) in points.iter().zip(&tiles) {
            let [[west, south], ..] = square(CORNER_OF_GEMEINDEN, TILE_OF_GEMEINDEN, *tile);
            assert!(
                (west - longitude).abs() < 0.2 && (south - latitude).abs() < 0.16,
                "{latitude} {longitude}: {west} {south}"
            );
        }
    }

    #[test]
    fn neighbours_share_their_corners_exactly() {
        let [_, east_south, east_north, ..] = square(CORNER, TILE, (4, 3));
        let [west_south, _, _, west_north, _] = square(CORNER, TILE, (5, 3));
        assert_eq!(format!("{east_south:?}{east_north:?}"), format!("{west_south:?}{west_north:?}"));
    }
}
