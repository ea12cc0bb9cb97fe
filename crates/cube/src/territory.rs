//! Conversion between territorial states, by the weights of the Umsteigeschlüssel (BBSR): which shares of which earlier areas make up an
//! area. Counts are converted by shares of the population or of the ground; even between Gemeinden that is an estimate, so that every
//! converted value is marked.

use std::collections::{BTreeMap, BTreeSet};

use model::areas::TerritorialWeight;
use model::kennzahlen::AddsUpBy;

/// Changes of territory, ready to be looked up.
#[derive(Debug, Clone, Default)]
pub struct Crosswalk {
    /// Who became part of an area: by its key.
    into: BTreeMap<String, Vec<Step>>,
    /// Into which areas an area went: by its key.
    out_of: BTreeMap<String, Vec<Step>>,
    /// Years of all states from which there are weights.
    states: BTreeSet<i32>,
}

#[derive(Debug, Clone)]
struct Step {
    from_year: i32,
    to_year: i32,
    /// The other area.
    area: String,
    population: f64,
    ground: f64,
}

/// An earlier area and how much of it belongs to the area asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Share {
    pub area: String,
    pub population: f64,
    pub ground: f64,
}

impl Share {
    /// The share by which a number is converted; `None` for numbers that cannot be.
    pub fn weight(&self, adds_up_by: AddsUpBy) -> Option<f64> {
        match adds_up_by {
            AddsUpBy::Population => Some(self.population),
            AddsUpBy::Ground => Some(self.ground),
            AddsUpBy::Never => None,
        }
    }
}

impl Crosswalk {
    /// Weights that are no share (negative, above one, not a number) or go back in time are left out.
    pub fn new(weights: &[TerritorialWeight]) -> Self {
        let share = |share: f64| (0.0..=1.000_001).contains(&share);
        let mut crosswalk = Self::default();
        for weight in weights {
            if !share(weight.population) || !share(weight.ground) || weight.from_year >= weight.to_year {
                continue;
            }
            crosswalk.states.insert(weight.from_year);
            let step = |area: &str| Step {
                from_year: weight.from_year,
                to_year: weight.to_year,
                area: area.to_owned(),
                population: weight.population,
                ground: weight.ground,
            };
            crosswalk.into.entry(weight.to.clone()).or_default().push(step(&weight.from));
            crosswalk.out_of.entry(weight.from.clone()).or_default().push(step(&weight.to));
        }
        let order = |left: &Step, right: &Step| {
            (left.from_year, left.to_year, &left.area).cmp(&(right.from_year, right.to_year, &right.area))
        };
        for steps in crosswalk.into.values_mut().chain(crosswalk.out_of.values_mut()) {
            steps.sort_by(order);
        }
        crosswalk
    }

    pub fn is_empty(&self) -> bool {
        self.into.is_empty()
    }

    /// The areas of `year` that make up `area` in its latest state, with their shares. `None` if the weights say nothing about it, or
    /// that the area was itself then and whole.
    pub fn predecessors(&self, area: &str, year: i32) -> Option<Vec<Share>> {
        let mut shares = BTreeMap::new();
        self.expand(area, i32::MAX, year, (1.0, 1.0), &mut shares);
        let itself = shares.len() == 1
            && shares.get(area).is_some_and(|(population, ground)| is_whole(*population) && is_whole(*ground));
        let shares = shares.into_iter().map(|(area, (population, ground))| Share { area, population, ground });
        (!itself).then(|| shares.collect())
    }

    /// Adds the areas of `year` behind `area` as it was in `state`. Each step leads to an earlier state, so that it ends.
    fn expand(&self, area: &str, state: i32, year: i32, weight: (f64, f64), shares: &mut BTreeMap<String, (f64, f64)>) {
        let steps = self.into.get(area).map_or(&[][..], Vec::as_slice);
        let usable = || steps.iter().filter(|step| step.to_year <= state && step.from_year >= year);
        // From the latest state, and of those the widest step back.
        let to_year = usable().map(|step| step.to_year).max();
        let from_year = usable().filter(|step| Some(step.to_year) == to_year).map(|step| step.from_year).min();
        let mut found = false;
        for step in usable().filter(|step| Some(step.from_year) == from_year && Some(step.to_year) == to_year) {
            found = true;
            let weight = (weight.0 * step.population, weight.1 * step.ground);
            self.expand(&step.area, step.from_year, year, weight, shares);
        }
        if !found {
            let share = shares.entry(area.to_owned()).or_insert((0.0, 0.0));
            *share = (share.0 + weight.0, share.1 + weight.1);
        }
    }

    /// Whether an area is known not to exist in a year: it was formed out of others later, or dissolved into others before.
    pub fn did_not_exist(&self, area: &str, year: i32) -> bool {
        self.is_formed_after(area, year) || self.dissolved(area).is_some_and(|since| year >= since)
    }

    /// Whether the area was formed out of others after a year.
    pub fn is_formed_after(&self, area: &str, year: i32) -> bool {
        self.predecessors(area, year).is_some_and(|shares| shares.iter().all(|share| share.area != area))
    }

    /// Leaves out areas that others in the list stand for: those that were dissolved into one that is converted for this year. What is
    /// left belongs to one territorial state, and nobody is counted twice.
    pub fn one_state<'a>(&self, areas: impl IntoIterator<Item = &'a str>, year: i32) -> BTreeSet<&'a str> {
        let mut left: BTreeSet<&str> = areas.into_iter().collect();
        let later = left.iter().filter(|area| self.is_formed_after(area, year));
        let before: BTreeSet<String> =
            later.flat_map(|area| self.predecessors(area, year).unwrap_or_default()).map(|share| share.area).collect();
        left.retain(|area| !before.contains(*area) || self.dissolved(area).is_none());
        left
    }

    /// The first year without the area.
    fn dissolved(&self, area: &str) -> Option<i32> {
        let steps = self.out_of.get(area)?;
        let last = steps.iter().map(|step| step.from_year).max()?;
        let of_last = || steps.iter().filter(|step| step.from_year == last);
        if of_last().any(|step| step.area == area) {
            return None;
        }
        // Keys to one base year name the year of every state: the next state no longer has the area.
        let next_state = self.states.range(last + 1..).next().copied();
        of_last().map(|step| step.to_year).chain(next_state).min()
    }
}

