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

use std::collections::{HashMap, HashSet};

use model::statistics::TOTAL;

/// The code of a variable or category that has none: upper-case letters and digits of its label.
pub(crate) fn code_of_label(label: &str) -> String {
    label.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect()
}

/// Whether a label says that its category contains all others.
pub(crate) fn is_total_label(label: &str) -> bool {
    const WORDS: [&str; 8] = ["insgesamt", "gesamt", "total", "zusammen", "summe", "alle", "all", "gesamtsumme"];
    let label = label.trim().trim_end_matches(':').to_lowercase();
    // "Alle Bereiche", "Summe aller Bereiche"; "Alle übrigen" are not all.
    let all_of = ["alle ", "summe aller ", "summe der ", "gesamtsumme ", "insgesamt "]
        .iter()
        .any(|begin| label.starts_with(begin));
    let others = ["übrige", "andere", "sonstige", "weitere", "ohne ", "außer "].iter().any(|word| label.contains(word));
    WORDS.contains(&label.as_str()) || (all_of && !others)
}

/// Whether a label says that its category is a part of the one before: `darunter: Deutsch`, `davon Englisch`, `dar. weiblich`.
pub(crate) fn is_part_label(label: &str) -> bool {
    const WORDS: [&str; 5] = ["darunter", "davon", "dar", "dav", "und zwar"];
    let label = label.trim().to_lowercase();
    WORDS.iter().any(|word| {
        label.strip_prefix(word).is_some_and(|rest| {
            let ended =
                if word.len() == 3 { rest.starts_with('.') } else { rest.starts_with([':', ' ', '\u{a0}', ',']) };
            ended && rest.chars().any(char::is_alphanumeric)
        })
    })
}

/// Gives codes that are all different: a repeated or empty one gets a number.
#[derive(Debug, Default)]
pub(crate) struct DistinctCodes {
    taken: HashSet<String>,
    /// Number to try next, for every code that was wanted twice: thousands of equal labels must not be counted through each time.
    next: HashMap<String, u32>,
}

impl DistinctCodes {
    /// `wanted`, or `wanted` with the first number from 2 that is free.
    pub(crate) fn take(&mut self, wanted: &str) -> String {
        let wanted = if wanted.is_empty() { "OHNE" } else { wanted };
        if self.taken.insert(wanted.to_owned()) {
            return wanted.to_owned();
        }
        let number = self.next.entry(wanted.to_owned()).or_insert(2);
        loop {
            let code = format!("{wanted}_{number}");
            *number += 1;
            if self.taken.insert(code.clone()) {
                return code;
            }
        }
    }

    /// The code of the total, if no category has it yet.
    pub(crate) fn take_total(&mut self) -> Option<String> {
        self.taken.insert(TOTAL.to_owned()).then(|| TOTAL.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn totals_and_parts_are_told_by_their_words() {
        for label in ["Insgesamt", "Alle Bereiche", "Summe:", "Zusammen", "Summe aller Schularten"] {
            assert!(is_total_label(label) && !is_part_label(label), "{label}");
        }
        for label in
            ["darunter: Deutsch", "davon Englisch", "dar. weiblich", "Darunter weiblich", "und zwar ausländisch"]
        {
            assert!(is_part_label(label) && !is_total_label(label), "{label}");
        }
        for label in [
            "Alle übrigen",
            "Alleinerziehende",
            "Darmstadt",
            "Dar",
            "davon",
            "Allgemeines",
            "Insgesamt ohne Ausland",
            "",
        ] {
            assert!(!is_part_label(label) && !is_total_label(label), "{label}");
        }
    }

    #[test]
    fn codes_come_from_letters_and_digits() {
        assert_eq!(code_of_label("Schüler/-innen (m/w), 5. Klasse"), "SCHÜLERINNENMW5KLASSE");
        let mut codes = DistinctCodes::default();
        assert_eq!(["A", "A", "", "A", ""].map(|code| codes.take(code)), ["A", "A_2", "OHNE", "A_3", "OHNE_2"]);
        // A number that is taken already is passed over, whoever has it.
        assert_eq!(["A_4", "A", "A_2"].map(|code| codes.take(code)), ["A_4", "A_5", "A_2_2"]);
    }
}
