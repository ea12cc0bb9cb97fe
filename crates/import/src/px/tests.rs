use expect_test::expect_file;
use model::statistics::{AREA, Role, TIME};
use model::wert::Symbol;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::{Px, looks_like};
use crate::figures::outline::{print, tables};
use crate::golden::{fixture, issue_counts, read_all, shared_data};
use crate::{Item, Outcome};

fn read(text: &str, settings: &Value) -> (Vec<Item>, Outcome) {
    read_all(&Px, "tabelle.px", text.as_bytes(), settings)
}

/// A small file whose statements and cells a test changes.
fn small(statements: &str, cells: &str) -> String {
    format!(
        "CHARSET=\"ANSI\";\nMATRIX=\"KLEIN\";\nTITLE=\"Klein\";\nCONTENTS=\"Personen\";\nUNITS=\"Anzahl\";\nSTUB=\"region\";\nHEADING=\"jahr\";\n\
         VALUES(\"region\")=\"Beispiel-Ort\",\"Beispiel-Dorf\";\nCODES(\"region\")=\"07235001\",\"07235002\";\nVALUES(\"jahr\")=\"2022\",\"2023\";\n\
         TIMEVAL(\"jahr\")=TLIST(A1),\"2022\",\"2023\";\n{statements}DATA=\n{cells}"
    )
}

/// Codes of the issues that hold a delivery.
fn errors(items: &[Item]) -> Vec<String> {
    let is_error = |item: &Item| match item {
        Item::Issue(issue) if issue.severity == model::issue::Severity::Error => Some(issue.code.to_string()),
        _ => None,
    };
    items.iter().filter_map(is_error).collect()
}

fn symbols(items: &[Item]) -> Vec<Symbol> {
    tables(items)[0].symbols.clone()
}

#[test]
fn a_german_file_is_read_with_its_notes_signs_and_marks() {
    let (items, outcome) = read_all(&Px, "schueler.px", &fixture("px/schueler.px"), &Value::Null);
    assert_eq!(outcome, Outcome::Full);
    expect_file!["../../../../fixtures/px/schueler.golden.txt"].assert_eq(&print(&items));
}

#[test]
fn a_sparse_file_in_two_languages_is_read_in_german_and_filled_with_zeros() {
    let (items, outcome) = read_all(&Px, "duenn.px", &fixture("px/duenn.px"), &Value::Null);
    assert_eq!(outcome, Outcome::Full);
    expect_file!["../../../../fixtures/px/duenn.golden.txt"].assert_eq(&print(&items));
}

#[test]
fn the_encoding_is_found() {
    let utf8 = String::from_utf8(fixture("px/schueler.px")).unwrap();
    let expected = read(&utf8, &Value::Null);
    let latin: Vec<u8> = utf8.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    let declared = |from: &str, to: &str| -> Vec<u8> {
        let text: String = utf8.replace(from, to);
        text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect()
    };
    for (form, bytes) in [
        ("byte order mark", [&[0xef, 0xbb, 0xbf], utf8.as_bytes()].concat()),
        ("declared as UTF-8, written in Windows-1252", latin),
        ("ISO-8859-15", declared("utf-8", "iso-8859-15")),
        ("ANSI without code page", declared("CODEPAGE=\"utf-8\";\n", "\n")),
        (
            "neither",
            declared(
                "CHARSET=\"ANSI\";\nAXIS-VERSION=\"2013\";\nCODEPAGE=\"utf-8\";\n",
                "\n\nAXIS-VERSION=\"2013\";\n",
            ),
        ),
    ] {
        assert_eq!(print(&read_all(&Px, "tabelle.px", &bytes, &Value::Null).0), print(&expected.0), "{form}");
    }
}

