//! Addresses in one piece, as calendars and tables write them: "Haus am Beispiel, Beispielstr. 1, 54329 Konz".

use model::codes::plz::Plz;
use model::places::PlaceContent;

/// Splits an address at commas, line breaks and bars. A part that begins with a PLZ is PLZ and city, a part with a house number is the
/// street, what stands before is the name (its second part the room), what follows the city is left out when it is a country and
/// otherwise the Ortsteil. Without PLZ and street the whole text is the name.
pub fn split_address(text: &str) -> PlaceContent {
    let mut place = PlaceContent::default();
    let parts: Vec<&str> = text.split([',', ';', '\n', '|']).map(str::trim).filter(|part| !part.is_empty()).collect();
    let mut names: Vec<&str> = Vec::new();
    for part in &parts {
        if let Some((before, plz, city)) = find_plz(part)
            && place.plz.is_none()
        {
            place.plz = Some(plz);
            place.city = (!city.is_empty()).then(|| city.to_owned());
            // "Beispielstr. 1 54329 Konz" without comma.
            if is_street(before) && place.street.is_none() {
                place.street = Some(before.to_owned());
            } else if !before.is_empty() {
                names.push(before);
            }
        } else if place.street.is_none() && is_street(part) {
            place.street = Some((*part).to_owned());
        } else if place.plz.is_some() && place.city.is_none() {
            place.city = Some((*part).to_owned());
        } else if place.plz.is_some() && is_country(part) {
            // Every place of the portal lies in Germany or just beyond.
        } else if place.plz.is_some() && place.district.is_none() {
            place.district = Some((*part).to_owned());
        } else {
            names.push(part);
        }
    }
    let has_address = place.plz.is_some() || place.street.is_some();
    // "Haus am Beispiel, Beispielstr. 1, Konz": behind the street, without PLZ, stands the city.
    if place.plz.is_none() && place.street.is_some() && names.len() > 1 {
        let behind_street = parts.iter().position(|part| Some(*part) == place.street.as_deref()).unwrap_or(0);
        let last = names.last().copied().unwrap_or_default();
        if parts.iter().rposition(|part| *part == last).is_some_and(|at| at > behind_street) {
            names.pop();
            place.city = Some(last.to_owned());
        }
    } else if place.plz.is_none() && place.street.is_some() && names.len() == 1 && parts.last() == names.last() {
        place.city = names.pop().map(str::to_owned);
    }
    if has_address {
        let mut names = names.into_iter();
        place.name = names.next().map(str::to_owned);
        let rest: Vec<&str> = names.collect();
        place.room = (!rest.is_empty()).then(|| rest.join(", "));
    } else if !parts.is_empty() {
        place.name = Some(parts.join(", "));
    }
    place
}

/// A PLZ as a word of its own: (text before it, PLZ, text behind it).
fn find_plz(part: &str) -> Option<(&str, Plz, &str)> {
    let mut at = 0;
    for word in part.split(' ') {
        let digits = word.strip_prefix("D-").or_else(|| word.strip_prefix("DE-")).unwrap_or(word);
        if let Ok(plz) = digits.parse::<Plz>() {
            let before = part[..at].trim();
            return Some((before, plz, part[at + word.len()..].trim()));
        }
        at += word.len() + 1;
    }
    None
}

/// A street with a house number: words that end in digits, perhaps with a letter ("1", "12a", "3-5", "1 b").
fn is_street(part: &str) -> bool {
    let mut words: Vec<&str> = part.split_whitespace().collect();
    if words.last().is_some_and(|last| last.len() == 1 && last.chars().all(|c| c.is_ascii_lowercase())) {
        words.pop();
    }
    let Some((number, name)) = words.split_last() else { return false };
    let is_number = number.starts_with(|c: char| c.is_ascii_digit())
        && number.chars().all(|c| c.is_ascii_digit() || c.is_ascii_lowercase() || matches!(c, '-' | '–' | '/' | '+'))
        && number.chars().filter(|c| c.is_ascii_digit()).count() <= 7;
    let begins_like_a_room = name.first().is_some_and(|word| {
        ["raum", "zimmer", "saal", "etage", "stock", "og", "eg", "haus", "gebäude", "halle", "platz"]
            .contains(&word.trim_end_matches(['.', ':']).to_lowercase().as_str())
    });
    !name.is_empty() && is_number && !begins_like_a_room && name.concat().chars().any(char::is_alphabetic)
}

fn is_country(part: &str) -> bool {
    matches!(part.to_lowercase().as_str(), "deutschland" | "germany" | "de" | "brd" | "bundesrepublik deutschland")
}

/// Whether a text in the place of a place says that there is none: online.
pub fn is_online(text: &str) -> bool {
    let lower = text.trim().to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let sign = ["online", "zoom", "webinar", "internet", "virtuell", "teams", "bigbluebutton", "webex", "digital"];
    let filler = [
        "kurs",
        "per",
        "via",
        "im",
        "veranstaltung",
        "seminar",
        "ms",
        "microsoft",
        "videokonferenz",
        "über",
        "meeting",
        "live",
        "raum",
        "only",
        "nur",
    ];
    lower.starts_with("http")
        || !words.is_empty()
            && words.iter().any(|word| sign.contains(word))
            && words.iter().all(|word| sign.contains(word) || filler.contains(word))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn addresses_as_calendars_write_them() {
        // name | room | street | PLZ | city | district
        for (text, expected) in [
            ("Beispielhaus, Beispielstr. 1, 54329 Konz", "Beispielhaus||Beispielstr. 1|54329|Konz|"),
            (
                "Beispielhaus, Raum 3, Am Markt 12 b, D-54329 Konz, Deutschland",
                "Beispielhaus|Raum 3|Am Markt 12 b|54329|Konz|",
            ),
            ("Beispielhaus\nBeispielstr. 3-5\n54329 Konz", "Beispielhaus||Beispielstr. 3-5|54329|Konz|"),
            ("Beispielstr. 1 54329 Konz", "||Beispielstr. 1|54329|Konz|"),
            ("54329 Konz, Oberbeispiel", "|||54329|Konz|Oberbeispiel"),
            ("Beispielhaus, Beispielstr. 1, Konz", "Beispielhaus||Beispielstr. 1||Konz|"),
            ("Beispielstr. 1, Konz", "||Beispielstr. 1||Konz|"),
            ("Beispielhaus", "Beispielhaus|||||"),
            ("Beispielhaus, Saal", "Beispielhaus, Saal|||||"),
            ("Beispielhaus, Raum 3", "Beispielhaus, Raum 3|||||"),
            ("", "|||||"),
            (" , ;", "|||||"),
        ] {
            let place = split_address(text);
            let plz = place.plz.as_ref().map(ToString::to_string);
            let fields = [place.name, place.room, place.street, plz, place.city, place.district];
            assert_eq!(fields.map(Option::unwrap_or_default).join("|"), expected, "{text}");
        }
    }

    #[test]
    fn online_is_no_place() {
        for text in ["online", "Online-Kurs", "per Zoom", "Webinar (Zoom)", "https://beispiel.example/raum", "MS Teams"]
        {
            assert!(is_online(text), "{text}");
        }
        for text in ["", "Konz", "Internetcafé Beispiel", "Online und in Konz", "Raum 3"] {
            assert!(!is_online(text), "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "[ ,;|\n0-9a-zA-ZäöüD.-]{0,60}") {
            split_address(&text);
            is_online(&text);
        }
    }
}
