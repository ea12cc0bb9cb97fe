//! Forms of the table that other portals and other tables have: one fixture each in `fixtures/genesis_table/formen/`.

use std::collections::BTreeMap;

use serde_json::Value;

use super::GenesisTable;
use crate::golden::{fixture, issue_counts, read_all};
use crate::statistics::checked::{is_sound, observations, tables};
use crate::{Item, Outcome};

fn read(file: &str, name: &str) -> (Vec<Item>, Outcome) {
    read_all(&GenesisTable, name, &fixture(&format!("genesis_table/formen/{file}")), &Value::Null)
}

/// File, observations (what, number and sign), codes of issues apart from "not in the catalogue".
type Form<'a> = (&'a str, &'a [(&'a str, &'a str)], &'a [&'a str]);

const FORMS: &[Form<'_>] = &[
    (
        // A total in the first row is the total of the first dimension, whatever the second row says.
        "zwei-merkmale.csv",
        &[
            ("GEBIET=07998 MERKMAL2=EURO6D MERKMAL=BENZIN WERT=FAHRZEUGE ZEIT=2022-01-01", "11 number"),
            ("GEBIET=07998 MERKMAL=BENZIN WERT=FAHRZEUGE ZEIT=2022-01-01", "12 number"),
            ("GEBIET=07998 MERKMAL2=EURO6D WERT=FAHRZEUGE ZEIT=2022-01-01", "13 number"),
            ("GEBIET=07998 WERT=FAHRZEUGE ZEIT=2022-01-01", "14 number"),
        ],
        &[],
    ),
    (
        "englisch.csv",
        &[
            ("GEBIET=08 WERT=EXAMPLERATE ZEIT=2019-12-31", "1.561 number"),
            ("GEBIET=08 WERT=EXAMPLERATE ZEIT=2020-12-31", "1.632 number"),
            ("GEBIET=08 WERT=EXAMPLERATE ZEIT=2021", "-0.502 number"),
            ("GEBIET=09 WERT=EXAMPLERATE ZEIT=2019-12-31", "1.553 number"),
            ("GEBIET=09 WERT=EXAMPLERATE ZEIT=2020-12-31", "1.603 number"),
            ("GEBIET=09 WERT=EXAMPLERATE ZEIT=2021", "1.497 number"),
        ],
        &[],
    ),
    (
        "mehrdeutig.csv",
        &[
            ("GEBIET=06 WERT=BEISPIELZIFFER ZEIT=2019", "1561 number"),
            ("GEBIET=06 WERT=BEISPIELZIFFER ZEIT=2020", "1632 number"),
        ],
        &["STA-021"],
    ),
    (
        "einheit-im-kopf.csv",
        &[
            ("GEBIET=06 MERKMAL=FROST WERT=BEISPIELFAELLE ZEIT=2019", "2 number"),
            ("GEBIET=06 MERKMAL=FROST WERT=BEISPIELFAELLE ZEIT=2020", "4 number"),
            ("GEBIET=06 MERKMAL=STURM WERT=BEISPIELFAELLE ZEIT=2019", "1 number"),
            ("GEBIET=06 MERKMAL=STURM WERT=BEISPIELFAELLE ZEIT=2020", "3 number"),
        ],
        &["GEN-012"],
    ),
    (
        "einheitenzeile.csv",
        &[
            ("GEBIET=07998 WERT=BEVOELKERUNG ZEIT=2022", "110 number"),
            ("GEBIET=07998 WERT=HOLZ ZEIT=2022", "7 number"),
            ("GEBIET=07998 WERT=STROMVERBRAUCH ZEIT=2022", "5.5 number"),
        ],
        &["GEN-012"],
    ),
    (
        "temporaer.csv",
        &[("GEBIET=06 WERT=BEISPIELE ZEIT=2019", "632 number"), ("GEBIET=06 WERT=BEISPIELE ZEIT=2020", "634 number")],
        &["GEN-014"],
    ),
    (
        "zensus.csv",
        &[
            ("GEBIET=07 WERT=FLAECHE ZEIT=2022-05-15", "198.5 number e"),
            ("GEBIET=07 WERT=PERSONEN ZEIT=2022-05-15", "4094 number e"),
            ("GEBIET=10 WERT=PERSONEN ZEIT=2022-05-15", "1006 number ()"),
            ("GEBIET=10 WERT=PERSONENPROZENT ZEIT=2022-05-15", "12.5 number e"),
        ],
        &[],
    ),
    (
        "stichtag.csv",
        &[
            ("GEBIET=07998 WERT=BEISPIELSTAND ZEIT=2014-12-31", "84 number"),
            ("GEBIET=07998 WERT=BEISPIELSTAND ZEIT=2015-12-31", "85 number"),
        ],
        &[],
    ),
    (
        "zwei-tabellen.csv",
        &[
            ("GEBIET=07 WERT=WAHLBERECHTIGTE ZEIT=2013-09-22", "61 number"),
            ("GEBIET=07 WERT=WAHLBERECHTIGTE ZEIT=2017-09-24", "62 number"),
            ("GEBIET=07 WERT=WAHLBETEILIGUNG ZEIT=2013-09-22", "71.5 number"),
            ("GEBIET=07 WERT=WAHLBETEILIGUNG ZEIT=2017-09-24", "71.5 number"),
        ],
        &[],
    ),
    (
        "hinter-dem-fuss.csv",
        &[
            ("GEBIET=07 WERT=WAHLBERECHTIGTE ZEIT=2013-09-22", "61 number"),
            ("GEBIET=07 WERT=WAHLBETEILIGUNG ZEIT=2013-09-22", "71.5 number"),
        ],
        &["GEN-015"],
    ),
    (
        "kaputte-zeile.csv",
        &[
            ("GEBIET=07 WERT=KINDER ZEIT=2013", "61 number"),
            ("GEBIET=07 WERT=PLAETZE ZEIT=2013", "5 number"),
            ("GEBIET=07 WERT=SCHULEN ZEIT=2013", "71 number"),
            ("GEBIET=07997 WERT=KINDER ZEIT=2013", "1 number"),
            ("GEBIET=07997 WERT=PLAETZE ZEIT=2013", "3 number"),
            ("GEBIET=07997 WERT=SCHULEN ZEIT=2013", "2 number"),
        ],
        &["GEN-009"],
    ),
    (
        "bund-alter.csv",
        &[
            ("GEBIET=DG GLIEDERUNG1=15JAHRE WERT=BEISPIELZIFFER ZEIT=2001", "1 number"),
            ("GEBIET=DG GLIEDERUNG1=15JAHRE WERT=BEISPIELZIFFER ZEIT=2002", "1.1 number"),
            ("GEBIET=DG GLIEDERUNG1=16JAHRE WERT=BEISPIELZIFFER ZEIT=2001", "3.1 number"),
            ("GEBIET=DG GLIEDERUNG1=16JAHRE WERT=BEISPIELZIFFER ZEIT=2002", "3.2 number"),
        ],
        &[],
    ),
    (
        // The title has semicolons, and no line names the area.
        "bund-monate.csv",
        &[
            ("GEBIET=DG GES=GESM WERT=BEISPIELFAELLE ZEIT=1950-01", "33 number"),
            ("GEBIET=DG GES=GESM WERT=BEISPIELFAELLE ZEIT=1950-02", "34 number"),
            ("GEBIET=DG GES=GESW WERT=BEISPIELFAELLE ZEIT=1950-01", "35 number"),
            ("GEBIET=DG GES=GESW WERT=BEISPIELFAELLE ZEIT=1950-02", "36 number"),
        ],
        &["GEN-016"],
    ),
    (
        "bund-code-und-name.csv",
        &[
            ("GEBIET=DG GLIEDERUNG1=KOHLENDIOXID GLIEDERUNG2=CPA0801 WERT=BEISPIELGASE ZEIT=1995", "168 number"),
            ("GEBIET=DG GLIEDERUNG1=KOHLENDIOXID GLIEDERUNG2=CPA0801 WERT=BEISPIELGASE ZEIT=1996", "176 number"),
            ("GEBIET=DG GLIEDERUNG1=KOHLENDIOXID GLIEDERUNG2=CPA0802 WERT=BEISPIELGASE ZEIT=1995", "49 number"),
            ("GEBIET=DG GLIEDERUNG1=KOHLENDIOXID GLIEDERUNG2=CPA0802 WERT=BEISPIELGASE ZEIT=1996", "46 number"),
        ],
        &[],
    ),
    (
        // A year of birth is neither a key without its zero nor the period.
        "geburtsjahre.csv",
        &[
            ("GEBIET=DG GES=GESM GLIEDERUNG1=1990 WERT=BEISPIELSTAND ZEIT=2020-12-31", "512 number"),
            ("GEBIET=DG GES=GESM GLIEDERUNG1=1990 WERT=BEISPIELSTAND ZEIT=2021-12-31", "511 number"),
            ("GEBIET=DG GES=GESW GLIEDERUNG1=1990 WERT=BEISPIELSTAND ZEIT=2020-12-31", "498 number"),
            ("GEBIET=DG GES=GESW GLIEDERUNG1=1990 WERT=BEISPIELSTAND ZEIT=2021-12-31", "497 number"),
        ],
        &["GEN-016"],
    ),
    (
        "land-im-kopf.csv",
        &[
            ("GEBIET=07 GES=GESM WERT=BEISPIELE ZEIT=2019", "221 number"),
            ("GEBIET=07 GES=GESW WERT=BEISPIELE ZEIT=2019", "211 number"),
            ("GEBIET=07 WERT=BEISPIELE ZEIT=2019", "432 number"),
        ],
        &[],
    ),
    (
        // Two cells in a row, footnotes at names, groups of Länder, a sum, five strokes.
        "eine-wertspalte.csv",
        &[
            ("GEBIET=06 WERT=BEISPIELSTAND ZEIT=2020-12-31", "11 number"),
            ("GEBIET=11 WERT=BEISPIELSTAND ZEIT=2020-12-31", "13 number"),
            ("GEBIET=DG WERT=BEISPIELSTAND ZEIT=2020-12-31", "24 number"),
        ],
        &["GEN-013", "GEN-017"],
    ),
    (
        "laender-im-kopf.csv",
        &[
            ("GEBIET=06 GES=GESM WERT=BEISPIELSTAND ZEIT=2011-05-09", "34 number"),
            ("GEBIET=06 WERT=BEISPIELSTAND ZEIT=2011-05-09", "64 number"),
            ("GEBIET=10 GES=GESM WERT=BEISPIELSTAND ZEIT=2011-05-09", "24 number"),
            ("GEBIET=10 WERT=BEISPIELSTAND ZEIT=2011-05-09", "44 number"),
        ],
        &["GEN-013"],
    ),
    (
        "nummer-und-name.csv",
        &[
            ("GEBIET=07 GLIEDERUNG1=111 WERT=BEISPIELZAHLUNGEN ZEIT=2009", "795 number"),
            ("GEBIET=07 GLIEDERUNG1=121 WERT=BEISPIELZAHLUNGEN ZEIT=2009", "72 number"),
            ("GEBIET=07998040 GLIEDERUNG1=121 WERT=BEISPIELZAHLUNGEN ZEIT=2009", "7 number"),
        ],
        &[],
    ),
    (
        "zahl-als-klasse.csv",
        &[
            ("GEBIET=07998 GLIEDERUNG1=5 WERT=BEISPIELE ZEIT=2022", "811 number"),
            ("GEBIET=07998 GLIEDERUNG1=6 WERT=BEISPIELE ZEIT=2022", "790 number"),
        ],
        &[],
    ),
    (
        "jahr-und-monat.csv",
        &[
            ("GEBIET=07998 WERT=BEISPIELLOSE ZEIT=2023-01", "281 number"),
            ("GEBIET=07998 WERT=BEISPIELLOSE ZEIT=2023-02", "279 number"),
            ("GEBIET=07998 WERT=BEISPIELQUOTE ZEIT=2023-01", "4.7 number"),
            ("GEBIET=07998 WERT=BEISPIELQUOTE ZEIT=2023-02", "4.6 number"),
        ],
        &[],
    ),
    (
        "gebiet-vor-jahr.csv",
        &[
            ("GEBIET=06 GES=GESM WERT=BEISPIELE ZEIT=2019", "321 number"),
            ("GEBIET=06 GES=GESM WERT=BEISPIELE ZEIT=2020", "322 number"),
            ("GEBIET=06 GES=GESW WERT=BEISPIELE ZEIT=2019", "311 number"),
            ("GEBIET=06 GES=GESW WERT=BEISPIELE ZEIT=2020", "312 number"),
            ("GEBIET=06 WERT=BEISPIELE ZEIT=2019", "632 number"),
            ("GEBIET=06 WERT=BEISPIELE ZEIT=2020", "634 number"),
        ],
        &[],
    ),
];

#[test]
fn every_form_is_read() {
    for (file, expected, expected_issues) in FORMS {
        let (items, outcome) = read(file, "tabelle.csv");
        let found = tables(&items);
        assert_eq!((found.len(), outcome), (1, Outcome::Full), "{file}: {:?}", issue_counts(&items));
        assert!(is_sound(found[0]), "{file}");
        let values: Vec<(String, String)> = observations(found[0])
            .into_iter()
            .map(|(what, value)| {
                // "11 number Flags("e")" becomes "11 number e".
                let value = value.replace("Flags(", "").replace('"', "");
                (what, value.strip_suffix(')').unwrap_or(&value).trim_end().to_owned())
            })
            .collect();
        let values: BTreeMap<&str, &str> = values.iter().map(|(what, value)| (what.as_str(), value.as_str())).collect();
        assert_eq!(values, expected.iter().copied().collect(), "{file}");
        let issues: Vec<String> = issue_counts(&items).into_keys().filter(|code| code != "GEN-008").collect();
        assert_eq!(issues, *expected_issues, "{file}");
    }
}

/// Units, names and codes that the observations do not show.
#[test]
fn heads_and_units_are_kept() {
    let (items, _) = read("einheitenzeile.csv", "tabelle.csv");
    let units = |items: &[Item]| -> Vec<Option<String>> {
        tables(items)[0].dimensions[2].categories.iter().map(|category| category.unit.clone()).collect()
    };
    assert_eq!(units(&items), ["Anzahl", "GWh", "Festmeter"].map(|unit| Some(unit.to_owned())));
    let (items, _) = read("einheit-im-kopf.csv", "tabelle.csv");
    assert_eq!(units(&items), [Some("Festmeter o. R.".to_owned())]);
    let (items, _) = read("zensus.csv", "tabelle.csv");
    assert_eq!(units(&items), ["Anzahl", "qkm", "%"].map(|unit| Some(unit.to_owned())));
    let (items, _) = read("nummer-und-name.csv", "tabelle.csv");
    let table = tables(&items)[0];
    let labels: Vec<&str> = table.dimensions[3].categories.iter().map(|category| category.label.as_str()).collect();
    assert_eq!(labels, ["Verwaltung", "Statistik und Wahlen"]);
    assert_eq!(table.head.title, "Beispielzahlungen nach Produktgruppen Zahlungskonten: insgesamt");
    let (items, _) = read("englisch.csv", "tabelle.csv");
    assert!(tables(&items)[0].head.created_at.is_some());
}

#[test]
fn the_code_is_that_of_the_file_where_the_table_names_none() {
    for (name, code, is_named) in
        [("12411-0010.csv", "12411-0010", true), ("tabelle.csv", "", false), ("temporaer_a.csv", "", false)]
    {
        let (items, _) = read("temporaer.csv", name);
        assert_eq!(tables(&items)[0].head.code, code, "{name}");
        assert_eq!(issue_counts(&items).contains_key(super::NO_CODE), !is_named, "{name}");
    }
}

/// What would lose values or give them to the wrong area is an error, so that the delivery waits for somebody.
#[test]
fn what_loses_values_is_an_error() {
    use model::issue::Severity;
    for (file, code) in [
        ("kaputte-zeile.csv", "GEN-009"),
        ("hinter-dem-fuss.csv", "GEN-015"),
        ("temporaer.csv", "GEN-014"),
        ("mehrdeutig.csv", "STA-021"),
        ("zahl-ohne-ueberschrift.csv", "GEN-001"),
        ("ohne-gebiet.csv", "GEN-010"),
    ] {
        let (items, _) = read(file, "tabelle.csv");
        let worst = items.iter().filter_map(|item| match item {
            Item::Issue(issue) if issue.code == code => Some(issue),
            _ => None,
        });
        let worst =
            worst.max_by_key(|issue| issue.severity).unwrap_or_else(|| panic!("{file}: {:?}", issue_counts(&items)));
        assert!(worst.severity >= Severity::Error, "{file}");
        assert!(!worst.hint.contains("löschen Sie die Zeile"), "{file}");
    }
}

#[test]
fn a_carriage_return_alone_ends_a_line() {
    let text = String::from_utf8(fixture("genesis_table/formen/stichtag.csv")).unwrap();
    let old = text.replace('\n', "\r");
    let (items, _) = read_all(&GenesisTable, "tabelle.csv", old.as_bytes(), &Value::Null);
    assert_eq!(tables(&items), tables(&read("stichtag.csv", "tabelle.csv").0));
}

#[test]
fn the_same_of_many_rows_is_one_issue() {
    let mut text =
        String::from("GENESIS-Tabelle: 99111-98-01-4\nBeispiele;;;;\nStatistik;;;;\n;;;;Beispiele\n;;;;Anzahl\n");
    for kreis in 1..=40 {
        let rows: &[&str] = if kreis % 3 == 0 { &["Nord", "Süd"] } else { &["Nord", "Süd", "Insgesamt"] };
        for row in rows {
            text += &format!("2022;07{kreis:03};Kreis {kreis};{row};{kreis}\n");
        }
        text += &format!("20222;07{kreis:03};Kreis {kreis};Nord;{kreis}\n");
    }
    let (items, _) = read_all(&GenesisTable, "tabelle.csv", text.as_bytes(), &Value::Null);
    let counts = issue_counts(&items);
    assert_eq!((counts.get("GEN-007"), counts.get("STA-013")), (Some(&1), Some(&1)), "{counts:?}");
    let said = items.iter().find_map(|item| match item {
        Item::Issue(issue) if issue.code == "GEN-007" => Some(issue.message.clone()),
        _ => None,
    });
    let said = said.unwrap();
    assert!(
        said.starts_with("13 Mal, zum Beispiel: Für 07003") && said.contains("07009") && !said.contains("07012"),
        "{said}"
    );
}

/// Vocational schools of two years; in the second one form of school has died out, and one Kreis exists only in the first.
fn two_years(years: &[(i32, bool)]) -> String {
    let mut text = String::from(
        "GENESIS-Tabelle: 21121-01-05-4\nSchulen;;;;;\nStatistik der beruflichen Schulen;;;;;\n\
         ;;;;Schüler an beruflichen Schulen;Schüler an beruflichen Schulen\n;;;;Insgesamt;weiblich\n;;;;Anzahl;Anzahl\n",
    );
    for (year, has_form) in years {
        for kreis in 1..=40 {
            let of_form = |count: u32| if *has_form && kreis != 7 { count.to_string() } else { "-".to_owned() };
            let all = |count: u32| if kreis == 7 && !has_form { "-".to_owned() } else { count.to_string() };
            let area = format!("{year};07{kreis:03};Beispielkreis {kreis}");
            text += &format!("{area};Berufsfachschulen;{};{}\n", all(20), all(9));
            text += &format!("{area};Berufsaufbauschulen;{};{}\n", of_form(10), of_form(4));
            text += &format!("{area};Insgesamt;{};{}\n", all(30), all(13));
        }
    }
    text + "__________\nStand: 01.02.2022 / 08:00:00\n"
}

#[test]
fn a_form_of_school_that_died_out_is_a_zero_and_no_gap() {
    let (items, _) =
        read_all(&GenesisTable, "x.csv", two_years(&[(2015, true), (2016, false)]).as_bytes(), &Value::Null);
    let found = observations(tables(&items)[0]);
    let symbol = |kreis: &str, year: &str| {
        let (_, value) = found
            .iter()
            .find(|(key, _)| {
                key.contains(&format!("GEBIET={kreis} "))
                    && key.ends_with(&format!("ZEIT={year}"))
                    && key.contains("AUFBAU")
            })
            .unwrap();
        value.clone()
    };
    assert_eq!(symbol("07001", "2016"), "0 nothing Flags()");
    assert_eq!(symbol("07007", "2015"), "0 nothing Flags()");
    assert!(symbol("07007", "2016").contains("unit_does_not_exist"), "the Kreis is gone");
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(16))]
    /// What a value means does not depend on which other years came in the same file.
    #[test]
    fn years_together_or_apart_say_the_same(forms in proptest::collection::vec(proptest::bool::ANY, 2..4)) {
        let years: Vec<(i32, bool)> = (2015..).zip(forms).collect();
        let read = |years: &[(i32, bool)]| {
            let (items, _) = read_all(&GenesisTable, "x.csv", two_years(years).as_bytes(), &Value::Null);
            observations(tables(&items)[0])
        };
        let together = read(&years);
        let apart: BTreeMap<_, _> =
            years.iter().flat_map(|year| read(std::slice::from_ref(year))).collect();
        proptest::prop_assert_eq!(together, apart);
    }
}
