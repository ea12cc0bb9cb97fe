//! Whole calculations over tables in memory, beside an independent evaluation that knows no order, index or segment.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use expect_test::expect;
use model::areas::TerritorialWeight;
use model::codes::area_key::AreaLevel;
use model::wert::{Flags, Symbol, Wert};
use proptest::prelude::*;

use crate::dataset::tests::{delivery, table, table_by, wert};
use crate::*;

#[derive(Default)]
struct InMemory {
    datasets: BTreeMap<String, Arc<Dataset>>,
    crosswalk: Option<Arc<Crosswalk>>,
}

impl InMemory {
    fn with(mut self, parts: Vec<Part>) -> Self {
        let dataset = Dataset::new(parts).unwrap();
        self.datasets.insert(dataset.code().to_owned(), Arc::new(dataset));
        self
    }
}

impl Datasets for InMemory {
    fn dataset(&self, code: &str) -> Option<Arc<Dataset>> {
        self.datasets.get(code).cloned()
    }
    fn crosswalk(&self) -> Option<Arc<Crosswalk>> {
        self.crosswalk.clone()
    }
}

fn definition(formula: &str, unit: &str) -> Definition {
    Definition::parse("d26.toml", &definition_text(formula, unit)).unwrap()
}

fn definition_text(formula: &str, unit: &str) -> String {
    format!(
        r#"code = "D.26"
bereich = "D"
kind = "core"
status = "active"
name = {{ de = "n", en = "n" }}
question = "q"
unit = "{unit}"
decimals = 1
polarity = "neutral"
counts = "flow"
stichtag = "s"
[[version]]
valid_from = 1990
formula = "{formula}"
[[input]]
name = "ohne"
label = "Abgänge ohne Abschluss"
unit = "Anzahl"
[[input.source]]
tables = "T"
measure = "ABS"
where = {{ ABSCH = "OHNE" }}
[[input]]
name = "alle"
label = "Abgänge insgesamt"
unit = "Anzahl"
[[input.source]]
tables = "T"
measure = "ABS"
[[breakdown]]
dimension = "ABSCH"
label = {{ de = "Abschluss", en = "Certificate" }}
inputs = ["ohne"]
"#
    )
}

/// Leavers of two Kreise, their Land and Germany.
fn leavers() -> InMemory {
    let rows = [
        ("07211", "2021", "INSGESAMT", "1000"),
        ("07211", "2021", "OHNE", "50"),
        ("07211", "2021", "MIT", "950"),
        ("07211", "2022", "INSGESAMT", "800"),
        ("07211", "2022", "OHNE", "60"),
        ("07211", "2022", "MIT", "740"),
        ("07235", "2021", "INSGESAMT", "3000"),
        ("07235", "2021", "OHNE", "50"),
        ("07235", "2022", "INSGESAMT", "900"),
        ("07235", "2022", "OHNE", "."),
        ("07231", "2021", "INSGESAMT", "500"),
        ("07231", "2021", "OHNE", "-"),
        ("07", "2021", "INSGESAMT", "40000"),
        ("07", "2021", "OHNE", "2400"),
    ];
    InMemory::default().with(vec![Part { delivery: delivery(1), order: 1, table: Arc::new(table("T", &rows)) }])
}

fn shown(series: &Series) -> String {
    let points = series.points.iter().map(|point| {
        let breaks: String = point.breaks.iter().map(|known| format!(" | {}", known.message)).collect();
        let flags = point.wert.flags.codes().join(" ");
        format!("{} {} {flags}{breaks}\n", point.year, numerals::printed(point.wert, Some(2)))
    });
    points.collect()
}

