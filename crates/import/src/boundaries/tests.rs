use std::io::Write as _;

use expect_test::expect_file;
use model::areas::AreaShape;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::feature::doubled_area;
use super::map::day_in_name;
use super::shapefile::group;
use super::{Boundaries, looks_like};
use crate::golden::{fixture, issue_counts, print, read_all, shared_data, today};
use crate::{Item, Outcome};

/// The same four objects, projected by PROJ: one town of two parts with a hole and a lake, and the village in the hole.
const KLEIN: [&str; 3] = ["klein_2023-01-01.geojson", "klein_2023-01-01_gk2.zip", "klein_2023-01-01.gpkg"];

fn shapes(items: &[Item]) -> Vec<&AreaShape> {
    items.iter().filter_map(|item| if let Item::Shape(shape) = item { Some(shape.as_ref()) } else { None }).collect()
}

fn read(file: &str, settings: &Value) -> (Vec<Item>, Outcome) {
    read_all(&Boundaries, file, &fixture(&format!("boundaries/{file}")), settings)
}

fn points(shape: &AreaShape) -> impl Iterator<Item = &[f64; 2]> {
    shape.parts.iter().flatten().flatten()
}

#[test]
fn clean_objects() {
    let (items, outcome) = read(KLEIN[0], &Value::Null);
    expect_file!["../../../../fixtures/boundaries/klein.golden.txt"].assert_eq(&print(&items, outcome));
}

#[test]
fn every_format_and_reference_system_gives_the_same_shapes() {
    let (expected, _) = read(KLEIN[0], &Value::Null);
    for file in &KLEIN[1..] {
        let (items, outcome) = read(file, &Value::Null);
        assert_eq!(outcome, Outcome::Full, "{file}: {items:?}");
        let (expected, found) = (shapes(&expected), shapes(&items));
        assert_eq!(expected.len(), found.len());
        for (expected, found) in expected.into_iter().zip(found) {
            assert_eq!(
                (&expected.key, &expected.name, expected.valid_from),
                (&found.key, &found.name, found.valid_from)
            );
            let lengths = |shape: &AreaShape| -> Vec<Vec<usize>> {
                shape.parts.iter().map(|part| part.iter().map(Vec::len).collect()).collect()
            };
            assert_eq!(lengths(expected), lengths(found), "{file}");
            // Rings may begin elsewhere: every point has its twin within two centimetres.
            for [x, y] in points(expected) {
                assert!(points(found).any(|[a, b]| (x - a).abs() < 2e-7 && (y - b).abs() < 2e-7), "{file}: {x} {y}");
            }
        }
    }
}

#[test]
fn a_bad_object_costs_itself_only() {
    let (items, outcome) = read("schmutzig.geojson", &Value::Null);
    expect_file!["../../../../fixtures/boundaries/schmutzig.golden.txt"].assert_eq(&print(&items, outcome));
}

#[test]
fn settings_decide_where_the_file_is_silent() {
    let settings = json!({"key": "Name", "name": "Schluessel", "prefix": "B-", "valid_from": "2020-07-01"});
    let (items, _) = read("schmutzig.geojson", &settings);
    let first = shapes(&items)[0];
    assert_eq!((first.key.as_str(), first.name.as_str()), ("B-Beispielkreis", "07990"));
    assert_eq!(first.valid_from.to_string(), "2020-07-01");
    assert_eq!(issue_counts(&items)["BND-014"], 1);
    let (items, outcome) = read("schmutzig.geojson", &json!({"schlüssel": "Name"}));
    assert_eq!((outcome, issue_counts(&items)), (Outcome::Broken, [("BND-003".to_owned(), 1)].into()));
}

