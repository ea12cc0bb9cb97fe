use model::statistics::Period;
use model::wert::{Flags, Symbol, Wert};
use proptest::prelude::*;
use quick_xml::Reader;
use quick_xml::events::Event;

use super::*;

/// Reads the drawing to its end; gives its texts, titles and labels.
fn texts(svg: &str) -> Vec<String> {
    let mut reader = Reader::from_str(svg);
    reader.config_mut().check_end_names = true;
    let mut texts = Vec::new();
    let mut depth = 0_i32;
    loop {
        match reader.read_event() {
            Ok(Event::Eof) => break,
            Ok(Event::Start(element)) => {
                depth += 1;
                texts.extend(labels(&element));
            }
            Ok(Event::Empty(element)) => texts.extend(labels(&element)),
            Ok(Event::End(_)) => depth -= 1,
            Ok(Event::Text(text)) => texts.push(text.as_ref().to_owned()),
            Ok(_) => {}
            Err(error) => panic!("{error} in {svg}"),
        }
    }
    assert_eq!(depth, 0, "{svg}");
    texts
}

fn labels(element: &quick_xml::events::BytesStart) -> Vec<String> {
    let attributes = element.attributes().map(|attribute| attribute.expect("an attribute that can be read"));
    let attributes: Vec<(String, String)> =
        attributes.map(|attribute| (attribute.key.as_ref().to_owned(), attribute.value.into_owned())).collect();
    for (name, value) in &attributes {
        assert!(name != "style" && !value.contains("NaN") && !value.contains("inf "), "{name}={value}");
    }
    attributes.into_iter().filter(|(name, _)| name == "aria-label").map(|(_, value)| value).collect()
}

fn format() -> Format {
    Format { decimals: 1, unit: "%".to_owned(), language: Language::German }
}

fn caption() -> Caption {
    Caption { id: "a".to_owned(), title: "<Titel> & \"mehr\"".to_owned(), ..Caption::default() }
}

fn any_wert() -> impl Strategy<Value = Wert> {
    let number = prop_oneof![-1e3..1e3_f64, -1e12..1e12_f64, Just(0.0), Just(f64::MAX)];
    (0..Symbol::ALL.len() * 3, number, any::<u8>()).prop_map(|(symbol, number, flags)| {
        let symbol = Symbol::ALL.get(symbol).copied().unwrap_or(Symbol::Number);
        Wert::from_parts(number, symbol, Flags::from_bits(flags))
    })
}

fn any_period() -> impl Strategy<Value = Period> {
    (1990..2030_i32, 1..13_u32, 0..8_u8).prop_map(|(year, month, kind)| match kind {
        0 => Period::Month { year, month },
        1 => Period::Quarter { year, quarter: month.div_ceil(3) },
        2 => Period::HalfYear { year, month },
        _ => Period::Year(year),
    })
}

