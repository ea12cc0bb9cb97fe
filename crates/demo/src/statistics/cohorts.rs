//! The people of the example: births, ageing, deaths, moves and naturalisation per Kreis by single years of age, sex and nationality.
//! All tables count these people, so that they agree with each other.
//!
//! Only additions and multiplications: the same seed gives the same people on every machine (`exp` and the like may differ in the last
//! digit from one platform to the next). Rates are rough choices of our own in the order of magnitude of Germany since 2000.

use std::ops::{Range, RangeInclusive};

use super::regions::{Kreis, Regions};
use crate::dice::Dice;

pub(super) const MALE: usize = 0;
pub(super) const FEMALE: usize = 1;
pub(super) const GERMAN: usize = 0;
pub(super) const FOREIGN: usize = 1;
pub(super) const BOTH: &[usize] = &[0, 1];
pub(super) const OLDEST: usize = 100;
pub(super) const ALL_AGES: RangeInclusive<usize> = 0..=OLDEST;

/// The year before which [`TRITTENHEIM`] belonged to Bernkastel-Wittlich (a fact: the Verbandsgemeinde Neumagen-Dhron was dissolved).
pub(super) const TRITTENHEIM_MOVES: i32 = 2012;

/// Years in front of the first published one, for what follows from people counted earlier.
const LEAD: i32 = 3;

type Ages = [u32; OLDEST + 1];

/// Moves over the borders of Gemeinden in a year.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Moves {
    pub(super) arrivals: u32,
    pub(super) from_abroad: u32,
    pub(super) departures: u32,
    pub(super) to_abroad: u32,
}

/// One Kreis at the end of one year. Indices: nationality, sex, age.
struct State {
    persons: [[Ages; 2]; 2],
    births: [u32; 2],
    moves: [[Moves; 2]; 2],
}

pub(super) struct Cohorts {
    pub(super) first: i32,
    pub(super) last: i32,
    /// From [`LEAD`] years before `first` on.
    years: Vec<YearEnd>,
}

/// All units at the end of a year, made for counting quickly.
struct YearEnd {
    /// People of all units before a position, by nationality and sex below an age: a count over neighbouring units and ages is a
    /// difference of four numbers.
    sums: Vec<[[[u32; OLDEST + 2]; 2]; 2]>,
    births: Vec<[u32; 2]>,
    moves: Vec<[[Moves; 2]; 2]>,
}

impl YearEnd {
    fn new(states: &[State]) -> Self {
        let mut sums = vec![[[[0; OLDEST + 2]; 2]; 2]];
        for (unit, state) in states.iter().enumerate() {
            let mut sum = sums[unit];
            for nationality in [GERMAN, FOREIGN] {
                for sex in [MALE, FEMALE] {
                    let mut below = 0;
                    for age in ALL_AGES {
                        below += state.persons[nationality][sex][age];
                        sum[nationality][sex][age + 1] += below;
                    }
                }
            }
            sums.push(sum);
        }
        Self {
            sums,
            births: states.iter().map(|state| state.births).collect(),
            moves: states.iter().map(|state| state.moves).collect(),
        }
    }
}

impl Cohorts {
    pub(super) fn new(seed: u64, regions: &Regions, first: i32, last: i32) -> Self {
        let elsewhere = Kreis {
            key: "",
            name: "",
            residents: 78_200_000.0,
            foreign: 0.09,
            balance: 0.0,
            students: 0.0,
            jobs: 1.0,
            unemployed: 0.06,
            income: 1.0,
            schools: 1.0,
            tile: (0, 0),
        };
        let units: Vec<&Kreis> = regions.kreise.iter().chain([&elsewhere]).collect();
        let mut dice: Vec<Dice> = (0..units.len()).map(|unit| Dice::new(seed, [0x5747, unit as u64, 1])).collect();
        let mut states: Vec<State> =
            units.iter().zip(&mut dice).map(|(kreis, dice)| State::at_the_start(kreis, dice)).collect();
        // Two years to settle: births and moves of the first published year come from the model as all others do.
        let mut years = Vec::new();
        for year in first - LEAD - 2..=last {
            if year == TRITTENHEIM_MOVES {
                move_trittenheim(regions, &mut states);
            }
            states = units
                .iter()
                .zip(&mut dice)
                .zip(&states)
                .map(|((kreis, dice), state)| state.after_a_year(kreis, year, dice))
                .collect();
            if year >= first - LEAD {
                years.push(YearEnd::new(&states));
            }
        }
        Self { first, last, years }
    }

