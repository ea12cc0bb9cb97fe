use std::sync::Arc;

use expect_test::{Expect, expect};
use model::statistics::Table;

use super::*;
use crate::Part;
use crate::dataset::tests::{delivery, head, table};

type Row<'a> = (&'a str, &'a str, &'a str, &'a str);

fn dataset(number: u64, table: Table) -> Dataset {
    Dataset::new(vec![Part { delivery: delivery(number), order: number, table: Arc::new(table) }]).unwrap()
}

fn messages(findings: &[Finding]) -> String {
    findings.iter().map(|finding| format!("{} {}\n", finding.code, finding.message)).collect()
}

#[track_caller]
fn check_rows(rows: &[Row], protection: Protection, expected: Expect) {
    let dataset = dataset(1, table("T", rows));
    expected.assert_eq(&messages(&check(&dataset, &|_, _| protection)));
}

/// Sums that agree, so that the dimension counts as a partition.
const SOUND: [Row; 9] = [
    ("07211", "2018", "INSGESAMT", "100"),
    ("07211", "2018", "OHNE", "10"),
    ("07211", "2018", "MIT", "90"),
    ("07235", "2018", "INSGESAMT", "200"),
    ("07235", "2018", "OHNE", "15"),
    ("07235", "2018", "MIT", "185"),
    ("06431", "2018", "INSGESAMT", "250"),
    ("06431", "2018", "OHNE", "-"),
    ("06431", "2018", "MIT", "250"),
];

