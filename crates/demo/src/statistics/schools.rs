//! Schools and pupils of general and vocational schools by Schulart (statistics 21111, 21121), at the place of the school.

use chrono::NaiveDate;

use super::cohorts::in_year;
use super::layout::{Cell, Sheet, Zero};
use super::regions::Area;
use super::secrecy::{Protected, Sums};
use super::{Delivery, World};

/// The last year in the wording of then.
pub(super) const FORMERLY: i32 = 2015;
/// From this year on the example rounds pupils in Rheinland-Pfalz to multiples of five.
const ROUNDED_FROM: i32 = 2019;

/// Pupils of a Schulart.
#[derive(Debug, Clone, Copy, Default)]
struct Pupils {
    schools: i64,
    all: i64,
    girls: i64,
    foreign: i64,
    grade_7: i64,
    grade_11: i64,
}

impl Pupils {
    fn add(&mut self, other: Self) {
        self.schools += other.schools;
        self.all += other.all;
        self.girls += other.girls;
        self.foreign += other.foreign;
        self.grade_7 += other.grade_7;
        self.grade_11 += other.grade_11;
    }
}

struct Schulart {
    name: &'static str,
    /// Pupils of a school.
    size: f64,
    girls: f64,
    /// Part of foreigners compared to all of that age.
    foreign: f64,
    has_grade_7: bool,
    has_grade_11: bool,
}

const fn schulart(name: &'static str, size: f64, girls: f64, foreign: f64, grades: (bool, bool)) -> Schulart {
    Schulart { name, size, girls, foreign, has_grade_7: grades.0, has_grade_11: grades.1 }
}

const SCHULARTEN: [Schulart; 11] = [
    schulart("Vorschulbereich", 14.0, 0.40, 1.2, (false, false)),
    schulart("Grundschulen", 152.0, 0.492, 1.0, (false, false)),
    schulart("Schulartunabhängige Orientierungsstufe", 100.0, 0.48, 1.0, (false, false)),
    schulart("Hauptschulen", 190.0, 0.43, 1.9, (true, false)),
    schulart("Schularten mit mehreren Bildungsgängen", 430.0, 0.455, 1.55, (true, false)),
    schulart("Realschulen", 430.0, 0.56, 0.8, (true, false)),
    schulart("Gymnasien", 830.0, 0.533, 0.45, (true, true)),
    schulart("Integrierte Gesamtschulen", 820.0, 0.495, 0.85, (true, true)),
    schulart("Freie Waldorfschulen", 330.0, 0.515, 0.25, (true, true)),
    schulart("Sonderschulen/Förderschulen", 118.0, 0.37, 1.35, (true, true)),
    schulart("Abendschulen und Kollegs", 110.0, 0.49, 1.2, (false, false)),
];
const GRUNDSCHULE: usize = 1;
const ORIENTIERUNGSSTUFE: usize = 2;
const HAUPTSCHULE: usize = 3;
const MEHRERE: usize = 4;
const REALSCHULE: usize = 5;
const GYMNASIUM: usize = 6;
const GESAMTSCHULE: usize = 7;
const WALDORF: usize = 8;
const FOERDERSCHULE: usize = 9;
const ABENDSCHULE: usize = 10;

/// Per cent of the pupils of grades 5 to 10 at Hauptschulen, Schularten mit mehreren Bildungsgängen, Realschulen and Gesamtschulen in some
/// years; between them in a straight line, the rest at Gymnasien. Realschulen plus took the others' place from 2009 on.
const SECONDARY: [(i32, [f64; 4]); 6] = [
    (2000, [27.0, 9.0, 25.0, 4.5]),
    (2008, [15.5, 18.5, 22.5, 6.5]),
    (2010, [8.0, 31.0, 14.0, 9.0]),
    (2013, [1.0, 42.5, 2.5, 13.0]),
    (2018, [0.4, 39.0, 1.4, 17.5]),
    (2024, [0.2, 36.5, 1.2, 19.5]),
];
/// Kreise that keep a Hauptschule or a Realschule after the reform, and those with a Waldorfschule, an evening school.
const WITH_HAUPTSCHULE: [&str; 3] = ["07143", "07235", "07332"];
const WITH_REALSCHULE: [&str; 4] = ["07111", "07211", "07315", "07318"];
const WITH_WALDORF: [&str; 8] = ["07138", "07140", "07211", "07311", "07315", "07316", "07335", "07131"];
const WITH_ABENDSCHULE: [&str; 4] = ["07111", "07211", "07312", "07315"];

