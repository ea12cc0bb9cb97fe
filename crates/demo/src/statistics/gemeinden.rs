//! Population of the Gemeinden and Verbandsgemeinden of the region (12411-…-5), with the territorial changes that there were.
//!
//! Regionalstatistik gives a Verbandsgemeinde of Rheinland-Pfalz the key of the Kreis and two digits and its Gemeinden these seven digits
//! and three more. So a Gemeinde gets another key when its Verbandsgemeinde is dissolved, and both stand in one table: `-` in the years
//! in which a key did not hold. Facts of the region:
//! - on 1 January 2012 Trittenheim came from the Landkreis Bernkastel-Wittlich to the Verbandsgemeinde Schweich;
//! - on 1 January 2019 the Verbandsgemeinden Kell am See and Saarburg became the Verbandsgemeinde Saarburg-Kell.

use super::cohorts::{BOTH, FEMALE, MALE, TRITTENHEIM_MOVES, split};
use super::layout::{Cell, Sheet};
use super::population::AGES_17;
use super::{Delivery, World};
use crate::facts::Facts;

const KREIS: &str = "07235";
const TOWN: &str = "07211";
const TRITTENHEIM: &str = "07235207";
/// The first year of the Verbandsgemeinde Saarburg-Kell, and its number in the tables and in the register.
const SAARBURG_KELL: (i32, &str, &str) = (2019, "08", "5008");
const KELL: (&str, &str) = ("02", "Kell am See, Verbandsgem.");
const SAARBURG: (&str, &str) = ("05", "Saarburg, Verbandsgem.");
/// Last digits of the Gemeinden that belonged to the Verbandsgemeinde Kell am See.
const OF_KELL: [&str; 13] = ["003", "033", "040", "043", "058", "072", "081", "105", "119", "123", "140", "142", "152"];

const GROUPS: usize = AGES_17.len();
/// Counts of one area by sex and age group.
type Counts = [[i64; GROUPS]; 2];

/// A row of the tables: an area while its key holds, up to and including the last year.
struct Row {
    key: String,
    name: String,
    holds: std::ops::Range<i32>,
    /// Gemeinden whose people it counts, by position.
    gemeinden: Vec<usize>,
}

struct Region {
    /// The official keys of the Gemeinden of the Kreis.
    keys: Vec<&'static str>,
    residents: Vec<f64>,
    rows: Vec<Row>,
}

pub(super) fn deliveries(world: &World) -> Vec<Delivery> {
    let region = region();
    let last = world.cohorts.last;
    let years: Vec<i32> = world.years().collect();
    let counts: Vec<Vec<Counts>> = years.iter().map(|year| region.counts(world, *year)).collect();
    let mut deliveries = vec![by_sex(world, &region, &years, &counts)];
    for (year, counts) in years.iter().zip(&counts).take(5) {
        deliveries.push(by_age(world, &region, *year, counts, last - *year));
    }
    deliveries
}

fn region() -> Region {
    let facts = Facts::load();
    let always = i32::MIN..i32::MAX;
    let of_kreis: Vec<_> = facts.areas.iter().filter(|row| row.satzart == "60" && row.key.starts_with(KREIS)).collect();
    let mut rows: Vec<Row> = Vec::new();
    for verband in facts.areas.iter().filter(|row| row.satzart == "50" && row.key == KREIS) {
        let members: Vec<usize> =
            (0..of_kreis.len()).filter(|index| of_kreis[*index].verband == verband.verband).collect();
        let number = &verband.verband[2..];
        let name = format!("{}, Verbandsgem.", verband.name);
        let (reform, ..) = SAARBURG_KELL;
        let parts: Vec<(&str, String, std::ops::Range<i32>, Vec<usize>)> = if verband.verband == SAARBURG_KELL.2 {
            let (kell, saarburg) = members.iter().partition(|index| OF_KELL.contains(&&of_kreis[**index].key[5..]));
            vec![
                (KELL.0, KELL.1.to_owned(), i32::MIN..reform, kell),
                (SAARBURG.0, SAARBURG.1.to_owned(), i32::MIN..reform, saarburg),
                (SAARBURG_KELL.1, name, reform..i32::MAX, members),
            ]
        } else {
            vec![(number, name, always.clone(), members)]
        };
        for (number, name, holds, members) in parts {
            for index in &members {
                let row = of_kreis[*index];
                rows.push(Row {
                    key: format!("{KREIS}{number}{}", &row.key[5..]),
                    name: row.name.trim_end_matches(", Stadt").to_owned(),
                    holds: if row.key == TRITTENHEIM { TRITTENHEIM_MOVES..holds.end } else { holds.clone() },
                    gemeinden: vec![*index],
                });
            }
            rows.push(Row { key: format!("{KREIS}{number}"), name, holds, gemeinden: members });
        }
    }
    rows.sort_by(|left, right| left.key.cmp(&right.key));
    Region {
        keys: of_kreis.iter().map(|row| row.key).collect(),
        residents: of_kreis.iter().map(|row| row.population.parse().unwrap_or_default()).collect(),
        rows,
    }
}

