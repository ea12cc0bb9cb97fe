//! The deliveries of statistics hold together: read here with a few lines of our own, not with the importers.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking, in its helping functions, too")]
#![expect(clippy::float_cmp, reason = "counts are whole numbers")]

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::{Cursor, Read as _};
use std::sync::OnceLock;

use chrono::NaiveDate;
use demo::statistics::{Delivery, Settings, files};

fn deliveries(seed: u64) -> Vec<Delivery> {
    files(Settings { seed, today: NaiveDate::from_ymd_opt(2026, 11, 22).unwrap() }).unwrap()
}

fn demo() -> &'static [Delivery] {
    static DEMO: OnceLock<Vec<Delivery>> = OnceLock::new();
    DEMO.get_or_init(|| deliveries(1))
}

/// A cell as it stands; `None` for a sign.
fn number(cell: &str) -> Option<f64> {
    cell.replace(',', ".").parse().ok()
}

/// A table CSV: head lines, rows of headings without the columns in front, rows, foot.
struct Sheet {
    head: Vec<String>,
    headings: Vec<Vec<String>>,
    rows: Vec<Vec<String>>,
    foot: String,
}

fn sheet(delivery: &Delivery) -> Sheet {
    let (text, _, failed) = encoding_rs::WINDOWS_1252.decode(&delivery.bytes);
    assert!(!failed && !text.contains("&#"), "{}", delivery.name);
    let (table, foot) = text.split_once("__________\n").unwrap();
    let cells = |line: &str| line.split(';').map(str::to_owned).collect::<Vec<_>>();
    let (mut head, mut headings, mut rows) = (Vec::new(), Vec::new(), Vec::new());
    for line in table.lines() {
        if line.starts_with(";;") {
            headings.push(cells(line));
        } else if headings.is_empty() {
            head.push(line.to_owned());
        } else {
            rows.push(cells(line));
        }
    }
    Sheet { head, headings, rows, foot: foot.to_owned() }
}

fn named(name: &str) -> Sheet {
    sheet(demo().iter().find(|delivery| delivery.name == name).unwrap())
}

/// Values of the rows by their cells in front, which are as many as the headings leave blank.
fn values(name: &str) -> BTreeMap<Vec<String>, Vec<String>> {
    let sheet = named(name);
    let front = sheet.headings[0].iter().take_while(|cell| cell.is_empty()).count();
    sheet
        .rows
        .iter()
        .map(|row| (row[..front].iter().map(|cell| cell.trim().to_owned()).collect(), row[front..].to_vec()))
        .collect()
}

/// Year (or day), area, class → numbers; `-` is zero, other signs are NaN.
fn numbers(name: &str) -> HashMap<(String, String, String), Vec<f64>> {
    let value = |cell: &String| number(cell).unwrap_or(if cell == "-" { 0.0 } else { f64::NAN });
    values(name)
        .into_iter()
        .map(|(front, cells)| {
            let class = front.get(3).cloned().unwrap_or_default();
            ((front[0].clone(), front[1].clone(), class), cells.iter().map(value).collect())
        })
        .collect()
}

fn key(time: &str, area: &str, class: &str) -> (String, String, String) {
    (time.to_owned(), area.to_owned(), class.to_owned())
}

fn tables() -> impl Iterator<Item = &'static Delivery> {
    demo().iter().filter(|delivery| delivery.importer == "genesis_table")
}

/// The parts of an area in the tables.
fn parts<'a>(area: &str, areas: &[&'a str]) -> Vec<&'a str> {
    let length = match area.len() {
        _ if area == "DG" => return Vec::new(),
        2 => 3,
        3 => 5,
        _ => return Vec::new(),
    };
    areas.iter().copied().filter(|other| other.len() == length && other.starts_with(area)).collect()
}

#[test]
fn the_same_seed_gives_the_same_bytes() {
    assert!(demo() == deliveries(1).as_slice());
    let other = deliveries(2);
    assert_eq!(other.len(), demo().len());
    for (one, other) in demo().iter().zip(&other) {
        assert_eq!(one.name, other.name);
        assert!(one.bytes != other.bytes || one.importer == "boundaries", "{}", one.name);
    }
    let names: BTreeSet<&str> = demo().iter().map(|delivery| delivery.name.as_str()).collect();
    assert_eq!(names.len(), demo().len());
    assert!(demo().is_sorted_by_key(|delivery| delivery.delivered_on));
    let size: usize = demo().iter().map(|delivery| delivery.bytes.len()).sum();
    assert!(size < 15_000_000, "{size}");
}

