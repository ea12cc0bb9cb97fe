//! Employment, unemployment, SGB II and income (statistics 13111, 13211, 22811, 82411), counted where people live.

use super::cohorts::{BOTH, FEMALE, FOREIGN, MALE, in_year};
use super::layout::{Cell, Sheet};
use super::{Delivery, World};

const REGIONAL: &str = "regionale Tiefe: Kreise und krfr. Städte";

/// How unemployment moves, from 2000 on; 1 is a middle year.
const UNEMPLOYMENT: [f64; 26] = [
    1.30, 1.28, 1.34, 1.44, 1.45, 1.65, 1.50, 1.22, 1.05, 1.14, 1.06, 0.99, 0.99, 1.02, 1.01, 0.98, 0.95, 0.90, 0.83,
    0.82, 0.99, 0.95, 0.87, 0.93, 1.0, 1.04,
];
/// The rates of groups begin in this year.
const RATES_OF_GROUPS: i32 = 2009;

/// Unemployed people and the labour force they are compared with.
#[derive(Debug, Clone, Copy, Default)]
struct Labour {
    /// all, foreigners, severely disabled, 15 to 19, 15 to 24, 55 to 64, for more than a year
    unemployed: [f64; 7],
    unemployed_men: f64,
    /// all, men, women, foreigners, 15 to 24
    force: [f64; 5],
}

impl Labour {
    fn add(&mut self, other: Self) {
        for (sum, value) in self.unemployed.iter_mut().zip(other.unemployed) {
            *sum += value;
        }
        self.unemployed_men += other.unemployed_men;
        for (sum, value) in self.force.iter_mut().zip(other.force) {
            *sum += value;
        }
    }
}

fn labour(world: &World, unit: usize, year: i32) -> Labour {
    let count = |nationalities: &[usize], sexes: &[usize], from, to| {
        world.cohorts.count(unit..unit + 1, year, nationalities, sexes, from..=to) as f64
    };
    let working = |nationalities: &[usize], sex: usize| {
        let part = if sex == MALE { [0.48, 0.90, 0.66] } else { [0.44, 0.80, 0.55] };
        count(nationalities, &[sex], 15, 24) * part[0]
            + count(nationalities, &[sex], 25, 54) * part[1]
            + count(nationalities, &[sex], 55, 64) * part[2]
    };
    let (men, women) = (working(BOTH, MALE), working(BOTH, FEMALE));
    let all = men + women;
    let foreigners = (working(&[FOREIGN], MALE) + working(&[FOREIGN], FEMALE)) * 0.88;
    let young = count(BOTH, &[MALE], 15, 24) * 0.48 + count(BOTH, &[FEMALE], 15, 24) * 0.44;
    let level = world.regions.kreise.get(unit).map_or(0.066, |kreis| kreis.unemployed);
    let rate = (level * in_year(&UNEMPLOYMENT, year) * world.chance(unit, 90, year, 0.03)).min(0.2);
    let unemployed = (rate * all).round();
    let part = |share: f64, subject: u64, spread: f64| {
        (unemployed * share * world.chance(unit, subject, year, spread)).round()
    };
    let of_foreigners =
        (foreigners * (rate * 2.3).min(0.28) * world.chance(unit, 91, year, 0.05)).round().min(unemployed * 0.6);
    let below_25 = (young * rate * 0.88 * world.chance(unit, 92, year, 0.05)).round();
    Labour {
        unemployed: [
            unemployed,
            of_foreigners,
            part(0.062, 93, 0.1),
            (below_25 * 0.2 * world.chance(unit, 94, year, 0.12)).round(),
            below_25,
            part(0.12 + 0.004 * f64::from((year - 2000).clamp(0, 25)), 95, 0.05),
            part(0.34, 96, 0.07),
        ],
        unemployed_men: part(0.55, 97, 0.02),
        force: [all, men, women, foreigners, young],
    }
}

