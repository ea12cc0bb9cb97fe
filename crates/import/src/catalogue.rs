//! How official tables name what they count: `catalog/dimensions/`, `catalog/sources/`, `catalog/units.toml`.
//!
//! Titles of columns change from year to year ("Ausländer(innen)", "ausländisch"); codes do not. A dimension is one file with its
//! categories and all spellings seen; a source is one file for a statistics with the names of its measures, what its label columns are
//! and what it must always contain. A table that no file knows is read by the same rules with codes made from its labels.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use model::statistics::{Ages, Protection, TOTAL};
use serde::Deserialize;

const DIMENSIONS: &[&str] = &[
    include_str!("../../../catalog/dimensions/abschluss.toml"),
    include_str!("../../../catalog/dimensions/alter.toml"),
    include_str!("../../../catalog/dimensions/betreuungsart.toml"),
    include_str!("../../../catalog/dimensions/geschlecht.toml"),
    include_str!("../../../catalog/dimensions/kita_art.toml"),
    include_str!("../../../catalog/dimensions/klassenstufe.toml"),
    include_str!("../../../catalog/dimensions/leistungsart.toml"),
    include_str!("../../../catalog/dimensions/nationalitaet.toml"),
    include_str!("../../../catalog/dimensions/personengruppe.toml"),
    include_str!("../../../catalog/dimensions/schulart.toml"),
];

const SOURCES: &[&str] = &[
    include_str!("../../../catalog/sources/12411.toml"),
    include_str!("../../../catalog/sources/12612.toml"),
    include_str!("../../../catalog/sources/12711.toml"),
    include_str!("../../../catalog/sources/13111.toml"),
    include_str!("../../../catalog/sources/13211.toml"),
    include_str!("../../../catalog/sources/21111-01.toml"),
    include_str!("../../../catalog/sources/21111-02.toml"),
    include_str!("../../../catalog/sources/21121.toml"),
    include_str!("../../../catalog/sources/22541.toml"),
    include_str!("../../../catalog/sources/22543.toml"),
    include_str!("../../../catalog/sources/22811.toml"),
    include_str!("../../../catalog/sources/82411.toml"),
];

const UNITS: &str = include_str!("../../../catalog/units.toml");

/// A variable with its categories.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dimension {
    pub code: String,
    pub label: String,
    /// How headings name it.
    titles: Vec<String>,
    /// Words that make a longer heading name it ("Altersgruppen (unter 3 bis 75 u.m.)").
    #[serde(default)]
    title_words: Vec<String>,
    /// Codes of variables in GENESIS that mean it.
    variables: Vec<String>,
    /// What follows are digits: `ALT068` and `ALT013` are groupings of one variable.
    variable_prefix: Option<String>,
    rule: Option<Rule>,
    #[serde(default, rename = "category")]
    categories: Vec<Category>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Category {
    code: String,
    label: String,
    #[serde(default)]
    names: Vec<String>,
    #[serde(default)]
    is_part: bool,
}

/// Codes that follow from a label instead of a list.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Rule {
    Age,
    Grade,
}

/// A statistics, or some of its tables.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// First letters of the codes of its tables.
    pub code: String,
    /// Tables whose columns are known completely: what is new or missing in them is reported.
    tables: Vec<String>,
    /// Dimensions of the label columns after the name of the area.
    #[serde(default)]
    pub stubs: Vec<String>,
    /// Dimensions whose total is always there.
    #[serde(default)]
    pub totals: Vec<String>,
    /// Dimensions whose categories do not make up the total.
    #[serde(default)]
    pub partial: Vec<String>,
    /// Down to which level an area that exists cannot be without any.
    pub populated: Option<Level>,
    #[serde(rename = "header")]
    pub headers: Vec<Header>,
    #[serde(default, rename = "protection")]
    protections: Vec<Protected>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    Kreis,
    Gemeinde,
}

