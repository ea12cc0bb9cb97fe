//! The office's own tables: headings of their mapping, codes of the catalogue, totals.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking, in its helping functions, too")]
#![expect(clippy::float_cmp, reason = "counts are whole numbers")]

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::Cursor;
use std::sync::OnceLock;

use chrono::NaiveDate;
use demo::statistics::{Delivery, Settings, files};

fn office() -> impl Iterator<Item = &'static Delivery> {
    static DEMO: OnceLock<Vec<Delivery>> = OnceLock::new();
    let settings = Settings { seed: 1, today: NaiveDate::from_ymd_opt(2026, 11, 22).unwrap() };
    let deliveries = DEMO.get_or_init(|| files(settings).unwrap());
    deliveries.iter().filter(|delivery| delivery.importer == "office_table")
}

#[test]
fn tables_of_the_office_have_the_headings_of_their_mapping() {
    assert_eq!(office().count(), 10);
    for delivery in office() {
        let headings: Vec<&str> =
            delivery.settings["headings"].as_array().unwrap().iter().map(|heading| heading.as_str().unwrap()).collect();
        let rows = delivery.settings["header_rows"].as_array().unwrap();
        let first = rows[0].as_u64().unwrap() as usize;
        if delivery.name.ends_with(".csv") {
            let (text, _, _) = encoding_rs::WINDOWS_1252.decode(&delivery.bytes);
            assert_eq!(
                text.lines().nth(first - 1).unwrap().split(';').collect::<Vec<_>>(),
                headings,
                "{}",
                delivery.name
            );
            let width = headings.len();
            assert!(text.lines().all(|line| line.split(';').count() == width), "{}", delivery.name);
        } else {
            let mut workbook: calamine::Xlsx<_> =
                calamine::open_workbook_from_rs(Cursor::new(delivery.bytes.clone())).unwrap();
            let range = calamine::Reader::worksheet_range(&mut workbook, "Pendler").unwrap();
            let text = |row: usize, column: usize| {
                range.get_value((row as u32, column as u32)).map(ToString::to_string).unwrap_or_default()
            };
            let mut year = String::new();
            for (column, heading) in headings.iter().enumerate().skip(2) {
                let above = text(first - 1, column);
                year = if above.is_empty() { year } else { above };
                assert_eq!(format!("{year} | {}", text(first, column)), *heading);
            }
            assert_eq!(headings.len(), 2 + 10 * 10);
            let pupils: f64 =
                (first + 1..range.height()).filter_map(|row| text(row, headings.len() - 10).parse::<f64>().ok()).sum();
            assert!((400.0..8000.0).contains(&pupils), "{pupils}");
        }
    }
}

fn texts(value: &toml::Value) -> Vec<&str> {
    value.as_array().unwrap().iter().map(|text| text.as_str().unwrap()).collect()
}

/// Kennzahlen read the tables under these codes.
#[test]
fn tables_of_the_office_have_the_codes_of_the_catalogue() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../catalog/office-tables.toml");
    let catalogue: toml::Table = std::fs::read_to_string(path).unwrap().parse().unwrap();
    let mut found = BTreeSet::new();
    for delivery in office() {
        let settings = &delivery.settings;
        let code = settings["code"].as_str().unwrap();
        let table = catalogue["table"].as_array().unwrap().iter().find(|table| table["code"].as_str() == Some(code));
        let table = table.unwrap_or_else(|| panic!("{code} is not in the catalogue")).as_table().unwrap();
        assert!(found.insert(code));
        let measures: HashMap<&str, &str> = settings["measures"]
            .as_array()
            .unwrap()
            .iter()
            .map(|measure| (measure["code"].as_str().unwrap(), measure["unit"].as_str().unwrap()))
            .collect();
        for measure in texts(&table["measures"]) {
            let unit = table.get("units").map_or("Anzahl", |units| units[measure].as_str().unwrap());
            assert_eq!(measures.get(measure), Some(&unit), "{code} {measure}");
        }
        let dimensions = settings["dimensions"].as_array().unwrap();
        let classes = table.get("classes").and_then(toml::Value::as_table).cloned().unwrap_or_default();
        let codes: BTreeSet<&str> = dimensions.iter().map(|dimension| dimension["code"].as_str().unwrap()).collect();
        assert_eq!(codes, classes.keys().map(String::as_str).collect(), "{code}");
        for dimension in dimensions {
            let known = texts(&classes[dimension["code"].as_str().unwrap()]);
            let codes: Vec<&str> = dimension["categories"]
                .as_array()
                .unwrap()
                .iter()
                .map(|category| category["code"].as_str().unwrap())
                .collect();
            assert!(known.is_empty() || codes == known, "{code}: {codes:?}");
            assert!(
                codes.iter().all(|code| code.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit()))
            );
        }
    }
    assert_eq!(found.len(), catalogue["table"].as_array().unwrap().len());
}