/// Part of a year's children that reaches the Abitur at a general school, from 2000 on.
const ABITUR: [f64; 26] = [
    0.235, 0.238, 0.242, 0.246, 0.252, 0.258, 0.266, 0.275, 0.284, 0.293, 0.302, 0.312, 0.32, 0.328, 0.334, 0.338,
    0.34, 0.342, 0.343, 0.342, 0.34, 0.338, 0.334, 0.33, 0.328, 0.328,
];

pub(super) fn abitur(year: i32) -> f64 {
    in_year(&ABITUR, year)
}

fn secondary(year: i32) -> [f64; 4] {
    let after = SECONDARY.iter().position(|(anchor, _)| *anchor > year);
    match after {
        Some(0) => SECONDARY[0].1,
        None => SECONDARY[SECONDARY.len() - 1].1,
        Some(after) => {
            let ((from, low), (to, high)) = (SECONDARY[after - 1], SECONDARY[after]);
            let way = f64::from(year - from) / f64::from(to - from);
            std::array::from_fn(|index| low[index] + (high[index] - low[index]) * way)
        }
    }
}

/// Other Länder kept more of their Hauptschulen and Realschulen.
fn secondary_elsewhere(year: i32) -> [f64; 4] {
    let way = f64::from((year - 2000).clamp(0, 24)) / 24.0;
    [22.0 - 13.5 * way, 8.0 + 4.5 * way, 24.0 - 5.0 * way, 9.0 + 17.0 * way]
}

/// Places at secondary schools per own pupil: towns teach children of the Kreise around them.
pub(super) fn draw(world: &World, unit: usize) -> f64 {
    world.regions.kreise.get(unit).map_or(1.0, |kreis| kreis.schools)
}

