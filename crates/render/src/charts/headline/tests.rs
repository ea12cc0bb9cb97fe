use super::*;

/// What a case varies; everything else is as in most of them.
struct Case<'a> {
    values: &'a str,
    breaks: &'a [(&'a str, &'a str)],
    unit: &'a str,
    decimals: u8,
    rounding: Option<u32>,
    latest: Option<&'a str>,
    land: &'a str,
    plural: bool,
    language: Language,
}

const COUNT: Case = Case {
    values: "",
    breaks: &[],
    unit: "",
    decimals: 0,
    rounding: None,
    latest: None,
    land: "",
    plural: false,
    language: Language::German,
};
const RATE: Case = Case { unit: "%", decimals: 1, ..COUNT };

/// "2015=5.6 2016=. 2017=5.8p": period, value or sign, letters of marks (`c` for converted).
fn points(text: &str) -> Vec<Point> {
    let point = |part: &str| {
        let (period, value) = part.split_once('=').unwrap();
        let number = value.trim_end_matches(['p', 's', 'c']);
        let symbol = match number {
            "g" => Some(Symbol::Secret),
            "." => Some(Symbol::SecretOrUnknown),
            "..." => Some(Symbol::NotYet),
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

fn said(case: &Case) -> String {
    let (subject, place, of) = match (case.language, case.plural) {
        (Language::German, false) if case.unit == "%" => ("die Quote", ("in Trier", "für Trier"), "des Landes"),
        (Language::German, false) => ("die Zahl der Schülerinnen und Schüler", ("in Trier", "für Trier"), "des Landes"),
        (Language::German, true) => {
            ("die Ausgaben", ("im Landkreis Bergstraße", "für den Landkreis Bergstraße"), "des Landes")
        }
        (Language::English, false) => ("the number of pupils", ("in Trier", "for Trier"), "of the state"),
        (Language::English, true) => ("the expenses", ("in Trier", "for Trier"), "of the state"),
    };
    let breaks: Vec<Break> =
        case.breaks.iter().map(|(at, words)| Break { at: at.parse().unwrap(), words: (*words).to_owned() }).collect();
    let land = Comparison { of: of.to_owned(), points: points(case.land) };
    let headline = headline(&Finding {
        subject: &Subject { phrase: subject.to_owned(), is_plural: case.plural },
        place: &Place { within: place.0.to_owned(), about: place.1.to_owned() },
        format: &Format { decimals: case.decimals, unit: case.unit.to_owned(), language: case.language },
        points: &points(case.values),
        breaks: &breaks,
        rounding: case.rounding,
        latest: case.latest.map(|latest| latest.parse().unwrap()),
        comparison: Some(&land),
    });
    // Spaces of all widths read alike here.
    [vec![headline.sentence], headline.notes].concat().join(" ").replace(['\u{202f}', '\u{a0}'], " ")
}

#[track_caller]
fn check(cases: &[(Case, &str)]) {
    for (case, expected) in cases {
        assert_eq!(said(case), *expected, "{}", case.values);
    }
}

#[test]
fn directions() {
    check(&[
        (
            Case { values: "2015=11204 2016=11350 2017=11502 2018=11690 2019=11870", ..COUNT },
            "In Trier ist die Zahl der Schülerinnen und Schüler seit 2015 leicht gestiegen: von 11.204 auf 11.870.",
        ),
        (
            Case { values: "2019-12-31=7.9 2020-12-31=7.0 2021-12-31=6.1 2022-12-31=5.2", ..RATE },
            "In Trier ist die Quote seit 2019 deutlich gesunken: von 7,9 % auf 5,2 %.",
        ),
        (
            Case { values: "2019=100 2020=106 2021=113 2022=120", plural: true, unit: "Tausend Euro", ..COUNT },
            "Im Landkreis Bergstraße sind die Ausgaben seit 2019 gestiegen: von 100 auf 120 Tausend Euro.",
        ),
        (
            Case { values: "2019=50.1 2020=50.4 2021=50.2 2022=50.3", ..RATE },
            "In Trier hat sich die Quote seit 2019 kaum verändert: von 50,1 % auf 50,3 %.",
        ),
        (
            Case { values: "2019=50.1 2020=50.4 2021=50.2 2022=50.1", ..RATE },
            "In Trier liegt die Quote seit 2019 fast unverändert bei 50,1 %.",
        ),
        (
            Case { values: "2016=5.6 2017=7.1 2018=4.8 2019=6.4 2020=5.1 2021=6.9 2022=5.5", ..RATE },
            "In Trier schwankt die Quote seit 2016 ohne klare Richtung zwischen 4,8 % und 7,1 %; der letzte Wert ist 5,5 % (2022).",
        ),
        (
            Case { values: "2015=10 2016=12 2017=14 2018=16 2019=14 2020=12 2021=11", ..COUNT },
            "In Trier ist die Zahl der Schülerinnen und Schüler seit 2015 erst gestiegen, dann wieder gesunken: von 10 auf 16 (2018), zuletzt 11.",
        ),
        (
            Case { values: "2023-Q1=7.9 2023-Q2=7.0 2023-Q3=6.1 2023-Q4=5.2", ..RATE },
            "In Trier ist die Quote seit dem 1. Quartal 2023 deutlich gesunken: von 7,9 % auf 5,2 %.",
        ),
        (
            Case {
                values: "2015=11204 2016=11350 2017=11502 2018=11690 2019=11870",
                language: Language::English,
                ..COUNT
            },
            "In Trier, the number of pupils has risen slightly since 2015: from 11,204 to 11,870.",
        ),
        (
            Case { values: "2019=50 2020=51 2021=50 2022=50", plural: true, language: Language::English, ..COUNT },
            "In Trier, the expenses have stayed close to 50 since 2019.",
        ),
    ]);
}

#[test]
fn too_little_to_speak_of_a_direction() {
    check(&[
        (Case { values: "2023=5.6", ..RATE }, "In Trier lag die Quote 2023 bei 5,6 %."),
        (
            Case { values: "2021=5.5 2022=6.5 2023=9.6", ..RATE },
            "In Trier lag die Quote 2021 bei 5,5 % und 2023 bei 9,6 %. Für eine Aussage über die Entwicklung sind das zu wenige Werte.",
        ),
        (
            Case { values: "2023-06=5", plural: true, ..COUNT },
            "Im Landkreis Bergstraße lagen die Ausgaben im Juni 2023 bei 5.",
        ),
        (
            Case {
                values: "2008=9 2009=8 2010=7 2011=6 2012=9.1 2013=9.2",
                breaks: &[("2012", "neue Definition")],
                ..RATE
            },
            "In Trier lag die Quote 2012 bei 9,1 % und 2013 bei 9,2 %. Für eine Aussage über die Entwicklung sind das zu wenige Werte. \
             Werte vor 2012 sind nicht vergleichbar (neue Definition).",
        ),
        (
            Case { values: "2019=12 2020=12 2021=15 2022=15", rounding: Some(5), ..COUNT },
            "In Trier hat sich die Zahl der Schülerinnen und Schüler seit 2019 kaum verändert: von 12 auf 15. \
             Die Quelle rundet die Werte auf Vielfache von 5.",
        ),
    ]);
}

#[test]
fn where_there_are_no_values() {
    check(&[
        (COUNT, "Für Trier liegen keine Werte vor."),
        (Case { values: "2020=g 2021=g", ..COUNT }, "Für Trier sind die Werte geheim."),
        (
            Case { values: "2017=5.5 2018=5.6 2019= 2020= 2021=", ..RATE },
            "Für Trier liegen seit 2019 keine Werte vor; der letzte war 5,6 % (2018).",
        ),
        (
            Case { values: "2017=5.5 2018=5.6", latest: Some("2023"), ..RATE },
            "Für Trier liegen seit 2019 keine Werte vor; der letzte war 5,6 % (2018).",
        ),
        (
            Case { values: "2018=5.6 2019=", ..RATE },
            "Für Trier liegt für 2019 kein Wert vor; der letzte war 5,6 % (2018).",
        ),
        (
            Case { values: "2018=5.6 2019=g 2020=g", ..RATE },
            "Für Trier sind die Werte seit 2019 geheim; der letzte veröffentlichte war 5,6 % (2018).",
        ),
        (
            Case { values: "2022=5.6 2023=...", latest: Some("2023"), ..RATE },
            "In Trier lag die Quote 2022 bei 5,6 %. Der Wert für 2023 ist noch nicht veröffentlicht.",
        ),
        (
            Case { values: "2018=5.6 2019= 2020=", language: Language::English, ..RATE },
            "For Trier, there have been no values since 2019; the last one was 5.6% (2018).",
        ),
    ]);
}

#[test]
fn beside_the_comparison_area() {
    check(&[
        (
            Case { values: "2023=5.6", land: "2023=6.1", ..RATE },
            "In Trier lag die Quote 2023 bei 5,6 %. Der Wert für 2023 liegt unter dem Wert des Landes (6,1 %).",
        ),
        (
            Case { values: "2023=9.6", land: "2023=6.1", ..RATE },
            "In Trier lag die Quote 2023 bei 9,6 %. Der Wert für 2023 liegt deutlich über dem Wert des Landes (6,1 %).",
        ),
        (
            Case { values: "2023=6.1", land: "2023=6.13", ..RATE },
            "In Trier lag die Quote 2023 bei 6,1 %. Der Wert für 2023 entspricht dem Wert des Landes.",
        ),
        (
            Case { values: "2023=6.0", land: "2023=6.1", ..RATE },
            "In Trier lag die Quote 2023 bei 6,0 %. Der Wert für 2023 entspricht etwa dem Wert des Landes (6,1 %).",
        ),
        (Case { values: "2023=6.0", land: "2022=6.1 2023=.", ..RATE }, "In Trier lag die Quote 2023 bei 6,0 %."),
    ]);
}

#[test]
fn what_is_not_certain_is_said() {
    check(&[
        (
            Case { values: "2019=100c 2020=106c 2021=g 2022=113 2023=120p", ..COUNT },
            "In Trier ist die Zahl der Schülerinnen und Schüler seit 2019 gestiegen: von 100 auf 120. Der letzte Wert ist vorläufig. \
             Ein Teil der Werte ist auf einen anderen Gebietsstand umgerechnet und daher geschätzt. Der Wert für 2021 ist geheim.",
        ),
        (
            Case { values: "2020=5.0s 2021=6.0s 2022=7.0s 2023=8.0s", ..RATE },
            "In Trier ist die Quote seit 2020 deutlich gestiegen: von 5,0 % auf 8,0 %. Die Werte sind geschätzt.",
        ),
    ]);
}
