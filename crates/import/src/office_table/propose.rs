//! Proposing a mapping for a table nobody has confirmed yet. Everything here is a guess that an office sees, corrects and confirms.

use std::collections::{BTreeMap, BTreeSet};

use model::issue::{Issue, Severity};
use model::statistics::{AREA, Role, TIME, Table};

use super::grid::{self, Choice, Grid, LEVEL, label_of};
use super::numbers::{read_number, read_value};
use super::settings::{
    ColumnRole, Decimal, MappedCategory, MappedColumn, MappedDimension, MappedMeasure, Mapping, Signs,
};
use super::{read_grid, report_empty, report_no_grid};
use crate::Item;
use crate::figures::areas::{is_area_name, key_without_zero, official_key};
use crate::figures::frame::UNKNOWN;
use crate::figures::periods::{is_time_name, read_period};
use crate::figures::settings::FixedCategory;
use crate::figures::{DistinctCodes, code_of_label};
use crate::formats::xlsx::{Cell, Row};
use crate::issues::{Delivery, Spot};
use crate::table::settings::{Sheet, letters_of_column};

/// What a table seems to be, for an office to confirm.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Proposal {
    pub mapping: Mapping,
    /// Sheets of the workbook; none in a text file.
    pub sheets: Vec<String>,
    /// The first rows as they stand: number of the row, texts of its cells.
    pub rows: Vec<(u64, Vec<String>)>,
    /// The first observations as they would be read.
    pub preview: Vec<PreviewLine>,
    /// Number of observations that would be read.
    pub observations: usize,
}

/// One observation of a preview.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PreviewLine {
    /// Row and column in the file, from 1.
    pub row: u32,
    pub column: u16,
    /// Label of a dimension, code and label of the category.
    pub categories: Vec<(String, String, String)>,
    /// Number or sign, with its marks.
    pub value: String,
}

const SHOWN_ROWS: usize = 40;
const SHOWN_LINES: usize = 60;
/// Rows that are looked at to tell what a column holds.
const SAMPLE: usize = 400;

/// Proposes a mapping for a file, with a preview of what it would give and with what is unclear as issues.
pub fn propose(bytes: &[u8], file: &str) -> (Proposal, Vec<Issue>) {
    let mut issues = Vec::new();
    let mut sink = |item: Item| {
        if let Item::Issue(issue) = item {
            issues.push(issue);
        }
    };
    let mut delivery = Delivery::new(file, &mut sink);
    let proposal = propose_grid(bytes, file, &mut delivery).unwrap_or_default();
    delivery.finish();
    (proposal, issues)
}

fn propose_grid(bytes: &[u8], file: &str, delivery: &mut Delivery<'_>) -> Option<Proposal> {
    let grid = match best_sheet(bytes) {
        Ok(grid) => grid,
        Err(reason) => {
            report_no_grid(&reason, delivery);
            return None;
        }
    };
    if grid.rows.is_empty() {
        report_empty(delivery);
        return None;
    }
    let rows = grid.rows.iter().take(SHOWN_ROWS).map(|row| (row.number, row.cells.iter().map(label_of).collect()));
    let mut proposal = Proposal { sheets: grid.sheets.clone(), rows: rows.collect(), ..Proposal::default() };
    let Some(start) = data_start(&grid) else {
        let message = "In der Tabelle sind keine Werte zu erkennen.";
        let hint = "Bitte geben Sie an, in welchen Zeilen die Überschriften stehen und welche Spalten Werte enthalten.";
        delivery.issue("OFT-005", Severity::Warning, Spot::default(), message, hint);
        return Some(proposal);
    };
    let header_rows = header_rows(&grid, start);
    let headings = grid.headings(header_rows);
    // Notes and headings between rows stand alone in theirs.
    let filled = |row: &Row| row.cells.iter().filter(|cell| **cell != Cell::Empty).count();
    let data: Vec<&Row> =
        grid.rows.iter().filter(|row| row.number > header_rows[1] && filled(row) >= 2).take(SAMPLE).collect();
    let decimal = decimal_of(&data);
    let mut mapping = Mapping {
        sheet: grid.sheet.clone().map(Sheet::Name),
        header_rows,
        code: code_of_file(file),
        title: Some(grid.title(header_rows[0])).filter(|title| !title.is_empty()),
        decimal,
        headings: headings.clone(),
        ..Mapping::default()
    };
    let kinds: Vec<Kind> =
        (0..headings.len()).map(|column| kind_of(column, &headings[column], &data, decimal)).collect();
    assign_stubs(&mut mapping, &headings, &kinds);
    assign_values(&mut mapping, &headings, &kinds, &data);
    settle_area_and_time(&mut mapping, delivery);
    let mut readable = mapping.clone();
    if !names(&mapping, TIME) {
        // Shown as unknown until the office says it; such a mapping cannot be saved.
        let unknown = FixedCategory { code: UNKNOWN.to_owned(), label: UNKNOWN.to_owned() };
        readable.fixed.insert(TIME.to_owned(), unknown.clone());
        readable.dimensions.push(MappedDimension {
            code: TIME.to_owned(),
            label: "Zeit".to_owned(),
            role: Role::Time,
            categories: vec![MappedCategory { code: unknown.code, label: unknown.label, stands_in: None }],
        });
    }
    if let Some(table) = read_grid(&grid, &readable, delivery) {
        proposal.observations = table.len();
        proposal.preview = (0..table.len().min(SHOWN_LINES)).map(|at| preview_line(&table, at)).collect();
    }
    proposal.mapping = mapping;
    Some(proposal)
}

