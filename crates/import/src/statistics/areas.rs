//! Keys of areas as official tables write them.

use model::statistics::GERMANY;

/// Names of Germany and its Länder, for tables without a column of keys.
const NAMES: [(&str, &str); 17] = [
    ("Deutschland", GERMANY),
    ("Schleswig-Holstein", "01"),
    ("Hamburg", "02"),
    ("Niedersachsen", "03"),
    ("Bremen", "04"),
    ("Nordrhein-Westfalen", "05"),
    ("Hessen", "06"),
    ("Rheinland-Pfalz", "07"),
    ("Baden-Württemberg", "08"),
    ("Bayern", "09"),
    ("Saarland", "10"),
    ("Berlin", "11"),
    ("Brandenburg", "12"),
    ("Mecklenburg-Vorpommern", "13"),
    ("Sachsen", "14"),
    ("Sachsen-Anhalt", "15"),
    ("Thüringen", "16"),
];

/// Names in English tables, where they are others.
const ENGLISH_NAMES: [(&str, &str); 10] = [
    ("Germany", GERMANY),
    ("Lower Saxony", "03"),
    ("North Rhine-Westphalia", "05"),
    ("Hesse", "06"),
    ("Rhineland-Palatinate", "07"),
    ("Bavaria", "09"),
    ("Mecklenburg-Western Pomerania", "13"),
    ("Saxony", "14"),
    ("Saxony-Anhalt", "15"),
    ("Thuringia", "16"),
];

/// How the names of groups of Länder begin. No official key stands for them.
const GROUPS: [&str; 13] = [
    "alte länder",
    "alte bundesländer",
    "neue länder",
    "neue bundesländer",
    "früheres bundesgebiet",
    "westdeutschland",
    "ostdeutschland",
    "flächenländer",
    "flächenstaaten",
    "stadtstaaten",
    "former territory of the federal republic",
    "old länder",
    "new länder",
];

/// The key of Germany or a Land by its name, with or without a mark of a footnote ("Berlin 1)").
pub fn key_of_land(name: &str) -> Option<&'static str> {
    let name = without_marks(name);
    NAMES.iter().chain(&ENGLISH_NAMES).find(|(known, _)| *known == name).map(|(_, key)| *key)
}

/// The name of Germany or a Land by its key.
pub fn name_of_land(key: &str) -> Option<&'static str> {
    NAMES.iter().find(|(_, known)| *known == key).map(|(name, _)| *name)
}

/// "Alte Bundesländer", "Früheres Bundesgebiet (einschl. Berlin-West)".
pub fn is_group_of_laender(name: &str) -> bool {
    let name = without_marks(name).to_lowercase();
    GROUPS.iter().any(|group| name.starts_with(group))
}

fn without_marks(name: &str) -> &str {
    let name = name.trim().trim_end_matches(['¹', '²', '³', '⁴', '⁵', '*']).trim_end();
    match name.strip_suffix(')').and_then(|rest| rest.rsplit_once(' ')) {
        Some((before, mark)) if !mark.is_empty() && mark.bytes().all(|byte| byte.is_ascii_digit() || byte == b'*') => {
            before.trim_end()
        }
        _ => name,
    }
}

/// How the keys of one file are written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct KeyStyle {
    /// No key begins with a zero: a spreadsheet has taken the keys for numbers.
    pub zeros_lost: bool,
}

/// A key as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AreaCode {
    pub code: String,
    /// A leading zero was put back.
    pub repaired: bool,
}

/// Whether a cell may hold the key of an area: `DG`, or digits of a length that keys have, with or without their leading zero.
pub fn looks_like_key(text: &str) -> bool {
    let text = text.trim();
    text == GERMANY
        || (text.bytes().all(|byte| byte.is_ascii_digit()) && (1..=12).contains(&text.len()) && text.len() != 6)
}

