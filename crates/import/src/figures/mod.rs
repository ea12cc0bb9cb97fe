//! What importers of statistical tables share: signs, periods, keys of areas, and the frame of a table.
//!
//! [`frame`] takes the variables as a source lists them and sees to it that a table has an area, a time and a measure.

pub(crate) mod areas;
pub(crate) mod frame;
#[cfg(test)]
pub(crate) mod outline;
pub(crate) mod periods;
pub mod settings;
pub(crate) mod signs;

use std::collections::HashSet;

use model::statistics::TOTAL;

/// The code of a variable or category that has none: upper-case letters and digits of its label.
pub(crate) fn code_of_label(label: &str) -> String {
    label.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect()
}

/// Whether a label says that its category contains all others.
pub(crate) fn is_total_label(label: &str) -> bool {
    const WORDS: [&str; 8] = ["insgesamt", "gesamt", "total", "zusammen", "summe", "alle", "all", "gesamtsumme"];
    WORDS.contains(&label.trim().trim_end_matches(':').to_lowercase().as_str())
}

/// Gives codes that are all different: a repeated or empty one gets a number.
#[derive(Debug, Default)]
pub(crate) struct DistinctCodes(HashSet<String>);

impl DistinctCodes {
    /// `wanted`, or `wanted` with the first number from 2 that is free.
    pub(crate) fn take(&mut self, wanted: &str) -> String {
        let wanted = if wanted.is_empty() { "OHNE" } else { wanted };
        let mut code = wanted.to_owned();
        let mut number = 2_u32;
        while !self.0.insert(code.clone()) {
            code = format!("{wanted}_{number}");
            number += 1;
        }
        code
    }

    /// The code of the total, if no category has it yet.
    pub(crate) fn take_total(&mut self) -> Option<String> {
        self.0.insert(TOTAL.to_owned()).then(|| TOTAL.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_come_from_letters_and_digits() {
        assert_eq!(code_of_label("Schüler/-innen (m/w), 5. Klasse"), "SCHÜLERINNENMW5KLASSE");
        let mut codes = DistinctCodes::default();
        assert_eq!(["A", "A", "", "A", ""].map(|code| codes.take(code)), ["A", "A_2", "OHNE", "A_3", "OHNE_2"]);
    }
}
