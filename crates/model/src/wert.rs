//! A statistical value as its source published it: a number or an official symbol, never a bare number and never zero for missing.
//!
//! Symbols: Zeichenerklärung of the Statistische Ämter des Bundes und der Länder; the set of the Landesamt für Statistik Niedersachsen
//! gives `0` another meaning, so that every table names its [`SymbolSet`].

use std::fmt;
use std::ops::BitOr;

use serde::{Deserialize, Serialize};

use crate::codes::coded_enum;

coded_enum! {
    /// What stands in a cell of an official table.
    Symbol {
        /// A number.
        Number = "number",
        /// `-`: exactly zero.
        Nothing = "nothing",
        /// `0` (classic), `k` (Niedersachsen): more than nothing, less than half of the unit.
        RoundsToZero = "rounds_to_zero",
        /// `.`: unknown or secret; the two cannot be told apart.
        SecretOrUnknown = "secret_or_unknown",
        /// Known to be secret: `g` (Niedersachsen), a mark of the office's own table.
        Secret = "secret",
        /// `...`: comes later.
        NotYet = "not_yet",
        /// `/`: not reliable enough to be published.
        Unreliable = "unreliable",
        /// `x`: makes no sense.
        NotApplicable = "not_applicable",
        /// The area or category did not exist at that time.
        UnitDoesNotExist = "unit_does_not_exist",
        /// Nothing stands there.
        Missing = "missing",
    }
}

impl Symbol {
    /// Whether a number stands behind it: a number, exactly zero, or something that rounds to zero.
    pub fn is_numeric(self) -> bool {
        matches!(self, Self::Number | Self::Nothing | Self::RoundsToZero)
    }

    /// The classic sign, as tables print it.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Number => "",
            Self::Nothing => "-",
            Self::RoundsToZero => "0",
            Self::SecretOrUnknown | Self::Secret => ".",
            Self::NotYet => "...",
            Self::Unreliable => "/",
            Self::NotApplicable => "x",
            Self::UnitDoesNotExist | Self::Missing => "",
        }
    }

    /// Of two reasons for having no number, the one that must be told: secrecy before everything else.
    fn rank(self) -> u8 {
        match self {
            Self::Number | Self::Nothing | Self::RoundsToZero => 0,
            Self::NotApplicable => 1,
            Self::UnitDoesNotExist => 2,
            Self::Missing => 3,
            Self::NotYet => 4,
            Self::Unreliable => 5,
            Self::SecretOrUnknown => 6,
            Self::Secret => 7,
        }
    }
}

coded_enum! {
    /// Whose signs a table uses.
    SymbolSet {
        /// Statistisches Bundesamt and most Länder.
        Classic = "classic",
        /// Landesamt für Statistik Niedersachsen since its change: `0` exactly zero, `k`, `g`, `t`, `u`.
        Niedersachsen = "niedersachsen",
        /// PX files: quoted dots with meanings of their own (`DATASYMBOL1` to `6`).
        Px = "px",
    }
}

/// Marks beside a value. Several may stand together.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Flags(u8);

impl Flags {
    pub const NONE: Self = Self(0);
    /// `p`: provisional.
    pub const PROVISIONAL: Self = Self(1);
    /// `r`: revised.
    pub const REVISED: Self = Self(1 << 1);
    /// `s`: estimated.
    pub const ESTIMATED: Self = Self(1 << 2);
    /// `e`: final.
    pub const FINAL: Self = Self(1 << 3);
    /// `D`: a mean.
    pub const MEAN: Self = Self(1 << 4);
    /// `( )`: of limited use.
    pub const UNCERTAIN: Self = Self(1 << 5);
    /// Converted to another territorial state: shown as "geschätzt".
    pub const CONVERTED: Self = Self(1 << 6);
    /// Rounded for secrecy by its source.
    pub const ROUNDED: Self = Self(1 << 7);

    const NAMES: [(Self, &'static str); 8] = [
        (Self::PROVISIONAL, "p"),
        (Self::REVISED, "r"),
        (Self::ESTIMATED, "s"),
        (Self::FINAL, "e"),
        (Self::MEAN, "D"),
        (Self::UNCERTAIN, "()"),
        (Self::CONVERTED, "converted"),
        (Self::ROUNDED, "rounded"),
    ];

    pub fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    pub fn bits(self) -> u8 {
        self.0
    }

    pub fn from_bits(bits: u8) -> Self {
        Self(bits)
    }

    /// The official letters, and words where there is no letter.
    pub fn codes(self) -> Vec<&'static str> {
        Self::NAMES.iter().filter(|(flag, _)| self.contains(*flag)).map(|(_, name)| *name).collect()
    }
}

impl BitOr for Flags {
    type Output = Self;
    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl fmt::Debug for Flags {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Flags({})", self.codes().join(" "))
    }
}