/// The sheet with most numbers.
fn best_sheet(bytes: &[u8]) -> Result<Grid, grid::NoGrid> {
    const MOST_SHEETS: usize = 20;
    let first = grid::load(&mut &bytes[..], Choice::default())?;
    let numbers = |grid: &Grid| {
        grid.rows.iter().flat_map(|row| &row.cells).filter(|cell| matches!(cell, Cell::Number(_))).count()
    };
    let mut best = (numbers(&first), first);
    for number in 2..=best.1.sheets.len().min(MOST_SHEETS) {
        let sheet = Sheet::Number(number);
        if let Ok(grid) = grid::load(&mut &bytes[..], Choice { sheet: Some(&sheet), ..Choice::default() }) {
            let count = numbers(&grid);
            if count > best.0 {
                best = (count, grid);
            }
        }
    }
    Ok(best.1)
}

/// A code from the name of the file: what an office calls its table.
fn code_of_file(file: &str) -> String {
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    // Next year's file has another year in its name and is the same table.
    let words =
        stem.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty() && read_period(word).is_none());
    let code = words.map(code_of_label).collect::<Vec<_>>().join("-");
    if code.is_empty() { "TABELLE".to_owned() } else { code }
}

fn looks_like_period(cell: &Cell) -> bool {
    match cell {
        Cell::Number(number) => number.fract() == 0.0 && (1900.0..=2100.0).contains(number),
        Cell::Moment(_) => true,
        Cell::Text(text) => read_period(text).is_some(),
        _ => false,
    }
}

fn is_value(cell: &Cell, decimal: Decimal) -> bool {
    match cell {
        Cell::Number(_) => true,
        Cell::Text(text) => read_value(text, decimal, Signs::Classic).is_some(),
        _ => false,
    }
}

/// Whether a row counts its columns (1, 2, 3 …) or names steps (5, 6, 7 as Klassenstufen) and holds no values.
fn is_numbering(row: &Row) -> bool {
    let numbers: Vec<f64> = row
        .cells
        .iter()
        .filter_map(|cell| match cell {
            Cell::Number(number) => Some(*number),
            Cell::Text(text) => read_number(text, Decimal::Comma),
            _ => None,
        })
        .collect();
    numbers.len() >= 3 && numbers.windows(2).all(|pair| (pair[1] - pair[0] - 1.0).abs() < 1e-9)
}

/// Position of the first row with values: a number right of the first column that is no period. Where all numbers could be years, a
/// year counts.
fn data_start(grid: &Grid) -> Option<usize> {
    let filled = |row: &Row| row.cells.iter().filter(|cell| **cell != Cell::Empty).count();
    let first = |strict: bool| {
        grid.rows.iter().position(|row| {
            filled(row) >= 2
                && !is_numbering(row)
                && row
                    .cells
                    .iter()
                    .skip(1)
                    .any(|cell| is_value(cell, Decimal::Comma) && !(strict && looks_like_period(cell)))
        })
    };
    first(true).or_else(|| first(false))
}

