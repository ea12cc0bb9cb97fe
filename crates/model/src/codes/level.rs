//! Levels: CEFR (Gemeinsamer Europäischer Referenzrahmen, GER) for languages, DQR/EQF for qualifications.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::{InvalidCode, coded_enum};

coded_enum! {
    /// The six CEFR levels, and `A0` for Alphabetisierung before A1.
    CefrBase { A0 = "A0", A1 = "A1", A2 = "A2", B1 = "B1", B2 = "B2", C1 = "C1", C2 = "C2" }
}

/// A CEFR level with the half-levels that courses use (`B1.2`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CefrLevel {
    base: CefrBase,
    part: Option<u8>,
}

impl CefrLevel {
    pub fn base(self) -> CefrBase {
        self.base
    }

    /// 1 or 2 (some providers count to 4) within the level.
    pub fn part(self) -> Option<u8> {
        self.part
    }
}

impl From<CefrBase> for CefrLevel {
    fn from(base: CefrBase) -> Self {
        Self { base, part: None }
    }
}

impl FromStr for CefrLevel {
    type Err = InvalidCode;
    /// Reads `B1`, `b1.2`, `B1/2`, `B1+`; not free text around it.
    fn from_str(text: &str) -> Result<Self, InvalidCode> {
        let invalid = || InvalidCode::new("CefrLevel", text);
        let upper = text.trim().to_ascii_uppercase();
        let base: CefrBase = upper.get(..2).ok_or_else(invalid)?.parse().map_err(|_: InvalidCode| invalid())?;
        match &upper[2..] {
            "" | "+" => Ok(Self { base, part: None }),
            part => match part.strip_prefix(['.', '/']).map(str::as_bytes) {
                Some([digit @ b'1'..=b'4']) => Ok(Self { base, part: Some(digit - b'0') }),
                _ => Err(invalid()),
            },
        }
    }
}

impl fmt::Display for CefrLevel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.part {
            Some(part) => write!(f, "{}.{part}", self.base),
            None => write!(f, "{}", self.base),
        }
    }
}

impl TryFrom<String> for CefrLevel {
    type Error = InvalidCode;
    fn try_from(text: String) -> Result<Self, InvalidCode> {
        text.parse()
    }
}

impl From<CefrLevel> for String {
    fn from(level: CefrLevel) -> String {
        level.to_string()
    }
}

/// Level 1 to 8 of the Deutscher Qualifikationsrahmen (same numbers as EQF).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct DqrLevel(u8);

impl TryFrom<u8> for DqrLevel {
    type Error = InvalidCode;
    fn try_from(level: u8) -> Result<Self, InvalidCode> {
        if (1..=8).contains(&level) { Ok(Self(level)) } else { Err(InvalidCode::new("DqrLevel", &level.to_string())) }
    }
}

impl From<DqrLevel> for u8 {
    fn from(level: DqrLevel) -> u8 {
        level.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_half_levels() {
        for (text, printed) in [("B1", "B1"), ("b1.2", "B1.2"), ("A2/1", "A2.1"), ("C1+", "C1"), ("A0", "A0")] {
            assert_eq!(text.parse::<CefrLevel>().unwrap().to_string(), printed);
        }
        for bad in ["", "B", "B7", "B1.9", "B12", "D1", "Ä1"] {
            assert!(bad.parse::<CefrLevel>().is_err(), "{bad}");
        }
    }

    #[test]
    fn levels_are_ordered() {
        let level = |text: &str| text.parse::<CefrLevel>().unwrap();
        assert!(level("A1") < level("A1.1") && level("A1.2") < level("A2") && level("B2") < level("C1"));
    }
}