/// What a heading means in the tables of one source.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Header {
    /// Today's name first.
    pub names: Vec<String>,
    pub measure: Option<String>,
    #[serde(default)]
    pub class: BTreeMap<String, String>,
    /// Contained in another measure.
    #[serde(default)]
    pub is_part: bool,
    /// In no Kreis and no year exactly zero: a total of `-` says that there is no number.
    #[serde(default)]
    pub never_zero: bool,
    /// Says nothing that other headings do not say.
    #[serde(default)]
    pub ignored: bool,
}

#[derive(Debug, Deserialize)]
struct Protected {
    land: String,
    from: Option<i32>,
    until: Option<i32>,
    #[serde(flatten)]
    protection: Protection,
}

#[derive(Debug, Deserialize)]
struct Units {
    units: Vec<String>,
}

/// A category as the catalogue knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// Code of the dimension.
    pub dimension: String,
    pub code: String,
    pub is_part: bool,
}

struct Catalogue {
    dimensions: Vec<Dimension>,
    sources: Vec<Source>,
    units: Vec<String>,
    /// Folded name of a category to (dimension, category).
    names: HashMap<String, (usize, usize)>,
    /// Folded title to dimension.
    titles: HashMap<String, usize>,
}

static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| {
    const CHECKED: &str = "the catalogue is checked by a test";
    let dimensions: Vec<Dimension> = DIMENSIONS.iter().map(|text| toml::from_str(text).expect(CHECKED)).collect();
    let sources = SOURCES.iter().map(|text| toml::from_str(text).expect(CHECKED)).collect();
    let units: Units = toml::from_str(UNITS).expect(CHECKED);
    let (mut names, mut titles) = (HashMap::new(), HashMap::new());
    for (at, dimension) in dimensions.iter().enumerate() {
        for (position, category) in dimension.categories.iter().enumerate().filter(|(_, known)| known.code != TOTAL) {
            for name in std::iter::once(&category.label).chain(&category.names) {
                names.entry(fold(name)).or_insert((at, position));
            }
        }
        for title in &dimension.titles {
            titles.insert(fold(title), at);
        }
    }
    Catalogue { dimensions, sources, units: units.units.iter().map(|unit| fold_unit(unit)).collect(), names, titles }
});

/// A name as it is compared: lower case, letters and digits, single blanks; hyphens and brackets do not count.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_alphanumeric() {
            folded.extend(c.to_lowercase());
        } else if (c.is_whitespace() || c == '/') && !folded.is_empty() && !folded.ends_with(' ') {
            folded.push(' ');
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

fn fold_unit(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect()
}

/// A code from a label: upper-case letters and digits.
pub fn code_of(label: &str) -> String {
    let mut code = String::new();
    for c in label.chars().flat_map(char::to_uppercase) {
        match c {
            'Ä' => code.push_str("AE"),
            'Ö' => code.push_str("OE"),
            'Ü' => code.push_str("UE"),
            'ß' => code.push_str("SS"),
            c if c.is_ascii_alphanumeric() => code.push(c),
            _ => {}
        }
    }
    // A label of signs only still needs a code of its own.
    if code.is_empty() {
        code = label.chars().map(|c| format!("U{:04X}", u32::from(c))).collect();
    }
    code
}

/// Whether a name stands for all categories together.
pub fn is_total(name: &str) -> bool {
    let folded = fold(name);
    matches!(folded.as_str(), "insgesamt" | "zusammen" | "gesamt" | "total" | "summe")
        || folded.starts_with("insgesamt ")
}

pub fn is_unit(text: &str) -> bool {
    let folded = fold_unit(text);
    // Units nobody has listed: an index ("2020=100"), money, a rate.
    let index = folded.split_once('=').is_some_and(|(year, base)| {
        base == "100" && year.len() >= 4 && year.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
    });
    index || CATALOGUE.units.contains(&folded) || is_composed(text)
}

/// Units put together of others: "EUR je Einwohner", "je 100 000 Einwohner", "dt/ha", "1000 t", "Mill. EUR". "Kinder je Gruppe" and
/// "3 Personen" may be headings as well and are none.
fn is_composed(text: &str) -> bool {
    let is_listed = |part: &str| CATALOGUE.units.contains(&fold_unit(part));
    let is_plain = |part: &str| is_listed(part) && !AMBIGUOUS.contains(&fold_unit(part).as_str());
    let lower = text.trim().to_lowercase();
    if let Some(rest) = lower.strip_prefix("je ").or_else(|| lower.strip_prefix("per ")) {
        return rest.starts_with(|c: char| c.is_ascii_digit()) || is_listed(rest);
    }
    for between in [" je ", " per "] {
        if let Some((of, by)) = lower.split_once(between) {
            return is_plain(of) && !by.trim().is_empty();
        }
    }
    if let Some((of, by)) = lower.split_once('/') {
        return is_listed(of) && is_listed(by);
    }
    let factors = ["mill.", "mio.", "mrd.", "tsd.", "tausend", "million", "thousand"];
    if let Some((_, rest)) = lower.split_once(' ').filter(|(first, _)| factors.contains(first)) {
        return is_listed(rest);
    }
    let rest = lower.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | ' '));
    let factor: String = lower[..lower.len() - rest.len()].chars().filter(char::is_ascii_digit).collect();
    let is_power = factor.len() > 2 && factor.starts_with('1') && factor[1..].bytes().all(|byte| byte == b'0');
    is_power && is_listed(rest)
}