/// The rows directly above the first values that name columns.
fn header_rows(grid: &Grid, start: usize) -> [u64; 2] {
    const MOST: usize = 8;
    let last = grid.rows[start].number.saturating_sub(1).max(1);
    let mut first = last;
    let mut below = grid.rows[start].number;
    for row in grid.rows[..start].iter().rev().take(MOST) {
        let names_columns = row.cells.iter().skip(1).any(|cell| *cell != Cell::Empty);
        if row.number + 1 != below || !names_columns {
            break;
        }
        first = row.number;
        below = row.number;
    }
    [first, last]
}

/// A text table with a point before other than three digits writes decimals with it.
fn decimal_of(data: &[&Row]) -> Decimal {
    let (mut commas, mut points) = (0_usize, 0_usize);
    for cell in data.iter().flat_map(|row| &row.cells) {
        let Cell::Text(text) = cell else { continue };
        let text = text.trim();
        if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b',' | b'-')) {
            continue;
        }
        let after = |mark: char| text.rsplit_once(mark).map(|(_, after)| after.len());
        commas += usize::from(after(',').is_some_and(|digits| digits != 3));
        points += usize::from(after('.').is_some_and(|digits| digits != 3));
    }
    if points > commas { Decimal::Point } else { Decimal::Comma }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Empty,
    Key,
    Period,
    Label,
    Value,
}

fn kind_of(column: usize, heading: &str, data: &[&Row], decimal: Decimal) -> Kind {
    let cells: Vec<&Cell> =
        data.iter().filter_map(|row| row.cells.get(column)).filter(|cell| **cell != Cell::Empty).collect();
    let most = |fits: &dyn Fn(&Cell) -> bool| cells.iter().filter(|cell| fits(cell)).count() * 4 >= cells.len() * 3;
    let heading = heading.to_lowercase();
    let names_key =
        ["schlüssel", "schluessel", "ags", "ars", "kennziffer", "gkz"].iter().any(|word| heading.contains(word));
    let is_key = |cell: &Cell| {
        let text = label_of(cell);
        text.len() >= 4 && (official_key(&text).is_some() || key_without_zero(&text).is_some())
    };
    let is_long_text_key =
        |cell: &Cell| matches!(cell, Cell::Text(text) if text.trim().len() >= 5 && official_key(text).is_some());
    // Keys of several levels in one column: `DG`, `07`, `072`, `07235`.
    let is_digits = |cell: &Cell| matches!(cell, Cell::Text(text) if text.trim() == "DG" || text.trim().bytes().all(|byte| byte.is_ascii_digit()));
    let half = |fits: &dyn Fn(&Cell) -> bool| cells.iter().filter(|cell| fits(cell)).count() * 2 >= cells.len();
    if cells.is_empty() {
        Kind::Empty
    } else if (names_key && most(&is_key)) || (most(&is_digits) && half(&is_long_text_key)) {
        Kind::Key
    } else if most(&looks_like_period)
        && (heading.is_empty() || is_time_name(&heading) || !cells.iter().all(|cell| is_value(cell, decimal)))
    {
        Kind::Period
    } else if cells.iter().filter(|cell| is_value(cell, decimal)).count() * 2 >= cells.len() {
        Kind::Value
    } else {
        Kind::Label
    }
}

fn mapped(heading: &str, column: usize, role: ColumnRole) -> MappedColumn {
    let heading = if heading.is_empty() { format!("={}", letters_of_column(column)) } else { heading.to_owned() };
    MappedColumn { heading, role, dimension: None, categories: BTreeMap::new(), measure: None }
}

/// Columns before the values: key and name of the area, periods, classes. Texts after the first value are remarks.
fn assign_stubs(mapping: &mut Mapping, headings: &[String], kinds: &[Kind]) {
    let first_value = kinds.iter().position(|kind| *kind == Kind::Value).unwrap_or(kinds.len());
    let labels: Vec<usize> = (0..first_value).filter(|column| kinds[*column] == Kind::Label).collect();
    let key = kinds.iter().position(|kind| *kind == Kind::Key);
    // The name of the area has the name of one, or stands beside the key.
    let area = labels
        .iter()
        .copied()
        .find(|column| is_area_name(&headings[*column]))
        .or_else(|| labels.iter().copied().find(|column| key.is_some_and(|key| key.abs_diff(*column) == 1)));
    let mut codes = DistinctCodes::default();
    for reserved in [AREA, TIME, model::statistics::MEASURE] {
        codes.take(reserved);
    }
    let mut has_time = false;
    for (column, kind) in kinds.iter().enumerate() {
        let heading = headings[column].as_str();
        let role_and_dimension = match kind {
            Kind::Empty | Kind::Value => continue,
            Kind::Key if Some(column) == key => (ColumnRole::Key, Some(AREA.to_owned())),
            Kind::Period if !has_time => {
                has_time = true;
                (ColumnRole::Label, Some(TIME.to_owned()))
            }
            Kind::Label if Some(column) == area => (ColumnRole::Label, Some(AREA.to_owned())),
            Kind::Label if column < first_value => {
                let label = heading.rsplit(LEVEL).next().unwrap_or(heading);
                let label = if label.is_empty() { "Merkmal" } else { label };
                let code = codes.take(&code_of_label(label));
                mapping.dimensions.push(class(&code, label));
                (ColumnRole::Label, Some(code))
            }
            _ => (ColumnRole::Ignored, None),
        };
        let (role, dimension) = role_and_dimension;
        mapping.columns.push(MappedColumn { dimension, ..mapped(heading, column, role) });
    }
}

