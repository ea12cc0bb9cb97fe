//! What an offer costs. Unknown is not free.

use std::fmt;

use serde::{Deserialize, Serialize};

/// An amount in euro cents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Money(pub i64);

impl fmt::Display for Money {
    /// `65,60 €`, `1.234,00 €`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (euros, cents) = (self.0.unsigned_abs() / 100, self.0.unsigned_abs() % 100);
        let digits = euros.to_string();
        let mut grouped = String::new();
        for (index, digit) in digits.chars().enumerate() {
            if index > 0 && (digits.len() - index).is_multiple_of(3) {
                grouped.push('.');
            }
            grouped.push(digit);
        }
        write!(f, "{sign}{grouped},{cents:02}\u{a0}€")
    }
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Price {
    pub basis: PriceBasis,
    /// Reduced prices that are known as amounts.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub reductions: Vec<Reduction>,
    /// Whether reductions are possible at all; `None` when the source does not say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reducible: Option<bool>,
    /// Remarks in the source's own words ("zzgl. ca. 5 € für Material").
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind", content = "amount")]
pub enum PriceBasis {
    /// Nothing is said; shown as "Preis nicht angegeben".
    #[default]
    Unknown,
    Free,
    /// More than zero.
    Amount(Money),
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reduction {
    /// For whom, in the source's own words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    pub amount: Money,
}

impl Price {
    pub fn free() -> Self {
        Self { basis: PriceBasis::Free, ..Self::default() }
    }

    /// A source that writes 0 says "free".
    pub fn of(amount: Money) -> Self {
        let basis = if amount.0 > 0 { PriceBasis::Amount(amount) } else { PriceBasis::Free };
        Self { basis, ..Self::default() }
    }

    /// The full price: zero when free, `None` when unknown.
    pub fn amount(&self) -> Option<Money> {
        match self.basis {
            PriceBasis::Unknown => None,
            PriceBasis::Free => Some(Money(0)),
            PriceBasis::Amount(amount) => Some(amount),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_printed_the_german_way() {
        for (cents, text) in [
            (6560, "65,60 €"),
            (123_456_700, "1.234.567,00 €"),
            (5, "0,05 €"),
            (-150, "-1,50 €"),
            (100_000, "1.000,00 €"),
        ] {
            assert_eq!(Money(cents).to_string().replace('\u{a0}', " "), text);
        }
    }

    #[test]
    fn unknown_is_not_free() {
        assert_eq!(Price::default().amount(), None);
        assert_eq!(Price::of(Money(0)), Price::free());
    }
}