/// A published value. `number` is meaningful exactly where the symbol is numeric.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Wert {
    number: f64,
    pub symbol: Symbol,
    pub flags: Flags,
}

impl Wert {
    /// A number; one that is not finite is no number and becomes [`Symbol::Missing`].
    pub fn number(number: f64) -> Self {
        if number.is_finite() {
            Self { number, symbol: Symbol::Number, flags: Flags::NONE }
        } else {
            Self::symbol(Symbol::Missing)
        }
    }

    /// A sign without a number; zero for the signs that mean it.
    pub fn symbol(symbol: Symbol) -> Self {
        Self { number: 0.0, symbol, flags: Flags::NONE }
    }

    /// As stored: number and symbol side by side.
    pub fn from_parts(number: f64, symbol: Symbol, flags: Flags) -> Self {
        let wert = if symbol == Symbol::Number { Self::number(number) } else { Self::symbol(symbol) };
        Self { flags, ..wert }
    }

    #[must_use]
    pub fn with(self, flags: Flags) -> Self {
        Self { flags: self.flags | flags, ..self }
    }

    /// The number to calculate with; `None` where there is none.
    pub fn value(self) -> Option<f64> {
        self.symbol.is_numeric().then_some(self.number)
    }

    /// Combines two values. Where one has no number the result has none either: what is secret stays secret in every sum, difference
    /// and quotient. Marks of both stay.
    pub fn combine(self, other: Self, operation: impl FnOnce(f64, f64) -> f64) -> Self {
        let flags = self.flags | other.flags;
        let combined = match (self.value(), other.value()) {
            (Some(left), Some(right)) => Self::number(operation(left, right)),
            _ if self.symbol.rank() >= other.symbol.rank() => Self::symbol(self.symbol),
            _ => Self::symbol(other.symbol),
        };
        Self { flags: combined.flags | flags, ..combined }
    }

    /// Changes the number, where there is one. `-` and a zero by rounding stay what they are as long as their number stays zero: in
    /// another unit exactly nothing is still exactly nothing.
    #[must_use]
    pub fn map(self, operation: impl FnOnce(f64) -> f64) -> Self {
        let Some(number) = self.value() else { return self };
        let mapped = Self::number(operation(number));
        let mapped = if mapped.value() == Some(0.0) && self.symbol != Symbol::Number { self } else { mapped };
        Self { flags: self.flags, ..mapped }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn any_wert() -> impl Strategy<Value = Wert> {
        (0..Symbol::ALL.len(), -1e9..1e9_f64, any::<u8>())
            .prop_map(|(symbol, number, flags)| Wert::from_parts(number, Symbol::ALL[symbol], Flags::from_bits(flags)))
    }

    proptest! {
        /// Secret and anything is never a number.
        #[test]
        fn what_has_no_number_never_gets_one(left in any_wert(), right in any_wert()) {
            let sum = left.combine(right, |a, b| a + b);
            prop_assert_eq!(sum.value().is_some(), left.value().is_some() && right.value().is_some());
            prop_assert!(sum.flags.contains(left.flags) && sum.flags.contains(right.flags));
            for secret in [Symbol::Secret, Symbol::SecretOrUnknown] {
                let hidden = Wert::symbol(secret).combine(left, |a, b| a + b);
                prop_assert!(matches!(hidden.symbol, Symbol::Secret | Symbol::SecretOrUnknown));
            }
        }

        #[test]
        fn what_changes_nothing_leaves_all_as_it_is(wert in any_wert(), factor in -1e3..1e3_f64) {
            prop_assert_eq!(wert.map(|number| number), wert);
            // A sign for zero times anything is the same sign.
            if wert.symbol != Symbol::Number {
                prop_assert_eq!(wert.map(|number| number * factor), wert);
            }
        }

        #[test]
        fn the_order_does_not_matter_for_the_symbol(left in any_wert(), right in any_wert()) {
            let (one, other) = (left.combine(right, |a, b| a + b), right.combine(left, |a, b| a + b));
            prop_assert_eq!(one.symbol, other.symbol);
            prop_assert_eq!(one.flags, other.flags);
        }
    }

    #[test]
    fn a_sign_for_zero_that_gets_a_number_is_a_number() {
        for sign in [Symbol::Nothing, Symbol::RoundsToZero] {
            assert_eq!(Wert::symbol(sign).map(|number| number + 2.0), Wert::number(2.0));
            assert_eq!(Wert::symbol(sign).map(|number| number / 0.0).symbol, Symbol::Missing);
        }
        assert_eq!(Wert::number(2.0).map(|number| number - 2.0), Wert::number(0.0));
    }

    #[test]
    fn a_division_by_zero_is_no_number() {
        let quotient = Wert::number(1.0).combine(Wert::symbol(Symbol::Nothing), |a, b| a / b);
        assert_eq!((quotient.value(), quotient.symbol), (None, Symbol::Missing));
    }
}