#[test]
fn any_day_gives_files() {
    for today in ["2014-01-01", "2036-02-29"] {
        let today = today.parse().unwrap();
        let deliveries = files(Settings { seed: 3, today }).unwrap();
        assert!(deliveries.len() >= 25, "{today}: {}", deliveries.len());
        for delivery in deliveries.iter().filter(|delivery| delivery.importer == "genesis_table") {
            assert!(!sheet(delivery).rows.is_empty(), "{today}: {}", delivery.name);
        }
    }
}

#[test]
fn every_table_is_as_wide_as_its_headings_and_says_that_it_is_an_example() {
    assert!(tables().count() >= 25);
    for delivery in tables() {
        let sheet = sheet(delivery);
        let width = sheet.headings[0].len();
        let code = sheet.head[0].strip_prefix("GENESIS-Tabelle: ").unwrap();
        assert!(delivery.name.starts_with(code), "{}", delivery.name);
        for line in &sheet.head[1..] {
            assert_eq!(line.split(';').count(), width, "{}: {line}", delivery.name);
        }
        assert!(sheet.headings.iter().chain(&sheet.rows).all(|row| row.len() == width), "{}", delivery.name);
        assert!(
            sheet.foot.starts_with("\"zu \"\"gesamte Tabelle\"\":\nBeispieldaten: Die Werte sind erfunden"),
            "{}",
            delivery.name
        );
        assert!(
            sheet.foot.contains("\"© Beispieldaten, erzeugt für die Vorführung von Bildungsraum\"\nStand: "),
            "{}",
            delivery.name
        );
        assert!(!sheet.foot.contains("Statistische Ämter des Bundes"), "{}", delivery.name);
    }
}

#[test]
fn every_cell_is_a_number_or_a_sign() {
    for delivery in tables() {
        let sheet = sheet(delivery);
        let front = sheet.headings[0].iter().take_while(|cell| cell.is_empty()).count();
        for row in &sheet.rows {
            for cell in &row[front..] {
                assert!(
                    number(cell).is_some() || matches!(cell.as_str(), "-" | "." | "x"),
                    "{}: {cell}",
                    delivery.name
                );
            }
        }
    }
}

/// Every row of an area is the sum of the rows of its parts, in columns of counts, where nothing is secret, rounded or a rate.
#[test]
fn areas_add_up() {
    for (name, columns) in [
        ("12411-02-03-4.csv", 0..3),
        ("12411-03-03-4.csv", 0..9),
        ("12411-04-02-4.csv", 0..3),
        ("12612-01-01-4.csv", 0..3),
        ("12711-03-02-4.csv", 0..12),
        ("13211-02-05-4.csv", 0..7),
        ("21111-01-03-4_bis_2014.csv", 1..4),
        ("21111-02-06-4.csv", 0..14),
        ("21111-02-06-4_bis_2015.csv", 0..14),
        ("21121-01-05-4.csv", 1..4),
        ("22541-01-04-4.csv", 0..13),
        ("22543-01-02-4.csv", 0..6),
        ("22811-02-02-4.csv", 0..13),
        ("82411-01-03-4.csv", 0..1),
    ] {
        let table = numbers(name);
        let areas: BTreeSet<&str> = table.keys().map(|(_, area, _)| area.as_str()).collect();
        let areas: Vec<&str> = areas.into_iter().collect();
        let mut checked = 0;
        for ((time, area, class), total) in &table {
            let parts = parts(area, &areas);
            for column in columns.clone() {
                let sum: f64 = parts.iter().map(|part| table[&key(time, part, class)][column]).sum();
                let total = total[column];
                if !parts.is_empty() && !sum.is_nan() && !total.is_nan() {
                    assert!(
                        (sum - total).abs() < 1e-6,
                        "{name} {time} {area} {class} column {column}: {sum} ≠ {total}"
                    );
                    checked += 1;
                }
            }
        }
        assert!(checked >= 100, "{name}: {checked}");
    }
}

