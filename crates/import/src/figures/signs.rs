//! Signs and marks: as tables print them, and in the words with which files explain theirs.

use model::wert::{Flags, Symbol, SymbolSet};

/// The sign that stands alone in a cell. `0` is a number here: what it means depends on the table, not on the sign.
pub(crate) fn symbol_of_sign(text: &str, set: SymbolSet) -> Option<Symbol> {
    if set == SymbolSet::Niedersachsen {
        match text {
            "k" => return Some(Symbol::RoundsToZero),
            "g" => return Some(Symbol::Secret),
            "t" => return Some(Symbol::NotYet),
            "u" => return Some(Symbol::Unreliable),
            _ => {}
        }
    }
    Some(match text {
        // Hyphen, hyphens and dashes of Unicode, and the minus sign.
        "-" | "\u{2010}" | "\u{2011}" | "\u{2012}" | "–" | "—" | "\u{2212}" => Symbol::Nothing,
        "." | "·" | "•" => Symbol::SecretOrUnknown,
        "..." | "…" => Symbol::NotYet,
        "/" => Symbol::Unreliable,
        "x" | "X" | "×" => Symbol::NotApplicable,
        _ => return None,
    })
}

/// What a file says in words about a sign, e.g. `DATASYMBOL2="Zahlenwert geheim"`.
pub(crate) fn symbol_of_words(text: &str) -> Option<Symbol> {
    const WORDS: [(&[&str], Symbol); 9] = [
        // "unbekannt oder geheim" comes before both.
        (&["unbekannt", "unknown", "nicht verfügbar", "not available", "nicht bekannt"], Symbol::SecretOrUnknown),
        (&["geheim", "confidential", "secret", "vertraulich", "datenschutz", "sekretess"], Symbol::Secret),
        (&["später", "later", "noch nicht", "not yet"], Symbol::NotYet),
        (&["bestand nicht", "existiert nicht", "not exist"], Symbol::UnitDoesNotExist),
        (&["nicht sicher", "unsicher", "unreliable", "aussagewert", "verlässlich"], Symbol::Unreliable),
        (&["nicht sinnvoll", "gesperrt", "applicable", "entfällt", "anwendbar"], Symbol::NotApplicable),
        (&["weniger als die hälfte", "less than half"], Symbol::RoundsToZero),
        (&["nichts vorhanden", "genau null", "magnitude zero", "magnitude nil"], Symbol::Nothing),
        (&["missing", "fehlt", "keine angabe", "kein wert", "leer", "no data"], Symbol::Missing),
    ];
    let text = text.to_lowercase();
    WORDS.iter().find(|(words, _)| words.iter().any(|word| text.contains(word))).map(|(_, symbol)| *symbol)
}

/// A mark beside a number, by its official letter.
pub(crate) fn mark_of_letter(text: &str) -> Option<Flags> {
    Some(match text {
        "p" => Flags::PROVISIONAL,
        "r" => Flags::REVISED,
        "s" => Flags::ESTIMATED,
        "e" => Flags::FINAL,
        "D" => Flags::MEAN,
        "()" | "( )" => Flags::UNCERTAIN,
        "converted" => Flags::CONVERTED,
        "rounded" => Flags::ROUNDED,
        _ => return None,
    })
}

/// A mark in words.
pub(crate) fn mark_of_words(text: &str) -> Option<Flags> {
    const WORDS: [(&[&str], Flags); 8] = [
        (&["vorläufig", "provisional", "preliminary"], Flags::PROVISIONAL),
        (&["berichtigt", "revidiert", "revised", "korrigiert"], Flags::REVISED),
        (&["geschätzt", "schätzung", "estimate"], Flags::ESTIMATED),
        (&["endgültig", "final"], Flags::FINAL),
        (&["durchschnitt", "mean"], Flags::MEAN),
        (&["eingeschränkt", "unsicher", "low reliability", "uncertain"], Flags::UNCERTAIN),
        (&["umgerechnet", "converted"], Flags::CONVERTED),
        (&["gerundet", "rounded"], Flags::ROUNDED),
    ];
    let text = text.to_lowercase();
    WORDS.iter().find(|(words, _)| words.iter().any(|word| text.contains(word))).map(|(_, flags)| *flags)
}

/// Marks that stand together, `p r` or `p,r`; `None` where one of them is unknown.
pub(crate) fn marks(text: &str) -> Option<Flags> {
    let mut found = Flags::NONE;
    for piece in text.split([' ', ',', ';']).filter(|piece| !piece.is_empty()) {
        found = found | mark_of_letter(piece)?;
    }
    (found != Flags::NONE).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_depend_on_their_set() {
        assert_eq!(symbol_of_sign("–", SymbolSet::Classic), Some(Symbol::Nothing));
        assert_eq!(symbol_of_sign("g", SymbolSet::Classic), None);
        assert_eq!(symbol_of_sign("g", SymbolSet::Niedersachsen), Some(Symbol::Secret));
        assert_eq!(symbol_of_sign("…", SymbolSet::Niedersachsen), Some(Symbol::NotYet));
    }

    #[test]
    fn words_explain_signs() {
        for (words, symbol) in [
            ("Zahlenwert unbekannt oder geheim zu halten", Some(Symbol::SecretOrUnknown)),
            ("geheim zu halten", Some(Symbol::Secret)),
            ("Angabe fällt später an", Some(Symbol::NotYet)),
            ("Tabellenfach gesperrt, weil Aussage nicht sinnvoll", Some(Symbol::NotApplicable)),
            ("Not applicable", Some(Symbol::NotApplicable)),
            ("one", None),
        ] {
            assert_eq!(symbol_of_words(words), symbol, "{words}");
        }
        assert_eq!(marks("p, r"), Some(Flags::PROVISIONAL | Flags::REVISED));
        assert_eq!(marks("Ae"), None);
    }
}
