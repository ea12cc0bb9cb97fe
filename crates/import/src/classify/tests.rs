use model::codes::education::DvvKategorie;
use proptest::prelude::*;

use super::*;

fn offer(title: &str, dvv: &str) -> OfferContent {
    OfferContent {
        title: title.into(),
        dvv_category: (!dvv.is_empty()).then(|| DvvKategorie { version: "2.0".into(), code: dvv.into() }),
        ..OfferContent::default()
    }
}

fn codes<T: ToString>(set: impl IntoIterator<Item = T>) -> String {
    set.into_iter().map(|code| code.to_string()).collect::<Vec<_>>().join(" ")
}

#[test]
fn topics_by_title_then_by_category() {
    for (title, dvv, expected) in [
        ("Englisch B2 - Language through Literature", "4.06", "fremdsprachen"),
        ("Deutsch A1.1", "4.04", "deutsch"),
        ("Deutsch als Fremdsprache", "", "deutsch"),
        ("Hauptschulabschluss nachholen", "6.02", "schulabschluss"),
        ("Kickbox trifft Fitness", "3.02", "bewegung"),
        ("Sanfte Stunde", "3.01", "gesundheit"),
        ("Schreinern für Anfänger", "2.10", "kunst"),
        ("Regionale Runde", "7.01", ""),
        ("Etwas anderes", "", ""),
    ] {
        let mut content = offer(title, dvv);
        complete(&mut content);
        assert_eq!(codes(&content.topics), expected, "{title}");
    }
}

#[test]
fn a_keyword_counts_by_its_beginning() {
    let mut content = offer("Kickbox trifft Fitness", "3.02");
    content.keywords = vec!["Fragen auf Englisch".into()];
    complete(&mut content);
    assert_eq!(codes(&content.topics), "bewegung");
}

#[test]
fn a_language_among_the_keywords_makes_no_language_course() {
    let mut content = offer("Kochkurs: Küche aus Japan", "3.05");
    content.keywords = vec!["Japanisch".into(), "Kochen".into()];
    complete(&mut content);
    assert_eq!(codes(&content.topics), "ernaehrung");
}

#[test]
fn target_groups_from_their_field_and_from_titles() {
    for (title, field, expected) in [
        ("Windows", "Lehrer/innen, Erzieher/innen", "paedagogische_fachkraefte"),
        ("55plus: Smartphone (Android)", "Ältere", "aeltere"),
        ("Frauen im Mittelalter", "", ""),
        ("Selbstverteidigung für Frauen und Mädchen", "", "frauen"),
        ("Yoga für Schwangere", "", "eltern"),
        ("Eltern-Kind-Turnen", "", "eltern"),
        ("Umschulung", "Erwerbslose ohne Bildungsabschluss", "arbeitsuchende"),
    ] {
        let mut content = offer(title, "");
        content.target_group_text = (!field.is_empty()).then(|| field.to_owned());
        complete(&mut content);
        assert_eq!(codes(&content.target_groups), expected, "{title}");
    }
}

#[test]
fn funding_from_words_unless_denied() {
    for (title, description, expected) in [
        ("Lohn (3) Xpert Business - Bildungsurlaub", "", "bildungsfreistellung"),
        ("Englisch B1.2 intensiv (BU): Headway", "", "bildungsfreistellung"),
        ("Lohn", "Als Bildungsurlaub anerkannt.", "bildungsfreistellung"),
        ("Lohn", "Der Kurs ist nicht als Bildungsurlaub anerkannt.", ""),
        ("Lohn", "Kein Bildungsurlaub. Mit Bildungsgutschein kostenfrei.", "bildungsgutschein"),
        ("Wie ein BUch entsteht", "", ""),
    ] {
        let mut content = offer(title, "");
        content.description = description.to_owned();
        complete(&mut content);
        assert_eq!(codes(&content.funding), expected, "{title} {description}");
    }
}

#[test]
fn levels_only_in_language_courses() {
    for (title, dvv, expected) in [
        ("Spanisch A1.2 - etwas schneller!", "4.22", "A1.2"),
        ("Englisch B1 am Abend", "", "B1"),
        ("Baustoffe der Klasse A2", "5.10", ""),
        ("Plan B1", "2.01", ""),
    ] {
        let mut content = offer(title, dvv);
        complete(&mut content);
        assert_eq!(codes(&content.cefr), expected, "{title}");
    }
}

#[test]
fn phases_of_life() {
    use model::offers::LifePhase::*;
    for (title, group, expected) in [
        ("Experimente ab 3 Jahren", "Kinder", vec![FruehKindheit, Schule]),
        ("Töpfern 6-10 Jahre", "Kinder", vec![Schule]),
        ("Gymnastik 60+", "", vec![NachErwerb]),
        ("Wiedereinstieg", "Berufsrückkehrerinnen", vec![Erwerbsleben]),
        ("Yoga", "", vec![Alle]),
        ("Pflege zu Hause", "", vec![Alle]),
        ("Prüfungsvorbereitung Deutsch A2", "", vec![Alle]),
        ("Prüfungsvorbereitung Mathematik Klasse 10", "", vec![Schule]),
        ("Hauptschulabschluss nachholen", "", vec![UebergangSchuleBeruf]),
    ] {
        let mut content = offer(title, "");
        content.target_group_text = (!group.is_empty()).then(|| group.to_owned());
        complete(&mut content);
        assert_eq!(content.life_phases, expected.into_iter().collect(), "{title}");
    }
}

#[test]
fn the_language_of_instruction_is_never_guessed() {
    let mut content = offer("Englisch B1 für den Beruf", "4.06");
    complete(&mut content);
    assert!(content.languages.is_empty());
}

proptest! {
    /// What the source says stays; a second pass concludes nothing new.
    #[test]
    fn conclusions_are_stable(title in "\\PC{0,40}", description in "(Voraussetzung|:|keine|\\PC| |\n){0,12}") {
        let mut content = offer(&title, "4.06");
        content.description = description;
        complete(&mut content);
        let once = content.clone();
        complete(&mut content);
        prop_assert_eq!(content, once);
    }
}