fn is_whole(share: f64) -> bool {
    (share - 1.0).abs() < 1e-9
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn weight(from_year: i32, from: &str, to_year: i32, to: &str, population: f64) -> TerritorialWeight {
        TerritorialWeight {
            from_year,
            from: from.to_owned(),
            to_year,
            to: to.to_owned(),
            population,
            ground: population,
        }
    }

    /// A reform in 2007 in the form of yearly steps, and of the direct keys to a base year.
    fn burgenlandkreis() -> [Vec<TerritorialWeight>; 2] {
        let yearly = vec![
            weight(2006, "15256", 2007, "15084", 1.0),
            weight(2006, "15268", 2007, "15084", 1.0),
            weight(2006, "15261", 2007, "15088", 0.924),
            weight(2006, "15261", 2007, "15087", 0.076),
        ];
        let to_base = (2000..2020)
            .flat_map(|year| match year {
                ..2007 => vec![
                    weight(year, "15256", 2020, "15084", 1.0),
                    weight(year, "15268", 2020, "15084", 1.0),
                    weight(year, "15261", 2020, "15088", 0.924),
                ],
                _ => vec![weight(year, "15084", 2020, "15084", 1.0), weight(year, "15088", 2020, "15088", 1.0)],
            })
            .collect();
        [yearly, to_base]
    }

    #[test]
    fn an_area_is_made_of_its_predecessors_before_the_reform_only() {
        for weights in burgenlandkreis() {
            let crosswalk = Crosswalk::new(&weights);
            for year in [2000, 2006] {
                let shares = crosswalk.predecessors("15084", year).unwrap();
                let found: Vec<(&str, f64)> =
                    shares.iter().map(|share| (share.area.as_str(), share.population)).collect();
                assert_eq!(found, [("15256", 1.0), ("15268", 1.0)], "{year}");
                let part = &crosswalk.predecessors("15088", year).unwrap()[0];
                assert_eq!(part.weight(AddsUpBy::Ground), Some(0.924));
            }
            for year in [2007, 2015, 2023] {
                assert_eq!(crosswalk.predecessors("15084", year), None, "{year}");
            }
            assert_eq!(crosswalk.predecessors("07211", 2000), None);
        }
    }

    #[test]
    fn areas_exist_from_their_formation_until_they_are_dissolved() {
        for weights in burgenlandkreis() {
            let crosswalk = Crosswalk::new(&weights);
            let existed = |area: &str| [2000, 2006, 2007, 2023].map(|year| !crosswalk.did_not_exist(area, year));
            assert_eq!(existed("15084"), [false, false, true, true]);
            assert_eq!(existed("15256"), [true, true, false, false]);
            assert_eq!(existed("07211"), [true; 4]);
        }
    }

    #[test]
    fn steps_are_chained_and_shares_multiplied() {
        let crosswalk = Crosswalk::new(&[
            weight(2000, "A", 2005, "B", 0.5),
            weight(2010, "B", 2011, "C", 0.5),
            weight(2010, "D", 2011, "C", 1.0),
            weight(2000, "E", 2005, "C", 1.0),
        ]);
        let shares = crosswalk.predecessors("C", 2000).unwrap();
        let found: Vec<(&str, f64)> = shares.iter().map(|share| (share.area.as_str(), share.population)).collect();
        assert_eq!(found, [("A", 0.25), ("D", 1.0)]);
    }

    #[test]
    fn weights_that_go_in_circles_or_are_no_shares_do_no_harm() {
        let crosswalk = Crosswalk::new(&[
            weight(2005, "A", 2004, "A", 1.0),
            weight(2004, "A", 2004, "B", 1.0),
            weight(2003, "A", 2004, "B", f64::NAN),
            weight(2003, "A", 2004, "B", -1.0),
        ]);
        assert!(crosswalk.is_empty());
        assert_eq!(crosswalk.predecessors("B", 2000), None);
    }

    proptest! {
        /// What all areas of an earlier state have, all areas of the later state have together.
        #[test]
        fn conversion_conserves_totals(
            values in prop::collection::vec(0.0..1e6_f64, 1..6),
            shares in prop::collection::vec(prop::collection::vec(0.0..1.0_f64, 4), 6),
        ) {
            let mut weights = Vec::new();
            for (from, row) in shares.iter().take(values.len()).enumerate() {
                let sum: f64 = row.iter().sum::<f64>() + 1e-9;
                for (to, share) in row.iter().enumerate() {
                    let share = if to == 0 { (share + 1e-9) / sum } else { share / sum };
                    weights.push(weight(2006, &format!("v{from}"), 2007, &format!("n{to}"), share));
                }
            }
            let crosswalk = Crosswalk::new(&weights);
            let mut total = 0.0;
            for to in 0..4 {
                for share in crosswalk.predecessors(&format!("n{to}"), 2003).unwrap() {
                    let from: usize = share.area[1..].parse().unwrap();
                    total += share.population * values[from];
                }
            }
            let before: f64 = values.iter().sum();
            prop_assert!((total - before).abs() <= 1e-6 * before.max(1.0), "{total} {before}");
        }
    }
}
