//! Formula × datasets → values: finds the observations of each input, and calculates without ever making a number out of none.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::RangeInclusive;
use std::sync::Arc;

use model::codes::area_key::{AreaKey, AreaLevel};
use model::kennzahlen::{AddsUpBy, Choice, Source};
use model::statistics::{GERMANY, MEASURE, Period};
use model::wert::{Flags, Symbol, Wert};

use crate::dataset::{AreaPosition, Dataset, PeriodPosition, Selection, SelectionError};
use crate::definition::Definition;
use crate::formula::{Formula, Kind, Node, Operation};
use crate::territory::{Crosswalk, Share};

/// Where a calculation finds its data. Whoever implements it may load datasets on first use and drop them.
pub trait Datasets {
    /// The accepted deliveries of a table.
    fn dataset(&self, code: &str) -> Option<Arc<Dataset>>;

    /// Changes of territory, where they are known.
    fn crosswalk(&self) -> Option<Arc<Crosswalk>> {
        None
    }
}

/// What is asked for: an area, or several taken together.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Place<'a> {
    One(&'a str),
    /// Their inputs are added up before anything is divided.
    Together(&'a [&'a str]),
}

/// In a breakdown: what replaces the selection of some inputs.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Narrowed<'a> {
    /// By dimension: the category.
    pub(crate) at: &'a [(&'a str, &'a str)],
    /// Names of inputs; empty for all.
    pub(crate) inputs: &'a [String],
}

/// A source of an input, found in a dataset.
pub(crate) struct Bound {
    /// Position among the sources of the input.
    pub(crate) source: usize,
    pub(crate) dataset: Arc<Dataset>,
    pub(crate) selection: Selection,
}

impl Bound {
    /// `number` is its position among the bound sources of the input.
    fn reading(&self, number: usize, position: PeriodPosition, wert: Wert, converted_from: Option<i32>) -> Reading {
        let origin = Origin { bound: number, period: self.dataset.period_at(position), converted_from };
        Reading { wert, origin: Some(origin) }
    }
}

pub(crate) struct Calculation<'a> {
    pub(crate) definition: &'a Definition,
    /// By input, in order of priority.
    pub(crate) bound: Vec<Vec<Bound>>,
    pub(crate) crosswalk: Option<Arc<Crosswalk>>,
    /// Why sources cannot be used, in German.
    pub(crate) problems: Vec<String>,
    scores: RefCell<HashMap<(usize, i32, Level), Arc<Spreads>>>,
}

/// Areas that are compared with each other: official ones by the length of their key, all others together.
type Level = Option<AreaLevel>;

/// Mean and standard deviation of each `z(…)` of a formula, where there are at least two areas that differ.
type Spreads = Vec<Option<(f64, f64)>>;

/// What a `z(…)` in a formula gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Scores {
    Calculated,
    AsTheirArgument,
}

/// The value of an input and how it was found.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reading {
    pub(crate) wert: Wert,
    pub(crate) origin: Option<Origin>,
}

/// Which source gave a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Origin {
    /// Position among the bound sources of the input.
    pub(crate) bound: usize,
    pub(crate) period: Period,
    /// Converted from the areas as they were at the end of this year.
    pub(crate) converted_from: Option<i32>,
}

impl<'a> Calculation<'a> {
    pub(crate) fn new(definition: &'a Definition, datasets: &dyn Datasets, narrowed: Option<Narrowed>) -> Self {
        let mut problems = Vec::new();
        let mut loaded: BTreeMap<&str, Option<Arc<Dataset>>> = BTreeMap::new();
        let mut bound = Vec::new();
        for input in &definition.kennzahl.inputs {
            let (mut of_input, mut without_total) = (Vec::new(), Vec::new());
            let narrowed =
                narrowed.filter(|narrowed| narrowed.inputs.is_empty() || narrowed.inputs.contains(&input.name));
            for (position, source) in input.sources.iter().enumerate() {
                for code in source.tables.codes() {
                    let dataset = loaded.entry(code).or_insert_with(|| datasets.dataset(code));
                    let Some(dataset) = dataset else { continue };
                    match bind(dataset, source, &input.unit, narrowed) {
                        Ok(selection) => {
                            of_input.push(Bound { source: position, dataset: dataset.clone(), selection });
                        }
                        Err(Unbound::NoTotal(problem)) => without_total.push(format!("{}: {problem}", input.label)),
                        Err(Unbound::Unusable(problem)) => problems.push(format!("{}: {problem}", input.label)),
                    }
                }
            }
            // A table without totals is no problem where another source of the same input adds its categories up.
            if of_input.is_empty() {
                problems.append(&mut without_total);
            }
            bound.push(of_input);
        }
        let crosswalk = datasets.crosswalk().filter(|crosswalk| !crosswalk.is_empty());
        Self { definition, bound, crosswalk, problems, scores: RefCell::default() }
    }

