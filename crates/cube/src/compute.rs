//! The values of a Kennzahl: over time, across areas, broken down.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::ops::RangeInclusive;
use std::sync::Arc;

use model::codes::area_key::AreaLevel;
use model::kennzahlen::{Bilingual, Breakdown, KennzahlCode};
use model::statistics::{Ages, Category, MEASURE, Period};
use model::wert::{Symbol, Wert};

use crate::calculation::{Calculation, Datasets, Narrowed, Origin, Place};
use crate::catalogue::new_censuses;
use crate::dataset::Dataset;
use crate::definition::Definition;

/// A Kennzahl of an area over time.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    pub code: KennzahlCode,
    /// Official key, or the keys that were taken together.
    pub areas: Vec<String>,
    /// As the table writes it.
    pub area_name: Option<String>,
    /// One per year, in order; a year without data has its point with the reason.
    pub points: Vec<Point>,
    /// Why sources cannot be used, in German; for the office.
    pub problems: Vec<String>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    pub year: i32,
    pub wert: Wert,
    /// What makes it not comparable with the years before.
    pub breaks: Vec<Break>,
}

/// Why a series breaks between the year before and this one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Break {
    pub kind: BreakKind,
    /// Its cause in a word or two, where the catalogue has one.
    pub label: Option<&'static Bilingual>,
    /// In German.
    pub message: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BreakKind {
    /// Another version of the definition.
    Definition,
    /// Before it values are converted, or the area had other borders.
    Territory,
    /// The area has no data before, though others do.
    Begins,
    /// Another table or another Stichtag.
    Source,
    /// The same table, on the basis of a new census. It breaks numbers of persons; rates go on.
    Census,
}

/// A value of one area among others.
#[derive(Debug, Clone, PartialEq)]
pub struct AreaValue {
    pub area: String,
    pub name: String,
    pub wert: Wert,
}

/// A value of one category of a breakdown.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    pub category: String,
    pub label: String,
    /// Contained in another category: it does not add to the others.
    pub is_part: bool,
    pub wert: Wert,
}

/// Persons of an age, by the two sides of a population pyramid.
#[derive(Debug, Clone, PartialEq)]
pub struct AgeGroup {
    pub ages: Ages,
    /// As the table writes it.
    pub label: String,
    pub sides: [Wert; 2],
}

/// The series of one area.
pub fn compute(definition: &Definition, datasets: &dyn Datasets, area: &str, years: RangeInclusive<i32>) -> Series {
    let calculation = Calculation::new(definition, datasets, None);
    series(&calculation, Place::One(area), years)
}

/// The series of several areas taken together: their inputs are added up first, so that a rate is the rate of all, never the mean of
/// their rates.
pub fn compute_together(
    definition: &Definition,
    datasets: &dyn Datasets,
    areas: &[&str],
    years: RangeInclusive<i32>,
) -> Series {
    let calculation = Calculation::new(definition, datasets, None);
    series(&calculation, Place::Together(areas), years)
}

/// The first and last year for which there may be a value of this area, converted ones included.
pub fn years_of(definition: &Definition, datasets: &dyn Datasets, area: &str) -> Option<RangeInclusive<i32>> {
    let calculation = Calculation::new(definition, datasets, None);
    let mut range: Option<(i32, i32)> = None;
    for (input, bounds) in calculation.bound.iter().enumerate() {
        for bound in bounds {
            let source = &definition.kennzahl.inputs[input].sources[bound.source];
            let converts = calculation.crosswalk.is_some();
            let of_area = match bound.dataset.area(area) {
                Some(position) if !converts => bound.dataset.years_of(position),
                None if !converts => None,
                _ => bound
                    .dataset
                    .periods()
                    .first()
                    .zip(bound.dataset.periods().last())
                    .map(|(a, b)| (a.year(), b.year())),
            };
            if let Some((first, last)) = of_area {
                let (first, last) = (first - source.year_offset, last - source.year_offset);
                range = Some(range.map_or((first, last), |(from, until)| (from.min(first), until.max(last))));
            }
        }
    }
    let (first, last) = range?;
    let has_value = |year: &i32| calculation.has_value(Place::One(area), *year);
    let first = (first..=last).find(has_value)?;
    let last = (first..=last).rev().find(has_value)?;
    Some(first..=last)
}

