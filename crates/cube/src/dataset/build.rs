//! Deliveries → ordered columns.

use std::collections::HashMap;

use model::statistics::{Category, Cell, Dimension, Period, Role, TOTAL, Table};
use model::wert::{Flags, Symbol};

use super::{Dataset, DatasetError, Delivery, Part};

/// Member of a dimension that a delivery does not have, or whose text is no period.
const NONE: u32 = u32::MAX;

pub(super) fn build(mut parts: Vec<Part>) -> Result<Dataset, DatasetError> {
    parts.sort_by_key(|part| std::cmp::Reverse((part.order, part.delivery)));
    let Some(newest) = parts.first() else {
        return Err(DatasetError::Empty);
    };
    let code = newest.table.head.code.clone();
    if parts.len() > usize::from(u16::MAX) {
        return Err(DatasetError::TooLarge("the number of deliveries"));
    }
    let sources = parts.iter().map(|part| Source::new(part, &code)).collect::<Result<Vec<_>, _>>()?;
    if sources.iter().map(|source| source.table.len()).sum::<usize>() >= NONE as usize {
        return Err(DatasetError::TooLarge("the number of observations"));
    }

    let dictionaries = Dictionaries::new(&sources);
    let maps: Vec<Map> = sources.iter().map(|source| dictionaries.map(source)).collect();
    let slots = Slots::new(&sources, &maps);
    let mut rows = Rows::new(slots.total());
    let mut combinations = Combinations::default();
    let mut cursors: Vec<u32> = slots.starts.clone();
    let mut members = vec![0; dictionaries.dimensions.len()];
    for (number, (source, map)) in sources.iter().zip(&maps).enumerate() {
        let mut last = (NONE, NONE, 0);
        for observation in 0..source.table.len() {
            let (area, period) = map.place(source, observation);
            if period == NONE {
                continue;
            }
            if (area, period) != (last.0, last.1) {
                last = (area, period, slots.position(area, period));
            }
            let slot = last.2;
            if usize::from(slots.owners[slot]) != number {
                continue;
            }
            map.members(source, observation, &mut members);
            let combination = combinations.position(&members);
            rows.set(cursors[slot] as usize, combination, source.table, observation);
            cursors[slot] += 1;
        }
    }
    drop(cursors);
    let starts = rows.order(slots.starts);
    let repeated = rows.repeated;
    let left_out = slots.left_out;

    Ok(Dataset {
        code,
        deliveries: parts.iter().map(|part| Delivery { id: part.delivery, head: part.table.head.clone() }).collect(),
        area_slots: area_starts(&slots.keys, dictionaries.areas.len()),
        areas: dictionaries.areas,
        periods: dictionaries.periods,
        dimensions: dictionaries.dimensions,
        combinations: combinations.members,
        positions: combinations.positions,
        slot_period: slots.keys.iter().map(|(_, period)| *period).collect(),
        slot_delivery: slots.owners,
        slot_rows: starts,
        row_combination: rows.combinations,
        numbers: rows.numbers,
        symbols: rows.symbols,
        flags: rows.flags,
        rows: rows.cells.0,
        columns: rows.cells.1,
        left_out,
        repeated,
    })
}

/// A table with the positions of the dimensions that all tables have.
struct Source<'a> {
    table: &'a Table,
    area: usize,
    time: usize,
    measure: usize,
}

impl<'a> Source<'a> {
    fn new(part: &'a Part, expected: &str) -> Result<Self, DatasetError> {
        let table = part.table.as_ref();
        let code = &table.head.code;
        if code != expected {
            return Err(DatasetError::OtherTable { code: code.clone(), expected: expected.to_owned() });
        }
        let find = |role: Role, name: &'static str| {
            table.role(role).ok_or_else(|| DatasetError::NoDimension { table: code.clone(), role: name })
        };
        let source = Self {
            area: find(Role::Area, "area")?,
            time: find(Role::Time, "time")?,
            measure: find(Role::Measure, "measure")?,
            table,
        };
        if is_well_formed(table) { Ok(source) } else { Err(DatasetError::Malformed { table: code.clone() }) }
    }

    fn classes(&self) -> impl Iterator<Item = (usize, &'a Dimension)> {
        self.table.dimensions.iter().enumerate().filter(|(_, dimension)| dimension.role == Role::Class)
    }
}

