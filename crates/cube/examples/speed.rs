//! Ten million observations in memory, and the questions behind the pages: `cargo run --release -p cube --example speed -- FILE` prints
//! one JSON object with times in milliseconds and writes the observations as Parquet, for a peer to be asked the same.
#![expect(clippy::print_stdout, reason = "printing the figures is what it is for")]

use std::sync::Arc;
use std::time::Instant;

use cube::{Dataset, Datasets, Definition, Part, compute, compute_across, compute_for};
use model::codes::area_key::AreaLevel;
use model::ids::DeliveryId;
use model::statistics::{AREA, Category, Cell, MEASURE, Members, Period, Role, TIME, TOTAL, Table, TableHead};
use model::wert::{SymbolSet, Wert};

const AREAS: u32 = 400;
const YEARS: std::ops::RangeInclusive<i32> = 2000..=2024;
const MEASURES: u32 = 40;
const CLASSES: u32 = 25;
const ROUNDS: usize = 400;

struct One(Arc<Dataset>);

impl Datasets for One {
    fn dataset(&self, _: &str) -> Option<Arc<Dataset>> {
        Some(Arc::clone(&self.0))
    }
}

fn main() {
    let table = table();
    let observations = table.len();
    let begin = Instant::now();
    let segment = cube::segments::encode(&table).expect("the table is well formed");
    let encoding = begin.elapsed();
    if let Some(path) = std::env::args().nth(1) {
        std::fs::write(path, &segment).expect("the folder can be written");
    }
    drop(table);
    let begin = Instant::now();
    let table = cube::segments::decode(&segment).expect("just written");
    let part = Part { delivery: DeliveryId::from_parts(1, [1; 10]), order: 0, table: Arc::new(table) };
    let dataset = Arc::new(Dataset::new(vec![part]).expect("one well-formed table"));
    let loading = begin.elapsed();
    let data = One(Arc::clone(&dataset));
    let definitions: Vec<Definition> = (0..MEASURES).map(definition).collect();

    let own: Vec<String> = (0..5).map(|nr| area(nr * 80)).collect();
    let page = times(|round| {
        for area in &own {
            std::hint::black_box(compute(&definitions[round % definitions.len()], &data, area, YEARS));
        }
    });
    let map = times(|round| {
        let year = 2000 + (round % 25) as i32;
        std::hint::black_box(compute_across(
            &definitions[round % definitions.len()],
            &data,
            year,
            Some(AreaLevel::Kreis),
        ));
    });
    let profile = times(|round| {
        let area = area(round as u32 % AREAS);
        for definition in &definitions {
            std::hint::black_box(compute_for(definition, &data, 2024, &[&area]));
        }
    });
    let milliseconds = |time: std::time::Duration| time.as_secs_f64() * 1000.0;
    println!(
        "{{\"observations\":{observations},\"bytes_per_observation\":{:.2},\"segment_bytes\":{},\"encoding\":{:.1},\"loading\":{:.1},\
         \"page\":{page},\"map\":{map},\"profile\":{profile}}}",
        dataset.memory() as f64 / observations as f64,
        segment.len(),
        milliseconds(encoding),
        milliseconds(loading),
    );
}

/// p50 and p99 of many rounds, after one for warming up.
fn times(mut question: impl FnMut(usize)) -> String {
    question(0);
    let mut times: Vec<f64> = (0..ROUNDS)
        .map(|round| {
            let begin = Instant::now();
            question(round);
            begin.elapsed().as_secs_f64() * 1000.0
        })
        .collect();
    times.sort_by(f64::total_cmp);
    format!("[{:.4},{:.4}]", times[ROUNDS / 2], times[ROUNDS * 99 / 100])
}

fn area(nr: u32) -> String {
    format!("{:02}{:03}", 1 + nr / 25, 1 + nr % 25)
}

/// 100 · a class of a measure by the total of it.
fn definition(nr: u32) -> Definition {
    let code = format!("A.{nr:02}");
    let file = format!("a{nr:02}.toml");
    let input = |name: &str, filter: &str| {
        format!(
            "[[input]]\nname = \"{name}\"\nlabel = \"{name}\"\nunit = \"Anzahl\"\n[[input.source]]\ntables = \"speed\"\nmeasure = \"M{nr}\"\n{filter}\n"
        )
    };
    let text = format!(
        "code = \"{code}\"\nbereich = \"A\"\nkind = \"core\"\nstatus = \"active\"\nname = {{ de = \"Anteil\", en = \"Share\" }}\n\
         question = \"Wie hoch ist der Anteil?\"\nunit = \"Prozent\"\ndecimals = 1\npolarity = \"neutral\"\ncounts = \"stock\"\n\
         stichtag = \"31.12.\"\n[[version]]\nvalid_from = 1990\nformula = \"100 * ratio(teil, alle)\"\n{}{}",
        input("teil", "where = { KLASSE = \"K1\" }"),
        input("alle", ""),
    );
    Definition::parse(&file, &text).unwrap_or_else(|mistake| panic!("{mistake}"))
}

fn table() -> Table {
    let mut table = Table::new(TableHead {
        code: "speed".to_owned(),
        title: "Geschwindigkeit".to_owned(),
        statistic: None,
        importer: "none".to_owned(),
        layout: Vec::new(),
        symbols: SymbolSet::Classic,
        notes: Vec::new(),
        copyright: None,
        licence: None,
        created_at: None,
    });
    let dimensions = [
        (table.add_dimension(AREA, "Gebiet", Role::Area), (0..AREAS).map(area).collect::<Vec<_>>()),
        (table.add_dimension(TIME, "Zeit", Role::Time), YEARS.map(|year| Period::Year(year).to_string()).collect()),
        (table.add_dimension(MEASURE, "Wert", Role::Measure), (0..MEASURES).map(|nr| format!("M{nr}")).collect()),
        (
            table.add_dimension("KLASSE", "Klasse", Role::Class),
            (0..CLASSES).map(|nr| if nr == 0 { TOTAL.to_owned() } else { format!("K{nr}") }).collect(),
        ),
    ];
    for (position, codes) in dimensions {
        let mut members = Members::default();
        for code in codes {
            let unit = (position == 2).then(|| "Anzahl".to_owned());
            let category = Category { code: code.clone(), label: code.clone(), unit, ..Category::default() };
            members.position(&mut table.dimensions[position], &code, || category);
        }
    }
    let mut row = 0;
    for area in 0..AREAS {
        for year in 0..YEARS.count() as u32 {
            for measure in 0..MEASURES {
                for class in 0..CLASSES {
                    row += 1;
                    // Any number will do, as long as it is not the same everywhere.
                    let number =
                        f64::from(u32::wrapping_mul(row, 2_654_435) % 4_999 + 1) * if class == 0 { 20.0 } else { 1.0 };
                    table.push(&[area, year, measure, class], Wert::number(number), Cell { row, column: 4 });
                }
            }
        }
    }
    table
}
