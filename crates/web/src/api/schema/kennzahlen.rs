//! What the API answers about Kennzahlen.
//!
//! A value never stands alone: where `value` is `null`, `symbol` says why; `0` is only ever a zero.

use serde::Serialize;
use utoipa::ToSchema;

use super::Labelled;

#[derive(Debug, Serialize, ToSchema)]
pub struct KennzahlList {
    pub total: usize,
    /// In the order of the catalogue.
    pub items: Vec<KennzahlItem>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct KennzahlItem {
    pub code: String,
    pub name: String,
    /// The question it answers, in German.
    pub question: String,
    /// In German, as the catalogue has it: `Prozent`, `Anzahl`, `je 1.000`, `EUR` …
    pub unit: String,
    /// Bereich of municipal education monitoring.
    pub bereich: Labelled,
    /// `core`, `overview` or `extra`.
    pub kind: String,
    /// `active`, or `waiting` for its data.
    pub status: String,
    /// Which direction is better: `higher`, `lower` or `neutral`.
    pub polarity: String,
    /// Decimal places that mean something.
    pub decimals: u8,
    /// What a waiting one lacks.
    pub awaited: Option<AwaitedData>,
    /// In the region's first area that has public data; `null` where none has.
    pub newest: Option<NewestValue>,
    /// Its series in this interface.
    #[schema(format = "uri")]
    pub url: String,
    /// The page for people.
    #[schema(format = "uri")]
    pub page: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct AwaitedData {
    /// Which data, in German.
    pub data: String,
    /// From whom and in which form they would come in, in German.
    pub how: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct NewestValue {
    pub area: NamedArea,
    pub year: i32,
    /// With one decimal place more than `decimals`.
    pub value: f64,
    /// `number`, `nothing` (exactly zero) or `rounds_to_zero`.
    pub symbol: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct NamedArea {
    /// Official key; `DG` is Deutschland.
    pub key: String,
    pub name: String,
}

/// A Kennzahl of one area over time.
#[derive(Debug, Serialize, ToSchema)]
pub struct KennzahlSeries {
    pub code: String,
    pub name: String,
    /// In German, as the catalogue has it.
    pub unit: String,
    pub area: NamedArea,
    /// Years of `points`, in order.
    pub years: Vec<i32>,
    pub points: Vec<SeriesPoint>,
    /// Tables it is made of.
    pub sources: Vec<TableSource>,
    /// What a reader must know not to misread it, in German.
    pub caveats: Vec<String>,
    /// Of the definition and of the tables, in German.
    pub footnotes: Vec<Footnote>,
    /// The version in force in the last of `years`.
    pub definition: Option<DefinitionVersion>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct SeriesPoint {
    pub year: i32,
    /// With one decimal place more than is shown; `null` where `symbol` gives the reason.
    pub value: Option<f64>,
    /// `number`, `nothing` (exactly zero), `rounds_to_zero`, `secret_or_unknown`, `secret`, `not_yet`, `unreliable`, `not_applicable`,
    /// `unit_does_not_exist` or `missing`.
    pub symbol: String,
    /// The sign that official tables print instead of the number; empty for numbers.
    pub sign: String,
    /// Official letters (`p` provisional, `r` revised, `s` estimated, `e` final, `D` mean, `()` uncertain), `converted` from another
    /// territorial state, `rounded` by its source.
    pub flags: Vec<String>,
    /// Why it is not comparable with the years before.
    pub breaks: Vec<SeriesBreak>,
    /// The page that leads to the cells of the files behind it; `null` where there is nothing to lead to.
    #[schema(format = "uri")]
    pub trace: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct SeriesBreak {
    /// `definition`, `territory`, `begins` or `source`.
    pub kind: String,
    /// In German.
    pub message: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct TableSource {
    /// Code of the table, such as `21111-02-06-4`.
    pub table: String,
    pub title: String,
    /// Who must be named.
    pub copyright: Option<String>,
    pub licence: Option<String>,
    /// When its newest delivery came in.
    #[schema(format = "date-time")]
    pub received: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Footnote {
    /// What it is about, in the words of the table; `null` for those of the definition.
    pub about: Option<String>,
    pub text: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct DefinitionVersion {
    pub formula: String,
    /// First year of data.
    pub valid_from: i32,
    /// Last year of data; `null` for the present version.
    pub valid_until: Option<i32>,
}

/// Everything behind one value.
#[derive(Debug, Serialize, ToSchema)]
pub struct KennzahlTrace {
    pub code: String,
    pub name: String,
    pub unit: String,
    pub area: NamedArea,
    pub year: i32,
    pub value: Option<f64>,
    /// As in a series.
    pub symbol: String,
    pub sign: String,
    pub flags: Vec<String>,
    /// The version in force in this year.
    pub definition: DefinitionVersion,
    /// The formula with the numbers put in, written as in German.
    pub filled: String,
    pub inputs: Vec<TraceInput>,
    /// The page for people.
    #[schema(format = "uri")]
    pub page: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct TraceInput {
    /// Its name in the formula.
    pub name: String,
    /// What it counts, in German.
    pub label: String,
    pub unit: String,
    /// The year of the Kennzahl for which it was read.
    pub year: i32,
    /// What it refers to: a year, a day, a quarter …; `null` where nothing was found.
    pub period: Option<String>,
    pub value: Option<f64>,
    pub symbol: String,
    pub observations: Vec<TraceObservation>,
}

/// A cell of a file.
#[derive(Debug, Serialize, ToSchema)]
pub struct TraceObservation {
    pub table: String,
    /// Name of the file as it was delivered.
    pub file: String,
    /// Of the file, hexadecimal.
    pub sha256: String,
    /// From 1, as people count.
    pub row: u32,
    /// From 1.
    pub column: u16,
    pub value: Option<f64>,
    pub symbol: String,
    pub sign: String,
    pub flags: Vec<String>,
    pub period: String,
    pub area: NamedArea,
    /// The share of this area that was taken, where the value is converted from another territorial state.
    pub weight: Option<f64>,
    /// Measure and classes; those at their total are left out.
    pub categories: Vec<TraceCategory>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct TraceCategory {
    pub dimension: String,
    pub category: String,
}
