//! Postal codes (Postleitzahlen).

use std::str::FromStr;

use super::{InvalidCode, text_code};

text_code! {
    /// A German Postleitzahl: five digits, 01000 to 99999. Not an area key: one PLZ may cover several Gemeinden.
    Plz
}

impl FromStr for Plz {
    type Err = InvalidCode;
    fn from_str(text: &str) -> Result<Self, InvalidCode> {
        let text = text.trim();
        let text = text.strip_prefix("D-").unwrap_or(text);
        let in_range = text.len() == 5 && text.bytes().all(|b| b.is_ascii_digit()) && text >= "01000";
        if in_range { Ok(Self(text.to_owned())) } else { Err(InvalidCode::new("Plz", text)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_digits_from_01000() {
        assert_eq!("D-54290".parse::<Plz>().unwrap().as_str(), "54290");
        for bad in ["", "5429", "542900", "00999", "5429O"] {
            assert!(bad.parse::<Plz>().is_err(), "{bad}");
        }
    }
}