fn pupils(world: &World, unit: usize, year: i32) -> [Pupils; 11] {
    let key = world.regions.kreise.get(unit).map_or("", |kreis| kreis.key);
    let elsewhere = unit == world.regions.elsewhere();
    let has = |keys: &[&str]| elsewhere || keys.contains(&key);
    let cohorts = &world.cohorts;
    let grades = |from: usize, to: usize| (from..=to).map(|grade| cohorts.grade(unit, year, grade)).sum::<f64>();
    let draw = draw(world, unit);
    let lower = grades(5, 10) * draw;
    let (primary, special) = (grades(1, 4) * 0.965, grades(1, 9) * 0.040 * world.peculiarity(unit, 1, 0.35));

    let mut all = [0.0; 11];
    all[GRUNDSCHULE] = primary;
    all[FOERDERSCHULE] = special;
    let [mut haupt, mut mehrere, mut real, mut gesamt] =
        if elsewhere { secondary_elsewhere(year) } else { secondary(year) };
    if year >= 2013 && !elsewhere {
        // What few are left stands in few Kreise.
        haupt = if WITH_HAUPTSCHULE.contains(&key) { haupt * 6.0 } else { 0.0 };
        real = if WITH_REALSCHULE.contains(&key) { real * 7.0 } else { 0.0 };
    }
    mehrere *= world.peculiarity(unit, 2, 0.18);
    gesamt *= world.peculiarity(unit, 3, 0.55);
    let waldorf = if has(&WITH_WALDORF) { if elsewhere { 0.9 } else { 3.2 } } else { 0.0 };
    let orientation = if elsewhere { 1.5 } else { 0.0 };
    let within = lower - 0.65 * special;
    for (index, percent) in [
        (ORIENTIERUNGSSTUFE, orientation),
        (HAUPTSCHULE, haupt),
        (MEHRERE, mehrere),
        (REALSCHULE, real),
        (GESAMTSCHULE, gesamt),
        (WALDORF, waldorf),
        (GYMNASIUM, 100.0 - orientation - haupt - mehrere - real - gesamt - waldorf),
    ] {
        all[index] = within * percent / 100.0;
    }
    let lower_of = all;
    // Three grades; older ones would count students who came to town.
    let upper = 3.0 * cohorts.grade(unit, year, 11) * draw * (abitur(year) + 0.015);
    let upper_gesamt = upper * (all[GESAMTSCHULE] / (all[GESAMTSCHULE] + 1.6 * all[GYMNASIUM])) * 0.9;
    all[GESAMTSCHULE] += upper_gesamt;
    all[GYMNASIUM] += upper - upper_gesamt;
    all[WALDORF] *= 1.9;
    if has(&WITH_ABENDSCHULE) {
        all[ABENDSCHULE] = if elsewhere { 42_000.0 } else { 170.0 * world.peculiarity(unit, 4, 0.4) };
        all[ABENDSCHULE] *= 1.0 - 0.02 * f64::from((year - 2008).clamp(0, 20));
    }
    if year < 2013 || elsewhere {
        all[0] = if elsewhere {
            26_000.0
        } else if unit.is_multiple_of(4) {
            24.0 * world.chance(unit, 5, year, 0.3)
        } else {
            0.0
        };
    }

    std::array::from_fn(|index| {
        let art = &SCHULARTEN[index];
        let pupils = (all[index] * world.chance(unit, 100 + index as u64, year, 0.008)).round();
        let part = |share: f64, subject: u64| {
            (pupils * (share * world.chance(unit, subject + index as u64, year, 0.02)).min(1.0)).round() as i64
        };
        let girls = if index == REALSCHULE && key == "07211" && year >= 2013 { 0.93 } else { art.girls };
        let of_age = cohorts.foreign_part(unit, year, 6..=17);
        let lower_part = if all[index] > 0.0 { lower_of[index] / all[index] } else { 0.0 };
        Pupils {
            schools: if pupils > 0.0 { (pupils / art.size).round().max(1.0) as i64 } else { 0 },
            all: pupils as i64,
            girls: part(girls, 200),
            foreign: part(of_age * art.foreign * 0.86, 300),
            grade_7: match index {
                _ if !art.has_grade_7 => 0,
                FOERDERSCHULE => part(0.095, 400),
                WALDORF => part(1.0 / 12.0, 400),
                _ => part(lower_part / 6.0, 400),
            },
            grade_11: match index {
                GYMNASIUM | GESAMTSCHULE => part((1.0 - lower_part) * 0.355, 500),
                WALDORF => part(0.072, 500),
                FOERDERSCHULE if elsewhere => part(0.0016, 500),
                _ => 0,
            },
        }
    })
}

pub(super) fn deliveries(world: &World) -> Vec<Delivery> {
    let (first, last) = (world.cohorts.first, world.cohorts.last);
    let mut deliveries = vec![vocational(world)];
    if first < FORMERLY {
        let years = first..=(FORMERLY - 1).min(last);
        deliveries.push(general_formerly(
            world,
            years.rev().collect(),
            "21111-01-03-4_bis_2014.csv",
            day(2016, 10, 10),
        ));
    }
    if (first..=last).contains(&FORMERLY) {
        deliveries.push(general_formerly(world, vec![FORMERLY], "21111-01-03-4_2015.csv", day(2017, 12, 13)));
    }
    if last > FORMERLY {
        deliveries.push(general(world, (first.max(FORMERLY + 1)..=last).rev().collect(), world.day(0, 3, 13)));
    }
    deliveries
}

pub(super) fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default()
}