#[test]
fn sums_are_compared_with_the_tolerance_of_their_source() {
    check_rows(&SOUND, Protection::Exact, expect![[""]]);
    let with = |total: &'static str| {
        let mut rows = SOUND.to_vec();
        rows.extend([
            ("15084", "2018", "INSGESAMT", total),
            ("15084", "2018", "OHNE", "10"),
            ("15084", "2018", "MIT", "90"),
        ]);
        rows
    };
    check_rows(
        &with("105"),
        Protection::Exact,
        expect![[r#"
        CHK-001 15084, 2018: ABS: die Teile nach „ABSCH“ ergeben 100, als Summe steht 105.
    "#]],
    );
    check_rows(&with("105"), Protection::Rounded { base: 5 }, expect![[""]]);
}

#[test]
fn rounding_is_read_off_the_numbers_of_a_land() {
    let numbers: Vec<(String, String)> =
        (0..40).map(|number| (format!("{}", 300 + 3 * number), format!("{}", 301 + number))).collect();
    let areas: Vec<(String, String)> =
        (0..40).map(|number| (format!("010{number:02}"), format!("070{number:02}"))).collect();
    let rows: Vec<Row> = areas
        .iter()
        .zip(&numbers)
        .flat_map(|((rounded, exact), (threes, all))| {
            [(rounded.as_str(), "2023", "A", threes.as_str()), (exact.as_str(), "2023", "A", all.as_str())]
        })
        .collect();
    let observed = ObservedProtection::of(&dataset(1, table("T", &rows)));
    assert_eq!(observed.iter().collect::<Vec<_>>(), [("01", 2023, Protection::Rounded { base: 3 })]);
    assert_eq!(observed.protection("01001", Period::Year(2023)), Protection::Rounded { base: 3 });
    assert_eq!(observed.protection("01001", Period::Year(2022)), Protection::Unknown);
}

#[test]
fn a_missing_total_and_parts_above_their_total_are_found() {
    let mut rows = SOUND.to_vec();
    rows.extend([("15084", "2018", "OHNE", "10"), ("15084", "2018", "MIT", "90")]);
    rows.extend([("15088", "2018", "INSGESAMT", "80"), ("15088", "2018", "OHNE", "."), ("15088", "2018", "MIT", "90")]);
    check_rows(
        &rows,
        Protection::Exact,
        expect![[r#"
        CHK-002 15084, 2018: ABS: die Summe über „ABSCH“ fehlt, ihre Teile sind da.
        CHK-001 15088, 2018: ABS: schon die bekannten Teile nach „ABSCH“ ergeben 90, mehr als die Summe 80.
    "#]],
    );
}

#[test]
fn categories_that_overlap_are_named_once() {
    let rows: Vec<Row> = ["2015", "2016", "2017"]
        .iter()
        .flat_map(|year| [("07", *year, "INSGESAMT", "10"), ("07", *year, "A", "8"), ("07", *year, "B", "7")])
        .collect();
    check_rows(
        &rows,
        Protection::Exact,
        expect![[r#"
        CHK-003 ABS: die Ausprägungen von „ABSCH“ ergeben in 3 von 3 Fällen nicht die Summe; sie überschneiden sich oder sind unvollständig und wurden nicht geprüft.
    "#]],
    );
}

#[test]
fn a_digit_that_was_changed_jumps_out_of_its_series_and_back() {
    let values = ["5210", "5190", "5230", "5201", "9195", "5188", "5202", "5180"];
    let years = ["2014", "2015", "2016", "2017", "2018", "2019", "2020", "2021"];
    let rows: Vec<Row> = years.iter().zip(values).map(|(year, value)| ("07211", *year, "INSGESAMT", value)).collect();
    check_rows(
        &rows,
        Protection::Exact,
        expect![[r#"
        CHK-020 07211, 2018: ABS: 9.195 nach 5.201, danach wieder 5.188; so stark ändert sich diese Reihe sonst nicht.
    "#]],
    );
}

#[test]
fn areas_that_jump_together_are_named_once_and_parts_not_beside_their_total() {
    let values =
        [["100", "60"], ["102", "61"], ["99", "58"], ["101", "62"], ["400", "360"], ["402", "359"], ["398", "361"]];
    let areas = ["07131", "07132", "07133", "07134", "07135", "07137"];
    let years = ["2014", "2015", "2016", "2017", "2018", "2019", "2020"];
    let rows = |areas: &[&'static str]| -> Vec<Row<'static>> {
        let of_area = |area: &&'static str| {
            let area = *area;
            years
                .into_iter()
                .zip(values)
                .flat_map(move |(year, [total, part])| [(area, year, "INSGESAMT", total), (area, year, "A", part)])
        };
        areas.iter().flat_map(of_area).collect()
    };
    check_rows(
        &rows(&areas),
        Protection::Exact,
        expect![[r#"
        CHK-020 2018: ABS: in 6 von 6 Gebieten springt der Wert; hat sich die Definition geändert?
    "#]],
    );
    check_rows(
        &rows(&areas[..1]),
        Protection::Exact,
        expect![[r#"
        CHK-020 07131, 2018: ABS: 400 nach 101; so stark ändert sich diese Reihe sonst nicht.
    "#]],
    );
}

#[test]
fn a_year_between_others_is_missed() {
    let rows = [
        ("07", "2015", "A", "1"),
        ("07", "2016", "A", "1"),
        ("07", "2018", "A", "1"),
        ("06", "2015", "A", "1"),
        ("06", "2018", "A", "1"),
    ];
    check_rows(
        &rows,
        Protection::Exact,
        expect![[r#"
        CHK-040 In der Tabelle T fehlt 2017.
        CHK-040 06: 2016 fehlt, andere Gebiete haben Werte.
    "#]],
    );
}

/// The columns of one row of the file are categories here.
fn wide(rows: &[(&str, &str, [&str; 3])]) -> Table {
    let classes = ["A", "B", "C"];
    let flat: Vec<Row> = rows
        .iter()
        .flat_map(|(area, period, values)| {
            classes.iter().zip(values).map(|(class, value)| (*area, *period, *class, *value))
        })
        .collect();
    let mut table = table("T", &flat);
    for (position, cell) in table.cells.iter_mut().enumerate() {
        *cell = model::statistics::Cell { row: position as u32 / 3 + 10, column: position as u16 % 3 + 4 };
    }
    table
}

#[test]
fn copied_rows_are_found() {
    let table = wide(&[
        ("02", "2018", ["81230", "73451", "67892"]),
        ("02000", "2018", ["81230", "73451", "67892"]),
        ("07211", "2018", ["81244", "33451", "78912"]),
        ("07235", "2018", ["81244", "33451", "78912"]),
        ("06431", "2018", ["1212", "3434", "17892"]),
        ("06431", "2019", ["1212", "3434", "17892"]),
        ("15084", "2019", ["1212", "3434", "17892"]),
        // Two small numbers agree by chance, and the third is their sum.
        ("15087", "2018", ["25", "30", "55"]),
        ("15088", "2018", ["25", "30", "55"]),
    ]);
    let found = check(&dataset(1, table), &|_, _| Protection::Exact);
    expect![[r#"
        CHK-010 06431, 2019: die Zahlen der Zeile 15 stehen ebenso bei 06431, 2018 (Zeile 14); wurde eine Zeile kopiert?
        CHK-010 07235, 2018: die Zahlen der Zeile 13 stehen ebenso bei 07211, 2018 (Zeile 12); wurde eine Zeile kopiert?
        CHK-010 15084, 2019: die Zahlen der Zeile 16 stehen ebenso bei 06431, 2018 (Zeile 14); wurde eine Zeile kopiert?
    "#]]
    .assert_eq(&messages(&found));
    assert_eq!(found[0].cells.len(), 2);
}

#[test]
fn numbers_that_cannot_be_are_found() {
    let mut percent = table("T", &[("07", "2018", "A", "101.5"), ("07", "2019", "A", "-3"), ("07", "2020", "A", "50")]);
    percent.dimensions[2].categories[0].unit = Some("Prozent".to_owned());
    expect![[r#"
        CHK-030 07, 2018: ABS, A: 101,5 ist ein Anteil über 100.
        CHK-030 07, 2019: ABS, A: −3 ist ein Anteil unter 0.
    "#]]
    .assert_eq(&messages(&check(&dataset(1, percent), &|_, _| Protection::Exact)));
    let mut rows: Vec<Row> = vec![("07", "2018", "A", "-5"), ("07", "2018", "B", "14.1")];
    rows.extend((0..20).map(|number| ("06", "2018", ["A", "B", "C", "D"][number % 4], "3")));
    let mut counts = table("T", &rows);
    counts.dimensions[2].categories[0].unit = Some("Anzahl".to_owned());
    expect![[r#"
        CHK-041 16 Werte stehen in ihrer Datei mehrfach; gezählt wird jeweils der erste.
        CHK-030 07, 2018: ABS, A: −5 ist eine Anzahl unter 0.
    "#]]
    .assert_eq(&messages(&check(&dataset(1, counts), &|_, _| Protection::Exact)));
}

#[test]
fn a_new_delivery_is_compared_value_by_value() {
    let old = dataset(
        1,
        table(
            "T",
            &[
                ("07211", "2020", "A", "10"),
                ("07211", "2020", "B", "20"),
                ("07211", "2020", "C", "."),
                ("07211", "2019", "A", "9"),
            ],
        ),
    );
    let new = dataset(
        2,
        table(
            "T",
            &[
                ("07211", "2020", "A", "10"),
                ("07211", "2020", "B", "21"),
                ("07211", "2021", "A", "11"),
                ("07235", "2021", "A", "12"),
            ],
        ),
    );
    let comparison = compare(&old, &new, &|_| false);
    assert_eq!((comparison.unchanged, comparison.added), (1, 2));
    let revision = &comparison.revised[0];
    assert_eq!(
        (revision.old.value(), revision.new.unwrap().value(), revision.what.as_str()),
        (Some(20.0), Some(21.0), "ABS, B")
    );
    assert_eq!(comparison.vanished[0].what, "ABS, C");
    let same = compare(&old, &old, &|_| false);
    assert_eq!((same.unchanged, same.added, same.revised.len(), same.vanished.len()), (4, 0, 0, 0));
}

#[track_caller]
fn layouts(old: &[&str], new: &[&str], expected: Expect) {
    let head = |layout: &[&str]| {
        let mut head = head("T");
        head.layout = layout.iter().map(|name| (*name).to_owned()).collect();
        head
    };
    expected.assert_eq(&messages(&compare_layouts(&head(old), &head(new))));
}

#[test]
fn changes_of_the_layout_are_explained() {
    let old = ["Jahr", "Gebiet", "Insgesamt", "männlich", "weiblich"];
    layouts(&old, &old, expect![[""]]);
    layouts(
        &old,
        &["Jahr", "Gebiet", "Insgesamt", "Männer", "weiblich"],
        expect![[r#"
        CHK-050 „männlich“ (Stelle 4) heißt jetzt „Männer“; ist dasselbe gemeint?
    "#]],
    );
    layouts(
        &old,
        &["Jahr", "Gebiet", "Insgesamt", "weiblich", "männlich"],
        expect![[r#"
        CHK-050 „männlich“ steht jetzt an Stelle 5 statt 4.
    "#]],
    );
    layouts(
        &old,
        &["Jahr", "Gebiet", "männlich", "weiblich"],
        expect![[r#"
        CHK-050 „Insgesamt“ (bisher Stelle 3) fehlt in der neuen Datei.
    "#]],
    );
    layouts(
        &old,
        &["Jahr", "Schlüssel", "Gebiet", "Insgesamt", "männlich", "weiblich"],
        expect![[r#"
        CHK-050 „Schlüssel“ ist neu (Stelle 2).
    "#]],
    );
    layouts(
        &["Insgesamt", "Insgesamt", "x"],
        &["Insgesamt", "x"],
        expect![[r#"
        CHK-050 „Insgesamt“ (bisher Stelle 2) fehlt in der neuen Datei.
    "#]],
    );
    layouts(
        &[],
        &["Jahr"],
        expect![[r#"
        CHK-050 „Jahr“ ist neu (Stelle 1).
    "#]],
    );
}

/// Leavers of 20 areas: a total and its parts, by sex in the columns of one row.
/// `cell`: for an area and a column the column whose value stands there, and a factor.
fn leavers(cell: impl Fn(&str, usize) -> (usize, f64)) -> Dataset {
    use model::statistics::{AREA, Category, Cell, MEASURE, Members, Role, TIME};
    let mut table = Table::new(head("T"));
    for (code, role) in
        [(AREA, Role::Area), (TIME, Role::Time), (MEASURE, Role::Measure), ("GES", Role::Class), ("ABSCH", Role::Class)]
    {
        table.add_dimension(code, code, role);
    }
    let mut members: Vec<Members> = table.dimensions.iter().map(|_| Members::default()).collect();
    let columns: Vec<(&str, &str)> = ["INSGESAMT", "M", "W"]
        .iter()
        .flat_map(|sex| ["INSGESAMT", "OHNE", "MIT", "ABI"].iter().map(move |degree| (*sex, *degree)))
        .collect();
    for area in 0..20_i32 {
        let code = format!("07{area:03}");
        let part = |sex: i32, degree: i32| f64::from(100 * (sex + 1) + 37 * degree + 13 * area + sex * degree * 7);
        let value = |column: usize| {
            let (sexes, degrees) = (column / 4, column % 4);
            let sexes = if sexes == 0 { 1..3 } else { sexes as i32..sexes as i32 + 1 };
            let degrees = if degrees == 0 { 1..4 } else { degrees as i32..degrees as i32 + 1 };
            sexes.flat_map(|sex| degrees.clone().map(move |degree| part(sex, degree))).sum::<f64>()
        };
        for (at, (sex, degree)) in columns.iter().enumerate() {
            let (from, factor) = cell(&code, at);
            let codes = [code.as_str(), "2020", "ABS", sex, degree];
            let mut positions = Vec::new();
            for (dimension, code) in codes.into_iter().enumerate() {
                let category = || Category { code: code.to_owned(), label: code.to_owned(), ..Category::default() };
                positions.push(members[dimension].position(&mut table.dimensions[dimension], code, category));
            }
            let place = Cell { row: area as u32 + 8, column: at as u16 + 4 };
            table.push(&positions, model::wert::Wert::number((value(from) * factor).round()), place);
        }
    }
    dataset(1, table)
}

#[test]
fn a_shifted_row_is_told_by_its_sums_and_by_the_delivery_before() {
    let shifted = |dataset: &Dataset| -> Vec<String> {
        let findings = check(dataset, &|_, _| Protection::Exact);
        let of_row = findings.into_iter().filter(|finding| finding.code == ROW_SHIFTED);
        of_row.map(|finding| format!("{} {}", finding.severity.code(), finding.message)).collect()
    };
    let good = leavers(|_, at| (at, 1.0));
    assert_eq!(shifted(&good), [""; 0]);
    assert_eq!(shifted_rows(&good, &good), []);
    for (by, side) in [(1, "links"), (-1, "rechts")] {
        let bad = leavers(|code, at| {
            let moved = (at as i32 - by).rem_euclid(12) as usize;
            (if code == "07003" { moved } else { at }, 1.0)
        });
        let said = shifted(&bad);
        assert!(
            said.len() == 1 && said[0].starts_with("error 07003, 2020: Die Zeile 11 scheint verschoben"),
            "{said:?}"
        );
        let said = shifted_rows(&good, &bad);
        assert_eq!(said.len(), 1);
        assert!(said[0].message.ends_with(&format!("eine Spalte weiter {side}.")), "{}", said[0].message);
        assert_eq!((said[0].area.as_deref(), said[0].cells.len()), (Some("07003"), 12));
    }
}

/// Real: of some leavers of Bremen in 2014 no degree is known, so that none of its sums holds.
#[test]
fn a_row_that_lacks_a_few_cases_is_no_shift() {
    let lacks = leavers(|code, at| (at, if code == "07003" && at % 4 == 3 { 0.9 } else { 1.0 }));
    let findings = check(&lacks, &|_, _| Protection::Exact);
    assert!(findings.iter().any(|finding| finding.code == SUM_DIFFERS), "{}", messages(&findings));
    assert!(findings.iter().all(|finding| finding.code != ROW_SHIFTED), "{}", messages(&findings));
}

#[test]
fn a_revised_row_and_a_wrong_total_are_no_shift() {
    let rows = |total: &'static str| -> Vec<Row<'static>> {
        let mut rows = SOUND.to_vec();
        rows.extend([
            ("15084", "2018", "INSGESAMT", total),
            ("15084", "2018", "OHNE", "10"),
            ("15084", "2018", "MIT", "90"),
        ]);
        rows
    };
    let (old, new) = (dataset(1, table("T", &rows("100"))), dataset(2, table("T", &rows("105"))));
    assert_eq!(shifted_rows(&old, &new), []);
    let findings = check(&new, &|_, _| Protection::Exact);
    assert!(findings.iter().all(|finding| finding.code != ROW_SHIFTED));
}
