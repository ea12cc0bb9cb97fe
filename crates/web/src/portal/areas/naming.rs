//! How an area is called: by itself, and inside a sentence.
//!
//! Official lists write "Trier, kreisfreie Stadt" and "Trier-Saarburg, Landkreis"; a sentence needs "in Trier" and "im Landkreis
//! Trier-Saarburg".

use render::charts::headline::Place;

use crate::visit::Visit;

/// An area's name with its kind, as a heading shows it, and the forms for sentences.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct AreaName {
    /// "Trier", "Landkreis Trier-Saarburg".
    pub(crate) full: String,
    pub(crate) place: Place,
    /// "von Trier", "des Landkreises Trier-Saarburg"; English "of …".
    pub(crate) genitive: String,
}

/// What the title after the comma, or the name itself, says about the kind of area.
enum Kind {
    /// Takes no article: towns, Gemeinden, most Länder.
    Plain,
    /// "der Landkreis", "der Burgenlandkreis", "der Regionalverband".
    Masculine,
    /// "die Region Hannover", "die Verbandsgemeinde Konz".
    Feminine,
    /// "das Saarland".
    Neuter,
}

pub(crate) fn area_name(label: &str, is_german: bool) -> AreaName {
    let (name, title) = label.split_once(',').map_or((label, ""), |(name, title)| (name.trim(), title.trim()));
    let name = name.trim();
    let lower = name.to_lowercase();
    let title_is = |word: &str| title.split([',', ' ']).any(|part| part.eq_ignore_ascii_case(word));
    let has_kreis = lower.split([' ', '-']).any(|word| word.ends_with("kreis"));
    let is_feminine = ["verbandsgemeinde ", "samtgemeinde ", "verwaltungsgemeinschaft ", "städteregion ", "region "];
    let (full, kind) = if is_feminine.iter().any(|start| lower.starts_with(start)) {
        (name.to_owned(), Kind::Feminine)
    } else if title_is("Landkreis") && !has_kreis {
        (format!("Landkreis {name}"), Kind::Masculine)
    } else if title_is("Kreis") && !has_kreis {
        (format!("Kreis {name}"), Kind::Masculine)
    } else if has_kreis || lower.starts_with("regionalverband ") || lower.starts_with("verwaltungsverband ") {
        (name.to_owned(), Kind::Masculine)
    } else if lower.starts_with("amt ") || name == "Saarland" {
        (name.to_owned(), Kind::Neuter)
    } else {
        (name.to_owned(), Kind::Plain)
    };
    if !is_german {
        let article = if matches!(kind, Kind::Plain | Kind::Neuter) { "" } else { "the " };
        return AreaName {
            place: Place { within: format!("in {article}{full}"), about: format!("for {article}{full}") },
            genitive: format!("of {article}{full}"),
            full,
        };
    }
    let (within, about, genitive) = match kind {
        Kind::Plain => (format!("in {full}"), format!("für {full}"), format!("von {full}")),
        Kind::Masculine => {
            let declined = declined(&full);
            (format!("im {declined}"), format!("für den {declined}"), genitive_of_masculine(&declined))
        }
        Kind::Feminine => (format!("in der {full}"), format!("für die {full}"), format!("der {full}")),
        Kind::Neuter if full == "Saarland" => {
            (format!("im {full}"), format!("für das {full}"), format!("des {full}es"))
        }
        Kind::Neuter => (format!("im {full}"), format!("für das {full}"), format!("des Amtes{}", &full["Amt".len()..])),
    };
    AreaName { full, place: Place { within, about }, genitive }
}

/// After an article an adjective is declined: "im Märkischen Kreis".
fn declined(full: &str) -> String {
    match full.strip_suffix("scher Kreis") {
        Some(adjective) => format!("{adjective}schen Kreis"),
        None => full.to_owned(),
    }
}

/// "des Landkreises Trier-Saarburg", "des Burgenlandkreises", "des Märkischen Kreises".
fn genitive_of_masculine(full: &str) -> String {
    let is_kreis = |word: &str| word.to_lowercase().ends_with("kreis");
    match full.split_once(' ') {
        Some((adjective, noun)) if !is_kreis(adjective) && is_kreis(noun) => format!("des {adjective} {noun}es"),
        Some((kind, name)) => format!("des {kind}{} {name}", if is_kreis(kind) { "es" } else { "s" }),
        None => format!("des {full}es"),
    }
}

/// The name of an area as the region's list has it, else as a table writes it. A Verbandsgemeinde is often called like its town; tables
/// do not tell them apart, their keys do.
pub(crate) fn name_of_key(visit: &Visit, key: &str, label: Option<&str>) -> AreaName {
    const VERBAND: usize = 9;
    let listed = Some(visit.site.area_name(key)).filter(|name| name != key);
    let is_verband = key.len() == VERBAND;
    let label = match (listed, label) {
        (Some(listed), _) if is_verband => listed,
        (_, Some(label)) if is_verband => with_kind_of_verband(key, label),
        (_, Some(label)) => label.to_owned(),
        (Some(listed), None) => listed,
        (None, None) => key.to_owned(),
    };
    area_name(&label, visit.words.is_german())
}