#[test]
fn without_keys_the_names_do() {
    let square = json!([[[6.0, 49.5], [6.1, 49.5], [6.1, 49.6], [6.0, 49.5]]]);
    let feature = |properties: Value| json!({"type": "Feature", "properties": properties, "geometry": {"type": "Polygon", "coordinates": square}});
    let read = |features: Vec<Value>, settings: &Value| {
        let bytes = json!({"type": "FeatureCollection", "features": features}).to_string();
        let (items, _) = read_all(&Boundaries, "gemeinden_2024.geojson", bytes.as_bytes(), settings);
        let keys: Vec<String> = shapes(&items).iter().map(|shape| shape.key.clone()).collect();
        (keys, issue_counts(&items))
    };
    let warned = [("BND-014".to_owned(), 1)];
    let named = vec![feature(json!({"fid": 1, "name": "Beispiel"})), feature(json!({"fid": 2, "name": "Muster"}))];
    assert_eq!(
        read(named, &json!({"prefix": "LU-"})),
        (vec!["LU-Beispiel".to_owned(), "LU-Muster".to_owned()], warned.clone().into())
    );
    let coded = vec![feature(json!({"LAU2": "0101", "name": "A"})), feature(json!({"LAU2": "0102", "name": "B"}))];
    assert_eq!(read(coded, &Value::Null), (vec!["0101".to_owned(), "0102".to_owned()], warned.into()));
    let (keys, issues) = read(vec![feature(json!({"fid": 1}))], &Value::Null);
    assert_eq!((keys, issues), (vec![], [("BND-005".to_owned(), 1)].into()));
}

#[test]
fn files_that_cannot_be_placed_are_refused_in_words() {
    let lambert = String::from_utf8(fixture("boundaries/klein_2023-01-01.geojson")).unwrap().replacen(
        '{',
        r#"{"crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::3035"}},"#,
        1,
    );
    let metres = r#"{"type":"Feature","properties":{"AGS":"07990"},"geometry":{"type":"Polygon","coordinates":[[[330000,5510000],[330001,5510000],[330001,5510001],[330000,5510000]]]}}"#;
    for (bytes, code) in [
        (lambert.as_bytes(), "BND-004"),
        (metres.as_bytes(), "BND-004"),
        (b"", "BND-002"),
        (b"[1, 2]", "BND-002"),
        (b"{\"type\": \"Topology\"}", "BND-002"),
        (b"Kursnummer;Titel\n1;Beispielkurs\n", "BND-002"),
        (b"PK\x03\x04 broken", "BND-001"),
        (b"SQLite format 3\0", "BND-001"),
    ] {
        let (items, outcome) = read_all(&Boundaries, "x", bytes, &Value::Null);
        assert_eq!(outcome, Outcome::Broken);
        assert!(issue_counts(&items).contains_key(code), "{bytes:?}: {items:?}");
        assert!(shapes(&items).is_empty());
    }
    // The settings know what the file does not say.
    let (items, outcome) = read_all(&Boundaries, "x", metres.as_bytes(), &json!({"crs": 25832}));
    assert_eq!((outcome, shapes(&items).len()), (Outcome::Full, 1));
}

/// A file of triangles with these properties, the first corner of each at `at`.
fn triangles(at: [f64; 2], properties: &[Value]) -> Value {
    let feature = |properties: &Value| {
        let [x, y] = at;
        let ring = [[x, y], [x + 0.1, y], [x, y + 0.1], [x, y]];
        json!({"type": "Feature", "properties": properties, "geometry": {"type": "Polygon", "coordinates": [ring]}})
    };
    json!({"type": "FeatureCollection", "features": properties.iter().map(feature).collect::<Vec<_>>()})
}

