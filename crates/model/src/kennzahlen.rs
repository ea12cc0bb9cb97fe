//! What a Kennzahl is: the question it answers, its formula, and the official tables it is calculated from. The definitions are data in
//! `catalog/kennzahlen/`, one TOML file each, written so that an editor can read and change them; the format is described in
//! `docs/dev/kennzahlen.md`. Calculation is the business of the crate `cube`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;

use serde::de::{self, Deserializer, SeqAccess, Visitor};
use serde::{Deserialize, Serialize};

use crate::codes::{InvalidCode, coded_enum, text_code};
use crate::statistics::MEASURE;

mod mistakes;
pub mod statement;
pub use mistakes::Mistake;

text_code! {
    /// Code of a Kennzahl, such as `D.26` or `D.25a`: the letter of its Bereich, a number, a letter for a variant.
    KennzahlCode
}

impl FromStr for KennzahlCode {
    type Err = InvalidCode;
    fn from_str(text: &str) -> Result<Self, InvalidCode> {
        let well_formed = match text.as_bytes() {
            [b'A'..=b'I', b'.', tens, ones, variant @ ..] => {
                tens.is_ascii_digit() && ones.is_ascii_digit() && matches!(variant, [] | [b'a'..=b'z'])
            }
            _ => false,
        };
        if well_formed { Ok(Self(text.to_owned())) } else { Err(InvalidCode::new("Kennzahlcode", text)) }
    }
}

impl KennzahlCode {
    /// `D.26` is defined in `d26.toml`.
    pub fn file_name(&self) -> String {
        format!("{}.toml", self.as_str().replace('.', "").to_lowercase())
    }

    /// The letter of the Bereich.
    pub fn letter(&self) -> &str {
        &self.as_str()[..1]
    }
}

coded_enum! {
    /// Bereiche of the Anwendungsleitfaden zum Aufbau eines kommunalen Bildungsmonitorings, in its order.
    Bereich {
        Rahmenbedingungen = "A",
        Grundinformationen = "B",
        FruehkindlicheBildung = "C",
        AllgemeinbildendeSchulen = "D",
        BeruflicheBildung = "E",
        Hochschulen = "F",
        Weiterbildung = "G",
        NonFormaleBildung = "H",
        NetzwerkeUndBeratung = "I",
    }
}

coded_enum! {
    /// Weight in the catalogue: Kern-, Überblicks- or Ergänzungskennzahl.
    KennzahlKind { Core = "core", Overview = "overview", Extra = "extra" }
}

coded_enum! {
    /// Whether its data are there.
    KennzahlStatus {
        Active = "active",
        /// Declared, but no source delivers it yet; [`Awaited`] says what is missing.
        Waiting = "waiting",
    }
}

coded_enum! {
    /// Which direction is better.
    Polarity { Higher = "higher", Lower = "lower", Neutral = "neutral" }
}

coded_enum! {
    /// Counted on a day (Bestand) or over a year (Bewegung).
    StockOrFlow { Stock = "stock", Flow = "flow" }
}

coded_enum! {
    /// By which weights a number is converted to another territorial state.
    AddsUpBy {
        /// Counts of persons and institutions: by population.
        Population = "population",
        /// Areas: by ground.
        Ground = "ground",
        /// Published rates and means: they neither add up nor convert.
        Never = "never",
    }
}

/// A text in German and English.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bilingual {
    pub de: String,
    pub en: String,
}

impl Bilingual {
    /// German where the language has no text.
    pub fn in_language(&self, language: &str) -> &str {
        if language == "en" { &self.en } else { &self.de }
    }
}

