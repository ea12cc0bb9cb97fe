//! Writes a page with every kind of chart to standard output, to look at: `cargo run -p render --example charts > charts.html`. All
//! numbers are invented. Arguments: the style sheet to use instead of the one for downloads, and `dark`; or `picture`, for a single
//! downloadable chart.

use std::io::Write as _;

use model::statistics::Period;
use model::wert::{Flags, Symbol, Wert};
use render::charts::headline::{Comparison, Finding, Place, Reason, Since, Statement, headline};
use render::charts::{
    AgeGroup, BarRow, Bars, Break, Caption, Chart, Format, Language, Line, Order, Point, Pyramid, Series, sparkline,
};
use render::xml::escape;

fn format(decimals: u8, unit: &str) -> Format {
    Format { decimals, unit: unit.to_owned(), language: Language::German }
}

fn caption(id: &str, title: &str) -> Caption {
    Caption {
        id: id.to_owned(),
        title: title.to_owned(),
        description: "Erfundene Werte zur Ansicht.".to_owned(),
        source: "Quelle: Beispiel-Statistikamt, 2024; dl-de/by-2-0. Erfundene Werte.".to_owned(),
    }
}

fn yearly(label: &str, first: i32, values: &[f64]) -> Series {
    let points = values
        .iter()
        .zip(first..)
        .map(|(value, year)| Point { period: Period::Year(year), wert: Wert::number(*value) });
    Series { label: label.to_owned(), points: points.collect(), interrupted_at: Vec::new() }
}

fn leavers() -> Line {
    let mut own =
        yearly("Trier", 2008, &[7.9, 7.4, 7.0, 7.2, 6.6, 6.9, 6.1, 5.8, 6.0, 6.4, 5.9, 5.6, 5.2, 5.4, 5.7, 5.1]);
    own.points[6].wert = Wert::symbol(Symbol::Secret);
    own.points[7].wert = Wert::symbol(Symbol::Secret);
    own.points[15].wert = own.points[15].wert.with(Flags::PROVISIONAL);
    let land = yearly(
        "Rheinland-Pfalz",
        2008,
        &[7.2, 6.9, 6.3, 5.9, 5.7, 5.5, 5.6, 6.0, 6.2, 6.6, 6.9, 6.7, 6.4, 6.6, 6.9, 7.1],
    );
    let mut kreis = yearly(
        "Trier-Saarburg",
        2008,
        &[5.9, 5.6, 5.7, 5.0, 4.6, 4.8, 4.9, 4.4, 4.6, 4.7, 5.2, 4.9, 4.4, 4.6, 4.9, 5.0],
    );
    kreis.points[3].wert = Wert::symbol(Symbol::Missing);
    kreis.points[9].wert = Wert::symbol(Symbol::SecretOrUnknown);
    let country =
        yearly("Deutschland", 2008, &[7.5, 7.0, 6.6, 6.2, 5.9, 5.7, 5.8, 5.9, 6.0, 6.3, 6.6, 6.6, 6.2, 6.2, 6.8, 7.1]);
    Line {
        caption: caption("abgaenge", "Jugendliche ohne Schulabschluss"),
        format: format(1, "%"),
        axis: "Anteil an allen Abgängen".to_owned(),
        series: vec![own, land, kreis, country],
        breaks: vec![Break { at: Period::Year(2012), words: "neue Berechnung der KMK".to_owned() }],
        from_zero: true,
    }
}

fn pupils() -> Line {
    let mut own = yearly(
        "Burgenlandkreis",
        2002,
        &[
            27_430.0, 25_610.0, 23_920.0, 22_150.0, 20_480.0, 18_930.0, 17_640.0, 16_820.0, 16_410.0, 16_230.0,
            16_190.0, 16_280.0, 16_400.0, 16_610.0, 16_930.0, 17_100.0, 17_240.0, 17_390.0, 17_480.0, 17_600.0,
            17_950.0, 18_210.0,
        ],
    );
    for point in &mut own.points[..5] {
        point.wert = point.wert.with(Flags::CONVERTED);
    }
    Line {
        caption: caption("schueler", "Schülerinnen und Schüler"),
        format: format(0, ""),
        axis: "an allgemeinbildenden Schulen".to_owned(),
        series: vec![own],
        breaks: vec![Break { at: Period::Year(2007), words: "Kreisreform".to_owned() }],
        from_zero: false,
    }
}