/// A table whose columns are of equal length and whose members exist.
pub(crate) fn is_well_formed(table: &Table) -> bool {
    let length = table.len();
    table.members.len() == table.dimensions.len()
        && [table.symbols.len(), table.flags.len(), table.cells.len()].iter().all(|other| *other == length)
        && table.members.iter().zip(&table.dimensions).all(|(column, dimension)| {
            column.len() == length && column.iter().all(|member| (*member as usize) < dimension.categories.len())
        })
}

/// The dictionaries of all deliveries together; labels are those of the newest one.
struct Dictionaries {
    areas: Vec<Category>,
    periods: Vec<Period>,
    /// Measures, then classes.
    dimensions: Vec<Dimension>,
}

impl Dictionaries {
    fn new(sources: &[Source]) -> Self {
        let mut areas: HashMap<&str, &Category> = HashMap::new();
        let mut periods = Vec::new();
        let mut dimensions: Vec<Dimension> = Vec::new();
        for source in sources {
            for area in &source.table.dimensions[source.area].categories {
                areas.entry(&area.code).or_insert(area);
            }
            let times = &source.table.dimensions[source.time].categories;
            periods.extend(times.iter().filter_map(|time| time.code.parse::<Period>().ok()));
            let measures = &source.table.dimensions[source.measure];
            for (_, dimension) in std::iter::once((0, measures)).chain(source.classes()) {
                let known = dimensions.iter().position(|known| same_dimension(known, dimension));
                let known = known.unwrap_or_else(|| {
                    dimensions.push(Dimension { categories: Vec::new(), ..dimension.clone() });
                    dimensions.len() - 1
                });
                merge(&mut dimensions[known], &dimension.categories);
            }
        }
        // What one delivery does not break down stands at the total of it.
        for dimension in dimensions.iter_mut().skip(1) {
            let everywhere =
                sources.iter().all(|source| source.classes().any(|(_, other)| same_dimension(dimension, other)));
            if !everywhere && !dimension.categories.iter().any(|category| category.code == TOTAL) {
                let total = Category { code: TOTAL.to_owned(), label: "Insgesamt".to_owned(), ..Category::default() };
                dimension.categories.push(total);
            }
        }
        let mut areas: Vec<Category> = areas.into_values().cloned().collect();
        areas.sort_by(|left, right| left.code.cmp(&right.code));
        periods.sort_by_key(|period| (period.year(), *period));
        periods.dedup();
        Self { areas, periods, dimensions }
    }

    fn map(&self, source: &Source) -> Map {
        let areas = source.table.dimensions[source.area].categories.iter();
        let times = source.table.dimensions[source.time].categories.iter();
        let dimensions = self.dimensions.iter().map(|dimension| {
            let own = if dimension.role == Role::Measure {
                Some(source.measure)
            } else {
                source.classes().find(|(_, other)| same_dimension(dimension, other)).map(|(own, _)| own)
            };
            match own {
                Some(own) => {
                    let places = places(dimension);
                    let place = |category| places.get(&code_in(dimension, &places, category));
                    let categories = source.table.dimensions[own].categories.iter();
                    Member::Of(own, categories.map(|category| place(category).map_or(NONE, |at| *at as u32)).collect())
                }
                None => {
                    let total = dimension.categories.iter().position(|category| category.code == TOTAL);
                    Member::Always(total.map_or(NONE, |position| position as u32))
                }
            }
        });
        let area_of = |area: &Category| self.areas.binary_search_by(|known| known.code.cmp(&area.code));
        let period_of =
            |period: Period| self.periods.binary_search_by_key(&(period.year(), period), |p| (p.year(), *p));
        Map {
            areas: areas.map(|area| area_of(area).map_or(NONE, |position| position as u32)).collect(),
            periods: times
                .map(|time| time.code.parse().ok().and_then(|period| period_of(period).ok()).map_or(NONE, |p| p as u32))
                .collect(),
            dimensions: dimensions.collect(),
        }
    }
}

