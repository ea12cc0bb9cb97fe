//! GeoPackage (OGC 12-128): layers of areas in an SQLite database, geometries as well-known binary behind a header of their own.

use super::feature::{CrsClaim, Feature, Layer, Part};
use crate::formats::sqlite::{Database, SqliteError, Value};

/// All layers of areas.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<Layer>, SqliteError> {
    let database = Database::open(bytes)?;
    let mut systems = Vec::new();
    let columns = Columns::of(
        &database,
        "gpkg_spatial_ref_sys",
        &["srs_id", "organization", "organization_coordsys_id", "definition"],
    )?;
    database.read_rows("gpkg_spatial_ref_sys", &mut |row| {
        let [id, organization, code, definition] = columns.pick(&row);
        let claim = match (organization.to_text().to_uppercase().as_str(), code.to_text().parse()) {
            ("EPSG", Ok(code)) => CrsClaim::Epsg(code),
            _ => CrsClaim::Wkt(definition.to_text()),
        };
        systems.push((id.to_text(), claim));
    })?;
    let mut tables = Vec::new();
    let columns = Columns::of(
        &database,
        "gpkg_geometry_columns",
        &["table_name", "column_name", "geometry_type_name", "srs_id"],
    )?;
    database.read_rows("gpkg_geometry_columns", &mut |row| {
        let [table, column, kind, srs] = columns.pick(&row);
        tables.push((table.to_text(), column.to_text(), kind.to_text().to_uppercase(), srs.to_text()));
    })?;
    let mut layers = Vec::new();
    for (table, geometry, kind, srs) in tables {
        if kind.contains("POINT") || kind.contains("LINE") || kind.contains("CURVE") && !kind.contains("POLYGON") {
            continue;
        }
        let names = database.columns(&table).ok_or_else(|| SqliteError::NoTable(table.clone()))?;
        let crs = systems.iter().find(|(id, _)| *id == srs).map_or(CrsClaim::Missing, |(_, claim)| claim.clone());
        let mut layer = Layer { name: table.clone(), crs, ..Layer::default() };
        let result = database.read_rows(&table, &mut |row| {
            let number = layer.features.len() as u64 + 1;
            let mut feature = Feature { number, ..Feature::default() };
            for (name, value) in names.iter().zip(&row) {
                match value {
                    Value::Blob(blob) if name.eq_ignore_ascii_case(&geometry) => {
                        feature.defect = read_geometry(blob, &mut feature.parts).err();
                    }
                    Value::Blob(_) | Value::Null => {}
                    value => {
                        feature.properties.insert(name.clone(), value.to_text().trim().to_owned());
                    }
                }
            }
            if feature.parts.is_empty() && feature.defect.is_none() {
                feature.defect = Some("keine Geometrie".to_owned());
            }
            layer.features.push(feature);
        });
        layer.broken = result.err().map(|error| error.to_string());
        layers.push(layer);
    }
    Ok(layers)
}

/// Positions of columns, by name.
struct Columns<const N: usize>([usize; N]);

impl<const N: usize> Columns<N> {
    fn of(database: &Database<'_>, table: &str, wanted: &[&str; N]) -> Result<Self, SqliteError> {
        let missing = || SqliteError::NoTable(table.to_owned());
        let names = database.columns(table).ok_or_else(missing)?;
        let mut positions = [0; N];
        for (position, wanted) in positions.iter_mut().zip(wanted) {
            *position = names.iter().position(|name| name.eq_ignore_ascii_case(wanted)).ok_or_else(missing)?;
        }
        Ok(Self(positions))
    }

    fn pick<'r, 'a>(&self, row: &'r [Value<'a>]) -> [&'r Value<'a>; N] {
        self.0.map(|position| row.get(position).unwrap_or(&Value::Null))
    }
}

/// "GP", version, flags, number of the reference system, envelope as the flags say, then well-known binary.
fn read_geometry(blob: &[u8], parts: &mut Vec<Part>) -> Result<(), String> {
    let damaged = || "Geometrie beschädigt".to_owned();
    let [b'G', b'P', _, flags, ..] = blob else { return Err(damaged()) };
    let envelope = match (flags >> 1) & 7 {
        0 => 0,
        1 => 32,
        2 | 3 => 48,
        4 => 64,
        _ => return Err(damaged()),
    };
    let mut reader = Wkb { bytes: blob.get(8 + envelope..).ok_or_else(damaged)? };
    reader.geometry(0, parts)
}

struct Wkb<'a> {
    bytes: &'a [u8],
}

impl Wkb<'_> {
    fn take<const N: usize>(&mut self) -> Result<[u8; N], String> {
        let (taken, rest) = self.bytes.split_first_chunk::<N>().ok_or("Geometrie bricht ab")?;
        self.bytes = rest;
        Ok(*taken)
    }

    fn count(&mut self, little: bool) -> Result<u32, String> {
        let bytes = self.take::<4>()?;
        Ok(if little { u32::from_le_bytes(bytes) } else { u32::from_be_bytes(bytes) })
    }

    fn number(&mut self, little: bool) -> Result<f64, String> {
        let bytes = self.take::<8>()?;
        Ok(if little { f64::from_le_bytes(bytes) } else { f64::from_be_bytes(bytes) })
    }

    fn geometry(&mut self, depth: usize, parts: &mut Vec<Part>) -> Result<(), String> {
        let [order] = self.take::<1>()?;
        let little = order == 1;
        let kind = self.count(little)?;
        // ISO adds 1000 for height, 2000 for measure, 3000 for both; the extended form sets bits.
        let (flat, thousands) = ((kind & 0x0fff_ffff) % 1000, (kind & 0x0fff_ffff) / 1000);
        let has_z = matches!(thousands, 1 | 3) || kind & 0x8000_0000 != 0;
        let has_m = matches!(thousands, 2 | 3) || kind & 0x4000_0000 != 0;
        if kind & 0x2000_0000 != 0 {
            self.count(little)?;
        }
        match flat {
            3 => {
                let rings = self.count(little)?;
                let mut part = Part::new();
                for _ in 0..rings {
                    let points = self.count(little)?;
                    let mut ring = Vec::new();
                    for _ in 0..points {
                        ring.push([self.number(little)?, self.number(little)?]);
                        for _ in 0..u8::from(has_z) + u8::from(has_m) {
                            self.number(little)?;
                        }
                    }
                    part.push(ring);
                }
                parts.push(part);
                Ok(())
            }
            6 | 7 if depth < 4 => {
                for _ in 0..self.count(little)? {
                    self.geometry(depth + 1, parts)?;
                }
                Ok(())
            }
            other => Err(format!("Geometrie der Art {other} ist keine Fläche")),
        }
    }
}
