//! Languages of instruction.

use std::str::FromStr;

use super::{InvalidCode, text_code};

text_code! {
    /// ISO 639-1 where it has a code (`de`, `uk`), else ISO 639-3 (`gsg` for Deutsche Gebärdensprache). Lower case.
    LanguageCode
}

impl FromStr for LanguageCode {
    type Err = InvalidCode;
    fn from_str(text: &str) -> Result<Self, InvalidCode> {
        let text = text.trim().to_ascii_lowercase();
        if matches!(text.len(), 2 | 3) && text.bytes().all(|b| b.is_ascii_lowercase()) {
            Ok(Self(text))
        } else {
            Err(InvalidCode::new("LanguageCode", &text))
        }
    }
}
