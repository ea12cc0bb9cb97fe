use std::collections::BTreeSet;
use std::io::Write as _;

use expect_test::{expect, expect_file};
use model::schedule::{Schedule, SessionState};
use proptest::prelude::*;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use serde_json::{Value, json};

use super::Table;
use crate::golden::{fixture, issue_counts, print, read_all};
use crate::{Item, OfferRecord, Outcome};

fn read(bytes: &[u8], settings: &Value) -> (Vec<Item>, Outcome) {
    read_all(&Table, "kurse.csv", bytes, settings)
}

fn offers(items: &[Item]) -> Vec<&OfferRecord> {
    items.iter().filter_map(|item| if let Item::Offer(record) = item { Some(record.as_ref()) } else { None }).collect()
}

#[test]
fn an_ordinary_list_needs_no_settings() {
    let (items, outcome) = read(&fixture("table/kurse.csv"), &Value::Null);
    expect_file!["../../../../fixtures/table/kurse.golden.txt"].assert_eq(&print(&items, outcome));
}

#[test]
fn dirty_cells_cost_themselves_only() {
    let (items, outcome) = read_all(&Table, "schmutzig.csv", &fixture("table/schmutzig.csv"), &Value::Null);
    let text = print(&items, outcome);
    expect_file!["../../../../fixtures/table/schmutzig.golden.txt"].assert_eq(&text);
    assert!(!text.contains("Petra"), "a lecturer's name came in");
}