/// All areas of a level in one year, for maps and rankings: in order of their keys, without those that did not exist. All belong to one
/// territorial state: where a value is converted, the areas that it is made of do not stand beside it.
pub fn compute_across(
    definition: &Definition,
    datasets: &dyn Datasets,
    year: i32,
    level: Option<AreaLevel>,
) -> Vec<AreaValue> {
    let calculation = Calculation::new(definition, datasets, None);
    let areas = calculation.areas(level);
    let values = areas.into_iter().map(|area| {
        let wert = calculation.value(Place::One(&area), year);
        AreaValue { name: calculation.area_name(&area).unwrap_or_default(), area, wert }
    });
    let mut values: Vec<AreaValue> = values.filter(|value| value.wert.symbol != Symbol::UnitDoesNotExist).collect();
    if let Some(crosswalk) = &calculation.crosswalk {
        // What cannot be converted is shown as it was.
        let is_empty = |value: &AreaValue| value.wert.symbol == Symbol::Missing;
        values.retain(|value| !(is_empty(value) && crosswalk.is_formed_after(&value.area, year)));
        let one_state = crosswalk.one_state(values.iter().map(|value| value.area.as_str()), year);
        let one_state: BTreeSet<String> = one_state.into_iter().map(str::to_owned).collect();
        values.retain(|value| one_state.contains(&value.area));
    }
    values
}

/// The newest year for which every input may have something: a younger table of the inhabitants alone makes no newer rate.
pub fn newest_year(definition: &Definition, datasets: &dyn Datasets) -> Option<i32> {
    Calculation::new(definition, datasets, None).newest_year()
}

/// The areas of which there is a value in any year, by code.
pub fn areas_with_values(
    definition: &Definition,
    datasets: &dyn Datasets,
    wanted: impl Fn(&str) -> bool,
) -> Vec<String> {
    let calculation = Calculation::new(definition, datasets, None);
    let years = calculation.years();
    let bound = calculation.bound.iter().flatten();
    let areas: BTreeSet<&str> = bound
        .flat_map(|bound| bound.dataset.areas())
        .map(|area| area.code.as_str())
        .filter(|area| wanted(area))
        .collect();
    let has_value = |area: &&str| {
        // The newest year has one nearly always.
        years.clone().rev().any(|year| calculation.has_value(Place::One(area), year))
    };
    areas.into_iter().filter(has_value).map(str::to_owned).collect()
}

/// These areas in one year, in the order given.
pub fn compute_for(definition: &Definition, datasets: &dyn Datasets, year: i32, areas: &[&str]) -> Vec<AreaValue> {
    let calculation = Calculation::new(definition, datasets, None);
    let values = areas.iter().map(|area| AreaValue {
        area: (*area).to_owned(),
        name: calculation.area_name(area).unwrap_or_default(),
        wert: calculation.value(Place::One(area), year),
    });
    values.collect()
}

/// The Kennzahl by the categories of one of its breakdowns. Empty if the definition does not have it, or no data are there.
pub fn compute_breakdown(
    definition: &Definition,
    datasets: &dyn Datasets,
    area: &str,
    year: i32,
    dimension: &str,
) -> Vec<Bar> {
    let Some(breakdown) = definition.kennzahl.breakdowns.iter().find(|breakdown| breakdown.dimension == dimension)
    else {
        return Vec::new();
    };
    let mut bars: Vec<Bar> = Vec::new();
    for (category, label, is_part) in categories(definition, datasets, breakdown) {
        let narrowed = Narrowed { at: &[(dimension, &category)], inputs: &breakdown.inputs };
        let wert = Calculation::new(definition, datasets, Some(narrowed)).value(Place::One(area), year);
        bars.push(Bar { category, label, is_part, wert });
    }
    bars
}

/// The Kennzahl by age and by the two sides of a breakdown that has them: from the youngest, each age once. The finest table that has
/// numbers for this area and year is taken; empty if there is none.
pub fn compute_pyramid(
    definition: &Definition,
    datasets: &dyn Datasets,
    area: &str,
    year: i32,
    breakdown: &Breakdown,
) -> Vec<AgeGroup> {
    let Some(sides) = &breakdown.sides else { return Vec::new() };
    let tables = datasets_with(definition, datasets, breakdown);
    let mut choices: Vec<Vec<(Ages, &Category)>> = tables
        .iter()
        .map(|dataset| ages_once(dataset.breakdown_categories(&breakdown.dimension, &breakdown.categories)))
        .collect();
    choices.sort_by_key(|ages| Reverse(ages.len()));
    let value = |age: &str, side: &str| {
        let at = [(breakdown.dimension.as_str(), age), (sides.dimension.as_str(), side)];
        let narrowed = Narrowed { at: &at, inputs: &breakdown.inputs };
        Calculation::new(definition, datasets, Some(narrowed)).value(Place::One(area), year)
    };
    let mut groups = choices.into_iter().map(|ages| -> Vec<AgeGroup> {
        let of_age = |(ages, category): (Ages, &Category)| AgeGroup {
            ages,
            label: category.label.clone(),
            sides: [&sides.left, &sides.right].map(|side| value(&category.code, &side.category)),
        };
        ages.into_iter().map(of_age).collect()
    });
    let has_numbers = |groups: &Vec<AgeGroup>| {
        groups.len() > 1 && groups.iter().flat_map(|group| group.sides).any(|wert| wert.value().is_some())
    };
    groups.find(has_numbers).unwrap_or_default()
}