    fn source(&self, input: usize, bound: usize) -> &Source {
        &self.definition.kennzahl.inputs[input].sources[self.bound[input][bound].source]
    }

    /// The value of the Kennzahl; missing in years that no version covers.
    pub(crate) fn value(&self, place: Place, year: i32) -> Wert {
        match self.definition.version(year) {
            Some(version) => self.value_of(version, &self.definition.formula(version).root, place, year),
            None => Wert::symbol(Symbol::Missing),
        }
    }

    /// Whether there is a value. A z-score exists where its argument does: nothing has to be known of the other areas.
    pub(crate) fn has_value(&self, place: Place, year: i32) -> bool {
        let Some(version) = self.definition.version(year) else { return false };
        let root = &self.definition.formula(version).root;
        self.evaluated(version, root, place, year, Scores::AsTheirArgument).symbol != Symbol::Missing
    }

    pub(crate) fn value_of(&self, version: usize, node: &Node, place: Place, year: i32) -> Wert {
        self.evaluated(version, node, place, year, Scores::Calculated)
    }

    fn evaluated(&self, version: usize, node: &Node, place: Place, year: i32, scores: Scores) -> Wert {
        let value = |node: &Node, year: i32| self.evaluated(version, node, place, year, scores);
        match &node.kind {
            Kind::Number(number) => Wert::number(*number),
            Kind::Input(input) => self.read(*input, place, year).wert,
            Kind::Negative(of) => value(of, year).map(|number| -number),
            Kind::Binary(operation, left, right) => calculated(*operation, value(left, year), value(right, year)),
            Kind::Sum(terms) => {
                let values = terms.iter().map(|term| value(term, year));
                values.reduce(|sum, next| sum.combine(next, |left, right| left + right)).unwrap_or(Wert::number(0.0))
            }
            Kind::Index(of, base) => {
                calculated(Operation::Divide, value(of, year), value(of, *base)).map(|share| 100.0 * share)
            }
            Kind::Difference(of) => calculated(Operation::Subtract, value(of, year), value(of, year - 1)),
            Kind::Growth(of) => {
                let before = value(of, year - 1);
                let difference = calculated(Operation::Subtract, value(of, year), before);
                calculated(Operation::Divide, difference, before).map(|share| 100.0 * share)
            }
            Kind::Score(of) if scores == Scores::AsTheirArgument => value(of, year),
            Kind::Score(of) => {
                let own = value(of, year);
                match self.score(version, of, place, year) {
                    Some((mean, deviation)) => own.map(|number| (number - mean) / deviation),
                    // Nothing to compare with.
                    None if own.value().is_some() => Wert::symbol(Symbol::NotApplicable).with(own.flags),
                    None => own,
                }
            }
        }
    }

    /// Mean and standard deviation of an argument of `z` over the areas of the same level.
    pub(crate) fn score(&self, version: usize, argument: &Node, place: Place, year: i32) -> Option<(f64, f64)> {
        let Place::One(area) = place else { return None };
        let formula = self.definition.formula(version);
        let position = formula.scores().iter().position(|score| std::ptr::eq(*score, argument))?;
        let key = (version, year, level_of(area));
        let known = self.scores.borrow().get(&key).cloned();
        let scores = known.unwrap_or_else(|| {
            let scores = Arc::new(self.scores_of(version, formula, key.2, year));
            self.scores.borrow_mut().insert(key, scores.clone());
            scores
        });
        scores[position]
    }

    /// Only areas that have all inputs take part, so that every `z` of a composed index is over the same areas.
    fn scores_of(&self, version: usize, formula: &Formula, level: Level, year: i32) -> Spreads {
        let arguments = formula.scores();
        let inputs = formula.inputs();
        let mut taking_part: BTreeMap<String, Vec<f64>> = BTreeMap::new();
        for area in self.areas(level) {
            let place = Place::One(&area);
            let complete = inputs.iter().all(|input| self.read(*input, place, year).wert.value().is_some());
            let values: Option<Vec<f64>> =
                arguments.iter().map(|argument| self.value_of(version, argument, place, year).value()).collect();
            if let (true, Some(values)) = (complete, values) {
                taking_part.insert(area, values);
            }
        }
        let areas = taking_part.keys().map(String::as_str);
        let areas = match &self.crosswalk {
            Some(crosswalk) => crosswalk.one_state(areas, year),
            None => areas.collect(),
        };
        let mut columns: Vec<Vec<f64>> = vec![Vec::new(); arguments.len()];
        for area in areas {
            for (column, value) in columns.iter_mut().zip(&taking_part[area]) {
                column.push(*value);
            }
        }
        columns.iter().map(|column| mean_and_deviation(column)).collect()
    }

