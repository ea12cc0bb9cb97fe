//! The words that belong to the signs of statistics. They are part of the drawing, as the signs are, and never change with a Kommune.

use model::wert::{Flags, Symbol, Wert};

use super::format::Language;

impl Language {
    /// Why there is no number, as a label says it.
    pub(super) fn symbol_long(self, symbol: Symbol) -> &'static str {
        match symbol {
            Symbol::Number => "",
            Symbol::Nothing => self.pick("genau null", "exactly zero"),
            Symbol::RoundsToZero => self.pick(
                "mehr als nichts, aber weniger als die Hälfte der kleinsten Einheit",
                "more than nothing, but less than half of the smallest unit",
            ),
            Symbol::SecretOrUnknown => self.pick("geheim oder unbekannt", "confidential or unknown"),
            Symbol::Secret => self.pick("geheim", "confidential"),
            Symbol::NotYet => self.pick("noch nicht veröffentlicht", "not yet published"),
            Symbol::Unreliable => {
                self.pick("nicht sicher genug für eine Angabe", "not reliable enough to be published")
            }
            Symbol::NotApplicable => self.pick("Angabe nicht sinnvoll", "not applicable"),
            Symbol::UnitDoesNotExist => self.pick("gab es damals nicht", "did not exist then"),
            Symbol::Missing => self.pick("keine Angabe", "no data"),
        }
    }

    /// The same where room is scarce.
    pub(super) fn symbol_short(self, symbol: Symbol) -> &'static str {
        match symbol {
            Symbol::Unreliable => self.pick("zu unsicher", "unreliable"),
            Symbol::NotApplicable => self.pick("nicht sinnvoll", "not applicable"),
            other => self.symbol_long(other),
        }
    }

    /// What the marks beside a value mean; those that change nothing for a reader (final, a mean) are left out.
    pub(super) fn flags(self, flags: Flags) -> Vec<&'static str> {
        [
            (Flags::PROVISIONAL, "vorläufig", "provisional"),
            (Flags::REVISED, "berichtigt", "revised"),
            (Flags::ESTIMATED, "geschätzt", "estimated"),
            (Flags::CONVERTED, "umgerechnet, daher geschätzt", "converted, therefore estimated"),
            (Flags::UNCERTAIN, "unsicher", "of limited reliability"),
            (Flags::ROUNDED, "gerundet", "rounded"),
        ]
        .into_iter()
        .filter(|(flag, _, _)| flags.contains(*flag))
        .map(|(_, german, english)| self.pick(german, english))
        .collect()
    }

    /// What the dashes in a chart with these marks mean.
    pub(super) fn dashed(self, flags: Flags) -> String {
        let words: Vec<&str> = [
            (Flags::ESTIMATED, "geschätzt", "estimated"),
            (Flags::CONVERTED, "umgerechnet (geschätzt)", "converted (estimated)"),
            (Flags::PROVISIONAL, "vorläufig", "provisional"),
            (Flags::UNCERTAIN, "unsicher", "of limited reliability"),
        ]
        .into_iter()
        .filter(|(flag, _, _)| flags.contains(*flag))
        .map(|(_, german, english)| self.pick(german, english))
        .collect();
        self.list(&words, "oder", "or")
    }

    /// "a, b oder c".
    pub(super) fn list(self, items: &[&str], german: &str, english: &str) -> String {
        match items {
            [] => String::new(),
            [one] => (*one).to_owned(),
            [first @ .., last] => format!("{} {} {last}", first.join(", "), self.pick(german, english)),
        }
    }

    pub(super) fn no_values(self) -> &'static str {
        self.pick("Keine Werte", "No values")
    }
}

/// Marks that make a value less than certain: drawn dashed or hollow.
pub(super) const TENTATIVE: [Flags; 4] = [Flags::ESTIMATED, Flags::CONVERTED, Flags::PROVISIONAL, Flags::UNCERTAIN];

/// Whether a number is estimated, converted, provisional or of limited use.
pub(super) fn is_tentative(wert: Wert) -> bool {
    TENTATIVE.iter().any(|flag| wert.flags.contains(*flag))
}

/// Whether the source keeps the number to itself, or may do so.
pub(super) fn is_secret(wert: Wert) -> bool {
    matches!(wert.symbol, Symbol::Secret | Symbol::SecretOrUnknown)
}

/// The number to draw. Beyond 10¹⁵ nothing that is counted or measured remains, and arithmetic on coordinates would fail.
pub(super) fn drawn(wert: Wert) -> Option<f64> {
    wert.value().map(|number| number.clamp(-1e15, 1e15))
}
