//! Kitas, their staff and children in care (statistics 22541, 22543), counted where the Kita is.

use chrono::NaiveDate;

use super::cohorts::in_year;
use super::layout::{Cell, Sheet};
use super::schools::day;
use super::secrecy::{Protected, Sums};
use super::{Delivery, World};

/// The year in which the tables begin, the first with the Stichtag 1 March, and the first of the newer definitions.
const BEGINS: i32 = 2007;
const FIRST_OF_MARCH: i32 = 2009;
const NEWER: i32 = 2011;

/// Part of the children below three, and from three to five, that have a place in a Kita, from 2000 on.
const BELOW_THREE: [f64; 26] = [
    0.03, 0.03, 0.04, 0.04, 0.05, 0.06, 0.08, 0.10, 0.13, 0.155, 0.18, 0.20, 0.215, 0.235, 0.255, 0.262, 0.262, 0.26,
    0.264, 0.268, 0.27, 0.265, 0.267, 0.272, 0.28, 0.285,
];
const FROM_THREE: [f64; 26] = [
    0.88, 0.89, 0.9, 0.9, 0.91, 0.92, 0.93, 0.945, 0.955, 0.963, 0.966, 0.968, 0.967, 0.966, 0.966, 0.962, 0.956, 0.95,
    0.946, 0.942, 0.938, 0.934, 0.93, 0.926, 0.922, 0.922,
];

/// Day on which the statistics count.
fn stichtag(year: i32) -> String {
    if year < FIRST_OF_MARCH { format!("15.03.{year}") } else { format!("01.03.{year}") }
}

/// Columns: children, below 3, 3 to 5, 6 to 13, of foreign origin, with lunch.
const WIDTH: usize = 6;
const AGES: (usize, &[usize]) = (0, &[1, 2, 3]);

/// In Kitas, with childminders, and without counting twice those who have both.
struct Care {
    kita: [i64; WIDTH],
    minded: [i64; WIDTH],
    either: [i64; WIDTH],
}

fn care(world: &World, unit: usize, year: i32) -> Care {
    let kreis = world.regions.kreise.get(unit);
    // The children of the Stichtag are those of the end of the year before.
    let children = |from, to| world.cohorts.aged(unit, year - 1, from..=to);
    let (below, middle, school) = (children(0, 2), children(3, 5), children(6, 10));
    let town = kreis.is_some_and(super::regions::Kreis::is_town);
    let commuting = if town { 1.02 } else { 0.99 };
    let rate = |rate: f64, subject: u64, spread: f64| {
        rate * world.peculiarity(unit, subject, spread) * world.chance(unit, subject + 10, year, 0.02)
    };
    let young = below * (rate(in_year(&BELOW_THREE, year), 70, 0.16) * if town { 1.12 } else { 1.0 }).min(0.6);
    let kinder = middle * (rate(in_year(&FROM_THREE, year), 71, 0.02) * commuting).min(1.06);
    // Some are six already; older ones come after school, rather in towns.
    let older = children(6, 6) * 0.42 + school * if town { 0.10 } else { 0.028 } * world.peculiarity(unit, 72, 0.5);
    let minders = if town { 0.046 } else { 0.017 }
        * world.peculiarity(unit, 73, 0.6)
        * (0.5 + 0.05 * f64::from((year - 2007).clamp(0, 12)));
    let minded = [below * minders, middle * minders * 0.22, school * minders * 0.3];

    let origin = (world.cohorts.foreign_part(unit, year - 1, 0..=9) * 1.1 + 0.14) * world.peculiarity(unit, 74, 0.15);
    let lunch = (0.5 + 0.017 * f64::from((year - 2007).clamp(0, 20))) * world.peculiarity(unit, 75, 0.08);
    let row = |ages: [f64; 3], lunch: f64| {
        let ages = ages.map(|count| count.round() as i64);
        let all: i64 = ages.iter().sum();
        let part = |share: f64| (all as f64 * share.min(0.97)).round() as i64;
        [all, ages[0], ages[1], ages[2], part(origin), part(lunch)]
    };
    let kita = row([young, kinder, older], lunch);
    // Nobody asked for lunch with childminders until 2008.
    let minded = row(minded, if year < FIRST_OF_MARCH { 0.0 } else { 0.68 });
    let mut either: [i64; WIDTH] = std::array::from_fn(|column| kita[column] + minded[column]);
    if year >= NEWER {
        for (column, twice) in [(1, 0.03), (2, 0.72), (3, 0.6)] {
            either[column] -= (minded[column] as f64 * twice).round() as i64;
        }
        either[0] = either[1..=3].iter().sum();
        let part = either[0] as f64 / (kita[0] + minded[0]).max(1) as f64;
        for column in [4, 5] {
            either[column] = ((kita[column] + minded[column]) as f64 * part).round() as i64;
        }
    }
    Care { kita, minded, either }
}