#[test]
fn the_tables_of_the_population_agree() {
    let (groups, years, nationalities) =
        (numbers("12411-02-03-4.csv"), numbers("12411-04-02-4.csv"), numbers("12411-03-03-4.csv"));
    let mut sums: HashMap<(&str, &str), f64> = HashMap::new();
    for ((time, area, class), cells) in &groups {
        assert_eq!(cells[0], cells[1] + cells[2]);
        if let Some(other) = nationalities.get(&key(time, area, class)) {
            assert_eq!(cells[..], other[..3], "{time} {area} {class}");
            assert_eq!(other[0], other[3] + other[6]);
        }
        // The total counts once against its parts.
        *sums.entry((time, area)).or_default() += if class == "Insgesamt" { -cells[0] } else { cells[0] };
    }
    assert!(sums.values().all(|sum| *sum == 0.0));
    let sum =
        |time: &str, classes: &[&str]| classes.iter().map(|class| years[&key(time, "07235", class)][0]).sum::<f64>();
    let below_three = ["unter 1 Jahr", "1 bis unter 2 Jahre", "2 bis unter 3 Jahre"];
    assert_eq!(sum("31.12.2020", &below_three), groups[&key("31.12.2020", "07235", "unter 3 Jahre")][0]);
    assert_eq!(years.keys().filter(|(time, area, _)| time == "31.12.2020" && area == "07211").count(), 80);
    // The newest total of the table without ages is the same.
    let by_sex = values("12411-01-01-4_korrigiert.csv");
    let newest = &by_sex[&vec!["07211".to_owned(), "Trier, kreisfreie Stadt".to_owned()]];
    assert_eq!(number(&newest[0]).unwrap(), groups[&key("31.12.2024", "07211", "Insgesamt")][0]);
}

#[test]
fn gemeinden_add_up_to_their_verband_and_the_kreis_in_every_year() {
    let sheet = named("12411-01-01-5.csv");
    let rows: Vec<(&str, &[String])> = sheet.rows.iter().map(|row| (row[0].as_str(), &row[2..])).collect();
    let cell = |key: &str, column: usize| number(&rows.iter().find(|row| row.0 == key).unwrap().1[column]);
    for column in 0..sheet.headings[0].len() - 2 {
        let sum = |length: usize, prefix: &str| -> f64 {
            rows.iter()
                .filter(|row| row.0.len() == length && row.0.starts_with(prefix))
                .filter_map(|row| number(&row.1[column]))
                .sum()
        };
        let kreis = cell("07235", column).unwrap();
        assert_eq!(sum(7, "07235"), kreis);
        assert_eq!(sum(10, "07235"), kreis);
        assert_eq!(sum(10, "0723506"), cell("0723506", column).unwrap());
        // One key ends where the other begins.
        assert_ne!(cell("0723502058", column).is_some(), cell("0723508058", column).is_some());
    }
    let column_of = |year: i32| sheet.headings[0].iter().position(|cell| *cell == format!("31.12.{year}")).unwrap() - 2;
    assert_eq!((cell("0723506207", column_of(2011)), cell("0723506207", column_of(2012)).is_some()), (None, true));
    assert_eq!((cell("0723508", column_of(2018)), cell("0723502", column_of(2018)).is_some()), (None, true));
    let by_age = named("12411-02-03-5_2024.csv");
    assert_eq!(by_age.head.last().unwrap().trim_end_matches(';'), "31.12.2024");
    let kreis = by_age.rows.iter().find(|row| row[0] == "07235").unwrap();
    assert_eq!(number(&kreis[2 + 17]), cell("07235", column_of(2024)));
}

/// Two deliveries of one table: the later one corrects two years and has one more.
#[test]
fn the_second_delivery_corrects_two_years() {
    let (first, second) = (named("12411-01-01-4.csv"), named("12411-01-01-4_korrigiert.csv"));
    let years = |sheet: &Sheet| -> Vec<String> { sheet.headings[0][2..].iter().step_by(3).cloned().collect() };
    assert_eq!(years(&second)[1..], years(&first));
    assert_eq!(years(&second).len(), 25);
    for (before, after) in first.rows.iter().zip(&second.rows) {
        assert_eq!(before[0], after[0]);
        let changed: BTreeSet<&String> = (2..before.len())
            .filter(|column| before[*column] != after[column + 3])
            .map(|column| &first.headings[0][column])
            .collect();
        assert_eq!(changed.into_iter().collect::<Vec<_>>(), ["31.12.2022", "31.12.2023"], "{}", before[1]);
    }
}

