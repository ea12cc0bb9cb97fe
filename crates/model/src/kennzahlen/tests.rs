use expect_test::{Expect, expect};

use super::*;

const COMPLETE: &str = r#"code = "D.26"
bereich = "D"
kind = "core"
status = "active"
name = { de = "Abgänge ohne Hauptschulabschluss", en = "Leavers without certificate" }
question = "Wie viele Jugendliche verlassen die Schule ohne Abschluss?"
unit = "Prozent"
decimals = 1
polarity = "lower"
counts = "flow"
stichtag = "Schuljahr, das im Berichtsjahr endet"

[[version]]
valid_from = 1995
formula = "100 * ratio(ohne, alle)"

[[input]]
name = "ohne"
label = "Abgänge ohne Hauptschulabschluss"
unit = "Anzahl"
[[input.source]]
tables = "21111-02-06-4"
measure = "ABS"
where = { ABSCH = ["OHNE", "FOERDER"], GES = "W" }

[[input]]
name = "alle"
label = "Abgänge insgesamt"
unit = "Anzahl"
[[input.source]]
tables = ["21111-02-06-4", "21111-02-06-5"]
measure = "ABS"
year_offset = -1

[[breakdown]]
dimension = "GES"
label = { de = "Geschlecht", en = "Sex" }
"#;

#[test]
fn a_definition_is_read() {
    let kennzahl = Kennzahl::parse("d26.toml", COMPLETE).unwrap();
    assert_eq!(kennzahl.code.file_name(), "d26.toml");
    assert_eq!(kennzahl.inputs[0].sources[0].filter["ABSCH"].codes(), ["OHNE", "FOERDER"]);
    assert_eq!(kennzahl.inputs[0].adds_up_by(), AddsUpBy::Population);
    assert_eq!(kennzahl.inputs[1].sources[0].year_offset, -1);
    assert_eq!(kennzahl.tables().into_iter().collect::<Vec<_>>(), ["21111-02-06-4", "21111-02-06-5"]);
    assert!(kennzahl.version(1994).is_none() && kennzahl.version(2023).is_some());
}

#[track_caller]
fn check(replaced: &str, by: &str, expected: Expect) {
    assert!(COMPLETE.contains(replaced), "{replaced}");
    let mistake = Kennzahl::parse("d26.toml", &COMPLETE.replacen(replaced, by, 1)).unwrap_err();
    expected.assert_eq(&mistake.to_string());
}

#[test]
fn mistakes_name_file_line_and_field() {
    check("decimals = 1\n", "", expect!["d26.toml, Zeile 1: das Feld „decimals“ fehlt"]);
    check(
        "decimals = 1",
        "decimals = 1\ndecimal = 1",
        expect![
            "d26.toml, Zeile 9: unbekanntes Feld „decimal“; erlaubt sind: code, bereich, kind, status, name, question, words, unit, decimals, polarity, counts, stichtag, caveats, footnotes, headline, headline_negative, external_ids, awaited, version, input, breakdown"
        ],
    );
    check(
        "polarity = \"lower\"",
        "polarity = \"better\"",
        expect!["d26.toml, Zeile 9: „better“ ist nicht erlaubt; möglich sind: higher, lower, neutral"],
    );
    check(
        "unit = \"Prozent\"",
        "unit = 5",
        expect!["d26.toml, Zeile 7: hier wird ein Text in Anführungszeichen erwartet"],
    );
    check("decimals = 1", "decimals = \"eins\"", expect!["d26.toml, Zeile 8: hier wird eine ganze Zahl erwartet"]);
    check(
        "code = \"D.26\"",
        "code = \"D26\"",
        expect![[r#"d26.toml, Zeile 1: kein gültiger Wert für Kennzahlcode: "D26""#]],
    );
    check("bereich = \"D\"", "bereich = \"E\"", expect!["d26.toml, Zeile 2: bereich: „E“ passt nicht zum Code D.26"]);
    check(
        "kind = \"core\"",
        "kind = \"core",
        expect![[r#"d26.toml, Zeile 3: kein gültiges TOML (invalid basic string, expected `"`)"#]],
    );
    check(
        "status = \"active\"",
        "status = \"waiting\"",
        expect!["d26.toml: awaited: fehlt: eine wartende Kennzahl sagt, welche Daten fehlen"],
    );
    check(
        "where = {",
        "were = {",
        expect![
            "d26.toml, Zeile 24: unbekanntes Feld „were“; erlaubt sind: tables, measure, where, year_offset, up_to_years_before, within_year, valid_from, valid_until"
        ],
    );
    check(
        "name = \"ohne\"",
        "name = \"Ohne Abschluss\"",
        expect![
            "d26.toml, Zeile 17: input: „Ohne Abschluss“: ein Name besteht aus Kleinbuchstaben a–z, Ziffern und _ und beginnt mit einem Buchstaben"
        ],
    );
    check("name = \"ohne\"", "name = \"alle\"", expect!["d26.toml, Zeile 17: input: „alle“: der Name steht zweimal"]);
    check(
        "unit = \"Anzahl\"",
        "unit = \"Prozent\"",
        expect!["d26.toml, Zeile 17: input: „ohne“: „Prozent“ lässt sich nicht zusammenzählen"],
    );
    check(
        "valid_from = 1995",
        "valid_from = 1995\nvalid_until = 1990",
        expect!["d26.toml, Zeile 13: version: „valid_until“ liegt vor „valid_from“ (1995)"],
    );
    check(
        "[[breakdown]]",
        "[[breakdown]]\ninputs = [\"jungen\"]",
        expect!["d26.toml, Zeile 35: breakdown: die Größe „jungen“ gibt es nicht"],
    );
    check(
        "[[version]]",
        "headline = { de = \"In {ort}\", en = \"\" }\n[[version]]",
        expect![
            "d26.toml, Zeile 13: headline: „{ort}“ gibt es nicht; erlaubt sind {gebiet}, {jahr}, {wert}, {zahl}, {hundert}, {betrag}, {grad}"
        ],
    );
}

#[test]
fn codes_are_letters_of_the_leitfaden_and_numbers() {
    for code in ["A.01", "I.19", "D.25a"] {
        assert_eq!(code.parse::<KennzahlCode>().unwrap().as_str(), code);
    }
    for code in ["", "D", "D.", "D.2", "J.01", "d.01", "D.01ab", "D.01A", "D.é1"] {
        assert!(code.parse::<KennzahlCode>().is_err(), "{code}");
    }
}
