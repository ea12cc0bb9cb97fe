//! What must hold for every finished table: no value twice, and nothing about areas that did not exist.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use model::issue::Severity;
use model::statistics::{Category, Role, TOTAL, Table};
use model::wert::Symbol;

use crate::catalogue::{self, Level};
use crate::issues::{Delivery, Spot};
use crate::statistics::repeated::Repeated;

/// Checks and completes a table. `sheet`: its name in an archive.
pub fn finish(table: &mut Table, sheet: Option<&str>, delivery: &mut Delivery<'_>) {
    drop_duplicates(table, sheet, delivery);
    // By their names. What is a part because nothing stands beside it depends on which years came in the file.
    let of_classes = table.dimensions.iter().map(|dimension| {
        dimension.categories.iter().map(|category| dimension.role == Role::Class && category.is_part).collect()
    });
    let parts: Vec<Vec<bool>> = of_classes.collect();
    mark_parts(table);
    mark_missing_units(table, sheet, delivery);
    mark_missing_series(table, &parts, sheet, delivery);
}

/// Categories that do not make up their total are parts of it: where the catalogue says so ("weiblich" and "ausländisch" are all that
/// the table of pupils has), and where a dimension has only one category beside its total.
fn mark_parts(table: &mut Table) {
    let partial = catalogue::source_of(&table.head.code).map_or(&[][..], |source| source.partial.as_slice());
    for dimension in table.dimensions.iter_mut().filter(|dimension| dimension.role == Role::Class) {
        let has_total = dimension.categories.iter().any(|category| category.code == TOTAL);
        let single = has_total && dimension.categories.len() == 2;
        if single || partial.contains(&dimension.code) {
            for category in dimension.categories.iter_mut().filter(|category| category.code != TOTAL) {
                category.is_part = true;
            }
        }
    }
}

/// Where a value stands, in words: area, period and categories.
pub fn describe(table: &Table, observation: usize) -> String {
    let mut words = Vec::new();
    for (at, dimension) in table.dimensions.iter().enumerate() {
        let category = table.category(at, observation);
        match dimension.role {
            Role::Area => words.push(format!("{} {}", category.code, category.label)),
            Role::Class if category.code == TOTAL => {}
            _ => words.push(category.label.clone()),
        }
    }
    words.join(", ")
}

/// One number for all categories of an observation: position in the space that all dimensions span.
fn keys(table: &Table) -> Vec<u128> {
    let mut keys = vec![0_u128; table.len()];
    for (dimension, members) in table.dimensions.iter().zip(&table.members) {
        let size = dimension.categories.len().max(1) as u128;
        for (key, member) in keys.iter_mut().zip(members) {
            // More than 2^128 combinations would need more categories than a file has bytes.
            *key = key.wrapping_mul(size).wrapping_add(u128::from(*member));
        }
    }
    keys
}

