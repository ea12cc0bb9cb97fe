//! Cells of values and labels: numbers as people write them, signs, marks of footnotes.

use model::wert::{Flags, Symbol, Wert};

use super::settings::{Decimal, Signs};
use crate::figures::signs::{mark_of_letter, symbol_of_sign};

/// A text without the marks of footnotes at its end (`Grundschule 1)2)`, `Trier¹`, `Summe*`), and these marks.
pub(super) fn without_footnotes(text: &str) -> (&str, Vec<&str>) {
    let mut rest = text.trim();
    let mut marks = Vec::new();
    while let Some((before, mark)) = last_mark(rest) {
        marks.push(mark);
        rest = before.trim_end();
    }
    marks.reverse();
    if rest.is_empty() { (text.trim(), Vec::new()) } else { (rest, marks) }
}

fn last_mark(text: &str) -> Option<(&str, &str)> {
    const RAISED: &str = "¹²³⁴⁵⁶⁷⁸⁹⁰*";
    let last = text.chars().next_back()?;
    if RAISED.contains(last) {
        return Some(text.split_at(text.len() - last.len_utf8()));
    }
    // `1)` belongs to the text where the bracket was opened: `Klasse (5)`.
    let inner = text.strip_suffix(')')?;
    let start = inner.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let digits = inner.len() - start;
    let opened = text.matches('(').count() >= text.matches(')').count();
    ((1..=2).contains(&digits) && !opened).then(|| text.split_at(start))
}

/// A value as text; `None` where it is neither number nor sign.
pub(super) fn read_value(text: &str, decimal: Decimal, signs: Signs) -> Option<Wert> {
    let text = text.trim();
    if let Some(symbol) = symbol_of_sign(text, signs.set()) {
        return Some(Wert::symbol(symbol));
    }
    if let Some(number) = read_number(text, decimal) {
        return Some(zero_or_number(number, signs));
    }
    let (stripped, marks) = without_footnotes(text);
    if !marks.is_empty() {
        return read_value(stripped, decimal, signs);
    }
    if let Some(inner) = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        return Some(read_value(inner, decimal, signs)?.with(Flags::UNCERTAIN));
    }
    // `12 p`, `12p`, `. r`: an official letter beside the number.
    let last = text.chars().next_back()?;
    let before = text[..text.len() - last.len_utf8()].trim_end();
    let flags = mark_of_letter(last.encode_utf8(&mut [0; 4]))?;
    Some(read_value(before, decimal, signs)?.with(flags))
}

pub(super) fn zero_or_number(number: f64, signs: Signs) -> Wert {
    if number == 0.0 && signs == Signs::ClassicWithRoundedZero {
        Wert::symbol(Symbol::RoundsToZero)
    } else {
        Wert::number(number)
    }
}