pub(super) fn deliveries(world: &World) -> Vec<Delivery> {
    vec![unemployment(world), employment(world), social_benefits(world), income(world)]
}

fn unemployment(world: &World) -> Delivery {
    let title = [
        "Arbeitslose nach ausgewählten Personengruppen sowie",
        "Arbeitslosenquoten - Jahresdurchschnitt -",
        REGIONAL,
        "Arbeitsmarktstatistik der Bundesagentur für Arbeit",
    ];
    let rates = "Arbeitslosenquote bez. auf alle zivile Erwerbsp.";
    let mut heads = vec!["Arbeitslose"; 7];
    heads.extend(["Arbeitslosenquote bez. abh. zivile Erwerbspers.", rates, rates, rates, rates, rates]);
    let mut units = vec!["Anzahl"; 7];
    units.extend(["Prozent"; 6]);
    let groups = [
        "",
        "Ausländer",
        "schwerbehindert",
        "15 bis unter 20 Jahre",
        "15 bis unter 25 Jahre",
        "55 bis unter 65 Jahre",
        "langzeitarbeitslos",
        "",
        "",
        "Männer",
        "Frauen",
        "Ausländer",
        "15 bis unter 25 Jahre",
    ];
    let mut sheet = Sheet::new("13211-02-05-4", &title, 3, &[&heads, &groups, &units]).note(
        "gesamte Tabelle",
        "Für Statistische Regionen sind keine Quoten verfügbar; Quoten für Personengruppen liegen ab 2009 vor.",
    );
    for year in world.years() {
        let by_unit: Vec<Labour> = (0..=world.regions.elsewhere()).map(|unit| labour(world, unit, year)).collect();
        for area in &world.regions.areas {
            let mut sum = Labour::default();
            for unit in area.units.clone() {
                sum.add(by_unit[unit]);
            }
            let rate =
                |unemployed: f64, force: f64| Cell::Tenths((1000.0 * unemployed / force.max(1.0)).round() as i64);
            let [all, men, women, foreigners, young] = sum.force;
            let unemployed = sum.unemployed[0];
            let mut cells: Vec<Cell> = sum.unemployed.iter().map(|count| Cell::Number(*count as i64)).collect();
            cells.extend([
                rate(unemployed, all * 0.895),
                rate(unemployed, all),
                rate(sum.unemployed_men, men),
                rate(unemployed - sum.unemployed_men, women),
                rate(sum.unemployed[1], foreigners),
                rate(sum.unemployed[4], young),
            ]);
            if area.is_statistical_region() {
                cells[7..].fill(Cell::Secret);
            } else if year < RATES_OF_GROUPS {
                cells[9..].fill(Cell::Nothing);
            }
            sheet.row(&[&year.to_string(), area.code, &area.indented()], &cells);
        }
    }
    sheet.delivery("13211-02-05-4.csv", world.day(0, 4, 2))
}

