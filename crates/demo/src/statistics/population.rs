//! Population, births and moves of the Kreise (statistics 12411, 12612, 12711).

use std::ops::RangeInclusive;

use chrono::NaiveDate;

use super::cohorts::{ALL_AGES, BOTH, FEMALE, FOREIGN, GERMAN, MALE, OLDEST};
use super::layout::{Cell, Sheet};
use super::regions::Area;
use super::{Delivery, World};

type AgeGroup = (&'static str, RangeInclusive<usize>);

/// "Altersgruppen (17)", as the tables name them.
pub(super) const AGES_17: [AgeGroup; 17] = [
    ("unter 3 Jahre", 0..=2),
    ("3 bis unter 6 Jahre", 3..=5),
    ("6 bis unter 10 Jahre", 6..=9),
    ("10 bis unter 15 Jahre", 10..=14),
    ("15 bis unter 18 Jahre", 15..=17),
    ("18 bis unter 20 Jahre", 18..=19),
    ("20 bis unter 25 Jahre", 20..=24),
    ("25 bis unter 30 Jahre", 25..=29),
    ("30 bis unter 35 Jahre", 30..=34),
    ("35 bis unter 40 Jahre", 35..=39),
    ("40 bis unter 45 Jahre", 40..=44),
    ("45 bis unter 50 Jahre", 45..=49),
    ("50 bis unter 55 Jahre", 50..=54),
    ("55 bis unter 60 Jahre", 55..=59),
    ("60 bis unter 65 Jahre", 60..=64),
    ("65 bis unter 75 Jahre", 65..=74),
    ("75 Jahre und mehr", 75..=OLDEST),
];

/// "Altersgruppen (21)": the same below 65.
const AGES_FROM_65: [AgeGroup; 6] = [
    ("65 bis unter 70 Jahre", 65..=69),
    ("70 bis unter 75 Jahre", 70..=74),
    ("75 bis unter 80 Jahre", 75..=79),
    ("80 bis unter 85 Jahre", 80..=84),
    ("85 bis unter 90 Jahre", 85..=89),
    ("90 Jahre und mehr", 90..=OLDEST),
];

const STATISTIC: &str = "Fortschreibung des Bevölkerungsstandes";
const MEASURE: &str = "Bevölkerungsstand (Anzahl)";
const REGIONAL: &str = "regionale Tiefe: Kreise und krfr. Städte";
const SEXES: [(&str, &[usize]); 3] = [("Insgesamt", BOTH), ("männlich", &[MALE]), ("weiblich", &[FEMALE])];

pub(super) fn deliveries(world: &World) -> Vec<Delivery> {
    let last = world.cohorts.last;
    vec![
        by_sex(world, last - 1, &[last - 2, last - 1], "12411-01-01-4.csv", world.day(1, 6, 20)),
        by_sex(world, last, &[], "12411-01-01-4_korrigiert.csv", world.day(0, 6, 18)),
        by_age_group(world),
        by_nationality(world),
        by_single_year(world),
        births(world),
        moves(world),
    ]
}

/// Years as columns, the newest first. `too_high`: years that this delivery still gives from the update of the older census.
fn by_sex(world: &World, last: i32, too_high: &[i32], name: &str, delivered_on: NaiveDate) -> Delivery {
    let years: Vec<i32> = (world.cohorts.first..=last).rev().collect();
    let days = years.iter().flat_map(|year| vec![format!("31.12.{year}"); 3]).collect();
    let sexes = years.iter().flat_map(|_| SEXES.map(|(label, _)| label.to_owned())).collect();
    let title = ["Bevölkerungsstand: Bevölkerung nach Geschlecht", "- Stichtag 31.12. -", REGIONAL, STATISTIC, MEASURE];
    let mut sheet = Sheet::with_header("12411-01-01-4", &title, 2, vec![days, sexes]);
    sheet = match too_high {
        [from, .., to] => sheet.note(
            "gesamte Tabelle",
            &format!("{from}, {to}: vorläufige Ergebnisse, fortgeschrieben auf Grundlage des Zensus 2011"),
        ),
        _ => sheet.note(
            "gesamte Tabelle",
            &format!("{}, {}: korrigierte Ergebnisse auf Grundlage des Zensus 2022", last - 2, last - 1),
        ),
    };
    for area in &world.regions.areas {
        let mut cells = Vec::with_capacity(years.len() * 3);
        for year in &years {
            let of_sex = |sex: usize| {
                // Unit by unit, so that the areas still add up.
                area.units
                    .clone()
                    .map(|unit| {
                        let count = world.cohorts.count(unit..unit + 1, *year, BOTH, &[sex], ALL_AGES);
                        if too_high.contains(year) { count + count * (7 + unit as i64 % 5) / 1000 } else { count }
                    })
                    .sum::<i64>()
            };
            let (men, women) = (of_sex(MALE), of_sex(FEMALE));
            cells.extend([men + women, men, women].map(Cell::Number));
        }
        sheet.row(&[area.code, &area.indented()], &cells);
    }
    sheet.delivery(name, delivered_on)
}

fn by_age_group(world: &World) -> Delivery {
    let title = [
        "Bevölkerungsstand: Bevölkerung nach Geschlecht",
        "und Altersgruppen (17) - Stichtag 31.12. -",
        REGIONAL,
        STATISTIC,
        MEASURE,
    ];
    let sheet = Sheet::new("12411-02-03-4", &title, 4, &[&["Insgesamt", "männlich", "weiblich"]]);
    let sheet = by_age(world, sheet, world.cohorts.first, &AGES_17);
    sheet.delivery("12411-02-03-4.csv", world.day(0, 7, 1))
}

/// Single years up to 75, then groups: 79 rows and the total per area. Ten years, as the file is long.
fn by_single_year(world: &World) -> Delivery {
    let labels: Vec<String> = (0..75)
        .map(|age| if age == 0 { "unter 1 Jahr".to_owned() } else { format!("{age} bis unter {} Jahre", age + 1) })
        .collect();
    let ages: Vec<(&str, RangeInclusive<usize>)> = labels
        .iter()
        .enumerate()
        .map(|(age, label)| (label.as_str(), age..=age))
        .chain(AGES_FROM_65[2..].iter().cloned())
        .collect();
    let title = [
        "Bevölkerungsstand: Bevölkerung nach Geschlecht",
        "und Altersjahren (79) - Stichtag 31.12. -",
        REGIONAL,
        STATISTIC,
        MEASURE,
    ];
    let sheet = Sheet::new("12411-04-02-4", &title, 4, &[&["Insgesamt", "männlich", "weiblich"]]);
    let sheet = by_age(world, sheet, world.cohorts.last - 9, &ages);
    sheet.delivery("12411-04-02-4.csv", world.day(0, 7, 2))
}

fn by_age(world: &World, mut sheet: Sheet, first: i32, ages: &[(&str, RangeInclusive<usize>)]) -> Sheet {
    for year in (first..=world.cohorts.last).rev() {
        let day = format!("31.12.{year}");
        for area in &world.regions.areas {
            let name = area.indented();
            let all = ("Insgesamt", ALL_AGES);
            for (label, ages) in ages.iter().chain([&all]) {
                let cells = SEXES.map(|(_, sexes)| count(world, area, year, BOTH, sexes, ages));
                sheet.row(&[&day, area.code, &name, label], &cells);
            }
        }
    }
    sheet
}

fn count(
    world: &World,
    area: &Area,
    year: i32,
    nationalities: &[usize],
    sexes: &[usize],
    ages: &RangeInclusive<usize>,
) -> Cell {
    Cell::Number(world.cohorts.count(area.units.clone(), year, nationalities, sexes, ages.clone()))
}

/// Since 2011, as the table.
fn by_nationality(world: &World) -> Delivery {
    const NATIONALITIES: [(&str, &[usize]); 3] =
        [("Insgesamt", BOTH), ("Deutsche", &[GERMAN]), ("Ausländer(innen)", &[FOREIGN])];
    let title = [
        "Bevölkerungsstand: Bevölkerung nach Geschlecht, Nationalität",
        "und Altersgruppen (21) - Stichtag 31.12. - (ab 2011)",
        REGIONAL,
        STATISTIC,
        MEASURE,
    ];
    let nationalities =
        NATIONALITIES.iter().flat_map(|(label, _)| [(*label).to_owned(), (*label).to_owned(), (*label).to_owned()]);
    let sexes = NATIONALITIES.iter().flat_map(|_| SEXES.map(|(label, _)| label.to_owned()));
    let mut sheet = Sheet::with_header("12411-03-03-4", &title, 4, vec![nationalities.collect(), sexes.collect()]);
    let all = ("Insgesamt", ALL_AGES);
    for year in (2011.max(world.cohorts.first)..=world.cohorts.last).rev() {
        let day = format!("31.12.{year}");
        for area in &world.regions.areas {
            let name = area.indented();
            for (label, ages) in AGES_17[..15].iter().chain(&AGES_FROM_65).chain([&all]) {
                let cells: Vec<Cell> = NATIONALITIES
                    .iter()
                    .flat_map(|(_, nationality)| {
                        SEXES.map(|(_, sexes)| count(world, area, year, nationality, sexes, ages))
                    })
                    .collect();
                sheet.row(&[&day, area.code, &name, label], &cells);
            }
        }
    }
    sheet.delivery("12411-03-03-4.csv", world.day(0, 7, 2))
}

fn births(world: &World) -> Delivery {
    let title = [
        "Geburten: Lebendgeborene nach Geschlecht - Jahressumme -",
        REGIONAL,
        "Statistik der Geburten",
        "Lebendgeborene (Anzahl)",
    ];
    let mut sheet = Sheet::new("12612-01-01-4", &title, 3, &[&["Insgesamt", "männlich", "weiblich"]]);
    for year in world.years() {
        for area in &world.regions.areas {
            let [boys, girls] = world.cohorts.births(area.units.clone(), year);
            sheet
                .row(&[&year.to_string(), area.code, &area.indented()], &[boys + girls, boys, girls].map(Cell::Number));
        }
    }
    sheet.delivery("12612-01-01-4.csv", world.day(0, 7, 9))
}

fn moves(world: &World) -> Delivery {
    const MEASURES: [&str; 4] = [
        "Zuzüge über die Gemeindegrenzen",
        "Zuzüge aus dem  Ausland über die Gemeindegrenzen",
        "Fortzüge über die Gemeindegrenzen",
        "Fortzüge ins Ausland über Gemeindegrenzen",
    ];
    let title = [
        "Zu- und Fortzüge nach Nationalität (über die",
        "Gemeindegrenzen und Grenzen des Bundesgebietes)",
        "- Jahressumme - regionale Tiefe: Kreise und krfr. Städte",
        "Wanderungsstatistik",
    ];
    let row = |cell: fn(&str, &str) -> String| {
        MEASURES.iter().flat_map(|measure| SEXES.map(|(sex, _)| cell(measure, sex))).collect::<Vec<String>>()
    };
    let header = vec![
        row(|measure, _| measure.to_owned()),
        row(|_, _| "Geschlecht".to_owned()),
        row(|_, sex| sex.to_owned()),
        row(|_, _| "Anzahl".to_owned()),
    ];
    let mut sheet = Sheet::with_header("12711-03-02-4", &title, 4, header).note(
        "gesamte Tabelle",
        "Rheinland-Pfalz: ohne die im Hinblick auf das Zielgebiet ungeklärten Fälle und Fälle ohne Angabe",
    );
    for year in world.years() {
        for area in &world.regions.areas {
            for (label, nationalities) in
                [("Deutsche", [GERMAN].as_slice()), ("Ausländer(innen)", &[FOREIGN]), ("Insgesamt", BOTH)]
            {
                let of_sex = |sex| world.cohorts.moves(area.units.clone(), year, nationalities, sex);
                let (men, women) = (of_sex(MALE), of_sex(FEMALE));
                let mut cells = Vec::with_capacity(12);
                for (men, women) in [
                    (men.arrivals, women.arrivals),
                    (men.from_abroad, women.from_abroad),
                    (men.departures, women.departures),
                    (men.to_abroad, women.to_abroad),
                ] {
                    cells.extend([men + women, men, women].map(|count| Cell::Number(count.into())));
                }
                sheet.row(&[&year.to_string(), area.code, &area.indented(), label], &cells);
            }
        }
    }
    sheet.delivery("12711-03-02-4.csv", world.day(0, 9, 3))
}