#[test]
fn separators_may_be_mixed() {
    let expected = read(&small("", "1 2 3 4;"), &Value::Null);
    for cells in ["1,2,3,4;", "1\t2\t3\t4 ;", "1;2;3;4;", "1\r\n2 ,\r\n3\r\n4", "1 2\n3 4\n;\n\u{1a}"] {
        let (items, outcome) = read(&small("", cells), &Value::Null);
        assert_eq!(
            (tables(&items)[0].numbers.as_slice(), outcome),
            ([1.0, 2.0, 3.0, 4.0].as_slice(), Outcome::Full),
            "{cells}"
        );
        assert_eq!(issue_counts(&items), issue_counts(&expected.0), "{cells}");
    }
}

#[test]
fn signs_mean_what_the_file_then_the_settings_say() {
    use Symbol::*;
    let cells = "\".\" \"..\" \"...\" \"-\";";
    let (items, _) = read(&small("", cells), &Value::Null);
    assert_eq!(symbols(&items), [SecretOrUnknown, Missing, NotYet, Nothing]);
    let statements = "DATASYMBOL1=\"Confidential\";\nDATASYMBOL2=\"/\";\nDATASYMBOL3=\"0\";\n";
    let (items, _) = read(&small(statements, cells), &Value::Null);
    assert_eq!(symbols(&items), [Secret, Unreliable, RoundsToZero, Nothing]);
    let settings = json!({"symbols": {".": "not_applicable", "...": "unit_does_not_exist"}});
    let (items, _) = read(&small(statements, cells), &settings);
    assert_eq!(symbols(&items), [NotApplicable, Unreliable, UnitDoesNotExist, Nothing]);
}

#[test]
fn a_table_has_a_code_or_says_that_it_has_none() {
    for (file, matrix, settings, code) in [
        ("BE0101F1.px", "Eigene", Value::Null, "Eigene"),
        ("BE0101F1.px", "", Value::Null, "BE0101F1"),
        ("tabelle.px", "", Value::Null, ""),
        ("tabelle.px", "dataset", Value::Null, ""),
        ("tabelle.px", "", json!({"code": "GESAGT"}), "GESAGT"),
    ] {
        let text = small("", "1 2 3 4;").replace("KLEIN", matrix);
        let (items, _) = read_all(&Px, file, text.as_bytes(), &settings);
        assert_eq!(tables(&items)[0].head.code, code, "{file} {matrix}");
        let expected: &[&str] = if code.is_empty() { &["DIM-007"] } else { &[] };
        assert_eq!(errors(&items), expected, "{file} {matrix}");
    }
}

#[test]
fn a_time_that_a_person_sees_is_found_without_timeval() {
    for (name, values, periods, lost) in [
        ("jahr", "\"2022\",\"2023\"", vec!["2022", "2023"], false),
        ("Ausprägung", "\"2022\",\"2023\"", vec!["2022", "2023"], false),
        ("vuosi", "\"2022\",\"yhteensä\"", vec!["2022", "yhteensä"], true),
        ("Periodo", "\"2013T4\",\"2013T3\"", vec!["2013-Q4", "2013-Q3"], false),
    ] {
        let text = small("", "1 2 3 4;")
            .replace("TIMEVAL(\"jahr\")=TLIST(A1),\"2022\",\"2023\";\n", "")
            .replace("VALUES(\"jahr\")=\"2022\",\"2023\"", &format!("VALUES(\"jahr\")={values}"))
            .replace("\"jahr\"", &format!("\"{name}\""));
        let (items, _) = read(&text, &Value::Null);
        let table = tables(&items)[0];
        let found: Vec<&str> = table.dimensions[table.dimension(TIME).unwrap()]
            .categories
            .iter()
            .map(|period| period.code.as_str())
            .collect();
        assert_eq!(found, periods, "{name}");
        assert_eq!(errors(&items), if lost { vec!["DIM-004"] } else { vec![] }, "{name}");
    }
}

