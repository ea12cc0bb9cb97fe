//! From bytes to rows with known columns: encoding, separator, sheet, headings.

use std::collections::BTreeMap;
use std::io::Read;

use super::fields::{Field, fold_heading};
use super::settings::{Settings, Sheet, column_of_letters, letters_of_column};
use crate::formats::csv::{decode, find_separator, read_rows};
use crate::formats::xlsx::{Cell, Row, Workbook, WorkbookError, is_compound_file};
use crate::formats::zip::{Limits, Packing, Refusal, packing, unpack};

/// Rows among which the headings are looked for.
const HEADING_ROWS: usize = 20;

/// A table whose columns are known.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) sheet: Option<String>,
    /// Rows below the headings.
    pub(super) rows: Vec<Row>,
    pub(super) columns: BTreeMap<Field, usize>,
    /// Headings by column, empty where there are none.
    pub(super) headings: Vec<String>,
    /// Mapped columns that the table does not have: field and the heading that was looked for.
    pub(super) missing: Vec<(Field, String)>,
    /// Headings that no field takes.
    pub(super) unused: Vec<String>,
    /// The file broke off after the rows.
    pub(super) broken: Option<WorkbookError>,
}

impl Table {
    /// How a column is called in an issue.
    pub(super) fn column_name(&self, field: Field) -> String {
        match self.columns.get(&field) {
            Some(column) => match self.headings.get(*column) {
                Some(heading) if !heading.is_empty() => heading.clone(),
                _ => format!("Spalte {}", letters_of_column(*column)),
            },
            None => field.label().to_owned(),
        }
    }
}

/// Why there is no table.
#[derive(Debug)]
pub(super) enum NoTable {
    Unreadable(WorkbookError),
    NoSuchSheet {
        wanted: String,
        sheets: Vec<String>,
    },
    /// No row holds the headings that are needed.
    NoHeadings {
        first: String,
    },
    Empty,
}

pub(super) fn read_table(bytes: &mut dyn Read, settings: &Settings) -> Result<Table, NoTable> {
    let unreadable = |refusal: Refusal| NoTable::Unreadable(refusal.into());
    let unpacked = unpack(bytes, &Limits::TABLE, &rank_entry).map_err(unreadable)?;
    if packing(&unpacked.content) == Packing::Zip || is_compound_file(&unpacked.content) {
        let mut workbook = Workbook::open(unpacked.content, &Limits::TABLE).map_err(NoTable::Unreadable)?;
        return read_workbook(&mut workbook, settings);
    }
    let text = decode(&unpacked.content, settings.encoding());
    drop(unpacked.content);
    let separator = settings.separator().unwrap_or_else(|| find_separator(&text));
    let mut rows = Vec::new();
    read_rows(&text, separator, &mut |row| {
        let cells = row.fields.into_iter().take(crate::formats::xlsx::MAX_COLUMNS).map(cell_of_text).collect();
        rows.push(Row { number: row.line, cells });
        true
    });
    // The last row of a file that broke off may be cut.
    if unpacked.broken.is_some() {
        rows.pop();
    }
    table_of(None, rows, settings, unpacked.broken.map(WorkbookError::Refused))
}

fn rank_entry(name: &str) -> Option<u8> {
    let lower = name.to_lowercase();
    if lower.starts_with("__macosx") {
        return None;
    }
    [".xlsx", ".csv", ".txt", ".tsv"].iter().position(|ending| lower.ends_with(ending)).map(|rank| rank as u8)
}

/// Spreadsheet programs write errors of formulas into CSV files as words.
fn cell_of_text(text: String) -> Cell {
    const ERRORS: [&str; 12] = [
        "#N/A", "#NV", "#WERT!", "#VALUE!", "#BEZUG!", "#REF!", "#DIV/0!", "#NAME?", "#ZAHL!", "#NUM!", "#NULL!",
        "########",
    ];
    let trimmed = text.trim();
    if trimmed.is_empty() {
        Cell::Empty
    } else if ERRORS.contains(&trimmed) {
        Cell::Error(trimmed.to_owned())
    } else {
        Cell::Text(text)
    }
}