fn class(code: &str, label: &str) -> MappedDimension {
    MappedDimension { code: code.to_owned(), label: label.to_owned(), role: Role::Class, categories: Vec::new() }
}

/// Levels that are periods become `{ZEIT}`; levels below one common heading, or of sexes, become a class; all others are measures.
fn assign_values(mapping: &mut Mapping, headings: &[String], kinds: &[Kind], data: &[&Row]) {
    const SEXES: [&str; 9] = ["männlich", "weiblich", "divers", "insgesamt", "zusammen", "gesamt", "m", "w", "d"];
    // Schools and kinds of schools side by side break down one number.
    const INSTITUTIONS: [&str; 9] =
        ["schule", "gymnasi", "kita", "kindergarten", "kindertages", "kolleg", "förderzentr", "insgesamt", "zusammen"];
    let columns: Vec<usize> = (0..kinds.len()).filter(|column| kinds[*column] == Kind::Value).collect();
    let split = |column: usize| headings[column].split(LEVEL).map(str::to_owned).collect::<Vec<_>>();
    let mut paths: Vec<Vec<String>> = columns.iter().map(|column| split(*column)).collect();
    let has_time = mapping.columns.iter().any(|column| column.dimension.as_deref() == Some(TIME));
    let period_levels = |path: &[String]| path.iter().filter(|level| read_period(level).is_some()).count();
    if !has_time && !paths.is_empty() && paths.iter().all(|path| period_levels(path) == 1) {
        for level in paths.iter_mut().flatten() {
            if read_period(level).is_some() {
                *level = format!("{{{TIME}}}");
            }
        }
    }
    let plain = |path: &[String]| path.iter().filter(|level| !level.starts_with('{')).cloned().collect::<Vec<_>>();
    let distinct: BTreeSet<Vec<String>> = paths.iter().map(|path| plain(path)).collect();
    let all_have = |count: usize| paths.iter().all(|path| plain(path).len() == count);
    let lasts: BTreeSet<String> =
        distinct.iter().filter_map(|path| path.last().map(|last| last.to_lowercase())).collect();
    let common_top = distinct.iter().map(|path| path.first()).collect::<BTreeSet<_>>().len() == 1;
    // Which class the lowest plain level is.
    let lowest = if distinct.len() > 1 && !lasts.is_empty() && lasts.iter().all(|last| SEXES.contains(&last.as_str())) {
        Some(("GES".to_owned(), "Geschlecht".to_owned()))
    } else if distinct.len() > 1 && lasts.iter().all(|last| INSTITUTIONS.iter().any(|word| last.contains(word))) {
        Some(("SCHULE".to_owned(), "Schule".to_owned()))
    } else if distinct.len() > 1 && all_have(2) && common_top {
        distinct.iter().next().and_then(|path| path.first()).map(|top| {
            let label = top.rsplit([' ', ':']).next().filter(|word| word.len() > 2).unwrap_or(top);
            (code_of_label(label), label.to_owned())
        })
    } else {
        None
    };
    if let Some((code, label)) = &lowest {
        for path in &mut paths {
            if let Some(last) = path.iter_mut().rev().find(|level| !level.starts_with('{')) {
                *last = format!("{{{code}}}");
            }
        }
        if mapping.dimensions.iter().all(|known| known.code != *code) {
            mapping.dimensions.push(class(code, label));
        }
    }
    let mut codes = DistinctCodes::default();
    let mut known: BTreeMap<String, String> = BTreeMap::new();
    for (column, path) in columns.iter().zip(&paths) {
        let pattern = path.join(LEVEL);
        if pattern.contains('{') && mapping.columns.iter().any(|column| column.heading == pattern) {
            continue;
        }
        let name = plain(path).join(", ");
        let label = if name.is_empty() { mapping.title.clone().unwrap_or_else(|| "Anzahl".to_owned()) } else { name };
        let code = known
            .entry(label.clone())
            .or_insert_with(|| codes.take(&code_of_label(&label).chars().take(40).collect::<String>()))
            .clone();
        if mapping.measures.iter().all(|measure| measure.code != code) {
            mapping.measures.push(measure(&code, &label, *column, &headings[*column], data));
        }
        mapping.columns.push(MappedColumn { measure: Some(code), ..mapped(&pattern, *column, ColumnRole::Value) });
    }
}

