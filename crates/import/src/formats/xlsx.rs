//! Excel workbooks (Office Open XML) as rows of typed cells, read with `calamine`.
//!
//! Sheets are read cell by cell: a workbook that claims a cell at the far end of the sheet costs nothing. A merged region gives its
//! value to every row it spans (a course name beside three dates), but not to the columns: a title across the page stays one cell.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{DataRef, DataType as _, Reader as _, Xlsx};
use chrono::NaiveDateTime;

use super::zip::{Limits, Refusal, check_archive};

/// Columns beyond this one are not read: no list of courses is that wide.
pub const MAX_COLUMNS: usize = 256;
/// Filled cells of one sheet.
pub const MAX_CELLS: usize = 5_000_000;

/// One cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    Empty,
    Text(String),
    Number(f64),
    /// A cell formatted as date.
    Moment(NaiveDateTime),
    /// A cell formatted as time or duration, in days: 0.75 is 18:00.
    DayFraction(f64),
    Bool(bool),
    /// `#N/A` and its kin.
    Error(String),
}

/// One row that has at least one filled cell.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// 1-based, as the program shows it.
    pub number: u64,
    /// From column A to the last filled one.
    pub cells: Vec<Cell>,
}

/// Cells that a program shows as one. Rows from 1 as the program shows them, columns from 0 as in [`Row`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Region {
    pub first_row: u64,
    pub last_row: u64,
    pub first_column: usize,
    pub last_column: usize,
}

/// Why a workbook was not read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WorkbookError {
    #[error(transparent)]
    Refused(#[from] Refusal),
    #[error("an old or encrypted workbook (compound file)")]
    CompoundFile,
    #[error("more than {limit} cells")]
    TooManyCells { limit: usize },
    #[error("damaged: {detail}")]
    Damaged { detail: String },
}

impl WorkbookError {
    /// The sentence for the editor.
    pub fn message(&self) -> String {
        match self {
            Self::Refused(refusal) => refusal.message(),
            Self::CompoundFile => {
                "Die Datei ist eine Arbeitsmappe im alten XLS-Format oder mit einem Kennwort geschützt.".to_owned()
            }
            Self::TooManyCells { limit } => {
                format!("Das Tabellenblatt hat mehr als {limit} gefüllte Zellen. Der Rest wurde nicht gelesen.")
            }
            Self::Damaged { detail } => format!("Die Arbeitsmappe ist beschädigt ({detail})."),
        }
    }

    /// How to repair it.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Refused(refusal) => refusal.hint(),
            Self::CompoundFile => "Bitte speichern Sie sie als „Excel-Arbeitsmappe (*.xlsx)“ ohne Kennwort.",
            Self::TooManyCells { .. } => "Bitte teilen Sie die Tabelle auf oder löschen Sie überzählige Zeilen.",
            Self::Damaged { .. } => {
                "Bitte öffnen Sie die Datei in Excel oder LibreOffice und speichern Sie sie neu als *.xlsx."
            }
        }
    }
}

/// Whether the bytes are a compound file: Excel before 2007, or an encrypted workbook.
pub fn is_compound_file(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])
}

/// An opened workbook.
pub struct Workbook {
    xlsx: Xlsx<Cursor<Vec<u8>>>,
}

impl std::fmt::Debug for Workbook {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Workbook").field("sheets", &self.xlsx.sheet_names()).finish()
    }
}

impl Workbook {
    pub fn open(bytes: Vec<u8>, limits: &Limits) -> Result<Self, WorkbookError> {
        if is_compound_file(&bytes) {
            return Err(WorkbookError::CompoundFile);
        }
        check_archive(&bytes, limits)?;
        guarded(|| Xlsx::new(Cursor::new(bytes))).map(|xlsx| Self { xlsx })
    }

    pub fn sheet_names(&self) -> Vec<String> {
        self.xlsx.sheet_names()
    }

    /// Merged regions of a sheet; none where they cannot be read.
    pub fn merged_regions(&mut self, sheet: &str) -> Vec<Region> {
        let regions = guarded(|| self.xlsx.merge_cells_by_sheet_name(sheet)).unwrap_or_default();
        let region = |found: calamine::Dimensions| Region {
            first_row: u64::from(found.start.0) + 1,
            last_row: u64::from(found.end.0) + 1,
            first_column: found.start.1 as usize,
            last_column: (found.end.1 as usize).min(MAX_COLUMNS - 1),
        };
        regions.into_iter().map(region).filter(|region| region.first_column < MAX_COLUMNS).collect()
    }

