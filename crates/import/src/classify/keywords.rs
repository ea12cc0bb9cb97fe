//! Keywords: SHOUTED category words normalised or dropped, doubles removed.

/// Category words that exports add to every record of a department; the topic says the same and more.
const CATEGORIES: [&str; 22] = [
    "sprachen",
    "gesundheit",
    "kultur",
    "beruf",
    "edv",
    "arbeit",
    "politik",
    "gesellschaft",
    "umwelt",
    "gestalten",
    "grundbildung",
    "schulabschlüsse",
    "schulabschluss",
    "kreativität",
    "kunst",
    "it",
    "digitales",
    "leben",
    "mensch",
    "spezial",
    "allgemein",
    "programm",
];

/// Longest word in capitals that is taken for an acronym.
const ACRONYM: usize = 4;
const MOST: usize = 40;

/// Adds a keyword in a readable form, unless it says nothing or is there already. `context` is the title: "DATEV" stays in capitals when
/// the title writes it so.
pub fn add_keyword(keywords: &mut Vec<String>, keyword: &str, context: &str) {
    let keyword = keyword.trim().trim_matches([',', ';', '#']).trim();
    if keyword.is_empty() || keyword.len() > 255 || keywords.len() >= MOST {
        return;
    }
    let shouted = keyword.chars().any(char::is_alphabetic) && !keyword.chars().any(char::is_lowercase);
    let normal = if shouted && keyword.chars().count() > ACRONYM && !context.contains(keyword) {
        let parts = || keyword.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
        if parts().all(|part| CATEGORIES.contains(&part.to_lowercase().as_str())) {
            return;
        }
        if keyword.chars().any(|c| c.is_ascii_digit()) { keyword.to_owned() } else { lower_words(keyword) }
    } else if shouted && CATEGORIES.contains(&keyword.to_lowercase().as_str()) && keyword.len() > 3 {
        return;
    } else {
        keyword.to_owned()
    };
    let lower = normal.to_lowercase();
    if !keywords.iter().any(|known| known.to_lowercase() == lower) {
        keywords.push(normal);
    }
}

/// `RECHNUNGSWESEN` → `Rechnungswesen`, `DEUTSCH ALS FREMDSPRACHE` → `Deutsch als Fremdsprache`.
fn lower_words(text: &str) -> String {
    const SMALL: [&str; 12] = ["und", "als", "für", "in", "der", "die", "das", "mit", "am", "im", "von", "zu"];
    let mut out = String::with_capacity(text.len());
    let mut word = String::new();
    for character in text.chars().chain(std::iter::once(' ')) {
        if character.is_alphanumeric() {
            word.push(character);
            continue;
        }
        let lower = word.to_lowercase();
        if SMALL.contains(&lower.as_str()) && !out.is_empty() {
            out.push_str(&lower);
        } else {
            let mut letters = lower.chars();
            out.extend(letters.next().map(|first| first.to_uppercase().to_string()));
            out.extend(letters);
        }
        word.clear();
        out.push(character);
    }
    out.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shouted_words_are_normalised_or_dropped() {
        let mut keywords = Vec::new();
        for keyword in [
            "ARBEIT-BERUF-EDV",
            "Beruf",
            "BERUF",
            "EDV",
            "Lohn",
            "RECHNUNGSWESEN",
            "DATEV",
            "Xpert",
            "SPRACHEN",
            "B2",
            "DEUTSCH ALS FREMDSPRACHE",
            "",
            " Lohn ",
            "KULTUR",
            "KI",
        ] {
            add_keyword(&mut keywords, keyword, "Lohn mit DATEV");
        }
        assert_eq!(
            keywords,
            ["Beruf", "EDV", "Lohn", "Rechnungswesen", "DATEV", "Xpert", "B2", "Deutsch als Fremdsprache", "KI"]
        );
    }
}