impl Region {
    /// People of every Gemeinde; they add up to the Kreis.
    fn counts(&self, world: &World, year: i32) -> Vec<Counts> {
        let mut counts = vec![[[0; GROUPS]; 2]; self.keys.len()];
        let Some(unit) = world.regions.unit(KREIS) else { return counts };
        for (group, (_, ages)) in AGES_17.iter().enumerate() {
            let weights: Vec<f64> = (0..self.keys.len())
                .map(|index| {
                    if self.keys[index] == TRITTENHEIM && year < TRITTENHEIM_MOVES {
                        return 0.0;
                    }
                    let trend = (world.peculiarity(index, 200, 0.007) - 1.0) * f64::from(year - 2023);
                    // Young families live in the larger places, old people stay in the villages.
                    let size = (self.residents[index] / 2500.0).min(1.0) - 0.5;
                    let old = if matches!(group, 15..) { -0.15 } else { 0.08 };
                    self.residents[index]
                        * (1.0 + trend)
                        * (1.0 + size * old)
                        * world.peculiarity(index, 201 + group as u64, 0.1)
                })
                .collect();
            for sex in [MALE, FEMALE] {
                let all = world.cohorts.count(unit..unit + 1, year, BOTH, &[sex], ages.clone());
                for (counts, part) in counts.iter_mut().zip(split(all as u32, &weights)) {
                    counts[sex][group] = part.into();
                }
            }
        }
        counts
    }