    fn position(&self, year: i32) -> usize {
        (year - self.first + LEAD).clamp(0, self.years.len() as i32 - 1) as usize
    }

    /// People at the end of a year.
    pub(super) fn count(
        &self,
        units: Range<usize>,
        year: i32,
        nationalities: &[usize],
        sexes: &[usize],
        ages: RangeInclusive<usize>,
    ) -> i64 {
        let sums = &self.years[self.position(year)].sums;
        let mut all = 0;
        for nationality in nationalities {
            for sex in sexes {
                let up_to = |units: usize, age: usize| i64::from(sums[units][*nationality][*sex][age]);
                let among = |units: usize| up_to(units, *ages.end() + 1) - up_to(units, *ages.start());
                all += among(units.end) - among(units.start);
            }
        }
        all
    }

    /// All people of some ages in one unit.
    pub(super) fn aged(&self, unit: usize, year: i32, ages: RangeInclusive<usize>) -> f64 {
        self.count(unit..unit + 1, year, BOTH, BOTH, ages) as f64
    }

    /// Pupils-to-be of a grade at the beginning of a school year: half of them have had their birthday by the end of the year.
    pub(super) fn grade(&self, unit: usize, year: i32, grade: usize) -> f64 {
        f64::midpoint(self.aged(unit, year, grade + 5..=grade + 5), self.aged(unit, year, grade + 6..=grade + 6))
    }

    /// Part of foreigners among some ages.
    pub(super) fn foreign_part(&self, unit: usize, year: i32, ages: RangeInclusive<usize>) -> f64 {
        let all = self.aged(unit, year, ages.clone()).max(1.0);
        self.count(unit..unit + 1, year, &[FOREIGN], BOTH, ages) as f64 / all
    }

    pub(super) fn births(&self, units: Range<usize>, year: i32) -> [i64; 2] {
        let mut sum = [0; 2];
        for births in &self.years[self.position(year)].births[units] {
            for sex in [MALE, FEMALE] {
                sum[sex] += i64::from(births[sex]);
            }
        }
        sum
    }

    pub(super) fn moves(&self, units: Range<usize>, year: i32, nationalities: &[usize], sex: usize) -> Moves {
        let mut sum = Moves::default();
        for of_unit in &self.years[self.position(year)].moves[units] {
            for nationality in nationalities {
                let moves = of_unit[*nationality][sex];
                sum.arrivals += moves.arrivals;
                sum.from_abroad += moves.from_abroad;
                sum.departures += moves.departures;
                sum.to_abroad += moves.to_abroad;
            }
        }
        sum
    }
}

