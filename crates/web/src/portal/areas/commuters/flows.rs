//! Pupils by Wohngemeinde, school and year, out of the office's table `schulpendler` (docs/dev/office-tables.md).

use std::collections::BTreeMap;

use cube::Dataset;
use cube::dataset::Selection;
use model::kennzahlen::Choice;
use model::statistics::{Category, TOTAL};
use model::wert::{Symbol, Wert};

use crate::portal::areas::naming::area_name;

/// Codes of the office's table.
pub(super) const DATASET: &str = "schulpendler";
pub(super) const MEASURE: &str = "SCHUELER";
const SCHOOL: &str = "SCHULE";

/// The flows of one year.
pub(super) struct Flows {
    pub(super) year: i32,
    /// In order of their codes.
    pub(super) schools: Vec<Category>,
    /// The largest first.
    pub(super) homes: Vec<Home>,
}

/// A Wohngemeinde with its pupils.
pub(super) struct Home {
    pub(super) area: String,
    pub(super) name: String,
    /// By school.
    pub(super) pupils: Vec<Wert>,
}

/// The pupils of several places or schools together. A table of flows is sparse: a combination that it does not name is nobody. A
/// secret one is somebody, and the sum is then not known, only that it is no smaller.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Together {
    /// The sum; without a number where a part has none.
    pub(super) wert: Wert,
    /// What is known of it.
    pub(super) at_least: f64,
}

impl Together {
    pub(super) fn of(parts: impl IntoIterator<Item = Wert>) -> Self {
        let named = parts.into_iter().filter(|wert| wert.symbol != Symbol::Missing);
        let mut at_least = 0.0;
        let sum = named
            .inspect(|wert| at_least += wert.value().unwrap_or(0.0))
            .reduce(|sum, wert| sum.combine(wert, |left, right| left + right));
        Self { wert: sum.unwrap_or(Wert::symbol(Symbol::Missing)), at_least }
    }

    /// Part of a whole in per cent.
    pub(super) fn share_of(self, whole: Self) -> Wert {
        match whole.wert.value() {
            Some(0.0) => Wert::symbol(Symbol::NotApplicable),
            _ => self.wert.combine(whole.wert, |part, whole| 100.0 * part / whole),
        }
    }
}

impl Flows {
    pub(super) fn of(cube: &Dataset, year: i32, is_german: bool) -> Self {
        let class = cube.classes().iter().find(|class| class.code == SCHOOL);
        let schools: Vec<Category> = class
            .map(|class| class.categories.iter().filter(|school| school.code != TOTAL).cloned().collect())
            .unwrap_or_default();
        let selections: Vec<Option<Selection>> = schools.iter().map(|school| selection(cube, &school.code)).collect();
        let period = cube.periods_of(year).next_back();
        let of_home = |home: &Category| {
            let pupils = selections.iter().map(|selection| match (selection, cube.area(&home.code), period) {
                (Some(selection), Some(area), Some(period)) => cube.value(selection, area, period),
                _ => Wert::symbol(Symbol::Missing),
            });
            let name = area_name(&home.label, is_german).full;
            Home { area: home.code.clone(), name, pupils: pupils.collect() }
        };
        // A row of the whole Kreis beside its Gemeinden would count everybody twice.
        let is_sum = |home: &Category| {
            cube.areas().iter().any(|other| other.code.len() > home.code.len() && other.code.starts_with(&home.code))
        };
        let mut homes: Vec<Home> = cube.areas().iter().filter(|home| !is_sum(home)).map(of_home).collect();
        homes.retain(|home| home.pupils.iter().any(|wert| !matches!(wert.value(), Some(0.0))) && home.has_pupils());
        let size = |home: &Home| home.at(None).at_least;
        homes.sort_by(|one, other| size(other).total_cmp(&size(one)).then_with(|| one.area.cmp(&other.area)));
        Self { year, schools, homes }
    }

    /// All pupils of a school, or of all schools.
    pub(super) fn all(&self, school: Option<usize>) -> Together {
        let of_home = |home: &Home| match school {
            Some(school) => vec![home.pupils[school]],
            None => home.pupils.clone(),
        };
        Together::of(self.homes.iter().flat_map(of_home))
    }

