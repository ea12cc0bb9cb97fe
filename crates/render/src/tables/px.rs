//! PX, AXIS-VERSION 2013, in UTF-8 (specification "PX-file format 2013" of Statistics Sweden).
//!
//! Periods are the heading, all other dimensions the stub; the measure is the `CONTVARIABLE`. Signs, as the own importer reads them back:
//!
//! | in the data | keyword | sign | meaning |
//! |---|---|---|---|
//! | `"-"` | `DATASYMBOLNIL` | `-` | exactly zero |
//! | `"."` | `DATASYMBOL1` | `.` | unknown or secret; with a `CELLNOTE` in official words: secret |
//! | `".."` | `DATASYMBOL2` | `x` | makes no sense |
//! | `"..."` | `DATASYMBOL3` | `...` | comes later |
//! | `"...."` | `DATASYMBOL4` | `/` | not reliable enough |
//! | `"....."` | `DATASYMBOL5` | `0` | rounds to zero |
//! | `"......"` | `DATASYMBOL6` | empty | no value; with a `CELLNOTE`: the area or category did not exist |
//!
//! Marks (`p`, `r`, `s` …) stand in `DATANOTECELL`, by codes.

use model::statistics::{Dimension, Period, Role, TOTAL, Table};
use model::wert::{Flags, Symbol, Wert};

use super::{ExportError, Grid, MAX_CELLS, Origin, distinct, explanation, marks, source_line};

/// The table as a PX file.
pub fn px(table: &Table, origin: &Origin) -> Result<String, ExportError> {
    let is_time = |position: &usize| table.dimensions[*position].role == Role::Time;
    let (heading, stub): (Vec<usize>, Vec<usize>) = (0..table.dimensions.len()).partition(is_time);
    let order = [stub.clone(), heading.clone()].concat();
    let grid = Grid::new(table, &order)?;
    grid.expect_at_most(MAX_CELLS)?;
    let names = distinct(grid.dimensions.iter().map(|dimension| (dimension.code.as_str(), plain(&dimension.label))));
    let values: Vec<Vec<String>> = grid
        .dimensions
        .iter()
        .map(|dimension| {
            distinct(dimension.categories.iter().map(|category| (category.code.as_str(), plain(&category.label))))
        })
        .collect();
    let mut file = File::default();
    write_head(&mut file, table, origin);
    file.list("STUB", &names[..stub.len()]);
    file.list("HEADING", &names[stub.len()..]);
    write_variables(&mut file, &grid, &names, &values);
    write_notes(&mut file, table, &names, &grid, origin);
    write_cell_notes(&mut file, table, &grid, &values);
    write_data(&mut file, table, &grid, heading.len());
    Ok(file.text)
}