fn unemployment() -> Line {
    let points = (0..48).map(|month| {
        let swing = (f64::from(month) * std::f64::consts::TAU / 12.0).cos();
        let wert = Wert::number(4.6 + 0.5 * swing + f64::from(month) * 0.01);
        Point { period: Period::Month { year: 2020 + month / 12, month: (month % 12 + 1) as u32 }, wert }
    });
    Line {
        caption: caption("arbeitslose", "Arbeitslose unter 25 Jahren"),
        format: format(1, "%"),
        axis: String::new(),
        series: vec![Series { label: "Bergstraße".to_owned(), points: points.collect(), interrupted_at: Vec::new() }],
        breaks: Vec::new(),
        from_zero: true,
    }
}

fn schools() -> Bars {
    let row = |label: &str, own: Wert, land: f64| BarRow {
        label: label.to_owned(),
        values: vec![own],
        reference: Some(Wert::number(land)),
        is_own: false,
    };
    Bars {
        caption: caption("schularten", "Wohin die Kinder nach der Grundschule gehen"),
        format: format(1, "%"),
        series: vec!["Trier".to_owned()],
        rows: vec![
            row("Gymnasium", Wert::number(47.3), 43.9),
            row("Integrierte Gesamtschule", Wert::number(19.8), 22.4),
            row("Realschule plus", Wert::number(28.1), 29.6),
            row("Freie Waldorfschule", Wert::symbol(Symbol::Secret), 0.9),
            row("Förderschule", Wert::number(2.6).with(Flags::ESTIMATED), 2.3),
        ],
        order: Order::Descending,
        reference: Some("Rheinland-Pfalz".to_owned()),
    }
}

fn districts() -> Bars {
    let names = ["Bernkastel-Wittlich", "Eifelkreis Bitburg-Prüm", "Trier", "Trier-Saarburg", "Vulkaneifel"];
    let rows = names.iter().zip([38.2, 35.4, 41.7, 39.9, 33.0]).map(|(name, value)| BarRow {
        label: (*name).to_owned(),
        values: vec![Wert::number(value)],
        reference: None,
        is_own: *name == "Trier",
    });
    Bars {
        caption: caption("kreise", "Kinder unter drei Jahren in Betreuung"),
        format: format(1, "%"),
        series: vec!["2023".to_owned()],
        rows: rows.collect(),
        order: Order::Descending,
        reference: None,
    }
}

fn degrees() -> Bars {
    let row = |label: &str, values: [Wert; 3]| BarRow {
        label: label.to_owned(),
        values: values.to_vec(),
        reference: None,
        is_own: false,
    };
    let n = Wert::number;
    Bars {
        caption: caption("abschluesse", "Abschlüsse nach Geschlecht"),
        format: format(0, ""),
        series: vec!["weiblich".to_owned(), "männlich".to_owned(), "ohne Angabe".to_owned()],
        rows: vec![
            row("ohne Abschluss", [n(31.0), n(47.0), Wert::symbol(Symbol::Secret)]),
            row("Berufsreife", [n(112.0), n(148.0), Wert::symbol(Symbol::Nothing)]),
            row("Qualifizierter Sekundarabschluss I", [n(301.0), n(322.0), n(4.0)]),
            row("Allgemeine Hochschulreife", [n(498.0), n(402.0), Wert::symbol(Symbol::NotYet)]),
        ],
        order: Order::Given,
        reference: None,
    }
}

fn balance() -> Bars {
    let rows = [
        ("unter 18", 112.0),
        ("18 bis unter 25", 684.0),
        ("25 bis unter 30", -402.0),
        ("30 bis unter 50", -221.0),
        ("50 und älter", -37.0),
    ];
    Bars {
        caption: caption("wanderung", "Wanderungssaldo nach Alter"),
        format: format(0, ""),
        series: vec!["Trier".to_owned()],
        rows: rows
            .into_iter()
            .map(|(label, value)| BarRow {
                label: label.to_owned(),
                values: vec![Wert::number(value)],
                reference: None,
                is_own: false,
            })
            .collect(),
        order: Order::Given,
        reference: None,
    }
}

