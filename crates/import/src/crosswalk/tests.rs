use std::collections::BTreeMap;

use expect_test::expect_file;
use model::areas::TerritorialWeight;
use proptest::prelude::*;
use serde_json::Value;

use super::{Crosswalk, looks_like};
use crate::golden::{fixture, issue_counts, print, read_all, shared_data};
use crate::{Item, Outcome};

fn weights(items: &[Item]) -> Vec<&TerritorialWeight> {
    items.iter().filter_map(|item| if let Item::Weight(weight) = item { Some(weight.as_ref()) } else { None }).collect()
}

#[test]
fn the_csv_of_the_package_with_bad_rows() {
    let (items, outcome) = read_all(&Crosswalk, "schmutzig.csv", &fixture("crosswalk/schmutzig.csv"), &Value::Null);
    expect_file!["../../../../fixtures/crosswalk/schmutzig.golden.txt"].assert_eq(&print(&items, outcome));
}

/// Rows: key, name, share of ground, share of people, key, name.
type Row<'a> = (f64, &'a str, f64, f64, f64, &'a str);

/// A workbook as the BBSR writes it: headings broken over lines, keys as numbers.
fn workbook(sheets: &[(&str, &str, &[Row<'_>])]) -> Vec<u8> {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    workbook
        .add_worksheet()
        .set_name("Erläuterung")
        .unwrap()
        .write(0, 0, "Umsteigeschlüssel sind Schätzungen.")
        .unwrap();
    for (name, level, rows) in sheets {
        let sheet = workbook.add_worksheet().set_name(*name).unwrap();
        let (before, after) = name.split_once('-').unwrap_or(("", ""));
        let key_of = |year: &str| if year.is_empty() { (*level).to_owned() } else { format!("{level}\n 31.12.{year}") };
        for (column, heading) in [
            key_of(before),
            format!("Name {before}"),
            "flächen-\nproportionaler\nUmsteige-schlüssel".to_owned(),
            "bevölkerungs- \nproportionaler \nUmsteige- \nschlüssel".to_owned(),
            format!("Fläche am 31.12.{before} in km²"),
            format!("Bevölkerung am 31.12.{before} in 1000"),
            key_of(after),
            format!("Name {after}"),
        ]
        .into_iter()
        .enumerate()
        {
            sheet.write(0, column as u16, heading).unwrap();
        }
        for (index, (from, from_name, ground, population, to, to_name)) in rows.iter().enumerate() {
            let row = index as u32 + 1;
            sheet.write(row, 0, *from).unwrap().write(row, 1, *from_name).unwrap();
            sheet.write(row, 2, *ground).unwrap().write(row, 3, *population).unwrap();
            sheet.write(row, 4, 12.5).unwrap().write(row, 5, 3.2).unwrap();
            sheet.write(row, 6, *to).unwrap().write(row, 7, *to_name).unwrap();
        }
        sheet.write(rows.len() as u32 + 3, 0, "Quelle: Beispielinstitut").unwrap();
    }
    workbook.save_to_buffer().unwrap()
}

#[test]
fn every_sheet_of_a_workbook_is_read() {
    let bytes = workbook(&[
        (
            "1990-2020",
            "Kreise",
            &[
                (1_990_000.0, "Beispielstadt", 1.0, 1.0, 1_990_000.0, "Beispielstadt"),
                (16_991_000.0, "Altkreis", 0.25, 0.3, 16_992_000.0, "Neukreis"),
                (16_991_000.0, "Altkreis", 0.75, 0.7, 16_993_000.0, "Anderkreis"),
            ],
        ),
        (
            "2019-2020",
            "Gemeinden",
            &[(7_990_001.0, "A", 1.0, 1.0, 7_990_002.0, "B"), (7_991_000.0, "C", 1.0, 1.0, 7_991_000.0, "C")],
        ),
    ]);
    assert!(looks_like("x.xlsx", &bytes));
    let (items, outcome) = read_all(&Crosswalk, "x.xlsx", &bytes, &Value::Null);
    assert_eq!(outcome, Outcome::Full);
    let found: Vec<String> = weights(&items)
        .iter()
        .map(|weight| {
            format!(
                "{} {} {} {} {} {}",
                weight.from_year, weight.from, weight.to_year, weight.to, weight.population, weight.ground
            )
        })
        .collect();
    assert_eq!(
        found,
        [
            "1990 01990 2020 01990 1 1",
            "1990 16991 2020 16992 0.3 0.25",
            "1990 16991 2020 16993 0.7 0.75",
            "2019 07990001 2020 07990002 1 1",
            "2019 07991000 2020 07991000 1 1",
        ]
    );
    assert_eq!(issue_counts(&items), [("CRW-004".to_owned(), 1), ("CRW-009".to_owned(), 1)].into());
}

#[test]
fn shares_that_do_not_add_up_are_named() {
    let bytes =
        workbook(&[("1993-2020", "Kreise", &[(16_991_000.0, "Altkreis", 0.25, 0.3, 16_992_000.0, "Neukreis")])]);
    let (items, outcome) = read_all(&Crosswalk, "x.xlsx", &bytes, &Value::Null);
    assert_eq!((outcome, weights(&items).len()), (Outcome::Full, 1));
    let issue = items.iter().find_map(|item| {
        if let Item::Issue(issue) = item
            && issue.code == "CRW-006"
        {
            Some(issue)
        } else {
            None
        }
    });
    let issue = issue.unwrap();
    assert_eq!(
        issue.message,
        "Die Anteile von 16991 (1993) ergeben nicht 1, sondern 0,3000 (Bevölkerung) und 0,2500 (Fläche)."
    );
    assert_eq!((issue.place.sheet.as_deref(), issue.place.row), (Some("1993-2020"), Some(2)));
}

#[test]
fn without_a_year_nothing_can_be_converted() {
    let bytes = workbook(&[("Tabelle1", "Kreise", &[(16_991_000.0, "A", 1.0, 1.0, 16_992_000.0, "B")])]);
    let (items, outcome) = read_all(&Crosswalk, "x.xlsx", &bytes, &Value::Null);
    assert_eq!(outcome, Outcome::Broken);
    assert_eq!(issue_counts(&items), [("CRW-002".to_owned(), 1), ("CRW-007".to_owned(), 1)].into());
}

#[test]
fn other_files_are_refused_with_a_reason() {
    for (bytes, code) in [
        (b"".as_slice(), "CRW-002"),
        (b"Kursnummer;Titel\n1;Beispielkurs\n", "CRW-002"),
        (b"PK\x03\x04 broken", "CRW-001"),
        (&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1], "CRW-001"),
    ] {
        let (items, outcome) = read_all(&Crosswalk, "x", bytes, &Value::Null);
        assert_eq!(outcome, Outcome::Broken);
        assert!(issue_counts(&items).contains_key(code), "{bytes:?}: {items:?}");
        assert!(!looks_like("x", bytes));
    }
    assert!(looks_like("x.csv", b"year_xw,ags_xw,pop_conv,size_conv,emp_conv,ags20\n"));
}

#[test]
fn the_whole_workbook_of_the_kreise() {
    let Some(bytes) = shared_data("gv/ref-kreise-umrech-2020-1990-2019.xlsx") else { return };
    let (items, outcome) = read_all(&Crosswalk, "ref-kreise-umrech-2020-1990-2019.xlsx", &bytes, &Value::Null);
    // All shares add up: nothing but zeros is reported.
    assert_eq!((outcome, issue_counts(&items)), (Outcome::Full, [("CRW-004".to_owned(), 1)].into()));
    let all = weights(&items);
    let mut by_year: BTreeMap<i32, usize> = BTreeMap::new();
    for weight in &all {
        assert_eq!((weight.to_year, weight.from.len(), weight.to.len()), (2020, 5, 5));
        *by_year.entry(weight.from_year).or_default() += 1;
    }
    // Counted independently with Python's XML parser: rows with a key in their first cell.
    assert_eq!(all.len(), 13_771);
    assert_eq!((by_year.len(), by_year[&1990], by_year[&1999], by_year[&2019]), (30, 635, 458, 401));
    // The reform of 2007 in Sachsen-Anhalt.
    let before = |year| -> Vec<(&str, f64)> {
        let into = all.iter().filter(|weight| weight.from_year == year && weight.to == "15084");
        into.map(|weight| (weight.from.as_str(), weight.population)).collect()
    };
    assert_eq!(before(2006), [("15256", 1.0), ("15268", 1.0)]);
    assert_eq!(before(2007), [("15084", 1.0)]);
}

proptest! {
    #[test]
    fn no_bytes_make_it_fail(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        read_all(&Crosswalk, "x", &bytes, &Value::Null);
        looks_like("x", &bytes);
    }

    #[test]
    fn no_mutation_makes_it_fail(at in any::<prop::sample::Index>(), byte in any::<u8>(), cut in any::<prop::sample::Index>()) {
        let mut bytes = fixture("crosswalk/schmutzig.csv");
        let at = at.index(bytes.len());
        bytes[at] = byte;
        bytes.truncate(cut.index(bytes.len()) + 1);
        let (items, _) = read_all(&Crosswalk, "x", &bytes, &Value::Null);
        prop_assert!(weights(&items).iter().all(|weight| (0.0..=1.0).contains(&weight.population) && (0.0..=1.0).contains(&weight.ground)));
    }
}
