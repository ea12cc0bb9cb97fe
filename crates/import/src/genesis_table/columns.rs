//! What the columns of values mean: the tree of headings turned into measure, unit, period and categories.
//!
//! A column is read from top to bottom. Each heading is, in this order: a period; what the catalogue says of the table; a category of
//! the dimension named by the heading above; the name of a dimension; "Insgesamt"; a category that the catalogue knows; the measure,
//! where the file has not named it yet; the name of a dimension that nobody knows, where it spans several columns and stands above
//! others; else a category of a dimension that nobody knows, one for each row of headings. What a column is not broken down by stands
//! at its total. Where the rows name no areas, a row of headings may.

use std::collections::BTreeSet;

use model::statistics::{GERMANY, Period};

use super::read::Row;
use crate::catalogue::{
    self, Dimension, Source, category_named, code_of, dimension_coded, dimension_titled, is_plain_unit, is_total,
    is_unit,
};
use crate::statistics::areas::{is_group_of_laender, key_of_land};
use crate::statistics::periods::{is_name_of_time, read_period};

/// A category of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Class {
    pub(super) dimension: String,
    pub(super) dimension_label: String,
    pub(super) code: String,
    pub(super) label: String,
    pub(super) is_part: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Measure {
    pub(super) code: String,
    pub(super) label: String,
    pub(super) is_part: bool,
}

/// A column of values.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Column {
    /// Position in the row, from 0.
    pub(super) at: usize,
    /// Headings from top to bottom, periods left out.
    pub(super) path: Vec<String>,
    pub(super) period: Option<Period>,
    /// Code and name, where areas stand in the headings.
    pub(super) area: Option<(String, String)>,
    pub(super) measure: Option<Measure>,
    pub(super) unit: Option<String>,
    pub(super) classes: Vec<Class>,
}

impl Column {
    /// Whether two columns say the same, so that a value could not be told from the other.
    pub(super) fn means_the_same(&self, other: &Self) -> bool {
        let codes = |column: &Self| -> Vec<(String, String)> {
            let mut codes: Vec<_> =
                column.classes.iter().map(|class| (class.dimension.clone(), class.code.clone())).collect();
            codes.sort();
            codes
        };
        let measure = |column: &Self| column.measure.as_ref().map(|measure| measure.code.clone());
        self.period == other.period
            && self.area == other.area
            && self.unit == other.unit
            && measure(self) == measure(other)
            && codes(self) == codes(other)
    }
}

/// The columns below a block of headings.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) columns: Vec<Column>,
    /// Headings that the catalogue does not know: line, column, text.
    pub(super) unknown: Vec<(u32, usize, String)>,
    /// Columns left out because no official key stands for their area ("Alte Bundesländer").
    pub(super) without_key: Vec<String>,
}

/// The only measure of a table, as its head block names it.
pub(super) type HeadMeasure<'s> = Option<&'s (String, String)>;

/// Strips "dar.", "darunter:", "nachrichtlich" from a name; the second says whether one stood there.
pub(super) fn strip_part(name: &str) -> (&str, bool) {
    let lower = name.to_lowercase();
    for word in ["darunter", "dar.", "nachrichtlich", "nachrichtl."] {
        if lower.starts_with(word)
            && let Some(rest) = name.get(word.len()..)
        {
            let rest = rest.trim_start_matches([':', '.', ' ', '\u{a0}']);
            if !rest.is_empty() {
                return (rest, true);
            }
        }
    }
    (name, false)
}

/// A heading without surplus blanks and marks of footnotes.
pub(super) fn tidy(text: &str) -> String {
    let mut words: Vec<&str> = text.split_whitespace().collect();
    let is_mark = |word: &str| {
        word.strip_suffix(')').is_some_and(|mark| {
            (1..=2).contains(&mark.len()) && mark.bytes().all(|byte| byte.is_ascii_digit() || byte == b'*')
        })
    };
    while words.len() > 1 && words.last().is_some_and(|word| is_mark(word)) {
        words.pop();
    }
    words.join(" ").trim_end_matches(['¹', '²', '³', '⁴', '⁵']).to_owned()
}