/// The same categories twice: of equal values the first is kept; of different values none, because nobody can say which one holds. One
/// exception: after a reform the same Gemeinde stands in the list under two keys of its Verbände, one of them with dashes only; there the
/// number counts.
fn drop_duplicates(table: &mut Table, sheet: Option<&str>, delivery: &mut Delivery<'_>) {
    let keys = keys(table);
    let mut first: HashMap<u128, usize> = HashMap::with_capacity(keys.len());
    let mut keep = Vec::new();
    let (mut equal_rows, mut different_rows, mut reformed_rows) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    let (mut equal, mut different, mut reformed) = (Repeated::default(), Repeated::default(), Repeated::default());
    for (at, key) in keys.iter().enumerate() {
        let Some(earlier) = first.get(key).copied() else {
            first.insert(*key, at);
            continue;
        };
        if keep.is_empty() {
            keep = vec![true; table.len()];
        }
        keep[at] = false;
        let rows = (table.cells[earlier].row, table.cells[at].row);
        let is_area_of_reform = |dash: usize, number: usize| {
            table.symbols[dash] == Symbol::Nothing && table.symbols[number] == Symbol::Number && rows.0 != rows.1
        };
        if is_area_of_reform(earlier, at) || is_area_of_reform(at, earlier) {
            if is_area_of_reform(earlier, at) {
                (keep[earlier], keep[at]) = (false, true);
                first.insert(*key, at);
            }
            if reformed_rows.insert(rows) {
                let message = format!(
                    "„{}“ steht in Zeile {} und in Zeile {}, in einer davon nur mit Strichen. Übernommen wurden die Zahlen.",
                    describe(table, at),
                    rows.0,
                    rows.1
                );
                reformed.add(rows.1, message);
            }
            continue;
        }
        if table.value(earlier) == table.value(at) {
            // Said once per pair of rows.
            if equal_rows.insert(rows) {
                let message = format!(
                    "Die Werte für „{}“ stehen in Zeile {} und noch einmal gleich in Zeile {}. Sie wurden einmal übernommen.",
                    describe(table, at),
                    rows.0,
                    rows.1
                );
                equal.add(rows.1, message);
            }
            continue;
        }
        keep[earlier] = false;
        if different_rows.insert(rows) {
            let message = format!(
                "Für „{}“ stehen in Zeile {} und in Zeile {} verschiedene Werte. Keiner von beiden wurde übernommen.",
                describe(table, at),
                rows.0,
                rows.1
            );
            different.add(rows.1, message);
        }
    }
    let hint =
        "Das ist nach einer Gebietsreform üblich: Das Gebiet stand unter einem anderen Verband. Es ist nichts zu tun.";
    reformed.tell("STA-019", Severity::Note, sheet, hint, delivery);
    equal.tell("STA-014", Severity::Note, sheet, "Bitte löschen Sie die doppelte Zeile.", delivery);
    let hint = "Bitte prüfen Sie, welche Zeile gilt, und löschen Sie die andere. Oft wurden zwei Stände derselben Tabelle aneinandergefügt, oder eine Kopfzeile fehlt.";
    different.tell("STA-015", Severity::Error, sheet, hint, delivery);
    if !keep.is_empty() {
        retain(table, &keep);
    }
}

fn retain(table: &mut Table, keep: &[bool]) {
    fn keep_of<T>(values: &mut Vec<T>, keep: &[bool]) {
        let mut flags = keep.iter();
        values.retain(|_| *flags.next().unwrap_or(&true));
    }
    for members in &mut table.members {
        keep_of(members, keep);
    }
    keep_of(&mut table.numbers, keep);
    keep_of(&mut table.symbols, keep);
    keep_of(&mut table.flags, keep);
    keep_of(&mut table.cells, keep);
}

/// What the cells of one area in one period say together.
#[derive(Default, Clone)]
struct Presence {
    /// A number that is not zero, or a zero that is one by rounding.
    has_number: bool,
    has_nothing: bool,
    /// Of the cells that are broken down by nothing: one says `-`, one has another sign that may hide a number.
    total_nothing: bool,
    total_hidden: bool,
    has_total: bool,
    other_sign: bool,
}

