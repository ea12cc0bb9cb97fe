use std::collections::BTreeMap;
use std::io::Write as _;

use expect_test::expect_file;
use model::statistics::Table;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::GenesisTable;
use crate::golden::{fixture, issue_counts, print, read_all, shared_data, shared_folder};
use crate::statistics::checked::{codes, is_sound, observations, tables};
use crate::{Item, Outcome};

fn read(text: &str) -> (Vec<Item>, Outcome) {
    read_all(&GenesisTable, "tabelle.csv", text.as_bytes(), &Value::Null)
}

fn text_of(path: &str) -> String {
    String::from_utf8(fixture(path)).unwrap()
}

fn message(items: &[Item], code: &str) -> String {
    let mut messages = items.iter().filter_map(|item| match item {
        Item::Issue(issue) if issue.code == code => Some(format!("{} {}", issue.message, issue.hint)),
        _ => None,
    });
    messages.next().unwrap_or_else(|| panic!("no {code}: {:?}", issue_counts(items)))
}

#[test]
fn every_layout_is_read() {
    for (file, golden) in [
        ("bloecke.csv", expect_file!["../../../../fixtures/genesis_table/bloecke.golden.txt"]),
        ("kopfzeile.csv", expect_file!["../../../../fixtures/genesis_table/kopfzeile.golden.txt"]),
        ("unbekannt.csv", expect_file!["../../../../fixtures/genesis_table/unbekannt.golden.txt"]),
        ("schmutzig.csv", expect_file!["../../../../fixtures/genesis_table/schmutzig.golden.txt"]),
    ] {
        let (items, outcome) = read_all(&GenesisTable, file, &fixture(&format!("genesis_table/{file}")), &Value::Null);
        golden.assert_eq(&print(&items, outcome));
        assert!(tables(&items).into_iter().all(is_sound));
    }
}

#[test]
fn encoding_line_ends_and_packing_do_not_change_the_result() {
    let text = text_of("genesis_table/bloecke.csv");
    let expected = read(&text);
    assert_eq!(tables(&expected.0).len(), 1);
    let windows = encoding_rs::WINDOWS_1252.encode(&text).0.into_owned();
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(&windows).unwrap();
    let quoted = text.replace("Beispielkreis, Landkreis", "\"Beispielkreis, Landkreis\"");
    for (form, bytes) in [
        ("Windows-1252", windows),
        ("BOM", [&[0xef, 0xbb, 0xbf], text.as_bytes()].concat()),
        ("CRLF", text.replace('\n', "\r\n").into_bytes()),
        ("gzip", gzip.finish().unwrap()),
        ("quotes", quoted.replace("      \"", "\"").into_bytes()),
    ] {
        let found = read_all(&GenesisTable, "tabelle.csv", &bytes, &Value::Null);
        assert_eq!(tables(&found.0), tables(&expected.0), "{form}");
        assert_eq!(found.1, expected.1, "{form}");
    }
}

#[test]
fn an_archive_may_hold_several_tables() {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for name in ["bloecke.csv", "kopfzeile.csv", "Liesmich.pdf"] {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        let content = if name.ends_with("csv") { fixture(&format!("genesis_table/{name}")) } else { b"%PDF".to_vec() };
        zip.write_all(&content).unwrap();
    }
    let (items, outcome) = read_all(&GenesisTable, "x.zip", &zip.finish().unwrap().into_inner(), &Value::Null);
    let found: Vec<&str> = tables(&items).iter().map(|table| table.head.code.as_str()).collect();
    assert_eq!((found, outcome), (vec!["21111-01-03-4", "12411-01-01-4"], Outcome::Full));
}

/// A blank cell in the fourth column of every row, and the last cell gone.
fn shifted(text: &str) -> String {
    let shift = |line: &str| {
        let mut cells: Vec<&str> = line.split(';').collect();
        if cells.len() == 8 && line.starts_with(['0', 'D']) {
            cells.insert(3, "");
            cells.pop();
        }
        cells.join(";")
    };
    text.lines().map(shift).collect::<Vec<_>>().join("\n")
}