    /// From home to the area in which the schools stand: (home, area, pupils), the largest first. Empty where nobody has said where the
    /// schools stand.
    pub(super) fn between_areas(&self, school: Option<usize>) -> Vec<(&Home, &str, Together)> {
        let mut flows = Vec::new();
        for home in &self.homes {
            let mut by_area: BTreeMap<&str, Vec<Wert>> = BTreeMap::new();
            for (position, (wert, of)) in home.pupils.iter().zip(&self.schools).enumerate() {
                if let (Some(area), true) = (&of.stands_in, school.is_none_or(|school| school == position)) {
                    by_area.entry(area).or_default().push(*wert);
                }
            }
            flows.extend(by_area.into_iter().map(|(area, pupils)| (home, area, Together::of(pupils))));
        }
        flows.sort_by(|one, other| other.2.at_least.total_cmp(&one.2.at_least));
        flows
    }
}

impl Home {
    /// Its pupils at one school, or at all.
    pub(super) fn at(&self, school: Option<usize>) -> Together {
        match school {
            Some(school) => Together::of([self.pupils[school]]),
            None => Together::of(self.pupils.iter().copied()),
        }
    }

    fn has_pupils(&self) -> bool {
        self.pupils.iter().any(|wert| wert.symbol != Symbol::Missing && wert.symbol != Symbol::Nothing)
    }
}

/// One school, wherever else the table is broken down.
fn selection(cube: &Dataset, school: &str) -> Option<Selection> {
    let filter = BTreeMap::from([(SCHOOL.to_owned(), Choice::from(vec![school.to_owned()]))]);
    cube.select(MEASURE, &filter).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flows() -> Flows {
        let school = |code: &str, area: Option<&str>| Category {
            code: code.to_owned(),
            stands_in: area.map(str::to_owned),
            ..Category::default()
        };
        let home = |area: &str, pupils: [Wert; 3]| Home {
            area: area.to_owned(),
            name: area.to_owned(),
            pupils: pupils.to_vec(),
        };
        Flows {
            year: 2023,
            schools: vec![school("A", Some("07990001")), school("B", Some("07990001")), school("C", None)],
            homes: vec![
                home("07990001", [Wert::number(30.0), Wert::number(10.0), Wert::symbol(Symbol::Missing)]),
                home("07990002", [Wert::number(10.0), Wert::symbol(Symbol::Secret), Wert::number(5.0)]),
            ],
        }
    }

    #[test]
    fn a_sum_with_a_secret_part_has_no_number_but_a_lower_bound() {
        let flows = flows();
        assert_eq!(flows.all(Some(0)).wert.value(), Some(40.0));
        let of_b = flows.all(Some(1));
        assert_eq!((of_b.wert.symbol, of_b.at_least), (Symbol::Secret, 10.0));
        assert_eq!(flows.all(None).wert.symbol, Symbol::Secret);
        assert_eq!(flows.all(Some(2)).wert.value(), Some(5.0), "what the table does not name is nobody");
    }

    #[test]
    fn shares_need_both_numbers() {
        let flows = flows();
        let share = |home: usize, school: usize| flows.homes[home].at(Some(school)).share_of(flows.all(Some(school)));
        assert_eq!(share(0, 0).value(), Some(75.0));
        assert_eq!(share(0, 1).symbol, Symbol::Secret);
        assert_eq!(
            Together::of([Wert::number(0.0)]).share_of(Together::of([Wert::number(0.0)])).symbol,
            Symbol::NotApplicable
        );
    }

    #[test]
    fn flows_lead_to_the_areas_of_the_schools() {
        let flows = flows();
        let found: Vec<_> = flows
            .between_areas(None)
            .into_iter()
            .map(|(home, to, pupils)| (home.area.clone(), to.to_owned(), pupils.wert))
            .collect();
        assert_eq!(found[0], ("07990001".to_owned(), "07990001".to_owned(), Wert::number(40.0)));
        assert_eq!((found[1].0.as_str(), found[1].2.symbol), ("07990002", Symbol::Secret));
        assert_eq!(found.len(), 2, "nobody has said where C stands");
        assert!(flows.between_areas(Some(2)).is_empty());
    }
}