/// The source gives no number for Germany; commuters over the borders of Gemeinden for Kreise only.
fn employment(world: &World) -> Delivery {
    let title = [
        "Sozialversicherungspflichtig Beschäftigte am Arbeits- und",
        "Wohnort sowie Ein- und Auspendler über Gemeindegrenzen",
        "- Stichtag 30.06. - regionale Tiefe: Kreise und krfr. Städte",
        "Sozialversicherungspflichtig Beschäftigte",
    ];
    let header: [&[&str]; 2] = [
        &[
            "Sozialversicherungspfl. Beschäftigte (Arbeitsort)",
            "Einpendler(innen) über Gemeindegrenze (Arbeitsort)",
            "Sozialversicherungspfl. Beschäftigte (Wohnort)",
            "Auspendler(innen) über Gemeindegrenzen (Wohnort)",
            "Pendlersaldo (über Gemeindegrenze)",
        ],
        &["Anzahl"; 5],
    ];
    let mut sheet = Sheet::new("13111-08-02-4", &title, 3, &header).note(
        "gesamte Tabelle",
        "Deutschland: Der Nachweis von Bundesergebnissen ist aus sachlogischen Gründen nicht möglich.",
    );
    for year in world.years() {
        // [at work here, living here]
        let employed = |unit: usize| {
            let people = world.cohorts.aged(unit, year - 1, 18..=64);
            let part = 0.50 + 0.0055 * f64::from((year - 2005).clamp(-5, 20));
            let kreis = world.regions.kreise.get(unit);
            // Many work in Luxembourg and are not counted here.
            let abroad = if matches!(kreis.map(|kreis| kreis.key), Some("07211" | "07231" | "07232" | "07235")) {
                0.85
            } else {
                1.0
            };
            let living = people * part * abroad * world.chance(unit, 110, year, 0.006);
            [living * kreis.map_or(1.0, |kreis| kreis.jobs) * world.chance(unit, 111, year, 0.01), living]
                .map(|count| count.round() as i64)
        };
        for area in world.regions.areas.iter().filter(|area| area.is_in_land()) {
            let (mut here, mut living) = (0, 0);
            for unit in area.units.clone() {
                let [at_work, at_home] = employed(unit);
                here += at_work;
                living += at_home;
            }
            let mut cells = [Cell::Number(here), Cell::Secret, Cell::Number(living), Cell::Secret, Cell::Secret];
            if area.is_kreis() {
                let unit = area.units.start;
                // In a town most residents work where they live, in the villages few.
                let staying =
                    if world.regions.kreise[unit].is_town() { 0.55 } else { 0.24 } * world.peculiarity(unit, 112, 0.15);
                let staying = (here.min(living) as f64 * staying).round() as i64;
                cells[1] = Cell::Number(here - staying);
                cells[3] = Cell::Number(living - staying);
                cells[4] = Cell::Number(here - living);
            }
            // This table begins its indentation one level later than the others.
            let name = area.indented();
            sheet.row(&[&format!("30.06.{year}"), area.code, name.strip_prefix("  ").unwrap_or(&name)], &cells);
        }
    }
    sheet.delivery("13111-08-02-4.csv", world.day(0, 8, 15))
}

/// The table begins in 2010.
fn social_benefits(world: &World) -> Delivery {
    let title = [
        "Sozialberichterstattung in der amtlichen Statistik,",
        "Regelleistungsberechtigte nach dem SGB II- Stichtag 31.12. -",
        REGIONAL,
        "Sozialberichterstattung in der amtlichen Statistik",
    ];
    let (able, unable) =
        ("erwerbsf. Leistungsberech. (Arbeitslosengeld II)", "nicht erwerbsf. Leistungsberech. (Sozialgeld)");
    let mut heads = vec!["Personen in Bedarfsgemeinschaften nach dem SGB II"];
    heads.extend(["dar.: Regelleistungsberechtigte nach dem SGB II"; 12]);
    let mut kinds = vec!["", "insgesamt", "insgesamt", "insgesamt"];
    kinds.extend([able; 6]);
    kinds.extend([unable; 3]);
    let groups = [
        "",
        "Insgesamt",
        "Ausländer(innen)",
        "weiblich",
        "zusammen",
        "weiblich",
        "unter 25 Jahre",
        "25 bis unter 50 Jahre",
        "50 bis unter 55 Jahre",
        "55 Jahre und mehr",
        "zusammen",
        "weiblich",
        "unter 15 Jahre",
    ];
    let mut sheet = Sheet::new("22811-02-02-4", &title, 3, &[&heads, &kinds, &groups, &["Anzahl"; 13]]);
    for year in (world.cohorts.first.max(2010)..=world.cohorts.last).rev() {
        let by_unit: Vec<[i64; 13]> = (0..=world.regions.elsewhere()).map(|unit| benefits(world, unit, year)).collect();
        for area in &world.regions.areas {
            let cells: Vec<Cell> = (0..13)
                .map(|column| Cell::Number(area.units.clone().map(|unit| by_unit[unit][column]).sum()))
                .collect();
            sheet.row(&[&format!("31.12.{year}"), area.code, &area.indented()], &cells);
        }
    }
    sheet.delivery("22811-02-02-4.csv", world.day(0, 10, 6))
}

