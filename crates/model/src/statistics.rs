//! Statistical tables: what every importer of statistics delivers, what a segment stores and what the cube calculates with.
//!
//! A table is a list of observations by columns. Each observation has one category of every dimension. There is always one dimension
//! of role [`Role::Area`], one of [`Role::Time`] and one of [`Role::Measure`]; all others break down ([`Role::Class`]). An observation
//! that is not broken down by a class dimension stands at the category [`TOTAL`] of it.

use std::collections::HashMap;
use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};

use crate::codes::{InvalidCode, coded_enum};
use crate::wert::{Flags, Symbol, SymbolSet, Wert};

/// Code of the category that contains all others, as Regionalstatistik writes it.
pub const TOTAL: &str = "INSGESAMT";
/// Codes of the dimensions that every table has.
pub const AREA: &str = "GEBIET";
pub const TIME: &str = "ZEIT";
pub const MEASURE: &str = "WERT";
/// Code of Germany in the dimension of areas.
pub const GERMANY: &str = "DG";

coded_enum! {
    /// What a dimension says about an observation.
    Role { Area = "area", Time = "time", Measure = "measure", Class = "class" }
}

/// One way of breaking down, with its categories in the order of the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dimension {
    /// [`AREA`], [`TIME`], [`MEASURE`], or the code of the variable (`GES`, `NAT`, `ALT`); where neither source nor catalogue has one,
    /// upper-case letters and digits of the label.
    pub code: String,
    pub label: String,
    pub role: Role,
    pub categories: Vec<Category>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Category {
    /// Area: official key, or `DG`. Time: as [`Period`] is written. Class: the source's code, else from the label.
    pub code: String,
    /// As the source writes it, without indentation.
    pub label: String,
    /// Of a measure: `Anzahl`, `Prozent`, `Tsd. EUR`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// A "darunter" or "nachrichtlich": contained in a sibling, so that siblings with it do not add up to the total.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_part: bool,
    /// Of a school or another institution: official key of the area in which it stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stands_in: Option<String>,
}

/// What the file says about the table as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableHead {
    /// The source's code of the table (`21111-02-06-4`), or the code under which an office keeps its own.
    pub code: String,
    pub title: String,
    /// Name of the statistics ("Statistik der allgemeinbildenden Schulen").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub statistic: Option<String>,
    /// Code of the importer that read it.
    pub importer: String,
    /// How the table is laid out, in a form that changes when the layout does: names of header cells and columns, without values.
    pub layout: Vec<String>,
    pub symbols: SymbolSet,
    pub notes: Vec<Note>,
    /// Who must be named ("© Statistische Ämter des Bundes und der Länder, Deutschland, 2017").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub copyright: Option<String>,
    /// "dl-de/by-2-0".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub licence: Option<String>,
    /// When the source wrote the file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_at: Option<NaiveDateTime>,
}

/// A footnote with what it is about ("gesamte Tabelle", the name of a column).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    pub about: String,
    pub text: String,
}

/// Ages from one to below another, in full years; its code is that of the variable `ALT` of Regionalstatistik and GENESIS.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ages {
    pub from: u16,
    /// `None`: and older.
    pub below: Option<u16>,
}

impl fmt::Display for Ages {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.below {
            Some(below) => write!(f, "ALT{:03}B{below:02}", self.from),
            None => write!(f, "ALT{:03}UM", self.from),
        }
    }
}

impl FromStr for Ages {
    type Err = InvalidCode;

    fn from_str(code: &str) -> Result<Self, InvalidCode> {
        let invalid = || InvalidCode::new("Ages", code);
        let number = |digits: &str| match digits.len() {
            2 | 3 if digits.bytes().all(|byte| byte.is_ascii_digit()) => digits.parse::<u16>().map_err(|_| invalid()),
            _ => Err(invalid()),
        };
        let rest = code.strip_prefix("ALT").ok_or_else(invalid)?;
        let (from, below) = match rest.split_once('B') {
            Some((from, below)) => (number(from)?, Some(number(below)?)),
            None => (number(rest.strip_suffix("UM").ok_or_else(invalid)?)?, None),
        };
        if below.is_some_and(|below| below <= from) {
            return Err(invalid());
        }
        Ok(Self { from, below })
    }
}

/// Where an observation stands in its file, 1-based as a person counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    pub row: u32,
    pub column: u16,
}