/// Each damage is made in a good file and must be said in words that name the place.
#[test]
fn damage_is_noticed_and_explained() {
    let good = text_of("genesis_table/kopfzeile.csv");
    assert_eq!(issue_counts(&read(&good).0), BTreeMap::from([("STA-016".to_owned(), 1)]));
    let leavers = text_of("genesis_table/schmutzig.csv");
    let schools = text_of("genesis_table/bloecke.csv");
    let without_line = |text: &str, begin: &str| {
        let lines: Vec<&str> = text.lines().filter(|line| !line.starts_with(begin)).collect();
        lines.join("\n")
    };
    for (damage, text, code, words) in [
        ("empty", String::new(), "STA-002", "leer"),
        ("blank", " \r\n\n".to_owned(), "STA-002", "leer"),
        ("a web page", "<!DOCTYPE html><html><body>Bitte melden Sie sich an".to_owned(), "STA-003", "Web-Seite"),
        ("an error of the interface", r#"{"Status":{"Code":98}}"#.to_owned(), "STA-003", "Fehlermeldung"),
        ("no values", "GENESIS-Tabelle: 12411-01-01-4\nTitel;;\n".to_owned(), "GEN-010", "keine Zeile mit Werten"),
        ("no headings", without_line(&good, ";;"), "GEN-001", "keine Überschriften"),
        ("one row of headings is missing", without_line(&good, ";;Insgesamt"), "GEN-002", "dieselben Überschriften"),
        ("the row of measures is missing", without_line(&schools, ";;;Allgemein"), "GEN-001", "was gezählt wurde"),
        (
            "a column is missing in the head",
            good.replace(";;Insgesamt;", ";;").replace(";;31.12.2015;", ";;"),
            "GEN-001",
            "Der Kopf hat 7 Spalten",
        ),
        (
            "a cell too few",
            good.replace(";3990;1940;2050", ";3990;1940"),
            "GEN-003",
            "Zeile 10 („Beispielland“) hat 7 Zellen statt 8, also zu wenige",
        ),
        (
            "a cell too many",
            good.replace(";3990;1940;2050", ";3990;;1940;2050"),
            "GEN-003",
            "9 Zellen statt 8, also zu viele",
        ),
        (
            "shifted text",
            good.replace("07;  Beispielland;4000;", "07;  Beispielland;Stadt;"),
            "STA-010",
            "„Stadt“ in Zeile 10, Spalte 3",
        ),
        ("a letter for a digit", good.replace(";4000;", ";4OOO;"), "STA-010", "„4OOO“"),
        (
            "a column shifted by a blank one",
            shifted(&good),
            "GEN-011",
            "Spalte 4 („männlich“) ist in allen Zeilen leer",
        ),
        ("cut", good[..good.find("__________").unwrap()].to_owned(), "GEN-004", "abgeschnitten"),
        ("a renamed heading", leavers.clone(), "GEN-005", "Vermutlich hieß sie früher „ohne Hauptschulabschluss“"),
        (
            "a renamed row",
            schools.replace(";Gymnasien;", ";Gymnasien/Lyzeen;"),
            "GEN-005",
            "Vermutlich hieß sie früher „Gymnasien“",
        ),
        (
            "a renamed measure",
            schools.replace("Allgemein bildende Schulen", "Allg. bildende Schulen"),
            "GEN-006",
            "„Allgemeinbildende Schulen“ fehlt",
        ),
        ("a missing total column", good.replace("Insgesamt", "divers"), "GEN-007", "die Spalte „Insgesamt“"),
        (
            "a missing total row",
            without_line(&schools, "07;  Beispielland;Insgesamt"),
            "GEN-007",
            "Für 07 Beispielland, 2015 fehlt zu „Schulart“ die Zeile „Insgesamt“",
        ),
        (
            "all total rows missing",
            schools
                .lines()
                .filter(|line| !line.contains("kreis;Insgesamt") && !line.contains(";Insgesamt;x;"))
                .collect::<Vec<_>>()
                .join("\n"),
            "GEN-007",
            "in der ganzen Tabelle",
        ),
        ("an unknown key", good.replace("\n07;", "\n77;"), "STA-011", "„77“"),
        ("no period", good.replace(";31.12.2015", ";").replace(";31.12.2014", ";"), "GEN-002", "dieselben"),
        ("a strange line", good.replace("\n07;", "\nZwischensumme Süd;;;;;;;\n07;"), "GEN-009", "Zeile 10"),
        ("keys without zeros", good.replace("\n0", "\n"), "STA-012", "führende Null"),
        ("blank cells", good.replace(";4000;", ";;"), "STA-017", "Leere Zellen: 1."),
        (
            "a row twice",
            good.replace("\n07;", "\n07;  Beispielland;4000;1950;2050;3990;1940;2050\n07;"),
            "STA-014",
            "Zeile 11",
        ),
        (
            "two versions",
            good.replace("\n07;", "\n07;  Beispielland;4001;1950;2050;3990;1940;2050\n07;"),
            "STA-015",
            "Keiner von beiden",
        ),
    ] {
        let (items, _) = read(&text);
        let said = message(&items, code);
        assert!(said.contains(words), "{damage}: {said}");
    }
}

#[test]
fn a_broken_archive_says_so() {
    let (items, outcome) = read_all(&GenesisTable, "x.zip", b"PK\x03\x04kaputt", &Value::Null);
    assert_eq!((issue_counts(&items).get("STA-001"), outcome), (Some(&1), Outcome::Broken));
}

#[test]
fn codes_stay_when_names_change() {
    let old = text_of("genesis_table/bloecke.csv");
    let new = old
        .replace(
            "Schüler(innen) an allgemein bildenden Schulen",
            "Schülerinnen und Schüler an allgemeinbildenden Schulen",
        )
        .replace("Allgemein bildende Schulen", "Allgemeinbildende Schulen")
        .replace("Ausländer(innen)", "ausländisch");
    assert_ne!(old, new);
    let (old, new) = (read(&old).0, read(&new).0);
    assert_eq!(codes(tables(&old)[0]), codes(tables(&new)[0]));
    assert_eq!(observations(tables(&old)[0]), observations(tables(&new)[0]));
}

#[test]
fn signs_of_niedersachsen_hold_where_the_file_or_the_setting_says_so() {
    let text = text_of("genesis_table/kopfzeile.csv").replace(";4000;", ";0;").replace(";1950;", ";g;");
    let by_note = text.replace("erfunden", "g = Zahlenwert unbekannt oder geheim");
    let key = "GEBIET=07 WERT=BEVSTD ZEIT=2015-12-31";
    let value = |items: &[Item]| observations(tables(items)[0])[key].clone();
    assert_eq!(value(&read(&text).0), "0 rounds_to_zero Flags()");
    assert_eq!(value(&read(&by_note).0), "0 nothing Flags()");
    let set = read_all(&GenesisTable, "x", text.as_bytes(), &json!({"symbols": "niedersachsen"}));
    assert_eq!(value(&set.0), "0 nothing Flags()");
    assert!(!issue_counts(&set.0).contains_key("STA-010"));
}

/// Tables of the Bund name the Länder and have no column of keys.
#[test]
fn laender_are_known_by_name() {
    let text = "GENESIS-Tabelle: 99998-0010\nBeispielzählung;;;\nBeispielstatistik (Anzahl);;;\n;;männlich;weiblich\n\
        2019;Baden-Württemberg;1;2\n2019;Rheinland-Pfalz;3;4\n2019;Deutschland;90;91\n__________\n";
    let (items, outcome) = read(text);
    assert_eq!(outcome, Outcome::Full, "{:?}", issue_counts(&items));
    let found: Vec<String> =
        observations(tables(&items)[0]).into_iter().map(|(key, value)| format!("{key}: {value}")).collect();
    let expected = ["08 1", "08 2", "07 3", "07 4", "DG 90", "DG 91"];
    assert_eq!(found.len(), expected.len());
    for text in expected {
        let (area, number) = text.split_once(' ').unwrap();
        assert!(
            found
                .iter()
                .any(|line| line.contains(&format!("GEBIET={area} ")) && line.contains(&format!(": {number} number"))),
            "{text}: {found:?}"
        );
    }
}

/// Unemployment by age was first given as a rate in 2009, and in the year of a reform only the old Kreise have rates.
#[test]
fn what_was_not_there_is_not_zero() {
    let mut text = "GENESIS-Tabelle: 13211-02-05-4\nArbeitslose;;;;;;\nArbeitsmarktstatistik;;;;;;\n\
        ;;;Arbeitslose;Arbeitslosenquote bez. abh. zivile Erwerbspers.;Arbeitslosenquote bez. auf alle zivile Erwerbsp.;Arbeitslosenquote bez. auf alle zivile Erwerbsp.\n\
        ;;;;;;15 bis unter 25 Jahre\n;;;Anzahl;Prozent;Prozent;Prozent\n"
        .to_owned();
    for kreis in 1..=40 {
        text += &format!("2008;07{kreis:03};Beispielkreis {kreis};{kreis};4,1;4,2;-\n");
        let rate = if kreis == 7 { "-" } else { "4,0" };
        text += &format!(
            "2009;07{kreis:03};Beispielkreis {kreis};{kreis};{rate};4,3;{}\n",
            if kreis == 9 { "-" } else { "3,9" }
        );
    }
    let (items, _) = read(&text);
    let found = observations(tables(&items)[0]);
    let symbol = |key: &str| {
        found[key]
            .split_whitespace()
            .find(|word| word.contains('_') || *word == "nothing" || *word == "number")
            .map(str::to_owned)
    };
    for (key, expected) in [
        ("ALT=ALT015B25 GEBIET=07001 WERT=ALQ ZEIT=2008", "unit_does_not_exist"),
        ("ALT=ALT015B25 GEBIET=07001 WERT=ALQ ZEIT=2009", "number"),
        ("GEBIET=07007 WERT=ALQABHAENGIGE ZEIT=2009", "unit_does_not_exist"),
        ("GEBIET=07007 WERT=ARBEITSLOSE ZEIT=2009", "number"),
        ("GEBIET=07007 WERT=ALQABHAENGIGE ZEIT=2008", "number"),
    ] {
        assert_eq!(symbol(key).as_deref(), Some(expected), "{key}");
    }
    assert!(message(&items, "STA-018").contains("15 bis unter 25 Jahre"));
    assert!(message(&items, "STA-016").contains("07007"));
}

#[test]
fn notes_that_look_like_data_are_notes() {
    let (items, _) = read(&text_of("genesis_table/bloecke.csv"));
    let table = tables(&items)[0];
    let years: Vec<&str> = table.dimensions[1].categories.iter().map(|category| category.code.as_str()).collect();
    assert_eq!(years, ["2015", "2014", "2013"]);
    let about: Vec<&str> = table.head.notes.iter().map(|note| note.about.as_str()).collect();
    assert_eq!(about, ["gesamte Tabelle", "Schüler insgesamt (einschl. Beispielschulen)", "7. Klassenstufe"]);
}

/// Lines of values in another order, the rest as it is.
fn reordered(text: &str, order: &[usize]) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let is_data = |line: &str| line.starts_with("07") || line.starts_with("DG");
    let data: Vec<&str> = lines.iter().copied().filter(|line| is_data(line)).collect();
    let mut shuffled: Vec<(usize, &str)> =
        data.iter().enumerate().map(|(at, line)| (order[at % order.len()].wrapping_mul(at + 7) % 101, *line)).collect();
    shuffled.sort_unstable();
    let mut next = shuffled.into_iter();
    lines.iter().map(|line| if is_data(line) { next.next().unwrap().1 } else { line }).collect::<Vec<_>>().join("\n")
}