/// Parts of the residents at the start by groups of five years: the age pyramid of Germany around 2000, in per mille.
const PYRAMID: [f64; 20] = [
    48.0, 50.0, 57.0, 56.0, 57.0, 59.0, 81.0, 86.0, 77.0, 69.0, 60.0, 61.0, 68.0, 51.0, 43.0, 35.0, 18.0, 15.0, 6.0,
    1.5,
];
/// Deaths of a year by groups of ten years, in per mille of the men; women die at two thirds of it.
const MORTALITY: [f64; 11] = [0.5, 0.2, 0.7, 0.9, 2.0, 5.5, 13.0, 29.0, 75.0, 190.0, 420.0];
/// Births of a year per thousand women by groups of five years from 15 on, when there are 1.4 children per woman.
const FERTILITY: [f64; 7] = [8.0, 37.0, 77.0, 92.0, 51.0, 13.5, 1.5];
/// Children per woman, from 2000 on.
const CHILDREN: [f64; 26] = [
    1.38, 1.36, 1.35, 1.34, 1.35, 1.34, 1.33, 1.37, 1.38, 1.36, 1.39, 1.39, 1.41, 1.42, 1.47, 1.50, 1.58, 1.56, 1.56,
    1.53, 1.52, 1.57, 1.45, 1.36, 1.35, 1.36,
];
/// Net immigration per thousand residents, from 2000 on.
const IMMIGRATION: [f64; 26] = [
    1.2, 1.6, 1.6, 1.2, 0.8, 0.7, 0.4, 0.6, 0.1, 0.2, 1.4, 3.0, 4.1, 4.9, 6.2, 12.4, 6.0, 4.9, 4.6, 3.9, 2.8, 3.9,
    15.5, 7.6, 4.9, 4.2,
];
/// Moves by groups of five years of age, of an average of about 1.
const MOBILITY: [f64; 20] =
    [1.0, 0.6, 0.5, 0.8, 2.5, 2.6, 1.9, 1.3, 0.9, 0.7, 0.5, 0.45, 0.4, 0.3, 0.3, 0.35, 0.5, 0.6, 0.6, 0.5];

/// The value of a series that begins with the year 2000; its ends hold for the years beyond.
pub(super) fn in_year(series: &[f64], year: i32) -> f64 {
    series[(year - 2000).clamp(0, series.len() as i32 - 1) as usize]
}

/// Splits a number by weights into whole numbers that add up to it.
pub(super) fn split(total: u32, weights: &[f64]) -> Vec<u32> {
    let sum: f64 = weights.iter().sum();
    if sum <= 0.0 || total == 0 {
        return vec![0; weights.len()];
    }
    let mut parts = Vec::with_capacity(weights.len());
    let (mut exact, mut given) = (0.0, 0_u32);
    for weight in weights {
        // The difference of rounded running sums: adds up without sorting remainders.
        exact += f64::from(total) * weight / sum;
        let reached = (exact + 0.5) as u32;
        parts.push(reached.min(total) - given);
        given = reached.min(total);
    }
    if let Some(heaviest) = (0..weights.len()).max_by(|left, right| weights[*left].total_cmp(&weights[*right])) {
        parts[heaviest] += total - given;
    }
    parts
}

impl State {
    fn at_the_start(kreis: &Kreis, dice: &mut Dice) -> Self {
        let mut persons = [[[0; OLDEST + 1]; 2]; 2];
        let mille: f64 = PYRAMID.iter().sum();
        for age in ALL_AGES.take(OLDEST) {
            let (group, within) = (age / 5, (age % 5) as f64);
            // Towards the next group, so that groups do not end in steps.
            let next = PYRAMID.get(group + 1).copied().unwrap_or_default();
            let part = (PYRAMID[group] + (next - PYRAMID[group]) * (within - 2.0) / 10.0) / 5.0 / mille;
            let women = match age {
                0..50 => 0.487,
                50..65 => 0.50,
                65..75 => 0.54,
                75..85 => 0.62,
                _ => 0.73,
            };
            let foreign = kreis.foreign * if age < 50 { 1.3 } else { 0.5 };
            for (sex, of_sex) in [(MALE, 1.0 - women), (FEMALE, women)] {
                let all = kreis.residents * part * of_sex * (0.97 + 0.06 * dice.fraction());
                let students = if (19..27).contains(&age) { kreis.students * 0.55 / 16.0 } else { 0.0 };
                persons[GERMAN][sex][age] = dice.whole(all * (1.0 - foreign) + students);
                persons[FOREIGN][sex][age] = dice.whole(all * foreign);
            }
        }
        Self { persons, births: [0; 2], moves: [[Moves::default(); 2]; 2] }
    }

