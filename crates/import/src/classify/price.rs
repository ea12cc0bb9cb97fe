//! Prices in running text: reduced amounts, "auf Anfrage", "kostenlos".

use model::price::{Money, Reduction};

use crate::formats::values::read_decimal;

/// Amounts beyond this are slips of the decimal point.
pub const HIGHEST: Money = Money(20_000_000);

/// What a remark about the price says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Remark {
    pub reductions: Vec<Reduction>,
    /// The remark says no more than its reductions.
    pub consumed: bool,
    /// The price must be asked for.
    pub on_request: bool,
    /// It costs nothing.
    pub free: bool,
}

/// Reads a remark such as `erm. Preis: 65,60 EUR`, `ermäßigt 25 €`, `Gebühr auf Anfrage`, `kostenlos`.
pub fn read_remark(text: &str) -> Remark {
    let lower = text.to_lowercase();
    let mut remark = Remark {
        on_request: ["auf anfrage", "auf nachfrage", "nach absprache"].iter().any(|words| lower.contains(words)),
        free: matches!(
            lower.trim().trim_end_matches(['.', '!']),
            "kostenlos"
                | "kostenfrei"
                | "gebührenfrei"
                | "entgeltfrei"
                | "eintritt frei"
                | "gratis"
                | "frei"
                | "unentgeltlich"
        ),
        ..Remark::default()
    };
    let mut rest = text;
    let mut before = String::new();
    while let Some(at) = find_reduction_word(rest) {
        before.push_str(&rest[..at]);
        let behind = &rest[at..];
        let Some((length, amount)) = reduced_amount(behind) else {
            let word_end = behind.find(char::is_whitespace).unwrap_or(behind.len());
            before.push_str(&behind[..word_end]);
            rest = &behind[word_end..];
            continue;
        };
        remark.reductions.push(Reduction { label: Some("ermäßigt".to_owned()), amount });
        rest = &behind[length..];
    }
    before.push_str(rest);
    remark.consumed = !remark.reductions.is_empty() && !before.chars().any(char::is_alphanumeric);
    remark
}

/// Start of a word that begins with `erm`: "erm.", "ermäßigt", "Ermäßigung", "ERM".
fn find_reduction_word(text: &str) -> Option<usize> {
    text.char_indices().map(|(at, _)| at).find(|at| {
        let starts = text.get(*at..at + 3).is_some_and(|three| three.eq_ignore_ascii_case("erm"));
        let is_word_start = !text[..*at].chars().next_back().is_some_and(char::is_alphanumeric);
        let word: String = text[*at..].chars().take_while(|c| c.is_alphabetic()).collect::<String>().to_lowercase();
        let means_reduction = word == "erm" || word.starts_with("ermä") || word.starts_with("ermae");
        starts && is_word_start && means_reduction
    })
}

/// Reads `erm. Preis: 65,60 EUR` at the start of `text`: length and amount. Between word and amount stand only words that belong
/// to the phrase, so that "Ermäßigung 20 % ab drei Kindern, Material 5 €" is not taken for a price of 5 €.
fn reduced_amount(text: &str) -> Option<(usize, Money)> {
    const BETWEEN: [&str; 13] = [
        "preis",
        "preise",
        "gebühr",
        "entgelt",
        "kursgebühr",
        "teilnahmegebühr",
        "beitrag",
        "kosten",
        "auf",
        "eur",
        "euro",
        "nur",
        "betrag",
    ];
    let first_word = text.find(|c: char| !c.is_alphabetic()).unwrap_or(text.len());
    let mut at = first_word;
    loop {
        let rest = &text[at..];
        let character = rest.chars().next()?;
        if character.is_ascii_digit() {
            break;
        }
        if character.is_alphabetic() {
            let end = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
            if !BETWEEN.contains(&rest[..end].to_lowercase().as_str()) {
                return None;
            }
            at += end;
        } else if matches!(character, ' ' | '.' | ':' | '\u{a0}' | '€' | '=' | '-' | '–' | '(' | '\n') {
            at += character.len_utf8();
        } else {
            return None;
        }
    }
    let currency_before = text[first_word..at].contains('€') || text[first_word..at].to_lowercase().contains("eur");
    let number_end = text[at..].find(|c: char| !(c.is_ascii_digit() || matches!(c, ',' | '.' | '-')));
    let number_end = number_end.map_or(text.len(), |end| at + end);
    let number = text[at..number_end].trim_end_matches(['.', ',']);
    let behind = text[number_end..].trim_start();
    let currency = ["€", "EUR", "Euro", "eur"].iter().find(|sign| behind.starts_with(**sign));
    if currency.is_none() && !currency_before {
        return None;
    }
    let cents = read_decimal(number, 2)?;
    let gap = text[number_end..].len() - behind.len();
    let mut end = number_end + currency.map_or(0, |sign| gap + sign.len());
    if text[end..].starts_with('o') {
        end += 1;
    }
    (0..=HIGHEST.0).contains(&cents).then_some((end, Money(cents)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn reduced_prices_in_text() {
        for (text, cents, consumed) in [
            ("erm. Preis: 65,60 EUR", Some(6560), true),
            ("erm. Preis: 25,61 EUR", Some(2561), true),
            ("ermäßigt 25 €", Some(2500), true),
            ("Ermäßigte Gebühr: 1.030,50 Euro", Some(103_050), true),
            ("ERM. € 12,00", Some(1200), true),
            ("zzgl. 5 € Material, ermäßigt: 40,- €", Some(4000), false),
            ("Ermäßigung 20 % ab drei Kindern, Material 5 €", None, false),
            ("Ermäßigung möglich", None, false),
            ("zzgl. ca. 5 € für Unterrichtsmaterial", None, false),
            ("Hermann zahlt 5 €", None, false),
            ("Ermittlung der Kosten: 5 €", None, false),
        ] {
            let remark = read_remark(text);
            assert_eq!(remark.reductions.first().map(|r| r.amount.0), cents, "{text}");
            assert_eq!(remark.consumed, consumed, "{text}");
        }
    }

    #[test]
    fn on_request_and_free() {
        assert!(read_remark("Lehrgangsgebühr: auf Anfrage").on_request);
        assert!(read_remark("kostenlos").free);
        assert!(!read_remark("kostenlose Parkplätze").free);
    }

    proptest! {
        #[test]
        fn any_text_is_read(text in "(erm|ermäßigt|\\PC|€| |[0-9]|,|EUR){0,20}") {
            read_remark(&text);
        }
    }
}
