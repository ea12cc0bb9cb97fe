//! The catalogue against the codes that tables have: a typo in a code would be a Kennzahl that never finds its data.
//!
//! Known are the measures in `catalog/sources/`, the dimensions in `catalog/dimensions/`, and the tables of the office in
//! `catalog/office-tables.toml`.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use cube::catalogue;
use model::kennzahlen::{ALL, Bereich, Kennzahl, KennzahlStatus, Source};
use model::statistics::{MEASURE, TOTAL};

/// Indicators of the plan per Bereich.
const PLANNED: [(Bereich, usize); 9] = [
    (Bereich::Rahmenbedingungen, 24),
    (Bereich::Grundinformationen, 10),
    (Bereich::FruehkindlicheBildung, 24),
    (Bereich::AllgemeinbildendeSchulen, 48),
    (Bereich::BeruflicheBildung, 21),
    (Bereich::Hochschulen, 12),
    (Bereich::Weiterbildung, 13),
    (Bereich::NonFormaleBildung, 13),
    (Bereich::NetzwerkeUndBeratung, 19),
];

/// Students: a flat file that has no description in `catalog/sources/`; its codes are those of the file.
const STUDENTS: [&str; 2] = ["21311-01-01-4", "21311-01-01-4-B"];
const STUDENTS_MEASURE: &str = "HS-W02";
const STUDENTS_DIMENSIONS: [(&str, &[&str]); 3] = [
    ("GES", &["GESM", "GESW"]),
    ("NAT", &["NATD", "NATA"]),
    ("HS-FG2", &["HS-FG01", "HS-FG02", "HS-FG03", "HS-FG04", "HS-FG05", "HS-FG07", "HS-FG08", "HS-FG09", "HS-FG10"]),
];

/// What is known about a table.
#[derive(Default)]
struct Known {
    measures: BTreeSet<String>,
    /// Categories by dimension; `None` where the office gives the codes.
    dimensions: BTreeMap<String, Option<BTreeSet<String>>>,
    /// By measure, where it is not a number of cases.
    units: BTreeMap<String, String>,
    is_official: bool,
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../catalog")
}

fn toml_files(name: &str) -> Vec<toml::Table> {
    let entries = std::fs::read_dir(folder().join(name)).unwrap();
    let texts = entries.map(|entry| std::fs::read_to_string(entry.unwrap().path()).unwrap());
    texts.map(|text| text.parse().unwrap()).collect()
}

fn texts(value: Option<&toml::Value>) -> Vec<String> {
    let list = value.and_then(toml::Value::as_array).map(Vec::as_slice).unwrap_or_default();
    list.iter().map(|text| text.as_str().unwrap().to_owned()).collect()
}

fn text(table: &toml::Table, key: &str) -> String {
    table[key].as_str().unwrap().to_owned()
}

/// Dimensions of official tables with their categories; without a list, the codes follow a rule.
fn official_dimensions() -> BTreeMap<String, Option<BTreeSet<String>>> {
    let of_file = |file: toml::Table| {
        let categories = file.get("category").and_then(toml::Value::as_array);
        let codes = categories.map(|all| all.iter().map(|one| text(one.as_table().unwrap(), "code")).collect());
        (text(&file, "code"), codes)
    };
    toml_files("dimensions").into_iter().map(of_file).collect()
}

