//! What the columns of a flat file are, by their names.

use std::collections::BTreeSet;

/// Positions of the parts of one variable.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Variable {
    pub(super) code: Option<usize>,
    pub(super) label: Option<usize>,
    pub(super) attribute_code: Option<usize>,
    pub(super) attribute_label: Option<usize>,
}

/// A measure that has a column of its own (wide layout).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Measure {
    pub(super) value: usize,
    pub(super) quality: Option<usize>,
    pub(super) code: String,
    pub(super) label: String,
    pub(super) unit: String,
}

/// The columns that name the measure of a row (long layout).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct LongValue {
    pub(super) value: usize,
    pub(super) unit: Option<usize>,
    pub(super) code: usize,
    pub(super) label: Option<usize>,
    pub(super) quality: Option<usize>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Values {
    Long(LongValue),
    Wide(Vec<Measure>),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Layout {
    /// Number of columns.
    pub(super) width: usize,
    pub(super) statistics_code: Option<usize>,
    pub(super) statistics_label: Option<usize>,
    pub(super) time_label: Option<usize>,
    pub(super) time: usize,
    pub(super) variables: Vec<Variable>,
    pub(super) values: Values,
    /// Names that several columns have: which of them is meant, nobody can say.
    pub(super) repeated: Vec<String>,
    /// The columns have the English names of the older layout.
    pub(super) is_english: bool,
}

impl Layout {
    /// The layout by the first line; else what is missing, in German.
    pub(super) fn of(names: &[String]) -> Result<Self, &'static str> {
        let names: Vec<&str> = names.iter().map(|name| name.trim()).collect();
        let find =
            |wanted: &[&str]| names.iter().position(|name| wanted.iter().any(|known| name.eq_ignore_ascii_case(known)));
        let time = find(&["time", "zeit"]).ok_or("die Spalte „time“ (Zeit)")?;
        let mut variables: Vec<Variable> = Vec::new();
        for (at, name) in names.iter().enumerate() {
            let Some((number, part)) = name.split_once('_') else { continue };
            let Some(number) = number.parse::<usize>().ok().filter(|number| (1..=50).contains(number)) else {
                continue;
            };
            if variables.len() < number {
                variables.resize(number, Variable::default());
            }
            let variable = &mut variables[number - 1];
            let part = part.to_lowercase();
            let is_attribute =
                ["auspraegung", "ausprägung", "attribute", "value"].iter().any(|word| part.contains(word));
            let is_variable = part.starts_with("merkmal") || part.starts_with("variable");
            let place = match (is_attribute, part.ends_with("code"), part.ends_with("label")) {
                (true, true, _) => &mut variable.attribute_code,
                (true, _, true) => &mut variable.attribute_label,
                (false, true, _) if is_variable => &mut variable.code,
                (false, _, true) if is_variable => &mut variable.label,
                _ => continue,
            };
            // Of several columns of one name the first counts, as everywhere; that there are several is said.
            place.get_or_insert(at);
        }
        variables.retain(|variable| variable.code.is_some());
        let values = match (find(&["value", "wert"]), find(&["value_variable_code", "wert_merkmal_code"])) {
            (Some(value), Some(code)) => Values::Long(LongValue {
                value,
                code,
                unit: find(&["value_unit", "wert_einheit"]),
                label: find(&["value_variable_label", "wert_merkmal_label"]),
                quality: find(&["value_q", "wert_q"]),
            }),
            (Some(_), None) => return Err("die Spalte „value_variable_code“ (Kennzeichen des Werts)"),
            _ => {
                let measures = wide_measures(&names);
                if measures.is_empty() {
                    return Err("die Spalte „value“ oder Spalten mit Werten („BEV001__Lebendgeborene__Anzahl“)");
                }
                Values::Wide(measures)
            }
        };
        let mut seen = BTreeSet::new();
        let mut repeated: Vec<String> = Vec::new();
        for name in names.iter().filter(|name| !name.is_empty()) {
            if !seen.insert(name.to_lowercase()) && !repeated.iter().any(|known| known == name) {
                repeated.push((*name).to_owned());
            }
        }
        Ok(Self {
            is_english: names.contains(&"Statistics_Code") || names.contains(&"Time_Label"),
            repeated,
            width: names.len(),
            statistics_code: find(&["statistics_code", "statistik_code"]),
            statistics_label: find(&["statistics_label", "statistik_label"]),
            time_label: find(&["time_label", "zeit_label"]),
            time,
            variables,
            values,
        })
    }

    /// Positions of all values.
    pub(super) fn value_columns(&self) -> Vec<usize> {
        match &self.values {
            Values::Long(value) => vec![value.value],
            Values::Wide(measures) => measures.iter().map(|measure| measure.value).collect(),
        }
    }
}

/// `CODE__Label__Unit`, `CODE__Label__q`; derived measures have label and code the other way round (`Veraenderung__CH0004`).
fn wide_measures(names: &[&str]) -> Vec<Measure> {
    let mut measures: Vec<Measure> = Vec::new();
    for (at, name) in names.iter().enumerate() {
        let parts: Vec<&str> = name.split("__").collect();
        let (first, second, last) = match parts[..] {
            [first, second] => (first, second, ""),
            [first, second, last] => (first, second, last),
            _ => continue,
        };
        let reversed = !looks_like_code(first) && looks_like_code(second);
        let (code, label) = if reversed { (second, first) } else { (first, second) };
        if last == "q" {
            if let Some(measure) =
                measures.iter_mut().rev().find(|measure| measure.code == code && measure.quality.is_none())
            {
                measure.quality = Some(at);
            }
            continue;
        }
        let label = label.replace('_', " ");
        measures.push(Measure { value: at, quality: None, code: code.to_owned(), label, unit: last.replace('_', " ") });
    }
    measures
}

/// `BEV001`, `HS-W02`, `CH0004`: capitals with digits.
fn looks_like_code(text: &str) -> bool {
    text.len() <= 12
        && text.starts_with(|c: char| c.is_ascii_uppercase())
        && text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'-')
}