fn read_workbook(workbook: &mut Workbook, settings: &Settings) -> Result<Table, NoTable> {
    let sheets = workbook.sheet_names();
    let no_such = |wanted: String| NoTable::NoSuchSheet { wanted, sheets: sheets.clone() };
    let sheet = match &settings.sheet {
        Some(Sheet::Number(number)) => {
            sheets.get(number.wrapping_sub(1)).cloned().ok_or_else(|| no_such(number.to_string()))?
        }
        Some(Sheet::Name(name)) => {
            let wanted = name.trim().to_lowercase();
            let found = sheets.iter().find(|sheet| sheet.trim().to_lowercase() == wanted);
            found.cloned().ok_or_else(|| no_such(name.clone()))?
        }
        None => best_sheet(workbook, &sheets, settings)?.ok_or(NoTable::Empty)?,
    };
    let mut rows = Vec::new();
    let result = workbook.read_rows(&sheet, &mut |row| {
        rows.push(row);
        true
    });
    match result {
        Err(error) if rows.is_empty() => Err(NoTable::Unreadable(error)),
        result => table_of(Some(sheet), rows, settings, result.err()),
    }
}

/// The sheet whose headings fit best; the first one on a tie.
fn best_sheet(workbook: &mut Workbook, sheets: &[String], settings: &Settings) -> Result<Option<String>, NoTable> {
    let mut best: Option<(usize, &String)> = None;
    for sheet in sheets {
        let mut head = Vec::new();
        let result = workbook.read_rows(sheet, &mut |row| {
            head.push(row);
            head.len() < HEADING_ROWS
        });
        match result {
            Err(error) if sheets.len() == 1 && head.is_empty() => return Err(NoTable::Unreadable(error)),
            _ => {}
        }
        let score = head.iter().map(|row| score(row, settings)).max().unwrap_or(0);
        if best.is_none_or(|(highest, _)| score > highest) {
            best = Some((score, sheet));
        }
    }
    Ok(best.map(|(_, sheet)| sheet.clone()))
}

fn table_of(
    sheet: Option<String>,
    rows: Vec<Row>,
    settings: &Settings,
    broken: Option<WorkbookError>,
) -> Result<Table, NoTable> {
    if rows.is_empty() {
        return Err(broken.map_or(NoTable::Empty, NoTable::Unreadable));
    }
    let by_letters_only = !settings.columns.is_empty()
        && settings.columns.values().flat_map(|column| column.alternatives()).all(|name| name.starts_with('='));
    let heading_index = match settings.header_row {
        Some(0) => None,
        Some(number) => Some(rows.iter().position(|row| row.number == number).ok_or_else(|| no_headings(&rows))?),
        None if by_letters_only => None,
        None => {
            let scores = rows.iter().take(HEADING_ROWS).map(|row| score(row, settings));
            let (index, best) =
                scores.enumerate().max_by_key(|(index, score)| (*score, usize::MAX - index)).unwrap_or_default();
            if best == 0 {
                return Err(no_headings(&rows));
            }
            Some(index)
        }
    };
    let headings: Vec<String> =
        heading_index.map(|index| rows[index].cells.iter().map(heading_of).collect()).unwrap_or_default();
    let (columns, missing) = map_columns(&headings, settings);
    if !columns.contains_key(&Field::Title) && !settings.defaults.contains_key(Field::Title.code()) {
        return Err(no_headings(&rows));
    }
    let unused = headings
        .iter()
        .enumerate()
        .filter(|(column, heading)| !heading.is_empty() && !columns.values().any(|used| used == column))
        .map(|(_, heading)| heading.clone())
        .collect();
    let heading_row = heading_index.map(|index| rows[index].clone());
    let first = heading_index.map_or(0, |index| index + 1);
    let rows = rows
        .into_iter()
        .skip(first)
        // Headings that a printed list repeats on each page.
        .filter(|row| heading_row.as_ref().is_none_or(|heading| heading.cells != row.cells))
        .collect();
    Ok(Table { sheet, rows, columns, headings, missing, unused, broken })
}

