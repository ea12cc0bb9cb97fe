use chrono::NaiveDate;
use expect_test::expect;
use model::statistics::{AREA, Category, Cell, MEASURE, Note, Role, TIME, Table, TableHead};
use model::wert::{Flags, Symbol, SymbolSet, Wert};

use super::csv::csv;
use super::jsonstat::json_stat;
use super::px::px;
use super::xlsx::{notes, xlsx};
use super::{ExportError, Origin};

fn category(code: &str, label: &str) -> Category {
    Category { code: code.to_owned(), label: label.to_owned(), ..Category::default() }
}

/// Every sign once, a formula in a name, an area whose key begins with zero.
fn table() -> Table {
    let mut table = Table::new(TableHead {
        code: "B1".to_owned(),
        title: "Kinder".to_owned(),
        statistic: None,
        importer: "test".to_owned(),
        layout: Vec::new(),
        symbols: SymbolSet::Classic,
        notes: vec![Note { about: "gesamte Tabelle".to_owned(), text: "Am 1. März.".to_owned() }],
        copyright: None,
        licence: None,
        created_at: None,
    });
    table.add_dimension(AREA, "Gebiet", Role::Area);
    table.add_dimension(TIME, "Zeit", Role::Time);
    table.add_dimension(MEASURE, "Merkmal", Role::Measure);
    table.dimensions[0].categories =
        vec![category("07235", "Beispiel-Kreis"), category("07211", "=HYPERLINK(\"x\");1")];
    table.dimensions[1].categories = (2020..2025).map(|year| category(&year.to_string(), &year.to_string())).collect();
    table.dimensions[2].categories = vec![Category { unit: Some("Anzahl".to_owned()), ..category("K", "Kinder") }];
    for (index, symbol) in (0_u32..).zip(Symbol::ALL) {
        let value = if *symbol == Symbol::Number {
            Wert::number(-1234.5).with(Flags::PROVISIONAL | Flags::REVISED)
        } else {
            Wert::symbol(*symbol)
        };
        table.push(&[index / 5, index % 5, 0], value, Cell { row: 1, column: 1 });
    }
    table
}

fn origin() -> Origin {
    Origin {
        source_line: "© Beispiel-Landesamt, 2024".to_owned(),
        licence: Some("dl-de/by-2-0".to_owned()),
        retrieved: NaiveDate::from_ymd_opt(2026, 3, 1),
        created_at: NaiveDate::from_ymd_opt(2026, 3, 2).unwrap().and_hms_opt(9, 30, 0).unwrap(),
    }
}

