//! Which variable tells the area, and which of its codes are official keys.

use model::codes::area_key::AreaKey;
use model::statistics::GERMANY;

/// Words in the name of a variable of areas, German and those of the PX files of the neighbours.
const NAMES: [&str; 22] = [
    "region",
    "kreis",
    "gebiet",
    "gemeinde",
    "land",
    "länder",
    "stadt",
    "ort",
    "ortsteil",
    "ortsbezirk",
    "stadtteil",
    "bezirk",
    "sozialraum",
    "kanton",
    "kommune",
    "quartier",
    "wohnort",
    "area",
    "municipality",
    "county",
    "geo",
    "raumbezug",
];
/// Endings of composed names ("Wohngemeinde", "Bundesland", "Planungsraum"); "stand" or "deutschland" as a class are no such names.
const ENDINGS: [&str; 8] = ["gemeinde", "gemeinden", "kreis", "kreise", "bundesland", "bundesländer", "bezirk", "raum"];

/// Whether a variable of this name holds areas.
pub(crate) fn is_area_name(label: &str) -> bool {
    let label = label.to_lowercase();
    label.split(|c: char| !c.is_alphanumeric()).any(|word| {
        let singular = word.trim_end_matches(['e', 'n', 's']);
        !word.is_empty()
            && (NAMES.contains(&word)
                || NAMES.contains(&singular)
                || ENDINGS.iter().any(|ending| word.ends_with(ending) && word != "zeitraum"))
    })
}

/// An official key or the code of Germany.
pub(crate) fn official_key(code: &str) -> Option<String> {
    let code = code.trim();
    if code == GERMANY {
        return Some(GERMANY.to_owned());
    }
    code.parse::<AreaKey>().ok().map(|key| key.as_str().to_owned())
}

/// A key that lost its leading zero when a spreadsheet took it for a number.
pub(crate) fn key_without_zero(code: &str) -> Option<String> {
    let code = code.trim();
    (official_key(code).is_none() && !code.starts_with('0')).then(|| official_key(&format!("0{code}"))).flatten()
}

/// Whether these codes are keys of areas: most of them are official ones, and one at least is longer than that of a Land, because
/// two digits are a year of age or a class as well.
pub(crate) fn are_keys<'a>(codes: impl Iterator<Item = &'a str>) -> bool {
    let (mut all, mut official, mut long) = (0_usize, 0_usize, 0_usize);
    for code in codes {
        all += 1;
        if official_key(code).is_some() {
            official += 1;
            long += usize::from(code.trim().len() >= 5);
        }
    }
    long > 0 && official * 4 >= all * 3
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn areas_are_told_by_their_names() {
        for name in
            ["region", "Kreise und kreisfreie Städte", "Wohngemeinde", "Raumbezug", "Gemeinde-Nr.", "Planungsraum"]
        {
            assert!(is_area_name(name), "{name}");
        }
        for name in ["Altersgruppe", "Gebietsstand", "Zeitraum", "Staatsangehörigkeit", "Schulart", "Sex", ""] {
            assert!(!is_area_name(name), "{name}");
        }
    }

    #[test]
    fn keys_are_repaired_where_a_zero_is_missing() {
        assert_eq!(key_without_zero("7235068").as_deref(), Some("07235068"));
        assert_eq!(key_without_zero("7235").as_deref(), Some("07235"));
        assert_eq!(key_without_zero("07235"), None);
        assert_eq!(key_without_zero("12054000"), None);
        assert_eq!(key_without_zero("99"), None);
        assert!(are_keys(["07235", "07211", "DG"].into_iter()));
        assert!(!are_keys(["01", "02", "03"].into_iter()));
    }
}
