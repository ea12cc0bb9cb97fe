use std::io::Write as _;

use expect_test::expect_file;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::GenesisFfcsv;
use crate::genesis_table::GenesisTable;
use crate::golden::{fixture, issue_counts, print, read_all, shared_data, shared_folder};
use crate::statistics::checked::{codes, is_sound, observations, tables};
use crate::{Item, Outcome};

fn read(text: &str) -> (Vec<Item>, Outcome) {
    read_all(&GenesisFfcsv, "99311-01_1_de_flat.csv", text.as_bytes(), &Value::Null)
}

#[test]
fn every_layout_is_read() {
    for (file, name, golden) in [
        ("neu.csv", "99311-01-01-4_1_de_flat.csv", expect_file!["../../../../fixtures/genesis_ffcsv/neu.golden.txt"]),
        ("alt.csv", "12411-0005_de_flat.csv", expect_file!["../../../../fixtures/genesis_ffcsv/alt.golden.txt"]),
        (
            "schmutzig.csv",
            "12411-0010_de_flat.csv",
            expect_file!["../../../../fixtures/genesis_ffcsv/schmutzig.golden.txt"],
        ),
    ] {
        let (items, outcome) = read_all(&GenesisFfcsv, name, &fixture(&format!("genesis_ffcsv/{file}")), &Value::Null);
        golden.assert_eq(&print(&items, outcome));
    }
}

#[test]
fn packing_and_language_do_not_change_the_result() {
    let text = String::from_utf8(fixture("genesis_ffcsv/alt.csv")).unwrap();
    let expected = read(&text);
    let english = text
        .replace(
            "Statistik_Code;Statistik_Label;Zeit_Code;Zeit_Label;Zeit;",
            "Statistics_Code;Statistics_Label;Time_Code;Time_Label;Time;",
        )
        .replace("_Merkmal_", "_Variable_")
        .replace("_Auspraegung_", "_Attribute_")
        .replace("101,5", "101.5")
        .replace("0,2", "0.2");
    let english = read(&english);
    assert_eq!(observations(tables(&english.0)[0]), observations(tables(&expected.0)[0]));
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file("99311-01_1_de_flat.csv", zip::write::SimpleFileOptions::default()).unwrap();
    zip.write_all(text.replace('\n', "\r\n").as_bytes()).unwrap();
    let packed = read_all(&GenesisFfcsv, "x.zip", &zip.finish().unwrap().into_inner(), &Value::Null);
    assert_eq!(tables(&packed.0), tables(&expected.0));
}

const HEAD: &str = "statistics_code;statistics_label;time_code;time_label;time;1_variable_code;1_variable_label;1_variable_attribute_code;1_variable_attribute_label;2_variable_code;2_variable_label;2_variable_attribute_code;2_variable_attribute_label;value;value_unit;value_variable_code;value_variable_label";

/// Rows of one measure and one area per row, under the columns of the new layout.
fn flat(rows: &[(&str, &str, &str, &str)]) -> String {
    let row = |(time_label, key, value, unit): &(&str, &str, &str, &str)| {
        format!("99311;s;JAHR;{time_label};2023;KREISE;Kreise;{key};Gebiet {key};;;;;{value};{unit};P1;Personen\n")
    };
    format!("{HEAD}\n{}", rows.iter().map(row).collect::<String>())
}

#[test]
fn a_table_is_called_as_its_file_and_never_as_its_statistics() {
    let text = flat(&[("Jahr", "07235", "5", "Anzahl")]);
    for (file, settings, code) in [
        ("99311-0001_de_flat.csv", Value::Null, "99311-0001"),
        ("daten/99311-01-01-4-B_1773175045085_de_flat.csv.gz", Value::Null, "99311-01-01-4-B"),
        ("daten.csv", Value::Null, ""),
        ("99311.csv", Value::Null, ""),
        // Somebody else's table under a name that does not fit.
        ("12411-0010_de_flat.csv", Value::Null, ""),
        ("daten.csv", json!({"code": "99311-0007"}), "99311-0007"),
    ] {
        let (items, _) = read_all(&GenesisFfcsv, file, text.as_bytes(), &settings);
        assert_eq!(tables(&items)[0].head.code, code, "{file}");
        assert_eq!(issue_counts(&items).contains_key(crate::table_code::MISSING), code.is_empty(), "{file}");
    }
}

#[test]
fn english_files_have_decimal_points() {
    for (rows, numbers) in [
        (
            &[("Year", "07235", "1.582", "children per woman"), ("Year", "07211", "1.603", "children per woman")][..],
            [1.582, 1.603],
        ),
        (&[("Year", "07235", "+1.582", "%"), ("Year", "07211", "-0.5", "%")], [1.582, -0.5]),
        // Only changes, each with its sign, in words that tell nothing.
        (&[("Zeit", "07235", "+1.5", "%"), ("Zeit", "07211", "+12.25", "%")], [1.5, 12.25]),
        (&[("Year", "07235", "1,582", "children per woman"), ("Year", "07211", "2,5", "")], [1.582, 2.5]),
        (&[("Jahr", "07235", "1.582", "Anzahl"), ("Jahr", "07211", "2.345", "Anzahl")], [1582.0, 2345.0]),
        (&[("Semester", "07235", "1.582", "number"), ("Semester", "07211", "1.603", "number")], [1.582, 1.603]),
    ] {
        let (items, _) = read(&flat(rows));
        assert_eq!(tables(&items)[0].numbers, numbers, "{rows:?}");
        // What had to be assumed is said.
        assert_eq!(issue_counts(&items).contains_key("FFC-006"), numbers[0] > 1000.0, "{rows:?}");
    }
}

