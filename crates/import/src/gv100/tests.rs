use std::io::Write as _;

use expect_test::expect_file;
use model::areas::Area;
use model::codes::area_key::AreaLevel;
use proptest::prelude::*;
use serde_json::Value;

use super::map::split_title;
use super::{Gv100, read};
use crate::golden::{fixture, issue_counts, print, read_all, shared_data};
use crate::{Item, Outcome};

fn areas(items: &[Item]) -> Vec<&Area> {
    items.iter().filter_map(|item| if let Item::Area(area) = item { Some(area.as_ref()) } else { None }).collect()
}

#[test]
fn every_satzart_is_read() {
    let (items, outcome) = read_all(&Gv100, "klein.txt", &fixture("gv100/klein.txt"), &Value::Null);
    expect_file!["../../../../fixtures/gv100/klein.golden.txt"].assert_eq(&print(&items, outcome));
}

#[test]
fn a_bad_line_costs_itself_only() {
    let (items, outcome) = read_all(&Gv100, "schmutzig.txt", &fixture("gv100/schmutzig.txt"), &Value::Null);
    expect_file!["../../../../fixtures/gv100/schmutzig.golden.txt"].assert_eq(&print(&items, outcome));
}

#[test]
fn encoding_and_packing_do_not_change_the_result() {
    let utf8 = fixture("gv100/klein.txt");
    let text = String::from_utf8(utf8.clone()).unwrap();
    let expected = read_all(&Gv100, "x", &utf8, &Value::Null);
    let latin1: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    let cp850: Vec<u8> = text
        .chars()
        .map(|c| match c {
            'ä' => 0x84,
            'ö' => 0x94,
            'ü' => 0x81,
            'Ä' => 0x8e,
            'Ö' => 0x99,
            'Ü' => 0x9a,
            'ß' => 0xe1,
            other => u8::try_from(other).unwrap(),
        })
        .collect();
    let with_bom = [&[0xef, 0xbb, 0xbf], utf8.as_slice()].concat();
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(&latin1).unwrap();
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in [("Liesmich.txt", b"kein Verzeichnis".as_slice()), ("GV100AD_301123.txt", &cp850)] {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(content).unwrap();
    }
    for (form, bytes) in [
        ("ISO-8859-1", latin1),
        ("CP 850", cp850),
        ("BOM", with_bom),
        ("gzip", gzip.finish().unwrap()),
        ("zip", zip.finish().unwrap().into_inner()),
    ] {
        assert_eq!(read_all(&Gv100, "x", &bytes, &Value::Null), expected, "{form}");
    }
}

#[test]
fn code_page_850_has_its_letters() {
    // 0x84 makes it code page 850; the others are read with it.
    assert_eq!(read::decode(&[0x84, 0x8e, 0x99, 0x9a, 0xe1, 0xff, 0x80, 0xb0]), "äÄÖÜß\u{a0}Ç░");
    assert_eq!(read::decode(&[0xe4, 0xdf]), "äß");
}

#[test]
fn titles_are_what_follows_the_comma() {
    use AreaLevel::{Gemeinde, Gemeindeverband, Kreis};
    for (full, level, name, title) in [
        ("Flensburg, Stadt", Gemeinde, "Flensburg", Some("Stadt")),
        ("Beispielforst,gemfr.Geb.", Gemeinde, "Beispielforst", Some("gemfr.Geb.")),
        ("Beispiel, Kreis- und  Hochschulstadt", Gemeinde, "Beispiel", Some("Kreis- und Hochschulstadt")),
        ("Beispiel, Seebad , Stadt", Gemeinde, "Beispiel", Some("Seebad, Stadt")),
        ("Beispiel, kreisfreie Stadt", Kreis, "Beispiel", Some("kreisfreie Stadt")),
        ("Beispiel, Stadt", Gemeindeverband, "Beispiel", Some("Stadt")),
        ("Au, Berg und Tal/V", Gemeindeverband, "Au, Berg und Tal/V", None),
        ("Konz", Gemeinde, "Konz", None),
        (", Stadt", Gemeinde, ", Stadt", None),
        ("Beispiel,", Gemeinde, "Beispiel,", None),
    ] {
        assert_eq!(split_title(full, level), (name.to_owned(), title.map(str::to_owned)), "{full}");
    }
}

#[test]
fn a_broken_archive_keeps_what_came_before() {
    let line = fixture("gv100/klein.txt");
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::none());
    gzip.write_all(&line).unwrap();
    let packed = gzip.finish().unwrap();
    let (items, outcome) = read_all(&Gv100, "x.gz", &packed[..packed.len() / 2], &Value::Null);
    assert_eq!(outcome, Outcome::Broken);
    assert!(areas(&items).len() >= 3);
    // The last line was cut in the middle; it is not reported as one that is too short.
    assert_eq!(issue_counts(&items), [("GVZ-001".to_owned(), 1)].into());
}