fn population(groups: usize) -> Pyramid {
    let share = |index: usize, side: f64| {
        let age = index as f64 * 90.0 / groups as f64;
        let students = (-((age - 23.0) / 6.0).powi(2)).exp() * 1.9;
        let boomers = (-((age - 57.0) / 11.0).powi(2)).exp();
        (2.4 + students + boomers) * (1.0 - (age / 96.0).powi(4)) * (1.0 + side * (age - 40.0) / 300.0) * 9.0
            / groups as f64
    };
    let land = |index: usize, side: f64| {
        let age = index as f64 * 90.0 / groups as f64;
        let boomers = (-((age - 57.0) / 10.0).powi(2)).exp() * 1.6;
        (2.5 + boomers) * (1.0 - (age / 98.0).powi(4)) * (1.0 + side * (age - 40.0) / 300.0) * 9.0 / groups as f64
    };
    let of = |index: usize| {
        let width = 90 / groups;
        let label =
            if width == 1 { index.to_string() } else { format!("{}–{}", index * width, index * width + width - 1) };
        AgeGroup {
            label,
            ages: ((index * width) as f64, ((index + 1) * width) as f64),
            values: [Wert::number(share(index, -1.0)), Wert::number(share(index, 1.0))],
            comparison: Some([land(index, -1.0), land(index, 1.0)]),
        }
    };
    Pyramid {
        caption: caption(&format!("bevoelkerung{groups}"), "Bevölkerung nach Alter und Geschlecht"),
        format: format(1, "%"),
        axis: "Prozent je Altersjahr".to_owned(),
        sides: ["Männer".to_owned(), "Frauen".to_owned()],
        groups: (0..groups).map(of).collect(),
        comparison: Some("Rheinland-Pfalz".to_owned()),
    }
}

fn finding(line: &Line) -> String {
    let place = |name: &str| Place { within: format!("in {name}"), about: format!("für {name}") };
    let land = Comparison { place: place("Rheinland-Pfalz"), points: line.series[1].points.clone() };
    let headline = headline(&Finding {
        statement: Statement {
            text: "Von den Jugendlichen, die in {gebiet} die Schule verließen, hatten {wert} keinen Abschluss ({jahr}).",
            negative: None,
        },
        place: &place("Trier"),
        format: &line.format,
        points: &line.series[0].points,
        breaks: &line.breaks.iter().map(|b| Since { at: b.at, reason: Reason::Definition(None) }).collect::<Vec<_>>(),
        rounding: None,
        latest: None,
        comparisons: &[land],
        is_money: false,
    });
    format!("<h2>{}</h2><p>{}</p>", escape(&headline.sentence), escape(&headline.notes.join(" ")))
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let mut out = std::io::stdout().lock();
    if arguments.first().is_some_and(|argument| argument == "picture") {
        writeln!(out, "{}", leavers().standalone())?;
        return Ok(());
    }
    let css = match arguments.first() {
        Some(path) => std::fs::read_to_string(path)?,
        None => render::charts::CHART_CSS.to_owned(),
    };
    let charts: [(&str, String); 8] = [
        ("", pupils().on_page()),
        ("", unemployment().on_page()),
        ("Wohin die Kinder nach der Grundschule gehen", schools().on_page()),
        ("Kinder unter drei Jahren in Betreuung", districts().on_page()),
        ("Abschlüsse nach Geschlecht", degrees().on_page()),
        ("Wanderungssaldo nach Alter", balance().on_page()),
        ("Bevölkerung nach Alter und Geschlecht", population(18).on_page()),
        ("Bevölkerung nach einzelnen Jahren", population(90).on_page()),
    ];
    let dark = if arguments.iter().any(|argument| argument == "dark") { " class=\"dark\"" } else { "" };
    writeln!(
        out,
        "<!doctype html><html lang=\"de\"{dark}><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <title>Diagramme</title><style>{css}\nbody {{ margin: 0 auto; max-width: 56rem; padding: 1rem; font-family: sans-serif }}</style><body><main>"
    )?;
    writeln!(out, "{}{}", finding(&leavers()), leavers().on_page())?;
    for (title, chart) in charts {
        writeln!(out, "<h2>{title}</h2>{chart}")?;
    }
    let spark = sparkline("Jugendliche ohne Schulabschluss, Trier", &format(1, "%"), &leavers().series[0].points, &[]);
    writeln!(out, "<p>Sparkline: {}</p></main></body></html>", spark.unwrap_or_default())?;
    Ok(())
}