/// A text as PX can hold it: no quotation marks, one line.
fn plain(text: &str) -> String {
    text.replace('"', "'").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A longer text, in which `#` is a line break.
fn long(text: &str) -> String {
    text.lines().map(|line| plain(&line.replace('#', "Nr. "))).collect::<Vec<_>>().join("#")
}

#[derive(Default)]
struct File {
    text: String,
}

impl File {
    /// Lines may have 256 characters: a longer text goes on in the next one.
    fn quoted(&mut self, text: &str) {
        const LONGEST: usize = 200;
        let characters: Vec<char> = text.chars().collect();
        if characters.is_empty() {
            self.text += "\"\"";
        }
        for (position, piece) in characters.chunks(LONGEST).enumerate() {
            if position > 0 {
                self.text.push('\n');
            }
            self.text.push('"');
            self.text.extend(piece);
            self.text.push('"');
        }
    }

    fn key(&mut self, keyword: &str, subkeys: &[&str]) {
        self.text += keyword;
        if !subkeys.is_empty() {
            let quoted: Vec<String> = subkeys.iter().map(|key| format!("\"{key}\"")).collect();
            self.text += &format!("({})", quoted.join(","));
        }
        self.text.push('=');
    }

    fn entry(&mut self, keyword: &str, subkeys: &[&str], text: &str) {
        self.key(keyword, subkeys);
        self.quoted(text);
        self.text += ";\n";
    }

    fn word(&mut self, keyword: &str, word: &str) {
        self.text += &format!("{keyword}={word};\n");
    }

    fn list(&mut self, keyword: &str, texts: &[String]) {
        if !texts.is_empty() {
            self.key(keyword, &[]);
            self.texts(texts);
        }
    }

    fn texts(&mut self, texts: &[String]) {
        for (position, text) in texts.iter().enumerate() {
            if position > 0 {
                self.text += ",\n";
            }
            self.quoted(text);
        }
        self.text += ";\n";
    }
}

fn write_head(file: &mut File, table: &Table, origin: &Origin) {
    let head = &table.head;
    let moment = |at: chrono::NaiveDateTime| at.format("%Y%m%d %H:%M").to_string();
    let decimals = (0..table.len()).filter_map(|observation| table.value(observation).value()).map(decimals).max();
    let decimals = decimals.unwrap_or(0);
    file.entry("CHARSET", &[], "ANSI");
    file.entry("AXIS-VERSION", &[], "2013");
    file.entry("CODEPAGE", &[], "utf-8");
    file.entry("LANGUAGE", &[], "de");
    file.entry("CREATION-DATE", &[], &moment(head.created_at.unwrap_or(origin.created_at)));
    file.word("DECIMALS", &decimals.to_string());
    file.word("SHOWDECIMALS", &decimals.min(6).to_string());
    let code = plain(&head.code);
    file.entry("MATRIX", &[], if code.is_empty() { "TABELLE" } else { &code });
    let area = head.statistic.as_deref().map(plain).filter(|text| !text.is_empty());
    file.entry("SUBJECT-CODE", &[], "STAT");
    file.entry("SUBJECT-AREA", &[], area.as_deref().unwrap_or("Statistik"));
    let title = plain(&head.title);
    file.entry("TITLE", &[], if title.is_empty() { &code } else { &title });
    file.entry("CONTENTS", &[], if title.is_empty() { &code } else { &title });
    let unit = table.role(Role::Measure).and_then(|measure| table.dimensions[measure].categories.first()?.unit.clone());
    file.entry("UNITS", &[], &unit.as_deref().map(plain).unwrap_or_default());
}

/// Decimals of the shortest text that is this number; PX allows 15.
fn decimals(number: f64) -> usize {
    number.to_string().split_once('.').map_or(0, |(_, decimals)| decimals.len()).min(15)
}

fn write_variables(file: &mut File, grid: &Grid<'_>, names: &[String], values: &[Vec<String>]) {
    for (dimension, name) in grid.dimensions.iter().zip(names) {
        if dimension.role == Role::Measure {
            file.entry("CONTVARIABLE", &[], name);
        }
    }
    for ((dimension, name), values) in grid.dimensions.iter().zip(names).zip(values) {
        file.key("VALUES", &[name]);
        file.texts(values);
        write_periods(file, dimension, name);
        file.key("CODES", &[name]);
        file.texts(&dimension.categories.iter().map(|category| plain(&category.code)).collect::<Vec<_>>());
        file.entry("VARIABLECODE", &[name], &plain(&dimension.code));
        match dimension.role {
            Role::Area => file.entry("VARIABLE-TYPE", &[name], "geographical"),
            Role::Time => file.entry("VARIABLE-TYPE", &[name], "time"),
            Role::Measure => {
                for (category, value) in dimension.categories.iter().zip(values) {
                    if let Some(unit) = &category.unit {
                        file.entry("UNITS", &[value], &plain(unit));
                    }
                }
            }
            Role::Class => {
                if let Some(total) = dimension.categories.iter().position(|category| category.code == TOTAL) {
                    file.entry("ELIMINATION", &[name], &values[total]);
                }
            }
        }
    }
}

/// `TIMEVAL` where all periods have one of the scales that PX knows; days and semesters have none.
fn write_periods(file: &mut File, dimension: &Dimension, name: &str) {
    if dimension.role != Role::Time {
        return;
    }
    let scaled = |category: &model::statistics::Category| {
        Some(match category.code.parse().ok()? {
            Period::Year(year) => ("A1", format!("{year:04}")),
            Period::HalfYear { year, month: month @ (1 | 7) } => ("H1", format!("{year:04}{}", month / 6 + 1)),
            Period::Quarter { year, quarter } => ("Q1", format!("{year:04}{quarter}")),
            Period::Month { year, month } => ("M1", format!("{year:04}{month:02}")),
            Period::Day(_) | Period::HalfYear { .. } => return None,
        })
    };
    let periods: Option<Vec<(&str, String)>> = dimension.categories.iter().map(scaled).collect();
    let Some(periods) = periods else { return };
    let Some(scale) = periods.first().map(|(scale, _)| *scale) else { return };
    if periods.iter().all(|(other, _)| *other == scale) {
        file.key("TIMEVAL", &[name]);
        file.text += &format!("TLIST({scale}),\n");
        file.texts(&periods.into_iter().map(|(_, period)| period).collect::<Vec<_>>());
    }
}

fn write_notes(file: &mut File, table: &Table, names: &[String], grid: &Grid<'_>, origin: &Origin) {
    let source = plain(&source_line(origin));
    file.entry(
        "LAST-UPDATED",
        &[],
        &table.head.created_at.unwrap_or(origin.created_at).format("%Y%m%d %H:%M").to_string(),
    );
    file.entry("SOURCE", &[], if source.is_empty() { "unbekannt" } else { &source });
    // A keyword may stand only once: notes about the same thing are joined.
    let mut general: Vec<String> = Vec::new();
    let mut of_variable: Vec<Vec<String>> = vec![Vec::new(); names.len()];
    for note in &table.head.notes {
        let variable = grid.dimensions.iter().position(|dimension| dimension.label == note.about);
        match variable {
            Some(variable) => of_variable[variable].push(long(&note.text)),
            None if note.about == "gesamte Tabelle" => general.push(long(&note.text)),
            None => general.push(long(&format!("{}: {}", note.about, note.text))),
        }
    }
    if !general.is_empty() {
        file.entry("NOTE", &[], &general.join("#"));
    }
    for (name, notes) in names.iter().zip(of_variable).filter(|(_, notes)| !notes.is_empty()) {
        file.entry("NOTE", &[name], &notes.join("#"));
    }
    for (number, sign) in [".", "x", "...", "/", "0", ""].iter().enumerate() {
        file.entry(&format!("DATASYMBOL{}", number + 1), &[], sign);
    }
    file.entry("DATASYMBOLNIL", &[], "-");
}

/// Marks by codes, reasons by names of values, as the specification asks.
fn write_cell_notes(file: &mut File, table: &Table, grid: &Grid<'_>, values: &[Vec<String>]) {
    let mut filled: Vec<(u64, usize)> = grid.filled.iter().map(|(index, observation)| (*index, *observation)).collect();
    filled.sort_unstable();
    for (index, observation) in filled {
        let value = table.value(observation);
        let is_exact = matches!(value.symbol, Symbol::Secret | Symbol::UnitDoesNotExist);
        if value.flags == Flags::NONE && !is_exact {
            continue;
        }
        let categories = grid.categories(index);
        if is_exact {
            let keys: Vec<&str> = categories.iter().zip(values).map(|(at, values)| values[*at].as_str()).collect();
            file.entry("CELLNOTE", &keys, explanation(value.symbol));
        }
        if value.flags != Flags::NONE {
            let codes: Vec<String> = categories
                .iter()
                .zip(&grid.dimensions)
                .map(|(at, dimension)| plain(&dimension.categories[*at].code))
                .collect();
            file.entry("DATANOTECELL", &codes.iter().map(String::as_str).collect::<Vec<_>>(), &marks(value.flags));
        }
    }
}

/// Row by row; each line ends with a blank, as readers of old files expect.
fn write_data(file: &mut File, table: &Table, grid: &Grid<'_>, headings: usize) {
    let width = grid.sizes[grid.sizes.len() - headings..].iter().product::<u64>().max(1);
    file.text += "DATA=\n";
    for index in 0..grid.cells {
        let value =
            grid.filled.get(&index).map_or(Wert::symbol(Symbol::Missing), |observation| table.value(*observation));
        file.text += &cell(value);
        file.text.push(' ');
        if (index + 1).is_multiple_of(width) {
            file.text.push('\n');
        }
    }
    file.text += ";\n";
}

fn cell(value: Wert) -> String {
    let dots = match value.symbol {
        Symbol::Number => return value.value().unwrap_or_default().to_string(),
        Symbol::Nothing => "-",
        Symbol::SecretOrUnknown | Symbol::Secret => ".",
        Symbol::NotApplicable => "..",
        Symbol::NotYet => "...",
        Symbol::Unreliable => "....",
        Symbol::RoundsToZero => ".....",
        Symbol::Missing | Symbol::UnitDoesNotExist => "......",
    };
    format!("\"{dots}\"")
}