fn benefits(world: &World, unit: usize, year: i32) -> [i64; 13] {
    let level = world.regions.kreise.get(unit).map_or(0.066, |kreis| kreis.unemployed);
    // Fewer fall and rise than unemployment does; people from Ukraine since 2022.
    let rate = level * 1.18 * (0.45 + 0.55 * in_year(&UNEMPLOYMENT, year)) * if year >= 2022 { 1.12 } else { 1.0 };
    let people = |from, to| world.cohorts.aged(unit, year, from..=to);
    let part = |subject: u64, share: f64| (share * world.chance(unit, subject, year, 0.03)).max(0.0);
    let bands = [(15, 24, 0.95), (25, 49, 1.1), (50, 54, 0.86), (55, 64, 0.72)]
        .map(|(from, to, factor)| (people(from, to) * rate * part(120 + from as u64, factor)).round());
    let able: f64 = bands.iter().sum();
    let children = (people(0, 14) * rate * part(150, 1.75)).round();
    let unable = (children * 1.03).round();
    let all = able + unable;
    let foreign = (world.cohorts.foreign_part(unit, year, 0..=64) * if year >= 2022 { 2.25 } else { 1.9 }).min(0.68);
    let women = (able * part(151, 0.497)).round();
    let girls = (unable * part(152, 0.484)).round();
    [
        (all * 1.045).round(),
        all,
        (all * foreign).round(),
        women + girls,
        able,
        women,
        bands[0],
        bands[1],
        bands[2],
        bands[3],
        unable,
        girls,
        children,
    ]
    .map(|count| count as i64)
}

fn income(world: &World) -> Delivery {
    let title = [
        "Verfügbares Einkommen der privaten Haushalte einschließlich",
        "privater Organisationen ohne Erwerbszweck",
        "- Jahressumme - regionale Tiefe: Kreise und krfr. Städte",
        "VGR der Länder: Umverteilungsrechnung",
    ];
    let header: [&[&str]; 2] = [
        &["verfügbares Einkommen der privaten Haushalte", "verfüg. Einkommen der priv. Haushalte je Einwohner"],
        &["Tsd. EUR", "EUR"],
    ];
    let mut sheet = Sheet::new("82411-01-03-4", &title, 3, &header).note(
        "Verfügbares Einkommen in EUR je Einwohner",
        "alle Länder: Die Einwohner werden in den VGR als Jahresdurchschnittszahl ausgewiesen.",
    );
    for year in world.years() {
        // [thousand euros, residents in the middle of the year]
        let of_unit = |unit: usize| {
            let residents =
                f64::midpoint(world.cohorts.aged(unit, year - 1, 0..=100), world.cohorts.aged(unit, year, 0..=100));
            let level = world.regions.kreise.get(unit).map_or(1.0, |kreis| kreis.income);
            let per_head =
                16.2 + 0.36 * f64::from((year - 2000).clamp(0, 14)) + 0.78 * f64::from((year - 2014).clamp(0, 15));
            [(residents * per_head * level * world.chance(unit, 160, year, 0.008)).round(), residents]
        };
        for area in &world.regions.areas {
            let (mut thousands, mut residents) = (0.0, 0.0);
            for unit in area.units.clone() {
                let [income, people] = of_unit(unit);
                thousands += income;
                residents += people;
            }
            let per_head = (1000.0 * thousands / f64::max(residents, 1.0)).round();
            sheet.row(
                &[&year.to_string(), area.code, &area.indented()],
                &[thousands, per_head].map(|number| Cell::Number(number as i64)),
            );
        }
    }
    sheet.delivery("82411-01-03-4.csv", world.day(0, 11, 4))
}