#[test]
fn attributes_of_other_portals_are_understood() {
    for (properties, expected, codes) in [
        // Opendatasoft: lists of one, and the keys of every level. Two Kreise of two Länder: both keys are all different.
        (
            [
                json!({"lan_code": ["07"], "lan_name": ["Rheinland-Pfalz"], "krs_code": ["07211"], "krs_name": ["Trier"]}),
                json!({"lan_code": ["10"], "lan_name": ["Saarland"], "krs_code": ["10041"], "krs_name": ["Saarbrücken"]}),
            ],
            [("07211", "Trier"), ("10041", "Saarbrücken")],
            vec![],
        ),
        (
            [
                json!({"krs_code": "07235", "gem_code": ["072355003005"], "gem_name": ["Ayl"]}),
                json!({"krs_code": "07235", "gem_code": ["072355003118"], "gem_name": ["Saarburg"]}),
            ],
            [("07235005", "Ayl"), ("07235118", "Saarburg")],
            vec![],
        ),
        (
            [
                json!({"GID_2": "DEU.11.30_1", "NAME_1": "Rheinland-Pfalz", "NAME_2": "Trier", "CC_2": "07211"}),
                json!({"GID_2": "DEU.11.31_1", "NAME_1": "Rheinland-Pfalz", "NAME_2": "Trier-Saarburg", "CC_2": "07235"}),
            ],
            [("07211", "Trier"), ("07235", "Trier-Saarburg")],
            vec![],
        ),
        (
            [
                json!({"ID_2": 30, "NAME_0": "Germany", "NAME_2": "Trier", "ID_3": 300, "NAME_3": "Trier", "NL_NAME_3": null}),
                json!({"ID_2": 30, "NAME_0": "Germany", "NAME_2": "Trier", "ID_3": 301, "NAME_3": "Konz", "NL_NAME_3": null}),
            ],
            [("Trier", "Trier"), ("Konz", "Konz")],
            vec!["BND-014"],
        ),
        (
            [
                json!({"NUTS_ID": "DEB21", "NUTS_NAME": "Trier"}),
                json!({"NUTS_ID": "DEB25", "NUTS_NAME": "Trier-Saarburg"}),
            ],
            [("DEB21", "Trier"), ("DEB25", "Trier-Saarburg")],
            vec!["BND-014"],
        ),
    ] {
        let file = triangles([6.6, 49.7], &properties);
        let (items, outcome) = read_all(&Boundaries, "x_2022.geojson", file.to_string().as_bytes(), &Value::Null);
        let found: Vec<(&str, &str)> =
            shapes(&items).iter().map(|shape| (shape.key.as_str(), shape.name.as_str())).collect();
        assert_eq!((outcome, found), (Outcome::Full, expected.to_vec()), "{items:?}");
        assert_eq!(issue_counts(&items).into_keys().collect::<Vec<_>>(), codes);
    }
}

#[test]
fn features_may_stand_one_per_line() {
    let file = triangles([6.6, 49.7], &[json!({"AGS": "07211", "GEN": "A"}), json!({"AGS": "07235", "GEN": "B"})]);
    let lines: Vec<String> = file["features"].as_array().unwrap().iter().map(Value::to_string).collect();
    for (text, count, outcome) in [
        (lines.join("\n"), 2, Outcome::Full),
        (lines.iter().map(|line| format!("\u{1e}{line}\n")).collect(), 2, Outcome::Full),
        (lines[0].clone(), 1, Outcome::Full),
        (format!("{}\n{}", lines[0], &lines[1][..40]), 1, Outcome::Broken),
    ] {
        let (items, found) = read_all(&Boundaries, "x_2022.geojson", text.as_bytes(), &Value::Null);
        assert_eq!((shapes(&items).len(), found), (count, outcome), "{text}");
    }
}

#[test]
fn what_lies_elsewhere_is_said_and_not_taken() {
    let german = [json!({"AGS": "07211", "GEN": "A"}), json!({"AGS": "07235", "GEN": "B"})];
    let others = [json!({"lau2": "LU1", "name": "A"}), json!({"lau2": "LU2", "name": "B"})];
    for (at, properties, words) in [
        ([6.6, 49.7], &german, None),
        ([49.7, 6.6], &german, Some("vertauscht")),
        ([49.7, 6.6], &others, Some("vertauscht")),
        ([16.4, 48.2], &german, Some("nicht in Deutschland")),
        ([16.4, 48.2], &others, None),
    ] {
        let file = triangles(at, properties).to_string();
        let (items, outcome) = read_all(&Boundaries, "x_2022.geojson", file.as_bytes(), &Value::Null);
        let said = items.iter().find_map(|item| match item {
            Item::Issue(issue) if issue.code == "BND-019" => Some(issue.message.as_str()),
            _ => None,
        });
        assert_eq!(said.is_some(), words.is_some(), "{at:?} {said:?}");
        assert!(said.unwrap_or_default().contains(words.unwrap_or_default()), "{said:?}");
        assert_eq!(shapes(&items).len(), if words.is_some() { 0 } else { 2 });
        assert_eq!(outcome, if words.is_some() { Outcome::Broken } else { Outcome::Full });
    }
}

#[test]
fn what_holds_for_every_area_is_said_once() {
    let areas: Vec<Value> = (1..=400).map(|number| json!({"AGS": format!("07{number:03}")})).collect();
    let file = triangles([6.6, 49.7], &areas).to_string();
    let (items, _) = read_all(&Boundaries, "x_2022.geojson", file.as_bytes(), &Value::Null);
    assert_eq!((shapes(&items).len(), issue_counts(&items).get("BND-017")), (400, Some(&1)));
}