fn measure(code: &str, label: &str, column: usize, heading: &str, data: &[&Row]) -> MappedMeasure {
    let heading = heading.to_lowercase();
    let is_percent = ["%", "prozent", "anteil", "quote"].iter().any(|word| heading.contains(word));
    let numbers: Vec<f64> = data
        .iter()
        .filter_map(|row| if let Some(Cell::Number(number)) = row.cells.get(column) { Some(*number) } else { None })
        .collect();
    let share = is_percent
        && numbers.iter().any(|number| number.fract() != 0.0)
        && numbers.iter().all(|number| (0.0..=1.0).contains(number));
    let unit = if is_percent { "Prozent" } else { "Anzahl" };
    MappedMeasure { code: code.to_owned(), label: label.to_owned(), unit: Some(unit.to_owned()), share }
}

fn names(mapping: &Mapping, dimension: &str) -> bool {
    let in_columns = mapping.columns.iter().any(|column| {
        column.dimension.as_deref() == Some(dimension) || column.heading.contains(&format!("{{{dimension}}}"))
    });
    in_columns || mapping.fixed.contains_key(dimension)
}

/// What neither a column nor a heading says: the period from the title, the area from the office.
fn settle_area_and_time(mapping: &mut Mapping, delivery: &mut Delivery<'_>) {
    if !names(mapping, TIME) {
        match mapping.title.as_deref().and_then(period_in) {
            Some((text, code)) => {
                mapping.fixed.insert(TIME.to_owned(), FixedCategory { code, label: text });
            }
            None => {
                let message = "Für welchen Zeitraum die Tabelle gilt, ist nicht zu erkennen.";
                let hint = "Bitte geben Sie den Zeitraum in der Zuordnung an.";
                delivery.issue("OFT-022", Severity::Warning, Spot::default(), message, hint);
            }
        }
    }
    if !names(mapping, AREA) {
        let unknown = FixedCategory { code: UNKNOWN.to_owned(), label: UNKNOWN.to_owned() };
        mapping.fixed.insert(AREA.to_owned(), unknown);
        let message = "Für welches Gebiet die Tabelle gilt, ist nicht zu erkennen.";
        let hint = "Bitte geben Sie das Gebiet mit seinem Schlüssel in der Zuordnung an.";
        delivery.issue("OFT-023", Severity::Warning, Spot::default(), message, hint);
    }
}

/// The last period that a title names: text and code.
fn period_in(title: &str) -> Option<(String, String)> {
    let words: Vec<&str> = title.split_whitespace().collect();
    for length in [3, 2, 1] {
        for window in words.windows(length).rev() {
            let text = window.join(" ");
            let text = text.trim_matches(['(', ')', ',', ';', '.', ':']);
            if let Some(period) = read_period(text) {
                return Some((text.to_owned(), period.to_string()));
            }
        }
    }
    None
}

fn preview_line(table: &Table, observation: usize) -> PreviewLine {
    let value = table.value(observation);
    let shown = match value.value() {
        Some(number) if value.symbol == model::wert::Symbol::Number => number.to_string().replace('.', ","),
        _ => value.symbol.sign().to_owned(),
    };
    let marks = value.flags.codes().join(" ");
    PreviewLine {
        row: table.cells[observation].row,
        column: table.cells[observation].column,
        categories: (0..table.dimensions.len())
            .map(|dimension| {
                let category = table.category(dimension, observation);
                (table.dimensions[dimension].label.clone(), category.code.clone(), category.label.clone())
            })
            .collect(),
        value: format!("{shown} {marks}").trim().to_owned(),
    }
}