    /// The years of which any input has something; an empty range if there is none.
    pub(crate) fn years(&self) -> RangeInclusive<i32> {
        let mut years: Option<(i32, i32)> = None;
        for (input, bounds) in self.bound.iter().enumerate() {
            for (number, bound) in bounds.iter().enumerate() {
                let offset = self.source(input, number).year_offset;
                let periods = bound.dataset.periods();
                if let Some((first, last)) = periods.first().zip(periods.last()) {
                    let (first, last) = (first.year() - offset, last.year() - offset);
                    years = Some(years.map_or((first, last), |(from, until)| (from.min(first), until.max(last))));
                }
            }
        }
        let (from, until) = years.unwrap_or((1, 0));
        from..=until
    }

    pub(crate) fn newest_year(&self) -> Option<i32> {
        let of_input = |(input, bounds): (usize, &Vec<Bound>)| {
            let of_bound = |(number, bound): (usize, &Bound)| {
                let source = self.source(input, number);
                let last = bound.dataset.periods().last()?.year();
                Some(last - source.year_offset + i32::from(source.up_to_years_before))
            };
            bounds.iter().enumerate().filter_map(of_bound).max()
        };
        self.bound.iter().enumerate().filter_map(of_input).min()
    }

    /// Codes of all areas of a level for which there is anything.
    pub(crate) fn areas(&self, level: Level) -> BTreeSet<String> {
        let datasets = self.bound.iter().flatten().map(|bound| &bound.dataset);
        let areas = datasets.flat_map(|dataset| dataset.areas());
        let of_level = areas.filter(|area| level_of(&area.code) == level && !is_above_kreise(&area.code));
        of_level.map(|area| area.code.clone()).collect()
    }

    /// The label of an area in the first dataset that has it.
    pub(crate) fn area_name(&self, area: &str) -> Option<String> {
        let mut datasets = self.bound.iter().flatten().map(|bound| &bound.dataset);
        datasets.find_map(|dataset| dataset.area(area).map(|position| dataset.area_category(position).label.clone()))
    }

    pub(crate) fn read(&self, input: usize, place: Place, year: i32) -> Reading {
        match place {
            Place::One(area) => self.read_area(input, area, year),
            Place::Together(areas) => {
                if self.definition.kennzahl.inputs[input].adds_up_by() == AddsUpBy::Never {
                    return Reading { wert: Wert::symbol(Symbol::NotApplicable), origin: None };
                }
                let readings = areas.iter().map(|area| self.read_area(input, area, year));
                let sum = readings.reduce(|sum, next| Reading {
                    wert: sum.wert.combine(next.wert, |left, right| left + right),
                    origin: sum.origin,
                });
                sum.unwrap_or(Reading { wert: Wert::symbol(Symbol::Missing), origin: None })
            }
        }
    }

    fn read_area(&self, input: usize, area: &str, year: i32) -> Reading {
        let mut reason = Symbol::Missing;
        for (number, bound) in self.bound[input].iter().enumerate() {
            let Some(position) = bound.dataset.area(area) else { continue };
            let found = self.periods(input, number, year).find_map(|period| {
                let wert = self.published(bound, area, position, period);
                match wert.symbol {
                    // Something else may know more.
                    Symbol::Missing => None,
                    Symbol::NotYet | Symbol::UnitDoesNotExist => {
                        reason = if reason == Symbol::Missing { wert.symbol } else { reason };
                        None
                    }
                    _ => Some(bound.reading(number, period, wert, None)),
                }
            });
            if let Some(reading) = found {
                return reading;
            }
        }
        self.convert(input, area, year).unwrap_or(Reading { wert: Wert::symbol(reason), origin: None })
    }

    /// A value as published. Tables carry rows of dashes or dots for areas that did not exist in a year: they are neither zero nor
    /// secret. A number other than zero was calculated for the later territory by the source itself.
    fn published(&self, bound: &Bound, area: &str, position: AreaPosition, period: PeriodPosition) -> Wert {
        let wert = bound.dataset.value(&bound.selection, position, period);
        let says_something = wert.value().is_some_and(|number| number != 0.0);
        let year = bound.dataset.period_at(period).year();
        match &self.crosswalk {
            Some(crosswalk) if !says_something && crosswalk.did_not_exist(area, year) => {
                Wert::symbol(Symbol::UnitDoesNotExist)
            }
            _ => wert,
        }
    }