fn header(first: &'static str, pupils: &'static str, foreign: &'static str) -> Vec<Vec<String>> {
    let grades = "Klassenstufe / Jahrgangsstufe / Schulbesuchsjahr";
    let row = |cells: [&str; 6]| cells.map(str::to_owned).to_vec();
    vec![
        row([first, pupils, pupils, pupils, pupils, pupils]),
        row(["", "Geschlecht", "Geschlecht", "Nationalität", grades, grades]),
        row(["", "Insgesamt", "weiblich", foreign, "7. Klassenstufe", "11. Jahrgangsstufe / Einführungsphase"]),
        row(["Anzahl"; 6]),
    ]
}

/// In the wording of 2015; a single year stands in a line of its own and not in front of every row.
fn general_formerly(world: &World, years: Vec<i32>, name: &str, delivered_on: NaiveDate) -> Delivery {
    let title = [
        "Allgemeinbildende Schulen: Schulen, Schüler nach Schulart",
        "- Stichtag: Schuljahresbeginn -",
        "regionale Tiefe: Kreise und krfr. Städte",
        "Statistik der allgemein bildenden Schulen",
    ];
    let header =
        header("Allgemein bildende Schulen", "Schüler(innen) an allgemein bildenden Schulen", "Ausländer(innen)");
    let single = if let [year] = years[..] { Some(year) } else { None };
    let mut sheet = Sheet::with_header("21111-01-03-4", &title, if single.is_some() { 3 } else { 4 }, header)
        .zero(Zero::Digit)
        .note("Realschulen", "ohne Abendrealschulen")
        .note("Schularten mit mehreren Bildungsgängen", "Rheinland-Pfalz: Regionale Schulen und duale Oberschulen\nRheinland-Pfalz (ab 2009): Realschulen plus Erweiterte Realschulen");
    if let Some(year) = single {
        sheet = sheet.line(year.to_string());
    }
    for year in years {
        for area in world.regions.areas.iter().filter(|area| single.is_none() || !area.is_statistical_region()) {
            let (year_text, name) = (year.to_string(), area.indented_formerly());
            for (label, cells) in general_rows(world, area, year) {
                let front = [year_text.as_str(), area.code, &name, label];
                sheet.row(if single.is_some() { &front[1..] } else { &front }, &cells);
            }
        }
    }
    sheet.delivery(name, delivered_on)
}

fn general(world: &World, years: Vec<i32>, delivered_on: NaiveDate) -> Delivery {
    let title = [
        "Schulen, Schülerinnen und Schüler nach Schularten -",
        "Stichtag: Schuljahresbeginn - regionale Tiefe: Kreise und",
        "krfr. Städte",
        "Statistik der allgemeinbildenden Schulen",
    ];
    let header =
        header("Allgemeinbildende Schulen", "Schülerinnen und Schüler an allgemeinbildenden Schulen", "ausländisch");
    let mut sheet = Sheet::with_header("21111-01-03-4", &title, 4, header)
        .note("gesamte Tabelle", "Rheinland-Pfalz: ab 2019/20 sind die Ergebnisse in diesen Beispieldaten einem 5er-Rundungsverfahren unterzogen.")
        .note("gesamte Tabelle", "Rheinland-Pfalz: Unter Insgesamt wird jeweils die gerundete Summe der Einzelpositionen ausgewiesen.")
        .note("Gymnasien", "ohne Abendgymnasien und Kollegs");
    for year in years {
        for area in &world.regions.areas {
            let (year_text, name) = (year.to_string(), area.indented());
            for (label, cells) in general_rows(world, area, year) {
                sheet.row(&[&year_text, area.code, &name, label], &cells);
            }
        }
    }
    sheet.delivery("21111-01-03-4.csv", delivered_on)
}