#[test]
fn the_late_year_comes_alone() {
    let (first, late) = (values("22541-01-04-4.csv"), values("22541-01-04-4_nachlieferung.csv"));
    let days = |table: &BTreeMap<Vec<String>, Vec<String>>| -> BTreeSet<String> {
        table.keys().map(|front| front[0].clone()).collect()
    };
    assert_eq!(days(&late).into_iter().collect::<Vec<_>>(), ["01.03.2020"]);
    let days = days(&first);
    assert!(!days.contains("01.03.2020") && days.contains("01.03.2019") && days.contains("15.03.2008"));
    assert_eq!(days.len(), 17);
}

#[test]
fn school_tables_change_their_wording_and_their_zero() {
    let (then, now) = (named("21111-02-06-4_bis_2015.csv"), named("21111-02-06-4.csv"));
    assert_eq!(then.headings[1..], now.headings[1..]);
    assert_ne!(then.headings[0], now.headings[0]);
    assert!(then.rows.iter().all(|row| row[3..].iter().all(|cell| cell != "-")));
    assert!(now.rows.iter().all(|row| row[3..].iter().all(|cell| cell != "0")));
    assert!(then.rows.iter().any(|row| row[2] == "      Trier, Kreisfreie Stadt"));
    assert!(now.rows.iter().any(|row| row[2] == "      Trier, kreisfreie Stadt"));
    assert!(now.foot.contains("Rheinland-Pfalz (2016): eingeschränkte Datenqualität"));
    let single = named("21111-01-03-4_2015.csv");
    assert_eq!(single.head.last().unwrap(), "2015;;;;;;;;");
    assert!(single.rows.iter().any(|row| row[2] == "Hauptschulen" && row[7] != "x" && row[8] == "x"));
}

#[test]
fn pupils_of_the_land_are_rounded_from_2019_and_add_up_within_the_rounding() {
    let rows = values("21111-01-03-4.csv");
    let mut odd = 0;
    for (front, cells) in &rows {
        let year: i32 = front[0].parse().unwrap();
        for cell in cells[1..].iter().filter_map(|cell| number(cell)) {
            let rounded = cell % 5.0 == 0.0;
            if front[1].starts_with("07") && year >= 2019 {
                assert!(rounded, "{front:?} {cell}");
            } else {
                odd += usize::from(!rounded);
            }
        }
    }
    assert!(odd > 500, "{odd}");
    let table = numbers("21111-01-03-4.csv");
    let mut differences: HashMap<(&str, &str), f64> = HashMap::new();
    for ((year, area, class), cells) in &table {
        *differences.entry((year, area)).or_default() += if class == "Insgesamt" { -cells[1] } else { cells[1] };
    }
    // Eleven Schularten and the total, each off by two at most.
    assert!(differences.values().all(|difference| difference.abs() <= 24.0));
    assert!(differences.values().any(|difference| *difference != 0.0));
}

/// In a row and in a column, a published sum never gives a secret part away.
#[test]
fn nothing_secret_can_be_subtracted() {
    let leavers: Vec<Vec<usize>> = vec![vec![0, 2, 4, 6, 10, 12], vec![1, 3, 5, 7, 11, 13]];
    let children: Vec<Vec<usize>> = vec![vec![0, 1, 2, 3]];
    for deliveries in [demo(), &deliveries(7)] {
        let mut secret = 0;
        for (name, relations) in [
            ("21111-02-06-4.csv", &leavers),
            ("21111-02-06-4_bis_2015.csv", &leavers),
            ("22543-01-01-4.csv", &children),
            ("22543-01-02-4.csv", &children),
            ("21121-01-05-4.csv", &Vec::new()),
        ] {
            let sheet = sheet(deliveries.iter().find(|delivery| delivery.name == name).unwrap());
            let front = sheet.headings[0].iter().take_while(|cell| cell.is_empty()).count();
            let mut by_group: BTreeMap<(String, String, usize), Vec<bool>> = BTreeMap::new();
            let mut by_art: BTreeMap<(String, String, usize), Vec<bool>> = BTreeMap::new();
            for row in &sheet.rows {
                let cells = &row[front..];
                for (column, cell) in cells.iter().enumerate() {
                    let hidden = cell == ".";
                    secret += usize::from(hidden);
                    if !hidden
                        && column > 0
                        && let Some(count) = number(cell)
                        && count != 0.0
                    {
                        assert!(count >= 3.0, "{name}: {row:?}");
                    }
                    let class = if front == 4 { row[3].clone() } else { String::new() };
                    let area = row[1].as_str();
                    // A Statistische Region with its Kreise, and the Land with its Regionen.
                    let groups = match area.len() {
                        5 => vec![&area[..3]],
                        3 => vec![area, "07"],
                        _ if area == "07" => vec!["07"],
                        _ => Vec::new(),
                    };
                    for group in groups {
                        by_group
                            .entry((format!("{} {class}", row[0]), group.to_owned(), column))
                            .or_default()
                            .push(hidden);
                    }
                    if name.starts_with("21121") && !class.contains("darunter") && column > 0 {
                        by_art.entry((row[0].clone(), area.to_owned(), column)).or_default().push(hidden);
                    }
                }
                for relation in relations {
                    assert_ne!(relation.iter().filter(|column| cells[**column] == ".").count(), 1, "{name}: {row:?}");
                }
            }
            for (of, cells) in by_group.iter().chain(&by_art) {
                assert_ne!(cells.iter().filter(|hidden| **hidden).count(), 1, "{name} {of:?}");
            }
        }
        assert!((20..4000).contains(&secret), "{secret} secret cells");
    }
}