    fn after_a_year(&self, kreis: &Kreis, year: i32, dice: &mut Dice) -> Self {
        let mut next = Self { persons: [[[0; OLDEST + 1]; 2]; 2], births: [0; 2], moves: [[Moves::default(); 2]; 2] };
        for nationality in [GERMAN, FOREIGN] {
            for sex in [MALE, FEMALE] {
                let ages = &self.persons[nationality][sex];
                for (age, count) in ages.iter().enumerate() {
                    let (low, high) = (MORTALITY[age / 10], MORTALITY[(age / 10 + 1).min(10)]);
                    let deadly = (low + (high - low) * (age % 10) as f64 / 10.0) / 1000.0
                        * if sex == FEMALE { 0.62 } else { 1.0 };
                    let deaths = dice.whole(f64::from(*count) * deadly).min(*count);
                    next.persons[nationality][sex][(age + 1).min(OLDEST)] += count - deaths;
                }
            }
        }
        next.bear(year, dice);
        next.naturalise(dice);
        for nationality in [GERMAN, FOREIGN] {
            for sex in [MALE, FEMALE] {
                next.relocate(kreis, year, nationality, sex, dice);
            }
        }
        next
    }

    fn bear(&mut self, year: i32, dice: &mut Dice) {
        for nationality in [GERMAN, FOREIGN] {
            let women = &self.persons[nationality][FEMALE];
            let mut births = 0.0;
            for (group, rate) in FERTILITY.iter().enumerate() {
                let from = 15 + 5 * group;
                births += women[from..from + 5].iter().map(|count| f64::from(*count)).sum::<f64>() * rate / 1000.0;
            }
            let births = births * in_year(&CHILDREN, year) / 1.4 * if nationality == FOREIGN { 1.25 } else { 0.98 };
            for (sex, part) in [(MALE, 0.513), (FEMALE, 0.487)] {
                let births = dice.whole(births * part);
                self.births[sex] += births;
                // Half of the children of foreign mothers are German by birth (§ 4 Abs. 3 StAG and German fathers).
                let germans = if nationality == GERMAN { births } else { births / 2 };
                self.persons[GERMAN][sex][0] += germans;
                self.persons[FOREIGN][sex][0] += births - germans;
            }
        }
    }

    fn naturalise(&mut self, dice: &mut Dice) {
        for sex in [MALE, FEMALE] {
            for age in 8..60 {
                let count = dice.whole(f64::from(self.persons[FOREIGN][sex][age]) * 0.014);
                let count = count.min(self.persons[FOREIGN][sex][age]);
                self.persons[FOREIGN][sex][age] -= count;
                self.persons[GERMAN][sex][age] += count;
            }
        }
    }

