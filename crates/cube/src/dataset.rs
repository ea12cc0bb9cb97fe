//! All accepted deliveries of one table as one body of observations in memory, ordered so that no question scans it.
//!
//! Observations stand by (area, period), and within such a slot by their combination of measure and classes. Where several deliveries
//! have something for the same area and period, the newest one counts, alone: a revision that leaves values out has withdrawn them.
//!
//! Memory: 20 bytes per observation (combination 4, number 8, symbol 1, flags 1, row 4, column 2), 10 per slot, and the dictionaries.

mod build;
mod select;

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use model::ids::DeliveryId;
use model::statistics::{Category, Cell, Dimension, Period, TOTAL, Table, TableHead};
use model::wert::{Flags, Symbol, Wert};

pub(crate) use build::is_well_formed;
pub use select::{Selection, SelectionError};

/// One accepted delivery of a table.
#[derive(Debug, Clone)]
pub struct Part {
    pub delivery: DeliveryId,
    /// Greater is newer. Of two alike the one with the greater id counts.
    pub order: u64,
    pub table: Arc<Table>,
}

/// A table that cannot be taken in.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DatasetError {
    #[error("a dataset needs at least one delivery")]
    Empty,
    #[error("the table {table} has no dimension of role {role}")]
    NoDimension { table: String, role: &'static str },
    #[error("the columns of the table {table} do not fit together")]
    Malformed { table: String },
    #[error("the table {code} is not {expected}")]
    OtherTable { code: String, expected: String },
    #[error("{0} is more than a dataset holds")]
    TooLarge(&'static str),
}

/// Position of an area in a dataset.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AreaPosition(u32);

impl AreaPosition {
    pub(crate) fn at(position: usize) -> Self {
        Self(position as u32)
    }

    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }
}

/// Position of a period in a dataset.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PeriodPosition(u32);

/// Where a number comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reference {
    pub delivery: DeliveryId,
    pub cell: Cell,
}

/// One observation with its place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Observation {
    pub wert: Wert,
    pub reference: Reference,
    /// Its measure and classes: [`Dataset::categories`].
    combination: u32,
}

#[derive(Debug)]
struct Delivery {
    id: DeliveryId,
    head: TableHead,
}

#[derive(Debug)]
pub struct Dataset {
    code: String,
    /// Newest first.
    deliveries: Vec<Delivery>,
    /// In order of their codes.
    areas: Vec<Category>,
    /// In order of time.
    periods: Vec<Period>,
    /// The dimension of measures, then the class dimensions.
    dimensions: Vec<Dimension>,
    /// Categories of every combination that occurs, one position per dimension.
    combinations: Vec<u32>,
    positions: HashMap<Box<[u32]>, u32>,
    /// First slot of every area, and the end.
    area_slots: Vec<u32>,
    slot_period: Vec<u32>,
    slot_delivery: Vec<u16>,
    /// First observation of every slot, and the end.
    slot_rows: Vec<u32>,
    row_combination: Vec<u32>,
    numbers: Vec<f64>,
    symbols: Vec<Symbol>,
    flags: Vec<Flags>,
    rows: Vec<u32>,
    columns: Vec<u16>,
    left_out: usize,
    repeated: usize,
}

impl Dataset {
    pub fn new(parts: Vec<Part>) -> Result<Self, DatasetError> {
        build::build(parts)
    }

    pub fn code(&self) -> &str {
        &self.code
    }

    /// The head of the newest delivery.
    pub fn head(&self) -> &TableHead {
        &self.deliveries[0].head
    }

    /// Deliveries with their heads, newest first.
    pub fn deliveries(&self) -> impl Iterator<Item = (DeliveryId, &TableHead)> {
        self.deliveries.iter().map(|delivery| (delivery.id, &delivery.head))
    }

    /// Number of observations.
    pub fn len(&self) -> usize {
        self.numbers.len()
    }

    pub fn is_empty(&self) -> bool {
        self.numbers.is_empty()
    }

    /// Observations whose period could not be read.
    pub fn left_out(&self) -> usize {
        self.left_out
    }

    /// Observations that stand more than once in the same delivery; the first one in the file counts.
    pub fn repeated(&self) -> usize {
        self.repeated
    }

    /// In order of their codes.
    pub fn areas(&self) -> &[Category] {
        &self.areas
    }

    /// In order of time.
    pub fn periods(&self) -> &[Period] {
        &self.periods
    }

    pub fn measures(&self) -> &[Category] {
        &self.dimensions[0].categories
    }

    pub fn measure(&self, code: &str) -> Option<&Category> {
        self.measures().iter().find(|category| category.code == code)
    }

    /// The class dimensions.
    pub fn classes(&self) -> &[Dimension] {
        &self.dimensions[1..]
    }

    pub fn area(&self, code: &str) -> Option<AreaPosition> {
        self.areas
            .binary_search_by(|area| area.code.as_str().cmp(code))
            .ok()
            .map(|position| AreaPosition(position as u32))
    }