proptest! {
    #[test]
    fn the_order_of_rows_does_not_matter(order in proptest::collection::vec(0_usize..1000, 1..20)) {
        let text = text_of("genesis_table/kopfzeile.csv");
        let (one, other) = (read(&text).0, read(&reordered(&text, &order)).0);
        prop_assert_eq!(observations(tables(&one)[0]), observations(tables(&other)[0]));
    }

    #[test]
    fn no_bytes_make_it_fail(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let (items, _) = read_all(&GenesisTable, "x", &bytes, &Value::Null);
        prop_assert!(tables(&items).into_iter().all(is_sound));
    }

    /// Damage that leaves most of the layout alone reaches deeper than random bytes.
    #[test]
    fn no_damage_makes_it_fail(
        edits in proptest::collection::vec((any::<prop::sample::Index>(), prop::sample::select(b";\n\"0x-.(_)\xe4\x00 7".to_vec())), 1..30),
        cut in any::<prop::sample::Index>(),
        which in 0_usize..4,
    ) {
        let mut bytes = fixture(["genesis_table/bloecke.csv", "genesis_table/kopfzeile.csv", "genesis_table/unbekannt.csv", "genesis_table/schmutzig.csv"][which]);
        for (at, byte) in edits {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        bytes.truncate(cut.index(bytes.len() * 2).max(1));
        let (items, _) = read_all(&GenesisTable, "x", &bytes, &Value::Null);
        prop_assert!(tables(&items).into_iter().all(is_sound));
    }
}

/// Table, rows, values, signs by kind and issues of every file of the data folder.
#[test]
fn real_files_come_out_as_they_did() {
    let folders = ["stats/regionalstatistik", "stats/regionalstatistik-2023", "stats/gemeinden"];
    let mut lines = String::new();
    for folder in folders {
        for (name, bytes) in shared_folder(folder) {
            let (items, outcome) = read_all(&GenesisTable, &name, &bytes, &Value::Null);
            for table in tables(&items) {
                assert!(is_sound(table), "{name}");
                lines += &format!("{folder}/{name} {outcome:?} {}\n", summary(table));
            }
            lines += &format!("  {:?}\n", issue_counts(&items));
        }
    }
    if !lines.is_empty() {
        expect_file!["../../../../fixtures/genesis_table/shared.golden.txt"].assert_eq(&lines);
    }
}

fn summary(table: &Table) -> String {
    let mut symbols: BTreeMap<&str, usize> = BTreeMap::new();
    for symbol in &table.symbols {
        *symbols.entry(symbol.code()).or_default() += 1;
    }
    let rows: std::collections::BTreeSet<u32> = table.cells.iter().map(|cell| cell.row).collect();
    let codes: Vec<String> =
        codes(table).iter().map(|(dimension, codes)| format!("{dimension}:{}", codes.len())).collect();
    format!("{} rows, {} values, {symbols:?}, {}", rows.len(), table.len(), codes.join(" "))
}

/// The same table in two encodings, of two days. Between October 2017 and February 2018 the office opened ten values of
/// Nordrhein-Westfalen that had been blocked; all others are the same.
#[test]
fn two_encodings_of_a_table_say_the_same() {
    for (one, other, revised) in
        [("21111-02-06-4.csv.gz", "21111-02-06-4_00.csv.gz", 10), ("12411-01-01-4.csv", "12411-01-01-4_00.csv.gz", 0)]
    {
        let path = |name: &str| format!("stats/regionalstatistik/{name}");
        let (Some(first), Some(second)) = (shared_data(&path(one)), shared_data(&path(other))) else { return };
        let read = |bytes: &[u8]| {
            let (items, _) = read_all(&GenesisTable, "x", bytes, &Value::Null);
            observations(tables(&items)[0])
        };
        let (first, second) = (read(&first), read(&second));
        let common: Vec<_> = first.iter().filter_map(|(key, value)| Some((key, value, second.get(key)?))).collect();
        assert!(common.len() >= 1578, "{one}: {} in common", common.len());
        let different: Vec<_> = common.iter().filter(|(_, value, other)| value != other).collect();
        assert_eq!(different.len(), revised, "{one}: {:?}", &different[..different.len().min(5)]);
    }
}

#[test]
fn codes_of_real_tables_stay_from_2015_to_2023() {
    for (old, new) in [("21111-02-06-4.csv.gz", "21111-02-06-4.csv"), ("21111-01-03-4.csv.gz", "21111-01-03-4.csv")] {
        let old = shared_data(&format!("stats/regionalstatistik/{old}"));
        let new = shared_data(&format!("stats/regionalstatistik-2023/{new}"));
        let (Some(old), Some(new)) = (old, new) else { return };
        let codes_of = |bytes: &[u8]| codes(tables(&read_all(&GenesisTable, "x", bytes, &Value::Null).0)[0]);
        assert_eq!(codes_of(&old), codes_of(&new));
    }
}
