//! Deliveries of official statistics for the example region: real table codes, layouts, areas and keys, invented values.
//!
//! | What happens in reality | Where it happens here |
//! |---|---|
//! | corrected years in a second delivery | `12411-01-01-4_korrigiert.csv`: two years after the census, and a new one |
//! | a delivery without a year, brought later | `22541-01-04-4.csv` lacks a year, `22541-01-04-4_nachlieferung.csv` has it |
//! | a territorial reform: keys end and begin | `12411-…-5`: Trittenheim 2012, Verbandsgemeinde Saarburg-Kell 2019 |
//! | other wording in head lines and cells | `21111-01-03-4` and `21111-02-06-4`: until 2015 as then, from 2016 as in 2023 |
//! | a table ends, another one goes on | `22543-01-01-4` until 2010, `22543-01-02-4` from 2011 |
//! | a Stichtag moves | `22541-01-04-4`, `22543-01-01-4`: 15 March until 2008, 1 March from 2009 |
//! | rounding to multiples of five | `21111-01-03-4` of Rheinland-Pfalz from 2019 (in this example) |
//! | secret numbers, primary and secondary | `21111-02-06-4`, `21121-01-05-4`, `22543-01-02-4`: below 3 |
//! | a note on the quality of a year | `21111-02-06-4`: Rheinland-Pfalz (2016) |
//! | `x` where a grade cannot be | `21111-01-03-4` |
//! | `0` for an exact zero instead of `-` | the school tables until 2015 |
//! | a table without a row for Germany | `13111-08-02-4`; commuters only for Kreise, a negative balance |
//! | keys as numbers, headings merged over columns, blank for zero | `schulamt_pendler_sekundarstufe.xlsx` |
//! | one thing in several classes: the total is less than the sum | `bildungsberatung.csv`, `netzwerke.csv` |
//! | a year in which institutions were closed | tables of the vhs, the library, the music school and of guidance: 2020 to 2022 |
//! | measures that begin or end | `13211-02-05-4`: rates of groups from 2009; `22541-01-04-4`: staff until 2010 and from 2011 |

mod childcare;
mod cohorts;
mod flat;
mod gemeinden;
mod geometry;
mod labour;
mod layout;
mod leavers;
mod office;
mod population;
mod regions;
mod schools;
mod secrecy;

pub use layout::COPYRIGHT;

use std::io;

use chrono::{Datelike, NaiveDate};
use serde_json::Value;

use cohorts::Cohorts;
use regions::{Area, Regions};

/// What determines the deliveries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    pub seed: u64,
    /// The newest numbers are of two years before, the oldest of 24 years before that; the newest file is of the year before.
    pub today: NaiveDate,
}

/// A file of a statistical office with the day on which it came.
#[derive(Debug, Clone, PartialEq)]
pub struct Delivery {
    /// File name without folder, unique among the deliveries.
    pub name: String,
    pub bytes: Vec<u8>,
    /// Code of the importer that reads it.
    pub importer: &'static str,
    /// Settings for the importer, for an office's own table its saved mapping; `null` for none.
    pub settings: Value,
    pub delivered_on: NaiveDate,
}

const YEARS: i32 = 25;

/// All deliveries in the order in which they are to be imported.
pub fn files(settings: Settings) -> io::Result<Vec<Delivery>> {
    let world = World::new(settings);
    let mut deliveries = geometry::deliveries(&world);
    deliveries.extend(population::deliveries(&world));
    deliveries.extend(schools::deliveries(&world));
    deliveries.extend(leavers::deliveries(&world));
    deliveries.extend(childcare::deliveries(&world));
    deliveries.extend(labour::deliveries(&world));
    deliveries.extend(gemeinden::deliveries(&world));
    deliveries.extend(flat::deliveries(&world)?);
    deliveries.extend(office::deliveries(&world)?);
    deliveries.sort_by(|left, right| (left.delivered_on, &left.name).cmp(&(right.delivered_on, &right.name)));
    Ok(deliveries)
}

impl Delivery {
    fn new(name: &str, bytes: Vec<u8>, importer: &'static str, delivered_on: NaiveDate) -> Self {
        Self { name: name.to_owned(), bytes, importer, settings: Value::Null, delivered_on }
    }
}

/// The region and its people, from which all tables follow.
struct World {
    seed: u64,
    regions: Regions,
    cohorts: Cohorts,
}

impl World {
    fn new(settings: Settings) -> Self {
        let regions = Regions::load();
        let last = settings.today.year() - 2;
        let cohorts = Cohorts::new(settings.seed, &regions, last - YEARS + 1, last);
        Self { seed: settings.seed, regions, cohorts }
    }

    /// The newest first, as most tables have it.
    fn years(&self) -> impl Iterator<Item = i32> + use<> {
        (self.cohorts.first..=self.cohorts.last).rev()
    }

    /// A day of the year in which the numbers of the last year come out, or as many years before.
    fn day(&self, years_before: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.cohorts.last + 1 - years_before, month, day).unwrap_or_default()
    }

    /// Which rows of areas add up to which: a Statistische Region its Kreise, the Land its Regionen. Germany has parts that are not shown.
    fn sums_of_areas(&self) -> Vec<(usize, Vec<usize>)> {
        let areas = &self.regions.areas;
        let position = |wanted: &dyn Fn(&Area) -> bool| -> Vec<usize> {
            areas.iter().enumerate().filter(|(_, area)| wanted(area)).map(|(index, _)| index).collect()
        };
        let regional = position(&Area::is_statistical_region);
        let mut sums = Vec::new();
        for region in &regional {
            sums.push((*region, position(&|area| area.is_kreis() && area.code.starts_with(areas[*region].code))));
        }
        sums.extend(position(&|area| area.code == "07").first().map(|land| (*land, regional)));
        sums
    }

    /// A steady peculiarity of a Kreis: a factor near 1, other for each subject.
    fn peculiarity(&self, unit: usize, subject: u64, spread: f64) -> f64 {
        1.0 + spread * (2.0 * crate::dice::Dice::new(self.seed, [unit as u64, subject, 0x5747]).fraction() - 1.0)
    }

    /// Chance in one cell of a subject, the same however often it is asked for.
    fn chance(&self, unit: usize, subject: u64, year: i32, spread: f64) -> f64 {
        1.0 + spread * (2.0 * crate::dice::Dice::new(self.seed, [unit as u64, subject, year as u64]).fraction() - 1.0)
    }
}