    pub fn area_category(&self, area: AreaPosition) -> &Category {
        &self.areas[area.0 as usize]
    }

    pub fn period(&self, period: Period) -> Option<PeriodPosition> {
        let key = |period: &Period| (period.year(), *period);
        self.periods.binary_search_by_key(&key(&period), key).ok().map(|position| PeriodPosition(position as u32))
    }

    pub fn period_at(&self, period: PeriodPosition) -> Period {
        self.periods[period.0 as usize]
    }

    /// Periods of a year, in order of time.
    pub fn periods_of(&self, year: i32) -> impl DoubleEndedIterator<Item = PeriodPosition> {
        let start = self.periods.partition_point(|period| period.year() < year);
        let end = self.periods.partition_point(|period| period.year() <= year);
        (start as u32..end as u32).map(PeriodPosition)
    }

    /// Whether any delivery has something for this area and period.
    pub fn has(&self, area: AreaPosition, period: PeriodPosition) -> bool {
        self.slot(area, period).is_some()
    }

    /// Years for which there is something about this area.
    pub fn years_of(&self, area: AreaPosition) -> Option<(i32, i32)> {
        let slots = self.slots_of(area);
        let year = |slot: u32| self.periods[self.slot_period[slot as usize] as usize].year();
        (!slots.is_empty()).then(|| (year(slots.start), year(slots.end - 1)))
    }

    /// The value of a selection; several observations are added up. Among them `x` adds nothing: it stands where a category cannot occur,
    /// as a school type that a Land does not have. What is secret or missing leaves the sum without a number.
    pub fn value(&self, selection: &Selection, area: AreaPosition, period: PeriodPosition) -> Wert {
        let Some(slot) = self.slot(area, period) else {
            return Wert::symbol(Symbol::Missing);
        };
        let werte = selection.combinations().iter().map(|combination| {
            self.find(slot, *combination).map_or(Wert::symbol(Symbol::Missing), |row| self.wert(row))
        });
        werte.reduce(with_category).unwrap_or(Wert::symbol(Symbol::Missing))
    }

    /// The observations behind a value.
    pub fn observations(&self, selection: &Selection, area: AreaPosition, period: PeriodPosition) -> Vec<Observation> {
        let Some(slot) = self.slot(area, period) else {
            return Vec::new();
        };
        let rows = selection.combinations().iter().filter_map(|combination| self.find(slot, *combination));
        rows.map(|row| self.observation(slot, row)).collect()
    }

    /// A selection over all periods of an area.
    pub fn series(&self, selection: &Selection, area: AreaPosition) -> Vec<(Period, Wert)> {
        let slots = self.slots_of(area);
        let positions = slots.map(|slot| PeriodPosition(self.slot_period[slot as usize]));
        positions.map(|period| (self.period_at(period), self.value(selection, area, period))).collect()
    }

    /// A selection over all areas that have something for this period.
    pub fn across(&self, selection: &Selection, period: PeriodPosition) -> Vec<(AreaPosition, Wert)> {
        let areas = (0..self.areas.len() as u32).map(AreaPosition);
        areas.filter(|area| self.has(*area, period)).map(|area| (area, self.value(selection, area, period))).collect()
    }

    /// Every observation with area and period, in order.
    pub fn all(&self) -> impl Iterator<Item = (AreaPosition, PeriodPosition, Observation)> {
        self.all_areas().flat_map(move |area| {
            self.slots_of(area).flat_map(move |slot| {
                let period = PeriodPosition(self.slot_period[slot as usize]);
                self.slot_range(slot).map(move |row| (area, period, self.observation(slot, row)))
            })
        })
    }

    /// Measure and classes of an observation, with their dimensions.
    pub fn categories(&self, observation: &Observation) -> impl Iterator<Item = (&Dimension, &Category)> {
        let members = self.members(observation.combination).iter();
        self.dimensions
            .iter()
            .zip(members)
            .map(|(dimension, member)| (dimension, &dimension.categories[*member as usize]))
    }

    /// Bytes held, dictionaries included.
    pub fn memory(&self) -> usize {
        let category = |category: &Category| {
            let texts = category.code.len() + category.label.len() + category.unit.as_ref().map_or(0, String::len);
            size_of::<Category>() + texts
        };
        let dictionaries: usize = self.areas.iter().map(category).sum::<usize>()
            + self.dimensions.iter().flat_map(|dimension| &dimension.categories).map(category).sum::<usize>();
        let combinations = self.combinations.capacity() * 4 * 2 + self.positions.capacity() * 24;
        let slots = self.area_slots.capacity() * 4
            + self.slot_period.capacity() * 4
            + self.slot_delivery.capacity() * 2
            + self.slot_rows.capacity() * 4;
        let rows = self.row_combination.capacity() * 4
            + self.numbers.capacity() * 8
            + self.symbols.capacity() * size_of::<Symbol>()
            + self.flags.capacity() * size_of::<Flags>()
            + self.rows.capacity() * 4
            + self.columns.capacity() * 2;
        dictionaries + self.periods.capacity() * size_of::<Period>() + combinations + slots + rows
    }

