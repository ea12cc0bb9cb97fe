//! How an area is called: by itself, and inside a sentence.
//!
//! Official lists write "Trier, kreisfreie Stadt" and "Trier-Saarburg, Landkreis"; a sentence needs "in Trier" and "im Landkreis
//! Trier-Saarburg".

use render::charts::headline::Place;

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
    let (full, kind) = if title_is("Landkreis") && !lower.ends_with("kreis") && !lower.starts_with("landkreis") {
        if lower.starts_with("region ") {
            (name.to_owned(), Kind::Feminine)
        } else {
            (format!("Landkreis {name}"), Kind::Masculine)
        }
    } else if title_is("Kreis") && !lower.ends_with("kreis") && !lower.starts_with("kreis ") {
        (format!("Kreis {name}"), Kind::Masculine)
    } else if lower.ends_with("kreis")
        || ["landkreis ", "kreis ", "regionalverband "].iter().any(|start| lower.starts_with(start))
    {
        (name.to_owned(), Kind::Masculine)
    } else if ["verbandsgemeinde ", "städteregion ", "region "].iter().any(|start| lower.starts_with(start)) {
        (name.to_owned(), Kind::Feminine)
    } else if name == "Saarland" {
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
        Kind::Masculine => (format!("im {full}"), format!("für den {full}"), genitive_of_masculine(&full)),
        Kind::Feminine => (format!("in der {full}"), format!("für die {full}"), format!("der {full}")),
        Kind::Neuter => (format!("im {full}"), format!("für das {full}"), format!("des {full}es")),
    };
    AreaName { full, place: Place { within, about }, genitive }
}

/// "des Landkreises Trier-Saarburg", "des Burgenlandkreises".
fn genitive_of_masculine(full: &str) -> String {
    match full.split_once(' ') {
        Some((kind, name)) => {
            format!("des {kind}{} {name}", if kind.ends_with("kreis") || kind == "Kreis" { "es" } else { "s" })
        }
        None => format!("des {full}es"),
    }
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
            ("Saarland", "Saarland", "im Saarland", "für das Saarland", "des Saarlandes"),
            ("Rheinland-Pfalz", "Rheinland-Pfalz", "in Rheinland-Pfalz", "für Rheinland-Pfalz", "von Rheinland-Pfalz"),
            ("Deutschland", "Deutschland", "in Deutschland", "für Deutschland", "von Deutschland"),
        ] {
            let name = area_name(label, true);
            assert_eq!((name.full.as_str(), name.genitive.as_str()), (full, genitive), "{label}");
            assert_eq!(name.place, Place { within: within.into(), about: about.into() }, "{label}");
        }
        assert_eq!(area_name("Unna, Kreis", false).place.within, "in the Kreis Unna");
    }
}