/// Ten times the categories take ten times as long, not a hundred times: also where all of them are called alike, or each has its unit.
#[test]
fn thousands_of_categories_are_read_at_once() {
    let many = 50_000;
    let cells = "1 ".repeat(2 * many);
    let values = |label: &dyn Fn(usize) -> String| -> String {
        (0..many).map(|at| format!("\"{}\"", label(at))).collect::<Vec<_>>().join(",")
    };
    let units: String = (0..many).map(|at| format!("UNITS(\"Ort {at}\")=\"Personen\";\n")).collect();
    let begin = std::time::Instant::now();
    for (labels, statements) in [
        (values(&|at| format!("Ort {at}")), String::new()),
        (values(&|_| "Ort".to_owned()), String::new()),
        (values(&|at| format!("Ort {at}")), format!("CONTVARIABLE=\"region\";\n{units}")),
    ] {
        let text = small(&statements, &cells)
            .replace("\"Beispiel-Ort\",\"Beispiel-Dorf\"", &labels)
            .replace("CODES(\"region\")=\"07235001\",\"07235002\";\n", "");
        let (items, _) = read(&text, &Value::Null);
        assert_eq!(tables(&items)[0].len(), 2 * many);
    }
    // It took minutes; the limit is generous for slow machines.
    assert!(begin.elapsed().as_secs() < 30, "{:?}", begin.elapsed());
}

#[test]
fn a_file_without_any_number_is_no_table() {
    let (items, _) = read(&small("", "eins zwei drei vier;"), &Value::Null);
    assert_eq!((tables(&items).len(), errors(&items)), (0, vec!["DIM-009".to_owned()]));
}

#[test]
fn too_few_and_too_many_values_are_said() {
    for (cells, outcome, code, numbers) in [
        ("1 2 3", Outcome::Broken, Some("PXA-006"), vec![1.0, 2.0, 3.0]),
        ("1 2 3 4 5;", Outcome::Full, Some("PXA-007"), vec![1.0, 2.0, 3.0, 4.0]),
        ("1 zwei 3 4;", Outcome::Full, Some("PXA-008"), vec![1.0, 0.0, 3.0, 4.0]),
        ("1 inf 3 4;", Outcome::Full, Some("PXA-008"), vec![1.0, 0.0, 3.0, 4.0]),
        ("1 2 3 4;", Outcome::Full, None, vec![1.0, 2.0, 3.0, 4.0]),
    ] {
        let (items, found) = read(&small("", cells), &Value::Null);
        assert_eq!((found, tables(&items)[0].numbers.clone()), (outcome, numbers), "{cells}");
        let codes: Vec<String> = issue_counts(&items).into_keys().filter(|code| code.starts_with("PXA")).collect();
        assert_eq!(codes.first().map(String::as_str), code, "{cells}");
    }
}

#[test]
fn what_is_no_px_file_is_named() {
    for (bytes, code) in [
        ("", "XML-010"),
        ("<html><body>Anmeldung</body></html>", "PXA-001"),
        ("a;b;c\n1;2;3\n", "PXA-001"),
        ("CHARSET=\"ANSI\";TITLE=\"Ohne Daten\";", "PXA-005"),
        ("STUB=\"a\";DATA=1 2;", "PXA-005"),
    ] {
        let (items, outcome) = read(bytes, &Value::Null);
        assert_eq!(outcome, Outcome::Broken, "{bytes}");
        assert!(issue_counts(&items).contains_key(code), "{bytes}: {items:?}");
    }
    assert!(
        looks_like(b"\xef\xbb\xbfCHARSET=\"ANSI\";")
            && looks_like(b"\nTITLE[de]=\"x\";")
            && looks_like(b"AXIS-VERSION = \"2013\"")
    );
    assert!(
        !looks_like(b"PK\x03\x04") && !looks_like(b"a=b") && !looks_like(b"") && !looks_like(b"{\"version\":\"2.0\"}")
    );
}

