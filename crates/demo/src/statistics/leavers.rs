//! Leavers of general schools by Abschluss (21111-02-06-4); the year is the one in which the school year ends.

use chrono::NaiveDate;

use super::layout::{Cell, Sheet, Zero};
use super::regions::Area;
use super::schools::{FORMERLY, abitur, day, draw};
use super::secrecy::{Protected, Sums};
use super::{Delivery, World};

const ABSCHLUESSE: [&str; 7] = [
    "Insgesamt",
    "ohne Hauptschulabschluss",
    "mit Hauptschulabschluss",
    "mit Mittlerem Abschluss",
    "dar. schulischer Teil der Fachhochschulreife",
    "mit Fachhochschulreife",
    "mit allgemeiner Hochschulreife",
];
/// Columns of [all, women] of each Abschluss; the total first.
const WIDTH: usize = ABSCHLUESSE.len() * 2;
/// "dar." is no part of the sum.
const SUMS: [(usize, &[usize]); 2] = [(0, &[2, 4, 6, 10, 12]), (1, &[3, 5, 7, 11, 13])];

/// Leavers of one unit in the columns of the table.
fn leavers(world: &World, unit: usize, year: i32) -> [i64; WIDTH] {
    let draw = draw(world, unit);
    let cohorts = &world.cohorts;
    let abitur = abitur(year) * world.peculiarity(unit, 40, 0.08);
    // The school year began in autumn of the year before: those of grade 10 then. Those of grade 13 are taken from two grades below, as
    // the ages of grade 13 hold students who came to town.
    let younger = cohorts.grade(unit, year - 1, 10) * draw;
    let older = cohorts.grade(unit, year - 3, 11) * draw;
    let without = (0.068 + 0.0012 * f64::from((year - 2014).clamp(0, 12))) * world.peculiarity(unit, 41, 0.4);
    let haupt = (0.26 - 0.004 * f64::from((year - 2000).clamp(0, 25))) * world.peculiarity(unit, 42, 0.15);
    let without = without + cohorts.foreign_part(unit, year, 12..=17) * 0.06;
    let mittlere = 1.0 - abitur - without - haupt;
    let part_fhr =
        mittlere * (0.015 + 0.0022 * f64::from((year - 2000).clamp(0, 25))) * world.peculiarity(unit, 43, 0.6);
    let fhr = if unit == world.regions.elsewhere() { 0.0012 } else { 0.0 };

    let mut columns = [0; WIDTH];
    for (abschluss, (cohort, part, women)) in [
        (younger, without, 0.385),
        (younger, haupt, 0.405),
        (younger, mittlere, 0.493),
        (younger, part_fhr, 0.51),
        (younger, fhr, 0.49),
        (older, abitur, 0.552),
    ]
    .into_iter()
    .enumerate()
    {
        let subject = 50 + abschluss as u64;
        let all = (cohort * part * world.chance(unit, subject, year, 0.05)).round();
        let women = (all * women * world.chance(unit, subject + 10, year, 0.06)).round().min(all);
        columns[2 * (abschluss + 1)] = all as i64;
        columns[2 * (abschluss + 1) + 1] = women as i64;
    }
    for (total, parts) in SUMS {
        columns[total] = parts.iter().map(|column| columns[*column]).sum();
    }
    columns
}

pub(super) fn deliveries(world: &World) -> Vec<Delivery> {
    let (first, last) = (world.cohorts.first, world.cohorts.last);
    let mut deliveries = Vec::new();
    if first <= FORMERLY {
        let years: Vec<i32> = (first..=FORMERLY.min(last)).rev().collect();
        let title = [
            "Allgemeinbildende Schulen: Absolventen/Abgänger",
            "nach dem Schulabschluss - Schuljahr -",
            "regionale Tiefe: Kreise und krfr. Städte",
            "Statistik der allgemein bildenden Schulen",
            "Absolventen/Abgänger (Anzahl)",
        ];
        let sheet = sheet(&title, "Schulabschluss").zero(Zero::Digit);
        deliveries.push(fill(
            world,
            sheet,
            &years,
            Area::indented_formerly,
            "21111-02-06-4_bis_2015.csv",
            day(2017, 10, 10),
        ));
    }
    if last > FORMERLY {
        let years: Vec<i32> = (first.max(FORMERLY + 1)..=last).rev().collect();
        let title = [
            "Absolvierende/Abgehende allgemeinbildender Schulen nach",
            "Geschlecht und Abschlussarten - Schuljahr - regionale Tiefe:",
            "Kreise und krfr. Städte",
            "Statistik der allgemeinbildenden Schulen",
            "Absolvierende/Abgehende (Anzahl)",
        ];
        let sheet = sheet(&title, "Absolvierende/Abgehende allgemeinbildender Schulen nach dem Abschluss");
        deliveries.push(fill(world, sheet, &years, Area::indented, "21111-02-06-4.csv", world.day(0, 3, 13)));
    }
    deliveries
}

fn sheet(title: &[&str], head: &str) -> Sheet {
    let header = vec![
        vec![head.to_owned(); WIDTH],
        ABSCHLUESSE.iter().flat_map(|abschluss| [(*abschluss).to_owned(), (*abschluss).to_owned()]).collect(),
        ABSCHLUESSE.iter().flat_map(|_| ["Insgesamt".to_owned(), "weiblich".to_owned()]).collect(),
    ];
    Sheet::with_header("21111-02-06-4", title, 3, header)
        .note("gesamte Tabelle", "Die Angabe des Berichtsjahres bezieht sich auf das Jahr in dem das Schuljahr endet.")
        .note("gesamte Tabelle", "Rheinland-Pfalz (2016): eingeschränkte Datenqualität")
        .note("gesamte Tabelle", "Rheinland-Pfalz: Zahlenwerte unter 3 und solche, aus denen sie sich errechnen ließen, sind geheim gehalten.")
}

fn fill(
    world: &World,
    mut sheet: Sheet,
    years: &[i32],
    name: fn(&Area) -> String,
    file: &str,
    delivered_on: NaiveDate,
) -> Delivery {
    let areas = &world.regions.areas;
    let sums_of_areas = world.sums_of_areas();
    for year in years {
        let by_unit: Vec<[i64; WIDTH]> =
            (0..=world.regions.elsewhere()).map(|unit| leavers(world, unit, *year)).collect();
        let numbers = areas
            .iter()
            .map(|area| (0..WIDTH).map(|column| area.units.clone().map(|unit| by_unit[unit][column]).sum()).collect())
            .collect();
        let protected = Protected::new(numbers, &[], &Sums { columns: &SUMS, rows: &sums_of_areas });
        for (row, area) in areas.iter().enumerate() {
            let cells: Vec<Cell> = (0..WIDTH).map(|column| protected.cell(row, column)).collect();
            sheet.row(&[&year.to_string(), area.code, &name(area)], &cells);
        }
    }
    sheet.delivery(file, delivered_on)
}