#[test]
fn other_files_are_refused_with_a_reason() {
    for (bytes, code) in [
        (b"".as_slice(), "GVZ-002"),
        (b"Kursnummer;Titel\n1;Beispielkurs\n", "GVZ-002"),
        (b"PK\x03\x04 broken", "GVZ-001"),
        (&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1], "GVZ-001"),
    ] {
        let (items, outcome) = read_all(&Gv100, "x", bytes, &Value::Null);
        assert_eq!(outcome, Outcome::Broken);
        assert!(issue_counts(&items).contains_key(code), "{bytes:?}: {items:?}");
    }
}

/// Rows of the Auszug: (Satzart, Textkennzeichen, Land, RB, Kreis, Verband, Gemeinde, name, km², population, PLZ, lon, lat).
fn auszug(rows: &[[&str; 13]]) -> Vec<u8> {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    workbook.add_worksheet().set_name("Inhalt").unwrap().write(0, 0, "Inhaltsverzeichnis").unwrap();
    let sheet = workbook.add_worksheet().set_name("Onlineprodukt_Gemeinden").unwrap();
    for (column, heading) in [(0, "Satz-art"), (1, "Text-kenn-zeichen"), (7, "Gemeindename"), (8, "Fläche km2 1)")] {
        sheet.write(2, column, heading).unwrap();
    }
    for (column, heading) in [(2, "Land"), (3, "RB"), (4, "Kreis"), (5, "VB"), (6, "Gem"), (9, "insgesamt")] {
        sheet.write(3, column, heading).unwrap();
    }
    for (column, heading) in [(10, "Postleit-zahl3)"), (11, "Längengrad"), (12, "Breitengrad")] {
        sheet.write(3, column, heading).unwrap();
    }
    sheet.write(4, 2, "Gebietsstand am 30.06.2024 (2. Quartal)").unwrap();
    for (index, row) in rows.iter().enumerate() {
        for (column, text) in row.iter().enumerate().filter(|(_, text)| !text.is_empty()) {
            match text.parse::<f64>() {
                Ok(number) if matches!(column, 8 | 9) => sheet.write(index as u32 + 6, column as u16, number).unwrap(),
                _ => sheet.write(index as u32 + 6, column as u16, *text).unwrap(),
            };
        }
    }
    sheet.write(rows.len() as u32 + 8, 0, "1) Abweichungen sind möglich.").unwrap();
    workbook.save_to_buffer().unwrap()
}