#[test]
fn of_a_cut_file_the_beginning_is_kept() {
    let bytes = fixture("boundaries/schmutzig.geojson");
    let whole = read_all(&Boundaries, "x_2021.geojson", &bytes, &Value::Null).0;
    let (items, outcome) = read_all(&Boundaries, "x_2021.geojson", &bytes[..bytes.len() * 3 / 4], &Value::Null);
    assert_eq!((outcome, issue_counts(&items)["BND-001"]), (Outcome::Broken, 1));
    let (kept, whole) = (shapes(&items), shapes(&whole));
    assert!(kept.len() >= 4 && kept.len() < whole.len());
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::none());
    gzip.write_all(&bytes).unwrap();
    let packed = gzip.finish().unwrap();
    assert_eq!(shapes(&read_all(&Boundaries, "x_2021.gz", &packed, &Value::Null).0), whole);
}

#[test]
fn the_day_stands_in_the_name() {
    for (name, day) in [
        ("VG5000_GEM_2021-01-01_gk3.zip", Some("2021-01-01")),
        ("vg250_20230630.zip", Some("2023-06-30")),
        ("Ebene_Kreise_vg5000_2021.geojson.gz", Some("2021-01-01")),
        ("DE_VG250.gpkg", None),
        ("vg5000_01-01.gk3.zip", None),
        ("kreise_1803.geojson", None),
        ("kreise_2021_12_31.geojson", Some("2021-12-31")),
    ] {
        assert_eq!(day_in_name(name, today()).map(|day| day.to_string()).as_deref(), day, "{name}");
    }
}

#[test]
fn a_hole_belongs_to_the_smallest_ring_around_it() {
    let square = |at: f64, side: f64, clockwise: bool| {
        let mut ring = vec![[at, at], [at + side, at], [at + side, at + side], [at, at + side], [at, at]];
        if clockwise {
            ring.reverse();
        }
        ring
    };
    let (large, hole, island, pond) =
        (square(0.0, 10.0, true), square(1.0, 8.0, false), square(3.0, 4.0, true), square(4.0, 1.0, false));
    let parts = group(vec![pond.clone(), large.clone(), island.clone(), hole.clone()]);
    assert_eq!(parts, [vec![large.clone(), hole], vec![island, pond]]);
    // Some programs write outer rings against the clock.
    let reversed: Vec<_> = large.into_iter().rev().collect();
    assert_eq!(group(vec![reversed.clone()]), [vec![reversed]]);
}

#[test]
fn a_shapefile_without_its_system_is_read_only_in_degrees() {
    use super::feature::CrsClaim;
    let entries =
        crate::formats::zip::unpack_entries(&fixture("boundaries/klein_2023-01-01_gk2.zip"), &super::LIMITS, &|_| true)
            .unwrap();
    let file = |end: &str| entries.iter().find(|entry| entry.name.ends_with(end)).map(|entry| entry.content.as_slice());
    let (shp, dbf) = (file("KLEIN.shp").unwrap(), file("KLEIN.dbf"));
    let layer = super::shapefile::read("klein", super::Files { shp, dbf, prj: None, cpg: None }).unwrap();
    assert_eq!(layer.crs, CrsClaim::Missing);
    // Without .cpg the language byte of the table knows the umlaut.
    assert_eq!(layer.features[1].properties["GEN"], "Beispieldörfchen");
    let zip_of = |names: &[&str]| {
        let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for name in names {
            zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
            zip.write_all(file(name).unwrap()).unwrap();
        }
        zip.finish().unwrap().into_inner()
    };
    let metres = read_all(&Boundaries, "x_2023.zip", &zip_of(&["KLEIN.shp", "KLEIN.dbf"]), &Value::Null).0;
    assert!(issue_counts(&metres).contains_key("BND-004"), "{metres:?}");
    let keyless = read_all(&Boundaries, "x_2023.zip", &zip_of(&["KLEIN.shp", "KLEIN.prj"]), &Value::Null);
    assert_eq!((keyless.1, issue_counts(&keyless.0)), (Outcome::Broken, [("BND-001".to_owned(), 1)].into()));
}