#[test]
fn csv_has_codes_values_and_signs_and_no_formulas() {
    let text = csv(&table());
    expect![[r#"
        Gebiet (Code);Gebiet;Zeit (Code);Zeit;Merkmal (Code);Merkmal;Einheit;Wert;Zeichen;Kennzeichen
        07235;Beispiel-Kreis;2020;2020;K;Kinder;Anzahl;-1234,5;;p r
        07235;Beispiel-Kreis;2021;2021;K;Kinder;Anzahl;0;-;
        07235;Beispiel-Kreis;2022;2022;K;Kinder;Anzahl;0;0;
        07235;Beispiel-Kreis;2023;2023;K;Kinder;Anzahl;;.;
        07235;Beispiel-Kreis;2024;2024;K;Kinder;Anzahl;;.;
        07211;"'=HYPERLINK(""x"");1";2020;2020;K;Kinder;Anzahl;;...;
        07211;"'=HYPERLINK(""x"");1";2021;2021;K;Kinder;Anzahl;;/;
        07211;"'=HYPERLINK(""x"");1";2022;2022;K;Kinder;Anzahl;;x;
        07211;"'=HYPERLINK(""x"");1";2023;2023;K;Kinder;Anzahl;;;
        07211;"'=HYPERLINK(""x"");1";2024;2024;K;Kinder;Anzahl;;;
    "#]]
    .assert_eq(&text.trim_start_matches('\u{feff}').replace("\r\n", "\n"));
    assert!(text.starts_with('\u{feff}') && text.ends_with("\r\n"));
    // Another reader takes the same fields from it.
    let mut reader = ::csv::ReaderBuilder::new().delimiter(b';').from_reader(&text.as_bytes()[3..]);
    let rows: Vec<::csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!((rows.len(), &rows[5][1], &rows[0][0]), (10, "'=HYPERLINK(\"x\");1", "07235"));
    for dangerous in ["+1", "-1+1", "@SUM(A1)", "\t=1", "=1"] {
        let mut table = table();
        table.dimensions[0].categories[0].label = dangerous.to_owned();
        assert!(csv(&table).contains(&format!("'{dangerous}")), "{dangerous}");
    }
}

#[test]
fn px_has_the_mandatory_keywords_and_the_official_signs() {
    let text = px(&table(), &origin()).unwrap();
    for keyword in [
        "CHARSET=",
        "AXIS-VERSION=",
        "CODEPAGE=\"utf-8\"",
        "DECIMALS=1;",
        "MATRIX=",
        "SUBJECT-CODE=",
        "SUBJECT-AREA=",
        "TITLE=",
        "CONTENTS=",
        "UNITS=",
        "STUB=",
        "HEADING=\"Zeit\"",
        "VALUES(\"Gebiet\")=",
        "CODES(\"Gebiet\")=",
        "CONTVARIABLE=\"Merkmal\"",
        "TIMEVAL(\"Zeit\")=TLIST(A1),",
        "SOURCE=\"© Beispiel-Landesamt, 2024; Lizenz: dl-de/by-2-0; abgerufen am 01.03.2026\"",
        "DATANOTECELL(\"07235\",\"K\",\"2020\")=\"p r\";",
        "DATASYMBOLNIL=\"-\";",
    ] {
        assert!(text.contains(keyword), "{keyword}\n{text}");
    }
    expect![[r#"
        DATA=
        -1234.5 "-" "....." "." "." 
        "..." "...." ".." "......" "......" 
        ;
    "#]]
    .assert_eq(&text[text.find("DATA=").unwrap()..]);
}

#[test]
fn json_stat_has_null_and_a_status_where_there_is_no_number() {
    let dataset = json_stat(&table(), &origin()).unwrap();
    expect![[r#"[-1234.5,0,0,null,null,null,null,null,null,null] {"0":"p r","1":"-","2":"0","3":".","4":".","5":"...","6":"/","7":"x"} {"4":"secret","8":"unit_does_not_exist"} {"geo":["GEBIET"],"metric":["WERT"],"time":["ZEIT"]}"#]]
    .assert_eq(&format!("{} {} {} {}", dataset["value"], dataset["status"], dataset["extension"]["symbol"], dataset["role"]));
    // Few cells of many: only what is there.
    let mut sparse = table();
    sparse.dimensions[0].categories.extend((10..40).map(|code| category(&code.to_string(), "Ort")));
    assert!(json_stat(&sparse, &origin()).unwrap()["value"].is_object());
}

#[test]
fn the_workbook_explains_what_it_holds() {
    let lines: Vec<String> = notes(&table(), &origin()).iter().map(|(name, text)| format!("{name}: {text}")).collect();
    expect![[r#"
        Titel: Kinder
        Tabelle: B1
        Quelle: © Beispiel-Landesamt, 2024
        Lizenz: dl-de/by-2-0
        Abgerufen am: 01.03.2026
        Datei erstellt am: 02.03.2026 09:30
        Zeichen -: nichts vorhanden (genau null)
        Zeichen 0: weniger als die Hälfte von 1 in der letzten besetzten Stelle, jedoch mehr als nichts
        Zeichen .: Zahlenwert unbekannt oder geheim zu halten
        Zeichen .: Zahlenwert geheim zu halten
        Zeichen ...: Angabe fällt später an
        Zeichen /: Zahlenwert nicht sicher genug
        Zeichen x: Tabellenfach gesperrt, weil Aussage nicht sinnvoll
        Zeichen leer: Gebiet oder Merkmal bestand nicht
        Zeichen leer: kein Wert vorhanden
        Kennzeichen p: vorläufige Zahl
        Kennzeichen r: berichtigte Zahl
        gesamte Tabelle: Am 1. März."#]]
    .assert_eq(&lines.join("\n"));
    let bytes = xlsx(&table(), &origin()).unwrap();
    assert!(bytes.starts_with(b"PK"));
    assert_eq!(bytes, xlsx(&table(), &origin()).unwrap(), "no clock");
}

#[test]
fn a_table_too_large_for_a_format_is_refused() {
    let mut large = table();
    for dimension in &mut large.dimensions {
        dimension.categories = (0..300).map(|code| category(&code.to_string(), "")).collect();
    }
    assert!(matches!(px(&large, &origin()), Err(ExportError::TooLarge { cells: 27_000_000, .. })));
    assert!(json_stat(&large, &origin()).is_ok());
}
