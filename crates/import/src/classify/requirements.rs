//! Zugangsvoraussetzungen in running text. "Keine" is an answer of its own, silence is not "keine".

use model::offers::Zugangsvoraussetzungen;

/// Longest piece of text that is taken for the requirements.
const LONGEST: usize = 600;

/// Words that a sentence may hold and still say no more than "none".
const WORDS_OF_NONE: [&str; 29] = [
    "keine",
    "kein",
    "keinerlei",
    "besonderen",
    "besondere",
    "speziellen",
    "formalen",
    "formale",
    "weiteren",
    "vorkenntnisse",
    "voraussetzungen",
    "voraussetzung",
    "zugangsvoraussetzungen",
    "teilnahmevoraussetzungen",
    "kenntnisse",
    "erforderlich",
    "nötig",
    "notwendig",
    "sind",
    "werden",
    "benötigt",
    "vorausgesetzt",
    "ohne",
    "nicht",
    "es",
    "bestehen",
    "gibt",
    "für",
    "entfällt",
];

/// The answer of a field that holds nothing but the requirements.
pub fn read_field(text: &str) -> Zugangsvoraussetzungen {
    let text = text.trim();
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    if words.is_empty()
        || lower.starts_with("keine angabe")
        || matches!(lower.as_str(), "k.a." | "k. a." | "siehe text")
    {
        return Zugangsvoraussetzungen::Unknown;
    }
    let denies = ["keine", "kein", "keinerlei", "ohne", "nicht", "entfällt"].iter().any(|word| words.contains(word));
    if denies && words.iter().all(|word| WORDS_OF_NONE.contains(word)) {
        return Zugangsvoraussetzungen::Keine;
    }
    Zugangsvoraussetzungen::Text(shorten(text))
}

/// Looks for a labelled passage ("Voraussetzungen: …", "Vorkenntnisse: A1.1") or a plain denial ("ohne Vorkenntnisse").
pub fn find_in_text(text: &str) -> Zugangsvoraussetzungen {
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        let Some(passage) = labelled(line) else { continue };
        let passage = if passage.is_empty() {
            // The label stands alone: what follows up to the next empty line belongs to it.
            let mut following = Vec::new();
            while let Some(next) = lines.next_if(|next| !next.trim().is_empty()) {
                following.push(next.trim());
            }
            following.join("\n")
        } else {
            first_sentences(passage).to_owned()
        };
        match read_field(&passage) {
            Zugangsvoraussetzungen::Unknown => {}
            answer => return answer,
        }
    }
    if is_denied(text) { Zugangsvoraussetzungen::Keine } else { Zugangsvoraussetzungen::Unknown }
}

/// Text behind a label in this line.
fn labelled(line: &str) -> Option<&str> {
    const STEMS: [&str; 4] = ["oraussetzung", "orraussetzung", "orkenntnisse", "orkenntnis"];
    for stem in STEMS {
        for (at, _) in line.match_indices(stem) {
            let behind = &line[at + stem.len()..];
            let behind = ["(en)", "en", "e"].iter().find_map(|ending| behind.strip_prefix(ending)).unwrap_or(behind);
            let label_end = behind.trim_start();
            let label_end = ["für die Teilnahme", "zur Teilnahme", "für diesen Kurs"]
                .iter()
                .find_map(|more| label_end.strip_prefix(more))
                .unwrap_or(label_end)
                .trim_start();
            let Some(passage) = label_end.strip_prefix(':') else { continue };
            // The label must begin the line or a sentence: "Auch ohne Voraussetzungen: mitmachen" is no label.
            let word_start = line[..at]
                .rfind(|c: char| !c.is_alphanumeric())
                .map_or(0, |space| space + line[space..].chars().next().map_or(1, char::len_utf8));
            let before = line[..word_start].trim_end();
            let begins = before.is_empty() || before.ends_with(['.', ';', '!', '?', '-', '–', ':', ',', '(']);
            if begins {
                return Some(passage.trim());
            }
        }
    }
    None
}

