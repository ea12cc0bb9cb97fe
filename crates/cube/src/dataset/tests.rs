use std::collections::{BTreeMap, HashMap};

use model::kennzahlen::Choice;
use model::statistics::{AREA, MEASURE, Members, Role, TIME};
use model::wert::SymbolSet;
use proptest::prelude::*;

use super::*;

pub(crate) fn delivery(number: u64) -> DeliveryId {
    DeliveryId::from_parts(number, [0; 10])
}

pub(crate) fn head(code: &str) -> TableHead {
    TableHead {
        code: code.to_owned(),
        title: "Absolvierende und Abgehende".to_owned(),
        statistic: None,
        importer: "genesis_table".to_owned(),
        layout: Vec::new(),
        symbols: SymbolSet::Classic,
        notes: Vec::new(),
        copyright: None,
        licence: None,
        created_at: None,
    }
}

/// A number or a classic sign.
pub(crate) fn wert(text: &str) -> Wert {
    match text {
        "-" => Wert::symbol(Symbol::Nothing),
        "." => Wert::symbol(Symbol::SecretOrUnknown),
        "..." => Wert::symbol(Symbol::NotYet),
        "/" => Wert::symbol(Symbol::Unreliable),
        "x" => Wert::symbol(Symbol::NotApplicable),
        number => Wert::number(number.parse().unwrap()),
    }
}

/// Rows of area, period, Abschluss and value; row numbers from 1.
pub(crate) fn table(code: &str, rows: &[(&str, &str, &str, &str)]) -> Table {
    let rows: Vec<[&str; 4]> =
        rows.iter().map(|(area, period, class, value)| [*area, *period, *class, *value]).collect();
    table_by(code, &["ABSCH"], &rows)
}

/// Rows of area, period, a category per class, and value.
pub(crate) fn table_by<const N: usize>(code: &str, classes: &[&str], rows: &[[&str; N]]) -> Table {
    let mut table = Table::new(head(code));
    table.add_dimension(AREA, "Gebiet", Role::Area);
    table.add_dimension(TIME, "Jahr", Role::Time);
    table.add_dimension(MEASURE, "Wert", Role::Measure);
    for class in classes {
        table.add_dimension(class, class, Role::Class);
    }
    let mut members: Vec<Members> = table.dimensions.iter().map(|_| Members::default()).collect();
    for (number, row) in rows.iter().enumerate() {
        let (area_and_period, rest) = row.split_at(2);
        let (value, classes) = rest.split_last().expect("a row ends with its value");
        let codes = area_and_period.iter().chain(&["ABS"]).chain(classes);
        let mut positions = Vec::new();
        for (dimension, code) in codes.enumerate() {
            let category = || Category { code: (*code).to_owned(), label: (*code).to_owned(), ..Category::default() };
            positions.push(members[dimension].position(&mut table.dimensions[dimension], code, category));
        }
        table.push(&positions, wert(value), Cell { row: number as u32 + 1, column: 4 });
    }
    table
}

fn part(number: u64, rows: &[(&str, &str, &str, &str)]) -> Part {
    Part { delivery: delivery(number), order: number, table: Arc::new(table("T", rows)) }
}

fn at(dataset: &Dataset, area: &str, period: &str, class: &str) -> (Wert, Vec<Observation>) {
    let filter = BTreeMap::from([("ABSCH".to_owned(), Choice::from(vec![class.to_owned()]))]);
    let selection = dataset.select("ABS", &filter).unwrap();
    let area = dataset.area(area).unwrap();
    let period = dataset.period(period.parse().unwrap()).unwrap();
    (dataset.value(&selection, area, period), dataset.observations(&selection, area, period))
}