/// A table by columns: observation `i` has category `members[d][i]` of dimension `d`.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    pub head: TableHead,
    pub dimensions: Vec<Dimension>,
    pub members: Vec<Vec<u32>>,
    pub numbers: Vec<f64>,
    pub symbols: Vec<Symbol>,
    pub flags: Vec<Flags>,
    pub cells: Vec<Cell>,
}

impl Table {
    pub fn new(head: TableHead) -> Self {
        Self {
            head,
            dimensions: Vec::new(),
            members: Vec::new(),
            numbers: Vec::new(),
            symbols: Vec::new(),
            flags: Vec::new(),
            cells: Vec::new(),
        }
    }

    /// Number of observations.
    pub fn len(&self) -> usize {
        self.numbers.len()
    }

    pub fn is_empty(&self) -> bool {
        self.numbers.is_empty()
    }

    pub fn value(&self, observation: usize) -> Wert {
        Wert::from_parts(self.numbers[observation], self.symbols[observation], self.flags[observation])
    }

    /// Position of the dimension with this code.
    pub fn dimension(&self, code: &str) -> Option<usize> {
        self.dimensions.iter().position(|dimension| dimension.code == code)
    }

    /// Position of the first dimension with this role.
    pub fn role(&self, role: Role) -> Option<usize> {
        self.dimensions.iter().position(|dimension| dimension.role == role)
    }

    /// The category of an observation.
    pub fn category(&self, dimension: usize, observation: usize) -> &Category {
        &self.dimensions[dimension].categories[self.members[dimension][observation] as usize]
    }

    /// Adds an observation; `members` has one position of a category per dimension.
    pub fn push(&mut self, members: &[u32], value: Wert, cell: Cell) {
        debug_assert_eq!(members.len(), self.dimensions.len());
        for (column, member) in self.members.iter_mut().zip(members) {
            column.push(*member);
        }
        self.numbers.push(value.value().unwrap_or(0.0));
        self.symbols.push(value.symbol);
        self.flags.push(value.flags);
        self.cells.push(cell);
    }

    /// Adds a dimension before the first observation.
    pub fn add_dimension(&mut self, code: &str, label: &str, role: Role) -> usize {
        debug_assert!(self.is_empty(), "a dimension is added before observations");
        self.dimensions.push(Dimension {
            code: code.to_owned(),
            label: label.to_owned(),
            role,
            categories: Vec::new(),
        });
        self.members.push(Vec::new());
        self.dimensions.len() - 1
    }
}

/// Finds or adds categories by code in constant time while a table is filled.
#[derive(Debug, Default)]
pub struct Members(HashMap<String, u32>);

impl Members {
    /// Position of the category with this code, added with what `category` gives when it is new.
    pub fn position(&mut self, dimension: &mut Dimension, code: &str, category: impl FnOnce() -> Category) -> u32 {
        if let Some(position) = self.0.get(code) {
            return *position;
        }
        let position = dimension.categories.len() as u32;
        dimension.categories.push(category());
        self.0.insert(code.to_owned(), position);
        position
    }
}

/// What a value refers to in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Period {
    /// `2023`: a calendar year, or a school year by the rule of its statistics.
    Year(i32),
    /// `2023-12-31`: a Stichtag.
    Day(NaiveDate),
    /// `2023-10P6M`: six months from a month, a semester.
    HalfYear { year: i32, month: u32 },
    /// `2023-Q2`.
    Quarter { year: i32, quarter: u32 },
    /// `2023-06`.
    Month { year: i32, month: u32 },
}

impl Period {
    /// The calendar year in which it lies, or begins.
    pub fn year(self) -> i32 {
        match self {
            Self::Year(year) | Self::HalfYear { year, .. } | Self::Quarter { year, .. } | Self::Month { year, .. } => {
                year
            }
            Self::Day(day) => day.year(),
        }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Year(year) => write!(f, "{year:04}"),
            Self::Day(day) => write!(f, "{day}"),
            Self::HalfYear { year, month } => write!(f, "{year:04}-{month:02}P6M"),
            Self::Quarter { year, quarter } => write!(f, "{year:04}-Q{quarter}"),
            Self::Month { year, month } => write!(f, "{year:04}-{month:02}"),
        }
    }
}

impl FromStr for Period {
    type Err = InvalidCode;

