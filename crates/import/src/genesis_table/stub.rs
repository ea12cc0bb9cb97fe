//! The columns before the values: which of them holds the period, the month, the area; which are classes, and how these are named.
//!
//! The rows have shown where key and name stand. The rest is told by whole columns: a number in one row may be a year, a grade or a
//! count of persons; what stands in all rows of a column says which.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::columns::{strip_part, tidy};
use super::map::Mapper;
use super::read::{Block, Row, Sheet};
use crate::catalogue::{Dimension, category_named, dimension_coded, dimension_titled, is_total, is_unit};
use crate::statistics::areas::{is_group_of_laender, key_of_land};
use crate::statistics::periods::{PartOfYear, read_period};
use crate::statistics::values::NumberStyle;

/// Rows that are looked at to tell columns of classes from columns of values.
const SAMPLE: usize = 300;

/// A dimension of classes that stand in a column before the values.
pub(super) struct StubClass {
    pub(super) column: usize,
    /// Of the code of the class, where the file gives it beside its name.
    pub(super) code_column: Option<usize>,
    pub(super) code: String,
    pub(super) label: String,
    pub(super) dimension: Option<&'static Dimension>,
}

/// The columns that say what is counted in a row, and in which unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct RowMeasure {
    pub(super) name: usize,
    pub(super) unit: usize,
}