pub(super) fn deliveries(world: &World) -> Vec<Delivery> {
    let (first, last) = (world.cohorts.first.max(BEGINS), world.cohorts.last);
    let late = last - 4;
    let mut deliveries = vec![
        facilities(
            world,
            &years(first, last).into_iter().filter(|year| *year != late).collect::<Vec<_>>(),
            Some(late),
            "22541-01-04-4.csv",
            world.day(0, 2, 10),
        ),
        facilities(world, &[late], None, "22541-01-04-4_nachlieferung.csv", world.day(0, 9, 24)),
    ];
    if first < NEWER {
        deliveries.push(children(world, &years(first, last.min(NEWER - 1)), "22543-01-01-4.csv", day(2011, 3, 1)));
    }
    if last >= NEWER {
        deliveries.push(children(world, &years(first.max(NEWER), last), "22543-01-02-4.csv", world.day(0, 2, 10)));
    }
    deliveries
}

/// The newest first.
fn years(first: i32, last: i32) -> Vec<i32> {
    (first..=last).rev().collect()
}

fn children(world: &World, years: &[i32], name: &str, delivered_on: NaiveDate) -> Delivery {
    let newer = years.iter().all(|year| *year >= NEWER);
    let code = if newer { "22543-01-02-4" } else { "22543-01-01-4" };
    let title = [
        "Statistik der öffentl. geförd. Kindertagespflege,",
        if newer {
            "nach Art der Kindertagesbetreuung - Stichtag -"
        } else {
            "nach Art der Kindertagesbetreuung - Stichtage -"
        },
        if newer {
            "regional Tiefe: Kreise und krfr. Städte - ab 2011 -"
        } else {
            "regional Tiefe: Kreise und krfr. Städte"
        },
        "Statistik der öffentl. geförd. Kindertagespflege",
    ];
    let (cared, origin, lunch) =
        ("Betreute Kinder", "Kinder, Herkunft mind. 1 Elternteil ausländisch", "Kinder mit Mittagsverpflegung");
    let header: [&[&str]; 4] = [
        &[cared, cared, cared, cared, origin, lunch],
        &["", "Altersgruppe", "Altersgruppe", "Altersgruppe", "", ""],
        &["", "unter 3 Jahre", "3 bis unter 6 Jahre", "6 bis unter 14 Jahre", "", ""],
        &["Anzahl"; WIDTH],
    ];
    let mut sheet = Sheet::new(code, &title, 4, &header).note(
        "gesamte Tabelle",
        "Zahlenwerte unter 3 und solche, aus denen sie sich errechnen ließen, sind geheim gehalten.",
    );
    if !newer {
        sheet = sheet.note(
            "Kinder mit Mittagsverpflegung in der Tagespflege",
            "alle Länder (bis 2008): keine Befragung zu der Mittagsverpflegung in der Öffentlich geförderten Kindertagespflege.",
        );
    }
    let total = if newer { "Insgesamt (ohne Doppelzählungen)" } else { "Insgesamt" };
    let areas = &world.regions.areas;
    let sums_of_areas = world.sums_of_areas();
    for year in years {
        let by_unit: Vec<Care> = (0..=world.regions.elsewhere()).map(|unit| care(world, unit, *year)).collect();
        // One table of three times six columns: until 2010 both kinds of care added up to the total as well.
        let kinds: [fn(&Care) -> &[i64; WIDTH]; 3] = [|care| &care.kita, |care| &care.minded, |care| &care.either];
        let numbers: Vec<Vec<i64>> = areas
            .iter()
            .map(|area| {
                let sum = |kind: fn(&Care) -> &[i64; WIDTH], column: usize| {
                    area.units.clone().map(|unit| kind(&by_unit[unit])[column]).sum()
                };
                kinds
                    .iter()
                    .flat_map(|kind| (0..WIDTH).map(|column| sum(*kind, column)).collect::<Vec<i64>>())
                    .collect()
            })
            .collect();
        let within: Vec<Vec<usize>> =
            (0..3).map(|kind| AGES.1.iter().map(|column| kind * WIDTH + column).collect()).collect();
        let across: Vec<[usize; 2]> = (0..WIDTH).map(|column| [column, WIDTH + column]).collect();
        let mut columns: Vec<(usize, &[usize])> =
            within.iter().enumerate().map(|(kind, parts)| (kind * WIDTH + AGES.0, parts.as_slice())).collect();
        if !newer {
            columns.extend(across.iter().enumerate().map(|(column, parts)| (2 * WIDTH + column, parts.as_slice())));
        }
        let protected = Protected::new(numbers, &[], &Sums { columns: &columns, rows: &sums_of_areas });
        for (row, area) in areas.iter().enumerate() {
            for (kind, label) in ["Tageseinrichtung", "Tagespflege", total].into_iter().enumerate() {
                let cells: Vec<Cell> = (0..WIDTH).map(|column| protected.cell(row, kind * WIDTH + column)).collect();
                sheet.row(&[&stichtag(*year), area.code, &area.indented(), label], &cells);
            }
        }
    }
    sheet.delivery(name, delivered_on)
}