#[test]
fn a_table_without_area_and_period_takes_them_from_the_settings() {
    let text = "CHARSET=\"ANSI\";MATRIX=\"M\";TITLE=\"T\";CONTENTS=\"Personen\";STUB=\"Alter\";VALUES(\"Alter\")=\"unter 3\",\"3 bis 6\";DATA=1 2;";
    let (items, _) = read(text, &Value::Null);
    // No value has a place in time: that is no table, and the delivery is held.
    assert_eq!(tables(&items).len(), 0);
    for code in ["DIM-003", "DIM-009"] {
        assert!(errors(&items).contains(&code.to_owned()), "{code}: {items:?}");
    }
    assert!(issue_counts(&items).contains_key("DIM-001"));
    let (items, _) = read(text, &json!({"period": "2023"}));
    let table = tables(&items)[0];
    assert_eq!(table.category(table.role(Role::Area).unwrap(), 0).code, "unbekannt");
    assert!(errors(&items).is_empty() && issue_counts(&items).contains_key("DIM-001"));
    let settings = json!({"area": {"code": "07235", "label": "Beispiel-Kreis"}, "period": "2023"});
    let (items, _) = read(text, &settings);
    let table = tables(&items)[0];
    assert_eq!(table.category(table.dimension(AREA).unwrap(), 1).code, "07235");
    assert_eq!(table.category(table.dimension(TIME).unwrap(), 1).code, "2023");
    assert_eq!(issue_counts(&items).len(), 0);
    let (items, _) = read(text, &json!({"period": "voriges Jahr", "unsinn": 1}));
    assert!(issue_counts(&items).contains_key("DIM-005"));
}

/// Published sample files of Statistics Sweden; expected numbers read from them by eye.
#[test]
fn real_files_are_read() {
    if let Some(bytes) = shared_data("px/BE0101F1datasymbols.px") {
        let (items, outcome) = read_all(&Px, "BE0101F1datasymbols.px", &bytes, &Value::Null);
        let table = tables(&items)[0];
        assert_eq!((outcome, table.len()), (Outcome::Full, 24));
        let codes: Vec<&str> = table.dimensions.iter().map(|dimension| dimension.code.as_str()).collect();
        assert_eq!(codes, ["GEBIET", "AGE", "ZEIT", "SEX", "WERT"]);
        assert_eq!(table.dimensions[0].categories[2].label, "0114 Upplands Väsby");
        assert_eq!(table.value(0).value(), Some(456.0));
        assert_eq!(table.symbols[1], Symbol::SecretOrUnknown);
        assert_eq!(table.value(23).value(), Some(23.0));
    }
    if let Some(bytes) = shared_data("px/PR0101B3.px") {
        let (items, outcome) = read_all(&Px, "PR0101B3.px", &bytes, &Value::Null);
        let table = tables(&items)[0];
        assert_eq!((outcome, table.len()), (Outcome::Full, 12 * 27));
        assert_eq!(table.value(27).value(), Some(249.58));
        assert_eq!(table.category(table.dimension(TIME).unwrap(), 26).code, "2008-12");
        assert!(table.head.title.ends_with("by Product group andperiod"), "{}", table.head.title);
    }
}

proptest! {
    #[test]
    fn no_bytes_make_it_fail(bytes in proptest::collection::vec(any::<u8>(), 0..400), with_head in any::<bool>()) {
        let head: &[u8] = if with_head { b"STUB=\"a\";VALUES(\"a\")=\"1\",\"2\";KEYS(\"a\")=CODES;DATA=" } else { b"CHARSET=" };
        read_all(&Px, "x", &[head, &bytes].concat(), &Value::Null);
    }

    #[test]
    fn no_mutation_makes_it_fail(
        sparse in any::<bool>(),
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        cut in any::<prop::sample::Index>(),
    ) {
        let mut bytes = fixture(if sparse { "px/duenn.px" } else { "px/schueler.px" });
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        bytes.truncate(cut.index(bytes.len()) + 1);
        read_all(&Px, "x", &bytes, &Value::Null);
    }
}