fn general_rows(world: &World, area: &Area, year: i32) -> Vec<(&'static str, [Cell; 6])> {
    let mut by_art = [Pupils::default(); 11];
    for unit in area.units.clone() {
        for (sum, pupils) in by_art.iter_mut().zip(pupils(world, unit, year)) {
            sum.add(pupils);
        }
    }
    let mut sum = Pupils::default();
    for pupils in by_art {
        sum.add(pupils);
    }
    let rounds = area.is_in_land() && year >= ROUNDED_FROM;
    let number = |count: i64| Cell::Number(if rounds { (count + 2) / 5 * 5 } else { count });
    let counted = |pupils: &Pupils| [pupils.all, pupils.girls, pupils.foreign].map(number);
    let mut rows = Vec::with_capacity(12);
    for (art, pupils) in SCHULARTEN.iter().zip(&by_art) {
        let [all, girls, foreign] = counted(pupils);
        let grade = |exists: bool, count| if exists { number(count) } else { Cell::Blocked };
        rows.push((
            art.name,
            [
                Cell::Number(pupils.schools),
                all,
                girls,
                foreign,
                grade(art.has_grade_7, pupils.grade_7),
                grade(art.has_grade_11, pupils.grade_11),
            ],
        ));
    }
    let [all, girls, foreign] = counted(&sum);
    rows.push(("Insgesamt", [Cell::Blocked, all, girls, foreign, number(sum.grade_7), number(sum.grade_11)]));
    rows
}

/// Name, pupils per thousand residents of five years of age, girls, foreigners compared to all of that age, pupils of a school.
const VOCATIONAL: [(&str, f64, f64, f64, f64); 9] = [
    ("Berufsschulen", 372.0, 0.375, 0.95, 980.0),
    (" darunter: Berufsschulen (Schüler o. Ausb.vertrag)", 17.0, 0.34, 3.4, 0.0),
    ("Berufsaufbauschulen", 0.0, 0.3, 1.0, 60.0),
    ("Berufsfachschulen", 103.0, 0.52, 1.25, 235.0),
    ("Fachoberschulen", 11.0, 0.49, 0.5, 68.0),
    ("Fachgymnasien", 52.0, 0.485, 0.7, 250.0),
    ("Berufsober- / Technische Oberschulen", 18.0, 0.40, 0.6, 62.0),
    ("Fachschulen", 72.0, 0.63, 0.6, 200.0),
    ("Fachakademien / Berufsakademien", 0.0, 0.8, 0.8, 80.0),
];
const WITHOUT_CONTRACT: usize = 1;

/// [schools, pupils, girls, foreigners] by Schulart, the sum last.
fn vocational_pupils(world: &World, unit: usize, year: i32) -> Vec<Vec<i64>> {
    let kreis = world.regions.kreise.get(unit);
    // Vocational schools stand in the towns, and in the Kreise without a town beside them.
    let draw = kreis.map_or(1.0, |kreis| {
        if kreis.is_town() { 1.0 + (kreis.jobs - 0.8) * 1.3 } else { (kreis.jobs - 0.34).max(0.12) * 1.45 }
    });
    let residents = 5.0 * world.cohorts.grade(unit, year, 11) / 1000.0;
    let fewer = 1.0 - 0.006 * f64::from(year - 2010).clamp(-10.0, 20.0);
    let mut rows: Vec<Vec<i64>> = Vec::new();
    for (index, (_, per_thousand, girls, foreign, size)) in VOCATIONAL.iter().enumerate() {
        let subject = 600 + 10 * index as u64;
        let mut part = draw * world.peculiarity(unit, subject, if index == 0 { 0.1 } else { 0.5 });
        // Small kinds of schools do not exist everywhere, those with few pupils here and there.
        if index >= 4 && kreis.is_some_and(|kreis| !kreis.is_town()) && (unit + index).is_multiple_of(3) {
            part *= if (unit + index).is_multiple_of(2) { 0.0 } else { 0.12 };
        }
        let pupils = (residents * per_thousand * fewer * part * world.chance(unit, subject + 1, year, 0.02)).round();
        let foreigners = (world.cohorts.foreign_part(unit, year, 16..=20) * foreign * 0.8).min(0.9);
        let girls = (pupils * girls * world.chance(unit, subject + 2, year, 0.05)).round();
        let schools = if index == WITHOUT_CONTRACT || pupils == 0.0 { 0.0 } else { (pupils / size).round().max(1.0) };
        rows.push([schools, pupils, girls, (pupils * foreigners).round()].map(|count| count as i64).to_vec());
    }
    rows
}