fn any_series() -> impl Strategy<Value = Series> {
    let point = (any_period(), any_wert()).prop_map(|(period, wert)| Point { period, wert });
    ("\\PC{0,30}", prop::collection::vec(point, 0..12)).prop_map(|(label, points)| {
        let interrupted_at = points.first().map(|point: &Point| point.period).into_iter().collect();
        Series { label, points, interrupted_at }
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn lines_are_well_formed(
        series in prop::collection::vec(any_series(), 0..7),
        breaks in prop::collection::vec((any_period(), "\\PC{0,40}"), 0..3),
        from_zero: bool,
    ) {
        let breaks = breaks.into_iter().map(|(at, words)| Break { at, words }).collect();
        let line = Line { caption: caption(), format: format(), axis: "<&>".to_owned(), series, breaks, from_zero };
        texts(&line.on_page());
        texts(&line.standalone());
        for series in &line.series {
            let breaks: Vec<Period> = line.breaks.iter().map(|one| one.at).collect();
            if let Some(drawn) = sparkline(&series.label, &line.format, &series.points, &breaks) {
                texts(&drawn);
            }
        }
    }

    #[test]
    fn bars_and_pyramids_are_well_formed(
        rows in prop::collection::vec(("\\PC{0,40}", prop::collection::vec(any_wert(), 4)), 0..8),
        series in 0..4_usize,
        descending: bool,
    ) {
        let bars = Bars {
            caption: caption(),
            format: format(),
            series: (0..series).map(|number| number.to_string()).collect(),
            rows: rows.iter().enumerate().map(|(number, (label, values))| BarRow {
                label: label.clone(), values: values[..series].to_vec(), reference: Some(values[3]), is_own: number == 1,
            }).collect(),
            order: if descending { Order::Descending } else { Order::Given },
            reference: Some("Land".to_owned()),
        };
        texts(&bars.on_page());
        texts(&bars.standalone());
        let pyramid = Pyramid {
            caption: caption(),
            format: format(),
            axis: "Personen".to_owned(),
            sides: ["Männer".to_owned(), "<Frauen>".to_owned()],
            groups: rows.iter().enumerate().map(|(number, (label, values))| AgeGroup {
                label: label.clone(),
                ages: (number as f64 * 5.0, number as f64 * 5.0 + 5.0),
                values: [values[0], values[1]],
                comparison: values[2].value().zip(values[3].value()).map(|(left, right)| [left, right]),
            }).collect(),
            comparison: Some("Land".to_owned()),
        };
        texts(&pyramid.on_page());
        texts(&pyramid.standalone());
    }
}

fn small_line() -> Line {
    let of = |label: &str, values: [Wert; 4]| Series {
        label: label.to_owned(),
        interrupted_at: vec![Period::Year(2021)],
        points: values.into_iter().zip(2020..).map(|(wert, year)| Point { period: Period::Year(year), wert }).collect(),
    };
    let n = Wert::number;
    Line {
        caption: caption(),
        format: format(),
        axis: String::new(),
        series: vec![
            of("Trier", [n(5.0), Wert::symbol(Symbol::Secret), n(6.0), n(6.5).with(Flags::PROVISIONAL)]),
            of("A<B", [n(4.0), n(4.5), Wert::symbol(Symbol::NotYet), n(5.0)]),
        ],
        breaks: vec![Break { at: Period::Year(2021), words: "neue Definition".to_owned() }],
        from_zero: true,
    }
}

#[test]
fn every_value_is_said() {
    let said: Vec<String> = texts(&small_line().in_layout(Layout::Wide))
        .into_iter()
        .filter(|text| text.starts_with("202") && text.contains(':'))
        .map(|text| text.replace('\u{202f}', " "))
        .collect();
    expect_test::expect![[r#"
        [
            "2020, A&lt;B: 4,0 %",
            "2021, A&lt;B: 4,5 %",
            "2022, A&lt;B: noch nicht veröffentlicht",
            "2023, A&lt;B: 5,0 %",
            "2020, Trier: 5,0 %",
            "2021, Trier: geheim",
            "2022, Trier: 6,0 %",
            "2023, Trier: 6,5 % (vorläufig)",
        ]
    "#]]
    .assert_debug_eq(&said);
}

#[test]
fn what_is_missing_is_no_line_and_what_is_tentative_is_dashed() {
    let svg = small_line().in_layout(Layout::Wide);
    // Of the own four values one is secret: only the last two are joined, by dashes, since the last is provisional.
    assert_eq!(svg.matches("class=\"line s0\"").count(), 0);
    assert_eq!(svg.matches("<path class=\"line s0 dashed\"").count(), 1);
    // The break parts the other line after its first value, the missing one after its second.
    assert_eq!(svg.matches("<path class=\"line s1").count(), 0);
    assert!(svg.contains("neue Definition") && svg.contains("class=\"rule\""));
}

#[test]
fn a_bar_without_a_number_is_a_word() {
    let row = |label: &str, wert: Wert| BarRow {
        label: label.to_owned(),
        values: vec![wert],
        reference: None,
        is_own: false,
    };
    let bars = Bars {
        caption: caption(),
        format: format(),
        series: vec![String::new()],
        rows: vec![
            row("a", Wert::symbol(Symbol::Secret)),
            row("b", Wert::number(2.0)),
            row("c", Wert::symbol(Symbol::Missing)),
            row("d", Wert::number(3.0)),
        ],
        order: Order::Descending,
        reference: None,
    };
    let svg = bars.in_layout(Layout::Narrow);
    assert_eq!(svg.matches("class=\"bar ").count(), 2);
    let said: Vec<String> = texts(&svg).into_iter().filter(|text| text.contains(": ")).collect();
    assert_eq!(said, ["d: 3,0\u{202f}%", "b: 2,0\u{202f}%", "a: geheim", "c: keine Angabe"]);
}

/// The page's style sheet and that of the downloads dress the same classes.
#[test]
fn every_class_is_dressed_on_the_page_and_in_downloads() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../assets/src/_charts.scss");
    let page = std::fs::read_to_string(path).expect("the style sheet of charts");
    let classes = CHART_CSS.split(['{', '}']).step_by(2).flat_map(|selectors| selectors.split([' ', ',', '\n']));
    for class in classes
        .filter(|selector| selector.starts_with('.'))
        .flat_map(|selector| selector.split('.'))
        .filter(|class| !class.is_empty())
    {
        let of_series = class.len() == 2 && class.starts_with('s');
        let on_download_only = class == "heading";
        assert!(of_series || on_download_only || page.contains(&format!(".{class}")), "{class}");
    }
}
