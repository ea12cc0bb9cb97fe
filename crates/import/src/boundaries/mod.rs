//! Boundaries of areas, for maps.
//!
//! | | |
//! |---|---|
//! | Publisher | Bundesamt für Kartographie und Geodäsie (VG250, VG1000, VG5000; dl-de/by-2.0, "© GeoBasis-DE / BKG (year)"); offices of the Länder, neighbouring countries, the office's own small areas |
//! | Forms read | GeoJSON (RFC 7946 and the older form with `crs`; also one Feature per line); Shapefile in a zip (`.shp`, `.dbf`, `.prj`, `.cpg`); GeoPackage; plain, gzip or zip, told apart by content. All layers of areas of a zip or a GeoPackage are read |
//! | Encodings | UTF-8, Windows-1252 and what `.cpg` names |
//! | Out | [`AreaShape`](model::areas::AreaShape): longitude and latitude in WGS 84, one per key |
//! | Settings | `key`, `name` (attributes), `prefix` (for keys that are no official ones), `valid_from` (day), `crs` (EPSG number) |
//! | Outcome | full |
//!
//! Decisions:
//! - **Reference systems**: DHDN/Gauß-Krüger zones 2 to 5, ETRS89 and WGS 84 as UTM (with and without the zone before the easting), degrees,
//!   web Mercator. Anything else is refused by name. DHDN is moved by EPSG:1777, accurate to about 3 m (`crs.rs`).
//! - **Key**: the attribute AGS, ARS or RS, otherwise the one whose values are nearly all different official keys. A Regionalschlüssel
//!   becomes the AGS; that of a Verband has nine digits. `ADE` tells the level where it is given. Lost leading zeros are put back.
//! - **Other keys** (neighbouring countries, Ortsbezirke) are kept as they are, behind the `prefix` of the settings: without one, a code
//!   of another country could be taken for a German key. Where there is no key at all, the name is the key. Both are said.
//! - **Place**: areas with German keys lie in Germany. Latitude and longitude that have been swapped are said, and nothing is taken.
//! - **Water**: parts with GF 1 and 2 are left out; GF 3 and 4 are land, 9 (VG5000) does not tell them apart.
//! - **Parts**: all land of one key becomes one shape, also when it comes as several objects.
//! - **Territorial state**: from the settings, else a day or year in the name of the file, else the newest change recorded in the file
//!   (BEGINN, WSK), which is said; else this year's first day, with a warning.
//! - **Levels**: Staat and Regierungsbezirk give no shape: the model has no such level.
//! - `row` of an issue is the number of the object in its layer, `sheet` the layer.
//! - Not read: TopoJSON, KML, GML, curved geometries. Memory grows with the largest layer: parts of one area may lie far apart in a file.

mod crs;
mod feature;
mod geojson;
mod geopackage;
mod keys;
mod map;
mod settings;
mod shapefile;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, HashMap};
use std::io::Read as _;

use model::issue::Severity;

use self::feature::Layer;
use self::settings::Settings;
use self::shapefile::{Files, NoLayer};
use crate::formats::sqlite::is_sqlite;
use crate::formats::zip::{Entry, Limits, Packing, Refusal, packing, read_limited, unpack, unpack_entries};
use crate::issues::{Delivery, Spot, json_defect, quote};
use crate::recognise::recognise_head;
use crate::{Importer, Input, Outcome};

/// VG250 of all Germany has 70 MB packed and 200 MB unpacked.
const LIMITS: Limits = Limits { packed: 256 << 20, unpacked: 768 << 20, entries: 500, ratio: 200 };
const HINT: &str =
    "Erwartet wird eine GeoJSON-Datei, ein ZIP mit einem Shapefile (.shp, .dbf, .prj) oder ein GeoPackage (.gpkg).";

#[derive(Debug)]
pub struct Boundaries;

impl Importer for Boundaries {
    fn code(&self) -> &'static str {
        "boundaries"
    }

    fn read(&self, input: Input<'_>, sink: &mut dyn FnMut(crate::Item)) -> Outcome {
        let mut delivery = Delivery::new(input.file, sink);
        let outcome = read_delivery(input, &mut delivery);
        delivery.finish();
        outcome
    }
}

/// Whether a file with this name and beginning holds boundaries.
pub fn looks_like(name: &str, head: &[u8]) -> bool {
    let name = name.to_lowercase();
    match packing(head) {
        Packing::Gzip => {
            let mut start = Vec::new();
            // A head ends in the middle of its stream; what could be unpacked is enough.
            let _ = flate2::read::MultiGzDecoder::new(head).take(4096).read_to_end(&mut start);
            is_geojson(&start)
        }
        Packing::Zip => {
            // Names stand uncompressed in front of the entries.
            let head = String::from_utf8_lossy(head).to_lowercase();
            [".shp", ".gpkg", ".geojson"].iter().any(|end| head.contains(end))
        }
        Packing::Plain if is_sqlite(head) => {
            name.ends_with(".gpkg") || matches!(head.get(68..72), Some(b"GPKG" | b"GP10" | b"GP11"))
        }
        Packing::Plain => is_geojson(head),
    }
}

fn is_geojson(head: &[u8]) -> bool {
    let head = String::from_utf8_lossy(head);
    let head = head.trim_start_matches(['\u{feff}', '\u{1e}']).trim_start();
    head.starts_with('{') && (head.contains("\"FeatureCollection\"") || head.contains("\"Feature\""))
}

/// What one file gives.
#[derive(Default)]
struct Contents {
    layers: Vec<Layer>,
    /// Layers of points or lines.
    passed_over: Vec<String>,
    /// What could not be read, in words.
    damage: Vec<String>,
    /// What a file is that is none of boundaries.
    what: String,
}