    /// Gives every filled row of a sheet to `visit`, in the order of the file, until `visit` returns `false`. On damage the rows
    /// before it have been given.
    pub fn read_rows(&mut self, sheet: &str, visit: &mut dyn FnMut(Row) -> bool) -> Result<(), WorkbookError> {
        let mut merges = Merges::new(guarded(|| self.xlsx.merge_cells_by_sheet_name(sheet)).unwrap_or_default());
        let mut cells = guarded(|| self.xlsx.worksheet_cells_reader(sheet))?;
        let mut row = Row { number: 0, cells: Vec::new() };
        let mut count = 0;
        let mut failure = None;
        loop {
            let cell = match guarded(|| cells.next_cell()) {
                Ok(Some(cell)) => cell,
                Ok(None) => break,
                Err(error) => {
                    failure = Some(error);
                    break;
                }
            };
            let (row_index, column) = cell.get_position();
            if u64::from(row_index) + 1 != row.number {
                let next = Row { number: u64::from(row_index) + 1, cells: Vec::new() };
                if !deliver(std::mem::replace(&mut row, next), &mut merges, visit) {
                    return Ok(());
                }
            }
            let value = cell_of(cell.get_value());
            let column = column as usize;
            if value == Cell::Empty || column >= MAX_COLUMNS {
                continue;
            }
            count += 1;
            if count > MAX_CELLS {
                failure = Some(WorkbookError::TooManyCells { limit: MAX_CELLS });
                break;
            }
            if row.cells.len() <= column {
                row.cells.resize(column + 1, Cell::Empty);
            }
            row.cells[column] = value;
        }
        deliver(row, &mut merges, visit);
        failure.map_or(Ok(()), Err)
    }
}

fn deliver(mut row: Row, merges: &mut Merges, visit: &mut dyn FnMut(Row) -> bool) -> bool {
    merges.complete(&mut row);
    row.cells.iter().all(|cell| *cell == Cell::Empty) || visit(row)
}

/// Merged regions over several rows: column → the first row, the last row, and the value once its first row has been read.
struct Merges(BTreeMap<(usize, u64), Merge>);

struct Merge {
    last_row: u64,
    value: Cell,
}

impl Merges {
    fn new(regions: Vec<calamine::Dimensions>) -> Self {
        let tall = regions.into_iter().filter(|region| region.end.0 > region.start.0);
        Self(
            tall.map(|region| {
                let key = (region.start.1 as usize, u64::from(region.start.0) + 1);
                (key, Merge { last_row: u64::from(region.end.0) + 1, value: Cell::Empty })
            })
            .filter(|((column, _), _)| *column < MAX_COLUMNS)
            .collect(),
        )
    }

    fn complete(&mut self, row: &mut Row) {
        for ((column, first_row), merge) in &mut self.0 {
            if *first_row == row.number {
                merge.value = row.cells.get(*column).cloned().unwrap_or(Cell::Empty);
            } else if *first_row < row.number && row.number <= merge.last_row && merge.value != Cell::Empty {
                // A row of which nothing but the merged cell is left says nothing.
                if row.cells.iter().all(|cell| *cell == Cell::Empty) {
                    continue;
                }
                if row.cells.len() <= *column {
                    row.cells.resize(*column + 1, Cell::Empty);
                }
                if row.cells[*column] == Cell::Empty {
                    row.cells[*column] = merge.value.clone();
                }
            }
        }
    }
}

fn cell_of(value: &DataRef<'_>) -> Cell {
    let text = |text: &str| if text.trim().is_empty() { Cell::Empty } else { Cell::Text(text.to_owned()) };
    match value {
        DataRef::Empty => Cell::Empty,
        DataRef::Int(number) => Cell::Number(*number as f64),
        DataRef::Float(number) => Cell::Number(*number),
        DataRef::String(string) => text(string),
        DataRef::SharedString(string) => text(string),
        DataRef::Bool(truth) => Cell::Bool(*truth),
        DataRef::Error(error) => Cell::Error(error.to_string()),
        DataRef::DateTimeIso(_) => value.as_datetime().map_or(Cell::Empty, Cell::Moment),
        DataRef::DurationIso(string) => text(string),
        DataRef::DateTime(serial) => {
            let days = serial.as_f64();
            // Excel's calendar ends with the year 9999; below 2 the cell holds a time, formatted with a date nobody sees.
            if serial.is_duration() || (0.0..2.0).contains(&days) {
                Cell::DayFraction(days)
            } else if (2.0..2_958_466.0).contains(&days) {
                serial.as_datetime().map_or(Cell::Number(days), Cell::Moment)
            } else {
                Cell::Number(days)
            }
        }
    }
}

