//! Numbers as German readers write them.

use model::wert::{Symbol, Wert};

/// With points between thousands, a decimal comma and this many decimals.
pub fn rounded(number: f64, decimals: u8) -> String {
    let text = format!("{:.*}", usize::from(decimals), number.abs());
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let mut grouped = String::new();
    for (position, digit) in whole.chars().enumerate() {
        if position > 0 && (whole.len() - position) % 3 == 0 {
            grouped.push('.');
        }
        grouped.push(digit);
    }
    // "−0,0" would say that there is something below zero.
    let is_zero = text.bytes().all(|byte| matches!(byte, b'0' | b'.'));
    let sign = if number < 0.0 && !is_zero { "−" } else { "" };
    if fraction.is_empty() { format!("{sign}{grouped}") } else { format!("{sign}{grouped},{fraction}") }
}

/// With the decimals it has, at most six.
pub fn exact(number: f64) -> String {
    let decimals = (0..6).find(|decimals| (number * 10_f64.powi(*decimals)).fract().abs() < 1e-9).unwrap_or(6);
    rounded(number, decimals as u8)
}

/// A value as tables print it: the number, or its sign.
pub fn printed(wert: Wert, decimals: Option<u8>) -> String {
    match (wert.symbol, wert.value()) {
        (Symbol::Number, Some(number)) => decimals.map_or_else(|| exact(number), |decimals| rounded(number, decimals)),
        (Symbol::Nothing, _) => "–".to_owned(),
        (Symbol::Missing | Symbol::UnitDoesNotExist, _) => "keine Angabe".to_owned(),
        (symbol, _) => symbol.sign().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_the_german_way() {
        assert_eq!(rounded(1_234_567.0, 0), "1.234.567");
        assert_eq!(rounded(-12.345, 1), "−12,3");
        assert_eq!(rounded(-0.04, 1), "0,0");
        assert_eq!(exact(6.8), "6,8");
        assert_eq!(exact(100.0), "100");
        assert_eq!(exact(1.0 / 3.0), "0,333333");
        assert_eq!(printed(Wert::symbol(Symbol::Secret), Some(1)), ".");
        assert_eq!(printed(Wert::symbol(Symbol::Nothing), Some(1)), "–");
    }
}