/// What a Gemeindeverband is called in its Land.
fn with_kind_of_verband(key: &str, label: &str) -> String {
    let kind = match key.get(..2) {
        Some("01" | "12" | "13") => "Amt",
        Some("03") => "Samtgemeinde",
        Some("07" | "15") => "Verbandsgemeinde",
        Some("08" | "09" | "14" | "16") => "Verwaltungsgemeinschaft",
        _ => return label.to_owned(),
    };
    let name = label.split(',').next().unwrap_or(label).trim();
    if name.starts_with(kind) { name.to_owned() } else { format!("{kind} {name}") }
}

/// Order of names as a German reader expects it (DIN 5007-1): umlauts like their vowels.
pub(crate) fn sort_key(name: &str) -> String {
    let mut key = String::with_capacity(name.len());
    for c in name.chars().flat_map(char::to_lowercase) {
        match c {
            'ä' => key.push('a'),
            'ö' => key.push('o'),
            'ü' => key.push('u'),
            'ß' => key.push_str("ss"),
            c => key.push(c),
        }
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_fit_into_german_sentences() {
        for (label, full, within, about, genitive) in [
            ("Trier, kreisfreie Stadt", "Trier", "in Trier", "für Trier", "von Trier"),
            (
                "Trier-Saarburg, Landkreis",
                "Landkreis Trier-Saarburg",
                "im Landkreis Trier-Saarburg",
                "für den Landkreis Trier-Saarburg",
                "des Landkreises Trier-Saarburg",
            ),
            (
                "Burgenlandkreis, Landkreis",
                "Burgenlandkreis",
                "im Burgenlandkreis",
                "für den Burgenlandkreis",
                "des Burgenlandkreises",
            ),
            (
                "Verbandsgemeinde Konz",
                "Verbandsgemeinde Konz",
                "in der Verbandsgemeinde Konz",
                "für die Verbandsgemeinde Konz",
                "der Verbandsgemeinde Konz",
            ),
            ("Unna, Kreis", "Kreis Unna", "im Kreis Unna", "für den Kreis Unna", "des Kreises Unna"),
            (
                "Region Hannover, Landkreis",
                "Region Hannover",
                "in der Region Hannover",
                "für die Region Hannover",
                "der Region Hannover",
            ),
            (
                "Regionalverband Saarbrücken",
                "Regionalverband Saarbrücken",
                "im Regionalverband Saarbrücken",
                "für den Regionalverband Saarbrücken",
                "des Regionalverbands Saarbrücken",
            ),
            (
                "Märkischer Kreis, Kreis",
                "Märkischer Kreis",
                "im Märkischen Kreis",
                "für den Märkischen Kreis",
                "des Märkischen Kreises",
            ),
            (
                "Rhein-Kreis Neuss, Kreis",
                "Rhein-Kreis Neuss",
                "im Rhein-Kreis Neuss",
                "für den Rhein-Kreis Neuss",
                "des Rhein-Kreises Neuss",
            ),
            (
                "Altmarkkreis Salzwedel, Kreis",
                "Altmarkkreis Salzwedel",
                "im Altmarkkreis Salzwedel",
                "für den Altmarkkreis Salzwedel",
                "des Altmarkkreises Salzwedel",
            ),
            (
                "Städteregion Aachen, Kreis",
                "Städteregion Aachen",
                "in der Städteregion Aachen",
                "für die Städteregion Aachen",
                "der Städteregion Aachen",
            ),
            ("Amt Schlei", "Amt Schlei", "im Amt Schlei", "für das Amt Schlei", "des Amtes Schlei"),
            ("Saarland", "Saarland", "im Saarland", "für das Saarland", "des Saarlandes"),
            ("Rheinland-Pfalz", "Rheinland-Pfalz", "in Rheinland-Pfalz", "für Rheinland-Pfalz", "von Rheinland-Pfalz"),
            ("Deutschland", "Deutschland", "in Deutschland", "für Deutschland", "von Deutschland"),
        ] {
            let name = area_name(label, true);
            assert_eq!((name.full.as_str(), name.genitive.as_str()), (full, genitive), "{label}");
            assert_eq!(name.place, Place { within: within.into(), about: about.into() }, "{label}");
        }
        assert_eq!(with_kind_of_verband("072355001", "Hermeskeil, VG"), "Verbandsgemeinde Hermeskeil");
        let mut names = ["Föhren", "Freudenburg", "Farschweiler", "Ürzig", "Trier"];
        names.sort_by_key(|name| sort_key(name));
        assert_eq!(names, ["Farschweiler", "Föhren", "Freudenburg", "Trier", "Ürzig"]);
        assert_eq!(area_name("Unna, Kreis", false).place.within, "in the Kreis Unna");
    }
}
