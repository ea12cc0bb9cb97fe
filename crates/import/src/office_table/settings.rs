//! The saved mapping of an office's own table: which columns are what, and how its cells are meant.

use std::collections::BTreeMap;

use model::statistics::{AREA, MEASURE, Period, Role, TIME};
use model::wert::SymbolSet;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::figures::settings::FixedCategory;
use crate::issues::json_defect;
use crate::table::settings::Sheet;

/// How one kind of table of an office is read. Headings are written as [`super::grid`] joins them: all levels with ` | ` between.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Mapping {
    /// Sheet of a workbook, by name or by number from 1; without it the first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet: Option<Sheet>,
    /// `;`, `,`, `tab`, `|`; without it found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub separator: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub encoding: Option<String>,
    /// First and last row with headings, from 1.
    pub header_rows: [u64; 2],
    /// Last row with data; without it, notes are recognised by having no values.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_row: Option<u64>,
    /// Code under which the office keeps the table.
    pub code: String,
    /// Without it, what stands above the headings.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub statistic: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub copyright: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub licence: Option<String>,
    /// Ways of breaking down, areas and periods included where categories must be named.
    pub dimensions: Vec<MappedDimension>,
    pub measures: Vec<MappedMeasure>,
    pub columns: Vec<MappedColumn>,
    /// Dimension → the one category of the whole table: `GEBIET`, `ZEIT`, or a class.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub fixed: BTreeMap<String, FixedCategory>,
    /// Dimension whose category stands alone in a row above the rows it holds for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub section: Option<String>,
    pub decimal: Decimal,
    pub symbols: Signs,
    pub empty: Empty,
    pub school_year: SchoolYear,
    /// Headings by column when the mapping was confirmed; a file that has others is reported.
    pub headings: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MappedDimension {
    pub code: String,
    pub label: String,
    pub role: Role,
    /// Codes for labels of the file ("Konz, Stadt" → 07235068). Others get theirs from the key column or the label.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub categories: Vec<MappedCategory>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MappedCategory {
    pub code: String,
    pub label: String,
    /// Of a school or another institution: official key of the area in which it stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stands_in: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MappedMeasure {
    pub code: String,
    pub label: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// Cells hold shares of one (0.12) and are read as percent (12).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub share: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MappedColumn {
    /// The heading; levels in braces (`{ZEIT}`, `{SCHULE}`) take every text and make it a category. `=C` is column C.
    pub heading: String,
    #[serde(rename = "as")]
    pub role: ColumnRole,
    /// Dimension of a key or label column.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dimension: Option<String>,
    /// Of a value column: dimension → label of the category all its values have.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub categories: BTreeMap<String, String>,
    /// Of a value column: code of the measure; without it the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measure: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ColumnRole {
    /// Codes of categories (official keys).
    Key,
    /// Labels of categories, or periods.
    Label,
    /// Official keys of the areas in which the categories of a class stand: the place of a school.
    StandsIn,
    Value,
    /// Not read.
    Ignored,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decimal {
    /// `1.234,5`
    #[default]
    Comma,
    /// `1,234.5`
    Point,
}

/// Whose signs the table uses. A `0` is a zero unless it is said to round.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Signs {
    #[default]
    Classic,
    /// As classic, and `0` is more than nothing, less than half of the unit: tables copied from official ones.
    ClassicWithRoundedZero,
    Niedersachsen,
}

impl Signs {
    pub(super) fn set(self) -> SymbolSet {
        match self {
            Self::Classic | Self::ClassicWithRoundedZero => SymbolSet::Classic,
            Self::Niedersachsen => SymbolSet::Niedersachsen,
        }
    }
}

/// What an empty cell between values means.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Empty {
    #[default]
    Missing,
    Zero,
    /// There is no such observation (long lists with many combinations that do not occur).
    Absent,
}

/// Which year a school year (`2023/24`) counts as.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SchoolYear {
    #[default]
    Begin,
    /// Leavers are counted in the year in which the school year ends.
    End,
}

impl Mapping {
    /// Reads a mapping as saved; what is wrong with it in German sentences.
    pub fn from_json(json: &Value) -> Result<Self, Vec<String>> {
        let mapping: Self = serde_json::from_value(json.clone()).map_err(|error| {
            vec![format!("Die gespeicherte Zuordnung lässt sich nicht lesen: {}.", json_defect(&error))]
        })?;
        let mistakes = mapping.mistakes();
        if mistakes.is_empty() { Ok(mapping) } else { Err(mistakes) }
    }

    /// Role of a dimension by its code; `None` where the mapping does not know it.
    pub(super) fn role_of(&self, code: &str) -> Option<Role> {
        match code {
            AREA => Some(Role::Area),
            TIME => Some(Role::Time),
            MEASURE => Some(Role::Measure),
            _ => self.dimensions.iter().find(|dimension| dimension.code == code).map(|_| Role::Class),
        }
    }

    fn mistakes(&self) -> Vec<String> {
        let mut mistakes = Vec::new();
        let [first, last] = self.header_rows;
        if first == 0 || last < first || last - first > 30 {
            mistakes.push(format!("Die Zeilen der Überschriften ({first} bis {last}) sind kein Bereich."));
        }
        if !self.columns.iter().any(|column| column.role == ColumnRole::Value) {
            mistakes.push("Keine Spalte ist als Wert zugeordnet.".to_owned());
        }
        if self.measures.is_empty() {
            mistakes.push("Es ist kein Merkmal genannt, das die Werte messen.".to_owned());
        }
        let mut named: Vec<&str> = self.fixed.keys().chain(&self.section).map(String::as_str).collect();
        for column in &self.columns {
            named.extend(column.dimension.as_deref());
            named.extend(column.categories.keys().map(String::as_str));
            named.extend(placeholders(&column.heading));
            let needs_dimension = matches!(column.role, ColumnRole::Key | ColumnRole::Label | ColumnRole::StandsIn);
            if needs_dimension && column.dimension.is_none() {
                mistakes.push(format!("Für die Spalte „{}“ ist nicht gesagt, was in ihr steht.", column.heading));
            }
            if let Some(measure) = &column.measure
                && !self.measures.iter().any(|known| known.code == *measure)
            {
                mistakes.push(format!("Das Merkmal „{measure}“ der Spalte „{}“ ist nicht vereinbart.", column.heading));
            }
        }
        named.sort_unstable();
        named.dedup();
        for code in &named {
            if self.role_of(code).is_none() {
                mistakes.push(format!("Die Gliederung „{code}“ ist nicht vereinbart."));
            }
        }
        for (code, what) in [(AREA, "das Gebiet"), (TIME, "den Zeitraum")] {
            if !named.contains(&code) {
                mistakes.push(format!("Keine Spalte und keine feste Angabe nennt {what}."));
            }
        }
        if let Some(period) = self.fixed.get(TIME)
            && period.code.parse::<Period>().is_err()
        {
            mistakes.push(format!("„{}“ ist kein Zeitraum.", period.code));
        }
        mistakes
    }
}

/// Dimensions that a heading names in braces.
pub(super) fn placeholders(heading: &str) -> impl Iterator<Item = &str> {
    heading.split(" | ").filter_map(placeholder)
}

/// The dimension of one level of a heading, if it is a placeholder.
pub(super) fn placeholder(level: &str) -> Option<&str> {
    level.trim().strip_prefix('{')?.strip_suffix('}')
}