fn vocational(world: &World) -> Delivery {
    let title = [
        "Berufliche Schulen: Schulen und Schüler nach Schulart",
        "- Stichtag: Schuljahresbeginn -",
        "regionale Tiefe: Kreise und krfr. Städte",
        "Statistik der beruflichen Schulen",
    ];
    let pupils = "Schüler(innen) an beruflichen Schulen";
    let header: [&[&str]; 4] = [
        &["Berufliche Schulen", pupils, pupils, pupils],
        &["", "Geschlecht", "Geschlecht", "Nationalität"],
        &["", "Insgesamt", "weiblich", "Ausländer(innen)"],
        &["Anzahl"; 4],
    ];
    let mut sheet = Sheet::new("21121-01-05-4", &title, 4, &header)
        .note("gesamte Tabelle", "zu Beginn des Schuljahres")
        .note("gesamte Tabelle", "Zahlenwerte unter 3 und solche, aus denen sie sich errechnen ließen, sind geheim gehalten.")
        .note("Anzahl der Berufsschulen", "Rheinland-Pfalz: ohne Mehrfachzählungen bei Berufsvorbereitungsjahr und Berufsgrundbildungsjahr in Vollzeitform");
    let areas: Vec<&Area> = world.regions.areas.iter().collect();
    for year in world.years() {
        // A row per area and kind of number, a column per Schulart: what adds up are the Schularten.
        let by_unit: Vec<Vec<Vec<i64>>> =
            (0..=world.regions.elsewhere()).map(|unit| vocational_pupils(world, unit, year)).collect();
        let sum = |area: &Area, art: usize, number: usize| {
            area.units.clone().map(|unit| by_unit[unit][art][number]).sum::<i64>()
        };
        let parts: Vec<usize> = (0..VOCATIONAL.len()).filter(|art| *art != WITHOUT_CONTRACT).collect();
        let protected: Vec<Protected> = (0..4)
            .map(|number| {
                let numbers = areas
                    .iter()
                    .map(|area| {
                        let mut row: Vec<i64> = (0..VOCATIONAL.len()).map(|art| sum(area, art, number)).collect();
                        row.push(parts.iter().map(|art| row[*art]).sum());
                        row
                    })
                    .collect();
                // The number of schools says nothing about a person.
                let exempt: Vec<usize> = if number == 0 { (0..=VOCATIONAL.len()).collect() } else { Vec::new() };
                Protected::new(
                    numbers,
                    &exempt,
                    &Sums { columns: &[(VOCATIONAL.len(), &parts)], rows: &world.sums_of_areas() },
                )
            })
            .collect();
        for (row, area) in areas.iter().enumerate() {
            let (year, name) = (year.to_string(), area.indented_formerly());
            for art in 0..=VOCATIONAL.len() {
                let label = VOCATIONAL.get(art).map_or("Insgesamt", |kind| kind.0);
                let mut cells: Vec<Cell> = protected.iter().map(|table| table.cell(row, art)).collect();
                if art == WITHOUT_CONTRACT || art == VOCATIONAL.len() {
                    cells[0] = Cell::Blocked;
                }
                sheet.row(&[&year, area.code, &name, label], &cells);
            }
        }
    }
    sheet.delivery("21121-01-05-4.csv", world.day(0, 10, 10))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_move_in_straight_lines() {
        let near = |year, shares: [f64; 4]| {
            secondary(year).iter().zip(shares).all(|(left, right)| (left - right).abs() < 1e-9)
        };
        assert!(near(1999, SECONDARY[0].1) && near(2008, SECONDARY[1].1) && near(2040, SECONDARY[5].1));
        assert!(near(2009, [11.75, 24.75, 18.25, 7.75]), "{:?}", secondary(2009));
        assert!(SECONDARY.iter().all(|(_, shares)| shares.iter().sum::<f64>() < 75.0));
    }
}
