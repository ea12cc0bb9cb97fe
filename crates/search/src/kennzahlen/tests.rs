//! Rules that hold for any question; which question leads where is judged in `crates/web`, on the whole catalogue.

use model::kennzahlen::Kennzahl;
use proptest::prelude::*;

use super::*;

fn definition(code: &str, name: &str, question: &str, words: &[&str]) -> Kennzahl {
    let text = format!(
        "code = \"{code}\"\nbereich = \"{}\"\nkind = \"core\"\nstatus = \"waiting\"\nname = {{ de = \"{name}\", en = \"{name}\" }}\n\
         question = \"{question}\"\nwords = {words:?}\nunit = \"Anzahl\"\ndecimals = 0\npolarity = \"neutral\"\ncounts = \"stock\"\n\
         stichtag = \"31.12.\"\n[awaited]\ndata = \"x.\"\nhow = \"x.\"\n",
        &code[..1]
    );
    Kennzahl::parse(&format!("{}.toml", code.replace('.', "").to_lowercase()), &text).unwrap()
}

fn index() -> Index {
    let definitions = [
        definition("A.01", "Bevölkerungsstand", "Wie viele Menschen leben bei uns?", &["einwohner"]),
        definition("C.02", "Genehmigte Kita-Plätze", "Wie viele Kita-Plätze gibt es?", &["kitaplatz"]),
        definition("D.26", "Abgänge ohne Hauptschulabschluss", "Wie viele gehen ohne Abschluss?", &["ohne abschluss"]),
        definition("D.25a", "Abgänge mit Hauptschulabschluss", "Wie viele haben die Berufsreife?", &["berufsreife"]),
        definition("I.18", "Angebote für Neuzugewanderte", "Reichen die Plätze in Kitas und Schulen?", &["plätze"]),
    ];
    Index::new(definitions.iter().map(|kennzahl| Entry { kennzahl, bereich: &[] }))
}

fn found(asked: &str) -> Vec<usize> {
    index().find(asked).hits.into_iter().map(|hit| hit.position).collect()
}

#[test]
fn questions_lead_to_definitions() {
    for (asked, positions) in [
        ("Wie viele Einwohner gibt es?", &[0][..]),
        ("einw", &[0]),
        ("kitaplaetze", &[1]),
        ("KITAPLÄTZE", &[1]),
        ("d26", &[2]),
        ("D.26", &[2]),
        ("D.25a", &[3]),
        ("keinen Abschluss", &[2]),
        ("hauptschulabschlus", &[3, 2]),
        ("a", &[]),
        ("", &[]),
        ("quantenphysik", &[]),
    ] {
        assert_eq!(found(asked), positions, "{asked}");
    }
    // No part of "Einwohner".
    assert!(!found("ohne").contains(&0));
}

#[test]
fn corrections_and_unknown_words_are_told() {
    let answer = index().find("berufsreiffe quantenphysik");
    assert_eq!(answer.hits.iter().map(|hit| hit.position).collect::<Vec<_>>(), [3]);
    assert_eq!(answer.corrections.len(), 1);
    assert_eq!(answer.corrections[0].typed, "berufsreiffe");
    assert_eq!(answer.unknown, ["quantenphysik"]);
}

proptest! {
    #[test]
    fn any_text_can_be_asked(asked in ".{0,80}") {
        index().find(&asked);
    }

    #[test]
    fn the_order_of_words_does_not_matter(mut words in proptest::collection::vec(
        prop::sample::select(vec!["einwohner", "kita", "plätze", "hauptschulabschluss", "ohne", "quantenphysik", "wie", "berufsreiffe"]), 1..6
    )) {
        // The last word may be unfinished: a full stop says that it is not.
        let asked = words.join(" ") + ".";
        words.reverse();
        let (left, right) = (index().find(&asked), index().find(&(words.join(" ") + ".")));
        let near = |left: &Hit, right: &Hit| left.position == right.position && (left.score - right.score).abs() < 0.01;
        prop_assert_eq!(left.hits.len(), right.hits.len());
        prop_assert!(left.hits.iter().zip(&right.hits).all(|(left, right)| near(left, right)));
    }
}