#[test]
fn columns_of_one_name_are_said() {
    let head = HEAD.replace("1_variable_attribute_code", "1_variable_code").replace(";value_unit;", ";value;");
    let (items, _) = read(&format!("{head}\n99311;s;t;Jahr;2023;KREISE;Kreise;07235;A;;;;;5;9;P1;P\n"));
    let said: Vec<&str> = items
        .iter()
        .filter_map(|item| match item {
            Item::Issue(issue) if issue.code == "FFC-004" => {
                assert_eq!(issue.severity, model::issue::Severity::Error);
                Some(issue.message.as_str())
            }
            _ => None,
        })
        .collect();
    assert_eq!(said.len(), 1);
    assert!(said[0].contains("„1_variable_code“, „value“"), "{}", said[0]);
    // The first of them counts.
    assert_eq!(tables(&items)[0].numbers, [5.0]);
}

#[test]
fn keys_of_the_zensus_become_those_of_the_gemeinden() {
    let rows = [("092760130130", "09276130"), ("072110000000", "07211000"), ("072355003000", "072355003")];
    let text = flat(&rows.map(|(key, _)| ("Jahr", key, "5", "Anzahl")));
    let (items, _) = read(&text);
    let areas: Vec<&str> = tables(&items)[0].dimensions[0].categories.iter().map(|area| area.code.as_str()).collect();
    assert_eq!(areas, rows.map(|(_, key)| key));
}

#[test]
fn an_archive_may_hold_other_tables_and_descriptions() {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let table = fixture("genesis_table/kopfzeile.csv");
    let flat = flat(&[("Jahr", "07235", "5", "Anzahl")]);
    for (name, content) in [
        ("LIESMICH.txt", b"Bitte lesen.".as_slice()),
        ("99311-0001_flat.csv", flat.as_bytes()),
        ("kopfzeile.csv", &table),
    ] {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(content).unwrap();
    }
    let (items, outcome) = read_all(&GenesisFfcsv, "x.zip", &zip.finish().unwrap().into_inner(), &Value::Null);
    let importers: Vec<&str> = tables(&items).iter().map(|table| table.head.importer.as_str()).collect();
    assert_eq!((outcome, importers), (Outcome::Full, vec!["genesis_ffcsv", "genesis_table"]));
    assert_eq!(issue_counts(&items).get("FFC-005"), Some(&1));
    assert_eq!(issue_counts(&items).get("FFC-001"), None);
}

#[test]
fn several_area_variables_months_and_units() {
    let text = format!(
        "{HEAD}\n\
         1;s;t;t;2023;KREISEWO;Kreise (Wohnort);07235;A;KREISEAO;Kreise (Arbeitsort);07211;B;5;Anzahl;P1;Pendler\n\
         1;s;t;t;2023;KREISEWO;Kreise (Wohnort);07235;A;KREISEAO;Kreise (Arbeitsort);;Insgesamt;9;Anzahl;P1;Pendler\n\
         1;s;t;t;2023;DINSG;Deutschland insgesamt;DG;Deutschland;MONAT;Monate;MONAT06;Juni;101,2;2020=100;PREIS1;Index\n\
         1;s;t;t;2023;DINSG;Deutschland insgesamt;DG;Deutschland;MONAT;Monate;MONAT06;Juni;2,2;%;PREIS1;Index\n"
    );
    let (items, outcome) = read(&text);
    assert_eq!(outcome, Outcome::Full);
    let found: Vec<(String, String)> = observations(tables(&items)[0]).into_iter().collect();
    let expected = [
        ("GEBIET=07235 KREISEAO=07211 WERT=P1 ZEIT=2023", "5 number Flags()"),
        ("GEBIET=07235 KREISEAO=DG WERT=P1 ZEIT=2023", "9 number Flags()"),
        ("GEBIET=DG KREISEAO=DG WERT=PREIS1_2020100 ZEIT=2023-06", "101.2 number Flags()"),
        ("GEBIET=DG KREISEAO=DG WERT=PREIS1_PROZENT ZEIT=2023-06", "2.2 number Flags()"),
    ];
    assert_eq!(found, expected.map(|(key, value)| (key.to_owned(), value.to_owned())));
}