/// Units that may as well be what is counted.
const AMBIGUOUS: [&str; 16] = [
    "jahre", "monate", "tage", "stunden", "ew", "punkte", "fälle", "kinder", "plätze", "personen", "quote", "index",
    "persons", "children", "years", "months",
];

/// Whether a known unit is nothing else: "Anzahl" and "Prozent" are, "Kinder" and "Jahre" may be what is counted.
pub fn is_plain_unit(text: &str) -> bool {
    is_unit(text) && !AMBIGUOUS.contains(&fold_unit(text).as_str())
}

/// The dimension that a heading names.
pub fn dimension_titled(title: &str) -> Option<&'static Dimension> {
    let folded = fold(title);
    if let Some(at) = CATALOGUE.titles.get(&folded) {
        return Some(&CATALOGUE.dimensions[*at]);
    }
    let begins = |dimension: &&Dimension| {
        dimension
            .title_words
            .iter()
            .any(|word| folded.strip_prefix(&fold(word)).is_some_and(|rest| rest.starts_with(' ')))
    };
    CATALOGUE.dimensions.iter().find(begins)
}

/// The dimension that a variable of GENESIS means.
pub fn dimension_of_variable(variable: &str) -> Option<&'static Dimension> {
    CATALOGUE.dimensions.iter().find(|dimension| {
        dimension.variables.iter().any(|known| known == variable)
            || dimension.variable_prefix.as_deref().is_some_and(|prefix| {
                variable.strip_prefix(prefix).is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit()))
            })
    })
}

pub fn dimension_coded(code: &str) -> Option<&'static Dimension> {
    CATALOGUE.dimensions.iter().find(|dimension| dimension.code == code)
}

/// The category that a name means, of whatever dimension. Rules come first: "unter 3 Jahre" is an age, unless a table says otherwise.
pub fn category_named(name: &str) -> Option<Known> {
    let by_name = || CATALOGUE.names.get(&fold(name)).map(|(at, position)| CATALOGUE.dimensions[*at].known(*position));
    CATALOGUE.dimensions.iter().find_map(|dimension| dimension.by_rule(name)).or_else(by_name)
}

impl Dimension {
    fn known(&self, position: usize) -> Known {
        let category = &self.categories[position];
        Known { dimension: self.code.clone(), code: category.code.clone(), is_part: category.is_part }
    }

    fn by_rule(&self, name: &str) -> Option<Known> {
        let code = match self.rule? {
            Rule::Age => age_code(name),
            Rule::Grade => grade_code(name),
        }?;
        Some(Known { dimension: self.code.clone(), code, is_part: false })
    }

    /// The category of this dimension with this name.
    pub fn category(&self, name: &str) -> Option<Known> {
        let folded = fold(name);
        let position = self.categories.iter().position(|category| {
            fold(&category.label) == folded || category.names.iter().any(|known| fold(known) == folded)
        });
        position.map(|position| self.known(position)).or_else(|| self.by_rule(name))
    }