/// Definition of a Kennzahl.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kennzahl {
    pub code: KennzahlCode,
    pub bereich: Bereich,
    pub kind: KennzahlKind,
    pub status: KennzahlStatus,
    pub name: Bilingual,
    /// The question it answers, in German, as somebody would ask it.
    pub question: String,
    /// Everyday words under which it is looked for, beside those of name and question.
    #[serde(default)]
    pub words: Vec<String>,
    /// Of the result: `Prozent`, `Anzahl`, `je 1.000`, `EUR`.
    pub unit: String,
    pub decimals: u8,
    pub polarity: Polarity,
    pub counts: StockOrFlow,
    /// The Stichtag or the year meant, in German words.
    pub stichtag: String,
    /// What a reader must know not to misread it, in German.
    #[serde(default)]
    pub caveats: Vec<String>,
    /// Notes to be printed below every figure, in German.
    #[serde(default)]
    pub footnotes: Vec<String>,
    /// The sentence that says the value, as [`statement`] describes it: "In {gebiet} leben {wert} Menschen ({jahr})."
    #[serde(default)]
    pub headline: Option<Bilingual>,
    /// The same where the value is below zero, if that turns the sentence: "… {betrag} Menschen mehr hinaus als herein".
    #[serde(default)]
    pub headline_negative: Option<Bilingual>,
    /// Codes elsewhere: `genesis`, `regionalatlas`, `leitfaden`, `kbd`.
    #[serde(default)]
    pub external_ids: BTreeMap<String, String>,
    /// Of a waiting one.
    #[serde(default)]
    pub awaited: Option<Awaited>,
    /// In order of time. Years that none of them covers have no value.
    #[serde(default, rename = "version")]
    pub versions: Vec<FormulaVersion>,
    #[serde(default, rename = "input")]
    pub inputs: Vec<Input>,
    #[serde(default, rename = "breakdown")]
    pub breakdowns: Vec<Breakdown>,
}

/// What a waiting Kennzahl lacks.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Awaited {
    /// Which data, in German.
    pub data: String,
    /// From whom and in which form they come in, in German.
    pub how: String,
}

/// A definition in force for some years of data.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormulaVersion {
    pub valid_from: i32,
    #[serde(default)]
    pub valid_until: Option<i32>,
    pub formula: String,
    /// Why it changed, in German.
    #[serde(default)]
    pub note: Option<String>,
}

impl FormulaVersion {
    pub fn covers(&self, year: i32) -> bool {
        self.valid_from <= year && self.valid_until.is_none_or(|until| year <= until)
    }
}

/// A name in the formula and where its numbers come from.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// Lower-case letters, digits and `_`.
    pub name: String,
    /// What it counts, in German.
    pub label: String,
    /// As the table names it; a table with another unit is not used.
    pub unit: String,
    #[serde(default)]
    pub adds_up_by: Option<AddsUpBy>,
    /// By priority: for each area and year the first that has something to say.
    #[serde(rename = "source")]
    pub sources: Vec<Source>,
}

impl Input {
    /// As declared; without a declaration a count, unless the unit says that it is a rate.
    pub fn adds_up_by(&self) -> AddsUpBy {
        self.adds_up_by.unwrap_or(if is_rate(&self.unit) { AddsUpBy::Never } else { AddsUpBy::Population })
    }
}

/// Whether numbers of this unit are already quotients.
fn is_rate(unit: &str) -> bool {
    unit == "Prozent" || unit == "%" || unit == "Promille" || unit.starts_with("je ") || unit.contains(" je ")
}

/// Observations of a table.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Codes of tables of the same layout, such as the tables of Kreise and of Gemeinden.
    pub tables: Choice,
    /// Code of a category of the dimension of measures.
    pub measure: String,
    /// By code of a class dimension: the category, or categories to be added up, or [`ALL`]. Dimensions that are not named stand at
    /// their total.
    #[serde(default, rename = "where")]
    pub filter: BTreeMap<String, Choice>,
    /// Added to the year of the Kennzahl: -1 reads the year before.
    #[serde(default)]
    pub year_offset: i32,
    /// Where that year has nothing: how many years further back may be read.
    #[serde(default)]
    pub up_to_years_before: u8,
    /// Which period of a year, if it has several: what stands after the year and its hyphen (`12-31`, `10P6M`, `Q4`). Else the last.
    #[serde(default)]
    pub within_year: Option<String>,
    /// Years of data for which the source is used.
    #[serde(default)]
    pub valid_from: Option<i32>,
    #[serde(default)]
    pub valid_until: Option<i32>,
}