/// Regionalstatistik writes rows of `-` for areas that did not exist in a year (dissolved or founded later). `-` alone would say zero.
/// The rule holds only for statistics that no existing area can be without (`populated` in the catalogue: inhabitants, births, pupils)
/// and for Kreise and larger areas, where the catalogue says so also for Gemeinden except uninhabited ones ("gem.fr. Geb."). It asks
/// that no cell of the area in the period has a number and that every undivided total is `-`; without such totals, that all cells are
/// `-` or `x`. Then all cells of the area in that period become [`Symbol::UnitDoesNotExist`].
///
/// Measures that are never zero (`never_zero`: the unemployed, their rate) are looked at each for itself as well: in the year of a
/// reform the new Kreise have numbers of persons, and rates only for the old ones.
fn mark_missing_units(table: &mut Table, sheet: Option<&str>, delivery: &mut Delivery<'_>) {
    let Some(source) = catalogue::source_of(&table.head.code) else { return };
    let Some(level) = source.populated else { return };
    let (Some(area), Some(time), Some(measure)) =
        (table.role(Role::Area), table.role(Role::Time), table.role(Role::Measure))
    else {
        return;
    };
    let eligible: Vec<bool> =
        table.dimensions[area].categories.iter().map(|category| is_inhabited(category, level)).collect();
    let periods = table.dimensions[time].categories.len();
    let areas = table.dimensions[area].categories.len();
    let place =
        |table: &Table, at: usize| table.members[area][at] as usize * periods + table.members[time][at] as usize;
    let mut marked = mark_absent(table, areas * periods, &eligible, area, &|table, at| Some(place(table, at)));
    let never_zero: Vec<bool> =
        table.dimensions[measure].categories.iter().map(|category| source.never_zero(&category.code)).collect();
    if never_zero.contains(&true) {
        let groups = areas * periods * never_zero.len();
        let group = |table: &Table, at: usize| {
            let member = table.members[measure][at] as usize;
            never_zero[member].then(|| member * areas * periods + place(table, at))
        };
        let more = mark_absent(table, groups, &eligible, area, &group);
        marked.extend(more.into_iter().map(|position| position % (areas * periods)));
    }
    if !marked.is_empty() {
        let example = |position: &usize| {
            let category = &table.dimensions[area].categories[position / periods];
            format!(
                "{} {} ({})",
                category.code,
                category.label,
                table.dimensions[time].categories[position % periods].label
            )
        };
        let examples: Vec<String> = marked.iter().take(3).map(example).collect();
        let message = format!(
            "{} Mal steht für ein Gebiet in einem Zeitraum überall „-“, zum Beispiel {}. Das Gebiet gab es damals nicht; die Werte wurden so vermerkt und nicht als null.",
            marked.len(),
            examples.join("; ")
        );
        let hint =
            "Es ist nichts zu tun. Wenn es das Gebiet in diesem Zeitraum doch gab, melden Sie uns bitte die Tabelle.";
        delivery.issue("STA-016", Severity::Note, Spot { sheet, ..Spot::default() }, message, hint);
    }
}

/// Whether an area that exists has inhabitants, as far as the statistics goes down.
fn is_inhabited(area: &Category, level: Level) -> bool {
    let name = area.label.to_lowercase();
    let uninhabited = name.contains("gem.fr") || name.contains("gemfr") || name.contains("gemeindefrei");
    area.code.len() <= 5 || (level == Level::Gemeinde && !uninhabited)
}

/// Marks the values of all groups that say nothing but `-`; gives the groups.
fn mark_absent(
    table: &mut Table,
    groups: usize,
    eligible: &[bool],
    area: usize,
    group_of: &dyn Fn(&Table, usize) -> Option<usize>,
) -> BTreeSet<usize> {
    let is_total: Vec<Vec<bool>> = table
        .dimensions
        .iter()
        .map(|dimension| {
            let undivided = |category: &Category| dimension.role != Role::Class || category.code == TOTAL;
            dimension.categories.iter().map(undivided).collect()
        })
        .collect();
    let mut presence = vec![Presence::default(); groups];
    for at in 0..table.len() {
        let Some(group) = group_of(table, at) else { continue };
        let undivided = table.members.iter().zip(&is_total).all(|(members, totals)| totals[members[at] as usize]);
        let found = &mut presence[group];
        found.has_total |= undivided;
        match table.symbols[at] {
            Symbol::Number | Symbol::RoundsToZero => found.has_number = true,
            Symbol::Nothing => {
                found.has_nothing = true;
                found.total_nothing |= undivided;
            }
            Symbol::NotApplicable | Symbol::UnitDoesNotExist => {}
            symbol => {
                found.other_sign = true;
                found.total_hidden |= undivided && symbol != Symbol::SecretOrUnknown;
            }
        }
    }
    let mut marked = BTreeSet::new();
    for at in 0..table.len() {
        let Some(group) = group_of(table, at) else { continue };
        let found = &presence[group];
        let absent = !found.has_number
            && found.has_nothing
            && if found.has_total { found.total_nothing && !found.total_hidden } else { !found.other_sign };
        if absent && eligible[table.members[area][at] as usize] {
            table.numbers[at] = 0.0;
            table.symbols[at] = Symbol::UnitDoesNotExist;
            marked.insert(group);
        }
    }
    marked
}

/// Areas from which on "everywhere" means something.
const EVERYWHERE: usize = 30;

/// What may be missing everywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Kind {
    Measure,
    Part,
    Rate,
}