    pub(crate) fn all_areas(&self) -> impl Iterator<Item = AreaPosition> + use<> {
        (0..self.areas.len() as u32).map(AreaPosition)
    }

    pub(crate) fn all_periods(&self) -> impl Iterator<Item = PeriodPosition> + use<> {
        (0..self.periods.len() as u32).map(PeriodPosition)
    }

    /// Every area and period there is something for, with its rows.
    pub(crate) fn slots(&self) -> impl Iterator<Item = (AreaPosition, PeriodPosition, Range<usize>)> {
        self.all_areas().flat_map(move |area| {
            let slots = self.slots_of(area);
            slots.map(move |slot| (area, PeriodPosition(self.slot_period[slot as usize]), self.slot_range(slot)))
        })
    }

    /// Rows of an area and period.
    pub(crate) fn rows(&self, area: AreaPosition, period: PeriodPosition) -> Range<usize> {
        self.slot(area, period).map_or(0..0, |slot| self.slot_range(slot))
    }

    /// Measure and classes, and the deliveries' place, of a row.
    pub(crate) fn row(&self, row: usize) -> (u32, Wert, Cell) {
        (self.row_combination[row], self.wert(row), Cell { row: self.rows[row], column: self.columns[row] })
    }

    /// The delivery that counts for an area and period.
    pub(crate) fn delivery_of(&self, area: AreaPosition, period: PeriodPosition) -> Option<DeliveryId> {
        self.slot(area, period).map(|slot| self.deliveries[self.slot_delivery[slot as usize] as usize].id)
    }

    /// Positions of measure and classes of a combination, by dimension.
    pub(crate) fn members(&self, combination: u32) -> &[u32] {
        let width = self.dimensions.len();
        &self.combinations[combination as usize * width..(combination as usize + 1) * width]
    }

    pub(crate) fn combination(&self, members: &[u32]) -> Option<u32> {
        self.positions.get(members).copied()
    }

    pub(crate) fn combination_count(&self) -> usize {
        self.positions.len()
    }

    /// The dimension of measures, then the class dimensions.
    pub(crate) fn dimensions(&self) -> &[Dimension] {
        &self.dimensions
    }

    /// What a combination means, for messages: the measure and its categories, without totals.
    pub(crate) fn described(&self, combination: u32) -> String {
        let members = self.members(combination).iter().zip(&self.dimensions);
        let labels = members
            .map(|(member, dimension)| &dimension.categories[*member as usize])
            .filter(|category| category.code != TOTAL)
            .map(|category| category.label.as_str());
        labels.collect::<Vec<_>>().join(", ")
    }

    fn slots_of(&self, area: AreaPosition) -> Range<u32> {
        self.area_slots[area.0 as usize]..self.area_slots[area.0 as usize + 1]
    }

    fn slot(&self, area: AreaPosition, period: PeriodPosition) -> Option<u32> {
        let slots = self.slots_of(area);
        let periods = &self.slot_period[slots.start as usize..slots.end as usize];
        periods.binary_search(&period.0).ok().map(|position| slots.start + position as u32)
    }

    fn slot_range(&self, slot: u32) -> Range<usize> {
        self.slot_rows[slot as usize] as usize..self.slot_rows[slot as usize + 1] as usize
    }

    fn find(&self, slot: u32, combination: u32) -> Option<usize> {
        self.find_in(self.slot_range(slot), combination)
    }

    /// The row of a combination among the rows of a slot.
    pub(crate) fn find_in(&self, range: Range<usize>, combination: u32) -> Option<usize> {
        let start = range.start;
        self.row_combination[range].binary_search(&combination).ok().map(|position| start + position)
    }

    fn wert(&self, row: usize) -> Wert {
        Wert::from_parts(self.numbers[row], self.symbols[row], self.flags[row])
    }

    fn observation(&self, slot: u32, row: usize) -> Observation {
        Observation {
            wert: self.wert(row),
            reference: Reference {
                delivery: self.deliveries[self.slot_delivery[slot as usize] as usize].id,
                cell: Cell { row: self.rows[row], column: self.columns[row] },
            },
            combination: self.row_combination[row],
        }
    }
}

/// The sum of two categories.
fn with_category(sum: Wert, next: Wert) -> Wert {
    match (sum.symbol, next.symbol) {
        (Symbol::NotApplicable, _) => next.with(sum.flags),
        (_, Symbol::NotApplicable) => sum.with(next.flags),
        _ => sum.combine(next, |left, right| left + right),
    }
}

#[cfg(test)]
pub(crate) mod tests;