#[test]
fn the_workbook_adds_the_middle_of_a_gemeinde() {
    let bytes = auszug(&[
        ["10", "", "07", "", "", "", "", "Beispielland", "", "", "", "", ""],
        ["40", "44", "07", "1", "35", "", "", "Beispielkreis", "", "", "", "", ""],
        ["50", "53", "07", "1", "35", "5001", "", "Beispielau", "", "", "", "", ""],
        ["60", "64", "07", "1", "35", "5001", "001", "Beispielau, Stadt", "44.64", "18320", "54329", "6,57", "49,70"],
        ["60", "64", "07", "1", "35", "5001", "002", "Beispiel-Fern", "1.005", "-", "54329", "49,70", "6,57"],
    ]);
    let (items, outcome) = read_all(&Gv100, "auszug.xlsx", &bytes, &Value::Null);
    expect_test::expect![[r#"
        header Header { created_at: None, creator: None, version: Some("Gebietsstand 30.06.2024"), sequence: None }
        area {"key":"07","name":"Beispielland","valid_from":"2024-06-30"}
        area {"key":"07135","name":"Beispielkreis","kind":"44","valid_from":"2024-06-30"}
        area {"key":"071355001","name":"Beispielau","kind":"53","valid_from":"2024-06-30"}
        area {"key":"07135001","name":"Beispielau","title":"Stadt","kind":"64","verband":"071355001","valid_from":"2024-06-30","population":18320,"hectares":4464,"seat_plz":"54329","center":{"lat":49.7,"lon":6.57}}
        GVZ-010 warning · auszug.xlsx, Blatt „Onlineprodukt_Gemeinden“, Zeile 11, Bevölkerung (Nr. 07135002) · „-“ ist keine ganze Zahl; der Wert bleibt leer.
        GVZ-012 warning · auszug.xlsx, Blatt „Onlineprodukt_Gemeinden“, Zeile 11, Koordinaten (Nr. 07135002) · Die Koordinaten „49,70“, „6,57“ liegen nicht in Deutschland.
        area {"key":"07135002","name":"Beispiel-Fern","kind":"64","verband":"071355001","valid_from":"2024-06-30","hectares":100,"seat_plz":"54329"}
        Full
    "#]].assert_eq(&print(&items, outcome));
}

#[test]
fn a_crosswalk_workbook_is_named_as_such() {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    for name in ["1990-2020", "1991-2020"] {
        workbook.add_worksheet().set_name(name).unwrap().write(0, 0, "Kreise").unwrap();
    }
    let (items, outcome) = read_all(&Gv100, "umstieg.xlsx", &workbook.save_to_buffer().unwrap(), &Value::Null);
    expect_test::expect![[r#"
        GVZ-003 fatal · umstieg.xlsx · Die Arbeitsmappe ist ein Umsteigeschlüssel zwischen Gebietsständen (2 Blätter, das erste heißt „1990-2020“) und kein Gemeindeverzeichnis.
        Broken
    "#]].assert_eq(&print(&items, outcome));
}

/// Numbers counted independently from the file's lines (Python, columns sliced by hand). The sum is the published population of
/// Germany on 31 December 2022.
const LAENDER: [(&str, usize, u64, u64); 16] = [
    ("01", 1106, 2953270, 1580431),
    ("02", 1, 1892122, 75509),
    ("03", 964, 8140242, 4771000),
    ("04", 2, 684864, 41961),
    ("05", 396, 18139116, 3411264),
    ("06", 425, 6391360, 2111568),
    ("07", 2302, 4159150, 1985787),
    ("08", 1103, 11280257, 3574784),
    ("09", 2228, 13369393, 7054137),
    ("10", 53, 992666, 257152),
    ("11", 1, 3755251, 89112),
    ("12", 413, 2573135, 2965438),
    ("13", 727, 1628378, 2329481),
    ("14", 418, 4086152, 1845000),
    ("15", 218, 2186643, 2046722),
    ("16", 624, 2126846, 1620224),
];

#[test]
fn the_whole_gemeindeverzeichnis_adds_up() {
    let Some(bytes) = shared_data("gv/GV100AD_301123.txt.gz") else { return };
    let (items, outcome) = read_all(&Gv100, "GV100AD_301123.txt.gz", &bytes, &Value::Null);
    assert_eq!(outcome, Outcome::Full);
    assert_eq!(issue_counts(&items), [].into());
    let areas = areas(&items);
    let count = |level| areas.iter().filter(|area| area.key.level() == level).count();
    assert_eq!(
        [AreaLevel::Land, AreaLevel::Kreis, AreaLevel::Gemeindeverband, AreaLevel::Gemeinde].map(count),
        [16, 400, 4597 - 3392, 10981]
    );
    let unincorporated = areas.iter().filter(|area| matches!(area.kind.as_deref(), Some("66" | "67"))).count();
    assert_eq!(unincorporated, 206 + 124);
    for (land, gemeinden, population, hectares) in LAENDER {
        let own: Vec<_> = areas
            .iter()
            .filter(|area| area.key.level() == AreaLevel::Gemeinde && area.key.land().as_str() == land)
            .collect();
        let sum = |value: fn(&Area) -> Option<u32>| own.iter().filter_map(|area| value(area)).map(u64::from).sum();
        assert_eq!(
            (own.len(), sum(|area| area.population), sum(|area| area.hectares)),
            (gemeinden, population, hectares),
            "{land}"
        );
    }
    assert_eq!(LAENDER.iter().map(|land| land.2).sum::<u64>(), 84_358_845);
    let konz = areas.iter().find(|area| area.key.as_str() == "07235068").unwrap();
    assert_eq!(konz.verband.as_ref().map(|key| key.as_str()), Some("072355003"));
}

#[test]
fn the_whole_auszug_is_read_with_its_points() {
    let Some(bytes) = shared_data("gv/AuszugGV2QAktuell_30062024.xlsx") else { return };
    let (items, outcome) = read_all(&Gv100, "AuszugGV2QAktuell_30062024.xlsx", &bytes, &Value::Null);
    assert_eq!(outcome, Outcome::Full);
    let areas = areas(&items);
    let points = areas.iter().filter(|area| area.center.is_some()).count();
    let population: u64 = areas.iter().filter_map(|area| area.population).map(u64::from).sum();
    // Counted independently with Python's XML parser. The one area without a point on earth is the common territory of Germany and
    // Luxemburg (the border rivers), listed at 0, 0.
    assert_eq!((areas.len(), points, population), (16 + 400 + 1203 + 10_959, 10_956, 84_349_751));
    assert_eq!(issue_counts(&items), [("GVZ-012".to_owned(), 1)].into());
}

#[test]
fn the_shared_crosswalk_is_not_taken_for_a_gemeindeverzeichnis() {
    let Some(bytes) = shared_data("gv/ref-kreise-umrech-2020-1990-2019.xlsx") else { return };
    let (items, outcome) = read_all(&Gv100, "umstieg.xlsx", &bytes, &Value::Null);
    assert_eq!((outcome, issue_counts(&items)), (Outcome::Broken, [("GVZ-003".to_owned(), 1)].into()));
}

proptest! {
    #[test]
    fn no_bytes_make_it_fail(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        read_all(&Gv100, "x", &bytes, &Value::Null);
    }

    #[test]
    fn no_mutation_makes_it_fail(at in any::<prop::sample::Index>(), byte in any::<u8>(), cut in any::<prop::sample::Index>()) {
        let mut bytes = fixture("gv100/klein.txt");
        let at = at.index(bytes.len());
        bytes[at] = byte;
        bytes.truncate(cut.index(bytes.len()) + 1);
        read_all(&Gv100, "x", &bytes, &Value::Null);
    }
}