/// In [`Source::filter`]: all categories that are neither the total nor a "darunter", added up.
pub const ALL: &str = "*";

/// One code or several; in TOML a text or a list of texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice(Vec<String>);

impl Choice {
    pub fn codes(&self) -> &[String] {
        &self.0
    }
}

impl From<Vec<String>> for Choice {
    fn from(codes: Vec<String>) -> Self {
        Self(codes)
    }
}

impl<'de> Deserialize<'de> for Choice {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct OneOrMany;
        impl<'de> Visitor<'de> for OneOrMany {
            type Value = Choice;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("ein Text oder eine Liste von Texten")
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<Choice, E> {
                Ok(Choice(vec![text.to_owned()]))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Choice, A::Error> {
                let mut codes = Vec::new();
                while let Some(code) = list.next_element()? {
                    codes.push(code);
                }
                Ok(Choice(codes))
            }
        }
        deserializer.deserialize_any(OneOrMany)
    }
}

/// A dimension over which bars may be shown.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Breakdown {
    /// Code of a class dimension, or [`MEASURE`] with `categories`.
    pub dimension: String,
    pub label: Bilingual,
    /// Inputs that are broken down; the others stay as they are. Without a list, all.
    #[serde(default)]
    pub inputs: Vec<String>,
    /// Which categories, in this order; without a list all but the total.
    #[serde(default)]
    pub categories: Vec<String>,
    /// Of a breakdown by age: what stands to the left and to the right of a population pyramid.
    #[serde(default)]
    pub sides: Option<Sides>,
}

/// The two halves of a population pyramid.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sides {
    /// Code of a class dimension that the table has beside the ages.
    pub dimension: String,
    pub left: Side,
    pub right: Side,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Side {
    pub category: String,
    pub label: Bilingual,
}

impl Kennzahl {
    /// Reads a definition. `file` is its name, for messages.
    pub fn parse(file: &str, text: &str) -> Result<Self, Mistake> {
        let kennzahl: Self = toml::from_str(text).map_err(|error| Mistake::of_toml(file, text, &error))?;
        kennzahl.check().map_err(|(field, message)| Mistake::at_field(file, text, &field, message))?;
        Ok(kennzahl)
    }

    pub fn input(&self, name: &str) -> Option<&Input> {
        self.inputs.iter().find(|input| input.name == name)
    }

    /// Whether a value says something about an area independent of its size: it may stand on a map and beside other levels.
    pub fn is_relative(&self) -> bool {
        !matches!(self.unit.as_str(), "Anzahl" | "EUR" | "Tsd. EUR")
    }

    /// Composed of z-scores: says where an area stands among the others of its year, and nothing about the way there.
    pub fn is_index(&self) -> bool {
        self.unit == "Indexpunkte"
    }

    /// Whether areas of different levels may be put side by side. An index compares areas of one level; a Land has none.
    pub fn compares_across_levels(&self) -> bool {
        self.is_relative() && !self.is_index()
    }

    /// The definition in force for a year.
    pub fn version(&self, year: i32) -> Option<&FormulaVersion> {
        self.versions.iter().find(|version| version.covers(year))
    }

    /// Codes of all tables it reads.
    pub fn tables(&self) -> BTreeSet<&str> {
        let sources = self.inputs.iter().flat_map(|input| &input.sources);
        sources.flat_map(|source| source.tables.codes()).map(String::as_str).collect()
    }