fn no_headings(rows: &[Row]) -> NoTable {
    let first =
        rows.first().map(|row| row.cells.iter().map(heading_of).collect::<Vec<_>>().join(" | ")).unwrap_or_default();
    NoTable::NoHeadings { first }
}

fn heading_of(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => text.split_whitespace().collect::<Vec<_>>().join(" "),
        Cell::Number(number) => number.to_string(),
        _ => String::new(),
    }
}

/// How many fields find their heading in this row; zero when the title is not among them.
fn score(row: &Row, settings: &Settings) -> usize {
    let headings: Vec<String> = row.cells.iter().map(heading_of).collect();
    let (columns, _) = map_columns(&headings, settings);
    let by_heading = |field: &&Field| {
        columns.get(field).is_some_and(|column| headings.get(*column).is_some_and(|heading| !heading.is_empty()))
    };
    let title_is_there = columns.contains_key(&Field::Title) || settings.defaults.contains_key(Field::Title.code());
    if title_is_there { columns.keys().filter(by_heading).count() } else { 0 }
}

fn map_columns(headings: &[String], settings: &Settings) -> (BTreeMap<Field, usize>, Vec<(Field, String)>) {
    let folded: Vec<String> = headings.iter().map(|heading| fold_heading(heading)).collect();
    let find = |name: &str| folded.iter().position(|heading| *heading == name);
    if settings.columns.is_empty() {
        return (map_well_known(&folded), Vec::new());
    }
    let mut columns = BTreeMap::new();
    let mut missing = Vec::new();
    for (code, column) in &settings.columns {
        let Some(field) = Field::from_code(code) else { continue };
        let found = column.alternatives().iter().find_map(|name| match name.strip_prefix('=') {
            Some(letters) => column_of_letters(letters),
            None => find(&fold_heading(name)),
        });
        match found {
            Some(column) => _ = columns.insert(field, column),
            None => missing.push((field, column.alternatives().join("“ / „"))),
        }
    }
    (columns, missing)
}

/// Columns by well-known headings. Each column fills one field.
fn map_well_known(folded: &[String]) -> BTreeMap<Field, usize> {
    let mut columns = BTreeMap::new();
    let mut taken = vec![false; folded.len()];
    let names_persons = folded.iter().any(|heading| heading.contains("vorname"));
    for field in Field::ALL {
        let wanted = field.headings().iter().filter(|heading| **heading != "name" || !names_persons);
        let found = wanted
            .filter_map(|wanted| folded.iter().position(|heading| heading == wanted))
            .find(|column| !taken[*column]);
        if let Some(column) = found {
            taken[column] = true;
            columns.insert(*field, column);
        }
    }
    let mut leftover = |columns: &mut BTreeMap<Field, usize>, field: Field, names: &[&str]| {
        if columns.contains_key(&field) {
            return;
        }
        let column =
            folded.iter().enumerate().position(|(column, heading)| !taken[column] && names.contains(&heading.as_str()));
        if let Some(column) = column {
            taken[column] = true;
            columns.insert(field, column);
        }
    };
    // "Datum, Beginn, Ende": beside a date these two are times.
    let date_is_plain = columns
        .get(&Field::Date)
        .is_some_and(|column| ["datum", "tag", "termin"].iter().any(|word| folded[*column].contains(word)));
    if date_is_plain {
        leftover(&mut columns, Field::Start, &["beginn", "start", "von", "anfang"]);
        let until_is_time =
            columns.get(&Field::Until).filter(|column| matches!(folded[**column].as_str(), "ende" | "bis"));
        if columns.contains_key(&Field::Start)
            && !columns.contains_key(&Field::End)
            && let Some(column) = until_is_time.copied()
        {
            columns.remove(&Field::Until);
            columns.insert(Field::End, column);
        }
    }
    // "Ort" is the city beside a PLZ, otherwise anything from a room to an address.
    let city = if columns.contains_key(&Field::Plz) { Field::City } else { Field::Address };
    leftover(&mut columns, city, &["ort"]);
    leftover(&mut columns, Field::Place, &["ort", "haus"]);
    columns
}
