//! Prices as people write them into tables.

use model::price::{Money, Price, PriceBasis, Reduction};

use crate::classify::price::{HIGHEST, read_remark};
use crate::formats::values::read_decimal;
use crate::formats::xlsx::Cell;

/// What a cell for a price holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PriceCell {
    Empty,
    Price(Price),
    /// Below zero or beyond all measure.
    OutOfRange,
    /// Words that are kept as a note; the price stays unknown.
    Words(String),
}

/// Reads a cell that should hold a price.
pub fn read_price_cell(cell: &Cell) -> PriceCell {
    match cell {
        Cell::Number(number) => in_range((number * 100.0).round()),
        Cell::Text(text) => read_price(text),
        _ => PriceCell::Empty,
    }
}

fn in_range(cents: f64) -> PriceCell {
    if (0.0..=HIGHEST.0 as f64).contains(&cents) {
        PriceCell::Price(Price::of(Money(cents as i64)))
    } else {
        PriceCell::OutOfRange
    }
}

/// `1.234,50 €`, `EUR 12,50`, `12.50`, `0`, `kostenlos`, `10 € / erm. 5 €`, `ab 12 €`, `auf Anfrage`.
pub fn read_price(text: &str) -> PriceCell {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.is_empty() || matches!(text.as_str(), "-" | "–" | "--" | "/" | "k.A." | "k. A." | "n.a.") {
        return PriceCell::Empty;
    }
    if let Some(cents) = read_decimal(&without_currency(&text), 2) {
        return in_range(cents as f64);
    }
    let remark = read_remark(&text);
    if remark.free || says_free(&text) {
        let mut price = Price::free();
        if text.split(' ').count() > 2 {
            price.notes.push(text);
        }
        return PriceCell::Price(price);
    }
    let (first, second) = amounts(&text);
    let Some(first) = first.filter(|_| !remark.on_request) else {
        return PriceCell::Words(text);
    };
    if !(0..=HIGHEST.0).contains(&first.0) {
        return PriceCell::OutOfRange;
    }
    let mut price = Price::of(first);
    price.reductions = remark.reductions;
    // "10 € / 5 €" and "10/5 €": the lower one is the reduced price.
    if price.reductions.is_empty()
        && let Some(second) = second.filter(|second| *second < first && text.contains('/'))
    {
        price.reductions.push(Reduction { label: Some("ermäßigt".to_owned()), amount: second });
    }
    // A reduction alone says nothing about the full price.
    if price.reductions.iter().any(|reduction| reduction.amount == first) && second.is_none() {
        price.basis = PriceBasis::Unknown;
    }
    if !price.reductions.is_empty() {
        price.reducible = Some(true);
    }
    if !says_no_more(&text) {
        price.notes.push(text);
    }
    PriceCell::Price(price)
}

fn without_currency(text: &str) -> String {
    let lower = text.to_lowercase();
    ["euro", "eur", "€"].iter().fold(lower, |text, currency| text.replace(currency, "")).trim().to_owned()
}

fn says_free(text: &str) -> bool {
    let lower = text.to_lowercase();
    let first = lower.split(|c: char| !c.is_alphabetic()).find(|word| !word.is_empty()).unwrap_or_default();
    matches!(
        first,
        "kostenlos"
            | "kostenfrei"
            | "gebührenfrei"
            | "entgeltfrei"
            | "gratis"
            | "frei"
            | "unentgeltlich"
            | "beitragsfrei"
    ) || [
        "keine kosten",
        "keine gebühr",
        "ohne gebühr",
        "eintritt frei",
        "teilnahme frei",
        "freier eintritt",
        "ist kostenlos",
        "ist kostenfrei",
    ]
    .iter()
    .any(|words| lower.contains(words))
}

/// The first two numbers of a text that can be amounts: percentages and ages are none.
fn amounts(text: &str) -> (Option<Money>, Option<Money>) {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
        let end = rest[at..]
            .find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',')))
            .map_or(rest.len(), |end| at + end);
        let number = rest[at..end].trim_end_matches(['.', ',']);
        let behind = rest[end..].trim_start();
        if !behind.starts_with(['%'])
            && !["jahr", "ue", "std", "term", "pers"].iter().any(|unit| behind.to_lowercase().starts_with(unit))
            && let Some(cents) = read_decimal(number, 2)
        {
            found.push(Money(cents));
        }
        rest = &rest[end..];
    }
    let mut found = found.into_iter();
    (found.next(), found.next())
}

/// Whether a text holds nothing beyond amounts, currency and the word for a reduction: then it needs no note.
fn says_no_more(text: &str) -> bool {
    let lower = text.to_lowercase();
    lower.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).all(|word| {
        matches!(word, "eur" | "euro" | "erm" | "preis" | "gebühr" | "o" | "kursgebühr") || word.starts_with("ermäß")
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn show(cell: PriceCell) -> String {
        match cell {
            PriceCell::Price(price) => {
                let basis = match price.basis {
                    PriceBasis::Unknown => "?".to_owned(),
                    PriceBasis::Free => "free".to_owned(),
                    PriceBasis::Amount(Money(cents)) => cents.to_string(),
                };
                let reductions: Vec<_> = price.reductions.iter().map(|reduction| reduction.amount.0).collect();
                format!("{basis} {reductions:?} {:?}", price.notes)
            }
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn prices_as_people_write_them() {
        for (text, expected) in [
            ("1.234,50 €", "123450 [] []"),
            ("12.50", "1250 [] []"),
            ("EUR 12,50", "1250 [] []"),
            ("12,50 Euro", "1250 [] []"),
            ("15,- €", "1500 [] []"),
            ("0", "free [] []"),
            ("0,00 €", "free [] []"),
            ("kostenlos", "free [] []"),
            ("gratis", "free [] []"),
            ("frei", "free [] []"),
            ("Eintritt frei", "free [] []"),
            ("Teilnahme ist kostenlos", "free [] [\"Teilnahme ist kostenlos\"]"),
            ("10 € / erm. 5 €", "1000 [500] []"),
            ("10 € (ermäßigt 5 €)", "1000 [500] []"),
            ("10/5 €", "1000 [500] []"),
            ("erm. 5 €", "? [500] []"),
            ("ab 12 €", "1200 [] [\"ab 12 €\"]"),
            ("12 € zzgl. 5 € Material", "1200 [] [\"12 € zzgl. 5 € Material\"]"),
            ("auf Anfrage", "Words(\"auf Anfrage\")"),
            ("Spende erbeten", "Words(\"Spende erbeten\")"),
            ("", "Empty"),
            ("-", "Empty"),
            ("-5", "OutOfRange"),
            ("99999999", "OutOfRange"),
        ] {
            assert_eq!(show(read_price(text)), expected, "{text}");
        }
        assert_eq!(show(read_price_cell(&Cell::Number(65.6))), "6560 [] []");
        assert_eq!(show(read_price_cell(&Cell::Number(-1.0))), "OutOfRange");
        assert_eq!(show(read_price_cell(&Cell::Number(f64::NAN))), "OutOfRange");
    }

    proptest! {
        #[test]
        fn printed_prices_are_read_back(cents in 1_i64..20_000_000) {
            prop_assert_eq!(read_price(&Money(cents).to_string()), PriceCell::Price(Price::of(Money(cents))));
        }

        #[test]
        fn no_text_panics(text in "[0-9.,€ a-zäöü/%-]{0,30}|\\PC{0,20}") {
            read_price(&text);
        }
    }
}