/// Cells that headings leave blank at their beginning, at least `width`: as many columns stand before the values.
pub(super) fn blank_before(headings: &[Row<'_>], width: usize) -> Option<usize> {
    let blank = |row: &Row<'_>| row.cells.iter().take_while(|cell| cell.trim().is_empty()).count();
    headings.iter().map(blank).filter(|count| *count >= width.max(1)).min()
}

/// Looks at whole columns for what single rows did not show.
pub(super) fn settle(sheet: &mut Sheet<'_>) {
    let Some(mut stub) = sheet.stub else { return };
    if stub.is_by_name() {
        take_groups_from_headings(&mut sheet.blocks, stub.width() - 1);
    }
    let first = sheet.blocks.iter().filter_map(|block| blank_before(&block.headings, stub.width())).min();
    let Some(first) = first else { return };
    let all = |column: usize, fits: &dyn Fn(&str) -> bool| {
        let mut cells = sheet
            .blocks
            .iter()
            .flat_map(|block| &block.rows)
            .map(|row| row.cell(column).trim())
            .filter(|cell| !cell.is_empty());
        cells.next().is_some_and(fits) && cells.all(fits)
    };
    let is_period = |cell: &str| read_period(cell).is_some();
    let in_headings = sheet.blocks.iter().all(|block| block.period.is_some() || has_row_of_periods(block, first));
    if in_headings {
        // Then a year in the rows is something else: of birth, of building.
        stub.period = None;
        stub.part = None;
    } else if stub.period.is_none() {
        stub.period = (0..first).find(|column| !stub.uses(*column) && all(*column, &is_period));
        stub.part = stub.period.map(|period| period + 1).filter(|column| {
            *column < first && !stub.uses(*column) && all(*column, &|cell| PartOfYear::read(cell).is_some())
        });
    }
    if stub.area.is_none() {
        let is_area = |cell: &str| key_of_land(cell).is_some() || is_total(cell) || is_group_of_laender(cell);
        let has_land = |column: usize| {
            sheet.blocks.iter().flat_map(|block| &block.rows).any(|row| key_of_land(row.cell(column)).is_some())
        };
        stub.area = (0..first).find(|column| !stub.uses(*column) && all(*column, &is_area) && has_land(*column));
        stub.label = stub.area;
    }
    sheet.stub = Some(stub);
}

/// "Insgesamt" and "Alte Bundesländer" in the first row of a table of Länder were not known for rows before the first Land came.
fn take_groups_from_headings(blocks: &mut [Block<'_>], area: usize) {
    let is_group = |row: &Row<'_>| {
        let name = tidy(row.cell(area));
        is_total(&name) || is_group_of_laender(&name)
    };
    for block in blocks {
        while block.headings.last().is_some_and(is_group) {
            block.rows.splice(0..0, block.headings.pop());
        }
    }
}

fn has_row_of_periods(block: &Block<'_>, first: usize) -> bool {
    block.headings.iter().any(|row| {
        let mut filled = row.cells.iter().skip(first).filter(|cell| !cell.trim().is_empty()).peekable();
        filled.peek().is_some() && filled.all(|cell| read_period(&tidy(cell)).is_some())
    })
}

impl Mapper<'_, '_> {
    /// Where the values of a block begin: as many columns as all headings leave blank. The second: a column before them that holds
    /// numbers and nothing that a class would be.
    pub(super) fn first_value_column(&self, block: &Block<'_>, width: usize) -> (usize, Option<usize>) {
        let lead = self.stub.width();
        let is_value = |column: usize| {
            let mut cells = block
                .rows
                .iter()
                .take(SAMPLE)
                .map(|row| row.cell(column).trim())
                .filter(|cell| !cell.is_empty())
                .peekable();
            cells.peek().is_some() && cells.all(|cell| NumberStyle::GERMAN.read(cell).is_some())
        };
        let Some(limit) = blank_before(&block.headings, lead) else {
            return ((lead..width).find(|column| is_value(*column)).unwrap_or(lead), None);
        };
        let candidates = (lead..limit).filter(|column| !self.stub.uses(*column));
        let nameless = candidates.filter(|column| is_value(*column)).find(|column| {
            let names_follow = (column + 1..limit).any(|next| !is_value(next));
            !names_follow && !divides(block, *column)
        });
        (limit, nameless)
    }

    /// What is counted in each row, where the headings do not say it: a column of units, and the names before it.
    pub(super) fn find_row_measure(&self, block: &Block<'_>, first: usize) -> Option<RowMeasure> {
        let is_unit_column = |column: usize| {
            let mut cells = block.rows.iter().map(|row| row.cell(column).trim()).peekable();
            cells.peek().is_some() && cells.all(is_unit)
        };
        let is_free = |column: usize| !self.stub.uses(column);
        let unit = (1..first).rev().find(|column| is_free(*column) && is_unit_column(*column))?;
        is_free(unit - 1).then_some(RowMeasure { name: unit - 1, unit })
    }

    /// The dimensions that stand in columns before the values.
    pub(super) fn stub_classes(&self) -> Vec<StubClass> {
        let Some(first) = self.layouts.iter().map(|layout| layout.first).max() else { return Vec::new() };
        let measures: Vec<_> = self.layouts.iter().filter_map(|layout| layout.row_measure).collect();
        let is_of_measure =
            |column: usize| measures.iter().any(|measure| measure.name == column || measure.unit == column);
        let columns: Vec<usize> =
            (0..first).filter(|column| !self.stub.uses(*column) && !is_of_measure(*column)).collect();
        let mut classes: Vec<StubClass> = Vec::new();
        let mut at = 0;
        while let Some(column) = columns.get(at).copied() {
            let named =
                columns.get(at + 1).copied().filter(|next| *next == column + 1 && self.is_code_of(column, *next));
            let (column, code_column) = named.map_or((column, None), |name| (name, Some(column)));
            at += if code_column.is_some() { 2 } else { 1 };
            let nth = classes.len();
            let by_catalogue =
                self.source.and_then(|source| source.stubs.get(nth)).and_then(|code| dimension_coded(code));
            let dimension = by_catalogue.or_else(|| self.guess_stub(column)).or_else(|| self.stub_in_title());
            // One dimension cannot stand in two columns.
            let dimension = dimension.filter(|found| classes.iter().all(|class| class.code != found.code));
            let (code, label) = match dimension {
                Some(dimension) => (dimension.code.clone(), dimension.label.clone()),
                None => (format!("GLIEDERUNG{}", nth + 1), format!("Gliederung {}", nth + 1)),
            };
            classes.push(StubClass { column, code_column, code, label, dimension });
        }
        classes
    }

    /// Whether one column holds the codes of the names in the next: signs without small letters, each always with the same name.
    fn is_code_of(&self, codes: usize, names: usize) -> bool {
        let mut named: HashMap<&str, &str> = HashMap::new();
        for row in self.sheet.blocks.iter().flat_map(|block| &block.rows) {
            let (code, name) = (row.cell(codes).trim(), row.cell(names).trim());
            let is_code = !code.is_empty()
                && !code.contains(' ')
                && code.contains(|c: char| c.is_ascii_digit())
                && !code.contains(char::is_lowercase);
            let is_name = name.contains(char::is_alphabetic);
            if !is_code || !is_name || *named.entry(code).or_insert(name) != name {
                return false;
            }
        }
        !named.is_empty()
    }

    /// By what stands in the column: the dimension that knows most of the names.
    fn guess_stub(&self, column: usize) -> Option<&'static Dimension> {
        let names: BTreeSet<String> = self
            .sheet
            .blocks
            .iter()
            .flat_map(|block| &block.rows)
            .map(|row| tidy(row.cell(column)))
            .filter(|name| !is_total(name))
            .collect();
        let mut votes: BTreeMap<String, usize> = BTreeMap::new();
        for known in names.iter().filter_map(|name| category_named(strip_part(name).0)) {
            *votes.entry(known.dimension).or_default() += 1;
        }
        let (code, count) = votes.into_iter().max_by_key(|(_, count)| *count)?;
        dimension_coded(&code).filter(|_| count * 2 > names.len())
    }

    /// By the title of the table: "… nach Schularten".
    fn stub_in_title(&self) -> Option<&'static Dimension> {
        let (_, after) = self.sheet.title.split_once(" nach ")?;
        after.split([',', ' ', '-']).find_map(dimension_titled)
    }
}

/// Whether a column of numbers divides its rows as a class does: rows that are alike before it differ in it, or it says the same in all.
fn divides(block: &Block<'_>, column: usize) -> bool {
    let mut seen: HashMap<Vec<&str>, &str> = HashMap::new();
    let mut values = BTreeSet::new();
    for row in block.rows.iter().take(SAMPLE) {
        let value = row.cell(column).trim();
        values.insert(value);
        let before: Vec<&str> = (0..column).map(|before| row.cell(before)).collect();
        if seen.insert(before, value).is_some_and(|earlier| earlier != value) {
            return true;
        }
    }
    values.len() == 1
}

/// Names of areas of the Länder, for telling a table of one area from one whose areas could not be read.
pub(super) fn names_regions(title: &str) -> bool {
    let lower = title.to_lowercase();
    let regions = [
        "regionale tiefe",
        "kreise",
        "bundesländer",
        "länder,",
        "gemeinden",
        "regierungsbezirke",
        "raumordnungsregion",
        "nuts",
    ];
    regions.iter().any(|region| lower.contains(region))
}