/// Rows of a list of the office: area, year, class (empty where there is none), values.
fn list(name: &str) -> Vec<([String; 3], Vec<f64>)> {
    let delivery = office().find(|delivery| delivery.name == name).unwrap();
    let (text, _, failed) = encoding_rs::WINDOWS_1252.decode(&delivery.bytes);
    assert!(!failed && text.contains("Beispieldaten"), "{name}");
    let classes = delivery.settings["dimensions"].as_array().unwrap().len();
    let rows = text.lines().skip(4).map(|line| {
        let mut cells = line.split(';').map(str::to_owned);
        let mut next = || cells.next().unwrap();
        let (area, _, year) = (next(), next(), next());
        let class = if classes == 1 { next() } else { String::new() };
        ([area, year, class], cells.map(|cell| cell.replace('.', "").replace(',', ".").parse().unwrap()).collect())
    });
    rows.collect()
}

/// Rows of classes and the row of the total, of one area and year.
#[derive(Default)]
struct Group {
    parts: Vec<Vec<f64>>,
    totals: Vec<Vec<f64>>,
}

#[test]
fn totals_of_the_office_are_sums_except_where_one_thing_is_in_several_classes() {
    for (name, classes, several) in [
        ("musikschule_alter.csv", 7, None),
        ("bildungsberatung.csv", 6, Some(0)),
        ("netzwerke.csv", 7, Some(1)),
        ("massnahmen_bildungsstrategie.csv", 3, None),
        ("bildungshaushalt.csv", 5, None),
    ] {
        let mut groups: BTreeMap<[String; 2], Group> = BTreeMap::new();
        for ([area, year, class], values) in list(name) {
            let group = groups.entry([area, year]).or_default();
            if class == "Insgesamt" { group.totals.push(values) } else { group.parts.push(values) }
        }
        assert_eq!(groups.len(), 20, "{name}");
        for (of, Group { parts, totals }) in groups {
            assert_eq!((parts.len(), totals.len()), (classes, 1), "{name} {of:?}");
            for (position, total) in totals[0].iter().enumerate() {
                let values = || parts.iter().map(|values| values[position]);
                let (sum, most) = (values().sum::<f64>(), values().fold(0.0, f64::max));
                if Some(position) == several {
                    assert!(most <= *total && *total < sum, "{name} {of:?}: {total} of {sum}");
                } else {
                    assert!((sum - total).abs() < 0.01, "{name} {of:?}: {total} of {sum}");
                }
            }
        }
    }
}

#[test]
fn numbers_of_the_office_are_plausible() {
    let mut schools_and_homes: BTreeMap<String, (f64, f64)> = BTreeMap::new();
    for ([area, year, _], cells) in list("schulamt_pendlerbilanz.csv") {
        let [at_school, incoming, at_home, outgoing] = cells[..] else { panic!("{cells:?}") };
        assert_eq!(at_school - incoming, at_home - outgoing, "{year} {area}");
        assert!(incoming < 0.7 * at_school && outgoing < 0.7 * at_home && outgoing > 0.0, "{year} {area}: {cells:?}");
        let both = schools_and_homes.entry(year).or_default();
        *both = (both.0 + at_school, both.1 + at_home);
    }
    assert_eq!(schools_and_homes.len(), 10);
    assert!(schools_and_homes.values().all(|(schools, homes)| schools == homes));
    for ([area, year, _], cells) in list("ausbildungsmarkt_30_september.csv") {
        let [contracts, places, vacant, applicants, without, alternative] = cells[..] else { panic!("{cells:?}") };
        assert!(
            (400.0..2500.0).contains(&contracts) && (0.2..2.5).contains(&(applicants / places)),
            "{year} {area}: {cells:?}"
        );
        assert!(vacant < 0.2 * places && without + alternative < 0.25 * applicants, "{year} {area}: {cells:?}");
    }
    let mut done_before: HashMap<String, f64> = HashMap::new();
    for ([area, year, class], cells) in list("massnahmen_bildungsstrategie.csv") {
        assert!(cells[1] <= cells[0] && (class != "erledigt" || cells[1] == 0.0), "{year} {area} {class}: {cells:?}");
        if class == "erledigt" {
            let before = done_before.insert(area, cells[0]);
            assert!(before.is_none_or(|before| before <= cells[0]), "{year}: {cells:?}");
        }
    }
    for ([area, year, class], cells) in list("netzwerke.csv") {
        assert!(cells[0] <= cells[2] && (cells[0] > 0.0) == (cells[1] > 0.0), "{year} {area} {class}: {cells:?}");
    }
    for ([area, year, class], cells) in list("bildungshaushalt.csv").into_iter().filter(|(of, _)| of[2] == "Insgesamt")
    {
        assert!((5e7..3e8).contains(&cells[0]) && cells[1] < 0.5 * cells[0], "{year} {area} {class}: {cells:?}");
    }
    for ([area, year, class], cells) in list("vhs_programmbereiche.csv") {
        let [courses, lessons, participants, cancelled] = cells[..] else { panic!("{cells:?}") };
        assert!(lessons > courses && participants > courses && cancelled < courses, "{year} {area} {class}: {cells:?}");
    }
}