impl KeyStyle {
    /// By all keys of a file.
    pub fn of<'k>(keys: impl Iterator<Item = &'k str>) -> Self {
        let (mut with_zero, mut without) = (0_u64, 0_u64);
        for key in keys.map(str::trim).filter(|key| key.starts_with(|c: char| c.is_ascii_digit())) {
            if key.starts_with('0') {
                with_zero += 1;
            } else if !is_complete(key) {
                without += 1;
            }
        }
        Self { zeros_lost: with_zero == 0 && without > 0 }
    }

    /// Germany, Land (2), Regierungsbezirk (3), Kreis (5), Gemeinde (8), Gemeindeverband (9), ARS (12). Regionalstatistik writes a
    /// Verbandsgemeinde as Kreis and two digits and its Gemeinden as Kreis, these two and three: they become the official keys.
    pub fn read(self, text: &str) -> Option<AreaCode> {
        let text = text.trim();
        if let Some(key) = key_of_land(text) {
            return Some(AreaCode { code: key.to_owned(), repaired: false });
        }
        if text == GERMANY {
            return Some(AreaCode { code: text.to_owned(), repaired: false });
        }
        if !looks_like_key(text) {
            return None;
        }
        // In a file that has lost its zeros "1001000" is 01001000 and no Verband of Land 10.
        let ambiguous = self.zeros_lost && matches!(text.len(), 7 | 9);
        if is_complete(text) && !ambiguous {
            return Some(AreaCode { code: official(text), repaired: false });
        }
        // One, four and eleven digits are no key with all its digits; "17" may be a mistake as well as Regierungsbezirk 017.
        let certain = self.zeros_lost || matches!(text.len(), 1 | 4 | 11);
        let padded = format!("0{text}");
        (certain && is_complete(&padded)).then(|| AreaCode { code: official(&padded), repaired: true })
    }
}

fn is_complete(key: &str) -> bool {
    let land = key.get(..2).and_then(|land| land.parse::<u8>().ok());
    matches!(key.len(), 2 | 3 | 5 | 7 | 8 | 9 | 10 | 12) && land.is_some_and(|land| (1..=16).contains(&land))
}

fn official(key: &str) -> String {
    match key.len() {
        // Verbandsgemeinden of Rheinland-Pfalz have the numbers from 5001 (GV-ISys).
        7 if key.starts_with("07") => format!("{}50{}", &key[..5], &key[5..]),
        10 => format!("{}{}", &key[..5], &key[7..]),
        // The Zensus writes the Regionalschlüssel: Kreis, four digits of the Verband, Gemeinde. Zeros at its end are the Verband itself;
        // without a Verband it is the Gemeinde of a kreisfreie Stadt.
        12 if key.ends_with("000") && !key.ends_with("0000000") => key[..9].to_owned(),
        12 => format!("{}{}", &key[..5], &key[9..]),
        _ => key.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_of_every_level_are_read() {
        let style = KeyStyle::default();
        for (text, code) in [
            ("DG", "DG"),
            ("07", "07"),
            ("031", "031"),
            ("07235", "07235"),
            ("03241001", "03241001"),
            ("0723503", "072355003"),
            ("0723501005", "07235005"),
            ("073355011022", "07335022"),
            ("092760130130", "09276130"),
            ("072110000000", "07211000"),
            ("072355003000", "072355003"),
        ] {
            assert_eq!(style.read(text), Some(AreaCode { code: code.to_owned(), repaired: false }), "{text}");
        }
        assert_eq!(style.read(" Baden-Württemberg").map(|read| read.code).as_deref(), Some("08"));
        for text in ["", "00", "17", "123456", "7x235", "DE", "99999", "１２"] {
            assert_eq!(style.read(text), None, "{text}");
        }
    }

    #[test]
    fn laender_are_known_with_footnotes_and_in_english() {
        for (name, key) in [("Berlin 1)", "11"), ("  Hessen ²", "06"), ("Bavaria", "09"), ("Germany", "DG")] {
            assert_eq!(key_of_land(name), Some(key), "{name}");
        }
        for name in ["Alte Bundesländer", "Früheres Bundesgebiet 1)", "Neue Länder (ohne Berlin)"] {
            assert!(is_group_of_laender(name) && key_of_land(name).is_none(), "{name}");
        }
        assert!(!is_group_of_laender("Hessen") && key_of_land("Berlin (West)").is_none());
    }

    #[test]
    fn zeros_that_a_spreadsheet_has_eaten_are_put_back() {
        let keys = ["DG", "1", "1001", "31", "7235", "10041", "1001000", "11"];
        let style = KeyStyle::of(keys.into_iter());
        assert!(style.zeros_lost);
        for (text, code) in [
            ("1", "01"),
            ("1001", "01001"),
            ("31", "031"),
            ("7235", "07235"),
            ("10041", "10041"),
            ("1001000", "01001000"),
            ("11", "11"),
        ] {
            let read = style.read(text).unwrap();
            assert_eq!((read.code.as_str(), read.repaired), (code, code != text), "{text}");
        }
        assert!(!KeyStyle::of(["01", "10041", "11001"].into_iter()).zeros_lost);
    }
}
