//! How a source protects small numbers, read off the numbers: Länder round their school statistics to multiples of 3 or 5, each in its own
//! years, and the tables do not always say so.

use std::collections::BTreeMap;

use model::statistics::{Period, Protection};

use crate::dataset::Dataset;

/// So many numbers are not all multiples of 3 by chance (once in 3³⁰).
const ENOUGH: usize = 30;
/// A few exact numbers stand among rounded ones: those that the source takes from elsewhere.
const NEARLY_ALL: f64 = 0.99;

/// What the numbers of each Land and year show.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ObservedProtection(BTreeMap<(String, i32), Protection>);

impl ObservedProtection {
    pub fn of(dataset: &Dataset) -> Self {
        let mut counts: BTreeMap<(&str, i32), [usize; 3]> = BTreeMap::new();
        for (area, period, rows) in dataset.slots() {
            let land = land(&dataset.area_category(area).code);
            let of_land = counts.entry((land, dataset.period_at(period).year())).or_default();
            for row in rows {
                let (combination, wert, _) = dataset.row(row);
                let unit = dataset.measures()[dataset.members(combination)[0] as usize].unit.as_deref();
                let number = wert.value().filter(|number| *number != 0.0 && unit.is_none_or(|unit| unit == "Anzahl"));
                if let Some(number) = number {
                    of_land[0] += 1;
                    of_land[1] += usize::from(number % 3.0 == 0.0);
                    of_land[2] += usize::from(number % 5.0 == 0.0);
                }
            }
        }
        let observed = counts.into_iter().filter_map(|((land, year), [all, threes, fives])| {
            let nearly_all = |count: usize| all >= ENOUGH && count as f64 >= NEARLY_ALL * all as f64;
            let base = if nearly_all(fives) {
                5
            } else if nearly_all(threes) {
                3
            } else {
                return None;
            };
            Some(((land.to_owned(), year), Protection::Rounded { base }))
        });
        Self(observed.collect())
    }

    /// For an area and period; unknown where the numbers show nothing.
    pub fn protection(&self, area: &str, period: Period) -> Protection {
        self.0.get(&(land(area).to_owned(), period.year())).copied().unwrap_or_default()
    }

    /// Länder (or `DG`) and years with what they do.
    pub fn iter(&self) -> impl Iterator<Item = (&str, i32, Protection)> {
        self.0.iter().map(|((land, year), protection)| (land.as_str(), *year, *protection))
    }
}

fn land(area: &str) -> &str {
    area.get(..2).unwrap_or(area)
}
