//! What leaves as PX or JSON-stat comes back through the own importers as the same table.

use std::collections::BTreeMap;

use import::{Input, Item, Outcome};
use model::statistics::{AREA, Category, Cell, MEASURE, Note, Role, TIME, TOTAL, Table, TableHead};
use model::wert::{Flags, Symbol, SymbolSet, Wert};
use proptest::prelude::*;
use render::tables::Origin;
use serde_json::Value;

/// Observations by the codes of their dimensions: value, sign, marks. A cell without a value is as good as none.
type Content = BTreeMap<BTreeMap<String, String>, (Option<String>, Symbol, Flags)>;

fn content(table: &Table) -> Content {
    let mut content = Content::new();
    for observation in 0..table.len() {
        let value = table.value(observation);
        if value.symbol == Symbol::Missing && value.flags == Flags::NONE {
            continue;
        }
        let codes = (0..table.dimensions.len()).map(|dimension| {
            (table.dimensions[dimension].code.clone(), table.category(dimension, observation).code.clone())
        });
        content.insert(codes.collect(), (value.value().map(|number| number.to_string()), value.symbol, value.flags));
    }
    content
}

/// Labels and units by dimension and code.
fn categories(table: &Table) -> BTreeMap<(String, String), (String, Option<String>)> {
    let of_dimension = |dimension: &model::statistics::Dimension| {
        let code = dimension.code.clone();
        let entry = move |category: &Category| {
            ((code.clone(), category.code.clone()), (category.label.clone(), category.unit.clone()))
        };
        dimension.categories.iter().map(entry).collect::<Vec<_>>()
    };
    table.dimensions.iter().flat_map(of_dimension).collect()
}

fn read(importer: &str, bytes: &[u8]) -> (Vec<Table>, Vec<String>, Outcome) {
    let (mut tables, mut issues) = (Vec::new(), Vec::new());
    let mut stream = bytes;
    let today = chrono::NaiveDate::from_ymd_opt(2026, 3, 2).unwrap();
    let input = Input { file: "ausgabe", bytes: &mut stream, today, settings: &Value::Null };
    let outcome = import::find_importer(importer).unwrap().read(input, &mut |item| match item {
        Item::Table(table) => tables.push(*table),
        Item::Issue(issue) => issues.push(format!("{} {}", issue.code, issue.message)),
        _ => {}
    });
    (tables, issues, outcome)
}

fn origin() -> Origin {
    Origin {
        source_line: "Beispiel-Landesamt \"Statistik\"".to_owned(),
        licence: Some("dl-de/by-2-0".to_owned()),
        retrieved: None,
        created_at: chrono::NaiveDate::from_ymd_opt(2026, 3, 2).unwrap().and_hms_opt(9, 30, 0).unwrap(),
    }
}

fn head() -> TableHead {
    TableHead {
        code: "B1-01".to_owned(),
        title: "Schülerinnen; und \"Schüler\" # nach allem".to_owned(),
        statistic: Some("Bildung".to_owned()),
        importer: "test".to_owned(),
        layout: Vec::new(),
        symbols: SymbolSet::Classic,
        notes: vec![Note {
            about: "gesamte Tabelle".to_owned(),
            text: "Zeile eins.\nZeile zwei; mit \"Zeichen\".".to_owned(),
        }],
        copyright: None,
        licence: None,
        created_at: None,
    }
}

fn any_value() -> impl Strategy<Value = Wert> {
    let symbol = prop_oneof![5 => Just(Symbol::Number), 6 => (0..Symbol::ALL.len()).prop_map(|at| Symbol::ALL[at])];
    let number = prop_oneof![
        (-1_000_000_i64..1_000_000).prop_map(|number| number as f64),
        (-1_000_000_i64..1_000_000).prop_map(|number| number as f64 / 100.0),
        -1e12..1e12_f64,
    ];
    let flags = prop_oneof![4 => Just(0_u8), 1 => any::<u8>()];
    (number, symbol, flags)
        .prop_map(|(number, symbol, flags)| Wert::from_parts(number, symbol, Flags::from_bits(flags)))
}

const PERIODS: [&[&str]; 6] = [
    &["2021", "2022", "2023"],
    &["2021-12-31", "2022-12-31", "2023-12-31"],
    &["2021-10P6M", "2022-04P6M", "2022-10P6M"],
    &["2021-01P6M", "2021-07P6M", "2022-01P6M"],
    &["2023-Q1", "2023-Q2", "2023-Q4"],
    &["2023-01", "2023-11", "2023-12"],
];