/// Runs the reader of a foreign crate over bytes that anybody may have made: its panic is damage of the file, not our end.
fn guarded<T>(read: impl FnOnce() -> Result<T, calamine::XlsxError>) -> Result<T, WorkbookError> {
    match catch_unwind(AssertUnwindSafe(read)) {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(_)) => Err(WorkbookError::Damaged { detail: "ihr Inhalt ist nicht lesbar".to_owned() }),
        Err(_) => Err(WorkbookError::Damaged { detail: "nicht lesbarer Aufbau".to_owned() }),
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use rust_xlsxwriter::{ExcelDateTime, Format, Formula};

    use super::*;

    fn rows_of(workbook: &mut rust_xlsxwriter::Workbook) -> Vec<Row> {
        let bytes = workbook.save_to_buffer().unwrap();
        let mut opened = Workbook::open(bytes, &Limits::TABLE).unwrap();
        let sheet = opened.sheet_names().remove(0);
        let mut rows = Vec::new();
        opened
            .read_rows(&sheet, &mut |row| {
                rows.push(row);
                true
            })
            .unwrap();
        rows
    }

    #[test]
    fn cells_keep_their_kind() {
        let mut workbook = rust_xlsxwriter::Workbook::new();
        let sheet = workbook.add_worksheet();
        sheet.write(0, 0, "Text").unwrap();
        sheet.write(0, 1, 12.5).unwrap();
        let day = ExcelDateTime::from_ymd(2026, 3, 2).unwrap().and_hms(18, 30, 0).unwrap();
        sheet.write_datetime_with_format(0, 2, &day, &Format::new().set_num_format("dd.mm.yyyy hh:mm")).unwrap();
        sheet.write_number_with_format(0, 3, 0.75, &Format::new().set_num_format("hh:mm")).unwrap();
        sheet.write_number_with_format(0, 4, 1.0, &Format::new().set_num_format("[h]:mm")).unwrap();
        sheet.write(0, 5, true).unwrap();
        sheet.write_formula(0, 6, Formula::new("=NA()").set_result("#N/A")).unwrap();
        sheet.write(4, 1, "nach Lücken").unwrap();
        let moment = NaiveDate::from_ymd_opt(2026, 3, 2).unwrap().and_hms_opt(18, 30, 0).unwrap();
        assert_eq!(
            rows_of(&mut workbook),
            [
                Row {
                    number: 1,
                    cells: vec![
                        Cell::Text("Text".into()),
                        Cell::Number(12.5),
                        Cell::Moment(moment),
                        Cell::DayFraction(0.75),
                        Cell::DayFraction(1.0),
                        Cell::Bool(true),
                        Cell::Error("#N/A".into()),
                    ]
                },
                Row { number: 5, cells: vec![Cell::Empty, Cell::Text("nach Lücken".into())] },
            ]
        );
    }

    #[test]
    fn a_merged_cell_counts_for_each_of_its_rows_but_not_columns() {
        let mut workbook = rust_xlsxwriter::Workbook::new();
        let sheet = workbook.add_worksheet();
        sheet.merge_range(0, 0, 2, 1, "Kurs", &Format::new()).unwrap();
        for row in [0, 1] {
            sheet.write(row, 2, f64::from(row)).unwrap();
        }
        let kurs = Cell::Text("Kurs".into());
        assert_eq!(
            rows_of(&mut workbook),
            [
                Row { number: 1, cells: vec![kurs.clone(), Cell::Empty, Cell::Number(0.0)] },
                Row { number: 2, cells: vec![kurs, Cell::Empty, Cell::Number(1.0)] },
            ]
        );
    }

    #[test]
    fn the_farthest_cell_of_a_sheet_costs_nothing() {
        let mut workbook = rust_xlsxwriter::Workbook::new();
        let sheet = workbook.add_worksheet();
        sheet.write(0, 0, 1).unwrap();
        sheet.write(1_048_575, 16_383, 1).unwrap();
        assert_eq!(rows_of(&mut workbook).len(), 1);
    }

    #[test]
    fn old_workbooks_and_damage_are_named() {
        let old = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0, 0].to_vec();
        assert_eq!(Workbook::open(old, &Limits::TABLE).unwrap_err(), WorkbookError::CompoundFile);
        let mut workbook = rust_xlsxwriter::Workbook::new();
        workbook.add_worksheet().write(0, 0, "x").unwrap();
        let mut bytes = workbook.save_to_buffer().unwrap();
        bytes.truncate(bytes.len() / 2);
        assert!(matches!(Workbook::open(bytes, &Limits::TABLE), Err(WorkbookError::Refused(Refusal::Damaged { .. }))));
    }
}