#[test]
fn the_newest_delivery_counts_alone_for_its_areas_and_periods() {
    let old =
        part(1, &[("07211", "2021", "OHNE", "10"), ("07211", "2021", "MIT", "90"), ("07235", "2021", "OHNE", "5")]);
    let new =
        part(2, &[("07211", "2021", "OHNE", "12"), ("07211", "2022", "OHNE", "7"), ("07211", "2022", "MIT", "7")]);
    for parts in [vec![old.clone(), new.clone()], vec![new, old]] {
        let dataset = Dataset::new(parts).unwrap();
        let (wert, observations) = at(&dataset, "07211", "2021", "OHNE");
        assert_eq!((wert.value(), observations[0].reference.delivery), (Some(12.0), delivery(2)));
        assert_eq!(at(&dataset, "07211", "2021", "MIT").0.symbol, Symbol::Missing, "withdrawn by the newer one");
        assert_eq!(at(&dataset, "07235", "2021", "OHNE").1[0].reference.delivery, delivery(1));
        assert_eq!(dataset.len(), 4);
    }
}

#[test]
fn a_list_is_a_sum_and_a_star_is_all_but_total_and_parts() {
    let mut table = table(
        "T",
        &[("1", "2021", "INSGESAMT", "9"), ("1", "2021", "A", "4"), ("1", "2021", "B", "5"), ("1", "2021", "DAR", "3")],
    );
    table.dimensions[3].categories[3].is_part = true;
    let dataset = Dataset::new(vec![Part { delivery: delivery(1), order: 1, table: Arc::new(table) }]).unwrap();
    let value = |codes: &[&str]| {
        let codes = codes.iter().map(|code| (*code).to_owned()).collect::<Vec<_>>();
        let selection = dataset.select("ABS", &BTreeMap::from([("ABSCH".to_owned(), Choice::from(codes))])).unwrap();
        dataset.value(&selection, AreaPosition(0), PeriodPosition(0)).value()
    };
    assert_eq!(value(&["A", "B"]), Some(9.0));
    assert_eq!(value(&["A", "A"]), Some(4.0));
    assert_eq!(value(&["*"]), Some(9.0));
    let total = dataset.select("ABS", &BTreeMap::new()).unwrap();
    assert_eq!(dataset.value(&total, AreaPosition(0), PeriodPosition(0)).value(), Some(9.0));
}

#[test]
fn a_category_that_cannot_occur_adds_nothing_to_a_sum() {
    let rows = [
        ("1", "2021", "A", "4"),
        ("1", "2021", "B", "x"),
        ("2", "2021", "A", "x"),
        ("2", "2021", "B", "x"),
        ("3", "2021", "A", "."),
        ("3", "2021", "B", "x"),
        ("4", "2021", "A", "x"),
    ];
    let dataset = Dataset::new(vec![part(1, &rows)]).unwrap();
    let all = BTreeMap::from([("ABSCH".to_owned(), Choice::from(vec!["*".to_owned()]))]);
    let selection = dataset.select("ABS", &all).unwrap();
    let symbols: Vec<Symbol> =
        dataset.across(&selection, PeriodPosition(0)).into_iter().map(|(_, wert)| wert.symbol).collect();
    assert_eq!(symbols, [Symbol::Number, Symbol::NotApplicable, Symbol::SecretOrUnknown, Symbol::Missing]);
}

#[test]
fn questions_that_cannot_be_answered_say_why() {
    let dataset = Dataset::new(vec![part(1, &[("1", "2021", "A", "4")])]).unwrap();
    let asked = |measure: &str, dimension: &str, code: &str| {
        let filter = BTreeMap::from([(dimension.to_owned(), Choice::from(vec![code.to_owned()]))]);
        dataset.select(measure, &filter).unwrap_err().to_string()
    };
    assert_eq!(asked("XYZ", "ABSCH", "A"), "die Tabelle T hat keinen Wert „XYZ“; es gibt: ABS");
    assert_eq!(asked("ABS", "GES", "M"), "die Tabelle T hat kein Merkmal „GES“; es gibt: ABSCH");
    assert_eq!(asked("ABS", "ABSCH", "B"), "in der Tabelle T hat „ABSCH“ keine Ausprägung „B“; es gibt: A");
    assert!(dataset.select("ABS", &BTreeMap::new()).unwrap_err().to_string().contains("keine Summe INSGESAMT"));
}

