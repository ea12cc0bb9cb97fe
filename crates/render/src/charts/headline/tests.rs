use std::fmt::Write as _;

use expect_test::expect_file;
use model::kennzahlen::{Kennzahl, KennzahlStatus};
use model::wert::Flags;

use super::*;

/// What a case varies; everything else is as in most of them.
struct Case<'a> {
    values: &'a str,
    breaks: &'a [(&'a str, Reason)],
    statement: Statement<'a>,
    unit: &'a str,
    decimals: u8,
    rounding: Option<u32>,
    latest: Option<&'a str>,
    place: [&'a str; 2],
    land: &'a str,
    bund: &'a str,
    is_money: bool,
    language: Language,
}

const TRIER: [&str; 2] = ["in Trier", "für Trier"];
const COUNT: Case = Case {
    values: "",
    breaks: &[],
    statement: Statement {
        text: "In {gebiet} [besucht ein Kind|besuchen {wert} Kinder] eine Schule ({jahr}).",
        negative: None,
    },
    unit: "",
    decimals: 0,
    rounding: None,
    latest: None,
    place: TRIER,
    land: "",
    bund: "",
    is_money: false,
    language: Language::German,
};
const RATE: Case = Case {
    statement: Statement { text: "In {gebiet} haben {wert} der Kinder einen Platz ({jahr}).", negative: None },
    unit: "%",
    decimals: 1,
    ..COUNT
};
const BALANCE: Case = Case {
    statement: Statement {
        text: "In {gebiet} kommen [|{wert} Kinder mehr als|gleich viele wie] gehen ({jahr}).",
        negative: Some("In {gebiet} gehen [|{betrag} Kinder mehr als|gleich viele wie] kommen ({jahr})."),
    },
    ..COUNT
};
const ENGLISH: Case = Case {
    statement: Statement {
        text: "[One child attends|{wert} children attend] school in {gebiet} ({jahr}).",
        negative: None,
    },
    place: ["in Trier", "for Trier"],
    language: Language::English,
    ..COUNT
};

/// "2015=5.6 2016=. 2017=5.8p": period, value or sign, letters of marks (`c` for converted).
fn points(text: &str) -> Vec<Point> {
    let point = |part: &str| {
        let (period, value) = part.split_once('=').unwrap();
        let number = value.trim_end_matches(['p', 's', 'c']);
        let symbol = match number {
            "g" => Some(Symbol::Secret),
            "." => Some(Symbol::SecretOrUnknown),
            "..." => Some(Symbol::NotYet),
            "x" => Some(Symbol::NotApplicable),
            "~" => Some(Symbol::RoundsToZero),
            "" => Some(Symbol::Missing),
            _ => None,
        };
        let mut wert = symbol.map_or_else(|| Wert::number(number.parse().unwrap()), Wert::symbol);
        for (letter, flag) in [('p', Flags::PROVISIONAL), ('s', Flags::ESTIMATED), ('c', Flags::CONVERTED)] {
            wert = if value.ends_with(letter) { wert.with(flag) } else { wert };
        }
        Point { period: period.parse().unwrap(), wert }
    };
    text.split_whitespace().map(point).collect()
}

fn place(words: [&str; 2]) -> Place {
    Place { within: words[0].to_owned(), about: words[1].to_owned() }
}

fn said(case: &Case) -> String {
    let breaks: Vec<Since> =
        case.breaks.iter().map(|(at, reason)| Since { at: at.parse().unwrap(), reason: reason.clone() }).collect();
    let larger = match case.language {
        Language::German => [["im Saarland", "für das Saarland"], ["in Deutschland", "für Deutschland"]],
        Language::English => [["in Saarland", "for Saarland"], ["in Deutschland", "for Deutschland"]],
    };
    let comparisons: Vec<Comparison> = larger
        .into_iter()
        .zip([case.land, case.bund])
        .map(|(words, values)| Comparison { place: place(words), points: points(values) })
        .collect();
    let headline = headline(&Finding {
        statement: case.statement,
        place: &place(case.place),
        format: &Format { decimals: case.decimals, unit: case.unit.to_owned(), language: case.language },
        points: &points(case.values),
        breaks: &breaks,
        rounding: case.rounding,
        latest: case.latest.map(|latest| latest.parse().unwrap()),
        comparisons: &comparisons,
        is_money: case.is_money,
    });
    // Spaces of all widths read alike here.
    [vec![headline.sentence], headline.story.into_iter().collect(), headline.notes]
        .concat()
        .join(" ")
        .replace(['\u{202f}', '\u{a0}'], " ")
}

