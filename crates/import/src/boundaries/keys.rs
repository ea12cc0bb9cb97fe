//! Which attribute holds the key of an area, which its name, and what key is meant by a value.

use std::collections::HashSet;

use model::codes::area_key::AreaKey;

use super::feature::Feature;

/// Attributes of the Bundesamt für Kartographie und Geodäsie that hold the official key, best first. `AGS_0` and its kin are the same,
/// filled up with zeros.
const OFFICIAL: [&str; 6] = ["ags", "ars", "rs", "ags_0", "ars_0", "rs_0"];
/// Attributes that look like official keys and are something else: PLZ, key of the seat, single parts of a key.
const NEVER: [&str; 6] = ["plz", "postleit", "zip", "sdv_", "sn_", "nuts"];
/// Attributes in which other offices and countries keep their keys. Row numbers of programs (`fid`, `objectid`) are not among them:
/// they change with each export.
const FOREIGN: &[&str] = &[
    "lau2",
    "lau_id",
    "lau",
    "lau_code",
    "insee",
    "insee_com",
    "codgeo",
    "nis",
    "nis_code",
    "nat_code",
    "nuts_id",
    "nuts_code",
    "schluessel",
    "schlüssel",
    "code",
    "key",
    "nummer",
    "id",
];
/// Attributes with the name of an area, best first. Of those that name every level (Opendatasoft, GADM) the smallest area comes first.
const NAMES: &[&str] = &[
    "gen",
    "name",
    "gemeinde",
    "gem_name",
    "kreis",
    "name_de",
    "bezeichnung",
    "lau_name",
    "commune",
    "bezirk",
    "vwg_name",
    "krs_name",
    "lan_name",
    "nuts_name",
    "name_latn",
    "name_5",
    "name_4",
    "name_3",
    "name_2",
    "name_1",
];

/// Where the keys of a layer come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum KeySource {
    /// Official German keys, in this attribute.
    Official(String),
    /// Keys of somebody else, kept as they are.
    Foreign(String),
    /// There are none: the name of an area has to do.
    Name(String),
}

/// The attribute of a layer that holds the keys. With `asked`, that attribute.
pub(super) fn key_source(features: &[Feature], asked: Option<&str>, name: Option<&str>) -> Option<KeySource> {
    if let Some(asked) = asked {
        let is_official = share(features, asked, &|value| official(value).is_some()) >= 0.5;
        let asked = asked.to_owned();
        return Some(if is_official { KeySource::Official(asked) } else { KeySource::Foreign(asked) });
    }
    let names = attribute_names(features);
    let of_bundesamt = OFFICIAL.iter().filter_map(|known| names.iter().find(|name| name.eq_ignore_ascii_case(known)));
    if let Some(found) =
        of_bundesamt.into_iter().find(|name| share(features, name, &|value| official(value).is_some()) >= 0.5)
    {
        return Some(KeySource::Official(found.clone()));
    }
    // By content: nearly all values are keys without any repair, and nearly all are different.
    let by_content = names
        .iter()
        .filter(|name| !NEVER.iter().any(|never| name.to_lowercase().contains(never)))
        .filter(|name| share(features, name, &|value| is_plain_key(value)) >= 0.8)
        .map(|name| (distinct(features, name), longest(features, name), name))
        .filter(|(different, ..)| *different >= 0.8)
        // Where each Kreis lies in another Land, both keys are all different: the longer one is that of the area.
        .max_by(|one, other| one.0.total_cmp(&other.0).then(one.1.cmp(&other.1)));
    if let Some((_, _, found)) = by_content {
        return Some(KeySource::Official(found.clone()));
    }
    let foreign = FOREIGN
        .iter()
        .filter_map(|known| names.iter().find(|name| name.eq_ignore_ascii_case(known)))
        .find(|name| distinct(features, name) >= 0.8);
    foreign.cloned().map(KeySource::Foreign).or_else(|| name.map(|name| KeySource::Name(name.to_owned())))
}

/// The attribute of a layer that holds the names.
pub(super) fn name_source(features: &[Feature], asked: Option<&str>) -> Option<String> {
    if let Some(asked) = asked {
        return Some(asked.to_owned());
    }
    let names = attribute_names(features);
    let has_letters = |value: &str| value.chars().any(char::is_alphabetic);
    NAMES
        .iter()
        .filter_map(|known| names.iter().find(|name| name.eq_ignore_ascii_case(known)))
        .find(|name| share(features, name, &has_letters) >= 0.5)
        .cloned()
}

fn attribute_names(features: &[Feature]) -> Vec<String> {
    let mut seen = HashSet::new();
    let mut names = Vec::new();
    for name in features.iter().flat_map(|feature| feature.properties.keys()) {
        if seen.insert(name) {
            names.push(name.clone());
        }
    }
    names
}

/// Share of the objects whose value fits.
fn share(features: &[Feature], attribute: &str, fits: &dyn Fn(&str) -> bool) -> f64 {
    let fitting =
        features.iter().filter(|feature| feature.properties.get(attribute).is_some_and(|value| fits(value))).count();
    fitting as f64 / features.len().max(1) as f64
}

/// Different filled values per object.
fn distinct(features: &[Feature], attribute: &str) -> f64 {
    let values: HashSet<_> = features
        .iter()
        .filter_map(|feature| feature.properties.get(attribute))
        .filter(|value| !value.is_empty())
        .collect();
    values.len() as f64 / features.len().max(1) as f64
}

fn longest(features: &[Feature], attribute: &str) -> usize {
    features.iter().filter_map(|feature| feature.properties.get(attribute)).map(String::len).max().unwrap_or_default()
}