    /// What the types alone cannot say. The error names a field and the mistake.
    fn check(&self) -> Result<(), (String, String)> {
        let mistake = |field: &str, message: String| Err((field.to_owned(), message));
        if self.code.letter() != self.bereich.code() {
            return mistake("bereich", format!("„{}“ passt nicht zum Code {}", self.bereich, self.code));
        }
        if self.decimals > 6 {
            return mistake("decimals", "höchstens 6 Nachkommastellen".to_owned());
        }
        for (field, text) in [("question", &self.question), ("stichtag", &self.stichtag), ("unit", &self.unit)] {
            if text.trim().is_empty() {
                return mistake(field, "darf nicht leer sein".to_owned());
            }
        }
        for (field, sentence) in [("headline", &self.headline), ("headline_negative", &self.headline_negative)] {
            for text in sentence.iter().flat_map(|sentence| [&sentence.de, &sentence.en]) {
                if let Err(message) = statement::check(text) {
                    return mistake(field, message);
                }
            }
        }
        match (self.status, &self.awaited) {
            (KennzahlStatus::Waiting, None) => {
                return mistake("awaited", "fehlt: eine wartende Kennzahl sagt, welche Daten fehlen".to_owned());
            }
            (KennzahlStatus::Active, Some(_)) => {
                return mistake("awaited", "steht nur bei einer wartenden Kennzahl (status = \"waiting\")".to_owned());
            }
            (KennzahlStatus::Active, None) if self.versions.is_empty() || self.inputs.is_empty() => {
                return mistake("version", "eine aktive Kennzahl braucht [[version]] und [[input]]".to_owned());
            }
            _ => {}
        }
        self.check_versions()?;
        for input in &self.inputs {
            self.check_input(input)?;
        }
        for breakdown in &self.breakdowns {
            if let Some(name) = breakdown.inputs.iter().find(|name| self.input(name).is_none()) {
                return mistake("breakdown", format!("die Größe „{name}“ gibt es nicht"));
            }
            if breakdown.dimension == MEASURE && breakdown.categories.is_empty() {
                return mistake("breakdown", "eine Gliederung nach Werten nennt „categories“".to_owned());
            }
            if breakdown.sides.is_some() && !matches!(self.unit.as_str(), "Anzahl") {
                return mistake(
                    "breakdown",
                    "„sides“ (Alterspyramide) zeigt Personen: nur mit unit = \"Anzahl\"".to_owned(),
                );
            }
        }
        Ok(())
    }

    fn check_versions(&self) -> Result<(), (String, String)> {
        let mistake = |message: String| Err(("version".to_owned(), message));
        for version in &self.versions {
            if version.valid_until.is_some_and(|until| until < version.valid_from) {
                return mistake(format!("„valid_until“ liegt vor „valid_from“ ({})", version.valid_from));
            }
        }
        for pair in self.versions.windows(2) {
            if pair[0].valid_until.is_none_or(|until| until >= pair[1].valid_from) {
                return mistake(format!(
                    "die Fassung ab {} beginnt, bevor die Fassung ab {} endet („valid_until“)",
                    pair[1].valid_from, pair[0].valid_from
                ));
            }
        }
        Ok(())
    }

    fn check_input(&self, input: &Input) -> Result<(), (String, String)> {
        let mistake = |message: String| Err(("input".to_owned(), format!("„{}“: {message}", input.name)));
        let mut characters = input.name.chars();
        let starts_well = characters.next().is_some_and(|first| first.is_ascii_lowercase());
        if !starts_well || !characters.all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_') {
            return mistake(
                "ein Name besteht aus Kleinbuchstaben a–z, Ziffern und _ und beginnt mit einem Buchstaben".to_owned(),
            );
        }
        if self.inputs.iter().filter(|other| other.name == input.name).count() > 1 {
            return mistake("der Name steht zweimal".to_owned());
        }
        if input.sources.is_empty() {
            return mistake("hat keine Quelle [[input.source]]".to_owned());
        }
        for source in &input.sources {
            if source.tables.codes().is_empty() {
                return mistake("die Quelle nennt keine Tabelle".to_owned());
            }
            if let Some((dimension, _)) = source.filter.iter().find(|(_, choice)| choice.codes().is_empty()) {
                return mistake(format!("„where“ nennt für {dimension} keine Ausprägung"));
            }
            let adds_up = source.filter.values().any(|choice| choice.codes().len() > 1 || choice.codes() == [ALL]);
            if adds_up && input.adds_up_by() == AddsUpBy::Never {
                return mistake(format!("„{}“ lässt sich nicht zusammenzählen", input.unit));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