    /// Names of its categories, for saying what a new name may have been before.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.categories.iter().map(|category| category.label.as_str())
    }

    pub fn label_of(&self, code: &str) -> Option<&str> {
        self.categories.iter().find(|category| category.code == code).map(|category| category.label.as_str())
    }
}

/// `3 bis unter 6 Jahre`: ALT003B06; `unter 3 Jahre`: ALT000B03; `75 Jahre und mehr`: ALT075UM.
fn age_code(name: &str) -> Option<String> {
    let lower = name.trim().to_lowercase();
    let words: Vec<&str> = lower.split_whitespace().collect();
    let number = |word: &str| word.parse::<u16>().ok().filter(|years| *years < 130);
    let years = |word: &str| matches!(word, "jahr" | "jahre" | "jahren");
    let ages = match words[..] {
        ["unter", below, unit] if years(unit) => Ages { from: 0, below: Some(number(below)?) },
        [from, "bis", "unter", below, unit] if years(unit) => Ages { from: number(from)?, below: Some(number(below)?) },
        [from, unit, "und", "mehr" | "älter"] | [from, "und", "mehr", unit] if years(unit) => {
            Ages { from: number(from)?, below: None }
        }
        _ => return None,
    };
    ages.below.is_none_or(|below| ages.from < below).then(|| ages.to_string())
}

/// `7. Klassenstufe`: KL07; `11. Jahrgangsstufe / Einführungsphase`: KL11.
fn grade_code(name: &str) -> Option<String> {
    let (number, rest) = name.trim().split_once('.')?;
    let number: u32 = number.parse().ok().filter(|grade| *grade <= 14)?;
    let rest = rest.trim_start().to_lowercase();
    ["klassenstufe", "jahrgangsstufe", "schulbesuchsjahr", "klasse"]
        .iter()
        .any(|word| rest.starts_with(word))
        .then(|| format!("KL{number:02}"))
}

/// The source that describes a table: the one with the longest code it begins with.
pub fn source_of(table: &str) -> Option<&'static Source> {
    CATALOGUE.sources.iter().filter(|source| table.starts_with(&source.code)).max_by_key(|source| source.code.len())
}

impl Source {
    /// Whether the columns of this table are known completely.
    pub fn knows(&self, table: &str) -> bool {
        self.tables.iter().any(|known| known == table)
    }

    /// Whether a measure is never exactly zero.
    pub fn never_zero(&self, measure: &str) -> bool {
        self.headers.iter().any(|header| header.never_zero && header.measure.as_deref() == Some(measure))
    }

    pub fn header(&self, name: &str) -> Option<&Header> {
        let folded = fold(name);
        self.headers.iter().find(|header| header.names.iter().any(|known| fold(known) == folded))
    }
}

/// How the numbers of a table are protected, for an area and a year.
pub fn protection(table: &str, area: &str, year: i32) -> Protection {
    let Some(source) = source_of(table) else { return Protection::Unknown };
    source
        .protections
        .iter()
        .find(|rule| {
            area.starts_with(&rule.land)
                && rule.from.is_none_or(|from| year >= from)
                && rule.until.is_none_or(|until| year <= until)
        })
        .map_or(Protection::Unknown, |rule| rule.protection)
}