#[test]
fn a_rate_is_a_quotient_of_observations() {
    let series = compute(&definition("100 * ratio(ohne, alle)", "Prozent"), &leavers(), "07211", 2020..=2023);
    expect![[r#"
        2020 keine Angabe 
        2021 5,00 
        2022 7,50 
        2023 keine Angabe 
    "#]]
    .assert_eq(&shown(&series));
}

/// The population of the year before is on the new basis a year later.
#[test]
fn a_census_is_marked_once() {
    let text = definition_text("100 * ratio(ohne, alle)", "Prozent").replace("\"T\"", "\"12411-01-01-4\"");
    let (first, last) = text.rsplit_once("measure = \"ABS\"\n").unwrap();
    let definition =
        Definition::parse("d26.toml", &format!("{first}measure = \"ABS\"\nyear_offset = -1\n{last}")).unwrap();
    let years = ["2009", "2010", "2011", "2012", "2013"];
    let rows: Vec<[&str; 4]> =
        years.iter().flat_map(|year| [["07211", year, "OHNE", "5"], ["07211", year, "INSGESAMT", "50"]]).collect();
    let table = table_by("12411-01-01-4", &["ABSCH"], &rows);
    let datasets = InMemory::default().with(vec![Part { delivery: delivery(1), order: 1, table: Arc::new(table) }]);
    let series = compute(&definition, &datasets, "07211", 2010..=2013);
    let marked: Vec<(i32, BreakKind)> =
        series.points.iter().flat_map(|point| point.breaks.iter().map(|one| (point.year, one.kind))).collect();
    assert_eq!(marked, [(2011, BreakKind::Census)]);
}

#[test]
fn secret_stays_secret_and_nothing_is_zero() {
    let definition = definition("100 * ratio(ohne, alle)", "Prozent");
    let series = compute(&definition, &leavers(), "07235", 2021..=2022);
    assert_eq!(series.points[1].wert.symbol, Symbol::SecretOrUnknown);
    let across = compute_across(&definition, &leavers(), 2021, Some(AreaLevel::Kreis));
    let values: Vec<(&str, Option<f64>)> =
        across.iter().map(|value| (value.area.as_str(), value.wert.value())).collect();
    assert_eq!(values, [("07211", Some(5.0)), ("07231", Some(0.0)), ("07235", Some(100.0 * (50.0 / 3000.0)))]);
}

#[test]
fn areas_taken_together_have_the_rate_of_all_not_the_mean_of_rates() {
    let definition = definition("100 * ratio(ohne, alle)", "Prozent");
    let series = compute_together(&definition, &leavers(), &["07211", "07235"], 2021..=2022);
    assert_eq!(series.points[0].wert.value(), Some(100.0 * (100.0 / 4000.0)));
    assert_eq!(series.points[1].wert.value(), None, "one of them is secret");
}

#[test]
fn growth_index_and_difference_look_at_other_years() {
    let of = |formula: &str| {
        let datasets = leavers();
        compute(&definition(&format!("{formula} + 0 * ratio(ohne, alle)"), "x"), &datasets, "07211", 2022..=2022).points
            [0]
        .wert
    };
    assert_eq!(of("growth(alle)").value(), Some(-20.0));
    assert_eq!(of("index(alle, 2021)").value(), Some(80.0));
    let difference = definition("diff(alle) + 0 * ohne", "Anzahl");
    assert_eq!(compute(&difference, &leavers(), "07211", 2022..=2022).points[0].wert.value(), Some(-200.0));
    assert_eq!(compute(&difference, &leavers(), "07211", 2021..=2021).points[0].wert.symbol, Symbol::Missing);
}

#[test]
fn z_is_over_the_areas_of_the_level_that_have_all_inputs() {
    // 5, 1.667 and 0 per cent; the Land does not take part.
    let definition = definition("z(100 * ratio(ohne, alle))", "Punkte");
    let values: Vec<f64> = compute_across(&definition, &leavers(), 2021, Some(AreaLevel::Kreis))
        .iter()
        .map(|value| value.wert.value().unwrap())
        .collect();
    assert!(values.iter().sum::<f64>().abs() < 1e-9, "the mean is zero: {values:?}");
    let squares: f64 = values.iter().map(|value| value * value).sum();
    assert!((squares - 2.0).abs() < 1e-9, "the sample variance is one: {values:?}");
    // In 2022 one of two is secret: nothing to compare with.
    let alone = compute(&definition, &leavers(), "07211", 2022..=2022);
    assert_eq!(alone.points[0].wert.symbol, Symbol::NotApplicable);
}

#[test]
fn a_breakdown_narrows_the_named_inputs_only() {
    let bars = compute_breakdown(&definition("100 * ratio(ohne, alle)", "Prozent"), &leavers(), "07211", 2021, "ABSCH");
    let found: Vec<(&str, Option<f64>)> = bars.iter().map(|bar| (bar.category.as_str(), bar.wert.value())).collect();
    assert_eq!(found, [("OHNE", Some(5.0)), ("MIT", Some(95.0))]);
    assert!(compute_breakdown(&definition("ohne / alle", "Prozent"), &leavers(), "07211", 2021, "GES").is_empty());
}

#[test]
fn a_pyramid_has_each_age_once_from_the_finest_table_with_numbers() {
    let sides = r#"
[[breakdown]]
dimension = "ALT"
label = { de = "Alter", en = "Age" }
sides.dimension = "GES"
sides.left = { category = "GESM", label = { de = "m", en = "m" } }
sides.right = { category = "GESW", label = { de = "w", en = "f" } }
"#;
    let source = |table: &str| format!("[[input.source]]\ntables = \"{table}\"\nmeasure = \"ABS\"\n");
    let text = format!(
        "code = \"A.01\"\nbereich = \"A\"\nkind = \"core\"\nstatus = \"active\"\nname = {{ de = \"n\", en = \"n\" }}\n\
         question = \"q\"\nunit = \"Anzahl\"\ndecimals = 0\npolarity = \"neutral\"\ncounts = \"stock\"\nstichtag = \"s\"\n\
         [[version]]\nvalid_from = 1990\nformula = \"alle\"\n\
         [[input]]\nname = \"alle\"\nlabel = \"alle\"\nunit = \"Anzahl\"\n{}{}{}{sides}",
        source("GESAMT"),
        source("FEIN"),
        source("GROB")
    );
    let definition = Definition::parse("a01.toml", &text).unwrap();
    let part = |code: &str, rows: &[[&str; 5]]| Part {
        delivery: delivery(1),
        order: 1,
        table: Arc::new(table_by(code, &["ALT", "GES"], rows)),
    };
    let fine = [
        ["07211", "2021", "ALT000B01", "GESM", "3"],
        ["07211", "2021", "ALT000B01", "GESW", "."],
        // Overlaps the one above.
        ["07211", "2021", "ALT000B03", "GESM", "9"],
        ["07211", "2021", "ALT001UM", "GESM", "90"],
        ["07211", "2021", "ALT001UM", "GESW", "95"],
    ];
    let coarse = [
        ["07211", "2020", "ALT018UM", "GESM", "70"],
        ["07211", "2020", "ALT000B18", "GESM", "20"],
        ["07211", "2020", "ALT000B18", "GESW", "21"],
        ["07211", "2020", "ALT018UM", "GESW", "72"],
    ];
    let datasets = InMemory::default().with(vec![part("FEIN", &fine)]).with(vec![part("GROB", &coarse)]);
    let pyramid = |year: i32| {
        let groups = compute_pyramid(&definition, &datasets, "07211", year, &definition.kennzahl.breakdowns[0]);
        let of_group = |group: AgeGroup| (group.ages.to_string(), group.sides.map(|wert| wert.value()));
        groups.into_iter().map(of_group).collect::<Vec<_>>()
    };
    assert_eq!(
        pyramid(2021),
        [("ALT000B01".to_owned(), [Some(3.0), None]), ("ALT001UM".to_owned(), [Some(90.0), Some(95.0)]),]
    );
    assert_eq!(
        pyramid(2020),
        [("ALT000B18".to_owned(), [Some(20.0), Some(21.0)]), ("ALT018UM".to_owned(), [Some(70.0), Some(72.0)]),]
    );
    assert_eq!(pyramid(2019), []);
}

#[test]
fn the_trace_leads_to_the_cells_and_says_the_calculation() {
    let trace = trace(&definition("100 * ratio(ohne, alle)", "Prozent"), &leavers(), "07211", 2022).unwrap();
    assert_eq!(trace.filled, "100 · 60 / 800 = 7,5");
    let observation = &trace.inputs[0].observations[0];
    assert_eq!((observation.delivery, observation.cell.row, observation.printed.as_str()), (delivery(1), 5, "60"));
    assert_eq!(
        observation.categories,
        [("Wert".to_owned(), "ABS".to_owned()), ("ABSCH".to_owned(), "OHNE".to_owned())]
    );
}

#[test]
fn formulas_are_written_with_the_parentheses_they_need() {
    let filled =
        |formula: &str, unit: &str| trace(&definition(formula, unit), &leavers(), "07211", 2022).unwrap().filled;
    assert_eq!(filled("(alle - ohne) / (alle + ohne)", "x"), "(800 − 60) / (800 + 60) = 0,9");
    assert_eq!(filled("alle - (ohne - alle)", "Anzahl"), "800 − (60 − 800) = 1.540,0");
    assert_eq!(filled("per(1000, sum(ohne, ohne), alle)", "x"), "1.000 · (60 + 60) / 800 = 150,0");
    assert_eq!(
        filled("growth(alle) + 0 * ratio(ohne, alle)", "x"),
        "100 · (800 − 1.000) / 1.000 + 0 · 60 / 800 = −20,0"
    );
    let words = |formula: &str, unit: &str| formula_in_words(&definition(formula, unit), 2022);
    assert_eq!(
        words("100 * ratio(ohne, alle)", "Prozent").as_deref(),
        Some("100 · Abgänge ohne Abschluss / Abgänge insgesamt")
    );
    assert_eq!(
        words("growth(alle) + 0 * ratio(ohne, alle)", "x").as_deref(),
        Some(
            "100 · (Abgänge insgesamt − Abgänge insgesamt (Vorjahr)) / Abgänge insgesamt (Vorjahr) \
             + 0 · Abgänge ohne Abschluss / Abgänge insgesamt"
        )
    );
    let secret = trace(&definition("ohne / alle", "x"), &leavers(), "07235", 2022).unwrap();
    assert_eq!(secret.filled, ". / 900 = .");
}

#[test]
fn before_a_reform_the_predecessors_are_added_up_and_marked() {
    let weight = |from: &str, to: &str, share: f64| TerritorialWeight {
        from_year: 2006,
        from: from.to_owned(),
        to_year: 2007,
        to: to.to_owned(),
        population: share,
        ground: share,
    };
    let rows = [
        ("15256", "2005", "INSGESAMT", "1000"),
        ("15256", "2005", "OHNE", "100"),
        ("15268", "2005", "INSGESAMT", "500"),
        ("15268", "2005", "OHNE", "50"),
        ("15256", "2006", "INSGESAMT", "900"),
        ("15256", "2006", "OHNE", "."),
        ("15268", "2006", "INSGESAMT", "500"),
        ("15268", "2006", "OHNE", "50"),
        // Files carry rows of dashes or dots for areas that do not exist.
        ("15084", "2005", "INSGESAMT", "."),
        ("15084", "2005", "OHNE", "-"),
        ("15256", "2007", "INSGESAMT", "-"),
        ("15256", "2007", "OHNE", "-"),
        ("15084", "2007", "INSGESAMT", "1300"),
        ("15084", "2007", "OHNE", "130"),
    ];
    let parts = vec![Part { delivery: delivery(1), order: 1, table: Arc::new(table("T", &rows)) }];
    let mut datasets = InMemory::default().with(parts.clone());
    let definition = definition("100 * ratio(ohne, alle)", "Prozent");
    let without = compute(&definition, &datasets, "15084", 2006..=2007);
    expect![[r#"
        2006 keine Angabe 
        2007 10,00  | Für dieses Gebiet gibt es Werte erst ab 2007; andere Gebiete haben frühere.
    "#]]
    .assert_eq(&shown(&without));

    let weights = [weight("15256", "15084", 1.0), weight("15268", "15084", 0.5), weight("15268", "15088", 0.5)];
    datasets.crosswalk = Some(Arc::new(Crosswalk::new(&weights)));
    let series = compute(&definition, &datasets, "15084", 2005..=2007);
    expect![[r#"
        2005 10,00 converted
        2006 . converted
        2007 10,00  | Werte vor 2007 sind aus den damaligen Gebieten umgerechnet (geschätzt).
    "#]]
    .assert_eq(&shown(&series));
    assert_eq!(series.points[0].wert.value(), Some(100.0 * (125.0 / 1250.0)));
    assert_eq!(series.points[1].wert.symbol, Symbol::SecretOrUnknown, "never from secret cells");
    assert!(series.points[0].wert.flags.contains(Flags::CONVERTED));
    let trace = trace(&definition, &datasets, "15084", 2005).unwrap();
    let weights: Vec<Option<f64>> = trace.inputs[0].observations.iter().map(|observation| observation.weight).collect();
    assert_eq!(weights, [Some(1.0), Some(0.5)]);
    assert_eq!(compute(&definition, &datasets, "15256", 2007..=2007).points[0].wert.symbol, Symbol::UnitDoesNotExist);
}

/// The areas of one year are of one territorial state: nobody is counted twice, on a map, in a ranking or in a z-score.
#[test]
fn areas_before_and_after_a_reform_do_not_stand_side_by_side() {
    let weight = |from: &str, to: &str| TerritorialWeight {
        from_year: 2010,
        from: from.to_owned(),
        to_year: 2011,
        to: to.to_owned(),
        population: 1.0,
        ground: 1.0,
    };
    let rows = [
        ("13055", "2010", "INSGESAMT", "1000"),
        ("13055", "2010", "OHNE", "100"),
        ("13056", "2010", "INSGESAMT", "1000"),
        ("13056", "2010", "OHNE", "200"),
        ("13003", "2010", "INSGESAMT", "1000"),
        ("13003", "2010", "OHNE", "50"),
        // Counted before the reform of that year.
        ("13055", "2011", "INSGESAMT", "1000"),
        ("13055", "2011", "OHNE", "100"),
        ("13056", "2011", "INSGESAMT", "1000"),
        ("13056", "2011", "OHNE", "300"),
        ("13071", "2012", "INSGESAMT", "2000"),
        ("13071", "2012", "OHNE", "500"),
    ];
    let parts = vec![Part { delivery: delivery(1), order: 1, table: Arc::new(table("T", &rows)) }];
    let mut datasets = InMemory::default().with(parts);
    datasets.crosswalk = Some(Arc::new(Crosswalk::new(&[weight("13055", "13071"), weight("13056", "13071")])));
    let rate = definition("100 * ratio(ohne, alle)", "Prozent");
    let across = |definition: &Definition, year: i32| -> Vec<(String, Option<f64>)> {
        let values = compute_across(definition, &datasets, year, Some(AreaLevel::Kreis));
        values.into_iter().map(|value| (value.area, value.wert.value())).collect()
    };
    let of = |area: &str, value: f64| (area.to_owned(), Some(value));
    assert_eq!(across(&rate, 2010), [of("13003", 5.0), of("13071", 15.0)]);
    let series = compute(&rate, &datasets, "13071", 2010..=2012);
    let values: Vec<Option<f64>> = series.points.iter().map(|point| point.wert.value()).collect();
    assert_eq!(values, [Some(15.0), Some(20.0), Some(25.0)], "the year of the reform has no hole");
    let traced = trace(&rate, &datasets, "13071", 2011).unwrap();
    assert_eq!(traced.inputs[0].observations.len(), 2);
    let scores = across(&definition("z(100 * ratio(ohne, alle))", "Punkte"), 2010);
    let sum: f64 = scores.iter().filter_map(|(_, score)| *score).sum();
    assert!(scores.len() == 2 && sum.abs() < 1e-9, "{scores:?}");
}

#[test]
fn a_table_in_another_unit_is_refused_and_said() {
    let mut other = table("T", &[("07211", "2022", "OHNE", "6"), ("07211", "2022", "INSGESAMT", "80")]);
    other.dimensions[2].categories[0].unit = Some("Tsd.".to_owned());
    let datasets = InMemory::default().with(vec![Part { delivery: delivery(1), order: 1, table: Arc::new(other) }]);
    let series = compute(&definition("ohne / alle", "x"), &datasets, "07211", 2022..=2022);
    assert_eq!(series.points[0].wert.symbol, Symbol::Missing);
    expect![[r#"
        Abgänge ohne Abschluss: die Tabelle T führt „ABS“ in „Tsd.“, die Definition erwartet „Anzahl“
        Abgänge insgesamt: die Tabelle T führt „ABS“ in „Tsd.“, die Definition erwartet „Anzahl“"#]]
    .assert_eq(&series.problems.join("\n"));
}

const TWO_SOURCES: &str = r#"code = "C.04"
bereich = "C"
kind = "core"
status = "active"
name = { de = "n", en = "n" }
question = "q"
unit = "Prozent"
decimals = 1
polarity = "neutral"
counts = "stock"
stichtag = "s"
[[version]]
valid_from = 2008
valid_until = 2011
formula = "100 * ratio(betreut, kinder)"
[[version]]
valid_from = 2012
note = "Seither ohne Doppelzählungen."
formula = "per(100, betreut, kinder)"
[[input]]
name = "betreut"
label = "Betreute Kinder"
unit = "Anzahl"
[[input.source]]
tables = "NEU"
measure = "ABS"
valid_from = 2010
[[input.source]]
tables = ["FEHLT", "ALT"]
measure = "ABS"
[[input]]
name = "kinder"
label = "Kinder"
unit = "Anzahl"
[[input.source]]
tables = "BEV"
measure = "ABS"
year_offset = -1
up_to_years_before = 1
within_year = "12-31"
"#;

#[test]
fn sources_are_read_by_priority_and_every_break_is_said() {
    let total = |code: &str, number: u64, rows: &[(&str, &str)]| {
        let rows: Vec<(&str, &str, &str, &str)> =
            rows.iter().map(|(period, value)| ("07211", *period, "INSGESAMT", *value)).collect();
        vec![Part { delivery: delivery(number), order: 1, table: Arc::new(table(code, &rows)) }]
    };
    let old = [("2008-03-15", "100"), ("2009-03-01", "120"), ("2010-03-01", "130")];
    // For 2009 the newer table is not to be used, for 2011 it promises a value for later.
    let new = [("2009-03-01", "999"), ("2010-03-01", "140"), ("2011-03-01", "..."), ("2012-03-01", "150")];
    let people = [
        ("2007-12-31", "1000"),
        ("2008-06-30", "1"),
        ("2008-12-31", "1000"),
        ("2009-12-31", "1000"),
        ("2010-12-31", "1000"),
    ];
    let datasets =
        InMemory::default().with(total("ALT", 1, &old)).with(total("NEU", 2, &new)).with(total("BEV", 3, &people));
    let definition = Definition::parse("c04.toml", TWO_SOURCES).unwrap();
    expect![[r#"
        2008 10,00 
        2009 12,00  | Betreute Kinder: ab 2009 am 01.03. statt am 15.03. gezählt.
        2010 14,00  | Betreute Kinder: ab 2010 aus Tabelle NEU statt ALT.
        2011 ... 
        2012 15,00  | Seither ohne Doppelzählungen.
        2013 keine Angabe 
    "#]]
    .assert_eq(&shown(&compute(&definition, &datasets, "07211", 2008..=2013)));
    assert_eq!(years_of(&definition, &datasets, "07211"), Some(2008..=2012));
    assert_eq!(newest_year(&definition, &datasets), Some(2012), "as far as the youngest of all inputs together");
    let trace = trace(&definition, &datasets, "07211", 2012).unwrap();
    let periods: Vec<String> = trace.inputs.iter().map(|input| input.period.unwrap().to_string()).collect();
    assert_eq!(periods, ["2012-03-01", "2010-12-31"], "the population of the year before, else of one earlier");
}

/// The same question answered by looking through all rows.
fn naive(rows: &[Row], area: &str, year: &str) -> Option<f64> {
    let cells: HashMap<&str, &str> =
        rows.iter().filter(|row| row.0 == area && row.1 == year).map(|row| (row.2.as_str(), row.3.as_str())).collect();
    let number = |cell: &str| match cell {
        "-" => Some(0.0),
        other => other.parse::<f64>().ok(),
    };
    let (over, under) = (number(cells.get("OHNE")?)?, number(cells.get("INSGESAMT")?)?);
    (under != 0.0).then(|| 100.0 * (over / under))
}

type Row = (String, String, String, String);

fn any_rows() -> impl Strategy<Value = Vec<Row>> {
    let cell = prop_oneof![4 => (0..2000_u32).prop_map(|number| number.to_string()), 1 => Just("-".to_owned()), 1 => Just(".".to_owned()), 1 => Just("...".to_owned())];
    let key = (0..6_usize, 2018..2024_i32, 0..3_usize);
    prop::collection::btree_map(key, cell, 0..80).prop_map(|cells| {
        let areas = ["DG", "07", "07211", "07235", "06431", "15084"];
        let classes = ["INSGESAMT", "OHNE", "MIT"];
        cells
            .into_iter()
            .map(|((area, year, class), cell)| {
                (areas[area].to_owned(), year.to_string(), classes[class].to_owned(), cell)
            })
            .collect()
    })
}

fn of_rows(rows: &[Row]) -> InMemory {
    let rows: Vec<(&str, &str, &str, &str)> =
        rows.iter().map(|row| (row.0.as_str(), row.1.as_str(), row.2.as_str(), row.3.as_str())).collect();
    InMemory::default().with(vec![Part { delivery: delivery(1), order: 1, table: Arc::new(table("T", &rows)) }])
}

proptest! {
    #[test]
    fn values_are_those_of_a_plain_evaluation(rows in any_rows()) {
        let datasets = of_rows(&rows);
        let definition = definition("100 * ratio(ohne, alle)", "Prozent");
        for area in ["DG", "07", "07211", "07235", "06431", "15084"] {
            for point in compute(&definition, &datasets, area, 2018..=2023).points {
                prop_assert_eq!(point.wert.value(), naive(&rows, area, &point.year.to_string()), "{} {}", area, point.year);
            }
        }
    }

    /// The rate of several areas is the quotient of their sums, whatever their own rates are.
    #[test]
    fn together_is_the_ratio_of_sums(rows in any_rows()) {
        let areas = ["07211", "07235", "06431"];
        let cells: HashMap<(&str, &str, &str), &str> =
            rows.iter().map(|row| ((row.0.as_str(), row.1.as_str(), row.2.as_str()), row.3.as_str())).collect();
        let sum = |year: &str, class: &str| -> Option<f64> {
            let number = |area: &&str| cells.get(&(*area, year, class)).and_then(|cell| wert(cell).value());
            areas.iter().map(number).sum()
        };
        let definition = definition("100 * ratio(ohne, alle)", "Prozent");
        for point in compute_together(&definition, &of_rows(&rows), &areas, 2018..=2023).points {
            let year = point.year.to_string();
            let expected = sum(&year, "OHNE").zip(sum(&year, "INSGESAMT")).filter(|(_, under)| *under != 0.0);
            prop_assert_eq!(point.wert.value(), expected.map(|(over, under)| 100.0 * (over / under)));
        }
    }

    #[test]
    fn the_order_of_rows_does_not_matter(rows in any_rows().prop_shuffle(), turned in any::<prop::sample::Index>()) {
        let definition = definition("100 * ratio(ohne, alle)", "Prozent");
        let mut other = rows.clone();
        if !other.is_empty() {
            let middle = turned.index(other.len());
            other.rotate_left(middle);
        }
        let values = |rows: &[Row]| -> Vec<Wert> {
            let series = compute(&definition, &of_rows(rows), "07211", 2018..=2023);
            series.points.into_iter().map(|point| point.wert).collect()
        };
        prop_assert_eq!(values(&rows), values(&other));
    }
}