    /// Periods of a source that may be read for a year, the best one first.
    fn periods(&self, input: usize, bound: usize, year: i32) -> impl Iterator<Item = PeriodPosition> {
        let source = self.source(input, bound);
        let dataset = &self.bound[input][bound].dataset;
        let years = (0..=i32::from(source.up_to_years_before)).map(move |back| year + source.year_offset - back);
        let within = move |year: &i32| {
            source.valid_from.is_none_or(|from| from <= *year) && source.valid_until.is_none_or(|until| *year <= until)
        };
        years.filter(within).flat_map(move |year| {
            dataset.periods_of(year).rev().filter(move |period| {
                let text = |wanted: &str| dataset.period_at(*period).to_string().get(5..) == Some(wanted);
                source.within_year.as_deref().is_none_or(text)
            })
        })
    }

    /// The sum of the shares of earlier areas, marked as converted. What was secret there stays secret.
    fn convert(&self, input: usize, area: &str, year: i32) -> Option<Reading> {
        let crosswalk = self.crosswalk.as_ref()?;
        let adds_up_by = self.definition.kennzahl.inputs[input].adds_up_by();
        for (number, bound) in self.bound[input].iter().enumerate() {
            for period in self.periods(input, number, year) {
                let of_year = bound.dataset.period_at(period).year();
                // The keys hold on 31 December: in the year of a reform, tables of an earlier day still have the areas before it.
                for state in [of_year, of_year - 1] {
                    let shares = crosswalk.predecessors(area, state);
                    let shares = shares.filter(|shares| shares.iter().all(|share| share.area != area));
                    let wert = shares.and_then(|shares| self.converted(bound, &shares, adds_up_by, period));
                    if let Some(wert) = wert.filter(|wert| wert.symbol != Symbol::Missing) {
                        return Some(bound.reading(number, period, wert, Some(state)));
                    }
                }
            }
        }
        None
    }

    fn converted(&self, bound: &Bound, shares: &[Share], adds_up_by: AddsUpBy, period: PeriodPosition) -> Option<Wert> {
        let mut sum: Option<Wert> = None;
        for share in shares {
            let weight = share.weight(adds_up_by)?;
            if weight == 0.0 {
                continue;
            }
            let wert = match bound.dataset.area(&share.area) {
                Some(position) => self.published(bound, &share.area, position, period),
                None => Wert::symbol(Symbol::Missing),
            };
            let wert = wert.map(|number| weight * number).with(Flags::CONVERTED);
            sum = Some(sum.map_or(wert, |sum| sum.combine(wert, |left, right| left + right)));
        }
        sum
    }
}

/// Why a source cannot be used, in German.
enum Unbound {
    /// It asks for a total that the table does not have.
    NoTotal(String),
    Unusable(String),
}

fn bind(dataset: &Dataset, source: &Source, unit: &str, narrowed: Option<Narrowed>) -> Result<Selection, Unbound> {
    let mut filter = source.filter.clone();
    let mut measure = source.measure.as_str();
    for (dimension, category) in narrowed.into_iter().flat_map(|narrowed| narrowed.at) {
        if *dimension == MEASURE {
            measure = category;
        } else {
            filter.insert((*dimension).to_owned(), Choice::from(vec![(*category).to_owned()]));
        }
    }
    let selection = dataset.select(measure, &filter).map_err(|error| match error {
        SelectionError::NoTotal { .. } => Unbound::NoTotal(error.to_string()),
        _ => Unbound::Unusable(error.to_string()),
    })?;
    let published = dataset.measure(measure).and_then(|category| category.unit.as_deref());
    match published {
        Some(other) if other != unit => Err(Unbound::Unusable(format!(
            "die Tabelle {} führt „{measure}“ in „{other}“, die Definition erwartet „{unit}“",
            dataset.code()
        ))),
        _ => Ok(selection),
    }
}

pub(crate) fn calculated(operation: Operation, left: Wert, right: Wert) -> Wert {
    let divides_by_nothing = operation == Operation::Divide && right.value() == Some(0.0);
    if divides_by_nothing && left.value().is_some() {
        // A share of nobody makes no sense; it is not zero.
        return Wert::symbol(Symbol::NotApplicable).with(left.flags | right.flags);
    }
    left.combine(right, |left, right| operation.apply(left, right))
}

/// Sample standard deviation.
fn mean_and_deviation(values: &[f64]) -> Option<(f64, f64)> {
    if values.len() < 2 {
        return None;
    }
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
    let deviation = (squares / (values.len() - 1) as f64).sqrt();
    // Equal values leave a trace of rounding.
    (deviation > mean.abs() * 1e-12).then_some((mean, deviation))
}

/// Germany, and Regierungsbezirke and statistische Regionen (three digits), which have no level of their own.
fn is_above_kreise(area: &str) -> bool {
    area == GERMANY || (area.len() == 3 && area.bytes().all(|byte| byte.is_ascii_digit()))
}

/// The level of an official area; an office's own areas, Regierungsbezirke and Germany have none.
pub fn level_of(area: &str) -> Option<AreaLevel> {
    area.parse::<AreaKey>().ok().map(|key| key.level())
}