/// The tree of headings of one block.
#[derive(Debug)]
pub(super) struct Tree {
    rows: Vec<(u32, Vec<String>)>,
    units: Option<Vec<String>>,
    /// The row of headings that names areas.
    areas: Option<usize>,
    first: usize,
    width: usize,
}

impl Tree {
    /// `first`: the first column of values; `width`: the number of columns of a row; `by_area`: the rows name no areas.
    pub(super) fn new(headings: &[Row<'_>], first: usize, width: usize, by_area: bool) -> Self {
        let mut tree = Self { rows: Vec::new(), units: None, areas: None, first, width };
        let is_row_of_units = |cells: &[String]| {
            let mut filled = cells[first.min(width)..].iter().filter(|cell| !cell.is_empty()).peekable();
            // "Kinder" alone above a column is what is counted there.
            let is_certain = headings.len() > 1 || filled.clone().any(|cell| is_plain_unit(cell));
            filled.peek().is_some() && is_certain && filled.all(|cell| is_unit(cell))
        };
        for row in headings {
            let cells: Vec<String> = (0..width).map(|column| tidy(row.cell(column))).collect();
            if is_row_of_units(&cells) {
                tree.units = Some(cells);
            } else {
                tree.rows.push((row.line, cells));
            }
        }
        if tree.units.is_none() {
            tree.units = tree.take_mixed_units();
        }
        if by_area {
            tree.areas = (0..tree.rows.len()).find(|row| {
                let filled = || (first..width).map(|column| tree.cell(*row, column)).filter(|cell| !cell.is_empty());
                let known = filled().filter(|cell| key_of_land(cell).is_some()).count();
                known > 0 && known * 2 >= filled().count()
            });
        }
        tree
    }

    /// The last row, where it has something in every column and at least half of that are units: the others are units that nobody has
    /// listed ("Anzahl;Festmeter").
    fn take_mixed_units(&mut self) -> Option<Vec<String>> {
        if self.rows.len() < 2 {
            return None;
        }
        let (_, last) = self.rows.last()?;
        let cells = last.get(self.first..self.width)?;
        let units = cells.iter().filter(|cell| is_plain_unit(cell)).count();
        let is_full = cells.iter().all(|cell| !cell.is_empty() && read_period(cell).is_none());
        (is_full && units > 0 && units * 2 >= cells.len()).then(|| self.rows.pop().map(|(_, cells)| cells))?
    }

    /// Units that the catalogue does not know.
    pub(super) fn unknown_units(&self) -> impl Iterator<Item = &str> {
        let units = self.units.iter().flat_map(|units| units.iter().skip(self.first).map(String::as_str));
        units.filter(|unit| !unit.is_empty() && !is_unit(unit))
    }

    fn cell(&self, row: usize, column: usize) -> &str {
        self.rows[row].1.get(column).map_or("", String::as_str)
    }

    fn has_deeper(&self, row: usize, column: usize) -> bool {
        (row + 1..self.rows.len()).filter(|below| self.areas != Some(*below)).any(|below| {
            let cell = self.cell(below, column);
            !cell.is_empty() && read_period(cell).is_none() && !is_name_of_time(cell)
        })
    }

    /// "Bundesländer" above the names of Länder.
    fn is_title_of_areas(&self, row: usize, column: usize) -> bool {
        let titles = ["bundesländer", "bundesland", "länder", "land", "deutschland und länder", "gebiet", "gebiete"];
        self.areas.is_some_and(|areas| row + 1 == areas)
            && titles.contains(&self.cell(row, column).trim_end_matches(':').to_lowercase().as_str())
    }

    /// Whether a heading that nobody knows names a dimension: it spans all columns that have the same headings above, at least two,
    /// and stands above others.
    fn is_title(&self, row: usize, column: usize) -> bool {
        let text = self.cell(row, column);
        let same_above = |other: &usize| (0..row).all(|above| self.cell(above, *other) == self.cell(above, column));
        let group: Vec<usize> = (self.first..self.width).filter(same_above).collect();
        let same = group.iter().filter(|other| self.cell(row, **other) == text).count();
        let spans = same >= 2
            && group.iter().all(|other| matches!(self.cell(row, *other), "") || self.cell(row, *other) == text);
        spans && self.has_deeper(row, column)
    }

    pub(super) fn columns(&self, source: Option<&Source>, head: HeadMeasure<'_>) -> Found {
        let mut found = Found::default();
        for at in self.first..self.width {
            let area = self.areas.map(|row| self.cell(row, at)).filter(|area| is_group_of_laender(area));
            if let Some(area) = area {
                found.without_key.push(area.to_owned());
                continue;
            }
            let column = self.column(at, source, head, &mut found.unknown);
            // Padding at the end of the lines.
            let says_something = column.period.is_some() || column.unit.is_some() || column.area.is_some();
            if !column.path.is_empty() || says_something {
                found.columns.push(column);
            }
        }
        number_unnamed(&mut found.columns);
        found
    }

    fn column(
        &self,
        at: usize,
        source: Option<&Source>,
        head: HeadMeasure<'_>,
        unknown: &mut Vec<(u32, usize, String)>,
    ) -> Column {
        let unit = self.units.as_ref().and_then(|units| units.get(at)).filter(|unit| !unit.is_empty()).cloned();
        let mut column = Column { at, unit, ..Column::default() };
        let mut context: Option<Context> = None;
        for row in 0..self.rows.len() {
            let text = self.cell(row, at);
            if text.is_empty() {
                continue;
            }
            if let Some(period) = read_period(text) {
                column.period = Some(period);
                continue;
            }
            if is_name_of_time(text) || self.is_title_of_areas(row, at) {
                continue;
            }
            if self.areas == Some(row)
                && let Some(code) = key_of_land(text).or_else(|| is_total(text).then_some(GERMANY))
            {
                let label = if is_total(text) { "Deutschland" } else { text };
                column.area = Some((code.to_owned(), label.to_owned()));
                continue;
            }
            // A heading repeated below itself says nothing new.
            if column.path.last().is_some_and(|above| above == text) && !is_total(text) {
                continue;
            }
            column.path.push(text.to_owned());
            let (name, part) = strip_part(text);
            if let Some(header) = source.and_then(|source| source.header(name)) {
                if let Some(code) = &header.measure {
                    let is_part = part || header.is_part;
                    column.measure = Some(Measure { code: code.clone(), label: text.to_owned(), is_part });
                }
                for (dimension, code) in &header.class {
                    // The heading says more than the category: "pädagogisches Personal, weiblich".
                    let label = dimension_coded(dimension).and_then(|known| known.label_of(code)).unwrap_or(text);
                    column.classes.push(class_of(dimension, code, label, part));
                }
                context = None;
            } else if let Some(context) = context.take() {
                if !is_total(name) {
                    let (class, is_known) = context.class(name, text, part);
                    if !is_known {
                        unknown.push((self.rows[row].0, at, text.to_owned()));
                    }
                    column.classes.push(class);
                }
            } else if let Some(dimension) = dimension_titled(text).filter(|_| self.has_deeper(row, at)) {
                context = Some(Context::Known(dimension));
            } else if is_total(name) {
            } else if let Some(known) = category_named(name) {
                column.classes.push(class_of(&known.dimension, &known.code, text, part || known.is_part));
            } else if column.measure.is_none() && head.is_none() {
                unknown.push((self.rows[row].0, at, text.to_owned()));
                column.measure = Some(Measure { code: code_of(name), label: text.to_owned(), is_part: part });
            } else if self.is_title(row, at) {
                context = Some(Context::Unknown { code: code_of(text), label: text.to_owned() });
            } else {
                unknown.push((self.rows[row].0, at, text.to_owned()));
                // Which of the rows with such headings it is, is known when all columns are.
                column.classes.push(Class {
                    dimension: format!("{UNNAMED_IN_ROW}{row}"),
                    dimension_label: String::new(),
                    code: code_of(name),
                    label: text.to_owned(),
                    is_part: part,
                });
            }
        }
        if column.measure.is_none()
            && let Some((name, unit)) = head
        {
            let code = source
                .and_then(|source| source.header(name))
                .and_then(|header| header.measure.clone())
                .unwrap_or_else(|| code_of(name));
            column.measure = Some(Measure { code, label: name.clone(), is_part: false });
            column.unit.get_or_insert_with(|| unit.clone());
        }
        column
    }
}

/// Dimension of headings that neither the file nor the catalogue gives a name.
const UNNAMED: &str = "MERKMAL";
/// The same with the row of headings behind it, which no code of a dimension can be.
const UNNAMED_IN_ROW: &str = "\u{0}";

/// Each row of headings is a dimension of its own: "Benzin" and "Euro 6" are no categories of the same one, even in columns where the
/// other row says "Insgesamt".
fn number_unnamed(columns: &mut [Column]) {
    let row_of = |class: &Class| class.dimension.strip_prefix(UNNAMED_IN_ROW).and_then(|row| row.parse::<usize>().ok());
    let rows: BTreeSet<usize> = columns.iter().flat_map(|column| &column.classes).filter_map(row_of).collect();
    for class in columns.iter_mut().flat_map(|column| &mut column.classes) {
        let Some(nth) = row_of(class).and_then(|row| rows.iter().position(|other| *other == row)) else { continue };
        let (code, label) = if nth == 0 {
            (UNNAMED.to_owned(), "Merkmal".to_owned())
        } else {
            (format!("{UNNAMED}{}", nth + 1), format!("Merkmal {}", nth + 1))
        };
        (class.dimension, class.dimension_label) = (code, label);
    }
}

/// The dimension that the heading above has named.
enum Context {
    Known(&'static Dimension),
    Unknown { code: String, label: String },
}

impl Context {
    fn class(&self, name: &str, text: &str, part: bool) -> (Class, bool) {
        match self {
            Self::Known(dimension) => {
                let known = dimension.category(name).or_else(|| category_named(name));
                let is_known = known.is_some();
                let class = match known {
                    Some(known) => class_of(&known.dimension, &known.code, text, part || known.is_part),
                    None => class_of(&dimension.code, &code_of(name), text, part),
                };
                (class, is_known)
            }
            Self::Unknown { code, label } => {
                // A dimension that nobody knows may have categories that are known: "Männer" below "Personen" is a sex.
                let class = match category_named(name) {
                    Some(known) => class_of(&known.dimension, &known.code, text, part || known.is_part),
                    None => Class {
                        dimension: code.clone(),
                        dimension_label: label.clone(),
                        code: code_of(name),
                        label: text.to_owned(),
                        is_part: part,
                    },
                };
                (class, true)
            }
        }
    }
}

fn class_of(dimension: &str, code: &str, label: &str, is_part: bool) -> Class {
    let dimension_label = dimension_coded(dimension).map_or(dimension, |known| known.label.as_str());
    Class {
        dimension: dimension.to_owned(),
        dimension_label: dimension_label.to_owned(),
        code: code.to_owned(),
        label: label.to_owned(),
        is_part,
    }
}

/// Of a heading that the catalogue does not know, what it was probably called before: among the names of the table that this file lacks.
pub(super) fn former_name(text: &str, source: &Source, columns: &[Column]) -> Option<String> {
    let seen = |name: &str| {
        columns.iter().any(|column| column.path.iter().any(|heading| catalogue::fold(heading) == catalogue::fold(name)))
    };
    let headers = source.headers.iter().filter(|header| !header.names.iter().any(|name| seen(name)));
    let names = headers.flat_map(|header| header.names.iter().map(String::as_str));
    let categories = source.totals.iter().chain(&source.stubs).filter_map(|code| dimension_coded(code));
    let categories = categories.flat_map(Dimension::names).filter(|name| !seen(name));
    catalogue::nearest(strip_part(text).0, names.chain(categories)).map(str::to_owned)
}