#[track_caller]
fn check(cases: &[(Case, &str)]) {
    let mut wrong = String::new();
    for (case, expected) in cases {
        let said = said(case);
        if said != *expected {
            write!(wrong, "\n{}\n  said     {said}\n  expected {expected}", case.values).unwrap();
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn what_was_before() {
    check(&[
        (
            Case { values: "2015=11204 2016=11350 2017=11502 2018=11690 2019=11870", ..COUNT },
            "In Trier besuchen 11.870 Kinder eine Schule (2019), 2015 waren es etwas weniger: 11.204.",
        ),
        (
            Case { values: "2019-12-31=7.9 2020-12-31=7.0 2021-12-31=6.1 2022-12-31=5.2", ..RATE },
            "In Trier haben 5,2 % der Kinder einen Platz (2022), 2019 waren es deutlich mehr: 7,9 %.",
        ),
        (
            Case { values: "2019=50.1 2020=50.4 2021=50.2 2022=50.3", ..RATE },
            "In Trier haben 50,3 % der Kinder einen Platz (2022), kaum anders als 2019 (50,1 %).",
        ),
        (
            Case { values: "2019=50.1 2020=50.4 2021=50.2 2022=50.1", ..RATE },
            "In Trier haben 50,1 % der Kinder einen Platz (2022), wie schon 2019.",
        ),
        (
            Case { values: "2022=111481 2023=112000 2024=111633", ..COUNT },
            "In Trier besuchen 111.633 Kinder eine Schule (2024), fast so viele wie 2022 (111.481).",
        ),
        (
            Case { values: "2022=35 2024=35", ..COUNT },
            "In Trier besuchen 35 Kinder eine Schule (2024), unverändert seit 2022.",
        ),
        (
            Case { values: "2016=5.6 2017=7.1 2018=4.8 2019=6.4 2020=5.1 2021=6.9 2022=5.5", ..RATE },
            "In Trier haben 5,5 % der Kinder einen Platz (2022). Seit 2016 schwankt der Wert zwischen 4,8 % und 7,1 %.",
        ),
        (
            Case { values: "2015=10 2016=12 2017=14 2018=16 2019=14 2020=12 2021=11", ..COUNT },
            "In Trier besuchen 11 Kinder eine Schule (2021). \
             Zwischen 2015 und 2018 stieg die Zahl von 10 auf 16, seitdem ist sie wieder gesunken.",
        ),
        (
            Case { values: "2023-Q1=7.9 2023-Q2=7.0 2023-Q3=6.1 2023-Q4=5.2", ..RATE },
            "In Trier haben 5,2 % der Kinder einen Platz (4. Quartal 2023), im 1. Quartal 2023 waren es deutlich mehr: 7,9 %.",
        ),
        (
            Case { values: "2015=11204 2016=11350 2017=11502 2018=11690 2019=11870", ..ENGLISH },
            "11,870 children attend school in Trier (2019), slightly up from 11,204 in 2015.",
        ),
        (
            Case { values: "2019=50 2020=51 2021=50 2022=50", ..ENGLISH },
            "50 children attend school in Trier (2022), the same as in 2019.",
        ),
        (
            Case { values: "2019=20000 2024=25000", unit: "€", is_money: true, ..RATE },
            "In Trier haben 25.000,0 € der Kinder einen Platz (2024), 2019 waren es weniger: 20.000,0 €. \
             Steigende Preise sind nicht herausgerechnet.",
        ),
    ]);
}

#[test]
fn few_values_and_small_ones() {
    check(&[
        (Case { values: "2023=5.6", ..RATE }, "In Trier haben 5,6 % der Kinder einen Platz (2023)."),
        (Case { values: "2023=1", ..COUNT }, "In Trier besucht ein Kind eine Schule (2023)."),
        (Case { values: "2023=1", ..ENGLISH }, "One child attends school in Trier (2023)."),
        (Case { values: "2023=0", ..COUNT }, "In Trier besuchen keine Kinder eine Schule (2023)."),
        (
            Case { values: "2020=0 2021=0 2023=0", ..COUNT },
            "In Trier besuchen keine Kinder eine Schule (2020 bis 2023).",
        ),
        (
            Case { values: "2020=7 2021=3 2022=0 2023=0", ..COUNT },
            "In Trier besuchen keine Kinder eine Schule (2023), 2021 waren es noch 3.",
        ),
        (
            Case { values: "2020=0 2023=3", ..COUNT },
            "In Trier besuchen 3 Kinder eine Schule (2023), 2020 waren es noch keine.",
        ),
        (
            Case { values: "2020=0 2023=3", ..ENGLISH },
            "3 children attend school in Trier (2023), up from none in 2020.",
        ),
        (Case { values: "2023=0", ..RATE }, "In Trier haben 0 % der Kinder einen Platz (2023)."),
        (Case { values: "2023=0.01", ..RATE }, "In Trier haben weniger als 0,1 % der Kinder einen Platz (2023)."),
        (Case { values: "2023=~", ..RATE }, "In Trier haben weniger als 0,1 % der Kinder einen Platz (2023)."),
        (
            Case { values: "2020=0.02 2021=0.01 2022=0.03 2023=0.04", ..RATE },
            "In Trier haben weniger als 0,1 % der Kinder einen Platz (2023), unverändert seit 2020.",
        ),
        (
            Case { values: "2020=0.02 2023=0.5", ..RATE },
            "In Trier haben 0,5 % der Kinder einen Platz (2023), 2020 waren es weniger als 0,1 %.",
        ),
        (Case { values: "2023-06=5", ..COUNT }, "In Trier besuchen 5 Kinder eine Schule (Juni 2023)."),
        (
            Case { values: "2019=12 2020=12 2021=15 2022=15", rounding: Some(5), ..COUNT },
            "In Trier besuchen 15 Kinder eine Schule (2022), fast so viele wie 2019 (12). \
             Die Quelle rundet Personenzahlen auf Vielfache von 5.",
        ),
        (
            Case { values: "2021=2 2023=3", ..COUNT },
            "In Trier besuchen 3 Kinder eine Schule (2023), 2021 waren es weniger: 2.",
        ),
    ]);
}

#[test]
fn balances_have_two_sides() {
    check(&[
        (
            Case { values: "2008=-14914 2012=-16000 2016=-17500 2020=-18000 2024=-18809", ..BALANCE },
            "In Trier gehen 18.809 Kinder mehr als kommen (2024), 2008 waren es weniger: 14.914.",
        ),
        (
            Case { values: "2008=-1968 2024=-2118", ..BALANCE },
            "In Trier gehen 2.118 Kinder mehr als kommen (2024), 2008 waren es etwas weniger: 1.968.",
        ),
        (
            Case { values: "2008=-500 2024=300", ..BALANCE },
            "In Trier kommen 300 Kinder mehr als gehen (2024), 2008 war es umgekehrt (500).",
        ),
        (
            Case { values: "2020=-37 2021=1414 2022=200 2023=800 2024=389", ..BALANCE },
            "In Trier kommen 389 Kinder mehr als gehen (2024). Seit 2020 schwankt der Wert zwischen −37 und 1.414. \
             Ein Minus bedeutet das Umgekehrte.",
        ),
        (
            Case { values: "2019=-600 2020=5 2021=-450 2022=-400 2023=-300 2024=-250", ..BALANCE },
            "In Trier gehen 250 Kinder mehr als kommen (2024). Seit 2019 schwankt der Wert zwischen −600 und 5. \
             Ein Minus bedeutet das Umgekehrte.",
        ),
        (Case { values: "2024=0", ..BALANCE }, "In Trier kommen gleich viele wie gehen (2024)."),
        (
            Case { values: "2023=12 2024=0", ..BALANCE },
            "In Trier kommen gleich viele wie gehen (2024). 2023 lag der Wert bei 12.",
        ),
    ]);
}

#[test]
fn why_it_does_not_look_further_back() {
    let values = "2008=9 2009=8 2010=7 2011=6 2012=9.1 2013=9.2";
    let sentence = "In Trier haben 9,2 % der Kinder einen Platz (2013), kaum anders als 2012 (9,1 %).";
    let note = "Ab 2012 mit Prüfungen von Externen.".to_owned();
    for (reason, expected) in [
        (Reason::Census, "Ältere Werte beruhen auf einem anderen Zensus."),
        (
            Reason::Definition(Some(note)),
            "Werte vor 2012 sind nicht direkt vergleichbar. Ab 2012 mit Prüfungen von Externen.",
        ),
        (
            Reason::Definition(None),
            "Werte vor 2012 sind nicht direkt vergleichbar, denn die Definition ist seither eine andere.",
        ),
        (Reason::Territory, "Vor 2012 hatte das Gebiet andere Grenzen."),
        (Reason::Source, "Werte vor 2012 kommen aus einer anderen Quelle oder gelten für einen anderen Stichtag."),
    ] {
        let case = Case { values, breaks: &[("2012", reason)], ..RATE };
        assert_eq!(said(&case), format!("{sentence} {expected}"));
    }
}

#[test]
fn where_there_are_no_values() {
    check(&[
        (COUNT, "Für Trier liegen keine Werte vor."),
        (Case { values: "2020=g 2021=g", ..COUNT }, "Für Trier sind die Werte geheim."),
        (Case { values: "2020=x 2021=x", ..RATE }, "Diese Zahl ist für Trier nicht sinnvoll."),
        (
            Case { values: "2017=5.5 2018=5.6 2019=x 2020=x", ..RATE },
            "Für Trier ist diese Zahl seit 2019 nicht mehr sinnvoll; zuletzt waren es 5,6 % (2018).",
        ),
        (
            Case { values: "2017=9207 2018=9158 2019= 2020= 2021=", ..COUNT },
            "Für Trier liegen seit 2019 keine Werte vor; zuletzt waren es 9.158 (2018).",
        ),
        (
            Case { values: "2017=5.5 2018=5.6", latest: Some("2023"), ..RATE },
            "Für Trier liegen seit 2019 keine Werte vor; zuletzt waren es 5,6 % (2018).",
        ),
        (
            Case { values: "2018=0.01 2019=", ..RATE },
            "Für Trier liegt für 2019 kein Wert vor; zuletzt waren es weniger als 0,1 % (2018).",
        ),
        (Case { values: "2018=1 2019=", ..COUNT }, "Für Trier liegt für 2019 kein Wert vor; zuletzt war es 1 (2018)."),
        (
            Case { values: "2018=5.6 2019=g 2020=g", ..RATE },
            "Für Trier sind die Werte seit 2019 geheim; zuletzt waren es 5,6 % (2018).",
        ),
        (
            Case { values: "2022=5.6 2023=...", latest: Some("2023"), ..RATE },
            "In Trier haben 5,6 % der Kinder einen Platz (2022). Der Wert für 2023 ist noch nicht veröffentlicht.",
        ),
        (
            Case { values: "2018=5.6 2019= 2020=", unit: "%", decimals: 1, ..ENGLISH },
            "For Trier, there have been no values since 2019; the last one was 5.6% (2018).",
        ),
    ]);
}

#[test]
fn beside_larger_areas() {
    let own = "In Trier haben 8,6 % der Kinder einen Platz (2023).";
    for (land, bund, expected) in [
        (
            "2023=9.1",
            "2023=6.2",
            "2023 liegt Trier unter dem Saarland (9,1 %), aber deutlich über Deutschland (6,2 %).",
        ),
        ("2023=9.1", "2023=9.3", "2023 liegt Trier unter dem Saarland (9,1 %) und Deutschland (9,3 %)."),
        ("2023=14", "2023=9.3", "2023 liegt Trier deutlich unter dem Saarland (14,0 %) und unter Deutschland (9,3 %)."),
        (
            "2023=8.62",
            "2023=8.7",
            "2023 liegt Trier genauso hoch wie das Saarland und etwa so hoch wie Deutschland (8,7 %).",
        ),
        ("2022=9.1", "2023=8.2", "2023 liegt Trier über Deutschland (8,2 %)."),
        ("2022=9.1", "2023=.", ""),
    ] {
        assert_eq!(said(&Case { values: "2023=8.6", land, bund, ..RATE }), format!("{own} {expected}").trim_end());
    }
    check(&[
        (
            Case {
                values: "2023=0.2",
                land: "2023=0.1",
                place: ["in der Verbandsgemeinde Konz", "für die Verbandsgemeinde Konz"],
                ..RATE
            },
            "In der Verbandsgemeinde Konz haben 0,2 % der Kinder einen Platz (2023). \
             2023 liegt die Verbandsgemeinde Konz etwa so hoch wie das Saarland (0,1 %).",
        ),
        (
            Case { values: "2023=50", land: "2023=80", bund: "2023=45", unit: "%", ..ENGLISH },
            "50% children attend school in Trier (2023). In 2023, Trier is well below Saarland (80%) but above Deutschland (45%).",
        ),
    ]);
}

#[test]
fn what_is_not_certain_is_said() {
    check(&[
        (
            Case { values: "2019=100c 2020=106c 2021=g 2022=113 2023=120p", ..COUNT },
            "In Trier besuchen 120 Kinder eine Schule (2023), 2019 waren es weniger: 100. Der letzte Wert ist vorläufig. \
             Ein Teil der Werte ist auf einen anderen Gebietsstand umgerechnet und daher geschätzt. Der Wert für 2021 ist geheim.",
        ),
        (
            Case { values: "2020=5.0s 2021=6.0s 2022=7.0s 2023=8.0s", ..RATE },
            "In Trier haben 8,0 % der Kinder einen Platz (2023), 2020 waren es deutlich weniger: 5,0 %. Die Werte sind geschätzt.",
        ),
    ]);
}

/// Every sentence of the catalogue for every kind of series, to be read: no rule finds an ugly sentence.
#[test]
fn every_kennzahl_is_said_well() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../catalog/kennzahlen");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let mut text = String::new();
    for file in files {
        let definition = std::fs::read_to_string(&file).unwrap();
        let kennzahl = Kennzahl::parse(file.file_name().unwrap().to_str().unwrap(), &definition).unwrap();
        if kennzahl.status == KennzahlStatus::Active {
            writeln!(text, "\n## {} {}", kennzahl.code, kennzahl.name.de).unwrap();
            for language in [Language::German, Language::English] {
                describe(&kennzahl, language, &mut text);
            }
        }
    }
    expect_file!["catalogue.txt"].assert_eq(&text);
}

fn describe(kennzahl: &Kennzahl, language: Language, text: &mut String) {
    let key = language.pick("de", "en");
    let statement = |sentence: &Option<model::kennzahlen::Bilingual>| {
        sentence.as_ref().map(|sentence| sentence.in_language(key).to_owned())
    };
    let (positive, negative) = (statement(&kennzahl.headline).unwrap(), statement(&kennzahl.headline_negative));
    let base = match kennzahl.unit.as_str() {
        "Anzahl" => 1200.0,
        "Indexpunkte" | "je gemeldete Stelle" => 0.6,
        "Prozent" => 24.0,
        "EUR" => 21000.0,
        other if other.starts_with("EUR") => 640.0,
        _ => 8.0,
    };
    let unit = unit(kennzahl, key);
    let unit = unit.as_str();
    let is_index = kennzahl.unit == "Indexpunkte";
    let is_sided = negative.is_some() && !is_index;
    let all = "2018=0.8 2019=0.84 2020=0.9 2021=0.92 2022=0.97 2023=1";
    // Shares of the base, except those in the second list, which are values.
    let mut shapes = vec![("steigt", all.to_owned()), ("sinkt", turned(all))];
    let mut values = vec![("fast nichts", "2023=0.0001".to_owned()), ("nichts", "2022=0 2023=0".to_owned())];
    if is_index {
        shapes = vec![("hoch", "2023=2".to_owned()), ("über", "2023=1".to_owned())];
        values.extend([("unter", "2023=-0.36".to_owned()), ("tief", "2023=-1.2".to_owned())]);
    } else {
        shapes.extend([
            ("schwankt", "2018=0.9 2019=1.3 2020=0.7 2021=1.2 2022=0.8 2023=1.1".to_owned()),
            ("kehrt um", "2017=0.8 2018=1 2019=1.2 2020=1.4 2021=1.2 2022=1 2023=0.9".to_owned()),
            ("zwei", "2022=1.01 2023=1".to_owned()),
            ("eine", "2023=1".to_owned()),
            ("geheim", "2021=1 2022=g 2023=g".to_owned()),
            ("endet", "2018=1 2019= 2023=".to_owned()),
        ]);
    }
    if is_sided {
        shapes.extend([
            ("unter null", "2018=-0.8 2019=-0.84 2020=-0.9 2021=-0.95 2022=-0.97 2023=-1".to_owned()),
            ("dreht sich", "2018=-0.8 2023=1".to_owned()),
            ("um null", "2018=-0.8 2019=1 2020=-0.9 2021=0.95 2022=-0.97 2023=1".to_owned()),
        ]);
    }
    if unit.is_empty() && !is_index {
        values.push(("eins", "2023=1".to_owned()));
        values.retain(|(name, _)| *name != "fast nichts");
    }
    let scaled = |values: &str| -> String {
        let one = |part: &str| {
            let (year, value) = part.split_once('=').unwrap();
            match value.parse::<f64>() {
                Ok(value) => format!("{year}={}", value * base),
                Err(_) => part.to_owned(),
            }
        };
        values.split_whitespace().map(one).collect::<Vec<_>>().join(" ")
    };
    let shapes = shapes.into_iter().map(|(name, values)| (name, scaled(&values))).chain(values);
    for (position, (name, values)) in shapes.enumerate() {
        let places = match language {
            Language::German => [
                TRIER,
                ["im Landkreis Bergstraße", "für den Landkreis Bergstraße"],
                ["in der Verbandsgemeinde Konz", "für die Verbandsgemeinde Konz"],
            ],
            Language::English => [
                ["in Trier", "for Trier"],
                ["in the Landkreis Bergstraße", "for the Landkreis Bergstraße"],
                ["in the Verbandsgemeinde Konz", "for the Verbandsgemeinde Konz"],
            ],
        };
        let compares = !unit.is_empty() && unit != "€" && name == "steigt";
        let beside = |share: f64| if compares { format!("2023={}", base * share) } else { String::new() };
        let said = said(&Case {
            values: &values,
            statement: Statement { text: &positive, negative: negative.as_deref() },
            unit,
            decimals: kennzahl.decimals,
            place: places[position % 3],
            land: &beside(1.2),
            bund: &beside(0.9),
            is_money: kennzahl.unit.contains("EUR"),
            language,
            ..COUNT
        });
        writeln!(text, "{key} {name}: {said}").unwrap();
    }
}

/// As the pages write it.
fn unit(kennzahl: &Kennzahl, language: &str) -> String {
    let file = format!("{}/../../locale/{language}/zahlen.ftl", env!("CARGO_MANIFEST_DIR"));
    let words = std::fs::read_to_string(file).unwrap();
    let key = format!("einheit-{} = ", crate::address::slug(&kennzahl.unit));
    match kennzahl.unit.as_str() {
        "Anzahl" | "Indexpunkte" => String::new(),
        "Prozent" => "%".to_owned(),
        "EUR" => "€".to_owned(),
        _ => words.lines().find_map(|line| line.strip_prefix(&key)).unwrap().to_owned(),
    }
}

/// The same values in the other order.
fn turned(values: &str) -> String {
    let (years, numbers): (Vec<&str>, Vec<&str>) =
        values.split_whitespace().map(|part| part.split_once('=').unwrap()).unzip();
    let pairs = years.iter().zip(numbers.iter().rev()).map(|(year, number)| format!("{year}={number}"));
    pairs.collect::<Vec<_>>().join(" ")
}