#[test]
fn the_numbers_are_plausible() {
    let population = numbers("12411-02-03-4.csv");
    let residents = |year: i32, area: &str, class: &str| population[&key(&format!("31.12.{year}"), area, class)][0];

    let leavers = [numbers("21111-02-06-4.csv"), numbers("21111-02-06-4_bis_2015.csv")];
    for ((year, area, _), cells) in leavers.iter().flatten() {
        let year: i32 = year.parse().unwrap();
        if year > 2001 {
            // A third of those from 15 to 17, at the place of the school.
            let of_age = residents(year - 1, area, "15 bis unter 18 Jahre") / 3.0;
            let ratio = cells[0] / of_age;
            let range = if area.len() == 5 { 0.6..1.7 } else { 0.85..1.15 };
            assert!(range.contains(&ratio), "{year} {area}: {ratio} leavers");
            let without = 100.0 * cells[2] / cells[0];
            assert!((3.0..15.0).contains(&without), "{year} {area}: {without} % without Abschluss");
            let abitur = 100.0 * cells[12] / cells[0];
            assert!((15.0..50.0).contains(&abitur), "{year} {area}: {abitur} % Abitur");
        }
    }
    for ((day, area, class), cells) in numbers("22543-01-02-4.csv") {
        if class.starts_with("Insgesamt") {
            let year: i32 = day[6..].parse().unwrap();
            let (below, middle) =
                (residents(year - 1, &area, "unter 3 Jahre"), residents(year - 1, &area, "3 bis unter 6 Jahre"));
            // Secret ones are not compared.
            assert!(!(cells[1] > below * 0.65 || cells[1] < below * 0.1), "{day} {area}: {} of {below}", cells[1]);
            assert!(!(cells[2] > middle * 1.1 || cells[2] < middle * 0.8), "{day} {area}: {} of {middle}", cells[2]);
        }
    }
    for ((year, area, _), cells) in numbers("13211-02-05-4.csv") {
        for rate in &cells[7..] {
            assert!(rate.is_nan() || (0.0..35.0).contains(rate), "{year} {area}: {rate}");
        }
        assert!(
            cells[4] < cells[0] * 0.3 && cells[3] < cells[4] && cells[6] < cells[0] * 0.5,
            "{year} {area}: {cells:?}"
        );
        assert!(area.len() == 3 || (1.5..22.0).contains(&cells[8]), "{year} {area}: {}", cells[8]);
    }
    for ((year, area, _), cells) in numbers("82411-01-03-4.csv") {
        assert!((11_000.0..40_000.0).contains(&cells[1]), "{year} {area}: {}", cells[1]);
    }
    for ((day, area, _), cells) in numbers("22811-02-02-4.csv") {
        let year = day[6..].parse().unwrap();
        let part = cells[0] / residents(year, &area, "Insgesamt");
        assert!((0.01..0.22).contains(&part), "{day} {area}: {part}");
        assert!((cells[1] - cells[4] - cells[10]).abs() < 0.5 && cells[1] <= cells[0]);
    }
    let employed = numbers("13111-08-02-4.csv");
    let trier = &employed[&key("30.06.2024", "07211", "")];
    assert!(trier[4] > 15_000.0 && (trier[4] - (trier[1] - trier[3])).abs() < 0.5, "{trier:?}");
    assert!(employed[&key("30.06.2024", "07235", "")][4] < -10_000.0);
    for ((year, area, _), cells) in numbers("12612-01-01-4.csv") {
        let per_thousand = 1000.0 * cells[0] / residents(year.parse().unwrap(), &area, "Insgesamt");
        assert!((5.0..13.0).contains(&per_thousand), "{year} {area}: {per_thousand} births");
    }
}

