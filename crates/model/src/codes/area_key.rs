//! Official keys of areas.

use std::str::FromStr;

use super::{InvalidCode, coded_enum, text_code};

text_code! {
    /// Official key of an area; its length tells the level:
    /// Land 2 (`07`), Kreis 5 (`07235`), Gemeinde 8 (Amtlicher Gemeindeschlüssel, `07235068`),
    /// Gemeindeverband 9 (Land, Regierungsbezirk, Kreis, Verband: `072355003`).
    AreaKey
}

coded_enum! {
    /// Level of territorial division, from large to small.
    AreaLevel { Land = "land", Kreis = "kreis", Gemeindeverband = "gemeindeverband", Gemeinde = "gemeinde" }
}

impl FromStr for AreaKey {
    type Err = InvalidCode;
    fn from_str(text: &str) -> Result<Self, InvalidCode> {
        let text = text.trim();
        let digits = text.bytes().all(|b| b.is_ascii_digit());
        let level_is_known = matches!(text.len(), 2 | 5 | 8 | 9);
        let land_exists =
            text.get(..2).and_then(|land| land.parse::<u8>().ok()).is_some_and(|land| (1..=16).contains(&land));
        if digits && level_is_known && land_exists {
            Ok(Self(text.to_owned()))
        } else {
            Err(InvalidCode::new("Gebietsschlüssel", text))
        }
    }
}

impl AreaKey {
    pub fn level(&self) -> AreaLevel {
        match self.0.len() {
            2 => AreaLevel::Land,
            5 => AreaLevel::Kreis,
            8 => AreaLevel::Gemeinde,
            _ => AreaLevel::Gemeindeverband,
        }
    }

    /// The Land this area lies in.
    pub fn land(&self) -> AreaKey {
        Self(self.0[..2].to_owned())
    }

    /// The Kreis this area lies in; `None` for a Land.
    pub fn kreis(&self) -> Option<AreaKey> {
        self.0.get(..5).map(|kreis| Self(kreis.to_owned()))
    }

    /// Whether `other` is this area or lies in it, as far as the keys alone tell (a Gemeinde's key does not name its Gemeindeverband).
    pub fn contains(&self, other: &AreaKey) -> bool {
        match (self.level(), other.level()) {
            (AreaLevel::Gemeindeverband, _) | (AreaLevel::Gemeinde, AreaLevel::Gemeindeverband) => self == other,
            _ => other.0.starts_with(&self.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn length_tells_the_level() {
        for (key, level) in [
            ("07", AreaLevel::Land),
            ("07235", AreaLevel::Kreis),
            ("07235068", AreaLevel::Gemeinde),
            ("072355003", AreaLevel::Gemeindeverband),
        ] {
            assert_eq!(key.parse::<AreaKey>().unwrap().level(), level);
        }
    }

    #[test]
    fn malformed_keys_are_refused() {
        for key in ["", "7235", "17", "00", "0723x", "0723506", "0723506800"] {
            assert!(key.parse::<AreaKey>().is_err(), "{key}");
        }
    }

    #[test]
    fn a_kreis_contains_its_gemeinden_only() {
        let kreis: AreaKey = "07235".parse().unwrap();
        assert!(kreis.contains(&"07235068".parse().unwrap()));
        assert!(!kreis.contains(&"07211000".parse().unwrap()));
    }
}