#[test]
fn a_saved_mapping_names_columns_by_heading_and_letter() {
    let list = "Wer;Was;Spalte C;Wieviel;Rubrik\nBeispielverein e. V.;Beispielkurs;02.03.2026;12,50;Rubrik 4\n";
    let settings = json!({
        "columns": {"provider": "WER", "title": ["Titel", "was"], "date": "=C", "price": "Wieviel", "topic": "Rubrik", "room": "Zimmer"},
        "values": {"topic": {"rubrik 4": "fremdsprachen"}},
        "defaults": {"city": "Konz", "plz": "54329", "requirements": "keine"}
    });
    let (items, outcome) = read(list.as_bytes(), &settings);
    expect![[r#"
        TAB-010 warning · kurse.csv · Die Spalte „Zimmer“ für das Feld „Raum“ fehlt.
        offer t-054919448fe046c6
        {
          "title": "Beispielkurs",
          "requirements": {
            "kind": "keine"
          },
          "life_phases": [
            "alle"
          ],
          "learning_form": "non_formal",
          "topics": [
            "fremdsprachen"
          ],
          "price": {
            "basis": {
              "kind": "amount",
              "amount": 1250
            }
          },
          "accessibility": {},
          "registration": {},
          "participants": {},
          "sessions": [
            {
              "schedule": {
                "kind": "dates",
                "meetings": [
                  {
                    "date": "2026-03-02"
                  }
                ]
              },
              "place": {
                "plz": "54329",
                "city": "Konz",
                "accessibility": {}
              },
              "state": "planned"
            }
          ]
        }
          by {"foreign_id":"beispielverein-e-v","content":{"name":"Beispielverein e. V.","contact":{}}}
          derived [("life_phases", "life_phases_open_to_all"), ("learning_form", "learning_form_default")]
        Full
    "#]]
    .assert_eq(&print(&items, outcome));
}

#[test]
fn wrong_settings_are_said_in_german_and_nothing_is_read() {
    let (items, outcome) = read(b"Titel\nBeispiel\n", &json!({"columns": {"titel": "Titel"}, "separator": "x"}));
    expect![[r#"
        TAB-001 fatal · kurse.csv · Das Feld „titel“ unter „columns“ gibt es nicht.
        TAB-001 fatal · kurse.csv · Die Einstellung „separator“ hat einen ungültigen Wert: "x".
        Broken
    "#]]
    .assert_eq(&print(&items, outcome));
}

#[test]
fn files_that_are_no_list_are_refused_with_a_reason() {
    let bomb = {
        let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        zip.start_file("kurse.csv", zip::write::SimpleFileOptions::default()).unwrap();
        for _ in 0..300 {
            zip.write_all(&[b' '; 10_000]).unwrap();
        }
        zip.finish().unwrap().into_inner()
    };
    for (bytes, code) in [
        (b"".to_vec(), "TAB-005"),
        (b"\n\n;;;\n".to_vec(), "TAB-005"),
        (b"a;b\n1;2\n".to_vec(), "TAB-004"),
        (bomb, "TAB-002"),
        (b"PK\x03\x04".to_vec(), "TAB-002"),
        (vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1], "TAB-002"),
    ] {
        let (items, outcome) = read(&bytes, &Value::Null);
        assert_eq!((issue_counts(&items), outcome), ([(code.to_owned(), 1)].into(), Outcome::Broken));
    }
    let (items, _) = read(b"PK\x03\x04", &json!({"sheet": "Kurse"}));
    assert_eq!(issue_counts(&items), [("TAB-002".to_owned(), 1)].into());
    let (items, outcome) = read(b"Titel;Ort\n", &Value::Null);
    assert_eq!((issue_counts(&items), outcome), ([("TAB-006".to_owned(), 1)].into(), Outcome::Full));
}

/// A workbook as offices keep them: a cover sheet, a title above the headings, merged cells, real dates and times, a formula error.
fn workbook() -> Vec<u8> {
    let mut workbook = Workbook::new();
    workbook.add_worksheet().set_name("Deckblatt").unwrap().write(0, 0, "Kurse der Beispielschule").unwrap();
    let sheet = workbook.add_worksheet().set_name("Kurse").unwrap();
    sheet.merge_range(0, 0, 0, 5, "Kursliste", &Format::new()).unwrap();
    for (column, heading) in
        ["Kurs", "Datum", "Uhrzeit von", "Uhrzeit bis", "PLZ", "Ort", "Preis"].into_iter().enumerate()
    {
        sheet.write(2, column as u16, heading).unwrap();
    }
    let date = Format::new().set_num_format("dd.mm.yyyy");
    let time = Format::new().set_num_format("hh:mm");
    sheet.merge_range(3, 0, 4, 0, "Beispiel-Yoga", &Format::new()).unwrap();
    for (row, day) in [(3, 2), (4, 9)] {
        let day = ExcelDateTime::from_ymd(2026, 3, day).unwrap();
        sheet.write_datetime_with_format(row, 1, &day, &date).unwrap();
        sheet.write_number_with_format(row, 2, 0.75, &time).unwrap();
        sheet.write_number_with_format(row, 3, 19.5 / 24.0, &time).unwrap();
        sheet.write(row, 4, 1067).unwrap();
        sheet.write(row, 5, "Beispielstadt").unwrap();
        sheet.write(row, 6, 40).unwrap();
    }
    sheet.write(5, 0, "Beispiel-Excel").unwrap();
    // A date without format is a number.
    sheet.write(5, 1, 46084).unwrap();
    sheet.write(5, 2, 0.375).unwrap();
    sheet.write_formula(5, 6, rust_xlsxwriter::Formula::new("=NA()").set_result("#N/A")).unwrap();
    workbook.save_to_buffer().unwrap()
}

#[test]
fn a_workbook_with_merged_cells_and_real_dates() {
    let (items, outcome) = read_all(&Table, "kurse.xlsx", &workbook(), &Value::Null);
    expect_file!["../../../../fixtures/table/workbook.golden.txt"].assert_eq(&print(&items, outcome));
}

#[test]
fn a_sheet_is_chosen_by_name_or_number() {
    for sheet in [json!("kurse "), json!(2)] {
        let (items, _) = read_all(&Table, "kurse.xlsx", &workbook(), &json!({"sheet": sheet}));
        assert_eq!(offers(&items).len(), 2);
    }
    for (sheet, code) in [(json!("Kursliste"), "TAB-003"), (json!(3), "TAB-003"), (json!(1), "TAB-004")] {
        let (items, _) = read_all(&Table, "kurse.xlsx", &workbook(), &json!({"sheet": sheet}));
        assert_eq!(issue_counts(&items), [(code.to_owned(), 1)].into(), "{sheet}");
    }
}

#[test]
fn packing_encoding_and_separator_do_not_change_the_result() {
    let utf8 = fixture("table/kurse.csv");
    let text = String::from_utf8(utf8.clone()).unwrap();
    let expected = read(&utf8, &Value::Null);
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file("Programm/Kurse.CSV", zip::write::SimpleFileOptions::default()).unwrap();
    zip.write_all(&utf8).unwrap();
    let mut tabs = csv::WriterBuilder::new().delimiter(b'\t').flexible(true).from_writer(Vec::new());
    let mut rows =
        csv::ReaderBuilder::new().delimiter(b';').has_headers(false).flexible(true).from_reader(text.as_bytes());
    for row in rows.records() {
        tabs.write_record(&row.unwrap()).unwrap();
    }
    let utf16: Vec<u8> = std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    for (form, bytes) in [
        ("zip", zip.finish().unwrap().into_inner()),
        ("tabs", tabs.into_inner().unwrap()),
        ("UTF-16", utf16),
        ("BOM", [&[0xef, 0xbb, 0xbf], utf8.as_slice()].concat()),
        ("CRLF", text.replace('\n', "\r\n").into_bytes()),
        ("Windows-1252", encoding_rs::WINDOWS_1252.encode(&text).0.into_owned()),
    ] {
        assert_eq!(offers(&read(&bytes, &Value::Null).0), offers(&expected.0), "{form}");
    }
    let set = json!({"encoding": "windows-1252", "separator": ";"});
    let windows = encoding_rs::WINDOWS_1252.encode(&text).0.into_owned();
    assert_eq!(offers(&read(&windows, &set).0), offers(&expected.0));
}

#[test]
fn rows_with_one_number_are_meetings_and_rows_with_one_title_are_runs() {
    let rows = "Beispiel-Yoga;02.03.2026\nBeispiel-Yoga;09.03.2026\n";
    let plain = format!("Titel;Datum\n{rows}");
    let numbered = format!("Nr;Titel;Datum\n{}", rows.replace("Beispiel-Yoga", "7;Beispiel-Yoga"));
    let shape = |text: &str, settings: Value| -> Vec<usize> {
        let (items, _) = read(text.as_bytes(), &settings);
        let offers = offers(&items);
        assert_eq!(offers.len(), 1);
        let meetings =
            |schedule: &Schedule| if let Schedule::Dates { meetings } = schedule { meetings.len() } else { 0 };
        offers[0].content.sessions.iter().map(|session| meetings(&session.schedule)).collect()
    };
    assert_eq!(shape(&plain, Value::Null), [1, 1]);
    assert_eq!(shape(&numbered, Value::Null), [2]);
    assert_eq!(shape(&plain, json!({"repeated_rows": "meetings"})), [2]);
    assert_eq!(shape(&numbered, json!({"repeated_rows": "sessions"})), [1, 1]);
}

#[test]
fn ages_are_said_and_tell_the_phase_of_life() {
    let (items, _) = read("Titel;Mindestalter;Höchstalter\nBeispiel A;6;10\nBeispiel B;60;\n".as_bytes(), &Value::Null);
    let said: Vec<_> = offers(&items)
        .iter()
        .map(|offer| {
            format!("{} {:?}", offer.content.target_group_text.as_deref().unwrap_or("-"), offer.content.life_phases)
        })
        .collect();
    assert_eq!(said, ["6 bis 10 Jahre {Schule}", "ab 60 Jahren {NachErwerb}"]);
}

#[test]
fn a_cancelled_row_is_a_cancelled_session() {
    let (items, _) = read("Titel;Datum;Status\nBeispiel;02.03.2026;fällt aus\n".as_bytes(), &Value::Null);
    assert_eq!(offers(&items)[0].content.sessions[0].state, SessionState::Cancelled);
}

#[test]
fn every_issue_code_has_its_summary() {
    let known: BTreeSet<&str> = crate::issue_codes::ISSUE_CODES.iter().map(|(code, _)| *code).collect();
    let sources =
        [include_str!("mod.rs"), include_str!("map.rs"), include_str!("offer.rs"), include_str!("session.rs")];
    let mut used = BTreeSet::new();
    for source in sources {
        for (at, _) in source.match_indices("\"TAB-") {
            used.insert(&source[at + 1..at + 8]);
        }
    }
    let listed: BTreeSet<&str> = known.into_iter().filter(|code| code.starts_with("TAB-")).collect();
    assert_eq!(used, listed);
}

/// A list with these rows and columns in this order.
fn list(columns: &[usize], rows: &[usize]) -> String {
    const LIST: [[&str; 9]; 6] = [
        ["1", "Beispiel-Yoga", "02.03.2026", "18:00", "40 €", "Konz", "54329", "B1", "Anfänger"],
        ["1", "Beispiel-Yoga", "09.03.2026", "18:00", "40 €", "Konz", "54329", "B1", "Anfänger"],
        ["1", "Beispiel-Yoga", "16.03.2026", "19:00", "45 €", "Konz", "54329", "", ""],
        ["2", "Beispiel-Chor", "02.03.2026", "", "frei", "Trier", "54290", "", "Kinder"],
        ["3", "Beispiel-Tanz", "laufend", "", "", "Trier", "", "", ""],
        ["3", "Beispiel-Tanz", "02.03.2026-30.03.2026", "", "5", "Trier", "", "", ""],
    ];
    const HEADINGS: [&str; 9] = ["Nr", "Titel", "Datum", "Beginn", "Preis", "Ort", "PLZ", "Niveau", "Zielgruppe"];
    let line = |row: &[&str; 9]| columns.iter().map(|column| row[*column]).collect::<Vec<_>>().join(";") + "\n";
    line(&HEADINGS) + &rows.iter().map(|row| line(&LIST[*row])).collect::<String>()
}

proptest! {
    /// Neither the order of columns nor that of rows is part of what a list says.
    #[test]
    fn order_of_columns_and_rows_does_not_matter(
        columns in Just((0..9).collect::<Vec<usize>>()).prop_shuffle(),
        rows in Just((0..6).collect::<Vec<usize>>()).prop_shuffle(),
    ) {
        let sorted = |text: &str| {
            let (items, _) = read(text.as_bytes(), &Value::Null);
            let mut records: Vec<OfferRecord> = offers(&items).into_iter().cloned().collect();
            records.sort_by(|a, b| a.foreign_id.cmp(&b.foreign_id));
            records
        };
        let expected = sorted(&list(&[0, 1, 2, 3, 4, 5, 6, 7, 8], &[0, 1, 2, 3, 4, 5]));
        prop_assert_eq!(expected.len(), 3);
        prop_assert_eq!(sorted(&list(&columns, &rows)), expected);
    }

    #[test]
    fn no_bytes_make_it_fail(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        read(&bytes, &Value::Null);
    }

    #[test]
    fn no_mutation_makes_it_fail(
        dirty in any::<bool>(),
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
        cut in any::<prop::sample::Index>(),
    ) {
        let mut bytes = fixture(if dirty { "table/schmutzig.csv" } else { "table/kurse.csv" });
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        bytes.truncate(cut.index(bytes.len() * 2).min(bytes.len() - 1) + 1);
        read(&bytes, &Value::Null);
    }

    #[test]
    fn no_damage_of_a_workbook_makes_it_fail(at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        static BYTES: std::sync::LazyLock<Vec<u8>> = std::sync::LazyLock::new(workbook);
        let mut bytes = BYTES.clone();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        read(&bytes, &Value::Null);
    }

    #[test]
    fn no_settings_make_it_fail(field in 0..super::Field::ALL.len(), column in "[A-Za-z=]{0,3}", header in 0_u64..5) {
        let code = super::Field::ALL[field].code();
        let settings = json!({"columns": {"title": "=B", code: column}, "header_row": header});
        read(&fixture("table/kurse.csv"), &settings);
    }
}