/// `1.234,5`, `1 234,5`, `−12`, `+3`, `12,5 %`. The other decimal character counts as one where it cannot separate thousands.
pub(super) fn read_number(text: &str, decimal: Decimal) -> Option<f64> {
    let text = text.trim().trim_end_matches('%').trim_end();
    let (sign, digits) = match text.chars().next()? {
        '-' | '\u{2010}' | '\u{2011}' | '\u{2012}' | '–' | '\u{2212}' => {
            (-1.0, text.trim_start_matches(|c: char| !c.is_ascii_digit() && c != ',' && c != '.'))
        }
        '+' => (1.0, &text[1..]),
        _ => (1.0, text),
    };
    let (group, point) = match decimal {
        Decimal::Comma => ('.', ','),
        Decimal::Point => (',', '.'),
    };
    let is_blank = |c: char| matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '\'' | '’');
    let (whole, fraction) = match digits.split_once(point) {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (digits, None),
    };
    let groups: Vec<&str> = whole.split(|c: char| c == group || is_blank(c)).collect();
    let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let is_grouped = groups.len() > 1
        && (1..=3).contains(&groups[0].len())
        && groups.iter().all(|part| all_digits(part))
        && groups[1..].iter().all(|part| part.len() == 3);
    let plain = if is_grouped {
        groups.concat()
    } else if groups.len() == 1 && all_digits(whole) {
        whole.to_owned()
    } else if let (None, [before, after]) = (fraction, &groups[..])
        && whole.contains(group)
        && all_digits(before)
        && all_digits(after)
        && !after.is_empty()
    {
        format!("{before}.{after}")
    } else {
        return None;
    };
    let number = match fraction {
        Some(fraction) if !fraction.is_empty() && all_digits(fraction) => format!("{plain}.{fraction}"),
        Some(_) => return None,
        None => plain,
    };
    if number.is_empty() || number == "." {
        return None;
    }
    number.parse::<f64>().ok().filter(|number| number.is_finite()).map(|number| sign * number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for (text, expected) in [
            ("1.234,5", Some(1234.5)),
            ("1 234 567", Some(1_234_567.0)),
            ("1\u{202f}234", Some(1234.0)),
            ("−12,5", Some(-12.5)),
            ("–3", Some(-3.0)),
            ("+3", Some(3.0)),
            ("12,5 %", Some(12.5)),
            ("1.5", Some(1.5)),
            ("1.234", Some(1234.0)),
            (",5", Some(0.5)),
            ("12,", None),
            ("1.23.4", None),
            ("1,2,3", None),
            ("12 34", None),
            ("", None),
            ("-", None),
            ("1e5", None),
            ("zwölf", None),
        ] {
            assert_eq!(read_number(text, Decimal::Comma), expected, "{text}");
        }
        assert_eq!(read_number("1,234.5", Decimal::Point), Some(1234.5));
        assert_eq!(read_number("12.5", Decimal::Point), Some(12.5));
    }

    #[test]
    fn values_carry_signs_and_marks() {
        let read = |text: &str| {
            read_value(text, Decimal::Comma, Signs::Classic)
                .map(|value| (value.value(), value.symbol.code(), value.flags.codes().join(" ")))
        };
        let value = |number: Option<f64>, symbol: &'static str, flags: &str| Some((number, symbol, flags.to_owned()));
        assert_eq!(read("12 1)"), value(Some(12.0), "number", ""));
        assert_eq!(read("1.204²"), value(Some(1204.0), "number", ""));
        assert_eq!(read("(12)"), value(Some(12.0), "number", "()"));
        assert_eq!(read("12p"), value(Some(12.0), "number", "p"));
        assert_eq!(read(". r"), value(None, "secret_or_unknown", "r"));
        assert_eq!(read("…"), value(None, "not_yet", ""));
        assert_eq!(read("- 2)"), value(Some(0.0), "nothing", ""));
        assert_eq!(read("12 Kinder"), None);
        assert_eq!(
            read_value("0", Decimal::Comma, Signs::ClassicWithRoundedZero),
            Some(Wert::symbol(Symbol::RoundsToZero))
        );
    }

    #[test]
    fn marks_of_footnotes_are_told_from_texts() {
        for (text, label, marks) in [
            ("Grundschule 1)2)", "Grundschule", vec!["1)", "2)"]),
            ("Trier¹", "Trier", vec!["¹"]),
            ("Summe *", "Summe", vec!["*"]),
            ("Klasse (5)", "Klasse (5)", vec![]),
            ("Klasse (5) 1)", "Klasse (5)", vec!["1)"]),
            ("1)", "1)", vec![]),
            ("Wohnort", "Wohnort", vec![]),
        ] {
            assert_eq!(without_footnotes(text), (label, marks), "{text}");
        }
    }

    proptest! {
        #[test]
        fn written_numbers_come_back(thousandths in -99_999_999_i64..99_999_999) {
            let number = thousandths as f64 / 1000.0;
            let (whole, rest) = (thousandths.abs() / 1000, thousandths.abs() % 1000);
            let digits = whole.to_string();
            let grouped: String = digits.chars().enumerate().flat_map(|(at, c)| {
                let dot = (at > 0 && (digits.len() - at).is_multiple_of(3)).then_some('.');
                dot.into_iter().chain([c])
            }).collect();
            let sign = if thousandths < 0 { "−" } else { "" };
            prop_assert_eq!(read_number(&format!("{sign}{grouped},{rest:03}"), Decimal::Comma), Some(number));
        }

        #[test]
        fn no_text_makes_it_fail(text in "\\PC{0,12}") {
            read_value(&text, Decimal::Comma, Signs::Niedersachsen);
            without_footnotes(&text);
        }
    }
}