/// Columns of the table of Kitas.
const FACILITIES: usize = 13;

fn facility(world: &World, unit: usize, year: i32) -> [i64; FACILITIES] {
    let care = care(world, unit, year);
    let children = care.kita[0] as f64;
    let kitas =
        (children / (66.0 - 0.35 * f64::from((year - 2007).clamp(0, 18))) * world.peculiarity(unit, 80, 0.1)).round();
    let progress = f64::from((year - BEGINS).clamp(0, 10)) / 10.0;
    let below_three = (kitas * 0.03 * world.peculiarity(unit, 81, 0.9)).round();
    let older = (kitas * 0.05 * world.peculiarity(unit, 82, 0.9)).round();
    let all_ages = (kitas * (0.28 + 0.32 * progress)).round();
    let integrative = (kitas * (0.15 + 0.1 * progress) * world.peculiarity(unit, 83, 0.4)).round();
    let places = (children * 1.09 * world.peculiarity(unit, 84, 0.03)).round();
    let staff =
        (children * (0.158 + 0.0058 * f64::from((year - BEGINS).clamp(0, 18))) * world.peculiarity(unit, 85, 0.06))
            .round();
    let pedagogic = (staff * 0.775).round();
    let women = (pedagogic * (0.972 - 0.002 * f64::from((year - BEGINS).clamp(0, 18)))).round();
    let newer = year >= NEWER;
    // "-" where the measure did not exist yet or no longer.
    let since = |count: f64| if newer { count } else { 0.0 };
    let until = |count: f64| if newer { 0.0 } else { count };
    [
        kitas,
        below_three,
        kitas - below_three - older - all_ages,
        older,
        all_ages,
        integrative,
        places,
        staff,
        since(pedagogic),
        since(women),
        until(pedagogic),
        until((pedagogic * 0.86).round()),
        since((pedagogic * 0.805).round()),
    ]
    .map(|count| count as i64)
}

fn facilities(world: &World, years: &[i32], late: Option<i32>, name: &str, delivered_on: NaiveDate) -> Delivery {
    let title = [
        "Statistik der Tageseinrichtungen für Kinder,",
        "Tageseinrichtungen für Kinder - Stichtage -",
        "regionale Tiefe: Kreise und krfr. Städte",
        "Statistik der Tageseinrichtungen für Kinder",
    ];
    let (kitas, staff, fulltime) =
        ("Tageseinrichtungen für Kinder", "Tätige Personen", "Rechn.Zahl d.Vollzeitstellen i.pädagogisch.Bereich");
    let within = "Tätige Personen in Tageseinrichtungen für Kinder";
    let header: [&[&str]; 4] = [
        &[
            kitas,
            kitas,
            kitas,
            kitas,
            kitas,
            "Einrichtungen mit integrativer Kinderbetreuung",
            "Genehmigte Plätze",
            staff,
            staff,
            staff,
            staff,
            staff,
            fulltime,
        ],
        &[
            "",
            "unter 3 Jahre",
            "2 bis unter 8 Jahre (ohne Schulkinder)",
            "5 bis unter 14 Jahre (mit Schulkindern)",
            "Kinder aller Altersgruppen",
            "",
            "",
            within,
            within,
            within,
            within,
            within,
            "",
        ],
        &[
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "Tätige Personen insgesamt",
            "pädagogisches Personal (ab 2011)",
            "pädagogisches Personal, weiblich (ab 2011)",
            "pädagogisches Personal (bis 2010)",
            "pädagogisches Personal Vollzeitstellen (bis 2010)",
            "",
        ],
        &["Anzahl"; FACILITIES],
    ];
    let mut sheet = Sheet::new("22541-01-04-4", &title, 3, &header);
    if let Some(late) = late {
        sheet = sheet.note(
            "gesamte Tabelle",
            &format!("Die Ergebnisse für {late} liegen noch nicht vor und werden nachgeliefert."),
        );
    }
    for year in years {
        let by_unit: Vec<[i64; FACILITIES]> =
            (0..=world.regions.elsewhere()).map(|unit| facility(world, unit, *year)).collect();
        for area in &world.regions.areas {
            let cells: Vec<Cell> = (0..FACILITIES)
                .map(|column| Cell::Number(area.units.clone().map(|unit| by_unit[unit][column]).sum()))
                .collect();
            sheet.row(&[&stichtag(*year), area.code, &area.indented()], &cells);
        }
    }
    sheet.delivery(name, delivered_on)
}