/// A measure that a table has had only since (or until) a year holds `-` in all areas in the other years, Germany included: staff by a
/// definition of 2011. For statistics that no area can be without (`populated`), a measure that has `-` and no number in any area and
/// any category in a period did not exist then. A rate is looked at with its categories (rates of unemployment by age before 2009): a
/// rate of exactly zero in all areas does not occur.
///
/// Counts by category are left alone: a form of school that has died out is a zero, and its total goes on. A "darunter" is no summand
/// and is looked at by itself: what was first counted in 2013 was not zero before. And only the period itself is looked at: what a value
/// means must not depend on which other years came in the same file.
fn mark_missing_series(table: &mut Table, parts: &[Vec<bool>], sheet: Option<&str>, delivery: &mut Delivery<'_>) {
    if catalogue::source_of(&table.head.code).is_none_or(|source| source.populated.is_none()) {
        return;
    }
    let (Some(area), Some(time), Some(measure)) =
        (table.role(Role::Area), table.role(Role::Time), table.role(Role::Measure))
    else {
        return;
    };
    let is_rate: Vec<bool> = table.dimensions[measure]
        .categories
        .iter()
        .map(|category| matches!(category.unit.as_deref(), Some("Prozent" | "%")))
        .collect();
    // The series that an observation belongs to: its measure, with its categories where it is a rate, and each of its parts.
    let series_of = |at: usize, table: &Table| {
        let of_measure = table.members[measure][at];
        let period = table.members[time][at];
        let mut key = 0_u128;
        let mut series = vec![(Kind::Measure, u128::from(of_measure), period)];
        for (position, members) in table.members.iter().enumerate() {
            let member = members[at];
            if parts[position][member as usize] {
                let part = ((position as u128) << 64) | (u128::from(of_measure) << 32) | u128::from(member);
                series.push((Kind::Part, part, period));
            }
            if position != area && position != time {
                let size = table.dimensions[position].categories.len().max(1) as u128;
                key = key.wrapping_mul(size).wrapping_add(u128::from(member));
            }
        }
        if is_rate[of_measure as usize] {
            series.push((Kind::Rate, key, period));
        }
        series
    };
    // Few values are dashes: the others are only looked at where dashes may mean something.
    let mut areas_with_nothing: HashMap<(Kind, u128, u32), HashSet<u32>> = HashMap::new();
    for at in (0..table.len()).filter(|at| table.symbols[*at] == Symbol::Nothing) {
        for series in series_of(at, table) {
            areas_with_nothing.entry(series).or_default().insert(table.members[area][at]);
        }
    }
    areas_with_nothing.retain(|_, areas| areas.len() >= EVERYWHERE);
    let periods: HashSet<u32> = areas_with_nothing.keys().map(|(_, _, period)| *period).collect();
    for at in 0..table.len() {
        let is_number = matches!(table.symbols[at], Symbol::Number | Symbol::RoundsToZero);
        if is_number && periods.contains(&table.members[time][at]) {
            for series in series_of(at, table) {
                areas_with_nothing.remove(&series);
            }
        }
    }
    if areas_with_nothing.is_empty() {
        return;
    }
    let mut marked: BTreeMap<(Kind, u128, u32), usize> = BTreeMap::new();
    for at in 0..table.len() {
        if table.symbols[at] != Symbol::Nothing {
            continue;
        }
        if let Some(series) = series_of(at, table).into_iter().find(|series| areas_with_nothing.contains_key(series)) {
            table.symbols[at] = Symbol::UnitDoesNotExist;
            marked.entry(series).or_insert(at);
        }
    }
    if let Some(example) = marked.values().next() {
        let message = format!(
            "{} Mal steht bei einer Angabe in einem Zeitraum in allen Gebieten „-“ (zum Beispiel „{}“). Die Angabe gab es damals nicht; die Werte wurden so vermerkt und nicht als null.",
            marked.len(),
            describe(table, *example),
        );
        let hint = "Es ist nichts zu tun. Wenn die Angabe damals doch erhoben wurde und überall null war, melden Sie uns bitte die Tabelle.";
        delivery.issue("STA-018", Severity::Note, Spot { sheet, ..Spot::default() }, message, hint);
    }
}
