//! GeoJSON (RFC 7946): a FeatureCollection, or Features one after the other (one alone, or one per line as RFC 8142 and many programs
//! write them). Objects before a break are kept.

use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::feature::{CrsClaim, Feature, Layer, Part};

/// Deepest `GeometryCollection` in a `GeometryCollection`.
const DEEPEST: usize = 4;

/// Stands before each object of a sequence (RFC 8142).
const SEPARATOR: char = '\u{1e}';

/// `None` where the text is JSON of another kind, or no JSON.
pub(super) fn read(text: &str) -> Option<Layer> {
    if text.contains(SEPARATOR) {
        return read(&text.replace(SEPARATOR, " "));
    }
    let mut layer = Layer::default();
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let mut found = Found::default();
    let result = Root { layer: &mut layer, found: &mut found }.deserialize(&mut deserializer);
    match found {
        Found { collection: false, kind, .. } if kind == "Feature" => {
            read_sequence(text, &mut layer);
            Some(layer)
        }
        Found { collection: true, .. } => {
            layer.broken = result.err().map(|error| format!("Zeile {}, Spalte {}", error.line(), error.column()));
            Some(layer)
        }
        Found { .. } => None,
    }
}

/// Features that follow each other without a collection around them.
fn read_sequence(text: &str, layer: &mut Layer) {
    for raw in serde_json::Deserializer::from_str(text).into_iter::<&RawValue>() {
        match raw {
            Ok(raw) => layer.features.push(feature(raw.get(), layer.features.len() as u64 + 1)),
            Err(error) => {
                layer.broken = Some(format!("Zeile {}, Spalte {}", error.line(), error.column()));
                return;
            }
        }
    }
}

#[derive(Default)]
struct Found {
    kind: String,
    /// `features` was an array.
    collection: bool,
}

struct Root<'r> {
    layer: &'r mut Layer,
    found: &'r mut Found,
}

impl<'de> DeserializeSeed<'de> for Root<'_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Root<'_> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a FeatureCollection")
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "type" => self.found.kind = map.next_value()?,
                "crs" => {
                    let crs: serde_json::Value = map.next_value()?;
                    if let Some(name) = crs.pointer("/properties/name").and_then(|name| name.as_str()) {
                        self.layer.crs = CrsClaim::Name(name.to_owned());
                    }
                }
                "features" => {
                    self.found.collection = true;
                    map.next_value_seed(Features(&mut self.layer.features))?;
                }
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(())
    }
}

struct Features<'r>(&'r mut Vec<Feature>);

impl<'de> DeserializeSeed<'de> for Features<'_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Features<'_> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of features")
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        while let Some(raw) = seq.next_element::<&RawValue>()? {
            let number = self.0.len() as u64 + 1;
            self.0.push(feature(raw.get(), number));
        }
        Ok(())
    }
}

#[derive(Deserialize)]
struct RawFeature<'a> {
    #[serde(default)]
    properties: Option<BTreeMap<String, serde_json::Value>>,
    #[serde(borrow, default)]
    geometry: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct RawGeometry<'a> {
    #[serde(rename = "type")]
    kind: String,
    #[serde(borrow, default)]
    coordinates: Option<&'a RawValue>,
    #[serde(borrow, default)]
    geometries: Vec<&'a RawValue>,
}

fn feature(text: &str, number: u64) -> Feature {
    let mut feature = Feature { number, ..Feature::default() };
    let raw: RawFeature<'_> = match serde_json::from_str(text) {
        Ok(raw) => raw,
        Err(_) => {
            feature.defect = Some("kein Objekt nach den Regeln von GeoJSON".to_owned());
            return feature;
        }
    };
    feature.properties = raw
        .properties
        .unwrap_or_default()
        .into_iter()
        .filter_map(|(name, value)| Some((name, text_of(value)?)))
        .collect();
    let geometry = raw.geometry.filter(|geometry| geometry.get() != "null");
    match geometry {
        Some(geometry) => feature.defect = read_geometry(geometry, 0, &mut feature.parts).err(),
        None => feature.defect = Some("keine Geometrie".to_owned()),
    }
    feature
}

/// A value as text. Portals of Opendatasoft write lists of one: `["07211"]`.
fn text_of(value: serde_json::Value) -> Option<String> {
    match value {
        serde_json::Value::String(text) => Some(text.trim().to_owned()),
        serde_json::Value::Number(number) => Some(number.to_string()),
        serde_json::Value::Array(mut list) if list.len() == 1 => text_of(list.remove(0)),
        _ => None,
    }
}

fn read_geometry(raw: &RawValue, depth: usize, parts: &mut Vec<Part>) -> Result<(), String> {
    let geometry: RawGeometry<'_> = serde_json::from_str(raw.get()).map_err(|_| "Geometrie nicht lesbar".to_owned())?;
    let coordinates = geometry.coordinates.map_or("[]", RawValue::get);
    let unreadable = |error: serde_json::Error| {
        format!("Koordinaten nicht lesbar (Zeile {}, Spalte {} darin)", error.line(), error.column())
    };
    match geometry.kind.as_str() {
        "Polygon" => {
            let polygon: Vec<Vec<Point>> = serde_json::from_str(coordinates).map_err(unreadable)?;
            parts.push(rings(polygon));
            Ok(())
        }
        "MultiPolygon" => {
            let polygons: Vec<Vec<Vec<Point>>> = serde_json::from_str(coordinates).map_err(unreadable)?;
            parts.extend(polygons.into_iter().map(rings));
            Ok(())
        }
        "GeometryCollection" if depth < DEEPEST => {
            geometry.geometries.into_iter().try_for_each(|inner| read_geometry(inner, depth + 1, parts))
        }
        other => Err(format!("Geometrie „{other}“ ist keine Fläche")),
    }
}

fn rings(polygon: Vec<Vec<Point>>) -> Part {
    polygon.into_iter().map(|ring| ring.into_iter().map(|Point(point)| point).collect()).collect()
}

/// Two numbers; what follows (height, measure) is passed over.
struct Point([f64; 2]);

impl<'de> Deserialize<'de> for Point {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct PointVisitor;
        impl<'de> Visitor<'de> for PointVisitor {
            type Value = Point;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a position")
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Point, A::Error> {
                let mut number = |index| {
                    seq.next_element::<f64>()?.ok_or_else(|| serde::de::Error::invalid_length(index, &"two numbers"))
                };
                let point = [number(0)?, number(1)?];
                while seq.next_element::<IgnoredAny>()?.is_some() {}
                Ok(Point(point))
            }
        }
        deserializer.deserialize_seq(PointVisitor)
    }
}