    fn relocate(&mut self, kreis: &Kreis, year: i32, nationality: usize, sex: usize, dice: &mut Dice) {
        let everybody: u32 = self.persons.iter().flatten().flatten().sum();
        let ages = &mut self.persons[nationality][sex];
        let residents = f64::from(ages.iter().sum::<u32>());
        let students = if nationality == GERMAN { kreis.students * 0.05 } else { kreis.students * 0.01 };
        let (leaving, balance) = if nationality == GERMAN {
            (if kreis.is_town() { 0.055 } else { 0.042 }, residents * kreis.balance)
        } else {
            // More women than men came in 2022 only, from Ukraine.
            let of_sex = if (sex == MALE) == (year == 2022) { 0.43 } else { 0.57 };
            let draw = (0.45 + 6.2 * kreis.foreign).min(1.5);
            (0.13, f64::from(everybody) * in_year(&IMMIGRATION, year) / 1000.0 * draw * of_sex)
        };
        let leaving = residents * leaving * (0.94 + 0.12 * dice.fraction());
        let balance = balance + leaving * 0.06 * (dice.fraction() - 0.5);

        let weights: Vec<f64> =
            ages.iter().enumerate().map(|(age, count)| f64::from(*count) * MOBILITY[(age / 5).min(19)]).collect();
        let graduates: Vec<f64> = ages
            .iter()
            .enumerate()
            .map(|(age, count)| if (23..32).contains(&age) { f64::from(*count) } else { 0.0 })
            .collect();
        let mut departures = 0;
        for (total, weights) in [(dice.whole(leaving), weights), (dice.whole(students), graduates)] {
            for (count, part) in ages.iter_mut().zip(split(total, &weights)) {
                let part = part.min(*count);
                *count -= part;
                departures += part;
            }
        }
        // Who comes has the age of those who leave, families with children rather where the balance is good.
        let families = if kreis.balance > 0.0015 && kreis.students < 3000.0 { 1.6 } else { 1.0 };
        let profile: Vec<f64> = (0..=OLDEST)
            .map(|age| {
                let people = PYRAMID.get(age / 5).copied().unwrap_or(0.2) * MOBILITY[(age / 5).min(19)];
                people * if matches!(age, 0..10 | 28..40) { families } else { 1.0 }
            })
            .collect();
        let freshmen: Vec<f64> = (0..=OLDEST).map(|age| if (18..23).contains(&age) { 1.0 } else { 0.0 }).collect();
        let arrivals = dice.whole((leaving + balance).max(0.0));
        let studying = dice.whole(students);
        for (total, weights) in [(arrivals, profile), (studying, freshmen)] {
            for (count, part) in ages.iter_mut().zip(split(total, &weights)) {
                *count += part;
            }
        }
        let arrivals = arrivals + studying;
        let abroad = if nationality == GERMAN { (0.03, 0.035) } else { (0.60, 0.42) };
        self.moves[nationality][sex] = Moves {
            arrivals,
            from_abroad: dice.whole(f64::from(arrivals) * abroad.0).min(arrivals),
            departures,
            to_abroad: dice.whole(f64::from(departures) * abroad.1).min(departures),
        };
    }
}

/// About 1,080 people change the Kreis without moving.
fn move_trittenheim(regions: &Regions, states: &mut [State]) {
    let (Some(from), Some(to)) = (regions.unit("07231"), regions.unit("07235")) else { return };
    for nationality in [GERMAN, FOREIGN] {
        for sex in [MALE, FEMALE] {
            for age in ALL_AGES {
                let count = states[from].persons[nationality][sex][age] * 96 / 10_000;
                states[from].persons[nationality][sex][age] -= count;
                states[to].persons[nationality][sex][age] += count;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_add_up() {
        assert_eq!(split(10, &[1.0, 1.0, 1.0]).iter().sum::<u32>(), 10);
        assert_eq!(split(7, &[0.0, 3.0, 0.0, 4.0]), [0, 3, 0, 4]);
        assert_eq!(split(5, &[0.0, 0.0]), [0, 0]);
        assert_eq!(split(1, &[0.2, 0.2, 0.2]).iter().sum::<u32>(), 1);
        assert_eq!(split(3, &[1e-9; 100]).iter().sum::<u32>(), 3);
    }

    #[test]
    fn people_come_from_somewhere_and_go_somewhere() {
        let regions = Regions::load();
        let cohorts = Cohorts::new(1, &regions, 2000, 2024);
        for unit in 0..=regions.elsewhere() {
            let size = |year| cohorts.count(unit..unit + 1, year, BOTH, BOTH, ALL_AGES);
            for year in 2001..=2024 {
                let (before, after) = (size(year - 1), size(year));
                let growth = (after - before) as f64 / before as f64;
                assert!(growth.abs() < 0.03, "{unit} {year}: {before} → {after}");
                let born: i64 = cohorts.births(unit..unit + 1, year).iter().sum();
                let per_thousand = 1000.0 * born as f64 / after as f64;
                assert!((5.0..13.0).contains(&per_thousand), "{unit} {year}: {per_thousand} births");
            }
            let change = size(2024) as f64 / size(2000) as f64;
            assert!((0.8..1.35).contains(&change), "{unit}: {change}");
            let foreign = cohorts.foreign_part(unit, 2024, ALL_AGES);
            assert!((0.04..0.36).contains(&foreign), "{unit}: {foreign}");
        }
        let land = cohorts.count(0..36, 2024, BOTH, BOTH, ALL_AGES);
        assert!((3_800_000..4_400_000).contains(&land), "{land}");
    }
}