/// Of `candidates`, the one that `name` resembles most, if it does: share of common pairs of letters of at least a half.
pub fn nearest<'c>(name: &str, candidates: impl Iterator<Item = &'c str>) -> Option<&'c str> {
    let pairs = |text: &str| -> Vec<(char, char)> {
        let letters: Vec<char> = fold(text).chars().filter(|c| *c != ' ').collect();
        letters.windows(2).map(|pair| (pair[0], pair[1])).collect()
    };
    let wanted = pairs(name);
    let likeness = |candidate: &str| {
        let mut rest = pairs(candidate);
        let all = wanted.len() + rest.len();
        let common = wanted
            .iter()
            .filter(|pair| rest.iter().position(|other| other == *pair).map(|at| rest.swap_remove(at)).is_some())
            .count();
        2.0 * common as f64 / all.max(1) as f64
    };
    candidates
        .map(|candidate| (likeness(candidate), candidate))
        .filter(|(likeness, _)| *likeness >= 0.5)
        .max_by(|one, other| one.0.total_cmp(&other.0))
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_listed_and_every_reference_leads_somewhere() {
        for (folder, listed) in [("dimensions", DIMENSIONS.len()), ("sources", SOURCES.len())] {
            let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../catalog").join(folder);
            assert_eq!(std::fs::read_dir(path).unwrap().count(), listed, "{folder}");
        }
        for source in &CATALOGUE.sources {
            for code in source.stubs.iter().chain(&source.totals).chain(&source.partial) {
                assert!(dimension_coded(code).is_some(), "{}: {code}", source.code);
            }
            assert!(source.tables.iter().all(|table| source_of(table).is_some_and(|found| found.code == source.code)));
            for header in &source.headers {
                assert!(header.ignored || header.measure.is_some() || !header.class.is_empty(), "{:?}", header.names);
                for (dimension, category) in &header.class {
                    let known = dimension_coded(dimension).and_then(|dimension| dimension.label_of(category));
                    assert!(known.is_some(), "{dimension}.{category}");
                }
            }
        }
    }

    #[test]
    fn units_are_known_by_name_and_by_form() {
        for unit in [
            "Anzahl",
            "number",
            "1000 t",
            "1 000 t",
            "100 000 Stück",
            "GWh",
            "m3",
            "EUR/qm",
            "EUR je qm",
            "dt/ha",
            "Liter",
            "km",
            "kWh",
            "je 100 000 Einwohner",
            "je 1000 Frauen",
            "Mill. EUR",
            "Mrd. EUR",
            "Ew/qkm",
            "2020=100",
            "children per woman",
            "Mio. m³",
        ] {
            assert!(is_unit(unit), "{unit}");
        }
        for other in [
            "",
            "Gebietsstand 15.05.2022",
            "Zensus",
            "2022",
            "15 Jahre",
            "männlich",
            "Schüler/innen",
            "und/oder",
            "/",
            "je",
            "bis 2019",
            "3 Personen",
            "Kinder/Jugendliche",
            "2000 EUR",
        ] {
            assert!(!is_unit(other), "{other}");
        }
    }

    #[test]
    fn ages_have_codes_by_rule() {
        for (label, code) in [
            ("unter 3 Jahre", "ALT000B03"),
            ("unter 1 Jahr", "ALT000B01"),
            ("3 bis unter 6 Jahre", "ALT003B06"),
            ("75 Jahre und mehr", "ALT075UM"),
            ("95 bis unter 100 Jahre", "ALT095B100"),
        ] {
            assert_eq!(category_named(label).map(|known| known.code), Some(code.to_owned()), "{label}");
        }
        for label in ["2 bis unter 8 Jahre (ohne Schulkinder)", "6 bis unter 3 Jahre", "3 Jahre", "unter 3 Monaten"] {
            assert!(age_code(label).is_none(), "{label}");
        }
    }

    #[test]
    fn old_and_new_names_mean_the_same() {
        for (old, new) in [("Ausländer(innen)", "ausländisch"), ("Männer", "männlich"), ("Grundschule", "Grundschulen")]
        {
            assert_eq!(category_named(old), category_named(new), "{old}");
            assert!(category_named(old).is_some(), "{old}");
        }
        assert_eq!(
            nearest("Schülerinnen u. Schüler", ["Schulen", "Schülerinnen und Schüler"].into_iter()),
            Some("Schülerinnen und Schüler")
        );
        assert_eq!(nearest("Wetter", ["Schulen"].into_iter()), None);
    }

    #[test]
    fn protection_depends_on_land_and_year() {
        let of = |area: &str, year: i32| protection("21111-02-06-4", area, year);
        assert_eq!(of("05315", 2019), Protection::Unknown);
        assert_eq!(of("05315", 2020), Protection::Rounded { base: 5 });
        assert_eq!(of("01", 2023), Protection::Rounded { base: 3 });
        assert_eq!(protection("99999-01", "05", 2020), Protection::Unknown);
    }
}
