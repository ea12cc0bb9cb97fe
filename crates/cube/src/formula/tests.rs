use expect_test::{Expect, expect};
use model::kennzahlen::{Choice, Source};
use proptest::prelude::*;

use super::*;

fn inputs() -> Vec<Input> {
    [("ohne", "Anzahl"), ("alle", "Anzahl"), ("quote", "Prozent"), ("einkommen", "Tsd. EUR")]
        .map(|(name, unit)| Input {
            name: name.to_owned(),
            label: name.to_owned(),
            unit: unit.to_owned(),
            adds_up_by: None,
            sources: vec![Source {
                tables: Choice::from(vec!["T".to_owned()]),
                measure: "M".to_owned(),
                filter: std::collections::BTreeMap::new(),
                year_offset: 0,
                up_to_years_before: 0,
                within_year: None,
                valid_from: None,
                valid_until: None,
            }],
        })
        .to_vec()
}

#[track_caller]
fn accepted(text: &str, unit: &str) {
    if let Err(error) = Formula::parse(text, &inputs(), unit) {
        panic!("{text}: {error}");
    }
}

#[track_caller]
fn refused(text: &str, unit: &str, expected: Expect) {
    let error = Formula::parse(text, &inputs(), unit).unwrap_err();
    expected.assert_eq(&error.to_string());
}

#[test]
fn formulas_of_the_field_are_read() {
    accepted("ohne", "Anzahl");
    accepted("100 * ratio(ohne, alle)", "Prozent");
    accepted("per(1000, ohne, alle)", "je 1.000");
    accepted("100 - quote", "Prozent");
    accepted("-(ohne - alle) / 2", "Anzahl");
    accepted("index(sum(ohne, alle), 2015)", "2015 = 100");
    accepted("(z(quote) - z(ratio(einkommen, alle))) / 2", "Punkte");
    accepted("1000 * einkommen / alle", "EUR");
    accepted("growth(alle)", "Prozent");
}

#[test]
fn mistakes_name_their_place() {
    refused("", "Anzahl", expect!["Stelle 1: die Formel bricht ab; hier fehlt eine Größe oder Zahl"]);
    refused("100 * ratio(ohne alle)", "Prozent", expect!["Stelle 18: hier fehlt „)“"]);
    refused("100 * ratio(ohne)", "Prozent", expect!["Stelle 7: so wird die Funktion geschrieben: ratio(a, b)"]);
    refused(
        "ohne + quote",
        "Anzahl",
        expect!["Stelle 6: verschiedene Einheiten lassen sich nicht zusammenzählen: „Anzahl“ und „Prozent“"],
    );
    refused(
        "ohne + 5",
        "Anzahl",
        expect!["Stelle 6: verschiedene Einheiten lassen sich nicht zusammenzählen: „Anzahl“ und „eine reine Zahl“"],
    );
    refused(
        "sum(ohne, alle, einkommen)",
        "Anzahl",
        expect!["Stelle 17: verschiedene Einheiten lassen sich nicht zusammenzählen: „Anzahl“ und „Tsd. EUR“"],
    );
    refused(
        "ratio(ohne, alle)",
        "Anzahl",
        expect!["Stelle 1: das Ergebnis ist eine reine Zahl, angegeben ist „Anzahl“"],
    );
    refused("ohne", "Prozent", expect!["Stelle 1: das Ergebnis ist in „Anzahl“, angegeben ist „Prozent“"]);
    refused(
        "mittel(ohne)",
        "Anzahl",
        expect!["Stelle 1: die Funktion „mittel“ gibt es nicht; es gibt: sum, ratio, per, index, diff, growth, z"],
    );
    refused("ohne / alle)", "Prozent", expect!["Stelle 12: „)“ wird hier nicht erwartet"]);
    refused(
        "ohne / ganze",
        "Prozent",
        expect!["Stelle 8: die Größe „ganze“ gibt es nicht; es gibt: ohne, alle, quote, einkommen"],
    );
    refused("index(ohne, alle)", "x", expect!["Stelle 13: hier steht das Basisjahr, etwa 2015"]);
    refused("per(alle, ohne, alle)", "x", expect!["Stelle 5: hier steht eine Zahl, etwa 1000"]);
    refused("z(z(ohne))", "x", expect!["Stelle 3: z(…) steht nicht in einem anderen z(…)"]);
    refused("1,5 * ohne", "Anzahl", expect!["Stelle 2: „,“ wird hier nicht erwartet"]);
    refused("1.5.2 * ohne", "Anzahl", expect!["Stelle 1: „1.5.2“ ist keine Zahl (Nachkommastellen mit Punkt)"]);
    refused("ohne % alle", "Anzahl", expect!["Stelle 6: das Zeichen „%“ gibt es in Formeln nicht"]);
}

proptest! {
    #[test]
    fn no_text_breaks_the_parser(text in "[a-z0-9.,()*/+ -]{0,200}|\\PC{0,60}|\\(*|-*") {
        let _ = Formula::parse(&text, &inputs(), "Anzahl");
    }
}

#[test]
fn deep_nesting_is_refused_instead_of_exhausting_the_stack() {
    for text in ["(".repeat(100_000), "-".repeat(100_000), "sum(".repeat(100_000)] {
        assert!(Formula::parse(&text, &inputs(), "Anzahl").is_err());
    }
}