fn is_plain_key(value: &str) -> bool {
    matches!(value.len(), 2 | 5 | 8 | 9 | 12) && official(value).is_some_and(|official| !official.zero_added)
}

/// A value that is an official key of some level.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Official {
    digits: String,
    /// A leading zero was lost, as tables of numbers lose it.
    pub(super) zero_added: bool,
}

/// What a value is: digits of a key, with its lost zero; `None` for anything else.
pub(super) fn official(value: &str) -> Option<Official> {
    let value = value.trim();
    let known = |digits: &str| {
        matches!(digits.len(), 2 | 3 | 5 | 8 | 9 | 12)
            && digits.get(..2).and_then(|land| land.parse::<u8>().ok()).is_some_and(|land| (1..=16).contains(&land))
    };
    if value.is_empty() || !value.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let with_zero = format!("0{value}");
    if known(value) {
        Some(Official { digits: value.to_owned(), zero_added: false })
    } else if value.len() != 1 && known(&with_zero)
        || matches!(value, "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9")
    {
        Some(Official { digits: with_zero, zero_added: true })
    } else {
        None
    }
}

/// How the keys of a layer are cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Padding {
    /// As they are.
    None,
    /// All end in zeros: the level is that of the first digits.
    CutTo(usize),
}

/// Whether all keys of a layer are filled up with zeros, as in `AGS_0` and in some exports. One key alone proves nothing: a kreisfreie
/// Stadt ends in zeros as well.
pub(super) fn padding(values: &[Official]) -> Padding {
    let all_end_in_zeros = |from: usize| {
        values.len() > 1 && values.iter().all(|key| key.digits.len() > from && ends_in_zeros(&key.digits, from))
    };
    if values.iter().all(|key| matches!(key.digits.len(), 8 | 12)) {
        for length in [2, 5] {
            if all_end_in_zeros(length) {
                return Padding::CutTo(length);
            }
        }
    }
    Padding::None
}

fn ends_in_zeros(digits: &str, from: usize) -> bool {
    digits.bytes().skip(from).all(|digit| digit == b'0')
}

/// What a key is worth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Meaning {
    Key(AreaKey),
    /// Staat or Regierungsbezirk.
    OtherLevel,
    Invalid,
}

/// The key of an area. `level` is the attribute ADE of the Bundesamt: 2 Land, 3 Regierungsbezirk, 4 Kreis, 5 Verwaltungsgemeinschaft,
/// 6 Gemeinde. A Regionalschlüssel (Land 2, Regierungsbezirk 1, Kreis 2, Verband 4, Gemeinde 3) becomes the AGS by leaving the Verband
/// out.
pub(super) fn meaning(official: &Official, padding: Padding, level: Option<&str>) -> Meaning {
    let digits = official.digits.as_str();
    let wanted = match level {
        Some("1" | "3") => return Meaning::OtherLevel,
        Some("2") => Some(2),
        Some("4") => Some(5),
        Some("5") => Some(9),
        Some("6") => Some(8),
        _ => match padding {
            Padding::CutTo(length) => Some(length),
            Padding::None => None,
        },
    };
    let key = match (digits.len(), wanted) {
        (3, _) => return Meaning::OtherLevel,
        (12, Some(8)) => format!("{}{}", &digits[..5], &digits[9..]),
        (12, None) if digits.ends_with("000") && &digits[5..9] != "0000" => digits[..9].to_owned(),
        (12, None) => format!("{}{}", &digits[..5], &digits[9..]),
        (length, Some(wanted))
            if wanted <= length && !(length == 9 && wanted == 8) && !(length == 8 && wanted == 9) =>
        {
            digits[..wanted].to_owned()
        }
        _ => digits.to_owned(),
    };
    key.parse().map_or(Meaning::Invalid, Meaning::Key)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(value: &str, level: Option<&str>) -> Option<String> {
        match meaning(&official(value)?, Padding::None, level) {
            Meaning::Key(key) => Some(key.as_str().to_owned()),
            Meaning::OtherLevel => Some("andere Ebene".to_owned()),
            Meaning::Invalid => None,
        }
    }

    #[test]
    fn keys_of_every_length() {
        for (value, level, expected) in [
            ("07", None, Some("07")),
            ("07235", None, Some("07235")),
            ("7235", None, Some("07235")),
            ("07235068", None, Some("07235068")),
            ("7235068", None, Some("07235068")),
            ("072355003068", None, Some("07235068")),
            ("72355003068", None, Some("07235068")),
            ("072355003", None, Some("072355003")),
            ("072355003000", None, Some("072355003")),
            ("072110000000", None, Some("07211000")),
            ("072110000000", Some("5"), Some("072110000")),
            ("072110000000", Some("4"), Some("07211")),
            ("072", None, Some("andere Ebene")),
            ("0", Some("1"), None),
            ("--------", None, None),
            ("17235", None, None),
            ("LU0101", None, None),
            ("723506", None, None),
        ] {
            assert_eq!(key(value, level).as_deref(), expected, "{value} {level:?}");
        }
    }

    #[test]
    fn keys_filled_up_with_zeros_are_cut() {
        let all = |values: &[&str]| padding(&values.iter().filter_map(|value| official(value)).collect::<Vec<_>>());
        assert_eq!(all(&["07211000", "07235000"]), Padding::CutTo(5));
        assert_eq!(all(&["070000000000", "080000000000"]), Padding::CutTo(2));
        assert_eq!(all(&["07211000", "07235068"]), Padding::None);
        assert_eq!(all(&["07211000"]), Padding::None);
    }
}
