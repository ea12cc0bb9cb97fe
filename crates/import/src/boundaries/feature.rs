//! What all three formats give: objects with attributes as text and rings in the coordinates of the file.

use std::collections::BTreeMap;

/// A closed line.
pub(super) type Ring = Vec<[f64; 2]>;
/// An outer ring and its holes.
pub(super) type Part = Vec<Ring>;

/// One object of a layer.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Feature {
    /// Its place in the file, from 1.
    pub(super) number: u64,
    /// Name of the attribute as the file writes it → value.
    pub(super) properties: BTreeMap<String, String>,
    pub(super) parts: Vec<Part>,
    /// What kept its geometry from being read.
    pub(super) defect: Option<String>,
}

/// One layer of areas.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Layer {
    /// Name in the archive or the database; empty for the only layer of a file.
    pub(super) name: String,
    pub(super) crs: CrsClaim,
    pub(super) features: Vec<Feature>,
    /// The file breaks off after these objects.
    pub(super) broken: Option<String>,
}

/// What a file says about its reference system.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) enum CrsClaim {
    /// Nothing, and none is needed: GeoJSON is in WGS 84.
    #[default]
    Wgs84,
    /// Nothing, although it should.
    Missing,
    /// Number at EPSG.
    Epsg(u32),
    /// Name in a GeoJSON of the time before RFC 7946.
    Name(String),
    /// Text of a `.prj`.
    Wkt(String),
}

/// Twice the area a ring encloses; positive against the clock.
pub(super) fn doubled_area(ring: &[[f64; 2]]) -> f64 {
    let Some(origin) = ring.first() else { return 0.0 };
    // Relative to a point of the ring: metres of Gauß-Krüger have many digits before those that matter.
    ring.windows(2)
        .map(|pair| {
            (pair[0][0] - origin[0]) * (pair[1][1] - origin[1]) - (pair[1][0] - origin[0]) * (pair[0][1] - origin[1])
        })
        .sum()
}

/// Whether a point lies inside a ring.
pub(super) fn encloses(ring: &[[f64; 2]], [x, y]: [f64; 2]) -> bool {
    ring.windows(2).fold(false, |inside, pair| {
        let ([ax, ay], [bx, by]) = (pair[0], pair[1]);
        let crosses = (ay > y) != (by > y) && x < (bx - ax) * (y - ay) / (by - ay) + ax;
        inside != crosses
    })
}
