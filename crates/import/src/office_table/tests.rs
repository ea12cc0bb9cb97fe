use expect_test::{expect, expect_file};
use model::statistics::{AREA, Table};
use proptest::prelude::*;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use serde_json::{Value, json};

use super::{Mapping, OfficeTable, propose};
use crate::figures::outline::{print, tables};
use crate::golden::{fixture, issue_counts, read_all};
use crate::{Item, Outcome};

fn read(bytes: &[u8], settings: &Value) -> (Vec<Item>, Outcome) {
    read_all(&OfficeTable, "tabelle.xlsx", bytes, settings)
}

/// Wohngemeinde by school and year: a title, merged headings, keys as numbers, footnotes, notes.
fn commuters(years: &[i32], schools: &[&str]) -> Vec<u8> {
    let mut workbook = Workbook::new();
    workbook.add_worksheet().set_name("Hinweise").unwrap().write(0, 0, "Alles Beispiel").unwrap();
    let sheet = workbook.add_worksheet().set_name("Pendler").unwrap();
    let format = Format::new();
    sheet.write(0, 0, "Schülerinnen und Schüler nach Wohngemeinde und Schule").unwrap();
    sheet.merge_range(2, 0, 3, 0, "AGS", &format).unwrap();
    sheet.merge_range(2, 1, 3, 1, "Wohngemeinde 1)", &format).unwrap();
    let width = schools.len() as u16;
    for (block, year) in years.iter().enumerate() {
        let first = 2 + block as u16 * width;
        sheet
            .merge_range(2, first, 2, first + width - 1, &format!("Schuljahr {year}/{}", (year + 1) % 100), &format)
            .unwrap();
        for (at, school) in schools.iter().enumerate() {
            sheet.write(3, first + at as u16, *school).unwrap();
        }
    }
    for (row, (key, name)) in
        [(7_235_001, "Beispiel-Dorf²"), (7_235_002, "Beispiel-Au"), (7_211_000, "Beispiel-Stadt")].iter().enumerate()
    {
        sheet.write(4 + row as u32, 0, *key).unwrap();
        sheet.write(4 + row as u32, 1, *name).unwrap();
        for column in 0..years.len() as u16 * width {
            sheet.write(4 + row as u32, 2 + column, 100 * (row as i32 + 1) + i32::from(column)).unwrap();
        }
    }
    sheet.write(5, 2, "- 2)").unwrap();
    sheet.write(5, 3, "…").unwrap();
    sheet.write(8, 0, "1) Hauptwohnung.").unwrap();
    sheet.write(9, 0, "Quelle: Beispiel-Schulamt").unwrap();
    workbook.save_to_buffer().unwrap()
}

fn commuter_mapping(headings: &[&str]) -> Value {
    json!({
        "sheet": "Pendler",
        "header_rows": [3, 4],
        "code": "PENDLER",
        "dimensions": [{"code": "SCHULE", "label": "Schule", "role": "class"}],
        "measures": [{"code": "SCHUELER", "label": "Schülerinnen und Schüler", "unit": "Anzahl"}],
        "columns": [
            {"heading": "AGS", "as": "key", "dimension": "GEBIET"},
            {"heading": "Wohngemeinde", "as": "label", "dimension": "GEBIET"},
            {"heading": "{ZEIT} | {SCHULE}", "as": "value"}
        ],
        "headings": headings
    })
}

#[test]
fn a_commuter_table_has_areas_and_schools() {
    let mapping = commuter_mapping(&[]);
    let (items, outcome) = read(&commuters(&[2022, 2023], &["Beispiel-Schule Nord", "Beispiel-Schule Süd"]), &mapping);
    assert_eq!(outcome, Outcome::Full);
    expect_file!["../../../../fixtures/office_table/pendler.golden.txt"].assert_eq(&print(&items));
    let mut by_end = mapping;
    by_end["school_year"] = json!("end");
    let (items, _) = read(&commuters(&[2022], &["Beispiel-Schule Nord", "Beispiel-Schule Süd"]), &by_end);
    assert_eq!(tables(&items)[0].dimensions[1].categories[0].code, "2023");
}