/// A label in the middle of a long paragraph rules its sentence, not the paragraph.
fn first_sentences(passage: &str) -> &str {
    const WHOLE_UP_TO: usize = 300;
    if passage.len() <= WHOLE_UP_TO {
        return passage;
    }
    let end = passage
        .match_indices(". ")
        .find(|(at, _)| *at > 20 && passage[at + 2..].starts_with(char::is_uppercase))
        .map_or(passage.len(), |(at, _)| at + 1);
    &passage[..end]
}

fn is_denied(text: &str) -> bool {
    const DENIALS: [&str; 9] = [
        "ohne Vorkenntnisse",
        "eine Vorkenntnisse erforderlich",
        "eine Vorkenntnisse nötig",
        "eine Vorkenntnisse notwendig",
        "eine Vorkenntnisse sind",
        "orkenntnisse sind nicht",
        "orkenntnisse nicht",
        "orkenntnisse werden nicht",
        "eine besonderen Vorkenntnisse",
    ];
    DENIALS.iter().any(|denial| text.contains(denial))
}

fn shorten(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((at, _)) => {
            let cut = text[..at].rfind(char::is_whitespace).unwrap_or(at);
            format!("{} …", text[..cut].trim_end())
        }
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn text(text: &str) -> Zugangsvoraussetzungen {
        Zugangsvoraussetzungen::Text(text.to_owned())
    }

    #[test]
    fn fields() {
        for none in
            ["keine", "Keine.", "Keine Vorkenntnisse erforderlich", "keine besonderen Voraussetzungen", "entfällt"]
        {
            assert_eq!(read_field(none), Zugangsvoraussetzungen::Keine, "{none}");
        }
        for unknown in ["", "-", "Keine Angabe", "k. A."] {
            assert_eq!(read_field(unknown), Zugangsvoraussetzungen::Unknown, "{unknown}");
        }
        let but = "neben eigenem Android-Smartphone, keine";
        assert_eq!(read_field(but), text(but));
        assert_eq!(read_field("Berufsabschluss"), text("Berufsabschluss"));
        assert_eq!(read_field(&"wort ".repeat(400)).clone(), text(&format!("{} …", "wort ".repeat(120).trim_end())));
    }

    #[test]
    fn passages_in_descriptions() {
        for (description, expected) in [
            ("Zugangsvoraussetzungen: Grundkenntnisse in Windows\nDer Kurs …", text("Grundkenntnisse in Windows")),
            ("Der Kurs ist auch für Studierende geeignet.\nVorkenntnisse: A1.1", text("A1.1")),
            ("Voraussetzung(en): keine", Zugangsvoraussetzungen::Keine),
            ("Wir lernen. Voraussetzungen: Freude am Lesen", text("Freude am Lesen")),
            ("Voraussetzungen:\n- Laptop\n- Zeit\n\nMehr", text("- Laptop\n- Zeit")),
            ("Vorraussetzung: Mut", text("Mut")),
            ("Für Einsteiger ohne Vorkenntnisse.", Zugangsvoraussetzungen::Keine),
            ("Vorkenntnisse sind nicht nötig.", Zugangsvoraussetzungen::Keine),
            ("Die Voraussetzungen: unklar", Zugangsvoraussetzungen::Unknown),
            ("Voraussetzungen: Keine Angabe", Zugangsvoraussetzungen::Unknown),
            ("Hier geht es um Lohn.", Zugangsvoraussetzungen::Unknown),
        ] {
            assert_eq!(find_in_text(description), expected, "{description}");
        }
    }

    #[test]
    fn a_label_inside_a_long_paragraph_rules_its_sentence() {
        let long = format!("Voraussetzungen: Sie haben schon einmal genäht. {}", "Dann geht es weiter. ".repeat(30));
        assert_eq!(find_in_text(&long), text("Sie haben schon einmal genäht."));
    }

    proptest! {
        #[test]
        fn any_text_is_read(text in "(oraussetzung|Vorkenntnisse|:|\\PC|\n| ){0,20}") {
            find_in_text(&text);
        }
    }
}