/// Categories that are ages, from the youngest, without those that overlap a finer one.
fn ages_once(categories: Vec<&Category>) -> Vec<(Ages, &Category)> {
    let mut ages: Vec<(Ages, &Category)> =
        categories.into_iter().filter_map(|category| Some((category.code.parse().ok()?, category))).collect();
    ages.sort_by_key(|(ages, _)| (ages.from, ages.below.unwrap_or(u16::MAX)));
    let mut reached = Some(0);
    ages.retain(|(ages, _)| {
        let is_next = reached.is_some_and(|reached| reached <= ages.from);
        if is_next {
            reached = ages.below;
        }
        is_next
    });
    ages
}

/// Code, label and whether it is a part, as the first dataset of the inputs that are broken down has them.
fn categories(definition: &Definition, datasets: &dyn Datasets, breakdown: &Breakdown) -> Vec<(String, String, bool)> {
    let found = datasets_with(definition, datasets, breakdown).into_iter().next();
    let Some(dataset) = found else { return Vec::new() };
    let categories = dataset.breakdown_categories(&breakdown.dimension, &breakdown.categories).into_iter();
    categories.map(|category| (category.code.clone(), category.label.clone(), category.is_part)).collect()
}

/// The datasets of the inputs that are broken down, as far as they have the dimension, in order of priority.
fn datasets_with(definition: &Definition, datasets: &dyn Datasets, breakdown: &Breakdown) -> Vec<Arc<Dataset>> {
    let inputs = definition.kennzahl.inputs.iter();
    let concerned = inputs.filter(|input| breakdown.inputs.is_empty() || breakdown.inputs.contains(&input.name));
    let tables = concerned.flat_map(|input| &input.sources).flat_map(|source| source.tables.codes());
    let has_dimension = |dataset: &Arc<Dataset>| {
        breakdown.dimension == MEASURE || dataset.classes().iter().any(|class| class.code == breakdown.dimension)
    };
    tables.filter_map(|code| datasets.dataset(code)).filter(has_dimension).collect()
}

fn series(calculation: &Calculation, place: Place, years: RangeInclusive<i32>) -> Series {
    let definition = calculation.definition;
    let areas: Vec<String> = match place {
        Place::One(area) => vec![area.to_owned()],
        Place::Together(areas) => areas.iter().map(|area| (*area).to_owned()).collect(),
    };
    let mut points: Vec<Point> = Vec::new();
    let mut before: Option<Circumstances> = None;
    for year in years {
        let wert = calculation.value(place, year);
        let mut breaks = Vec::new();
        let now = Circumstances::of(calculation, place, year);
        // A year of which there is nothing yet is no year to compare with.
        if now.origins.iter().any(|(_, origin)| origin.is_some()) {
            if let Some(before) = &before {
                now.breaks_after(before, calculation, &mut breaks);
                territorial_change(calculation, place, before.year, year, &now, &mut breaks);
            } else if let Some(message) = begins(calculation, place, &points, year) {
                breaks.push(Break { kind: BreakKind::Begins, label: None, message });
            }
            before = Some(now);
        }
        // One input is read a year later than another: the same census is not marked twice.
        let is_known =
            |one: &Break| points.iter().flat_map(|point| &point.breaks).any(|known| known.message == one.message);
        breaks.retain(|one| one.kind != BreakKind::Census || !is_known(one));
        points.push(Point { year, wert, breaks });
    }
    Series {
        code: definition.kennzahl.code.clone(),
        area_name: areas.first().filter(|_| areas.len() == 1).and_then(|area| calculation.area_name(area)),
        areas,
        points,
        problems: calculation.problems.clone(),
    }
}

/// How a value came about, to be compared with the one before.
struct Circumstances {
    year: i32,
    version: Option<usize>,
    /// By input of the formula.
    origins: Vec<(usize, Option<Origin>)>,
}

impl Circumstances {
    fn of(calculation: &Calculation, place: Place, year: i32) -> Self {
        let version = calculation.definition.version(year);
        let inputs = version.map(|version| calculation.definition.formula(version).inputs()).unwrap_or_default();
        let origins = inputs.into_iter().map(|input| (input, calculation.read(input, place, year).origin)).collect();
        Self { year, version, origins }
    }

