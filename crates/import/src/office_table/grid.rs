//! The layout: cells by row and column, and headings over several rows as one text per column.

use std::io::Read;

use super::numbers::without_footnotes;
use crate::formats::csv::{decode, find_separator, read_rows};
use crate::formats::xlsx::{Cell, MAX_COLUMNS, Region, Row, Workbook, WorkbookError, is_compound_file};
use crate::formats::zip::{Limits, Packing, Refusal, packing, unpack};
use crate::table::settings::Sheet;

/// Between the levels of a heading.
pub(super) const LEVEL: &str = " | ";

/// A sheet as it stands.
#[derive(Debug, Default)]
pub(super) struct Grid {
    pub(super) sheet: Option<String>,
    pub(super) sheets: Vec<String>,
    /// Rows with at least one filled cell.
    pub(super) rows: Vec<Row>,
    merged: Vec<Region>,
    /// The file broke off after the rows.
    pub(super) broken: Option<WorkbookError>,
}

/// Why there is no grid.
#[derive(Debug)]
pub(super) enum NoGrid {
    Unreadable(WorkbookError),
    NoSuchSheet { wanted: String, sheets: Vec<String> },
}

/// Which part of a file to read, and how.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Choice<'c> {
    pub(super) sheet: Option<&'c Sheet>,
    pub(super) separator: Option<&'c str>,
    pub(super) encoding: Option<&'c str>,
}

pub(super) fn load(bytes: &mut dyn Read, choice: Choice<'_>) -> Result<Grid, NoGrid> {
    let unreadable = |refusal: Refusal| NoGrid::Unreadable(refusal.into());
    let rank = |name: &str| {
        let lower = name.to_lowercase();
        let ending = [".xlsx", ".csv", ".txt", ".tsv"].iter().position(|ending| lower.ends_with(ending));
        ending.filter(|_| !lower.starts_with("__macosx")).map(|rank| rank as u8)
    };
    let unpacked = unpack(bytes, &Limits::TABLE, &rank).map_err(unreadable)?;
    if packing(&unpacked.content) == Packing::Zip || is_compound_file(&unpacked.content) {
        let mut workbook = Workbook::open(unpacked.content, &Limits::TABLE).map_err(NoGrid::Unreadable)?;
        return load_sheet(&mut workbook, choice.sheet);
    }
    let text = decode(&unpacked.content, choice.encoding.filter(|label| *label != "auto"));
    let separator = match choice.separator {
        Some("tab") => '\t',
        Some(text) if text != "auto" && text.chars().count() == 1 => text.chars().next().unwrap_or(';'),
        _ => find_separator(&text),
    };
    let mut rows = Vec::new();
    read_rows(&text, separator, &mut |row| {
        let cells = row.fields.into_iter().take(MAX_COLUMNS).map(|field| match field.trim() {
            "" => Cell::Empty,
            error if error.starts_with('#') => Cell::Error(error.to_owned()),
            _ => Cell::Text(field),
        });
        rows.push(Row { number: row.line, cells: cells.collect() });
        true
    });
    if unpacked.broken.is_some() {
        rows.pop();
    }
    Ok(Grid { rows, broken: unpacked.broken.map(WorkbookError::Refused), ..Grid::default() })
}

fn load_sheet(workbook: &mut Workbook, choice: Option<&Sheet>) -> Result<Grid, NoGrid> {
    let sheets = workbook.sheet_names();
    let found = match choice {
        Some(Sheet::Number(number)) => sheets.get(number.wrapping_sub(1)).cloned().ok_or_else(|| number.to_string()),
        Some(Sheet::Name(name)) => {
            let wanted = name.trim().to_lowercase();
            sheets.iter().find(|sheet| sheet.trim().to_lowercase() == wanted).cloned().ok_or_else(|| name.clone())
        }
        None => sheets.first().cloned().ok_or_else(|| "1".to_owned()),
    };
    let sheet = found.map_err(|wanted| NoGrid::NoSuchSheet { wanted, sheets: sheets.clone() })?;
    let merged = workbook.merged_regions(&sheet);
    let mut rows = Vec::new();
    let result = workbook.read_rows(&sheet, &mut |row| {
        rows.push(row);
        true
    });
    match result {
        Err(error) if rows.is_empty() => Err(NoGrid::Unreadable(error)),
        result => Ok(Grid { sheet: Some(sheet), sheets, rows, merged, broken: result.err() }),
    }
}

impl Grid {
    pub(super) fn width(&self) -> usize {
        self.rows.iter().map(|row| row.cells.len()).max().unwrap_or(0)
    }

    pub(super) fn row(&self, number: u64) -> Option<&Row> {
        self.rows.binary_search_by_key(&number, |row| row.number).ok().map(|at| &self.rows[at])
    }

    /// One heading per column: its levels from the top, without repetition and marks of footnotes. What is merged over columns, or
    /// left blank to the right of a heading that has headings below it, counts for all of them.
    pub(super) fn headings(&self, [first, last]: [u64; 2]) -> Vec<String> {
        let width = self.width();
        let count = usize::try_from((last + 1).saturating_sub(first)).unwrap_or(0).min(64);
        let mut levels: Vec<Vec<String>> = (0..count as u64)
            .map(|offset| {
                let cells = self.row(first + offset).map(|row| row.cells.as_slice()).unwrap_or_default();
                (0..width).map(|column| cells.get(column).map(label_of).unwrap_or_default()).collect()
            })
            .collect();
        for region in &self.merged {
            if region.first_row < first || region.first_row > last || region.first_column >= width {
                continue;
            }
            let text = levels[(region.first_row - first) as usize][region.first_column].clone();
            for row in region.first_row..=region.last_row.min(last) {
                let right = region.last_column.min(width - 1);
                levels[(row - first) as usize][region.first_column..=right].fill(text.clone());
            }
        }
        for level in 0..count.saturating_sub(1) {
            for column in 1..width {
                let below = &levels[level + 1][column - 1];
                let spreads = !below.is_empty() && *below != levels[level][column - 1];
                let same_above = (0..level).all(|above| levels[above][column] == levels[above][column - 1]);
                if levels[level][column].is_empty() && !levels[level + 1][column].is_empty() && spreads && same_above {
                    let left = levels[level][column - 1].clone();
                    levels[level][column] = left;
                }
            }
        }
        (0..width)
            .map(|column| {
                let mut path: Vec<&str> = Vec::new();
                for level in &levels {
                    let text = level[column].as_str();
                    if !text.is_empty() && path.last() != Some(&text) {
                        path.push(text);
                    }
                }
                path.join(LEVEL)
            })
            .collect()
    }

    /// Lines above the headings, joined.
    pub(super) fn title(&self, first_heading: u64) -> String {
        let above = self.rows.iter().take_while(|row| row.number < first_heading);
        let lines: Vec<String> =
            above.flat_map(|row| row.cells.iter().map(label_of)).filter(|text| !text.is_empty()).collect();
        lines.join(" ")
    }
}

/// A cell of a heading or a label: one line, without marks of footnotes; whole numbers without decimals, days as in German.
pub(super) fn label_of(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => {
            let line = text.replace("-\n", "-").split_whitespace().collect::<Vec<_>>().join(" ");
            without_footnotes(&line).0.replace(LEVEL, " / ")
        }
        Cell::Number(number) => number.to_string(),
        Cell::Moment(moment) => moment.format("%d.%m.%Y").to_string(),
        Cell::Bool(truth) => if *truth { "ja" } else { "nein" }.to_owned(),
        Cell::DayFraction(_) | Cell::Error(_) | Cell::Empty => String::new(),
    }
}