/// No year stands out: what a check of plausibility would report in a real file is not there by accident.
#[test]
fn the_series_of_the_region_run_smoothly() {
    for (name, class, column, most) in [
        ("12411-02-03-4.csv", "Insgesamt", 0, 0.02),
        ("12612-01-01-4.csv", "", 0, 0.15),
        ("82411-01-03-4.csv", "", 1, 0.06),
        ("13111-08-02-4.csv", "", 0, 0.05),
    ] {
        let table = numbers(name);
        for area in ["07211", "07235", "07"] {
            let mut series: Vec<(i32, f64)> = table
                .iter()
                .filter(|((_, a, c), _)| a == area && c == class)
                .map(|((time, ..), cells)| (time[time.len() - 4..].parse().unwrap(), cells[column]))
                .collect();
            series.sort_by_key(|(year, _)| *year);
            assert_eq!(series.len(), 25, "{name} {area}");
            for pair in series.windows(2) {
                let change = (pair[1].1 - pair[0].1) / pair[0].1;
                assert!(change.abs() < most, "{name} {area} {}: {change}", pair[1].0);
            }
        }
    }
}

#[test]
fn students_come_flat_unsorted_and_with_their_totals() {
    let delivery = demo().iter().find(|delivery| delivery.importer == "genesis_ffcsv").unwrap();
    let mut archive = zip::ZipArchive::new(Cursor::new(&delivery.bytes)).unwrap();
    let mut text = String::new();
    archive.by_index(0).unwrap().read_to_string(&mut text).unwrap();
    let text = text.strip_prefix('\u{feff}').unwrap();
    let rows: Vec<Vec<&str>> = text.lines().map(|line| line.split(';').collect()).collect();
    assert!(rows.iter().all(|row| row.len() == 25));
    let mut times: Vec<&str> = rows[1..].iter().map(|row| row[4]).collect();
    assert!(!times.is_sorted());
    times.sort_unstable();
    times.dedup();
    assert_eq!((times.len(), times[14]), (15, "2024-10P6M"));
    let mut cells: HashMap<[&str; 5], f64> = HashMap::new();
    for row in &rows[1..] {
        let value = if row[21] == "-" { 0.0 } else { number(row[21]).unwrap() };
        assert!(cells.insert([row[4], row[7], row[11], row[15], row[19]], value).is_none());
    }
    let mut differences: HashMap<[&str; 5], f64> = HashMap::new();
    for (of, value) in &cells {
        let [time, area, sex, nationality, subject] = *of;
        for (category, total) in [
            (sex, [time, area, "any sex", nationality, subject]),
            (nationality, [time, area, sex, "any nationality", subject]),
            (subject, [time, area, sex, nationality, "any subject"]),
        ] {
            *differences.entry(total).or_default() += if category == "INSGESAMT" { -value } else { *value };
        }
    }
    assert!(differences.len() > 1000 && differences.values().all(|difference| *difference == 0.0));
}

#[test]
fn tiles_are_closed_touch_and_are_called_a_tile_map() {
    let maps: Vec<&Delivery> = demo().iter().filter(|delivery| delivery.importer == "boundaries").collect();
    assert_eq!(maps.len(), 3);
    for (map, count) in maps.iter().zip([105, 36, 7]) {
        let map: serde_json::Value = serde_json::from_slice(&map.bytes).unwrap();
        assert!(map["name"].as_str().unwrap().starts_with("Kachelkarte"));
        let features = map["features"].as_array().unwrap();
        assert_eq!(features.len(), count);
        let mut corners: HashMap<String, usize> = HashMap::new();
        for feature in features {
            let ring = feature["geometry"]["coordinates"][0].as_array().unwrap();
            assert_eq!((ring.len(), &ring[0]), (5, &ring[4]));
            for corner in &ring[..4] {
                *corners.entry(corner.to_string()).or_default() += 1;
            }
        }
        // Each area has a neighbour: they share corners to the last digit.
        for feature in features {
            let ring = feature["geometry"]["coordinates"][0].as_array().unwrap();
            assert!(ring[..4].iter().any(|corner| corners[&corner.to_string()] > 1), "{}", feature["properties"]);
        }
        assert!(corners.values().all(|shared| *shared <= 4));
    }
}