#[test]
fn the_proposal_for_a_commuter_table_reads_it_as_it_should() {
    let bytes = commuters(&[2022, 2023], &["Beispiel-Schule Nord", "Beispiel-Schule Süd"]);
    let (proposal, _) = propose(&bytes, "Pendler 2023.xlsx");
    assert_eq!(proposal.sheets, ["Hinweise", "Pendler"]);
    assert_eq!(
        (proposal.mapping.header_rows, proposal.mapping.code.as_str(), proposal.observations),
        ([3, 4], "PENDLER", 12)
    );
    expect![[r#"
        Key AGS GEBIET
        Label Wohngemeinde GEBIET
        Value {ZEIT} | {SCHULE} SCHÜLERINNENUNDSCHÜLERNACHWOHNGEMEINDEUN"#]]
    .assert_eq(&outline_of(&proposal.mapping));
    // What is proposed can be saved and reads the file.
    let saved = serde_json::to_value(&proposal.mapping).unwrap();
    let (items, outcome) = read(&bytes, &saved);
    assert_eq!((tables(&items)[0].len(), outcome), (12, Outcome::Full));
    assert_eq!(Mapping::from_json(&saved).unwrap(), proposal.mapping);
}

fn outline_of(mapping: &Mapping) -> String {
    let line = |column: &super::settings::MappedColumn| {
        let what = column.dimension.as_ref().or(column.measure.as_ref()).map_or("", String::as_str);
        format!("{:?} {} {what}", column.role, column.heading).trim_end().to_owned()
    };
    mapping.columns.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn headings_that_differ_are_told_in_words() {
    let confirmed =
        ["AGS", "Wohngemeinde", "Schuljahr 2021/22 | Beispiel-Schule Nord", "Schuljahr 2021/22 | Beispiel-Schule Ost"];
    let mut mapping = commuter_mapping(&confirmed);
    mapping["columns"][1]["heading"] = json!("Gemeinde");
    mapping["headings"][1] = json!("Gemeinde");
    let (items, _) = read(&commuters(&[2022], &["Beispiel-Schule Nord", "Beispiel-Schule Süd"]), &mapping);
    let messages: Vec<&str> = items
        .iter()
        .filter_map(|item| if let Item::Issue(issue) = item { Some(issue.message.as_str()) } else { None })
        .collect();
    expect![[r#"
        Die Spalte B hieß „Gemeinde“, jetzt heißt sie „Wohngemeinde“. Sie wurde nicht gelesen.
        „Beispiel-Schule Süd“ in Spalte D ist neu und wurde als weitere Ausprägung von „SCHULE“ gelesen.
        In den Überschriften gibt es „Beispiel-Schule Ost“ nicht mehr.
        Bei 3 Gebietsschlüsseln fehlt die führende Null, zuerst bei „7235001“. Sie wurde ergänzt."#]]
    .assert_eq(&messages.join("\n"));
}

fn csv_mapping() -> Value {
    json!({
        "header_rows": [4, 5],
        "code": "SCHULEN",
        "dimensions": [
            {"code": "SCHULART", "label": "Schulart", "role": "class", "categories": [{"code": "GS", "label": "Grundschule"}]},
            {"code": "GES", "label": "Geschlecht", "role": "class", "categories": [{"code": "GESM", "label": "männlich"}]}
        ],
        "measures": [
            {"code": "SCH", "label": "Schülerinnen und Schüler", "unit": "Anzahl"},
            {"code": "GTS", "label": "Anteil Ganztag", "unit": "Prozent"}
        ],
        "columns": [
            {"heading": "Schlüssel", "as": "key", "dimension": "GEBIET"},
            {"heading": "Stadtteil", "as": "label", "dimension": "GEBIET"},
            {"heading": "Schulart", "as": "label", "dimension": "SCHULART"},
            {"heading": "Schülerinnen und Schüler | {GES}", "as": "value", "measure": "SCH"},
            {"heading": "darunter Ganztag %", "as": "value", "measure": "GTS", "categories": {"GES": "Insgesamt"}},
            {"heading": "Bemerkung", "as": "ignored"}
        ],
        "fixed": {"ZEIT": {"code": "2023-10-15", "label": "15.10.2023"}}
    })
}

#[test]
fn an_untidy_text_table_is_read_and_every_defect_is_named() {
    let (items, outcome) = read_all(&OfficeTable, "schulen.csv", &fixture("office_table/schulen.csv"), &csv_mapping());
    assert_eq!(outcome, Outcome::Full);
    expect_file!["../../../../fixtures/office_table/schulen.golden.txt"].assert_eq(&print(&items));
}

#[test]
fn a_text_table_gets_a_proposal() {
    let (proposal, issues) = propose(&fixture("office_table/schulen.csv"), "Schulen 2023.csv");
    expect![[r#"
        Key Schlüssel GEBIET
        Label Stadtteil GEBIET
        Label Schulart SCHULART
        Ignored Bemerkung
        Value Schülerinnen und Schüler | männlich SCHÜLERINNENUNDSCHÜLERMÄNNLICH
        Value Schülerinnen und Schüler | weiblich SCHÜLERINNENUNDSCHÜLERWEIBLICH
        Value darunter Ganztag % DARUNTERGANZTAG"#]]
    .assert_eq(&outline_of(&proposal.mapping));
    assert_eq!(proposal.mapping.fixed["ZEIT"].code, "2023-10-15");
    assert_eq!(proposal.preview[0].value, "1204");
    assert!(issues.iter().any(|issue| issue.code == "OFT-010"), "{issues:?}");
}

#[test]
fn one_row_per_year_and_shares_of_one() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let percent = Format::new().set_num_format("0.0%");
    let day = Format::new().set_num_format("dd.mm.yyyy");
    for (column, heading) in ["Stichtag", "Gemeinde", "Kinder", "Betreuungsquote"].iter().enumerate() {
        sheet.write(0, column as u16, *heading).unwrap();
    }
    for row in 1..4_u16 {
        let moment = ExcelDateTime::from_ymd(2020 + row, 3, 1).unwrap();
        sheet.write_datetime_with_format(row.into(), 0, &moment, &day).unwrap();
        sheet.write(row.into(), 1, "Beispiel-Dorf").unwrap();
        sheet.write(row.into(), 2, 1990 + row).unwrap();
        sheet.write_number_with_format(row.into(), 3, 0.07 * f64::from(row), &percent).unwrap();
    }
    let bytes = workbook.save_to_buffer().unwrap();
    let (proposal, _) = propose(&bytes, "quote.xlsx");
    assert!(proposal.mapping.measures[1].share);
    let (items, _) = read(&bytes, &serde_json::to_value(&proposal.mapping).unwrap());
    let table = tables(&items)[0];
    assert_eq!(table.numbers, [1991.0, 7.0, 1992.0, 14.0, 1993.0, 21.0]);
    assert_eq!(table.dimensions[1].categories[0].code, "2021-03-01");
    // The same file read as percent is suspicious.
    let mut mapping = proposal.mapping;
    mapping.measures[1].share = false;
    let (items, _) = read(&bytes, &serde_json::to_value(&mapping).unwrap());
    assert_eq!(issue_counts(&items).get("OFT-016"), Some(&1));
}

#[test]
fn columns_without_headings_are_told_by_what_they_hold() {
    let csv = ";;;Kinder;Plätze\n2022;07;Beispiel-Land;1200;50\n2022;07235;Beispiel-Kreis;120;5\n2023;07235;Beispiel-Kreis;130;6\n";
    let (proposal, _) = propose(csv.as_bytes(), "kinder.csv");
    expect![[r#"
        Label =A ZEIT
        Key =B GEBIET
        Label =C GEBIET
        Value Kinder KINDER
        Value Plätze PLÄTZE"#]]
    .assert_eq(&outline_of(&proposal.mapping));
    assert_eq!(proposal.observations, 6);
}

#[test]
fn rows_between_rows_may_name_a_class() {
    let csv = "Ort;2022;2023\nGrundschulen:;;\nBeispiel-Au;1;2\nGymnasien:;;\nBeispiel-Au;3;\n";
    let mapping = json!({
        "header_rows": [1, 1], "code": "X", "section": "ART", "empty": "zero",
        "dimensions": [{"code": "ART", "label": "Schulart", "role": "class"},
            {"code": "GEBIET", "label": "Ort", "role": "area", "categories": [{"code": "07235001", "label": "Beispiel-Au"}]}],
        "measures": [{"code": "SCHULEN", "label": "Schulen"}],
        "columns": [{"heading": "Ort", "as": "label", "dimension": "GEBIET"}, {"heading": "{ZEIT}", "as": "value"}]
    });
    let (items, _) = read(csv.as_bytes(), &mapping);
    let table = tables(&items)[0];
    let class = table.dimension("ART").unwrap();
    let read: Vec<(&str, f64)> =
        (0..table.len()).map(|at| (table.category(class, at).code.as_str(), table.numbers[at])).collect();
    assert_eq!(read, [("GRUNDSCHULEN", 1.0), ("GRUNDSCHULEN", 2.0), ("GYMNASIEN", 3.0), ("GYMNASIEN", 0.0)]);
    assert_eq!(table.category(table.dimension(AREA).unwrap(), 0).code, "07235001");
    assert_eq!(issue_counts(&items).len(), 0, "{items:?}");
}

#[test]
fn parts_and_totals_are_not_counted_twice() {
    let mapping = json!({
        "header_rows": [1, 1], "code": "X",
        "dimensions": [{"code": "BEREICH", "label": "Bereich", "role": "class"}],
        "measures": [{"code": "KURSE", "label": "Kurse"}],
        "columns": [{"heading": "Bereich", "as": "label", "dimension": "BEREICH"}, {"heading": "{ZEIT}", "as": "value"}],
        "fixed": {"GEBIET": {"code": "07235", "label": "Beispiel-Kreis"}}
    });
    let read = |rows: &str| {
        let (items, _) = read(format!("Bereich;2022;2023\n{rows}").as_bytes(), &mapping);
        let table = tables(&items)[0];
        let class = &table.dimensions[table.dimension("BEREICH").unwrap()];
        let categories: Vec<(String, bool)> =
            class.categories.iter().map(|category| (category.code.clone(), category.is_part)).collect();
        (categories, issue_counts(&items).get("OFT-017").copied())
    };
    let of = |code: &str, is_part: bool| (code.to_owned(), is_part);
    assert_eq!(
        read("Sprachen;10;11\ndarunter: Deutsch;6;7\ndavon Englisch;4;4\nGesundheit;20;20\nAlle Bereiche;30;31\n"),
        (
            vec![
                of("SPRACHEN", false),
                of("DARUNTERDEUTSCH", true),
                of("DAVONENGLISCH", true),
                of("GESUNDHEIT", false),
                of("INSGESAMT", false)
            ],
            None
        )
    );
    // A total that is called otherwise is found by its numbers, in every year.
    assert_eq!(read("Sprachen;10;11\nGesundheit;20;20\nVHS;30;31\n").1, Some(1));
    assert_eq!(read("Sprachen;10;11\nGesundheit;20;20\nVHS;30;32\n").1, None);
    assert_eq!(read("Sprachen;-;-\nGesundheit;-;-\nVHS;-;-\n").1, None);
}

#[test]
fn nothing_is_read_without_a_valid_mapping() {
    let csv = "Ort;2022\nA;1\n";
    for (settings, code) in [
        (Value::Null, "OFT-018"),
        (json!({}), "OFT-001"),
        (json!({"header_rows": [1, 1], "unsinn": 1}), "OFT-001"),
        (json!({"header_rows": [9, 2], "columns": [{"heading": "x", "as": "label"}]}), "OFT-001"),
        (commuter_mapping(&[]), "OFT-004"),
    ] {
        let (items, outcome) = read(csv.as_bytes(), &settings);
        assert_eq!((outcome, tables(&items).len()), (Outcome::Broken, 0), "{settings}");
        assert!(issue_counts(&items).contains_key(code), "{settings}: {items:?}");
    }
    let mut wrong = commuter_mapping(&[]);
    wrong["sheet"] = json!("Gibtesnicht");
    let (items, _) = read(&commuters(&[2022], &["A", "B"]), &wrong);
    assert!(issue_counts(&items).contains_key("OFT-003"));
    assert!(propose(b"", "leer.csv").1.iter().any(|issue| issue.code == "OFT-005"));
    assert!(propose(b"Nur Text\nohne Werte", "text.csv").1.iter().any(|issue| issue.code == "OFT-005"));
}

/// Every observation of a proposal is one cell of the file.
fn within(table: &Table, rows: usize) -> bool {
    table.cells.iter().all(|cell| cell.row >= 1 && cell.row as usize <= rows && cell.column >= 1)
}

proptest! {
    #[test]
    fn no_bytes_make_it_fail(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        propose(&bytes, "x");
        read(&bytes, &csv_mapping());
    }

    #[test]
    fn no_text_table_makes_it_fail(cells in proptest::collection::vec("(|a|7235001|1\\.204|2023|-|x|Summe|\\PC{0,4})", 1..60), width in 1..7_usize) {
        let text: Vec<String> = cells.chunks(width).map(|row| row.join(";")).collect();
        let bytes = text.join("\n");
        let (proposal, _) = propose(bytes.as_bytes(), "x.csv");
        let (items, _) = read(bytes.as_bytes(), &serde_json::to_value(&proposal.mapping).unwrap());
        prop_assert!(tables(&items).iter().all(|table| within(table, bytes.lines().count() + cells.len())));
        read(bytes.as_bytes(), &csv_mapping());
    }

    #[test]
    fn no_damage_to_a_workbook_makes_it_fail(at in any::<prop::sample::Index>(), byte in any::<u8>(), cut in any::<bool>()) {
        let mut bytes = commuters(&[2022], &["A", "B"]);
        let at = at.index(bytes.len());
        bytes[at] = byte;
        if cut {
            bytes.truncate(at + 1);
        }
        propose(&bytes, "x.xlsx");
        read(&bytes, &commuter_mapping(&[]));
    }
}
