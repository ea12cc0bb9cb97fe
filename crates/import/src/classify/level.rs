//! Language levels (CEFR) in titles and keywords.

use std::collections::BTreeSet;

use model::codes::level::{CefrBase, CefrLevel};

/// Words before which "A1" is no level of a language.
const NO_LEVEL_AFTER: [&str; 9] =
    ["din", "klasse", "führerschein", "fuehrerschein", "raum", "haus", "format", "gebäude", "autobahn"];

/// Levels that a text names: `B1`, `B1.2`, `A2/1`, `A1/A2`, `A1–B1` (all in between), `B2-Kurs`. Capital letters only.
/// Where a half-level is named, its whole level is left out.
pub fn find_levels(text: &str) -> BTreeSet<CefrLevel> {
    let mut found: Vec<(usize, usize, CefrLevel)> = Vec::new();
    let bytes = text.as_bytes();
    let mut at = 0;
    while at + 1 < bytes.len() {
        match level_at(text, at) {
            Some((end, level)) => {
                found.push((at, end, level));
                at = end;
            }
            None => at += 1,
        }
    }
    let mut levels: BTreeSet<CefrLevel> = found.iter().map(|(_, _, level)| *level).collect();
    for pair in found.windows(2) {
        let ((_, end, low), (start, _, high)) = (pair[0], pair[1]);
        let between = text[end..start].trim();
        if matches!(between, "-" | "–" | "bis" | "—") && low.base() < high.base() {
            let inside = CefrBase::ALL.iter().filter(|base| **base > low.base() && **base < high.base());
            levels.extend(inside.map(|base| CefrLevel::from(*base)));
        }
    }
    let halves: Vec<CefrBase> =
        levels.iter().filter(|level| level.part().is_some()).map(|level| level.base()).collect();
    levels.retain(|level| level.part().is_some() || !halves.contains(&level.base()));
    levels
}

fn level_at(text: &str, at: usize) -> Option<(usize, CefrLevel)> {
    let bytes = text.as_bytes();
    if !matches!(bytes[at], b'A'..=b'C') || !matches!(bytes[at + 1], b'0'..=b'2') {
        return None;
    }
    let before = &text[..at];
    if before.chars().next_back().is_some_and(|c| c.is_alphanumeric() || matches!(c, '.' | '_')) {
        return None;
    }
    let word_before = before.trim_end().rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    if NO_LEVEL_AFTER.contains(&word_before.to_lowercase().as_str()) {
        return None;
    }
    let mut end = at + 2;
    if let [b'.' | b'/', b'1'..=b'4', rest @ ..] = &bytes[end..]
        && !rest.first().is_some_and(u8::is_ascii_alphanumeric)
    {
        end += 2;
    }
    if text[end..].starts_with(|c: char| c.is_alphanumeric()) {
        return None;
    }
    text[at..end].parse().ok().map(|level| (end, level))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn levels_in_titles() {
        for (text, expected) in [
            ("Englisch B2 - Language through Literature", "B2"),
            ("Spanisch A1.2 - etwas schneller!", "A1.2"),
            ("Englisch B1.2 intensiv (BU): Headway B1 Part One", "B1.2"),
            ("Arabisch für Anfänger (A2)", "A2"),
            ("Deutsch A1/A2", "A1 A2"),
            ("Deutsch A1–B1", "A1 A2 B1"),
            ("Deutsch A2/1", "A2.1"),
            ("B2-Kurs am Abend", "B2"),
            ("Französisch C1+", "C1"),
            ("Plakate in DIN A1 drucken", ""),
            ("Führerschein Klasse B1", ""),
            ("Vitamin B12", ""),
            ("AB1 und XB2", ""),
            ("Teil 2.A1", ""),
            ("a1", ""),
        ] {
            let levels: Vec<String> = find_levels(text).iter().map(ToString::to_string).collect();
            assert_eq!(levels.join(" "), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read(text in "[ABC0-9./ äö–-]{0,30}") {
            find_levels(&text);
        }
    }
}