    fn from_str(text: &str) -> Result<Self, InvalidCode> {
        let invalid = || InvalidCode::new("Zeitraum", text);
        let number = |digits: &str| -> Result<u32, InvalidCode> {
            let plain = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
            if plain { digits.parse().map_err(|_| invalid()) } else { Err(invalid()) }
        };
        let month_of = |digits: &str| number(digits).ok().filter(|month| (1..=12).contains(month)).ok_or_else(invalid);
        let (year, rest) = text.split_once('-').unwrap_or((text, ""));
        if year.len() != 4 {
            return Err(invalid());
        }
        let year = number(year)? as i32;
        if rest.is_empty() && text.len() == 4 {
            return Ok(Self::Year(year));
        }
        if let Some(quarter) = rest.strip_prefix('Q') {
            let quarter = number(quarter).ok().filter(|quarter| (1..=4).contains(quarter)).ok_or_else(invalid)?;
            return Ok(Self::Quarter { year, quarter });
        }
        if let Some(month) = rest.strip_suffix("P6M") {
            return Ok(Self::HalfYear { year, month: month_of(month)? });
        }
        match rest.split_once('-') {
            None if rest.len() == 2 => Ok(Self::Month { year, month: month_of(rest)? }),
            Some((month, day)) if month.len() == 2 && day.len() == 2 => {
                NaiveDate::from_ymd_opt(year, month_of(month)?, number(day)?).map(Self::Day).ok_or_else(invalid)
            }
            _ => Err(invalid()),
        }
    }
}

/// How a source protects small numbers; checks take their tolerance from it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Protection {
    /// Every number is exact; small ones may be blocked.
    Exact,
    /// Rounded to multiples of the base (3 or 5).
    Rounded { base: u32 },
    /// Changed by the cell key method by at most `deviation`.
    CellKey { deviation: u32 },
    /// Nothing is known.
    #[default]
    Unknown,
}

impl Protection {
    /// By how much a total of `parts` published parts may differ from the sum of them.
    pub fn tolerance(self, parts: usize) -> f64 {
        let values = parts as f64 + 1.0;
        match self {
            Self::Exact | Self::Unknown => 0.0,
            Self::Rounded { base } => f64::from(base / 2) * values,
            Self::CellKey { deviation } => f64::from(deviation) * values,
        }
    }
}

/// Who may see a dataset.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReleaseLevel {
    /// The office only.
    #[default]
    Intern,
    /// The administration.
    Verwaltung,
    /// Everybody: what a source itself has published, or an office has released.
    Oeffentlich,
}

impl ReleaseLevel {
    pub fn code(self) -> &'static str {
        match self {
            Self::Intern => "intern",
            Self::Verwaltung => "verwaltung",
            Self::Oeffentlich => "oeffentlich",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_are_read_and_written_alike() {
        for text in ["2023", "2023-12-31", "2023-10P6M", "2023-Q2", "2023-06"] {
            assert_eq!(text.parse::<Period>().unwrap().to_string(), text);
        }
        for text in ["", "23", "20233", "2023-13", "2023-02-30", "2023-10P3M", "2023-Q5", "2023-", "+023", "2023-+1"] {
            assert!(text.parse::<Period>().is_err(), "{text}");
        }
    }

    #[test]
    fn periods_stand_in_order_of_time_within_their_kind() {
        let day = |text: &str| text.parse::<Period>().unwrap();
        assert!(day("2006-12-31") < day("2007-03-15"));
        assert_eq!(day("2007-03-15").year(), 2007);
    }

    #[test]
    fn ages_are_read_and_written_alike() {
        for (code, from, below) in [
            ("ALT000B01", 0, Some(1)),
            ("ALT003B06", 3, Some(6)),
            ("ALT085B100", 85, Some(100)),
            ("ALT075UM", 75, None),
        ] {
            assert_eq!(code.parse::<Ages>().unwrap(), Ages { from, below });
            assert_eq!(Ages { from, below }.to_string(), code);
        }
        for code in ["INSGESAMT", "ALT", "ALTB", "ALT003", "ALT006B03", "ALT3B6", "ALT+03B06", "ALTJÜNGER", "ALT075UMX"]
        {
            assert!(code.parse::<Ages>().is_err(), "{code}");
        }
    }

    #[test]
    fn tolerance_grows_with_the_number_of_rounded_values() {
        for (protection, parts, tolerance) in [
            (Protection::Rounded { base: 5 }, 3, 8.0),
            (Protection::Rounded { base: 3 }, 2, 3.0),
            (Protection::Exact, 9, 0.0),
        ] {
            assert!((protection.tolerance(parts) - tolerance).abs() < 1e-9, "{protection:?}");
        }
    }
}