fn read_delivery(input: Input<'_>, delivery: &mut Delivery<'_>) -> Outcome {
    let settings = if input.settings.is_null() {
        Settings::default()
    } else {
        match serde_json::from_value(input.settings.clone()) {
            Ok(settings) => settings,
            Err(error) => {
                let message = format!("Die Einstellungen der Quelle sind ungültig: {}.", json_defect(&error));
                let hint = "Möglich sind „key“, „name“, „prefix“, „valid_from“ (JJJJ-MM-TT) und „crs“ (EPSG-Nummer).";
                delivery.issue("BND-003", Severity::Fatal, Spot::default(), message, hint);
                return Outcome::Broken;
            }
        }
    };
    let contents = match read_contents(input.bytes) {
        Ok(contents) => contents,
        Err(refusal) => {
            delivery.issue("BND-001", Severity::Fatal, Spot::default(), refusal.message(), refusal.hint());
            return Outcome::Broken;
        }
    };
    if !contents.passed_over.is_empty() {
        let message = format!("Ebenen ohne Flächen wurden ausgelassen: {}.", contents.passed_over.join(", "));
        let hint = "Gebraucht werden nur Flächen; Linien und Punkte stören nicht.";
        delivery.issue("BND-015", Severity::Note, Spot::default(), message, hint);
    }
    let mut mapper = map::Mapper { settings: &settings, file: input.file, today: input.today, seen: HashMap::new() };
    let mut complete = true;
    for layer in &contents.layers {
        complete &= mapper.accept(layer, delivery);
    }
    let broken = contents.layers.iter().filter_map(|layer| {
        let layer_name = if layer.name.is_empty() { String::new() } else { format!(" {}", quote(&layer.name)) };
        layer
            .broken
            .as_ref()
            .map(|place| format!("Die Ebene{layer_name} bricht ab ({place}). Was davor stand, ist übernommen."))
    });
    let damage: Vec<String> = broken.chain(contents.damage).collect();
    for message in &damage {
        let hint = "Bitte laden Sie die Datei neu herunter.";
        delivery.issue("BND-001", Severity::Fatal, Spot::default(), message, hint);
    }
    let is_empty = contents.layers.iter().all(|layer| layer.features.is_empty());
    if is_empty && damage.is_empty() {
        let what = if contents.layers.is_empty() { contents.what.as_str() } else { "Sie hat keine Flächen." };
        let message = format!("Die Datei enthält keine Grenzen von Gebieten. {what}");
        delivery.issue("BND-002", Severity::Fatal, Spot::default(), message.trim_end(), HINT);
    }
    if contents.layers.is_empty() || !damage.is_empty() || !complete { Outcome::Broken } else { Outcome::Full }
}

fn read_contents(bytes: &mut dyn std::io::Read) -> Result<Contents, Refusal> {
    let received = read_limited(bytes, LIMITS.packed)?;
    let mut contents = Contents::default();
    if packing(&received.content) == Packing::Zip {
        let wanted = |name: &str| {
            let name = name.to_lowercase();
            let ends = [".shp", ".dbf", ".prj", ".cpg", ".gpkg", ".geojson", ".json"];
            ends.iter().any(|end| name.ends_with(end)) && !name.starts_with("__macosx")
        };
        read_entries(unpack_entries(&received.content, &LIMITS, &wanted)?, &mut contents);
    } else {
        let unpacked = unpack(&mut received.content.as_slice(), &LIMITS, &|_| None)?;
        read_file("", &unpacked.content, &mut contents);
        let broken = received.broken.or(unpacked.broken);
        contents.damage.extend(broken.map(|refusal| refusal.message()));
    }
    Ok(contents)
}

fn read_entries(entries: Vec<Entry>, contents: &mut Contents) {
    let mut shapefiles: BTreeMap<String, BTreeMap<String, &[u8]>> = BTreeMap::new();
    for entry in &entries {
        contents.damage.extend(entry.broken.as_ref().map(Refusal::message));
        let (stem, end) = entry.name.rsplit_once('.').unwrap_or((&entry.name, ""));
        let end = end.to_lowercase();
        match end.as_str() {
            "gpkg" | "geojson" | "json" => read_file(stem.rsplit('/').next().unwrap_or(stem), &entry.content, contents),
            _ => {
                shapefiles.entry(stem.to_lowercase()).or_default().insert(end, &entry.content);
            }
        }
    }
    for (stem, files) in shapefiles {
        let Some(shp) = files.get("shp") else { continue };
        let file = |end: &str| files.get(end).copied();
        let name = stem.rsplit('/').next().unwrap_or(&stem).to_owned();
        match shapefile::read(&name, Files { shp, dbf: file("dbf"), prj: file("prj"), cpg: file("cpg") }) {
            Ok(layer) => contents.layers.push(layer),
            Err(NoLayer::OtherKind) => contents.passed_over.push(name),
            Err(NoLayer::Damaged(what)) => {
                contents.damage.push(format!("Die Ebene {} ist nicht lesbar: {what}.", quote(&name)));
            }
        }
    }
}

fn read_file(name: &str, bytes: &[u8], contents: &mut Contents) {
    if is_sqlite(bytes) {
        match geopackage::read(bytes) {
            Ok(layers) => contents.layers.extend(layers),
            Err(error) => contents.damage.push(format!("Das GeoPackage ist nicht lesbar: {error}.")),
        }
        return;
    }
    let text = crate::formats::csv::decode(bytes, None);
    if let Some(layer) = geojson::read(&text) {
        contents.layers.push(Layer { name: name.to_owned(), ..layer });
    } else if !text.trim().is_empty() {
        contents.what = recognise_head(&text.chars().take(400).collect::<String>());
    } else {
        "Sie ist leer.".clone_into(&mut contents.what);
    }
}