    /// Head rows that both tables begin with, then its own.
    fn write(&self, world: &World, sheet: &mut Sheet, cells: &dyn Fn(&Source<'_>) -> Vec<Cell>) {
        for area in world.regions.areas.iter().filter(|area| matches!(area.code, "DG" | "07" | TOWN | KREIS)) {
            sheet.row(&[area.code, &area.indented()], &cells(&Source::Area(area)));
        }
        for row in &self.rows {
            sheet.row(&[&row.key, &format!("        {}", row.name)], &cells(&Source::Row(row)));
        }
    }
}

/// Where the numbers of a row come from.
enum Source<'a> {
    Area(&'a super::regions::Area),
    Row(&'a Row),
}

impl Source<'_> {
    /// `None` while the key does not hold.
    fn counts(&self, world: &World, year: i32, counts: &[Counts]) -> Option<Counts> {
        match self {
            Self::Area(area) => Some([MALE, FEMALE].map(|sex| {
                std::array::from_fn(|group| {
                    world.cohorts.count(area.units.clone(), year, BOTH, &[sex], AGES_17[group].1.clone())
                })
            })),
            Self::Row(row) if row.holds.contains(&year) => Some([MALE, FEMALE].map(|sex| {
                std::array::from_fn(|group| row.gemeinden.iter().map(|index| counts[*index][sex][group]).sum())
            })),
            Self::Row(_) => None,
        }
    }
}

/// A Gemeinde with its children of the ages of the lower secondary school.
pub(super) struct Home {
    pub(super) key: &'static str,
    pub(super) name: &'static str,
    pub(super) point: (f64, f64),
    pub(super) pupils: u32,
}

/// Trier and the Gemeinden of the Kreis, for tables of where pupils live.
pub(super) fn pupils_by_gemeinde(world: &World, year: i32) -> Vec<Home> {
    let region = region();
    let counts = region.counts(world, year);
    let pupils = |key: &str| {
        let of_ages = |group: usize, part: f64| match region.keys.iter().position(|known| *known == key) {
            Some(index) => (counts[index][MALE][group] + counts[index][FEMALE][group]) as f64 * part,
            None => world
                .regions
                .unit(TOWN)
                .map_or(0.0, |unit| world.cohorts.aged(unit, year, AGES_17[group].1.clone()) * part),
        };
        // Ages 10 to 14, and one of the three years from 15 to 17.
        (of_ages(3, 0.96) + of_ages(4, 0.32)).round() as u32
    };
    let facts = Facts::load();
    let mut homes: Vec<Home> = facts
        .gemeinden
        .iter()
        .map(|gemeinde| Home {
            key: gemeinde.key,
            name: gemeinde.name,
            point: gemeinde.point,
            pupils: pupils(gemeinde.key),
        })
        .collect();
    homes.sort_by_key(|home| home.key);
    homes
}

const REGIONAL: &str = "regionale Tiefe: Gemeinden, Samt-/Verbandsgemeinden";
const STATISTIC: &str = "Fortschreibung des Bevölkerungsstandes";
const MEASURE: &str = "Bevölkerungsstand (Anzahl)";

fn with_notes(sheet: Sheet) -> Sheet {
    sheet
        .note("gesamte Tabelle", "Rheinland-Pfalz (01.01.2012): Die Gemeinde Trittenheim wechselte aus dem Landkreis Bernkastel-Wittlich in die Verbandsgemeinde Schweich an der Römischen Weinstraße.")
        .note("gesamte Tabelle", "Rheinland-Pfalz (01.01.2019): Die Verbandsgemeinden Kell am See und Saarburg bilden die Verbandsgemeinde Saarburg-Kell.")
}

fn by_sex(world: &World, region: &Region, years: &[i32], counts: &[Vec<Counts>]) -> Delivery {
    let days = years.iter().flat_map(|year| vec![format!("31.12.{year}"); 3]).collect();
    let sexes = years.iter().flat_map(|_| ["Insgesamt", "männlich", "weiblich"].map(str::to_owned)).collect();
    let title = ["Bevölkerungsstand: Bevölkerung nach Geschlecht", "- Stichtag 31.12. -", REGIONAL, STATISTIC, MEASURE];
    let mut sheet = with_notes(Sheet::with_header("12411-01-01-5", &title, 2, vec![days, sexes]));
    region.write(world, &mut sheet, &|source| {
        years
            .iter()
            .zip(counts)
            .flat_map(|(year, counts)| match source.counts(world, *year, counts) {
                None => [Cell::Nothing; 3],
                Some(counts) => {
                    let [men, women] = counts.map(|groups| groups.iter().sum::<i64>());
                    [men + women, men, women].map(Cell::Number)
                }
            })
            .collect()
    });
    sheet.delivery("12411-01-01-5.csv", world.day(0, 7, 15))
}

fn by_age(world: &World, region: &Region, year: i32, counts: &[Counts], years_before: i32) -> Delivery {
    let title = [
        "Bevölkerungsstand: Bevölkerung nach Geschlecht",
        "und Altersgruppen (17) - Stichtag 31.12. -",
        REGIONAL,
        STATISTIC,
        MEASURE,
    ];
    let sexes = ["Insgesamt", "männlich", "weiblich"];
    let groups = || AGES_17.iter().map(|(label, _)| *label).chain(["Insgesamt"]);
    let header = vec![
        sexes.iter().flat_map(|sex| vec![(*sex).to_owned(); GROUPS + 1]).collect(),
        vec!["Altersgruppen (unter 3 bis 75 u.m.)".to_owned(); 3 * (GROUPS + 1)],
        sexes.iter().flat_map(|_| groups().map(str::to_owned)).collect(),
    ];
    let sheet = Sheet::with_header("12411-02-03-5", &title, 2, header).line(format!("31.12.{year}"));
    let mut sheet = with_notes(sheet);
    region.write(world, &mut sheet, &|source| match source.counts(world, year, counts) {
        None => vec![Cell::Nothing; 3 * (GROUPS + 1)],
        Some([men, women]) => {
            let all: [i64; GROUPS] = std::array::from_fn(|group| men[group] + women[group]);
            [all, men, women]
                .iter()
                .flat_map(|groups| {
                    groups.iter().copied().chain([groups.iter().sum()]).map(Cell::Number).collect::<Vec<_>>()
                })
                .collect()
        }
    });
    sheet.delivery(&format!("12411-02-03-5_{year}.csv"), world.day(years_before, 7, 16))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_gemeinde_has_one_key_in_each_year() {
        let region = region();
        for (year, verbaende, gemeinden) in [(2011, 7, 103), (2012, 7, 104), (2018, 7, 104), (2019, 6, 104)] {
            let holding: Vec<&Row> = region.rows.iter().filter(|row| row.holds.contains(&year)).collect();
            assert_eq!(holding.iter().filter(|row| row.key.len() == 7).count(), verbaende, "{year}");
            let mut keys: Vec<&str> =
                holding.iter().filter(|row| row.key.len() == 10).map(|row| &row.key[7..]).collect();
            keys.sort_unstable();
            keys.dedup();
            assert_eq!(keys.len(), gemeinden, "{year}");
            assert_eq!(holding.len(), verbaende + gemeinden, "{year}");
        }
        assert!(region.rows.iter().any(|row| row.key == "0723502058" && row.name == "Kell am See"));
        assert!(region.rows.iter().any(|row| row.key == "0723508058" && row.name == "Kell am See"));
        assert!(region.rows.is_sorted_by(|left, right| left.key < right.key));
    }
}