/// A table with areas, periods, measures and two classes, of which some cells are filled; names hold what formats trip over.
fn any_table() -> impl Strategy<Value = Table> {
    let sizes = (1..4_usize, 1..4_usize, 1..4_usize, 1..3_usize, 0..PERIODS.len());
    let names = proptest::collection::vec("[A-Za-zäöüß;#=,%()&<|0-9]{1,9}", 12);
    (sizes, names, proptest::collection::vec(proptest::option::weighted(0.8, any_value()), 243)).prop_map(
        |((areas, classes, sexes, measures, periods), names, values)| {
            let mut table = Table::new(head());
            let area = table.add_dimension(AREA, "Gebiet", Role::Area);
            let class = table.add_dimension("SCHULART", "Schulart; \"nach\" Art", Role::Class);
            let sex = table.add_dimension("GES", "Geschlecht", Role::Class);
            let time = table.add_dimension(TIME, "Zeit", Role::Time);
            let measure = table.add_dimension(MEASURE, "Merkmal", Role::Measure);
            let category = |code: String, label: String| Category { code, label, ..Category::default() };
            // PX tells categories by their labels: equal ones would get their code behind.
            for (at, name) in names.iter().enumerate().take(areas) {
                table.dimensions[area].categories.push(category(format!("0723500{at}"), format!("Ort {at} {name}")));
            }
            for at in 0..classes {
                table.dimensions[class]
                    .categories
                    .push(category(format!("ART{at}"), format!("{at} {}", names[3 + at])));
            }
            for (code, label) in [(TOTAL, "Insgesamt"), ("M", "männlich"), ("W", "weiblich")].iter().take(sexes) {
                table.dimensions[sex].categories.push(category((*code).to_owned(), (*label).to_owned()));
            }
            for period in PERIODS[periods] {
                table.dimensions[time].categories.push(category((*period).to_owned(), (*period).to_owned()));
            }
            for at in 0..measures {
                let unit = (at == 0).then(|| "Anzahl".to_owned());
                let label = format!("{} {}", at + 1, names[8 + at]);
                table.dimensions[measure]
                    .categories
                    .push(Category { unit: unit.or(Some("%".to_owned())), ..category(format!("M{at}"), label) });
            }
            let sizes: Vec<usize> = table.dimensions.iter().map(|dimension| dimension.categories.len()).collect();
            let cells: usize = sizes.iter().product();
            for (index, value) in values.into_iter().enumerate().take(cells) {
                let Some(value) = value else { continue };
                let mut rest = index;
                let mut members: Vec<u32> = sizes
                    .iter()
                    .rev()
                    .map(|size| {
                        let member = rest % size;
                        rest /= size;
                        member as u32
                    })
                    .collect();
                members.reverse();
                table.push(&members, value, Cell { row: 1, column: 1 });
            }
            table
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn px_comes_back_as_it_left(table in any_table()) {
        let file = render::tables::px::px(&table, &origin()).unwrap();
        let (tables, issues, outcome) = read("px", file.as_bytes());
        prop_assert_eq!((issues, outcome), (Vec::new(), Outcome::Full), "{}", file);
        prop_assert_eq!(content(&tables[0]), content(&table), "{}", file);
        let labels: Vec<_> = categories(&tables[0]).into_iter().collect();
        prop_assert_eq!(labels, categories(&table).into_iter().collect::<Vec<_>>());
        prop_assert!(file.lines().all(|line| line.chars().count() <= 256 || !line.contains('"')));
        prop_assert_eq!(&tables[0].head.code, &table.head.code);
    }

    #[test]
    fn json_stat_comes_back_as_it_left(table in any_table()) {
        let file = render::tables::jsonstat::json_stat(&table, &origin()).unwrap().to_string();
        let (tables, issues, outcome) = read("jsonstat", file.as_bytes());
        prop_assert_eq!((issues, outcome), (Vec::new(), Outcome::Full), "{}", file);
        prop_assert_eq!(content(&tables[0]), content(&table), "{}", file);
        prop_assert_eq!(categories(&tables[0]), categories(&table));
        prop_assert_eq!(&tables[0].head.title, &table.head.title);
        prop_assert_eq!(&tables[0].head.notes, &table.head.notes);
    }
}