    fn breaks_after(&self, before: &Self, calculation: &Calculation, breaks: &mut Vec<Break>) {
        let kennzahl = &calculation.definition.kennzahl;
        let mut add_labelled = |kind: BreakKind, label: Option<&'static Bilingual>, message: String| {
            if !breaks.iter().any(|known| known.message == message) {
                breaks.push(Break { kind, label, message });
            }
        };
        for (input, now) in &self.origins {
            let then = before.origins.iter().find(|(other, _)| other == input).and_then(|(_, origin)| *origin);
            let (Some(now), Some(then)) = (now, &then) else { continue };
            let table = calculation.bound[*input][now.bound].dataset.code();
            for census in new_censuses(table, then.period.year()..now.period.year()) {
                add_labelled(BreakKind::Census, Some(&census.label), census.message.clone());
            }
        }
        let mut add = |kind: BreakKind, message: String| add_labelled(kind, None, message);
        if let (Some(now), Some(then)) = (self.version, before.version)
            && now != then
        {
            let note = kennzahl.versions[now].note.clone();
            let unexplained = || format!("Ab {} gilt eine neue Fassung der Definition.", self.year);
            add(BreakKind::Definition, note.unwrap_or_else(unexplained));
        }
        for (input, now) in &self.origins {
            let then = before.origins.iter().find(|(other, _)| other == input).and_then(|(_, origin)| *origin);
            let (Some(now), Some(then)) = (now, &then) else { continue };
            let label = &kennzahl.inputs[*input].label;
            match (then.converted_from.is_some(), now.converted_from.is_some()) {
                (true, false) => add(
                    BreakKind::Territory,
                    format!("Werte vor {} sind aus den damaligen Gebieten umgerechnet (geschätzt).", self.year),
                ),
                (false, true) => add(
                    BreakKind::Territory,
                    format!("Werte ab {} sind aus anderen Gebieten umgerechnet (geschätzt).", self.year),
                ),
                _ => {}
            }
            let table = |origin: &Origin| calculation.bound[*input][origin.bound].dataset.code().to_owned();
            if table(now) != table(then) {
                let message = format!("{label}: ab {} aus Tabelle {} statt {}.", self.year, table(now), table(then));
                add(BreakKind::Source, message);
            } else if let (Period::Day(_), Period::Day(_)) = (now.period, then.period)
                && day(now.period) != day(then.period)
            {
                let message =
                    format!("{label}: ab {} am {} statt am {} gezählt.", self.year, day(now.period), day(then.period));
                add(BreakKind::Source, message);
            }
        }
    }
}

/// `01.03.` of a Stichtag.
fn day(period: Period) -> String {
    match period {
        Period::Day(day) => day.format("%d.%m.").to_string(),
        other => other.to_string(),
    }
}

/// An area that kept its key but got or gave away territory.
fn territorial_change(
    calculation: &Calculation,
    place: Place,
    before: i32,
    year: i32,
    now: &Circumstances,
    breaks: &mut Vec<Break>,
) {
    /// Smaller exchanges, of single houses, happen nearly every year and change no rate.
    const NOTABLE: f64 = 0.005;
    let (Place::One(area), Some(crosswalk)) = (place, &calculation.crosswalk) else { return };
    let already = breaks.iter().any(|known| known.kind == BreakKind::Territory);
    if already || now.origins.iter().any(|(_, origin)| origin.is_some_and(|origin| origin.converted_from.is_some())) {
        return;
    }
    let borders_differ = |year: i32| {
        crosswalk.predecessors(area, year).is_some_and(|shares| {
            let itself = shares.iter().find(|share| share.area == area).map_or(0.0, |share| share.population);
            let others = shares.iter().any(|share| share.area != area && share.population > NOTABLE);
            itself < 1.0 - NOTABLE || others
        })
    };
    if borders_differ(before) && !borders_differ(year) {
        let message = format!("Das Gebiet hatte vor {year} andere Grenzen.");
        breaks.push(Break { kind: BreakKind::Territory, label: None, message });
    }
}

/// Said at the first value of an area where the tables have earlier years of other areas.
fn begins(calculation: &Calculation, place: Place, points: &[Point], year: i32) -> Option<String> {
    let Place::One(_) = place else { return None };
    let first_asked = points.first()?.year;
    let version = calculation.definition.version(year)?;
    let earlier_data = calculation.definition.formula(version).inputs().iter().all(|input| {
        calculation.bound[*input].iter().any(|bound| {
            let offset = calculation.definition.kennzahl.inputs[*input].sources[bound.source].year_offset;
            let earlier = bound.dataset.periods().iter().map(|period| period.year() - offset);
            earlier.into_iter().any(|earlier| earlier < year && earlier >= first_asked)
        })
    });
    earlier_data.then(|| format!("Für dieses Gebiet gibt es Werte erst ab {year}; andere Gebiete haben frühere."))
}