/// There is one dimension of measures, whatever a source calls it.
fn same_dimension(left: &Dimension, right: &Dimension) -> bool {
    left.role == right.role && (left.role == Role::Measure || left.code == right.code)
}

/// Adds categories that are not yet there. A measure whose unit has changed is another measure: `STEUER` in thousands of euros beside
/// `STEUER` in euros becomes `STEUER (Tsd. EUR)`, so that the two are never mixed in one series.
fn merge(known: &mut Dimension, categories: &[Category]) {
    let mut places = places(known);
    for category in categories {
        let code = code_in(known, &places, category);
        if !places.contains_key(&code) {
            places.insert(code.clone(), known.categories.len());
            known.categories.push(Category { code, ..category.clone() });
        }
    }
}

fn places(dimension: &Dimension) -> HashMap<String, usize> {
    dimension.categories.iter().enumerate().map(|(place, category)| (category.code.clone(), place)).collect()
}

/// The code under which `known` has or will have this category.
fn code_in(known: &Dimension, places: &HashMap<String, usize>, category: &Category) -> String {
    let unit = places.get(&category.code).and_then(|place| known.categories[*place].unit.as_ref());
    match (unit, &category.unit) {
        (Some(unit), Some(other)) if unit != other => format!("{} ({other})", category.code),
        _ => category.code.clone(),
    }
}

/// From the members of one delivery to those of the dataset.
struct Map {
    areas: Vec<u32>,
    periods: Vec<u32>,
    dimensions: Vec<Member>,
}

enum Member {
    /// By the member of this dimension of the delivery.
    Of(usize, Vec<u32>),
    Always(u32),
}

impl Map {
    fn place(&self, source: &Source, observation: usize) -> (u32, u32) {
        let area = source.table.members[source.area][observation];
        let time = source.table.members[source.time][observation];
        (self.areas[area as usize], self.periods[time as usize])
    }

    fn members(&self, source: &Source, observation: usize, members: &mut [u32]) {
        for (member, dimension) in members.iter_mut().zip(&self.dimensions) {
            *member = match dimension {
                Member::Of(own, positions) => positions[source.table.members[*own][observation] as usize],
                Member::Always(position) => *position,
            };
        }
    }
}

/// Pairs of area and period, in order, with the delivery that counts for them.
struct Slots {
    keys: Vec<(u32, u32)>,
    owners: Vec<u16>,
    /// First row of each, and the end.
    starts: Vec<u32>,
    by_key: HashMap<(u32, u32), u32>,
    left_out: usize,
}

impl Slots {
    fn new(sources: &[Source], maps: &[Map]) -> Self {
        let mut counts: HashMap<(u32, u32), (u16, u32)> = HashMap::new();
        let mut left_out = 0;
        for (number, (source, map)) in sources.iter().zip(maps).enumerate() {
            let number = number as u16;
            let mut run = ((NONE, NONE), 0_u32);
            let mut close = |(key, length): ((u32, u32), u32)| {
                if length > 0 {
                    let (owner, count) = counts.entry(key).or_insert((number, 0));
                    // The newest delivery comes first and keeps what it has.
                    *count += if *owner == number { length } else { 0 };
                }
            };
            for observation in 0..source.table.len() {
                let key = map.place(source, observation);
                if key.1 == NONE {
                    left_out += 1;
                } else if key == run.0 {
                    run.1 += 1;
                } else {
                    close(run);
                    run = (key, 1);
                }
            }
            close(run);
        }
        let mut keys: Vec<(u32, u32)> = counts.keys().copied().collect();
        keys.sort_unstable();
        let mut starts = Vec::with_capacity(keys.len() + 1);
        let mut owners = Vec::with_capacity(keys.len());
        let mut start = 0;
        for key in &keys {
            let (owner, count) = counts[key];
            starts.push(start);
            owners.push(owner);
            start += count;
        }
        starts.push(start);
        let by_key = keys.iter().enumerate().map(|(position, key)| (*key, position as u32)).collect();
        Self { keys, owners, starts, by_key, left_out }
    }