#[test]
fn a_changed_unit_makes_another_measure() {
    let mut old = table("T", &[("1", "2020", "INSGESAMT", "4000")]);
    old.dimensions[2].categories[0].unit = Some("EUR".to_owned());
    let mut new = table("T", &[("1", "2021", "INSGESAMT", "5")]);
    new.dimensions[2].categories[0].unit = Some("Tsd. EUR".to_owned());
    let parts = [(1, old), (2, new)].map(|(number, table)| Part {
        delivery: delivery(number),
        order: number,
        table: Arc::new(table),
    });
    let dataset = Dataset::new(parts.to_vec()).unwrap();
    let codes: Vec<&str> = dataset.measures().iter().map(|measure| measure.code.as_str()).collect();
    assert_eq!(codes, ["ABS", "ABS (EUR)"]);
}

#[test]
fn tables_that_do_not_fit_are_refused() {
    let good = table("T", &[("1", "2021", "A", "4")]);
    let refused = |change: &dyn Fn(&mut Table)| {
        let mut table = good.clone();
        change(&mut table);
        Dataset::new(vec![
            part(1, &[("1", "2021", "A", "4")]),
            Part { delivery: delivery(2), order: 2, table: Arc::new(table) },
        ])
        .unwrap_err()
    };
    assert!(matches!(refused(&|table| table.head.code = "U".to_owned()), DatasetError::OtherTable { .. }));
    assert!(matches!(refused(&|table| table.members[0][0] = 7), DatasetError::Malformed { .. }));
    assert!(matches!(refused(&|table| table.cells.clear()), DatasetError::Malformed { .. }));
    assert!(matches!(refused(&|table| table.dimensions[1].role = Role::Class), DatasetError::NoDimension { .. }));
    assert_eq!(Dataset::new(Vec::new()).unwrap_err(), DatasetError::Empty);
}

proptest! {
    /// Against a map filled delivery by delivery.
    #[test]
    fn every_value_is_found_where_a_map_has_it(
        deliveries in prop::collection::vec(prop::collection::vec((0..5_u8, 0..4_u8, 0..4_u8, 0..50_u16), 0..40), 1..4),
    ) {
        let areas = ["07", "07211", "07235", "15084", "DG"];
        let periods = ["2020", "2021-12-31", "2021", "2022-10P6M"];
        let classes = ["INSGESAMT", "A", "B", "C"];
        let mut expected: HashMap<(usize, usize), HashMap<usize, (u16, u64)>> = HashMap::new();
        let mut parts = Vec::new();
        for (number, rows) in deliveries.iter().enumerate() {
            let number = number as u64 + 1;
            let mut of_delivery: HashMap<(usize, usize), HashMap<usize, (u16, u64)>> = HashMap::new();
            let mut texts = Vec::new();
            for (area, period, class, value) in rows {
                let slot = of_delivery.entry((*area as usize, *period as usize)).or_default();
                slot.entry(*class as usize).or_insert((*value, number));
                texts.push((areas[*area as usize], periods[*period as usize], classes[*class as usize], value.to_string()));
            }
            expected.extend(of_delivery);
            let texts: Vec<(&str, &str, &str, &str)> = texts.iter().map(|row| (row.0, row.1, row.2, row.3.as_str())).collect();
            parts.push(Part { delivery: delivery(number), order: number, table: Arc::new(table("T", &texts)) });
        }
        let dataset = Dataset::new(parts).unwrap();
        prop_assert_eq!(dataset.len(), expected.values().map(HashMap::len).sum::<usize>());
        prop_assert_eq!(dataset.all().count(), dataset.len());
        for ((area, period), values) in expected {
            for (class, (value, number)) in values {
                let (wert, observations) = at(&dataset, areas[area], periods[period], classes[class]);
                prop_assert_eq!(wert.value(), Some(f64::from(value)));
                prop_assert_eq!(observations[0].reference.delivery, delivery(number));
            }
        }
    }
}
