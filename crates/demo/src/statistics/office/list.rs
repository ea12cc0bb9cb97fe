//! A list saved from a spreadsheet as CSV, and its mapping: title, blank line, headings, rows; thousands with a point.

use chrono::NaiveDate;
use encoding_rs::WINDOWS_1252;
use serde_json::{Value, json};

use super::{COPYRIGHT, IMPORTER};
use crate::statistics::Delivery;
use crate::statistics::regions::Kreis;

/// A column of values.
pub(super) struct Measure {
    pub(super) code: &'static str,
    pub(super) heading: &'static str,
    pub(super) unit: &'static str,
    pub(super) decimals: usize,
}

pub(super) const fn count(code: &'static str, heading: &'static str) -> Measure {
    Measure { code, heading, unit: "Anzahl", decimals: 0 }
}

/// A column of classes with code and label of each.
pub(super) struct Class {
    pub(super) code: &'static str,
    pub(super) heading: &'static str,
    pub(super) categories: Vec<(&'static str, &'static str)>,
}

pub(super) struct List {
    code: &'static str,
    title: &'static str,
    /// Without it every row names its area.
    area: Option<(&'static str, &'static str)>,
    time: &'static str,
    class: Option<Class>,
    measures: Vec<Measure>,
    rows: Vec<Vec<String>>,
}

impl List {
    pub(super) fn new(code: &'static str, title: &'static str) -> Self {
        Self { code, title, area: None, time: "Jahr", class: None, measures: Vec::new(), rows: Vec::new() }
    }

    /// The whole list is about one area.
    #[must_use]
    pub(super) fn about(self, kreis: &Kreis) -> Self {
        Self { area: Some((kreis.key, kreis.name)), ..self }
    }

    /// Heading of the column of periods.
    #[must_use]
    pub(super) fn time(self, time: &'static str) -> Self {
        Self { time, ..self }
    }

    #[must_use]
    pub(super) fn class(
        self,
        code: &'static str,
        heading: &'static str,
        categories: &[(&'static str, &'static str)],
    ) -> Self {
        Self { class: Some(Class { code, heading, categories: categories.to_vec() }), ..self }
    }

    #[must_use]
    pub(super) fn measures(self, measures: impl Into<Vec<Measure>>) -> Self {
        Self { measures: measures.into(), ..self }
    }

    pub(super) fn row(&mut self, kreis: &Kreis, time: &str, class: Option<&str>, values: &[f64]) {
        debug_assert_eq!(values.len(), self.measures.len(), "{}", self.code);
        debug_assert_eq!(class.is_some(), self.class.is_some(), "{}", self.code);
        let mut cells = Vec::with_capacity(4 + values.len());
        if self.area.is_none() {
            cells.extend([kreis.key.to_owned(), kreis.name.to_owned()]);
        }
        cells.push(time.to_owned());
        cells.extend(class.map(str::to_owned));
        cells.extend(values.iter().zip(&self.measures).map(|(value, measure)| in_german(*value, measure.decimals)));
        self.rows.push(cells);
    }

    /// One row per class, then the row of the total: sums, except for measures that one thing may have in several classes. `totals` gives
    /// these by position.
    pub(super) fn rows_with_total<const N: usize>(
        &mut self,
        kreis: &Kreis,
        time: &str,
        parts: &[(&str, [f64; N])],
        totals: &[(usize, f64)],
    ) {
        let mut sums = [0.0; N];
        for (class, values) in parts {
            self.row(kreis, time, Some(class), values);
            for (sum, value) in sums.iter_mut().zip(values) {
                *sum += value;
            }
        }
        for (position, total) in totals {
            sums[*position] = *total;
        }
        self.row(kreis, time, Some("Insgesamt"), &sums);
    }

    fn headings(&self) -> Vec<&'static str> {
        let mut headings = if self.area.is_none() { vec!["Schlüssel", "Gebiet"] } else { Vec::new() };
        headings.push(self.time);
        headings.extend(self.class.as_ref().map(|class| class.heading));
        headings.extend(self.measures.iter().map(|measure| measure.heading));
        headings
    }

    pub(super) fn delivery(self, name: &str, delivered_on: NaiveDate) -> Delivery {
        let headings = self.headings();
        let empty = ";".repeat(headings.len() - 1);
        let mut text = format!("{}{empty}\r\n", self.title);
        text += &format!("{COPYRIGHT}{empty}\r\n{empty}\r\n{}\r\n", headings.join(";"));
        for row in &self.rows {
            text += &format!("{}\r\n", row.join(";"));
        }
        let bytes = WINDOWS_1252.encode(&text).0.into_owned();
        Delivery { settings: self.settings(&headings), ..Delivery::new(name, bytes, IMPORTER, delivered_on) }
    }

    /// The mapping under which the list is read.
    fn settings(&self, headings: &[&str]) -> Value {
        let mut columns = Vec::new();
        if self.area.is_none() {
            columns.push(json!({ "heading": "Schlüssel", "as": "key", "dimension": "GEBIET" }));
            columns.push(json!({ "heading": "Gebiet", "as": "label", "dimension": "GEBIET" }));
        }
        columns.push(json!({ "heading": self.time, "as": "label", "dimension": "ZEIT" }));
        let mut dimensions = Vec::new();
        if let Some(Class { code, heading, categories }) = &self.class {
            let categories: Vec<Value> =
                categories.iter().map(|(code, label)| json!({ "code": code, "label": label })).collect();
            dimensions.push(json!({ "code": code, "label": heading, "role": "class", "categories": categories }));
            columns.push(json!({ "heading": heading, "as": "label", "dimension": code }));
        }
        let mut measures = Vec::new();
        for Measure { code, heading, unit, .. } in &self.measures {
            columns.push(json!({ "heading": heading, "as": "value", "measure": code }));
            measures.push(json!({ "code": code, "label": heading, "unit": unit }));
        }
        let mut settings = json!({
            "header_rows": [4, 4],
            "code": self.code,
            "title": self.title,
            "copyright": COPYRIGHT,
            "dimensions": dimensions,
            "measures": measures,
            "columns": columns,
            "headings": headings,
        });
        if let Some((code, label)) = self.area {
            settings["fixed"] = json!({ "GEBIET": { "code": code, "label": label } });
        }
        settings
    }
}

/// As spreadsheets show numbers in German.
fn in_german(number: f64, decimals: usize) -> String {
    let written = format!("{number:.decimals$}");
    let (digits, fraction) = written.split_once('.').unwrap_or((&written, ""));
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push('.');
        }
        text.push(digit);
    }
    if !fraction.is_empty() {
        text.push(',');
        text.push_str(fraction);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::in_german;

    #[test]
    fn thousands_have_a_point_and_decimals_a_comma() {
        for (number, decimals, text) in [
            (7.0, 0, "7"),
            (999.4, 0, "999"),
            (1000.0, 0, "1.000"),
            (204_312.6, 0, "204.313"),
            (1_000_000.0, 0, "1.000.000"),
            (0.24, 1, "0,2"),
            (1234.56, 1, "1.234,6"),
        ] {
            assert_eq!(in_german(number, decimals), text);
        }
    }
}