fn known_tables() -> BTreeMap<String, Known> {
    let mut tables = BTreeMap::new();
    for file in toml_files("sources") {
        let headers = file["header"].as_array().unwrap().iter();
        let measures: BTreeSet<String> =
            headers.filter_map(|header| Some(header.get("measure")?.as_str().unwrap().to_owned())).collect();
        for table in texts(file.get("tables")) {
            let known = Known {
                measures: measures.clone(),
                dimensions: official_dimensions(),
                is_official: true,
                ..Known::default()
            };
            tables.insert(table, known);
        }
    }
    let owned = |codes: &[&str]| codes.iter().map(|code| (*code).to_owned()).collect::<BTreeSet<_>>();
    for table in STUDENTS {
        let known = Known {
            measures: owned(&[STUDENTS_MEASURE]),
            dimensions: STUDENTS_DIMENSIONS.iter().map(|(code, all)| ((*code).to_owned(), Some(owned(all)))).collect(),
            is_official: true,
            ..Known::default()
        };
        tables.insert(table.to_owned(), known);
    }
    let office = std::fs::read_to_string(folder().join("office-tables.toml")).unwrap();
    let office: toml::Table = office.parse().unwrap();
    for table in office["table"].as_array().unwrap().iter().map(|table| table.as_table().unwrap()) {
        let class = |(code, categories): (&String, &toml::Value)| {
            let codes: BTreeSet<String> = texts(Some(categories)).into_iter().collect();
            (code.clone(), (!codes.is_empty()).then_some(codes))
        };
        let classes = table.get("classes").and_then(toml::Value::as_table);
        let units = table.get("units").and_then(toml::Value::as_table);
        let known = Known {
            measures: texts(table.get("measures")).into_iter().collect(),
            dimensions: classes.map(|classes| classes.iter().map(class).collect()).unwrap_or_default(),
            units: units
                .map(|units| units.iter().map(|(key, unit)| (key.clone(), unit.as_str().unwrap().to_owned())).collect())
                .unwrap_or_default(),
            is_official: false,
        };
        assert!(tables.insert(text(table, "code"), known).is_none());
    }
    tables
}

impl Known {
    /// What a code of a category must be; the message names the mistake.
    fn check(&self, dimension: &str, category: &str) -> Result<(), String> {
        if dimension == MEASURE {
            let known = self.measures.contains(category);
            return if known { Ok(()) } else { Err(format!("keinen Wert {category}")) };
        }
        let Some(codes) = self.dimensions.get(dimension) else {
            return Err(format!("kein Merkmal {dimension}"));
        };
        let known = match codes {
            _ if category == TOTAL || category == ALL => true,
            Some(codes) => codes.contains(category),
            None if self.is_official => follows_rule(dimension, category),
            None => true,
        };
        if known { Ok(()) } else { Err(format!("in {dimension} keine Ausprägung {category}")) }
    }
}

/// Ages as GENESIS codes them (`ALT003B06`, `ALT075UM`), grades (`KL07`).
fn follows_rule(dimension: &str, category: &str) -> bool {
    let number = |digits: &str, length: usize| {
        (digits.len() == length && digits.bytes().all(|digit| digit.is_ascii_digit()))
            .then(|| digits.parse::<u32>().unwrap())
    };
    match dimension {
        "ALT" => category.strip_prefix("ALT").is_some_and(|rest| match rest.split_once('B') {
            Some((from, until)) => number(from, 3).zip(number(until, 2)).is_some_and(|(from, until)| from < until),
            None => rest.strip_suffix("UM").is_some_and(|from| number(from, 3).is_some()),
        }),
        "KLASSENSTUFE" => category.strip_prefix("KL").is_some_and(|grade| number(grade, 2).is_some()),
        _ => false,
    }
}

fn active() -> impl Iterator<Item = &'static Kennzahl> {
    let all = catalogue().iter().map(|definition| &definition.kennzahl);
    all.filter(|kennzahl| kennzahl.status == KennzahlStatus::Active)
}

fn check_source(kennzahl: &Kennzahl, unit: &str, source: &Source, tables: &BTreeMap<String, Known>) -> Vec<String> {
    let mut mistakes = Vec::new();
    for table in source.tables.codes() {
        let mut mistake = |text: String| mistakes.push(format!("{}: die Tabelle {table} hat {text}", kennzahl.code));
        let Some(known) = tables.get(table) else {
            mistake("keine Beschreibung".to_owned());
            continue;
        };
        if let Err(text) = known.check(MEASURE, &source.measure) {
            mistake(text);
        }
        let published = known.units.get(&source.measure).map_or("Anzahl", String::as_str);
        if !known.is_official && published != unit {
            mistake(format!("{} in {published}, nicht in {unit}", source.measure));
        }
        for (dimension, choice) in &source.filter {
            for text in choice.codes().iter().filter_map(|category| known.check(dimension, category).err()) {
                mistake(text);
            }
        }
    }
    mistakes
}