#[test]
fn damage_is_noticed_and_explained() {
    for (damage, text, code) in [
        ("empty", String::new(), "STA-002"),
        ("a web page", "<html>".to_owned(), "STA-003"),
        ("no head", "12411;x;STAG;Stichtag;2022-12-31;KREISE;k;07235;A;1;Anzahl;B;b".to_owned(), "FFC-001"),
        ("no column of values", HEAD.replace(";value;", ";wertlos;"), "FFC-001"),
        ("no code of values", HEAD.replace("value_variable_code", "egal"), "FFC-001"),
        ("only a head", HEAD.to_owned(), "FFC-002"),
        ("a cut row", format!("{HEAD}\n1;s;t;t;2023"), "FFC-003"),
        (
            "a key that is none",
            format!(
                "{HEAD}\n{}1;s;t;t;2023;KREISE;Kreise;99999;X;;;;;9;Anzahl;P1;P\n",
                (1..40)
                    .map(|n| format!("1;s;t;t;2023;KREISE;Kreise;07{n:03};A;;;;;9;Anzahl;P1;P\n"))
                    .collect::<String>()
            ),
            "STA-011",
        ),
    ] {
        let (items, _) = read(&text);
        assert!(issue_counts(&items).contains_key(code), "{damage}: {:?}", issue_counts(&items));
    }
}

proptest! {
    #[test]
    fn the_order_of_rows_does_not_matter(seed in 0_usize..10_000) {
        let text = String::from_utf8(fixture("genesis_ffcsv/neu.csv")).unwrap();
        let (head, rows) = text.split_once('\n').unwrap();
        let mut rows: Vec<(usize, &str)> = rows.lines().enumerate().map(|(at, row)| (seed.wrapping_mul(at * 13 + 5) % 17, row)).collect();
        rows.sort_unstable();
        let shuffled = format!("{head}\n{}", rows.iter().map(|(_, row)| *row).collect::<Vec<_>>().join("\n"));
        let (one, other) = (read(&text).0, read(&shuffled).0);
        prop_assert_eq!(observations(tables(&one)[0]), observations(tables(&other)[0]));
        prop_assert_eq!(codes(tables(&one)[0]), codes(tables(&other)[0]));
    }

    #[test]
    fn no_bytes_make_it_fail(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        read_all(&GenesisFfcsv, "x", &bytes, &Value::Null);
    }

    #[test]
    fn no_damage_makes_it_fail(
        edits in proptest::collection::vec((any::<prop::sample::Index>(), prop::sample::select(b";\n\"0x-._\xe4\x00 7".to_vec())), 1..30),
        cut in any::<prop::sample::Index>(),
        which in 0_usize..3,
    ) {
        let mut bytes = fixture(["genesis_ffcsv/neu.csv", "genesis_ffcsv/alt.csv", "genesis_ffcsv/schmutzig.csv"][which]);
        for (at, byte) in edits {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        bytes.truncate(cut.index(bytes.len() * 2).max(1));
        let (items, _) = read_all(&GenesisFfcsv, "x", &bytes, &Value::Null);
        prop_assert!(tables(&items).into_iter().all(is_sound));
    }
}

#[test]
fn real_files_come_out_as_they_did() {
    let mut lines = String::new();
    for (name, bytes) in shared_folder("stats/ffcsv") {
        let (items, outcome) = read_all(&GenesisFfcsv, &name, &bytes, &Value::Null);
        let table = tables(&items)[0];
        assert!(is_sound(table), "{name}");
        let mut symbols: std::collections::BTreeMap<&str, usize> = std::collections::BTreeMap::new();
        for symbol in &table.symbols {
            *symbols.entry(symbol.code()).or_default() += 1;
        }
        lines += &format!(
            "{name} {outcome:?} {} {} values, {symbols:?}\n  {:?}\n  {:?}\n",
            table.head.code,
            table.len(),
            codes(table),
            issue_counts(&items)
        );
    }
    if !lines.is_empty() {
        expect_file!["../../../../fixtures/genesis_ffcsv/shared.golden.txt"].assert_eq(&lines);
    }
}

/// The table CSV and the flat file of one table name sexes, measure and areas alike.
#[test]
fn both_formats_have_the_same_codes() {
    let flat = shared_data("stats/ffcsv/12411-01-01-4_1773175772751_de_flat.csv.gz");
    let (Some(table), Some(flat)) = (shared_data("stats/regionalstatistik/12411-01-01-4.csv"), flat) else { return };
    let table = read_all(&GenesisTable, "x", &table, &Value::Null).0;
    let flat = read_all(&GenesisFfcsv, "x", &flat, &Value::Null).0;
    let (table, flat) = (tables(&table)[0], tables(&flat)[0]);
    assert_eq!(codes(table), codes(flat));
    let areas = |table: &model::statistics::Table| -> std::collections::BTreeSet<String> {
        table.dimensions[0].categories.iter().map(|category| category.code.clone()).collect()
    };
    // The flat file has Kreise only.
    let unknown: Vec<String> = areas(flat).difference(&areas(table)).cloned().collect();
    assert!(unknown.len() <= 20, "{unknown:?}");
    assert!(areas(flat).contains("07235") && areas(table).contains("07235"));
}