/// Numbers of objects from the headers of the files; GeoJSON counted with Python.
#[test]
fn every_shared_file_goes_through() {
    for (file, shape_count, issues) in [
        ("Ebene_Kreise_vg5000_2021.geojson.gz", 401, vec![]),
        ("VG5000_GEM_2021-01-01_gk3.zip", 10_997, vec![]),
        ("VG5000_VWG_2021-01-01_gk3.zip", 4605, vec![]),
        ("gemeinden_pilot_vg250.geojson.gz", 161, vec!["BND-009"]),
        ("verbandsgemeinden_pilot_vg250.geojson.gz", 42, vec!["BND-009"]),
        ("luxembourg_communes_2026.geojson.gz", 105, vec!["BND-014"]),
    ] {
        let Some(bytes) = shared_data(&format!("geo/{file}")) else { return };
        assert!(looks_like(file, &bytes[..bytes.len().min(4096)]), "{file}");
        let (items, outcome) = read_all(&Boundaries, file, &bytes, &Value::Null);
        assert_eq!(outcome, Outcome::Full, "{file}");
        assert_eq!(shapes(&items).len(), shape_count, "{file}");
        assert_eq!(issue_counts(&items).into_keys().collect::<Vec<_>>(), issues, "{file}");
        for shape in shapes(&items) {
            for part in &shape.parts {
                for (index, ring) in part.iter().enumerate() {
                    assert!(ring.len() >= 4 && ring.first() == ring.last());
                    assert_eq!(doubled_area(ring) > 0.0, index == 0, "{file} {}", shape.key);
                    assert!(ring.iter().all(|[lon, lat]| (5.0..16.0).contains(lon) && (47.0..56.0).contains(lat)));
                }
            }
        }
    }
}

/// The same towns, once in DHDN from the Bundesamt, once brought to WGS 84 by another program: never farther apart than 5 m.
#[test]
fn the_datum_shift_agrees_with_a_file_that_others_have_shifted() {
    let Some(gemeinden) = shared_data("geo/VG5000_GEM_2021-01-01_gk3.zip") else { return };
    let Some(kreise) = shared_data("geo/Ebene_Kreise_vg5000_2021.geojson.gz") else { return };
    let gemeinden = read_all(&Boundaries, "a_2021.zip", &gemeinden, &Value::Null).0;
    let kreise = read_all(&Boundaries, "b_2021.gz", &kreise, &Value::Null).0;
    let kreise = shapes(&kreise);
    let mut compared = 0;
    for town in shapes(&gemeinden).into_iter().filter(|shape| shape.key.ends_with("000")) {
        let Some(kreis) = kreise.iter().find(|kreis| town.key.starts_with(&kreis.key)) else { continue };
        if points(town).count() != points(kreis).count() {
            continue;
        }
        compared += 1;
        for [lon, lat] in points(town) {
            let nearest = points(kreis)
                .map(|[x, y]| ((x - lon) * 111_320.0 * lat.to_radians().cos()).hypot((y - lat) * 110_574.0))
                .fold(f64::INFINITY, f64::min);
            assert!(nearest < 5.0, "{}: {nearest} m", town.name);
        }
    }
    assert!(compared > 80, "{compared}");
}

proptest! {
    #[test]
    fn no_bytes_make_it_fail(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        read_all(&Boundaries, "x", &bytes, &Value::Null);
        looks_like("x.gpkg", &bytes);
    }

    #[test]
    fn no_mutation_makes_it_fail(
        file in 0..4_usize,
        at in any::<prop::sample::Index>(),
        byte in any::<u8>(),
        cut in any::<prop::sample::Index>(),
        cuts in any::<bool>(),
    ) {
        let name = [KLEIN[0], KLEIN[1], KLEIN[2], "schmutzig.geojson"][file];
        let mut bytes = fixture(&format!("boundaries/{name}"));
        let at = at.index(bytes.len());
        bytes[at] = byte;
        if cuts {
            bytes.truncate(cut.index(bytes.len()) + 1);
        }
        let (items, _) = read_all(&Boundaries, name, &bytes, &Value::Null);
        for shape in shapes(&items) {
            prop_assert!(shape.parts.iter().flatten().all(|ring| ring.len() >= 4 && ring.first() == ring.last()));
            prop_assert!(points(shape).all(|[lon, lat]| lon.abs() <= 180.0 && lat.abs() <= 90.0));
        }
    }
}