#[test]
fn every_code_of_an_active_kennzahl_is_one_that_a_table_has() {
    let tables = known_tables();
    let mut mistakes = Vec::new();
    for kennzahl in active() {
        for input in &kennzahl.inputs {
            for source in &input.sources {
                mistakes.extend(check_source(kennzahl, &input.unit, source, &tables));
            }
        }
        for breakdown in &kennzahl.breakdowns {
            let concerned =
                |input: &str| breakdown.inputs.is_empty() || breakdown.inputs.iter().any(|name| name == input);
            let inputs = kennzahl.inputs.iter().filter(|input| concerned(&input.name));
            let read: BTreeSet<&String> =
                inputs.flat_map(|input| &input.sources).flat_map(|source| source.tables.codes()).collect();
            let known = read.iter().filter_map(|table| tables.get(*table));
            for known in known {
                let categories =
                    if breakdown.categories.is_empty() { &[TOTAL.to_owned()][..] } else { &breakdown.categories };
                for text in categories.iter().filter_map(|category| known.check(&breakdown.dimension, category).err()) {
                    mistakes.push(format!("{}: die Gliederung hat {text}", kennzahl.code));
                }
            }
        }
    }
    assert!(mistakes.is_empty(), "{}", mistakes.join("\n"));
}

#[test]
fn every_planned_indicator_is_declared_and_variants_have_one() {
    let codes: BTreeSet<&str> = catalogue().iter().map(|definition| definition.kennzahl.code.as_str()).collect();
    let planned: BTreeSet<String> = PLANNED
        .iter()
        .flat_map(|(bereich, count)| (1..=*count).map(move |number| format!("{}.{number:02}", bereich.code())))
        .collect();
    let missing: Vec<&String> = planned.iter().filter(|code| !codes.contains(code.as_str())).collect();
    assert!(missing.is_empty(), "{missing:?}");
    let stray: Vec<&&str> = codes.iter().filter(|code| !planned.contains(&code[..4])).collect();
    assert!(stray.is_empty(), "{stray:?}");
}

#[test]
fn at_least_45_can_be_calculated_and_some_of_every_bereich() {
    let active: Vec<&Kennzahl> = active().collect();
    let indicators: BTreeSet<&str> = active.iter().map(|kennzahl| &kennzahl.code.as_str()[..4]).collect();
    assert!(indicators.len() >= 45, "{}", indicators.len());
    for (bereich, _) in PLANNED {
        assert!(active.iter().any(|kennzahl| kennzahl.bereich == bereich), "{bereich}");
    }
}

/// The page begins with that sentence.
#[test]
fn every_active_kennzahl_has_its_sentence() {
    let mistakes: Vec<String> =
        active().filter(|kennzahl| kennzahl.headline.is_none()).map(|kennzahl| kennzahl.code.to_string()).collect();
    assert!(mistakes.is_empty(), "{}", mistakes.join("\n"));
}

/// Texts go to pages and reports as they are.
#[test]
fn texts_are_whole_sentences() {
    let mut mistakes = Vec::new();
    for kennzahl in catalogue().iter().map(|definition| &definition.kennzahl) {
        let mut mistake = |text: &str| mistakes.push(format!("{}: {text}", kennzahl.code));
        if !kennzahl.question.ends_with('?') {
            mistake(&kennzahl.question);
        }
        let notes = kennzahl.versions.iter().filter_map(|version| version.note.as_ref());
        let sentences = kennzahl.caveats.iter().chain(&kennzahl.footnotes).chain(notes);
        let awaited = kennzahl.awaited.iter().flat_map(|awaited| [&awaited.data, &awaited.how]);
        for sentence in sentences.chain(awaited).filter(|sentence| !sentence.ends_with(['.', '?'])) {
            mistake(sentence);
        }
        for word in kennzahl.words.iter().filter(|word| word.to_lowercase() != **word) {
            mistake(word);
        }
        let all = [&kennzahl.name.de, &kennzahl.name.en, &kennzahl.question, &kennzahl.stichtag];
        for text in all.into_iter().chain(&kennzahl.caveats).filter(|text| text.contains("  ") || text.trim() != **text)
        {
            mistake(text);
        }
    }
    assert!(mistakes.is_empty(), "{}", mistakes.join("\n"));
}