    fn total(&self) -> usize {
        self.starts.last().map_or(0, |end| *end as usize)
    }

    fn position(&self, area: u32, period: u32) -> usize {
        self.by_key[&(area, period)] as usize
    }
}

fn area_starts(keys: &[(u32, u32)], areas: usize) -> Vec<u32> {
    (0..=areas as u32).map(|area| keys.partition_point(|(of, _)| *of < area) as u32).collect()
}

/// Combinations of measure and classes that occur.
#[derive(Default)]
struct Combinations {
    members: Vec<u32>,
    positions: HashMap<Box<[u32]>, u32>,
}

impl Combinations {
    fn position(&mut self, members: &[u32]) -> u32 {
        if let Some(position) = self.positions.get(members) {
            return *position;
        }
        let position = self.positions.len() as u32;
        self.members.extend_from_slice(members);
        self.positions.insert(members.into(), position);
        position
    }
}

struct Rows {
    combinations: Vec<u32>,
    numbers: Vec<f64>,
    symbols: Vec<Symbol>,
    flags: Vec<Flags>,
    cells: (Vec<u32>, Vec<u16>),
    repeated: usize,
}

impl Rows {
    fn new(length: usize) -> Self {
        Self {
            combinations: vec![0; length],
            numbers: vec![0.0; length],
            symbols: vec![Symbol::Missing; length],
            flags: vec![Flags::NONE; length],
            cells: (vec![0; length], vec![0; length]),
            repeated: 0,
        }
    }

    fn set(&mut self, at: usize, combination: u32, table: &Table, observation: usize) {
        let Cell { row, column } = table.cells[observation];
        self.combinations[at] = combination;
        self.numbers[at] = table.numbers[observation];
        self.symbols[at] = table.symbols[observation];
        self.flags[at] = table.flags[observation];
        self.cells.0[at] = row;
        self.cells.1[at] = column;
    }

    /// Orders every slot by combination and drops what stands twice in it. Gives the new starts.
    fn order(&mut self, mut starts: Vec<u32>) -> Vec<u32> {
        let mut order: Vec<usize> = Vec::new();
        let mut write = 0;
        for slot in 0..starts.len() - 1 {
            let range = starts[slot] as usize..starts[slot + 1] as usize;
            let sorted = self.combinations[range.clone()].windows(2).all(|pair| pair[0] < pair[1]);
            starts[slot] = write as u32;
            if sorted && write == range.start {
                write = range.end;
                continue;
            }
            order.clear();
            order.extend(range);
            // The first one in the file counts, in whatever order it was read.
            order.sort_by_key(|at| (self.combinations[*at], self.cells.0[*at], self.cells.1[*at]));
            let before = order.len();
            order.dedup_by_key(|at| self.combinations[*at]);
            self.repeated += before - order.len();
            gather(&mut self.combinations, &order, write);
            gather(&mut self.numbers, &order, write);
            gather(&mut self.symbols, &order, write);
            gather(&mut self.flags, &order, write);
            gather(&mut self.cells.0, &order, write);
            gather(&mut self.cells.1, &order, write);
            write += order.len();
        }
        if let Some(end) = starts.last_mut() {
            *end = write as u32;
        }
        if self.repeated > 0 {
            self.combinations.truncate(write);
            self.numbers.truncate(write);
            self.symbols.truncate(write);
            self.flags.truncate(write);
            self.cells.0.truncate(write);
            self.cells.1.truncate(write);
        }
        starts
    }
}

/// Moves the values at `order` to `to` and the places after it.
fn gather<T: Copy>(column: &mut [T], order: &[usize], to: usize) {
    let values: Vec<T> = order.iter().map(|at| column[*at]).collect();
    column[to..to + values.len()].copy_from_slice(&values);
}
